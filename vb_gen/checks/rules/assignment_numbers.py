"""Family 8: the assignments of a list have numbers of their own."""

from __future__ import annotations

from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.finding import Level
from vb_gen.model.table import Rad


@rule("L07", Level.VARNING, "Kommunens regler")
def numbers(subject: Subject) -> Iterator[Remark]:
    """L07: no two assignments of a list have the same number."""
    for section, table in subject.tables():
        column = table.column("nr") if table.typ == "uppdrag" else None
        if column is None:
            continue
        seen: dict[str, Rad] = {}
        for row in table.rader:
            box = row.celler.get("nr")
            number = box.cell.shown.strip(" .") if box else ""
            if box is None or not any(sign.isdigit() for sign in number):
                continue
            subject.held("L07")
            first = seen.setdefault(number, row)
            if first is not row:
                text = f"två uppdrag i {table.rubrik or 'listan'} har nummer {number}: {first.etikett}, {row.etikett}"
                facts = tuple(Term(f"{r.etikett}, nr", number, r.celler["nr"].plats) for r in (first, row))
                advice = "Ge varje uppdrag i listan ett eget nummer, det som står i budgeten."
                yield cell_remark(subject, section, row, column, "L07", Level.VARNING, text, advice, fakta=facts)
