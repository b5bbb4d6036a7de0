"""Family 3: what units are called. A caption, a row and a measure's other places name the unit that the figures have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.checks.rules.joined import joined
from vb_gen.checks.rules.spots import Spot, kind_of_unit
from vb_gen.core.finding import Level
from vb_gen.core.pattern import regex
from vb_gen.core.units import find, is_amount_unit, is_percent, powers, spellings
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_PER_MILLE = regex(r"per (?:1 ?000|tusen)\b|\bpromille\b|‰", re.I)
_PERCENT = regex(r"%|\bprocent\b", re.I)
_AMOUNTS = "|".join(word for word in spellings("belopp") if len(word) > 2 and word.endswith(("kr", "sek", "dr")))
_UNIT_AT_END = regex(rf"(?:[,(]\s*|\bi |\bnetto )({_AMOUNTS})\)?\**$", re.I)


@rule("E05", Level.VARNING, "Enheter och storlek")
def per_mille(subject: Subject) -> Iterator[Remark]:
    """E05: what is told per thousand is not called per cent."""
    for section, table in subject.tables():
        for row in table.rader:
            said = f"{row.etikett} {row.definition}"
            if not row.has_figures or not _PER_MILLE.search(said):
                continue
            subject.held("E05")
            column = next(c for c in table.kolumner if (box := row.celler.get(c.ord)) and box.cell.värde)
            if _PERCENT.search(row.etikett) or is_percent(table.unit(row, column, row.celler[column.ord].cell)):
                yield Remark(
                    "E05",
                    f"måttet räknas per tusen men skrivs som procent: {row.etikett}",
                    row.plats,
                    "Ta bort % ur namnet och skriv enhet promille, eller antal per 1 000.",
                    Level.VARNING,
                    rapport=subject.report.name,
                    avsnitt=section.id,
                    rad=row.etikett,
                    fakta=(term(table, row, column),),
                )


@rule("E06", Level.FEL, "Enheter och storlek")
def captions(subject: Subject) -> Iterator[Remark]:
    """E06: headings, notes and rows name the unit that the table has."""
    for section, table in subject.tables():
        if table.belopp:
            subject.held("E06")
            for text in (section.rubrik, table.rubrik, table.etikettrubrik):
                if unit := _other_unit(text, table.belopp):
                    yield _caption(subject, section, table, None, text, unit)
                    break
        for row in table.rader:
            for column in table.kolumner:
                box = row.celler.get(column.ord)
                amount = table.unit(row, column, box.cell) if box and box.tal else ""
                if amount and is_amount_unit(amount):
                    if unit := _other_unit(row.etikett, amount):
                        yield _caption(subject, section, table, row, row.etikett, unit)
                    break


def _other_unit(text: str, unit: str) -> str:
    """The unit a text ends with, where it is another than this."""
    found = _UNIT_AT_END.search(text.strip())
    return found.group(1) if found and powers(found.group(1), unit) else ""


def _caption(subject: Subject, section: Section, table: Tabell, row: Rad | None, text: str, unit: str) -> Remark:
    return Remark(
        "E06",
        f"”{text}” säger {unit}, men tabellens belopp är {table.belopp or 'av annat slag'}",
        row.plats if row else table.plats,
        f"Skriv belopp: {unit.casefold()}, eller rätta {'raden' if row else 'rubriken'}.",
        Level.FEL,
        rapport=subject.report.name,
        avsnitt=section.id,
        rad=row.etikett if row else "",
    )


@rule("E07", Level.VARNING, "Enheter och storlek", among=True)
def kinds(subject: Subject) -> Iterator[Remark]:
    """E07: a measure has one unit: in all its places and years in a report, and where an earlier report tells the same."""
    every = joined(subject.library)
    now = subject.report.period.sort_key
    measures: dict[tuple[str, ...], tuple[dict[str, Spot], dict[str, Spot]]] = {}
    for spots in every.said_by(subject.report):
        who = spots[0].key
        own, before = measures.setdefault((who.om, who.mått, who.rad), ({}, {}))
        for spot in every.by_key[who]:
            if spot.fact.enhet and (spot.report.name == subject.report.name or spot.report.period.sort_key < now):
                rows = own if spot.report.name == subject.report.name else before
                rows.setdefault(str(spot.row.plats), spot)
    for own, before in measures.values():
        if own and len(own) + len(before) > 1:
            subject.held("E07")
            usual = [kind_of_unit(spot.fact.enhet) for spot in (before or own).values()]
            unit = max(dict.fromkeys(usual), key=usual.count)
            right = next(spot for spot in (before or own).values() if kind_of_unit(spot.fact.enhet) == unit)
            yield from (_kind(spot, right) for spot in own.values() if kind_of_unit(spot.fact.enhet) != unit)

    yield from _mixed(subject)


def _mixed(subject: Subject) -> Iterator[Remark]:
    """The years of a row are in one unit; its target may be of a change. Which is the odd one, the row above tells too."""
    for section, table in subject.tables():
        for row in table.rader:
            above = table.rader[row.förälder] if row.kön and row.förälder is not None else None
            said = list(_units_of(table, row))
            known = [*said, *(_units_of(table, above) if above else ())]
            if len(said) > 1:
                subject.held("E07")
                usual = [unit for _, unit in known]
                unit = max(dict.fromkeys(usual), key=usual.count)
                if odd := next(((column, other) for column, other in said if other != unit), None):
                    text = f"radens siffror har olika enheter, {odd[1]} och {unit}: {row.etikett}, {odd[0].rubrik}"
                    advice = "Skriv samma enhet i hela raden: i kolumnen enhet, eller i varje cell."
                    facts = tuple(term(table, row, column) for column, _ in said)
                    yield cell_remark(subject, section, row, odd[0], "E07", Level.VARNING, text, advice, fakta=facts)


_NUMBERS = ("antal", "tid", "ålder", "index")  # kinds of units that one column may mix as a number of something


def _units_of(table: Tabell, row: Rad) -> Iterator[tuple[Kolumn, str]]:
    """The sort of unit of each year: per cent, kronor, a number of something; nothing of words that may be any."""
    for column in table.kolumner:
        box = row.celler.get(column.ord)
        if box is None or box.läge != "given" or not column.slag or column.enhet or column.slag in ("målvärde", "avvikelse"):
            continue
        for unit in dict.fromkeys(value.enhet or table.unit(row, column, box.cell) for value in box.cell.värden):
            known = find(unit)
            if known.sort in ("belopp", "andel") or known.sort in _NUMBERS:
                yield column, "kr" if known.sort == "belopp" else known.namn if known.sort == "andel" else "antal"


def _kind(spot: Spot, right: Spot) -> Remark:
    return Remark(
        "E07",
        f"måttet har enheten {spot.fact.enhet} här men {right.fact.enhet} i {right.var}: {spot.row.etikett}",
        spot.row.plats,
        f"Skriv samma enhet i kolumnen enhet, eller ge raderna olika mått (här {spot.key.mått}).",
        Level.VARNING,
        rapport=spot.report.name,
        avsnitt=spot.section.id,
        rad=spot.row.etikett,
        fakta=(spot.term(), right.term()),
    )
