"""Family 4: the same fact told in several places says the same in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.checks.assignments import assignments
from vb_gen.checks.base import Example, Remark, Rule, Subject, work_out
from vb_gen.checks.joined import Joined, Spot, comparable_units, expected, how, joined, moved, remark, same, slip
from vb_gen.errors import Level
from vb_gen.facts import PROJECT_LISTS, Identity
from vb_gen.names import slug
from vb_gen.numbers import Tal
from vb_gen.report import Report

_PLAN = ("budget", "plan")
_TABLES = ("volymer", "volymer_perioden")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure and those that tell the same."""

    mine: Spot
    others: tuple[Spot, ...]

    @property
    def agrees(self) -> bool:
        """Does any of the others say the same?"""
        return any(same(self.mine, other) for other in self.others)

    @property
    def slip(self) -> int:
        """Is it off by a power of ten alone?"""
        return next((power for other in self.others if (power := slip(self.mine, other))), 0)


def _held(mine: Spot, others: list[Spot]) -> Iterator[Comparison]:
    """A comparison, where there is something to compare: a deviation that its row gives is held there."""
    others = [o for o in others if comparable_units(mine, o) and not (mine.follows and o.follows)]
    if others:
        yield Comparison(mine, tuple(others))


def within(every: Joined, report: Report) -> Iterator[Comparison]:
    """Figures that a report tells more than once: each against the one that most agree with."""
    for spots in every.said_by(report):
        if len(spots) > 1:
            most = every.trusted(spots)
            for spot in spots:
                if spot is not most:
                    yield from _held(spot, [most])


def between(every: Joined, report: Report) -> Iterator[Comparison]:
    """What a report tells of another body, against that body's own report of the same period."""
    for spots in every.said_by(report):
        spot = spots[0]
        if spot.key.om != report.enhet_id:
            theirs = [s for s in every.by_key[spot.key] if s.report.period == report.period and s.report.name != report.name]
            own = [s for s in theirs if s.report.enhet_id == spot.key.om]
            if spot.table.typ in PROJECT_LISTS:
                own = _of_list(every, spot, own)
            yield from _held(spot, own)


def _of_list(every: Joined, spot: Spot, own: list[Spot]) -> list[Spot]:
    """A body's row in a list of projects is the sum of its own list of them, not of all its lists."""
    if spot.key.rad:
        return own
    lists = every.own.get(f"{spot.report.period.text}/{spot.key.om}", {})
    listed = [s for s in lists.get(replace(spot.key, rad=spot.table.id), []) if s.table.id == spot.table.id]
    return listed or [s for s in own if s.table.id in (spot.table.id, "ekonomi_i_korthet")]


def in_report(subject: Subject) -> Iterator[Remark]:
    """F01: a figure that stands in several places of a report is the same in all."""
    every = joined(subject.library)
    for pair in within(every, subject.report):
        subject.held("F01")
        if pair.agrees or pair.slip:
            continue
        one, other = pair.mine, pair.others[0]
        found = moved(every, one, other)
        text = f"samma uppgift, olika siffror i rapporten: {one.namn}{how(one, other)}" + (f"; {found}" if found else "")
        advice = f"Skriv samma siffra på båda ställena; i {other.fact.plats} står {other.visat}."
        yield remark("F01", Level.FEL, text, one, pair.others, advice)


def of_other_body(subject: Subject) -> Iterator[Remark]:
    """F02: what a report tells of another body is what that body's own report says."""
    every = joined(subject.library)
    for pair in between(every, subject.report):
        subject.held("F02")
        if pair.agrees or pair.slip:
            continue
        one, other = pair.mine, pair.others[0]
        text = f"siffran är inte den som {other.report.enhet.namn} själv redovisar: {one.namn}{how(one, other)}"
        advice = f"Skriv {other.visat} som i {other.report.name}, eller låt cellen vara tom så hämtas siffran därifrån."
        yield remark("F02", Level.FEL, text, one, pair.others, advice)
    yield from _borrowed(subject, every)


