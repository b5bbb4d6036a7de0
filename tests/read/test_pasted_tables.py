"""Every table of the six reports as it is printed, pasted into an empty workspace: understood, and shown as it was."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.conftest import REPOSITORY
from tests.page import Element, parse
from tests.printed import tables, workspace
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.relations import Samband, Ställe, relations
from vb_gen.model.report import Report
from vb_gen.output.html.html import render_report
from vb_gen.read.reading import read_report

NAMES = list(dict.fromkeys(table["rapport"] for table in tables()))
# What the six reports print that does not add up, by table, row and column (from 0), and how many relations it breaks.
FAULTS = {
    ("2023/leanlink", "färdigställda", "Ledning"): 2,
    ("2023/leanlink", "färdigställda", "Summa färdigställda projekt"): 2,
    ("2023/vss", "färdigställda", "IT utrustning"): 2,
    ("2023/vss", "färdigställda", "Inventarier Ebbepark"): 2,
    ("2023/vss", "färdigställda", "Summa färdigställda projekt"): 2,
}
# Faults that rest on what plus means, which the typed reports say and the printed tables do not.
ON_SIGNS = {
    ("2021-08/leanlink", "ekonomi_i_korthet", "Verksamhetens nettokostnader"),
    ("2023/vss", "ekonomi_i_korthet", "Investeringar, netto"),
    ("2024-budget/leanlink", "driftsammandrag", "Summa förvaltningsbudget"),
}


@pytest.fixture(scope="module")
def pasted(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The reports, with nothing in them but the tables."""
    return Workspace(workspace(tmp_path_factory.mktemp("inklistrat")))


def report(where: Workspace, name: str) -> Report:
    period, _, enhet = name.partition("/")
    return read_report(where, *where.resolve(period, enhet))


def plain(text: str) -> str:
    """A cell's text, however its figures are grouped and parted, and its signs and dashes are drawn."""
    drawn = re.sub(r"[\s\u00a0/]", "", text).replace("\u2212", "-").replace("\u2013", "-").replace(".", ",")
    return re.sub(r"^-(?=0%?$)", "", drawn.rstrip(",*").casefold())


def shown(page: Element) -> list[list[str]]:
    """Every row of the page's tables: its name, and its cells that say something."""
    return [[plain(cell.text) for cell in row.all("th", "td")] for row in page.all("tr")]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_on_the_page_as_it_was_printed(name: str, pasted: Workspace) -> None:
    rows = shown(parse(render_report(report(pasted, name), pasted)))
    lost = []
    for table in (t for t in tables() if t["rapport"] == name):
        words = 2 if table["avsnitt"] == "indikatorer" else 1
        for row in table["rader"]:
            wanted = [plain(cell) for cell in row if re.search(r"\d", cell)]
            if not any(_has(shown_row, wanted) for shown_row in rows):
                lost.append((table["id"], row[:words], wanted))
    assert lost == []


def _has(row: list[str], wanted: list[str]) -> bool:
    """Are some cells in a row, in their order?"""
    left = iter(row)
    return all(any(cell == other or (len(cell) > 12 and cell in other) for other in left) for cell in wanted)


@pytest.mark.parametrize("name", NAMES)
def test_every_heading_is_on_the_page_as_it_was_printed(name: str, pasted: Workspace) -> None:
    heads = {plain(cell.text).replace("-", "") for cell in parse(render_report(report(pasted, name), pasted)).all("th")}
    texts = [text for t in tables() if t["rapport"] == name for text in t["kolumner"][1:] if text != "Kommentar"]
    printed = {plain(part).replace("-", "") for text in texts for part in text.split(" / ")}
    assert sorted(printed - heads) == []


def cells(one: Samband) -> frozenset[tuple[str, int, int]]:
    """The cells of a relation, by table, row and column."""

    def spot(where: Ställe) -> tuple[str, int, int]:
        row = next(n for n, row in enumerate(where.tabell.rader) if row is where.rad)
        return where.tabell.id, row, [c.ord for c in where.tabell.kolumner].index(where.kolumn.ord)

    return frozenset((spot(one.helhet), *(spot(part.ställe) for part in one.delar)))


def test_what_the_typed_tables_are_tested_for_the_pasted_ones_are_too(pasted: Workspace) -> None:
    typed = Workspace(REPOSITORY)
    wanted, got = 0, 0
    there = {(t["rapport"], t["avsnitt"]) for t in tables()}
    for name in NAMES:
        found = {cells(one) for one in relations(report(pasted, name)) if one.utfall != "ej prövat"}
        for one in relations(report(typed, name)):
            if one.utfall != "ej prövat" and (name, one.helhet.tabell.id) in there:
                wanted += 1
                got += cells(one) in found
    assert wanted > 280
    assert got >= 0.95 * wanted, f"{got} av {wanted}"


def broken(where: Workspace, name: str) -> Counter[tuple[str, str, str]]:
    """What does not add up: how many relations of each row."""
    found = [one.helhet for one in relations(report(where, name)) if one.utfall == "bryter"]
    return Counter((name, whole.tabell.id, whole.rad.etikett) for whole in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_fault_is_found_and_nothing_else_is_accused(name: str, pasted: Workspace) -> None:
    assert broken(pasted, name) == Counter({key: count for key, count in FAULTS.items() if key[0] == name})
    typed = broken(Workspace(REPOSITORY), name)
    assert {key for key in typed if key not in FAULTS} == {key for key in ON_SIGNS if key[0] == name}


def test_the_unit_is_the_one_that_the_table_says(pasted: Workspace) -> None:
    units = {table.id: table.belopp for table in report(pasted, "2020/leanlink").tables() if table.belopp}
    assert units["ekonomi_i_korthet"] == units["driftsammandrag"] == units["coronaeffekt_netto"] == "tkr"
    assert units["färdigställda"] == "mnkr"
