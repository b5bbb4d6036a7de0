"""What a table's own arithmetic gives: deviations, differences and sums; computed, never typed in twice.

A derived cell is empty (then the derived figure is shown), given (it stands as printed and is held against the derived
one by the checks) or `visas inte`. What is derived is exact: it is made of what was written, never of another derived
figure's printed form, and rounded only when it is printed, with the decimals of its most precise term. Nothing is derived
from a value that is missing, bounded or told in words: what is not known is never taken for zero. A dash among amounts
says that there is nothing to add.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.core.figure import Tal, total
from vb_gen.core.units import is_amount_unit, is_percent, powers
from vb_gen.model.cell import Cell
from vb_gen.model.derivation import Härledning, Namn, Uttryck, is_share, named_in
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

SUMS = ("summa", "totalsumma", "grupp")


def derive(table: Tabell, earlier: Sequence[Tabell] = ()) -> Tabell:
    """The table with its derived figures filled in. `earlier` are tables whose sums a grand sum adds too."""
    # A derived figure may rest on others in any direction (a deviation on a net, a group on the rows below it), so
    # the table is worked out until nothing changes; each round settles at least one step of the longest chain.
    for _ in range(len(table.kolumner) + len(SUMS) + 1):
        before = table
        for index in range(len(table.rader)):
            table = _with_row(table, index, _derive_row(table, earlier, index))
        if table is before:
            break
    return table


def _with_row(table: Tabell, index: int, row: Rad) -> Tabell:
    if row is table.rader[index]:
        return table
    return replace(table, rader=(*table.rader[:index], row, *table.rader[index + 1 :]))


def _derive_row(table: Tabell, earlier: Sequence[Tabell], index: int) -> Rad:
    row = table.rader[index]
    added = terms(table, earlier, index) if _adds(row) else []
    for column in table.kolumner:
        box = row.celler.get(column.ord)
        if box is None or column.innehåll not in ("tal", "utfall") or box.läge == "visas inte":
            continue
        derived = None if _unknown_way(row, column) else deviation(table, row, column)
        if derived is None and added and not is_share(column.härleds):
            derived = sum_of(added_tables(table, earlier, row), row, added, column)
        if derived is not None and not _is_known(derived, box.härlett):
            box = replace(box, läge="härledd" if box.läge == "tom" else box.läge, härlett=derived)
            row = replace(row, celler={**row.celler, column.ord: box})
    return row


def _unknown_way(row: Rad, column: Kolumn) -> bool:
    """Is it a deviation of costs or income, where nobody wrote what plus means? It is printed either way."""
    return row.roll == "delar" and {"roll", "tecken"} <= row.tolkat and column.slag == "avvikelse"


def _is_known(derived: Tal, before: Tal | None) -> bool:
    return before is not None and derived == before and derived.spel == before.spel


def _adds(row: Rad) -> bool:
    """Does the row add others? A group without any figure of its own is a heading over its rows."""
    return row.roll in ("summa", "totalsumma") or (row.roll == "grupp" and row.has_figures)


@dataclass(frozen=True, slots=True)
class Uträkning:
    """A figure that was worked out: the exact result, and the calculation as it is printed, left of the equals sign."""

    tal: Tal
    led: tuple[tuple[Kolumn, Tal, int], ...]  # each column with its figure, turned as it is added, and which way it was turned
    delat: bool = False  # the first by the second, in per cent or as a number

    @property
    def kolumner(self) -> tuple[Kolumn, ...]:
        """The columns it is worked out from."""
        return tuple(column for column, *_ in self.led)


def deviation(table: Tabell, row: Rad, column: Kolumn) -> Tal | None:
    """What a row's figure follows to be of its other figures; None where it cannot be told, or is not worked out so."""
    found = worked_out(table, row, column)
    return found.tal if found else None


