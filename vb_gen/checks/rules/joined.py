"""The same figure wherever it stands: all reports' figures joined by what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library
from vb_gen.checks.rules.misscaled import misscaled
from vb_gen.checks.rules.spots import Spot, comparable_units, same
from vb_gen.figures.facts import Fact, Identity
from vb_gen.figures.relations import relations
from vb_gen.model.cell import Målvärde
from vb_gen.model.kommun import Kommun
from vb_gen.model.report import Report

CHANGES = ("öka", "minska", "öka med", "minska med")  # targets that hold a change, not a level
OUTCOMES = ("bokslut", "utfall")
_ANY = ("summa", "totalt", "total", "övrigt", "övriga", "annat", "antal", "andel")  # names that any table may have


class Joined:
    """All figures of a workspace."""

    def __init__(self, library: Library) -> None:
        self._relations: dict[str, dict[tuple[int, str], int]] = {}  # by report: how many hold at a cell, less those that break
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
                    spot.tal = spot.tal.scaled(-spot.scale)

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

    def holds(self, spot: Spot) -> int:
        """How many more relations of its table hold with a figure than break."""
        if spot.report.name not in self._relations:
            told: dict[tuple[int, str], int] = {}
            for one in relations(spot.report):
                way = {"håller": 1, "avrundning": 1, "bryter": -1}.get(one.utfall, 0)
                for cell in (one.helhet, *(part.ställe for part in one.delar)) if way else ():
                    told[cell.key] = told.get(cell.key, 0) + way
            self._relations[spot.report.name] = told
        return self._relations[spot.report.name].get((id(spot.row), spot.column.ord), 0)

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
