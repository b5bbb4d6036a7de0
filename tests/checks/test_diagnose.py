"""One fault is one finding, at the cell that breaks what it breaks; what another relation bears out is not suspected."""

from __future__ import annotations

import pytest

from tests.conftest import Maker
from tests.regler import checked
from vb_gen.checks.rule import Remark

HEAD = "driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n  rader: |\n    verksamhet | bokslut | budget | avvikelse | roll\n"
RIGHT = """\
    Parker     |    41,2 |   42,0 |       0,8 |
    Lek        |    12,6 |   11,5 |      -1,1 |
    Skog       |     7,9 |    8,5 |       0,6 |
    Summa      |    61,7 |   62,0 |       0,3 | summa
"""


def open_(workspace: Maker, *changes: tuple[str, str], rows: str = RIGHT) -> tuple[Remark, ...]:
    for old, new in changes:
        assert old in rows
        rows = rows.replace(old, new, 1)
    return checked(workspace({"ekonomi.yaml": HEAD + rows})).open


def cells(remarks: tuple[Remark, ...]) -> list[tuple[str, str, str]]:
    return [(remark.code, remark.rad, remark.kolumn) for remark in remarks]


@pytest.mark.parametrize(("old", "new", "cell", "right", "how"), [
    ("12,6", "15,6", ("S01", "Lek", "bokslut"), "12.6", ""),
    ("12,6", "21,6", ("S01", "Lek", "bokslut"), "12.6", "två siffror verkar ha bytt plats"),
    ("12,6", "126,0", ("E03", "Lek", "bokslut"), "12.6", "tio gånger för stor"),
    ("61,7", "-61,7", ("S01", "Summa", "bokslut"), "61.7", "omvänt tecken"),
    ("61,7", "67,1", ("S01", "Summa", "bokslut"), "61.7", ""),
    ("-1,1", "1,1", ("S02", "Lek", "avvikelse"), "-1.1", "omvänt tecken"),
    ("0,6", "0,9", ("S02", "Skog", "avvikelse"), "0.6", ""),
])  # fmt: skip
def test_one_wrong_cell_is_one_finding_that_names_it(
    workspace: Maker, old: str, new: str, cell: tuple[str, str, str], right: str, how: str
) -> None:
    (remark,) = open_(workspace, (old, new))
    assert cells((remark,)) == [cell]
    assert str(remark.förväntat.visat) == right if remark.förväntat else False
    assert how in remark.text
    assert len(remark.bryter) == 2
    assert any(fact.etikett.startswith("bryter också") for fact in remark.fakta)


def test_two_wrong_cells_are_two_findings(workspace: Maker) -> None:
    found = open_(workspace, ("12,6", "15,6"), ("8,5", "9,9"))
    assert sorted(cells(found)) == [("S01", "Lek", "bokslut"), ("S01", "Skog", "budget")]


def test_where_several_could_be_wrong_the_sum_is_told_and_nobody_is_named(workspace: Maker) -> None:
    rows = "".join(f"    {name} | {figure} | | | {role}\n" for name, figure, role in (
        ("Parker", "41,2", ""), ("Lek", "12,6", ""), ("Summa", "57,0", "summa")
    ))  # fmt: skip
    (remark,) = open_(workspace, rows=rows)
    assert cells((remark,)) == [("S01", "Summa", "bokslut")]
    assert remark.text == "summan stämmer inte: Summa, Bokslut 2023"


def test_a_wrong_sum_and_what_was_worked_out_of_it_is_one_finding(workspace: Maker) -> None:
    rows = RIGHT.replace("0,8 |", "|").replace("-1,1 |", "|").replace("0,6 |", "|").replace("0,3 |", "|").replace("61,7", "67,7")
    assert cells(open_(workspace, rows=rows)) == [("S01", "Summa", "bokslut")]


def test_a_waiver_of_any_relation_that_a_fault_breaks_is_used(workspace: Maker) -> None:
    rows = HEAD + RIGHT.replace("12,6", "15,6")
    waiver = "  undantag:\n    - kod: S01\n      rad: Lek\n      kolumn: bokslut\n      skäl: Så står det i handlingen.\n"
    other = "    - kod: S02\n      rad: Lek\n      kolumn: avvikelse\n      skäl: Detsamma.\n"
    result = checked(workspace({"ekonomi.yaml": rows + waiver + other}))
    assert result.open == ()
    assert [remark.undantag for remark in result.remarks] == ["Så står det i handlingen."]


KIN = """
indikatorer:
  grupper:
    - målområde: Arbetsplatser
      rader: |
        mål  | indikator    | 2020 | 2021 | 2022 | 2023 | målvärde | enhet
        Goda | Sjukfrånvaro |  2,7 |  2,8 |  2,6 |  2,7 |   max 3 | %
             |   Kvinnor    |  3,1 |  3,2 |  3,0 |  3,1 |         | %
             |   Män        |  {} |  {} |  {} |  {} |         | %
"""


def test_what_another_relation_bears_out_is_not_suspected(workspace: Maker) -> None:
    """Women 3,1 and all 2,7: men are fewer than that, and 0,4 is no slip for 4,0."""
    made = workspace({"namndindikatorer.yaml": KIN.format("2,0", "2,1", "2,0", "0,4")})
    assert [r for r in checked(made).remarks if r.code in ("E04", "D01") and "gånger" in r.text] == []
    slipped = workspace({"namndindikatorer.yaml": KIN.format("2,0", "2,1", "2,0", "0,2")})
    assert [(r.code, r.rad) for r in checked(slipped).open if r.code == "E04"] == [("E04", "Män")]
