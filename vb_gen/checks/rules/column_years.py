"""Family 5: the years that the columns of a table say: near the report's, in order, none left out, plans ahead and outcomes behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.core.finding import Level
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Tabell

_FAR, _FARTHEST = 15, 40  # years ahead of the report's own that no column is; as far back, or ahead with a target, some are
_SERIES = 3  # columns that make a series
_TOLD = ("bokslut", "utfall")


@rule("H06", Level.VARNING, "Historik")
def column_years(subject: Subject) -> Iterator[Remark]:
    """H06: each column is of a year that it can be of."""
    for section, table in subject.tables():
        dated = [column for column in table.kolumner if column.avser[:4].isdigit()]
        if not dated:
            continue
        subject.held("H06")
        wrong = [(column, why) for column in dated if (why := _impossible(subject.report, column))]
        for column, why in wrong:
            yield _remark(subject, section, table, column, Level.VARNING, why)
        if not wrong:
            yield from _series(subject, section, table, dated)


def _year(column: Kolumn) -> int:
    return int(column.avser[:4])


def _impossible(report: Report, column: Kolumn) -> str:
    """Why a column cannot be of its year, if it cannot."""
    own, year = report.period.år, _year(column)
    if year - own > (_FARTHEST if column.slag == "målvärde" else _FAR) or own - year > _FARTHEST:
        return f"året ligger långt från rapportens, {own}"
    if column.slag in _TOLD and year > (own - 1 if report.period.budget else own):
        return f"ett utfall för ett år som inte har varit när rapporten för {report.period.text} skrivs"
    if column.slag == "plan" and report.period.budget and year <= own:
        return f"ett planår ska ligga efter budgetåret {own}"
    return ""


def _series(subject: Subject, section: Section, table: Tabell, dated: Sequence[Kolumn]) -> Iterator[Remark]:
    """Columns of one kind, each of its own year, that are out of order or leave a year out."""
    for kind in dict.fromkeys(column.slag for column in dated):
        columns = [column for column in dated if column.slag == kind and not column.mått]
        years = [_year(column) for column in columns]
        if len(columns) < _SERIES or len(set(years)) < len(years):
            continue
        odd = _out_of_order(columns)
        if odd:
            yield _remark(subject, section, table, odd, Level.VARNING, f"åren står inte i ordning: {_listed(columns)}")
        elif gap := _gap(sorted(years)):
            column = next(c for c in columns if _year(c) == gap + 1)
            yield _remark(subject, section, table, column, Level.UPPLYSNING, f"år {gap} saknas i serien {_listed(columns)}")


def _out_of_order(columns: Sequence[Kolumn]) -> Kolumn | None:
    """The first column that breaks the order that the others have."""
    years = [_year(column) for column in columns]
    if years in (sorted(years), sorted(years, reverse=True)):
        return None
    down = sum(b < a for a, b in pairwise(years)) * 2 > len(years) - 1
    return next(c for (a, b), c in zip(pairwise(years), columns[1:], strict=True) if (b > a) == down)


def _gap(years: Sequence[int]) -> int:
    """The one year that a row of years leaves out; one before the first may be far off, as a year to compare with."""
    steps = [b - a for a, b in pairwise(years)]
    return years[steps.index(2)] + 1 if steps.count(1) == len(steps) - 1 and steps.index(max(steps)) and 2 in steps else 0


def _listed(columns: Sequence[Kolumn]) -> str:
    return ", ".join(column.avser for column in columns)


def _remark(subject: Subject, section: Section, table: Tabell, column: Kolumn, level: Level, why: str) -> Remark:
    text = f"kolumnens år verkar fel, {column.rubrik or column.ord}: {why}"
    return Remark(
        "H06",
        text,
        column.plats,
        "Rätta årtalet i kolumnens rubrik, eller flytta kolumnen.",
        level,
        rapport=subject.report.name,
        avsnitt=section.id,
        kolumn=column.ord,
        fakta=(Term(f"{table.rubrik or section.rubrik or table.id}, kolumn", column.rubrik or column.ord, column.plats),),
    )
