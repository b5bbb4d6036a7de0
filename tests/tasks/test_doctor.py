"""`vb doctor`: what is missing is told with how it is installed, and nothing missing stops it."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Maker, write
from tests.process import run, run_python
from vb_gen.core.finding import UseError
from vb_gen.disk.workspace import Workspace
from vb_gen.output.pdf import fonts
from vb_gen.tasks import doctor
from vb_gen.tasks.doctor import Check, examine, to_text

START = "import sys; sys.argv[0] = 'vb'; from vb_gen.cli import main; main()"
# A machine without the library: neither WeasyPrint's way of opening one nor ctypes' finds it.
HIDE = """
import cffi, ctypes, sys
hidden = {hidden!r}
def without(load):
    def opened(*args, **kwargs):
        if any(part in str(arg) for arg in args for part in hidden):
            raise OSError("cannot load library")
        return load(*args, **kwargs)
    return opened
cffi.FFI.dlopen = without(cffi.FFI.dlopen)
class Library(ctypes.CDLL):
    __init__ = without(ctypes.CDLL.__init__)
ctypes.CDLL = Library
"""


@pytest.fixture(autouse=True)
def fonts_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test was told of fonts is not remembered, nor what these are told."""
    monkeypatch.setattr(fonts, "_ask", vars(fonts)["_ask"].__wrapped__)


@pytest.fixture
def root(workspace: Maker) -> Path:
    """A workspace with one small report."""
    return workspace({"bedomning.yaml": "analys: Ett bra år.\n"}).root


