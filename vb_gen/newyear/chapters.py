"""A chapter's file in the new year: structure and names kept, figures rolled, texts emptied and kept at hand as comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from vb_gen.core.finding import Collector, Place
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.model.cell import split_marks
from vb_gen.model.mall import Mall, fill
from vb_gen.model.section import Avsnitt
from vb_gen.model.table import Tabell
from vb_gen.newyear.earlier import Earlier
from vb_gen.newyear.layout import rewrite_grid, rewrite_list, write_grid
from vb_gen.newyear.rewrite import ANVISNING, FÖRRA, Rewriter, comment
from vb_gen.newyear.tables import NextTable, Turn
from vb_gen.read.sheets import SheetReader

KEPT = (
    *("avvikelseregel", "enhet", "population", "riktning", "belopp", "tecken"),
    *("målområde", "sort", "kommunövergripande", "namn", "även", "måltext", "definitioner"),
)
PROSE = ("text", "kommentar", "bedömning", "motivering", "resultat", "avvikelser", "övrigt", "uppdrag")
LISTS = ("grupper", "målområden", "mål")
DROPPED = ("undantag", "läge")  # of the old figures and the old texts


@dataclass(frozen=True)
class Chapters:
    """What every chapter of a report is rewritten with."""

    turn: Turn
    mall: Mall
    words: dict[str, str]  # the new year's, for instructions
    tables: dict[Place, Tabell]  # the old report's, by where their rows stand
    earlier: Earlier
    sheets: SheetReader
    lost: list[str] = field(default_factory=list)  # sections that the new year's mall does not have

    def write(self, node: Mapping) -> str:
        """A chapter's file as text."""
        lines = node.place.document.lines
        made = _Chapter(self, lines).mapping(node, 1, len(lines) + 1)
        return "\n".join(made).rstrip("\n") + "\n"


