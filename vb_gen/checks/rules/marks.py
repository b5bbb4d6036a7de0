"""Family 9: footnotes. Every mark has its note, every note its mark, in tables and in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.running import Passage, reading, remark
from vb_gen.core.finding import Level, Place
from vb_gen.core.pattern import regex
from vb_gen.model.cell import Cell
from vb_gen.model.content import Målredovisning
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Rad, Tabell

_SUPERSCRIPT = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_ANY = regex("[*¹²³⁴⁵⁶⁷⁸⁹⁰^]")
_WITHIN = regex(r"(?<=[\w)])(?:\*{1,3}(?=[\s,.;:)]|$)|(?<!\bm)(?<!\b[ckd]m)[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2}(?!/))")
_USED = regex(r"\[\^(?P<namn>[^\]\[\s]+)\](?!:)")
_WRITTEN = regex(r"^ {0,3}\[\^(?P<namn>[^\]\s]+)\]:", re.M)
_LOOSE = regex(r"(?<=[\w.)])(?: ?\\?\*\)| ?\\\*|(?<!\bm)(?<!\b[ckd]m)[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2})(?![*/])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark in a table or a goal's name: which one, what it stands on, and where."""

    märke: str
    etikett: str
    plats: Place
    rad: str = ""
    kolumn: str = ""


def _plain(mark: str) -> str:
    """A mark as it is compared: `*)` is `*`, `¹` is `1`."""
    return mark.translate(_SUPERSCRIPT).strip("\\ )") or mark


def _in(text: str) -> Iterator[str]:
    if _ANY.search(text):
        yield from (_plain(match[0]) for match in _WITHIN.finditer(text))


def table_marks(section: Section, table: Tabell) -> Iterator[Mark]:
    """The marks of a table: in its heading and its column heads, on rows, goals and cells."""
    first = table.kolumner[0].plats if table.kolumner else table.plats
    for title in dict.fromkeys((section.rubrik, table.rubrik, table.etikettrubrik)):
        yield from (Mark(mark, title, table.plats) for mark in _in(title))
    for column in table.kolumner:
        yield from (Mark(mark, column.rubrik, first, kolumn=column.ord) for mark in _in(column.rubrik))
    for row in table.rader:
        yield from _row_marks(table, row)


def _row_marks(table: Tabell, row: Rad) -> Iterator[Mark]:
    for mark in (*row.noter, *_in(row.etikett), *_in(row.definition)):
        yield Mark(_plain(mark), row.etikett, row.plats, row.etikett)
    for word, box in row.celler.items():
        column = table.column(word)
        within = box.cell.fritext if isinstance(box.cell, Cell) else ""
        for mark in (*box.cell.noter, *_in(within)):
            label = row.mål if word == "mål" else f"{row.etikett}, {column.rubrik if column else word}"
            yield Mark(_plain(mark), label, box.plats, row.etikett, word)


def _marks(report: Report) -> list[tuple[Section, Tabell, Mark]]:
    return [
        (section, table, mark) for section in report.walk() for table in section.tabeller for mark in table_marks(section, table)
    ]


@rule("T14", Level.VARNING, "Löpande text")
def without_note(subject: Subject) -> Iterator[Remark]:
    """T14: a footnote mark has a note, under its own table (a number: anywhere in the report)."""
    report = subject.report
    everywhere = {_plain(note) for table in report.tables() for note in table.noter}
    numbered = {note for note in everywhere if note.isdigit()}
    told: set[tuple[int, str, str, str]] = set()
    for section, table, mark in _marks(report):
        subject.held("T14")
        spot = (id(table), mark.märke, mark.rad, mark.kolumn)
        if mark.märke not in {_plain(note) for note in table.noter} | numbered and spot not in told:
            told.add(spot)
            advice = f'Lägg till noten under tabellen: noter: och "{mark.märke}": …, eller ta bort märket.'
            yield _remark(report, section, "T14", f"märket {mark.märke} har ingen not: {mark.etikett}", mark.plats, advice, mark)
    for section in report.walk():
        if isinstance(section.innehåll, Målredovisning):
            for goal in (goal for area in section.innehåll.målområden for goal in area.mål):
                for name in _in(goal.namn):
                    subject.held("T14")
                    if name not in everywhere:
                        place = goal.plats("namn") or section.plats
                        advice = "Förklara märket i målets beskrivning, eller ta bort det."
                        mark = Mark(name, goal.namn, place, goal.namn)
                        yield _remark(report, section, "T14", f"märket {name} har ingen not: {goal.namn}", place, advice, mark)
    for passage in reading(subject.library, report).passages:
        if _ANY.search(passage.text.text):
            yield from _prose(subject, passage)


