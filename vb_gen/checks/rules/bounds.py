"""Family 3: what a figure can be at all. No count is below zero, no share above a hundred, and a name says its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_tal, with_unit
from vb_gen.core.pattern import regex
from vb_gen.core.units import find, is_percent
from vb_gen.model.cell import Målvärde, Värde
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_COUNTED = ("antal", "tid", "ålder")  # kinds of units that are not below zero
# What is a difference between two figures, or a result, may have either sign; a share of something may not.
_SIGNED = regex(
    r"avvik|förändr|resultat|differens|skillnad|netto|saldo|\bgap\b|(?<!unders)ökning|minskning|tillväxt|överskott|underskott"
    r"|avkastning|marginal|temperatur|\be?nps\b|inflation|(?<!\bi )balans(?!s?tal)|utveckling(?:en)?\b(?! av)|jämfört med"
    r"|\b(?:mot|än) (?:budget|före)",
    re.I,
)
_A_SHARE = regex(r"[-– ]*andel(?:en|ar)?\b(?! (?:avvikelse\b|förändr))", re.I)  # a share of anything, of deviations too
_SHARE = regex(r"\bandel(?:en|ar)?\b|%-andel|\bsjukfrånvaro\b|trohet\b|\bnöjda\b|\bnöjdhet|\bheltids|där samtliga", re.I)
_NO_SHARE = regex(
    r"\bav (?:budget|mål|plan|beslut|bevilja|beställ|beräkna|avtala)|måluppfyll|beläggning|täckning|nyttjande", re.I
)
_DEGREE = regex(r"grad(?:en)?\b|\bbeläggning", re.I)
_RELATIVE = regex(r"\bav (?:budget|mål|plan)|måluppfyll|täckning|index", re.I)  # may be any number of per cent
_WHOLE, _TWICE = Decimal(100), Decimal(200)
_NAMED = regex(r"\(\s*(?:andel(?: i)? )?(?:%|procent)\s*\)|,\s*(?:%|procent)\s*\**$|\b(?:[Pp]rocent|%) av\b", re.I)
_PER_MILLE = regex(r"promille|‰|per (?:1 ?000|tusen)\b", re.I)


def may_be_negative(table: Tabell, row: Rad) -> bool:
    """Is the row's measure a difference or a result?"""
    return not _A_SHARE.match(row.etikett) and bool(_SIGNED.search(_name(table, row)))


def _name(table: Tabell, row: Rad) -> str:
    return " ".join([*(r.etikett for r in (row, *table.ancestors(row))), row.definition, row.mått.replace("_", " ")])


def _values(table: Tabell, row: Rad) -> Iterator[tuple[Kolumn, Värde, str]]:
    """A row's figures as they were written, with their units."""
    for column in table.kolumner:
        box = row.celler.get(column.ord)
        if box is not None and column.slag and column.slag != "avvikelse" and box.läge == "given":
            unit = table.unit(row, column, box.cell)
            for value in box.cell.värden:
                yield column, value, value.enhet or unit


def _rows(subject: Subject) -> Iterator[tuple[Section, Tabell, Rad]]:
    """The rows of tables that are not of amounts."""
    for section, table in subject.tables():
        if not table.belopp:
            for row in table.rader:
                yield section, table, row


@rule("E08", Level.VARNING, "Enheter och storlek")
def negative(subject: Subject) -> Iterator[Remark]:
    """E08: what is counted, and a share, is not below zero."""
    for section, table, row in _rows(subject):
        values = list(_values(table, row))
        below = [(column, value, unit) for column, value, unit in values if value.tal.värde < 0]
        subject.held("E08")
        if not below or may_be_negative(table, row):
            continue
        counted = all(find(unit).sort in _COUNTED or _is_target(row, column) for column, _, unit in below)
        counted = counted or bool(_SHARE.search(row.etikett) or _DEGREE.search(row.etikett))
        above = sum(value.tal.värde > value.tal.half_width for _, value, _ in values)
        if not counted and (above == 0 or above + 1 < len(values)):
            continue  # a measure that may well be below zero, as other years are, or as nothing tells
        for column, value, unit in below:
            text = f"värdet är negativt, {with_unit(format_tal(value.tal), unit if unit != 'antal' else '')}"
            advice = "Ta bort minustecknet. Kan måttet vara negativt, som en förändring: säg det i radens namn."
            yield _remark(subject, section, table, row, column, "E08", text, advice)


def _is_target(row: Rad, column: Kolumn) -> bool:
    """Is it a level to reach, and no change to make?"""
    cell = row.celler[column.ord].cell
    return isinstance(cell, Målvärde) and "med" not in cell.jämförelse.split()


@rule("E09", Level.VARNING, "Enheter och storlek")
def above_whole(subject: Subject) -> Iterator[Remark]:
    """E09: a share is not more than the whole, and hardly any measure in per cent more than twice the whole."""
    for section, table, row in _rows(subject):
        if (most := _most(table, row)) is None:
            continue
        for column, value, unit in _values(table, row):
            if is_percent(unit) and (most == _TWICE or not value.gräns):
                subject.held("E09")
                if value.tal.värde - value.tal.half_width > most:
                    what = "andelen är mer än 100 %" if most == _WHOLE else "värdet är mer än 200 %"
                    text = f"{what}, {with_unit(format_tal(value.tal), '%')}"
                    advice = "Kontrollera decimaltecknet. Är det ingen andel av en helhet: skriv det i radens namn."
                    yield _remark(subject, section, table, row, column, "E09", text, advice)


def _most(table: Tabell, row: Rad) -> Decimal | None:
    """How large a measure in per cent may be: a share the whole of it, others twice that; what is a change, anything."""
    name = _name(table, row)
    if may_be_negative(table, row):
        return None
    if _SHARE.search(name) and not _NO_SHARE.search(name):
        return _WHOLE
    return None if _RELATIVE.search(name) else _TWICE


@rule("E10", Level.VARNING, "Enheter och storlek")
def named_unit(subject: Subject) -> Iterator[Remark]:
    """E10: a row whose name says per cent has figures in per cent."""
    for section, table, row in _rows(subject):
        label = row.etikett
        said = _NAMED.search(label)
        if not said or _PER_MILLE.search(f"{label} {row.definition}"):  # per thousand and per cent at once: E05
            continue
        for column, _, unit in _values(table, row):
            subject.held("E10")
            if unit and not is_percent(unit) and find(unit).sort != "skillnad":
                text = f"namnet säger procent men siffran är i {unit}"
                advice = "Rätta enheten i kolumnen enhet (eller i cellen), eller radens namn."
                yield _remark(subject, section, table, row, column, "E10", text, advice)
                break


def _remark(
    subject: Subject, section: Section, table: Tabell, row: Rad, column: Kolumn, code: str, text: str, advice: str
) -> Remark:
    """A remark about a figure that cannot be what it is."""
    text = f"{text}: {row.etikett}, {column.rubrik}"
    return cell_remark(subject, section, row, column, code, Level.VARNING, text, advice, fakta=(term(table, row, column),))
