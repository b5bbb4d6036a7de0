"""Family 3, what its examples cannot show: which table or figure is pointed at, and what is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import RAPPORT, Maker
from tests.regler import both, found, invested, overview, projects, summary, table, told
from vb_gen.core.finding import Level
from vb_gen.disk.workspace import Workspace

# Units and magnitude -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "section"),
    [
        (invested("2,2", "4,4"), projects("4 400", "2 223"), "färdigställda"),  # tkr under mnkr
        (invested("2 223", "4 400"), projects("4,4", "2,2"), "ekonomi_i_korthet"),
        (invested("2 223", "4 400", "tkr"), projects("4,4", "2,2", "tkr"), "färdigställda"),  # mnkr under tkr
        (invested("2 223", "4 400", "tkr"), projects("4 400", "2 223"), "färdigställda"),
        (invested("2,2", "4,4"), projects("4 400 000", "2 223 456", "tkr"), "färdigställda"),  # kronor under tkr
    ],
)
def test_a_table_in_the_wrong_unit_is_one_finding(first: str, second: str, section: str, workspace: Maker) -> None:
    remarks = found(workspace({"bedomning.yaml": first, "investeringar.yaml": second}))
    assert [(remark.code, remark.avsnitt) for remark in remarks] == [("E01", section)]


def test_a_table_in_the_wrong_unit_is_held_in_the_right_one(workspace: Maker) -> None:
    files = {"bedomning.yaml": invested("2,2", "4,4"), "investeringar.yaml": projects("4 400", "2 093")}
    remarks = found(workspace(files))
    assert sorted(remark.code for remark in remarks) == ["E01", "F01"]
    assert {str(remark.förväntat and remark.förväntat.värde) for remark in remarks} == {"4.4", "2200"}


def test_of_two_figures_the_one_out_of_size_is_pointed_at(workspace: Maker) -> None:
    (remark,) = found(workspace({"bedomning.yaml": invested("2 200", "4,4"), "investeringar.yaml": projects("4,4", "2,2")}))
    assert (remark.code, remark.avsnitt, remark.rad) == ("E02", "ekonomi_i_korthet", "Investeringar")


def test_of_two_tables_the_one_that_more_contradict_is_in_the_wrong_unit(example: Workspace, tmp_path: Path) -> None:
    shutil.copytree(example.root / "inputs", tmp_path / "inputs")
    file = tmp_path / "inputs/2024-budget/leanlink/ekonomi.yaml"
    head, investments = file.read_text(encoding="utf-8").split("investeringar:\n", 1)
    file.write_text(head + "investeringar:\n" + investments.replace("belopp: mnkr", "belopp: tkr", 1), encoding="utf-8")
    told = [r for r in found(Workspace(tmp_path), "2024-budget/leanlink") if not r.undantag]
    assert [(remark.code, remark.avsnitt) for remark in told] == [("E01", "investeringar")]
    assert told[0].uträkning.startswith("4,4\u00a0tkr (2024-budget/leanlink, Investeringar) ≠ 4,4\u00a0mnkr")


@pytest.mark.parametrize(("figure", "size"), [("11,51", "tio gånger för liten"), ("1 151", "tio gånger för stor")])
def test_a_lost_decimal_is_named(figure: str, size: str, workspace: Maker) -> None:
    (remark,) = found(workspace(both(overview("115,1"), summary(figure))))
    assert (remark.code, remark.avsnitt) == ("E02", "driftsammandrag")
    assert size in remark.text


def sums(first: str, second: str, total: str) -> str:
    rows = f"""
        verksamhet | bokslut  | roll
        Parker     | {first}  | post
        Lekplatser | {second} | post
        Summa      | {total}  | summa
    """
    return table("driftsammandrag", rows)


@pytest.mark.parametrize(
    ("cells", "culprit"),
    [
        (("80,0", "351", "115,1"), "Lekplatser"),
        (("80,0", "3,51", "115,1"), "Lekplatser"),
        (("80,0", "35,1", "1 151"), "Summa"),
        (("80,0", "35,1", "116,1"), ""),  # a sum that is merely wrong
        (("10,0", "10,0", "101,0"), ""),  # either of the two: nobody is pointed at
        (("80", "35", "116"), ""),  # rounded
    ],
)
def test_a_sum_points_at_the_one_figure_that_lost_a_decimal(cells: tuple[str, str, str], culprit: str, workspace: Maker) -> None:
    remarks = [remark for remark in found(workspace({"ekonomi.yaml": sums(*cells)})) if remark.code == "E03"]
    assert [remark.rad for remark in remarks] == ([culprit] if culprit else [])


@pytest.mark.parametrize(("deviation", "culprit"), [("-4,9", ""), ("-0,5", "Parker")])
def test_a_figure_that_its_own_row_bears_out_is_not_pointed_at(deviation: str, culprit: str, workspace: Maker) -> None:
    """A row is missing: that another of ten times its size would make the sum right is a chance."""
    rows = f"""
        verksamhet | bokslut | budget | avvikelse   | roll
        Parker     | 4,9     | 0,0    | {deviation} | post
        Lekplatser | -2,0    | 0,0    | 2,0         | post
        Bad        | 0,6     | 0,0    | -0,6        | post
        Summa      | -0,9    | 0,0    | 0,9         | summa
    """
    remarks = found(workspace({"ekonomi.yaml": table("driftsammandrag", rows)}))
    assert {remark.rad for remark in remarks if remark.code == "E03" and remark.kolumn == "bokslut"} == ({culprit} - {""})


def years(*figures: str, unit: str = "antal") -> str:
    heads = " | ".join(str(2024 - len(figures) + n) for n in range(len(figures)))
    return f"volymer:\n  rader: |\n    volym | {heads} | enhet\n    Träd | {' | '.join(figures)} | {unit}\n"


@pytest.mark.parametrize(
    ("figures", "column"),
    [
        (("702", "711", "7 150", "720"), "2022"),
        (("7,2", "7,1", "0,75"), "2023"),
        (("702", "711", "1 500"), ""),  # twice as many
        (("7", "70", "700"), ""),  # no level to be held against
        (("702", "7 110"), ""),  # one other year tells nothing
        (("0", "702", "7 110"), ""),
        (("25,1", "12,0", "1,2"), ""),
    ],
)
def test_a_figure_out_of_its_rows_line(figures: tuple[str, ...], column: str, workspace: Maker) -> None:
    expected = [("E04", "Träd", column)] if column else []
    assert told(workspace({"namndindikatorer.yaml": years(*figures)})) == expected


@pytest.mark.parametrize(
    ("figures", "column"),
    [
        (("64,8", "65,0", "65,3", "46,3"), "2023"),
        (("702", "711", "1 500", "720"), "2022"),
        (("702", "711", "900", "720"), ""),  # a quarter more
        (("702", "905", "1 500", "720"), ""),  # the others differ too
        (("702", "711", "1 500"), ""),  # two others tell nothing
    ],
)
def test_a_figure_far_from_a_row_that_hardly_moves_is_a_hint(figures: tuple[str, ...], column: str, workspace: Maker) -> None:
    remarks = found(workspace({"namndindikatorer.yaml": years(*figures)}))
    assert [(r.code, r.kolumn, r.level) for r in remarks] == ([("E04", column, Level.UPPLYSNING)] if column else [])


def test_a_result_may_change_tenfold(workspace: Maker) -> None:
    rows = """
        verksamhet | bokslut | budget | föregående | roll | tecken
        Parker     |    50,0 |    5,1 |        5,2 | post | resultat
        Lekplatser |    50,0 |    5,1 |        5,2 | post | kostnad
    """
    assert told(workspace({"ekonomi.yaml": table("driftsammandrag", rows)})) == [("E04", "Lekplatser", "bokslut")]


@pytest.mark.parametrize(
    ("label", "belopp", "codes"),
    [
        ("Summa nettokostnader, mnkr", "mnkr", []),
        ("Summa nettokostnader, mkr", "mnkr", []),
        ("Summa nettokostnader (tkr)", "mnkr", ["E06"]),
        ("Summa nettokostnader, mnkr*", "tkr", ["E06"]),
        ("Bidrag till tkr-projektet", "mnkr", []),
    ],
)
def test_a_row_names_its_tables_unit(label: str, belopp: str, codes: list[str], workspace: Maker) -> None:
    text = table("driftsammandrag", f"verksamhet | bokslut | roll\nParker | 1 | post\n{label} | 1 | summa", belopp)
    assert [remark.code for remark in found(workspace({"ekonomi.yaml": text}))] == codes


def test_a_heading_names_its_tables_unit(workspace: Maker) -> None:
    text = summary("115 100", "112 000", "tkr") + "  rubrik: Resultat 2023, belopp i mnkr\n"
    assert [(r.code, r.avsnitt) for r in found(workspace({"ekonomi.yaml": text}))] == [("E06", "driftsammandrag")]


MEASURE = """
personal:
  rader: |
    personal     | 2022 | 2023 | mått         | enhet
    Sjukfrånvaro |  5,1 |  5,6 | sjukfrånvaro | {}