def _borrowed(subject: Subject, every: Joined) -> Iterator[Remark]:
    """Rows with `från` that no identity joins: the figure that was fetched for them."""
    joined_already = {pair.mine.fact.plats.sort_key for pair in between(every, subject.report)}
    for spots in every.said_by(subject.report):
        for spot in spots:
            box = spot.row.celler[spot.column.ord]
            owner = next((r for r in (spot.row, *spot.table.ancestors(spot.row)) if r.från), None)
            if owner is None or box.läge != "given" or box.härlett is None or spot.column.slag == "avvikelse":
                continue
            if spot.fact.plats.sort_key in joined_already or spot.table.typ in PROJECT_LISTS or box.tal is None:
                continue
            subject.held("F02")
            exact = box.tal.decimaler == box.härlett.decimaler
            off = abs(box.tal.värde - box.härlett.värde)
            if off and (exact or off >= box.tal.half_unit + box.härlett.half_unit):
                text = f"siffran är inte den som {owner.från} redovisar: {spot.namn}"
                found = remark("F02", Level.FEL, text, spot, [spot], "Låt cellen vara tom så hämtas siffran från rapporten.")
                yield replace(found, förväntat=box.härlett, uträkning=f"{spot.visat} ≠ {box.härlett.värde} ({owner.från})")


def investments(subject: Subject) -> Iterator[Remark]:
    """F03: the overview's investments are those of the lists of projects together."""
    every, report = joined(subject.library), subject.report
    for spots in every.said_by(report):
        spot = next((s for s in spots if s.table.typ == "ekonomi_i_korthet"), None)
        if spot is None or (spot.key.mått, spot.key.rad) != ("investeringar", "") or spot.key.om != report.enhet_id:
            continue
        if spot.follows or any(s.table.typ in PROJECT_LISTS for s in spots):
            continue
        projects = _projects(every, report, spot.key)
        if not projects:
            continue
        subject.held("F03")
        own = [s for s in projects if s.key.om == report.enhet_id]
        if not any(_adds_up(spot, rows) for rows in (own, projects)):
            yield _investments(spot, own or projects)


def _projects(every: Joined, report: Report, about: Identity) -> list[Spot]:
    """The projects of all lists; one that stands in two lists is one."""
    found: dict[Identity, Spot] = {}
    for spots in every.said_by(report):
        who = spots[0].key
        if (who.mått, who.slag, who.avser) == (about.mått, about.slag, about.avser):
            for spot in spots:
                whole = any(parent.has_figures for parent in spot.table.ancestors(spot.row))
                if spot.table.typ in PROJECT_LISTS and spot.row.roll == "post" and not whole:
                    found.setdefault(who if who.rad else replace(who, rad=spot.row.nyckel), spot)
    return list(found.values())


def _adds_up(spot: Spot, rows: list[Spot]) -> bool:
    off = abs(sum((s.tal.värde for s in rows), Decimal(0)) - spot.tal.värde)
    return bool(rows) and (off == 0 or off < spot.slack + sum((s.slack for s in rows), Decimal(0)))


def _investments(spot: Spot, rows: list[Spot]) -> Remark:
    total = Tal(sum((s.tal.värde for s in rows), Decimal(0)), min(s.tal.decimaler for s in rows))
    whole = Spot(spot.fact, spot.key, spot.report, spot.section, spot.table, spot.row, spot.column, total)
    should = expected(spot, whole)
    parts = [(s.namn.rpartition(", ")[0], expected(spot, s)) for s in rows]
    found = remark(
        "F03", Level.FEL, f"investeringarna är inte projektens summa: {spot.namn}", spot, rows,
        "Rätta översikten eller projektens siffror, eller ta med de projekt som saknas.",
    )  # fmt: skip
    return replace(found, förväntat=should, uträkning=work_out(parts, should))


# Names and targets


def two_names(subject: Subject) -> Iterator[Remark]:
    """F05: a measure in the staff or volume table and an indicator of the same name are the same, and say the same."""
    every = joined(subject.library)
    rows: dict[tuple[str, Identity], Spot] = {}
    spots = [
        spot for same_fact in every.said_by(subject.report) for spot in same_fact if spot.row.förälder is None or spot.row.kön
    ]
    for spot in spots:
        if spot.table.typ in _TABLES:
            rows[_name(spot), replace(spot.key, mått="")] = spot
    for spot in spots:
        other = rows.get((_name(spot), replace(spot.key, mått=""))) if spot.table.typ == "indikatorer" else None
        if other is None or other.key == spot.key or not comparable_units(spot, other):
            continue
        subject.held("F05")
        if not same(spot, other):
            text = f"samma namn men olika mått och siffror: {spot.namn}"
            advice = f"Ge raderna samma mått ({other.key.mått}) om de visar samma sak, annars olika namn."
            yield remark("F05", Level.VARNING, text, spot, [other], advice)


