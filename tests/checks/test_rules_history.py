"""Family 5, what its examples cannot show: which report is held against which, and what explains a change."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.conftest import Maker, faults, read, render
from vb_gen.checks.rule import Library, Remark
from vb_gen.checks.run import check
from vb_gen.disk.workspace import Workspace

CODES = ("E02", "H01", "H02", "H03", "H05")
RAPPORT = "mall: vb-2023\n"
WITH_CHILD = """
namn: Exempelköpings kommun
enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
  tradgarden:
    namn: Trädgården
    sort: förvaltning
    överordnad: parknamnden
"""


def found(workspace: Workspace, name: str = "2023/parknamnden") -> list[Remark]:
    """What this family says of a report; what a later report says (H04) is asked for by itself."""
    return [remark for remark in check(read(workspace, name), Library(workspace)).remarks if remark.code in CODES]


def told(workspace: Workspace, name: str = "2023/parknamnden") -> list[tuple[str, str, str]]:
    """Each finding's code, row and column."""
    return [(remark.code, remark.rad, remark.kolumn) for remark in found(workspace, name)]


def staff(header: str, *rows: str, more: str = "") -> str:
    """A table of staff."""
    lines = "".join(f"    {row}\n" for row in (f"personal | {header} | mått | enhet", *rows))
    return f"personal:\n  rader: |\n{lines}{more}"


def reports(texts: Mapping[str, str], chapter: str = "namndindikatorer") -> dict[str, str]:
    """Reports of one nämnd, by their periods."""
    files: dict[str, str] = {}
    for period, text in texts.items():
        folder = f"inputs/{period}/parknamnden/"
        files |= {f"{folder}rapport.yaml": RAPPORT, f"{folder}{chapter}.yaml": text}
    return files


def ill(header: str, *figures: str, more: str = "") -> str:
    """Sick leave of some years."""
    return staff(header, f"Sjukfrånvaro | {' | '.join(figures)} | sjukfrånvaro | %", more=more)


@pytest.mark.parametrize(
    ("then", "now", "codes"),
    [
        ("5,14", "5,14", []),
        ("5,14", "5,1", []),  # rounded
        ("5,14", "5,15", ["H01"]),
        ("5,14", "I.U.", []),
        ("ca 5", "6,2", []),  # a bound is held against nothing
        ("5,14 prel.", "5,31", []),  # nor a preliminary figure
        ("5,14", "51,4", ["E02"]),
        ("5,14", "5,41", ["H01"]),
    ],
)
def test_an_earlier_years_figure_is_what_was_told_then(then: str, now: str, codes: list[str], workspace: Maker) -> None:
    made = workspace(reports({"2022": ill("2022", then), "2023": ill("2022 | 2023", now, "5,0")}))
    assert [remark.code for remark in found(made)] == codes
    assert told(made, "2022/parknamnden") == []  # the earlier report has nothing to explain


def test_the_figures_places_are_told(workspace: Maker) -> None:
    (remark,) = found(workspace(reports({"2022": ill("2022", "5,14"), "2023": ill("2022 | 2023", "5,41", "5,0")})))
    assert (remark.avsnitt, remark.rad, remark.kolumn) == ("personal", "Sjukfrånvaro", "2022")
    assert [str(term.plats) for term in remark.fakta] == [
        "inputs/2023/parknamnden/namndindikatorer.yaml:4:20",
        "inputs/2022/parknamnden/namndindikatorer.yaml:4:20",
    ]
    assert "två siffror verkar ha bytt plats" in remark.text


def test_a_report_that_was_written_later_is_no_report_something_has_changed_since(example: Workspace) -> None:
    """The budget for 2024 is written before the report of 2023, the report of 2023 after that of 2020."""
    texts = [r.text for name in ("2024-budget/leanlink", "2023/leanlink") for r in found(example, name) if r.code == "H01"]
    assert any(text.startswith("siffran är en annan än i 2023/leanlink: ") for text in texts)
    assert any(text.startswith("siffran är ändrad sedan 2020/leanlink: ") for text in texts)
    assert not any("ändrad sedan 2023" in text for text in texts)


def test_a_later_report_that_says_otherwise_is_told_in_the_earlier(workspace: Maker) -> None:
    made = workspace(reports({"2022": ill("2022", "5,14"), "2023": ill("2022", "6,41")}))
    remarks = [r for r in check(read(made, "2022/parknamnden"), Library(made)).remarks if r.code == "H04"]
    assert [(remark.rad, remark.level, remark.rapport) for remark in remarks] == [
        ("Sjukfrånvaro", "upplysning", "2022/parknamnden")
    ]


def test_the_latest_report_that_tells_of_the_year_is_held_to(workspace: Maker) -> None:
    why = "  omräknat:\n    - rad: Sjukfrånvaro\n      kolumn: 2021\n      skäl: Ny mätmetod.\n"
    made = workspace(reports({
        "2021": ill("2021", "5,14"),
        "2022": ill("2021 | 2022", "6,31", "6,25", more=why),
        "2023": ill("2021 | 2022", "6,31", "6,25"),
        "2024": ill("2021 | 2022", "5,14", "6,25"),
    }))  # fmt: skip
    assert [told(made, f"{year}/parknamnden") for year in (2021, 2022, 2023)] == [[], [], []]
    assert told(made, "2024/parknamnden") == [("H01", "Sjukfrånvaro", "2021")]  # back to what was restated


