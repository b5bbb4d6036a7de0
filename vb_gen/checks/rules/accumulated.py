"""Family 1: what was spent on a project this year is a part of what has been spent since it began."""

from __future__ import annotations

from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark, given
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_tal
from vb_gen.model.table import Kolumn, Tabell

_YEAR, _SINCE = "investeringar", "investeringar_sedan_start"  # the measures of the columns
_OUTCOME = "bokslut"


@rule("S08", Level.VARNING, "Räkning")
def accumulated(subject: Subject) -> Iterator[Remark]:
    """S08: the year's outcome of a project is not more than its outcome since the start."""
    for section, table in subject.tables():
        year, since = (_column(table, measure) for measure in (_YEAR, _SINCE))
        if year is None or since is None:
            continue
        for row in table.rader:
            part, whole = given(row, year), given(row, since)
            if part is None or whole is None or part.värde < 0:
                continue
            subject.held("S08")
            if part.värde > whole.värde and not explained(part.värde - whole.värde, [part, whole]):
                shown = f"{format_tal(part)} i år, {format_tal(whole)} sedan start"
                text = f"årets utfall är mer än det ackumulerade: {row.etikett} ({shown})"
                advice = "Rätta årets utfall eller det ackumulerade: det ackumulerade är alla års utfall, också det här årets."
                facts = (term(table, row, year), term(table, row, since))
                yield cell_remark(subject, section, row, since, "S08", Level.VARNING, text, advice, fakta=facts)


def _column(table: Tabell, measure: str) -> Kolumn | None:
    return next((c for c in table.kolumner if c.slag == _OUTCOME and (c.mått or table.mått) == measure), None)
