"""Goals: targets held against outcomes, a person's assessment against the rule's, and text against tables."""

from __future__ import annotations

import pytest

from tests.checks.test_rules import remarks
from tests.conftest import Maker, read, render
from tests.page import parse
from vb_gen.checks.rule import Remark
from vb_gen.checks.rules.goal_tense import is_plan
from vb_gen.checks.rules.goal_texts import stated_status
from vb_gen.checks.rules.targets import assess
from vb_gen.core.finding import Level
from vb_gen.disk.workspace import Workspace

GOAL = """
målredovisning:
  målområden:
    - målområde: Medborgare
      mål:
        - namn: Gröna parker
          status: {status}
          bedömning: |
            {said}
          resultat: |
            - {result}
"""
ROWS = """
indikatorer:
  grupper:
    - målområde: Medborgare
      rader: |
        mål          | indikator | 2021 | 2022 | 2023 | målvärde | riktning | enhet | mått
        Gröna parker | {rows}
"""


def goal(status: str = "uppnått", said: str = "Bedömningen bygger på en enkät.", result: str = "Parken är klar.") -> str:
    return GOAL.format(status=status, said=said, result=result)


def rows(*lines: str) -> str:
    return ROWS.format(rows="\n                     | ".join(lines))


def judged(workspace: Maker, *lines: str) -> str:
    """The rule's status of a goal with these indicators."""
    made = workspace({"malredovisning.yaml": goal(), "namndindikatorer.yaml": rows(*lines)})
    return assess(read(made))[0].status


def codes(workspace: Workspace, letter: str = "N") -> list[str]:
    return [r.code for r in remarks(workspace) if r.code.startswith(letter)]


def one(workspace: Workspace, code: str) -> Remark:
    found = [r for r in remarks(workspace) if r.code == code]
    assert len(found) == 1
    return found[0]


YES, NO, OPEN = "uppnått", "ej uppnått", "kan ej bedömas"


@pytest.mark.parametrize(
    ("before", "now", "target", "way", "unit", "status"),
    [
        ("", "75", "75", "minst", "%", YES),
        ("", "74", "75", "minst", "%", NO),
        ("", "74", "75", "", "%", OPEN),  # a number without a direction
        ("", "74", "≥75", "", "%", NO),
        ("", "6,0", "6,0", "högst", "%", YES),
        ("", "6,1", "max 6,0 %", "", "%", NO),
        ("", "23", "Mindre än 23", "", "%", OPEN),  # 22,6 is printed as 23
        ("", "22", "Mindre än 23", "", "%", YES),
        ("", "64", "64,4", "minst", "%", OPEN),  # 64,45 is printed as 64
        ("", "63", "64,4", "minst", "%", NO),
        ("", ">64%", "Minst 64%", "", "", YES),
        ("", ">60%", "Minst 64%", "", "", OPEN),
        ("", ">70%", "70", "högst", "%", NO),
        ("", "-8", "≤±5", "", "%", NO),
        ("", "-4", "≤±5", "", "%", YES),
        ("", "-0,3", "Ej negativ", "", "", NO),
        ("", "-2,5 mnkr", "Budget i balans", "", "", NO),
        ("", "8,0 mnkr", "Budget i balans", "", "", YES),
        ("", "900 tkr", "minst 1 mnkr", "", "", NO),
        ("", "1 100 tkr", "minst 1 mnkr", "", "", YES),
        ("", "12 timmar", "minst 10 %", "", "", OPEN),  # not the same unit
        ("69", "61", "Öka", "", "%", NO),
        ("69", "70", "Öka", "", "%", YES),
        ("69", "69", "Öka", "", "%", OPEN),  # a change that rounding hides
        ("8,4", "8,0", "Minska", "", "%", YES),
        ("I.U.", "8,0", "Minska", "", "%", OPEN),
        ("200", "185", "Minska med 10 %", "", "antal", NO),
        ("200", "180", "Minska med 10 %", "", "antal", YES),
        ("3", "4", "Två nya", "", "antal", NO),
        ("3", "5", "Två nya", "", "antal", YES),
        ("", "I.U.", "75", "minst", "%", OPEN),
        ("", "2020: 80", "75", "minst", "%", OPEN),  # an older measurement
        ("", "Stor ökning", "75", "minst", "%", OPEN),
        ("", "80", "LK", "minst", "%", OPEN),
        ("", "52% / 49%", "50% / 54%", "minst", "", "delvis uppnått"),
        ("", "VB 94% / LSS 96%", "LSS 95% / VB 94%", "minst", "", YES),  # by name, not by order
    ],
)
def test_a_target_is_held_against_its_outcome(
    before: str, now: str, target: str, way: str, unit: str, status: str, workspace: Maker
) -> None:
    assert judged(workspace, f"Nöjda | | {before} | {now} | {target} | {way} | {unit} | nöjda") == status