def test_the_report_of_the_year_itself_is_right_against_a_later_slip(workspace: Maker) -> None:
    made = workspace(reports({"2021": ill("2021", "5,14"), "2022": ill("2021", "6,31"), "2023": ill("2021", "5,14")}))
    assert told(made, "2022/parknamnden") == [("H01", "Sjukfrånvaro", "2021")]
    assert told(made) == []


def test_the_comparison_column_is_last_years_outcome(workspace: Maker) -> None:
    def result(figures: str) -> str:
        rows = f"    verksamhet | bokslut | föregående | roll\n    Parker | {figures} | post\n    Summa | {figures} | summa\n"
        return f"driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n  rader: |\n{rows}"

    made = workspace(reports({"2022": result("98,1 | 97,0"), "2023": result("101,0 | 98,7")}, "ekonomi"))
    assert told(made) == [("H01", "Parker", "föregående"), ("H01", "Summa", "föregående")]


def test_forecasts_and_plans_may_change(workspace: Maker) -> None:
    def plan(header: str, figures: str) -> str:
        return f"volymer:\n  rader: |\n    volym | {header} | mått | enhet\n    Träd | {figures} | träd | antal\n"

    made = workspace(reports({
        "2022": plan("plan 2024 | budget 2023", "700 | 650"),
        "2023": plan("plan 2024 | budget 2023", "720 | 660"),
    }))  # fmt: skip
    assert told(made) == [("H03", "Träd", "budget 2023")]


def test_a_measures_budget_is_its_target(workspace: Maker) -> None:
    goals = """
        indikatorer:
          grupper:
            - målområde: Medarbetare
              rader: |
                mål        | indikator    | målvärde | mått         | enhet
                Bra arbete | Sjukfrånvaro | {}       | sjukfrånvaro | %
        """
    earlier = reports({"2022": ill("budget 2023", "5,5")})
    assert told(workspace(earlier | {"namndindikatorer.yaml": goals.format("6,0")})) == [("H03", "Sjukfrånvaro", "målvärde")]
    assert told(workspace(earlier | {"namndindikatorer.yaml": goals.format("högst 5,5")})) == []
    assert told(workspace(earlier | {"namndindikatorer.yaml": goals.format("Minska med 10 %")})) == []  # a change, no level


def test_a_parents_row_is_held_against_the_childs_report_of_the_year_only(workspace: Maker) -> None:
    def result(rows: str) -> str:
        return f"driftsammandrag:\n  belopp: mnkr\n  rader: |\n    verksamhet | bokslut | föregående | roll | från\n    {rows}\n"

    files = {"kommun.yaml": WITH_CHILD}
    for year, figures in ((2022, "-4,1 | -3,0"), (2023, "-1,9 | -4,7")):
        for body, rows in (
            ("parknamnden", f"Trädgården | {figures} | utanför | {year}/tradgarden"),
            ("tradgarden", f"Summa | {figures} | summa |"),
        ):
            files |= {f"inputs/{year}/{body}/rapport.yaml": RAPPORT, f"inputs/{year}/{body}/ekonomi.yaml": result(rows)}
    made = workspace(files)
    assert told(made) == []
    assert told(made, "2023/tradgarden") == [("H01", "Summa", "föregående")]


# Moved and swapped ---------------------------------------------------------------------------------------------------

BOTH = ("Sjukfrånvaro | {} | sjukfrånvaro | %", "Personalavgångar | {} | personalavgångar | %")


def two(header: str, ill: str, left: str) -> str:
    return staff(header, BOTH[0].format(ill), BOTH[1].format(left))


def test_swapped_rows_are_named(workspace: Maker) -> None:
    remarks = found(workspace(reports({"2022": two("2022", "5,1", "9,4"), "2023": two("2022", "9,4", "5,1")})))
    assert [(remark.code, remark.rad) for remark in remarks] == [("H02", "Sjukfrånvaro"), ("H02", "Personalavgångar")]
    assert "”Sjukfrånvaro, 2022” och ”Personalavgångar, 2022” verkar ha bytt plats" in remarks[0].text


def test_swapped_years_are_named(workspace: Maker) -> None:
    remarks = found(workspace(reports({"2022": ill("2021 | 2022", "5,1", "6,4"), "2023": ill("2021 | 2022", "6,4", "5,1")})))
    assert [remark.code for remark in remarks] == ["H02", "H02"]
    assert "”Sjukfrånvaro, 2021” och ”Sjukfrånvaro, 2022” verkar ha bytt plats" in remarks[0].text