def worked_out(table: Tabell, row: Rad, column: Kolumn) -> Uträkning | None:
    """A row's figure of its other figures, by the column's derivation and the row's convention.

    `plus är bra`: for a result and an income outcome − budget, for a cost budget − outcome; `plus är mer`: outcome −
    budget whatever it means. A plain difference (`minus`) and a share have no convention.
    """
    way = column.härleds
    if way is None:
        return None
    if isinstance(way, Uttryck) and way.tecken == "/":
        return _share(table, row, column, way)
    led = _linear(table, row, way, 1)
    if led is None or len({table.unit(row, of, row.celler[of.ord].cell) for of, *_ in led}) > 1:
        return None
    if isinstance(way, Uttryck) and way.tecken == "mot" and row.regel == "plus är bra" and row.tecken == "kostnad":
        led = [(of, -tal, -sign) for of, tal, sign in reversed(led)]
    return Uträkning(total(tal for _, tal, _ in led), tuple(led))


_Sides = list[tuple[Kolumn, Tal, int]]


def _linear(table: Tabell, row: Rad, way: Härledning, weight: int, *, subtracted: bool = False) -> _Sides | None:
    """The figures that a derivation adds and takes away; None where one is not known, or is part of a share.

    What is `subtracted` (minus, not mot) may be written with a minus already, as costs sometimes are: then it is added.
    """
    if isinstance(way, Namn):
        found = next(((w, box) for w in way.ord if (box := row.celler.get(w)) and box.läge != "tom"), None)
        column, tal = (table.column(found[0]), _exact(found[1])) if found else (None, None)
        if column is None or tal is None:
            return None
        if subtracted and _written_below_zero(table, column.ord):
            weight = 1
        return [(column, tal if weight > 0 else -tal, weight)]
    if way.tecken == "/":
        return None
    left = _linear(table, row, way.vänster, weight, subtracted=subtracted)
    taken = way.tecken == "minus" and weight > 0 and not _are_below_zero(table, way.vänster)
    right = _linear(table, row, way.höger, weight if way.tecken == "plus" else -weight, subtracted=taken)
    return None if left is None or right is None else [*left, *right]


def _are_below_zero(table: Tabell, way: Härledning) -> bool:
    """Are the figures that something is subtracted from all written with a minus? Then its own minus means nothing more."""
    return all(_written_below_zero(table, word) for word in named_in(way) if table.column(word))


def _share(table: Tabell, row: Rad, column: Kolumn, way: Uttryck) -> Uträkning | None:
    """A share: one figure, or a sum of some, by another."""
    above, below = _linear(table, row, way.vänster, 1), _linear(table, row, way.höger, 1)
    if not above or not below:
        return None
    part, whole = total(tal for _, tal, _ in above), total(tal for _, tal, _ in below)
    if whole.low <= 0 <= whole.high:
        return None  # nothing, or what may be nothing
    size = Decimal(100 if is_percent(column.enhet) else 1)
    value = part.värde / whole.värde * size
    ends = [one / other * size for one in (part.low, part.high) for other in (whole.low, whole.high)]
    spel = max(abs(end - value) for end in ends)
    tal = Tal(value, max(part.decimaler, whole.decimaler), spel=spel)
    return Uträkning(tal, ((above[0][0], part, 1), (below[0][0], whole, 1)), delat=True)


def _written_below_zero(table: Tabell, word: str) -> bool:
    """Are a column's figures written with a minus, as what is to be subtracted sometimes is?"""
    figures = [box.tal.värde for row in table.rader if (box := row.celler.get(word)) and box.tal]
    return any(figure < 0 for figure in figures) and not any(figure > 0 for figure in figures)


def _exact(box: Ruta | None) -> Tal | None:
    """A box's figure, where it is one that can be reckoned with: not a bound, nor of another year."""
    if box is None:
        return None
    value = box.cell.värde
    if box.läge != "härledd" and value and (value.gräns or value.år is not None):
        return None
    return box.tal


