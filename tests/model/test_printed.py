"""Headings as they are printed: which column each is, relative to the report's period."""

from __future__ import annotations

import pytest

from tests.conftest import REPOSITORY
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.model.mall import Kolumntyp
from vb_gen.model.printed import read_printed
from vb_gen.read.instructions import open_malls

MALLS = open_malls(Workspace(REPOSITORY))


def columns(mall: str, kind: str) -> list[Kolumntyp]:
    """The columns that a type of table may have."""
    return next(m for name, m in MALLS.items() if name == mall).kolumntyper[kind]


def read(period: str, kind: str, *headings: str, over: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    known = Period.parse(period)
    assert known is not None
    spans = [*over, *("" for _ in headings)][: len(headings)]
    found = read_printed(headings, spans, columns("vb-2023", kind), known.words())
    return [found[number].ord if number in found else () for number in range(len(headings))]


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("Bokslut 2023", "bokslut"),
        ("BOKSLUT 2023", "bokslut"),
        ("Utfall -23", "bokslut"),
        ("Utfall 2023-12-31", "bokslut"),
        ("Redovisat 2023", "bokslut"),
        ("Resultat 2023", "bokslut"),
        ("Budg -23", "budget"),
        ("Årsbudget 2023", "budget"),
        ("Budget 2023, mnkr", "budget"),
        ("Diff", "avvikelse"),
        ("Budget-avvikelse", "avvikelse"),
        ("Avvikelse mot budget", "avvikelse"),
        ("Bokslut 2022", "föregående"),
        ("Föregående år", "föregående"),
        ("fg år", "föregående"),
        ("Helårsprognos", "prognos"),
        ("Utfall 2023", "bokslut"),
        ("Plan 2025", ""),  # a word of the table itself, but for its capital
        ("Avvikelse mot fg år", None),
        ("Förändring", None),
        ("Avvikelse %", None),
        ("Ansvarig", None),
        ("Budgett", None),
    ],
)
def test_a_heading_is_read_by_its_words_and_years(heading: str, word: str | None) -> None:
    assert read("2023", "driftsammandrag", heading) == [(word,) if word else ()]


def test_a_year_alone_is_an_outcome() -> None:
    assert read("2023", "driftsammandrag", "2022", "2023") == [("föregående",), ("bokslut",)]


def test_part_of_a_year_is_told_from_the_whole() -> None:
    said = read("2021-08", "driftsammandrag_perioden", "Utfall jan-aug", "Budget jan–aug 2021", "Budget 2021", "Diff")
    assert said == [("utfall",), ("budget perioden",), (), ("avvikelse",)]


def test_the_same_heading_twice_is_the_columns_in_their_order() -> None:
    assert read("2023", "investeringar", "Budgetavvikelse", "Budgetavvikelse") == [("budgetavvikelse",), ("årets avvikelse",)]


def test_what_spans_a_heading_tells_which_it_is() -> None:
    over = ("Varav årets investeringar", "Sedan projektets start")
    assert read("2023", "investeringar", "Budgetavvikelse", "Budget-avvikelse", over=over) == [
        ("årets avvikelse",),
        ("budgetavvikelse",),
    ]


def test_a_heading_that_may_be_two_columns_is_both() -> None:
    (said,) = read("2023", "driftsammandrag", "Budget/prognos 2023")
    assert set(said) == {"budget", "prognos"}
