"""What was said of right figures, as kinds: each is silent now, and the fault beside it is still found."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.conftest import RAPPORT, Maker, faults, read, render
from vb_gen.checks.rule import RULES, Library, Remark
from vb_gen.checks.run import check
from vb_gen.checks.waivers import to_paste
from vb_gen.core.finding import Level
from vb_gen.output.findings import format_remark, to_text

NET = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet           | bokslut | budget   | roll    | tecken
    Parker               | {netto} |     11,0 |         |
    Summa nettokostnader | {netto} |     11,0 | {roll}  |
      varav kostnader    |    12,0 |     14,0 | {del_}  |
      varav intäkter     | {plus}2,0 | {plus}3,0 | {del_} | {tecken}
"""


def remarks(make: Maker, files: Mapping[str, str]) -> list[Remark]:
    """What is said of a report."""
    workspace = make(files)
    return list(check(read(workspace), Library(workspace)).remarks)


def codes(make: Maker, files: Mapping[str, str]) -> list[str]:
    """The codes of what is said, but of goals that lack texts."""
    return [remark.code for remark in remarks(make, files) if remark.code not in ("N06", "N10")]


# 1. Costs and incomes with either sign


@pytest.mark.parametrize("plus", ["", "-"])
@pytest.mark.parametrize("tecken", ["", "intäkt"])
@pytest.mark.parametrize(("roll", "del_"), [("summa", "delar"), ("", "delar"), ("summa", "del"), ("", "del"), ("summa", "")])
def test_a_net_is_right_whichever_sign_its_incomes_have(plus: str, tecken: str, roll: str, del_: str, workspace: Maker) -> None:
    assert codes(workspace, {"ekonomi.yaml": NET.format(netto="10,0", plus=plus, roll=roll, del_=del_, tecken=tecken)}) == []


@pytest.mark.parametrize("plus", ["", "-"])
@pytest.mark.parametrize("tecken", ["", "intäkt"])
@pytest.mark.parametrize("del_", ["delar", "del"])
def test_a_net_that_is_wrong_is_one_finding(plus: str, tecken: str, del_: str, workspace: Maker) -> None:
    text = NET.format(netto="10,4", plus=plus, roll="summa", del_=del_, tecken=tecken)
    [found] = [r for r in remarks(workspace, {"ekonomi.yaml": text}) if r.level is Level.FEL]
    assert (found.code, found.kolumn) == ("S03", "bokslut")
    assert found.förväntat is not None
    assert str(found.förväntat.värde) == "10.0"


def test_an_income_that_is_turned_against_its_row_is_found(workspace: Maker) -> None:
    text = NET.format(netto="10,0", plus="-", roll="summa", del_="delar", tecken="").replace("-2,0", "2,0")
    text = text.replace("| budget ", "| föregående | budget ").replace("|     11,0", "| 9,0 | 11,0")
    text = text.replace("|     14,0", "| 11,0 | 14,0").replace("| -3,0", "| -2,0 | -3,0")
    assert "S03" in codes(workspace, {"ekonomi.yaml": text})


# 2. One activity in two lists of projects

LISTS = """
färdigställda:
  belopp: mnkr
  rader: |
    projekt    | beslutad budget | ack. utfall | årets budget | årets utfall | roll
    Lekplatser |             3,0 |         2,9 |          1,0 |          0,9 |
    Bro        |             1,0 |         1,0 |          1,0 |          1,0 |
    Summa      |                 |             |              |              | summa
pågående:
  belopp: mnkr
  rader: |
    projekt    | beslutad budget | ack. utfall | årets budget | årets utfall | roll
    Lekplatser |        {budget} |    {utfall} |      {årets} |          1,9 |
    Summa      |                 |             |              |              | summa
"""


def test_an_activity_that_is_both_finished_and_going_on_is_two_facts(workspace: Maker) -> None:
    overview = """
        ekonomi_i_korthet:
          rader: |
            ekonomi       | bokslut | budget | mått          | tecken
            Investeringar |     3,8 |    4,0 | investeringar | kostnad
    """
    text = LISTS.format(budget="5,0", utfall="2,0", årets="2,0")
    assert codes(workspace, {"investeringar.yaml": text, "bedomning.yaml": overview}) == []


def test_a_project_told_twice_that_differs_in_a_cell_is_found(workspace: Maker) -> None:
    text = LISTS.format(budget="3,0", utfall="2,9", årets="1,0").replace("1,9 |", "0,7 |")
    assert "F01" in codes(workspace, {"investeringar.yaml": text})


