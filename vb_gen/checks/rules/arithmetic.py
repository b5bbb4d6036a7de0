"""Family 1 and 2: what a table says of itself must add up; what rounding explains is listed and left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rounding, rule, term, tolerance, work_out
from vb_gen.checks.rules.cells import cell_remark, given
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal
from vb_gen.figures.derive import added_tables, deviation, scale, scaled, terms, weight
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_PARTS = (("varav_kostnader", "varav_intäkter"), ("varav_utgifter", "varav_inkomster"))


@rule("S01", Level.FEL, "Räkning")
def sums(subject: Subject) -> Iterator[Remark]:
    """S01: a sum is its terms, by the rows' roles; a grand sum is the sums of its section's tables."""
    for section in subject.report.walk():
        for number, table in enumerate(section.tabeller):
            earlier = section.tabeller[:number] if number else _tables_before(subject, section)
            for index, row in enumerate(table.rader):
                if row.roll in ("summa", "totalsumma", "grupp"):
                    yield from _sum(subject, section, table, earlier, index)


def _tables_before(subject: Subject, section: Section) -> tuple[Tabell, ...]:
    """The tables of the sections right before this one in its chapter: a grand sum may add theirs."""
    before: list[Tabell] = []
    for chapter in subject.report.walk():
        if section in chapter.avsnitt:
            for sibling in chapter.avsnitt[: chapter.avsnitt.index(section)]:
                before += [t for t in sibling.tabeller if section.tabeller and t.typ == section.tabeller[0].typ]
    return tuple(before)


def _sum(subject: Subject, section: Section, table: Tabell, earlier: Sequence[Tabell], index: int) -> Iterator[Remark]:
    row, rows = table.rader[index], terms(table, earlier, index)
    for column in table.kolumner:
        printed = given(row, column)
        boxes = [(r, box) for r in rows if (box := r.celler.get(column.ord)) and box.läge not in ("tom", "visas inte")]
        if printed is None or not boxes or column.innehåll not in ("tal", "utfall"):
            continue
        if any(box.tal is None for _, box in boxes):  # a term that is missing or told in words: the sum cannot be known
            continue
        tables, unit = added_tables(table, earlier, row), table.unit(row, column, row.celler[column.ord].cell)
        powers = [scale(tables, r, column, unit) or 0 for r, _ in boxes]
        known = [(r, scaled(box.tal, power)) for (r, box), power in zip(boxes, powers, strict=True) if box.tal]
        figures = [(r, replace(tal, värde=tal.värde * weight(r, row, column))) for r, tal in known]
        subject.held("S01")
        exact = sum((tal.värde for _, tal in figures), Decimal(0))
        expected = Tal(exact, max(tal.decimaler for _, tal in figures))
        off = printed.värde - exact
        if off == 0:
            continue
        parts = [(r.etikett, tal) for r, tal in figures]
        text = f"summan stämmer inte: {row.etikett}, {column.rubrik}"
        advice = "Rätta summan eller termen, eller låt cellen vara tom så räknas summan ut."
        remark = cell_remark(
            subject,
            section,
            row,
            column,
            "S01",
            Level.FEL,
            text,
            advice,
            förväntat=expected,
            angivet=printed,
            uträkning=work_out(parts, expected),
            fakta=(term(table, row, column), *(term(table, r, column) for r, _ in figures if r in table.rader)),
        )
        slacks = [_slack((table, *earlier), r, column).scaleb(power) for (r, _), power in zip(figures, powers, strict=True)]
        slack = printed.half_width + sum(slacks, Decimal(0))
        yield rounding(remark) if abs(off) < slack else remark


def _slack(tables: Sequence[Tabell], row: Rad, column: Kolumn) -> Decimal:
    """How far a figure may be from what was rounded: a derived one as far as all that it was derived of."""
    box = row.celler.get(column.ord)
    if box is None or box.tal is None:
        return Decimal(0)
    table = next((t for t in tables if any(r is row for r in t.rader)), None) if box.läge == "härledd" else None
    if table is None or row.från:
        return box.tal.half_width
    if column.härleds:
        left, _, right = column.härleds
        words = [*[w for w in left.split("/") if w in row.celler][:1], right]
        return sum((_slack(tables, row, c) for w in words if (c := table.column(w))), Decimal(0))
    added = terms(table, [t for t in tables if t is not table], next(i for i, r in enumerate(table.rader) if r is row))
    return box.tal.half_width + sum((_slack(tables, r, column) for r in added), Decimal(0))


@rule("S02", Level.FEL, "Räkning")
def deviations(subject: Subject) -> Iterator[Remark]:
    """S02: a deviation, or a difference, follows from its row's figures by its row's convention."""
    for section, table in subject.tables():
        for row in table.rader:
            for column in table.kolumner:
                printed = given(row, column)
                if printed is None or not column.härleds:
                    continue
                expected = deviation(table, row, column)
                if expected is None:
                    continue
                subject.held("S02")
                off = printed.värde - expected.värde
                if off == 0:
                    continue
                yield _deviation(subject, section, table, row, column, printed, expected)


def _deviation(
    subject: Subject, section: Section, table: Tabell, row: Rad, column: Kolumn, printed: Tal, expected: Tal
) -> Remark:
    assert column.härleds is not None
    left_words, sign, right_word = column.härleds
    words = [*[w for w in left_words.split("/") if (box := row.celler.get(w)) and box.tal][:1], right_word]
    involved = [(w, box.tal) for w in words if (box := row.celler.get(w)) and box.tal]
    turned = sign == "mot" and row.regel == "plus är bra" and row.tecken == "kostnad"
    first, second = reversed(involved) if turned else involved
    parts = [first, (second[0], Tal(-second[1].värde, second[1].decimaler))]
    off = printed.värde - expected.värde
    reverse = printed.värde == -expected.värde
    advice = (
        "Tecknet är omvänt: vänd det, eller skriv avvikelseregel (plus är bra, plus är mer) på raden."
        if reverse
        else "Rätta avvikelsen eller någon av siffrorna, eller låt cellen vara tom så räknas den ut."
    )
    text = f"avvikelsen stämmer inte: {row.etikett}, {column.rubrik}" + (" (omvänt tecken)" if reverse else "")
    remark = cell_remark(
        subject,
        section,
        row,
        column,
        "S02",
        Level.FEL,
        text,
        advice,
        förväntat=expected,
        angivet=printed,
        uträkning=work_out(parts, expected),
        fakta=(term(table, row, column), *(term(table, row, c) for w, _ in involved if (c := table.column(w)))),
    )
    sources = sum((_slack((table,), row, c) for w, _ in involved if (c := table.column(w))), Decimal(0))
    return rounding(remark) if abs(off) < printed.half_width + sources else remark


@rule("S03", Level.FEL, "Räkning")
def net(subject: Subject) -> Iterator[Remark]:
    """S03: netto is intäkter − kostnader (a cost: kostnader − intäkter), in whatever signs the parts are printed."""
    for section, table in subject.tables():
        for index, row in enumerate(table.rader):
            if row.roll not in ("summa", "utanför"):
                continue
            children = {r.nyckel: r for r in table.rader if r.roll == "delar" and _belongs(table, r, index)}
            for cost_key, income_key in _PARTS:
                if cost_key in children and income_key in children:
                    yield from _net(subject, section, table, row, children[cost_key], children[income_key])


def _belongs(table: Tabell, part: Rad, index: int) -> bool:
    """A decomposition row belongs to the row it is indented under, or to the nearest sum above it."""
    if part.förälder is not None:
        return part.förälder == index
    place = table.rader.index(part)
    above = [i for i in range(place) if table.rader[i].roll in ("summa", "utanför")]
    return bool(above) and above[-1] == index


def _net(subject: Subject, section: Section, table: Tabell, row: Rad, cost: Rad, income: Rad) -> Iterator[Remark]:
    for column in table.kolumner:
        boxes = [r.celler.get(column.ord) for r in (row, cost, income)]
        figures = [box.tal if box else None for box in boxes]
        whole, costs, incomes = figures
        if whole is None or costs is None or incomes is None or column.slag == "avvikelse":
            continue
        subject.held("S03")
        # A cost or an income is printed with either sign; its row may say which plus is, else its size is meant.
        out = costs.värde if cost.tecken == "kostnad" else abs(costs.värde)
        into = {"kostnad": -incomes.värde, "intäkt": incomes.värde}.get(income.tecken, abs(incomes.värde))
        result = out - into if row.tecken == "kostnad" else into - out
        expected = Tal(result, max(costs.decimaler, incomes.decimaler))
        off = whole.värde - result
        if off == 0:
            continue
        swapped = abs(whole.värde + result) < tolerance([whole, costs, incomes]) and result != 0
        pair = [(income.etikett, Tal(into, incomes.decimaler)), (cost.etikett, Tal(-out, costs.decimaler))]
        if row.tecken == "kostnad":
            pair = [(cost.etikett, Tal(out, costs.decimaler)), (income.etikett, Tal(-into, incomes.decimaler))]
        text = f"nettot stämmer inte med kostnader och intäkter: {row.etikett}, {column.rubrik}"
        text += " (raderna verkar förväxlade)" if swapped else ""
        advice = "Raderna för kostnader och intäkter verkar ha bytt plats." if swapped else "Rätta nettot eller någon av delarna."
        remark = cell_remark(
            subject,
            section,
            row,
            column,
            "S03",
            Level.FEL,
            text,
            advice,
            förväntat=expected,
            angivet=whole,
            uträkning=work_out(pair, expected),
            fakta=tuple(term(table, r, column) for r in (row, cost, income)),
        )
        yield rounding(remark) if abs(off) < tolerance([whole, costs, incomes]) else remark
