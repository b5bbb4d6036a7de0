"""The same figure wherever it stands: all reports' figures joined by what they are about, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from weakref import WeakKeyDictionary

from vb_gen.checks.base import Library, Remark, Term
from vb_gen.derive import deviation, terms
from vb_gen.errors import Level
from vb_gen.facts import Fact, Identity
from vb_gen.model.cell import Målvärde
from vb_gen.model.kommun import Kommun
from vb_gen.model.tabell import Kolumn, Rad, Tabell
from vb_gen.numbers import Tal, format_tal, is_amount_unit, powers, round_half_up, with_unit
from vb_gen.report import Report, Section

CHANGES = ("öka", "minska", "öka med", "minska med")  # targets that hold a change, not a level
SCALES = (3, -3, 6, -6)  # what a table in the wrong unit is off by, as powers of ten
OUTCOMES = ("bokslut", "utfall")
_ANY = ("summa", "totalt", "total", "övrigt", "övriga", "annat", "antal", "andel")  # names that any table may have
_COUNTS = ("antal", "index")  # units that are not said after a figure
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
        unit = "" if self.fact.enhet in _COUNTS else self.fact.enhet
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
    def slack(self) -> Decimal:
        """How far the figure may be from its exact value: half its last digit, for a sum that was worked out of each term's."""
        if not self.fact.härledd:
            return self.tal.half_unit
        if self.row.roll in ("summa", "totalsumma", "grupp"):
            index = next(i for i, row in enumerate(self.table.rader) if row is self.row)
            several = len(terms(self.table, (), index)) or len(self.table.rader)
        else:
            several = 2
        return self.tal.half_unit * several

    @property
    def follows(self) -> bool:
        """Is it a deviation that its row's own figures give? Those are held instead."""
        return self.column.härleds is not None and deviation(self.table, self.row, self.column) is not None


def same(one: Spot, other: Spot) -> bool:
    """Do two figures tell the same? As :func:`vb_gen.facts.agree`, in the right units."""
    a, b = one.tal, other.tal
    if a.decimaler == b.decimaler and not (one.fact.härledd or other.fact.härledd):
        return a.värde == b.värde
    return a.värde == b.värde or abs(a.värde - b.värde) < one.slack + other.slack


def slip(one: Spot, other: Spot) -> int:
    """Which power of ten the one is off by against the other, where that is all that parts them; else 0."""
    a, b = one.tal, other.tal
    if not a.värde or not b.värde:
        return 0
    for power in SLIPS:
        moved = Tal(a.värde.scaleb(-power), a.decimaler + power)
        if moved.värde == b.värde or abs(moved.värde - b.värde) < moved.half_unit + b.half_unit:
            return power
    return 0


def expected(one: Spot, other: Spot, *, stated: bool = False) -> Tal:
    """What the other says, as the one's table prints it; with `stated`, in the unit that it says it has."""
    unit = replace(one.fact, värde=Tal(Decimal(1), 0)).comparable.värde.scaleb(0 if stated else -one.scale)
    return Tal(other.tal.värde / unit + 0, max(0, other.tal.decimaler + unit.adjusted()))


def written(one: Spot, other: Spot) -> str:
    """What the other says, as it would be written in the one's place."""
    should = expected(one, other)
    places = min(should.decimaler, one.fact.värde.decimaler)
    unit = "" if one.fact.enhet in _COUNTS or one.scale else one.fact.enhet
    return with_unit(format_tal(Tal(round_half_up(should.värde, places), places)), unit)


def right_unit(unit: str, scale: int) -> str:
    """The unit that a table off by so many powers of ten is in, or nothing where there is no such unit."""
    size = powers(unit, "kr") - scale
    return {0: "kr", 3: "tkr", 6: "mnkr"}.get(size, "")


def comparable_units(one: Spot, other: Spot) -> bool:
    """May they be held against each other? A unit that is not said is no hindrance."""
    a, b = kind_of_unit(one.fact.enhet), kind_of_unit(other.fact.enhet)
    return a == b or not a or not b


def kind_of_unit(unit: str) -> str:
    """Units that can be held against each other: all amounts are `kr`."""
    return "kr" if is_amount_unit(unit) else {"procent": "%"}.get(unit.casefold(), unit.casefold())


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