indikatorer:
  grupper:
    - målområde: Medarbetare
      rader: |
        mål        | indikator        | 2023 | mått         | enhet
        Bra arbete | Sjukfrånvaro     |  5,6 | sjukfrånvaro | {}
                   | Frånvaro i sjuk  |  5,6 | sjukfrånvaro | {}
"""


@pytest.mark.parametrize(
    ("units", "row"),
    [
        (("%", "%", "%"), ""),
        (("%", "procent", ""), ""),
        (("mnkr", "tkr", "kr"), ""),  # amounts are held against each other in kronor
        (("antal", "%", "%"), "Sjukfrånvaro"),
        (("%", "%", "index"), "Frånvaro i sjuk"),
    ],
)
def test_a_measure_has_one_unit(units: tuple[str, str, str], row: str, workspace: Maker) -> None:
    remarks = [remark for remark in found(workspace({"namndindikatorer.yaml": MEASURE.format(*units)})) if remark.code == "E07"]
    assert [remark.rad for remark in remarks] == ([row] if row else [])


def test_a_measure_has_the_unit_of_the_report_before(workspace: Maker) -> None:
    files = {
        "namndindikatorer.yaml": MEASURE.format("antal", "antal", ""),
        "inputs/2022/parknamnden/rapport.yaml": RAPPORT,
        "inputs/2022/parknamnden/namndindikatorer.yaml": MEASURE.format("%", "%", "%"),
    }
    assert {remark.code for remark in found(workspace(files), "2022/parknamnden")} == {"H06"}  # it tells of a year ahead of it
    assert [remark.rad for remark in found(workspace(files)) if remark.code == "E07"] == ["Sjukfrånvaro", "Sjukfrånvaro"]


def test_leanlinks_investments_are_in_tkr_under_mnkr(example: Workspace) -> None:
    units = [remark for remark in found(example, "2023/leanlink") if remark.code == "E01"]
    assert [remark.place.document.name for remark in units] == ["inputs/2023/leanlink/investeringar.yaml"]
    assert Path(units[0].fakta[1].plats.document.name).name == "bedomning.yaml"
