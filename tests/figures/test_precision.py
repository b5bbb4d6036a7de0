"""What is derived is made of the figures as they were written; cells of files at their column's precision."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.conftest import Maker, read, render
from tests.regler import checked
from vb_gen.core.figure import Tal
from vb_gen.core.numbers import format_tal
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts
from vb_gen.model.table import Tabell

ROWS = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet | bokslut | budget | avvikelse | roll
    Parker     |    41,2 |     42 |           |
    Lek        |    12,6 |   11,5 |           |
    Summa      |         |        |           | summa
"""
CSV = "Verksamhet;bokslut;budget;avvikelse;roll\nParker;41,2;42;;\nLek;12,6;11,5;;\nSumma;{};;;summa\n"
SOURCE = "driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n  källa: s.csv\n"


def table(workspace: Workspace) -> Tabell:
    return next(t for t in read(workspace).tables() if t.id == "driftsammandrag")


def shown(made: Tabell, number: int) -> list[str]:
    tals = [box.tal for box in made.rader[number].celler.values()]
    return [format_tal(tal).replace("−", "-") for tal in tals if tal]


def test_a_deficit_is_not_printed_as_a_surplus(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": ROWS})
    assert shown(table(made), 2) == ["53,8", "53,5", "-0,3"]
    assert checked(made).remarks == ()
    values = {fact.etikett: fact.värde for fact in facts(read(made)) if fact.kolumn == "avvikelse"}
    assert values["Summa"] == Tal(values["Summa"].värde, 1)
    said = "\n  kommentar: |\n    Vi fick {{ driftsammandrag.summa.avvikelse | överskott }}.\n"
    assert "ett underskott på 0,3" in render(workspace({"ekonomi.yaml": ROWS + said})).replace("\u00a0", " ")


def test_a_file_drops_zeros_and_they_are_put_back(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": SOURCE, "inputs/2023/parknamnden/s.csv": CSV.format("")})
    assert shown(table(made), 0) == ["41,2", "42,0", "0,8"]
    assert shown(table(made), 2) == ["53,8", "53,5", "-0,3"]
    budget = table(made).rader[2].celler["budget"].tal
    assert budget
    assert budget.half_width == Decimal("0.1")


@pytest.mark.parametrize(("given", "codes"), [("53,8", []), ("53,9", []), ("54,0", ["S01"])])
def test_what_a_file_says_is_judged_at_its_columns_precision(workspace: Maker, given: str, codes: list[str]) -> None:
    text = CSV.format(given).replace("Parker;41,2;42", "Parker;41,2;42,1")
    made = workspace({"ekonomi.yaml": SOURCE, "inputs/2023/parknamnden/s.csv": text})
    assert [r.code for r in checked(made).open] == codes


def test_only_amounts_are_read_so(workspace: Maker) -> None:
    """Measures of different kinds stand below each other: 77 persons and 48,6 %."""
    text = "volym;2022;2023;enhet\nAnställda;77;78;personer\nAndel nöjda;48,6;50;%\n"
    made = workspace({"namndindikatorer.yaml": "volymer:\n  källa: s.csv\n", "inputs/2023/parknamnden/s.csv": text})
    rows = next(t for t in read(made).tables() if t.id == "volymer").rader
    assert [format_tal(row.celler["2023"].tal) for row in rows if row.celler["2023"].tal] == ["78", "50"]


OVERVIEW = """
ekonomi_i_korthet:
  belopp: mnkr
  tecken: kostnad
  rader: |
    ekonomi      | bokslut | budget | avvikelse | mått
    Nettokostnad |         |        |      -3,3 | nettokostnad
"""
SUMS = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet | bokslut | budget | avvikelse | roll
    Parker     |    12,4 |     10 |           |
    Lek        |     8,4 |      8 |           |
    Summa      |         |        |      {}   | summa
"""


@pytest.mark.parametrize("given", ["", "-3,3"])
def test_empty_and_typed_cells_are_judged_by_one_rule(workspace: Maker, given: str) -> None:
    made = workspace({"ekonomi.yaml": SUMS.format(given), "bedomning.yaml": OVERVIEW})
    assert [r.code for r in checked(made).open] == []


@pytest.mark.parametrize(("given", "level"), [("0,2", "VARNING"), ("-0,1", "UPPLYSNING")])
def test_a_rounding_that_turns_a_sign_is_warned_of(workspace: Maker, given: str, level: str) -> None:
    rows = ROWS.replace("Summa      |         |        |           |", f"Summa | | | {given} |")
    remarks = checked(workspace({"ekonomi.yaml": rows})).remarks
    assert {(r.code, r.level.name) for r in remarks} == {("S00", level)}
    assert ("avrundningen vänder tecknet" in remarks[0].text) is (level == "VARNING")


@pytest.mark.parametrize(("cell", "codes", "untested"), [
    ("-", ["S01"], 0), ("–", ["S01"], 0), ("", ["S01"], 0), ("I.U.", [], 1), ("Sekretessbelagt", [], 1), ("X", [], 1),
])  # fmt: skip
def test_a_dash_is_nothing_to_add_and_what_is_unknown_is_not_tested(
    workspace: Maker, cell: str, codes: list[str], untested: int
) -> None:
    rows = f"    Parker | 10,0 |\n    Lek | {cell} |\n    Skog | 5,0 |\n    Summa | 25,0 | summa\n"
    head = "driftsammandrag:\n  belopp: mnkr\n  rader: |\n    verksamhet | bokslut | roll\n"
    made = workspace({"ekonomi.yaml": head + rows})
    result = checked(made)
    assert [r.code for r in result.open] == codes
    assert len(result.skipped) == untested
    assert all(cell in one.varför for one in result.skipped)
