"""Family 7: which way a target points. An indicator that was to be at least so much is not suddenly to be at most that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library, Remark, Subject, Term, rule
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.finding import Level
from vb_gen.core.pattern import regex
from vb_gen.model.cell import Målvärde
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_WAYS = {"minst": 1, "mer än": 1, "öka": 1, "öka med": 1, "högst": -1, "mindre än": -1, "minska": -1, "minska med": -1}
# What a measure's name alone says of its direction: nobody wants at most so many pleased, or at least so much sick leave.
_NAMED = {
    1: regex(r"\b(?:nöjda\b|(?:kund|brukar)?nöjdhet|NKI\b|HME\b|hållbart medarbetarengagemang)|trohet\b|\bi balans\b", re.I),
    -1: regex(r"\b(?:sjukfrånvaro|klagomål|otrygga?|otrygghet|missnöjda|personalavgångar|arbetsolyckor)\b", re.I),
}
_OF_OTHER = regex(
    r"minskning|ökning|förändr|skillnad|avvik|mellan|hanter|besvara|svarstid|inkom|följ|åtgärda|rehab|utan|kostnad|samtal|sjukfall|insats"
    r"|utbild|genomför|\b(?:inte|ej|icke|under|lägre|vid|fått|får)\b",
    re.I,
)
_MANY = 200  # targets of one measure: more are not of one, and each would be held against all
_WORDS = {1: "mer är bättre", -1: "mindre är bättre"}


@dataclass(frozen=True, eq=False, slots=True)
class _Target:
    """A target and which way it points."""

    report: Report
    section: Section
    table: Tabell
    row: Rad
    column: Kolumn
    cell: Målvärde

    @property
    def way(self) -> int:
        """+1 where more is better, −1 where less is, 0 where it says neither."""
        return _WAYS.get(self.cell.jämförelse, 0)

    @property
    def key(self) -> str:
        """The indicator's own name, also of its rows for women and men."""
        above = next(self.table.ancestors(self.row), None)
        if above is None:
            return self.row.mått or self.row.nyckel
        return (above.mått or above.nyckel) + ("" if self.row.kön else f"/{self.row.nyckel}")

    def term(self) -> Term:
        """As a term of a finding."""
        shown = (
            self.cell.shown if self.cell.jämförelse in self.cell.shown.casefold() else f"{self.cell.jämförelse} {self.cell.shown}"
        )
        label = f"{self.report.name}: {self.row.etikett.lstrip('-– ')}, {self.column.rubrik}"
        return Term(label, shown.strip(), self.row.celler[self.column.ord].plats)


def _targets(report: Report) -> Iterator[_Target]:
    for section in report.walk():
        for table in section.tabeller:
            columns = [column for column in table.kolumner if column.innehåll == "målvärde" or column.slag == "målvärde"]
            for row in table.rader if columns else ():
                for column in columns:
                    box = row.celler.get(column.ord)
                    if box and isinstance(box.cell, Målvärde):
                        target = _Target(report, section, table, row, column, box.cell)
                        if target.way:
                            yield target


_known: WeakKeyDictionary[Library, dict[str, list[_Target]]] = WeakKeyDictionary()


def _by_indicator(library: Library) -> dict[str, list[_Target]]:
    """Every report's targets, by their indicator; found once."""
    if library not in _known:
        found: dict[str, list[_Target]] = {}
        for report in library.reports():
            for target in _targets(report):
                found.setdefault(target.key, []).append(target)
        _known[library] = found
    return _known[library]


@rule("N18", Level.VARNING, "Mål", among=True)
def turned(subject: Subject) -> Iterator[Remark]:
    """N18: a target points the way that its row says, and that the indicator's other targets do."""
    known = _by_indicator(subject.library)
    for one in (t for targets in known.values() for t in targets if t.report.name == subject.report.name):
        said = _WAYS.get(one.row.riktning, 0)
        if said and said != one.way:
            subject.held("N18")
            text = f"målvärdet säger att {_WORDS[one.way]}, men radens riktning är {one.row.riktning}: {one.row.etikett}"
            yield _remark(subject, one, text, (one.term(),))
            continue
        named = _named(one)
        if named and named != one.way and not said:
            subject.held("N18")
            yield _remark(
                subject,
                one,
                f"målvärdet säger att {_WORDS[one.way]}, men måttets namn det motsatta: {one.row.etikett}",
                (one.term(),),
            )
            continue
        if len(known[one.key]) > _MANY:
            continue
        others = [t for t in known[one.key] if t is not one and t.report.period.sort_key <= one.report.period.sort_key]
        if not others:
            continue
        subject.held("N18")
        against = [t for t in others if t.way != one.way]
        if against and len(against) * 2 > len(others) and _is_odd(one, known[one.key]):
            where = against[-1]
            text = f"målvärdet säger att {_WORDS[one.way]}, tvärtemot {_place(one, where)}: {one.row.etikett}"
            yield _remark(subject, one, text, (one.term(), *(t.term() for t in against[-3:])))


def _named(one: _Target) -> int:
    """Which way a row's name, with that of the row above it, says that its measure is to go; 0 where it says nothing, or both."""
    name = " ".join(row.etikett for row in (one.row, *one.table.ancestors(one.row)))
    ways = [way for way, words in _NAMED.items() if words.search(name)]
    return ways[0] if len(ways) == 1 and not _OF_OTHER.search(name) else 0


def _is_odd(one: _Target, every: list[_Target]) -> bool:
    """Do more of an indicator's targets point the other way? As many: then the later one is odd."""
    same = sum(t.way == one.way for t in every)
    other = len(every) - same
    return other >= same


def _place(one: _Target, other: _Target) -> str:
    return f"raden {other.row.etikett.lstrip('-– ')}" if other.report is one.report else other.report.name


def _remark(subject: Subject, one: _Target, text: str, facts: tuple[Term, ...]) -> Remark:
    advice = "Kontrollera vilket som är rätt: minst eller högst (≥, ≤). Vänds målvärdet ändras också om det är uppnått."
    return cell_remark(subject, one.section, one.row, one.column, "N18", Level.VARNING, text, advice, fakta=facts)
