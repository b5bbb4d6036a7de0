"""What the tests share: small workspaces, and reading them."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser

from tests.process import run
from tests.webblasare import chromium
from vb_gen.core.finding import Finding, InputError
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.output.html.html import render_report
from vb_gen.read.reading import read_report

REPOSITORY = Path(__file__).resolve().parent.parent
TESTS = REPOSITORY / "tests"

BUNDLE = "2023/kommunstyrelsen-med-bilagor"
INPUTS = REPOSITORY / "inputs"
REPORTS = sorted(path.parent.relative_to(INPUTS).as_posix() for path in INPUTS.glob("*/*/rapport.yaml"))
REPORTS.append(BUNDLE)

KOMMUN = """
namn: Exempelköpings kommun
enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
"""

RAPPORT = """
mall: vb-2023
"""


@pytest.fixture
def example() -> Workspace:
    """The repository's own workspace with the real reports."""
    return Workspace(REPOSITORY)


@contextmanager
def shared(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder that all the tests' processes share, one of them at a time."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


@pytest.fixture(scope="session")
def leanlink(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real report of 2023 as `vb build` makes it, once for all tests: a folder, with how it went in `ran.json`."""
    with shared(tmp_path_factory, "leanlink-2023") as folder:
        ran = folder / "ran.json"
        if not ran.exists():
            ran.write_text(json.dumps(asdict(run("build", "2023", "leanlink", "--out", str(folder), cwd=REPOSITORY))), "utf-8")
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every real report and the bundle as `vb build` makes them, once for all tests: the PDFs by name, the page beside each."""
    with shared(tmp_path_factory, "alla-rapporter") as folder:
        if not (folder / "klart").exists():
            for arguments in (("--all", "--jobs", "2"), ("2023", "kommunstyrelsen", "--bilagor")):
                ran = run("build", *arguments, "--out", str(folder), cwd=REPOSITORY, timeout=900)
                assert ran.code == 0, ran.err
            (folder / "klart").touch()
    return {name: folder / f"{name}.pdf" for name in REPORTS}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of a module."""
    with chromium() as started:
        yield started


Maker = Callable[[Mapping[str, str]], Workspace]


@pytest.fixture
def workspace(tmp_path: Path) -> Maker:
    """Makes a workspace: `{"ekonomi.yaml": "…"}` are chapter files of the draft report 2023/parknamnden.

    `kommun.yaml` and `rapport.yaml` may be given too; a name with a slash is a path from the workspace's root.
    """

    def make(files: Mapping[str, str]) -> Workspace:
        report = {"rapport.yaml": RAPPORT} | dict(files)
        kommun = report.pop("kommun.yaml", KOMMUN)
        write(tmp_path / "inputs" / "kommun.yaml", kommun)
        for name, text in report.items():
            write(tmp_path / name if "/" in name else tmp_path / "inputs" / "2023" / "parknamnden" / name, text)
        return Workspace(tmp_path)

    return make


def write(path: Path, text: str) -> None:
    """Write a file, its text dedented."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip("\n"), "utf-8")


def read(workspace: Workspace, name: str = "2023/parknamnden") -> Report:
    """Read a report."""
    period, enhet = name.split("/")
    return read_report(workspace, *workspace.resolve(period, enhet))


def render(workspace: Workspace, name: str = "2023/parknamnden") -> str:
    """Read and render a report."""
    return render_report(read(workspace, name), workspace)


def faults(workspace: Workspace, name: str = "2023/parknamnden") -> tuple[Finding, ...]:
    """The findings that stop a report; fails where nothing stops it."""
    with pytest.raises(InputError) as caught:
        render(workspace, name)
    return caught.value.findings