def test_a_figure_of_another_row_is_named(workspace: Maker) -> None:
    (remark,) = found(workspace(reports({"2022": two("2022", "5,1", "11,3"), "2023": two("2022", "11,3", "11,3")})))
    assert (remark.code, remark.rad) == ("H02", "Sjukfrånvaro")
    assert "11,3\u00a0% är i 2022/parknamnden siffran för ”Personalavgångar, 2022”" in remark.text


def test_two_figures_that_are_alike_by_chance_are_not_named(workspace: Maker) -> None:
    (remark,) = found(workspace(reports({"2022": two("2022", "5", "9"), "2023": two("2022", "9", "9")})))
    assert remark.code == "H01"


# What is said to be restated -----------------------------------------------------------------------------------------

SEXES = ("Sjukfrånvaro | {} | sjukfrånvaro | %", "  Kvinnor | {} | | %", "  Män | {} | | %")


def by_sex(*figures: str, more: str = "") -> str:
    return staff("2022", *(row.format(figure) for row, figure in zip(SEXES, figures, strict=True)), more=more)


def restated(**words: str) -> str:
    lines = [f"{key}: {value}" for key, value in ({"skäl": "Timavlönade räknas med."} | words).items()]
    return "  omräknat:\n    - " + "\n      ".join(lines) + "\n"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ({"rad": "Sjukfrånvaro", "kolumn": "2022"}, ["Kvinnor", "Män"]),
        ({"rad": "Sjukfrånvaro"}, ["Kvinnor", "Män"]),
        ({"rad": "Sjukfrånvaro, Män"}, ["Sjukfrånvaro", "Kvinnor"]),
        ({"rad": "sjukfrånvaro, män", "kolumn": "2022"}, ["Sjukfrånvaro", "Kvinnor"]),
        ({"kolumn": "2022"}, []),
    ],
)
def test_what_is_restated_is_left_alone(words: dict[str, str], left: list[str], workspace: Maker) -> None:
    made = workspace(reports({"2022": by_sex("5,1", "5,4", "4,6"), "2023": by_sex("6,2", "6,5", "5,7", more=restated(**words))}))
    assert told(made) == [("H01", row, "2022") for row in left]


def test_what_is_restated_must_be_in_the_table(workspace: Maker) -> None:
    made = workspace(reports({"2023": by_sex("6,2", "6,5", "5,7", more=restated(rad="Frånvaro"))}))
    (remark,) = found(made)
    assert remark.code == "H05"
    assert "hör inte till någon siffra" in remark.text
    assert remark.place.text.strip().endswith("rad: Frånvaro")


def test_without_an_earlier_report_a_restatement_stands(workspace: Maker) -> None:
    assert told(workspace(reports({"2023": by_sex("6,2", "6,5", "5,7", more=restated(rad="Sjukfrånvaro"))}))) == []


INDICATORS = """
    indikatorer:
      grupper:
        - målområde: Medarbetare
          rader: |
            mål        | indikator    | 2022 | mått         | enhet
            Bra arbete | Sjukfrånvaro | {}   | sjukfrånvaro | %
          omräknat:
            - rad: Sjukfrånvaro
              kolumn: 2022
              skäl: Timavlönade räknas med från 2023.
    """


def test_a_group_of_indicators_may_be_restated(workspace: Maker) -> None:
    files = reports({"2022": ill("2022", "5,1")})
    assert told(workspace(files | {"namndindikatorer.yaml": INDICATORS.format("6,2")})) == []
    assert told(workspace(files | {"namndindikatorer.yaml": INDICATORS.format("5,1")})) == [("H05", "Sjukfrånvaro", "2022")]


def test_a_restatement_is_printed_below_its_table(workspace: Maker) -> None:
    page = render(workspace({"namndindikatorer.yaml": INDICATORS.format("6,2")}))
    assert "<p>Omräknat: Sjukfrånvaro, 2022. Timavlönade räknas med från 2023.</p>" in page
    page = render(workspace({"namndindikatorer.yaml": by_sex("6,2", "6,5", "5,7", more=restated(kolumn="2022"))}))
    assert "<p>Omräknat: 2022. Timavlönade räknas med.</p>" in page


def test_a_restatement_says_what_it_is_about(workspace: Maker) -> None:
    found = faults(workspace({"namndindikatorer.yaml": by_sex("6,2", "6,5", "5,7", more="  omräknat:\n    - skäl: Därför.\n")}))
    assert [finding.text for finding in found] == ["omräknat säger inte vilken rad eller kolumn det gäller"]


# The real reports ----------------------------------------------------------------------------------------------------


def test_the_budgets_swapped_rows_are_named(example: Workspace) -> None:
    swapped = [remark for remark in found(example, "2024-budget/leanlink") if remark.code == "H02"]
    assert [(remark.avsnitt, remark.rad) for remark in swapped] == [
        ("driftsammandrag", "varav intäkter"),
        ("driftsammandrag", "varav kostnader"),
        ("indikatorer", "Män"),
        ("indikatorer", "Kvinnor"),
        ("indikatorer", "Män"),
        ("indikatorer", "Kvinnor"),
    ]
    assert "Personalavgångar externt (%), Män, 2022" in swapped[2].text
