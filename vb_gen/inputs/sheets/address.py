"""What `källa` says: a file, a sheet in it, and the cells there. `siffror.xlsx#Drift!A4:E12`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from vb_gen.core.pattern import regex

MAX_ROWS = 2000
MAX_COLUMNS = 100
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of a sheet in Excel
_EXAMPLE = "Skriv till exempel siffror.xlsx#Drift!A4:E12, där Drift är bladets namn."
_AREA = regex(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})", re.ASCII)
_CELL = regex(r"\$?[A-Za-z]{1,3}\$?\d{1,7}", re.ASCII)


class SourceProblem(ValueError):
    """A source that cannot be read: a code, what is wrong and what to write instead."""

    def __init__(self, code: str, what: str, instead: str) -> None:
        super().__init__(what)
        self.code, self.what, self.instead = code, what, instead


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns count from 1, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        return f"{cell_name(self.first_row, self.first_column)}:{cell_name(self.last_row, self.last_column)}"

    def meets(self, other: Area) -> bool:
        """Have the two any cell in common?"""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )

    def bounded(self) -> Area:
        """The area, if it is no larger than a table can be. Raises :class:`SourceProblem`."""
        rows, columns = self.last_row - self.first_row + 1, self.last_column - self.first_column + 1
        if rows > MAX_ROWS or columns > MAX_COLUMNS:
            what = f"området {self} är för stort: {rows} rader och {columns} kolumner"
            raise SourceProblem("G25", what, f"Ange bara tabellens celler, högst {MAX_ROWS} rader och {MAX_COLUMNS} kolumner.")
        return self


@dataclass(frozen=True, slots=True)
class Address:
    """A file's name as written, a sheet's (empty where none was said), and an area (None: all that is filled in)."""

    file: str
    sheet: str = ""
    area: Area | None = None


def read_address(text: str) -> Address:
    """What was written after `källa`. Raises :class:`SourceProblem`."""
    file, mark, rest = (part.strip() for part in unicodedata.normalize("NFC", text).partition("#"))
    if not file:
        raise SourceProblem("G21", "källan säger inte vilken fil tabellen står i", _EXAMPLE)
    if not mark:
        return Address(file)
    if not rest:
        raise SourceProblem("G21", "efter # saknas bladets namn", _EXAMPLE)
    sheet, bang, cells = rest.rpartition("!")
    if not bang:
        area = _read_area(rest) if _looks_like_area(rest) else None
        return Address(file, "" if area else _sheet_name(rest), area)
    return Address(file, _sheet_name(sheet), _read_area(cells.strip()))


def _looks_like_area(text: str) -> bool:
    return bool(_AREA.fullmatch(text) or _CELL.fullmatch(text))


def _sheet_name(text: str) -> str:
    """A sheet's name, with or without the apostrophes that Excel sets around a name with spaces."""
    name = text.strip()
    if len(name) > 1 and name[0] == name[-1] == "'":
        name = name[1:-1].replace("''", "'")
    if not name:
        raise SourceProblem("G21", "före ! saknas bladets namn", _EXAMPLE)
    return name


def _read_area(text: str) -> Area:
    match = _AREA.fullmatch(text)
    if match is None:
        if _CELL.fullmatch(text):
            raise SourceProblem("G21", f"”{text}” är bara en cell", "Skriv tabellens första och sista cell: A4:E12.")
        raise SourceProblem("G21", f"”{text}” går inte att läsa som celler", "Skriv tabellens första och sista cell: A4:E12.")
    first_column, first_row, last_column, last_row = match.groups()
    area = Area(int(first_row), column_number(first_column), int(last_row), column_number(last_column))
    if not (1 <= area.first_row <= area.last_row <= _LAST_ROW and area.first_column <= area.last_column <= _LAST_COLUMN):
        what = f"området {text} börjar inte uppe till vänster, eller ligger utanför bladet"
        raise SourceProblem("G21", what, "Skriv den övre vänstra cellen först: A4:E12.")
    return area.bounded()


def column_number(letters: str) -> int:
    """A column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A column's letters: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """`C7`."""
    return f"{column_letters(column)}{row}"
