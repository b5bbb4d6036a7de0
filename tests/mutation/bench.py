"""The bench: all reports read once; a fault is put into one of them in memory, everything that follows from it is worked
out again, and the rules are run.

What a fault comes to is told from how the findings differ from those of the untouched reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from vb_gen.checks import run
from vb_gen.checks.rule import Library, Remark, Subject
from vb_gen.core.finding import Level
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.borrow import borrow
from vb_gen.figures.derive import derive
from vb_gen.figures.facts import Fact, facts
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Rad, Ruta, Tabell

FOUND, BROKEN, ROUNDING, TOLD, SILENT = "hittat", "redan fel", "avrundning", "upplysning", "tyst"

# The rules that say exactly what a figure must be, to the rounding: sums, deviations, nettos, shares of amounts, the same fact
# elsewhere, earlier years.
EQUALITIES = frozenset(
    ("S01", "S02", "S03", "S05", "S06", "S07", "F01", "F02", "F03", "F05", "F06", "H01", "H02", "H03", "E01", "E02", "E03")
)
SLIPS = frozenset(("E01", "E02", "E03"))  # of these, those that tell only what is off by a power of ten
# Rules that look at running text and never at a table's figure or status: no fault here can move them.
WORDS = frozenset(("L04", "N12", "N13", "T12", "T13", "T16", "T17", "T18", "T19", "T20", "T21"))
ACROSS = "FHE"  # the families that hold one report against another


class Shelf(Library):
    """Reports that are in memory already."""

    def __init__(self, workspace: Workspace, reports: Mapping[str, Report], known: Mapping[str, list[Fact]]) -> None:
        super().__init__(workspace)
        self.held = dict(reports)
        self._facts = dict(known)

    def report(self, name: str) -> Report | None:
        return self.held.get(name)

    def reports(self) -> Iterator[Report]:
        yield from self.held.values()


class Watched(Subject):
    """A subject that knows whether a rule asked for the other reports."""

    asked = False

    def __getattribute__(self, name: str) -> Any:
        if name == "library":
            self.asked = True
        return super().__getattribute__(name)


@dataclass(frozen=True)
class Verdict:
    """What the rules said of a fault: one of the words above, and the findings that said so."""

    word: str
    remarks: tuple[Remark, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that found it."""
        return tuple(dict.fromkeys(remark.code for remark in self.remarks))


@dataclass
class Baseline:
    """A report's findings before anything was planted: by code, level and place, and by rule."""

    remarks: dict[tuple[str, str, str], list[Remark]]
    by_rule: list[list[Remark]]
    alone: set[int]  # the rules that look at this report and no other
    waived: set[str]  # the codes of its waivers