# 3. A cell is not held against itself

TARGETS = """
indikatorer:
  grupper:
    - målområde: Miljö
      rader: |
        mål  | indikator | 2021 | 2022 | 2023 | målvärde | riktning
        Grön | Nöjda     |   74 |   75 | {nöjda} | {mål} | minst
"""


@pytest.mark.parametrize("mål", ["90(75)", "90 (75)", "95 / 75"])
def test_a_cell_is_not_held_against_itself(mål: str, workspace: Maker) -> None:
    found = codes(workspace, {"namndindikatorer.yaml": TARGETS.format(mål=mål, nöjda="75")})
    assert not {"F01", "F06", "E02", "E04"} & set(found)


def test_a_target_with_another_figure_in_brackets_is_judged_by_the_first(workspace: Maker) -> None:
    found = remarks(workspace, {"namndindikatorer.yaml": TARGETS.format(mål="90 (75)", nöjda="80")})
    assert "N15" not in [r.code for r in found]


# 4. What another relation bears out

SICK = """
personal:
  rader: |
    personal           | 2021 | 2022 | 2023 | enhet
    Total sjukfrånvaro |  3,3 |  3,2 |  {alla} | %
      Kvinnor          |  3,6 |  3,4 |  3,1 |
      Män              |  3,0 |  3,1 |  0,4 |
"""


def test_a_total_proves_an_odd_figure(workspace: Maker) -> None:
    assert "E04" not in codes(workspace, {"namndindikatorer.yaml": SICK.format(alla="2,7")})


def test_an_odd_figure_that_the_total_does_not_prove_is_told(workspace: Maker) -> None:
    assert "E04" in codes(workspace, {"namndindikatorer.yaml": SICK.format(alla="3,2")})


def test_a_sum_of_its_parts_proves_an_odd_figure(workspace: Maker) -> None:
    text = """
        personal:
          rader: |
            personal    | 2021 | 2022 | 2023 | enhet
            Utbildade   |   {} |  300 |  280 | antal
              I parker  |   12 |  140 |  140 |
              I skogen  |   18 |  160 |  140 |
    """
    assert "E04" not in codes(workspace, {"namndindikatorer.yaml": text.format("30")})
    assert "E04" in codes(workspace, {"namndindikatorer.yaml": text.format("33")})


# 5. Waivers: a row by its name or its path, a column by its word or its heading

WAIVED = """
driftsammandrag:
  tecken: kostnad
  rader: |
    verksamhet | bokslut | budget | avvikelse | föregående
    Parker     |    14,0 |   16,0 |       2,0 |       12,0
      Lek      |    12,0 |   13,0 |       5,0 |       10,0
      Skog     |     2,0 |    3,0 |       1,0 |        2,0
  undantag:
    - kod: S02
      rad: {rad}
      kolumn: {kolumn}
      skäl: Så står det i den beslutade handlingen.
"""


@pytest.mark.parametrize("rad", ["Lek", "Parker, Lek", "parker,  lek"])
@pytest.mark.parametrize("kolumn", ["avvikelse", "Avvikelse"])
def test_a_waiver_names_a_row_as_explain_says(rad: str, kolumn: str, workspace: Maker) -> None:
    found = remarks(workspace, {"ekonomi.yaml": WAIVED.format(rad=rad, kolumn=kolumn)})
    assert [(r.code, bool(r.undantag)) for r in found] == [("S02", True)]


def test_a_path_that_is_not_there_is_told(workspace: Maker) -> None:
    found = remarks(workspace, {"ekonomi.yaml": WAIVED.format(rad="Skog, Lek", kolumn="avvikelse")})
    assert "U01" in [r.code for r in found]


