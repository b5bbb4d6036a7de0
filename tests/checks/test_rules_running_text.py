"""Rules on running text that hold written figures and years against the tables: what they find, and what they leave alone."""

from __future__ import annotations

import pytest

from tests.checks.test_rules_prose import SICK, TABLES, found, told
from tests.conftest import Maker
from vb_gen.checks.rule import Remark
from vb_gen.core.finding import Level

RESULTS = TABLES | {
    "bedomning.yaml": "",
    "ekonomi.yaml": """
        driftsammandrag:
          belopp: mnkr
          tecken: kostnad
          rader: |
            verksamhet       | bokslut | budget | avvikelse | föregående | roll
            Parker           |   120,4 |  212,9 |      92,5 |      118,0 |
            Lekplatser       |    30,2 |   28,0 |      -2,2 |       31,4 |
            Summa            |   150,6 |  240,9 |      90,3 |      149,4 | summa
        """,
}


def said(maker: Maker, text: str, code: str) -> list[str]:
    return [remark.text for remark in found(maker(RESULTS | {"bedomning.yaml": f"analys: |\n  {text}\n"}), code)]


@pytest.mark.parametrize(
    "text",
    [
        "Nämnden redovisar ett underskott på 90,3 mnkr.",
        "Parkerna har ett underskott mot budget på 92,5 mnkr.",
        "Parkerna visar ett underskott om 92 500 tkr.",
        "Under 2023 blev det ett underskott på 92,5 miljoner kronor.",
        "Resultatet är negativt, 92,5 mnkr.",
        "Avvikelsen mot budget blev −90,3 mnkr.",
        "Lekplatser redovisar ett överskott på 2,2 mnkr.",
        "Parknämnden redovisar ett underskott på 90,3 mnkr.",
        "Det blev 92,5 mnkr i underskott.",
    ],
)
def test_a_written_result_has_the_sign_of_the_tables(workspace: Maker, text: str) -> None:
    (remark,) = said(workspace, text, "T10")
    assert remark.startswith("orden säger emot siffran")


@pytest.mark.parametrize(
    "text",
    [
        "Nämnden redovisar ett överskott på 90,3 mnkr.",
        "Lekplatser redovisar ett underskott på 2,2 mnkr.",
        "En av parkerna visar ett underskott på 4,7 mnkr.",
        "2022 redovisade nämnden ett underskott på 90,3 mnkr.",
        "I augusti väntades ett underskott på 90,3 mnkr.",
        "Prognosen var ett underskott på 90,3 mnkr.",
        "Utan de sena intäkterna hade det blivit ett underskott på 90,3 mnkr.",
        "Det blev inte ett underskott på 90,3 mnkr.",
        "Ett förråd visar ett överskott på 2,2 mnkr.",  # two digits, and no row named
        "Avvikelsen mot budget blev 90,3 mnkr.",
        "Budgeterat underskott var 92,5 mnkr.",
        "Underskottet minskade med 92,5 mnkr.",
        "Regionen redovisar ett underskott på 90,3 mnkr.",
        "Det ackumulerade underskottet är 92,5 mnkr.",
        "Avvikelsen jämfört med delårsrapporten är −92,5 mnkr.",
        "Förra årets underskott på 90,3 mnkr är nu hämtat.",
    ],
)
def test_a_written_result_that_is_left_alone(workspace: Maker, text: str) -> None:
    assert said(workspace, text, "T10") == []


def test_a_result_that_some_row_has_with_the_words_sign_is_left_alone(workspace: Maker) -> None:
    table = RESULTS["ekonomi.yaml"].replace(
        "Lekplatser       |    30,2 |   28,0 |      -2,2", "Lekplatser       |   120,5 |   28,0 |     -92,5"
    )
    files = RESULTS | {"ekonomi.yaml": table, "bedomning.yaml": "analys: |\n  Det blev ett underskott på 92,5 mnkr.\n"}
    assert found(workspace(files), "T10") == []


