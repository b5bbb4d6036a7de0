"""Family 7: goals. What a person says of a goal, held against its indicators and against what is said of it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.targets import (
    DELVIS,
    MISSAT,
    NO_DIRECTION,
    OMÄTT,
    OPRÖVAT,
    PRÖVADE,
    UTAN,
    Indikator,
    Målprövning,
    Prövning,
    assess,
    goals,
    indicator_tables,
    names,
    prove,
    target_column,
)
from vb_gen.core.finding import Level
from vb_gen.core.names import listed, slug
from vb_gen.core.spelling import nearest
from vb_gen.model.content import Mål, has_words
from vb_gen.model.report import Section
from vb_gen.model.table import Rad, Tabell

_UPPNÅTT, _KAN_EJ = "uppnått", "kan ej bedömas"


def remark_of(
    subject: Subject, section: Section, said: Mål, code: str, level: Level, text: str, instead: str, key: str = "status"
) -> Remark:
    """A remark about a goal, at one of its keys."""
    place = said.plats(key) or section.plats
    return Remark(
        code, f"{text}: {said.namn}", place, instead, level, rapport=subject.report.name, avsnitt=section.id, rad=said.namn
    )


def _judged(
    subject: Subject, judged: Målprövning, code: str, level: Level, text: str, told: Sequence[Indikator], instead: str
) -> Remark:
    """A remark that a person's status differs from the rule's: only told, where the person has said why."""
    remark = remark_of(subject, judged.avsnitt, judged.mål, code, level, text, instead)
    remark = replace(
        remark,
        kolumn="status",
        uträkning=f"regelns bedömning: {judged.status}. " + ". ".join(indicator.förklaring for indicator in told),
        fakta=tuple(term for indicator in told for test in indicator.prövningar for term in test.termer),
    )
    if has_words(judged.mål.motivering):
        return replace(remark, level=Level.UPPLYSNING, text=f"{remark.text} (motiverat)", instead="")
    if subject.report.period.månad and level is Level.FEL:  # the status is a forecast of the year's end
        return replace(remark, level=Level.VARNING)
    return remark


_WHY = "Rätta målets status, eller skriv under motivering: varför bedömningen är en annan än indikatorernas."


@rule("N01", Level.FEL, "Mål")
def missed(subject: Subject) -> Iterator[Remark]:
    """N01: a goal is said to be reached though every indicator that is measured misses its target."""
    for judged in assess(subject.report):
        if judged.mål.status == _UPPNÅTT and judged.med(*PRÖVADE):
            subject.held("N01")
            if judged.status == "ej uppnått":
                text = "målet sägs vara uppnått, men ingen av de mätta indikatorerna når sitt målvärde"
                yield _judged(subject, judged, "N01", Level.FEL, text, judged.med(MISSAT), _WHY)


@rule("N02", Level.VARNING, "Mål")
def partly_missed(subject: Subject) -> Iterator[Remark]:
    """N02: a goal is said to be reached though some indicator misses its target."""
    for judged in assess(subject.report):
        if judged.mål.status == _UPPNÅTT and judged.med(*PRÖVADE):
            subject.held("N02")
            if judged.status == "delvis uppnått":
                missed, partly = len(judged.med(MISSAT)), len(judged.med(DELVIS))
                short = "når inte sitt målvärde" if missed else "når sitt målvärde bara delvis"
                text = f"målet sägs vara uppnått, men {missed or partly} av {len(judged.med(*PRÖVADE))} mätta indikatorer {short}"
                text += f" och {partly} når det bara delvis" if missed and partly else ""
                yield _judged(subject, judged, "N02", Level.VARNING, text, judged.med(MISSAT, DELVIS), _WHY)


@rule("N03", Level.VARNING, "Mål")
def unmeasured(subject: Subject) -> Iterator[Remark]:
    """N03: a goal is said to be reached though no indicator can be held against a target."""
    for judged in assess(subject.report) if not subject.report.period.månad else ():
        if judged.mål.status == _UPPNÅTT and judged.indikatorer:
            subject.held("N03")
            if not judged.med(*PRÖVADE) and not _is_told(judged):
                text = "målet sägs vara uppnått, men ingen av dess indikatorer går att hålla mot ett målvärde"
                yield _judged(subject, judged, "N03", Level.VARNING, text, judged.indikatorer, _WHY)


def _is_told(judged: Målprövning) -> bool:
    """Is it only for want of a direction that nothing can be held against a target? N15 tells of that."""
    tests = [test for indicator in judged.indikatorer for test in indicator.prövningar if test.svar not in (UTAN, OMÄTT)]
    return bool(tests) and all(NO_DIRECTION in test.förklaring for test in tests)


@rule("N04", Level.UPPLYSNING, "Mål")
def partly_unmeasured(subject: Subject) -> Iterator[Remark]:
    """N04: a goal is reached by the indicators that are measured, and others are not."""
    for judged in assess(subject.report) if not subject.report.period.månad else ():
        if judged.mål.status == _UPPNÅTT and judged.med(*PRÖVADE):
            subject.held("N04")
            left = judged.med(OMÄTT)
            if left and judged.status == _UPPNÅTT:
                count = f"{len(left)} av {len(judged.indikatorer)} indikatorer är inte mätt" + ("a" if len(left) > 1 else "")
                text = f"målet är uppnått enligt de mätta indikatorerna, men {count}"
                yield _judged(subject, judged, "N04", Level.UPPLYSNING, text, left, "")


@rule("N05", Level.UPPLYSNING, "Mål")
def differs(subject: Subject) -> Iterator[Remark]:
    """N05: a goal that is not said to be reached is judged harder or milder than its indicators."""
    for judged in assess(subject.report) if not subject.report.period.månad else ():
        if judged.mål.status in (None, _UPPNÅTT) or not judged.med(*PRÖVADE):
            continue
        subject.held("N05")
        if judged.status != judged.mål.status:
            text = f"målet sägs vara {judged.mål.status}, men indikatorerna säger {judged.status}"
            if judged.mål.status == _KAN_EJ:
                text = f"målet sägs inte kunna bedömas, men indikatorerna säger {judged.status}"
            found = _judged(subject, judged, "N05", Level.UPPLYSNING, text, judged.med(*PRÖVADE), _WHY)
            yield replace(found, visas=not has_words(judged.mål.motivering))


@rule("N06", Level.VARNING, "Mål")
def without_indicator(subject: Subject) -> Iterator[Remark]:
    """N06: a goal has an indicator, or its table says that it has none."""
    rows = [row.mål for table in indicator_tables(subject.report) for row in table.rader if row.mål]
    told = _told(subject)
    unknown = [name for name in dict.fromkeys(rows) if slug(name) not in told]
    for judged in assess(subject.report) if rows else ():
        subject.held("N06")
        if not judged.indikatorer and not judged.angiven_frånvaro:
            advice = (
                "Lägg till en indikator, eller en rad som heter Ingen nämndindikator. Heter målet något annat i tabellen "
                f"skrivs det namnet under även:. {nearest(judged.mål.namn, unknown) if unknown else ''}"
            )
            text = "målet har ingen indikator"
            yield remark_of(subject, judged.avsnitt, judged.mål, "N06", Level.VARNING, text, advice.strip(), "namn")


def _told(subject: Subject) -> set[str]:
    return {name for _, said in goals(subject.report) for name in names(said)}


@rule("N07", Level.FEL, "Mål")
def column(subject: Subject) -> Iterator[Remark]:
    """N07: the column of goal statuses says the same as the goal's heading."""
    statuses = {name: (section, said) for section, said in goals(subject.report) for name in names(said)}
    for home, table in subject.tables() if statuses else ():
        for row in table.rader if table.typ == "indikatorer" else ():
            box = row.celler.get("måluppfyllelse")
            pair = statuses.get(slug(row.mål))
            given = box.cell.shown if box and box.läge == "given" else ""
            printed = box.cell.text if box else ""
            if box is None or pair is None or not given or not pair[1].status:
                continue
            subject.held("N07")
            _, said = pair
            status = said.status or ""
            for word, shape in subject.report.statusord.items():  # a cell with words of its own: `uppnått: Ja, i stort`
                if printed and printed.casefold().rstrip(".") in (shape["rad"].casefold(), shape["kolumn"].casefold()):
                    given = word
            if given == status:
                continue
            words = subject.report.statusord
            shown = [words[s]["rad"] if s in words else s for s in (given, status)]
            text = f"kolumnen säger {shown[0]} men målets rubrik säger {shown[1]}"
            advice = "Låt cellen vara tom så följer den målets status, eller rätta den som är fel."
            remark = remark_of(subject, home, said, "N07", Level.FEL, text, advice)
            place = said.plats("status")
            facts = [Term(f"{row.mål}, måluppfyllelse", shown[0], box.plats)]
            facts += [Term(f"{said.namn}, status", shown[1], place)] if place else []
            yield replace(remark, place=box.plats, fakta=tuple(facts), kolumn="måluppfyllelse")


