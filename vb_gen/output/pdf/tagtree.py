"""The tag tree of a PDF, mended where WeasyPrint leaves it in pieces.

WeasyPrint tags page by page: a table that breaks over pages becomes one Table a page, each with its repeated head; a
list item that breaks loses its LBody; and headers, footers and page numbers are tagged but outside the tree. Here a
table becomes one again, the pieces of a list item get their body, and whatever no longer is (or never was) in the tree
becomes an artifact, so that no reader is told it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pydyf

POINT = 0.75  # a pixel of CSS in points


class TagTree:
    """The structure elements of a PDF that is about to be written."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.root = next(o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and o.get("Type") == "/StructTreeRoot")

    def element(self, reference: Any) -> Any:
        """The object that a reference names; None for a marked-content number."""
        if isinstance(reference, int):
            return None
        return self.pdf.objects[int(reference.split()[0])]

    def children(self, element: Any) -> list[Any]:
        """An element's structure elements."""
        found = [self.element(kid) for kid in element.get("K", [])]
        return [item for item in found if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"]

    def walk(self, element: Any = None) -> Iterator[Any]:
        """Every structure element below one (the document), in reading order."""
        for child in self.children(self.root if element is None else element):
            yield child
            yield from self.walk(child)

    def move(self, element: Any, parent: Any) -> None:
        """Make an element the last child of another."""
        element["P"] = parent.reference
        parent["K"].append(element.reference)

    def mend(self, tables: Sequence[Any]) -> None:
        """Join what page breaks parted, and turn what is outside the tree into artifacts.

        `tables` are the HTML elements of the tables as they were laid out, one for every page a table stands on.
        """
        self._join_tables(tables)
        self._give_bodies()
        self._make_artifacts()
        self._place_figures()

    def _join_tables(self, sources: Sequence[Any]) -> None:
        """Tables of one HTML element are one table that broke over pages."""
        tables = [element for element in self.walk() if element["S"] == "/Table"]
        assert len(tables) == len(sources), "WeasyPrint has changed how it tags tables"
        first: dict[int, Any] = {}
        for table, source in zip(tables, sources, strict=True):
            if id(source) in first:
                self._append(table, first[id(source)])
            else:
                first[id(source)] = table

    def _append(self, table: Any, previous: Any) -> None:
        """Put a table's bodies after another's, and take the emptied table out of the tree."""
        for part in self.children(table):
            if part["S"] in ("/THead", "/Caption"):
                continue
            last = self.children(previous)[-1]
            if self._unfinished(last):  # a cell spans rows on both pages: the body is one
                for row in self.children(part):
                    self.move(row, last)
            else:
                self.move(part, previous)
        table["K"] = pydyf.Array([])
        parent = self.element(table["P"])
        parent["K"].remove(table.reference)
        while parent is not None and not parent["K"] and parent.get("S") not in ("/Document", None):
            above = self.element(parent["P"])
            above["K"].remove(parent.reference)
            parent = above

    def _unfinished(self, body: Any) -> bool:
        """Does a cell of a table's body span more rows than the body has?"""
        rows = self.children(body)
        spans = [
            number + int(cell.get("A", {}).get("RowSpan", 1)) for number, row in enumerate(rows) for cell in self.children(row)
        ]
        return max(spans, default=0) > len(rows)

    def _give_bodies(self) -> None:
        """What stands right in a list item that broke over pages belongs in its body."""
        for item in [element for element in self.walk() if element["S"] == "/LI"]:
            kids = list(item["K"])
            loose = [kid for kid in kids if (self.element(kid) or {}).get("S") not in ("/Lbl", "/LBody")]
            if not loose:
                continue
            body = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(loose), "Pg": item["Pg"], "P": item.reference}
            )
            self.pdf.add_object(body)
            for kid in loose:
                element = self.element(kid)
                if element is not None and "P" in element:
                    element["P"] = body.reference
            item["K"] = pydyf.Array([body.reference if kid is loose[0] else kid for kid in kids if kid not in loose[1:]])

    def _make_artifacts(self) -> None:
        """Content whose element is not in the tree is an artifact: headers, page numbers, repeated table heads."""
        inside = {element.reference for element in self.walk()}
        numbers = self.element(self.root["ParentTree"])["Nums"]
        for page_number, owners in zip(numbers[::2], numbers[1::2], strict=True):
            if not isinstance(owners, list):
                continue  # an annotation's parent
            outside = {number: self._in_table(owner) for number, owner in enumerate(owners) if owner not in inside}
            if outside:
                page = self.element(self.pdf.page_references[page_number])
                _unmark(self.element(page["Contents"]), outside, _height(page))
                for number in outside:
                    owners[number] = "null"

    def _in_table(self, reference: Any) -> bool:
        """Does an element outside the tree belong to a table, and not to a page's margins?"""
        element = self.element(reference)
        while element["S"] not in ("/Document", "/Table"):
            element = self.element(element["P"])
        return bool(element["S"] == "/Table")

    def _place_figures(self) -> None:
        """A picture's box is told in the page's own measure: points, from below; WeasyPrint gives pixels from above."""
        for figure in self.walk():
            if figure["S"] == "/Figure":
                left, top, right, bottom = figure["A"]["BBox"]
                height = _height(self.element(figure["Pg"]))
                figure["A"]["BBox"] = pydyf.Array(
                    round(number, 3) for number in (left * POINT, height - bottom * POINT, right * POINT, height - top * POINT)
                )


def table_sources(document: Any) -> list[Any]:
    """The HTML element of every table on every page of a laid-out document, in order."""
    return [
        box.element
        for page in document.pages
        for box in page._page_box.descendants()
        if box.element_tag == "table" and getattr(box, "is_table_wrapper", False)
    ]


def _height(page: Any) -> float:
    """A page's height in points."""
    return float(page["MediaBox"][3])


def _unmark(stream: Any, outside: Mapping[int, bool], height: float) -> None:
    """Turn marked content with these numbers into artifacts: of tables (true), or running headers and footers."""
    parts = stream.stream
    out: list[Any] = []
    index = 0
    while index < len(parts):
        mark = parts[index + 1] if index + 1 < len(parts) else None
        if isinstance(mark, pydyf.Dictionary) and mark.get("MCID") in outside and parts[index + 2] == b"BDC":
            if outside[mark["MCID"]]:
                out += ["/Artifact", b"BMC"]
            else:
                placed = next(part for part in parts[index:] if isinstance(part, bytes) and part.endswith(b" Tm"))
                above = float(placed.split()[-2]) * POINT < height / 2
                kind = {"Type": "/Pagination", "Subtype": "/Header" if above else "/Footer"}
                out += ["/Artifact", pydyf.Dictionary(kind), b"BDC"]
            index += 3
            continue
        out.append(parts[index])
        index += 1
    stream.stream = out
