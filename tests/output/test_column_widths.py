"""Columns' widths: words among figures get room where the table gets lower, and a lead does not divide its words."""

from __future__ import annotations

import pytest

from tests.conftest import REPOSITORY, Maker, render
from tests.page import Element, parse
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.fit import LEAST, fitted, lines

SENTENCE = "Avtalsdiskussioner pausade i väntan på riktlinjer för verksamhetsuppdrag"


def _indicators(cell: str, label: str = "Avtalstrohet") -> dict[str, str]:
    rows = [f"Goda inköp | {label} | 1 | 2 | {cell} | 85", f"           | {label} per park | 1 | 2 | 3 | 85"]
    lead = "indikatorer:\n  grupper:\n    - målområde: Ekonomi\n      rader: |\n        "
    return {"indikatorer.yaml": lead + "\n        ".join(["mål | indikator | 2021 | 2022 | 2023 | målvärde", *rows]) + "\n"}


def _widths(table: Element) -> list[int]:
    return [int(column["class"].removeprefix("b")) for column in table.all("col")]


def _table(page: str) -> Element:
    return next(table for table in parse(page).all("table") if "typ-indikatorer" in table.classes)


def test_a_sentence_among_figures_gets_a_wider_column(workspace: Maker) -> None:
    before, after = (_widths(_table(render(workspace(_indicators(cell))))) for cell in ("3", SENTENCE))
    assert before[2] == before[3] == before[4] == before[5]
    assert after[4] > before[4]
    assert [after[i] for i in (2, 3, 5)] == [before[i] for i in (2, 3, 5)]
    assert sum(after) == sum(before) == 100


@pytest.mark.parametrize("cell", ["Öka", "Genomförs ej", "Öka med 10 %"])
def test_a_few_words_move_no_column(workspace: Maker, cell: str) -> None:
    assert _widths(_table(render(workspace(_indicators(cell))))) == _widths(_table(render(workspace(_indicators("3")))))


def test_a_column_gets_no_room_that_makes_the_table_higher(workspace: Maker) -> None:
    long = "Andel medarbetare som tillfrågats om hur de har det på sin arbetsplats och som svarat att de trivs mycket bra"
    made = [_widths(_table(render(workspace(_indicators(cell, long))))) for cell in ("3", "Ska börja mätas")]
    assert made[0] == made[1]


def test_the_way_with_the_fewest_lines_is_taken() -> None:
    rows = [[("Goda inköp", 2), ("Avtal", 1), (SENTENCE, 1)], [("", 1), ("Köp", 1), ("2", 1)]]
    given = [40, 45, 15]
    made = fitted(given, rows, [2], [0, 1])
    assert lines(made, rows) < lines(given, rows)
    assert sum(made) == 100
    assert all(now >= LEAST * was for now, was in zip(made[:2], given[:2], strict=True))
    assert fitted(given, [[("Mål", 1), ("Avtal", 1), ("2", 1)]], [2], [0, 1]) == given


def test_a_goal_beside_its_rows_is_counted_once() -> None:
    tall = "Ett mål med många ord om allt som ska bli bättre under året i alla verksamheter"
    rows = [[(tall, 3), ("a", 1)], [("", 1), ("b", 1)], [("", 1), ("c", 1)]]
    assert lines([20, 80], [[(tall, 1), ("a", 1)]]) == lines([20, 80], rows) > 3
    assert lines([80, 20], rows) == 3


def test_a_lead_divides_no_word_and_stands_alike_in_all_tables() -> None:
    page = parse(render(Workspace(REPOSITORY), "2024-budget/leanlink"))
    tables = [table for table in page.all("table") if table.all("thead")[0].all("th")[0].text == "Målområde"]
    leads = {tuple(_widths(table)[:2]) for table in tables}
    assert len(tables) > 3
    assert leads == {(13, 19)}, "room for Kommungemensamma"


@pytest.mark.parametrize(("columns", "broken"), [("2023", False), ("2023 | plan 2024 | plan 2025 | plan 2026 | plan 2027", True)])
def test_heads_of_a_word_and_a_year_are_broken_alike(workspace: Maker, columns: str, broken: bool) -> None:
    values = " | ".join("1" for _ in columns.split("|"))
    rows = f"driftsammandrag:\n  rader: |\n    verksamhet | budget {columns}\n    Parker | {values}\n"
    page = parse(render(workspace({"ekonomi.yaml": rows})))
    heads = [head for head in page.one("main").all("th") if head["scope"] == "col" and head.text[-4:].isdigit()]
    assert len(heads) == columns.count("|") + 1
    assert {"årtal" in head.classes for head in heads} == {broken}
