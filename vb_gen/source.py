"""YAML text to nodes that remember where they stand.

Every scalar is read as text. Only what a report needs is let through: mappings, sequences and scalars in block style.
Anchors, aliases, tags, merge keys, several documents and flow collections (`{a: 9,6}` is two values, not one) are
refused, and so is whatever silently changes what a person wrote. Depth and size are bounded, since inputs may come
from strangers.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from vb_gen.errors import Collector, Document, InputError, Place

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
_ODD_SPACES = "\u00a0\u2007\u2009\u202f\u3000"
_BREAKS = {"\u2028": "U+2028", "\u2029": "U+2029", "\u0085": "U+0085", "\x0b": "U+000B", "\x0c": "U+000C"}
_Loader: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was written, and where it begins."""

    text: str
    place: Place
    block: bool = False  # a literal block: line i of the text is line i of the file
    indent: int = 0  # of a literal block's content
    skip: int = 0  # characters between the place and the text (an opening quote)

    def at(self, line: int, column: int = 0) -> Place:
        """The place of a character: line and column of the text, counted from 0."""
        if self.block:
            return Place(self.place.document, self.place.line + 1 + line, self.indent + column + 1)
        if line == 0:
            return Place(self.place.document, self.place.line, self.place.column + self.skip + column)
        return self.place

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the text, numbered from 0."""
        yield from enumerate(self.text.split("\n"))

    def at_offset(self, offset: int) -> Place:
        """The place of the character at an offset in the text."""
        line = self.text.count("\n", 0, offset)
        return self.at(line, offset - (self.text.rfind("\n", 0, offset) + 1))


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their nodes, in the order written."""

    place: Place
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes in the order written."""

    place: Place
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence


def read_document(path: Path, name: str) -> Document:
    """Read a text file as UTF-8; a BOM, CRLF and decomposed å, ä, ö are accepted and made plain.

    Raises :class:`InputError` for another encoding, tabs in the indentation, and characters that nobody sees.
    """
    data = path.read_bytes()
    empty = Document(name, ())
    if len(data) > MAX_BYTES:
        raise _failure("K01", f"filen är större än {MAX_BYTES // 1_000_000} MB", Place(empty, 1, 1), "Dela filen.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = "filen är sparad som UTF-16"
        raise _failure("K02", text, Place(empty, 1, 1), "Spara om filen med kodningen UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        guess = data.decode("cp1252", "replace")
        document = Document(name, tuple(guess.replace("\r\n", "\n").split("\n")))
        place = Place(document, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        what = "filen är inte sparad som UTF-8 (å, ä och ö går inte att läsa; troligen Windows-1252)"
        raise _failure("K02", what, place, "Spara om filen med kodningen UTF-8.") from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    document = Document(name, tuple(text.split("\n")))
    _look_at_raw(document)
    return document


def _failure(code: str, text: str, place: Place, instead: str = "") -> InputError:
    found = Collector()
    found.add(code, text, place, instead)
    return InputError(found.findings)


def _look_at_raw(document: Document) -> None:
    """Refuse what YAML would read otherwise than a person sees it."""
    found = Collector()
    for number, line in enumerate(document.lines, 1):
        lead = line[: len(line) - len(line.lstrip())]
        for column, char in enumerate(lead, 1):
            if char == "\t":
                text = "raden är indragen med tabb"
                found.add("K03", text, Place(document, number, column), "Dra in med mellanslag, två för varje steg.")
                break
            if char in _ODD_SPACES:
                text = "indraget innehåller ett hårt mellanslag (inklistrat från Word eller en webbsida)"
                found.add("K04", text, Place(document, number, column), "Byt det mot ett vanligt mellanslag.")
                break
        for column, char in enumerate(line, 1):
            if char in _BREAKS:
                text = f"raden innehåller en osynlig radbrytning ({_BREAKS[char]})"
                found.add("K05", text, Place(document, number, column), "Ta bort tecknet och bryt raden med retur.")
            elif unicodedata.category(char) == "Cc" and char != "\t":
                text = f"raden innehåller ett osynligt styrtecken (U+{ord(char):04X})"
                found.add("K05", text, Place(document, number, column), "Ta bort tecknet.")
    found.stop()


def parse(document: Document) -> Mapping:
    """A document as a mapping of nodes. Raises :class:`InputError` with what is wrong in it."""
    found = Collector()
    try:
        root = _Builder(document, found).build()
    except yaml.MarkedYAMLError as error:
        _explain(error, document, found)
        root = None
    found.stop()
    if root is None:
        return Mapping(Place(document, 1, 1))
    if not isinstance(root, Mapping):
        what = "filen ska bestå av nycklar med värden"
        raise _failure("K06", what, root.place, "Skriv till exempel ”analys: |” och texten indragen på raderna under.")
    return root


class _Builder:
    """Builds nodes from parser events with a stack of its own (PyYAML's composer recurses)."""

    def __init__(self, document: Document, found: Collector) -> None:
        self.document = document
        self.found = found

    def place(self, mark: Any) -> Place:  # C and Python parsers have mark classes of their own
        return Place(self.document, mark.line + 1, mark.column + 1)

    def build(self) -> Node | None:
        root: Node | None = None
        stack: list[Mapping | Sequence] = []
        keys: list[Scalar | None] = []  # the key waiting for its value, one for each open collection
        documents = 0
        for event in yaml.parse("\n".join(self.document.lines), Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    what = "raden ”---” börjar ett nytt dokument"
                    self.found.add("K07", what, self.place(event.start_mark), "Ta bort raden.")
                    return root
                continue
            if isinstance(event, yaml.AliasEvent):
                self._refuse_alias(event)
                return root
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
                keys.pop()
                continue
            if not isinstance(event, yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent):
                continue
            if not self._allowed(event, len(stack)):
                return root
            node = self._node(event)
            if not stack:
                root = node
            elif isinstance(stack[-1], Sequence):
                stack[-1].items.append(node)
            elif keys[-1] is None:
                if not isinstance(node, Scalar):
                    self.found.add("K08", "här ska stå ett namn före kolonet", node.place)
                    return root
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

    def _key(self, mapping: Mapping, key: Scalar) -> Scalar:
        if key.text == "<<":
            self.found.add("K09", "”<<” (sammanslagning) används inte", key.place, "Skriv ut nycklarna.")
        elif key.text in mapping.keys:
            first = mapping.keys[key.text].place.line
            what = f"nyckeln ”{key.text}” står två gånger (först på rad {first})"
            self.found.add("K10", what, key.place, "Ta bort den ena eller slå ihop dem.")
        return key

    def _refuse_alias(self, event: yaml.AliasEvent) -> None:
        place = self.place(event.start_mark)
        what = "ett värde får inte börja med * utan citattecken"
        self.found.add("K09", what, place, f"Sätt citattecken: '{place.text[place.column - 1 :].strip()}'")

    def _allowed(self, event: yaml.NodeEvent, depth: int) -> bool:
        place = self.place(event.start_mark)
        rest = place.text[place.column - 1 :].strip()
        if event.anchor is not None:
            what = "ett värde får inte börja med & utan citattecken"
            self.found.add("K09", what, place, f"Sätt citattecken: '{rest}'")
            return False
        if getattr(event, "tag", None) is not None:
            what = "ett värde får inte börja med ! utan citattecken"
            self.found.add("K09", what, place, f"Sätt citattecken: '{rest}'")
            return False
        if depth >= MAX_DEPTH:
            self.found.add("K11", f"innehållet är nästlat djupare än {MAX_DEPTH} nivåer", place)
            return False
        if getattr(event, "flow_style", False):
            empty = re.match(r"\[\s*\]|\{\s*\}", rest)
            if rest.startswith("{{"):
                what = "en hänvisning {{ … }} får inte börja ett värde utan citattecken"
                instead = "Skriv texten som ett block: ”nyckel: |” och texten indragen på nästa rad."
            else:
                what = f"{rest[0]} … {'}' if rest[0] == '{' else ']'} på en rad används inte: ett decimalkomma delar värdet"
                instead = "Skriv varje värde på en egen rad" + (", eller ta bort nyckeln." if empty else ".")
            self.found.add("K12", what, place, instead)
            return False
        return True

    def _node(self, event: yaml.NodeEvent) -> Node:
        place = self.place(event.start_mark)
        if isinstance(event, yaml.MappingStartEvent):
            return Mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(place)
        assert isinstance(event, yaml.ScalarEvent)
        if event.style == "|":
            return Scalar(event.value.rstrip("\n"), place, True, self._indent(place))
        if not event.style:
            self._look_for_cut(event, place)
        return Scalar(event.value, place, skip=1 if event.style in ("'", '"') else 0)

    def _indent(self, place: Place) -> int:
        """How far a literal block's content is indented: its first line with text decides."""
        for line in self.document.lines[place.line :]:
            if line.strip():
                return len(line) - len(line.lstrip(" "))
        return 0

    def _look_for_cut(self, event: yaml.ScalarEvent, place: Place) -> None:
        """A plain value followed by ` #`: a comment has two spaces before and one after, else a text was cut."""
        end = event.end_mark
        assert end is not None
        rest = self.document.lines[end.line][end.column :] if end.line < len(self.document.lines) else ""
        if (event.value and re.match(r"\s#", rest)) or re.match(r"\s+#\S", rest):
            spot = Place(self.document, end.line + 1, end.column + rest.index("#") + 1)
            if spot.line == place.line and event.value:
                whole = place.text[place.column - 1 :].strip()
                what = "texten klipps av vid # (det som följer blir en kommentar)"
                self.found.add("K13", what, spot, f"Sätt citattecken: '{whole}' – eller två mellanslag före en kommentar.")


_PROBLEMS = (
    (r"mapping values are not allowed", "K14", "ett kolon för mycket på raden, eller fel indrag",
     "Sätt citattecken om texten innehåller kolon: 'Rubrik: text'. Annars: kontrollera indraget."),
    (r"found character '[@`]'|cannot start any token", "K15", "ett värde får inte börja med tecknet här utan citattecken",
     "Sätt citattecken runt värdet: '@…'."),
    (r"did not find expected alphabetic or numeric|expected alphabetic", "K15",
     "ett värde får inte börja med * eller & utan citattecken", "Sätt citattecken runt värdet: '*'."),
    (r"block scalar|chomping|comment or a line break", "K15", "ett värde får inte börja med > utan citattecken",
     "Sätt citattecken runt värdet: '>64 %'."),
    (r"'%'|directive", "K15", "en rad får inte börja med %", "Sätt citattecken runt värdet: '%'."),
    (r"could not find expected ':'", "K16", "ett kolon saknas efter nyckeln, eller ett mellanslag efter kolonet",
     "Skriv ”nyckel: värde”, med mellanslag efter kolonet."),
    (r"expected <?block end>?|expected <document start>|did not find expected key|block mapping|block collection", "K17",
     "raden är inte indragen som de andra, eller saknar nyckel", "Dra in raden lika mycket som raderna intill."),
    (r"quoted scalar|unexpected end of stream|end of stream", "K18", "ett citattecken saknar sitt par",
     "Avsluta med samma tecken som texten börjar med."),
    (r"sequence entries are not allowed", "K17", "ett streck (-) på fel ställe", "Skriv listan på egna rader under nyckeln."),
    (r"escape|unknown escape", "K19", "ett bakstreck \\ inom \" \" läses som specialtecken", "Använd ' ' i stället för \" \"."),
)  # fmt: skip


def _explain(error: yaml.MarkedYAMLError, document: Document, found: Collector) -> None:
    """Put PyYAML's complaint into words that tell what to write."""
    mark = error.problem_mark or error.context_mark
    place = Place(document, mark.line + 1, mark.column + 1) if mark else Place(document, 1, 1)
    problem = f"{error.context or ''} {error.problem or ''}"
    if place.line > len(document.lines) or not place.text.strip():
        context = error.context_mark
        if context and context.line + 1 < place.line:
            place = Place(document, context.line + 1, context.column + 1)
    # The reader stops where it no longer understands; a value that may not begin so stands before that.
    begun = re.match(r"\s*(?:- )?(?:[^\s:#'\"][^:#'\"]*:\s+)?([>*&@%`|])(?=\S)", place.text)
    if (begun and begun.group(1) not in "|") or (begun and re.search("block scalar|line break", problem)):
        spot = Place(document, place.line, begun.start(1) + 1)
        value = place.text[begun.start(1) :].strip()
        what = f"ett värde får inte börja med {begun.group(1)} utan citattecken"
        found.add("K15", what, spot, f"Sätt citattecken: '{value}'")
        return
    for pattern, code, what, instead in _PROBLEMS:
        if re.search(pattern, problem):
            found.add(code, what, place, instead)
            return
    found.add("K20", "raden går inte att läsa som YAML", place, "Kontrollera indrag, kolon och citattecken.")


def nearest(word: str, known: list[str]) -> str:
    """`menade du …?` for a word nobody knows, or the known words."""
    close = difflib.get_close_matches(word.casefold(), [k.casefold() for k in known], n=1, cutoff=0.6)
    if close:
        return f"Menade du ”{next(k for k in known if k.casefold() == close[0])}”?"
    shown = known if len(known) <= 12 else [*known[:12], f"och {len(known) - 12} till"]
    return "Kända namn: " + ", ".join(shown) + "."
