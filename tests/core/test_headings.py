"""Headings of columns are read by words and years, relative to the report's period."""

from __future__ import annotations

import pytest

from vb_gen.core.headings import Kolumnslag, read_heading

K = Kolumnslag


@pytest.mark.parametrize(
    ("text", "slag", "år"),
    [
        ("Bokslut 2023", K.BOKSLUT, 2023),
        ("BOKSLUT 2023", K.BOKSLUT, 2023),
        ("Redovisat 2022", K.BOKSLUT, 2022),
        ("Utfall jan-aug 2023", K.UTFALL, 2023),
        ("Utfall 2023-08-31", K.UTFALL, 2023),
        ("Ack. utfall", K.UTFALL, None),
        ("Budget -23", K.BUDGET, 2023),
        ("Budg 2023", K.BUDGET, 2023),
        ("Internbudget 2024", K.BUDGET, 2024),
        ("Kommunbidrag", K.BUDGET, None),
        ("Plan 2025", K.PLAN, 2025),
        ("Helårsprognos", K.PROGNOS, None),
        ("Prognos 2023", K.PROGNOS, 2023),
        ("Avvikelse", K.AVVIKELSE, None),
        ("Budgetavvikelse 2023", K.AVVIKELSE, 2023),
        ("Avvikelse mot budget", K.AVVIKELSE, None),
        ("Diff", K.AVVIKELSE, None),
        ("Förändring 2022–2023", K.FÖRÄNDRING, None),
        ("Förändring i %", K.ANDEL, None),
        ("Andel kvinnor, %", K.ANDEL, None),
        ("Intäkter", K.INTÄKT, None),
        ("Kostnader 2021", K.KOSTNAD, 2021),
        ("Nettokostnad", K.NETTO, None),
        ("Not", K.NOT, None),
        ("Nr", K.KOD, None),
        ("2019-12-31", K.OKÄNT, 2019),
        ("231231", K.OKÄNT, 2023),
        ("Förskola", K.OKÄNT, None),
    ],
)
def test_kind_and_year(text: str, slag: Kolumnslag, år: int | None) -> None:
    read = read_heading(text)
    assert (read.slag, read.år) == (slag, år)


def test_a_year_is_told_relative_to_the_period() -> None:
    assert read_heading("Bokslut 2023", year=2023).relativt == 0
    assert read_heading("Bokslut 2022", year=2023).relativt == -1
    previous = read_heading("Föregående år", year=2023)
    assert (previous.relativt, previous.år, previous.slag) == (-1, 2022, K.BOKSLUT)
    assert read_heading("fg år").relativt == -1


def test_the_lowest_line_decides_and_the_upper_one_fills_in() -> None:
    read = read_heading("Netto", over="Budgetavvikelse 2023")
    assert (read.slag, read.år) == (K.AVVIKELSE, 2023)
    read = read_heading("2023", over="Bokslut")
    assert (read.slag, read.år) == (K.BOKSLUT, 2023)


def test_the_month_and_the_unit_are_read() -> None:
    assert read_heading("Utfall jan–aug 2023").månad == 8
    assert read_heading("Utfall 2023-08-31").månad == 8
    assert read_heading("Utfall T2").månad == 8
    assert read_heading("Bokslut 2023, tkr").enhet == "tkr"
    assert read_heading("Bokslut (mkr)").enhet == "mnkr"


def test_a_heading_that_may_mean_two_things_says_so() -> None:
    read = read_heading("Budget/Prognos 2023")
    assert not read.säker
    assert set(read.tvetydig) == {K.BUDGET, K.PROGNOS}
    assert read_heading("Budget 2023").säker
