"""What tables state of themselves: relations (`Samband`) between a whole and its parts, each with why we think so.

A sum is its terms, by the rows' roles; a deviation follows from its row by the mall's `härleds`; a net is income less costs;
a total is the columns that part it. What each comes to is told by one judge: håller, avrundning, bryter, or ej prövat and
why. A figure that was left empty and worked out by the relation itself says nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from vb_gen.core.figure import total
from vb_gen.core.units import is_percent
from vb_gen.figures.derive import added_tables, addends, terms, worked_out
from vb_gen.figures.keys import with_keys
from vb_gen.figures.roles import PAIRS
from vb_gen.figures.samband import Del, Samband, Slag, Ställe
from vb_gen.model.derivation import named_in
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

__all__ = ["Del", "Samband", "Slag", "Ställe", "relations", "table_relations"]


_FIGURES = ("tal", "utfall")


def relations(report: Report) -> Iterator[Samband]:
    """Every relation that a report's tables state, in the order they stand."""
    for section in report.walk():
        for number, table in enumerate(section.tabeller):
            earlier = section.tabeller[:number] if number else tables_before(report, section)
            yield from table_relations(section, table, earlier)


def table_relations(section: Section, table: Tabell, earlier: Sequence[Tabell] = ()) -> Iterator[Samband]:
    """The relations of one table; `earlier` are those whose sums a grand sum adds too."""
    stated = [*_sums(section, table, earlier), *_rows(section, table), *_nets(section, table), *_across(section, table)]
    if not table.belopp or not any("roll" in row.tolkat for row in table.rader):
        yield from with_keys(table, stated, {})
        return
    from vb_gen.figures.borne_out import borne_out, tolkningar, tried

    read = tolkningar(table)
    known = list(with_keys(table, stated, tried(section, table, read)))
    yield from known
    yield from borne_out(section, table, read, known)


def tables_before(report: Report, section: Section) -> tuple[Tabell, ...]:
    """The tables of the sections right before this one in its chapter: a grand sum may add theirs."""
    before: list[Tabell] = []
    for chapter in report.walk():
        if section in chapter.avsnitt:
            for sibling in chapter.avsnitt[: chapter.avsnitt.index(section)]:
                before += [t for t in sibling.tabeller if section.tabeller and t.typ == section.tabeller[0].typ]
    return tuple(before)


def _sums(section: Section, table: Tabell, earlier: Sequence[Tabell]) -> Iterator[Samband]:
    for index, row in enumerate(table.rader):
        if row.roll not in ("summa", "totalsumma", "grupp"):
            continue
        rows = terms(table, earlier, index)
        tables = added_tables(table, earlier, row)
        for column in table.kolumner:
            box = row.celler.get(column.ord)
            if box is None or box.tal is None or column.innehåll not in _FIGURES or _shared_out(column):
                continue
            led = addends(tables, row, rows, column)
            unknown = [f"{one.rad.etikett} {one.okänt}" for one in led if one.tal is None]
            if not led or (box.läge == "härledd" and _made_here(table, row, column)):
                continue
            homes = {id(r): t for t in tables for r in t.rader}
            known = [(one.rad, one.tal, one.vikt) for one in led if one.tal is not None]
            parts = tuple(Del(Ställe(section, homes[id(r)], r, column), tal, way) for r, tal, way in known)
            empty = tuple(r for r in rows if (cell := r.celler.get(column.ord)) is not None and cell.läge == "tom")
            whole = Ställe(section, table, row, column)
            expected = total(part.tal for part in parts)
            yield Samband(
                Slag.SUMMA, whole, parts, row.grund or f"roll {row.roll}", expected, "; ".join(unknown), utelämnade=empty
            )


def _shared_out(column: Kolumn) -> bool:
    """Is it a column of shares, which no sum adds?"""
    return is_percent(column.enhet)


def _made_here(table: Tabell, row: Rad, column: Kolumn) -> bool:
    """Is the figure worked out as this very sum: not from its own row, nor taken from another report?"""
    borrowed = any(r.från for r in (row, *table.ancestors(row)))
    return not borrowed and worked_out(table, row, column) is None


def _rows(section: Section, table: Tabell) -> Iterator[Samband]:
    for row in table.rader:
        for column in table.kolumner:
            box = row.celler.get(column.ord)
            if column.härleds is None or box is None or box.tal is None or box.läge != "given":
                continue
            whole, found = Ställe(section, table, row, column), worked_out(table, row, column)
            if found is not None:
                parts = tuple(Del(Ställe(section, table, row, of), tal, Decimal(way)) for of, tal, way in found.led)
                yield Samband(Slag.RAD, whole, parts, "mallen säger hur kolumnen räknas", found.tal, delat=found.delat)
            elif why := _not_known(table, row, column):
                yield Samband(Slag.RAD, whole, (), "mallen säger hur kolumnen räknas", box.tal, why)


