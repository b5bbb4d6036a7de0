"""YAML text to nodes that remember where they stand.

Every scalar is read as text. Only what a report needs is let through: mappings, sequences and scalars in block style.
Anchors, aliases, tags, merge keys, several documents and flow collections (`{a: 9,6}` is two values, not one) are
refused, and so is whatever silently changes what a person wrote. Depth and size are bounded, since inputs may come
from strangers.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from vb_gen.core.finding import Collector, Document, Finding, InputError, Place, short
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.core.pattern import regex
from vb_gen.disk.reading import read_file
from vb_gen.inputs.yaml.diagnosis import JOINED, explain, flow, no_colon, no_space, stray, swallowed
from vb_gen.inputs.yaml.syntax import INVISIBLE, advise, as_block, block_indents, look_at_raw

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_document(path: Path, name: str) -> Document:
    """Read a text file as UTF-8; a BOM, CRLF, decomposed å, ä, ö and spaces without width are accepted and made plain.

    Raises :class:`InputError` for another encoding, and for what is no text.
    """
    start = Place(Document(name, ()), 1, 1)
    try:
        data = read_file(path, MAX_BYTES)
    except OSError:
        instead = "Kontrollera att det är en fil och att du får läsa den."
        raise _failure("K01", "filen går inte att öppna", start, instead) from None
    if len(data) > MAX_BYTES:
        raise _failure("K01", f"filen är större än {MAX_BYTES // 1_000_000} MB", start, "Dela upp den i flera filer.")
    for beginning, kind in _KINDS.items():
        if data.startswith(beginning):
            raise _failure("K02", f"filen är {kind}, inte en textfil", start, _SAVE_TEXT)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data.count(b"\0") > len(data) // 4:
        raise _failure("K02", "filen är sparad med kodningen UTF-16 (”Unicode”)", start, _SAVE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        guess = data.decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")
        before = data[: error.start].decode("cp1252", "replace").replace("\r\n", "\n").replace("\r", "\n")
        place = Place(Document(name, tuple(guess.split("\n"))), before.count("\n") + 1, len(before) - before.rfind("\n"))
        what = "filen är inte sparad med kodningen UTF-8 (troligen med Windows-1252, ”ANSI”); å, ä och ö går inte att läsa"
        raise _failure("K02", what, place, _SAVE) from None
    return Document(name, tuple(composed(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")))


def composed(text: str) -> str:
    """Letters in one piece (å, not a and a ring), and nothing without width."""
    return _WITHOUT_WIDTH.sub("", unicodedata.normalize("NFC", text))


_WITHOUT_WIDTH = regex("[\u200b\u200c\u2060\ufeff\u00ad]")
_SAVE = "Spara om filen med kodningen UTF-8. I Anteckningar: Arkiv, Spara som, Kodning: UTF-8."
_SAVE_TEXT = "Spara innehållet som ren text (UTF-8) i en fil som slutar på .yaml."
_KINDS = {
    b"PK\x03\x04": "ett Word- eller Exceldokument",
    b"\xd0\xcf\x11\xe0": "ett äldre Word- eller Exceldokument",
    b"%PDF": "en PDF",
    b"{\\rtf": "ett dokument i RTF-format",
}


def _failure(code: str, text: str, place: Place, instead: str = "") -> InputError:
    return InputError([Finding(code, text, place, instead)])


def parse(document: Document) -> Mapping:
    """A document as a mapping of nodes. Raises :class:`InputError` with what is wrong in it.

    The parser gives up at its first complaint. The sections of a file (keys at the left edge) are then read one by one,
    so that what is wrong in the others is told too.
    """
    found = Collector()
    bad = look_at_raw(document, found)
    root: Node | None = None
    whole = Collector()
    if not bad:
        root, _ = _build(document, 0, len(document.lines), whole)
        if not whole.findings:
            return _as_mapping(root, document)
    stopped = False
    for first, end in _pieces(document):
        if not bad.intersection(range(first, end)):
            stopped |= _build(document, first, end, found)[1]
    # What is wrong with the whole, and in no single section: the same section twice, quotes that span two of them.
    found.extend(one for one in whole.findings if one.code == "K10" or not stopped)
    found.stop()
    return _as_mapping(root, document)


def _pieces(document: Document) -> Iterator[tuple[int, int]]:
    """The sections of a file as ranges of lines: from each key at the left edge to the next."""
    blocks = block_indents(document.lines)
    starts = [n for n, line in enumerate(document.lines) if blocks[n] is None and re.match(r"[^\s#\-:][^:#]*:(?:\s|$)", line)]
    edges = [0, *(n for n in starts if n), len(document.lines)]
    yield from itertools.pairwise(edges)


def _build(document: Document, first: int, end: int, found: Collector) -> tuple[Node | None, bool]:
    """The node of some lines, and whether the parser had to stop."""
    builder = _Builder(document, first, end, found)
    try:
        root = builder.build()
    except yaml.MarkedYAMLError as error:
        explain(error, document, first, found)
        return None, True
    except yaml.YAMLError:
        found.add("K20", "filen innehåller ett tecken som YAML inte tillåter", Place(document, first + 1, 1), "Ta bort det.")
        return None, True
    if isinstance(root, Scalar) and root.text and not found.findings:
        code, what, line, column, instead = stray(document.lines, root.place.line - 1, root.place.column - 1)
        found.add(code, what, Place(document, line + 1, column + 1), instead)
        return root, True
    return root, builder.stopped


def _as_mapping(root: Node | None, document: Document) -> Mapping:
    if root is None:
        return Mapping(Place(document, 1, 1))
    if not isinstance(root, Mapping):
        what = "filen ska bestå av nycklar med värden"
        raise _failure("K06", what, root.place, "Skriv till exempel ”analys: |” och texten indragen på raderna under.")
    return root


class _Builder:
    """Builds nodes from parser events with a stack of its own (PyYAML's composer recurses)."""

    def __init__(self, document: Document, first: int, end: int, found: Collector) -> None:
        self.document = document
        self.first = first
        self.end = end
        self.found = found
        self.stopped = False  # something made the rest unreadable

    def place(self, mark: Any) -> Place:  # C and Python parsers have mark classes of their own
        return Place(self.document, mark.line + 1 + self.first, mark.column + 1)

    def build(self) -> Node | None:
        root: Node | None = None
        stack: list[Mapping | Sequence] = []
        keys: list[Scalar | None] = []  # the key waiting for its value, one for each open collection
        documents = flow = 0
        for event in yaml.parse("\n".join((*self.document.lines[self.first : self.end], "")), Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    what = "raden ”---” börjar ett nytt dokument"
                    return self._stop(root, "K07", what, self.place(event.start_mark), "Ta bort raden.")
                continue
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                if flow:
                    flow -= 1
                else:
                    stack.pop()
                    keys.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            starts_flow = bool(getattr(event, "flow_style", False))
            if flow or len(stack) >= MAX_DEPTH:
                flow += starts_flow
                if flow + len(stack) > MAX_DEPTH or not flow:
                    what = f"innehållet är nästlat djupare än {MAX_DEPTH} nivåer"
                    instead = "Skriv texten i ett block (”nyckel: |”), eller ta bort nivåer."
                    return self._stop(root, "K11", what, self.place(event.start_mark), instead)
                continue
            flow += starts_flow
            node = self._node(event)
            if not stack:
                root = node
            elif isinstance(stack[-1], Sequence):
                stack[-1].items.append(node)
            elif keys[-1] is None:
                if not isinstance(node, Scalar):
                    instead = "Skriv ”namn: värde” på en egen rad."
                    return self._stop(root, "K08", "här ska stå ett namn före kolonet", node.place, instead)
                keys[-1] = self._key(stack[-1], node)
            else:
                key = keys[-1]
                stack[-1].entries[key.text] = node
                stack[-1].keys[key.text] = key
                keys[-1] = None
            if isinstance(node, Mapping | Sequence):
                stack.append(node)
                keys.append(None)
        return root

    def _stop(self, root: Node | None, code: str, what: str, place: Place, instead: str) -> Node | None:
        self._refuse(code, what, place, instead)
        self.stopped = True
        return root

    def _refuse(self, code: str, what: str, place: Place, instead: str) -> None:
        """Note what is wrong; one thing a line, since a second is nearly always a consequence of the first."""
        if not self.found.has(place):
            self.found.add(code, what, place, instead)

    def _key(self, mapping: Mapping, key: Scalar) -> Scalar:
        above = key.place.line - 2
        if key.text == "<<":
            self._refuse("K09", "”<<” (sammanslagning) används inte", key.place, "Skriv ut nycklarna.")
        elif key.text in mapping.keys:
            first = mapping.keys[key.text].place.line
            what = f"nyckeln ”{short(key.text)}” står två gånger (först på rad {first})"
            self.found.add("K10", what, key.place, "Ta bort den ena eller slå ihop dem.")
        elif key.text[:1] in ("”", "“"):
            instead = f'Skriv "{key.text.strip("”“")}": med raka citattecken.'
            self._refuse("K24", "nyckeln står inom krulliga citattecken (från Word)", key.place, instead)
        elif " " in key.text and key.place.column == 1 and above >= 0 and self.document.lines[above].strip():
            # A section's name has no spaces: this is running text that slid to the left edge.
            code, what, line, column, instead = stray(self.document.lines, above + 1, 0)
            self._refuse(code, what, Place(self.document, line + 1, column + 1), instead)
        return key

    def _node(self, event: yaml.NodeEvent) -> Node:
        place = self.place(event.start_mark)
        column = place.column - 1
        char = place.text[column : column + 1]
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None or getattr(event, "tag", None) is not None:
            what, instead = f"ett värde får inte börja med {char} utan citattecken", advise(place.text, column)
            if char in "&!" and getattr(event, "style", "|") in ("|", ">"):
                name = place.text[column:].split(" ")[0]
                what = f"”{short(name, 40)}” ({'ett ankare' if char == '&' else 'en typ'}) används inte"
                instead = f"Ta bort {short(name, 40)}."
            self._refuse("K09", what, place, instead)
        if getattr(event, "flow_style", False):
            self._refuse("K12", *flow(place))
            return Scalar("", place)
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(place)
        if not isinstance(event, yaml.ScalarEvent):
            return Scalar("", place)
        if event.style in ("|", ">"):
            return self._block(event, place)
        if not event.style:
            self._look_at_plain(event, place)
        elif event.style == '"' and re.search(r"(?<!\w)[A-Za-z]:\\|\\\\\w", place.text[column:]):
            what = "ett bakstreck \\ inom dubbla citattecken läses som ett specialtecken"
            self._refuse("K19", what, place, "Använd enkla citattecken (') i stället för dubbla.")
        elif event.style == '"' and INVISIBLE.search(event.value):
            self._refuse("K05", "texten innehåller ett osynligt styrtecken", place, "Ta bort koden som börjar med \\.")
        return Scalar(event.value, place, skip=1 if event.style in ("'", '"') else 0)

    def _block(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        """A block of text. `>` is read as `|`: the lines as they stand, so that an empty line parts paragraphs."""
        if event.style == ">" and (match := re.match(r">[-+]?\d\S*", place.text[place.column - 1 :])):
            self._refuse("K15", "ett värde får inte börja med > utan citattecken", place, f"Sätt citattecken: '{match.group()}'")
        lines = self.document.lines[place.line : self._line(event.end_mark)]
        first = next((line for line in lines if line.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        if event.style == ">":
            return Scalar("\n".join(line[indent:] for line in lines).rstrip("\n"), place, True, indent)
        text = event.value.rstrip("\n")
        return Scalar(text, place, True, indent - (len(text.lstrip("\n")) - len(text.lstrip("\n").lstrip(" "))))

    def _line(self, mark: Any) -> int:
        """The line of a mark, from 0."""
        return int(mark.line) + self.first

    def _look_at_plain(self, event: yaml.ScalarEvent, place: Place) -> None:
        """A value without quotes, of which YAML would drop or join something that a person wrote."""
        end: Any = event.end_mark
        line = self._line(end)
        rest = self.document.lines[line][end.column :] if line < len(self.document.lines) else ""
        # A comment has two spaces before and one after; anything else is a text that was cut.
        if "#" in rest and ((event.value and re.match(r"\s#", rest)) or re.match(r"\s+#\S", rest)):
            spot = Place(self.document, line + 1, end.column + rest.index("#") + 1)
            if not event.value:
                instead = advise(spot.text, spot.column - 1)
            else:
                instead = advise(spot.text, place.column - 1) if spot.line == place.line else as_block(place.text)
                instead = instead.rstrip(".") + ". En kommentar ska ha två mellanslag före # och ett efter."
            self._refuse("K13", "texten klipps av vid # (det som följer läses som en kommentar)", spot, instead)
        starts = place.text[: place.column - 1].strip(" -") == ""  # on a line of its own, where a key might stand
        fault = no_space(self.document.lines, place.line - 1) if starts else None
        joined = [n for n in range(place.line, min(line + 1, self.end)) if JOINED.match(self.document.lines[n])]
        if starts and " | " in place.text:
            joined = []  # a whole table without its |, which the table's reader tells of
        if joined and starts and re.fullmatch(r"\w+", place.text[place.column - 1 :].strip()):
            fault = no_colon(self.document.lines, place.line - 1)
        elif joined:
            self._refuse("K23", *swallowed(self.document, joined[0], place))
        if fault:
            code, what, number, column, instead = fault
            self._refuse(code, what, Place(self.document, number + 1, column + 1), instead)
