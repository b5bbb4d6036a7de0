"""Folders that look like reports and are none: without a word they would only be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from vb_gen.core.finding import short
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace


def overlooked(workspace: Workspace) -> list[str]:
    """A line for each folder in inputs/ that holds YAML of a report but is not counted, and what to do about it."""
    return list(_overlooked(workspace))


def _overlooked(workspace: Workspace) -> Iterator[str]:
    for folder in sorted(filter(_may_count, workspace.inputs.iterdir())):
        bodies = [body for body in sorted(filter(_may_count, folder.iterdir())) if any(body.glob("*.y*ml"))]
        if Period.parse(folder.name) is None:
            if bodies:
                yield f"inputs/{short(folder.name)} är ingen period: {_renamed(folder.name)}"
            continue
        for body in bodies:
            if not (body / "rapport.yaml").is_file():
                yield f"inputs/{folder.name}/{short(body.name)} saknar rapport.yaml och räknas inte"


def _may_count(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith((".", "_"))


def _renamed(name: str) -> str:
    """What a folder should be called, where that can be seen."""
    match = re.fullmatch(r"((?:19|20)\d\d)\D?(?:(\d\d?)|(budget))", name.casefold())
    if match:
        wanted = f"{match[1]}-{match[3] or match[2].zfill(2)}"
        if Period.parse(wanted):
            return f"döp om den till {wanted}"
    return "ge den ett namn som 2023 (helår), 2023-08 (till och med augusti) eller 2024-budget"
