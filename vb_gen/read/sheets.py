"""A table's `källa`: the file is found in the workspace, read, and its cells become the pieces of a grid."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from vb_gen.core.finding import Collector, Finding, Place, short
from vb_gen.core.node import Scalar
from vb_gen.core.spelling import nearest
from vb_gen.disk.memory import Memory, Sources, is_dir, is_file
from vb_gen.disk.reading import read_file
from vb_gen.disk.stray import is_stray
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.sheets.address import Address, Area, SourceProblem, column_letters, read_address
from vb_gen.inputs.sheets.delimited import read_delimited
from vb_gen.inputs.sheets.document import Contents
from vb_gen.inputs.sheets.workbook import read_workbook
from vb_gen.model.columns import LEFT_OUT
from vb_gen.model.grid import Piece, Pieces

MAX_BYTES = 10_000_000
_READERS = {".xlsx": read_workbook, ".xlsm": read_workbook, ".csv": read_delimited}
SUFFIXES = tuple(_READERS)
IsWord = Callable[[str], bool]
_READ: Memory[tuple[Path, Path, Address], Contents] = Memory()


class SheetReader:
    """Reads what the tables of one report take from spreadsheets, and counts the files into what the report is made of."""

    def __init__(self, workspace: Workspace, folder: Path, sources: Sources) -> None:
        self.workspace, self.folder, self.sources = workspace, folder, sources

    def read(self, source: Scalar, columns: Mapping[str, Scalar], is_word: IsWord, found: Collector) -> Pieces | None:
        """The pieces of a table, or None; what is wrong is added to `found`. `is_word` knows the words of its columns."""
        try:
            address = read_address(source.text)
            path = self._find(address)
            self.sources.add(path)
            read = self._contents(path, address)
        except SourceProblem as problem:
            found.add(problem.code, problem.what, source.place, problem.instead)
            return None
        if _has_title(read, address, source.place, found):
            return None
        read = replace(read, findings=_of_use(read, columns))
        found.extend(read.findings)
        return _pieces(read, address, source.place, columns, is_word, found)

    def _find(self, address: Address) -> Path:
        """The file, which must lie in the workspace's inputs and be no link out of them."""
        name = address.file
        if "\\" in name:
            forward = name.replace("\\", "/")
            if re.match(r"[A-Za-z]:|//", forward):
                forward = f"lägg filen i rapportens mapp och skriv bara dess namn: {Path(forward).name}"
                raise SourceProblem("G22", f"”{short(name)}” är ingen fil i arbetsytan", forward[:1].upper() + forward[1:])
            raise SourceProblem("G22", "filens namn innehåller ett bakstreck \\", f"Skriv / i stället: {forward}")
        if name.startswith(("/", "~")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", name):
            what = f"”{short(name)}” är ingen fil i arbetsytan"
            raise SourceProblem("G22", what, "Lägg filen i rapportens mapp och skriv bara dess namn.")
        suffix = Path(name).suffix.casefold()
        if suffix not in _READERS:
            what = f"en fil som slutar på ”{suffix}” kan inte läsas som tabell" if suffix else "filens namn saknar ändelse"
            instead = "Spara den som Excel-arbetsbok (.xlsx) eller CSV (.csv) och skriv det namnet."
            if sheet := re.fullmatch(r"(.+\.(?:xlsx|xlsm|csv))[!:;,] *(.+)", name, re.I):
                what = "efter filens namn ska stå #"
                instead = f"Skriv {sheet[1]}#{sheet[2]}"
            elif formula := re.fullmatch(r"='?\[(.{1,255}\.xls[xm])\](.{1,255}?)'?!(.{1,255})", name, re.I):
                what = "en formel är ingen fil"
                instead = f"Skriv {formula[1]}#{formula[2]}!{formula[3]}"
            elif not suffix and re.fullmatch(r"[^!]+![A-Za-z$]{1,5}\d+(:[A-Za-z$]{1,5}\d+)?", name):
                what = "före bladets namn ska stå filens"
                instead = f"Skriv filen, # och bladet: siffror.xlsx#{name}"
            raise SourceProblem("G22", what, instead)
        path = Path(os.path.normpath(self.folder / name))
        inputs = self.workspace.inputs
        if not path.is_relative_to(inputs):
            raise SourceProblem("G22", f"”{short(name)}” leder ut ur mappen inputs", "Lägg filen i rapportens mapp.")
        path = _as_stored(path)
        if not is_file(path):
            files = [p for p in (path.parent.glob("*") if is_dir(path.parent) else ()) if p.suffix.casefold() in _READERS]
            there = sorted(p.name for p in files if not is_stray(p.name))
            where = short(path.parent.relative_to(self.workspace.root).as_posix())
            raise SourceProblem("G22", f"filen ”{short(path.name)}” finns inte i {where}", nearest(path.name, there))
        if not self.workspace.holds(path):
            what = f"”{short(name)}” är en länk ut ur arbetsytan och läses inte"
            raise SourceProblem("G22", what, "Lägg filen själv i mappen i stället för en länk till den.")
        return path

    def _contents(self, path: Path, address: Address) -> Contents:
        key = (self.workspace.root, path, address)
        if (known := _READ.get(key)) is not None:
            return known
        own = Sources()
        own.add(path)
        try:
            data = read_file(path, MAX_BYTES)
        except OSError:
            instead = "Stäng den om den är öppen i Excel, och kontrollera att du får läsa den."
            raise SourceProblem("G23", f"filen {path.name} går inte att öppna", instead) from None
        if len(data) > MAX_BYTES:
            what = f"filen {path.name} är större än {MAX_BYTES // 1_000_000} MB"
            raise SourceProblem("G23", what, "Lägg tabellen i en egen arbetsbok, utan annat.")
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            what = f"filen {path.name} har lösenord, eller är sparad i det äldre formatet .xls"
            raise SourceProblem("G23", what, "Ta bort lösenordet, och spara som Excel-arbetsbok (.xlsx).")
        name = path.relative_to(self.workspace.root).as_posix()
        read = _READERS[path.suffix.casefold()](data, name, address)
        _READ.keep(key, own, read)
        return read


def _of_use(read: Contents, columns: Mapping[str, Scalar]) -> tuple[Finding, ...]:
    """What is wrong in the columns that the table takes; of a row or a column that is hidden, once."""
    named = {_folded(heading): word for heading, word in columns.items()}
    header = read.rows[0][1]
    out = {n for n, box in enumerate(header, read.area.first_column) if _word(named, _heading(box.text)) == LEFT_OUT}
    told: dict[tuple[str, str], Finding] = {}
    for finding in read.findings:
        if finding.place.column not in out:
            told.setdefault((finding.code, finding.text), finding)
    return tuple(told.values())


def _heading(text: str) -> str:
    """A column's heading; a year in a format for thousands or decimals (2 022; 2022,00) is the year."""
    folded = " ".join(text.split())
    match = re.fullmatch(r"([12]) ?(\d{3})(?:,0+)?", folded, re.ASCII)
    year = "".join(match.groups()) if match else ""
    return year if year[:2] in ("19", "20") else folded


def _folded(heading: str) -> str:
    return _heading(heading).casefold()


def _has_title(read: Contents, address: Address, source: Place, found: Collector) -> bool:
    """Does the area begin with a heading over the whole table? Then nothing below it can be read; where to begin is told."""
    filled = [(number, [n for n, box in enumerate(boxes) if box.text]) for number, boxes in read.rows]
    first, header = filled[0], next((row for row in filled if len(row[1]) > 1), None)
    if len(first[1]) != 1 or header is None:
        return False
    left, right = read.area.first_column + header[1][0], read.area.first_column + header[1][-1]
    area = Area(header[0], left, filled[-1][0], right)
    sheet = f"{read.sheet.sheet}!" if read.sheet.sheet else ""
    what = f"rad {first[0]} är en rubrik över tabellen, inte kolumnernas namn"
    found.add("G31", what, source, f"Skriv var tabellen börjar och slutar: {address.file}#{sheet}{area}")
    return True


def _as_stored(path: Path) -> Path:
    """A name whose å, ä and ö are stored in another normal form, as a Mac may do."""
    if is_file(path) or not is_dir(path.parent):
        return path
    wanted = unicodedata.normalize("NFC", path.name)
    return next((other for other in path.parent.iterdir() if unicodedata.normalize("NFC", other.name) == wanted), path)


def _pieces(
    read: Contents, address: Address, source: Place, columns: Mapping[str, Scalar], is_word: IsWord, found: Collector
) -> Pieces | None:
    """Header and rows: the first row names the columns, in the table's own words or in those that `kolumner` explains."""
    lines = []
    for number, boxes in read.rows:
        places = [Place(read.sheet, number, read.area.first_column + index) for index in range(len(boxes))]
        # A cell that cannot be read is empty to what follows, so that one fault is told once.
        texts = ["" if box.fault else box.text for box in boxes]
        lines.append([Piece(text, place, box.indent, box.bare) for text, place, box in zip(texts, places, boxes, strict=True)])
    width = max(len(line) for line in lines)
    header, *rows = lines
    header = [replace(piece, text=_heading(piece.text)) for piece in header]
    faulty = {finding.place for finding in read.findings}
    if any(finding.place.line == header[0].place.line for finding in read.findings):
        return None
    used = []
    for index in range(width):
        below = next((row[index] for row in rows if row[index].text), None)
        if header[index].text:
            used.append(index)
        elif below is not None:
            what = f"kolumn {column_letters(header[index].place.column)} har värden men ingen rubrik"
            found.add("G31", what, below.place, "Skriv en rubrik i områdets första rad, eller välj ett område utan kolumnen.")
    named = {_folded(heading): word for heading, word in columns.items()}
    headings = [header[index].text for index in used]
    there = [heading.casefold() for heading in headings]
    for heading, word in list(named.items()):
        turned = _heading(word.text)
        if heading not in there and turned.casefold() in there and (is_word(heading) or not is_word(turned)):
            what = f"”{short(turned)}” är filens rubrik och ska stå först"
            found.add("G32", what, word.place, f"Skriv ”{short(turned)}: {short(heading)}”.")
            named[turned.casefold()] = replace(word, text=heading)  # so that nothing more is said of it
        elif heading not in there:
            what = f"rubriken ”{short(heading)}” finns inte på rad {header[0].place.line} i {address.file}"
            found.add("G32", what, word.place, nearest(heading, headings))
    kept = [index for index, heading in zip(used, headings, strict=True) if _word(named, heading) != LEFT_OUT]
    if not kept:
        found.add("G25", "området har ingen rubrikrad", source, "Låt områdets första rad vara den med kolumnernas rubriker.")
        return None
    names = [_named(header[index], named) for index in kept]
    wanted = [[row[index] for index in kept] for row in rows]
    return Pieces(source, names, [row for row in wanted if any(p.text for p in row) and row[0].place not in faulty])


def _named(heading: Piece, named: Mapping[str, Scalar]) -> Piece:
    """A heading in the table's own word; where `kolumner` says it, that is where it can be mended."""
    said = named.get(_folded(heading.text))
    return replace(heading, text=" ".join(said.text.split()), place=said.place) if said else heading


def _word(named: Mapping[str, Scalar], heading: str) -> str:
    """The table's word for a heading."""
    said = named.get(heading.casefold())
    return " ".join(said.text.split()).casefold() if said else heading
