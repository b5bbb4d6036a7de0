"""Family 4: an assignment has the same status with a nämnd and with the förvaltning below it that reports it too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.core.finding import Level
from vb_gen.core.names import slug
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Rad, Tabell

_WORDLESS = {"och", "för", "av", "att", "i", "en", "ett", "som", "till", "med", "den", "det", "på", "om", "de"}
_WORDLESS |= {"kan", "ska", "ta", "över"}
_ALIKE = Decimal("0.6")  # the share of their words that two titles of one assignment have in common


@dataclass(frozen=True, slots=True)
class Task:
    """An assignment in a report."""

    report: Report
    section: Section
    table: Tabell
    row: Rad
    words: frozenset[str]
    said: frozenset[str]  # the words of its comment too

    @property
    def number(self) -> str:
        """Its number in the group."""
        return self.row.celler["nr"].cell.shown if "nr" in self.row.celler else ""

    @property
    def status(self) -> str:
        """How far it has come."""
        return self.row.celler["status"].cell.shown

    @property
    def group(self) -> str:
        """`gemensamma` or `specifika`, whoever says it: nämndspecifika and förvaltningsspecifika are one."""
        name = slug(self.table.rubrik)
        kinds = re.findall(r"gemensam|specifik", name)
        return kinds[-1] if kinds else name

    def term(self) -> Term:
        """Its status as a term of a finding."""
        words = self.report.uppdragsord.get(self.status, {})
        label = f"{self.report.name}, {self.table.rubrik} {self.number}: {self.row.etikett}"
        return Term(label, words.get("rad", self.status), self.row.celler["status"].plats)


def _tasks(report: Report) -> list[Task]:
    tasks = []
    for section in report.walk():
        for table in section.tabeller:
            if table.typ == "uppdrag" and table.column("status"):
                for row in table.rader:
                    if row.celler["status"].cell.shown:
                        more = row.celler["kommentar"].cell.shown if "kommentar" in row.celler else ""
                        words = _words(row.etikett)
                        tasks.append(Task(report, section, table, row, words, words | _words(more)))
    return tasks


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in slug(text).split("_") if word not in _WORDLESS)


def _share(one: frozenset[str], other: frozenset[str]) -> Decimal:
    return Decimal(len(one & other)) / len(one | other) if one | other else Decimal(0)


def _pairs(mine: list[Task], theirs: list[Task]) -> Iterator[tuple[Task, Task]]:
    """The same assignment in two reports: titles alike, then what else is said of them, then the number."""
    rated = []
    by_word: dict[tuple[str, str], list[Task]] = {}
    for other in theirs:
        for word in other.words:
            by_word.setdefault((other.group, word), []).append(other)
    for one in mine:
        candidates = {id(other): other for word in one.words for other in by_word.get((one.group, word), ())}
        for other in candidates.values():
            if (alike := _share(one.words, other.words)) >= _ALIKE:
                rated.append((alike, _share(one.said, other.said), one.number == other.number, one, other))
    taken: set[int] = set()
    for *_, one, other in sorted(rated, key=lambda r: r[:3], reverse=True):
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            yield one, other


@rule("F04", Level.VARNING, "Samma uppgift på flera ställen", among=True)
def assignments(subject: Subject) -> Iterator[Remark]:
    """F04: an assignment has the same status with the parent and with the child."""
    report = subject.report
    mine = _tasks(report) if any(e.överordnad == report.enhet_id for e in report.kommun.enheter.values()) else []
    if not mine:
        return
    for child in subject.library.reports():
        if child.period != report.period or child.enhet.överordnad != report.enhet_id:
            continue
        for one, other in _pairs(mine, _tasks(child)):
            subject.held("F04")
            said = one.row.celler["status"].cell.text.casefold()  # ”Genomfört. Kvarstår för Leanlink” names it itself
            if one.status != other.status and child.enhet.namn.casefold() not in said:
                yield _assignment(one, other)


def _assignment(one: Task, other: Task) -> Remark:
    terms = (one.term(), other.term())
    return Remark(
        "F04",
        f"uppdraget har en annan status hos {other.report.enhet.namn}: {one.row.etikett} "
        f"({terms[0].värde.casefold()} här, {terms[1].värde.casefold()} där)",
        terms[0].plats,
        "Stäm av statusen med förvaltningen, eller säg i statusen vem som har uppdraget kvar: genomfört: Kvarstår för …",
        Level.VARNING,
        rapport=one.report.name,
        avsnitt=one.section.id,
        rad=one.row.etikett,
        kolumn="status",
        uträkning=f"{terms[0].värde} ({one.report.name}) ≠ {terms[1].värde} ({other.report.name})",
        fakta=terms,
    )
