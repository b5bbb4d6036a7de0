"""The hard tables: investments, by project and by body, at the end of a year and within it."""

# ruff: noqa: E501 - grids stand as on paper

from __future__ import annotations

from tests.conftest import Maker, render
from tests.tables import facts_of, notes, printed, told

DELÅR = {
    "inputs/2021-08/parknamnden/rapport.yaml": "mall: delar-2021\n",
    "inputs/2021-08/parknamnden/investeringar.yaml": """
        investeringar:
          belopp: tkr
          rader: |
            investeringar                    | redovisade utgifter | redovisade inkomster | prognos utgifter | prognos inkomster | prognos netto |   ram | avvikelse | roll
            Råd och Stöd                     |                  41 |                    0 |              600 |                 0 |               |   600 |           |
            LSS Funktionsstöd                |                   0 |                    0 |                0 |                 0 |             0 |   500 |       500 |
            Äldreomsorg                      |                 658 |                    0 |            1 500 |                 0 |               | 3 000 |           |
            Idrott och Arbetsmarknadsservice |                 141 |                    0 |              500 |                 0 |               |   500 |           |
            Kost och Restaurang              |                   0 |                    0 |                0 |                 0 |               |   200 |           |
            Ledning                          |                  98 |                    0 |               98 |                 0 |               |   100 |           |
            Summa investeringar              |                     |                      |                  |                   |               |       |           | summa
              varav utgifter                 |                 938 |                    0 |            2 698 |                 0 |               | 4 900 |           | delar
              varav inkomster                |                   0 |                    0 |                0 |                 0 |             0 |     0 |         0 | delar
        """,
}  # fmt: skip


def test_interim_investments(workspace: Maker) -> None:
    made = workspace(DELÅR)
    lines = facts_of(told(made, "2021-08/parknamnden"), "parknamnden ")
    assert [line for line in lines if "/äldreomsorg " in line] == [
        "investeringsutgifter/äldreomsorg utfall 2021-08 T: 658 tkr kostnad",
        "investeringsinkomster/äldreomsorg utfall 2021-08 T: 0 tkr kostnad",
        "investeringsutgifter/äldreomsorg prognos 2021 T: 1500 tkr kostnad",
        "investeringsinkomster/äldreomsorg prognos 2021 T: 0 tkr kostnad",
        "investeringar/äldreomsorg prognos 2021 T: 1500 tkr kostnad härledd",
        "investeringar/äldreomsorg budget 2021 T: 3000 tkr kostnad",
        "investeringar/äldreomsorg avvikelse 2021 T: 1500 tkr kostnad härledd",
    ]
    assert facts_of(lines, "investeringar ") == [
        "prognos 2021 T: 2698 tkr kostnad härledd",
        "budget 2021 T: 4900 tkr kostnad härledd",
        "avvikelse 2021 T: 2202 tkr kostnad härledd",
    ]
    rows = printed(render(made, "2021-08/parknamnden"), "Investeringar, belopp i tkr")
    assert rows[:2] == [
        ["Investeringar", "Redovisat januari–augusti 2021", "Prognos 2021", "Investeringsram 2021", "Avvikelse"],
        ["Utgifter", "Inkomster", "Utgifter", "Inkomster", "Netto"],
    ]
    assert rows[2:5] == [
        ["Råd och Stöd", "41", "0", "600", "0", "600", "600", "0"],
        ["LSS Funktionsstöd", "0", "0", "0", "0", "0", "500", "500"],
        ["Äldreomsorg", "658", "0", "1 500", "0", "1 500", "3 000", "1 500"],
    ]
    assert rows[8:] == [
        ["Summa investeringar", "938", "0", "2 698", "0", "2 698", "4 900", "2 202"],
        ["varav utgifter", "938", "0", "2 698", "0", "2 698", "4 900", "2 202"],
        ["varav inkomster", "0", "0", "0", "0", "0", "0", "0"],
    ]