@pytest.mark.parametrize(("outcome", "status"), [("-5,2 %", NO), ("1,3 %", NO), ("-0,8 %", YES)])
def test_a_deviation_is_as_bad_in_both_directions(outcome: str, status: str, workspace: Maker) -> None:
    assert judged(workspace, f"Ekonomiskt resultat | | | {outcome} | max 1 % | | | budgetavvikelse") == status


def test_the_latest_measured_year_is_what_an_increase_is_held_against(workspace: Maker) -> None:
    assert judged(workspace, "Nöjda | 76 | X | 73 | Ökar | | index | nöjda") == NO


@pytest.mark.parametrize(
    ("total", "women", "men", "status"),
    [("8,0", "8,5", "5,0", YES), ("8,0", "9,5", "5,0", "delvis uppnått"), ("9,5", "9,9", "5,0", NO)],
)
def test_women_and_men_have_targets_of_their_own(total: str, women: str, men: str, status: str, workspace: Maker) -> None:
    lines = (
        f"Sjukfrånvaro | | | {total} | 9,0 | högst | % | sjukfrånvaro",
        f"  Kvinnor | | | {women} | 9,0 | | % |",
        f"  Män | | | {men} | 9,0 | | % |",
    )
    assert judged(workspace, *lines) == status


def test_areas_below_a_heading_are_one_indicator(workspace: Maker) -> None:
    lines = ("Trygghet | | | | | | | trygghet", "  Norra | | | 1,0 | 2 | högst | |", "  Södra | | | 1,5 | 2 | högst | |")
    made = workspace({"malredovisning.yaml": goal(), "namndindikatorer.yaml": rows(*lines)})
    judgement = assess(read(made))[0]
    assert [(i.etikett, i.svar) for i in judgement.indikatorer] == [("Trygghet", "når målvärdet")]
    assert judgement.status == YES
    assert judgement.skäl == ("Trygghet, Norra: 1,0 mot högst 2 (når målvärdet), Södra: 1,5 mot högst 2 (når målvärdet)",)


MISSED = rows("Nöjda | | 71 | 73 | 75 | minst | % | nöjda")


def test_the_figures_of_a_missed_target_are_shown_with_their_places(workspace: Maker) -> None:
    found = one(workspace({"malredovisning.yaml": goal(), "namndindikatorer.yaml": MISSED}), "N01")
    assert (found.level, found.rad, found.avsnitt) == (Level.FEL, "Gröna parker", "målredovisning")
    assert found.place.text.strip() == "status: uppnått"
    assert [(t.etikett, t.värde) for t in found.fakta] == [("Nöjda, 2023", "73"), ("Nöjda, Målvärde", "minst 75")]
    assert all(t.plats.text.startswith("        Gröna parker") for t in found.fakta)
    assert "73 mot minst 75" in found.uträkning


def test_a_reason_makes_it_a_remark_and_is_printed(workspace: Maker) -> None:
    reason = goal() + "          motivering: |\n            Enkäten gjordes före upprustningen.\n"
    made = workspace({"malredovisning.yaml": reason, "namndindikatorer.yaml": MISSED})
    found = one(made, "N01")
    assert found.level is Level.UPPLYSNING
    assert "motiverat" in found.text
    text = [p.text for p in parse(render(made)).all("p")]
    assert text[text.index("Motivering till bedömningen") + 1] == "Enkäten gjordes före upprustningen."


def test_a_waiver_names_the_goal(workspace: Maker) -> None:
    waived = (
        goal() + "  undantag:\n    - kod: N01\n      rad: Gröna parker\n      skäl: Så står det i den beslutade handlingen.\n"
    )
    found = one(workspace({"malredovisning.yaml": waived, "namndindikatorer.yaml": MISSED}), "N01")
    assert found.undantag == "Så står det i den beslutade handlingen."


