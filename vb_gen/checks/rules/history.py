"""Family 5: what a report says of an earlier year is what was said then, or it says why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.joined import OUTCOMES, Joined, joined, moved
from vb_gen.checks.rules.spots import Spot, comparable_units, how, remark, same, slip, written
from vb_gen.core.finding import Level, Place
from vb_gen.core.period import Period
from vb_gen.model.content import Omräknat, restated
from vb_gen.model.report import Report
from vb_gen.model.table import Kolumn, Rad, Tabell

_PLANS = ("budget", "målvärde")


@dataclass(frozen=True, slots=True)
class Change:
    """A report's figure of a year, and what the report before it that told the same said."""

    mine: Spot
    before: tuple[Spot, ...]
    agrees: bool
    omräknat: Omräknat | None = None

    @property
    def slip(self) -> int:
        """Is it off by a power of ten alone?"""
        return next((power for other in self.before if (power := slip(self.mine, other))), 0)


def written_before(one: Period, other: Period) -> bool:
    """Was the report of one period written before that of the other? A budget is, before the year ahead of it has ended."""
    return _written(one) < _written(other)


def _written(period: Period) -> tuple[int, int]:
    """The year and the month after which a report is written."""
    return (period.år - 1, 9) if period.budget else (period.år, period.månad or 12)


def restatement(spot: Spot) -> Omräknat | None:
    """What says that a figure is restated, if anything does."""
    said = restated(spot.section.innehåll, spot.table.plats)
    return next((what for what in said if _covers(what, spot.table, spot.row, spot.column)), None)


def _covers(what: Omräknat, table: Tabell, row: Rad, column: Kolumn) -> bool:
    name, word = (text.casefold() for text in what.namn)
    path = ", ".join(r.etikett for r in [*reversed(list(table.ancestors(row))), row])
    return (not name or name in (row.etikett.casefold(), path.casefold())) and (
        not word or word in (column.ord, column.rubrik.casefold())
    )


def _changes_of(every: Joined, report: Report) -> Iterator[Change]:
    """Every figure of a report that an earlier report tells too: outcomes, budgets and targets, not plans and forecasts."""
    for spots in every.said_by(report):
        key = spots[0].key
        if key.slag not in (*OUTCOMES, *_PLANS) or _told_itself(every, report, key.om):
            continue
        earlier = [s for s in every.by_key[key] if s.report.period.sort_key < report.period.sort_key]
        if not spots[0].table.belopp and key.slag in _PLANS:  # a measure's budget for a year is its target
            other = _PLANS[1 - _PLANS.index(key.slag)]
            earlier += [
                s for s in every.by_key.get(replace(key, slag=other), []) if s.report.period.sort_key < report.period.sort_key
            ]
        mine = [s for s in spots if any(comparable_units(s, e) for e in earlier)]
        if mine:
            yield _change(mine, [e for e in earlier if comparable_units(mine[0], e)])


_changes: WeakKeyDictionary[Joined, dict[str, list[Change]]] = WeakKeyDictionary()


def changes(every: Joined) -> dict[str, list[Change]]:
    """Every report's changes, by its name; worked out once for a workspace."""
    if every not in _changes:
        _changes[every] = {name: list(_changes_of(every, report)) for name, report in every.reports.items()}
    return _changes[every]


def _told_itself(every: Joined, report: Report, about: str) -> bool:
    """Does another body tell of itself in the same period? Then its own report is held, and this one against it."""
    return about != report.enhet_id and f"{report.period.text}/{about}" in every.reports


def _change(mine: list[Spot], earlier: list[Spot]) -> Change:
    last = max(e.report.period.sort_key for e in earlier)
    before = [e for e in earlier if e.report.period.sort_key == last]
    before = [e for e in before if e.report.enhet_id == e.key.om] or before
    # What the report of the year itself says holds too, unless it was restated since.
    first = [e for e in earlier if e.report.period.text == e.key.avser and not any(restatement(s) for s in earlier)]
    agrees = any(same(m, e) for m in mine for e in [*before, *first])
    said = next((what for m in mine if (what := restatement(m))), None)
    odd = next((m for m in mine if slip(m, before[0])), mine[0])
    return Change(odd, tuple(before), agrees, said)


def _unexplained(subject: Subject, code: str, kinds: tuple[str, ...]) -> Iterator[Change]:
    for change in changes(joined(subject.library)).get(subject.report.name, ()):
        if change.mine.key.slag in kinds:
            subject.held(code)
            if not change.agrees and not change.slip and change.omräknat is None:
                yield change


def _moved(every: Joined, change: Change) -> str:
    return next((found for other in change.before if (found := moved(every, change.mine, other))), "")


_EXPLAIN = "Skriv {0} som i {1}, eller förklara ändringen under tabellen: omräknat: med rad, kolumn och skäl."


