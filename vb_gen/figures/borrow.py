"""Rows taken from another body's report: its figures, turned to this table's sign.

`från: 2023/vss` on a row means that the row, and what is indented below it, tells what that report's own table tells.
An empty cell is filled; a given figure stands, and is held against the other report's by the checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from vb_gen.core.numbers import Tal
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

Lender = Callable[[Rad], Iterable[Tabell] | None]


def borrow(table: Tabell, lend: Lender) -> Tabell:
    """The table with its borrowed rows filled in. `lend` gives the other report's tables for a row with `från`."""
    rows = []
    for row in table.rader:
        line = [row, *table.ancestors(row)]
        owner = next((r for r in line if r.från), None)
        others = lend(owner) if owner is not None else None
        if owner is None or others is None:
            rows.append(row)
            continue
        path = [r.nyckel for r in reversed(line[: line.index(owner)])]
        rows.append(replace(row, celler=_filled(table, row, path, list(others))))
    return replace(table, rader=tuple(rows))


def _filled(table: Tabell, row: Rad, path: list[str], others: list[Tabell]) -> Mapping[str, Ruta]:
    boxes = dict(row.celler)
    for column in table.kolumner:
        # A deviation follows from this row's own figures and convention.
        if column.innehåll != "tal" or column.slag == "avvikelse":
            continue
        box = boxes[column.ord]
        tal = _find(table, row, path, column, others)
        if tal is not None and box.läge != "visas inte":
            boxes[column.ord] = replace(box, läge="härledd" if box.läge == "tom" else box.läge, härlett=tal)
    return boxes


def _find(table: Tabell, row: Rad, path: list[str], column: Kolumn, others: list[Tabell]) -> Tal | None:
    """The same figure in the other report: same measure, same row, same slag and year."""
    for other in others:
        if other.mått != table.mått or other.belopp != table.belopp:
            continue
        for candidate in other.rader:
            if not _same_row(other, candidate, path):
                continue
            for twin in other.kolumner:
                if (twin.slag, twin.avser, twin.mått) == (column.slag, column.avser, column.mått) and (
                    tal := candidate.celler[twin.ord].tal
                ):
                    turned = (candidate.tecken == "kostnad") != (row.tecken == "kostnad")
                    return replace(tal, värde=-tal.värde) if turned and tal.värde else tal
    return None


def _same_row(table: Tabell, row: Rad, path: list[str]) -> bool:
    if not path:
        return row.roll == "summa"
    return table.path(row) == "/".join(path)