class Joined:
    """All figures of a workspace."""

    def __init__(self, library: Library) -> None:
        self.reports = {report.name: report for report in library.reports()}
        self.own: dict[str, dict[Identity, list[Spot]]] = {}
        self.by_key: dict[Identity, list[Spot]] = {}
        for report in self.reports.values():
            mine = self.own.setdefault(report.name, {})
            for spot in _spots(report, library.facts[report.name]):
                mine.setdefault(spot.key, []).append(spot)
                self.by_key.setdefault(spot.key, []).append(spot)
        self.misscaled = misscaled(self.by_key)
        for spots in self.by_key.values():
            for spot in spots:
                spot.scale = self.misscaled.get(id(spot.table), 0) if spot.fact.enhet == spot.table.belopp else 0
                if spot.scale:
                    spot.tal = Tal(spot.tal.värde.scaleb(-spot.scale), spot.tal.decimaler + spot.scale)

    @cached_property
    def by_series(self) -> dict[tuple[str, ...], list[Spot]]:
        """All years of a figure."""
        found: dict[tuple[str, ...], list[Spot]] = {}
        for spots in self.by_key.values():
            found.setdefault(_series(spots[0]), []).extend(spots)
        return found

    @cached_property
    def by_value(self) -> dict[tuple[str | Decimal, ...], list[Spot]]:
        """All rows of a report that say the same of a year."""
        found: dict[tuple[str | Decimal, ...], list[Spot]] = {}
        for spot in (spot for spots in self.by_key.values() for spot in spots):
            found.setdefault(_value(spot, spot.report.name), []).append(spot)
        return found

    @staticmethod
    def series_of(spot: Spot) -> tuple[str, ...]:
        """What a figure's years have in common: the key of `by_series`."""
        return _series(spot)

    def said_by(self, report: Report) -> Iterator[list[Spot]]:
        """A report's figures, those of one identity together."""
        yield from self.own.get(report.name, {}).values()

    def trusted(self, spots: list[Spot]) -> Spot:
        """Which of a report's figures of one identity the others are held against: what most say, then other reports.

        Where they say as much for each, it is the one of a size with its row's other figures.
        """
        return max(
            spots,
            key=lambda spot: (
                sum(same(spot, other) for other in spots),
                sum(same(spot, other) for other in self.by_key[spot.key] if other.report is not spot.report),
                -_strange(spot),
            ),
        )

    def found_at(self, spot: Spot, home: Spot) -> Iterator[Spot]:
        """Where the figure of a spot stands in the report of another, under another label or in another year."""
        rows = self.by_value.get(_value(spot, home.report.name), ()) if home is not spot else ()
        years = self.by_series.get(_series(spot), ())
        for other in rows:
            # In its own table it may be a sum of one.
            if other.key != spot.key and other.table is not spot.table and comparable_units(other, spot):
                yield other
        for other in years:
            if (
                other.report is home.report
                and other.key.avser != spot.key.avser
                and other.key.slag in OUTCOMES
                and same(other, spot)
            ):
                yield other


def _value(spot: Spot, report: str) -> tuple[str | Decimal, ...]:
    who = spot.key
    return report, who.om, who.slag, who.avser, who.kön, abs(spot.tal.värde)


def _series(spot: Spot) -> tuple[str, ...]:
    who = spot.key
    return who.om, who.mått, who.rad, who.kön, who.population


def _strange(spot: Spot) -> int:
    """How many powers of ten a figure is from the nearest of its row's other figures; the first, as of 9,7 and 11,1, is none."""
    boxes = (box for word, box in spot.row.celler.items() if word != spot.column.ord)
    sizes = [box.tal.värde.adjusted() for box in boxes if box.tal and box.tal.värde]
    own = spot.fact.värde.värde
    return max(0, min((abs(size - own.adjusted()) for size in sizes), default=0) - 1) if own else 0


def _digits(spot: Spot) -> int:
    """How many significant digits a figure has: the fewer, the likelier that two are alike by chance."""
    return len("".join(map(str, spot.fact.värde.värde.as_tuple().digits)).strip("0"))


def moved(every: Joined, one: Spot, other: Spot) -> str:
    """Where two figures that should be one are found instead: under another label, in another year, swapped. Or nothing."""
    pairs = ((one, other), (other, one))
    for mine, theirs in pairs:
        for found in every.found_at(mine, theirs):
            twin = next(iter(every.own[mine.report.name].get(found.key, ())), None) if one.report is not other.report else None
            if twin and _digits(mine) > 1 and abs(twin.tal.värde) == abs(theirs.tal.värde):
                return f"{_about(one)} och {_about(twin if mine is one else found)} verkar ha bytt plats"
    for mine, theirs in (*pairs, (one, one), (other, other)):
        for found in every.found_at(mine, theirs):
            # Years of one measure are alike by chance more often than two measures of a year.
            year = found.key.avser != mine.key.avser
            if max(_digits(mine), _digits(found)) > (3 if year else 2):
                return f"{mine.visat} är i {found.report.name} siffran för {_about(found)}"
    return ""


