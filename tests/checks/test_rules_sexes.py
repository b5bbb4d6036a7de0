"""Women, men and parts: totals between them or their sum, whatever rounding does; notes that say why there is no split."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from tests.checks.test_rules import remarks
from tests.conftest import Maker
from vb_gen.checks.rule import Remark
from vb_gen.checks.texts import text_of
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, round_half_up
from vb_gen.disk.workspace import Workspace

HEAD = """
indikatorer:
  grupper:
    - målområde: Medarbetare
      rader: |
        mål                | indikator | 2022 | 2023 | målvärde | mått | enhet | riktning
"""


def table(*lines: str, more: str = "") -> dict[str, str]:
    return {"namndindikatorer.yaml": HEAD + "".join(f"        Goda arbetsplatser | {line}\n" for line in lines) + more}


def found(workspace: Workspace, *codes: str) -> list[Remark]:
    return [r for r in remarks(workspace) if r.code in codes]


def split(total: str, women: str, men: str, unit: str = "%", label: str = "Nyckeltal") -> tuple[str, str, str]:
    return (
        f"{label} | | {total} | | nyckeltal | {unit} |",
        f"  Kvinnor | | {women} | | | {unit} |",
        f"  Män | | {men} | | | {unit} |",
    )


@pytest.mark.parametrize(
    ("total", "women", "men", "unit", "codes"),
    [
        ("6,9", "7,6", "4,9", "%", []),
        ("7,6", "7,6", "4,9", "%", []),
        ("7,7", "7,6", "4,9", "%", ["D01"]),
        ("12,5", "7,6", "4,9", "%", ["D01"]),  # a sum of shares
        ("8", "7,6", "4,9", "%", ["S00"]),  # 7,6 without its decimal
        ("125", "76", "49", "antal", []),  # a count
        ("60", "76", "49", "antal", []),  # a mean, medarbetare per chef
        ("130", "76", "49", "antal", ["D01"]),
        ("60", "76", "49", "personer", ["D01"]),  # no mean of persons
        ("125", "76", "49", "personer", []),
        ("I.U.", "76", "49", "%", []),
        (">80", "76", "49", "%", []),
    ],
)
def test_a_total_lies_between_or_is_the_sum(
    total: str, women: str, men: str, unit: str, codes: list[str], workspace: Maker
) -> None:
    assert [r.code for r in found(workspace(table(*split(total, women, men, unit))), "D01", "S00")] == codes


def test_rounding_is_no_fault(workspace: Maker) -> None:
    """Any weighted mean, its parts rounded to any number of decimals, is left alone."""
    random = Random(14)
    lines: list[str] = []
    for number in range(300):
        women, men = (Decimal(random.randint(0, 9999)) / 1000 for _ in range(2))
        share = Decimal(random.randint(0, 100)) / 100
        total = women * share + men * (1 - share)
        printed = [format_decimal_sv(round_half_up(v, d), d) for v in (total, women, men) for d in [random.randint(0, 2)]]
        lines += split(printed[0], printed[1], printed[2], label=f"Nyckeltal {number}")
    made = workspace(table(*lines))
    assert found(made, "D01") == []
    assert found(made, "S00")


def test_a_total_outside_shows_all_three_figures(workspace: Maker) -> None:
    (remark,) = found(workspace(table(*split("7,9", "7,6", "4,9"))), "D01")
    assert (remark.level, remark.rad, remark.kolumn, remark.differens) == (Level.FEL, "Nyckeltal", "2023", Decimal("0.3"))
    assert [t.värde for t in remark.fakta] == ["7,9", "7,6", "4,9"]
    assert "7,6" in remark.uträkning


@pytest.mark.parametrize(
    ("total", "women", "men", "count"),
    [("9", "10,9", "11,1", 1), ("11", "10,9", "11,1", 0), ("9", "", "11,1", 0), ("Öka", "10", "8", 0)],
)
def test_a_target_lies_between_those_of_the_sexes(total: str, women: str, men: str, count: int, workspace: Maker) -> None:
    lines = (
        f"Avgångar | | 9,0 | {total} | avgångar | % | högst",
        f"  Kvinnor | | 8,0 | {women} | | % |",
        f"  Män | | 10,0 | {men} | | % |",
    )
    assert len(found(workspace(table(*lines)), "D02")) == count


KOMMUN = """
namn: Exempelköpings kommun
individbaserade:
  - sjukfrånvaro
enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
"""


@pytest.mark.parametrize(
    ("line", "more", "count"),
    [
        ("Sjukfrånvaro | | 7,0 | | sjukfrånvaro | % |", "", 1),
        ("Sjukfrånvaro | 7,0 | I.U. | | sjukfrånvaro | % |", "", 0),  # nothing to split this year
        ("Sjukfrånvaro* | | 7,0 | | sjukfrånvaro | % |", '      noter:\n        "*": Avser hela kommunen.\n', 1),
        (
            "Sjukfrånvaro* | | 7,0 | | sjukfrånvaro | % |",
            '      noter:\n        "*": Grupperna är för små för att delas på kön.\n',
            0,
        ),
        ("Nöjda | | 7,0 | | nöjda | % |", "", 0),
    ],
)
def test_a_measure_of_people_is_split_or_says_why_not(line: str, more: str, count: int, workspace: Maker) -> None:
    assert len(found(workspace(table(line, more=more) | {"kommun.yaml": KOMMUN}), "D03")) == count


@pytest.mark.parametrize(
    ("whole", "parts", "unit", "codes"),
    [
        ("74", ("72", "75"), "%", []),
        ("78", ("72", "75"), "%", ["D06"]),
        ("147", ("72", "75"), "%", []),  # shares of one whole
        ("160", ("72", "75"), "antal", []),  # there may be more than the two
        ("70", ("72", "75"), "antal", ["D06"]),
        ("74", ("72", "I.U."), "%", []),
    ],
)
def test_a_whole_and_its_areas(whole: str, parts: tuple[str, str], unit: str, codes: list[str], workspace: Maker) -> None:
    lines = (
        f"Besökare | | {whole} | | besökare | {unit} |",
        *(f"  {name} | | {part} | | | {unit} |" for name, part in zip(("Norra", "Södra"), parts, strict=True)),
    )
    assert [r.code for r in found(workspace(table(*lines)), "D06")] == codes


def test_a_note_says_that_a_count_is_of_the_same_people(workspace: Maker) -> None:
    lines = ("Besökare* | | 140 | | besökare | antal |", "  Norra | | 72 | | | antal |", "  Södra | | 75 | | | antal |")
    note = '      noter:\n        "*": {}\n'
    assert len(found(workspace(table(*lines, more=note.format("Mätt under en vecka."))), "D06")) == 1
    assert found(workspace(table(*lines, more=note.format("Den som besökt flera parker räknas en gång i totalen."))), "D06") == []


@pytest.mark.parametrize(
    ("label", "value", "count"),
    [
        ("Kundnöjdhet (0-5)", "42", 1),
        ("Kundnöjdhet (0-5)", "4,2", 0),
        ("Trygghet, medelvärde (skala 1–4)", "0,5", 1),
        ("Barn i förskola (1-5)", "1 240", 0),  # ages
        ("Nöjda i enkäten (16-84)", "90", 0),
    ],
)
def test_a_value_lies_on_its_scale(label: str, value: str, count: int, workspace: Maker) -> None:
    assert len(found(workspace(table(f"{label} | | {value} | | nyckeltal | |")), "D05")) == count


def test_a_mean_of_more_digits_than_a_figure_has_is_none(workspace: Maker) -> None:
    example = text_of("D07").bad
    files = {name: text.replace("till 2,1", f"till {'2' * 30}") for name, text in example.items()}
    assert files != example
    assert found(workspace(files), "D07") == []


def test_the_mean_that_was_expected_is_rounded_half_up(workspace: Maker) -> None:
    example = text_of("D07").bad
    files = {name: text.replace("|  2,2 |", "| 2,21 |") for name, text in example.items()}
    (remark,) = found(workspace(files), "D07")
    assert remark.förväntat == Tal(Decimal("1.91"), 2)  # of 1,905
