"""What tables derive: sums, deviations and differences, from the figures as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vb_gen.core.finding import Document, Place
from vb_gen.core.numbers import NBSP, Tal, format_decimal_sv, round_half_up
from vb_gen.figures.derive import derive, terms
from vb_gen.model.cell import read_cell
from vb_gen.model.derivation import Härledning, named_in, read_derivation
from vb_gen.model.table import TECKEN, Kolumn, Rad, Ruta, Tabell

PLACE = Place(Document("ekonomi.yaml", ()), 1, 1)
EVERY = ("bokslut", "prognos", "budget", "utgifter", "inkomster", "netto", "ram", "avvikelse")
MISSING = frozenset(("-", "i.u", "sekretessbelagt"))
OUTCOME = "bokslut mot budget"


@dataclass(frozen=True)
class R:
    """A row as a test writes it: its cells are those of the columns, in order."""

    cells: tuple[str, ...]
    roll: str = "post"
    tecken: str = "kostnad"
    under: int | None = None
    regel: str = "plus är bra"
    enhet: str = ""


def made(rows: Sequence[R], columns: Sequence[str] = ("bokslut", "budget", "avvikelse"), **derivations: str) -> Tabell:
    """A table of a few rows; `avvikelse` is derived unless it is said otherwise."""
    ways = {"avvikelse": OUTCOME} | derivations
    kinds = tuple(Kolumn(word, word, "tal", PLACE, slag="bokslut", härleds=_way(ways.get(word), columns)) for word in columns)
    read: list[Rad] = []
    for number, row in enumerate(rows):
        texts = (*row.cells, *("" for _ in columns[len(row.cells) :]))
        boxes = {word: _box(text) for word, text in zip(columns, texts, strict=True)}
        level = 0 if row.under is None else read[row.under].nivå + 1
        read.append(
            Rad(f"rad {number}", f"rad_{number}", PLACE, level, row.roll, row.tecken, row.regel, row.enhet,
                förälder=row.under, celler=boxes)
        )  # fmt: skip
    return Tabell("t", "driftsammandrag", PLACE, "T", "Verksamhet", kinds, tuple(read), belopp="mnkr")


def _way(text: str | None, columns: Sequence[str]) -> Härledning | None:
    return read_derivation(text, columns) if text and all(w in columns for w in named_in(read_derivation(text, EVERY))) else None


def _box(text: str) -> Ruta:
    if text == "visas inte":
        return Ruta(read_cell("", MISSING), PLACE, "visas inte")
    cell = read_cell(text, MISSING, words=True)
    return Ruta(cell, PLACE, "tom" if cell.empty else "given")


def cell(table: Tabell, number: int, word: str) -> str:
    """A cell as it is shown, with how it came there."""
    box = table.rader[number].celler[word]
    if box.läge == "härledd":
        assert box.härlett
        return f"{format_decimal_sv(box.härlett.värde, box.härlett.decimaler)} härledd".replace(NBSP, " ")
    held = f" mot {box.härlett.värde:f}" if box.härlett else ""
    return f"{box.cell.shown} {box.läge}{held}".strip().replace(NBSP, " ")


# Deviations


@pytest.mark.parametrize(
    ("tecken", "regel", "expected"),
    [
        ("resultat", "plus är bra", "-86"),
        ("intäkt", "plus är bra", "-86"),
        ("kostnad", "plus är bra", "86"),
        ("resultat", "plus är mer", "-86"),
        ("intäkt", "plus är mer", "-86"),
        ("kostnad", "plus är mer", "-86"),
    ],
)
def test_what_plus_means_in_a_deviation(tecken: str, regel: str, expected: str) -> None:
    table = derive(made([R(("1659", "1745"), tecken=tecken, regel=regel)]))
    assert table.rader[0].celler["avvikelse"].härlett == Tal(Decimal(expected), 0)


def test_a_difference_has_no_convention() -> None:
    table = made([R(("1 500", "200"), tecken="kostnad")], ("utgifter", "inkomster", "netto"), netto="utgifter minus inkomster")
    assert cell(derive(table), 0, "netto") == "1 300 härledd"


@pytest.mark.parametrize(("incomes", "net"), [(("-200", "0"), "1 300"), (("-200", "50"), "1 700")])
def test_incomes_that_are_written_below_zero_are_added(incomes: tuple[str, str], net: str) -> None:
    """All of a column: one figure below zero among others is an income that was paid back."""
    rows = [R(("1 500", one), tecken="kostnad") for one in incomes]
    table = made(rows, ("utgifter", "inkomster", "netto"), netto="utgifter minus inkomster")
    assert cell(derive(table), 0, "netto") == f"{net} härledd"


def test_a_deviation_may_rest_on_a_difference_and_a_sum_on_both() -> None:
    table = made(
        [
            R(("", "", "", "3 400", ""), "grupp"),
            R(("600", "100", "", "400"), under=0),
            R(("1 500", "0", "", "3 000"), under=0),
            R((), "summa"),
        ],
        ("utgifter", "inkomster", "netto", "ram", "avvikelse"),
        netto="utgifter minus inkomster",
        avvikelse="netto mot ram",
    )
    done = derive(table)
    for number, given_ram in ((0, "3 400 given mot 3400"), (3, "3 400 härledd")):
        assert [cell(done, number, column.ord) for column in done.kolumner] == [
            "2 100 härledd", "100 härledd", "2 000 härledd", given_ram, "1 400 härledd",
        ]  # fmt: skip


def test_a_forecast_takes_the_place_of_an_outcome() -> None:
    table = made([R(("", "14 100", "8 000"), tecken="resultat"), R(("9 000", "14 100", "8 000"), tecken="resultat")],
                 ("bokslut", "prognos", "budget", "avvikelse"), avvikelse="bokslut eller prognos mot budget")  # fmt: skip
    assert [cell(derive(table), number, "avvikelse") for number in (0, 1)] == ["6 100 härledd", "1 000 härledd"]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        (("", "10", ""), "empty"),
        (("10", "", ""), "empty"),
        (("I.U", "10", ""), "missing"),
        (("-", "10", ""), "missing"),
        (("ca 12", "10", ""), "a bound"),
        ((">12", "10", ""), "a bound"),
        (("12 (2021)", "10", ""), "another year"),
        (("12 / 13", "10", ""), "two figures"),
        (("Pausat", "10", ""), "words"),
        (("12 tkr", "10", ""), "another unit"),
        (("12", "10", "visas inte"), "not shown"),
    ],
)
def test_nothing_is_derived_from_what_is_not_known(cells: tuple[str, ...], why: str) -> None:
    table = derive(made([R(cells), R((), "summa")]))
    assert table.rader[0].celler["avvikelse"].härlett is None, why
    assert cell(table, 1, "avvikelse").endswith("tom") or why in ("empty", "not shown")


# Sums


def test_a_given_figure_stands_and_is_held_against_the_derived_one() -> None:
    table = derive(made([R(("25,5", "28,1", "2,7")), R(("38,2", "40,7")), R(("63,8", "", "visas inte"), "summa")]))
    assert cell(table, 0, "avvikelse") == "2,7 given mot 2.6"
    assert cell(table, 1, "avvikelse") == "2,5 härledd"
    assert cell(table, 2, "bokslut") == "63,8 given mot 63.7"
    assert cell(table, 2, "budget") == "68,8 härledd"
    assert cell(table, 2, "avvikelse") == "visas inte"


def test_a_sum_adds_its_posts_and_nothing_else() -> None:
    table = made(
        [
            R(("1", "")),
            R(("", ""), "grupp"),  # a heading
            R(("2", ""), under=1),
            R(("3", ""), under=1),
            R(("10", ""), "grupp"),  # an area with a figure of its own: its rows are in it
            R(("4", ""), under=4),
            R(("6", ""), under=4),
            R(("20", "")),
            R(("5", ""), "del", under=7),  # varav HVB
            R(("7", ""), under=7),  # a part, though nobody said so
            R((), "summa"),
            R(("30", ""), "delar", under=10),
            R(("100", ""), "utanför"),
            R(("50", "")),
            R((), "summa"),
            R((), "totalsumma"),
        ]
    )
    done = derive(table)
    assert [row.nyckel for row in terms(done, (), 10)] == ["rad_0", "rad_2", "rad_3", "rad_4", "rad_7"]
    assert cell(done, 1, "bokslut") == "tom"  # a heading stays one
    assert cell(done, 4, "bokslut") == "10 given mot 10"
    assert [cell(done, number, "bokslut") for number in (10, 14, 15)] == ["36 härledd", "50 härledd", "86 härledd"]


def test_an_area_derives_the_cells_it_leaves_empty() -> None:
    table = derive(made([R(("2,4", ""), "grupp"), R(("1,1", "2"), under=0), R(("1,25", "3,5"), under=0), R((), "summa")]))
    assert (cell(table, 0, "bokslut"), cell(table, 0, "budget")) == ("2,4 given mot 2.35", "5,5 härledd")
    assert (cell(table, 3, "bokslut"), cell(table, 3, "budget")) == ("2,4 härledd", "5,5 härledd")


def test_what_is_derived_further_down_or_to_the_right_is_waited_for() -> None:
    rows = [R(("visas inte", "6"), "grupp"), R(("1", "2"), under=0), R(("2", "3"), under=0), R((), "summa")]
    assert [cell(derive(made(rows)), number, "avvikelse") for number in (0, 3)] == ["2 härledd", "2 härledd"]
    table = made([R(("", "", "7", "2", "9"))], ("avvikelse", "netto", "utgifter", "inkomster", "ram"),
                 netto="utgifter minus inkomster", avvikelse="netto mot ram")  # fmt: skip
    assert [cell(derive(table), 0, word) for word in ("netto", "avvikelse")] == ["5 härledd", "4 härledd"]


def test_a_grand_sum_adds_the_sums_of_earlier_tables_too() -> None:
    first = derive(made([R(("4,9",)), R(("0,2",)), R((), "summa")]))
    second = derive(made([R(("1,5",)), R((), "summa"), R((), "totalsumma")]), [first])
    assert cell(second, 2, "bokslut") == "6,6 härledd"


def test_a_grand_sum_makes_amounts_of_other_units_its_own() -> None:
    rows = [R(("1,5",)), R((), "summa"), R((), "totalsumma")]
    first = replace(made([R(("4 940",)), R((), "summa")]), belopp="tkr")
    assert cell(derive(made(rows), [derive(first)]), 2, "bokslut") == "6,440 härledd"
    other = replace(first, belopp="timmar")
    assert cell(derive(made(rows), [derive(other)]), 2, "bokslut") == "tom"  # hours are no kronor


def test_a_sum_counts_as_its_own_row_does() -> None:
    rows = [R(("1 500",), tecken="intäkt"), R(("1 450",), tecken="kostnad"), R(("20",), tecken="resultat")]
    assert cell(derive(made([*rows, R((), "summa", tecken="resultat")])), 3, "bokslut") == "70 härledd"
    assert cell(derive(made([*rows, R((), "summa", tecken="kostnad")])), 3, "bokslut") == "−70 härledd"


def test_an_empty_cell_adds_nothing_and_a_missing_value_is_never_zero() -> None:
    assert cell(derive(made([R(("5",)), R(("",)), R((), "summa")])), 2, "bokslut") == "5 härledd"
    assert cell(derive(made([R(("",)), R((), "summa")])), 1, "bokslut") == "tom"
    assert cell(derive(made([R(("5",)), R(("-",)), R((), "summa")])), 2, "bokslut") == "5 härledd"  # there is nothing to add
    for mark in ("I.U.", "Sekretessbelagt", "ca 5", "5 / 6", "5 (2021)", "5 tkr", "visas inte"):
        assert cell(derive(made([R(("5",)), R((mark,)), R((), "summa")])), 2, "bokslut") == "tom", mark


def test_rows_of_another_unit_are_not_added() -> None:
    table = made([R(("5",)), R(("7",), enhet="timmar"), R((), "summa")])
    assert cell(derive(table), 2, "bokslut") == "tom"
    same = made([R(("5",), enhet="timmar"), R(("7",), enhet="timmar"), R((), "summa", enhet="timmar")])
    assert cell(derive(same), 2, "bokslut") == "12 härledd"


def test_decimals_of_a_sum_and_a_deviation() -> None:
    # What is derived tells all it can: it is made of the figures as they are, and printed as its most precise term is.
    table = derive(made([R(("1,65", "0,863")), R(("78,0", "78,8")), R(("0", "4,4")), R((), "summa")]))
    assert [cell(table, number, "avvikelse") for number in range(4)] == [
        "−0,787 härledd", "0,8 härledd", "4,4 härledd", "4,413 härledd",
    ]  # fmt: skip
    assert cell(table, 3, "bokslut") == "79,65 härledd"
    assert cell(table, 3, "budget") == "84,063 härledd"
    assert cell(derive(made([R(("0",)), R(("0",)), R((), "summa")])), 2, "bokslut") == "0 härledd"
    assert cell(derive(made([R(("52,6",)), R(("3",)), R((), "summa")])), 2, "bokslut") == "55,6 härledd"


# Properties


written = st.builds(
    lambda number, places: Tal(Decimal(number).scaleb(-places), places), st.integers(-(10**7), 10**7), st.integers(0, 3)
)
pairs = st.lists(st.tuples(written, written), min_size=1, max_size=8)
signs = st.sampled_from(TECKEN)


def text(tal: Tal) -> str:
    return format_decimal_sv(tal.värde, tal.decimaler)


def table_of(rows: Sequence[tuple[Tal, Tal]], tecken: str = "kostnad") -> Tabell:
    return made([*(R((text(a), text(b)), tecken=tecken) for a, b in rows), R((), "summa", tecken=tecken)])


@given(pairs, signs)
def test_sums_and_their_deviations_are_exact_with_the_most_decimals(rows: list[tuple[Tal, Tal]], tecken: str) -> None:
    table = derive(table_of(rows, tecken))
    sums = []
    for word, figures in (("bokslut", [a for a, _ in rows]), ("budget", [b for _, b in rows])):
        box = table.rader[-1].celler[word]
        exact = sum((tal.värde for tal in figures), Decimal(0))
        assert box.läge == "härledd"
        assert box.härlett == Tal(exact, max(tal.decimaler for tal in figures))
        assert box.härlett.half_width == sum(tal.half_width for tal in figures)
        sums.append(exact)
    off = table.rader[-1].celler["avvikelse"].härlett
    assert off
    assert off.värde == (sums[1] - sums[0] if tecken == "kostnad" else sums[0] - sums[1])


@given(pairs, signs, st.sampled_from(("plus är bra", "plus är mer")))
def test_deviations_are_exact_with_the_most_decimals(rows: list[tuple[Tal, Tal]], tecken: str, regel: str) -> None:
    table = derive(made([R((text(a), text(b)), tecken=tecken, regel=regel) for a, b in rows]))
    for row, (a, b) in zip(table.rader, rows, strict=True):
        turned = tecken == "kostnad" and regel == "plus är bra"
        value = b.värde - a.värde if turned else a.värde - b.värde
        assert row.celler["avvikelse"].härlett == Tal(value, max(a.decimaler, b.decimaler))


@given(
    st.lists(st.tuples(*[st.decimals(-(10**6), 10**6, places=6)] * 2), min_size=1, max_size=8),
    st.integers(0, 2),
    signs,
)
def test_what_a_rounded_table_derives_is_within_its_rounding(
    rows: list[tuple[Decimal, Decimal]], decimals: int, tecken: str
) -> None:
    """Any table of exact figures, printed rounded: the derived figures are no further from the truth than rounding is."""
    rounded = [(Tal(round_half_up(a, decimals), decimals), Tal(round_half_up(b, decimals), decimals)) for a, b in rows]
    table = derive(table_of(rounded, tecken))
    half = Decimal(5).scaleb(-decimals - 1)
    sums = [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]
    factor = -1 if tecken == "kostnad" else 1
    truth = {"bokslut": sums[0], "budget": sums[1], "avvikelse": factor * (sums[0] - sums[1])}
    for word, exact in truth.items():
        derived = table.rader[-1].celler[word].härlett
        assert derived is not None
        figures = len(rows) * (2 if word == "avvikelse" else 1)
        assert abs(derived.värde - exact) <= half * figures
        assert derived.decimaler == decimals
        assert derived.half_width == half * figures


@given(pairs, signs)
def test_deriving_again_changes_nothing_and_nothing_given_is_changed(rows: list[tuple[Tal, Tal]], tecken: str) -> None:
    table = table_of(rows, tecken)
    once = derive(table)
    assert derive(once) == once
    for before, after in zip(table.rader, once.rader, strict=True):
        for word, box in before.celler.items():
            assert after.celler[word].cell == box.cell
            assert after.celler[word].läge == ("härledd" if box.läge == "tom" else box.läge)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_posts_does_not_matter(rows: list[tuple[Tal, Tal]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert derive(table_of(rows)).rader[-1].celler == derive(table_of(shuffled)).rader[-1].celler


@given(pairs)
def test_a_cost_is_a_result_turned_round(rows: list[tuple[Tal, Tal]]) -> None:
    turned = [(Tal(-a.värde, a.decimaler), Tal(-b.värde, b.decimaler)) for a, b in rows]
    costs, results = derive(table_of(rows, "kostnad")), derive(table_of(turned, "resultat"))
    for cost, result in zip(costs.rader, results.rader, strict=True):
        assert cost.celler["avvikelse"].härlett == result.celler["avvikelse"].härlett


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=6), st.integers(0, 5))
def test_a_given_sum_is_never_replaced(figures: list[int], off: int) -> None:
    given_sum = sum(figures) + off
    table = derive(made([*(R((str(n),)) for n in figures), R((str(given_sum),), "summa")]))
    box = table.rader[-1].celler["bokslut"]
    assert (box.läge, box.tal) == ("given", Tal(Decimal(given_sum), 0))
    assert box.härlett == Tal(Decimal(sum(figures)), 0)
