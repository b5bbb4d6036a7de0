"""Which way targets point (N18), women and men that have changed places (D09), and indexes above their scale (D05)."""

from __future__ import annotations

import pytest

from tests.checks.test_rules_prose import found
from tests.conftest import Maker

LAST = {"inputs/2022/parknamnden/rapport.yaml": "mall: vb-2023\n"}


def group(rows: str) -> str:
    lines = "\n".join(f"        {line.strip()}" for line in rows.strip().split("\n"))
    return f"indikatorer:\n  grupper:\n    - målområde: Medborgare\n      rader: |\n{lines}\n"


def pleased(target: str, more: str = "", way: str = "", year: str = "2023") -> str:
    return group(f"""
        mål          | indikator      | {year} | målvärde | mått  | enhet | riktning
        Gröna parker | Parkindex      |   73   | {target} | nöjda | %     | {way}
        {more}
    """)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (pleased("75", way="högst"), pleased("70", way="minst", year="2022")),
        (pleased("≤ 75"), pleased("≥ 70", year="2022")),
        (pleased("Minska"), pleased("Öka", year="2022")),
        (pleased("< 75"), pleased("Öka med 2", year="2022")),
        (pleased("max 75", way="minst"), pleased("", year="2022")),  # the row's own direction
    ],
)
def test_a_target_that_has_turned(workspace: Maker, now: str, then: str) -> None:
    files = LAST | {"namndindikatorer.yaml": now, "inputs/2022/parknamnden/namndindikatorer.yaml": then}
    (remark,) = found(workspace(files), "N18")
    assert remark.kolumn == "målvärde"


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (pleased("80", way="minst"), pleased("≥ 70", year="2022")),
        (pleased("Öka"), pleased("minst 70", year="2022")),
        (pleased("±5"), pleased("≤ 5", year="2022")),
        (pleased("Ej negativ"), pleased("≤ 5", year="2022")),
        (pleased("75"), pleased("≤ 70", year="2022")),
        (pleased("≤ 75").replace("| nöjda |", "| missnöjda |"), pleased("≥ 70", year="2022")),
        (pleased("≤ 75"), pleased("-", year="2022")),
    ],
)
def test_targets_that_point_the_same_way(workspace: Maker, now: str, then: str) -> None:
    files = LAST | {"namndindikatorer.yaml": now, "inputs/2022/parknamnden/namndindikatorer.yaml": then}
    assert found(workspace(files), "N18") == []


def test_only_the_later_of_two_targets_is_turned(workspace: Maker) -> None:
    files = {
        "namndindikatorer.yaml": pleased("≤ 75"),
        "inputs/2022/parknamnden/namndindikatorer.yaml": pleased("≥ 7", year="2022"),
    }
    assert found(workspace(LAST | files), "N18", "2022/parknamnden") == []


def test_an_earlier_turned_target_is_not_told_of_in_the_right_ones(workspace: Maker) -> None:
    files = {"inputs/2021/parknamnden/rapport.yaml": "mall: vb-2023\n", "namndindikatorer.yaml": pleased("≥ 75")}
    files["inputs/2021/parknamnden/namndindikatorer.yaml"] = pleased("≥ 70", year="2021")
    files["inputs/2022/parknamnden/namndindikatorer.yaml"] = pleased("≤ 70", year="2022")
    made = workspace(LAST | files)
    assert found(made, "N18") == []
    assert len(found(made, "N18", "2022/parknamnden")) == 1


def test_a_part_has_a_target_the_way_that_the_row_above_says(workspace: Maker) -> None:
    rows = """
        mål        | indikator   | 2023 | målvärde
        Bra arbete | Kundnöjdhet |      |
                   |   Växthus   | 4,4  | {}
    """
    told = {t: len(found(workspace({"namndindikatorer.yaml": group(rows.format(t))}), "N18")) for t in ("≥ 4", "≤ 4")}
    assert told == {"≥ 4": 0, "≤ 4": 1}


def test_women_and_men_have_targets_the_same_way(workspace: Maker) -> None:
    both = "| Kvinnor | 74 | {} | | % |\n        | Män | 72 | ≥ 75 | | % |"
    sexes = "\n        " + both.replace("| Kvinnor", "|   Kvinnor").replace("| Män", "|   Män")
    (remark,) = found(workspace({"namndindikatorer.yaml": pleased("≥ 75", sexes.format("≤ 75"))}), "N18")
    assert remark.rad == "Kvinnor"
    assert found(workspace({"namndindikatorer.yaml": pleased("≥ 75", sexes.format("≥ 75"))}), "N18") == []


def sexes(women: str, men: str) -> str:
    return group(f"""
        mål         | indikator    | 2020 | 2021 | 2022 | 2023    | målvärde | mått         | enhet
        Bra arbete  | Sjukfrånvaro |      |      |      |         |          | sjukfrånvaro | %
                    |   Kvinnor    |  8,1 |  8,3 |  8,2 | {women} |          |              | %
                    |   Män        |  4,2 |  4,1 |  4,4 | {men}   |          |              | %
    """)


