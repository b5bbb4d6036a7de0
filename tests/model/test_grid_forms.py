"""Grids as people paste them: cells left out at the end, rows without a name, a property said once, a heading twice."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Maker, faults, read, render
from vb_gen.checks.rule import Library
from vb_gen.checks.run import check
from vb_gen.model.table import Tabell

HEAD = "driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n{more}  rader: |\n"


def table(make: Maker, rows: str, more: str = "") -> Tabell:
    """The table that a grid becomes."""
    lines = "".join(f"    {line}\n" for line in rows.strip("\n").split("\n"))
    return next(iter(read(make({"ekonomi.yaml": HEAD.format(more=more) + lines})).tables()))


def shown(made: Tabell) -> list[list[str]]:
    """Names and cells as they are printed."""
    return [[row.etikett, *(row.celler[c.ord].cell.shown for c in made.kolumner)] for row in made.rader]


@pytest.mark.parametrize("sign", [" | ", "\t"])
def test_empty_cells_at_the_end_may_be_left_out(sign: str, workspace: Maker) -> None:
    rows = "verksamhet|bokslut|budget|föregående|roll\nDriften\n  Parker|41,2|42,0\n  Skog|7,9|8,5|7,4\nSumma||||summa"
    made = table(workspace, rows.replace("|", sign))
    assert shown(made)[:3] == [["Driften", "", "", ""], ["Parker", "41,2", "42,0", ""], ["Skog", "7,9", "8,5", "7,4"]]


@pytest.mark.parametrize("row", ["Parker\t41,2\t42,0", "Parker; 41,2; 42,0", "Parker   41,2   42,0"])
def test_a_row_that_is_parted_by_something_else_is_a_fault(row: str, workspace: Maker) -> None:
    rows = f"verksamhet | bokslut | budget\nSkog | 7,9 | 8,5\n{row}"
    lines = "".join(f"    {line}\n" for line in rows.split("\n"))
    assert [f.code for f in faults(workspace({"ekonomi.yaml": HEAD.format(more="") + lines}))] == ["G03"]


ALIGNED = """
verksamhet | bokslut | budget | föregående
Parker     |    41,2 |   42,0 |       40,1
{}
"""


@pytest.mark.parametrize("row", ["Skog       |    7,9           |        7,4", "Skog                 |    8,5 |        7,4"])
def test_a_cell_that_is_left_out_between_others_is_asked_for(row: str, workspace: Maker) -> None:
    """The row's figures stand under their headings: those after the gap would land one column off."""
    lines = "".join(f"    {line}\n" for line in ALIGNED.format(row).strip("\n").split("\n"))
    (fault,) = faults(workspace({"ekonomi.yaml": HEAD.format(more="") + lines}))
    assert (fault.code, fault.place.line) == ("G03", 7)


@pytest.mark.parametrize("row", ["Skog       |     7,9 |    8,5", "Skog | 7,9 | 8,5", "Skog       |     7,9"])
def test_a_row_that_ends_early_lacks_nothing_between(row: str, workspace: Maker) -> None:
    made = table(workspace, ALIGNED.format(row))
    assert shown(made)[1][:2] == ["Skog", "7,9"]


def test_a_column_without_heading_and_cells_is_left_out(workspace: Maker) -> None:
    made = table(workspace, "verksamhet | bokslut | \nParker | 41,2 | ")
    assert [column.ord for column in made.kolumner] == ["bokslut"]


def test_the_corner_may_be_empty(workspace: Maker) -> None:
    made = table(workspace, "| bokslut | budget\nParker | 41,2 | 42,0")
    assert shown(made) == [["Parker", "41,2", "42,0"]]


def test_a_row_may_have_no_name(workspace: Maker) -> None:
    rows = "verksamhet | bokslut | budget | roll\nParker | 41,2 | 42,0 |\n | 1,0 | 2,0 |\n | 42,2 | 44,0 | summa"
    made = table(workspace, rows)
    assert [row.namnlös for row in made.rader] == [False, True, True]
    assert len({row.nyckel for row in made.rader}) == 3
    workspace_now = workspace({"ekonomi.yaml": HEAD.format(more="") + "".join(f"    {r}\n" for r in rows.split("\n"))})
    assert [r for r in check(read(workspace_now), Library(workspace_now)).remarks if r.level == "fel"] == []
    page = render(workspace_now)
    assert "Rad utan namn" not in page
    assert re.search(r'<td class="etikett[^"]*"></td>', page)


