"""Are the targets met? Each indicator's outcome held against its target, and what the indicators say of their goal.

The rule judges from the printed figures alone. What it cannot judge (an outcome that is missing or told in words, a
target without a direction, a difference within rounding) it says so of, and never counts as missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.checks.rule import Term, term
from vb_gen.core.finding import Place
from vb_gen.core.names import slug
from vb_gen.core.numbers import convert, is_amount_unit
from vb_gen.model.cell import Cell, Målvärde, Värde
from vb_gen.model.content import Mål, Målredovisning
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

NÅTT, DELVIS, MISSAT = "når målvärdet", "når målvärdet delvis", "når inte målvärdet"
OMÄTT, OPRÖVAT, UTAN = "är inte mätt", "går inte att pröva", "har inget målvärde"
PRÖVADE = (NÅTT, DELVIS, MISSAT)
# What words alone say of a level that stands beside them.
WAYS = {"minst": "minst", "lägst": "minst", "högst": "högst", "max": "högst", "öka": "minst", "minska": "högst"}
NO_DIRECTION = "målvärdet säger inte åt vilket håll"
_LOWEST = ("minst", "mer än", "ej negativ", "i balans", "öka")  # how a target says that more is better
_KNOWN_BELOW = ("", "ca", "cirka", "<", "≤", "knappt")  # bounds that leave the figure no higher than it is printed
_KNOWN_ABOVE = ("", "ca", "cirka", ">", "≥", "drygt")


@dataclass(frozen=True, slots=True)
class Prövning:
    """A row's outcome held against its target: the answer, and why."""

    etikett: str
    svar: str
    förklaring: str
    termer: tuple[Term, ...]
    plats: Place


@dataclass(frozen=True, slots=True)
class Indikator:
    """An indicator with its parts (women and men, areas): the answer over them all."""

    etikett: str
    svar: str
    prövningar: tuple[Prövning, ...]

    @property
    def förklaring(self) -> str:
        """What was held against what: `Sjukfrånvaro: 9,7 mot högst 9 (når inte målvärdet), Kvinnor: 10,1 mot …`."""
        told = [f"{p.etikett}: {p.förklaring} ({p.svar})" for p in self.prövningar]
        if self.prövningar and self.prövningar[0].etikett != self.etikett:
            told[0] = f"{self.etikett}, {told[0]}"
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Målprövning:
    """What the indicators of a goal say of it: a status, the reasons, and the person's own assessment beside it."""

    avsnitt: Section
    mål: Mål
    status: str  # the rule's
    skäl: tuple[str, ...]
    indikatorer: tuple[Indikator, ...]
    angiven_frånvaro: bool = False  # the table says in words that the goal has no indicator

    def med(self, *svar: str) -> list[Indikator]:
        """The indicators with one of these answers."""
        return [indicator for indicator in self.indikatorer if indicator.svar in svar]


def goals(report: Report) -> Iterator[tuple[Section, Mål]]:
    """The goals of the goal report, with their section."""
    for section in report.walk():
        if isinstance(section.innehåll, Målredovisning):
            for area in section.innehåll.målområden:
                for goal in area.mål:
                    yield section, goal


_JUDGED: list[tuple[Report, tuple[Målprövning, ...]]] = []  # the report that was judged last: many rules ask for it


def assess(report: Report) -> tuple[Målprövning, ...]:
    """Each goal of a report, judged by its indicators; this is what the appendix of checks sets beside the person's status."""
    if not _JUDGED or _JUDGED[0][0] is not report:
        by_goal: dict[str, list[tuple[Tabell, int]]] = {}
        for table in indicator_tables(report):
            for index, row in enumerate(table.rader):
                if row.förälder is None:
                    by_goal.setdefault(slug(row.mål), []).append((table, index))
        _JUDGED[:] = [(report, tuple(_judge(report, section, goal, by_goal) for section, goal in goals(report)))]
    return _JUDGED[0][1]