@pytest.mark.parametrize(
    ("women", "men", "number"),
    [
        ("4,3", "8,2", 1),
        ("5,0", "7,6", 1),
        ("8,0", "4,3", 0),
        ("4,3", "4,4", 0),  # women alone have changed
        ("6,0", "6,4", 0),  # they have drawn near
        ("6,3", "6,3", 0),
        ("2,1", "8,2", 0),
        ("4,3", "I.U.", 0),
    ],
)
def test_women_and_men_that_have_changed_places(workspace: Maker, women: str, men: str, number: int) -> None:
    assert len(found(workspace({"namndindikatorer.yaml": sexes(women, men)}), "D09")) == number


def test_the_years_of_other_reports_count(workspace: Maker) -> None:
    now = group("""
        mål         | indikator    | 2023 | målvärde | mått         | enhet
        Bra arbete  | Sjukfrånvaro |      |          | sjukfrånvaro | %
                    |   Kvinnor    |  4,3 |          |              | %
                    |   Män        |  8,2 |          |              | %
    """)
    then = group("""
        mål         | indikator    | 2021 | 2022 | målvärde | mått         | enhet
        Bra arbete  | Sjukfrånvaro |      |      |          | sjukfrånvaro | %
                    |   Kvinnor    |  8,1 |  8,3 |          |              | %
                    |   Män        |  4,2 |  4,1 |          |              | %
    """)
    files = LAST | {"namndindikatorer.yaml": now, "inputs/2022/parknamnden/namndindikatorer.yaml": then}
    assert len(found(workspace(files), "D09")) == 1


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("Hållbart medarbetarengagemang", "178", 1),
        ("HME", "101", 1),
        ("Företagsklimat NKI", "720", 1),
        ("Trygghet (0–100)", "110", 1),
        ("Nöjd kund-index", "101", 1),
        ("HME", "100", 0),
        ("Antal svar i NKI", "340", 0),
        ("Nöjda kunder", "340", 0),
        ("Konsumentprisindex (2010 = 100)", "124", 0),
        ("Placering i NKI, plats", "140", 0),
    ],
)
def test_indexes(workspace: Maker, name: str, value: str, number: int) -> None:
    rows = f"""
        mål        | indikator | 2023    | målvärde
        Bra arbete | {name}    | {value} |
    """
    assert len(found(workspace({"namndindikatorer.yaml": group(rows)}), "D05")) == number


@pytest.mark.parametrize(
    ("name", "target", "number"),
    [
        ("Andel nöjda besökare", "≤ 75", 1),
        ("Sjukfrånvaro", "≥ 6", 1),
        ("Leverantörstrohet", "högst 95", 1),
        ("Enheter i balans", "max 80", 1),
        ("Antal klagomål", "Öka", 1),
        ("Andel nöjda besökare", "≥ 75", 0),
        ("Sjukfrånvaro", "≤ 6", 0),
        ("Minskning av sjukfrånvaro", "≥ 1", 0),
        ("Besvarade klagomål", "≥ 90", 0),
        ("Skillnad mellan nöjda kvinnor och män", "≤ 2", 0),
        ("Nöjda och missnöjda besökare", "≤ 10", 0),
        ("Enheter som inte är i balans", "≤ 2", 0),
        ("Sjukfrånvaro", "±1", 0),
        ("Enheter med sjukfrånvaro under 6 %", "≥ 10", 0),
        ("Antal genomförda samtal om sjukfrånvaro", "≥ 90", 0),
        ("Andel otrygga som fått stöd", "≥ 55", 0),
    ],
)
def test_a_target_against_the_measures_name(workspace: Maker, name: str, target: str, number: int) -> None:
    rows = f"""
        mål        | indikator | 2023 | målvärde
        Bra arbete | {name}    | 7    | {target}
    """
    assert len(found(workspace({"namndindikatorer.yaml": group(rows)}), "N18")) == number


def test_a_waiver_that_a_turned_target_made_useless_is_not_just_to_be_deleted(workspace: Maker) -> None:
    goal = """
målredovisning:
  målområden:
    - målområde: Medborgare
      mål:
        - namn: Gröna parker
          status: {}
          bedömning: |
            Besökarna har svarat.
          resultat: |
            - Lekplatserna har rustats.
  undantag:
    - kod: {}
      rad: Gröna parker
      skäl: Bedömningen bygger på annat.
"""
    files = {"malredovisning.yaml": goal.format("uppnått", "N01"), "namndindikatorer.yaml": pleased("≤ 75")}
    (remark,) = found(workspace(files), "U01")
    assert "behövs inte" in remark.text
    assert remark.instead.startswith("Har en siffra, ett målvärde (minst, högst) eller en status ändrats: kontrollera först")
    files["malredovisning.yaml"] = goal.format("delvis uppnått", "N01")
    (remark,) = found(workspace(files), "U01")
    assert "men N05 har nu det på samma rad" in remark.text
