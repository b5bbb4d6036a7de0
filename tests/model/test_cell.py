"""Every form that a cell and a target take in the municipality's reports: as written, as read, as printed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vb_gen.core.numbers import MINUS, NBSP, NumberProblem, Tal
from vb_gen.model.cell import Cell, Målvärde, Värde, read_cell, read_målvärde, split_marks

MISSING = frozenset(
    ("-", "–", "i.u", "iu", "lk", "x", "n/a", "årsvis", "sekretessbelagt", "genomförs ej", "ska börja mätas", "under utveckling")
)

T = TypeVar("T")


def said(value: Värde) -> str:
    """A value with all that qualifies it: `LSS: ≥ 92.5 % (2020) prel. +boende`."""
    parts = [
        f"{value.etikett}:" if value.etikett else "",
        value.gräns,
        f"{value.tal.värde:f}",
        value.enhet,
        f"({value.år})" if value.år else "",
        "prel." if value.preliminär else "",
        f"+{value.tillägg}" if value.tillägg else "",
    ]
    return " ".join(part for part in parts if part)


def plain(text: str) -> str:
    return text.replace(NBSP, "~").replace(MINUS, "−")


@pytest.mark.parametrize(
    ("text", "read", "printed"),
    [
        # Number forms
        ("1 593 404", ["1593404"], "1~593~404"),
        ("1500", ["1500"], "1~500"),
        ("2185", ["2185"], "2~185"),
        ("9.7", ["9.7"], "9,7"),
        ("65", ["65"], "65"),
        ("65.4", ["65.4"], "65,4"),
        ("65,4", ["65.4"], "65,4"),
        ("78.", ["78"], "78"),
        ("28.", ["28"], "28"),
        ("7,50", ["7.50"], "7,50"),
        ("70,02", ["70.02"], "70,02"),
        ("-5 937", ["-5937"], "−5~937"),
        ("+1,3 %", ["1.3 %"], "+1,3~%"),
        ("-0%", ["0 %"], "0~%"),
        ("- 1,9 mnkr", ["-1.9 mnkr"], "−1,9~mnkr"),
        ("80%", ["80 %"], "80~%"),
        ("85 %", ["85 %"], "85~%"),
        ("8,0 mnkr", ["8.0 mnkr"], "8,0~mnkr"),
        ("15 mkr", ["15 mkr"], "15~mkr"),
        (">64%", ["> 64 %"], ">~64~%"),
        ("≥82", ["≥ 82"], "≥~82"),
        (">= 82", ["≥ 82"], "≥~82"),
        ("drygt 100", ["drygt 100"], "drygt~100"),
        # Values with a qualifier
        ("47,0 (2021)", ["47.0 (2021)"], "47,0 (2021)"),
        ("47,0 (2021) 46,7 (2020)", ["47.0 (2021)", "46.7 (2020)"], "47,0 (2021) / 46,7 (2020)"),
        ("41 2020: 48", ["41", "48 (2020)"], "41 / 2020:~48"),
        ("41 / 2020: 48", ["41", "48 (2020)"], "41 / 2020:~48"),
        ("2020: 65", ["65 (2020)"], "2020:~65"),
        (">98% boende", ["> 98 % +boende"], ">~98~% boende"),
        ("Ca 98% boende", ["ca 98 % +boende"], "ca~98~% boende"),
        ("81,2 prel", ["81.2 prel."], "81,2~prel."),
        ("65 ind.", ["65 ind."], "65~ind."),
        ("45ind.", ["45 ind."], "45~ind."),
        ("1 process klar från SOF", ["1 +process klar från SOF"], "1 process klar från SOF"),
        ("2 nya", ["2 +nya"], "2 nya"),
        ("52%/47%", ["52 %", "47 %"], "52~% / 47~%"),
        ("59% 47%", ["59 %", "47 %"], "59~% / 47~%"),
        ("2 / 3", ["2", "3"], "2 / 3"),
        ("LSS 96% VB 94% R&S 92,5 %", ["LSS: 96 %", "VB: 94 %", "R&S: 92.5 %"], "LSS 96~% / VB 94~% / R&S 92,5~%"),
        ("LSS VB 95% / R&S 93 %", ["LSS VB: 95 %", "R&S: 93 %"], "LSS VB 95~% / R&S 93~%"),
        ("LSS 96 %", ["LSS: 96 %"], "LSS 96~%"),
        ("Tätort: 52 %", ["Tätort: 52 %"], "Tätort 52~%"),
        ("130,7 kWh/m²/år", ["130.7 kWh/m²/år"], "130,7~kWh/m²/år"),
        ("1 200 m²", ["1200 m²"], "1~200~m²"),
    ],
)
def test_a_cell_of_figures(text: str, read: list[str], printed: str) -> None:
    cell = read_cell(text, MISSING, words=True)
    assert [said(value) for value in cell.värden] == read
    assert plain(cell.shown) == printed
    assert (cell.saknas, cell.fritext, cell.noter) == ("", "", ())
    # A column of figures alone reads the same.
    assert read_cell(text, MISSING) == cell


@pytest.mark.parametrize(
    ("text", "read", "printed", "marks"),
    [
        ("74*", ["74"], "74", ("*",)),
        ("100%*", ["100 %"], "100~%", ("*",)),
        ("80 000*", ["80000"], "80~000", ("*",)),
        ("84**", ["84"], "84", ("**",)),
        ("84 *)", ["84"], "84", ("*)",)),
        ("9,3¹", ["9.3"], "9,3", ("1",)),
        ("5,6 ¹⁰", ["5.6"], "5,6", ("10",)),
        ("61* ²", ["61"], "61", ("*", "2")),
        ("1 200 m² ³", ["1200 m²"], "1~200~m²", ("3",)),
    ],
)
def test_footnote_marks_are_no_part_of_the_figure(text: str, read: list[str], printed: str, marks: tuple[str, ...]) -> None:
    cell = read_cell(text, MISSING)
    assert ([said(value) for value in cell.värden], plain(cell.shown), cell.noter) == (read, printed, marks)


@pytest.mark.parametrize(
    ("text", "printed", "marks"),
    [
        ("-", "–", ()),
        ("–", "–", ()),
        ("−", "–", ()),
        ("I.U", "I.U", ()),
        ("I.U.", "I.U.", ()),
        ("IU", "IU", ()),
        ("i.u", "i.u", ()),
        ("I.U ¹", "I.U", ("1",)),
        ("LK", "LK", ()),
        ("X", "X", ()),
        ("N/A", "N/A", ()),
        ("N/A*", "N/A", ("*",)),
        ("..", "..", ()),
        ("årsvis", "årsvis", ()),
        ("Sekretessbelagt", "Sekretessbelagt", ()),
        ("Genomförs ej", "Genomförs ej", ()),
        ("Ska börja mätas", "Ska börja mätas", ()),
        ("Under utveckling", "Under utveckling", ()),
    ],
)
def test_a_missing_value_is_kept_as_written_and_is_no_figure(text: str, printed: str, marks: tuple[str, ...]) -> None:
    for cell in (read_cell(text, MISSING), read_cell(text, MISSING, words=True), read_målvärde(text, MISSING)):
        assert isinstance(cell, Cell)
        assert cell.saknas
        assert (cell.shown, cell.noter, cell.värden, cell.värde, cell.fritext) == (printed, marks, (), None, "")
        assert not cell.empty


@pytest.mark.parametrize(
    "text",
    [
        "Låg svarsfrekvens Ökat HME",
        "Stor ökning av digitala möten",
        "Avtalsdiskussioner pausade …",
        "Etablerat i två stadsdelar",
        "Etablerat i 2 stadsdelar",
        "Ej uppnått barn och unga",
        "CO2-utsläppen har minskat",
        "(pausat)",
    ],
)
def test_an_outcome_may_be_told_in_words(text: str) -> None:
    cell = read_cell(text, MISSING, words=True)
    assert (cell.fritext, cell.shown, cell.värden, cell.saknas) == (text, text, (), "")
    with pytest.raises(NumberProblem):
        read_cell(text, MISSING)


def test_an_empty_cell_says_nothing() -> None:
    assert read_cell(" \u00a0", MISSING).empty
    assert read_målvärde("", MISSING) == Cell("", saknas="")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("-19.100 tkr", "Skriv -19 100 (tusental) eller -19,100 (decimaler)"),
        ("1.234", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("LSS 1.234 / VB 5", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("ca 1.234", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("12 34,5 tkr", "Skriv 1 234,5 (tusental i grupper om tre)"),
        ("(12)", "Skriv -12"),
        ("±5", "Skriv talet med + eller −, eller utan tecken"),
        ("70 85% 75% 44%", "Skriv varje värde för sig med / emellan, till exempel 70 % / 85 %"),
        ("52 % / i.u", "Ge varje del en egen rad, indragen under den här"),
        ("24/10", "Skriv två värden med mellanslag: 24 / 10"),
        ("3-4 mkr", "Skriv ett tal; två tal i en cell skrivs med / emellan: 12 / 14"),
        ("1O5", "Kontrollera att siffrorna 0 och 1 inte är bokstäverna O och l"),
        ("O,5", "Kontrollera att siffrorna 0 och 1 inte är bokstäverna O och l"),
        ("=A1", "Klistra in värdet, inte formeln"),
        ("#REF!", "Rätta felet i Excel och klistra in värdet"),
        ("0114", "Skriv 114 om det är ett tal; en kod hör hemma bland namnen"),
        ("0 123,5", "Skriv 123,5 om det är ett tal; en kod hör hemma bland namnen"),
        ("5,", "Skriv 5, eller de decimaler som saknas"),
    ],
)
def test_what_looks_like_a_figure_must_be_one(text: str, instead: str) -> None:
    for words in (False, True):
        with pytest.raises(NumberProblem) as caught:
            read_cell(text, MISSING, words=words)
        assert caught.value.instead == instead


@pytest.mark.parametrize(
    ("text", "comparison", "read", "printed"),
    [
        ("7.0", "", ["7.0"], "7,0"),
        ("65", "", ["65"], "65"),
        ("40 000", "", ["40000"], "40~000"),
        ("1500", "", ["1500"], "1~500"),
        ("85 %", "", ["85 %"], "85~%"),
        ("100(82)", "", ["100", "82"], "100 (82)"),
        ("-0%", "", ["0 %"], "0~%"),
        ("0,0 mnkr", "", ["0.0 mnkr"], "0,0~mnkr"),
        ("≥4,0", "minst", ["4.0"], "≥~4,0"),
        (">= 4.0", "minst", ["4.0"], "≥~4,0"),
        ("≤6,0", "högst", ["6.0"], "≤~6,0"),
        ("≤±5", "inom", ["5"], "≤~±5"),
        ("≤±1", "inom", ["1"], "≤~±1"),
        ("± 2 %", "inom", ["2 %"], "±2~%"),
        ("Max 1 % budgetavvikelse", "högst", ["1 %"], "Max 1~% budgetavvikelse"),
        ("Budgetavvikelse max 1 %", "högst", ["1 %"], "Budgetavvikelse max 1~%"),
        ("max 1%", "högst", ["1 %"], "max 1~%"),
        ("Minst 64%", "minst", ["64 %"], "Minst 64~%"),
        ("Minst 1500 timmar", "minst", ["1500"], "Minst 1~500~timmar"),
        ("Mindre än 2", "mindre än", ["2"], "Mindre än 2"),
        (">64%", "mer än", ["64 %"], ">~64~%"),
        ("= 100 %", "exakt", ["100 %"], "= 100~%"),
        ("Ej negativ", "ej negativ", [], "Ej negativ"),
        ("Budget i balans", "i balans", [], "Budget i balans"),
        ("Öka", "öka", [], "Öka"),
        ("Ökar", "öka", [], "Ökar"),
        ("Minska", "minska", [], "Minska"),
        ("minska", "minska", [], "minska"),
        ("Öka från 2022", "öka", [], "Öka från 2022"),
        ("Öka 2025", "öka", [], "Öka 2025"),
        ("Minskning med 10%", "minska med", ["10 %"], "Minskning med 10~%"),
        ("Minska med 10%", "minska med", ["10 %"], "Minska med 10~%"),
        ("Minska 10 %", "minska med", ["10 %"], "Minska 10~%"),
        ("Minska till 8.5 %", "högst", ["8.5 %"], "Minska till 8,5~%"),
        ("Ökade HME siffror", "öka", [], "Ökade HME siffror"),
        ("Öka HME index", "öka", [], "Öka HME index"),
        ("Öka mertid och minska övertid", "", [], "Öka mertid och minska övertid"),
        ("95% inom 120 dgr", "", ["95 % +inom 120 dgr"], "95~% inom 120~dgr"),
        ("Två nya", "öka med", ["2"], "Två nya"),
        ("2 nya", "öka med", ["2"], "2 nya"),
        ("Två verksamhetsområden", "", ["2 +verksamhetsområden"], "Två verksamhetsområden"),
        ("100 % verkställda projekt", "", ["100 % +verkställda projekt"], "100~% verkställda projekt"),
        ("≥ 4% Positiv trend", "minst", ["4 %"], "≥~4~% Positiv trend"),
        ("Öka öka 100%", "", ["100 %"], "Öka öka 100~%"),
        ("Öka / öka / 100%", "", ["100 %"], "Öka / öka / 100~%"),
        ("58% / 48%", "", ["58 %", "48 %"], "58~% / 48~%"),
        ("LSS VB 97% / R&S 93 %", "", ["LSS VB: 97 %", "R&S: 93 %"], "LSS VB 97~% / R&S 93~%"),
        ("27 mkr", "", ["27 mkr"], "27~mkr"),
        ("10-12 dagar", "", [], "10–12~dagar"),
        ("Klart 2025", "", [], "Klart 2025"),
    ],
)
def test_a_target(text: str, comparison: str, read: list[str], printed: str) -> None:
    target = read_målvärde(text, MISSING)
    assert isinstance(target, Målvärde)
    assert target.jämförelse == comparison
    assert [said(value) for value in target.värden] == read
    assert plain(target.shown) == printed
    assert target.text == text


def test_a_plain_target_takes_its_direction_from_the_row() -> None:
    # Sjukfrånvaro 7,0 means at most, heltid 65 at least: only the row can tell.
    for text, way in (("7,0", "högst"), ("65", "minst"), ("58% / 48%", "minst"), ("100 (82)", "minst")):
        target = read_målvärde(text, MISSING, way)
        assert isinstance(target, Målvärde)
        assert target.jämförelse == way
    written = read_målvärde("≥4,0", MISSING, "högst")
    assert isinstance(written, Målvärde)
    assert written.jämförelse == "minst"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("≥1.234", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("1.234 tkr", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("max 12 34", "Skriv 1 234 (tusental i grupper om tre)"),
        ("12 34,5", "Skriv 1 234,5 (tusental i grupper om tre)"),
        ("58% / 1.234", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("=A1", "Klistra in värdet, inte formeln"),
        ("#REF!", "Rätta felet i Excel och klistra in värdet"),
    ],
)
def test_a_target_that_looks_like_a_figure_must_be_one(text: str, instead: str) -> None:
    with pytest.raises(NumberProblem) as caught:
        read_målvärde(text, MISSING)
    assert caught.value.instead == instead


def test_a_target_has_marks_too() -> None:
    target = read_målvärde("≥92**", MISSING)
    assert isinstance(target, Målvärde)
    assert (target.text, target.noter) == ("≥92", ("**",))


def tried(read: Callable[[], T]) -> T | NumberProblem:
    """What was read, or why it was refused."""
    try:
        return read()
    except NumberProblem as problem:
        return problem


cells_of_figures = st.text("0123456789 .,-−+%/()*¹²:LSSVBcaprel", max_size=24)


@given(st.one_of(st.text(max_size=30), cells_of_figures), st.booleans())
def test_any_cell_is_read_or_refused_with_what_to_write(text: str, words: bool) -> None:
    cell = tried(lambda: read_cell(text, MISSING, words=words))
    if isinstance(cell, NumberProblem):
        assert cell.what
        assert cell.instead
        return
    assert sum(map(bool, (cell.värden, cell.saknas, cell.fritext))) == (not cell.empty)
    if not words:
        assert not cell.fritext
    assert bool(cell.shown) == (not cell.empty)


@given(st.one_of(st.text(max_size=30), cells_of_figures))
def test_any_target_is_read_or_refused_with_what_to_write(text: str) -> None:
    target = tried(lambda: read_målvärde(text, MISSING))
    if isinstance(target, NumberProblem):
        assert target.instead
    else:
        assert isinstance(target, Målvärde) == bool(target.text and not getattr(target, "saknas", ""))


figures = st.builds(
    lambda number, places: Tal(number.scaleb(-places), places),
    st.integers(-(10**9), 10**9).map(Decimal),
    st.integers(0, 3),
)
single = st.builds(
    Värde,
    figures,
    gräns=st.sampled_from(("", ">", "≥", "<", "≤", "ca", "drygt")),
    enhet=st.sampled_from(("", "%", "mnkr", "ind.", "kWh/m²/år")),
    år=st.sampled_from((None, 2020)),
    preliminär=st.booleans(),
)


@given(single, st.sampled_from(((), ("*",), ("10",))))
def test_a_printed_cell_is_read_as_the_same_value(value: Värde, marks: tuple[str, ...]) -> None:
    text = str(value) + "".join({"10": "¹⁰"}.get(mark, mark) for mark in marks)
    cell = read_cell(text, MISSING, words=True)
    assert (cell.värde, cell.noter) == (value, marks)
    assert plain(cell.shown) == plain(str(value))


@given(st.lists(st.builds(Värde, figures, enhet=st.just("%"), etikett=st.sampled_from(("LSS", "VB", "R&S"))), min_size=2))
def test_several_printed_values_are_read_as_the_same(values: list[Värde]) -> None:
    text = " / ".join(str(value) for value in values)
    assert read_cell(text, MISSING).värden == tuple(values)
    assert read_cell(text.replace(" / ", " "), MISSING).värden == tuple(values)


@given(st.from_regex(r"[a-cå]+( [a-cå%]+)*", fullmatch=True), st.lists(st.sampled_from(("*", "**)", "¹", "¹⁰")), max_size=1))
def test_marks_come_off_a_name_and_leave_it(name: str, marks: list[str]) -> None:
    assert split_marks(name + "".join(marks)) == (name, tuple({"¹": "1", "¹⁰": "10"}.get(mark, mark) for mark in marks))
    assert split_marks(name + " " + "".join(marks)) == split_marks(name + "".join(marks)) or not marks


def test_the_exponent_of_a_unit_is_no_mark() -> None:
    assert split_marks("Lokalyta, m²") == ("Lokalyta, m²", ())
    assert split_marks("Energi, kWh/m² ²") == ("Energi, kWh/m²", ("2",))
    assert split_marks("Program²") == ("Program", ("2",))


@pytest.mark.parametrize("text", [">" * 1500 + "5", "2020: " * 1500, "5" + " (2020)" * 1500, "5" + " prel" * 1500])
def test_a_qualifier_is_said_once(text: str) -> None:
    with pytest.raises(NumberProblem):
        read_cell(text, frozenset())


def test_a_line_of_stars_is_marks_and_read_at_once() -> None:
    text, marks = split_marks("5" + "*" * 600_000)
    assert text == "5"
    assert marks == ("***",) * 200_000