def test_a_finding_says_what_to_paste_where_it_is_to_stand(workspace: Maker) -> None:
    [found] = remarks(workspace, {"ekonomi.yaml": WAIVED.split("  undantag")[0]})
    said = format_remark(found).partition("Ska det stå så, skriv i avsnittet driftsammandrag:\n")[2]
    pasted = "\n".join(line.removeprefix("    ") for line in said.split("\n"))
    again = remarks(workspace, {"ekonomi.yaml": WAIVED.split("  undantag")[0] + pasted + "\n"})
    assert [(r.code, bool(r.undantag)) for r in again] == [("S02", True)]


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if rule.level is not Level.UPPLYSNING))
def test_the_waiver_that_a_finding_prints_covers_it(code: str, workspace: Maker) -> None:
    """For every rule, over its own bad example, one after the other until none is left; and none is one too many."""
    bad = dict(RULES[code].text.bad)
    after = remarks(workspace, bad)
    bad["rapport.yaml"] = bad.get("rapport.yaml", RAPPORT).rstrip("\n") + "\nundantag:\n"
    while left := [r for r in after if r.code == code and not r.undantag]:
        bad["rapport.yaml"] += "".join(f"  {line}\n" for line in to_paste(left[0]))
        after = remarks(workspace, bad)
        assert len([r for r in after if r.code == code and not r.undantag]) < len(left)
    assert not [r.text for r in after if r.code == "U01" and r.text.startswith(f"undantaget för {code} ")]


# 6. One text where a list of one is meant

GOAL = """
målredovisning:
  målområden:
    - målområde: Miljö
      mål:
        - namn: Grönare parker
          även: Gröna parker
          status: uppnått
          bedömning: Målet är nått.
          resultat: Fler träd.
indikatorer:
  grupper:
    - målområde: Miljö
      rader: |
        mål          | indikator | 2023 | målvärde
        Gröna parker | Träd      |   75 | minst 70
"""


def test_another_name_may_stand_alone(workspace: Maker) -> None:
    assert codes(workspace, {"malredovisning.yaml": GOAL}) == []


# 7. An assignment that is late, answered in ordinary words

ASSIGNMENT = """
strategiska_uppdrag:
  grupper:
    - rubrik: Kommungemensamma
      rader: |
        nr | uppdrag                                    | status | kommentar
        1  | Utred parken. Återrapporteras under 2023   | pågår  | {}
"""


@pytest.mark.parametrize(
    "said",
    [
        "klart i mars 2024", "Redovisas under våren.", "Blir klart i mars.", "Beräknas vara färdigt kvartal 2.",
        "Rapporten lämnas till nämnden 2024-02-14.", "Utredningen är försenad. Den slutförs hösten 2024.",
        "Planeras till andra halvåret", "Återkommer i delårsrapporten i augusti", "Nämnden behandlar ärendet i april",
    ],
)  # fmt: skip
def test_a_late_assignment_is_answered_in_ordinary_words(said: str, workspace: Maker) -> None:
    assert "L06" not in codes(workspace, {"malredovisning.yaml": ASSIGNMENT.format(said)})


@pytest.mark.parametrize("said", ["", "Arbetet har börjat.", "Påbörjades i mars.", "Skulle återrapporteras under 2023."])
def test_a_late_assignment_without_an_answer_is_told(said: str, workspace: Maker) -> None:
    assert "L06" in codes(workspace, {"malredovisning.yaml": ASSIGNMENT.format(said)})


# 8. What is missing in a whole column is told once

WAYS = """
indikatorer:
  grupper:
    - målområde: Miljö{table}
      rader: |
        mål  | indikator | 2023 | målvärde{head}
        Grön | Nöjda     |   75 |       90{cell}
        Grön | Trygga    |   78 |       80{cell}
        Grön | Träd      |   12 |       10{cell}
"""


def test_targets_without_direction_are_one_finding_at_their_heading(workspace: Maker) -> None:
    [found] = [
        r for r in remarks(workspace, {"namndindikatorer.yaml": WAYS.format(table="", head="", cell="")}) if r.code == "N15"
    ]
    assert found.place.text.strip().startswith("mål ")
    assert found.place.text[found.place.column - 1 :].startswith("målvärde")
    assert "3 målvärden" in found.text


@pytest.mark.parametrize("word", ["Öka", "minst", "Minst"])
def test_a_direction_comes_from_words_beside_the_target(word: str, workspace: Maker) -> None:
    text = WAYS.format(table="", head=" | riktning 2023", cell=f" | {word}")
    assert "N15" not in codes(workspace, {"namndindikatorer.yaml": text})


def test_a_direction_may_stand_on_the_table(workspace: Maker) -> None:
    text = WAYS.format(table="\n      riktning: minst", head="", cell="")
    assert "N15" not in codes(workspace, {"namndindikatorer.yaml": text})


def test_an_outcome_that_is_its_target_needs_no_direction(workspace: Maker) -> None:
    text = (
        WAYS.format(table="", head="", cell="").replace("|   75 |       90", "| 2 | 2").replace("|   78 |       80", "| 80 | 80")
    )
    [found] = [r for r in remarks(workspace, {"namndindikatorer.yaml": text}) if r.code == "N15"]
    assert found.rad == "Träd"