class Bench:
    """The workspace's reports, their bare tables, and their findings."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.reports = {report.name: report for report in Library(workspace).reports()}
        self.facts = {name: list(facts(report)) for name, report in self.reports.items()}
        unread = {f"{p.text}/{enhet}" for p, enhet in workspace.reports()} - set(self.reports)
        if unread or not self.reports:
            raise RuntimeError(f"kan inte läsas: {', '.join(sorted(unread))}")
        self.bare = {name: bare(report) for name, report in self.reports.items()}
        shelf = Shelf(workspace, self.reports, self.facts)
        self.before = {name: _baseline(report, shelf) for name, report in self.reports.items()}
        self.lending = {name: _lenders(report) for name, report in self.reports.items()}
        codes = [rule.code for rule in run.RULES]
        self.equalities = [number for number, code in enumerate(codes) if code in EQUALITIES]
        self.others = [number for number, code in enumerate(codes) if code not in EQUALITIES | WORDS]
        self.across = {number for number, code in enumerate(codes) if code[0] in ACROSS}

    @cached_property
    def fact_at(self) -> dict[str, list[Fact]]:
        """The untouched figures, by place."""
        found: dict[str, list[Fact]] = {}
        for fact in (fact for told in self.facts.values() for fact in told):
            found.setdefault(str(fact.plats), []).append(fact)
        return found

    def planted(self, name: str, section: Section) -> dict[str, Report]:
        """All reports, with a bare section of one of them put in its place and everything that follows worked out."""
        reports = dict(self.reports)
        source = self.bare[name]
        source = replace(source, avsnitt=tuple(put(part, section) for part in source.avsnitt))
        reports[name] = _Rework(reports, self.reports[name], section.id, set()).report(source)
        moved, waiting = {name}, [name]
        while waiting:
            lender = waiting.pop(0)
            for other in [n for n, lenders in self.lending.items() if lender in lenders and n not in moved]:
                reports[other] = _Rework(reports, self.reports[other], "", moved).report(self.bare[other])
                moved.add(other)
                waiting.append(other)
        return reports

    def judge(self, name: str, section: Section, *, exactly: bool = False) -> Verdict:
        """What the rules say of a fault in a report; with `exactly`, only those that say what a figure must be."""
        reports = self.planted(name, section)
        kept = {n: self.facts[n] for n, r in reports.items() if r is self.reports[n]}
        shelf = Shelf(self.workspace, reports, kept)
        told = {other: list(self.before[other].by_rule) for other in reports}
        near = self._near(reports, shelf)
        for rules in (self.equalities, self.others)[: 1 if exactly else 2]:
            for other in (name, *(n for n in reports if n in near and n != name)):
                before = self.before[other]
                changed = reports[other] is not self.reports[other]
                subject = Subject(reports[other], shelf)
                for number in sorted(rules, key=lambda n: n not in before.alone):
                    if changed or (number in self.across and number not in before.alone):
                        told[other][number] = list(run.RULES[number].find(subject))
                        if fresh := [r for r in told[other][number] if _is_new(r, before)]:
                            rules.remove(number)  # the one that finds most is asked first
                            rules.insert(0, number)
                            return Verdict(FOUND, tuple(fresh))
        return self._weigh(reports, told)

    def _near(self, reports: Mapping[str, Report], shelf: Shelf) -> set[str]:
        """The reports that tell of the same measures of the same bodies as the figures that were changed; all, for a status."""
        moved: set[tuple[str, str]] = set()
        for name, report in reports.items():
            if report is not self.reports[name]:
                moved |= {self._about(fact) for fact in set(shelf.facts[name]).symmetric_difference(self.facts[name])}
        return {name for name, about in self.about.items() if not moved or about & moved}

    @cached_property
    def about(self) -> dict[str, set[tuple[str, str]]]:
        """What each report tells of: bodies and measures."""
        return {name: {self._about(fact) for fact in told} for name, told in self.facts.items()}

    def _about(self, fact: Fact) -> tuple[str, str]:
        who = fact.identity
        bodies = self.reports[fact.rapport].kommun.enheter.items()
        named = (key for key, body in bodies if who.population.casefold() in (key.casefold(), body.namn.casefold()))
        return next(named, who.om) if who.population else who.om, who.mått

    def _weigh(self, reports: Mapping[str, Report], told: Mapping[str, list[list[Remark]]]) -> Verdict:
        """What is plainly new was not found: what else has changed, waivers and all?"""
        news: dict[str, list[Remark]] = {}
        for name, by_rule in told.items():
            if by_rule != self.before[name].by_rule:
                for word, remark in _news(_checked(reports[name], by_rule), self.before[name]):
                    news.setdefault(word, []).append(remark)
        word = next((w for w in (FOUND, BROKEN, ROUNDING, TOLD) if w in news), SILENT)
        return Verdict(word, tuple(news.get(word, ())))


def _checked(report: Report, by_rule: Sequence[list[Remark]]) -> tuple[Remark, ...]:
    """`vb check` itself on a report, where the rules' own findings are known already."""
    return run.settle(report, [run.Look(tuple(remark for found in by_rule for remark in found), {})]).remarks


