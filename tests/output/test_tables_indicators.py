"""The hard tables: indicators, their parts, populations, targets, marks and notes; volumes and staff."""

# ruff: noqa: E501 - grids stand as on paper

from __future__ import annotations

from textwrap import indent

from tests.conftest import Maker, render
from tests.tables import facts_of, notes, printed, shown, table, told

VSS = """
indikatorer:
  grupper:
    - målområde: Medborgare
      kommunövergripande: Välfärdstjänster med hög kvalitet
      rader: |
        mål                          | måluppfyllelse | indikator                  | 2021 | 2022 | 2023 | målvärde | mått         | enhet
        God service                  | uppnått        | Kundnöjdhet                |      |      |      |          | kundnöjdhet  |
                                     |                |   -LKDATA (0-5)            |  4,3 |  4,5 |  4,4 |     ≥4,0 |              |
                                     |                |   -Kontakt Linköping (0-5) |  4,4 |  4,3 | N/A* |     ≥4,5 |              |
                                     |                | Svarsservice               |      |      |      |          | svarsservice |
                                     |                |   -LKDATA (%)              |   83 |   78 | 77,3 |      ≥82 |              | %
                                     |                |   -Kontakt Linköping (%)   |   96 |   95 | 90,0 |      ≥92 |              | %
        Korrekta och effektiva inköp | delvis uppnått | Avvikelse i anbud          |      |      |      |          | anbud        | procentenheter
                                     |                |   -Mikro                   |   -4 |   -7 |   -8 |      ≤±5 |              |
                                     |                |   -Stor                    |    3 |    5 | 18,2 |      ≤±5 |              |
        Goda arbetsplatser           |                | Total sjukfrånvaro         |  5,9 |  7,0 |  6,3 |     ≤6,0 | sjukfrånvaro | %
                                     |                |   Män                      |  4,2 |  5,8 |  3,4 |          |              |
                                     |                |   Kvinnor                  |  6,6 |  7,5 |  7,7 |          |              |
                                     |                | Balanstal                  |      |      |      |          | balanstal    |
                                     |                |   Kvinnor                  |    - |    - |   82 |        - |              | %
      noter:
        "*": Nytt telefonisystem gör att mätning ej är möjlig.
"""


def test_indicators_with_sub_indicators_and_sexes(workspace: Maker) -> None:
    made = workspace({"indikatorer.yaml": VSS})
    lines = facts_of(told(made), "parknamnden ")
    # The name that parts share is the measure; the parts are rows of it.
    assert facts_of(lines, "kundnöjdhet/") == [
        "lkdata_0_5 bokslut 2021 T: 4.3 resultat",
        "lkdata_0_5 bokslut 2022 T: 4.5 resultat",
        "lkdata_0_5 bokslut 2023 T: 4.4 resultat",
        "lkdata_0_5 målvärde 2023 T: 4.0 resultat",
        "kontakt_linköping_0_5 bokslut 2021 T: 4.4 resultat",
        "kontakt_linköping_0_5 bokslut 2022 T: 4.3 resultat",
        "kontakt_linköping_0_5 målvärde 2023 T: 4.5 resultat",  # N/A is no figure
    ]
    assert facts_of(lines, "svarsservice/lkdata ") == [
        "bokslut 2021 T: 83 % resultat",
        "bokslut 2022 T: 78 % resultat",
        "bokslut 2023 T: 77.3 % resultat",
        "målvärde 2023 T: 82 % resultat",
    ]
    # The unit is taken from the row above, where it stands once.
    assert facts_of(lines, "anbud/mikro ") == [
        "bokslut 2021 T: -4 procentenheter resultat",
        "bokslut 2022 T: -7 procentenheter resultat",
        "bokslut 2023 T: -8 procentenheter resultat",
        "målvärde 2023 T: 5 procentenheter resultat",
    ]
    # A sex is no row of its own, but who the figure is of.
    assert [line for line in facts_of(lines, "sjukfrånvaro ") if "2023" in line] == [
        "bokslut 2023 T: 6.3 % resultat",
        "målvärde 2023 T: 6.0 % resultat",
        "bokslut 2023 M: 3.4 % resultat",
        "bokslut 2023 K: 7.7 % resultat",
    ]
    assert facts_of(lines, "balanstal ") == ["bokslut 2023 K: 82 % resultat"]

    of = table(made, "indikatorer.välfärdstjänster_med_hög_kvalitet")
    targets = {r.etikett: getattr(r.celler["målvärde"].cell, "jämförelse", "") for r in of.rader}
    assert (targets["-LKDATA (0-5)"], targets["-Mikro"], targets["Total sjukfrånvaro"]) == ("minst", "inom", "högst")

    page = render(made)
    rows = printed(page, "Kommunövergripande mål: Välfärdstjänster")
    assert rows[0] == ["Nämndmål", "Mål uppnått", "Nämndindikator", "2021", "2022", "2023", "Målvärde"]
    assert rows[1:7] == [
        ["God service", "Ja", "Kundnöjdhet"],
        ["-LKDATA (0–5)", "4,3", "4,5", "4,4", "≥ 4,0"],
        ["-Kontakt Linköping (0–5)", "4,4", "4,3", "N/A*", "≥ 4,5"],
        ["Svarsservice"],
        ["-LKDATA (%)", "83", "78", "77,3", "≥ 82"],
        ["-Kontakt Linköping (%)", "96", "95", "90,0", "≥ 92"],
    ]
    assert rows[7] == ["Korrekta och effektiva inköp", "Delvis", "Avvikelse i anbud"]
    assert rows[9] == ["-Stor", "3", "5", "18,2", "≤ ±5"]
    assert rows[11] == ["Män", "4,2", "5,8", "3,4", "–"]
    assert rows[14] == ["Kvinnor", "–", "–", "82", "–"]
    assert notes(page, "Kommunövergripande mål: Välfärdstjänster") == [
        "* Nytt telefonisystem gör att mätning ej är möjlig.",
        "N/A inte tillämpligt; – uppgift saknas eller är inte aktuell.",
    ]
    # The goal spans its rows, and a heading without values spans its columns.
    goal = shown(page, "Kommunövergripande mål: Välfärdstjänster").all("tbody")[0].all("td", "th")[0]
    assert (goal.text, goal["rowspan"]) == ("God service", "6")


