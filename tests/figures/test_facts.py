"""The facts of the real reports against figures copied from the sources.

`tests/data/kallor/` holds every figure of the sources' tables as they are printed, with what each is (slag, avser, om,
kön, population, unit) worked out by reading the sources: nothing in it comes from the program.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations

import pytest

from tests.conftest import REPOSITORY, TESTS, Maker, read
from vb_gen.core.figure import same
from vb_gen.core.numbers import Tal
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Fact, Identity, facts, to_csv
from vb_gen.model.report import Report
from vb_gen.read.reading import read_report

DATA = TESTS / "data"
REPORTS = ["2020/leanlink", "2021-08/leanlink", "2023/kommunstyrelsen", "2023/vss", "2023/leanlink", "2024-budget/leanlink"]
# Columns of one slag and year that measure different things, by the words that part them in the sources.
DELAR = {
    "sedan start": "investeringar_sedan_start",
    "prognos": "investeringar_prognosavvikelse",
    "utgifter": "investeringsutgifter",
    "inkomster": "investeringsinkomster",
    "kostnader": "coronaeffekt_kostnader",
    "intäkter": "coronaeffekt_intäkter",
    "son": "sänkt_kostnad_son",
    "än": "sänkt_kostnad_än",
}
HOUSE = {"mkr": "mnkr"}  # two words for one unit; the municipality's own is data of its reports


def held(name: str, text: str) -> None:
    """Hold a text against a file of the tests; VB_SKRIV=1 writes the file, to be read before it is committed."""
    path = DATA / name
    if os.environ.get("VB_SKRIV"):
        path.write_text(text, "utf-8")
    assert text.splitlines() == path.read_text("utf-8").splitlines()


@cache
def report(name: str) -> Report:
    """A real report, read once."""
    workspace = Workspace(REPOSITORY)
    return read_report(workspace, *workspace.resolve(*name.split("/")))


@cache
def known(name: str) -> tuple[Fact, ...]:
    """A real report's facts."""
    return tuple(facts(report(name)))


def line(
    table: str, row: str, column: tuple[str, str, str], sort: tuple[str, str, str, str], figure: tuple[Decimal, int, str]
) -> str:
    """A figure and what it is, as one line to compare and to read in a failure."""
    about, sex, population, unit = sort
    kind, period, part = column
    value, decimals, bound = figure
    said = f"{bound}{value:.{decimals}f} {HOUSE.get(unit, unit)}".strip()
    return " · ".join([table, row, f"{kind} {period} {part}".strip(), about, sex, population or "alla", said])


def read_printed(text: str) -> tuple[Decimal, int, str]:
    """The figure in a printed cell, its decimals, and the bound before it (a target's comparison is no bound)."""
    match = re.search(r"[-+]?\d[\d ]*(?:[.,](\d*))?", text)
    assert match, text
    digits = match.group().replace(" ", "").replace(",", ".").rstrip(".")
    return Decimal(digits) + 0, len(match.group(1) or ""), ">" if text.startswith(">") else ""


def printed(name: str) -> list[str]:
    """Every figure of a report's source."""
    lines = []
    columns: list[str] = []
    with (DATA / "kallor" / f"{name.replace('/', '-')}.csv").open(encoding="utf-8", newline="") as file:
        for table, row, about, sex, population, unit, *cells in csv.reader(file, delimiter=";"):
            if table == "tabell":
                columns = cells
                continue
            for column, cell in zip(columns, cells, strict=True):
                if cell:
                    kind, period, part = (*column.split(" ", 2), "")[:3]
                    value, decimals, bound = read_printed(cell)
                    figure = value, decimals, "" if kind == "målvärde" else bound
                    sort = about or name.rpartition("/")[2], sex or "T", population, unit
                    lines.append(line(table, row, (kind, period, part), sort, figure))
    return sorted(lines)


def told(name: str) -> list[str]:
    """Every figure among a report's facts that was given and not derived."""
    rows = {(r.plats.document.name, r.plats.line): (t, r) for t in report(name).tables() for r in t.rader}
    parts = {measure: words for words, measure in DELAR.items()}
    lines = []
    for fact in known(name):
        if not fact.härledd:
            table, row = rows[fact.plats.document.name, fact.plats.line]
            path = " / ".join(r.etikett for r in (*reversed(list(table.ancestors(row))), row))
            who = fact.identity
            sort = who.om, who.kön, who.population, fact.enhet
            figure = fact.värde.värde, fact.värde.decimaler, "" if who.slag == "målvärde" else fact.gräns
            lines.append(line(fact.tabell, path, (who.slag, who.avser, parts.get(who.mått, "")), sort, figure))
    return sorted(lines)


