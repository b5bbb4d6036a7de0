"""Family 4: the overview's investments are those of the lists of projects together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rule, work_out
from vb_gen.checks.rules.joined import Joined, joined
from vb_gen.checks.rules.places import of_one_thing
from vb_gen.checks.rules.spots import Spot, expected, remark
from vb_gen.core.figure import explained, total
from vb_gen.core.finding import Level
from vb_gen.figures.facts import Identity
from vb_gen.model.report import Report


@rule("F03", Level.FEL, "Samma uppgift på flera ställen", among=True)
def investments(subject: Subject) -> Iterator[Remark]:
    """F03: the overview's investments are those of the lists of projects together."""
    every, report = joined(subject.library), subject.report
    for spots in every.said_by(report):
        spot = next((s for s in spots if s.table.typ == "ekonomi_i_korthet"), None)
        if spot is None or (spot.key.mått, spot.key.rad) != ("investeringar", "") or spot.key.om != report.enhet_id:
            continue
        if spot.follows or any(s.table.projekt for s in spots):
            continue
        projects = _projects(every, report, spot.key)
        if not projects:
            continue
        subject.held("F03")
        own = [s for s in projects if s.key.om == report.enhet_id]
        if not any(_adds_up(spot, rows) for rows in (own, projects)):
            yield _investments(spot, own or projects)


def _projects(every: Joined, report: Report, about: Identity) -> list[Spot]:
    """The projects of all lists; one that stands in two lists is one, where both say the same of it."""
    found: dict[Identity, Spot] = {}
    for spots in every.said_by(report):
        who = spots[0].key
        if (who.mått, who.slag, who.avser) == (about.mått, about.slag, about.avser):
            for spot in spots:
                whole = any(parent.has_figures for parent in spot.table.ancestors(spot.row))
                if spot.table.projekt and spot.row.roll == "post" and not whole:
                    key = who if who.rad else replace(who, rad=spot.row.nyckel)
                    twin = found.setdefault(key, spot)
                    if not of_one_thing(spot, twin):
                        found.setdefault(replace(key, rad=f"{spot.table.id}/{key.rad}"), spot)
    return list(found.values())


def _adds_up(spot: Spot, rows: list[Spot]) -> bool:
    off = sum((s.tal.värde for s in rows), Decimal(0)) - spot.tal.värde
    return bool(rows) and explained(off, [spot.tal, *(s.tal for s in rows)])


def _investments(spot: Spot, rows: list[Spot]) -> Remark:
    should = expected(spot, replace(spot, tal=total(s.tal for s in rows)))
    parts = [(s.namn.rpartition(", ")[0], expected(spot, s)) for s in rows]
    found = remark(
        "F03", Level.FEL, f"investeringarna är inte projektens summa: {spot.namn}", spot, rows,
        "Rätta översikten eller projektens siffror, eller ta med de projekt som saknas.",
    )  # fmt: skip
    return replace(found, förväntat=should, uträkning=work_out(parts, should))
