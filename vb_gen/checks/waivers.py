"""Findings held against the waivers in a report's files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from vb_gen.checks.rule import Broken, Remark
from vb_gen.core.finding import Level, short
from vb_gen.core.names import listed
from vb_gen.core.numbers import format_decimal_sv
from vb_gen.core.spelling import nearest
from vb_gen.model.report import Report
from vb_gen.model.waiver import Undantag


def waived(report: Report, found: Iterable[Remark], codes: Sequence[str]) -> list[Remark]:
    """Findings with the reason why they stand, where a waiver covers them; and one for each waiver that covers nothing."""
    waivers = list(_waivers(report))
    remarks: list[Remark] = []
    used: set[int] = set()
    for remark in found:
        # One that quotes the very figure is meant before one that quotes another part of its sentence.
        meant = sorted((pair for pair in waivers if _is_meant(pair, remark)), key=lambda pair: not _quotes(pair[1], remark))
        fitting = [waiver for _, waiver in meant if _is_as_large(waiver, remark)]
        covering = fitting[0] if fitting else None
        # One fault breaks several relations: a waiver of any of them is of it.
        several = fitting if remark.bryter else fitting[:1]
        used.update([id(waiver) for waiver in several] if covering else [id(waiver) for _, waiver in meant])
        if covering is not None:
            remark = replace(remark, undantag=covering.skäl)
        elif meant:
            remark = replace(remark, text=f"{remark.text}; undantaget gäller en annan skillnad, {_said(meant[0][1])}")
        remarks.append(remark)
    unused = [(section, waiver) for section, waiver in waivers if id(waiver) not in used]
    return remarks + [_unused(report, section, waiver, remarks, codes) for section, waiver in unused]


def _waivers(report: Report) -> Iterator[tuple[str, Undantag]]:
    """The report's waivers, with the section they stand in (none in rapport.yaml)."""
    for waiver in report.rapport.undantag:
        yield "", waiver
    for section in report.walk():
        if section.innehåll is not None:
            for waiver in section.innehåll.undantag:
                yield section.id, waiver


def _is_meant(pair: tuple[str, Undantag], remark: Remark) -> bool:
    """Is it the code and the place that a waiver names?"""
    section, waiver = pair
    return (
        section in ("", remark.avsnitt)
        and (waiver.text is None or any(waiver.text in told for told in _words(remark)))
        and (_names_place(waiver, remark) or any(_names_place(waiver, broken) for broken in remark.bryter))
    )


def _names_place(waiver: Undantag, told: Remark | Broken) -> bool:
    return (
        waiver.kod.text == told.code
        and (waiver.rad is None or waiver.rad.casefold() == told.rad.casefold())
        and (waiver.kolumn is None or waiver.kolumn.casefold() == told.kolumn.casefold())
    )


def _words(remark: Remark) -> Iterator[str]:
    """What a waiver may quote: the sentence that a finding stands in, and what its figures are called; never our own words."""
    line, at = remark.place.text, remark.place.column - 1
    start, end = line.rfind(". ", 0, at), line.find(". ", at)
    yield line[start + 1 : end if end >= 0 else len(line)]
    yield from _terms(remark)


def _terms(remark: Remark) -> Iterator[str]:
    return (f"{term.etikett}: {term.värde}" for term in remark.fakta)


def _quotes(waiver: Undantag, remark: Remark) -> bool:
    return waiver.text is not None and any(waiver.text in told for told in _terms(remark))


def _is_as_large(waiver: Undantag, remark: Remark) -> bool:
    """Is a finding off by what its waiver says, as exactly as it says it?"""
    said = waiver.skillnad
    everything: list[Remark | Broken] = [remark, *remark.bryter]
    told = [one.differens for one in everything if _names_place(waiver, one)]
    return said is None or any(off is not None and abs(off - said.värde) <= said.half_width for off in told)


def _said(waiver: Undantag) -> str:
    said = waiver.skillnad
    return format_decimal_sv(said.värde, said.decimaler, plus=True) if said else ""


_CHANGED = (
    "Har en siffra, ett målvärde (minst, högst) eller en status ändrats: kontrollera först att ändringen är rätt. "
    "Ta annars bort undantaget, eller rätta dess kod, rad eller kolumn."
)


def _unused(report: Report, section: str, waiver: Undantag, remarks: Sequence[Remark], codes: Sequence[str]) -> Remark:
    where = f"i {section}" if section else "i rapport.yaml"
    why = "behövs inte: regeln har inget att anmärka"
    instead = _CHANGED
    for what, written, known in _names(report, section, waiver, remarks, codes):
        if written is not None and written not in known:
            why, instead = f"gäller inget: {what} ”{short(written)}” finns inte", nearest(written, known)
            break
    else:
        # A changed figure, or a target turned the other way, may have silenced the rule: then the waiver is not at fault.
        now = sorted({r.code for r in remarks if waiver.rad and r.rad.casefold() == waiver.rad.casefold() and not r.undantag})
        why += f", men {listed(now)} har nu det på samma rad" if now else ""
    text = f"undantaget för {waiver.kod.text} {where} {why}"
    return Remark("U01", text, waiver.kod.place, instead, Level.FEL, rapport=report.name, avsnitt=section)


def _names(
    report: Report, section: str, waiver: Undantag, remarks: Sequence[Remark], codes: Sequence[str]
) -> Iterator[tuple[str, str | None, list[str]]]:
    """What a waiver names: what it is, as it is written, and what there is to name where the waiver stands."""
    yield "koden", waiver.kod.text, list(codes)
    tables = [table for one in report.walk() if section in ("", one.id) for table in one.tabeller]
    rows = [row.etikett for table in tables for row in table.rader]
    columns = [column.ord for table in tables for column in table.kolumner]
    # What the rules call a row or a column besides: goals, and what figures in running text are about.
    here = [remark for remark in remarks if section in ("", remark.avsnitt)]
    rows += [goal.namn for goal in report.goals()] + [remark.rad for remark in here]
    columns += ["status"] + [remark.kolumn for remark in here]
    for what, written, known in (("raden", waiver.rad, rows), ("kolumnen", waiver.kolumn, columns)):
        # Their capitals do not matter.
        same = next((name for name in known if written and name.casefold() == written.casefold()), written)
        yield what, same, sorted({*filter(None, known)})
