"""What is remembered is used only as long as its files are as they were."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, read
from vb_gen.disk.memory import Memory, Sources
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts


@pytest.fixture
def real(tmp_path: Path) -> Workspace:
    """The real inputs, to be changed."""
    shutil.copytree(REPOSITORY / "inputs", tmp_path / "inputs")
    return Workspace(tmp_path)


def _touch(path: Path, text: str) -> None:
    """Write a file so that its time is another, however coarse the clock of the file system is."""
    path.write_text(text, "utf-8")
    later = path.stat().st_mtime_ns + 5_000_000_000
    os.utime(path, ns=(later, later))


def test_what_is_made_of_a_file_is_forgotten_when_it_changes(tmp_path: Path) -> None:
    file, memory, sources = tmp_path / "a.yaml", Memory[str, str](), Sources()
    file.write_text("ett")
    sources.add(file)
    memory.keep("a", sources, "ett")
    assert memory.get("a") == "ett"
    _touch(file, "två")
    assert memory.get("a") is None


def test_a_file_that_comes_or_goes_counts_as_a_change(tmp_path: Path) -> None:
    for change in (lambda: (tmp_path / "ny.yaml").write_text(""), lambda: (tmp_path / "ny.yaml").unlink()):
        memory, sources = Memory[str, str](), Sources()
        sources.add(tmp_path)
        sources.add(tmp_path / "ny.yaml")
        memory.keep("a", sources, "ett")
        assert memory.get("a") == "ett"
        change()
        assert memory.get("a") is None


def test_what_changed_while_it_was_read_is_not_taken_for_new(tmp_path: Path) -> None:
    file, memory, sources = tmp_path / "a.yaml", Memory[str, str](), Sources()
    file.write_text("ett")
    sources.add(file)
    _touch(file, "två")  # after it was counted in, before what was made of it is kept
    memory.keep("a", sources, "ett")
    assert memory.get("a") is None


def test_a_report_is_read_anew_when_a_chapter_or_one_it_borrows_from_changes(real: Workspace) -> None:
    parent = read(real, "2023/kommunstyrelsen")
    assert read(real, "2023/kommunstyrelsen") is parent
    assert any("vss" in path.parts for path in parent.sources.paths)
    chapter = real.inputs / "2023" / "vss" / "ekonomi.yaml"
    _touch(chapter, chapter.read_text("utf-8") + "\n")
    again = read(real, "2023/kommunstyrelsen")
    assert again is not parent
    assert [f.identity for f in facts(again)] == [f.identity for f in facts(parent)]
    kommun = real.inputs / "kommun.yaml"
    _touch(kommun, kommun.read_text("utf-8").replace("namn: Kommunstyrelsen", "namn: Kommunstyrelse"))
    assert read(real, "2023/kommunstyrelsen").enhet.namn == "Kommunstyrelse"


def test_a_mall_of_the_workspace_takes_the_place_of_the_programs(real: Workspace) -> None:
    before = read(real, "2023/vss")
    own = real.root / "templates" / "mallar"
    own.mkdir(parents=True, exist_ok=True)
    theirs = real.template("mallar/vb-2023.yaml")
    assert theirs is not None
    (own / "vb-2023.yaml").write_text(theirs.read_text("utf-8").replace("titel: ", "titel: Ny ", 1), "utf-8")
    assert read(real, "2023/vss").titel == "Ny " + before.titel
