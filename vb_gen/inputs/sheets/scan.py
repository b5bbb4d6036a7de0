"""What a sheet's XML says besides its values: what Excel hides, which cells are merged, which formulas never had a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from vb_gen.inputs.sheets.address import Area, SourceProblem, column_letters, column_number
from vb_gen.inputs.sheets.package import DAMAGED

_LEAST_HEIGHT, _LEAST_WIDTH = 1.0, 0.3  # of a row (points) and a column (signs): what is smaller cannot be seen


@dataclass
class Scan:
    """What a sheet's XML says besides its values."""

    filled: set[tuple[int, int]] = field(default_factory=set)
    twice: set[tuple[int, int]] = field(default_factory=set)
    waiting: set[tuple[int, int]] = field(default_factory=set)  # formulas that were never calculated
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    coloured: list[Area] = field(default_factory=list)  # by a rule, or all of it by a table's style
    noughts_hidden: bool = False

    def hidden(self, row: int, column: int) -> tuple[str, str] | None:
        """The row or column that hides a cell: what it is, and how to show it."""
        if row in self.hidden_rows:
            what, instead = f"rad {row}", "Ta fram raden (kanske döljs den av ett filter), eller välj ett område utan den."
        elif any(first <= column <= last for first, last in self.hidden_columns):
            what, instead = f"kolumn {column_letters(column)}", "Ta fram kolumnen, eller välj ett område utan den."
        else:
            return None
        return f"{what} är dold i Excel", instead

    def used(self, title: str) -> Area:
        """The area that is filled in. Raises :class:`SourceProblem`."""
        if not self.filled:
            raise SourceProblem("G25", f"bladet ”{title}” är tomt", "Kontrollera vilket blad tabellen står i.")
        rows, columns = [row for row, _ in self.filled], [column for _, column in self.filled]
        return Area(min(rows), min(columns), max(rows), max(columns)).bounded()

    def may_be_coloured(self, row: int, column: int) -> bool:
        """May a rule or a table's style have given a cell another colour than its own?"""
        return any(area.meets(Area(row, column, row, column)) for area in self.coloured)


def scan(reader: Any, target: str) -> Scan:
    """Go through a sheet's XML once, for what openpyxl leaves out. Raises :class:`SourceProblem`."""
    found = Scan()
    scanner = _Scanner(found)
    try:
        with reader.archive.open(target) as stream:
            scanner.parser.ParseFile(stream)
    except Exception:  # whatever a damaged file makes it stumble on
        raise SourceProblem("G23", "bladet går inte att läsa", DAMAGED) from None
    return found


class _Scanner:
    """Notes rows, columns, cells and merged areas as the parser meets them."""

    def __init__(self, found: Scan) -> None:
        self.found = found
        self.row = self.column = 0
        self.formula = self.value = self.words = self.rows_hidden = False
        self.inside = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        hidden = _true(said, "hidden")
        if name == "row":
            self.row, self.column = int(said.get("r", self.row + 1)), 0
            low = float(said.get("ht", 99)) < _LEAST_HEIGHT or (self.rows_hidden and "ht" not in said)
            if hidden or _true(said, "zeroHeight") or low:
                self.found.hidden_rows.add(self.row)
        elif name == "col":
            if hidden or float(said.get("width", 99)) < _LEAST_WIDTH:
                self.found.hidden_columns.append((int(said["min"]), int(said["max"])))
        elif name == "c":
            letters = re.match(r"[A-Z]{1,3}", said.get("r", ""))
            self.column = column_number(letters.group()) if letters else self.column + 1
            self.formula = self.value = False
            self.words = said.get("t") == "str"  # a formula that gave words, perhaps none
        elif name == "f":
            self.formula = True
        else:
            self.other(name, said)
        self.inside = name

    def other(self, name: str, said: dict[str, str]) -> None:
        """What is said of the sheet as a whole, or of areas."""
        if name == "mergeCell":
            self.found.merged += _areas([said["ref"]])
        elif name == "sheetFormatPr":
            self.rows_hidden = _true(said, "zeroHeight")
        elif name == "sheetView" and said.get("showZeros") in ("0", "false"):
            self.found.noughts_hidden = True
        elif name == "conditionalFormatting":
            self.found.coloured += _areas(said.get("sqref", "").split())
        elif name == "tablePart":
            self.found.coloured += _areas(["A1:XFD1048576"])

    def text(self, said: str) -> None:
        if self.inside in ("v", "t") and said:
            self.value = True

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag.rpartition(" ")[2] == "c":
            spot = self.row, self.column
            if self.value or self.formula:
                (self.found.twice if spot in self.found.filled else self.found.filled).add(spot)
            if self.formula and not (self.value or self.words):
                self.found.waiting.add(spot)


def _true(said: dict[str, str], name: str) -> bool:
    return said.get(name) in ("1", "true")


def _areas(names: Iterable[str]) -> list[Area]:
    found = []
    for name in names:
        first, _, last = name.partition(":")
        found.append(Area(*_corner(first), *_corner(last or first)))
    return found


def _corner(name: str) -> tuple[int, int]:
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", name)
    if match is None:
        raise ValueError(name)
    return int(match.group(2)), column_number(match.group(1))