@rule("N10", Level.VARNING, "Mål")
def untold(subject: Subject) -> Iterator[Remark]:
    """N10: a goal has a status, an assessment and, when the year has ended, results."""
    unfinished = bool(subject.report.period.månad)
    for section, said in goals(subject.report):
        subject.held("N10")
        parts = [
            ("status", said.status is not None),
            ("bedömning", has_words(said.bedömning)),
            (
                "resultat",
                unfinished or any(map(has_words, (said.resultat, said.övrigt))) or said.status in ("ej uppnått", _KAN_EJ),
            ),
        ]
        absent = [word for word, there in parts if not there]
        if absent:
            text = f"målet saknar {listed(absent)}"
            advice = "Skriv under målet: " + ", ".join(f"{word}:" for word in absent) + "."
            yield remark_of(subject, section, said, "N10", Level.VARNING, text, advice, "namn")


@rule("N11", Level.VARNING, "Mål")
def homeless(subject: Subject) -> Iterator[Remark]:
    """N11: the goal that an indicator belongs to is told of in the goal report."""
    told, known = _told(subject), [said.namn for _, said in goals(subject.report)]
    for section, table in subject.tables() if told else ():
        seen: set[str] = set()
        for row in table.rader if table.typ == "indikatorer" else ():
            if not row.mål or slug(row.mål) in seen:
                continue
            seen.add(slug(row.mål))
            subject.held("N11")
            if slug(row.mål) not in told:
                box = row.celler.get("mål")
                yield Remark(
                    "N11",
                    f"indikatorerna hör till ett mål som inte finns i målredovisningen: {row.mål}",
                    box.plats if box else row.plats,
                    f"Redovisa målet, eller skriv namnet under även: på det mål som avses. {nearest(row.mål, known)}",
                    Level.VARNING,
                    rapport=subject.report.name,
                    avsnitt=section.id,
                    rad=row.etikett,
                )


