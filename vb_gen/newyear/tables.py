"""A table's next year: its columns follow, its outcomes become comparison figures, what is new waits to be written.

A cell of the new table is filled only by a figure of the old one, or else of another report, that is about the same thing:
the same row, slag, measure and year. So no figure of the old year can stand as one of the new, whatever a table's columns
are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from vb_gen.core.numbers import fold_spaces, format_tal
from vb_gen.core.pattern import regex
from vb_gen.core.period import Period
from vb_gen.figures.facts import kind_of
from vb_gen.model.cell import split_marks
from vb_gen.model.grid import Piece
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

KEPT_WORDS = ("mål", "indikator", "slutår", "kvarstår från")  # columns of words that say what a row is
Elsewhere = Callable[[Tabell, Rad, Kolumn, Kolumn], str]  # a row's figure for a column, old and shifted, from other reports
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Turn:
    """From which period to which."""

    old: Period
    new: Period

    @property
    def years(self) -> int:
        """How far it is."""
        return self.new.år - self.old.år

    def shift(self, text: str) -> str:
        """A column's word or a period with every year in it shifted."""
        return _YEAR.sub(lambda match: str(int(match.group()) + self.years), text)

    def title(self, text: str) -> str:
        """A heading, with the report's year and the year before it shifted; other years are part of a name."""
        near = (self.old.år, self.old.år - 1)
        return _YEAR.sub(lambda m: str(int(m.group()) + self.years) if int(m.group()) in near else m.group(), text)


class NextTable:
    """What stands in the new year's table."""

    def __init__(self, table: Tabell, turn: Turn, kept_marks: frozenset[str], elsewhere: Elsewhere) -> None:
        self.table, self.turn, self.kept_marks, self.elsewhere = table, turn, kept_marks, elsewhere
        self.columns = {column.ord: column for column in table.kolumner}
        self.rows = {row.plats: (number, row) for number, row in enumerate(table.rader)}
        self.said: list[str] = []  # last year's words that were taken out of the table

    def heading(self, word: str) -> str:
        """A column's word in the new year."""
        if word.casefold() in self.columns:
            return self.turn.shift(word)
        return self._without_marks(word, split_marks(word)[1])

    def cell(self, cells: dict[str, Piece], word: str) -> str:
        """What stands in a cell of the new year, by its column's old word."""
        piece = cells[word]
        at = self.rows.get(cells[self.table.etikettkolumn].place)
        if at is None:
            return piece.text
        row = at[1]
        if word == self.table.etikettkolumn:
            return self._without_marks(piece.text, row.noter)
        column = self.columns.get(word)
        if column is None:
            return self.turn.shift(piece.text) if word == "från" else piece.text
        if row.celler[word].läge == "visas inte":
            return piece.text
        if not column.slag:
            return self._words(row, column, piece)
        return self._figure(row, column, cells)

    def _words(self, row: Rad, column: Kolumn, piece: Piece) -> str:
        if column.innehåll == "nummer" or (column.innehåll == "text" and column.ord in KEPT_WORDS):
            return self._without_marks(piece.text, row.celler[column.ord].cell.noter)
        if piece.text:
            self.said.append(f"{row.etikett}, {column.ord}: {piece.text}")
        return ""

    def _figure(self, row: Rad, column: Kolumn, cells: dict[str, Piece]) -> str:
        source = self._sources.get(column.ord)
        if source is None:
            return self.elsewhere(self.table, row, column, self._later(column))
        box = row.celler[source]
        if any(value.år is not None and value.år >= self.turn.new.år for value in box.cell.värden):
            return ""
        if box.läge == "härledd":
            return self._derived(row, box)
        return self._without_marks(cells[source].text, box.cell.noter)

    def _derived(self, row: Rad, box: Ruta) -> str:
        """A derived figure: a sum is derived again, a figure from another report is written."""
        borrowed = any(r.från for r in (row, *self.table.ancestors(row)))
        if box.härlett is None or (row.roll in ("summa", "totalsumma") and not borrowed):
            return ""
        return fold_spaces(format_tal(box.härlett)).replace("−", "-")

    def _without_marks(self, text: str, marks: tuple[str, ...]) -> str:
        for mark in reversed(marks):
            if mark not in self.kept_marks:
                text = re.sub(rf"\s?(?:{re.escape(mark)}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{{1,2}})$", "", text)
        return text

    def _later(self, column: Kolumn) -> Kolumn:
        return replace(column, avser=self.turn.shift(column.avser))

    @cached_property
    def _sources(self) -> dict[str, str]:
        """For each column, by its old word, the old column that holds what its next year tells of an earlier time."""
        found = {}
        for column in self.table.kolumner:
            later = self._later(column)
            period = Period.parse(later.avser)
            if not column.slag or period is None or period.år >= self.turn.new.år:
                continue
            about = (kind_of(self.turn.new, later), later.avser, later.mått)
            for old in self.table.kolumner:
                if (kind_of(self.turn.old, old), old.avser, old.mått) == about:
                    found[column.ord] = old.ord
                    break
        return found
