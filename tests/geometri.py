"""Where things stand on the pages of a PDF, and what is wrong with that: each fault as a line of text.

A letter knows its page and the number of the tagged content it is in, so that cells of a table are found by the tags, and
which of them hold figures by the page of HTML that the PDF was made of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pdfplumber

from tests.page import Element, parse
from tests.pdf import Pdf, Tag

MM = 72 / 25.4
SLACK = 1.0  # pt that something may stick out: an overhanging letter, half of a rule
EDGES = 0.5  # pt between the right edges of figures in a column
LEAST = 0.6  # how full a page must be
LEAST_BEFORE_CHAPTER = 0.2  # and where a chapter begins on the next, as after the contents or where it begins with a chart
LEAST_LAST = 0.1  # and the report's last
ROWS = 3  # of a table that is broken, on either side of the break
GOAL = 12  # rows of one goal that are not parted


@dataclass(frozen=True)
class Box:
    """A letter or a drawing: its edges in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = ""
    number: int | None = None

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def common(self, other: Box) -> float:
        """The area that both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


@dataclass(frozen=True)
class Sheet:
    """A page: its size, its letters, and its rules and boxes."""

    width: float
    height: float
    letters: list[Box]
    drawings: list[Box]


class Layout:
    """A PDF's pages beside the page of HTML that it was made of."""

    def __init__(self, source: Path | BytesIO, html: str) -> None:
        self.pdf = Pdf(source)
        self.html = parse(html)
        found = re.search(r"@page\s*\{[^}]*?margin:\s*([\d.]+)mm ([\d.]+)mm ([\d.]+)mm ([\d.]+)mm", html)
        assert found, "the page's margins are not told in four measures"
        self.margins = [float(measure) * MM for measure in found.groups()]
        with pdfplumber.open(source) as file:
            self.sheets = [_sheet(page) for page in file.pages]

    def body(self, number: int) -> list[Box]:
        """The letters on a page between its upper and lower margins."""
        sheet = self.sheets[number]
        top, _, bottom, _ = self.margins
        return [one for one in sheet.letters if top - SLACK < (one.top + one.bottom) / 2 < sheet.height - bottom + SLACK]

    def all_faults(self) -> list[str]:
        """Everything that is wrong."""
        return [*self.outside(), *self.overlaps(), *self.ragged(), *self.empty(), *self.lonely(), *self.torn()]

    # The rules

    def outside(self) -> Iterator[str]:
        """Letters, rules and boxes beyond the margins; the cover, which has none, is held to the paper's edge."""
        for number, sheet in enumerate(self.sheets):
            top, right, bottom, left = self.margins if number else (0.0, 0.0, 0.0, 0.0)
            inside = {id(one) for one in self.body(number)}
            for one in [*sheet.letters, *sheet.drawings]:
                if not one.text.strip() and one not in sheet.drawings:
                    continue
                sideways = one.left < left - SLACK or one.right > sheet.width - right + SLACK
                if one.text and id(one) not in inside:  # a running header or a page number
                    above, below = 0.0, sheet.height
                else:
                    above, below = top, sheet.height - bottom
                if sideways or one.top < above - 3 * SLACK or one.bottom > below + 3 * SLACK:
                    yield f"page {number + 1}: ”{self._line(sheet, one)}” is outside the margins"
                    break

    def overlaps(self) -> Iterator[str]:
        """Letters that cover a good part of another."""
        for number, sheet in enumerate(self.sheets):
            places: dict[tuple[int, int], list[Box]] = defaultdict(list)
            shrunk = [_core(one) for one in sheet.letters if one.text.strip()]
            for one in shrunk:
                near = [other for x in (-1, 0, 1) for y in (-1, 0, 1) for other in places[_spot(one, x, y)]]
                covered = next((o for o in near if one.common(o) > 0.3 * min(one.area, o.area)), None)
                if covered:
                    yield f"page {number + 1}: ”{self._line(sheet, one)}” stands on ”{self._line(sheet, covered)}”"
                    break
                places[_spot(one)].append(one)

    def ragged(self) -> Iterator[str]:
        """Columns of figures whose right edges differ."""
        for name, number, edges in self.columns():
            if max(edges) - min(edges) > EDGES:
                yield f"page {number + 1}: {name}: right edges from {min(edges):.2f} to {max(edges):.2f}"

    def columns(self) -> Iterator[tuple[str, int, list[float]]]:
        """Every column of figures on every page: its name, the page, and where its figures end."""
        letters: list[dict[int | None, list[Box]]] = [defaultdict(list) for _ in self.sheets]
        for number, sheet in enumerate(self.sheets):
            for one in sheet.letters:
                if one.text.strip():
                    letters[number][one.number].append(one)
        tables = self.pdf.tree.all("Table")
        written = self.html.one("main").all("table")
        assert len(tables) == len(written)
        for table, element in zip(tables, written, strict=True):
            found: dict[tuple[int, int], list[float]] = defaultdict(list)
            columns = _columns(element)
            cells = [cell for body in table.all("TBody") for row in body.all("TR") for cell in row.all("TH", "TD")]
            for cell, (column, html) in zip(cells, columns, strict=True):
                if "tal" in html.classes and "ord" not in html.classes and not html.all("sup") and not html["colspan"]:
                    boxes = [(p.page, one) for p in cell.pieces() for one in letters[p.page][p.number]]
                    if boxes:
                        found[boxes[0][0], column].append(max(one.right for _, one in boxes))
            for (number, column), edges in found.items():
                yield f"{element.all('caption')[0].text}, column {column + 1}", number, edges

    def fullness(self, number: int) -> float:
        """How far down a page its text or drawings reach, as a share of the room between the margins."""
        sheet = self.sheets[number]
        top, _, bottom, _ = self.margins
        drawings = [one for one in sheet.drawings if one.bottom < sheet.height - bottom + SLACK]
        lowest = max((one.bottom for one in [*self.body(number), *drawings]), default=top)
        return (lowest - top) / (sheet.height - top - bottom)

    def empty(self) -> Iterator[str]:
        """Pages that are not full enough, the cover aside; the contents and what stands before them end before a chapter."""
        for number in range(1, len(self.sheets)):
            if number == len(self.sheets) - 1:
                least = LEAST_LAST
            else:
                least = LEAST_BEFORE_CHAPTER if self._begins_chapter(number + 1) else LEAST
            if self.fullness(number) < least:
                yield f"page {number + 1} is {self.fullness(number):.0%} full"

    def torn(self) -> Iterator[str]:
        """Tables broken where they need not be: a row, a goal with few indicators, or with few rows above or below."""
        for table, element in zip(self.pdf.tree.all("Table"), self.html.one("main").all("table"), strict=True):
            name = element.all("caption")[0].text
            by_goal = "typ-indikatorer" in element.classes
            pages: list[int] = []
            for body in table.all("TBody"):
                rows = [sorted({piece.page for cell in row.all("TH", "TD") for piece in cell.pieces()}) for row in body.all("TR")]
                own = [row[0] for row in rows if row]
                pages += own
                if any(len(row) > 1 for row in rows) and not by_goal:  # a goal's cell goes on beside all its rows
                    yield f"{name}: a row is broken"
                if by_goal and len(own) <= GOAL and len({page for row in rows for page in row}) > 1:
                    yield f"{name}: a goal is broken"
            counts = [pages.count(page) for page in sorted(set(pages))]
            if len(counts) > 1 and min(counts[0], counts[-1]) < ROWS:
                yield f"{name}: broken with {min(counts[0], counts[-1])} rows on a page"

    def lonely(self) -> Iterator[str]:
        """Headings, captions and heads of tables that are the last on their page."""
        last: dict[int, tuple[str, str]] = {}

        def walk(tag: Tag, above: str) -> None:
            role = tag.role if re.fullmatch(r"H\d|Caption|THead", tag.role) else above
            for part in tag.content:
                if isinstance(part, Tag):
                    walk(part, role)
                elif part.text.strip():
                    last[part.page] = (role, part.text)

        walk(self.pdf.tree, "")
        for number, (role, text) in sorted(last.items()):
            if role and number:
                yield f"page {number + 1} ends with the {role} ”{text}”"

    def _begins_chapter(self, number: int) -> bool:
        first = next((tag for tag in self.pdf.tree.walk() if any(_starts(tag, number))), None)
        while first is not None and not re.fullmatch(r"H\d", first.role):
            first = next((part for part in first.content if isinstance(part, Tag) and any(_starts(part, number))), None)
        chapters = ("H2", "H3") if any("bilaga" in part.classes for part in self.html.all("section")) else ("H2",)
        return first is not None and first.role in chapters

    def _line(self, sheet: Sheet, one: Box) -> str:
        """The text that stands round a letter, to find it by."""
        if not one.text:
            return "a rule or a box"
        same = [o for o in sheet.letters if o.number == one.number and abs(o.bottom - one.bottom) < 2]
        return "".join(o.text for o in same)[:40]


