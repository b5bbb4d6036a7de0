"""Family 8: the municipality's own rules. Their limits are data in kommun.yaml (`regler:`); a rule without data is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vb_gen.checks.rule import Example, Remark, Rule, Subject, Term
from vb_gen.checks.rules import assignment_numbers
from vb_gen.checks.rules.decision_order import decision_order
from vb_gen.checks.rules.investments import large_projects, limit, small_projects
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_decimal_sv, format_tal, is_amount_unit, round_half_up, shortest, with_unit
from vb_gen.figures.facts import Fact
from vb_gen.model.report import Report

_REPORTED = re.compile(
    r"åter(?:rapport|redovis)[^.;]{0,40}?\b(?:under|senast(?: under)?|före utgången av|i) (?:\w+ )?(?P<år>(?:19|20)\d\d)", re.I
)


# A deficit and its plan


def action_plan(subject: Subject) -> Iterator[Remark]:
    """L01: a deficit above the municipality's limits is told of with what is done about it."""
    report, rule = subject.report, subject.report.kommun.regler.åtgärdsplan
    if rule is None or report.period.budget:
        return
    deviation = _deviation(subject)
    base = _base(subject) if deviation else None
    if deviation is None or base is None:
        return
    subject.held("L01")
    deficit, whole = -deviation.comparable.värde, abs(base.comparable.värde)
    if deficit <= rule.belopp or deficit <= whole * rule.andel or any(_filled(report, name) for name in rule.avsnitt):
        return
    of = "ramen" if report.enhet.ram == "ram" else "omsättningen"
    share = round_half_up(deficit / whole * 100, 1) if whole else Decimal(0)
    shown = with_unit(format_decimal_sv(abs(deviation.värde.värde), deviation.värde.decimaler), deviation.enhet)
    percent = shortest(rule.andel * 100)
    limits = f"{percent} % av {of} och {limit(rule.belopp, report)}"
    ids = [name for name in rule.avsnitt if any(section.id == name for section in report.mall.walk())]
    where = f"Skriv åtgärdsplanen under {' eller '.join(ids)}." if ids else "Mallen har inget avsnitt för en åtgärdsplan."
    yield Remark(
        "L01",
        f"underskottet {shown} är större än {limits}, men åtgärdsplan saknas",
        deviation.plats,
        where,
        Level.FEL,
        rapport=report.name,
        avsnitt=_section_of(report, deviation),
        rad=deviation.etikett,
        kolumn=deviation.kolumn,
        uträkning=f"{shown} / {_shown(base)} = {format_decimal_sv(share, 1)} % av {of} (gräns {percent} %)",
        fakta=(_term(deviation), _term(base)),
    )


def _deviation(subject: Subject) -> Fact | None:
    """The body's own deviation from its budget for the year: of the result's table, else of the overview."""
    return _first(subject, subject.facts, "", "avvikelse")


def _base(subject: Subject) -> Fact | None:
    """What the deficit is a share of: the frame, or the turnover of a body that has none (also as a later report tells it)."""
    report = subject.report
    if report.enhet.ram == "ram":
        return _first(subject, subject.facts, "", "budget")
    kind = "prognos" if report.period.månad else "bokslut"
    near = (report.enhet_id, report.enhet.överordnad)
    others = (facts for name, facts in subject.library.facts.items() if name.partition("/")[2] in near)
    found = (
        _first(subject, facts, row, kind) for facts in (subject.facts, *others) for row in ("varav_intäkter", "varav_kostnader")
    )
    return next((fact for fact in found if fact), None)


def _first(subject: Subject, facts: list[Fact], row: str, kind: str) -> Fact | None:
    report = subject.report
    found = [
        fact
        for fact in facts
        if (fact.identity.om, fact.identity.mått, fact.identity.rad) == (report.enhet_id, "nettokostnad", row)
        and (fact.identity.slag, fact.identity.avser) == (kind, str(report.period.år))
        and is_amount_unit(fact.enhet)
    ]
    return min(found, key=lambda fact: not fact.tabell.startswith("driftsammandrag"), default=None)


def _filled(report: Report, name: str) -> bool:
    return any(section.filled for section in report.walk() if section.id == name)


def _section_of(report: Report, fact: Fact) -> str:
    return next((s.id for s in report.walk() for table in s.tabeller if table.id == fact.tabell), "")