def _about(spot: Spot) -> str:
    return f"”{spot.namn}”"


def _spots(report: Report, facts: Iterable[Fact]) -> Iterator[Spot]:
    places = {
        (table.id, box.plats, column.ord): (section, table, row, column)
        for section in report.walk()
        for table in section.tabeller
        for row in table.rader
        for column in table.kolumner
        if (box := row.celler.get(column.ord))
    }
    for fact in facts:
        section, table, row, column = places[(fact.tabell, fact.plats, fact.kolumn)]
        cell = row.celler[column.ord].cell
        if fact.gräns or fact.preliminär or (isinstance(cell, Målvärde) and cell.jämförelse in CHANGES):
            continue
        key = _key(fact.identity, report.kommun)
        named = column.mått or table.mått or any(r.mått for r in (row, *table.ancestors(row)))
        if not named and (row.roll in ("summa", "totalsumma") or key.mått in _ANY):
            key = replace(key, rad=f"{table.id}/{key.rad}")  # a name that says nothing outside its table
        yield Spot(fact, key, report, section, table, row, column, fact.comparable)


_joined: WeakKeyDictionary[Library, Joined] = WeakKeyDictionary()


def joined(library: Library) -> Joined:
    """A workspace's figures, joined once."""
    if library not in _joined:
        _joined[library] = Joined(library)
    return _joined[library]


def _key(who: Identity, kommun: Kommun) -> Identity:
    """What a figure is about; a population that is another body is that body's own figure."""
    if who.population:
        for name, body in kommun.enheter.items():
            if who.population.casefold() in (name.casefold(), body.namn.casefold()):
                return replace(who, om=name, population="")
    return who


def misscaled(by_key: dict[Identity, list[Spot]]) -> dict[int, int]:
    """Tables whose figures are a thousand (a million) times those of other places, by their `id`: as a power of ten."""
    pairs: dict[int, list[_Pair]] = {}
    tables: dict[int, Tabell] = {}
    for spots in by_key.values():
        amounts = [s for s in spots if s.table.belopp and s.fact.enhet == s.table.belopp and s.tal.värde]
        for one in amounts:
            tables[id(one.table)] = one.table
            for other in amounts:
                if one.table is not other.table:
                    power = _power(one.tal.värde, other.tal.värde)
                    pairs.setdefault(id(one.table), []).append((id(one), id(other.table), power))
    suspects = {table: power for table, found in pairs.items() if (power := _common(found))}
    wrong: dict[int, int] = {}

    def guilt(table: int) -> tuple[int, tuple[int, int]]:
        return sum(power == suspects[table] for *_, power in pairs[table]), _unlikely(tables[table], suspects[table])

    for table in sorted(suspects, key=guilt, reverse=True):
        # A table that is off only against one that is itself wrong is right.
        if power := _common([(one, other, power + wrong.get(other, 0)) for one, other, power in pairs[table]]):
            wrong[table] = power
    return wrong


_Pair = tuple[int, int, int]  # a figure, the table it is held against, and the power they are apart, 0 where alike


def _power(one: Decimal, other: Decimal) -> int:
    ratio = abs(one / other)
    return next((p for p in SCALES if Decimal("0.8") < ratio.scaleb(-p) < Decimal("1.25")), 0)


def _common(found: list[_Pair]) -> int:
    """The power that most of a table's figures are off by, two at the least, or 0."""
    powers = [power for _, _, power in found]
    best = max(set(powers), key=powers.count, default=0)
    several = len({figure for figure, _, power in found if power == best}) > 1
    return best if best and several and powers.count(best) * 5 >= len(powers) * 3 else 0


def _unlikely(table: Tabell, power: int) -> tuple[int, int]:
    """How unlikely a table's own unit is: thousandfold figures in millions, or a thousandth of them in kronor."""
    size = {"kr": 0, "tkr": 1}.get(table.belopp, 2)
    return (size, 0) if power > 0 else (2 - size, 1)
