"""The hard tables: small YAML of every kind that the municipality's reports hold, and what becomes of it.

The figures are those of real reports; each test says what was written, and asserts the facts (with slag, period, sex,
population, unit and sign), what was derived, and the cells that the page prints. Here: drift, effects and plans.
"""

# ruff: noqa: E501 - grids stand as on paper

from __future__ import annotations

from textwrap import indent

import pytest

from tests.conftest import Maker, render
from tests.tables import derived, facts_of, notes, printed, row, table, told

WITH_VSS = """
namn: Exempelköpings kommun
enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
  vss:
    namn: Verksamhetsstöd och service
    sort: förvaltning
    ram: nollram
"""


KS = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    område/stab                         | bokslut | budget | avvikelse | föregående | roll    | tecken   | från
    Kommunstyrelsen                     |    25,5 |   28,1 |           |       24,2 |         |          |
    Kommungemensamt                     |   171,7 |  241,1 |      69,5 |      206,0 |         |          |
    Kommunledningsstaben                |    95,4 |  103,6 |           |       87,9 |         |          |
    Planeringsstaben                    |    38,2 |   40,7 |       2,4 |       35,4 |         |          |
    Näringsliv och tillväxtstaben       |    40,7 |   42,5 |           |       43,0 |         |          |
    Ekonomistaben                       |    27,2 |   34,0 |       6,9 |       26,1 |         |          |
    HR staben                           |    47,7 |   50,2 |           |       64,7 |         |          |
    Kommunikation och utvecklingsstaben |    60,5 |   59,1 |      -1,5 |       67,6 |         |          |
    Summa nettokostnader, mnkr          |   506,8 |        |           |            | summa   |          |
      varav kostnader                   |   630,5 |  651,5 |           |      639,2 | delar   |          |
      varav intäkter                    |  -123,7 |  -52,2 |           |      -84,3 | delar   |          |
    Verksamhetsstöd och service*        |    -1,9 |      0 |           |            | utanför | resultat | 2023/vss
      varav kostnader                   |  -638,4 | -620,1 |           |     -593,6 | delar   |          |
      varav intäkter                    |   636,5 |  620,1 |           |      601,2 | delar   |          |
    Leanlink*                           |     -86 |      0 |           |        -42 | utanför | resultat |
      varav kostnader                   |  -1 745 | -1 688 |           |     -1 657 | delar   |          |
      varav intäkter                    |   1 659 |  1 688 |           |      1 615 | delar   |          |
  noter:
    "*": För VSS och Leanlink betyder minus en negativ avvikelse.
"""

VSS_OWN = """
driftsammandrag:
  rader: |
    verksamhet                 | bokslut | budget | föregående | roll  | tecken
    Summa nettokostnader, mnkr |    -1,9 |      0 |        7,7 | summa |
      varav kostnader          |   638,4 |  620,1 |      593,6 | delar | kostnad
      varav intäkter           |   636,5 |  620,1 |      601,2 | delar | intäkt
