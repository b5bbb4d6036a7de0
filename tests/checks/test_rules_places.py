"""Family 4, what its examples cannot show: which of several places is blamed, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import KOMMUN, RAPPORT, Maker, write
from tests.regler import both, found, invested, overview, summary, table, told
from vb_gen.core.numbers import Tal, format_tal, round_half_up
from vb_gen.disk.workspace import Workspace

CHILD = "inputs/2023/tradgarden/"
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


# The same fact, printed otherwise ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (overview("115,1"), summary("115 063", "112 000", "tkr"), []),  # rounded
        (overview("115"), summary("115,1"), []),
        (overview("115,1"), summary("115 163", "112 000", "tkr"), ["F01"]),  # 0,063 is more than half of 0,1 and of 0,001
        (overview("115,1"), summary("115,2"), ["F01"]),  # as many decimals: nothing to round
        (overview("115,1"), summary("-115,1", "-112,0", tecken="resultat"), []),  # a cost printed as a result
        (overview("115,1"), summary("115,1", "112,0", tecken="resultat"), ["F01", "F01"]),
        (overview("115,1"), summary("I.U."), []),
        (overview("-"), summary("115,1"), []),
    ],
)
def test_two_places_agree_within_rounding(first: str, second: str, codes: list[str], workspace: Maker) -> None:
    assert [remark.code for remark in found(workspace(both(first, second)))] == codes


def test_a_finding_tells_every_figure_and_what_was_expected(workspace: Maker) -> None:
    (remark,) = found(workspace(both(overview("115,1"), summary("116 063", "112 000", "tkr"))))
    assert (remark.avsnitt, remark.rad, remark.kolumn) == ("driftsammandrag", "Summa", "bokslut")
    assert (remark.förväntat, remark.angivet) == (Tal(Decimal("115100"), 0), Tal(Decimal("116063"), 0))
    assert remark.differens == Decimal(963)
    assert [(t.plats.document.name, t.plats.line) for t in remark.fakta] == [
        ("inputs/2023/parknamnden/ekonomi.yaml", 7),
        ("inputs/2023/parknamnden/bedomning.yaml", 6),
    ]
    assert "116\u00a0063\u00a0tkr" in remark.uträkning
    assert "115,1\u00a0mnkr" in remark.uträkning


def test_a_wrong_sign_is_named(workspace: Maker) -> None:
    remark = found(workspace(both(overview("115,1"), summary("115,1", "0", tecken="resultat"))))[0]
    assert "omvänt tecken" in remark.text


def test_two_swapped_digits_are_named(workspace: Maker) -> None:
    (remark,) = found(workspace(both(overview("115,1"), summary("151,1"))))
    assert "två siffror verkar ha bytt plats" in remark.text


def test_a_derived_sum_may_differ_by_all_its_terms_rounding(workspace: Maker) -> None:
    rows = """
        verksamhet | bokslut | roll
        Parker     |     1,4 | post
        Lekplatser |     1,4 | post
        Bryggor    |     1,4 | post
        Summa      |         | summa
    """
    assert told(workspace(both(overview("4 330", "-", "tkr"), table("driftsammandrag", rows)))) == []
    assert told(workspace(both(overview("4 430", "-", "tkr"), table("driftsammandrag", rows)))) == [("F01", "Summa", "bokslut")]


STAFF = """
personal:
  rader: |
    personal     | 2022 | 2023 | mått         | enhet
    Sjukfrånvaro |  5,1 |   {} | sjukfrånvaro | %
indikatorer:
  grupper:
    - målområde: Medarbetare
      rader: |
        mål        | indikator          | 2022 | 2023 | mått         | enhet
        Bra arbete | Sjukfrånvaro       |  5,1 |   {} | sjukfrånvaro | %
                   | Sjukfrånvaro igen  |  5,1 |   {} | sjukfrånvaro | %
