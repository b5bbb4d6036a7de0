"""Family 6, areas and other parts below a row: means between them, counts that hold them, scales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rounding, rule, term
from vb_gen.checks.rules.split import FIGURES, children, figure, kind, outside, row_notes, row_remark
from vb_gen.checks.rules.targets import assess, indicator_tables, names
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.names import slug
from vb_gen.core.numbers import Tal, fold_spaces, format_decimal_sv, format_tal, read_tal, round_half_up
from vb_gen.core.pattern import regex
from vb_gen.model.content import Mål
from vb_gen.model.report import Section
from vb_gen.model.table import Rad, Tabell
from vb_gen.text.sentences import sentences

_SCALE = regex(r"\((?:skala )?([01]) ?[-–] ?(\d{1,3})\)|skala ([01]) ?[-–] ?(\d{1,3})", re.I)
_GRADED = regex(r"skala|nöjd|mognad|index|betyg|medel|bedömning|upplev", re.I)
_SEVERAL = regex(r"\bflera\b|\bmer än en\b|överlapp|dubbel|unika", re.I)
# Measures that are always an index from 0 to 100: of employees' commitment, of customers' and of companies' satisfaction.
_INDEXES = regex(r"\b(?:HME|NKI|NMI|NRI)\b|hållbart medarbetarengagemang|nöjd[- ](?:kund|medarbetar|region)[- ]?index", re.I)
_INDEX = 100
_ABOUT_INDEX = regex(r"\b(?:antal|andel|svar\w*|deltag\w*|förändring|ökning|skillnad|differens|procent|plats|rank\w*)\b|%", re.I)
_TOGETHER = regex(r"samtliga|ihop|samman|medel|snitt|genomsnitt", re.I)


@rule("D05", Level.FEL, "Kvinnor, män och delar")
def scales(subject: Subject) -> Iterator[Remark]:
    """D05: a mean on a scale lies on it."""
    for section, table in subject.tables():
        for row in table.rader:
            scale = _scale(table, row)
            for column in table.kolumner if scale else ():
                tal = figure(row, column)
                if scale is None or tal is None or column.innehåll not in (*FIGURES, "målvärde") or column.slag == "avvikelse":
                    continue
                subject.held("D05")
                if not scale[0] <= tal.värde <= scale[1]:
                    text = f"värdet {format_tal(tal)} ligger utanför skalan {scale[0]}–{scale[1]}"
                    yield row_remark(subject, section, table, [row], column, "D05", Level.FEL, text)


def _scale(table: Tabell, row: Rad) -> tuple[int, int] | None:
    """The scale that a row's name, or that of a row above it, says: `Kundnöjdhet (0-5)`."""
    label = " ".join(r.etikett for r in (row, *table.ancestors(row)))
    match = _SCALE.search(label)
    if match is None and _INDEXES.search(label) and not _ABOUT_INDEX.search(label):
        return 0, _INDEX
    if match is None:
        return None
    low, high = (int(part) for part in match.groups() if part)
    return (low, high) if high == _INDEX or _GRADED.search(label) else None


def _areas(table: Tabell) -> Iterator[tuple[Rad, list[Rad]]]:
    """Rows with two or more areas, places or kinds below them, that are no mere parts (varav)."""
    for index, rows in children(table).items():
        areas = [r for r in rows if not r.kön and r.roll == "post" and not r.etikett.casefold().lstrip("-– ").startswith("varav")]
        if len(areas) > 1:
            yield table.rader[index], areas