def _not_known(table: Tabell, row: Rad, column: Kolumn) -> str:
    """Why a row's figure cannot be told from the others: one of them is marked as missing, or is no plain figure."""
    assert column.härleds is not None
    for word in named_in(column.härleds):
        box, of = row.celler.get(word), table.column(word)
        if box is not None and of is not None and box.läge == "given" and box.cell.shown:
            value = box.cell.värde
            if box.tal is None or (value and (value.gräns or value.år is not None)):
                return f"{of.rubrik} är {box.cell.shown}"
    return ""


def _nets(section: Section, table: Tabell) -> Iterator[Samband]:
    for index, row in enumerate(table.rader):
        if row.roll not in ("summa", "utanför", "post"):
            continue
        children = {r.nyckel: r for r in table.rader if _belongs(table, r, index)}
        for cost_key, income_key in PAIRS:
            if cost_key in children and income_key in children:
                yield from _net(section, table, row, children[cost_key], children[income_key])


def _belongs(table: Tabell, part: Rad, index: int) -> bool:
    """A decomposition row belongs to the row it is indented under, or to the nearest sum above it."""
    if part.förälder is not None:
        return part.förälder == index
    if part.roll != "delar":
        return False
    place = next(i for i, r in enumerate(table.rader) if r is part)
    above = [
        i
        for i in range(place)
        if table.rader[i].roll in ("summa", "utanför") or ("roll" in part.tolkat and table.rader[i].roll == "post")
    ]
    return bool(above) and above[-1] == index


def _net(section: Section, table: Tabell, row: Rad, cost: Rad, income: Rad) -> Iterator[Samband]:
    """A net, in whatever signs its parts are printed."""
    cost_sign, income_sign = _plus_is(table, cost, "kostnad"), _plus_is(table, income, "intäkt")
    for column in table.kolumner:
        boxes = [r.celler.get(column.ord) for r in (row, cost, income)]
        whole, costs, incomes = (box.tal if box else None for box in boxes)
        if whole is None or costs is None or incomes is None or column.slag == "avvikelse":
            continue
        out, into = costs if cost_sign > 0 else -costs, incomes if income_sign > 0 else -incomes
        pair = [(income, into), (cost, -out)] if row.tecken != "kostnad" else [(cost, out), (income, -into)]
        figures = {id(cost): costs, id(income): incomes}
        parts = tuple(
            Del(Ställe(section, table, r, column), tal, Decimal(1 if tal.värde == figures[id(r)].värde else -1))
            for r, tal in pair
        )
        yield Samband(
            Slag.NETTO, Ställe(section, table, row, column), parts, cost.grund or "roll delar", total(part.tal for part in parts)
        )


def _plus_is(table: Tabell, part: Rad, what: str) -> int:
    """Is a row of costs (of incomes) printed with plus, or with minus? Its figures show it, whatever the table says.

    A figure that has another sign than most of its row is turned against the others. Where they weigh as much, the row's
    or the table's sign says which.
    """
    signs = [
        1 if box.tal.värde > 0 else -1
        for column in table.kolumner
        if column.slag != "avvikelse" and (box := part.celler.get(column.ord)) and box.tal and box.tal.värde
    ]
    if sum(signs):
        return 1 if sum(signs) > 0 else -1
    return 1 if (part.tecken == "kostnad") == (what == "kostnad") else -1


def _across(section: Section, table: Tabell) -> Iterator[Samband]:
    """A column that is called the total is the sum of the row's columns that part it."""
    whole = table.column("totalt")
    columns = [c for c in table.kolumner if table.mått and c.mått.startswith(f"{table.mått}_")]
    if whole is None or not whole.slag or len(columns) < 2:
        return
    for row in table.rader:
        box = row.celler.get(whole.ord)
        parts = tuple(
            Del(Ställe(section, table, row, c), tal) for c in columns if (cell := row.celler.get(c.ord)) and (tal := cell.tal)
        )
        if box is not None and box.läge == "given" and box.tal is not None and parts:
            where = Ställe(section, table, row, whole)
            yield Samband(Slag.TVÄRS, where, parts, f"rubriken {whole.rubrik}", total(part.tal for part in parts))