def test_an_interim_report_forecasts(workspace: Maker) -> None:
    told = goal("uppnått", "Målet bedöms nås vid årets slut.", "Genomföra en enkät.").replace(
        "          resultat", "          övrigt"
    )
    table = MISSED.replace("| 2023 |", "| utfall |")
    files = {"malredovisning.yaml": told, "namndindikatorer.yaml": table, "rapport.yaml": "mall: delar-2021\n"}
    made = workspace({f"inputs/2023-08/parknamnden/{name}": text for name, text in files.items()})
    found = {r.code: r.level for r in remarks(made, "2023-08/parknamnden") if r.code.startswith("N")}
    assert found == {"N01": Level.VARNING}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Målet bedöms vara uppnått.", YES),
        ("Nämndmålet bedöms delvis uppfyllt.", "delvis uppnått"),
        ("Bedömningen är att förvaltningsmålet har uppnåtts till viss del.", "delvis uppnått"),
        ("Förvaltningen bedömer inte att nämndmålet kommer att vara uppnått.", NO),
        ("Vid årets slut bedöms målet inte nås.", NO),
        ("Nämndmålet kan ej bedömas.", OPEN),
        ("Därmed bedöms målet, trots pandemin, vara nått.", ""),
        ("Utsläppen måste minska om målet ska kunna nås.", ""),
        ("Aktiviteterna har bidragit till att målet uppfylls.", ""),
        ("Indikatorn når målvärdet.", ""),
        ("Målet är inte helt uppnått.", ""),
        ("Det nationella målet är inte uppnått.", ""),
        ("Sjukfrånvaron är hög, men målet bedöms vara uppnått.", YES),
    ],
)
def test_a_sentence_states_a_status_or_leaves_it_open(text: str, status: str) -> None:
    assert stated_status(text) == status


def test_what_an_earlier_report_said_of_a_goal_is_not_its_status(workspace: Maker) -> None:
    said = "I delårsrapporten bedömdes målet som ej uppnått. Vid årets slut bedöms målet vara uppnått."
    assert "N08" not in codes(workspace({"malredovisning.yaml": goal("uppnått", said)}))
    assert "N08" in codes(workspace({"malredovisning.yaml": goal("uppnått", said.replace("I delårsrapporten", "Här"))}))


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("Säkerställa att planen följs.", True),
        ("Vidareutveckla QlikSense som en del av styrkedjan.", True),
        ("Att genomföra en enkät bland besökarna.", True),
        ("Aktivt medverka i kommunens arbete.", True),
        ("Säkra kvalitetsledningssystemet.", True),
        ("Implementera planerade projekt.", True),
        ("Säkra möten med anhöriga har hållits.", False),
        ("Att införa plattformen har skjutits upp till 2024.", False),
        ("Flera aktiviteter har genomförts.", False),
        ("Se bilaga 2.", False),
        ("Digitala möten har prioriterats.", False),
        ("Kundmätningar följs upp i dialoger.", False),
    ],
)
def test_a_plan_begins_with_an_infinitive(text: str, plan: bool) -> None:
    assert is_plan(text) is plan


def test_plans_are_told_of_once_a_goal(workspace: Maker) -> None:
    points = ["Genomföra en enkät.", "- Utforma en park.", "- Parken Norr är klar.", "  - Utveckla mer."]
    told = goal(result="\n            ".join(points))
    found = one(workspace({"malredovisning.yaml": told}), "N12")
    assert found.text.startswith("2 av 3 resultat är skrivna som planer")
    assert [t.plats.line for t in found.fakta] == [10, 11]


@pytest.mark.parametrize(
    ("said", "forecast"),
    [
        ("Indikatorn bedöms nås.", True),
        ("Verksamhetsplanens aktiviteter kommer att genomföras.", True),
        ("Målet bedöms vara uppnått per 31/12 2023.", True),
        ("Målet bedöms vara uppnått.", False),
        ("Under 2024 väntas målet nås igen.", False),
        ("Målet väntas nås först på sikt.", False),
        ("Regionens indikatorer bedöms bli klara i maj.", False),
        ("Målet i Agenda 2030 bedöms inte nås.", False),
        ("Konjunkturen väntas bli svagare.", False),
        ("Arbetet med att nå målet bedöms bli mer krävande.", False),
    ],
)
def test_forecasts_belong_in_an_interim_report(said: str, forecast: bool, workspace: Maker) -> None:
    assert ("N13" in codes(workspace({"malredovisning.yaml": goal(said=said)}))) is forecast


def test_what_lies_ahead_may_be_forecast(workspace: Maker) -> None:
    said = "Nästa år blir besöken fler. Målet om nöjda besökare väntas då nås."
    told = {key: codes(workspace({"bedomning.yaml": f"{key}: |\n  {said}\n"})) for key in ("analys", "förväntad_utveckling")}
    assert "N13" in told["analys"]
    assert "N13" not in told["förväntad_utveckling"]


