"""What rules ask of a table's cell, and a remark about one, which knows where the cell stands."""

from __future__ import annotations

from typing import Any

from vb_gen.checks.rule import Remark, Subject
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad


def given(row: Rad, column: Kolumn) -> Tal | None:
    """A figure that somebody wrote; none where the cell is derived, borrowed or empty."""
    box = row.celler.get(column.ord)
    return box.tal if box and box.läge == "given" else None


def cell_remark(
    subject: Subject, section: Section, row: Rad, column: Kolumn, code: str, level: Level, text: str, instead: str, **more: Any
) -> Remark:
    """The remark, with its report, section, row and column; `more` is what else it tells."""
    return Remark(
        code,
        text,
        row.celler[column.ord].plats,
        instead,
        level,
        rapport=subject.report.name,
        avsnitt=section.id,
        rad=row.etikett,
        kolumn=column.ord,
        **more,
    )