# "2023 januari-juli" in the budget: an outcome of part of the year, which its mall has no column for yet.
PART_OF_YEAR = re.compile(r"^indikatorer\.medarbetare · .* (utfall 2023-07|prognos 2023) ·")


def without_part_of_year(name: str, lines: list[str]) -> list[str]:
    return [text for text in lines if name != "2024-budget/leanlink" or not PART_OF_YEAR.search(text)]


@pytest.mark.parametrize("name", REPORTS)
def test_the_facts_are_the_figures_of_the_source(name: str) -> None:
    expected, actual = without_part_of_year(name, printed(name)), without_part_of_year(name, told(name))
    missing = [text for text in expected if text not in actual]
    invented = [text for text in actual if text not in expected]
    assert (missing, invented) == ([], [])
    assert expected == actual


def test_a_column_of_a_part_of_the_year_is_no_figure_of_the_year() -> None:
    expected = [text for text in printed("2024-budget/leanlink") if PART_OF_YEAR.search(text)]
    assert [text for text in expected if text not in told("2024-budget/leanlink")] == []


def test_every_source_has_as_many_figures_as_were_counted_in_it() -> None:
    assert {name: len(printed(name)) for name in REPORTS} == {
        "2020/leanlink": 219,
        "2021-08/leanlink": 220,
        "2023/kommunstyrelsen": 425,
        "2023/vss": 263,
        "2023/leanlink": 249,
        "2024-budget/leanlink": 309,
    }


# The same fact, wherever it stands -----------------------------------------------------------------------------------

Pair = tuple[Fact, Fact]


def in_overview(one: Fact, other: Fact) -> bool:
    """An overview's figure and the table it sums up, in one report."""
    return one.rapport == other.rapport and one.tabell == "ekonomi_i_korthet" != other.tabell


def of_parent(one: Fact, other: Fact) -> bool:
    """A nämnd's row for a förvaltning below it and that förvaltning's own figure, of one period."""
    (period, reporter), (child_period, child) = one.rapport.split("/"), other.rapport.split("/")
    return period == child_period and reporter != one.identity.om == child


def in_series(one: Fact, other: Fact) -> bool:
    """A figure of a five-year series and the report of that year."""
    year = one.identity.avser
    return one.tabell in ("volymer", "personal") and other.rapport.split("/")[0] == year != one.rapport.split("/")[0]


def of_2022(one: Fact, other: Fact) -> bool:
    """A bokslut of 2022 in a report of 2023 and the utfall of 2022 in the budget for 2024."""
    who = one.identity
    return (who.slag, who.avser) == ("bokslut", "2022") and one.rapport[:5] == "2023/" and other.rapport == "2024-budget/leanlink"


def of_earlier(one: Fact, other: Fact) -> bool:
    """A year's comparison column and the report of the year that it repeats, or is repeated by."""
    return one.rapport != other.rapport


def of_one_report(one: Fact, other: Fact) -> bool:
    """Two tables of one report."""
    return one.rapport == other.rapport


JOINS: dict[str, Callable[[Fact, Fact], bool]] = {
    "översikten mot tabellerna": in_overview,
    "nämndens rader mot förvaltningens egna": of_parent,
    "femårsserier mot det årets rapport": in_series,
    "bokslut 2022 i rapporterna 2023 mot utfall 2022 i budgeten": of_2022,
    "övriga år i två rapporter": of_earlier,
    "två tabeller i en rapport": of_one_report,
}


@cache
def joined() -> dict[str, list[Pair]]:
    """Every two facts of one identity, by what joins them."""
    by_identity: dict[Identity, list[Fact]] = {}
    for name in REPORTS:
        for fact in known(name):
            if not fact.härledd:
                by_identity.setdefault(fact.identity, []).append(fact)
    found: dict[str, list[Pair]] = {join: [] for join in JOINS}
    for alike in by_identity.values():
        for one, other in combinations(alike, 2):
            pairs = ((one, other), (other, one))
            join, pair = next((join, pair) for join, belongs in JOINS.items() for pair in pairs if belongs(*pair))
            found[join].append(pair)
    return found


