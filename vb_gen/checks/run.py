"""Running the rules on a report, and holding what they find against the waivers in its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from vb_gen.checks import (
    accumulated,
    areas,
    arithmetic,
    column_years,
    gaps,
    goals,
    history,
    outlook,
    places,
    prose,
    ratios,
    rules,
    split,
    swapped,
    units,
    weights,
    wholes,
)
from vb_gen.checks.base import Library, Remark, Rule, Subject
from vb_gen.errors import Level, short
from vb_gen.model.undantag import Undantag
from vb_gen.names import listed
from vb_gen.report import Report
from vb_gen.spelling import nearest

RULES: tuple[Rule, ...] = (
    *arithmetic.RULES,
    *wholes.RULES,
    *gaps.RULES,
    *ratios.RULES,
    *accumulated.RULES,
    *outlook.RULES,
    *split.RULES,
    *areas.RULES,
    *weights.RULES,
    *swapped.RULES,
    *goals.RULES,
    *units.RULES,
    *places.RULES,
    *history.RULES,
    *column_years.RULES,
    *rules.RULES,
    *prose.RULES,
)


@dataclass(frozen=True)
class Found:
    """What was found in a report: the remarks in order, and how many relations each rule held."""

    name: str  # the report's, `2023/leanlink`
    remarks: tuple[Remark, ...]
    checked: dict[str, int]

    @property
    def open(self) -> tuple[Remark, ...]:
        """Faults and warnings that no waiver covers."""
        return tuple(r for r in self.remarks if not r.undantag and r.level is not Level.UPPLYSNING)


@dataclass(frozen=True)
class Result(Found):
    """What was found, together with the report itself."""

    report: Report

    @property
    def found(self) -> Found:
        """What was found alone, for one who has many and must not hold every report."""
        return Found(self.name, self.remarks, self.checked)


@dataclass(frozen=True)
class Look:
    """What some rules found in a report, not yet held against its waivers, and how many relations each held."""

    remarks: tuple[Remark, ...]
    checked: dict[str, int]


def check(report: Report, library: Library) -> Result:
    """Run every rule on a report; waived remarks say why, and an unused waiver is a fault."""
    return settle(report, [look(report, library, RULES)])


def look(report: Report, library: Library, rules: Iterable[Rule]) -> Look:
    """Run some rules on a report."""
    subject = Subject(report, library)
    return Look(tuple(remark for rule in rules for remark in rule.find(subject)), subject.checked)


def settle(report: Report, looks: Sequence[Look]) -> Result:
    """What all rules found in a report, held against its waivers."""
    remarks, used = [], set()
    for remark in (remark for look in looks for remark in look.remarks):
        waiver = next((w for w in _waivers(report) if _covers(w, remark)), None)
        if waiver is not None:
            used.add(id(waiver[1]))
            remark = replace(remark, undantag=waiver[1].skäl)
        remarks.append(remark)
    for section, unneeded in _waivers(report):
        if id(unneeded) not in used:
            remarks.append(_unused(report, section, unneeded, remarks))
    remarks.sort(key=lambda r: (r.place.sort_key, r.code, r.text))
    checked = sum((Counter(look.checked) for look in looks), Counter[str]())
    return Result(report.name, tuple(remarks), dict(checked), report)


def _waivers(report: Report) -> Iterator[tuple[str, Undantag]]:
    """The report's waivers, with the section they stand in (none in rapport.yaml)."""
    for waiver in report.rapport.undantag:
        yield "", waiver
    for section in report.walk():
        if section.innehåll is not None:
            for waiver in section.innehåll.undantag:
                yield section.id, waiver


def _covers(pair: tuple[str, Undantag], remark: Remark) -> bool:
    section, waiver = pair
    return (
        waiver.kod.text == remark.code
        and section in ("", remark.avsnitt)
        and (waiver.rad is None or waiver.rad.casefold() == remark.rad.casefold())
        and (waiver.kolumn is None or waiver.kolumn.casefold() == remark.kolumn.casefold())
        and (waiver.text is None or waiver.text in remark.text or waiver.text in remark.place.text)
    )


_CHANGED = (
    "Har en siffra, ett målvärde (minst, högst) eller en status ändrats: kontrollera först att ändringen är rätt. "
    "Ta annars bort undantaget, eller rätta dess kod, rad eller kolumn."
)


def _unused(report: Report, section: str, waiver: Undantag, remarks: Sequence[Remark]) -> Remark:
    where = f"i {section}" if section else "i rapport.yaml"
    why = "behövs inte: regeln har inget att anmärka"
    instead = _CHANGED
    for what, written, known in _names(report, section, waiver, remarks):
        if written is not None and written not in known:
            why, instead = f"gäller inget: {what} ”{short(written)}” finns inte", nearest(written, known)
            break
    else:
        # A changed figure, or a target turned the other way, may have silenced the rule: then the waiver is not at fault.
        now = sorted({r.code for r in remarks if waiver.rad and r.rad.casefold() == waiver.rad.casefold() and not r.undantag})
        why += f", men {listed(now)} har nu det på samma rad" if now else ""
    text = f"undantaget för {waiver.kod.text} {where} {why}"
    return Remark("U01", text, waiver.kod.place, instead, Level.FEL, rapport=report.name, avsnitt=section)


def _names(
    report: Report, section: str, waiver: Undantag, remarks: Sequence[Remark]
) -> Iterator[tuple[str, str | None, list[str]]]:
    """What a waiver names: what it is, as it is written, and what there is to name where the waiver stands."""
    yield "koden", waiver.kod.text, [rule.code for rule in RULES]
    tables = [table for one in report.walk() if section in ("", one.id) for table in one.tabeller]
    rows = [row.etikett for table in tables for row in table.rader]
    columns = [column.ord for table in tables for column in table.kolumner]
    # What the rules call a row or a column besides: goals, and what figures in running text are about.
    here = [remark for remark in remarks if section in ("", remark.avsnitt)]
    rows += [goal.namn for goal in report.goals()] + [remark.rad for remark in here]
    columns += ["status"] + [remark.kolumn for remark in here]
    for what, written, known in (("raden", waiver.rad, rows), ("kolumnen", waiver.kolumn, columns)):
        # Their capitals do not matter.
        same = next((name for name in known if written and name.casefold() == written.casefold()), written)
        yield what, same, sorted({*filter(None, known)})
