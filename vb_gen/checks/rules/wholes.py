"""Family 1: a part of a table's row is not larger than the row: one with the role of a part, and one that is called so (varav)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.rules.cells import cell_remark, given
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.numbers import format_decimal_sv
from vb_gen.core.pattern import regex
from vb_gen.core.units import find
from vb_gen.model.table import Rad, Tabell

_OF_WHICH = regex(r"[-– ]*(?:varav|därav) ", re.I)
_GROSS = regex(r"[-– ]*(?:varav|därav) (?:brutto)?(?:kostnad|intäkt|utgift|inkomst)", re.I)  # more than the net they make
_PEOPLE = regex(r"\b(?:kvinnor|män|flickor|pojkar)\b", re.I)


@rule("S04", Level.FEL, "Räkning")
def parts_within_wholes(subject: Subject) -> Iterator[Remark]:
    """S04: a part (`varav`, roll del) is not larger than what it is a part of."""
    for section, table in subject.tables():
        for row in table.rader:
            whole = _whole(table, row) if row.roll == "del" else _told_whole(table, row)
            if whole is None or _GROSS.match(row.etikett):
                continue
            for column in table.kolumner:
                part, of = given(row, column), whole.celler[column.ord].tal if column.ord in whole.celler else None
                if part is None or of is None or column.slag == "avvikelse" or part.värde * of.värde <= 0:
                    continue
                subject.held("S04")
                if abs(part.värde) > abs(of.värde) and not explained(abs(part.värde) - abs(of.värde), [part, of]):
                    shown = f"{format_decimal_sv(part.värde, part.decimaler)} av {format_decimal_sv(of.värde, of.decimaler)}"
                    text = f"delen är större än det hela: {row.etikett}, {column.rubrik} ({shown})"
                    advice = "Rätta delen eller det hela, eller ge raden en annan roll."
                    facts = (term(table, row, column), term(table, whole, column))
                    yield cell_remark(subject, section, row, column, "S04", Level.FEL, text, advice, fakta=facts)


def _whole(table: Tabell, row: Rad) -> Rad | None:
    if row.förälder is not None:
        return table.rader[row.förälder]
    above = [r for r in table.rader[: table.rader.index(row)] if r.roll not in ("del", "delar")]
    return above[-1] if above else None


def _told_whole(table: Tabell, row: Rad) -> Rad | None:
    """What an ordinary row is a part of by its name: `varav korttidssjukfrånvaro` below `Total sjukfrånvaro`.

    A share is part of another only where it is of the same: of those who are off sick, more or fewer may be women.
    """
    if row.roll != "post" or row.förälder is None or row.kön or not _OF_WHICH.match(row.etikett) or _PEOPLE.search(row.etikett):
        return None
    whole = table.rader[row.förälder]
    if table.belopp and not (row.enhet or whole.enhet):
        return whole
    if row.enhet and row.enhet != whole.enhet:
        return None
    if find(whole.enhet).sort in ("antal", "tid"):
        return whole
    words = [word.casefold() for word in re.findall(r"\w{6,}", whole.etikett)]
    return whole if any(row.etikett.casefold().endswith(word) for word in words) else None