class _Rework:
    """Works a report out again, as reading it does; what nothing has changed is taken as it was."""

    def __init__(self, reports: Mapping[str, Report], was: Report, section: str, lenders: set[str]) -> None:
        self.reports, self.section, self.lenders = reports, section, lenders
        self.done = {part.id: part.tabeller for part in was.walk()}

    def report(self, source: Report) -> Report:
        beside: list[tuple[Tabell, bool]] = []
        return replace(source, avsnitt=tuple(self._section(part, beside) for part in source.avsnitt))

    def _section(self, one: Section, beside: list[tuple[Tabell, bool]]) -> Section:
        """A section; `beside` are the tables before it under the same heading, and whether they came out otherwise."""
        within: list[tuple[Tabell, bool]] = []
        parts = {part.id: part for part in one.avsnitt}
        made = {part.id: self._section(parts[part.id], within) for part in one.mall.avsnitt}
        tables: list[tuple[Tabell, bool]] = []
        for table, was in zip(one.tabeller, self.done[one.id], strict=True):
            earlier = [*(pair for pair in beside if pair[0].typ == table.typ), *tables]
            borrows = any(row.från in self.lenders for row in table.rader)
            if one.id == self.section or borrows or any(changed for _, changed in earlier):
                now = derive(borrow(table, self._lend), [other for other, _ in earlier])
                tables.append((now, now != was))
            else:
                tables.append((was, False))
        beside += tables
        return replace(one, tabeller=tuple(t for t, _ in tables), avsnitt=tuple(made[part.id] for part in one.avsnitt))

    def _lend(self, row: Rad) -> tuple[Tabell, ...] | None:
        return tuple(self.reports[row.från].tables()) if row.från in self.reports else None


def bare(report: Report) -> Report:
    """A report with its tables as they were written: nothing derived, nothing borrowed."""
    return replace(report, avsnitt=tuple(_bare_section(section) for section in report.avsnitt))


def _bare_section(section: Section) -> Section:
    tables = tuple(replace(t, rader=tuple(_bare_row(row) for row in t.rader)) for t in section.tabeller)
    return replace(section, tabeller=tables, avsnitt=tuple(_bare_section(part) for part in section.avsnitt))


def _bare_row(row: Rad) -> Rad:
    return replace(row, celler={word: _bare_box(box) for word, box in row.celler.items()})


def _bare_box(box: Ruta) -> Ruta:
    return replace(box, läge="tom" if box.läge == "härledd" else box.läge, härlett=None)


def put(section: Section, new: Section) -> Section:
    """The section, with the new one in place of that of its name within it."""
    if section.id == new.id:
        return new
    return replace(section, avsnitt=tuple(put(part, new) for part in section.avsnitt)) if section.avsnitt else section


def _lenders(report: Report) -> set[str]:
    return {row.från for table in report.tables() for row in table.rader if row.från}


def _key(remark: Remark) -> tuple[str, str, str]:
    return remark.code, str(remark.level), str(remark.place)


def _baseline(report: Report, shelf: Shelf) -> Baseline:
    by_rule, alone = [], set()
    for number, rule in enumerate(run.RULES):
        subject = Watched(report, shelf)
        subject.__dict__["facts"] = shelf.facts[report.name]
        subject.asked = False
        by_rule.append(list(rule.find(subject)))
        if not subject.asked:
            alone.add(number)
    remarks: dict[tuple[str, str, str], list[Remark]] = {}
    for remark in _checked(report, by_rule):
        remarks.setdefault(_key(remark), []).append(remark)
    waivers = [*report.rapport.undantag, *(w for part in report.walk() if part.innehåll for w in part.innehåll.undantag)]
    return Baseline(remarks, by_rule, alone, {waiver.kod.text for waiver in waivers})


def _is_new(remark: Remark, before: Baseline) -> bool:
    """Is it plainly a new fault or warning, that no waiver can cover?"""
    return remark.level is not Level.UPPLYSNING and remark.code not in before.waived and _key(remark) not in before.remarks


def _news(remarks: Iterable[Remark], before: Baseline) -> Iterator[tuple[str, Remark]]:
    """The findings that were not there before, and what each comes to."""
    for remark in remarks:
        same = before.remarks.get(_key(remark), [])
        if remark in same:
            continue
        open_before = any(not one.undantag for one in same)
        if remark.undantag or (open_before and remark.level is not Level.UPPLYSNING):
            yield BROKEN, remark
        elif remark.level is not Level.UPPLYSNING:
            yield FOUND, remark
        else:
            yield (ROUNDING if remark.code == "S00" else TOLD), remark
