"""Many reports: all at once, a bundle with appendices, and builds that meet or are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import small
from tests.conftest import REPOSITORY, write
from tests.page import parse
from tests.process import VB, run
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.build import Job, build_all

OUT = Path("outputs/2023/parknamnden.html")


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A workspace with a good report and one with a fault."""
    root = small.make(tmp_path)
    small.with_another_body(root)
    return root


def break_it(root: Path, name: str) -> None:
    write(root / "inputs" / "2023" / name / "trasig.yaml", "finns_inte: x\n")


def test_all_goes_on_past_a_report_with_errors_and_ends_with_the_highest_code(two: Path) -> None:
    break_it(two, "parknamnden")
    ran = run("build", "--all", "--format", "html", "--jobs", "2", cwd=two)
    assert ran.code == 2
    assert ran.out.splitlines()[-1] == "1 av 2 rapporter byggda; inte 2023/parknamnden."
    assert "finns_inte" in ran.err
    assert (two / "outputs/2023/simnamnden.html").is_file()
    assert not (two / OUT).exists()


def test_all_gives_the_same_pages_however_many_at_a_time(two: Path) -> None:
    run("build", "--all", "--format", "html", "--jobs", "1", "--out", "en", cwd=two)
    run("build", "--all", "--format", "html", "--jobs", "2", "--out", "flera", cwd=two)
    for name in ("parknamnden", "simnamnden"):
        assert (two / f"en/2023/{name}.html").read_bytes() == (two / f"flera/2023/{name}.html").read_bytes()


class Crashing(Job):
    """A report that meets a fault of ours, which nobody foresaw."""

    def path(self, ending: str) -> Path:
        raise RuntimeError("something unforeseen")


class Killed(Job):
    """A report at which the system ends the process."""

    def path(self, ending: str) -> Path:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().path(ending)


def jobs_of(root: Path, first: type[Job]) -> list[Job]:
    workspace = Workspace(root)
    kinds: list[tuple[type[Job], str]] = [(first, "parknamnden"), (Job, "simnamnden")]
    return [kind(workspace, *workspace.resolve("2023", name), ("html", "csv"), root / "ut") for kind, name in kinds]


