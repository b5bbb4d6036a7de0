"""Family 1: a sum that is worked out is worked out of all its terms; one that is not filled in yet is no zero."""

from __future__ import annotations

from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.finding import Level
from vb_gen.figures.derive import adds_nothing, deviation, terms
from vb_gen.model.table import Kolumn, Rad, Tabell


@rule("S09", Level.FEL, "Räkning")
def left_out(subject: Subject) -> Iterator[Remark]:
    """S09: a sum that is worked out leaves no term out; one that is typed is its author's, and S01 holds it."""
    for section in subject.report.walk():
        for number, table in enumerate(section.tabeller):
            for index, row in enumerate(table.rader):
                if row.roll not in ("summa", "totalsumma"):
                    continue
                rows = terms(table, section.tabeller[:number], index)
                for column in table.kolumner:
                    if not _is_worked_out(table, row, column):
                        continue
                    subject.held("S09")
                    if missing := [r for r in rows if _is_empty(table, r, column)]:
                        names = ", ".join(r.etikett for r in missing)
                        text = f"summan är räknad utan en tom ruta: {row.etikett}, {column.rubrik} saknar {names}"
                        advice = f"Fyll i {column.rubrik} för {names}: 0 om det inte finns något. Eller skriv summan själv."
                        facts = tuple(
                            term(table, r, column) for r in rows if r in table.rader and not _is_empty(table, r, column)
                        )
                        yield cell_remark(subject, section, row, column, "S09", Level.FEL, text, advice, fakta=facts)


def _is_worked_out(table: Tabell, row: Rad, column: Kolumn) -> bool:
    """Is the figure a sum of figures that every row above must have?

    Not where it follows from its own row, as a deviation does; nor where columns share out one thing, as costs and incomes
    do: there a row may have the one without the other.
    """
    box = row.celler.get(column.ord)
    if sum((other.slag, other.avser) == (column.slag, column.avser) for other in table.kolumner) > 1:
        return False
    if box is None or box.läge != "härledd" or box.tal is None:
        return False
    return not (column.härleds and deviation(table, row, column) is not None)


def _is_empty(table: Tabell, row: Rad, column: Kolumn) -> bool:
    """Is a figure not filled in? A dash among amounts says that there is none."""
    box = row.celler.get(column.ord)
    if box is None or box.tal is not None or box.läge == "visas inte":
        return False
    return box.läge == "tom" or not adds_nothing(table, box)
