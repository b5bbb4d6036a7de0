"""What a figure can be at all: its sign, its whole, its name's unit, its row's other figures, what women and men give."""

from __future__ import annotations

import pytest

from tests.checks.test_rules import remarks
from tests.conftest import Maker

HEAD = """
indikatorer:
  grupper:
    - målområde: Medborgare
      rader: |
        mål          | indikator | 2021 | 2022 | 2023 | målvärde | mått | enhet
"""


def found(workspace: Maker, *lines: str) -> list[tuple[str, str, str]]:
    """What these rules say of some indicators: code, row and column."""
    text = HEAD + "".join(f"        {'Gröna parker' if not i else ''} | {line}\n" for i, line in enumerate(lines))
    told = remarks(workspace({"namndindikatorer.yaml": text}))
    return [(r.code, r.rad, r.kolumn) for r in told if r.code in ("E04", "E08", "E09", "E10", "D08")]


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Antal besökare | | | -69 | | | antal", ["E08"]),
        ("Kölängd | 40 | 38 | -35 | | | meter", ["E08"]),  # its other years are positive
        ("Kölängd | | | -35 | | | meter", []),  # nothing tells
        ("Kölängd | 40 | -38 | -35 | | | meter", []),
        ("Trädens läge | 40 | 0,0 | -35 | | | meter", []),
        ("Trädens läge | 40 | 0,0 | 35 | | | meter", []),
        ("Förändring av antalet träd | 40 | 38 | -35 | | | antal", []),
        ("Budgetavvikelse | 1,0 | 1,3 | -0,3 | | | %", []),
        ("Nettokostnad per träd | 40 | 38 | -35 | | | kr", []),
        ("Andel nöjda | 88 | 90 | 890 | 90 | | %", ["E04", "E09"]),
        ("Andel nöjda | | | 101 | | | %", ["E09"]),
        ("Andel nöjda | | | 100 | | | %", []),
        ("Andel använda medel av budget | | | 104 | | | %", []),
        ("Beläggning | | | 104 | | | %", []),
        ("Andel utförda timmar av beslutade | | | 104 | | | %", []),
        ("Andel utförda timmar av beslutade | | | 1040 | | | %", ["E09"]),
        ("Nöjda besökare (%) | | | 89 | | | antal", ["E10"]),
        ("Nöjda besökare (%) | | | 89 | | | %", []),
        ("Besökare per 1 000 invånare (%) | | | 8 | | | ‰", []),  # E05
        ("Upplevd trygghet | | | | -90 | | %", ["E08"]),  # a target
        ("Trädens läge | | | | -90 | | meter", ["E08"]),
        ("Förändring av antalet träd | | | | -90 | | antal", []),
        ("Nyttjandegrad | | | -59 | | | %", ["E08"]),
        ("Besökare (medarbetarundersökning) | 40 | 38 | -35 | | | meter", ["E08"]),  # no ökning
        ("Andel avvikelser som avslutas | | | -60 | | | %", ["E08"]),  # of deviations, but a share
        ("Andel avvikelse | 40 | 38 | -35 | | | %", []),
        ("Parker i balans (%) | 100 | 80 | -50 | | | %", ["E08"]),
        ("Balans mellan parker | 100 | 80 | -50 | | | meter", []),
        ("Upplevd trygghet | | | 850 | | | %", ["E09"]),
        ("Upplevd trygghet | | | | 950 | | %", ["E09"]),
        ("Upplevd trygghet | | | 180 | | | %", []),
        ("Beläggning | | | 950 | | | %", ["E09"]),
        ("Måluppfyllelse | | | 250 | | | %", []),
        ("Ökning av besöken | | | 250 | | | %", []),
    ],
)
def test_what_a_figure_can_be(line: str, codes: list[str], workspace: Maker) -> None:
    assert sorted(code for code, *_ in found(workspace, line)) == codes


@pytest.mark.parametrize(
    ("figures", "column"),
    [
        ("6,4 | 69 | 6,6 | 6,0", "2022"),
        ("6,4 | 6,9 | 0,66 | 6,0", "2023"),
        ("6,4 | 6,9 | 6,6 | 60", "målvärde"),
        ("6,4 | 6,9 | 66 | ", "2023"),
        ("5,7 | 8,9 | 12,7 | 100", "målvärde"),  # not so alike, but there are three of them
        ("340 | 350 | 21 | 345", "2023"),  # no power of ten: another row's figure
        ("| 409 | 40,7 | 673", "2023"),  # two that are nearly alike
    ],
)
def test_a_figure_out_of_line_with_its_row(figures: str, column: str, workspace: Maker) -> None:
    assert found(workspace, f"Kölängd | {figures} | | meter") == [("E04", "Kölängd", column)]