@rule("D06", Level.VARNING, "Kvinnor, män och delar")
def areas(subject: Subject) -> Iterator[Remark]:
    """D06: a mean lies between those of its areas, and a count is at least what they add up to."""
    for section, table in subject.tables():
        for row, parts in _areas(table) if not table.mått else ():
            for column in table.kolumner:
                total, known = figure(row, column), [tal for part in parts if (tal := figure(part, column))]
                if total is None or len(known) != len(parts) or column.innehåll not in FIGURES or row.roll != "post":
                    continue
                units = {table.unit(r, column, r.celler[column.ord].cell) for r in (row, *parts)}
                if len(units) > 1:
                    continue
                subject.held("D06")
                added = sum((tal.värde for tal in known), Decimal(0))
                sort = kind(table, row, column)
                fits = explained(total.värde - added, [total, *known]) or (sort != "medel" and total.värde > added)
                if fits or (sort != "antal" and outside(total, known) is None) or _overlap(table, row):
                    continue
                shown = ", ".join(
                    f"{part.etikett.lstrip('-– ')} {format_tal(tal)}" for part, tal in zip(parts, known, strict=True)
                )
                text = "värdet för helheten stämmer inte med delarna"
                remark = row_remark(subject, section, table, [row, *parts], column, "D06", Level.VARNING, text)
                if sort != "medel":
                    advice = f"{remark.instead} Räknas någon i flera delar: säg det i en not på raden."
                    remark = replace(remark, instead=advice)
                worked = f"{shown}; tillsammans {format_decimal_sv(added, max(tal.decimaler for tal in known))}, angivet {format_tal(total)}"
                edge = outside(total, known)
                near = edge is not None and sort != "antal" and edge[1]
                remark = replace(remark, uträkning=worked)
                yield rounding(remark) if near else remark


def _overlap(table: Tabell, row: Rad) -> bool:
    """Does a note, or what the row measures, say that something is counted in several of its parts?"""
    return bool(_SEVERAL.search(" ".join([*row_notes(table, row), row.definition])))


@rule("D07", Level.UPPLYSNING, "Kvinnor, män och delar")
def means(subject: Subject) -> Iterator[Remark]:
    """D07: where the text tells the mean of the areas of a heading row, it is their mean."""
    tables = list(indicator_tables(subject.report))
    if not any(_scale(table, row) for table in tables for row in table.rader):
        return
    heads: dict[str, list[tuple[Tabell, Rad, list[Rad]]]] = {}
    for table in tables:
        for row, parts in _areas(table):
            if _scale(table, row) and not row.has_content:
                heads.setdefault(slug(row.mål), []).append((table, row, parts))
    for judged in assess(subject.report):
        for head in (head for name in names(judged.mål) for head in heads.get(name, [])):
            yield from _means(subject, judged.avsnitt, judged.mål, *head)


def _means(subject: Subject, section: Section, said: Mål, table: Tabell, row: Rad, parts: list[Rad]) -> Iterator[Remark]:
    scale = _scale(table, row)
    year = subject.report.period.år
    columns = {c.avser: c for c in table.kolumner if c.slag == "bokslut"}
    for text in (said.bedömning, said.resultat, said.övrigt, said.avvikelser):
        for sentence in sentences(text):
            found = _SCALE.search(sentence.text)
            if not found or not _TOGETHER.search(sentence.text) or scale != tuple(int(p) for p in found.groups() if p):
                continue
            told = re.search(r"från (\d{1,9}(?:,\d{1,9})?) till (\d{1,9}(?:,\d{1,9})?)(?!,?\d)", sentence.text)
            pairs = [(year - 1, told.group(1)), (year, told.group(2))] if told else []
            for avser, printed in pairs:
                column = columns.get(str(avser))
                known = [tal for part in parts if column and (tal := figure(part, column))]
                if column is None or len(known) != len(parts):
                    continue
                subject.held("D07")
                mean = sum((tal.värde for tal in known), Decimal(0)) / len(known)
                tal = read_tal(fold_spaces(printed))
                if abs(tal.värde - mean) < tal.half_width + max(t.half_width for t in known):
                    continue
                summed = " + ".join(format_tal(t) for t in known)
                yield Remark(
                    "D07",
                    f"textens värde {printed} är inte medelvärdet av områdena {avser}: {row.etikett}",
                    sentence.place,
                    "Rätta siffran, eller skriv hur värdet är räknat.",
                    Level.UPPLYSNING,
                    rapport=subject.report.name,
                    avsnitt=section.id,
                    rad=said.namn,
                    kolumn=column.ord,
                    förväntat=Tal(round_half_up(mean, tal.decimaler + 1), tal.decimaler + 1),
                    angivet=tal,
                    uträkning=f"({summed}) / {len(known)}",
                    fakta=tuple(term(table, part, column) for part in parts),
                )
