"""Family 6, women and men: a total lies between them, or is their sum; measures of people tell of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rounding, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.names import slug
from vb_gen.core.numbers import Tal, format_decimal_sv, format_tal
from vb_gen.core.pattern import regex
from vb_gen.model.cell import Målvärde
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_SEXES = ("K", "M")
_SEVERAL = 2  # columns, at the least, that show what a row's figures are
_SHARE = regex(r"%|\bandel", re.I)
_MEAN = regex(r"\bper\b|medel|genomsnitt|snitt\b|median", re.I)
_KEY_FIGURE = regex(r"frekvens|täthet|kvot|nyckeltal|index|betyg|nöjd|lön(?:er|en)?\b", re.I)  # not what is plainly counted
FIGURES = ("tal", "utfall")


def figure(row: Rad, column: Kolumn) -> Tal | None:
    """A figure that somebody wrote: not a bound, nor of another year."""
    box = row.celler.get(column.ord)
    value = box.cell.värde if box and box.läge == "given" else None
    return value.tal if value and not value.gräns and value.år is None else None


def children(table: Tabell) -> dict[int, list[Rad]]:
    """The rows right below each row, by its number."""
    below: dict[int, list[Rad]] = {}
    for row in table.rader:
        if row.förälder is not None:
            below.setdefault(row.förälder, []).append(row)
    return below


def _split_rows(table: Tabell) -> Iterator[tuple[Rad, Rad, Rad]]:
    """Rows with women and men below: the total, the women, the men."""
    for index, rows in children(table).items():
        sexes = {row.kön: row for row in rows if row.kön}
        if all(sex in sexes for sex in _SEXES):
            yield table.rader[index], sexes["K"], sexes["M"]


def kind(table: Tabell, row: Rad, column: Kolumn) -> str:
    """Is a figure a mean, a count, or can it not be told?"""
    unit = table.måttenhet(row, column)
    if unit.summeras is False or _SHARE.search(row.etikett):
        return "medel"
    said = f"{row.etikett} {row.definition}"
    vague = (unit.namn == "antal" or unit.sort == "belopp") and _KEY_FIGURE.search(said)
    return "antal" if unit.summeras and not _MEAN.search(said) and not vague else ""


def outside(total: Tal, parts: Sequence[Tal]) -> tuple[Tal, bool] | None:
    """The part that a total lies beyond, and whether rounding explains it; None where it lies between its parts."""
    largest, smallest = max(parts, key=lambda t: t.värde), min(parts, key=lambda t: t.värde)
    if total.värde > largest.värde:
        return largest, total.värde - total.half_width < max(part.värde + part.half_width for part in parts)
    if total.värde < smallest.värde:
        return smallest, total.värde + total.half_width > min(part.värde - part.half_width for part in parts)
    return None


@rule("D01", Level.FEL, "Kvinnor, män och delar")
def between(subject: Subject) -> Iterator[Remark]:
    """D01: the total lies between women's and men's values; a count is their sum."""
    for section, table in subject.tables():
        for row, women, men in _split_rows(table):
            for column in table.kolumner:
                figures = [figure(r, column) for r in (row, women, men)]
                total, *parts = figures
                if column.innehåll not in FIGURES or total is None or None in parts:
                    continue
                known = [tal for tal in parts if tal is not None]
                if not _is_sum(total, known) and _are_means(table, (row, women, men), column):
                    why = "radens alla siffror ligger mellan kvinnors och mäns, som ett medelvärde, men enheten är ett antal"
                    subject.untested("D01", row.celler[column.ord].plats, f"{row.etikett}, {column.rubrik}", why)
                    continue
                subject.held("D01")
                yield from _between(subject, section, table, (row, women, men), column, total, known)


def _is_sum(total: Tal, parts: Sequence[Tal]) -> bool:
    return explained(total.värde - sum((part.värde for part in parts), Decimal(0)), (total, *parts))


def _are_means(table: Tabell, rows: tuple[Rad, Rad, Rad], column: Kolumn) -> bool:
    """Is a number that adds up by its unit a mean by its figures: in several columns between the two, and their sum in none?"""
    if kind(table, rows[0], column) != "antal":
        return False
    told = [[figure(row, other) for row in rows] for other in table.kolumner if other.innehåll in FIGURES]
    known = [(whole, [w, m]) for whole, w, m in told if whole is not None and w is not None and m is not None]
    if len(known) < _SEVERAL or any(_is_sum(total, parts) for total, parts in known):
        return False
    return all(outside(total, parts) is None for total, parts in known)


def _between(
    subject: Subject, section: Section, table: Tabell, rows: tuple[Rad, Rad, Rad], column: Kolumn, total: Tal, parts: list[Tal]
) -> Iterator[Remark]:
    sort = kind(table, rows[0], column)
    added = sum((part.värde for part in parts), Decimal(0))
    off_sum = abs(total.värde - added)
    if sort != "medel" and explained(off_sum, [total, *parts]):
        return
    women, men = (format_tal(part) for part in parts)
    if sort == "antal":
        text, expected = "totalen är inte summan av kvinnor och män", Tal(added, max(part.decimaler for part in parts))
        near = False
        worked = f"{women} (kvinnor) + {men} (män) = {format_decimal_sv(added, expected.decimaler)}"
    else:
        edge = outside(total, parts)
        if edge is None:
            return
        text = "totalen ligger inte mellan kvinnors och mäns värden"
        expected, near = edge
        worked = f"kvinnor {women}, män {men}: totalen ska ligga däremellan men är {format_tal(total)}"
    remark = row_remark(subject, section, table, rows, column, "D01", Level.FEL, text)
    remark = replace(remark, förväntat=expected, angivet=total, uträkning=worked)
    yield rounding(remark) if near else remark


def row_remark(
    subject: Subject, section: Section, table: Tabell, rows: Sequence[Rad], column: Kolumn, code: str, level: Level, text: str
) -> Remark:
    """A remark about a row's figure in a column, with the figures of the other rows."""
    text = f"{text}: {rows[0].etikett}, {column.rubrik}"
    advice = "Kontrollera siffrorna mot källan och rätta den som är fel."
    facts = tuple(term(table, row, column) for row in rows)
    return cell_remark(subject, section, rows[0], column, code, level, text, advice, fakta=facts)


