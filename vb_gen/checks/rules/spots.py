"""A figure in its place, and how two figures that should tell the same differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Term
from vb_gen.core.figure import Tal, explained, round_half_up
from vb_gen.core.figure import same as same_fact
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_tal, with_unit
from vb_gen.core.units import BELOPP, find, powers
from vb_gen.figures.derive import deviation
from vb_gen.figures.facts import Fact, Identity
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

SLIPS = (1, -1, 2, -2, 3, -3)  # what a figure is off by when a decimal or a digit is lost


@dataclass(slots=True, eq=False)
class Spot:
    """A figure in its place, with everything it is held against others by."""

    fact: Fact
    key: Identity
    report: Report
    section: Section
    table: Tabell
    row: Rad
    column: Kolumn
    tal: Tal  # in kronor where it is an amount, plus for income and surplus, in the unit the table should have had
    scale: int = 0  # how many powers of ten the table is off

    @property
    def namn(self) -> str:
        """`Total sjukfrånvaro, Män, 2022`."""
        parents = [r.etikett for r in self.table.ancestors(self.row)]
        part = [self.fact.identity.population] if len(self.row.population) > 1 else []
        return ", ".join([*reversed(parents), self.row.etikett, *part, self.column.rubrik])

    @property
    def visat(self) -> str:
        """As it is printed, with its unit; in a table of the wrong unit, with the right one too."""
        unit = self.fact.enhet if find(self.fact.enhet).utskrivs else ""
        shown = with_unit(format_tal(self.fact.värde), right_unit(unit, self.scale) if self.scale else unit)
        return f"{shown} (skrivet som {unit})" if self.scale else shown

    @property
    def var(self) -> str:
        """The table it stands in: `2023/vss, Personal`."""
        titles = [self.section.rubrik or self.table.rubrik or self.section.id]
        if self.table.typ in ("indikatorer", "uppdrag") and self.table.rubrik:
            titles.append(self.table.rubrik)
        return ", ".join([self.report.name, *dict.fromkeys(titles)])

    def term(self) -> Term:
        """As a term of a finding."""
        return Term(f"{self.var}: {self.namn}", self.visat, self.fact.plats)

    @property
    def follows(self) -> bool:
        """Is it a deviation that its row's own figures give? Those are held instead."""
        return self.column.härleds is not None and deviation(self.table, self.row, self.column) is not None


def same(one: Spot, other: Spot) -> bool:
    """Do two figures tell the same, in the right units?"""
    return same_fact(one.tal, other.tal)


def slip(one: Spot, other: Spot) -> int:
    """Which power of ten the one is off by against the other, where that is all that parts them; else 0."""
    a, b = one.tal, other.tal
    if not a.värde or not b.värde:
        return 0
    for power in SLIPS:
        moved = a.scaled(-power)
        if explained(moved.värde - b.värde, (moved, b)):
            return power
    return 0


def expected(one: Spot, other: Spot, *, stated: bool = False) -> Tal:
    """What the other says, as the one's table prints it; with `stated`, in the unit that it says it has."""
    unit = replace(one.fact, värde=Tal(Decimal(1), 0)).comparable.värde.scaleb(0 if stated else -one.scale)
    told = other.tal if unit > 0 else -other.tal
    told = told.scaled(-unit.adjusted())
    return replace(told, värde=told.värde + 0, decimaler=max(0, told.decimaler))


def written(one: Spot, other: Spot) -> str:
    """What the other says, as it would be written in the one's place."""
    should = expected(one, other)
    places = min(should.decimaler, one.fact.värde.decimaler)
    unit = one.fact.enhet if find(one.fact.enhet).utskrivs and not one.scale else ""
    return with_unit(format_tal(Tal(round_half_up(should.värde, places), places)), unit)


def right_unit(unit: str, scale: int) -> str:
    """The unit that a table off by so many powers of ten is in, or nothing where there is no such unit."""
    size = powers(unit, "kr") - scale
    return next((name for name in BELOPP if powers(name, "kr") == size), "")


def comparable_units(one: Spot, other: Spot) -> bool:
    """May they be held against each other? A unit that is not said is no hindrance."""
    a, b = kind_of_unit(one.fact.enhet), kind_of_unit(other.fact.enhet)
    return a == b or not a or not b


def kind_of_unit(unit: str) -> str:
    """Units that can be held against each other: all amounts are `kr`."""
    known = find(unit)
    return "kr" if known.sort == "belopp" else (known.namn or unit).casefold()


def how(one: Spot, other: Spot) -> str:
    """What may have happened between two figures: the sign, two digits; or nothing."""
    a, b = one.tal.värde, other.tal.värde
    if a == -b and a:
        return " (omvänt tecken)"
    left, right = (f"{s.fact.värde.värde:.{s.fact.värde.decimaler}f}".lstrip("-").replace(".", "") for s in (one, other))
    unlike = [i for i, (x, y) in enumerate(zip(left, right, strict=False)) if x != y]
    if len(left) == len(right) and len(unlike) == 2 and unlike[0] + 1 == unlike[1]:
        i = unlike[0]
        if left[i : i + 2] == right[i : i + 2][::-1]:
            return " (två siffror verkar ha bytt plats)"
    return ""


def remark(code: str, level: Level, text: str, one: Spot, others: Iterable[Spot], instead: str) -> Remark:
    """A finding about a figure and the others it is held against; the first of them is what was expected."""
    rest = list(others)
    should = expected(one, rest[0])
    worked = " ≠ ".join([_said([one]), _said(rest)])
    return Remark(
        code,
        text,
        one.fact.plats,
        instead,
        level,
        rapport=one.report.name,
        avsnitt=one.section.id,
        rad=one.row.etikett,
        kolumn=one.column.ord,
        förväntat=should,
        angivet=one.fact.värde,
        uträkning=worked,
        fakta=tuple(spot.term() for spot in [one, *rest]),
    )


def _said(spots: list[Spot]) -> str:
    return ", ".join(f"{spot.visat} ({spot.var})" for spot in spots)
