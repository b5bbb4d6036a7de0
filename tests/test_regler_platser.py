"""Families 3 and 4, what their examples cannot show: which of several places is blamed, and what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import KOMMUN, RAPPORT, Maker, read, write
from vb_gen.checks.base import Library, Remark
from vb_gen.checks.run import check
from vb_gen.numbers import Tal, format_tal, round_half_up
from vb_gen.workspace import Workspace

FAMILIES = ("E", "F", "H")
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


def found(workspace: Workspace, name: str = "2023/parknamnden") -> list[Remark]:
    """What these families say of a report."""
    remarks = check(read(workspace, name), Library(workspace)).remarks
    return [remark for remark in remarks if remark.code.startswith(FAMILIES)]


def told(workspace: Workspace, name: str = "2023/parknamnden") -> list[tuple[str, str, str]]:
    """Each finding's code, row and column."""
    return [(remark.code, remark.rad, remark.kolumn) for remark in found(workspace, name)]


def table(section: str, rows: str, belopp: str = "mnkr", tecken: str = "kostnad") -> str:
    """A section with a table."""
    lines = "\n".join(f"    {line.strip()}" for line in rows.strip().split("\n"))
    return f"{section}:\n  belopp: {belopp}\n  tecken: {tecken}\n  rader: |\n{lines}\n"


def overview(bokslut: str, budget: str = "112,0", belopp: str = "mnkr") -> str:
    rows = f"""
        ekonomi        | bokslut   | budget   | mått
        Nettokostnader | {bokslut} | {budget} | nettokostnad
    """
    return table("ekonomi_i_korthet", rows, belopp)


def summary(bokslut: str, budget: str = "112,0", belopp: str = "mnkr", tecken: str = "kostnad") -> str:
    rows = f"""
        verksamhet | bokslut   | budget   | roll
        Parker     | {bokslut} | {budget} | post
        Summa      | {bokslut} | {budget} | summa
    """
    return table("driftsammandrag", rows, belopp, tecken)