def indicator_tables(report: Report) -> Iterator[Tabell]:
    """The tables whose rows belong to goals."""
    return (table for table in report.tables() if table.typ == "indikatorer")


def names(goal: Mål) -> tuple[str, ...]:
    """The names an indicator's row may call a goal by."""
    return tuple(dict.fromkeys(slug(name) for name in (goal.namn, *goal.även)))


def _judge(report: Report, section: Section, goal: Mål, by_goal: dict[str, list[tuple[Tabell, int]]]) -> Målprövning:
    rows = [place for name in names(goal) for place in by_goal.get(name, [])]
    told = [(table, index) for table, index in rows if not _no_indicator(table.rader[index])]
    indicators = tuple(_indicator(report, table, index) for table, index in told)
    status, reasons = _status(indicators)
    return Målprövning(section, goal, status, reasons, indicators, angiven_frånvaro=len(told) < len(rows))


def _no_indicator(row: Rad) -> bool:
    """”Ingen nämndindikator” is no indicator but says that there is none."""
    return slug(row.etikett).startswith("ingen_") and slug(row.etikett).endswith("indikator")


def _status(indicators: tuple[Indikator, ...]) -> tuple[str, tuple[str, ...]]:
    judged = [indicator.svar for indicator in indicators if indicator.svar in PRÖVADE]
    reasons = tuple(indicator.förklaring for indicator in indicators)
    if not judged:
        return "kan ej bedömas", reasons or ("Målet har ingen indikator.",)
    if all(answer == NÅTT for answer in judged):
        return "uppnått", reasons
    return "ej uppnått" if all(answer == MISSAT for answer in judged) else "delvis uppnått", reasons


def _indicator(report: Report, table: Tabell, index: int) -> Indikator:
    """An indicator and the rows under it that have targets of their own."""
    row = table.rader[index]
    proved = [prove(report, table, row)] if row.has_content else []
    parts = []
    for below in table.rader[index + 1 :]:
        if below.förälder is None:
            break
        part = prove(report, table, below)
        if part.svar != UTAN:
            parts.append(part)
    if parts and (not proved or proved[0].svar in (UTAN, OMÄTT)):
        proved = []
    tests = tuple(proved + parts)
    return Indikator(_name(row), _answer(tests, whole=bool(proved)), tests)


def _answer(tests: tuple[Prövning, ...], *, whole: bool) -> str:
    """The answer of the whole and its parts: a whole that misses is missed whatever its parts."""
    if not tests:
        return UTAN
    if whole and tests[0].svar != NÅTT:
        return tests[0].svar
    answers = [test.svar for test in tests if test.svar in PRÖVADE]
    if not answers:
        return tests[0].svar
    if all(answer == NÅTT for answer in answers):
        return NÅTT
    return MISSAT if all(answer == MISSAT for answer in answers) else DELVIS


def prove(report: Report, table: Tabell, row: Rad) -> Prövning:
    """Hold a row's outcome in the report's period against its target."""
    outcome, target = _outcome_column(report, table), target_column(report, table)
    label = _name(row)
    goal = row.celler[target.ord].cell if target and target.ord in row.celler else Cell()
    if target and isinstance(goal, Målvärde) and not goal.jämförelse and goal.värden:
        goal = replace(goal, jämförelse=_said_elsewhere(table, row, target))
    if target is None or not isinstance(goal, Målvärde):
        said = f"målvärdet är {goal.shown}" if isinstance(goal, Cell) and goal.saknas else "inget målvärde"
        return Prövning(label, UTAN, said, (), row.plats)
    terms = tuple(_term(table, row, column) for column in (outcome, target) if column)
    box = row.celler.get(outcome.ord) if outcome else None
    place = box.plats if box else row.plats
    values = [v for v in box.cell.värden if v.år is None or str(v.år) == outcome.avser[:4]] if box and outcome else []
    wanted = _wanted(goal)
    if not values:
        shown = box.cell.shown if box else ""
        return Prövning(label, OMÄTT, f"{shown or 'tomt'} mot {wanted}", terms, place)
    assert box is not None
    assert outcome is not None
    before = _before(table, row, outcome) if goal.jämförelse in ("öka", "minska", "öka med", "minska med") else None
    answers = _compare(table, row, outcome, values, goal, before[1] if before else None)
    said = f"{box.cell.shown} mot {wanted}"
    if goal.värde and goal.värde.tal.värde >= 0 and goal.jämförelse in ("högst", "mindre än") and _is_deviation(table, row):
        said += ", åt båda håll"
    if before:
        said += f" ({before[0].rubrik}: {before[1]})"
        terms = (*terms, _term(table, row, before[0]))
    if isinstance(answers, str):
        return Prövning(label, OPRÖVAT, f"{said}: {answers}", terms, place)
    answer = NÅTT if all(answers) else DELVIS if any(answers) else MISSAT
    return Prövning(label, answer, said, terms, place)