def told_twice(one: Fact, other: Fact) -> str:
    """Two facts of one identity as a line: what they are about, and what each says."""
    who = one.identity
    what = " ".join(filter(None, [who.om, who.mått, who.rad, who.slag, who.avser, who.kön.replace("T", ""), who.population]))
    return f"{what}: {said(one)} ≠ {said(other)}"


def said(fact: Fact) -> str:
    figure = f"{fact.värde.värde:.{fact.värde.decimaler}f}".replace(".", ",")
    return f"{fact.rapport} {fact.tabell.partition('.')[0]} {figure} {fact.enhet}"


def test_figures_of_one_identity_agree_or_are_known_faults_of_the_sources() -> None:
    lines = []
    for join, pairs in joined().items():
        differing = sorted(told_twice(one, other) for one, other in pairs if not same(one.comparable, other.comparable))
        lines += [f"## {join}: {len(pairs)} par, {len(differing)} skiljer", *differing, ""]
    held("skillnader.txt", "\n".join(lines))


@pytest.mark.parametrize(
    ("join", "measures"),
    [
        ("översikten mot tabellerna", {"nettokostnad", "investeringar", "nettoeffekt_av_coronapandemin"}),
        ("nämndens rader mot förvaltningens egna", {"nettokostnad", "investeringar", "investeringar_sedan_start"}),
        (
            "femårsserier mot det årets rapport",
            {
                "hemtjänsttimmar", "vårddygn", "sfb_timmar", "lss_timmar", "boendeplatser",
                "tillsvidareanställda", "sjukfrånvaro", "personalavgångar",
            },
        ),
    ],
)  # fmt: skip
def test_what_a_join_joins(join: str, measures: set[str]) -> None:
    assert {one.identity.mått for one, _ in joined()[join]} == measures


def test_a_figure_that_three_reports_print_in_their_own_signs_is_one_fact() -> None:
    who = Identity("leanlink", "nettokostnad", "varav_kostnader", "bokslut", "2022", "T", "")
    alike = [fact for name in REPORTS for fact in known(name) if fact.identity == who]
    printed_as = {fact.rapport: (fact.värde.värde, fact.comparable.värde) for fact in alike}
    assert printed_as == {
        "2023/kommunstyrelsen": (Decimal(-1657), Decimal(-1_657_000_000)),
        "2023/leanlink": (Decimal(1657), Decimal(-1_657_000_000)),
        "2024-budget/leanlink": (Decimal(1615), Decimal(-1_615_000_000)),
    }


def amount(value: str, unit: str, sign: str = "resultat", kind: str = "bokslut", rule: str = "plus är bra") -> Fact:
    """A fact with nothing but its figure."""
    some = known("2023/leanlink")[0]
    figure = Tal(Decimal(value), max(0, -int(Decimal(value).as_tuple().exponent)))
    return replace(some, identity=replace(some.identity, slag=kind), värde=figure, enhet=unit, tecken=sign, regel=rule)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (amount("8.0", "mnkr"), amount("7972", "tkr"), True),
        (amount("7.9", "mnkr"), amount("7972", "tkr"), False),
        (amount("5159", "tkr"), amount("5.1", "mnkr"), False),
        (amount("86", "mnkr"), amount("86", "mnkr"), True),
        (amount("86", "mnkr"), amount("87", "mnkr"), False),  # the same precision: no rounding to blame
        (amount("65.0", "år"), amount("65", "år"), True),
        (amount("65.5", "år"), amount("65", "år"), True),  # 0,5 is less than 0,5 + 0,05
        (amount("65.6", "år"), amount("65", "år"), False),
        (amount("0", "mnkr"), amount("0.0", "mkr", "kostnad"), True),
        (amount("-42", "mnkr"), amount("42", "mnkr", "kostnad"), True),
        (amount("-42", "mnkr"), amount("-42", "mnkr", "kostnad"), False),
        # A deviation has its own convention: plus is good of a cost too, unless plus is simply more.
        (amount("-18.3", "mnkr", kind="avvikelse"), amount("-18.3", "mnkr", "kostnad", "avvikelse"), True),
        (amount("-18.3", "mnkr", kind="avvikelse"), amount("18.3", "mnkr", "kostnad", "avvikelse", "plus är mer"), True),
        (amount("16.4", "mnkr", kind="avvikelse"), amount("16.4", "mnkr", "intäkt", "avvikelse", "plus är mer"), True),
    ],
)
def test_two_facts_agree(one: Fact, other: Fact, alike: bool) -> None:
    assert same(one.comparable, other.comparable) is same(other.comparable, one.comparable) is alike