def terms(table: Tabell, earlier: Sequence[Tabell], index: int) -> list[Rad]:
    """The rows that a sum adds.

    A `summa` adds the posts above it, back to the sum before; what is indented below a row with figures is a part of
    that row already. A `grupp` with figures adds the rows right below it. A `totalsumma` adds the sums, of this table
    and of the tables before it in the section.
    """
    row = table.rader[index]
    if row.roll == "grupp":
        return [r for r in table.rader if r.förälder == index and (r.roll == "post" or (r.roll == "grupp" and r.has_figures))]
    if row.roll == "totalsumma":
        rows = [r for t in (*earlier, replace(table, rader=table.rader[:index])) for r in t.rader]
        return [r for r in rows if r.roll == "summa"]
    start = max((i + 1 for i in range(index) if table.rader[i].roll in ("summa", "totalsumma")), default=0)
    return [
        r
        for r in table.rader[start:index]
        if (r.roll == "post" or (r.roll == "grupp" and r.has_figures))
        and not any(parent.has_figures for parent in table.ancestors(r))
    ]


def weight(term: Rad, row: Rad, column: Kolumn) -> int:
    """Does a term add to its sum, or take away from it? To a result, an income adds and a cost takes away.

    A deviation where plus is good adds to another whatever they are deviations of.
    """
    if column.slag == "avvikelse" and term.regel == row.regel == "plus är bra":
        return 1
    if "roll" in row.tolkat:
        return 1  # what bears the role out is that the figures add up as they are printed
    return 1 if (term.tecken == "kostnad") == (row.tecken == "kostnad") else -1


def added_tables(table: Tabell, earlier: Sequence[Tabell], row: Rad) -> tuple[Tabell, ...]:
    """The tables that a sum's terms may stand in: a grand sum's in others too."""
    return (table, *earlier) if row.roll == "totalsumma" else (table,)


def scale(tables: Sequence[Tabell], term: Rad, column: Kolumn, unit: str) -> int | None:
    """By which power of ten a term is made one of this unit; a grand sum may add tables of another one.

    None where it is of another kind than amounts of kronor.
    """
    home = tables[0] if len(tables) == 1 else next(t for t in tables if any(r is term for r in t.rader))
    own = home.unit(term, column, term.celler[column.ord].cell)
    if own == unit:
        return 0
    return powers(own, unit) if is_amount_unit(own) and is_amount_unit(unit) else None


@dataclass(frozen=True, slots=True)
class Led:
    """A term of a sum: its row, and its figure as it is added; or why it is not known."""

    rad: Rad
    tal: Tal | None
    okänt: str = ""
    vikt: Decimal = Decimal(1)  # by what it was multiplied: turned, and in the sum's unit


def adds_nothing(table: Tabell, box: Ruta) -> bool:
    """Does a cell say that there is nothing to add: is it empty, or a dash among amounts?"""
    cell = box.cell
    dash = isinstance(cell, Cell) and cell.saknas in ("-", "–") and bool(table.belopp)
    return box.läge == "tom" or (box.läge == "given" and dash)


def addends(tables: Sequence[Tabell], row: Rad, rows: Sequence[Rad], column: Kolumn) -> list[Led]:
    """What a sum adds in a column, each term by its weight and in the sum's unit; what adds nothing is left out.

    A term that is not known says why. The first of the tables is the sum's own.
    """
    unit = tables[0].unit(row, column, row.celler[column.ord].cell)
    found = []
    for term in rows:
        box = term.celler.get(column.ord)
        if box is None or adds_nothing(tables[0], box):
            continue
        tal, power = _exact(box), scale(tables, term, column, unit)
        if box.läge == "visas inte":
            found.append(Led(term, None, "visas inte"))
        elif tal is None:
            found.append(Led(term, None, f"är {box.cell.shown}" if box.cell.shown else "har ingen siffra"))
        elif power is None or (power and any(r is term for r in tables[0].rader)):
            found.append(Led(term, None, "har en annan enhet"))  # a row of another unit than its own table
        else:
            way = weight(term, row, column)
            scaled = tal.scaled(power)
            found.append(Led(term, scaled if way > 0 else -scaled, vikt=Decimal(way).scaleb(power)))
    return found


def sum_of(tables: Sequence[Tabell], row: Rad, rows: Sequence[Rad], column: Kolumn) -> Tal | None:
    """The sum of a column over rows; None where no row has a figure there, or where one is not known."""
    found = addends(tables, row, rows, column)
    figures = [led.tal for led in found if led.tal is not None]
    if not figures or len(figures) < len(found):
        return None
    return total(figures)
