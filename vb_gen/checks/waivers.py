"""Findings held against the waivers in a report's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from vb_gen.checks.rule import Broken, Remark
from vb_gen.core.finding import Level, Place, short
from vb_gen.core.names import listed
from vb_gen.core.numbers import format_decimal_sv
from vb_gen.core.spelling import nearest
from vb_gen.model.report import Report
from vb_gen.model.table import Rad, Tabell
from vb_gen.model.waiver import Undantag


def waived(report: Report, found: Iterable[Remark], codes: Sequence[str]) -> list[Remark]:
    """Findings with the reason why they stand, where a waiver covers them; and one for each waiver that covers nothing."""
    waivers = list(_waivers(report))
    paths, headings = _paths(report), _headings(report)
    remarks: list[Remark] = []
    used: set[int] = set()
    for told in found:
        remark = replace(told, stig=next((p for p in paths.get(told.place, ()) if p[0] == told.rad), ("", told.rad))[1])
        heading = headings.get(remark.place, "")
        # One that quotes the very figure is meant before one that quotes another part of its sentence.
        meant = sorted(
            (pair for pair in waivers if _is_meant(pair, remark, heading)), key=lambda pair: not _quotes(pair[1], remark)
        )
        fitting = [waiver for _, waiver in meant if _is_as_large(waiver, remark, heading)]
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


def path(table: Tabell, row: Rad) -> str:
    """A row as a waiver may name it: with those that it is indented under, ”Total sjukfrånvaro, Kvinnor”."""
    return ", ".join(r.etikett for r in [*reversed(list(table.ancestors(row))), row])


def _paths(report: Report) -> dict[Place, list[tuple[str, str]]]:
    """The rows that stand at each place, name and path: where a row and its cells begin."""
    found: dict[Place, list[tuple[str, str]]] = {}
    for table in report.tables():
        for row in table.rader:
            for place in {row.plats, *(box.plats for box in row.celler.values())}:
                found.setdefault(place, []).append((row.etikett, path(table, row)))
    return found


def _headings(report: Report) -> dict[Place, str]:
    """The heading of the column that a cell stands in; nothing where it is the word of another column."""
    return {
        row.celler[column.ord].plats: "" if table.column(column.rubrik.casefold()) else column.rubrik
        for table in report.tables()
        for row in table.rader
        for column in table.kolumner
        if column.ord in row.celler
    }


def _is_meant(pair: tuple[str, Undantag], remark: Remark, heading: str) -> bool:
    """Is it the code and the place that a waiver names? A row by its name or its path, a column by its word or its heading."""
    section, waiver = pair
    return (
        section in ("", remark.avsnitt)
        and (waiver.text is None or any(_plain(waiver.text) in _plain(told) for told in _words(remark)))
        and (_names_place(waiver, remark, remark.stig, heading) or any(_names_place(waiver, broken) for broken in remark.bryter))
    )


def _names_place(waiver: Undantag, told: Remark | Broken, path: str = "", heading: str = "") -> bool:
    return (
        waiver.kod.text == told.code
        and (waiver.rad is None or _folded(waiver.rad) in (_folded(told.rad), _folded(path)))
        and (waiver.kolumn is None or waiver.kolumn.casefold() in (told.kolumn.casefold(), heading.casefold()))
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
    return waiver.text is not None and any(_plain(waiver.text) in _plain(told) for told in _terms(remark))


def _is_as_large(waiver: Undantag, remark: Remark, heading: str) -> bool:
    """Is a finding off by what its waiver says, as exactly as it says it?"""
    said = waiver.skillnad
    told: list[Decimal | None] = [one.differens for one in remark.bryter if _names_place(waiver, one)]
    told += [remark.differens] if _names_place(waiver, remark, remark.stig, heading) else []
    return said is None or any(off is not None and abs(off - said.värde) <= said.half_width for off in told)


def _plain(text: str) -> str:
    """A text with every kind and number of spaces as one."""
    return " ".join(text.split())


def _folded(name: str) -> str:
    return _plain(name).casefold()


_LEADING = "-?:,[]{}#&*!|>'\"%@`"
_FEW, _WORDS = 12, 60  # how much of its sentence, from its spot on, a finding without a row is named by


def to_paste(remark: Remark) -> list[str]:
    """The waiver that lets a finding stand, as it is written under ”undantag:”; the reason is left to its author."""
    lines = [f"- kod: {remark.code}"]
    if remark.rad and "\n" not in remark.stig:
        lines.append(f"  rad: {_quoted(remark.stig or remark.rad)}")
    if remark.kolumn:
        lines.append(f"  kolumn: {_quoted(remark.kolumn)}")
    if not remark.rad:
        sentence = _plain(next(iter(_words(remark))))
        rest = _plain(remark.place.text[remark.place.column - 1 :]).partition(". ")[0]
        said = (rest if len(rest) >= _FEW and rest in sentence else sentence).strip(" .")
        words = said if len(said) <= _WORDS else said[:_WORDS].rpartition(" ")[0]
        lines += [f"  text: {_quoted(words)}"] if words else []
    if (off := remark.differens) is not None and remark.förväntat and remark.angivet:
        places = max(remark.förväntat.decimaler, remark.angivet.decimaler, 0)
        lines.append(f"  skillnad: {format_decimal_sv(off, places, plus=True)}")
    return [*lines, "  skäl: …"]


def _quoted(text: str) -> str:
    """A text as a value in YAML: in quotes where it would be read as something else."""
    if re.search(r": |:$| #|^\s|\s$", text) or not text or text[0] in _LEADING:
        return "'" + text.replace("'", "''") + "'"
    return text


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
        named = _folded(waiver.rad or "")
        now = sorted({r.code for r in remarks if named and named in (_folded(r.rad), _folded(r.stig)) and not r.undantag})
        why += f", men {listed(now)} har nu det på samma rad" if now else ""
    text = f"undantaget för {waiver.kod.text} {where} {why}"
    return Remark("U01", text, waiver.kod.place, instead, Level.FEL, rapport=report.name, avsnitt=section)


def _names(
    report: Report, section: str, waiver: Undantag, remarks: Sequence[Remark], codes: Sequence[str]
) -> Iterator[tuple[str, str | None, list[str]]]:
    """What a waiver names: what it is, as it is written, and what there is to name where the waiver stands."""
    yield "koden", waiver.kod.text, list(codes)
    tables = [table for one in report.walk() if section in ("", one.id) for table in one.tabeller]
    rows = [name for table in tables for row in table.rader for name in (row.etikett, path(table, row))]
    columns = [column.ord for table in tables for column in table.kolumner]
    headings = {_folded(column.rubrik) for table in tables for column in table.kolumner}
    # What the rules call a row or a column besides: goals, and what figures in running text are about.
    here = [remark for remark in remarks if section in ("", remark.avsnitt)]
    rows += [goal.namn for goal in report.goals()] + [remark.rad for remark in here]
    columns += ["status"] + [remark.kolumn for remark in here]
    column = None if waiver.kolumn and _folded(waiver.kolumn) in headings else waiver.kolumn
    for what, written, known in (("raden", waiver.rad, rows), ("kolumnen", column, columns)):
        # Their capitals do not matter.
        same = next((name for name in known if written and _folded(name) == _folded(written)), written)
        yield what, same, sorted({*filter(None, known)})
