"""Family 5: several rows whose figures are the year before's to the last digit: perhaps nobody has filled in the new year's."""

from __future__ import annotations

from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.joined import OUTCOMES, Joined, joined
from vb_gen.checks.rules.spots import Spot, comparable_units
from vb_gen.core.finding import Level
from vb_gen.model.report import Section

_SEVERAL = 5  # rows of a table
_DIGITS = 2  # a figure of one digit is the same two years running by chance
_KINDS = (*OUTCOMES, "budget")
_NAMED = 3  # rows that the finding names


@rule("H07", Level.UPPLYSNING, "Historik", among=True)
def unchanged(subject: Subject) -> Iterator[Remark]:
    """H07: the rows of a table are not five and more, and half of them, what they were the year before."""
    every = joined(subject.library)
    now, before = subject.report.period.text, subject.report.period.words()["period-1"]
    rows: dict[int, list[tuple[Spot, Spot]]] = {}
    for spots in every.said_by(subject.report):
        for spot in spots:
            key = spot.key
            own = key.slag in _KINDS and key.avser == now and not spot.fact.härledd and not spot.column.härleds
            if own and (other := _year_before(every, spot, before)):
                rows.setdefault(id(spot.row), []).append((spot, other))
    for section, table in subject.tables():
        compared = [rows[id(row)] for row in table.rader if any(s.key.slag in OUTCOMES for s, _ in rows.get(id(row), ()))]
        if len(compared) >= _SEVERAL:
            subject.held("H07")
            same = [pairs for pairs in compared if _is_same(pairs)]
            if len(same) >= _SEVERAL and len(same) * 2 >= len(compared):
                yield _remark(section, same)


def _year_before(every: Joined, spot: Spot, before: str) -> Spot | None:
    """The same figure a year ago, as its own table tells it, else another report."""
    told = [
        other
        for other in every.by_series.get(every.series_of(spot), ())
        if (other.key.slag, other.key.avser) == (spot.key.slag, before) and comparable_units(other, spot)
    ]
    return min(told, key=lambda other: (other.table is not spot.table, other.report is not spot.report), default=None)


def _is_same(pairs: list[tuple[Spot, Spot]]) -> bool:
    """Are all of a row's figures what they were, and one of them such as is seldom the same by chance?"""
    alike = all(one.tal.värde == other.tal.värde for one, other in pairs)
    return alike and any(len(one.fact.värde.värde.as_tuple().digits) >= _DIGITS and one.tal.värde for one, _ in pairs)


def _remark(section: Section, same: list[list[tuple[Spot, Spot]]]) -> Remark:
    first = same[0][0][0]
    names = [pairs[0][0].row.etikett for pairs in same[:_NAMED]]
    rest = len(same) - len(names)
    return Remark(
        "H07",
        f"{len(same)} rader har samma siffror som året före: {', '.join(names)}" + (f" och {rest} till" if rest else ""),
        first.fact.plats,
        "Kontrollera att årets siffror är ifyllda.",
        Level.UPPLYSNING,
        rapport=first.report.name,
        avsnitt=section.id,
        fakta=tuple(spot.term() for pairs in same for pair in pairs[:1] for spot in pair),
    )