def test_a_sum_without_a_name_is_tested(workspace: Maker) -> None:
    rows = "verksamhet | bokslut | roll\nParker | 41,2 |\nSkog | 1,0 |\n | 44,2 | summa"
    made = workspace({"ekonomi.yaml": HEAD.format(more="") + "".join(f"    {r}\n" for r in rows.split("\n"))})
    [found] = check(read(made), Library(made)).remarks
    assert (found.code, found.rad) == ("S01", "Summa")


GOALS = """
målredovisning:
  målområden:
    - målområde: Miljö
      mål:
        - namn: Gröna parker
          status: uppnått
          bedömning: Målet är nått.
          resultat: Fler träd.
indikatorer:
  grupper:
    - målområde: Miljö
      rader: |
        mål          | indikator | 2022 | 2023 | målvärde
        Gröna parker |           |      |      |
        Trygga parker | Trygga   |   71 |   75 | minst 70
"""


def test_a_goal_may_have_no_indicator(workspace: Maker) -> None:
    made = workspace({"mal.yaml": GOALS})
    assert "N06" not in [r.code for r in check(read(made), Library(made)).remarks]
    page = render(made)
    assert "Ingen indikator" not in page
    assert "Gröna parker" in page


def test_a_property_may_be_said_once_for_the_table(workspace: Maker) -> None:
    text = """
        personal:
          enhet: antal
          riktning: högst
          rader: |
            personal      | 2022 | 2023 | enhet
            Anställda     |   98 |  101 |
            Sjukfrånvaro  |  6,9 |  7,2 | %
              Kvinnor     |  7,3 |  7,8 |
    """
    made = next(iter(read(workspace({"namndindikatorer.yaml": text})).tables()))
    column = made.kolumner[-1]
    assert [made.unit(row, column, row.celler["2023"].cell) for row in made.rader] == ["antal", "%", "%"]
    assert {row.riktning for row in made.rader} == {"högst"}


def test_a_property_that_is_wrong_is_told(workspace: Maker) -> None:
    text = "personal:\n  riktning: uppåt\n  rader: |\n    personal | 2023\n    Anställda | 98\n"
    [found] = faults(workspace({"namndindikatorer.yaml": text}))
    assert (found.code, found.place.line) == ("M02", 2)


@pytest.mark.parametrize(
    ("section", "word", "other"),
    [
        ("driftsammandrag", "bokslut", "föregående"),
        ("coronaeffekter", "kostnader", "prognos kostnader"),
        ("coronaeffekter", "intäkter", "prognos intäkter"),
        ("driftsammandrag", "budget", "budget 2019"),
    ],
)
def test_a_heading_that_stands_twice_says_the_other_one(section: str, word: str, other: str, workspace: Maker) -> None:
    """And with it the fault is gone."""
    text = f"{section}:\n  rader: |\n    verksamhet | {word} | {{}}\n    Parker | 1,0 | 2,0\n"
    report = {"rapport.yaml": "mall: vb-2020\n"}
    made = {name.replace("2023", "2020"): body for name, body in report.items()}
    files = {f"inputs/2020/parknamnden/{name}": body for name, body in made.items()}
    where = "inputs/2020/parknamnden/ekonomi.yaml"
    [found] = faults(workspace(files | {where: text.format(word)}), "2020/parknamnden")
    assert found.code == "G04"
    assert f"skriv ”{other}”" in found.instead
    assert render(workspace(files | {where: text.format(other)}), "2020/parknamnden")


def test_a_column_of_words_beside_figures_is_set_as_text(workspace: Maker) -> None:
    text = """
        färdigställda:
          rader: |
            projekt | slutår      | beslutad budget
            Bro     | våren 2024  |             1,0
            Gångväg | 85 % klar   |             2,0
    """
    page = render(workspace({"investeringar.yaml": text}))
    assert re.search(r'<th[^>]*class="text"[^>]*>Slutår', page)
    assert re.search(r'<td class="text">85(?: |&nbsp;|\xa0)% klar</td>', page)
