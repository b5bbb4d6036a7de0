"""Kontrollbilagan: what was checked in a report and what came of it, laid out so that an auditor can tick it off.

Every rule with how many relations it held, what is open, what is waived and why, what rounding explains, and each goal with
the rule's assessment beside the report's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup, escape

from vb_gen.checks.claims.coverage import whole
from vb_gen.checks.rule import Remark, Rule, Untested
from vb_gen.checks.rules.targets import Målprövning, assess
from vb_gen.checks.run import RULES, Result
from vb_gen.core.finding import Collector, Level, Place
from vb_gen.core.node import Scalar
from vb_gen.core.numbers import format_decimal_sv, format_tal
from vb_gen.core.typesetting import typeset
from vb_gen.model.content import has_words
from vb_gen.model.report import Report
from vb_gen.output.html.view import CellView, ColumnView, ControlView, RemarkView, RowView, StatusView, TableView
from vb_gen.text.narrative import Writer
from vb_gen.text.references import Index

ROUNDING = "S00"
_BOX = CellView(Markup('<span class="bock" role="img" aria-label="Ruta att bocka i"></span>'), "granskad")
_TICK = ColumnView("Granskad", "granskad", 11)
_HEADINGS = {
    "sammanfattning": "Sammanfattning",
    "anmarkningar": "Fel och varningar utan undantag",
    "undantagen": "Anmärkningar med undantag",
    "malen": "Målen: regelns och rapportens bedömning",
    "avrundning": "Avrundningsdifferenser",
    "oprovade": "Samband som inte gick att pröva",
    "upplysningarna": "Upplysningar",
    "kontrollerna": "Alla kontroller",
}


def control(result: Result, rules: Sequence[Rule] = RULES) -> ControlView:
    """What came of checking a report, as a page of its own or as the last appendix of the report."""
    report = result.report
    prefix = f"{report.enhet_id}-kontrollbilaga"
    waived = [r for r in result.remarks if r.undantag]
    rounded = [r for r in result.remarks if r.code == ROUNDING and not r.undantag]
    told = [r for r in result.remarks if r.level is Level.UPPLYSNING and r.code != ROUNDING and not r.undantag]
    counts = {"med undantag": len(waived), "avrundning": len(rounded), "upplysning": len(told)}
    goals, notes = _goals(report, waived, prefix), _notes(report, told, prefix)
    absent = {"malen"} if goals is None else set()
    absent |= {"upplysningarna"} if notes is None else set()
    absent |= {"oprovade"} if not result.skipped else set()
    return ControlView(
        id=prefix,
        rubrik="Kontrollbilaga",
        titel=report.titel,
        enhet=report.enhet.namn,
        kommun=report.kommun.namn,
        period=report.period.text,
        utkast=report.rapport.status == "utkast",
        rubriker={name: text for name, text in _HEADINGS.items() if name not in absent},
        sammanfattning=_summary(result, counts, rules),
        kontroller=_rules(result, rules, prefix),
        öppna=[_remark(report, remark, f"{prefix}-anmarkning-{n}") for n, remark in enumerate(result.open, 1)],
        undantag=[_remark(report, remark, f"{prefix}-undantag-{n}") for n, remark in enumerate(waived, 1)],
        mål=goals,
        avrundningar=_differences(report, rounded, prefix),
        upplysningar=notes,
        oprövade=_untested(report, result.skipped, prefix),
    )


def _summary(result: Result, counts: dict[str, int], rules: Sequence[Rule]) -> list[tuple[str, str]]:
    prose = whole(result.prosa.values())
    used = sum(1 for rule in rules if result.checked.get(rule.code))
    faults = sum(r.level is Level.FEL for r in result.open)
    return [
        ("Samband som har kontrollerats", _number(sum(result.checked.values()))),
        *([("Samband som inte gick att pröva", _number(len(result.skipped)))] if result.skipped else []),
        *([("Siffror i löpande text", prose.text)] if not prose.empty else []),
        ("Regler som hade något att kontrollera", f"{used} av {len(rules)}"),
        ("Fel utan undantag", _number(faults)),
        ("Varningar utan undantag", _number(len(result.open) - faults)),
        ("Anmärkningar med undantag", _number(counts["med undantag"])),
        ("Avrundningsdifferenser", _number(counts["avrundning"])),
        ("Upplysningar", _number(counts["upplysning"])),
    ]


def _number(count: int) -> str:
    return format_decimal_sv(Decimal(count), 0)


def _where(report: Report, place: Place) -> str:
    """A place in as few words as an auditor needs: `ekonomi.yaml, rad 12`; another report's file with its folder."""
    name = place.document.name.removeprefix(f"inputs/{report.name}/").removeprefix("inputs/")
    return f"{name}, {place.cell or f'rad {place.line}'}"