"""


def test_a_cost_table_with_results_below_its_sum(workspace: Maker) -> None:
    files = {"inputs/2023/vss/rapport.yaml": "mall: vb-2023\n", "inputs/2023/vss/ekonomi.yaml": VSS_OWN}
    made = workspace({"kommun.yaml": WITH_VSS, "ekonomi.yaml": KS, **files})
    lines = told(made)
    own = facts_of(lines, "parknamnden nettokostnad")
    assert facts_of(own, "/kommunstyrelsen ") == [
        "bokslut 2023 T: 25.5 mnkr kostnad",
        "budget 2023 T: 28.1 mnkr kostnad",
        "avvikelse 2023 T: 2.6 mnkr kostnad härledd",
        "bokslut 2022 T: 24.2 mnkr kostnad",
    ]
    assert facts_of(own, " ") == [  # the sum is the whole: its path adds nothing
        "bokslut 2023 T: 506.8 mnkr kostnad",
        "budget 2023 T: 599.3 mnkr kostnad härledd",
        "avvikelse 2023 T: 92.5 mnkr kostnad härledd",
        "bokslut 2022 T: 554.9 mnkr kostnad härledd",
    ]
    assert facts_of(own, "/varav_intäkter ") == [
        "bokslut 2023 T: -123.7 mnkr kostnad",
        "budget 2023 T: -52.2 mnkr kostnad",
        "avvikelse 2023 T: 71.5 mnkr kostnad härledd",
        "bokslut 2022 T: -84.3 mnkr kostnad",
    ]
    # Another body's rows are about that body, and a minus is bad there.
    assert facts_of(lines, "vss nettokostnad ") == [
        "bokslut 2023 T: -1.9 mnkr resultat",
        "budget 2023 T: 0 mnkr resultat",
        "avvikelse 2023 T: -1.9 mnkr resultat härledd",
        "bokslut 2022 T: 7.7 mnkr resultat härledd",  # taken from that body's own report
    ]
    assert facts_of(lines, "vss nettokostnad/varav_kostnader avvikelse") == [" 2023 T: -18.3 mnkr resultat härledd"]
    assert facts_of(own, "/leanlink/varav_intäkter avvikelse") == [" 2023 T: -29 mnkr resultat härledd"]

    of = table(made, "driftsammandrag")
    # A given figure stands and is held against the derived one: the source is off by a rounding here and there.
    assert derived(of, "Summa nettokostnader, mnkr") == {
        "bokslut": "506.9 given",
        "budget": "599.3 härledd",
        "avvikelse": "92.5 härledd",
        "föregående": "554.9 härledd",
    }
    assert derived(of, "Kommungemensamt") == {"avvikelse": "69.4 given"}
    assert derived(of, "varav kostnader") == {"avvikelse": "21.0 härledd"}
    assert derived(of, "Kommunikation och utvecklingsstaben") == {"avvikelse": "-1.4 given"}

    page = render(made)
    rows = printed(page, "Resultat 2023")
    assert rows[0] == ["Område/stab", "Bokslut 2023", "Budget 2023", "Avvikelse", "Bokslut 2022"]
    assert rows[8:] == [
        ["Kommunikation och utvecklingsstaben", "60,5", "59,1", "−1,5", "67,6"],
        ["Summa nettokostnader, mnkr", "506,8", "599,3", "92,5", "554,9"],
        ["varav kostnader", "630,5", "651,5", "21,0", "639,2"],
        ["varav intäkter", "−123,7", "−52,2", "71,5", "−84,3"],
        ["Verksamhetsstöd och service*", "−1,9", "0", "−1,9", "7,7"],
        ["varav kostnader", "−638,4", "−620,1", "−18,3", "−593,6"],
        ["varav intäkter", "636,5", "620,1", "16,4", "601,2"],
        ["Leanlink*", "−86", "0", "−86", "−42"],
        ["varav kostnader", "−1 745", "−1 688", "−57", "−1 657"],
        ["varav intäkter", "1 659", "1 688", "−29", "1 615"],
    ]
    assert notes(page, "Resultat 2023") == ["* För VSS och Leanlink betyder minus en negativ avvikelse."]


@pytest.mark.parametrize(
    ("costs", "incomes"),
    [
        # Leanlink 2021, VSS: both positive, and plus is more of either
        (
            ("kostnad | plus är mer", "1 771 421 | 1 744 168", "27253"),
            ("intäkt  |            ", "1 793 521 | 1 744 168", "49353"),
        ),
        # KS: income as negative cost, budget − outcome for both
        (("kostnad |", "630,5 | 651,5", "21.0"), ("kostnad |", "-123,7 | -52,2", "71.5")),
        # KS of VSS: cost as negative result, outcome − budget for both
        (("resultat |", "-638,4 | -620,1", "-18.3"), ("resultat |", "636,5 | 620,1", "16.4")),
        # SON: both positive, plus is good in both
        (("kostnad |", "1 002 | 990", "-12"), ("intäkt |", "95 | 90", "5")),
    ],
    ids=["plus är mer", "intäkt som negativ kostnad", "kostnad som negativt resultat", "plus är bra"],
)
@pytest.mark.parametrize("order", [1, -1], ids=["kostnader först", "intäkter först"])
def test_the_conventions_of_the_rows_below_a_sum(
    workspace: Maker, costs: tuple[str, str, str], incomes: tuple[str, str, str], order: int
) -> None:
    parts = [f"  varav {name} | {figures} | | delar | {sign}" for name, (sign, figures, _) in
             (("kostnader", costs), ("intäkter", incomes))]  # fmt: skip
    grid = ["verksamhet | bokslut | budget | avvikelse | roll | tecken | avvikelseregel", "Parker | 0 | 0 | | | |",
            "Summa | | | | summa | |", *parts[::order]]  # fmt: skip
    made = workspace({"ekonomi.yaml": "driftsammandrag:\n  belopp: tkr\n  rader: |\n" + indent("\n".join(grid), "    ")})
    of = table(made, "driftsammandrag")
    assert derived(of, "varav kostnader") == {"avvikelse": f"{costs[2]} härledd"}
    assert derived(of, "varav intäkter") == {"avvikelse": f"{incomes[2]} härledd"}
    assert row(of, "varav intäkter").tecken == incomes[0].partition(" ")[0]
    assert derived(of, "Summa") == {"bokslut": "0 härledd", "budget": "0 härledd", "avvikelse": "0 härledd"}


def test_a_deviation_that_is_not_shown(workspace: Maker) -> None:
    # Leanlink 2023 leaves it out for costs and incomes: then no figure is said, and a legend explains the mark.
    made = workspace({"ekonomi.yaml": """
        driftsammandrag:
          rader: |
            verksamhet                 | bokslut | budget | avvikelse  | roll  | tecken
            Råd och Stöd               |      -8 |      9 |            |       |
            LSS Funktionsstöd          |     -18 |    -28 |            |       |
            Summa nettokostnader, mnkr |         |        |            | summa |
              varav intäkter           |   1 659 |  1 688 | visas inte | delar | intäkt
              varav kostnader          |   1 745 |  1 688 | visas inte | delar | kostnad
        """})  # fmt: skip
    assert not [line for line in told(made) if "varav" in line and "avvikelse" in line]
    assert derived(table(made, "driftsammandrag"), "varav kostnader") == {}
    page = render(made)
    assert printed(page, "Resultat 2023")[3:] == [
        ["Summa nettokostnader, mnkr", "−26", "−19", "−7"],
        ["varav intäkter", "1 659", "1 688", "–"],
        ["varav kostnader", "1 745", "1 688", "–"],
    ]
    assert notes(page, "Resultat 2023") == ["– uppgift saknas eller är inte aktuell."]


def test_a_result_table_takes_costs_from_incomes(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": """
        driftsammandrag:
          belopp: tkr
          rader: |
            verksamhet | bokslut | budget | avvikelse | roll  | tecken
            Intäkter   |   1 500 |  1 400 |           |       | intäkt
            Kostnader  |   1 450 |  1 400 |           |       | kostnad
            Resultat   |         |        |           | summa |
        """})  # fmt: skip
    rows = printed(render(made), "Resultat 2023")
    assert rows[1:] == [
        ["Intäkter", "1 500", "1 400", "100"],
        ["Kostnader", "1 450", "1 400", "−50"],
        ["Resultat", "50", "0", "50"],
    ]


def test_interim_results_and_forecast(workspace: Maker) -> None:
    made = workspace(
        {
            "inputs/2021-08/parknamnden/rapport.yaml": "mall: delar-2021\n",
            "inputs/2021-08/parknamnden/ekonomi.yaml": """
                driftsammandrag_perioden:
                  belopp: tkr
                  rader: |
                    verksamhet        | utfall | budget perioden | avvikelse | föregående | roll
                    Råd och Stöd      | 17 805 |           8 057 |           |      9 956 |
                    LSS Funktionsstöd | -5 937 |          -1 250 |           |    -11 668 |
                    Summa             |        |                 |           |            | summa
                driftsammandrag:
                  belopp: tkr
                  rader: |
                    verksamhet        | prognos | budget | avvikelse | föregående | roll
                    Råd och Stöd      |  14 100 |  8 000 |           |     13 550 |
                    LSS Funktionsstöd | -15 000 | -8 000 |           |    -12 290 |
                    Summa             |         |        |           |            | summa
                """,
        }
    )
    lines = told(made, "2021-08/parknamnden")
    assert facts_of(lines, "parknamnden nettokostnad/lss_funktionsstöd ") == [
        "utfall 2021-08 T: -5937 tkr resultat",
        "budget 2021-08 T: -1250 tkr resultat",
        "avvikelse 2021-08 T: -4687 tkr resultat härledd",
        "utfall 2020-08 T: -11668 tkr resultat",
        "prognos 2021 T: -15000 tkr resultat",
        "budget 2021 T: -8000 tkr resultat",
        "avvikelse 2021 T: -7000 tkr resultat härledd",
        "bokslut 2020 T: -12290 tkr resultat",
    ]
    page = render(made, "2021-08/parknamnden")
    assert printed(page, "Resultat 31 augusti 2021")[2:] == [
        ["LSS Funktionsstöd", "−5 937", "−1 250", "−4 687", "−11 668"],
        ["Summa", "11 868", "6 807", "5 061", "−1 712"],
    ]
    assert printed(page, "Prognos för helår 2021")[3] == ["Summa", "−900", "0", "−900", "1 260"]


def test_effects_where_plus_is_worse_and_an_empty_cell_is_none(workspace: Maker) -> None:
    made = workspace(
        {
            "inputs/2020/parknamnden/rapport.yaml": "mall: vb-2020\n",
            "inputs/2020/parknamnden/corona.yaml": """
                coronaeffekter:
                  belopp: tkr
                  rader: |
                    verksamhet        | kostnader | intäkter | roll
                    Råd & Stöd        |    -4 400 |    1 000 |
                    LSS Funktionsstöd |     3 200 |          |
                    Äldreomsorg       |    16 900 |          |
                    Summa             |           |          | summa
                """,
        }
    )
    assert facts_of(told(made, "2020/parknamnden"), "parknamnden coronaeffekt_intäkter") == [
        "/råd_och_stöd avvikelse 2020 T: 1000 tkr kostnad",
        " avvikelse 2020 T: 1000 tkr kostnad härledd",
    ]
    rows = printed(render(made, "2020/parknamnden"), "Ökade kostnader")
    assert rows[2:] == [
        ["Råd & Stöd", "−4 400", "1 000"],
        ["LSS Funktionsstöd", "3 200", "–"],
        ["Äldreomsorg", "16 900", "–"],
        ["Summa", "15 700", "1 000"],
    ]


BUDGET = {
    "inputs/2024-budget/parknamnden/rapport.yaml": "mall: budget-2024\n",
    "inputs/2024-budget/parknamnden/ekonomi.yaml": """
        driftsammandrag:
          belopp: mkr
          rader: |
            nettokostnad             | bokslut 2022 | budget 2023 | budget 2024 | plan 2025 | plan 2026 | plan 2029 | roll  | tecken
            Råd och Stöd             |            6 |           9 |           0 |         0 |         0 |         0 |       |
            LSS Funktionsstöd        |          -20 |         -28 |           0 |         0 |         0 |         0 |       |
            Äldreomsorg              |          -22 |         -22 |           0 |         0 |         0 |         0 |       |
            Ledning*                 |           -6 |          41 |           0 |         0 |         0 |         0 |       |
            Summa förvaltningsbudget |              |             |             |           |           |           | summa |
              varav intäkter         |        1 657 |       1 688 |       1 597 |      1637 |      1678 |      1807 | delar | intäkt
              varav kostnader        |        1 615 |       1 688 |       1 597 |      1637 |      1678 |      1807 | delar | kostnad
        """,
    "inputs/2024-budget/parknamnden/budget.yaml": """
        volymer:
          rader: |
            volymmått                                             | bokslut 2022 | budget 2023 | budget 2024 | plan 2025 | enhet
            Redovisning av volymmått inom nämndens verksamhet     |              |             |             |           |
            Hemtjänst, timmar                                     |      350 875 |     325 557 |     306 002 |   306 000 | timmar
        """,
}  # fmt: skip


def test_a_budget_with_plan_years(workspace: Maker) -> None:
    made = workspace(BUDGET)
    lines = facts_of(told(made, "2024-budget/parknamnden"), "parknamnden ")
    assert facts_of(lines, "nettokostnad ") == [
        "bokslut 2022 T: -42 mkr resultat härledd",
        "budget 2023 T: 0 mkr resultat härledd",
        "budget 2024 T: 0 mkr resultat härledd",
        "plan 2025 T: 0 mkr resultat härledd",
        "plan 2026 T: 0 mkr resultat härledd",
        "plan 2029 T: 0 mkr resultat härledd",
    ]
    assert facts_of(lines, "nettokostnad/varav_kostnader ")[-2:] == [
        "plan 2026 T: 1678 mkr kostnad",
        "plan 2029 T: 1807 mkr kostnad",
    ]
    assert facts_of(lines, "hemtjänst_timmar ") == [
        "bokslut 2022 T: 350875 timmar resultat",
        "budget 2023 T: 325557 timmar resultat",
        "budget 2024 T: 306002 timmar resultat",
        "plan 2025 T: 306000 timmar resultat",
    ]
    page = render(made, "2024-budget/parknamnden")
    rows = printed(page, "Driftsammandrag")
    assert rows[0] == ["Nettokostnad", "Utfall 2022", "Budget 2023", "Budget 2024", "Plan 2025", "Plan 2026", "Plan 2029"]
    assert rows[4] == ["Ledning*", "−6", "41", "0", "0", "0", "0"]
    assert rows[5] == ["Summa förvaltningsbudget", "−42", "0", "0", "0", "0", "0"]
    assert rows[6] == ["varav intäkter", "1 657", "1 688", "1 597", "1 637", "1 678", "1 807"]
    # An empty sub-heading spans the table, and its year stays ungrouped in the head.
    assert printed(page, "Volymutveckling")[1] == ["Redovisning av volymmått inom nämndens verksamhet"]