@pytest.mark.parametrize(
    "text",
    [
        f"2022 var sjukfrånvaron {{{{ {SICK}[2023] }}}}.",
        f"År 2022 låg sjukfrånvaron på {{{{ {SICK}[2023] }}}}.",
        "År 2022 uppgick de skötta träden till {{ volymer.skötta_träd[2023] }}.",
        f"Sjukfrånvaron var 2022 {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron under 2022 var {{{{ {SICK}[2023] }}}}.",
    ],
)
def test_a_year_before_its_figure(workspace: Maker, text: str) -> None:
    (remark,) = told(workspace, text, "T12")
    assert "men texten säger 2022" in remark.text


@pytest.mark.parametrize(
    "text",
    [
        f"2023 var sjukfrånvaron {{{{ {SICK}[2023] }}}}.",
        f"Sedan 2022 är sjukfrånvaron {{{{ {SICK}[2023] }}}}.",
        f"Jämfört med 2022 var sjukfrånvaron hög, {{{{ {SICK}[2023] }}}}.",
        f"2022 var sjukfrånvaron lägre än årets {{{{ {SICK}[2023] }}}}.",
        f"Målet för 2022 var {{{{ {SICK}[2023] }}}}.",
        f"2022 infördes friskvårdstimmen. Sjukfrånvaron är {{{{ {SICK}[2023] }}}}.",
        f"2022 var pandemin över; nu är sjukfrånvaron {{{{ {SICK}[2023] }}}}.",
        f"2022 var sjukfrånvaron 8,1 % och nu {{{{ {SICK}[2023] }}}}.",
        f"2022 var sjukfrånvaron {{{{ {SICK}[2022] }}}} och 2023 var den {{{{ {SICK}[2023] }}}}.",
        f"2022 var sjukfrånvaron {{{{ {SICK}[2023] | mot({SICK}[2022]) }}}} från årets.",
        "Under 2022 var arbetet intensivt och resultatet är {{ volymer.skötta_träd[2023] }} träd.",
        "2022 var startåret, och antalet har nu nått {{ volymer.skötta_träd[2023] }}.",
        "År 2022 hade vi för avsikt att nå {{ volymer.skötta_träd[2023] }} träd.",
        "Upphandlingen 2022 var {{ driftsammandrag.parker.bokslut }} värd.",
        "Parken som öppnade 2022 har {{ volymer.skötta_träd[2023] }} träd.",
    ],
)
def test_a_year_that_is_not_the_figures(workspace: Maker, text: str) -> None:
    assert told(workspace, text, "T12") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kostnaderna är 68 mnkr, varav 73 mnkr avser parker.", 1),
        ("Kvar blir kostnader på −68 mnkr, varav −73 mnkr hör till parker och −31 mnkr till lekplatser.", 1),
        ("Lönerna var 900 tkr, varav 1,2 mnkr övertid.", 1),
        ("Nämnden har 120 anställda, varav 130 kvinnor.", 1),
        ("Parkerna kostade {{ driftsammandrag.parker.bokslut }}, varav 130 mnkr löner.", 1),
        ("Kostnaderna är 68 mnkr, varav 37 mnkr avser parker.", 0),
        ("Överskottet är 8 mnkr, varav 12 mnkr är reavinster.", 0),
        ("Kostnaderna ökade med 8 mnkr, varav 12 mnkr är löner.", 0),
        ("Avvikelsen är −7,6 mnkr, varav −9 mnkr avser jouren.", 0),
        ("Av 10 % av platserna, varav 40 % i väster, är de flesta nya.", 0),
        ("Merkostnaden blev 2 mnkr, varav 3 mnkr löner och en besparing på 1 mnkr.", 0),
        ("Avtalet kostar 2 mnkr per år, varav totalt 12 mnkr över perioden.", 0),
        ("Parken gav 2 mnkr, varav 3 mnkr är intäkter.", 0),
        ("Nämnden har 3 enheter, varav 12 anställda i väster.", 0),
        ("Kostnaderna är ca 2 mnkr, varav 2,4 mnkr löner.", 0),  # within rounding
    ],
)
def test_a_part_in_a_sentence(workspace: Maker, text: str, number: int) -> None:
    assert len(said(workspace, text, "T22")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Parkerna kostade X mnkr.", 1),
        ("Kostnaden är X,X mnkr, eller x %.", 2),
        ("Skylten i storlek X kostade 3 kr.", 0),
        ("Bron mäter 2 x 4 kr.", 0),
        ("Kapitel X procentsatser.", 0),
        ("Alternativ X-kr.", 0),
        ("Kollektivet X kr-stugan har bildats.", 0),
        ("Andelarna kallas x % och y %.", 0),
    ],
)
def test_a_single_x(workspace: Maker, text: str, number: int) -> None:
    assert len(said(workspace, text, "T21")) == number