# Tables


def _table(name: str, title: str, columns: list[ColumnView], bodies: list[list[RowView]]) -> TableView:
    return TableView(
        id=name, upprepning=title, rubrik="", kolumner=columns, grupper=[], delar=bodies, noter=[],
        teckenförklaring=[], klass="typ-kontroll",
    )  # fmt: skip


def _head(text: str) -> CellView:
    return CellView(escape(typeset(text)), "etikett", head=True)


def _words(text: str) -> CellView:
    return CellView(escape(typeset(text)), "text")


def _place(report: Report, place: Place) -> CellView:
    return CellView(escape(_where(report, place)), "text")


def _figure(text: str) -> CellView:
    return CellView(escape(text), "tal")


def _rules(result: Result, rules: Sequence[Rule], prefix: str) -> TableView:
    """Every rule, family by family: how much it held, and what it found."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.family, []).append(rule)
    bodies = []
    for family, members in families.items():
        heading = RowView([CellView(escape(family), "etikett", head=True, colspan=7)], "roll-grupp")
        bodies.append([heading, *(_rule(result, rule) for rule in sorted(members, key=_code))])
    columns = [
        ColumnView("Kod", "etikett", 8),
        ColumnView("Kontroll", "text", 38),
        ColumnView("Samband", "tal", 11),
        ColumnView("Utan undantag", "tal", 11),
        ColumnView("Med undantag", "tal", 11),
        ColumnView("Upp\u00adlysning", "tal", 10),
        ColumnView("Granskad", "granskad", 11),
    ]
    return _table(f"{prefix}-kontroller", "Kontrollerna och vad de gav", columns, bodies)


def _code(rule: Rule) -> str:
    return rule.code


def _rule(result: Result, rule: Rule) -> RowView:
    found = [remark for remark in result.remarks if remark.code == rule.code]
    waived = sum(bool(remark.undantag) for remark in found)
    told = sum(not remark.undantag and remark.level is Level.UPPLYSNING for remark in found)
    counts = [_figure(_number(n) if n else "–") for n in (len(found) - waived - told, waived, told)]
    held = _figure(_number(result.checked.get(rule.code, 0)))
    return RowView([_head(rule.code), _words(rule.text.title), held, *counts, _BOX])


def _differences(report: Report, remarks: list[Remark], prefix: str) -> TableView | None:
    """What rounding explains: given, worked out, and how far apart."""
    if not remarks:
        return None
    rows = []
    for remark in remarks:
        given, expected, difference = _comparison(remark)
        what = f"{_title(remark.text)} ({_where(report, remark.place)})"
        rows.append(RowView([_head(what), _words(remark.uträkning), *map(_figure, (given, expected, difference)), _BOX]))
    columns = [
        ColumnView("Vad", "etikett", 27),
        ColumnView("Uträkning", "text", 32),
        ColumnView("Angivet", "tal", 10),
        ColumnView("Uträknat", "tal", 10),
        ColumnView("Skillnad", "tal", 10),
        _TICK,
    ]
    return _table(f"{prefix}-avrundningar", "Skillnader som avrundning förklarar", columns, [rows])


def _notes(report: Report, remarks: list[Remark], prefix: str) -> TableView | None:
    if not remarks:
        return None
    rows = [RowView([_head(remark.code), _words(_title(remark.text)), _place(report, remark.place), _BOX]) for remark in remarks]
    columns = [ColumnView("Kod", "etikett", 8), ColumnView("Vad", "text", 55), ColumnView("Var", "text", 26), _TICK]
    return _table(f"{prefix}-upplysningar", "Upplysningar", columns, [rows])


def _untested(report: Report, skipped: Sequence[Untested], prefix: str) -> TableView | None:
    """The relations that could not be tested, each with why."""
    if not skipped:
        return None
    rows = [
        RowView([_head(one.code), _words(_title(one.vad)), _words(_title(one.varför)), _place(report, one.plats), _BOX])
        for one in skipped
    ]
    columns = [
        ColumnView("Kod", "etikett", 8),
        ColumnView("Vad", "text", 28),
        ColumnView("Varför", "text", 30),
        ColumnView("Var", "text", 23),
        _TICK,
    ]
    return _table(f"{prefix}-oprovade", "Samband som inte gick att pröva", columns, [rows])


def _comparison(remark: Remark) -> tuple[str, str, str]:
    """Given, expected and the difference, as they are printed; empty where the finding is not about a figure."""
    given, expected, difference = remark.angivet, remark.förväntat, remark.differens
    if given is None or expected is None or difference is None:
        return "", "", ""
    places = max(given.decimaler, expected.decimaler)
    return format_tal(given), format_tal(expected), format_decimal_sv(difference, places, plus=True)


# Findings


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _remark(report: Report, remark: Remark, name: str) -> RemarkView:
    given, expected, difference = _comparison(remark)
    return RemarkView(
        id=name,
        rubrik=typeset(f"{remark.code} {remark.level}: {remark.text}"),
        plats=_where(report, remark.place),
        uträkning=typeset(remark.uträkning),
        jämförelse=f"Angivet {given}, uträknat {expected}, skillnad {difference}" if given else "",
        fakta=[(typeset(term.etikett), typeset(term.värde), _where(report, term.plats)) for term in remark.fakta],
        råd=typeset(remark.instead) if not remark.undantag else "",
        skäl=typeset(remark.undantag),
    )


# Goals


def _goals(report: Report, waived: list[Remark], prefix: str) -> TableView | None:
    """Each goal: what its indicators say, what the report says, and why they differ where they do."""
    judged = assess(report)
    reasons = {remark.rad: remark.undantag for remark in waived if remark.kolumn == "status"}
    if not judged:
        return None
    writer = Writer(Index(report), Collector(), report.bilder)
    rows = [
        _goal(report, one, reasons.get(one.mål.namn, ""), writer, f"{prefix}-mal-{number}")
        for number, one in enumerate(judged, 1)
    ]
    columns = [
        ColumnView("Mål", "etikett", 24),
        ColumnView("Regelns bedömning", "text", 14),
        ColumnView("Rapportens bedömning", "text", 14),
        ColumnView("Underlag", "text", 37),
        _TICK,
    ]
    return _table(f"{prefix}-mal", "Målen: regelns och rapportens bedömning", columns, [rows])


def _goal(report: Report, judged: Målprövning, waiver: str, writer: Writer, name: str) -> RowView:
    reasons = Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(typeset(r)) for r in judged.skäl))
    differs = judged.mål.status is not None and judged.mål.status != judged.status
    parts: list[Markup] = [reasons] if judged.skäl else []
    if differs:
        parts.append(Markup("<p><strong>Bedömningarna skiljer sig.</strong></p>"))
    if has_words(judged.mål.motivering):
        assert judged.mål.motivering is not None
        parts.append(Markup("<p>Rapportens motivering:</p>") + _prose(writer, judged.mål.motivering, name))
    elif differs and not waiver:
        parts.append(Markup("<p>Rapporten ger ingen motivering.</p>"))
    if waiver:
        parts.append(Markup("<p>Undantag: {}</p>").format(typeset(waiver)))
    basis = CellView(Markup("").join(parts), "text")
    return RowView([_head(judged.mål.namn), _status(report, judged.status), _status(report, judged.mål.status), basis, _BOX])


def _status(report: Report, status: str | None) -> CellView:
    words = report.statusord.get(status or "")
    if words is None:
        return _words("–")
    return CellView(Markup(""), "text", status=StatusView(words["rad"], words["form"]))


def _prose(writer: Writer, text: Scalar, prefix: str) -> Markup:
    return Markup(writer.write(text, level=6, prefix=prefix).html)  # noqa: S704 - the writer escapes
