"""Years of columns (H06), parts by name (S04), forecasts (E12, N13), numbers of assignments (L07), homes of goals (N19)."""

from __future__ import annotations

import pytest

from tests.checks.test_rules_prose import found, told
from tests.conftest import Maker
from vb_gen.core.finding import Level


def personal(*heads: str, label: str = "Sjukfrånvaro", enhet: str = "%") -> str:
    head, row = " | ".join(heads), " | ".join(f"5,{n}" for n, _ in enumerate(heads))
    return f"personal:\n  rader: |\n    personal | {head} | enhet\n    {label} | {row} | {enhet}\n"


@pytest.mark.parametrize(
    ("heads", "column", "level"),
    [
        (("2020", "2021", "2022", "2091"), "2091", Level.VARNING),
        (("1920", "2021", "2022", "2023"), "1920", Level.VARNING),
        (("2020", "2021", "2022", "2024"), "2024", Level.VARNING),
        (("2021", "2023", "2022"), "2022", Level.VARNING),
        (("2023", "2022", "2020", "2021"), "2021", Level.VARNING),
        (("2020", "2021", "2023"), "2023", Level.UPPLYSNING),
        (("2019", "2020", "2022", "2023"), "2022", Level.UPPLYSNING),
    ],
)
def test_years_of_columns(workspace: Maker, heads: tuple[str, ...], column: str, level: Level) -> None:
    (remark,) = found(workspace({"namndindikatorer.yaml": personal(*heads)}), "H06")
    assert (remark.kolumn, remark.level) == (column, level)


@pytest.mark.parametrize(
    "heads",
    [
        ("2019", "2020", "2021", "2022", "2023"),
        ("2023", "2022", "2021"),
        ("2019", "2021", "2023"),  # every second year
        ("1990", "2021", "2022", "2023"),  # emissions are held against 1990
        ("2015", "2021", "2022", "2023"),  # a year to compare with
        ("2021", "2022"),
        ("2023", "2022"),
    ],
)
def test_years_of_columns_that_go_together(workspace: Maker, heads: tuple[str, ...]) -> None:
    assert found(workspace({"namndindikatorer.yaml": personal(*heads)}), "H06") == []


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("bokslut 2022", "budget 2023", "budget 2024", "plan 2025", "plan 2026", "plan 2027"), []),
        (("bokslut 2022", "budget 2023", "budget 2024", "plan 2025", "plan 2072", "plan 2027"), ["plan 2072"]),
        (("bokslut 2022", "budget 2023", "budget 2024", "plan 2024", "plan 2025", "plan 2026"), ["plan 2024"]),
        (("bokslut 2022", "budget 2023", "budget 2024", "plan 2025", "plan 2027", "plan 2026"), ["plan 2026"]),
        (("bokslut 2024", "budget 2023", "budget 2024", "plan 2025"), ["bokslut 2024"]),
    ],
)
def test_years_of_a_budgets_columns(workspace: Maker, heads: tuple[str, ...], columns: list[str]) -> None:
    files = {"inputs/2024-budget/parknamnden/rapport.yaml": "mall: budget-2024\n"}
    files["inputs/2024-budget/parknamnden/verksamhet.yaml"] = personal(*heads)
    assert [r.kolumn for r in found(workspace(files), "H06", "2024-budget/parknamnden")] == columns


@pytest.mark.parametrize(
    ("whole", "part", "unit", "number"),
    [
        ("Total sjukfrånvaro", "Varav korttidssjukfrånvaro", "%", 1),
        ("Antal anställda", "varav tillsvidareanställda", "antal", 1),
        ("Arbetade timmar", "– varav övertid", "timmar", 1),
        ("Total sjukfrånvaro", "varav över 60 dagar", "%", 0),  # a share of those who are off sick
        ("Total sjukfrånvaro", "varav kvinnor", "%", 0),
        ("Antal anställda", "varav kvinnor", "antal", 0),  # D01's
        ("Antal anställda", "Årsarbetare", "antal", 0),
    ],
)
def test_a_part_by_name(workspace: Maker, whole: str, part: str, unit: str, number: int) -> None:
    rows = f"    {whole} | 8,0 | 7,0 | {unit}\n      {part} | 7,5 | 7,4 | {unit}\n"
    made = workspace({"namndindikatorer.yaml": f"personal:\n  rader: |\n    personal | 2022 | 2023 | enhet\n{rows}"})
    assert len(found(made, "S04")) == number


PERIOD = """
driftsammandrag_perioden:
  belopp: tkr
  tecken: {sign}
  rader: |
    verksamhet | utfall | budget perioden
    {row}     |   {so_far} |            40 000
driftsammandrag:
  belopp: tkr
  tecken: {sign}
  rader: |
    verksamhet | prognos | budget
    {row}     |    {year} |   60 000
"""