PARAGRAPH = (
    "Nämnden har under året rustat två parker i stadens västra delar, och där finns nu nya gungor och bättre belysning. "
    "Arbetet påbörjades {år} tillsammans med de boende, som fick lämna förslag på växter, bänkar och stigar. "
    "Förslagen var {antal} till antalet, och nästan alla gick att {ord}."
)
THEN = PARAGRAPH.format(år="2021", antal="340", ord="genomföra")


def repeats(maker: Maker, text: str, last: str = THEN) -> list[Remark]:
    files = {
        "bedomning.yaml": f"analys: |\n  {text}\n",
        "inputs/2022/parknamnden/rapport.yaml": "mall: vb-2023\n",
        "inputs/2022/parknamnden/bedomning.yaml": f"analys: |\n  {last}\n",
    }
    return found(maker(TABLES | files), "T13")


@pytest.mark.parametrize(
    ("år", "antal", "ord", "level", "how"),
    [
        ("2022", "340", "genomföra", Level.VARNING, "”2022” (förut ”2021”)"),
        ("2021", "340", "förverkliga", Level.VARNING, "”förverkliga.” (förut ”genomföra.”)"),
        ("2022", "340", "förverkliga", Level.VARNING, "”2022” (förut ”2021”), ”förverkliga.” (förut ”genomföra.”)"),
        ("2021", "355", "genomföra", Level.UPPLYSNING, "”355” (förut ”340”)"),
        ("2021", "fyra", "genomföra", Level.UPPLYSNING, "”fyra” (förut ”340”)"),
        ("2021", "340", "till slut genomföra", Level.VARNING, "det nya ”till slut”"),
    ],
)
def test_a_paragraph_that_is_nearly_repeated(workspace: Maker, år: str, antal: str, ord: str, level: Level, how: str) -> None:
    (remark,) = repeats(workspace, PARAGRAPH.format(år=år, antal=antal, ord=ord))
    assert remark.level is level
    assert f"så när som på {how}:" in remark.text


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (PARAGRAPH.format(år="2022", antal="355", ord="förverkliga"), THEN),  # three changes
        ("Nämnden har under året rustat två parker i stadens västra delar, och där finns nu en ny damm.", THEN),
        (f"{THEN} Sjukfrånvaron är {{{{ {SICK}[2023] }}}}.", f"{THEN} Sjukfrånvaron är {{{{ {SICK}[2022] }}}}."),
        (THEN.replace("två", "tre").replace("västra", "östra").replace("gungor", "rutschkanor"), THEN),
    ],
)
def test_a_paragraph_that_is_written_anew(workspace: Maker, now: str, then: str) -> None:
    files = {"inputs/2022/parknamnden/namndindikatorer.yaml": TABLES["namndindikatorer.yaml"]}
    files |= {"bedomning.yaml": f"analys: |\n  {now}\n", "inputs/2022/parknamnden/rapport.yaml": "mall: vb-2023\n"}
    files |= {"inputs/2022/parknamnden/bedomning.yaml": f"analys: |\n  {then}\n"}
    assert found(workspace(TABLES | files), "T13") == []


@pytest.mark.parametrize(("now", "then"), [("västra", "Gottfridsbergs"), ("fler", "färre"), ("tre", "två"), ("maj", "juni")])
def test_a_paragraph_brought_up_to_date_is_a_hint(workspace: Maker, now: str, then: str) -> None:
    text = THEN.replace("bänkar", "{} bänkar")
    (remark,) = repeats(workspace, text.format(now), text.format(then))
    assert remark.level is Level.UPPLYSNING


