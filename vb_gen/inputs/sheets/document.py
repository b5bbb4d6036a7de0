"""A sheet that was read: its cells as they are shown, its rows as lines for messages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from vb_gen.core.finding import Document, Finding, Place
from vb_gen.core.numbers import fold_spaces
from vb_gen.inputs.sheets.address import Area, cell_name
from vb_gen.inputs.yaml.source import composed
from vb_gen.inputs.yaml.syntax import GARBLED, INVISIBLE

_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Sheet(Document):
    """A sheet as messages show it: a row is a line, a column is a cell."""

    sheet: str = ""
    first_column: int = field(default=1, compare=False)
    starts: tuple[tuple[int, ...], ...] = field(default=(), repr=False, compare=False)  # where each cell begins in its line

    @property
    def key(self) -> tuple[str, str]:
        """Two sheets of a workbook are two."""
        return self.name, self.sheet

    def spot(self, line: int, column: int) -> str:
        """`inputs/2023/parknamnden/siffror.xlsx#Drift!C7`."""
        return f"{self.name}#{self.cell(line, column)}"

    def cell(self, line: int, column: int) -> str:
        """`Drift!C7`, or `C7` in a CSV file."""
        return f"{self.sheet}!{cell_name(line, column)}" if self.sheet else cell_name(line, column)

    def offset(self, line: int, column: int) -> int:
        """Where in the line a cell begins."""
        starts = self.starts[line - 1] if 0 < line <= len(self.starts) else ()
        index = column - self.first_column
        return starts[index] if 0 <= index < len(starts) else 0


def one_line(text: str) -> str:
    """What a person wrote in a cell, perhaps on several lines, as one."""
    return fold_spaces(" ".join(composed(text).splitlines()))


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it is shown, how far it is indented, and what is wrong with it: a code, why, what to do.

    It is `bare` where nothing says how many decimals its figure has, so that zeros at the end may have been dropped.
    """

    text: str
    indent: int = 0
    fault: tuple[str, str, str] | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of a sheet: its rows by number, and what is wrong."""

    sheet: Sheet
    area: Area
    rows: tuple[tuple[int, tuple[Box, ...]], ...]
    findings: tuple[Finding, ...]


def contents(name: str, sheet: str, area: Area, rows: dict[int, tuple[Box, ...]]) -> Contents:
    """The contents of an area, each cell's fault told at its place."""
    lines, starts = [], []
    for number in range(1, area.last_row + 1):
        boxes = rows.get(number, ())
        spots: list[int] = []
        line = ""
        for box in boxes:
            line += _BETWEEN if spots else ""
            spots.append(len(line))
            line += box.text
        lines.append(line)
        starts.append(tuple(spots))
    document = Sheet(name, tuple(lines), sheet, area.first_column, tuple(starts))
    rows = {number: tuple(map(_seen, boxes)) for number, boxes in rows.items()}
    findings = [
        Finding(code, what, Place(document, number, column), instead)
        for number, boxes in rows.items()
        for column, box in enumerate(boxes, area.first_column)
        if box.fault
        for code, what, instead in [box.fault]
    ]
    return Contents(document, area, tuple(sorted(rows.items())), tuple(findings))


def _seen(box: Box) -> Box:
    """A cell, at fault where it holds what YAML may not hold either: what no one sees, or what commands a terminal."""
    if box.fault:
        return box
    if GARBLED.search(box.text):
        what = "å, ä och ö i cellen har förvanskats (filen har öppnats eller sparats med fel kodning)"
        return replace(box, fault=("K02", what, "Hämta texten på nytt där den är rätt, och skriv in den i cellen."))
    char = INVISIBLE.search(box.text)
    if char is None:
        return box
    what = f"cellen innehåller ett osynligt styrtecken eller ett tecken som inte går att visa (U+{ord(char[0]):04X})"
    return replace(box, fault=("K05", what, "Ta bort tecknet, eller skriv cellen på nytt."))