"""


def test_the_figure_that_most_places_contradict_is_blamed(workspace: Maker) -> None:
    assert told(workspace({"namndindikatorer.yaml": STAFF.format("5,9", "5,6", "5,6")})) == [("F01", "Sjukfrånvaro", "2023")]
    (remark,) = found(workspace({"namndindikatorer.yaml": STAFF.format("5,9", "5,6", "5,6")}))
    assert remark.avsnitt == "personal"


def test_another_report_settles_which_of_two_figures_is_blamed(workspace: Maker) -> None:
    later = "personal:\n  rader: |\n    personal     | 2023 | mått         | enhet\n    Sjukfrånvaro |  5,6 | sjukfrånvaro | %\n"
    files = {
        "namndindikatorer.yaml": STAFF.format("5,9", "5,6", "I.U."),
        "inputs/2024/parknamnden/rapport.yaml": RAPPORT,
        "inputs/2024/parknamnden/namndindikatorer.yaml": later,
    }
    remarks = [remark for remark in found(workspace(files)) if remark.code == "F01"]
    assert [remark.avsnitt for remark in remarks] == ["personal"]


@pytest.mark.parametrize("row", ["Summa | {} | summa | antal", "Övrigt | {} | post | antal"])
def test_a_name_that_any_table_has_is_nothing_to_join_by(row: str, workspace: Maker) -> None:
    def counted(section: str, figure: str) -> str:
        return f"{section}:\n  rader: |\n    volym | 2023 | roll | enhet\n    {row.format(figure)}\n"

    assert told(workspace({"namndindikatorer.yaml": counted("volymer", "700") + counted("personal", "81")})) == []


@settings(max_examples=25, deadline=None)
@given(
    terms=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=5),
    units=st.tuples(*[st.sampled_from([("mnkr", 6, 0), ("mnkr", 6, 1), ("mnkr", 6, 3), ("tkr", 3, 0), ("tkr", 3, 1)])] * 2),
)
def test_what_is_only_rounded_is_left_alone(
    terms: list[int], units: tuple[tuple[str, int, int], tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    def printed(kronor: int, unit: tuple[str, int, int]) -> str:
        return format_tal(Tal(round_half_up(Decimal(kronor).scaleb(-unit[1]), unit[2]), unit[2]))

    above, below = units
    rows = ["verksamhet | bokslut | föregående | roll"]
    rows += [f"Post {n} | {printed(kronor, below)} | {printed(kronor + 1, below)} | post" for n, kronor in enumerate(terms)]
    rows += [f"Summa | {printed(sum(terms), below)} | {printed(sum(terms) + len(terms), below)} | summa"]
    first = overview(printed(sum(terms), above), "-", above[0])
    root = tmp_path_factory.mktemp("avrundat")
    write(root / "inputs" / "kommun.yaml", KOMMUN)
    for name, text in both(first, table("driftsammandrag", "\n".join(rows), below[0])).items():
        write(root / "inputs" / "2023" / "parknamnden" / name, text)
    write(root / "inputs" / "2023" / "parknamnden" / "rapport.yaml", RAPPORT)
    # Rows that are much as last year are a hint of another kind (H07).
    assert [one for one in told(Workspace(root)) if one[0] != "H07"] == []


# Parents and children ------------------------------------------------------------------------------------------------


def parent(bokslut: str) -> str:
    rows = f"""
        verksamhet | bokslut   | roll    | tecken   | från
        Parker     | 115,1     | post    |          |
        Summa      | 115,1     | summa   |          |
        Trädgården | {bokslut} | utanför | resultat | 2023/tradgarden
    """
    return table("driftsammandrag", rows)


def family(own: Mapping[str, str], child: Mapping[str, str]) -> dict[str, str]:
    files = {f"{CHILD}{name}": text for name, text in ({"rapport.yaml": RAPPORT} | dict(child)).items()}
    return {"kommun.yaml": WITH_CHILD} | dict(own) | files


@pytest.mark.parametrize(
    ("figure", "code"), [("-1,9", ""), ("-2", ""), ("", ""), ("1,9", "F02"), ("-1,8", "F02"), ("-19", "E02"), ("-1 900", "E02")]
)
def test_a_parents_row_is_the_childs_own_figure(figure: str, code: str, workspace: Maker) -> None:
    made = workspace(family({"ekonomi.yaml": parent(figure)}, {"ekonomi.yaml": summary("-1,9", tecken="resultat")}))
    expected = [(code, "Trädgården", "bokslut")] if code else []
    assert told(made) == expected
    assert told(made, "2023/tradgarden") == []  # told once, where the figure was taken over


def test_a_population_that_is_a_body_is_that_bodys_figure(workspace: Maker) -> None:
    def staff(figure: str, population: str) -> str:
        rows = f"""
            personal     | 2023     | mått         | enhet | population
            Sjukfrånvaro | {figure} | sjukfrånvaro | %     | {population}
        """
        return table("personal", rows).replace("  belopp: mnkr\n  tecken: kostnad\n", "")

    child = {"namndindikatorer.yaml": staff("7,1", "")}
    assert told(workspace(family({"namndindikatorer.yaml": staff("7,4", "Trädgården")}, child))) == [
        ("F02", "Sjukfrånvaro", "2023")
    ]
    assert told(workspace(family({"namndindikatorer.yaml": staff("7,4", "")}, child))) == []


def listed(section: str, rows: str) -> str:
    return table(section, "projekt | årets utfall | roll | från\n" + rows)


def test_a_parents_project_row_is_the_childs_sum_of_the_same_list(workspace: Maker) -> None:
    done = listed("färdigställda", "Växthus | 2,0 | post |\nSumma | 2,0 | summa |")
    going = listed("pågående", "Damm | 1,0 | post |\nSumma | 1,0 | summa |")
    child = {"bedomning.yaml": invested("3,0", "-"), "investeringar.yaml": done + going}
    right = listed("färdigställda", "Trädgården | 2,0 | post | 2023/tradgarden")
    wrong = listed("färdigställda", "Trädgården | 3,0 | post | 2023/tradgarden")
    assert told(workspace(family({"investeringar.yaml": right}, child))) == []
    assert told(workspace(family({"investeringar.yaml": wrong}, child))) == [("F02", "Trädgården", "årets utfall")]


@pytest.mark.parametrize(("outcome", "codes"), [("3,2", []), ("5,2", []), ("3,4", ["F03"])])
def test_the_overview_has_all_projects_or_those_of_the_body_itself(outcome: str, codes: list[str], workspace: Maker) -> None:
    own = listed("färdigställda", "Lekplatser | 1,2 | post |\nTrädgården | 2,0 | post | 2023/tradgarden")
    own += listed("pågående", "Bryggor | 2,0 | post |")
    files = {"bedomning.yaml": invested(outcome, "-"), "investeringar.yaml": own}
    child = {"investeringar.yaml": listed("färdigställda", "Växthus | 2,0 | post |\nSumma | 2,0 | summa |")}
    assert [remark.code for remark in found(workspace(family(files, child)))] == codes


# Assignments ---------------------------------------------------------------------------------------------------------


def tasks(*rows: str, group: str = "Nämndspecifika") -> dict[str, str]:
    lines = "".join(f"        {row}\n" for row in ("nr | uppdrag | status | kommentar", *rows))
    return {"malredovisning.yaml": f"strategiska_uppdrag:\n  grupper:\n    - rubrik: {group}\n      rader: |\n{lines}"}


@pytest.mark.parametrize(
    ("mine", "theirs", "differs"),
    [
        # another number and other little words, but the same assignment
        ("7 | Utredning av en pool för bryggor | genomfört |", "2 | Utredning om pool för bryggor | pågår |", True),
        ("7 | Utredning av en pool för bryggor | genomfört |", "2 | Utredning om pool för bryggor | genomfört |", False),
        ("7 | Utredning av en pool för bryggor | genomfört |", "7 | Plan för fler träd | pågår |", False),
        ("1 | Plan för fler träd | genomfört: Genomfört. Kvarstår för Trädgården. |", "1 | Plan för fler träd | pågår |", False),
    ],
)
def test_an_assignment_has_one_status(mine: str, theirs: str, *, differs: bool, workspace: Maker) -> None:
    remarks = found(workspace(family(tasks(mine), tasks(theirs, group="Förvaltningsspecifika"))))
    assert [(remark.code, remark.rad) for remark in remarks] == ([("F04", mine.split(" | ")[1])] if differs else [])


def test_assignments_of_two_groups_are_two(workspace: Maker) -> None:
    made = workspace(
        family(tasks("1 | Plan för träd | genomfört |"), tasks("1 | Plan för träd | pågår |", group="Kommungemensamma"))
    )
    assert found(made) == []


def test_what_is_said_of_two_like_assignments_tells_them_apart(workspace: Maker) -> None:
    mine = ["1 | Fler träd i parker | pågår | Gäller Norr", "2 | Fler träd i parker nu | genomfört | Gäller Söder"]
    theirs = ["1 | Fler träd i parker (Söder) | genomfört | Gäller Söder", "2 | Fler träd i parker (Norr) | pågår | Gäller Norr"]
    assert found(workspace(family(tasks(*mine), tasks(*theirs)))) == []


# The real reports ----------------------------------------------------------------------------------------------------


def test_the_nämnd_tells_other_figures_than_its_bodies(example: Workspace) -> None:
    remarks = [remark for remark in found(example, "2023/kommunstyrelsen") if remark.code == "F02"]
    assert [(r.rad, r.kolumn) for r in remarks] == [
        ("Varav VSS", "ack. utfall"),
        ("Varav VSS", "årets utfall"),
        ("Varav Leanlink", "ack. utfall"),
        ("Varav Leanlink", "årets utfall"),
    ]