@rule("H01", Level.FEL, "Historik", among=True)
def outcomes(subject: Subject) -> Iterator[Remark]:
    """H01: an earlier year's outcome is what the earlier report says."""
    every = joined(subject.library)
    for change in _unexplained(subject, "H01", OUTCOMES):
        one, other = change.mine, change.before[0]
        if not _moved(every, change):
            said = "ändrad sedan" if written_before(other.report.period, one.report.period) else "en annan än i"
            text = f"siffran är {said} {other.report.name}: {one.namn}{how(one, other)}"
            yield remark("H01", Level.FEL, text, one, change.before, _EXPLAIN.format(written(one, other), other.report.name))


@rule("H02", Level.FEL, "Historik", among=True)
def misplaced(subject: Subject) -> Iterator[Remark]:
    """H02: an earlier year's outcome stands under another label or another year than in the earlier report."""
    every = joined(subject.library)
    for change in _unexplained(subject, "H02", OUTCOMES):
        one, other = change.mine, change.before[0]
        if found := _moved(every, change):
            text = f"siffran är inte den i {other.report.name} och verkar ha hamnat fel: {one.namn}; {found}"
            advice = f"Kontrollera vilken rad och vilket år {one.visat} och {other.visat} hör till, och rätta eller förklara ändringen."
            yield remark("H02", Level.FEL, text, one, change.before, advice)


@rule("H03", Level.VARNING, "Historik", among=True)
def plans(subject: Subject) -> Iterator[Remark]:
    """H03: a budget or a target of a year is what an earlier report says of that year."""
    for change in _unexplained(subject, "H03", _PLANS):
        one, other = change.mine, change.before[0]
        text = f"{_kind(one)} för {one.key.avser} är en annan än i {other.report.name}: {one.namn}{how(one, other)}"
        yield remark("H03", Level.VARNING, text, one, change.before, _EXPLAIN.format(written(one, other), other.report.name))


def _kind(spot: Spot) -> str:
    return "målnivån" if spot.key.slag == "målvärde" else "budgeten"


@rule("H04", Level.UPPLYSNING, "Historik", among=True)
def later(subject: Subject) -> Iterator[Remark]:
    """H04: a later report says otherwise of a year that this one tells."""
    for change in _later(joined(subject.library)).get(subject.report.name, ()):
        subject.held("H04")
        if not change.agrees and change.omräknat is None:
            one = next(s for s in change.before if s.report.name == subject.report.name)
            text = f"{change.mine.report.name} anger en annan siffra: {one.namn}"
            after = written_before(subject.report.period, change.mine.report.period)
            advice = "Stämmer siffran här behöver inget ändras"
            advice += "; det är den senare rapporten som ska förklara ändringen." if after else " i den här rapporten."
            yield remark("H04", Level.UPPLYSNING, text, one, [change.mine], advice)


_later_changes: WeakKeyDictionary[Joined, dict[str, list[Change]]] = WeakKeyDictionary()


def _later(every: Joined) -> dict[str, list[Change]]:
    """Every change, by the report whose figure was changed."""
    if every not in _later_changes:
        found: dict[str, list[Change]] = {}
        for change in (change for told in changes(every).values() for change in told):
            for name in {before.report.name for before in change.before}:
                found.setdefault(name, []).append(change)
        _later_changes[every] = found
    return _later_changes[every]


@rule("H05", Level.FEL, "Historik", among=True)
def unneeded(subject: Subject) -> Iterator[Remark]:
    """H05: what is said to be restated is there, and has been."""
    found: dict[Place, list[Change]] = {}
    for change in changes(joined(subject.library)).get(subject.report.name, ()):
        if change.omräknat is not None and change.omräknat.plats is not None:
            found.setdefault(change.omräknat.plats, []).append(change)
    for section, table in subject.tables():
        for what in restated(section.innehåll, table.plats):
            subject.held("H05")
            cells = [(r, c) for r in table.rader for c in table.kolumner if c.slag and _covers(what, table, r, c)]
            assert what.plats is not None
            told = found.get(what.plats, [])
            if cells and not (told and all(change.agrees for change in told)):
                continue
            name = ", ".join(word for word in what.namn if word)
            yield Remark(
                "H05",
                f"omräknat behövs inte: {name} har samma siffra som tidigare"
                if cells
                else f"omräknat hör inte till någon siffra: {name}",
                what.plats,
                "Ta bort det, eller kontrollera hur raden och kolumnen heter i tabellen.",
                Level.FEL,
                rapport=subject.report.name,
                avsnitt=section.id,
                rad=what.namn[0],
                kolumn=what.namn[1],
                fakta=tuple(spot.term() for change in told for spot in (change.mine, *change.before)),
            )
