"""What a rule is, what it is given, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from vb_gen.checks.claims.coverage import Coverage
from vb_gen.checks.diagnose import Brott, diagnose
from vb_gen.checks.texts import RuleText, text_of
from vb_gen.core.figure import turned
from vb_gen.core.finding import Collector, Finding, InputError, Level, Place
from vb_gen.core.numbers import Tal, format_decimal_sv, format_tal
from vb_gen.core.period import Period
from vb_gen.disk.memory import forget
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Fact, facts
from vb_gen.figures.relations import relations
from vb_gen.figures.samband import Samband
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell
from vb_gen.read.reading import read_kommun, read_report


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that takes part in a finding: what it is called, as it is printed, and where it stands."""

    etikett: str
    värde: str
    plats: Place


@dataclass(frozen=True, slots=True)
class Untested:
    """A relation that a rule could not test: where, what it is about, and why not."""

    code: str
    plats: Place
    vad: str
    varför: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A relation that a finding breaks besides the one that it is told as: what a waiver of it would name."""

    code: str
    rad: str
    kolumn: str
    differens: Decimal


@dataclass(frozen=True, slots=True)
class Remark(Finding):
    """A finding of a rule: the figures it is about, worked out, and the waiver that covers it, if any."""

    rapport: str = ""
    avsnitt: str = ""  # the section's id
    rad: str = ""  # the row's name, or the goal's
    kolumn: str = ""  # the column's word
    förväntat: Tal | None = None
    angivet: Tal | None = None
    uträkning: str = ""
    fakta: tuple[Term, ...] = ()
    undantag: str = ""  # the reason why it stands
    bryter: tuple[Broken, ...] = ()  # every relation of tables that it breaks
    stig: str = ""  # the row with those that it is indented under: ”Total sjukfrånvaro, Kvinnor”
    visas: bool = False  # is it shown even where only faults and warnings are asked for?

    @property
    def differens(self) -> Decimal | None:
        """Printed less expected."""
        if self.förväntat is None or self.angivet is None:
            return None
        return self.angivet.värde - self.förväntat.värde


FAMILIES = (
    "Räkning",
    "Kvinnor, män och delar",
    "Mål",
    "Enheter och storlek",
    "Samma uppgift på flera ställen",
    "Historik",
    "Kommunens regler",
    "Löpande text",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: a stable code, and the function that finds what breaks it. Its texts and examples lie in a folder of its own."""

    code: str
    level: Level
    family: str
    find: Callable[[Subject], Iterable[Remark]]
    among: bool = False  # does it look at other reports too?

    @property
    def text(self) -> RuleText:
        """What it says of itself, with its examples; read from its folder."""
        return text_of(self.code)


RULES: dict[str, Rule] = {}  # every rule by its code, as the modules of checks/rules register them
F = TypeVar("F", bound="Callable[[Subject], Iterable[Remark]]")


def rule(code: str, level: Level, family: str, *, among: bool = False) -> Callable[[F], F]:
    """Register a function as a rule. Raises ValueError for a code that is taken or a family that does not exist."""
    if code in RULES or family not in FAMILIES:
        raise ValueError(code)

    def register(find: F) -> F:
        RULES[code] = Rule(code, level, family, find, among)
        return find

    return register


class Library:
    """The reports that are held against each other: all periods of a family of bodies, a nämnd and those below it.

    Each is read once; one that cannot be read is left out (building it says why). What other families report is about
    other bodies, and so the cost of checking a report does not grow with the number of nämnder. Without a family, it
    holds the whole workspace.
    """

    def __init__(self, workspace: Workspace, known: Iterable[Report] = (), family: frozenset[str] | None = None) -> None:
        self.workspace = workspace
        self.family = family
        self._reports: dict[str, Report | None] = {report.name: report for report in known}
        self._facts: dict[str, list[Fact]] = {}

    def report(self, name: str) -> Report | None:
        """A report by its name, `2023/leanlink`, or None."""
        if name not in self._reports:
            known = self._known.get(name)
            try:
                self._reports[name] = read_report(self.workspace, *known) if known else None
            except InputError:
                self._reports[name] = None
        return self._reports[name]

    def reports(self) -> Iterator[Report]:
        """All of them, in order of time."""
        for name in self._known:
            if report := self.report(name):
                yield report

    @cached_property
    def _known(self) -> dict[str, tuple[Period, str]]:
        return {f"{period.text}/{enhet}": (period, enhet) for period, enhet in self.workspace.reports(self.family)}

    @cached_property
    def facts(self) -> dict[str, list[Fact]]:
        """Every report's facts, by its name."""
        return {report.name: self.facts_of(report) for report in self.reports()}

    def facts_of(self, report: Report) -> list[Fact]:
        """A report's facts, found once."""
        if report.name not in self._facts:
            self._facts[report.name] = list(facts(report))
        return self._facts[report.name]

    def forget(self) -> None:
        """Let go of what the process remembers of these bodies' files; what others share with them stays."""
        forget({self.workspace.folder(*known) for known in self._known.values()})