ASSIGNMENTS = """
strategiska_uppdrag:
  text: |
    {said}
  grupper:
    - rubrik: Kommungemensamma
      rader: |
        nr | uppdrag              | status    | kvarstår från
        1  | Lägre sjukfrånvaro   | genomfört |
        2  | Lägre energikostnad  | pågår     |
        3  | Effektivare lokaler  | genomfört | Budget 2021
    - rubrik: Nämndspecifika
      rader: |
        nr | uppdrag              | status
        1  | Trädvårdsplan        | genomfört
"""


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Nämnden har fyra strategiska uppdrag, varav 3 kommungemensamma.", []),
        ("Nämnden har tre strategiska uppdrag, varav två kommungemensamma och 1 nämndspecifika.", []),
        ("Nämnden har 5 strategiska uppdrag.", ["5 uppdrag"]),
        ("De strategiska uppdragen är 4. Av dem är 4 genomförda och 1 pågår.", ["4 genomförda"]),
        ("Av de 3 kommungemensamma strategiska uppdragen är 2 genomförda.", []),
        ("Samtliga strategiska uppdrag är genomförda.", ["alla uppdrag genomförda"]),
        ("Alla kommungemensamma strategiska uppdrag har genomförts.", ["alla uppdrag genomförda"]),
        ("Alla nämndspecifika strategiska uppdrag är genomförda.", []),
        ("Inte alla strategiska uppdrag är genomförda.", []),
        ("Så gott som alla strategiska uppdrag är genomförda.", []),
        ("Samtliga strategiska uppdrag är genomförda eller pågår.", []),
        ("Samtliga strategiska uppdrag är genomförda, med undantag för nummer 2.", []),
        ("När alla strategiska uppdrag är genomförda återrapporteras de.", []),
        ("Alla strategiska uppdrag ska vara genomförda 2026.", []),
        ("Två strategiska uppdrag har försenats.", []),
        ("Nämnden har två strategiska uppdrag som gäller träd.", []),
        ("Av kommunens tolv strategiska uppdrag rör få nämnden.", []),
        ("Nämnden har 5 strategiska uppdrag som redovisas nedan.", ["5 uppdrag"]),
        ("Av nämndens fem strategiska uppdrag är de flesta klara.", ["5 uppdrag"]),
        ("Planen har 9 aktiviteter, av vilka 7 är genomförda. Nämndens strategiska uppdrag löper på.", []),
    ],
)
def test_assignments_are_counted(said: str, wrong: list[str], workspace: Maker) -> None:
    found = [r for r in remarks(workspace({"malredovisning.yaml": ASSIGNMENTS.format(said=said)})) if r.code == "N14"]
    assert [r.text.partition(": ")[2].partition(",")[0] for r in found] == wrong
    assert all(r.fakta for r in found)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Nämnden har ett mål. Totalt 1 av 1 mål är uppnådda.", False),
        ("Nämnden har 3 nämndmål.", True),
        ("Av nämndens 2 mål är 2 uppnådda.", True),
        ("Sammantaget bedöms {{ mål.uppnått }} mål som uppnådda och {{ mål.ej_uppnått }} som ej uppnådda.", False),
        ("Sammantaget bedöms 0 mål som uppnådda.", True),
        ("I målområde Ekonomi är 4 mål uppnådda.", False),
        ("Fem mål har diskuterats.", False),
        ("Nämnden har två mål som rör arbetsmiljön.", False),
        ("Tre av de fem målen i miljöprogrammet följs upp.", False),
        ("Nämnden har fem mål i internbudgeten.", True),
        ("Redan i augusti bedömdes fem av målen vara uppnådda.", False),
        ("I delårsrapporten bedömdes 4 mål som uppnådda.", False),
        ("I augusti antogs en plan, och 4 av 4 mål är uppnådda.", True),
    ],
)
def test_goals_are_counted(said: str, wrong: bool, workspace: Maker) -> None:
    files = {"malredovisning.yaml": goal(), "bedomning.yaml": f"analys: |\n  {said}\n"}
    assert ("N14" in codes(workspace(files))) is wrong