@rule("T15", Level.VARNING, "Löpande text")
def without_mark(subject: Subject) -> Iterator[Remark]:
    """T15: a note has a mark in its table (a number: anywhere in the report)."""
    used = _marks(subject.report)
    numbered = {mark.märke for _, _, mark in used if mark.märke.isdigit()}
    by_table: dict[int, set[str]] = {}
    for _, table, mark in used:
        by_table.setdefault(id(table), set()).add(mark.märke)
    for section, table in subject.tables():
        for note in table.noter:
            subject.held("T15")
            if _plain(note) not in by_table.get(id(table), set()) | numbered:
                advice = f"Sätt {note} efter raden, cellen eller kolumnrubriken som noten gäller, eller ta bort noten."
                text = f"noten {note} har inget märke i tabellen: {section.rubrik or table.rubrik or table.id}"
                yield _remark(subject.report, section, "T15", text, _of_note(table, note), advice)
    for passage in reading(subject.library, subject.report).passages:
        names = {match["namn"] for match in _USED.finditer(passage.text.text)}
        for match in _WRITTEN.finditer(passage.text.text):
            subject.held("T15")
            if match["namn"] not in names:
                text = f"fotnoten [^{match['namn']}] används inte i texten"
                advice = f"Skriv [^{match['namn']}] där fotnoten hör hemma, eller ta bort den."
                yield remark(subject.report, passage, match.start("namn"), "T15", Level.VARNING, text, advice)


def _of_note(table: Tabell, note: str) -> Place:
    """Where a table's note is written: the first line below the grid that begins with its mark."""
    document = table.plats.document
    for number in range(table.plats.line, len(document.lines)):
        match = re.match(rf"(\s+)[\"']?{re.escape(note)}[\"']?\s*:", document.lines[number])
        if match:
            return Place(document, number + 1, len(match[1]) + 1)
    return table.plats


def _prose(subject: Subject, passage: Passage) -> Iterator[Remark]:
    """Footnotes of running text, Markdown's own and marks written by hand."""
    text = passage.text.text
    written = {match["namn"] for match in _WRITTEN.finditer(text)}
    for match in _USED.finditer(text):
        subject.held("T14")
        if match["namn"] not in written:
            advice = f"Lägg till en rad sist i texten, efter en tom rad: {match[0]}: …"
            yield remark(
                subject.report, passage, match.start(), "T14", Level.VARNING, f"fotnoten {match[0]} finns inte i texten", advice
            )
    for match in _LOOSE.finditer(text):
        subject.held("T14")
        mark = match[0].strip(" \\")
        if not re.search(rf"^\s*(?:[-*] )?\\?{re.escape(mark)}", text, re.M):
            advice = "Skriv fotnoten som [^1] i texten och [^1]: … sist i den."
            yield remark(
                subject.report, passage, match.start(), "T14", Level.VARNING, f"märket {mark} har ingen not i texten", advice
            )


def _remark(
    report: Report, section: Section, code: str, text: str, place: Place, advice: str, mark: Mark | None = None
) -> Remark:
    row, column = (mark.rad, mark.kolumn) if mark else ("", "")
    return Remark(code, text, place, advice, Level.VARNING, rapport=report.name, avsnitt=section.id, rad=row, kolumn=column)
