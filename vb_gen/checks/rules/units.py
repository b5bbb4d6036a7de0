"""Family 3: units and magnitude. A figure that is ten, a hundred or a thousand times what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules import history, places
from vb_gen.checks.rules.arithmetic import faulty, told_as
from vb_gen.checks.rules.joined import joined
from vb_gen.checks.rules.series import times
from vb_gen.checks.rules.spots import Spot, expected, remark, right_unit, same, slip
from vb_gen.core.finding import Level
from vb_gen.model.report import Section
from vb_gen.model.table import Tabell

_SHOWN = 6  # figures that a finding about a whole table shows


@rule("E01", Level.FEL, "Enheter och storlek", among=True)
def tables(subject: Subject) -> Iterator[Remark]:
    """E01: a table's amounts are in the unit that it says."""
    every = joined(subject.library)
    pairs: dict[tuple[str, str], list[tuple[Spot, Spot]]] = {}
    for spots in every.said_by(subject.report):
        for spot in spots:
            if spot.scale:
                right = [o for o in every.by_key[spot.key] if not o.scale and _near(spot, o)]
                if right:
                    best = max(right, key=lambda o: (same(spot, o), o.report is spot.report))
                    pairs.setdefault((spot.section.id, spot.table.id), []).append((spot, best))
    for section, table in subject.tables():
        if table.belopp:
            subject.held("E01")
            if found := pairs.get((section.id, table.id)):
                yield _table(section, table, sorted(found, key=lambda pair: not same(*pair)))


def _near(one: Spot, other: Spot) -> bool:
    """Are the two about the same, the one in its right unit?"""
    return bool(other.tal.värde) and abs(one.tal.värde - other.tal.värde) * 10 <= abs(other.tal.värde)


def _table(section: Section, table: Tabell, pairs: list[tuple[Spot, Spot]]) -> Remark:
    stated = [(replace(one, scale=0), other) for one, other in pairs[:_SHOWN]]  # as the table says it
    one, other = pairs[0]
    meant = right_unit(table.belopp, one.scale)
    found = remark(
        "E01",
        Level.FEL,
        f"tabellen säger {table.belopp}, men beloppen är {times(one.scale, 'a')}: {section.rubrik or table.id}",
        stated[0][0],
        [other],
        f"Skriv belopp: {meant}, eller skriv om siffrorna i {table.belopp}."
        if meant
        else "Skriv om siffrorna i tabellens enhet.",
    )
    terms = tuple(spot.term() for pair in stated for spot in pair)
    return replace(found, rad="", kolumn="", förväntat=expected(one, other, stated=True), fakta=terms)


@rule("E02", Level.FEL, "Enheter och storlek", among=True)
def figures(subject: Subject) -> Iterator[Remark]:
    """E02: a figure is not ten, a hundred or a thousand times the same figure elsewhere."""
    every, report = joined(subject.library), subject.report
    pairs: list[tuple[Spot, Iterable[Spot], int, bool]] = []
    for pair in (*places.within(every, report), *places.between(every, report)):
        pairs.append((pair.mine, pair.others, pair.slip, pair.agrees))
    for change in history.changes(every).get(report.name, ()):
        pairs.append((change.mine, change.before, change.slip, change.agrees or change.omräknat is not None))
    seen: set[int] = set()
    for one, others, power, fine in pairs:
        subject.held("E02")
        if power and not fine and id(one) not in seen:
            seen.add(id(one))
            other = next(o for o in others if slip(one, o))
            if other.report is one.report and every.holds(one) > 0 > every.holds(other):
                one, other, power = other, one, -power  # what its own table bears out is not suspected
            text = f"siffran är {times(power)}, mot samma uppgift i {other.var}: {one.namn}"
            yield remark("E02", Level.FEL, text, one, [other], "Kontrollera decimaltecknet och enheten på båda ställena.")


@rule("E03", Level.FEL, "Enheter och storlek")
def terms_of_sums(subject: Subject) -> Iterator[Remark]:
    """E03: a sum that is off would be right if one of its figures were ten, a hundred or a thousand times another."""
    for one in subject.relations:
        if one.slag == "summa" and one.utfall != "ej prövat" and one.helhet.given and len(one.delar) > 1:
            subject.held("E03")
    yield from (faulty(subject, fault) for fault in subject.faults if told_as(fault) == "E03")
