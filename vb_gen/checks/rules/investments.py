"""Family 8: investments of the size that the municipality wants told of on their own (kommun.yaml, `stora_projekt:`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.checks.rules.joined import joined
from vb_gen.core.finding import Level, Place
from vb_gen.core.names import slug
from vb_gen.core.numbers import convert, is_amount_unit, shortest, with_unit
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_SHARED = Decimal("0.5")  # the share of a project's words that its row among the large ones has too
_SHORT = 4  # letters; shorter words, and those below, say little of which project it is
_GENERAL = frozenset(["varav", "projekt", "övrigt", "inom", "till"])


def limit(amount: Decimal, report: Report) -> str:
    """A limit in kronor as the municipality writes millions: `50 mnkr`."""
    unit = report.kommun.belopp
    return with_unit(shortest(convert(amount, "kr", unit)), unit)


@rule("L02", Level.VARNING, "Kommunens regler", among=True)
def large_projects(subject: Subject) -> Iterator[Remark]:
    """L02: an investment of the municipality's size for large ones is told of in their section too."""
    report, rule = subject.report, subject.report.kommun.regler.stora_projekt
    if rule is None:
        return
    shown = [_words(row) for section, table in subject.tables() if section.id in rule.avsnitt for row in table.rader]
    scales = _scales(subject)
    for section, table, row in _projects(subject):
        size = _decided(table, row, scales)
        if section.id in rule.avsnitt or size is None:
            continue
        subject.held("L02")
        column, amount = size
        if amount >= rule.belopp and not any(_alike(_words(row), words) for words in shown):
            known = any(s.id in rule.avsnitt for s in report.mall.walk())
            advice = (
                f"Redovisa projektet även under {' eller '.join(rule.avsnitt)}."
                if known
                else "Mallen har inget avsnitt för stora projekt."
            )
            text = f"investeringen är på minst {limit(rule.belopp, report)} men redovisas inte bland de stora projekten: {row.etikett}"
            yield _of_project(subject, section, table, row, column, "L02", text, advice)


@rule("L03", Level.VARNING, "Kommunens regler", among=True)
def small_projects(subject: Subject) -> Iterator[Remark]:
    """L03: what is told of as a large investment is one."""
    rule = subject.report.kommun.regler.stora_projekt
    if rule is None:
        return
    scales = _scales(subject)
    for section, table, row in _projects(subject):
        size = _decided(table, row, scales)
        if section.id not in rule.avsnitt or size is None:
            continue
        subject.held("L03")
        column, amount = size
        if amount < rule.belopp:
            text = f"projektet redovisas som stort men är mindre än {limit(rule.belopp, subject.report)}: {row.etikett}"
            advice = "Kontrollera den beslutade budgeten, eller flytta projektet."
            yield _of_project(subject, section, table, row, column, "L03", text, advice)


def _projects(subject: Subject) -> Iterator[tuple[Section, Tabell, Rad]]:
    """The rows of the project lists that are projects of the body's own."""
    for section, table in subject.tables():
        if table.projekt:
            parents = {row.förälder for row in table.rader}
            for index, row in enumerate(table.rader):
                if row.roll == "post" and not row.från and index not in parents:
                    yield section, table, row


def _decided(table: Tabell, row: Rad, scales: dict[Place, int]) -> tuple[Kolumn, Decimal] | None:
    """What was decided for a project, in kronor, and where it stands: the largest of its budgets."""
    scale = scales.get(table.plats, 0)
    found = []
    for column in table.kolumner:
        box = row.celler.get(column.ord)
        if column.slag == "budget" and box and box.tal:
            unit = table.unit(row, column, box.cell)
            if is_amount_unit(unit):
                found.append((column, convert(box.tal.värde, unit, "kr").scaleb(-scale)))
    return max(found, key=lambda pair: pair[1], default=None)


def _scales(subject: Subject) -> dict[Place, int]:
    """How many powers of ten the tables are off whose unit is wrong, as other tables show (E01)."""
    return {
        spot.table.plats: spot.scale for spots in joined(subject.library).said_by(subject.report) for spot in spots if spot.scale
    }


def _of_project(
    subject: Subject, section: Section, table: Tabell, row: Rad, column: Kolumn, code: str, text: str, advice: str
) -> Remark:
    facts = (term(table, row, column),)
    return cell_remark(subject, section, row, column, code, Level.VARNING, text, advice, fakta=facts)


def _words(row: Rad) -> frozenset[str]:
    return frozenset(word for word in slug(row.etikett).split("_") if len(word) >= _SHORT) - _GENERAL


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    least = min(len(one), len(other))
    return bool(least) and len(one & other) >= least * _SHARED
