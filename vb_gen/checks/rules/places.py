"""Family 4: the same fact told in several places says the same in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.joined import Joined, joined, moved
from vb_gen.checks.rules.spots import Spot, comparable_units, how, remark, same, slip, written
from vb_gen.core.figure import Tal, explained
from vb_gen.core.finding import Level
from vb_gen.core.names import slug
from vb_gen.core.numbers import convert
from vb_gen.core.units import is_amount_unit, powers
from vb_gen.model.report import Report

_PLAN = ("budget", "plan")
_TABLES = ("volymer", "volymer_perioden")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure and those that tell the same."""

    mine: Spot
    others: tuple[Spot, ...]

    @property
    def agrees(self) -> bool:
        """Does any of the others say the same?"""
        return any(same(self.mine, other) for other in self.others)

    @property
    def slip(self) -> int:
        """Is it off by a power of ten alone?"""
        return next((power for other in self.others if (power := slip(self.mine, other))), 0)


def _held(mine: Spot, others: list[Spot]) -> Iterator[Comparison]:
    """A comparison, where there is something to compare: a deviation that its row gives is held there."""
    others = [o for o in others if comparable_units(mine, o) and not (mine.follows and o.follows)]
    if others:
        yield Comparison(mine, tuple(others))


def within(every: Joined, report: Report) -> Iterator[Comparison]:
    """Figures that a report tells more than once: each against the one that most agree with.

    Two figures of one cell (a target, and in brackets what it was before) are not the same told twice.
    """
    for spots in every.said_by(report):
        if len(spots) > 1:
            most = every.trusted(spots)
            for spot in spots:
                if spot.fact.plats != most.fact.plats and of_one_thing(spot, most):
                    yield from _held(spot, [most])


def of_one_thing(one: Spot, other: Spot) -> bool:
    """Is it one project that two lists tell of? An activity of a name may be both finished and going on.

    It is one where what the two rows tell is the same but for a cell.
    """
    lists = one.table.projekt and other.table.projekt
    if one.table is other.table or not lists or one.row.roll != "post" or other.row.roll != "post":
        return True
    pairs = [(_figure(one, word), _figure(other, word)) for word in one.row.celler.keys() & other.row.celler.keys()]
    told = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
    alike = sum(
        mine.värde == theirs.värde or explained(mine.värde - theirs.värde, pair) for pair in told for mine, theirs in [pair]
    )
    return alike * 3 >= len(told) * 2


def _figure(spot: Spot, word: str) -> Tal | None:
    """A figure that somebody wrote in the row of a spot, in kronor."""
    box, column = spot.row.celler[word], spot.table.column(word)
    if column is None or box.läge != "given" or box.tal is None:
        return None
    unit = spot.table.unit(spot.row, column, box.cell)
    if not is_amount_unit(unit):
        return None
    return Tal(convert(box.tal.värde, unit, "kr"), box.tal.decimaler - powers(unit, "kr"))


def between(every: Joined, report: Report) -> Iterator[Comparison]:
    """What a report tells of another body, against that body's own report of the same period."""
    for spots in every.said_by(report):
        spot = spots[0]
        if spot.key.om != report.enhet_id:
            itself = f"{report.period.text}/{spot.key.om}"
            own = every.own.get(itself, {}).get(spot.key, [])
            if spot.table.projekt and not spot.key.rad and itself in every.reports:
                own = _of_list(every, spot, own, every.reports[itself])
            yield from _held(spot, own)


def _of_list(every: Joined, spot: Spot, own: list[Spot], child: Report) -> list[Spot]:
    """A body's row in a list of projects is the sum of its own such list; the sum of all, where it has but one."""
    sums = every.own[child.name].get(replace(spot.key, rad=spot.table.id), [])
    several = sum(table.projekt for table in child.tables()) > 1
    return [s for s in sums if s.table.id == spot.table.id] or [s for s in own if not several or s.table.id == spot.table.id]


def _unlike(subject: Subject, code: str, pairs: Iterable[Comparison]) -> Iterator[Comparison]:
    """The comparisons that do not agree; what is off by a power of ten alone is told by E02."""
    for pair in pairs:
        subject.held(code)
        if not pair.agrees and not pair.slip:
            yield pair


@rule("F01", Level.FEL, "Samma uppgift på flera ställen", among=True)
def in_report(subject: Subject) -> Iterator[Remark]:
    """F01: a figure that stands in several places of a report is the same in all."""
    every = joined(subject.library)
    for pair in _unlike(subject, "F01", within(every, subject.report)):
        one, other = pair.mine, pair.others[0]
        found = moved(every, one, other)
        text = f"samma uppgift, olika siffror i rapporten: {one.namn}{how(one, other)}" + (f"; {found}" if found else "")
        advice = f"Skriv samma siffra på båda ställena: {written(one, other)} här, eller rätta i {other.fact.plats}."
        yield remark("F01", Level.FEL, text, one, pair.others, advice)


