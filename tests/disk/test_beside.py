"""Errands beside this process: the same answers and the same errors as without, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from vb_gen.core.finding import Document, Finding, InputError, MachineError, Place
from vb_gen.disk import beside
from vb_gen.disk.beside import Errand
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.build import Job, build

REPOSITORY = Path(__file__).resolve().parent.parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="nothing is done beside elsewhere")


@pytest.fixture(params=[True, False], ids=["bredvid", "här"])
def apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways, whatever the machine and whatever else runs in the tests' process."""
    monkeypatch.setattr(beside, "processor_to_spare", lambda: sys.platform == "linux")
    return bool(request.param)


def test_an_errand_answers_what_was_asked(apart: bool) -> None:
    def work(number: int) -> tuple[int, int]:
        return number + 1, os.getpid()

    with Errand(work, beside=apart) as errand:
        errand.give(1)
        answer, process = errand.result()
        assert answer == 2
        assert errand.result() == (2, process)
        assert (process != os.getpid()) is (apart and sys.platform == "linux")


def test_what_goes_wrong_is_raised_where_the_answer_is_asked_for(apart: bool) -> None:
    def work(text: str) -> str:
        raise InputError([Finding("Y01", text, Place(Document("a.yaml", ("a:", "  b:", "    c")), 3, 4), "Skriv om.")])

    with Errand(work, beside=apart) as errand:
        errand.give("fel")
        with pytest.raises(InputError) as caught:
            errand.result()
    (finding,) = caught.value.findings
    assert (finding.text, str(finding.place), finding.place.text) == ("fel", "a.yaml:3:4", "    c")


def test_getting_ready_may_fail_before_anything_is_asked(apart: bool) -> None:
    def start() -> None:
        raise MachineError("Pango saknas")

    def work(text: str) -> str:
        start()
        return text

    with Errand(work, start, beside=apart) as errand:
        time.sleep(0.05)
        errand.give("x" * 1_000_000)
        with pytest.raises(MachineError, match="Pango saknas"):
            errand.result()


def test_an_errand_that_nobody_waits_for_is_ended(apart: bool) -> None:
    with Errand(time.sleep, beside=apart) as errand:
        errand.give(60.0)
        process = getattr(errand, "_process", None)
    assert process is None or process.exitcode == -signal.SIGKILL


@linux
def test_a_process_that_dies_is_an_error_and_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "processor_to_spare", lambda: True)
    with Errand(os._exit, beside=True) as errand:
        errand.give(1)
        with pytest.raises(MachineError, match="avbröts"):
            errand.result()


@linux
def test_a_pdfs_process_that_dies_leaves_the_page_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(beside, "processor_to_spare", lambda: True)
    workspace = Workspace(REPOSITORY)

    def killed(page: str) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return page.encode()

    with Errand(killed, beside=True) as setting:
        outcome = build(Job(workspace, *workspace.resolve("2023", "leanlink"), ("html", "pdf"), tmp_path), setting=setting)
    assert (outcome.code, [path.name for path in outcome.written]) == (3, ["leanlink.html"])
    assert outcome.messages.split("\n")[-1] == "HTML-filen är skriven."
    assert "kanske räckte minnet inte" in outcome.messages


@linux
def test_a_connection_that_breaks_is_told_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "processor_to_spare", lambda: True)

    def broken() -> object:
        raise ConnectionResetError

    with Errand(time.sleep, beside=True) as errand:
        errand.give(60.0)
        monkeypatch.setattr(errand._connection, "recv", broken)
        with pytest.raises(MachineError, match="avbröts"):
            errand.result()


def test_a_build_beside_is_the_build(apart: bool, tmp_path: Path) -> None:
    workspace = Workspace(REPOSITORY)
    job = Job(workspace, *workspace.resolve("2023", "leanlink"), ("html",), tmp_path, beside=apart)
    outcome = build(job)
    assert outcome.code == 0, outcome.messages
    assert outcome.written[0].read_bytes() == (REPOSITORY / "outputs/2023/leanlink.html").read_bytes()


def test_what_is_found_beside_stands_where_it_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kontrollbilaga holds all that was found: the same bytes, wherever the rules were run."""
    monkeypatch.setattr(beside, "processor_to_spare", lambda: sys.platform == "linux")
    shutil.copytree(REPOSITORY / "inputs", tmp_path / "inputs")
    described = tmp_path / "inputs/2023/kommunstyrelsen/rapport.yaml"
    described.write_text(described.read_text("utf-8") + "\nkontrollbilaga: ja\n", "utf-8")
    workspace, pages = Workspace(tmp_path), []
    for apart in (True, False):
        job = Job(workspace, *workspace.resolve("2023", "kommunstyrelsen"), ("html",), tmp_path / str(apart), beside=apart)
        outcome = build(job)
        assert outcome.code == 0, outcome.messages
        pages.append(outcome.written[0].read_text("utf-8"))
    assert pages[0] == pages[1]
    assert pages[0].count("typ-kontroll") >= 5
