"""The package that a workbook is: a ZIP of XML that may come from a stranger.

Its sizes are bounded before anything is unpacked, XML with a document type is refused, and what would become objects is
counted before it does.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections import Counter
from io import BytesIO
from typing import Any
from xml.parsers import expat

from vb_gen.inputs.sheets.address import SourceProblem
from vb_gen.inputs.sheets.formats import MAX_LENGTH

MAX_UNPACKED = 60_000_000
MAX_PARTS = 3000
DAMAGED = "Öppna filen i Excel och spara den på nytt som Excel-arbetsbok (.xlsx)."
ALONE = "Lägg tabellen i en egen arbetsbok, utan annat."
# How many elements of a kind a part may have. What openpyxl makes of a few bytes (`<xf/>`) takes thousands of times as many.
_CELLS, _STRINGS, _OTHERS = 500_000, 100_000, 50_000
_MOST = {
    **dict.fromkeys(("row", "c", "v", "f", "is", "t"), (_CELLS, "ett blad i arbetsboken har fler än 500 000 rader eller celler")),
    **dict.fromkeys(("si", "r", "rPr"), (_STRINGS, "arbetsboken har fler än 100 000 olika texter")),
}
_MOST_OTHERS = (_OTHERS, "arbetsboken har fler än 50 000 format, namn eller sammanfogade celler")
_STRICT = "http://purl.oclc.org/ooxml/"


class TooMuch(Exception):
    """A part has more in it than a workbook of figures; no ValueError, which openpyxl would put in words of its own."""


class Package(zipfile.ZipFile):
    """A workbook's parts, each counted before it is read for the first time; those that nobody reads are not."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self.counted: set[str] = set()

    def open(self, name: str | zipfile.ZipInfo, *arguments: Any, **named: Any) -> Any:
        """As ever. Raises :class:`TooMuch`."""
        part = name if isinstance(name, str) else name.filename
        if part not in self.counted:
            self.counted.add(part)
            with super().open(part) as stream:
                _count(stream)
        return super().open(name, *arguments, **named)


def _count(stream: Any) -> None:
    """Count a part's elements, and measure its number formats. Raises :class:`TooMuch`."""
    counts: Counter[str] = Counter()
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        most, what = _MOST.get(name, _MOST_OTHERS)
        kind = name if name in _MOST else ""
        counts[kind] += 1
        if counts[kind] > most:
            raise TooMuch(what)
        if name == "numFmt" and len(said.get("formatCode", "")) > MAX_LENGTH:
            raise TooMuch(f"ett talformat i arbetsboken är längre än {MAX_LENGTH} tecken")

    parser.StartElementHandler = start
    parser.ParseFile(stream)


def look_at_package(data: bytes) -> None:
    """Refuse what is no workbook, what unpacks to more than a workbook of figures, and XML that defines entities."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                what = f"arbetsboken är större än {MAX_UNPACKED // 1_000_000} MB när den packas upp"
                raise SourceProblem("G23", what, ALONE)
            if len({unicodedata.normalize("NFC", part.filename).casefold() for part in parts}) < len(parts):
                what = "arbetsboken innehåller samma del två gånger, så det går inte att veta vilken som gäller"
                raise SourceProblem("G23", what, DAMAGED)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _look_at_prolog(package, part)
    except SourceProblem:
        raise
    except Exception:  # whatever a damaged file makes them stumble on
        raise SourceProblem("G23", "filen är skadad, eller ingen Excel-arbetsbok", DAMAGED) from None


def _look_at_prolog(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type can only stand before the first element; no spreadsheet program writes one."""
    parser = expat.ParserCreate(namespace_separator=" ")
    begun: list[str] = []

    def refuse(*_: Any) -> None:
        what = "arbetsboken innehåller XML som inte kommer från ett kalkylprogram (en dokumenttyp)"
        raise SourceProblem("G23", what, DAMAGED)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, _: begun.append(tag)
    with package.open(part) as stream:
        while not begun and (piece := stream.read(4096)):
            parser.Parse(piece, False)
    if begun and begun[0].startswith(_STRICT):
        what = "arbetsboken är sparad i filformatet ”Strikt Open XML-kalkylblad”, som inte läses"
        raise SourceProblem("G23", what, "Välj Spara som i Excel, och filformatet Excel-arbetsbok (.xlsx).")