def test_large_investment_projects(workspace: Maker) -> None:
    made = workspace({"investeringar.yaml": """
        stora_projekt:
          belopp: mnkr
          rader: |
            projekt                  | slutår | beslutad budget | ack. utfall | prognos | prognosavvikelse | årets budget | årets utfall | årets avvikelse
            KS ny simhall*           |   2023 |           990,5 |       877,6 |   990,5 |                0 |        150,7 |         37,8 |
            KS strategisk markreserv |   2023 |           150,0 |           0 |       0 |                  |        150,0 |            0 |
          noter:
            "*": Med stora investeringsprojekt avses projekt med en beslutad budget på minst 50 mnkr.
        """})  # fmt: skip
    lines = facts_of(told(made), "parknamnden ")
    assert [line for line in lines if "/ks_strategisk_markreserv " in line] == [
        "investeringar_sedan_start/ks_strategisk_markreserv budget 2023 T: 150.0 mnkr kostnad",
        "investeringar_sedan_start/ks_strategisk_markreserv bokslut 2023 T: 0 mnkr kostnad",
        "investeringar_sedan_start/ks_strategisk_markreserv prognos 2023 T: 0 mnkr kostnad",
        "investeringar_prognosavvikelse/ks_strategisk_markreserv avvikelse 2023 T: 150.0 mnkr kostnad härledd",
        "investeringar/ks_strategisk_markreserv budget 2023 T: 150.0 mnkr kostnad",
        "investeringar/ks_strategisk_markreserv bokslut 2023 T: 0 mnkr kostnad",
        "investeringar/ks_strategisk_markreserv avvikelse 2023 T: 150.0 mnkr kostnad härledd",
    ]
    page = render(made)
    rows = printed(page, "Stora investeringsprojekt")
    assert rows[0] == ["Projekt", "Slutår", "Utgifter/inkomster sedan projektets start", "Varav årets investeringar"]
    assert rows[2:] == [
        ["KS ny simhall*", "2023", "990,5", "877,6", "990,5", "0", "150,7", "37,8", "112,9"],
        ["KS strategisk markreserv", "2023", "150,0", "0", "0", "150,0", "150,0", "0", "150,0"],
    ]
    assert notes(page, "Stora investeringsprojekt") == [
        "* Med stora investeringsprojekt avses projekt med en beslutad budget på minst 50 mnkr."
    ]


def test_investment_groups_terms_and_a_row_of_words(workspace: Maker) -> None:
    made = workspace({"investeringar.yaml": """
        färdigställda:
          rader: |
            verksamhet och projekt      | beslutad budget | ack. utfall | budgetavvikelse | årets budget | årets utfall | årets avvikelse | roll
            Kommunstyrelsen             |                 |             |                 |              |              |                 | grupp
              Varav KLF inventarier     |            1,65 |       0,863 |                 |         1,65 |        0,863 |                 |
              Varav VSS                 |            78,0 |        78,8 |                 |         78,0 |         78,8 |                 |
              Varav Leanlink            |             4,4 |         2,1 |                 |          4,4 |          2,1 |                 |
            Summa färdigställda projekt |                 |             |                 |              |              |                 | summa
        pågående:
          rader: |
            verksamhet och projekt            | beslutad budget | ack. utfall | budgetavvikelse | roll
            Inga pågående investeringsprojekt |                 |             |                 |
        """})  # fmt: skip
    page = render(made)
    rows = printed(page, "Färdigställda projekt")
    # ”Varav” is a term here; a heading stays a heading; mixed decimals give a sum and a deviation with the most.
    assert rows[2:] == [
        ["Kommunstyrelsen"],
        ["Varav KLF inventarier", "1,65", "0,863", "0,787", "1,65", "0,863", "0,787"],
        ["Varav VSS", "78,0", "78,8", "−0,8", "78,0", "78,8", "−0,8"],
        ["Varav Leanlink", "4,4", "2,1", "2,3", "4,4", "2,1", "2,3"],
        ["Summa färdigställda projekt", "84,05", "81,763", "2,287", "84,05", "81,763", "2,287"],
    ]
    assert printed(page, "Pågående projekt")[2:] == [["Inga pågående investeringsprojekt"]]
    assert notes(page, "Färdigställda projekt") == []


def test_a_grand_sum_adds_the_sums_of_its_table(workspace: Maker) -> None:
    made = workspace({"investeringar.yaml": """
        färdigställda:
          rader: |
            projekt       | årets budget | årets utfall | årets avvikelse | roll
            LKDATA        |              |              |                 | grupp
              IT          |         77,5 |         78,9 |                 |
            Summa LKDATA  |              |              |                 | summa
            Gemensamt     |              |              |                 | grupp
              Inventarier |          0,5 |          0,0 |                 |
            Summa övrigt  |              |              |                 | summa
            Summa         |              |              |                 | totalsumma
        """})  # fmt: skip
    assert printed(render(made), "Färdigställda projekt")[-1] == ["Summa", "78,0", "78,9", "−0,9"]