RIKTNING = {
    "inputs/2024-budget/parknamnden/rapport.yaml": "mall: budget-2024\n",
    "inputs/2024-budget/parknamnden/mal.yaml": """
        indikatorer:
          grupper:
            - målområde: Ekonomi
              kommunövergripande: En hållbar ekonomi
              rader: |
                mål                              | indikator                               |    2022 |            2023 | riktning 2024 | riktning 2025 | mått             | riktning
                En kostnadseffektiv verksamhet   | Nyttjandegrad rehab                     |     i.u |             25% |           30% |           35% | rehab            | minst
                                                 | Övertiden ska vara max 1,65%            |    2,6% |            2,4% |            2% |         1,65% | övertidsandel    | högst
                Goda resultat och stabil ekonomi | Avvikelse utfall mot budget             |   -2,6% |             -3% |           -0% |            0% | avvikelse        |
                                                 | Utfall åtgärdsprogram inre effektivitet |     i.u |          15 mkr |        27 mkr |           i.u | åtgärdsprogram   |
                                                 | Resurspass som inte tillsätts           |     i.u | Ska börja mätas |        minska |        minska | resurspass       |
                                                 | Besökare på träffpunkterna              |         |            Öka  |          100% |          Ökar | träffpunkter     |
        """,
}  # fmt: skip


def test_directions_of_a_budget(workspace: Maker) -> None:
    made = workspace(RIKTNING)
    lines = facts_of(told(made, "2024-budget/parknamnden"), "parknamnden ")
    assert facts_of(lines, "övertidsandel ") == [
        "bokslut 2022 T: 2.6 % resultat",
        "prognos 2023 T: 2.4 % resultat",
        "målvärde 2024 T: 2 % resultat",
        "målvärde 2025 T: 1.65 % resultat",
    ]
    assert facts_of(lines, "avvikelse målvärde ") == ["2024 T: 0 % resultat", "2025 T: 0 % resultat"]
    assert facts_of(lines, "åtgärdsprogram ") == ["prognos 2023 T: 15 mkr resultat", "målvärde 2024 T: 27 mkr resultat"]
    assert facts_of(lines, "resurspass ") == []
    of = table(made, "indikatorer.en_hållbar_ekonomi", "2024-budget/parknamnden")
    said = {r.nyckel: [getattr(r.celler[f"riktning {year}"].cell, "jämförelse", "") for year in (2024, 2025)] for r in of.rader}
    assert said["rehab"] == ["minst", "minst"]
    assert said["övertidsandel"] == ["högst", "högst"]
    assert said["resurspass"] == ["minska", "minska"]
    assert said["träffpunkter"] == ["", "öka"]
    page = render(made, "2024-budget/parknamnden")
    assert printed(page, "En hållbar ekonomi") == [
        ["Nämndmål", "Nämndindikator", "2022", "2023", "Riktning 2024", "Riktning 2025"],
        ["En kostnadseffektiv verksamhet", "Nyttjandegrad rehab", "i.u", "25 %", "30 %", "35 %"],
        ["Övertiden ska vara max 1,65 %", "2,6 %", "2,4 %", "2 %", "1,65 %"],
        ["Goda resultat och stabil ekonomi", "Avvikelse utfall mot budget", "−2,6 %", "−3 %", "0 %", "0 %"],
        ["Utfall åtgärdsprogram inre effektivitet", "i.u", "15 mkr", "27 mkr", "i.u"],
        ["Resurspass som inte tillsätts", "i.u", "Ska börja mätas", "minska", "minska"],
        ["Besökare på träffpunkterna", "–", "Öka", "100 %", "Ökar"],
    ]
    assert notes(page, "En hållbar ekonomi") == [
        "Ska börja mätas mätningen har inte börjat; i.u ingen uppgift; – uppgift saknas eller är inte aktuell."
    ]


