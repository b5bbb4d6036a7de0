"""Family 8: the municipality's own rules. Their limits are data in kommun.yaml (`regler:`); a rule without data is silent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.investments import limit
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_decimal_sv, format_tal, is_amount_unit, round_half_up, shortest, with_unit
from vb_gen.core.pattern import regex
from vb_gen.figures.facts import Fact
from vb_gen.model.report import Report

_REPORTED = regex(
    r"åter(?:rapport|redovis)[^.;]{0,40}?\b(?:under|senast(?: under)?|före utgången av|i) (?:\w+ )?(?P<år>(?:19|20)\d\d)", re.I
)
_TIME = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|våren|sommaren|hösten|vintern"
    r"|vår(?:terminen)?|höst(?:terminen)?|kvartal\w*|halvår\w*|årsskiftet|nästa år|kommande år|(?:19|20)\d\d|\d\d?/\d\d?)"
)
# What is yet to come, in ordinary words: ”klart i mars 2021”, ”redovisas under våren”, ”ska slutföras 2022”.
_COMING = regex(
    r"\b(?:klar[at]?|färdig\w*|blir|ska|skall|kommer|planera[sdt]\w*|beräkna[sdt]\w*|vänta[sdt]\w*|förvänta[sdt]\w*|senarelag\w*|flytta\w*|skjut\w*"
    r"|förskjut\w*|försen\w*|fortsätt\w*|pågår|återkommer|återstår"
    r"|\w*(?:redovisa|rapportera|slutföra|avsluta|genomföra|presentera|behandla|leverera|besluta|lämna|påbörja|starta)[rs]?"
    r"|\w*(?:slutför|genomför|inlede?)[rs]?|ta[rs]? upp)\b",
    re.I,
)
_WHEN = regex(rf"\b{_TIME}(?!\w)", re.I)


# A deficit and its plan


@rule("L01", Level.FEL, "Kommunens regler", among=True)
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


@rule("L05", Level.VARNING, "Kommunens regler", among=True)
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


def _tells_when(text: str) -> bool:
    """Does a sentence say when something is to be done, other than that it was to be reported back?"""
    sentences = re.split(r"(?<=[.!?])\s+", text[:2000])
    return any(_COMING.search(said) and _WHEN.search(said) and not _REPORTED.search(said) for said in sentences)


@rule("L06", Level.VARNING, "Kommunens regler")
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
            if any(_tells_when(box.cell.shown) for word, box in row.celler.items() if word != "status"):
                continue
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