@pytest.mark.parametrize(
    "line",
    [
        "Kölängd | 6,4 | 6,9 | 20,1 | 6,0 | | meter",  # three times is no slip
        "Kölängd | 0,4 | 6,9 | 66 | | | meter",  # its years are not alike
        "Kölängd | | | 25 | 250 | | meter",  # one other figure tells nothing
        "Nya parker | 1 | 2 | 17 | 2 | | antal",  # few
        "Avvikelse från plan | 6,4 | 6,9 | 66 | 6,0 | | %",
        "Kölängd | 0,04 | 0,05 | 0,34 | | | meter",
        "Kölängd | 0,0 | 0,1 | 0,3 | | | meter",
    ],
)
def test_a_figure_that_may_well_be_so(line: str, workspace: Maker) -> None:
    assert found(workspace, line) == []


def test_women_ten_times_men_is_out_of_line_though_the_total_lies_between(workspace: Maker) -> None:
    lines = ("Sjukfrånvaro | | | 6,9 | | sjukfrånvaro | %", "  Kvinnor | | | 76 | | | %", "  Män | | | 5,9 | | | %")
    assert ("E04", "Kvinnor", "2023") in found(workspace, *lines)


@pytest.mark.parametrize(
    ("total", "women", "men", "found_"),
    [
        ("7,0", "7,9", "4,4", False),
        ("5,3", "7,9", "4,4", True),  # 26 % women
        ("7,0", "4,4", "7,9", True),  # women and men have changed places
        ("5,3", "4,4", "7,9", False),
        ("6,9", "6,9", "6,9", False),  # nothing to tell from
        ("8,9", "7,9", "4,4", False),  # above both: D01
    ],
)
def test_the_share_of_women_that_a_total_gives(total: str, women: str, men: str, found_: bool, workspace: Maker) -> None:
    lines = (
        f"Kölängd | 6,5 | 6,9 | {total} | | kölängd | %",
        f"  Kvinnor | 7,3 | 7,7 | {women} | | | %",
        f"  Män | 4,3 | 4,5 | {men} | | | %",
    )
    told = found(workspace, *lines)
    assert [one for one in told if one[0] == "D08"] == ([("D08", "Kölängd", "2023")] if found_ else [])


@pytest.mark.parametrize(
    ("total", "found_"),
    [
        ("62,5", True),  # 73 % women, where the other years both tell 80
        ("61,4", False),  # 82 %
        ("62,0", False),  # 77 %: people come and go
    ],
)
def test_the_more_exactly_other_years_tell_the_share_the_nearer_it_must_be(total: str, found_: bool, workspace: Maker) -> None:
    lines = (
        f"Kölängd | 60,0 | 61,0 | {total} | | kölängd | %",
        "  Kvinnor | 57,0 | 58,0 | 59,0 | | | %",
        "  Män | 72,0 | 73,0 | 72,0 | | | %",
    )
    told = [one for one in found(workspace, *lines) if one[0] == "D08"]
    assert told == ([("D08", "Kölängd", "2023")] if found_ else [])


def test_a_year_that_leaves_the_share_open_neither_tells_nor_hinders(workspace: Maker) -> None:
    """Women and men alike but for a rounding, in one of four years: the two others tell, and are most of those that do."""
    rows = (
        "Gott arbete | Sjukfrånvaro | 6,5 | 6,9 | 7,1 | 5,3 | | sjukfrånvaro | %",
        " |   Kvinnor | 7,3 | 7,7 | 7,1 | 7,9 | | | %",
        " |   Män | 4,3 | 4,5 | 7,1 | 4,4 | | | %",
    )
    head = HEAD.replace("2021 |", "2020 | 2021 |")
    body = "".join(f"        {row}\n" for row in rows)
    made = workspace({"namndindikatorer.yaml": head + body})
    assert [(r.code, r.kolumn) for r in remarks(made) if r.code == "D08"] == [("D08", "2023")]