@pytest.mark.parametrize(
    ("parts", "number"),
    [
        ({"so_far": "41 000", "year": "14 500"}, 1),
        ({"so_far": "41 000", "year": "61 500"}, 0),
        ({"so_far": "41 000", "year": "41 000"}, 0),
        ({"so_far": "-41 000", "year": "-14 500", "sign": "resultat", "row": "Parkernas kostnader"}, 1),
        ({"so_far": "-41 000", "year": "-14 500", "sign": "resultat"}, 0),  # a result may become better
        ({"so_far": "41 000", "year": "14 500", "sign": "intäkt"}, 0),
        ({"so_far": "-41 000", "year": "-14 500"}, 0),  # a surplus, as a net cost
    ],
)
def test_a_forecast_below_what_is_spent(workspace: Maker, parts: dict[str, str], number: int) -> None:
    text = PERIOD.format(**{"sign": "kostnad", "row": "Parker"} | parts)
    name = "inputs/2023-08/parknamnden/"
    made = workspace({f"{name}rapport.yaml": "mall: delar-2021\n", f"{name}ekonomi.yaml": text})
    assert len(found(made, "E12", "2023-08/parknamnden")) == number


@pytest.mark.parametrize(
    ("label", "unit", "number"),
    [
        ("Hemtjänst, timmar", "timmar", 1),
        ("Vårddygn, antal", "antal", 1),
        ("Boendeplatser", "antal", 0),
        ("Timmar per brukare", "antal", 0),
        ("Sjukfrånvaro", "%", 0),
    ],
)
def test_a_forecast_of_what_is_done(workspace: Maker, label: str, unit: str, number: int) -> None:
    text = f"volymer:\n  rader: |\n    uppdrag | prognos | utfall | enhet\n    {label} | 150 | 229 | {unit}\n"
    name = "inputs/2023-08/parknamnden/"
    made = workspace({f"{name}rapport.yaml": "mall: delar-2021\n", f"{name}bedomning.yaml": text})
    assert len(found(made, "E12", "2023-08/parknamnden")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nämndens mål bedöms nås till årets slut.", 1),
        ("Två av målen kommer att uppnås.", 1),
        ("Målet om en trygg kommun bedöms nås.", 1),
        ("Målen för parkerna väntas inte helt uppfyllas.", 1),
        ("Målet om gröna parker bedöms uppnått.", 0),
        ("Målen bedöms nås 2024.", 0),
        ("Målen väntas nås under kommande år.", 0),
        ("Målen väntas nås på sikt.", 0),
        ("Målen bedömdes i augusti nås.", 0),
        ("Klimatmålen väntas nås under planperioden.", 0),
        ("Nämnden har satt upp mål. Parken väntas bli klar i maj.", 0),
        ("De globala målen väntas inte nås.", 0),
        ("Kommunens klimatmål väntas nås först om tio år.", 0),
        ("Riksdagens mål kommer inte att nås utan fler insatser.", 0),
        ("Målet är att parkerna bedöms nå fler besökare.", 0),
        ("Nya mål kommer att tas fram för att nå fler besökare.", 0),
    ],
)
def test_a_forecast_of_goals_outside_the_goal_report(workspace: Maker, text: str, number: int) -> None:
    assert len(told(workspace, text, "N13")) == number


@pytest.mark.parametrize(
    ("numbers", "found_"),
    [(("1", "1"), 1), (("1", "2"), 0), (("1a", "1b"), 0), (("12.", "12"), 1), (("-", "-"), 0), (("", ""), 0)],
)
def test_numbers_of_assignments(workspace: Maker, numbers: tuple[str, str], found_: int) -> None:
    rows = "".join(f"        {n} | Plan {i} | genomfört |\n" for i, n in enumerate(numbers))
    text = (
        f"strategiska_uppdrag:\n  grupper:\n    - rubrik: Egna\n      rader: |\n        nr | uppdrag | status | kommentar\n{rows}"
    )
    assert len(found(workspace({"malredovisning.yaml": text}), "L07")) == found_


def test_two_lists_may_begin_with_one(workspace: Maker) -> None:
    part = (
        "    - rubrik: {}\n      rader: |\n        nr | uppdrag | status | kommentar\n        1 | Plan för träd | genomfört |\n"
    )
    text = "strategiska_uppdrag:\n  grupper:\n" + part.format("Egna") + part.format("Gemensamma")
    assert found(workspace({"malredovisning.yaml": text}), "L07") == []


@pytest.mark.parametrize(
    ("goal", "group", "number"),
    [
        ("Attraktiv arbetsgivare", "Hållbar kompetensförsörjning", 1),
        ("Attraktiv arbetsgivare", "Attraktiv arbetsgivare", 0),
        ("Hållbar ekonomi", "Hållbar ekonomi för att värna kärnverksamheten", 0),
        ("Välfärdstjänster med hög kvalitet", "Valfärdstjänster med hög kvalitet", 0),
    ],
)
def test_homes_of_goals(workspace: Maker, goal: str, group: str, number: int) -> None:
    goals = (
        "målredovisning:\n  målområden:\n    - målområde: Medborgare\n      mål:\n        - namn: Gröna parker\n"
        f"          kommunövergripande: {goal}\n"
    )
    rows = "        mål | indikator | 2023 | målvärde\n        Gröna parker | Nöjda | 71 | ≥ 70\n"
    indicators = (
        f"indikatorer:\n  grupper:\n    - målområde: Medborgare\n      kommunövergripande: {group}\n      rader: |\n{rows}"
    )
    files = {"malredovisning.yaml": goals, "namndindikatorer.yaml": indicators}
    assert len(found(workspace(files), "N19")) == number
