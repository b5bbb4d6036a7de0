"""Folders that look like reports and are none, or cannot be read: without a word they would only be missing."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from vb_gen.core.finding import short
from vb_gen.core.period import Period
from vb_gen.disk.memory import is_dir
from vb_gen.disk.reading import is_text
from vb_gen.disk.reasons import reason
from vb_gen.disk.workspace import Workspace


def overlooked(workspace: Workspace) -> list[str]:
    """A line for each folder in inputs/ that holds YAML of a report but is not counted, and what to do about it."""
    return list(_overlooked(workspace))


def _overlooked(workspace: Workspace) -> Iterator[str]:
    for folder in sorted(filter(_may_count, workspace.inputs.iterdir())):
        bodies = [body for body in _within(folder) if _has_yaml(body)]
        if Period.parse(folder.name) is None:
            if bodies:
                yield f"inputs/{short(folder.name)} är ingen period: {_renamed(folder.name)}"
            continue
        for body in bodies:
            if is_text(body.name) and not os.path.lexists(body / "rapport.yaml"):
                yield f"inputs/{folder.name}/{short(body.name)} saknar rapport.yaml och räknas inte"


def unread(workspace: Workspace, period: str | None = None) -> list[str]:
    """A line for each folder of a report (of a period) that should be counted and cannot, and what to do about it."""
    return [line for folder, known in sorted(workspace.periods()) if period in (None, known.text) for line in _unread(folder)]


def _unread(folder: Path) -> Iterator[str]:
    name = f"inputs/{folder.name}"
    try:
        bodies = sorted(folder.iterdir())
    except OSError as error:
        yield f"{name} går inte att läsa: {reason(error)}"
        return
    alike = Counter(unicodedata.normalize("NFC", body.name) for body in bodies)
    for body in filter(_may_count, bodies):
        shown = f"{name}/{short(body.name)}"
        if not is_text(body.name):
            yield f"{shown} har ett namn som inte är UTF-8: döp om mappen till det som enheten heter i kommun.yaml"
        elif alike[unicodedata.normalize("NFC", body.name)] > 1:
            yield f"{shown} finns två gånger, med å, ä eller ö sparade på olika sätt: ta bort den ena"
        else:
            try:
                if not stat.S_ISREG((body / "rapport.yaml").stat().st_mode):
                    yield f"{shown}/rapport.yaml är ingen vanlig fil och läses inte"
            except FileNotFoundError:
                continue
            except OSError as error:
                yield f"{shown} går inte att läsa: {reason(error)}"


def _within(folder: Path) -> list[Path]:
    try:
        return sorted(filter(_may_count, folder.iterdir()))
    except OSError:
        return []  # told by unread() where it is a period


def _has_yaml(folder: Path) -> bool:
    try:
        return any(folder.glob("*.y*ml"))
    except OSError:
        return False


def _may_count(path: Path) -> bool:
    return is_dir(path) and not path.name.startswith((".", "_"))


def _renamed(name: str) -> str:
    """What a folder should be called, where that can be seen."""
    match = re.fullmatch(r"((?:19|20)\d\d)\D?(?:(\d\d?)|(budget))", name.casefold())
    if match:
        wanted = f"{match[1]}-{match[3] or match[2].zfill(2)}"
        if Period.parse(wanted):
            return f"döp om den till {wanted}"
    return "ge den ett namn som 2023 (helår), 2023-08 (till och med augusti) eller 2024-budget"