@pytest.mark.parametrize(("said", "wrong"), [("två av", True), ("en av", False)])
def test_indicators_are_counted(said: str, wrong: bool, workspace: Maker) -> None:
    table = rows("Nöjda | | 71 | 76 | 75 | minst | % | nöjda", "Klagomål | | 40 | 35 | 30 | högst | antal | klagomål")
    told = goal("delvis uppnått", f"Hittills har {said} de två målindikatorerna kommit upp till målvärdet.")
    assert ("N14" in codes(workspace({"malredovisning.yaml": told, "namndindikatorer.yaml": table}))) is wrong


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("Målindikatorerna når det värde som satts.", True),
        ("De flesta indikatorerna når målvärdet.", False),
        ("Indikatorerna når inte målvärdet.", False),
        ("Indikatorerna når enligt bedömningen inte målvärdet.", False),
        ("Bara en av indikatorerna når målvärdet.", False),
        ("Indikatorerna har följts upp.", False),
    ],
)
def test_a_claim_of_reached_targets_is_held_against_them(said: str, claims: bool, workspace: Maker) -> None:
    lines = [f"Nöjda {n} | | 71 | {76 if n else 70} | 75 | minst | % | nöjda_{n}" for n in range(3)]
    files = {"malredovisning.yaml": goal("delvis uppnått", said), "namndindikatorer.yaml": rows(*lines)}
    assert ("N09" in codes(workspace(files))) is claims


def test_a_goal_without_an_indicator_may_say_so(workspace: Maker) -> None:
    none = rows("Ingen nämndindikator | | | | | | |")
    assert "N06" not in codes(workspace({"malredovisning.yaml": goal(), "namndindikatorer.yaml": none}))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("Inom målområde Medborgare bedöms målen vara uppnådda.", True),
        ("Målområde Medborgare bedöms kunna uppnås delvis.", False),
        ("Utanför målområde Ekonomi bedöms inget mål kunna nås helt.", True),
        ("Samtliga nämndmål är uppnådda.", True),
        ("Samtliga mål för 2023 är uppnådda.", True),
        ("Samtliga mål i internbudgeten är uppnådda.", True),
        ("Alla mål i serviceavtalet är uppnådda.", False),
        ("Alla mål för upphandlingen har uppnåtts.", False),
        ("Alla mål som beställaren har satt är uppnådda.", False),
        ("Inga mål i den nationella handlingsplanen har uppnåtts.", False),
        ("Inga mål har uppnåtts.", True),
        ("Alla nämndmål utom ett är uppnådda.", False),
        ("Samtliga nämndmål bedöms inte vara uppnådda.", False),
        ("Målen i målområde Ekonomi bedöms inte vara uppnådda.", True),
        ("I delårsrapporten bedömdes samtliga nämndmål vara uppnådda.", False),
        ("Om målen i målområde Medborgare ska nås krävs mer resurser.", False),
    ],
)
def test_the_summing_up_agrees_with_the_goals(said: str, wrong: bool, workspace: Maker) -> None:
    more = (
        "        - namn: Trygga parker\n          status: ej uppnått\n          bedömning: |\n            Fler är otrygga.\n"
        "    - målområde: Ekonomi\n      mål:\n        - namn: Kostnader\n          status: uppnått\n"
        "          bedömning: |\n            Budgeten hölls.\n          resultat: |\n            - Avtal är tecknade.\n"
    )
    files = {"malredovisning.yaml": goal() + more, "bedomning.yaml": f"analys: |\n  {said}\n"}
    assert ("N17" in codes(workspace(files))) is wrong


def test_a_status_cell_with_its_own_words(workspace: Maker) -> None:
    table = rows("Nöjda | | 71 | 76 | 75 | minst | % | nöjda").replace("| indikator", "| måluppfyllelse | indikator")
    for word, found in (("Ja", []), ("uppnått: Ja, i stort", []), ("N/A", ["N07"])):
        told = table.replace("Gröna parker |", f"Gröna parker | {word} |")
        made = workspace({"malredovisning.yaml": goal(), "namndindikatorer.yaml": told})
        assert codes(made) == found
        assert [r.avsnitt for r in remarks(made) if r.code == "N07"] == ["indikatorer" for _ in found]  # where it stands


def test_the_real_goals_are_judged(example: Workspace) -> None:
    judged = {j.mål.namn: (j.mål.status, j.status) for j in assess(read(example, "2023/kommunstyrelsen"))}
    assert judged["Starkt varumärke"] == (YES, NO)
    assert judged["God finansiell ställning"] == (YES, YES)
    assert judged["Nya vägar för kompetensförsörjning"] == ("delvis uppnått", "delvis uppnått")
    assert judged["Klimatsäkert Linköping"] == ("delvis uppnått", OPEN)
