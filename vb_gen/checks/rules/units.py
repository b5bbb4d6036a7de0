"""Family 3: units and magnitude. A figure that is ten, a hundred or a thousand times what it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules import history, places
from vb_gen.checks.rules.cells import cell_remark, given
from vb_gen.checks.rules.joined import joined
from vb_gen.checks.rules.series import times
from vb_gen.checks.rules.spots import SLIPS, Spot, expected, remark, right_unit, same, slip
from vb_gen.core.figure import explained, room
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv
from vb_gen.figures.derive import terms, weight, worked_out
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

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
            text = f"siffran är {times(power)}, mot samma uppgift i {other.var}: {one.namn}"
            yield remark("E02", Level.FEL, text, one, [other], "Kontrollera decimaltecknet och enheten på båda ställena.")


@rule("E03", Level.VARNING, "Enheter och storlek")
def terms_of_sums(subject: Subject) -> Iterator[Remark]:
    """E03: a sum that is off would be right if one of its figures were ten, a hundred or a thousand times another."""
    for section in subject.report.walk():
        for number, table in enumerate(section.tabeller):
            for index, row in enumerate(table.rader):
                if row.roll in ("summa", "grupp"):
                    rows = terms(table, section.tabeller[:number], index)
                    for column in table.kolumner:
                        yield from _term(subject, section, table, row, rows, column)


def _term(subject: Subject, section: Section, table: Tabell, row: Rad, rows: list[Rad], column: Kolumn) -> Iterator[Remark]:
    box = row.celler.get(column.ord)
    whole = box.tal if box and box.läge == "given" and column.innehåll in ("tal", "utfall") else None
    parts = [(r, tal) for r in rows if (cell := r.celler.get(column.ord)) and (tal := cell.tal)]
    if whole is None or len(parts) < 2:
        return
    subject.held("E03")
    slack = room([whole, *(tal for _, tal in parts)])
    off = whole.värde - sum((tal.värde * weight(r, row, column) for r, tal in parts), Decimal(0))
    if abs(off) < slack or off == 0:
        return
    suspects = [(row, whole, -whole.värde), *((r, tal, tal.värde * weight(r, row, column)) for r, tal in parts)]
    fits = [
        (r, tal, power)
        for r, tal, value in suspects
        for power in SLIPS
        if _fits(off, value, power, slack) and not _is_borne_out(table, r, column)
    ]
    if len(fits) == 1:
        culprit, tal, power = fits[0]
        right = Tal(tal.värde.scaleb(-power), max(0, tal.decimaler + power))
        text = f"siffran verkar vara {times(power)}: {culprit.etikett}, {column.rubrik}"
        advice = f"Med {format_decimal_sv(right.värde, right.decimaler)} stämmer {row.etikett}. Kontrollera decimaltecknet."
        yield cell_remark(
            subject,
            section,
            culprit,
            column,
            "E03",
            Level.VARNING,
            text,
            advice,
            förväntat=right,
            angivet=tal,
            uträkning=f"{row.etikett} avviker med {format_decimal_sv(off, max(t.decimaler for _, t in parts), plus=True)}",
            fakta=(term(table, culprit, column), term(table, row, column)),
        )


def _is_borne_out(table: Tabell, row: Rad, column: Kolumn) -> bool:
    """Does the row's own arithmetic hold with the figure as it stands?"""
    for derived in table.kolumner:
        printed, found = given(row, derived), worked_out(table, row, derived)
        involved = (derived.ord, *(of.ord for of in found.kolumner)) if found else ()
        if printed and found and column.ord in involved and explained(printed.värde - found.tal.värde, (printed, found.tal)):
            return True
    return False


def _fits(off: Decimal, value: Decimal, power: int, slack: Decimal) -> bool:
    """Would the sum be right with this figure moved by a power of ten, and plainly so?"""
    change = value.scaleb(-power) - value
    return abs(off - change) < slack and abs(change) > slack * 3