def _starts(tag: Tag, number: int) -> Iterator[bool]:
    """Is there something in a tag on a page?"""
    return (piece.page == number for piece in tag.pieces() if piece.text.strip())


def _columns(table: Element) -> list[tuple[int, Element]]:
    """The cells of a table's bodies with the column each begins in."""
    found = []
    for body in table.all("tbody"):
        taken: dict[int, set[int]] = defaultdict(set)
        for index, row in enumerate(body.all("tr")):
            column = 0
            for cell in row.all("th", "td"):
                while column in taken[index]:
                    column += 1
                wide = int(cell["colspan"] or 1)
                for below in range(index, index + int(cell["rowspan"] or 1)):
                    taken[below].update(range(column, column + wide))
                found.append((column, cell))
                column += wide
    return found


def _sheet(page: pdfplumber.page.Page) -> Sheet:
    letters = [Box(c["x0"], c["top"], c["x1"], c["bottom"], c["text"], c.get("mcid")) for c in page.chars if c["upright"]]
    drawings = [
        Box(d["x0"], d["top"], d["x1"], d["bottom"])
        for d in [*page.rects, *page.lines, *page.curves]
        if d["x1"] - d["x0"] < page.width - 1  # not the paper's own colour
    ]
    return Sheet(page.width, page.height, letters, drawings)


def _core(one: Box) -> Box:
    """The middle of a letter's box, where its ink is: lines stand close, and a box has room for accents and descenders."""
    height, width = one.bottom - one.top, one.right - one.left
    return Box(
        one.left + 0.1 * width, one.top + 0.3 * height, one.right - 0.1 * width, one.bottom - 0.25 * height, one.text, one.number
    )


def _spot(one: Box, right: int = 0, down: int = 0) -> tuple[int, int]:
    return int(one.left // 20) + right, int(one.top // 20) + down
