"""Family 3: a forecast of the whole year's costs is not less than what has been spent when it is made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.joined import Joined, joined
from vb_gen.checks.rules.spots import Spot, kind_of_unit, remark
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.pattern import regex

_DONE = regex(r"\b(?:\w*timmar|\w*dygn|måltider|besök|inkomna ärenden)\b(?! per)", re.I)
_COST = regex(r"kostnad|utgift", re.I)


@rule("E12", Level.UPPLYSNING, "Enheter och storlek", among=True)
def outlook(subject: Subject) -> Iterator[Remark]:
    """E12: what a row of costs is forecast to be by the end of the year is at least what it is so far."""
    every = joined(subject.library)
    for spots in every.said_by(subject.report):
        one = spots[0]
        if one.key.slag != "prognos" or not one.key.avser.isdigit() or not _only_grows(one):
            continue
        so_far = _so_far(every, subject.report.name, one)
        other = next((s for s in so_far if kind_of_unit(s.fact.enhet) == kind_of_unit(one.fact.enhet)), None)
        if other is None or one.tal.värde * other.tal.värde <= 0:
            continue
        subject.held("E12")
        if abs(other.tal.värde) > abs(one.tal.värde) and not explained(
            abs(other.tal.värde) - abs(one.tal.värde), (one.tal, other.tal)
        ):
            text = f"helårets prognos är mindre än vad som redan har använts till och med {other.key.avser}: {one.namn}"
            advice = "Kontrollera prognosen och utfallet. Väntas en återbetalning kan prognosen ändå stämma."
            yield replace(remark("E12", Level.UPPLYSNING, text, one, [other], advice), förväntat=None)


def _so_far(every: Joined, report: str, one: Spot) -> list[Spot]:
    """The same row's outcome of the first months of the year that a forecast is of, the most of them."""
    months = (one.key.avser, *(f"{one.key.avser}-{month:02}" for month in range(11, 0, -1)))
    return next((s for m in months if (s := every.own[report].get(replace(one.key, slag="utfall", avser=m), []))), [])


def _only_grows(one: Spot) -> bool:
    """Is it of costs as amounts, or of what is done through the year? A result may well become better, and places fewer."""
    if kind_of_unit(one.fact.enhet) != "kr":
        return bool(_DONE.search(f"{one.row.etikett} {one.fact.enhet}"))
    if one.row.tecken == "kostnad":
        return one.tal.värde < 0  # a net cost below zero is a surplus
    return bool(_COST.search(f"{one.row.etikett} {one.column.rubrik}"))
