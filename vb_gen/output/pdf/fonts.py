"""The theme's font on this machine: is it here, and may it be put into a PDF? WeasyPrint would quietly take another."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from vb_gen.core.finding import MachineError

FONT = "Lato"
_PACKAGES = {
    "lato": "fonts-lato",
    "carlito": "fonts-crosextra-carlito",
    "caladea": "fonts-crosextra-caladea",
    "dejavu sans": "fonts-dejavu-core",
    "liberation sans": "fonts-liberation",
    "liberation serif": "fonts-liberation",
    "open sans": "fonts-open-sans",
    "roboto": "fonts-roboto-unhinted",
}
UNKNOWN = "fonts unknown"


def described(font: str) -> tuple[str, ...]:
    """The font's files and versions, where fontconfig can tell."""
    return _ask(font, "file", "fontversion")


def must_be_there(font: str) -> None:
    """Raises :class:`MachineError` where the font is not installed. Silent where fontconfig cannot tell."""
    if described(font):
        return
    package = _PACKAGES.get(font.casefold())
    how = f"Installera det så här (Debian/Ubuntu), och kör kommandot igen:\n  apt-get install {package}"
    other = "Installera det, eller byt typsnitt i inputs/tema.yaml."
    raise MachineError(f"PDF kan inte göras på den här datorn: typsnittet {font} saknas.\n{how if package else other}")


def fault(font: str) -> str:
    """Why a font that is here cannot be put into a PDF; nothing where it can, or is not here."""
    for line in _ask(font, "file", "variable"):
        path, _, kind = line.partition(": ")
        if "variable=True" in kind:
            return f"typsnittet {font} är variabelt ({Path(path).name}), och en PDF av det blir inte densamma två gånger"
        if wrong := _look_inside(Path(path)):
            return f"typsnittet {font} {wrong} ({Path(path).name})"
    return ""


def _look_inside(path: Path) -> str:
    from fontTools.ttLib import TTFont, TTLibError

    if path.suffix.casefold() not in (".ttf", ".otf", ".ttc"):
        return "är inte TrueType eller OpenType och kan inte bäddas in"
    try:
        with TTFont(path, lazy=True, fontNumber=0) as opened:
            if "fvar" in opened:
                return "är variabelt, och en PDF av det blir inte densamma två gånger"
            rights = opened["OS/2"].fsType if "OS/2" in opened else 0
    except (TTLibError, OSError, ValueError):
        return "går inte att läsa"
    if rights & 0x000F == 0x0002:
        return "får enligt sin licens inte bäddas in"
    return "får enligt sin licens bara bäddas in som bild" if rights & 0x0200 else ""


@lru_cache(8)
def _ask(font: str, *what: str) -> tuple[str, ...]:
    program = shutil.which("fc-list")
    if program is None:
        return (UNKNOWN,)
    command = [program, font.replace("-", "\\-"), *what]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, errors="replace")  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return (UNKNOWN,)
    return tuple(sorted(asked.stdout.splitlines()))