RESULT = """
driftsammandrag:
  belopp: mnkr
  tecken: resultat
  rader: |
    verksamhet       | bokslut | budget | avvikelse | roll  | tecken
    Växthus          |    -1,9 |    0,0 |      -1,9 |       |
    Summa            |    -1,9 |    0,0 |      -1,9 | summa |
      varav kostnader |  638,4 |  620,1 |           | delar | kostnad
      varav intäkter  |  636,5 |  620,1 |           | delar | intäkt
"""
SHARE = HEAD + "        Hushållning | Budgetavvikelse | | | {0} | max 1 | budgetavvikelse | %\n"
BODY = "namn: Exempelköpings kommun\nenheter:\n  parknamnden:\n    namn: Parknämnden\n    sort: nämnd\n    ram: {0}\n"


@pytest.mark.parametrize(
    ("frame", "share", "codes"),
    [("nollram", "-0,3", []), ("nollram", "0,3", ["S06"]), ("ram", "0,3", [])],  # a frame of nothing has no share
)
def test_a_deviation_is_a_share_of_the_frame_or_of_the_turnover(
    workspace: Maker, frame: str, share: str, codes: list[str]
) -> None:
    made = workspace({"kommun.yaml": BODY.format(frame), "ekonomi.yaml": RESULT, "namndindikatorer.yaml": SHARE.format(share)})
    told = [r for r in remarks(made) if r.code == "S06"]
    assert [r.code for r in told] == codes
    assert all(r.text.endswith("(omvänt tecken)") for r in told)


INVESTED = """
ekonomi_i_korthet:
  belopp: mnkr
  rader: |
    ekonomi              | bokslut | budget | föregående | tecken  | mått
    Investeringar, netto |    55,8 |  355,0 |      399,5 | kostnad | investeringar
"""


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("Kvar av budgeten | | | 84 | | investeringsavvikelse | %", []),  # 84,28
        ("Kvar av budgeten | | | 84,3 | | investeringsavvikelse | %", []),
        ("Kvar av budgeten | | | 85 | | investeringsavvikelse | %", ["S07"]),
        ("Kvar av budgeten | | | -84 | | investeringsavvikelse | %", ["S07"]),
        ("Kvar av budgeten | | | 16 | | investeringsavvikelse | %", ["S07"]),  # what was used
        ("Kvar av budgeten | | 12 | | | investeringsavvikelse | %", []),  # no budget is told for 2022
        ("Kvar av budgeten | | | 48 | | investeringsavvikelse | mnkr", []),
    ],
)
def test_what_is_left_of_the_investment_budget(workspace: Maker, line: str, codes: list[str]) -> None:
    made = workspace({"bedomning.yaml": INVESTED, "namndindikatorer.yaml": HEAD + f"        Hushållning | {line}\n"})
    assert [r.code for r in remarks(made) if r.code == "S07"] == codes


PLANNED = """
volymer:
  rader: |
    volym       | budget 2024 | plan 2025 | plan 2026 | plan 2027 | plan 2028 | enhet
    Skötta träd | {} | {}
"""


@pytest.mark.parametrize(
    ("years", "unit", "column"),
    [
        ("700 | 306 | 360 | 306 | 306", "antal", "plan 2026"),  # swapped
        ("700 | 306 | 306 | 316 | 306", "antal", "plan 2027"),  # a digit
        ("306 | -306 | 306 | 306 | 306", "antal", "plan 2025"),
        ("4,0 | 4,0 | 40 | 4,0 | 4,0", "%", "plan 2026"),
        ("4,0 | 4,0 | 0,40 | 4,0 | 4,0", "%", "plan 2026"),
        ("306 | 306 | 306 | 306 | 306", "antal", ""),
        ("306 | 306 | 325 | 306 | 306", "antal", ""),  # no slip: meant
        ("306 | 306 | 306 | 306 | 316", "antal", ""),  # the last year: a step
        ("316 | 306 | 306 | 306 | 306", "antal", ""),  # the first
        ("700 | 800 | 306 | 316 | 306", "antal", ""),  # two that are alike are no row of them
        ("306 | 306 | 316 | 316 | 316", "antal", ""),
        ("306 | 306 | 316 | 306 | 306", "mnkr", ""),  # part of a sum
    ],
)
def test_a_single_year_of_a_flat_plan_that_is_off_by_a_slip(workspace: Maker, years: str, unit: str, column: str) -> None:
    made = workspace({"rapport.yaml": "mall: budget-2024\n", "budget.yaml": PLANNED.format(years, unit)})
    assert [r.kolumn for r in remarks(made) if r.code == "E11"] == ([column] if column else [])


