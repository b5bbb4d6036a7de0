"""Drawings (SVG), which may come from a stranger: only shapes and colours, nothing that runs, fetches, repeats or is set in type.

Every element and attribute that is not known to be plain is refused, at its place in the file.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from vb_gen.core.finding import Collector, Document, Place, short
from vb_gen.core.pattern import regex

MAX_ELEMENTS, MAX_NESTING = 5_000, 40
SVG = "http://www.w3.org/2000/svg"
_ELEMENT = regex(
    "svg|g|defs|title|desc|path|rect|circle|ellipse|line|polyline|polygon|linearGradient|radialGradient|stop|clipPath"
)
_ATTRIBUTE = regex(
    "id|class|version|baseProfile|viewBox|preserveAspectRatio|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|fx|fy|width|height|d|points|"
    "transform|pathLength|offset|gradientUnits|gradientTransform|spreadMethod|clipPathUnits|clip-path|clip-rule|"
    "fill|fill-opacity|fill-rule|stroke|stroke-(?:width|linecap|linejoin|miterlimit|dasharray|dashoffset|opacity)|"
    "stop-color|stop-opacity|opacity|color|display|visibility|role|aria-label|aria-labelledby|style|data-name"
)
_XML_SPACE = "http://www.w3.org/XML/1998/namespace space"
_INNER = regex(r"url\(\s*#[\w.-]+\s*\)")
_FETCHING = regex(r"url\(|\\|@|/\*|(?:image|image-set|element|src|var|expression)\(|javascript:|data:", re.I)
_NUMBER = r"-?(?:\d+(?:\.\d*)?|\.\d+)"
_VIEW_BOX = regex(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*", re.ASCII)
_PLAIN = "Spara logotypen som enkel SVG (i Inkscape: Vanlig SVG; i Illustrator: presentationsattribut, text som konturer)."


class _Stop(Exception):
    """Enough is wrong; the rest is not read."""


def look_at_drawing(document: Document, found: Collector) -> bool:
    """Is a drawing one that may be printed? What is wrong is added to `found`."""
    before = len(found.findings)
    _Reader(document, found).read()
    return len(found.findings) == before


class _Reader:
    def __init__(self, document: Document, found: Collector) -> None:
        self.document, self.found = document, found
        self.elements = self.nesting = 0
        self.clipping = 0  # how many clipPaths are open
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def read(self) -> None:
        try:
            self.parser.Parse("\n".join(self.document.lines).encode("utf-8"), True)
        except _Stop:
            pass
        except expat.ExpatError as error:
            place = Place(self.document, error.lineno, error.offset + 1)
            self.found.add("V04", "filen är inte en riktig SVG: den går inte att läsa härifrån", place, _PLAIN)

    def _refuse(self, what: str, instead: str = _PLAIN) -> None:
        place = Place(self.document, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        self.found.add("V04", what, place, instead)

    def _doctype(self, *_: object) -> None:
        self._refuse("filen har en DOCTYPE, som kan hämta eller upprepa annat", "Ta bort raden som börjar med <!DOCTYPE.")
        raise _Stop

    def _instruction(self, *_: object) -> None:
        self._refuse("filen har en instruktion till andra program (<?…?>)", "Ta bort den.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.nesting += 1
        space, _, own = name.rpartition(" ")
        if self.elements == 1:
            self._root(space, own, attributes)
        if self.elements > MAX_ELEMENTS or self.nesting > MAX_NESTING:
            self._refuse("logotypen är för invecklad", "Förenkla den: en logotyp klarar sig med några hundra former.")
            raise _Stop
        if space != SVG or not _ELEMENT.fullmatch(own):
            self._refuse(f"<{short(own, 40)}> får inte finnas i en logotyp")
            return
        self.clipping += own == "clipPath"
        for key, value in attributes.items():
            shown = short(key.rpartition(" ")[2], 40)
            if not _ATTRIBUTE.fullmatch(key) and key != _XML_SPACE:
                self._refuse(f"{shown} på <{own}> får inte finnas i en logotyp")
            elif _FETCHING.search(_INNER.sub("", value)):
                self._refuse(f"{shown} på <{own}> hänvisar till något utanför logotypen")
            elif self.clipping and (key == "clip-path" or (key == "style" and "clip-path" in value.casefold())):
                # Each would be drawn once for every shape that the next one clips: 2, 4, 8 …
                self._refuse(f"{shown} på <{own}> beskär det som i sin tur beskär något annat", "Ta bort den ena beskärningen.")

    def _root(self, space: str, own: str, attributes: dict[str, str]) -> None:
        if (space, own) != (SVG, "svg"):
            self._refuse("filen är ingen SVG: den börjar inte med <svg xmlns=…>")
            raise _Stop
        if not _VIEW_BOX.fullmatch(attributes.get("viewBox", "")):
            self._refuse("logotypen saknar viewBox, och har därför inga proportioner")

    def _end(self, name: str) -> None:
        self.nesting -= 1
        self.clipping -= name == f"{SVG} clipPath"
