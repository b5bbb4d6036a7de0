"""Excel workbooks: the cells of an area as Excel shows them.

openpyxl reads them, one sheet at a time, without formulas, macros or links. What it leaves out when it reads so (hidden
rows, merged cells, which values are formulas') is looked up in the sheet's own XML (`scan`); what a stranger's file could do
to it is stopped before (`package`).
"""

from __future__ import annotations

import datetime
import unicodedata
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from vb_gen.core.pattern import regex
from vb_gen.core.spelling import nearest
from vb_gen.inputs.sheets.address import Address, Area, SourceProblem, cell_name
from vb_gen.inputs.sheets.display import Unshowable, is_general, show_date, show_number, show_text
from vb_gen.inputs.sheets.document import Box, Contents, contents, one_line
from vb_gen.inputs.sheets.package import ALONE, DAMAGED, Package, TooMuch, look_at_package
from vb_gen.inputs.sheets.scan import Scan, scan

_ERRORS = {
    "#DIV/0!": "#DIVISION/0!",
    "#N/A": "#SAKNAS!",
    "#NAME?": "#NAMN?",
    "#NULL!": "#SKÄRNING!",
    "#NUM!": "#OGILTIGT!",
    "#REF!": "#REFERENS!",
    "#VALUE!": "#VÄRDEFEL!",
}
_CODED = regex(r"_x([0-9A-Fa-f]{4})_")
_WHITE = ("rgb", "FFFFFF", 0.0)
_LEAST_SIZE = 2  # points