def _said_elsewhere(table: Tabell, row: Rad, target: Kolumn) -> str:
    """Which way is better, as words beside the target say: another column of the year's targets (`Öka`, `minst`)."""
    for column in table.kolumner:
        box = row.celler.get(column.ord)
        cell = box.cell if box else None
        if column is not target and column.slag == "målvärde" and column.avser == target.avser and isinstance(cell, Målvärde):
            word = cell.jämförelse or (cell.text.casefold() if cell.text.casefold() in WAYS else "")
            if word in WAYS and not cell.värden:
                return WAYS[word]
    return ""


def _name(row: Rad) -> str:
    """A row's name without the dash that marks a part."""
    return row.etikett.lstrip("-– ")


def _term(table: Tabell, row: Rad, column: Kolumn) -> Term:
    """A cell as it is printed, with the bound or the comparison that belongs to it."""
    plain, cell = term(table, row, column), row.celler[column.ord].cell
    return replace(plain, värde=_wanted(cell) if isinstance(cell, Målvärde) else cell.shown or "tomt")


def _wanted(goal: Målvärde) -> str:
    return f"{goal.jämförelse} {goal.shown}" if goal.bara_tal and goal.jämförelse else goal.shown


def _outcome_column(report: Report, table: Tabell) -> Kolumn | None:
    """The column of the report's own period."""
    year = str(report.period.år)
    kinds = {"utfall": report.period.text} if report.period.månad else {} if report.period.budget else {"bokslut": year}
    return next((c for c in table.kolumner if c.slag in kinds and c.avser == kinds[c.slag]), None)


def target_column(report: Report, table: Tabell) -> Kolumn | None:
    """The column of the year's targets."""
    return next((c for c in table.kolumner if c.slag == "målvärde" and c.avser == str(report.period.år)), None)


def _before(table: Tabell, row: Rad, outcome: Kolumn) -> tuple[Kolumn, Värde] | None:
    """The latest figure from before the period."""
    earlier = [c for c in table.kolumner if c.slag == "bokslut" and c.avser < outcome.avser[:4]]
    for column in sorted(earlier, key=lambda c: c.avser, reverse=True):
        box = row.celler.get(column.ord)
        value = box.cell.värde if box else None
        if value and value.år is None and not value.gräns:
            return column, value
    return None


def _compare(
    table: Tabell, row: Rad, column: Kolumn, values: list[Värde], goal: Målvärde, before: Värde | None
) -> list[bool] | str:
    """Is the target met, value by value; or why it cannot be told."""
    unit = table.unit(row, column, row.celler[column.ord].cell)
    figures = goal.värden[:1] if goal.med_annat else goal.värden
    if not goal.jämförelse:
        if not figures:
            return "målvärdet är i ord"
        if len(figures) == len(values) and all(map(_is_printed_as, values, figures)):
            return [True] * len(values)  # reached, whichever way is better
        return NO_DIRECTION
    how = WAYS[goal.jämförelse] if figures and goal.jämförelse in ("öka", "minska") else goal.jämförelse  # towards a level
    targets: list[Värde | None] = list(figures) or [None]
    named = {target.etikett: target for target in figures if target.etikett}
    if len(named) == len(values) and all(value.etikett in named for value in values):  # LSS 96 % / VB 94 %
        targets = [named[value.etikett] for value in values]
    if len(targets) == 1:
        targets *= len(values)
    if len(targets) != len(values):
        return "utfallet och målvärdet har olika många tal"
    answers = []
    for value, target in zip(values, targets, strict=True):
        answer = _meets(value, target, how, unit, before, row, deviation=_is_deviation(table, row))
        if isinstance(answer, str):
            return answer
        answers.append(answer)
    return answers


