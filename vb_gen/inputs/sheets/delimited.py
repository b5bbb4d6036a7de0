"""CSV files: Swedish (semicolons, decimal commas) and international (commas, decimal points)."""

from __future__ import annotations

import csv
import re
from collections import Counter

from vb_gen.core.pattern import regex
from vb_gen.inputs.conflicts import conflicts
from vb_gen.inputs.sheets.address import MAX_ROWS, Address, Area, SourceProblem, cell_name
from vb_gen.inputs.sheets.display import MAX_GENERAL
from vb_gen.inputs.sheets.document import Box, Contents, contents, one_line

_SAVE = "Spara om filen i Excel som CSV UTF-8 (kommaavgränsad) (*.csv)."
_OTHER_LETTERS = regex(r"[A-Za-z][Œ†„”‚ŽŠšŒœ™][a-z]|\b[ŽŠ™][a-z]")  # å, ä, ö of a Mac or of DOS, read as Windows'
_SIGNS = "\t;,"
_KEPT = regex(r'="((?:[^"]|"")*)"')
_LONG = regex(r"[+\-\u2212]?[\d \u00a0]+[,.](\d+) ?%?", re.ASCII)
_POINT = regex(r"[+\-\u2212]?\d+\.\d+ ?%?", re.ASCII)
_GROUPS = regex(r"[+\-\u2212]?[1-9]\d{0,2}(?:,\d{3})+(\.\d+)? ?%?", re.ASCII)


def read_delimited(data: bytes, name: str, address: Address) -> Contents:
    """The cells of a CSV file. Raises :class:`SourceProblem` where there is nothing to read."""
    if address.sheet:
        raise SourceProblem("G24", "en CSV-fil har inga blad", f"Skriv {address.file}, eller {address.file}#A1:E12.")
    lines = decode(data).splitlines(keepends=True)
    if marks := conflicts(lines):
        what = f"rad {min(marks) + 1} är en markering från git: två har ändrat samma ställe"
        raise SourceProblem("G33", what, "Öppna filen som text, behåll det ena eller båda och ta bort markeringarna.")
    separator, read = _parted(lines, address.area)
    filled = [number for number, cells in enumerate(read, 1) if any(cell.strip() for cell in cells)]
    if not filled:
        raise SourceProblem("G25", "filen är tom", "Kontrollera att rätt fil är sparad.")
    width = max(_width(cells) for cells in read)
    area = address.area or Area(filled[0], 1, filled[-1], width).bounded()
    header = next((cells for n, cells in enumerate(read, 1) if n >= area.first_row and any(c.strip() for c in cells)), [])
    rows = {}
    for number in filled:
        if area.first_row <= number <= area.last_row:
            rows[number] = _row(read[number - 1], number, area, separator, address.area is None and _width(header))
    if not rows:
        raise SourceProblem("G25", f"området {area} är tomt", "Kontrollera vilka rader tabellen står på.")
    return contents(name, "", area, rows)