@rule("D02", Level.VARNING, "Kvinnor, män och delar")
def targets_between(subject: Subject) -> Iterator[Remark]:
    """D02: the target of the total lies between those of women and men."""
    for section, table in subject.tables():
        for row, women, men in _split_rows(table):
            for column in table.kolumner:
                goals = [r.celler[column.ord].cell for r in (row, women, men) if column.ord in r.celler]
                targets = [goal for goal in goals if isinstance(goal, Målvärde) and goal.värde]
                if len(targets) != 3 or len({goal.jämförelse for goal in targets}) > 1:
                    continue
                if kind(table, row, column) == "antal" or "med" in targets[0].jämförelse.split():
                    continue
                subject.held("D02")
                total, *parts = [goal.värde.tal for goal in targets if goal.värde]
                edge = outside(total, parts)
                if edge is None or total.värde == sum(part.värde for part in parts):
                    continue
                text = "totalens målvärde ligger inte mellan kvinnors och mäns målvärden"
                remark = row_remark(subject, section, table, (row, women, men), column, "D02", Level.VARNING, text)
                said = f"kvinnor {format_tal(parts[0])}, män {format_tal(parts[1])}, totalt {format_tal(total)}"
                remark = replace(remark, förväntat=edge[0], angivet=total, uträkning=said)
                yield rounding(remark) if edge[1] else remark


@rule("D03", Level.VARNING, "Kvinnor, män och delar")
def not_split(subject: Subject) -> Iterator[Remark]:
    """D03: a measure of people is told for women and men, or a note says why not."""
    people = {slug(measure) for measure in subject.report.kommun.individbaserade}
    for section, table in subject.tables():
        below = children(table) if table.typ == "indikatorer" and people else {}
        for index, row in enumerate(table.rader):
            if table.typ != "indikatorer" or row.mått not in people or row.kön:
                continue
            latest = max((c for c in table.kolumner if c.slag in ("bokslut", "utfall")), key=lambda c: c.avser, default=None)
            if latest is None or figure(row, latest) is None:
                continue
            subject.held("D03")
            if any(r.kön for r in below.get(index, [])) or _reason(table, row):
                continue
            text = "måttet bygger på individer men är inte uppdelat på kvinnor och män"
            remark = row_remark(subject, section, table, [row], latest, "D03", Level.VARNING, text)
            advice = "Lägg till raderna Kvinnor och Män indragna under raden, eller sätt en not på raden som säger varför könen inte redovisas."
            yield replace(remark, text=f"{text}: {row.etikett}", place=row.plats, kolumn="", instead=advice)


def _reason(table: Tabell, row: Rad) -> bool:
    """Does a note of the row, or of one of its cells, or what it measures, speak of the sexes?"""
    return any(re.search(r"\bkön|\bkvinn|\bmän\b", text, re.I) for text in [*row_notes(table, row), row.definition])


def row_notes(table: Tabell, row: Rad) -> list[str]:
    """The texts of the notes that a row and its cells are marked with."""
    marks = {mark for box in row.celler.values() for mark in box.cell.noter} | set(row.noter)
    return [table.noter.get(mark, "") for mark in sorted(marks)]


@rule("D04", Level.VARNING, "Kvinnor, män och delar")
def one_missing(subject: Subject) -> Iterator[Remark]:
    """D04: where the total and one sex are told, the other is told too, or marked as missing."""
    for section, table in subject.tables():
        for row, women, men in _split_rows(table):
            for column in table.kolumner:
                if column.innehåll not in FIGURES or figure(row, column) is None:
                    continue
                subject.held("D04")
                for sex, other in ((women, men), (men, women)):
                    if figure(other, column) is not None and sex.celler[column.ord].läge == "tom":
                        text = f"värdet för {sex.etikett.casefold()} saknas"
                        remark = row_remark(subject, section, table, (row, women, men), column, "D04", Level.VARNING, text)
                        advice = "Skriv värdet, eller ett märke för saknat värde (I.U., -) som säger varför."
                        yield replace(remark, place=sex.celler[column.ord].plats, instead=advice)


PART = "Kvinnor, män och delar"
