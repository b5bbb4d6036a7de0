"""A tagged PDF as a tree of structure elements with their text, read from the tags and not from where things stand."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, DictionaryObject, NameObject

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
Kind = tuple[str, str]  # an artifact's type and subtype


@dataclass(eq=False)
class Tag:
    """A structure element: its role, its attributes, and what is in it: tags, and pieces of text with their page."""

    role: str
    entry: DictionaryObject
    content: list[Tag | Piece] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """It and every tag within it, in reading order."""
        yield self
        for part in self.content:
            if isinstance(part, Tag):
                yield from part.walk()

    def all(self, *roles: str) -> list[Tag]:
        """The tags within it by role."""
        return [tag for tag in self.walk() if tag.role in roles and tag is not self]

    def pieces(self, without: tuple[str, ...] = ()) -> Iterator[Piece]:
        """The text in it in reading order, but for what stands in tags of some roles."""
        for part in self.content:
            if isinstance(part, Piece):
                yield part
            elif part.role not in without:
                yield from part.pieces(without)

    def text(self, without: tuple[str, ...] = ()) -> str:
        """Its text, in reading order."""
        return "".join(piece.text for piece in self.pieces(without))


@dataclass(frozen=True)
class Piece:
    """A piece of text, the page it stands on, and its number there."""

    text: str
    page: int
    number: int


class Pdf:
    """A PDF: pypdf's reader, and the tree of tags."""

    def __init__(self, source: Path | BytesIO) -> None:
        self.source = source
        self.reader = PdfReader(source)
        self.pages = list(self.reader.pages)
        self.root: Any = self.reader.trailer["/Root"]

    @property
    def path(self) -> Path:
        """Its file."""
        assert isinstance(self.source, Path)
        return self.source

    @cached_property
    def page_texts(self) -> list[str]:
        """The text of each page, as one who searches or copies gets it: by a program that knows nothing of ours."""
        program = shutil.which("pdftotext")
        assert program, "poppler-utils is missing: make test-system"
        done = subprocess.run([program, "-enc", "UTF-8", self.path, "-"], capture_output=True, check=True)
        return done.stdout.decode("utf-8").split("\f")[: len(self.pages)]

    @cached_property
    def tree(self) -> Tag:
        """The tree of tags."""
        numbers = {page.indirect_reference.idnum: i for i, page in enumerate(self.pages) if page.indirect_reference}
        marked = [text for text, _ in self._marked]

        def build(entry: Any, page: int) -> Tag:
            if "/Pg" in entry:
                page = numbers[entry.raw_get("/Pg").idnum]
            tag = Tag(str(entry.get("/S", "")).lstrip("/"), entry)
            kids = entry.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                kid = kid.get_object()
                if isinstance(kid, int):
                    tag.content.append(Piece(marked[page].get(kid, ""), page, int(kid)))
                elif kid.get("/Type") == "/MCR":
                    number = numbers[kid.raw_get("/Pg").idnum] if "/Pg" in kid else page
                    tag.content.append(Piece(marked[number].get(int(kid["/MCID"]), ""), number, int(kid["/MCID"])))
                elif kid.get("/Type") != "/OBJR":
                    tag.content.append(build(kid, page))
            return tag

        return build(self.root["/StructTreeRoot"], 0)

    @cached_property
    def _marked(self) -> list[tuple[dict[int, str], list[tuple[Kind, str]]]]:
        return [_marked_text(page) for page in self.pages]

    def artifacts(self) -> list[list[tuple[Kind, str]]]:
        """The text on each page that is no content, each with its kind: `("/Pagination", "/Header")`, or nothing."""
        return [artifacts for _, artifacts in self._marked]

    def fonts(self) -> dict[str, DictionaryObject]:
        """The fonts that are used, by name, each with its descriptor."""
        found: dict[str, DictionaryObject] = {}
        for page in self.pages:
            resources: Any = page["/Resources"]
            for font in (resources.get("/Font") or {}).values():
                for real in font.get_object().get("/DescendantFonts") or [font]:
                    entry: Any = real.get_object()
                    found[str(entry["/BaseFont"])] = entry["/FontDescriptor"].get_object()
        return found


def _marked_text(page: PageObject) -> tuple[dict[int, str], list[tuple[Kind, str]]]:
    """The text of each marked piece of a page's content, and of its artifacts. Fails where text is neither."""
    resources: Any = page["/Resources"]
    letters = {name: _letters(font.get_object()) for name, font in (resources.get("/Font") or {}).items()}
    found: dict[int, str] = {}
    artifacts: list[tuple[Kind, str]] = []
    marks: list[int | Kind] = []
    font: dict[int, str] = {}
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if len(operands) > 1 and isinstance(operands[1], DictionaryObject) else {}
            kind = (str(properties.get("/Type", "")), str(properties.get("/Subtype", "")))
            marks.append(kind if operands[0] == "/Artifact" else int(properties["/MCID"]))
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            font = letters[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            parts = operands[0] if operator == b"TJ" else operands
            data = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
            text = "".join(font.get(code, "\ufffd") for code in _codes(data))
            mark = marks[-1]
            if isinstance(mark, int):
                found[mark] = found.get(mark, "") + text
            else:
                artifacts.append((mark, text))
    return found, artifacts


def _codes(data: bytes) -> Iterator[int]:
    return (int.from_bytes(data[i : i + 2], "big") for i in range(0, len(data), 2))


def _letters(font: DictionaryObject) -> dict[int, str]:
    """What each code of a font means, by its ToUnicode table."""
    table: Any = font[NameObject("/ToUnicode")]
    text = table.get_data().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, letter in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + step] = chr(int(letter, 16) + step)
    return found