@pytest.mark.parametrize("cells", [4, 5])
def test_a_heading_that_is_missing_is_one_finding_at_the_headings(cells: int, workspace: Maker) -> None:
    row = " | ".join(["{}", "41,2", "42,0", "1,0", "2,0"][:cells])
    text = "driftsammandrag:\n  rader: |\n    verksamhet | bokslut | budget\n"
    text += "".join(f"    {row.format(name)}\n" for name in ("Parker", "Skog", "Lek"))
    [found] = faults(workspace({"ekonomi.yaml": text}))
    assert (found.code, found.place.line) == ("G03", 3)
    assert f"raderna har {cells} celler" in found.text


# 9. What was not told


@pytest.mark.parametrize("where", ["  rubrik: Resultat 2023, mnkr\n", "  rubrik: Resultat (i mnkr)\n"])
def test_a_heading_in_another_unit_than_the_table_is_told(where: str, workspace: Maker) -> None:
    text = f"driftsammandrag:\n{where}  belopp: tkr\n  rader: |\n    verksamhet | bokslut\n    Parker | 41,2\n"
    assert "E06" in codes(workspace, {"ekonomi.yaml": text})


@pytest.mark.parametrize("word", ["mål.antal", "mål.uppnått", "uppdrag.antal"])
def test_goals_that_are_told_of_nowhere_cannot_be_counted(word: str, workspace: Maker) -> None:
    [found] = faults(workspace({"bedomning.yaml": f"analys: |\n  Vi har {{{{ {word} }}}}.\n"}))
    assert "att räkna" in found.text
    assert found.place.line == 2


def test_goals_that_are_told_of_are_counted(workspace: Maker) -> None:
    assert "Vi har 1 mål." in render(
        workspace({"bedomning.yaml": "analys: |\n  Vi har {{ mål.antal }} mål.\n", "mal.yaml": GOAL})
    )


def test_five_rows_as_the_year_before_are_told(workspace: Maker) -> None:
    rows = "".join(f"    Rad {number} | {number}4,{number} | {number}4,{number}\n" for number in range(1, 6))
    text = f"driftsammandrag:\n  rader: |\n    verksamhet | bokslut | föregående\n{rows}"
    [found] = [r for r in remarks(workspace, {"ekonomi.yaml": text}) if r.code == "H07"]
    assert found.level is Level.UPPLYSNING
    assert "5 rader" in found.text
    assert "H07" not in codes(workspace, {"ekonomi.yaml": text.replace("34,3 | 34,3", "34,4 | 34,3")})


def test_a_status_against_its_indicators_is_shown_by_default(workspace: Maker) -> None:
    made = workspace({"malredovisning.yaml": GOAL.replace("status: uppnått", "status: ej uppnått")})
    assert "[N05]" in to_text([check(read(made), Library(made))], everything=False)
    why = GOAL.replace("status: uppnått", "status: ej uppnått\n          motivering: Träden är för små.")
    made = workspace({"malredovisning.yaml": why})
    assert "[N05]" not in to_text([check(read(made), Library(made))], everything=False)


@pytest.mark.parametrize("code", sorted(RULES))
def test_the_figure_that_a_finding_says_to_write_removes_it(code: str, workspace: Maker) -> None:
    """Where the advice names a figure to write in the place of one in a table of the report: over the rule's bad example."""
    bad = dict(RULES[code].text.bad)
    own = [r for r in remarks(workspace, bad) if r.code == code]
    for found in own:
        told = re.match(r"Skriv ([−+]?\d[\d\xa0 ,]*\d|\d)(?=[\xa0 .]|$)", found.instead)
        line, at = found.place.text, found.place.column - 1
        there = re.match(r"[-−+]?\d[\d ,]*\d|\d", line[at:])
        name = found.place.document.name.rpartition("/")[2]
        if not told or not there or name not in bad:
            continue
        lines = bad[name].lstrip("\n").split("\n")
        assert lines[found.place.line - 1] == line
        lines[found.place.line - 1] = line[:at] + told[1].replace("\xa0", " ") + line[at + len(there[0]) :]
        after = [r for r in remarks(workspace, bad | {name: "\n".join(lines)}) if r.code == code]
        assert len(after) < len(own), (found.text, found.instead)