def both(first: str, second: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An overview and a table of results."""
    return {"bedomning.yaml": first, "ekonomi.yaml": second} | dict(more or {})


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
    assert told(Workspace(root)) == []


# Units and magnitude -------------------------------------------------------------------------------------------------


def projects(budget: str, outcome: str, belopp: str = "mnkr") -> str:
    rows = f"""
        projekt    | årets budget | årets utfall | roll
        Lekplatser | {budget}     | {outcome}    | post
        Summa      | {budget}     | {outcome}    | summa
    """
    return table("färdigställda", rows, belopp)


def invested(outcome: str, budget: str, belopp: str = "mnkr") -> str:
    rows = f"""
        ekonomi       | bokslut   | budget   | mått
        Investeringar | {outcome} | {budget} | investeringar
    """
    return table("ekonomi_i_korthet", rows, belopp)


@pytest.mark.parametrize(
    ("first", "second", "section"),
    [
        (invested("2,2", "4,4"), projects("4 400", "2 223"), "färdigställda"),  # tkr under mnkr
        (invested("2 223", "4 400"), projects("4,4", "2,2"), "ekonomi_i_korthet"),
        (invested("2 223", "4 400", "tkr"), projects("4,4", "2,2", "tkr"), "färdigställda"),  # mnkr under tkr
        (invested("2 223", "4 400", "tkr"), projects("4 400", "2 223"), "färdigställda"),
        (invested("2,2", "4,4"), projects("4 400 000", "2 223 456", "tkr"), "färdigställda"),  # kronor under tkr
    ],
)
def test_a_table_in_the_wrong_unit_is_one_finding(first: str, second: str, section: str, workspace: Maker) -> None:
    remarks = found(workspace({"bedomning.yaml": first, "investeringar.yaml": second}))
    assert [(remark.code, remark.avsnitt) for remark in remarks] == [("E01", section)]


def test_a_table_in_the_wrong_unit_is_held_in_the_right_one(workspace: Maker) -> None:
    files = {"bedomning.yaml": invested("2,2", "4,4"), "investeringar.yaml": projects("4 400", "2 093")}
    remarks = found(workspace(files))
    assert sorted(remark.code for remark in remarks) == ["E01", "F01"]
    assert {str(remark.förväntat and remark.förväntat.värde) for remark in remarks} == {"4.4", "2200"}


@pytest.mark.parametrize(("figure", "size"), [("11,51", "tio gånger för liten"), ("1 151", "tio gånger för stor")])
def test_a_lost_decimal_is_named(figure: str, size: str, workspace: Maker) -> None:
    (remark,) = found(workspace(both(overview("115,1"), summary(figure))))
    assert (remark.code, remark.avsnitt) == ("E02", "driftsammandrag")
    assert size in remark.text


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


def sums(first: str, second: str, total: str) -> str:
    rows = f"""
        verksamhet | bokslut  | roll
        Parker     | {first}  | post
        Lekplatser | {second} | post
        Summa      | {total}  | summa
    """
    return table("driftsammandrag", rows)


@pytest.mark.parametrize(
    ("cells", "culprit"),
    [
        (("80,0", "351", "115,1"), "Lekplatser"),
        (("80,0", "3,51", "115,1"), "Lekplatser"),
        (("80,0", "35,1", "1 151"), "Summa"),
        (("80,0", "35,1", "116,1"), ""),  # a sum that is merely wrong
        (("10,0", "10,0", "101,0"), ""),  # either of the two: nobody is pointed at
        (("80", "35", "116"), ""),  # rounded
    ],
)
def test_a_sum_points_at_the_one_figure_that_lost_a_decimal(cells: tuple[str, str, str], culprit: str, workspace: Maker) -> None:
    remarks = [remark for remark in found(workspace({"ekonomi.yaml": sums(*cells)})) if remark.code == "E03"]
    assert [remark.rad for remark in remarks] == ([culprit] if culprit else [])


def years(*figures: str, unit: str = "antal") -> str:
    heads = " | ".join(str(2024 - len(figures) + n) for n in range(len(figures)))
    return f"volymer:\n  rader: |\n    volym | {heads} | enhet\n    Träd | {' | '.join(figures)} | {unit}\n"


@pytest.mark.parametrize(
    ("figures", "column"),
    [
        (("702", "711", "7 150", "720"), "2022"),
        (("7,2", "7,1", "0,75"), "2023"),
        (("702", "711", "1 500"), ""),  # twice as many
        (("7", "70", "700"), ""),  # no level to be held against
        (("702", "7 110"), ""),  # one other year tells nothing
        (("0", "702", "7 110"), ""),
        (("25,1", "12,0", "1,2"), ""),
    ],
)
def test_a_figure_out_of_its_rows_line(figures: tuple[str, ...], column: str, workspace: Maker) -> None:
    expected = [("E04", "Träd", column)] if column else []
    assert told(workspace({"namndindikatorer.yaml": years(*figures)})) == expected


def test_a_result_may_change_tenfold(workspace: Maker) -> None:
    rows = """
        verksamhet | bokslut | budget | föregående | roll | tecken
        Parker     |    50,0 |    5,1 |        5,2 | post | resultat
        Lekplatser |    50,0 |    5,1 |        5,2 | post | kostnad
    """
    assert told(workspace({"ekonomi.yaml": table("driftsammandrag", rows)})) == [("E04", "Lekplatser", "bokslut")]


@pytest.mark.parametrize(
    ("label", "belopp", "codes"),
    [
        ("Summa nettokostnader, mnkr", "mnkr", []),
        ("Summa nettokostnader, mkr", "mnkr", []),
        ("Summa nettokostnader (tkr)", "mnkr", ["E06"]),
        ("Summa nettokostnader, mnkr*", "tkr", ["E06"]),
        ("Bidrag till tkr-projektet", "mnkr", []),
    ],
)
def test_a_row_names_its_tables_unit(label: str, belopp: str, codes: list[str], workspace: Maker) -> None:
    text = table("driftsammandrag", f"verksamhet | bokslut | roll\nParker | 1 | post\n{label} | 1 | summa", belopp)
    assert [remark.code for remark in found(workspace({"ekonomi.yaml": text}))] == codes


def test_a_heading_names_its_tables_unit(workspace: Maker) -> None:
    text = summary("115 100", "112 000", "tkr") + "  rubrik: Resultat 2023, belopp i mnkr\n"
    assert [(r.code, r.avsnitt) for r in found(workspace({"ekonomi.yaml": text}))] == [("E06", "driftsammandrag")]


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


def test_leanlinks_investments_are_in_tkr_under_mnkr(example: Workspace) -> None:
    units = [remark for remark in found(example, "2023/leanlink") if remark.code == "E01"]
    assert [remark.place.document.name for remark in units] == ["inputs/2023/leanlink/investeringar.yaml"]
    assert Path(units[0].fakta[1].plats.document.name).name == "bedomning.yaml"


def test_the_nämnd_tells_other_figures_than_its_bodies(example: Workspace) -> None:
    remarks = [remark for remark in found(example, "2023/kommunstyrelsen") if remark.code == "F02"]
    assert [(r.rad, r.kolumn) for r in remarks] == [
        ("Varav VSS", "ack. utfall"),
        ("Varav VSS", "årets utfall"),
        ("Varav Leanlink", "ack. utfall"),
        ("Varav Leanlink", "årets utfall"),
    ]
