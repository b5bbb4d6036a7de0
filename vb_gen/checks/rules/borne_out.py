"""What another relation of its table bears out: a figure that looks odd in its row, and is what its column says it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.checks.rules.split import children, kind
from vb_gen.core.figure import Tal, room
from vb_gen.figures.derive import terms, weight
from vb_gen.model.table import Kolumn, Rad, Tabell


@dataclass(frozen=True, slots=True)
class _Relation:
    """A whole, and rows that it adds or that it lies between."""

    whole: Rad
    parts: Sequence[tuple[Rad, int]]  # each with its weight
    between: bool = False

    def holds(self, figures: Mapping[int, Tal]) -> bool:
        """Is it true of these figures, by row, each within its rounding?"""
        whole, parts = figures[id(self.whole)], [figures[id(row)] for row, _ in self.parts]
        slack = room((whole, *parts))
        if self.between:
            return min(tal.värde for tal in parts) - slack < whole.värde < max(tal.värde for tal in parts) + slack
        added = sum((figures[id(row)].värde * factor for row, factor in self.parts), Decimal(0))
        return added == whole.värde or abs(added - whole.värde) < slack


def borne_out(table: Tabell, row: Rad, column: Kolumn, rather: Decimal) -> bool:
    """Does a relation hold with the figure as it stands, and not with what it is suspected to be?

    The total of women and men, a sum, a row that is what the rows below it add up to.
    """
    figures = {id(r): box.tal for r in table.rader if (box := r.celler.get(column.ord)) and box.läge == "given" and box.tal}
    own = figures.get(id(row))
    if own is None:
        return False
    other = {**figures, id(row): Tal(rather, own.decimaler)}
    for relation in _relations(table, row, column):
        known = all(id(r) in figures for r in (relation.whole, *(part for part, _ in relation.parts)))
        if known and relation.holds(figures) and not relation.holds(other):
            return True
    return False


def _relations(table: Tabell, row: Rad, column: Kolumn) -> Iterator[_Relation]:
    """The relations of a column that a row takes part in."""
    for index, parts in children(table).items():
        above = table.rader[index]
        if row is not above and not any(part is row for part in parts):
            continue
        by_sex = {part.kön: part for part in parts if part.kön}
        if len(by_sex) == 2 and (row is above or row.kön):
            if kind(table, row, column) != "antal":  # counted: their sum tells, not what lies between
                yield _Relation(above, [(part, 1) for part in by_sex.values()], between=True)
            yield _Relation(above, [(part, 1) for part in by_sex.values()])
        posts = [part for part in parts if part.roll == "post" and not part.kön]
        if len(posts) > 1 and (row is above or any(part is row for part in posts)):
            yield _Relation(above, [(part, 1) for part in posts])
    for index, whole in enumerate(table.rader):
        if whole.roll in ("summa", "grupp"):
            rows = terms(table, (), index)
            if len(rows) > 1 and (row is whole or any(term is row for term in rows)):
                yield _Relation(whole, [(term, weight(term, whole, column)) for term in rows])