def _shown(fact: Fact) -> str:
    return with_unit(format_tal(fact.värde), fact.enhet)


def _term(fact: Fact) -> Term:
    return Term(f"{fact.etikett}, {fact.kolumn}", _shown(fact), fact.plats)


# Policy documents, assignments


def policy_documents(subject: Subject) -> Iterator[Remark]:
    """L05: a nämnd has gone through its policy documents by the end of each term of office."""
    report, rule = subject.report, subject.report.kommun.regler.aktualitetsprövning
    period = report.period
    if rule is None or report.enhet.sort != "nämnd" or period.budget or period.månad:
        return
    into = (period.år - rule.första_året) % rule.antal_år
    if into != rule.antal_år - 1:
        return
    subject.held("L05")
    first = period.år - into
    term_reports = [r for r in subject.library.reports() if r.enhet_id == report.enhet_id and first <= r.period.år <= period.år]
    if not any(_filled(one, name) for one in [*term_reports, report] for name in rule.avsnitt):
        years = {one.period.år for one in term_reports if not (one.period.budget or one.period.månad)} | {period.år}
        missing = [str(year) for year in range(first, period.år) if year not in years]
        unread = f"; för {', '.join(missing)} finns ingen rapport i arbetsytan" if missing else ""
        yield Remark(
            "L05",
            f"ingen aktualitetsprövning av politiska styrdokument är redovisad under mandatperioden {first}–{period.år}{unread}",
            report.plats,
            f"Redovisa prövningen under {' eller '.join(rule.avsnitt)}.",
            Level.UPPLYSNING if missing else Level.VARNING,
            rapport=report.name,
        )


def overdue(subject: Subject) -> Iterator[Remark]:
    """L06: an assignment that was to be reported back by this year is done."""
    report = subject.report
    for section, table in subject.tables():
        if table.typ != "uppdrag" or report.period.budget or report.period.månad:
            continue
        for row in table.rader:
            status = row.celler.get("status")
            said = [row.etikett, *(box.cell.shown for word, box in row.celler.items() if word != "status")]
            match = next((found for text in said if (found := _REPORTED.search(text))), None)
            if status is None or not status.cell.shown or match is None:
                continue
            subject.held("L06")
            if int(match["år"]) <= report.period.år and status.cell.shown != "genomfört":
                text = f"uppdraget skulle återrapporteras {match['år']} men är inte genomfört: {row.etikett}"
                yield Remark(
                    "L06",
                    text,
                    status.plats,
                    "Rätta statusen, eller skriv i kommentaren när uppdraget blir klart.",
                    Level.VARNING,
                    rapport=report.name,
                    avsnitt=section.id,
                    rad=row.etikett,
                    kolumn="status",
                    fakta=(Term(f"{row.etikett}, status", status.cell.shown, status.plats),),
                )


_KOMMUN = """
namn: Exempelköpings kommun
regler:
{regel}enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
"""
_PLANS = "  åtgärdsplan:\n    andel: 1 %\n    belopp: 1 mnkr\n    avsnitt:\n      - åtgärder\n"
_SIZES = "  stora_projekt:\n    belopp: 50 mnkr\n    avsnitt:\n      - stora_projekt\n"
_TERMS = "  aktualitetsprövning:\n    första_året: 2022\n    antal_år: 2\n    avsnitt:\n      - aktualitetsprövning\n"
_YEAR_BEFORE = "inputs/2022/parknamnden/rapport"
_NUMBERS = "  paragrafer: löpande\n"
_DEFICIT = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet | bokslut | budget | avvikelse | roll
    Parker     |    62,4 |   60,0 |      -2,4 |
    Summa      |    62,4 |   60,0 |      -2,4 | summa
"""
_PLAN = """
åtgärder:
  belopp: mnkr
  rader: |
    åtgärd              | sänkt kostnad | kommentar
    Färre sommarblommor |           2,4 | Från och med maj
"""
_PROJECTS = """
pågående:
  belopp: mnkr
  rader: |
    projekt      | beslutad budget | ack. utfall
    Ny stadspark |            72,0 |        31,5
"""
_LARGE = """
stora_projekt:
  belopp: mnkr
  rader: |
    projekt      | beslutad budget | ack. utfall
    Ny stadspark |            {size} |        31,5
