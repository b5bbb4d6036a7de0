"""Excel workbooks: the cells of an area as Excel shows them.

openpyxl reads them, one sheet at a time, without formulas, macros or links. What it leaves out when it reads so (hidden
rows, merged cells, which values are formulas') is looked up in the sheet's own XML. A workbook is a ZIP of XML and may
come from a stranger: its sizes are bounded before anything is unpacked, XML with a document type is refused, and what
openpyxl would make objects of is counted before it does.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat

from vb_gen.core.spelling import nearest
from vb_gen.inputs.sheets.address import Address, Area, SourceProblem, cell_name, column_letters, column_number
from vb_gen.inputs.sheets.display import Unshowable, is_general, show_date, show_number
from vb_gen.inputs.sheets.document import Box, Contents, contents, one_line

MAX_UNPACKED = 60_000_000
MAX_PARTS = 3000
MAX_FORMAT = 255  # characters, as in Excel; openpyxl's own look at a longer one may take minutes
_DAMAGED = "Öppna filen i Excel och spara den på nytt som Excel-arbetsbok (.xlsx)."
_ALONE = "Lägg tabellen i en egen arbetsbok, utan annat."
# How many elements of a kind a part may have. What openpyxl makes of a few bytes (`<xf/>`) takes thousands of times as many.
_CELLS, _STRINGS, _OTHERS = 500_000, 100_000, 50_000
_MOST = {
    **dict.fromkeys(("row", "c", "v", "f", "is", "t"), (_CELLS, "ett blad i arbetsboken har fler än 500 000 rader eller celler")),
    **dict.fromkeys(("si", "r", "rPr"), (_STRINGS, "arbetsboken har fler än 100 000 olika texter")),
}
_MOST_OTHERS = (_OTHERS, "arbetsboken har fler än 50 000 format, namn eller sammanfogade celler")
_ERRORS = {
    "#DIV/0!": "#DIVISION/0!",
    "#N/A": "#SAKNAS!",
    "#NAME?": "#NAMN?",
    "#NULL!": "#SKÄRNING!",
    "#NUM!": "#OGILTIGT!",
    "#REF!": "#REFERENS!",
    "#VALUE!": "#VÄRDEFEL!",
}


@dataclass
class _Scan:
    """What a sheet's XML says besides its values."""

    filled: list[tuple[int, int]] = field(default_factory=list)
    waiting: set[tuple[int, int]] = field(default_factory=set)  # formulas that were never calculated
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    told: set[str] = field(default_factory=set)  # what is hidden, once it has been said

    def hidden(self, row: int, column: int) -> tuple[str, str] | None:
        """The row or column that hides a cell, the first time it is met: what it is, and how to show it."""
        if row in self.hidden_rows:
            what, instead = f"rad {row}", "Ta fram raden (kanske döljs den av ett filter), eller välj ett område utan den."
        elif any(first <= column <= last for first, last in self.hidden_columns):
            what, instead = f"kolumn {column_letters(column)}", "Ta fram kolumnen, eller välj ett område utan den."
        else:
            return None
        if what in self.told:
            return None
        self.told.add(what)
        return f"{what} är dold i Excel", instead


class _TooMuch(Exception):
    """A part has more in it than a workbook of figures; no ValueError, which openpyxl would put in words of its own."""


class _Package(zipfile.ZipFile):
    """A workbook's parts, each counted before it is read for the first time; those that nobody reads are not."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self.counted: set[str] = set()

    def open(self, name: str | zipfile.ZipInfo, *arguments: Any, **named: Any) -> Any:
        """As ever. Raises :class:`_TooMuch`."""
        part = name if isinstance(name, str) else name.filename
        if part not in self.counted:
            self.counted.add(part)
            with super().open(part) as stream:
                _count(stream)
        return super().open(name, *arguments, **named)


def _count(stream: Any) -> None:
    """Count a part's elements. Raises :class:`_TooMuch`."""
    counts: Counter[str] = Counter()
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if len(said.get("formatCode", "")) > MAX_FORMAT:
            raise _TooMuch(f"ett talformat är längre än Excels {MAX_FORMAT} tecken")
        most, what = _MOST.get(name, _MOST_OTHERS)
        kind = name if name in _MOST else ""
        counts[kind] += 1
        if counts[kind] > most:
            raise _TooMuch(what)

    parser.StartElementHandler = start
    parser.ParseFile(stream)


