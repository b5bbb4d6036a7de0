"""Family 6: what a total says of how many women and men there are. That share does not leap from one year to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.joined import OUTCOMES, Joined, joined
from vb_gen.checks.rules.split import kind
from vb_gen.checks.rules.spots import Spot, remark
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_decimal_sv

# How far the others may be from each other, rounding and all, and how far a share must then be from theirs, beyond what
# rounding explains: the more exactly they tell it, the nearer.
_STEPS = ((Decimal("0.08"), Decimal("0.05")), (Decimal("0.2"), Decimal("0.1")))
_VAGUE = Decimal("0.4")  # a year whose figures leave so much open tells nothing
_EVERYTHING = (Decimal("-Infinity"), Decimal("Infinity"))


@dataclass(frozen=True, slots=True)
class Share:
    """A total with women's and men's values: which share of all the women must be, at least and at most."""

    total: Spot
    women: Spot
    men: Spot
    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        """The share as the printed figures give it."""
        women, men = self.women.tal.värde, self.men.tal.värde
        return (self.total.tal.värde - men) / (women - men)


@rule("D08", Level.VARNING, "Kvinnor, män och delar", among=True)
def weights(subject: Subject) -> Iterator[Remark]:
    """D08: the share of women that a total implies is about that of the measure's other years."""
    every = joined(subject.library)
    for shares in _by_measure(every, subject.report.name):
        for one in shares:
            others = _others(every, one, shares)
            if len(others) < 2:
                continue
            subject.held("D08")
            if _between(one) and (against := _against(one, [o for o in others if o.high - o.low < _VAGUE])):
                yield _remark(one, against)


def _by_measure(every: Joined, report: str) -> Iterator[list[Share]]:
    """A report's totals with women and men beside them, those of a measure together."""
    found: dict[tuple[str, ...], list[Share]] = {}
    for key, spots in every.own.get(report, {}).items():
        if key.kön == "T" and key.slag in OUTCOMES:
            for spot in spots:
                if share := _share(every, spot):
                    found.setdefault(every.series_of(spot), []).append(share)
    yield from found.values()


def _share(every: Joined, total: Spot) -> Share | None:
    """What a total says, where women's and men's values stand right below it and the three are means."""
    own = every.own[total.report.name]
    pair = [
        next((s for s in own.get(replace(total.key, kön=sex), ()) if s.table is total.table and s.column is total.column), None)
        for sex in "KM"
    ]
    women, men = pair
    if women is None or men is None or kind(total.table, total.row, total.column) != "medel":
        return None
    return Share(total, women, men, *_bounds(total, women, men))


def _bounds(total: Spot, women: Spot, men: Spot) -> tuple[Decimal, Decimal]:
    """The least and the largest share that rounds to these figures; any, where women and men may be alike."""
    apart = women.tal.värde - men.tal.värde
    if abs(apart) <= women.tal.half_width + men.tal.half_width:
        return _EVERYTHING
    ends = [[spot.tal.värde - spot.tal.half_width, spot.tal.värde + spot.tal.half_width] for spot in (total, women, men)]
    shares = [(t - m) / (w - m) for t, w, m in product(*ends)]
    return min(shares), max(shares)


def _others(every: Joined, one: Share, shares: list[Share]) -> list[Share]:
    """The measure's other years: the report's own, and those that only other reports tell."""
    found = {share.total.key.avser: share for share in shares if share.total.key.avser != one.total.key.avser}
    for spot in every.by_series.get(every.series_of(one.total), ()):
        year = spot.key.avser
        told = spot.key.slag in OUTCOMES and year != one.total.key.avser and year not in found
        if told and (share := _share(every, spot)):
            found[year] = share
    return list(found.values())


def _against(one: Share, others: list[Share]) -> list[Share]:
    """The most of the others, where they agree on another share."""
    for window, least in _STEPS:
        agreeing = _agreeing([o for o in others if _apart(one, o, least)], window)
        if len(agreeing) > 1 and len(agreeing) * 2 > len(others):
            return agreeing
    return []


def _apart(one: Share, other: Share, least: Decimal) -> bool:
    return one.low - other.high > least or other.low - one.high > least


def _agreeing(shares: list[Share], window: Decimal) -> list[Share]:
    """The most of them that tell about the same."""
    groups = ([o for o in shares if o.low >= first.low and o.high <= first.low + window] for first in shares)
    return max(groups, key=len, default=[])


def _between(one: Share) -> bool:
    """Does the total lie between women's and men's values? Where it does not, D01 says so."""
    return one.low >= 0 and one.high <= 1


def _remark(one: Share, against: Sequence[Share]) -> Remark:
    told = ", ".join(f"{_percent(o.middle)} ({o.total.key.avser})" for o in against)
    text = f"totalen ger en annan andel kvinnor än andra år: {one.total.namn}"
    advice = "Någon av de tre siffrorna, totalen, kvinnors eller mäns, är troligen fel. Kontrollera dem mot källan."
    found = remark("D08", Level.VARNING, text, one.total, [one.women, one.men], advice)
    worked = f"med de här siffrorna är {_percent(one.middle)} kvinnor; andra år: {told}"
    return replace(found, förväntat=None, angivet=None, uträkning=worked)


def _percent(share: Decimal) -> str:
    return f"{format_decimal_sv(share * 100, 0)} %"