@pytest.mark.parametrize("processes", [1, 2])
def test_all_goes_on_past_a_fault_of_ours_however_many_at_a_time(
    two: Path, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr("vb_gen.tasks.build._batches", lambda jobs, _: [list(jobs)])  # one process builds both
    monkeypatch.setenv("TMPDIR", str(two))
    monkeypatch.setattr("tempfile.tempdir", None)
    crashed, built = build_all(jobs_of(two, Crashing), processes)
    assert (crashed.code, crashed.written, built.code) == (3, [], 0)
    assert [path.name for path in built.written] == ["simnamnden.html", "simnamnden.csv"]
    (log,) = two.glob("vb-fel-*.txt")
    assert "ett fel i vb, inte i era filer" in crashed.messages
    assert str(log) in crashed.messages
    assert "unforeseen" not in crashed.messages
    assert "RuntimeError: something unforeseen" in log.read_text("utf-8")


def test_a_process_that_is_killed_is_told_in_swedish(two: Path) -> None:
    outcomes = {outcome.name: outcome for outcome in build_all(jobs_of(two, Killed), 2)}
    killed = outcomes["2023/parknamnden"]
    assert (killed.code, "kanske räckte minnet inte" in killed.messages) == (3, True)


def test_list_shows_kind_status_and_outputs(two: Path) -> None:
    assert run("build", "2023", "parknamnden", "--format", "html", cwd=two).code == 0
    lines = [line.split() for line in run("list", cwd=two).out.splitlines()]
    assert lines[1:] == [
        ["2023", "parknamnden", "Verksamhetsberättelse", "fastställd", "html"],
        ["2023", "simnamnden", "Verksamhetsberättelse", "fastställd", "–"],
    ]


def test_two_builds_at_once_leave_a_whole_page(two: Path) -> None:
    assert run("build", "2023", "parknamnden", "--format", "html", cwd=two).code == 0
    whole = (two / OUT).read_bytes()
    command = [str(VB), "build", "2023", "parknamnden", "--format", "html"]
    both = [subprocess.Popen(command, cwd=two, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    while any(process.poll() is None for process in both):
        assert (two / OUT).read_bytes() == whole  # never half of one, at any moment
    assert [process.returncode for process in both] == [0, 0]
    assert (two / OUT).read_bytes() == whole


def test_a_kill_at_any_moment_leaves_the_last_good_page(two: Path) -> None:
    assert run("build", "2023", "parknamnden", "--format", "html", cwd=two).code == 0
    whole = (two / OUT).read_bytes()
    command = [str(VB), "build", "2023", "parknamnden", "--format", "html"]
    for number in range(6):
        process = subprocess.Popen(command, cwd=two, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 0.1 * (number + 1)
        while process.poll() is None and time.monotonic() < deadline:
            assert (two / OUT).read_bytes() == whole
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert (two / OUT).read_bytes() == whole


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kommunstyrelsen with its appendices, HTML and PDF."""
    out = tmp_path_factory.mktemp("bilagor")
    ran = run("build", "2023", "kommunstyrelsen", "--bilagor", "--out", str(out), cwd=REPOSITORY)
    assert ran.code == 0, ran.err
    return out / "2023" / "kommunstyrelsen-med-bilagor.html"


def test_the_bundle_is_one_page_with_one_contents_list(bundle: Path) -> None:
    page = parse(bundle.read_text("utf-8"))
    assert len(page.all("nav")) == 1
    assert len(page.all("h1")) == 1
    titles = [h.text for h in page.all("h2") if "bilagetitel" in h.classes]
    assert titles == [
        "Bilaga 5. Verksamhetsberättelse 2023, Verksamhetsstöd och service".replace("Bilaga 5", "Bilaga\u00a05"),
        "Bilaga 8. Verksamhetsberättelse 2023, Leanlink".replace("Bilaga 8", "Bilaga\u00a08"),
    ]
    linked = {a["href"].removeprefix("#") for a in page.one("nav").all("a")}
    chapters = {element["id"] for element in page.all("h2", "h3") if element["id"].startswith(("vss-", "leanlink-"))}
    assert {"vss-ekonomi", "leanlink-ekonomi", "kommunstyrelsen-ekonomi"} <= linked
    assert {"vss-ekonomi", "leanlink-ekonomi"} <= chapters


def test_the_bundle_has_no_id_twice_and_no_dead_link(bundle: Path) -> None:
    page = parse(bundle.read_text("utf-8"))
    ids = [element["id"] for element in page.walk() if element["id"]]
    assert len(ids) == len(set(ids))
    dead = [a["href"] for a in page.all("a") if a["href"].startswith("#") and a["href"][1:] not in ids]
    assert dead == []


def test_appendices_without_numbers_lead_each_to_their_own_report(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    kommun = (root / "inputs" / "kommun.yaml").read_text("utf-8")
    for name in ("a", "b"):
        kommun += f"  {name}:\n    namn: Förvaltning {name}\n    sort: förvaltning\n"
        write(root / f"inputs/2023/{name}/rapport.yaml", small.RAPPORT)
        write(root / f"inputs/2023/{name}/kapitel.yaml", small.TEXT + small.TABLES)
    write(root / "inputs/kommun.yaml", kommun)
    entries = "".join(f"  - titel: Rapport {name}\n    rapport: 2023/{name}\n" for name in ("a", "b"))
    write(root / "inputs/2023/parknamnden/rapport.yaml", small.RAPPORT + "bilagor:\n" + entries)
    ran = run("build", "2023", "parknamnden", "--bilagor", "--format", "html", cwd=root)
    assert ran.code == 0, ran.err
    page = parse((root / "outputs/2023/parknamnden-med-bilagor.html").read_text("utf-8"))
    links = {a.text: a["href"] for a in page.all("a") if a.text.startswith("Rapport ")}
    assert links == {"Rapport a": "#a-bilaga", "Rapport b": "#b-bilaga"}


def test_the_bundles_headings_skip_no_level(bundle: Path) -> None:
    levels = [int(h.name[1]) for h in parse(bundle.read_text("utf-8")).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_bundles_pdf_has_continuous_page_numbers(bundle: Path) -> None:
    pages = PdfReader(bundle.with_suffix(".pdf")).pages
    assert len(pages) > 60
    for number in (2, len(pages) // 2, len(pages)):
        assert f"{number} ({len(pages)})" in pages[number - 1].extract_text()
