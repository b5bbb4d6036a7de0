"""`vb init`: a workspace whose example builds, holds, can be decided and can be rolled over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import read
from tests.newyear.test_roll import hold, turn
from tests.process import run
from vb_gen.checks.rule import Library
from vb_gen.checks.run import check
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.init import make_workspace

EXAMPLE = ("2024", "biblioteksnamnden")


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    root = tmp_path / "rapporter"
    make_workspace(root)
    return Workspace(root)


def test_the_next_steps_are_those_that_are_told(tmp_path: Path) -> None:
    ran = run("init", "rapporter", cwd=tmp_path)
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "Skrev rapporter/inputs/kommun.yaml"
    steps = [line.split() for line in ran.err.splitlines() if line.startswith("  ")]
    assert steps[0] == ["cd", "rapporter"]
    for step in steps[1:]:
        assert step[0] == "vb"
        done = run(*step[1:], cwd=tmp_path / "rapporter")
        assert (done.code, done.err) == (0, "")
    assert (tmp_path / "rapporter" / "outputs" / "2024" / "biblioteksnamnden.html").is_file()


def test_the_example_is_free_of_findings_of_any_level(made: Workspace) -> None:
    report = read(made, "/".join(EXAMPLE))
    result = check(report, Library(made, [report]))
    assert list(result.remarks) == []
    assert report.missing() == []


def test_the_example_can_be_decided(made: Workspace) -> None:
    for path in (made.inputs / "2024" / "biblioteksnamnden").glob("*.yaml"):
        text = path.read_text("utf-8").replace("status: utkast", "status: fastställd")
        path.write_text(text.replace("läge: utkast", "läge: godkänd").replace("läge: klar", "läge: godkänd"), "utf-8")
    done = run("build", *EXAMPLE, "--format", "html", cwd=made.root)
    assert (done.code, done.err) == (0, "")


def test_the_example_turns_the_year(made: Workspace) -> None:
    before = read(made, "/".join(EXAMPLE))
    after = turn(made, "2024", "2025", "biblioteksnamnden")
    assert len(hold(before, after)) > 20


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    ran = run("init", ".", cwd=tmp_path)
    assert ran.code == 0
    assert "  cd" not in ran.err
    assert (tmp_path / "inputs" / "kommun.yaml").is_file()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp" / ".dold").write_text("", "utf-8")
    ran = run("init", "mapp", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "Mappen mapp är inte tom. Ange en mapp som inte finns än, eller en tom. Inget skrevs.\n"
    assert [path.name for path in (tmp_path / "mapp").iterdir()] == [".dold"]
    ran = run("init", "mapp/.dold", cwd=tmp_path)
    assert (ran.code, ran.err) == (2, "mapp/.dold är en fil. Ange en mapp som inte finns än. Inget skrevs.\n")