@pytest.mark.parametrize(
    ("total", "women", "men", "row"),
    [
        ("73", "73", "73", ""),
        ("73", "73", "7,3", "Män"),  # targets alone, where two of three are alike
        ("73", "730", "73", "Kvinnor"),
    ],
)
def test_targets_for_women_and_men_are_of_one_size(workspace: Maker, total: str, women: str, men: str, row: str) -> None:
    lines = (
        f"Arbetsglädje | | | | {total} | glädje | index",
        f"  Kvinnor | | | | {women} | | index",
        f"  Män | | | | {men} | | index",
    )
    assert [one[1] for one in found(workspace, *lines) if one[0] == "E04"] == ([row] if row else [])


def test_where_women_and_men_are_counted_there_may_be_few_of_either(workspace: Maker) -> None:
    def lines(men: str) -> tuple[str, ...]:
        return "Anställda | | | 100 | | anställda | antal", "  Kvinnor | | | 92 | | | antal", f"  Män | | | {men} | | | antal"

    assert found(workspace, *lines("8")) == []
    assert ("E04", "Män", "2023") in found(workspace, *lines("880"))


@pytest.mark.parametrize(
    ("lines", "row"),
    [
        (("Nöjda | 85 % | 87 st | 88 % | | nöjda |",), "Nöjda"),
        (("Nöjda | 85 % | 87 % | 88 % | Minska med 10 poäng | nöjda |",), ""),
        (("Nöjda | | 87 % | 88 % | | nöjda |", "  Kvinnor | | 88 % | 90 st | | |", "  Män | | 85 % | 86 % | | |"), "Kvinnor"),
        (("Kostnad | 850 tkr | 0,9 mnkr | 880 tkr | | kostnad |",), ""),  # both are kronor
        (("Besökare | 850 st | 900 | 880 personer | | besökare | antal",), ""),  # a number of something
        (("Arbetsglädje | 65 ind. | 67 | 66 | | glädje | index",), ""),  # a word of somebody's own
        (("Besökare | 850 | 900 | 88 % | | besökare | antal",), "Besökare"),
    ],
)
def test_the_figures_of_a_row_are_in_one_unit(workspace: Maker, lines: tuple[str, ...], row: str) -> None:
    text = HEAD + "".join(f"        {'Gröna parker' if not i else ''} | {line}\n" for i, line in enumerate(lines))
    told = [r.rad for r in remarks(workspace({"namndindikatorer.yaml": text})) if r.code == "E07"]
    assert told == ([row] if row else [])


PROJECTS = """
färdigställda:
  belopp: {}
  rader: |
    projekt    | årets budget | årets utfall | roll
    Lekplatser | {} | {} | post
    Summa      | {} | {} | summa
pågående:
  belopp: mnkr
  rader: |
    projekt            | årets budget | årets utfall | roll
    Bryggor            |          2,5 |          2,1 | post
    Summa              |          2,5 |          2,1 | summa
    Summa investeringar |         4,0 |          {} | totalsumma
"""


@pytest.mark.parametrize(
    ("unit", "figures", "total", "codes"),
    [
        ("mnkr", ("1,5", "1,2"), "3,3", []),
        ("tkr", ("1 500", "1 200"), "3,3", []),  # in thousands, added as millions
        ("tkr", ("1 500", "1 260"), "3,3", []),  # 3,36: rounding
        ("tkr", ("1 500", "1 400"), "3,3", ["S01"]),
        ("tkr", ("1,5", "1,2"), "3,3", ["S01", "S01"]),  # the unit is wrong: both columns are off
    ],
)
def test_a_grand_sum_adds_tables_of_other_units(
    workspace: Maker, unit: str, figures: tuple[str, str], total: str, codes: list[str]
) -> None:
    made = workspace({"investeringar.yaml": PROJECTS.format(unit, *figures, *figures, total)})
    assert [r.code for r in remarks(made) if r.code == "S01"] == codes


@pytest.mark.parametrize(
    ("year", "since", "codes"),
    [("3,8", "9,2", []), ("3,8", "3,8", []), ("3,8", "3,75", []), ("3,8", "0,92", ["S08"]), ("0", "0", []), ("-1,0", "-2,0", [])],
)
def test_the_years_outcome_is_part_of_the_accumulated(workspace: Maker, year: str, since: str, codes: list[str]) -> None:
    text = "pågående:\n  belopp: mnkr\n  rader: |\n    projekt | ack. utfall | årets utfall | roll\n"
    made = workspace({"investeringar.yaml": f"{text}    Lekplatser | {since} | {year} | post\n"})
    assert [r.code for r in remarks(made) if r.code == "S08"] == codes