def _name(spot: Spot) -> str:
    line = [spot.row, *spot.table.ancestors(spot.row)]
    return slug(re.sub(r"\(?%\)?|\((?:antal|andel)\)|[*]", "", line[-1].etikett))


def targets(every: Joined, report: Report) -> Iterator[Comparison]:
    """Targets against the same report's budget or plan of the same measure and year."""
    for spots in every.said_by(report):
        spot = spots[0]
        if spot.key.slag == "målvärde" and not spot.table.belopp:
            mine = every.own[report.name]
            plans = [s for slag in _PLAN for s in mine.get(replace(spot.key, slag=slag), []) if not s.table.belopp]
            yield from _held(spot, plans)


def planned_otherwise(subject: Subject) -> Iterator[Remark]:
    """F06: a measure's target for a year is what the report's own budget or plan says of that year."""
    for pair in targets(joined(subject.library), subject.report):
        subject.held("F06")
        if not pair.agrees:
            one, other = pair.mine, pair.others[0]
            text = f"målvärdet är ett annat än i {other.section.rubrik.casefold()}: {one.namn}"
            advice = "Skriv samma värde på båda ställena, eller förklara i en not varför de skiljer sig."
            yield remark("F06", Level.VARNING, text, one, pair.others, advice)


_KOMMUN = """
namn: Exempelköpings kommun
enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
  tradgarden:
    namn: Trädgården
    sort: förvaltning
    ram: nollram
    överordnad: parknamnden
"""
_CHILD = "inputs/2023/tradgarden/"
_OVERVIEW = """
ekonomi_i_korthet:
  belopp: mnkr
  rader: |
    ekonomi              | bokslut | budget | tecken  | mått
    Nettokostnader       |   {} |  112,0 | kostnad | nettokostnad
    Investeringar, netto |     3,3 |    4,0 | kostnad | investeringar
"""
_TOTAL = """
driftsammandrag:
  belopp: tkr
  tecken: kostnad
  rader: |
    verksamhet | bokslut |  budget | roll
    Parker     | 115 100 | 112 000 | post
    Summa      | 115 100 | 112 000 | summa
"""
_PARENT = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet | bokslut | roll    | tecken   | från
    Parker     |   115,1 | post    |          |
    Summa      |   115,1 | summa   |          |
    Trädgården |   {} | utanför | resultat | 2023/tradgarden
"""
_OWN = """
driftsammandrag:
  belopp: mnkr
  tecken: resultat
  rader: |
    verksamhet | bokslut | roll
    Växthus    |    -1,9 | post
    Summa      |    -1,9 | summa
"""
_PROJECTS = """
färdigställda:
  belopp: mnkr
  rader: |
    projekt    | årets utfall | årets budget | roll
    Lekplatser |          1,2 |          1,5 | post
pågående:
  belopp: mnkr
  rader: |
    projekt    | årets utfall | årets budget | roll
    Bryggor    |          {} |          2,5 | post
"""
_TASKS = """
strategiska_uppdrag:
  grupper:
    - rubrik: Kommungemensamma
      rader: |
        nr | uppdrag                         | status
        1  | Fler träd i nya bostadsområden  | {}
"""
_STAFF = """
personal:
  rader: |
    personal           | 2022 | 2023 | mått         | enhet
    Total sjukfrånvaro |  5,1 |  5,6 | sjukfrånvaro | %
indikatorer:
  grupper:
    - målområde: Medarbetare
      rader: |
        mål             | indikator              | 2022 | 2023 | mått             | enhet
        God arbetsplats | Total sjukfrånvaro (%) |  5,1 | {} | {} | %
"""
_PLANNED = """
personal:
  rader: |
    personal     | budget 2024 | plan 2025 | mått         | enhet
    Sjukfrånvaro |         5,5 |       5,0 | sjukfrånvaro | %