@pytest.fixture
def with_git(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A machine that has git, whether or not this one does."""
    folder = tmp_path_factory.mktemp("program")
    write(folder / "git", '#!/bin/sh\necho "git version 2.40.1"\n')
    (folder / "git").chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def hide(*hidden: str) -> str:
    return HIDE.replace("{hidden!r}", repr(hidden)) + START


def states(checks: list[Check]) -> list[str]:
    return [check.state for check in checks]


def find(root: Path) -> Any:
    return lambda: Workspace.find(root)


def test_all_is_well(root: Path, with_git: dict[str, str]) -> None:
    ran = run("doctor", cwd=root, env=with_git)
    assert (ran.code, ran.err) == (0, ""), ran.out
    lines = ran.out.splitlines()
    assert lines[-1] == "Inget saknas."
    assert all(line.startswith("ok      ") for line in lines[:-2])
    assert "git 2.40.1" in ran.out
    assert "Exempelköpings kommun, 1 rapport" in ran.out
    assert not (root / "outputs").exists()


def test_without_pango_the_libraries_are_told_by_name(root: Path, with_git: dict[str, str]) -> None:
    ran = run_python(hide("pango"), "doctor", cwd=root, env=with_git)
    assert (ran.code, ran.err) == (1, "")
    assert "saknas  Biblioteket Pango\n" in ran.out
    assert "saknas  Biblioteket PangoFT2\n" in ran.out
    assert "ok      Biblioteket HarfBuzz-subset" in ran.out
    assert "libpango-1.0-0" in ran.out
    assert "WeasyPrint could not" not in ran.out


def test_without_harfbuzz_subset(root: Path, with_git: dict[str, str]) -> None:
    ran = run_python(hide("harfbuzz-subset"), "doctor", cwd=root, env=with_git)
    assert (ran.code, ran.err) == (1, "")
    assert "saknas  Biblioteket HarfBuzz-subset" in ran.out
    assert "libharfbuzz-subset0" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "2023", "parknamnden", "--format", "html"),
        ("check", "2023", "parknamnden"),
        ("facts", "2023", "parknamnden"),
        ("list",),
        ("schema",),
        ("explain", "S01"),
        ("status",),
        ("status", "--format", "html"),
        ("new", "2024", "parknamnden", "--from", "2023"),
        ("init", "ny"),
        ("diff", "2023", "parknamnden", "--against", "."),
        ("watch", "--help"),
        ("handbook",),
        ("--help",),
    ],
    ids=" ".join,
)
def test_what_is_no_pdf_works_without_pango(arguments: tuple[str, ...], root: Path) -> None:
    ran = run_python(hide("pango", "harfbuzz", "fontconfig", "gobject"), *arguments, cwd=root)
    assert ran.code == 0, ran.err


def test_a_pdf_without_pango_is_refused_in_swedish(root: Path) -> None:
    ran = run_python(hide("pango"), "build", "2023", "parknamnden", cwd=root)
    assert ran.code == 3
    assert ran.out == "Skrev outputs/2023/parknamnden.html\n"
    assert "biblioteket Pango saknas" in ran.err


def test_without_programs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    told = to_text(examine(find(root)))
    assert "saknas  git" in told
    assert "okänt   Typsnittet Lato" in told
    assert "1 sak att åtgärda." in told


def test_without_the_font(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vb_gen.output.pdf.fonts.described", lambda font: [])
    assert "saknas  Typsnittet Lato" in to_text(examine(find(root)))


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        ("darwin", ("brew install pango", "brew install --cask font-lato", "brew install git", "brew install python")),
        (
            "win32",
            ("pacman -S mingw-w64-ucrt-x86_64-pango", "fonts.google.com", "winget install Git.Git", "winget install Python"),
        ),
        ("linux", ("pakethanterare",)),
    ],
)
def test_every_system_has_its_words(platform: str, words: tuple[str, ...], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library(*_: Any, **__: Any) -> None:
        raise OSError("no")

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    monkeypatch.setenv("PATH", str(root))
    monkeypatch.setattr(ctypes, "CDLL", no_library)
    monkeypatch.setitem(sys.modules, "weasyprint.text", None)  # importing it fails
    monkeypatch.setattr(doctor, "_pdf", doctor._libraries)
    told = to_text(examine(find(root)))
    assert "Python 3.10.1 är för gammal" in told
    for word in words:
        assert word in told
    assert "apt-get" not in told


def test_an_installation_without_weasyprint(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint.text", None)
    assert "saknas  WeasyPrint" in to_text(examine(find(root)))


def test_no_workspace(tmp_path: Path) -> None:
    ran = run("doctor", cwd=tmp_path)
    assert ran.code == 1
    assert "saknas  Arbetsytan: Hittar ingen arbetsyta" in ran.out
    assert "vb --workspace MAPP" in ran.out


def test_a_kommun_that_cannot_be_read(root: Path) -> None:
    write(root / "inputs" / "kommun.yaml", "namn: A\nenheter:\n  a:\n    sort: nämnd\n")
    told = to_text(examine(find(root)))
    assert "saknas  inputs/kommun.yaml går inte att läsa" in told
    assert "nyckeln ”namn” saknas [M04]" in told


def test_outputs_that_cannot_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    assert "saknas  Det går inte att skriva i" in to_text(examine(find(root)))


def test_schemas_that_are_old(root: Path) -> None:
    assert run("schema", cwd=root).code == 0
    assert "ok      Schemana för textredigeraren" in to_text(examine(find(root)))
    write(root / "schema" / "kommun.json", "{}\n")
    told = to_text(examine(find(root)))
    assert "saknas  Schemana för textredigeraren är gamla\n        → vb schema" in told


def test_nothing_stops_the_examination() -> None:
    def broken() -> Workspace:
        raise RuntimeError("who knows")

    checks = examine(broken)
    assert checks[-1] == Check("okänt", "Arbetsytan: gick inte att undersöka (RuntimeError)")
    assert "ok" in states(checks)


def test_what_is_missing_is_counted() -> None:
    def none() -> Workspace:
        raise UseError("Ingen.")

    assert states(examine(none))[-1] == "saknas"
    assert to_text([Check("ok", "a")]).endswith("Inget saknas.")
    assert "2 saker att åtgärda" in to_text([Check("saknas", "a"), Check("saknas", "b")])
