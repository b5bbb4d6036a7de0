"""A report's running text, wherever it stands: its passages, paragraphs and sentences, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vb_gen.checks.base import Remark
from vb_gen.errors import Level, Place
from vb_gen.model.innehall import Indikatorer, Mål, Målredovisning
from vb_gen.references import Figur, Index, ReferenceProblem
from vb_gen.report import Report, Section
from vb_gen.source import Scalar

REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.S)
HEADING = re.compile(r"^ {0,3}#{1,6} +(?P<namn>.*?)(?: +#+)? *$", re.M)
_PARTS = ("beskrivning", "bedömning", "motivering", "resultat", "övrigt", "avvikelser", "uppdrag")
_SHORT = "".join(
    rf"(?<!\b{re.escape(word)})" for word in ("bl.a.", "t.ex.", "dvs.", "ca.", "avd.", "kl.", "nr.", "inkl.", "resp.")
)
_BREAK = r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+]|#{1,6}|\d{1,2}[.)])\s)"
_PARAGRAPH = re.compile(_BREAK)
_SENTENCE = re.compile(rf"(?<=[.!?])[”\")]?{_SHORT}\s+(?=[A-ZÅÄÖ\d{{”\"(*])|{_BREAK}")
_LEAD = re.compile(r"\s*(?:(?:[-*+]|#{1,6}|\d{1,2}[.)])\s+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence or a paragraph: its text with plain spaces, letter for letter as it stands, and where it begins."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A text under one key."""

    avsnitt: Section
    text: Scalar
    nyckel: str
    rad: str = ""  # the goal or the row it is said of

    def place(self, offset: int) -> Place:
        """The place of a letter."""
        return self.text.at_offset(offset)

    def paragraphs(self) -> Iterator[Span]:
        """Paragraphs, points of lists and headings, each one on its own."""
        return self._split(_PARAGRAPH)

    def sentences(self) -> Iterator[Span]:
        """Sentences; a point of a list, and a heading, is one at least."""
        return self._split(_SENTENCE)

    def _split(self, end: re.Pattern[str]) -> Iterator[Span]:
        raw, start = self.text.text, 0
        for stop, after in [*((match.start(), match.end()) for match in end.finditer(raw)), (len(raw), len(raw))]:
            lead = _LEAD.match(raw, start, stop)
            first = lead.end() if lead else start
            if raw[first:stop].strip():
                yield Span(re.sub(r"\s", " ", raw[first:stop]), first)
            start = after


def passages(report: Report, *, cells: bool = False) -> Iterator[Passage]:
    """Every running text of a report, in order; `cells` adds the cells of tables that hold words."""
    for section in report.walk():
        content = section.innehåll
        if content is None:
            continue
        if content.text:
            yield Passage(section, content.text, "text")
        if isinstance(content, Målredovisning):
            for area in content.målområden:
                if area.text:
                    yield Passage(section, area.text, "text")
                for goal in area.mål:
                    yield from _goal(section, goal)
        elif isinstance(content, Indikatorer):
            for group in content.grupper:
                for goal in group.mål:
                    yield from _goal(section, goal)
                if group.kommentar:
                    yield Passage(section, group.kommentar, "kommentar")
        if content.kommentar:
            yield Passage(section, content.kommentar, "kommentar")
        if cells:
            yield from _cells(section)


def _goal(section: Section, goal: Mål) -> Iterator[Passage]:
    for key in _PARTS:
        text = getattr(goal, key)
        if text:
            yield Passage(section, text, key, goal.namn)


def _cells(section: Section) -> Iterator[Passage]:
    for table in section.tabeller:
        words = [column for column in table.kolumner if column.innehåll == "text"]
        for row in table.rader:
            for column in words:
                box = row.celler.get(column.ord)
                if box is not None and box.cell.shown:
                    yield Passage(section, Scalar(box.cell.text, box.plats), column.ord, row.etikett)


def remark(
    report: Report, passage: Passage, offset: int, code: str, level: Level, text: str, instead: str, **more: Any
) -> Remark:
    """A remark about a spot in running text."""
    place = passage.place(offset)
    return Remark(code, text, place, instead, level, rapport=report.name, avsnitt=passage.avsnitt.id, rad=passage.rad, **more)


def follow(index: Index, expression: str) -> Figur | None:
    """The figure behind a reference; None for a count, and for one that cannot be followed (building it says why)."""
    try:
        return index.figure(expression)
    except ReferenceProblem:
        return None


def said(index: Index, text: str) -> str:
    """A text with its references put in."""

    def put(match: re.Match[str]) -> str:
        try:
            return index.say(match.group(1))
        except ReferenceProblem:
            return "…"

    return REFERENCE.sub(put, text)
