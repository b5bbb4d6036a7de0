"""Any table as it stands: what it bears out is found, what breaks is told, and nothing right is accused."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.figures.made_tables import make, spoil
from vb_gen.figures.samband import Slag, Utfall
from vb_gen.figures.understanding.result import Tolkning
from vb_gen.figures.understanding.tolkning import understand

DATA = Path(__file__).parent.parent / "data" / "granskning"
KNOWN: dict[str, Any] = json.loads((DATA / "facit.json").read_text(encoding="utf-8"))


def grid_of(text: str) -> list[list[str]]:
    """A table written with tabs or pipes."""
    mark = "\t" if "\t" in text else "|"
    lines = text.rstrip("\n").split("\n") if mark == "\t" else text.strip("\n").split("\n")
    return [[cell if mark == "\t" else cell.strip() for cell in line.split(mark)] for line in lines]


def one(text: str) -> Tolkning:
    """The only table of a text."""
    (tolkning,) = understand(grid_of(text))
    return tolkning


def cells(tolkning: Tolkning, outcome: Utfall | None = None) -> set[frozenset[tuple[int, int]]]:
    return {frozenset(s.celler) for s in tolkning.samband if outcome is None or s.utfall is outcome}


@pytest.mark.parametrize("name", KNOWN)
def test_printed_tables_are_understood(name: str) -> None:
    known = KNOWN[name]
    tables = understand(grid_of((DATA / name).read_text(encoding="utf-8")))
    found = [frozenset(s.celler) for t in tables for s in t.samband]
    empty = _nothing(name)
    for relation in known["samband"]:
        want = frozenset(map(tuple, relation))
        assert any(want ^ have <= empty for have in found), (name, relation)
    broken = [frozenset(s.celler) for t in tables for s in t.samband if s.utfall is Utfall.BRYTER]
    faults = [frozenset(map(tuple, fault)) for fault in known["fel"]]
    for fault in faults:
        assert any(fault & have for have in broken), (name, sorted(fault))
    allowed = frozenset().union(*faults, [tuple(cell) for cell in known["får anmärkas"]])
    told = [*broken, *(frozenset({f.cell}) for t in tables for f in t.fynd)]
    assert [sorted(have) for have in told if not have & allowed] == []


def _nothing(name: str) -> frozenset[tuple[int, int]]:
    """Cells worth nothing: it is the same relation with or without them."""
    rows = grid_of((DATA / name).read_text(encoding="utf-8"))
    return frozenset(
        (r, c)
        for r, row in enumerate(rows, 1)
        for c, text in enumerate(row, 1)
        if not text.strip("0,-–− ") or not any(map(str.isdigit, text))
    )


def test_a_hundred_and_fifty_made_tables_without_fault_are_not_accused() -> None:
    for seed in range(20_000, 20_150):
        assert [f.text for t in understand(make(seed).grid) for f in t.fynd] == [], seed


def test_nearly_every_relation_of_made_tables_is_found() -> None:
    found = wanted = 0
    for seed in range(30_000, 30_080):
        made = make(seed)
        got = {s for t in understand(made.grid) for s in cells(t)}
        wanted += len(made.equations)
        found += sum(_filled(made.grid, spots) in got for spots, _ in made.equations)
    assert found >= 0.98 * wanted, (found, wanted)


def _filled(grid: list[list[str]], spots: tuple[tuple[int, int], ...]) -> frozenset[tuple[int, int]]:
    """A relation without the cells where a dash stands for nothing; the whole stays."""
    return frozenset(s for n, s in enumerate(spots) if n == 0 or any(map(str.isdigit, grid[s[0] - 1][s[1] - 1])))


def test_planted_faults_are_found_and_their_cells_named() -> None:
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    named = guilty = 0
    for seed in range(40_000, 40_160):
        spoilt = spoil(make(seed), seed)
        if spoilt is None:
            continue
        tables = understand(spoilt.grid)
        tried[spoilt.kind] += 1
        broken = [set(s.celler) for t in tables for s in t.samband if s.utfall is Utfall.BRYTER]
        found[spoilt.kind] += any(spots & spoilt.fault for spots in broken)
        assert all(spots & spoilt.fault for spots in broken), seed
        for fynd in (f for t in tables for f in t.fynd if f.utpekad):
            named += 1
            guilty += fynd.cell in spoilt.fault
    assert found.total() >= 0.95 * tried.total(), (found, tried)
    assert guilty >= 0.9 * named > 0


def test_transposed_tables_are_not_accused() -> None:
    for seed in range(50_000, 50_060):
        grid = make(seed).grid
        turned = [list(column) for column in zip(*grid, strict=True)]
        assert [f.text for t in understand(turned) for f in t.fynd] == [], seed


def test_columns_in_any_order_are_not_accused() -> None:
    for seed in range(60_000, 60_060):
        grid = make(seed).grid
        order = list(range(1, len(grid[0])))
        Random(seed).shuffle(order)
        shuffled = [[row[0], *(row[n] for n in order)] for row in grid]
        assert [f.text for t in understand(shuffled) for f in t.fynd] == [], seed


SUMS = """
tkr          | 2021 | 2022 | 2023
Förskola     |  120 |  131 |  142
Grundskola   |  455 |  460 |  471
Gymnasium    |  233 |  240 |  251
Summa        |  808 |  831 |  864
"""


def test_a_wrong_sum_is_told_with_the_sum_written_out() -> None:
    tolkning = one(SUMS.replace("808", "880"))
    (fynd,) = tolkning.fynd
    assert (fynd.nivå, fynd.cell, fynd.utpekad) == ("fel", (5, 2), True)
    assert "120 + 455 + 233 = 808, men det står 880" in fynd.text
    assert "två siffror har bytt plats" in fynd.text


def test_without_a_word_two_columns_accuse_nobody() -> None:
    text = "a|2022|2023\nPark|4|9\nGata|6|7\nVatten|5|5\nTeknik|15|22"
    assert one(text).fynd == ()


def test_a_broken_line_that_is_not_told_is_listed_with_its_reason() -> None:
    tolkning = one("tkr|2023\nPark|41\nGata|62\nVatten|57\nSumma|171")
    assert tolkning.fynd == ()
    assert len(tolkning.ej_prövat) == 4


def test_every_figure_is_tested_or_listed() -> None:
    for name in KNOWN:
        for tolkning in understand(grid_of((DATA / name).read_text(encoding="utf-8"))):
            seen = {spot for s in tolkning.samband for spot in s.celler} | {e.cell for e in tolkning.ej_prövat}
            listed = {e.cell for e in tolkning.ej_prövat}
            assert tolkning.tal <= len(seen), name
            assert all(e.varför for e in tolkning.ej_prövat)
            assert len(listed) == len(tolkning.ej_prövat)


def test_a_deviation_either_way_round() -> None:
    for sign in ("12", "-12"):
        text = (
            f"Nämnd|Budget|Utfall|Avvikelse\nA|112|100|{sign}\nB|250|261|{'-11' if sign == '12' else '11'}\nC|70|64|{sign[:-2]}6"
        )
        formulas = [f for f in one(text).formler if not f.rader]
        assert [f.slag for f in formulas] == [Slag.DIFFERENS]
        assert formulas[0].håller == 3


def test_varav_is_no_term_of_the_sum() -> None:
    text = "tkr|2022|2023\nPersonal|410|433\nvarav sommarjobb|12|14\nLokaler|120|125\nSumma|530|558"
    tolkning = one(text)
    assert frozenset({(5, 2), (2, 2), (4, 2)}) in cells(tolkning)
    assert not any((3, 2) in s for s in cells(tolkning))
    assert [r.roll for r in tolkning.rader] == ["post", "varav", "post", "summa"]


def test_notes_codes_and_years_are_no_amounts() -> None:
    text = "Konto|Rad|Not|2022|2023\n3010|Avgifter|3|118|127\n3020|Bidrag|4, 5|233|240\n3990|Summa|6|351|367"
    tolkning = one(text)
    assert [k.roll for k in tolkning.kolumner] == ["kod", "text", "not", "belopp", "belopp"]
    assert {spot[1] for s in tolkning.samband for spot in s.celler} == {4, 5}


def test_percentages_beside_amounts_need_not_add_up() -> None:
    text = "Verksamhet|tkr|Förändring %\nA|1 200|4,1\nB|3 300|2,2\nC|2 500|-1,7\nSumma|7 000|1,3"
    tolkning = one(text)
    assert tolkning.fynd == ()
    assert {spot[1] for s in tolkning.samband for spot in s.celler} == {2}


def test_cash_at_the_start_is_what_the_year_before_ended_with() -> None:
    text = (
        "mnkr|Kommunen 2023|Kommunen 2022|Koncernen 2023|Koncernen 2022\nÅrets kassaflöde|14,2|-3,1|20,5|8,4\n"
        "Likvida medel vid årets början|50,0|53,1|101,3|92,9\nLikvida medel vid årets slut|64,2|50,0|121,8|101,7"
    )
    tolkning = one(text)
    assert "två gånger" in {f.kod for f in tolkning.fynd}
    assert all((3, 4) in s or (4, 5) in s for s in cells(tolkning, Utfall.BRYTER))
    assert frozenset({(3, 2), (4, 3)}) in cells(tolkning)


def test_a_total_share_lies_between_women_and_men() -> None:
    text = "Andel heltid i procent|2020|2021|2022|2023\nAndel heltidsanställda|90|92|93|94\nkvinnor|89|91|92|93\nmän|93|93|95|96"
    assert {s.slag for s in one(text).samband} == {Slag.MELLAN}
    wrong = one(text.replace("|92|93|94", "|92|93|99"))
    assert [f.cell for f in wrong.fynd] == [(2, 5)]


def test_counts_are_exact_and_amounts_are_not() -> None:
    people = "Antal anställda|Kvinnor|Män|Totalt\nA|120|45|165\nB|88|31|119\nC|61|70|131\nD|40|21|62"
    assert [f.cell for f in one(people).fynd] == [(5, 4)]
    money = people.replace("Antal anställda", "Belopp i tkr").replace("Kvinnor|Män", "Lön|Lokal")
    assert one(money).fynd == ()


def test_a_second_heading_begins_another_table() -> None:
    first = "Driften|Budget|Utfall\nA|118|121\nB|230|228\nSumma|348|349"
    second = "Investeringar|Plan 2024|Plan 2025\nVägar|12|15\nSumma|12|15"
    tables = understand(grid_of(f"{first}\n||\n{second}"))
    assert [t.kolumner[1].rubrik.text for t in tables] == ["Budget", "Plan 2024"]
    assert {spot[0] for s in tables[0].samband for spot in s.celler} <= {2, 3, 4}


def test_the_same_table_gives_the_same_answer() -> None:
    for name in list(KNOWN)[:3]:
        grid = grid_of((DATA / name).read_text(encoding="utf-8"))
        assert understand(grid) == understand(grid)


@pytest.mark.parametrize(
    "grid", [[], [[]], [[""]], [["a"]], [["1"]], [["", ""], ["", ""]], [["a", "b"], ["c", "d"]], [["1", "2"], ["3", "5"]]]
)
def test_next_to_nothing_is_read_too(grid: list[list[str]]) -> None:
    assert [f for t in understand(grid) for f in t.fynd] == []


@pytest.mark.parametrize("kind", ["zeros", "small", "words", "wide", "rates"])
def test_what_is_made_to_be_slow_is_bounded(kind: str) -> None:
    rng = Random(5)
    height, width = (60, 200) if kind == "wide" else (600, 20)
    words = ("Summa", "varav", "Netto", "Ingående", "Likvida medel vid årets slut", "Andel i procent av netto", "Post")

    def cell() -> str:
        return "0" if kind == "zeros" else str(rng.randint(-3, 3)) if kind == "small" else str(rng.randint(0, 20))

    def name() -> str:
        return rng.choice(words) if kind == "words" else "Andel kvinnor i procent av summa" if kind == "rates" else "Summa"

    head = ["Andel %" if kind == "rates" else rng.choice(("Avvikelse", "Netto", "Total", "Budget")) for _ in range(width)]
    grid = [["", *head], *([name(), *(cell() for _ in range(width))] for _ in range(height))]
    began = time.process_time()
    tables = understand(grid)
    assert time.process_time() - began < 8
    assert tables


def test_time_grows_with_the_rows_and_no_faster() -> None:
    def took(rows: int) -> float:
        grid = [["Nämnd", *(f"{year}" for year in range(2010, 2022))]]
        rng = Random(rows)
        for n in range(rows):
            grid.append([f"Post {n}", *(str(rng.randint(1, 90_000)) for _ in range(12))])
        began = time.process_time()
        understand(grid)
        return time.process_time() - began

    took(50)
    short, long = min(took(100) for _ in range(3)), min(took(400) for _ in range(2))
    assert long < 4 * short * 2.5
