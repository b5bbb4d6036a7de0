"""Family 3: a row of planned years that are all the same but for one, which differs from them by no more than a slip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_tal, is_amount_unit
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_PLANNED = ("budget", "plan")
_SEVERAL = 3  # years that say the same


@rule("E11", Level.VARNING, "Enheter och storlek")
def steady(subject: Subject) -> Iterator[Remark]:
    """E11: a planned year between two that are alike, in a row where most are, is not another by a slip alone."""
    for section, table in subject.tables():
        columns = sorted((c for c in table.kolumner if c.slag in _PLANNED), key=lambda c: c.avser)
        if len(columns) <= _SEVERAL or any(a.avser == b.avser for a, b in pairwise(columns)):
            continue
        for row in table.rader:
            told = _told(table, row, columns)
            if len(told) > _SEVERAL:
                yield from _row(subject, section, table, row, told)


_Year = tuple[Kolumn, Tal]


def _told(table: Tabell, row: Rad, columns: Sequence[Kolumn]) -> list[_Year]:
    """A row's planned years; none of amounts, which are parts of sums."""
    boxes = [(column, row.celler.get(column.ord)) for column in columns]
    return [
        (column, box.tal)
        for column, box in boxes
        if box and box.läge == "given" and box.tal and not is_amount_unit(table.unit(row, column, box.cell))
    ]


def _row(subject: Subject, section: Section, table: Tabell, row: Rad, told: Sequence[_Year]) -> Iterator[Remark]:
    for (_, before), (column, tal), (after_column, after) in zip(told, told[1:], told[2:], strict=False):
        alike = [c for c, other in told if other.värde == before.värde]
        if before.värde != after.värde or len(alike) < _SEVERAL:
            continue
        subject.held("E11")
        if tal.värde != before.värde and _slip(tal, before):
            years = ", ".join(c.rubrik for c in alike)
            text = f"ett enda planår skiljer sig från de andra: {row.etikett}, {column.rubrik}"
            advice = f"Skriv {format_tal(before)} som de andra åren, eller sätt ett undantag som säger varför året är annorlunda."
            yield cell_remark(
                subject,
                section,
                row,
                column,
                "E11",
                Level.VARNING,
                text,
                advice,
                förväntat=before,
                angivet=tal,
                uträkning=f"{format_tal(before)} ({years}) ≠ {format_tal(tal)}",
                fakta=(term(table, row, column), term(table, row, after_column)),
            )


def _slip(one: Tal, other: Tal) -> bool:
    """Is it the other with one digit changed, two swapped, a sign, or a decimal mark moved?"""
    if abs(one.värde) == abs(other.värde):
        return True
    a, b = (str(abs(tal.värde).scaleb(tal.decimaler).to_integral_value()) for tal in (one, other))
    if a.strip("0") == b.strip("0"):
        return True
    if one.decimaler != other.decimaler:
        return False
    width = max(len(a), len(b))
    a, b = a.rjust(width, "0"), b.rjust(width, "0")
    unlike = [i for i in range(width) if a[i] != b[i]]
    if len(unlike) == 2 and unlike[0] + 1 == unlike[1]:
        i = unlike[0]
        return a[i : i + 2] == b[i : i + 2][::-1]
    return len(unlike) == 1