@rule("N15", Level.VARNING, "Mål")
def unjudged(subject: Subject) -> Iterator[Remark]:
    """N15: a target can be held against its outcome: it has a direction, and the same unit.

    Where no row of a table says its direction it is one thing that is missing, and told once, at the targets' heading.
    """
    reasons = (NO_DIRECTION, "utfallet är i", "olika många tal")
    for section, table in subject.tables():
        told: list[tuple[Rad, Prövning]] = []
        for row in table.rader if table.typ == "indikatorer" else ():
            test = prove(subject.report, table, row)
            if test.svar in (UTAN, OMÄTT):
                continue
            subject.held("N15")
            if test.svar == OPRÖVAT and any(reason in test.förklaring for reason in reasons):
                told.append((row, test))
        lacking = [test for _, test in told if NO_DIRECTION in test.förklaring]
        together = len(lacking) > 1 and not any(row.riktning for row in table.rader)
        if together:
            yield _without_direction(subject, section, table, lacking)
        for row, test in told:
            if not (together and test in lacking):
                yield Remark(
                    "N15",
                    f"målvärdet går inte att pröva: {test.etikett}",
                    test.plats,
                    "Skriv kolumnen riktning (minst, högst …) på raden, eller jämförelsen i målvärdet: ≥ 75 %, max 1 %.",
                    Level.VARNING,
                    rapport=subject.report.name,
                    avsnitt=section.id,
                    rad=row.etikett,
                    uträkning=test.förklaring,
                    fakta=test.termer,
                )


_NAMED = 4  # rows that a finding about a whole table names


def _without_direction(subject: Subject, section: Section, table: Tabell, lacking: Sequence[Prövning]) -> Remark:
    column = target_column(subject.report, table)
    names = [test.etikett for test in lacking[:_NAMED]]
    rest = len(lacking) - len(names)
    shown = f"{', '.join(names)} och {rest} till" if rest else listed(names)
    return Remark(
        "N15",
        f"{len(lacking)} målvärden säger inte åt vilket håll som är bra: {shown}",
        column.plats if column else table.plats,
        "Skriv ”riktning: minst” (eller högst …) vid tabellen om det gäller alla rader, annars kolumnen riktning, eller "
        "jämförelsen i målvärdet: ≥ 75 %, max 1 %.",
        Level.VARNING,
        rapport=subject.report.name,
        avsnitt=section.id,
        kolumn=column.ord if column else "",
        fakta=tuple(term for test in lacking for term in test.termer),
    )