class Libraries:
    """A library for each family of bodies in a workspace."""

    def __init__(self, workspace: Workspace, known: Iterable[Report] = ()) -> None:
        self.workspace = workspace
        self.known = tuple(known)
        self._of: dict[frozenset[str], Library] = {}

    def family(self, enhet_id: str) -> frozenset[str]:
        """A body's family; the body alone where kommun.yaml cannot be read."""
        kommun, _ = read_kommun(self.workspace, Collector())
        return kommun.family(enhet_id) if kommun else frozenset({enhet_id})

    def of(self, enhet_id: str) -> Library:
        """The library of a body's family."""
        family = self.family(enhet_id)
        if family not in self._of:
            self._of[family] = Library(self.workspace, self.known, family)
        return self._of[family]

    def keep(self, library: Library) -> None:
        """Use a library that there is already for its family."""
        assert library.family is not None
        self._of[library.family] = library

    def forget(self) -> None:
        """Let go of every family that was asked for."""
        for library in self._of.values():
            library.forget()
        self._of.clear()


def families(workspace: Workspace, chosen: Sequence[tuple[Period, str]]) -> Iterator[tuple[Library, list[tuple[Period, str]]]]:
    """Reports by family of bodies, each family with its library, in the order its first one is given.

    A family is forgotten before the next is read. So what many families take to hold is what the largest of them takes.
    """
    libraries = Libraries(workspace)
    waiting: dict[frozenset[str], list[tuple[Period, str]]] = {}
    for period, enhet in chosen:
        waiting.setdefault(libraries.family(enhet), []).append((period, enhet))
    for family, reports in waiting.items():
        library = Library(workspace, family=family)
        yield library, reports
        library.forget()


@dataclass
class Subject:
    """What the rules look at: one report, and the others of its workspace."""

    report: Report
    library: Library
    checked: dict[str, int] = field(default_factory=dict)  # how many relations each rule held
    skipped: list[Untested] = field(default_factory=list)  # those that could not be tested
    prosa: dict[str, Coverage] = field(default_factory=dict)  # by section, what was tested of its running text

    @cached_property
    def facts(self) -> list[Fact]:
        """The report's own facts."""
        return self.library.facts_of(self.report)

    def tables(self) -> Iterator[tuple[Section, Tabell]]:
        """Every table and the section it stands in."""
        for section in self.report.walk():
            for table in section.tabeller:
                yield section, table

    @cached_property
    def relations(self) -> list[Samband]:
        """What the report's tables state of themselves."""
        return list(relations(self.report))

    @cached_property
    def faults(self) -> list[Brott]:
        """What is wrong where those break, each fault once."""
        return diagnose(self.relations)

    def untested(self, code: str, place: Place, what: str, why: str) -> None:
        """Note a relation that a rule could not test, and why."""
        self.skipped.append(Untested(code, place, what, why))

    def held(self, code: str) -> None:
        """Count a relation that a rule looked at, for the appendix of checks."""
        self.checked[code] = self.checked.get(code, 0) + 1


def term(table: Tabell, row: Rad, column: Kolumn) -> Term:
    """A table's figure as a term of a finding."""
    box = row.celler[column.ord]
    parents = [r.etikett for r in table.ancestors(row)]
    label = ", ".join([*reversed(parents), row.etikett, column.rubrik])
    shown = format_tal(box.tal) if box.tal else box.cell.shown
    return Term(label, shown, box.plats)


def work_out(parts: Iterable[tuple[str, Tal]], result: Tal) -> str:
    """A calculation in Swedish: `600 (Råd och Stöd) + 500 (LSS) = 1 100`."""
    out = []
    for number, (label, tal) in enumerate(parts):
        sign = ("− " if tal.värde < 0 else "+ ") if number else ("−" if tal.värde < 0 else "")
        out.append(f"{sign}{format_tal(replace(tal, värde=abs(tal.värde), plus=False))} ({label})")
    return f"{' '.join(out)} = {format_decimal_sv(result.värde, result.decimaler)}"


def rounding(remark: Remark) -> Remark:
    """A difference that rounding explains: listed, never a fault. One that makes a deficit a surplus is warned of."""
    if remark.förväntat and remark.angivet and turned(remark.förväntat, remark.angivet):
        text = f"avrundningen vänder tecknet: {remark.text}"
        instead = "Skriv siffrorna med fler decimaler, så att läsaren ser om det är ett underskott eller ett överskott."
        return replace(remark, code="S00", level=Level.VARNING, text=text, instead=instead)
    return replace(remark, code="S00", level=Level.UPPLYSNING, instead="")