def identities(workspace: Workspace, name: str = "2023/parknamnden") -> list[tuple[str, str, str, str, str]]:
    """What each figure of a report is about: om, mått, rad, slag, avser."""
    found = [fact.identity for fact in facts(read(workspace, name))]
    return [(who.om, who.mått, who.rad, who.slag, who.avser) for who in found]


def test_a_row_of_another_body_is_that_bodys_figure(workspace: Maker) -> None:
    made = workspace({
        "kommun.yaml": """
            namn: Exempelköpings kommun
            enheter:
              parknamnden:
                namn: Parknämnden
                sort: nämnd
              tradgarden:
                namn: Trädgården
                sort: förvaltning
            """,
        "inputs/2023/tradgarden/rapport.yaml": "mall: vb-2023\n",
        "ekonomi.yaml": """
            driftsammandrag:
              tecken: resultat
              rader: |
                verksamhet           | bokslut | roll    | från
                Utanför nämnden      |         | grupp   |
                  Trädgården         |       5 | utanför | 2023/tradgarden
                    varav kostnader  |     -20 | delar   |
            """,
    })  # fmt: skip
    assert identities(made) == [
        ("tradgarden", "nettokostnad", "", "bokslut", "2023"),
        ("tradgarden", "nettokostnad", "varav_kostnader", "bokslut", "2023"),
    ]


FINISHED = """
    färdigställda:
      rader: |
        projekt       | årets utfall | roll
        Lekplatser    |            2 | grupp
          Gungor      |            2 | post
        Summa         |            2 | summa
"""
ONGOING = """
    pågående:
      rader: |
        projekt       | årets utfall | roll
        Bryggor       |            1 | post
        Summa         |            1 | summa
"""


def test_the_sum_of_one_of_two_project_lists_is_a_part(workspace: Maker) -> None:
    rows = [who[2] for who in identities(workspace({"investeringar.yaml": FINISHED + ONGOING}))]
    assert rows == ["färdigställda/lekplatser", "lekplatser/gungor", "färdigställda", "bryggor", "pågående"]


def test_the_sum_of_the_only_project_list_is_the_whole(workspace: Maker) -> None:
    empty = ONGOING.replace("            1 |", "              |")
    rows = [who[2] for who in identities(workspace({"investeringar.yaml": FINISHED + empty}))]
    assert rows == ["lekplatser", "lekplatser/gungor", ""]


def test_a_row_is_named_by_its_mått_where_the_table_has_a_measure(workspace: Maker) -> None:
    made = workspace({
        "ekonomi.yaml": """
            driftsammandrag:
              rader: |
                verksamhet           | bokslut | mått
                Parknämndens ledning |       5 | ledning
            """,
        "namndindikatorer.yaml": """
            volymer:
              rader: |
                volym                |    2023 | mått
                Skötta träd, antal   |     700 | träd
            """,
    })  # fmt: skip
    assert identities(made) == [
        ("parknamnden", "nettokostnad", "ledning", "bokslut", "2023"),
        ("parknamnden", "träd", "", "bokslut", "2023"),
    ]


def test_a_year_that_has_not_ended_has_a_forecast_and_no_bokslut(workspace: Maker) -> None:
    made = workspace({
        "inputs/2024-budget/parknamnden/rapport.yaml": "mall: budget-2024\n",
        "inputs/2024-budget/parknamnden/budget.yaml": """
            volymer:
              rader: |
                volym | 2022 | 2023 | budget 2023 | plan 2025
                Träd  |  690 |  695 |         680 |       710
            """,
    })  # fmt: skip
    assert [who[3:] for who in identities(made, "2024-budget/parknamnden")] == [
        ("bokslut", "2022"),
        ("prognos", "2023"),
        ("budget", "2023"),
        ("plan", "2025"),
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_a_text_that_begins_as_a_formula_runs_in_no_spreadsheet_and_a_figure_stays_one(sign: str, workspace: Maker) -> None:
    chapter = "driftsammandrag:\n  belopp: mnkr\n  rader: |\n    verksamhet | bokslut\n    Parker | -1,5\n"
    (fact,) = facts(read(workspace({"ekonomi.yaml": chapter})))
    text = f"{sign}cmd|' /C calc'!A0"
    (row,) = csv.DictReader(io.StringIO(to_csv([replace(fact, enhet=text, tabell="-5")])), delimiter=";")
    assert (row["enhet"], row["värde"], row["tabell"]) == (f"'{text}", "-1,5", "-5")