class _Chapter:
    def __init__(self, report: Chapters, lines: Iterable[str]) -> None:
        self.report = report
        self.file = Rewriter(lines)
        self.sections = {section.id: section for section in report.mall.walk()}

    def mapping(self, node: Mapping, first: int, end: int) -> list[str]:
        return self.file.mapping(node, first, end, self.section)

    def section(self, key: str, value: Node, start: int, lines: list[str]) -> Iterable[str]:
        """A section: its instruction, and its parts."""
        known = self.sections.get(key)
        if known is None:
            self.report.lost.append(key)
            return comment(f"{FÖRRA}, avsnittet {key} (finns inte i årets mall)", "\n".join(lines), 0)
        told = self._instruction(known)
        if isinstance(value, Mapping):
            return [*told, lines[0], *self._parts(value, start + 1, start + len(lines))]
        if isinstance(value, Scalar):
            return [*told, *self._emptied("text", key, value, 0)]
        return [*told, *lines]  # a list, which the reading refuses

    def _instruction(self, section: Avsnitt) -> list[str]:
        return comment(ANVISNING, fill(section.anvisning, self.report.words), 0) if section.anvisning else []

    def _parts(self, node: Mapping, first: int, end: int) -> list[str]:
        """The entries of a section, a group, a goal."""
        noter = node.entries.get("noter")
        grid = node.entries.get("rader") or node.entries.get("källa")
        table = self.report.tables.get(grid.place) if grid is not None else None
        marks = _kept_marks(noter, table)

        def entry(key: str, value: Node, start: int, lines: list[str]) -> Iterable[str]:
            if key == "rader" and table is not None and isinstance(value, Scalar | Sequence):
                return self._grid(table, marks, value, lines)
            if key == "källa" and table is not None and isinstance(value, Scalar):
                return self._from_sheet(table, marks, value, node.entries.get("kolumner"), lines)
            if key == "noter" and isinstance(value, Mapping):
                return self._notes(marks, value, start, lines)
            return self.entry(key, value, start, lines)

        return self.file.mapping(node, first, end, entry)

    def entry(self, key: str, value: Node, start: int, lines: list[str]) -> Iterable[str]:
        """An entry by its key. One that is not known here is put by as a comment, so that no old figure slips through."""
        indent = len(lines[0]) - len(lines[0].lstrip(" "))
        if key in DROPPED:
            return []
        if key == "rubrik":
            return [self.report.turn.title(line) for line in lines]
        if key in KEPT or (key == "beskrivning" and isinstance(value, Scalar) and "{{" not in value.text):
            return lines
        if key in LISTS and isinstance(value, Sequence):
            return [lines[0], *self.file.sequence(value, start + 1, start + len(lines), self._parts)]
        if isinstance(value, Scalar) and (key in PROSE or key == "beskrivning"):
            return self._emptied(key, key, value, indent)
        if isinstance(value, Scalar) and not value.block:
            return comment(f"{FÖRRA}s {key}", value.text, indent)
        return comment(f"{FÖRRA}s {key}", "\n".join(line[indent:] for line in lines), indent)

    @staticmethod
    def _emptied(name: str, key: str, text: Scalar, indent: int) -> list[str]:
        """A text that waits to be written, with last year's above it."""
        told = comment(f"{FÖRRA}s {name}", text.text, indent) if text.text.strip() else []
        return [*told, f"{' ' * indent}{key}: |"]

    def _grid(self, table: Tabell, marks: frozenset[str], node: Scalar | Sequence, lines: list[str]) -> list[str]:
        head, indent = lines[0], len(lines[0]) - len(lines[0].lstrip(" "))
        later = NextTable(table, self.report.turn, marks, self.report.earlier.figure)
        if isinstance(node, Scalar):
            rows = rewrite_grid(node, table.etikettkolumn, later.heading, later.cell)
        else:
            rows = rewrite_list(node, table.etikettkolumn, indent + 2, later.heading, later.cell)
        told = comment(f"{FÖRRA}s ord i tabellen", "\n".join(later.said), indent) if later.said else []
        return [*told, head, *rows]

    def _from_sheet(
        self, table: Tabell, marks: frozenset[str], source: Scalar, columns: Node | None, lines: list[str]
    ) -> list[str]:
        """A table that was read from a spreadsheet as a grid: the new year's file is not there yet, but its rows are known."""
        indent = len(lines[0]) - len(lines[0].lstrip(" "))
        named = columns.entries if isinstance(columns, Mapping) else {}
        words = {heading: word for heading, word in named.items() if isinstance(word, Scalar)}
        pieces = self.report.sheets.read(source, words, lambda _: True, Collector())
        told = comment(f"{FÖRRA}s källa", source.text, indent)
        if pieces is None:
            return told
        later = NextTable(table, self.report.turn, marks, self.report.earlier.figure)
        rows = write_grid(pieces, table.etikettkolumn, indent + 2, later.heading, later.cell)
        if later.said:
            told += comment(f"{FÖRRA}s ord i tabellen", "\n".join(later.said), indent)
        return [*told, f"{' ' * indent}rader: |", *rows]

    def _notes(self, marks: frozenset[str], node: Mapping, start: int, lines: list[str]) -> list[str]:
        """The notes that belong to names; those on figures are put by."""
        indent = len(lines[0]) - len(lines[0].lstrip(" "))

        def note(key: str, value: Node, _: int, own: list[str]) -> Iterable[str]:
            text = value.text if isinstance(value, Scalar) else ""
            return own if key in marks else comment(f"{FÖRRA}s not {key}", text, indent)

        rest = self.file.mapping(node, start + 1, start + len(lines), note)
        return [*([lines[0]] if marks else []), *rest]


def _kept_marks(noter: Node | None, table: Tabell | None) -> frozenset[str]:
    """The marks of notes on names that hold no figures: they are as true next year."""
    if not isinstance(noter, Mapping) or table is None:
        return frozenset()
    named = {mark for row in table.rader for mark in row.noter} | set(split_marks(table.etikettrubrik)[1])
    texts = {key: value.text for key, value in noter.entries.items() if isinstance(value, Scalar)}
    return frozenset(key for key, text in texts.items() if key in named and not re.search(r"\d", text))