def test_several_populations_and_values_in_a_cell(workspace: Maker) -> None:
    made = workspace({"indikatorer.yaml": """
        indikatorer:
          grupper:
            - målområde: Ekonomi
              rader: |
                mål                | indikator                   |                      2021 |                    2022 |          2023 |    målvärde | mått       | enhet | population       | riktning
                God hushållning    | Nyttjandegrad hemtjänst     |                   52%/47% |                 55% 45% |     58% / 48% |   60% / 50% | nyttjande  |       | tätort/glesbygd  | minst
                                   | Beläggning                  | LSS 96% VB 94% R&S 92,5 % |   LSS VB 95% / R&S 93 % |     LSS 97 %  |             | beläggning |       |                  |
                                   | Ojämlikhetsindex            |   47,0 (2021) 46,7 (2020) |                    I.U. |          I.U. |      Minska | ojämlikhet |       |                  |
                                   | Nettoutsläpp                |             41 / 2020: 48 |                2020: 65 | 81,2 prel     |          20 | utsläpp    | %     |                  | högst
                                   | Andel boende                |             >98% boende   |           Ca 98% boende | 65 ind.       |    100(82)  | boende     |       |                  |
                                   | Total sjukfrånvaro          |                       8,0 |                     8,4 |           8,0 |      Minska | sjuk       | %     |                  |
                                   | Total sjukfrånvaro, KLF     |                       2,1 |                     2,2 |           2,0 |         3,0 | sjuk       | %     | KLF              | högst
                                   |   Kvinnor                   |                       2,5 |                     2,6 |           2,5 |           - |            |       |                  |
        """})  # fmt: skip
    lines = facts_of(told(made), "parknamnden ")
    assert facts_of(lines, "nyttjande ") == [
        "bokslut 2021 T tätort: 52 % resultat",
        "bokslut 2021 T glesbygd: 47 % resultat",
        "bokslut 2022 T tätort: 55 % resultat",
        "bokslut 2022 T glesbygd: 45 % resultat",
        "bokslut 2023 T tätort: 58 % resultat",
        "bokslut 2023 T glesbygd: 48 % resultat",
        "målvärde 2023 T tätort: 60 % resultat",
        "målvärde 2023 T glesbygd: 50 % resultat",
    ]
    assert facts_of(lines, "beläggning ") == [
        "bokslut 2021 T LSS: 96 % resultat",
        "bokslut 2021 T VB: 94 % resultat",
        "bokslut 2021 T R&S: 92.5 % resultat",
        "bokslut 2022 T LSS VB: 95 % resultat",
        "bokslut 2022 T R&S: 93 % resultat",
        "bokslut 2023 T LSS: 97 % resultat",
    ]
    # A value of another year is that year's fact, wherever it stands.
    assert facts_of(lines, "ojämlikhet ") == ["bokslut 2021 T: 47.0 resultat", "bokslut 2020 T: 46.7 resultat"]
    assert facts_of(lines, "utsläpp ") == [
        "bokslut 2021 T: 41 % resultat",
        "bokslut 2020 T: 48 % resultat",
        "bokslut 2020 T: 65 % resultat",
        "bokslut 2023 T: 81.2 % prel. resultat",
        "målvärde 2023 T: 20 % resultat",
    ]
    assert facts_of(lines, "boende ")[:3] == [
        "bokslut 2021 T: > 98 % resultat",
        "bokslut 2022 T: ca 98 % resultat",
        "bokslut 2023 T: 65 ind. resultat",
    ]
    # Two populations under one goal; a sex below one of them is of that population.
    assert [line for line in facts_of(lines, "sjuk ") if "2023" in line] == [
        "bokslut 2023 T: 8.0 % resultat",
        "bokslut 2023 T KLF: 2.0 % resultat",
        "målvärde 2023 T KLF: 3.0 % resultat",
        "bokslut 2023 K KLF: 2.5 % resultat",
    ]
    assert [cells[1:] if len(cells) > 5 else cells for cells in printed(render(made), "Målområde: Ekonomi")[1:6]] == [
        ["Nyttjandegrad hemtjänst", "52 % / 47 %", "55 % / 45 %", "58 % / 48 %", "60 % / 50 %"],
        ["Beläggning", "LSS 96 % / VB 94 % / R&S 92,5 %", "LSS VB 95 % / R&S 93 %", "LSS 97 %", "–"],
        ["Ojämlikhetsindex", "47,0 (2021) / 46,7 (2020)", "I.U.", "I.U.", "Minska"],
        ["Nettoutsläpp", "41 / 2020: 48", "2020: 65", "81,2 prel.", "20"],
        ["Andel boende", "> 98 % boende", "ca 98 % boende", "65 ind.", "100 (82)"],
    ]