"""
_ORDER = """
händelser: |
  Nämnden antog en parkplan (PN 2023-03-14 § 41) och en trädplan (PN 2023-05-16 § {number}).
"""
_ASSIGNMENT = """
strategiska_uppdrag:
  grupper:
    - rubrik: Nämndspecifika
      rader: |
        nr | uppdrag               | status | kommentar
        1  | Plan för lekplatserna | {status} | Ska återrapporteras till kommunstyrelsen under 2023
"""


def _example(rule: str, **files: str) -> Example:
    kommun = {"kommun.yaml": _KOMMUN.format(regel=rule)} if rule else {}
    return Example(kommun | {f"{name}.yaml": text for name, text in files.items()})


_FAMILY = "Kommunens regler"

RULES = (
    Rule(
        "L01",
        Level.FEL,
        "Ett större underskott saknar åtgärdsplan",
        "Kommunen anger i kommun.yaml (regler: åtgärdsplan) hur stort ett underskott mot budget får vara utan att nämnden redovisar "
        "vad den gör åt det: en andel av ramen, eller av omsättningen för en enhet med nollram, och ett belopp. Är underskottet "
        "större än båda ska något av avsnitten för åtgärder vara ifyllt.",
        _example(_PLANS, ekonomi=_DEFICIT),
        _example(_PLANS, ekonomi=_DEFICIT + _PLAN),
        action_plan,
        _FAMILY,
        among=True,
    ),
    Rule(
        "L02",
        Level.VARNING,
        "En stor investering redovisas inte för sig",
        "Projekt med en beslutad budget från kommunens gräns (regler: stora_projekt) redovisas även i tabellen över stora projekt, "
        "med prognos och slutår. Rader som är en annan enhets hela investeringar är inga projekt.",
        _example(_SIZES, investeringar=_PROJECTS),
        _example(_SIZES, investeringar=_PROJECTS + _LARGE.format(size="72,0")),
        large_projects,
        _FAMILY,
        among=True,
    ),
    Rule(
        "L03",
        Level.VARNING,
        "Ett stort projekt är mindre än kommunens gräns",
        "I tabellen över stora projekt står bara projekt från kommunens gräns (regler: stora_projekt). Ett mindre belopp kan vara "
        "ett skrivfel.",
        _example(_SIZES, investeringar=_LARGE.format(size=" 7,2")),
        _example(_SIZES, investeringar=_LARGE.format(size="72,0")),
        small_projects,
        _FAMILY,
        among=True,
    ),
    Rule(
        "L04",
        Level.VARNING,
        "Ett besluts paragraf och datum går inte ihop",
        "Numreras besluten löpande under året (regler: paragrafer) har ett senare sammanträde högre paragrafer. Alla beslut som "
        "arbetsytans rapporter hänvisar till jämförs, också mellan rapporter.",
        _example(_NUMBERS, bedomning=_ORDER.format(number=29)),
        _example(_NUMBERS, bedomning=_ORDER.format(number=77)),
        decision_order,
        _FAMILY,
        among=True,
    ),
    Rule(
        "L05",
        Level.VARNING,
        "Aktualitetsprövning av styrdokument saknas under mandatperioden",
        "Politiska styrdokument prövas minst en gång varje mandatperiod (regler: aktualitetsprövning). I rapporten för periodens sista "
        "år ses efter om nämnden har redovisat en prövning i någon av periodens rapporter. Saknas någon av dem i arbetsytan är det en "
        "upplysning.",
        _example(_TERMS, bedomning="händelser: |\n  Parkerna har rustats.\n", **{_YEAR_BEFORE: "mall: vb-2023\n"}),
        _example(_TERMS, verksamhet="aktualitetsprövning: |\n  Nämnden har prövat sina styrdokument (PN 2023-05-16 § 77).\n"),
        policy_documents,
        _FAMILY,
        among=True,
    ),
    Rule(
        "L06",
        Level.VARNING,
        "Ett uppdrag är inte genomfört i tid",
        "Säger uppdraget självt vilket år det ska återrapporteras ska det vara genomfört när det året redovisas.",
        _example("", malredovisning=_ASSIGNMENT.format(status="pågår")),
        _example("", malredovisning=_ASSIGNMENT.format(status="genomfört")),
        overdue,
        _FAMILY,
    ),
    *assignment_numbers.RULES,
)  # fmt: skip