def read_workbook(data: bytes, name: str, address: Address) -> Contents:
    """The cells of a workbook's area. Raises :class:`SourceProblem` where there is nothing to read."""
    _look_at_package(data)
    reader = _open(data)
    title, target, state = _find_sheet(reader, address)
    if state != "visible":
        what = f"bladet ”{title}” är dolt"
        raise SourceProblem("G24", what, "Ta fram bladet i Excel, så att det går att se vad som hamnar i rapporten.")
    scan = _scan(reader, target)
    area = address.area or _used(scan, title)
    _look_at_merged(scan, area)
    rows = {number: boxes for number, boxes in _rows(reader, title, area, scan).items() if any(b.text or b.fault for b in boxes)}
    if not rows:
        raise SourceProblem("G25", f"området {area} i bladet ”{title}” är tomt", "Kontrollera vilka celler tabellen står i.")
    return contents(name, unicodedata.normalize("NFC", title), area, rows)


def _look_at_package(data: bytes) -> None:
    """Refuse what is no workbook, what unpacks to more than a workbook of figures, and XML that defines entities."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                what = f"arbetsboken är större än {MAX_UNPACKED // 1_000_000} MB när den packas upp"
                raise SourceProblem("G23", what, _ALONE)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_at_prolog(package, part)
    except SourceProblem:
        raise
    except Exception:  # whatever a damaged file makes them stumble on
        raise SourceProblem("G23", "filen är skadad, eller ingen Excel-arbetsbok", _DAMAGED) from None


def _look_at_prolog(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type can only stand before the first element; no spreadsheet program writes one."""
    parser = expat.ParserCreate()
    begun: list[str] = []

    def refuse(*_: Any) -> None:
        what = "arbetsboken innehåller XML som inte kommer från ett kalkylprogram (en dokumenttyp)"
        raise SourceProblem("G23", what, _DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, _: begun.append(tag)
    with package.open(part) as stream:
        while not begun and (piece := stream.read(4096)):
            parser.Parse(piece, False)


def _open(data: bytes) -> Any:
    from openpyxl.reader.excel import ExcelReader

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it leaves out
            reader = ExcelReader(BytesIO(data), read_only=True, keep_vba=False, data_only=True, keep_links=False)
            reader.archive = _Package(data)
            reader.read()
    except _TooMuch as problem:
        raise SourceProblem("G23", str(problem), _ALONE) from None
    except Exception:  # whatever a damaged file makes it stumble on
        raise SourceProblem("G23", "arbetsboken går inte att läsa", _DAMAGED) from None
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


def _scan(reader: Any, target: str) -> _Scan:
    """Go through a sheet's XML once, for what openpyxl leaves out."""
    scan = _Scan()
    scanner = _Scanner(scan)
    try:
        with reader.archive.open(target) as stream:
            scanner.parser.ParseFile(stream)
    except Exception:  # as above
        raise SourceProblem("G23", "bladet går inte att läsa", _DAMAGED) from None
    return scan


class _Scanner:
    """Notes rows, columns, cells and merged areas as the parser meets them."""

    def __init__(self, scan: _Scan) -> None:
        self.scan = scan
        self.row = self.column = 0
        self.formula = self.value = self.words = False
        self.inside = ""
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        hidden = said.get("hidden") in ("1", "true")
        if name == "row":
            self.row, self.column = int(said.get("r", self.row + 1)), 0
            if hidden or said.get("zeroHeight") in ("1", "true") or float(said.get("ht", 1)) == 0:
                self.scan.hidden_rows.add(self.row)
        elif name == "col" and (hidden or float(said.get("width", 1)) == 0):
            self.scan.hidden_columns.append((int(said["min"]), int(said["max"])))
        elif name == "c":
            letters = re.match(r"[A-Z]{1,3}", said.get("r", ""))
            self.column = column_number(letters.group()) if letters else self.column + 1
            self.formula = self.value = False
            self.words = said.get("t") == "str"  # a formula that gave words, perhaps none
        elif name == "f":
            self.formula = True
        elif name == "mergeCell":
            first, _, last = said["ref"].partition(":")
            self.scan.merged.append(Area(*_corner(first), *_corner(last or first)))
        self.inside = name

    def text(self, said: str) -> None:
        if self.inside in ("v", "t") and said:
            self.value = True

    def end(self, tag: str) -> None:
        self.inside = ""
        if tag.rpartition(" ")[2] == "c":
            if self.value or self.formula:
                self.scan.filled.append((self.row, self.column))
            if self.formula and not (self.value or self.words):
                self.scan.waiting.add((self.row, self.column))


def _corner(name: str) -> tuple[int, int]:
    match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", name)
    if match is None:
        raise ValueError(name)
    return int(match.group(2)), column_number(match.group(1))


def _used(scan: _Scan, title: str) -> Area:
    """The area that is filled in."""
    if not scan.filled:
        raise SourceProblem("G25", f"bladet ”{title}” är tomt", "Kontrollera vilket blad tabellen står i.")
    rows, columns = [row for row, _ in scan.filled], [column for _, column in scan.filled]
    return Area(min(rows), min(columns), max(rows), max(columns)).bounded()


def _look_at_merged(scan: _Scan, area: Area) -> None:
    for merged in scan.merged:
        if merged.meets(area):
            what = f"cellerna {merged} är sammanfogade, och det går inte att se vilken rad eller kolumn de hör till"
            raise SourceProblem("G26", what, "Dela cellerna i Excel (Start, Koppla isär celler), eller välj ett område utan dem.")


def _rows(reader: Any, title: str, area: Area, scan: _Scan) -> dict[int, tuple[Box, ...]]:
    """Every cell of the area, as it is shown."""
    rows = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = reader.wb[title].iter_rows(area.first_row, area.last_row, area.first_column, area.last_column)
            for number, line in enumerate(cells, area.first_row):
                columns = enumerate(line, area.first_column)
                rows[number] = tuple(_box(cell, number, column, scan) for column, cell in columns)
    except Exception:  # as above
        raise SourceProblem("G23", "bladet går inte att läsa", _DAMAGED) from None
    return rows


def _box(cell: Any, row: int, column: int, scan: _Scan) -> Box:
    """A cell as Excel shows it, or what is wrong with it."""
    if (row, column) in scan.waiting:
        what = f"formeln i {cell_name(row, column)} har aldrig räknats ut, så filen innehåller inget värde"
        return Box("", 0, ("G29", what, "Öppna filen i Excel, låt den räkna om och spara."))
    if cell.value is None or cell.value == "":
        return Box("")
    text, indent, fault = _shown(cell), _indent(cell), None
    if isinstance(text, Unshowable):
        fault = ("G34", f"{cell_name(row, column)}: {text.what}", text.instead)
        return Box(str(cell.value), indent, fault)
    if cell.data_type == "e":
        told = _ERRORS.get(str(cell.value), str(cell.value))
        fault = ("G28", f"cellen {cell_name(row, column)} visar felet {told}", "Rätta formeln i Excel och spara.")
    elif hidden := scan.hidden(row, column):
        fault = ("G27", *hidden)
    return Box(text, indent, fault, bare=isinstance(cell.value, int | float) and is_general(cell.number_format or "General"))


def _shown(cell: Any) -> str | Unshowable:
    value, code = cell.value, cell.number_format or "General"
    try:
        if isinstance(value, bool):
            return "SANT" if value else "FALSKT"
        if isinstance(value, int | float):
            return show_number(value, code)
        if isinstance(value, datetime.datetime | datetime.date):
            return show_date(value, code)
        if isinstance(value, datetime.time | datetime.timedelta):
            return Unshowable("cellen innehåller ett klockslag", "Skriv ett tal, eller formatera om cellen som tal i Excel.")
    except (Unshowable, ArithmeticError) as problem:
        if isinstance(problem, Unshowable):
            return problem
        return Unshowable("talet är för stort", "Kontrollera talet i Excel.")
    return one_line(str(value))


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
    _look_at_package(data)
    reader = _open(data)
    grids = []
    for sheet, rel in reader.parser.find_sheets():
        title, target = str(sheet.name), str(rel.target)
        if str(sheet.state) != "visible" or title not in reader.wb.sheetnames or target not in reader.valid_files:
            continue
        scan = _scan(reader, target)
        if not scan.filled:
            continue
        rows, columns = [row for row, _ in scan.filled], [column for _, column in scan.filled]
        last_row, last_column = min(max(rows), min(rows) + most_rows - 1), min(max(columns), min(columns) + most_columns - 1)
        area = Area(min(rows), min(columns), last_row, last_column)
        boxes = _rows(reader, title, area, scan)
        width = area.last_column - area.first_column + 1
        lines = [
            tuple(" " * (2 * box.indent) + box.text if _is_shown(box) else "" for box in boxes.get(number, ())) or ("",) * width
            for number in range(area.first_row, area.last_row + 1)
        ]
        grids.append(Grid(unicodedata.normalize("NFC", title), area.first_row, area.first_column, tuple(lines)))
    return grids


def _is_shown(box: Box) -> bool:
    return box.fault is None or box.fault[0] == "G27"
