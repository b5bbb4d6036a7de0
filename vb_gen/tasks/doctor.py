"""What is missing on this computer, and how it is installed. Nothing is fetched, and nothing here may stop the examination."""

from __future__ import annotations

import contextlib
import ctypes
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from vb_gen.core.finding import Collector, InputError, UseError, format_finding
from vb_gen.disk.workspace import Workspace

State = Literal["ok", "saknas", "okänt"]
System = Literal["debian", "linux", "macos", "windows"]
PYTHON = (3, 11)
_LIBRARIES = {  # what WeasyPrint looks for: the library's names, and the package on Debian
    "Pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "libpango-1.0-0"),
    "PangoFT2": (("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"), "libpangoft2-1.0-0"),
    "HarfBuzz-subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
    ),
}
_MSYS = (
    "Installera MSYS2 (msys2.org), öppna MSYS2 UCRT64 och skriv: pacman -S mingw-w64-ucrt-x86_64-pango. Ligger MSYS2 inte i "
    "C:\\msys64: lägg dess mapp ucrt64\\bin i miljövariabeln WEASYPRINT_DLL_DIRECTORIES. Eller använd WSL."
)
_INSTALL: dict[str, dict[System, str]] = {
    "pango": {
        "debian": "sudo apt-get install --no-install-recommends {}",
        "linux": "Installera Pango och HarfBuzz med systemets pakethanterare (i Debian heter paketen {}).",
        "macos": "brew install pango",
        "windows": _MSYS,
    },
    "font": {
        "debian": "sudo apt-get install --no-install-recommends fonts-lato fontconfig",
        "linux": "Installera typsnittet Lato och fontconfig med systemets pakethanterare.",
        "macos": "brew install --cask font-lato",
        "windows": "Hämta typsnittet Lato (fonts.google.com/specimen/Lato), markera filerna och högerklicka: Installera.",
    },
    "git": {
        "debian": "sudo apt-get install git",
        "linux": "Installera git med systemets pakethanterare.",
        "macos": "brew install git",
        "windows": "winget install Git.Git",
    },
    "python": {
        "debian": "Uppgradera till Debian 12 eller Ubuntu 24.04, eller senare.",
        "linux": "Installera Python 3.11 eller senare med systemets pakethanterare.",
        "macos": "brew install python",
        "windows": "winget install Python.Python.3.12",
    },
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: how it is, and what to do where it is not there."""

    state: State
    text: str
    instead: str = ""


def system() -> System:
    """Whose words for installing are meant."""
    if sys.platform == "darwin":
        return "macos"
    if sys.platform in ("win32", "cygwin", "msys"):
        return "windows"
    return "debian" if shutil.which("apt-get") else "linux"


def examine(find: Callable[[], Workspace]) -> list[Check]:
    """Look at everything. `find` gives the workspace, or raises :class:`UseError`."""
    looks: tuple[tuple[str, Callable[[], list[Check]]], ...] = (
        ("Python", _python),
        ("PDF", _pdf),
        ("Typsnittet", lambda: _font(find)),
        ("git", _git),
        ("Arbetsytan", lambda: _workspace(find)),
    )
    checks: list[Check] = []
    for name, look in looks:
        try:
            checks += look()
        except Exception as error:  # whatever this machine answers, the rest is still told
            checks.append(Check("okänt", f"{name}: gick inte att undersöka ({type(error).__name__})"))
    return checks


def to_text(checks: Sequence[Check]) -> str:
    """What was found, a line for each, and what to do."""
    lines = []
    for check in checks:
        lines.append(f"{check.state:<8}{check.text}")
        lines += [f"        → {line}" for line in check.instead.splitlines()]
    missing = sum(check.state == "saknas" for check in checks)
    lines.append("")
    if not missing:
        lines.append("Inget saknas.")
    else:
        what = "1 sak" if missing == 1 else f"{missing} saker"
        lines.append(f"{what} att åtgärda. Det som inte gäller PDF (vb build --format html, vb check …) går att använda ändå.")
    return "\n".join(lines)


def _python() -> list[Check]:
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] < PYTHON:
        return [Check("saknas", f"Python {found} är för gammal", _INSTALL["python"][system()])]
    return [Check("ok", f"Python {found}")]


def _pdf() -> list[Check]:
    """WeasyPrint and the libraries that it needs."""
    try:
        said = f"WeasyPrint {version('weasyprint')}"
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():  # it complains in English, on stdout
            warnings.simplefilter("ignore")
            from weasyprint.text import ffi
    except ImportError:
        return [Check("saknas", "WeasyPrint, som gör PDF:en, är inte rätt installerat", "pipx install --force ~/vb")]
    except OSError:
        return [*_libraries(), Check("saknas", "PDF kan inte göras förrän biblioteken ovan finns")]
    if getattr(ffi, "harfbuzz_subset", True) is None:
        return [_missing("HarfBuzz-subset"), Check("ok", f"Pango, och {said}")]
    return [Check("ok", f"Pango och HarfBuzz-subset, och {said}")]


def _libraries() -> list[Check]:
    """Which libraries there are, each looked for by itself."""
    checks = []
    for name, (files, _) in _LIBRARIES.items():
        checks.append(Check("ok", f"Biblioteket {name}") if any(map(_loads, files)) else _missing(name))
    if all(check.state == "ok" for check in checks):
        packages = " ".join(package for _, package in _LIBRARIES.values())
        checks.append(Check("saknas", "Något som Pango bygger på", _INSTALL["pango"][system()].format(packages)))
    return checks


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _missing(library: str) -> Check:
    return Check("saknas", f"Biblioteket {library}", _INSTALL["pango"][system()].format(_LIBRARIES[library][1]))


def _font(find: Callable[[], Workspace]) -> list[Check]:
    """The font that the workspace's theme names."""
    from vb_gen.output.pdf.fonts import FONT, UNKNOWN, described
    from vb_gen.read.theme import theme_of

    try:
        font = theme_of(find()).typsnitt
    except (UseError, InputError):  # told of below, with the workspace
        font = FONT
    how = _INSTALL["font"][system()] if font == FONT else "Installera det, eller byt typsnitt i inputs/tema.yaml."
    found = described(font)
    if found == (UNKNOWN,):
        return [Check("okänt", f"Typsnittet {font}: det går inte att se utan programmet fc-list (fontconfig)", how)]
    if not found:
        return [Check("saknas", f"Typsnittet {font}; utan det görs ingen PDF", how)]
    return [Check("ok", f"Typsnittet {font}")]


def _git() -> list[Check]:
    program = shutil.which("git")
    if program is None:
        return [Check("saknas", "git, som visar vad som har ändrats i filerna", _INSTALL["git"][system()])]
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    if asked.returncode:
        return [Check("saknas", "git finns men går inte att köra", _INSTALL["git"][system()])]
    return [Check("ok", asked.stdout.strip().replace("git version", "git"))]


def _workspace(find: Callable[[], Workspace]) -> list[Check]:
    try:
        workspace = find()
    except UseError as error:
        said, _, instead = str(error).partition("\n")
        return [Check("saknas", f"Arbetsytan: {said}", instead)]
    return [
        Check("ok", f"Arbetsytan {workspace.root}"),
        _kommun(workspace),
        *_folders(workspace),
        _outputs(workspace),
        *_schemas(workspace),
    ]


def _folders(workspace: Workspace) -> list[Check]:
    """Folders that look like reports and are none."""
    from vb_gen.disk.overlooked import overlooked, unread

    return [Check("saknas", line) for line in (*overlooked(workspace), *unread(workspace))]


def _kommun(workspace: Workspace) -> Check:
    from vb_gen.read.reading import read_kommun

    found = Collector()
    kommun, _ = read_kommun(workspace, found)
    if kommun is None or found.findings:
        told = "\n".join(format_finding(finding) for finding in found.findings)
        return Check("saknas", "inputs/kommun.yaml går inte att läsa", told)
    count = len(workspace.reports())
    reports = "1 rapport" if count == 1 else f"{count or 'inga'} rapporter"
    return Check("ok", f"inputs/kommun.yaml: {kommun.namn}, {reports}")


def _outputs(workspace: Workspace) -> Check:
    """Can results be written? Nothing is left behind."""
    folder = workspace.root / "outputs"
    try:
        with tempfile.TemporaryFile(dir=folder if folder.is_dir() else workspace.root):
            pass
    except OSError:
        instead = "Kontrollera att du får skriva i mappen, och att disken inte är full."
        return Check("saknas", f"Det går inte att skriva i {folder}", instead)
    return Check("ok", "Mappen outputs går att skriva i")


def _schemas(workspace: Workspace) -> list[Check]:
    """Are the schemas that editors use, where there are any, those of this program and these malls?"""
    from vb_gen.tasks.schema.build import FOLDER, schemas, to_text

    folder: Path = workspace.root / FOLDER
    if not folder.is_dir():
        return []
    try:
        wanted = {name: to_text(one) for name, one in schemas(workspace).items()}
    except InputError as error:
        told = "\n".join(format_finding(finding) for finding in error.findings)
        return [Check("saknas", "En mall går inte att läsa", told)]
    if all((folder / name).is_file() and (folder / name).read_text("utf-8") == text for name, text in wanted.items()):
        return [Check("ok", "Schemana för textredigeraren")]
    return [Check("saknas", "Schemana för textredigeraren är gamla", "vb schema")]
