"""Making spreadsheets for tests: workbooks as Excel and other programs save them, and broken ones."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment


@dataclass(frozen=True)
class Formula:
    """A formula and the value that was stored for it (None: it was never calculated)."""

    text: str
    stored: str | None = None


@dataclass(frozen=True)
class As:
    """A value in a number format, perhaps indented."""

    value: Any
    format: str = "General"
    indent: int = 0


def save_book(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    sheet: str = "Drift",
    at: tuple[int, int] = (1, 1),
    change: Callable[[Any], None] | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> Path:
    """Save a workbook with rows from a cell on; `change` gets the sheet, `parts` are put into the package."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    stored: dict[str, str] = {}
    for number, row in enumerate(rows, at[0]):
        for column, value in enumerate(row, at[1]):
            cell = page.cell(number, column)
            if isinstance(value, As):
                cell.number_format = value.format
                cell.alignment = Alignment(indent=value.indent)
                value = value.value
            if isinstance(value, Formula):
                if value.stored is not None:
                    stored[cell.coordinate] = value.stored
                value = value.text
            cell.value = value
    if change:
        change(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    if stored or parts:
        _rewrite(path, stored, parts or {})
    return path


def _rewrite(path: Path, stored: Mapping[str, str], parts: Mapping[str, bytes]) -> None:
    """Put the values that Excel would have stored beside the formulas, and other parts, into the package."""
    with zipfile.ZipFile(path) as package:
        every = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = every[name].decode("utf-8")
    for cell, value in stored.items():
        text, count = re.subn(rf'(<c r="{cell}"[^>]*>\s*<f>[^<]*</f>)\s*<v ?/?>(?:</v>)?', rf"\g<1><v>{value}</v>", text)
        assert count == 1, cell
    every[name] = text.encode("utf-8")
    every.update(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, data in every.items():
            package.writestr(part, data)
