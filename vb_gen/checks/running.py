"""A report's running text, wherever it stands: its passages, paragraphs and sentences, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library, Remark
from vb_gen.core.finding import Level, Place
from vb_gen.core.node import Scalar
from vb_gen.core.pattern import regex
from vb_gen.model.content import Indikatorer, Mål, Målredovisning
from vb_gen.model.report import Report, Section
from vb_gen.text.references import Figur, Index, ReferenceProblem
from vb_gen.text.sentences import breaks, parted

REFERENCE = regex(r"\{\{(.{0,400}?)\}\}", re.S)
HEADING = regex(r"^ {0,3}#{1,6} +(?P<namn>.*?)(?: +#+)? *$", re.M)
_PARTS = ("beskrivning", "bedömning", "motivering", "resultat", "övrigt", "avvikelser", "uppdrag")
_LEAD = regex(r"\s*(?:(?:[-*+]|#{1,6}|\d{1,2}[.)])\s+)?")


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence or a paragraph: its text with plain spaces, letter for letter as it stands, and where it begins."""

    text: str
    start: int


@dataclass(frozen=True, eq=False)
class Passage:
    """A text under one key."""

    avsnitt: Section
    text: Scalar
    nyckel: str
    rad: str = ""  # the goal or the row it is said of

    def place(self, offset: int) -> Place:
        """The place of a letter."""
        return self.text.at_offset(offset)

    @cached_property
    def paragraphs(self) -> list[Span]:
        """Paragraphs, points of lists and headings, each one on its own."""
        return list(self._split(parted(self.text.text)))

    @cached_property
    def sentences(self) -> list[Span]:
        """Sentences; a point of a list, and a heading, is one at least."""
        return list(self._split(breaks(self.text.text)))

    def _split(self, ends: Iterable[tuple[int, int]]) -> Iterator[Span]:
        raw, start = self.text.text, 0
        for stop, after in [*ends, (len(raw), len(raw))]:
            lead = _LEAD.match(raw, start, stop)
            first = lead.end() if lead else start
            if raw[first:stop].strip():
                yield Span(re.sub(r"\s", " ", raw[first:stop]), first)
            start = after


class Reading:
    """What is written in one report, read once for all rules."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._figures: dict[str, Figur | None] = {}

    @cached_property
    def passages(self) -> list[Passage]:
        """Every running text, in order."""
        return list(_passages(self.report))

    @cached_property
    def cells(self) -> list[Passage]:
        """The cells of tables that hold words."""
        return [cell for section in self.report.walk() for cell in _cells(section)]

    @cached_property
    def index(self) -> Index:
        """What the references point at."""
        return Index(self.report)

    def figure(self, expression: str) -> Figur | None:
        """The figure behind a reference; None for a count, and for one that cannot be followed (building it says why)."""
        if expression not in self._figures:
            try:
                self._figures[expression] = self.index.figure(expression)
            except ReferenceProblem:
                self._figures[expression] = None
        return self._figures[expression]

    def said(self, text: str) -> str:
        """A text with its references put in."""
        return REFERENCE.sub(self._say, text)

    def _say(self, match: re.Match[str]) -> str:
        try:
            return self.index.say(match.group(1))
        except ReferenceProblem:
            return "…"


_readings: WeakKeyDictionary[Library, dict[int, Reading]] = WeakKeyDictionary()


def reading(library: Library, report: Report) -> Reading:
    """A report as it is read by the rules that look at its words."""
    return _readings.setdefault(library, {}).setdefault(id(report), Reading(report))


def _passages(report: Report) -> Iterator[Passage]:
    for section in report.walk():
        content = section.innehåll
        if content is None:
            continue
        if content.text:
            yield Passage(section, content.text, "text")
        for chart in content.diagram or ():
            if chart.rubrik:
                yield Passage(section, chart.rubrik, "diagram")
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
                if box is not None and box.cell.text:
                    yield Passage(section, Scalar(box.cell.text, box.plats), column.ord, row.etikett)


def remark(
    report: Report, passage: Passage, offset: int, code: str, level: Level, text: str, instead: str, **more: Any
) -> Remark:
    """A remark about a spot in running text."""
    place = passage.place(offset)
    return Remark(code, text, place, instead, level, rapport=report.name, avsnitt=passage.avsnitt.id, rad=passage.rad, **more)