def test_outcomes_in_words_and_values_that_are_missing(workspace: Maker) -> None:
    made = workspace({"indikatorer.yaml": """
        indikatorer:
          grupper:
            - målområde: Verksamhet
              rader: |
                mål                  | indikator            |                          2021 |         2022 |             2023 | målvärde
                Digitalisering       | Digitala möten       | Stor ökning av digitala möten |            - | Genomförs ej     | Öka öka 100%
                                     | Etablering           |    Etablerat i två stadsdelar |           IU | 1 process klar   | Två nya
                Säkerhet             | Krigsduglighet (KDU) |               Sekretessbelagt |              |                  |
                Klimatsäkert         | Ingen nämndindikator |                               |              |                  |
        """})  # fmt: skip
    assert facts_of(told(made), "parknamnden ") == [
        "digitala_möten målvärde 2023 T: 100 % resultat",
        "etablering bokslut 2023 T: 1 resultat",
        "etablering målvärde 2023 T: 2 resultat",
    ]
    page = render(made)
    assert printed(page, "Målområde: Verksamhet")[1:] == [
        ["Digitalisering", "Digitala möten", "Stor ökning av digitala möten", "–", "Genomförs ej", "Öka öka 100 %"],
        ["Etablering", "Etablerat i två stadsdelar", "IU", "1 process klar", "Två nya"],
        ["Säkerhet", "Krigsduglighet (KDU)", "Sekretessbelagt", "–", "–", "–"],
        ["Klimatsäkert", "Ingen nämndindikator"],
    ]
    assert notes(page, "Målområde: Verksamhet") == [
        "Genomförs ej mätningen genomförs inte; IU ingen uppgift; Sekretessbelagt omfattas av sekretess; "
        "– uppgift saknas eller är inte aktuell."
    ]


def test_ten_numbered_footnotes(workspace: Maker) -> None:
    signs = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "¹⁰"]
    years = ["| 2 |", "| 2 |"]
    lines = [f"Mått {n}{signs[n - 1]} {years[0]} {10 * n},5 {signs[n - 1]} |" for n in range(1, 11)]
    grid = "\n".join(["personal | 2022 | 2023 | enhet", *lines])
    under = "\n".join(f'    "{n}": Not nummer {n}.' for n in range(1, 11))
    made = workspace({"personal.yaml": f"personal:\n  rader: |\n{indent(grid, '    ')}\n  noter:\n{under}\n"})
    page = render(made)
    assert [facts.rpartition(": ")[2] for facts in told(made) if "2023" in facts] == [
        f"{10 * n}.5 resultat" for n in range(1, 11)
    ]
    assert printed(page, "Personal")[1] == ["Mått 11", "2", "10,51"]  # the marks stand in <sup>, see below
    body = shown(page, "Personal").one("tbody")
    assert [[mark.text for mark in line.all("sup")] for line in body.all("tr")] == [[str(n), str(n)] for n in range(1, 11)]
    assert notes(page, "Personal") == [f"{n} Not nummer {n}." for n in range(1, 11)]


def test_a_row_may_have_a_unit_of_its_own(workspace: Maker) -> None:
    made = workspace({"personal.yaml": """
        personal:
          rader: |
            personal                   |    2022 |     2023 | mått       | enhet
            Antal tillsvidareanställda |    2377 |     2488 | anställda  | antal
            Total sjukfrånvaro         |    10.5 |      9.7 | sjuk       | %
            Övertid                    | 20 tkr  |     1,2  | övertid    | mnkr
        """})  # fmt: skip
    assert [line.partition(" bokslut ")[2] for line in told(made)] == [
        "2022 T: 2377 antal resultat",
        "2023 T: 2488 antal resultat",
        "2022 T: 10.5 % resultat",
        "2023 T: 9.7 % resultat",
        "2022 T: 20 tkr resultat",
        "2023 T: 1.2 mnkr resultat",
    ]
    assert printed(render(made), "Personal")[1:] == [
        ["Antal tillsvidareanställda", "2 377", "2 488"],
        ["Total sjukfrånvaro", "10,5", "9,7"],
        ["Övertid", "20 tkr", "1,2"],
    ]