def read_workbook(data: bytes, name: str, address: Address) -> Contents:
    """The cells of a workbook's area. Raises :class:`SourceProblem` where there is nothing to read."""
    look_at_package(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, of extensions that it leaves out
        return _read(data, name, address)


def _read(data: bytes, name: str, address: Address) -> Contents:
    reader = _open(data)
    title, target, state = _find_sheet(reader, address)
    if state != "visible":
        what = f"bladet ”{title}” är dolt"
        raise SourceProblem("G24", what, "Ta fram bladet i Excel, så att det går att se vad som hamnar i rapporten.")
    said = scan(reader, target)
    area = address.area or said.used(title)
    _look_at_places(said, area)
    rows = {number: boxes for number, boxes in _rows(reader, title, area, said).items() if any(b.text or b.fault for b in boxes)}
    if not rows:
        raise SourceProblem("G25", f"området {area} i bladet ”{title}” är tomt", "Kontrollera vilka celler tabellen står i.")
    return contents(name, unicodedata.normalize("NFC", title), area, rows)


def _open(data: bytes) -> Any:
    from openpyxl.reader.excel import ExcelReader

    try:
        reader = ExcelReader(BytesIO(data), read_only=True, keep_vba=False, data_only=True, keep_links=False)
        reader.archive = Package(data)
        reader.read()
    except TooMuch as problem:
        raise SourceProblem("G23", str(problem), ALONE) from None
    except Exception:  # whatever a damaged file makes it stumble on
        raise SourceProblem("G23", "arbetsboken går inte att läsa", DAMAGED) from None
    return reader


def _find_sheet(reader: Any, address: Address) -> tuple[str, str, str]:
    """A sheet's title, its part of the package and whether it is shown."""
    sheets = [(str(sheet.name), str(rel.target), str(sheet.state)) for sheet, rel in reader.parser.find_sheets()]
    wanted = unicodedata.normalize("NFC", address.sheet).casefold()
    for title, target, state in sheets:
        if unicodedata.normalize("NFC", title).casefold() == wanted and wanted:
            if title not in reader.wb.sheetnames or target not in reader.valid_files:
                break
            return title, target, state
    titles = [title for title, *_ in sheets]
    if not wanted:
        example = f"{address.file}#{titles[0] if titles else 'Blad1'}!{address.area or 'A4:E12'}"
        raise SourceProblem("G24", "källan säger inte vilket blad tabellen står i", f"Skriv {example}. {nearest('', titles)}")
    raise SourceProblem("G24", f"bladet ”{address.sheet}” finns inte i {address.file}", nearest(address.sheet, titles))


def _look_at_places(said: Scan, area: Area) -> None:
    """No cell may be merged with others, or stand twice."""
    for row, column in sorted(said.twice):
        if area.meets(Area(row, column, row, column)):
            what = f"cellen {cell_name(row, column)} står två gånger i filen, så det går inte att veta vad som gäller"
            raise SourceProblem("G23", what, DAMAGED)
    for merged in said.merged:
        if merged.meets(area):
            what = f"cellerna {merged} är sammanfogade, och det går inte att se vilken rad eller kolumn de hör till"
            raise SourceProblem("G26", what, "Dela cellerna i Excel (Start, Koppla isär celler), eller välj ett område utan dem.")


def _rows(reader: Any, title: str, area: Area, said: Scan) -> dict[int, tuple[Box, ...]]:
    """Every cell of the area, as it is shown."""
    rows = {}
    try:
        cells = reader.wb[title].iter_rows(area.first_row, area.last_row, area.first_column, area.last_column)
        for number, line in enumerate(cells, area.first_row):
            columns = enumerate(line, area.first_column)
            rows[number] = tuple(_box(cell, number, column, said) for column, cell in columns)
    except Exception:  # as above
        raise SourceProblem("G23", "bladet går inte att läsa", DAMAGED) from None
    return rows


def _box(cell: Any, row: int, column: int, said: Scan) -> Box:
    """A cell as Excel shows it, or what is wrong with it."""
    name = cell_name(row, column)
    if (row, column) in said.waiting:
        what = f"formeln i {name} har aldrig räknats ut, så filen innehåller inget värde"
        return Box("", 0, ("G29", what, "Öppna filen i Excel, låt den räkna om och spara."))
    if cell.value is None or cell.value == "":
        return Box("")
    text, indent = _shown(cell), _indent(cell)
    if isinstance(text, Unshowable):
        return Box(one_line(_plain(str(cell.value))), indent, ("G34", f"{name}: {text.what}", text.instead))
    bare = isinstance(cell.value, int | float) and is_general(cell.number_format or "General")
    return Box(text, indent, _fault(cell, row, column, said), bare)


def _fault(cell: Any, row: int, column: int, said: Scan) -> tuple[str, str, str] | None:
    """What is wrong with a cell that can be shown: it has an error, or cannot be seen."""
    name = cell_name(row, column)
    if cell.data_type == "e":
        told = _ERRORS.get(str(cell.value), str(cell.value))
        return "G28", f"cellen {name} visar felet {told}", "Rätta formeln i Excel och spara."
    if hidden := said.hidden(row, column):
        return ("G27", *hidden)
    if said.noughts_hidden and cell.value == 0 and not isinstance(cell.value, str | bool):
        instead = "Sätt på ”Visa en nolla i celler som har nollvärden” (Arkiv, Alternativ, Avancerat), eller töm cellen."
        return "G27", f"nollan i {name} syns inte i Excel", instead
    if _cannot_be_seen(cell) and not said.may_be_coloured(row, column):
        what = f"det som står i {name} syns inte i Excel (samma färg som bakgrunden, eller för litet)"
        return "G27", what, "Ge texten en färg och en storlek som syns, eller töm cellen."
    return None


def _cannot_be_seen(cell: Any) -> bool:
    """Are the letters of the background's colour, or as good as without size? Only what is certain counts."""
    font, fill = cell.font, cell.fill
    if font is None:
        return False
    if font.sz is not None and font.sz < _LEAST_SIZE:
        return True
    ink = _colour(font.color)
    if fill is None or fill.fill_type in (None, "none"):
        return ink == _WHITE
    return fill.fill_type == "solid" and ink is not None and ink == _colour(fill.fgColor)


def _colour(colour: Any) -> tuple[str, Any, float] | None:
    """A colour that can be held against another; the theme's first is that of the paper."""
    if colour is None:
        return None
    value = getattr(colour, colour.type, None)
    if (colour.type, value) in (("theme", 0), ("indexed", 1), ("indexed", 9)) and not colour.tint:
        return _WHITE
    if colour.type == "rgb" and isinstance(value, str):
        return "rgb", value[-6:].upper(), 0.0
    return (colour.type, value, colour.tint or 0.0) if colour.type == "theme" else None


def _shown(cell: Any) -> str | Unshowable:
    value, code = cell.value, cell.number_format or "General"
    try:
        if isinstance(value, bool):
            return show_text("SANT" if value else "FALSKT", code)
        if isinstance(value, int | float):
            return show_number(value, code)
        if isinstance(value, datetime.datetime | datetime.date):
            return show_date(value, code)
        if isinstance(value, datetime.time | datetime.timedelta):
            return Unshowable("cellen innehåller ett klockslag", "Skriv ett tal, eller formatera om cellen som tal i Excel.")
        return one_line(show_text(_plain(str(value)), code))
    except (Unshowable, ArithmeticError) as problem:
        if isinstance(problem, Unshowable):
            return problem
        return Unshowable("talet är för stort", "Kontrollera talet i Excel.")


def _plain(text: str) -> str:
    """A text without Excel's own writing of signs (`_x000D_`)."""
    return _CODED.sub(lambda match: chr(int(match[1], 16)), text)


def _indent(cell: Any) -> int:
    """How far a name is indented: by Excel's own indentation, or by spaces."""
    text = str(cell.value)
    lead = len(text) - len(text.lstrip(" \u00a0"))
    own = getattr(cell.alignment, "indent", 0) if cell.alignment is not None else 0
    return int(own or 0) + (lead + 1) // 2


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's cells as Excel shows them, from its first filled row and column."""

    title: str
    first_row: int
    first_column: int
    rows: tuple[tuple[str, ...], ...]


def read_sheets(data: bytes, most_rows: int = 5_000, most_columns: int = 200) -> list[Grid]:
    """Every visible sheet of anyone's workbook. What cannot be shown is left empty; merged cells stand in their first one.

    Raises :class:`SourceProblem` where it is no workbook.
    """
    look_at_package(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as above
        return _grids(_open(data), most_rows, most_columns)


def _grids(reader: Any, most_rows: int, most_columns: int) -> list[Grid]:
    grids = []
    for sheet, rel in reader.parser.find_sheets():
        title, target = str(sheet.name), str(rel.target)
        if str(sheet.state) != "visible" or title not in reader.wb.sheetnames or target not in reader.valid_files:
            continue
        said = scan(reader, target)
        if not said.filled:
            continue
        rows, columns = [row for row, _ in said.filled], [column for _, column in said.filled]
        last_row, last_column = min(max(rows), min(rows) + most_rows - 1), min(max(columns), min(columns) + most_columns - 1)
        area = Area(min(rows), min(columns), last_row, last_column)
        boxes = _rows(reader, title, area, said)
        width = area.last_column - area.first_column + 1
        lines = [
            tuple(" " * (2 * box.indent) + box.text if _is_shown(box) else "" for box in boxes.get(number, ())) or ("",) * width
            for number in range(area.first_row, area.last_row + 1)
        ]
        grids.append(Grid(unicodedata.normalize("NFC", title), area.first_row, area.first_column, tuple(lines)))
    return grids


def _is_shown(box: Box) -> bool:
    return box.fault is None or box.fault[0] == "G27"