@rule("F02", Level.FEL, "Samma uppgift på flera ställen", among=True)
def of_other_body(subject: Subject) -> Iterator[Remark]:
    """F02: what a report tells of another body is what that body's own report says."""
    every = joined(subject.library)
    for pair in _unlike(subject, "F02", between(every, subject.report)):
        one, other = pair.mine, pair.others[0]
        text = f"siffran är inte den som {other.report.enhet.namn} själv redovisar: {one.namn}{how(one, other)}"
        advice = f"Skriv {written(one, other)} som i {other.report.name}, eller låt cellen vara tom så hämtas siffran därifrån."
        yield remark("F02", Level.FEL, text, one, pair.others, advice)
    yield from _borrowed(subject, every)


def _borrowed(subject: Subject, every: Joined) -> Iterator[Remark]:
    """Rows with `från` that nothing else holds (of another period, say), against the figure that was fetched for them."""
    held = {pair.mine.fact.plats for pair in between(every, subject.report)}
    for spot in (spot for spots in every.said_by(subject.report) for spot in spots):
        box = spot.row.celler[spot.column.ord]
        owner = next((r for r in (spot.row, *spot.table.ancestors(spot.row)) if r.från), None)
        if owner is None or box.läge != "given" or box.härlett is None or box.tal is None or spot.follows:
            continue
        if spot.fact.plats in held or spot.table.projekt:
            continue
        subject.held("F02")
        fetched = replace(spot.fact, värde=box.härlett)
        theirs = replace(spot, fact=fetched, tal=fetched.comparable, scale=0)
        if not same(spot, theirs):
            text = f"siffran är inte den som {owner.från} redovisar: {spot.namn}{how(spot, theirs)}"
            found = remark("F02", Level.FEL, text, spot, [theirs], "Låt cellen vara tom så hämtas siffran från rapporten.")
            yield replace(found, uträkning=f"{spot.visat} ≠ {theirs.visat} ({owner.från})", fakta=(spot.term(),))


# Names and targets


@rule("F05", Level.VARNING, "Samma uppgift på flera ställen", among=True)
def two_names(subject: Subject) -> Iterator[Remark]:
    """F05: a measure in the staff or volume table and an indicator of the same name are the same, and say the same."""
    every = joined(subject.library)
    rows: dict[tuple[str, ...], Spot] = {}
    kinds = (*_TABLES, "indikatorer")
    spots = [s for told in every.said_by(subject.report) for s in told if s.table.typ in kinds and (not s.row.nivå or s.row.kön)]
    for spot in spots:
        if spot.table.typ in _TABLES:
            rows[_name(spot)] = spot
    for spot in spots:
        other = rows.get(_name(spot)) if spot.table.typ == "indikatorer" else None
        if other is None or other.key == spot.key or not comparable_units(spot, other):
            continue
        subject.held("F05")
        if not same(spot, other):
            text = f"samma namn men olika mått och siffror: {spot.namn}"
            advice = f"Ge raderna samma mått ({other.key.mått}) om de visar samma sak, annars olika namn."
            yield remark("F05", Level.VARNING, text, spot, [other], advice)


def _name(spot: Spot) -> tuple[str, ...]:
    """What a figure is about by its row's name, whatever mått it has."""
    first = spot.row if spot.row.förälder is None else list(spot.table.ancestors(spot.row))[-1]
    label = slug(re.sub(r"\(?%\)?|\((?:antal|andel)\)|[*]", "", first.etikett))
    who = spot.key
    return label, who.om, who.slag, who.avser, who.kön, who.population


def targets(every: Joined, report: Report) -> Iterator[Comparison]:
    """Targets against the same report's budget or plan of the same measure and year."""
    for spots in every.said_by(report):
        spot = spots[0]
        if spot.key.slag == "målvärde" and not spot.table.belopp:
            mine = every.own[report.name]
            plans = [s for slag in _PLAN for s in mine.get(replace(spot.key, slag=slag), []) if not s.table.belopp]
            yield from _held(spot, plans)


@rule("F06", Level.VARNING, "Samma uppgift på flera ställen", among=True)
def planned_otherwise(subject: Subject) -> Iterator[Remark]:
    """F06: a measure's target for a year is what the report's own budget or plan says of that year."""
    for pair in targets(joined(subject.library), subject.report):
        subject.held("F06")
        if not pair.agrees:
            one, other = pair.mine, pair.others[0]
            text = f"målvärdet är ett annat än i {other.section.rubrik.casefold()}: {one.namn}"
            advice = "Skriv samma värde på båda ställena, eller förklara i en not varför de skiljer sig."
            yield remark("F06", Level.VARNING, text, one, pair.others, advice)
