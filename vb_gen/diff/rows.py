"""Which row and column of a table was which before: by what their figures are about, else by name, else by likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from vb_gen.core.numbers import format_tal, is_amount_unit, with_unit
from vb_gen.core.units import is_percent
from vb_gen.diff import words
from vb_gen.figures.facts import Identity, boxes
from vb_gen.model.cell import Cell
from vb_gen.model.report import Report
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

RENAMED = 0.6  # from this much in common two labels of rows are one that was rewritten
_T = TypeVar("_T")


@dataclass(frozen=True)
class Side:
    """One of the two reports, and what each of its cells is about."""

    report: Report
    about: dict[tuple[str, int, str], Identity]  # by table, row's number and column's word

    @classmethod
    def of(cls, report: Report) -> Side:
        """A report looked up by cell."""
        numbers = {id(row): number for table in report.tables() for number, row in enumerate(table.rader)}
        about = {(table.id, numbers[id(row)], column.ord): who for table, row, column, _, who in boxes(report)}
        return cls(report, about)

    def row(self, table: Tabell, number: int) -> Hashable:
        """What a row is about, whatever its columns are of; None where no column is of anything."""
        for column in table.kolumner:
            if who := self.about.get((table.id, number, column.ord)):
                return who.om, who.mått, who.rad, who.kön, who.population
        return None

    def column(self, column: Kolumn) -> Hashable:
        """What a column is of, its years counted from the report's own, so that two periods can be compared."""
        if not column.slag:
            return column.ord
        year, _, month = column.avser.partition("-")
        return column.slag, int(year) - self.report.period.år if year.isdigit() else year, month, column.mått


def shown(report: Report, table: Tabell, row: Rad, column: Kolumn, box: Ruta) -> str:
    """A cell as its reader meets it: with its unit, its missing mark, its notes."""
    cell = box.cell
    if box.läge == "härledd" and box.härlett:
        return with_unit(format_tal(box.härlett), _unit(table.unit(row, column, cell)))
    if box.läge in ("tom", "visas inte"):
        return "–"
    text = cell.shown
    if column.innehåll in ("status", "uppdragsstatus"):
        text = cell.text or text
        words_of = report.uppdragsord.get(cell.shown) or report.statusord.get(cell.shown)
        text = words_of["rad"] if words_of and not cell.text else text
    elif isinstance(cell, Cell) and cell.värde and not cell.värde.enhet:
        unit = _unit(table.unit(row, column, cell))
        text = with_unit(text, unit) if text[-1:].isdigit() else text
    return text + "".join(f" {mark}" for mark in cell.noter)


def _unit(unit: str) -> str:
    """A unit as it stands after a figure; what counts things in words (antal, index) stands in the table only."""
    return unit if is_amount_unit(unit) or is_percent(unit) else ""


def pair_columns(old: Side, new: Side, before: Tabell, after: Tabell) -> list[tuple[Kolumn | None, Kolumn | None]]:
    """The columns side by side, in the new table's order, with those that are gone last."""
    pairs = _join(before.kolumner, after.kolumner, old.column, new.column)
    was = {b: a for a, b in pairs}
    found: list[tuple[Kolumn | None, Kolumn | None]] = [
        (before.kolumner[was[b]] if b in was else None, column) for b, column in enumerate(after.kolumner)
    ]
    paired = {a for a, _ in pairs}
    return found + [(column, None) for a, column in enumerate(before.kolumner) if a not in paired]


def pair_rows(old: Side, new: Side, before: Tabell, after: Tabell) -> dict[int, int]:
    """The new table's rows by number, each with the number of the row it was."""
    numbers = [range(len(table.rader)) for table in (before, after)]
    pairs = dict(_swap(_join(numbers[0], numbers[1], lambda n: old.row(before, n), lambda n: new.row(after, n))))
    for key in (_path, _name):
        left = [n for n in numbers[0] if n not in pairs.values()], [n for n in numbers[1] if n not in pairs]
        found = _join(left[0], left[1], lambda n, key=key: key(before, n), lambda n, key=key: key(after, n))  # type: ignore[misc]
        pairs |= {left[1][b]: left[0][a] for a, b in found}
    for b in (n for n in numbers[1] if n not in pairs):
        free = [a for a in numbers[0] if a not in pairs.values() and before.rader[a].roll == after.rader[b].roll]
        # Two that stand between the same rows are more likely one: with half their figures the same they are.
        scores = [
            (_likeness(old, new, before, after, a, b) + 0.35 * _same_place(pairs, (before, after), a, b), -abs(a - b), a)
            for a in free
        ]
        if scores and max(scores)[0] >= RENAMED:
            pairs[b] = max(scores)[2]
    return pairs


def _swap(pairs: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    return ((b, a) for a, b in pairs)


def _join(
    old: Iterable[_T], new: Iterable[_T], old_key: Callable[[_T], Hashable], new_key: Callable[[_T], Hashable]
) -> list[tuple[int, int]]:
    """Positions of those that have the same key; of several with one key the first is with the first."""
    places: dict[Hashable, list[int]] = {}
    for a, item in enumerate(old):
        if (key := old_key(item)) is not None:
            places.setdefault(key, []).append(a)
    pairs = []
    for b, item in enumerate(new):
        if (key := new_key(item)) is not None and places.get(key):
            pairs.append((places[key].pop(0), b))
    return pairs


def _path(table: Tabell, number: int) -> Hashable:
    row = table.rader[number]
    return tuple(r.nyckel for r in (row, *table.ancestors(row))), row.kön, row.mål


def _name(table: Tabell, number: int) -> Hashable:
    row = table.rader[number]
    return row.nyckel, row.kön


def _likeness(old: Side, new: Side, before: Tabell, after: Tabell, a: int, b: int) -> float:
    """How much a row that is gone and one that is new have in common: all their figures, or most of their name."""
    one, other = _figures(old, before, a), _figures(new, after, b)
    same = Counter(one.items()) & Counter(other.items())
    telling = [value for (_, value) in same if any(digit in value for digit in "123456789")]
    if telling and len(same) == max(len(one), len(other)):
        return 2.0  # every figure is the same
    name = words.likeness(before.rader[a].etikett, after.rader[b].etikett)
    return name + 0.5 * len(telling) / max(len(one), len(other), 1)


def _same_place(pairs: dict[int, int], tables: tuple[Tabell, Tabell], a: int, b: int) -> bool:
    """Do two rows stand right between the same two others?"""
    above = pairs[b - 1] == a - 1 if b - 1 in pairs else a == b == 0
    last = (len(tables[0].rader) - 1, len(tables[1].rader) - 1)
    below = pairs[b + 1] == a + 1 if b + 1 in pairs else (a, b) == last
    return above and below


def _figures(side: Side, table: Tabell, number: int) -> dict[Hashable, str]:
    """What is given in a row's columns of figures, as it was written."""
    row = table.rader[number]
    given = {}
    for column in table.kolumner:
        box = row.celler.get(column.ord)
        if box is not None and column.slag and box.läge == "given":
            given[side.column(column)] = box.cell.shown
    return given