def decode(data: bytes) -> str:
    """The text: UTF-8 with or without a BOM, or Windows-1252, as a Swedish Excel saves it."""
    if data.startswith(b"PK\x03\x04"):
        what = "filen är en Excel-arbetsbok, fast namnet slutar på .csv"
        raise SourceProblem("G23", what, "Låt den heta .xlsx, och säg vilket blad.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        raise SourceProblem("G33", "filen är sparad med kodningen UTF-16 (”Unicode”), eller är ingen text", _SAVE)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        what = f"filen är varken sparad med UTF-8 eller Windows-1252: {_where(data, error.start)} går inte att läsa"
        raise SourceProblem("G33", what, _SAVE) from None
    if (match := _OTHER_LETTERS.search(text)) and not re.search(r"[åäöÅÄÖ]", text):
        what = f"å, ä och ö går inte att läsa: filen är sparad för Macintosh eller MS-DOS ({_where(data, match.start())})"
        raise SourceProblem("G33", what, _SAVE)
    return text


def _where(data: bytes, at: int) -> str:
    """A byte's place, for a person."""
    line = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    return f"rad {line}, tecken {at - max(data.rfind(10, 0, at), data.rfind(13, 0, at))}"


def _parted(lines: list[str], area: Area | None) -> tuple[str, list[list[str]]]:
    """What parts the cells, and the cells: as `sep=` says, else the sign that parts most lines of the area alike.

    A title above the table, or a comma in a heading or a figure, says nothing of the table's lines. Raises SourceProblem.
    """
    if lines and (match := re.fullmatch(r"sep=(.)\s*", lines[0], re.I)):
        return match.group(1), _read(lines[1:], match.group(1))  # a word to Excel, which does not show it as a row
    best: tuple[int, str, list[list[str]]] | None = None
    fault: SourceProblem | None = None
    for sign in _SIGNS:
        try:
            read = _read(lines, sign)
        except SourceProblem as problem:
            fault = fault or problem
            continue
        rows = read[area.first_row - 1 : area.last_row] if area else read
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        alike = max(widths.values(), default=0)
        if best is None or alike > best[0]:
            best = alike, sign, read
    if fault is not None and (best is None or not best[0]):
        raise fault
    return best[1:] if best else (";", [])


def _read(lines: list[str], separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            if len(rows) > 10 * MAX_ROWS:
                raise SourceProblem("G25", f"filen har fler än {10 * MAX_ROWS} rader", "Spara bara tabellen som CSV.")
            rows.append(cells)
    except csv.Error:
        what = f'citattecken (") runt en cell är inte avslutade, på rad {len(rows) + 1} eller senare'
        instead = 'Sätt citattecken runt hela cellen, eller inga; ett citattecken inne i en cell skrivs dubbelt: "".'
        raise SourceProblem("G33", what, instead) from None
    return rows


def _width(cells: list[str]) -> int:
    """How many cells a row has, without the empty ones at its end."""
    return max((n for n, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _row(cells: list[str], number: int, area: Area, separator: str, expected: int) -> tuple[Box, ...]:
    """A row's cells in the area; where the whole file is read, each must stand below a heading."""
    boxes = []
    for column in range(area.first_column, area.last_column + 1):
        raw = cells[column - 1] if column <= len(cells) else ""
        fault = None
        if expected and column == expected + 1 and _width(cells) > expected:
            what = f"raden har {_width(cells)} celler, men rubrikraden har {expected}"
            instead = "Ge cellen en rubrik, eller ta bort den."
            if separator == ",":
                instead = "Filen är delad med kommatecken, och då delas också ett tal med decimalkomma. Spara den med semikolon."
            fault = ("G03", what, instead)
        text, what, instead = _figure(raw, separator)
        if what and not fault:
            fault = ("G34", f"{cell_name(number, column)}: {what}", instead)
        lead = len(raw) - len(raw.lstrip(" \u00a0"))
        boxes.append(Box(text, (lead + 1) // 2, fault, bare=True))
    return tuple(boxes)


def _figure(raw: str, separator: str) -> tuple[str, str, str]:
    """A cell as Swedes write it, what cannot be told of it, and what to write instead.

    In a file parted by commas figures are written the international way; elsewhere they stand as they are. `="0101"` is how
    Excel is told to keep a text as it is.
    """
    text = one_line(raw)
    if match := _KEPT.fullmatch(text):
        text = match[1].replace('""', '"')
    if separator == ",":
        if match := _GROUPS.fullmatch(text):
            if not (match.group(1) or text.count(",") > 1):
                instead = "Skriv talet utan kommatecken, eller spara filen med semikolon."
                return text, f"”{text}” kan betyda både tusental och decimaler", instead
            text = text.replace(",", " ").replace(".", ",")
        elif _POINT.fullmatch(text):
            text = text.replace(".", ",")
    if (match := _LONG.fullmatch(text)) and len(match[1]) > MAX_GENERAL:
        what = f"talet har {len(match[1])} decimaler, fler än någon läsare kan ha nytta av"
        return text, what, f"Avrunda talet i filen till högst {MAX_GENERAL} decimaler."
    return text, "", ""
