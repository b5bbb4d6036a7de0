"""The bench's data: every edit can be made in the reports as they stand, and what it leans on stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import INPUTS, REPOSITORY
from tests.prosa.edits import FAULTS, HONEST, Edit, Gone, paragraph, read
from vb_gen.checks.rule import Library
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report

EVERY = (*FAULTS, *HONEST)
_MARKS = re.compile(r"[\s*¹]|^- ?")


@pytest.mark.parametrize("name", EVERY)
def test_every_edit_can_be_made(name: str) -> None:
    gone = []
    for edit in read(name):
        try:
            text, touched = edit.apply((INPUTS / edit.file).read_text("utf-8"))
        except Gone as error:
            gone.append(f"{edit.id}: {error}")
        else:
            lines = text.split("\n")
            within = paragraph(lines, touched)
            assert edit.new in "\n".join(lines[touched.start - 1 : touched.stop - 1])
            assert within.start <= touched.start < touched.stop <= within.stop
    assert not gone, "\n".join(gone)


@pytest.mark.parametrize("names", [FAULTS, HONEST])
def test_no_edit_is_in_both_files(names: tuple[str, str]) -> None:
    counted = Counter(edit.id for name in names for edit in read(name))
    assert [name for name, number in counted.items() if number > 1] == []


def test_every_edit_says_why() -> None:
    assert [edit.id for name in EVERY for edit in read(name) if not (edit.säger_emot or edit.stämmer_med or edit.skäl)] == []


@pytest.mark.parametrize("name", EVERY)
def test_figures_stand_in_their_tables(name: str) -> None:
    """Each cell that an edit contradicts or agrees with holds what is said of it."""
    library = Library(Workspace(REPOSITORY))
    known = {report.name: set(_cells(report)) for report in library.reports()}
    wrong = [f"{edit.id}: {cell}" for edit in read(name) for cell in _leant_on(edit) if _told(cell) not in known[cell["rapport"]]]
    assert not wrong, "\n".join(wrong)


def _leant_on(edit: Edit) -> Iterator[dict[str, Any]]:
    for cell in (*edit.säger_emot, *edit.stämmer_med):
        if "kolumn" in cell and cell["tabell"] != "målredovisning":  # the goals' statuses stand in no table
            yield {"rapport": edit.rapport, **cell}


def _told(cell: dict[str, Any]) -> tuple[str, ...]:
    return cell["tabell"], _bare(cell["rad"]), cell["kolumn"], _bare(cell["värde"])


def _bare(text: str) -> str:
    return _MARKS.sub("", text).rstrip(".").replace("−", "-").partition(":")[0]


def _cells(report: Report) -> Iterator[tuple[str, ...]]:
    """Every cell: its section, its row's name with and without the name of the row above, its column and its text."""
    for section in report.walk():
        for table in section.tabeller:
            for row in table.rader:
                above = next(table.ancestors(row), None)
                names = {row.etikett, f"{above.etikett} > {row.etikett}" if above else row.etikett}
                for word, box in row.celler.items():
                    for name in names:
                        yield section.id, _bare(name), word, _bare(box.cell.text or getattr(box.cell, "fritext", ""))