indikatorer:
  grupper:
    - målområde: Medarbetare
      rader: |
        mål             | indikator    | riktning 2024 | riktning 2025 | mått         | enhet
        God arbetsplats | Sjukfrånvaro |           5,5 |           {} | sjukfrånvaro | %
"""
_FAMILY = "Samma uppgift på flera ställen"


def _with_child(parent: dict[str, str], child: dict[str, str]) -> Example:
    """The nämnd's report, and that of a förvaltning below it."""
    files = {f"{_CHILD}{name}": text for name, text in ({"rapport.yaml": "mall: vb-2023\n"} | child).items()}
    return Example({"kommun.yaml": _KOMMUN} | parent | files)


def _lending(figure: str) -> Example:
    return _with_child({"ekonomi.yaml": _PARENT.format(figure)}, {"ekonomi.yaml": _OWN})


def _told(mine: str, theirs: str) -> Example:
    return _with_child({"malredovisning.yaml": _TASKS.format(mine)}, {"malredovisning.yaml": _TASKS.format(theirs)})


RULES = (
    Rule(
        "F01",
        Level.FEL,
        "Samma uppgift har olika siffror i rapporten",
        "En siffra som står på flera ställen (i översikten, driftsammandraget, investeringarna, personaltabellen, bland "
        "indikatorerna) ska vara densamma överallt. Skrivs den olika noga får den skilja så mycket som avrundningen förklarar; "
        "med lika många decimaler ska den vara exakt lika. Belopp jämförs i kronor och med samma tecken.",
        Example({"bedomning.yaml": _OVERVIEW.format("116,1"), "ekonomi.yaml": _TOTAL}),
        Example({"bedomning.yaml": _OVERVIEW.format("115,1"), "ekonomi.yaml": _TOTAL}),
        in_report,
        _FAMILY,
    ),
    Rule(
        "F02",
        Level.FEL,
        "Siffran är inte den som enheten själv redovisar",
        "En nämnds rad för en förvaltning (från: 2023/vss, eller population: förvaltningens namn) ska visa det som "
        "förvaltningens egen rapport visar.",
        _lending(" 1,9"),
        _lending("-1,9"),
        of_other_body,
        _FAMILY,
    ),
    Rule(
        "F03",
        Level.FEL,
        "Investeringarna är inte projektens summa",
        "Översiktens investeringar ska vara summan av projekten i investeringstabellerna: alla, eller alla utom dem som hör till "
        "andra enheter (från).",
        Example({"bedomning.yaml": _OVERVIEW.format("115,1"), "investeringar.yaml": _PROJECTS.format("2,9")}),
        Example({"bedomning.yaml": _OVERVIEW.format("115,1"), "investeringar.yaml": _PROJECTS.format("2,1")}),
        investments,
        _FAMILY,
    ),
    Rule(
        "F04",
        Level.VARNING,
        "Uppdraget har olika status hos nämnden och förvaltningen",
        "Ett strategiskt uppdrag som både nämnden och dess förvaltning redovisar (samma grupp, samma eller nästan samma namn) ska "
        "ha samma status hos båda.",
        _told("genomfört", "pågår"),
        _told("genomfört", "genomfört"),
        assignments,
        _FAMILY,
    ),
    Rule(
        "F05",
        Level.VARNING,
        "Samma namn, olika mått och olika siffror",
        "En rad i personal- eller volymtabellen och en indikator med samma namn visar samma sak, också när de har olika mått i "
        "filen. Då ska siffrorna vara desamma.",
        Example({"namndindikatorer.yaml": _STAFF.format("5,9", "sjukfrånvaro_totalt")}),
        Example({"namndindikatorer.yaml": _STAFF.format("5,6", "sjukfrånvaro_totalt")}),
        two_names,
        _FAMILY,
    ),
    Rule(
        "F06",
        Level.VARNING,
        "Målvärdet är inte det som budgeten eller planen säger",
        "Har ett mått både ett målvärde för ett år och en budget eller plan för samma år i samma rapport ska de vara lika.",
        Example({"namndindikatorer.yaml": _PLANNED.format("4,0")}),
        Example({"namndindikatorer.yaml": _PLANNED.format("5,0")}),
        planned_otherwise,
        _FAMILY,
    ),
)
