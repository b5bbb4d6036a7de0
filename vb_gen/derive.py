"""What a table's own arithmetic gives: deviations, differences and sums; computed, never typed in twice.

A derived cell is empty (then the derived figure is shown), given (it stands as printed and is held against the derived
one by the checks) or `visas inte`. A derived sum takes the fewest decimals of its terms, a deviation the most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from vb_gen.model.tabell import Kolumn, Rad, Ruta, Tabell
from vb_gen.numbers import Tal, round_half_up


def derive(table: Tabell, earlier: Sequence[Tabell] = ()) -> Tabell:
    """The table with its derived figures filled in. `earlier` are tables whose sums a grand sum adds too."""
    rows = list(table.rader)
    # Sums of entered columns first, then deviations row by row, then sums of columns where a deviation was derived.
    for _ in range(2):
        for index, row in enumerate(rows):
            boxes = dict(row.celler)
            for column in table.kolumner:
                box = boxes.get(column.ord)
                if box is None or column.innehåll not in ("tal", "utfall") or box.läge == "visas inte":
                    continue
                boxes[column.ord] = _derive_box(replace(table, rader=tuple(rows)), earlier, index, row, column, box)
            rows[index] = replace(row, celler=boxes)
    return replace(table, rader=tuple(rows))


def _derive_box(table: Tabell, earlier: Sequence[Tabell], index: int, row: Rad, column: Kolumn, box: Ruta) -> Ruta:
    derived = None
    if column.härleds:
        derived = deviation(row, column)
    if derived is None and row.roll in ("summa", "totalsumma", "grupp"):
        derived = total(terms(table, earlier, index), column)
    if derived is None:
        return box
    if box.läge in ("tom", "härledd"):
        return replace(box, läge="härledd", härlett=derived)
    return replace(box, härlett=derived)


def deviation(row: Rad, column: Kolumn) -> Tal | None:
    """A row's deviation by its convention.

    `plus är bra`: for a result and an income outcome − budget, for a cost budget − outcome; `plus är mer`: outcome −
    budget whatever it means. A plain difference (`minus`) has no convention.
    """
    assert column.härleds is not None
    left_words, sign, right_word = column.härleds
    left = next((t for word in left_words.split("/") if (t := _tal(row, word))), None)
    right = _tal(row, right_word)
    if left is None or right is None:
        return None
    value = left.värde - right.värde
    if sign == "mot" and row.regel == "plus är bra" and row.tecken == "kostnad":
        value = -value
    decimals = max(left.decimaler, right.decimaler)
    return Tal(value, decimals)


def _tal(row: Rad, word: str) -> Tal | None:
    box = row.celler.get(word)
    return box.tal if box else None


def terms(table: Tabell, earlier: Sequence[Tabell], index: int) -> list[Rad]:
    """The rows that a sum adds.

    A `summa` adds the posts above it, back to the sum before; what is indented below a row with figures is a part of
    that row already. A `grupp` with figures adds the rows right below it. A `totalsumma` adds the sums, of this table
    and of the tables before it in the section.
    """
    row = table.rader[index]
    if row.roll == "grupp":
        children = [r for r in table.rader if r.förälder == index and r.roll == "post"]
        return children
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


def total(rows: Sequence[Rad], column: Kolumn) -> Tal | None:
    """The sum of a column over rows; None where no row has a figure there."""
    figures = [tal for row in rows if (tal := _tal(row, column.ord))]
    if not figures:
        return None
    decimals = min(tal.decimaler for tal in figures)
    return Tal(round_half_up(sum((tal.värde for tal in figures), Decimal(0)), decimals), decimals)
