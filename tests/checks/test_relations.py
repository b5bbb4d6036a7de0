"""What tables state of themselves: units, kinds of table, calculations as they are printed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import KOMMUN, Maker, faults, read, render
from tests.regler import checked
from vb_gen.checks.rule import Remark
from vb_gen.core.numbers import fold_spaces, read_tal

SEXES = """
volymer:
  rader: |
    volym       | 2022 | 2023 | enhet
    Deltagare   |    {} | {} | {}
      Kvinnor   |    {} | 10 |
      Män       |    {} | 12 |
"""


@pytest.mark.parametrize(("unit", "codes"), [
    ("antal", ["D01"]), ("st", ["D01"]), ("personer", ["D01"]), ("platser", ["D01"]),
    ("årsarbetare", ["D01"]), ("timmar", ["D01"]),
    ("%", []), ("index", []), ("år", []), ("dagar", []), ("okänd", []), ("", []),
])  # fmt: skip
def test_what_halves_of_a_population_come_to_is_as_the_unit_says(workspace: Maker, unit: str, codes: list[str]) -> None:
    made = workspace({"namndindikatorer.yaml": SEXES.format("", "11", unit, "", "")})
    assert [r.code for r in checked(made).open] == codes


def test_a_count_is_exact(workspace: Maker) -> None:
    made = workspace({"namndindikatorer.yaml": SEXES.format("", "23", "antal", "", "")})
    assert [r.code for r in checked(made).open] == ["D01"]
    assert checked(workspace({"namndindikatorer.yaml": SEXES.format("", "22", "antal", "", "")})).open == ()


def test_a_count_that_is_a_mean_every_year_accuses_nobody(workspace: Maker) -> None:
    made = workspace({"namndindikatorer.yaml": SEXES.format("9", "11", "antal", "8", "10")})
    result = checked(made)
    assert result.open == ()
    assert [one.code for one in result.skipped] == ["D01", "D01"]


def test_a_misspelt_unit_is_told_of_and_a_municipality_may_have_its_own(workspace: Maker) -> None:
    text = SEXES.format("", "11", "persoenr", "", "")
    (found,) = faults(workspace({"namndindikatorer.yaml": text}))
    assert (found.code, found.place.line) == ("G36", 4)
    assert found.instead.startswith("Menade du ”personer”?")
    own = KOMMUN + "enheter_för_tal:\n  persoenr: antal\n"
    assert [r.code for r in checked(workspace({"kommun.yaml": own, "namndindikatorer.yaml": text})).open] == ["D01"]
    (found,) = faults(workspace({"kommun.yaml": KOMMUN + "enheter_för_tal:\n  lånekort: antall\n"}))
    assert found.place.document.name == "inputs/kommun.yaml"
    assert found.instead.startswith("Menade du ”antal”?")


def test_a_unit_in_a_cell_that_is_misspelt(workspace: Maker) -> None:
    (found,) = faults(workspace({"namndindikatorer.yaml": "volymer:\n  rader: |\n    volym | 2023\n    Nöjda | 12 procnt\n"}))
    assert (found.code, found.place.line, found.place.column) == ("G36", 4, 13)


MALL = """
utgår_från: gemensam
titel: Egen
tabelltyper:
  egen:
    mått: skötselkostnad
    tecken: kostnad
    kolumner: |
      ord       | rubrik    | slag    | avser | mått   | härleds
      intäkter  | Intäkter  | bokslut | år    | intäkt |
      kostnader | Kostnader | bokslut | år    | kostn  |
      netto     | Netto     | bokslut | år    | netto  | intäkter minus kostnader
      andel     | Andel     | bokslut | år    | andel  | kostnader / intäkter
avsnitt:
  - id: egen
    rubrik: Skötsel
    fil: egen
    block: tabell
    tabelltyp: egen
"""
OWN = {"templates/mallar/egen.yaml": MALL, "rapport.yaml": "mall: egen\n"}


def own(rows: str, more: str = "") -> dict[str, str]:
    head = "    verksamhet | intäkter | kostnader | netto | andel | roll\n"
    return OWN | {"egen.yaml": f"egen:\n{more}  rader: |\n{head}{rows}"}


def test_a_municipalitys_own_table_of_amounts_has_a_unit(workspace: Maker) -> None:
    made = workspace(own("    Parker | 180,0 | 170,0 | | |\n"))
    assert "belopp i mnkr" in render(made).casefold()
    assert [t.belopp for t in read(made).tables()] == ["mnkr"]
    wrong = workspace(own("    Parker, tkr | 180,0 | 170,0 | | |\n"))
    assert [r.code for r in checked(wrong).open] == ["E06"]


def test_a_share_is_worked_out_and_held(workspace: Maker) -> None:
    made = workspace(own("    Parker | 180,0 | 170,0 | | |\n    Lek | 20,0 | 30,0 | | 151,0 |\n    Summa | | | | | summa\n"))
    (remark,) = checked(made).open
    assert (remark.code, remark.rad, remark.kolumn) == ("S02", "Lek", "andel")
    assert remark.uträkning == "30,0 (kostnader) / 20,0 (intäkter) = 150,0\u00a0%"
    page = render(made).replace("\u00a0", " ")
    assert ">94,4<" in page
    assert ">100,0<" in page  # the sum's own share, and no sum of shares


def test_costs_that_are_written_with_a_minus_give_no_false_calculation(workspace: Maker) -> None:
    made = workspace(own("    Parker | 180 | -620 | 440 | |\n    Lek | 10 | -20 | | |\n"))
    (remark,) = [r for r in checked(made).open if r.code == "S02"]
    assert remark.uträkning == "180 (intäkter) − 620 (kostnader) = −440"


_TERM = re.compile(r"([+−]?) ?(\d[\d ]*(?:,\d+)?) \([^()]*\)")


def evaluated(text: str) -> tuple[Decimal, Decimal]:
    """A calculation as it is printed: what its left side comes to, and the result."""
    left, _, right = fold_spaces(text).rpartition(" = ")
    terms = _TERM.findall(left)
    assert fold_spaces(" ".join(f"{sign} {number}" for sign, number in terms)).replace(" ", "") == re.sub(
        r" \([^()]*\)| ", "", left
    )
    return sum((read_tal(number).värde * (-1 if sign == "−" else 1) for sign, number in terms), Decimal(0)), read_tal(right).värde


FIGURE = st.one_of(st.just(""), st.just("-"), st.decimals(-900, 900, places=1).map(lambda n: f"{n}".replace(".", ",")))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(FIGURE, FIGURE, FIGURE), min_size=1, max_size=4), whole=st.tuples(FIGURE, FIGURE, FIGURE))
def test_every_calculation_that_is_printed_gives_what_it_says(
    workspace: Maker, rows: list[tuple[str, ...]], whole: tuple[str, ...]
) -> None:
    lines = [f"    Post {n} | {' | '.join(row)} | visas inte | post" for n, row in enumerate(rows)]
    lines.append(f"    Summa | {' | '.join(whole)} | visas inte | summa")
    remarks: tuple[Remark, ...] = checked(workspace(own("\n".join(lines) + "\n"))).remarks
    for remark in remarks:
        if " = " in remark.uträkning:
            given_by, said = evaluated(remark.uträkning)
            assert given_by == said, remark.uträkning
