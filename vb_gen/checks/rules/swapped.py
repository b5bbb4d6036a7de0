"""Family 6: women's and men's values that have changed places in one year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.joined import OUTCOMES, Joined, joined
from vb_gen.checks.rules.spots import Spot, remark
from vb_gen.core.finding import Level

_OTHERS = 2  # years, at the least, in which one sex is ahead of the other
_NEAR = Decimal("0.35")  # how far from the other sex's values one may lie, as a share of the least gap between them


@dataclass(frozen=True, slots=True)
class _Year:
    """A year's value for women and for men."""

    avser: str
    women: Spot
    men: Spot

    @property
    def gap(self) -> Decimal:
        """How far women are ahead of men."""
        return self.women.tal.värde - self.men.tal.värde


@rule("D09", Level.VARNING, "Kvinnor, män och delar", among=True)
def swapped(subject: Subject) -> Iterator[Remark]:
    """D09: where one sex is ahead of the other in all other years, the two have not changed places in one year."""
    every = joined(subject.library)
    for spots in every.said_by(subject.report):
        women = spots[0]
        if women.key.kön != "K" or women.key.slag not in OUTCOMES or women.table.belopp:
            continue
        own = _year(every, women)
        others = _others(every, women)
        if own is None or len(others) < _OTHERS:
            continue
        subject.held("D09")
        if _is_turned(own, others):
            yield _remark(own, others)


def _pair(every: Joined, women: Spot) -> Spot | None:
    """Men's value in the same column of the same table."""
    men = every.own[women.report.name].get(replace(women.key, kön="M"), ())
    return next((m for m in men if m.table is women.table and m.column is women.column), None)


def _year(every: Joined, women: Spot) -> _Year | None:
    men = _pair(every, women)
    return _Year(women.key.avser, women, men) if men else None


def _others(every: Joined, women: Spot) -> list[_Year]:
    """The other years of the same measure, each as one report tells it, this one's own first."""
    found: dict[str, _Year] = {}
    spots = every.by_series.get(every.series_of(women), ())
    for spot in sorted(spots, key=lambda s: s.report is not women.report):
        kind = (spot.key.slag, spot.key.kön) == (women.key.slag, "K")
        if kind and spot.key.avser != women.key.avser and spot.key.avser not in found and (year := _year(every, spot)):
            found[spot.key.avser] = year
    return list(found.values())


def _is_turned(own: _Year, others: Sequence[_Year]) -> bool:
    """Is the gap the other way than in every other year, and each sex right where the other was?"""
    signs = {year.gap.compare(Decimal(0)) for year in others}
    if len(signs) != 1 or own.gap == 0 or own.gap.compare(Decimal(0)) in signs or Decimal(0) in signs:
        return False
    near = min(abs(year.gap) for year in others) * _NEAR
    rounding = own.women.tal.half_width * 4
    if near <= rounding:
        return False
    women, men = own.women.tal.värde, own.men.tal.värde
    was = [(year.women.tal.värde, year.men.tal.värde) for year in others]
    return all(abs(women - m) <= near and abs(men - w) <= near for w, m in was)


def _remark(own: _Year, others: Sequence[_Year]) -> Remark:
    beside = max(others, key=lambda year: year.avser)
    text = f"kvinnors och mäns värden verkar ha bytt plats: {own.women.namn}"
    advice = "I alla andra år är det tvärtom. Kontrollera mot källan, eller sätt ett undantag som säger vad som har vänt."
    found = remark("D09", Level.VARNING, text, own.women, [own.men, beside.women, beside.men], advice)
    listed = ", ".join(f"{y.avser}: {y.women.visat} (kvinnor), {y.men.visat} (män)" for y in (*others, own))
    return replace(found, förväntat=None, angivet=None, uträkning=listed)