def test_a_long_lead_of_sections_is_of_its_year(workspace: Maker) -> None:
    def told_of(text: str) -> int:
        files = {"ekonomi.yaml": f"ekonomi:\n  text: |\n    {text}\n"}
        older = {f"inputs/2022/parknamnden/{name}": body for name, body in files.items()}
        return len(found(workspace(files | older | {"inputs/2022/parknamnden/rapport.yaml": "mall: vb-2023\n"}), "T13"))

    assert told_of(THEN) == 1
    assert told_of(THEN[:150]) == 0


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        (THEN, THEN, 1),
        (THEN[:100], THEN[:100], 0),
        (THEN, THEN.replace("parker", "torg"), 0),
    ],
)
def test_a_paragraph_twice_in_a_report(workspace: Maker, first: str, second: str, number: int) -> None:
    made = workspace({"bedomning.yaml": f"analys: |\n  {first}\nhändelser: |\n  {second}\n"})
    assert len(found(made, "T23")) == number


def test_a_paragraph_of_two_goals_is_a_hint(workspace: Maker) -> None:
    body = f"status: uppnått\n          bedömning: |\n            {THEN}"
    goals = "".join(f"        - namn: {name}\n          {body}\n" for name in ("Ett", "Två"))
    text = "målredovisning:\n  målområden:\n    - målområde: Medborgare\n      mål:\n" + goals
    (remark,) = found(workspace({"malredovisning.yaml": text}), "T23")
    assert remark.level is Level.UPPLYSNING


# A change with what it is from and to


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Antalet avtal minskade med 21, från 504 till 493.", "11"),
        ("Kostnaderna ökade med 54,8 mnkr, från 593,6 till 638,4 mnkr.", "44,8"),
        ("Kostnaderna ökade med 54,8 mnkr (från 593,6 mnkr 2022 till 638,4 mnkr).", "44,8"),
        ("Sjukfrånvaron sjönk med 3 procentenheter, från 8,1 % till 6,1 %.", "2"),
        ("Antalet ärenden växte med 20 %, från 500 till 550.", "10,0"),
        ("Antalet gick från 40 till 53, en ökning med 12.", "13"),
        ("Antalet träd ökade med 40, från {{ volymer.skötta_träd[2022] }} till {{ volymer.skötta_träd[2023] }}.", "20"),
    ],
)
def test_a_change_is_what_parts_its_two_figures(workspace: Maker, text: str, right: str) -> None:
    (remark,) = told(workspace, text, "T24")
    assert f" är {right}" in remark.text.replace("\xa0", " ")
    assert remark.level is Level.FEL


@pytest.mark.parametrize(
    "text",
    [
        "Antalet avtal minskade med 11, från 504 till 493.",
        "Kostnaderna ökade med 44,8 mnkr, från 593,6 till 638,4 mnkr.",
        "Kostnaderna ökade med 45 mnkr, från 593,6 till 638,4 mnkr.",  # rounded
        "Kostnaderna ökade med drygt 40 mnkr, från 593,6 till 638,4 mnkr.",
        "Kostnaderna ökade med 10 mnkr per år, från 593,6 till 638,4 mnkr.",
        "Kostnaderna ökade med 7,5 %, från 593,6 till 638,4 mnkr.",
        "Sjukfrånvaron sjönk med 2 procentenheter, från 8,1 % till 6,1 %.",
        "Sjukfrånvaron sjönk med 25 %, från 8,1 % till 6,1 %.",
        "Kostnaderna ökade med 5 mnkr när antalet barn gick från 10 till 20.",
        "Underskottet ökade med 44 mnkr, från −42 till −86 mnkr.",
        "Antalet ökade med 13 mellan 2022 och 2023, från april till maj.",
        "Öppettiderna utökades med 2 timmar, från 8.30 till 17.",
    ],
)
def test_a_change_that_is_left_alone(workspace: Maker, text: str) -> None:
    assert told(workspace, text, "T24") == []


def test_per_cent_for_percentage_points_is_a_warning(workspace: Maker) -> None:
    (remark,) = told(workspace, "Sjukfrånvaron sjönk med 2 %, från 8,1 % till 6,1 %.", "T24")
    assert (remark.level, "procentenheter" in remark.instead) == (Level.VARNING, True)
