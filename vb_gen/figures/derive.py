"""What a table's own arithmetic gives: deviations, differences and sums; computed, never typed in twice.

A derived cell is empty (then the derived figure is shown), given (it stands as printed and is held against the derived
one by the checks) or `visas inte`. A derived sum takes the fewest decimals of its terms, a deviation the most. Nothing
is derived from a value that is missing, bounded or told in words: what is not known is never taken for zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from vb_gen.core.numbers import Tal, convert, is_amount_unit, round_half_up
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
        derived = deviation(table, row, column) if column.härleds else None
        if derived is None and added:
            derived = total(added_tables(table, earlier, row), row, added, column)
        if derived is not None and derived != box.härlett:
            box = replace(box, läge="härledd" if box.läge == "tom" else box.läge, härlett=derived)
            row = replace(row, celler={**row.celler, column.ord: box})
    return row


def _adds(row: Rad) -> bool:
    """Does the row add others? A group without any figure of its own is a heading over its rows."""
    return row.roll in ("summa", "totalsumma") or (row.roll == "grupp" and row.has_figures)


def deviation(table: Tabell, row: Rad, column: Kolumn) -> Tal | None:
    """A row's deviation by its convention.

    `plus är bra`: for a result and an income outcome − budget, for a cost budget − outcome; `plus är mer`: outcome −
    budget whatever it means. A plain difference (`minus`) has no convention.
    """
    assert column.härleds is not None
    left_words, sign, right_word = column.härleds
    left = next((w for w in left_words.split("/") if w in row.celler and row.celler[w].läge != "tom"), "")
    one, other = _exact(row.celler.get(left)), _exact(row.celler.get(right_word))
    if one is None or other is None or len({table.unit(row, column, row.celler[w].cell) for w in (left, right_word)}) > 1:
        return None
    value = one.värde - other.värde
    if sign == "minus" and _written_below_zero(table, right_word):
        value = one.värde + other.värde
    if sign == "mot" and row.regel == "plus är bra" and row.tecken == "kostnad":
        value = -value
    return Tal(value, max(one.decimaler, other.decimaler))


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
    return convert(Decimal(1), own, unit).adjusted() if is_amount_unit(own) and is_amount_unit(unit) else None


def scaled(tal: Tal, power: int) -> Tal:
    """A figure with its decimal mark moved."""
    return Tal(tal.värde.scaleb(power), max(0, tal.decimaler - power)) if power else tal


def total(tables: Sequence[Tabell], row: Rad, rows: Sequence[Rad], column: Kolumn) -> Tal | None:
    """The sum of a column over rows, each by its weight, in the unit of the first of the tables.

    None where no row has a figure there, or where one is not known; an empty cell adds nothing.
    """
    unit = tables[0].unit(row, column, row.celler[column.ord].cell)
    value, decimals, known = Decimal(0), [], False
    for term in rows:
        box = term.celler.get(column.ord)
        if box is None or box.läge == "tom":
            continue
        tal, power = _exact(box), scale(tables, term, column, unit)
        if tal is None or power is None or (power and any(r is term for r in tables[0].rader)):
            return None  # a row of another unit than its own table is left to its author
        tal, known = scaled(tal, power), True
        value += tal.värde * weight(term, row, column)
        if tal.värde or tal.decimaler:  # a plain 0 says nothing of how exactly the others were written
            decimals.append(tal.decimaler)
    places = min(decimals, default=0)
    return Tal(round_half_up(value, places), places) if known else None