def _is_printed_as(outcome: Värde, target: Värde) -> bool:
    """Is the outcome the very figure of the target?"""
    plain = not (outcome.gräns or target.gräns) and target.enhet in ("", outcome.enhet)
    return plain and outcome.tal.värde == target.tal.värde


def _is_deviation(table: Tabell, row: Rad) -> bool:
    """A deviation is as bad in both directions, where its target is the most it may be."""
    return any("avvikelse" in slug(r.etikett) + slug(r.mått) for r in (row, *table.ancestors(row)))


def _meets(
    value: Värde, target: Värde | None, how: str, unit: str, before: Värde | None, row: Rad, *, deviation: bool
) -> bool | str:
    own = value.enhet or unit
    outcome, half = value.tal.värde, value.tal.half_width
    if how in ("öka", "minska"):
        if before is None or value.gräns:
            return "det finns inget tidigare värde att jämföra med"
        change = outcome - before.tal.värde
        if abs(change) < half + before.tal.half_width:
            return "förändringen ryms i avrundningen"
        return change > 0 if how == "öka" else change < 0
    if how in ("ej negativ", "i balans"):
        good = -outcome if row.tecken == "kostnad" else outcome
        return good >= 0 or -good < half
    if target is None:
        return "målvärdet är i ord"
    limit = target.tal.värde
    if how in ("öka med", "minska med"):
        if before is None:
            return "det finns inget tidigare värde att jämföra med"
        if target.enhet == "%" and own == "%":
            return "målvärdet kan vara procent eller procentenheter"
        step = before.tal.värde * limit / 100 if target.enhet == "%" else limit
        limit = before.tal.värde + (step if how == "öka med" else -step)
        how = "minst" if how == "öka med" else "högst"
    elif target.enhet and own and target.enhet != own:
        if not (is_amount_unit(target.enhet) and is_amount_unit(own)):
            return f"utfallet är i {own} och målvärdet i {target.enhet}"
        limit = convert(limit, target.enhet, own)
    if how == "inom" or (deviation and how in ("högst", "mindre än") and limit >= 0):
        outcome, how = abs(outcome), "högst" if how == "inom" else how
    return _level(outcome, half, value.gräns, limit, how)


def _level(outcome: Decimal, half: Decimal, bound: str, limit: Decimal, how: str) -> bool | str:
    """A figure against a level. Printed as the target it meets it; nearer than its own rounding it cannot be told."""
    if outcome == limit:
        return _at_level(bound, how)
    if not bound and abs(outcome - limit) < half:
        return "skillnaden ryms i avrundningen"
    above = outcome > limit
    if bound not in (_KNOWN_ABOVE if above else _KNOWN_BELOW):
        return "utfallet är en gräns"
    if how == "exakt":
        return False
    return above == (how in _LOWEST)


def _at_level(bound: str, how: str) -> bool | str:
    """A figure printed as its target, perhaps as a bound: `> 70` where at most 70 is wanted."""
    strict = how in ("mer än", "mindre än")
    if bound in ("", "ca", "cirka"):
        return "skillnaden ryms i avrundningen" if strict else True
    beyond, above = bound in (">", "drygt", "<", "knappt"), bound in _KNOWN_ABOVE
    if how != "exakt" and above == (how in _LOWEST):
        return True if beyond or not strict else "utfallet är en gräns"
    return False if how != "exakt" and (beyond or strict) else "utfallet är en gräns"
