"""Swedish numbers: read strictly, written rightly."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vb_gen.core.numbers import (
    MAX_DIGITS,
    MINUS,
    NBSP,
    NumberProblem,
    Tal,
    convert,
    format_decimal_sv,
    format_tal,
    read_tal,
    round_half_up,
    round_towards,
    with_unit,
)
from vb_gen.core.typesetting import in_words, read_words, typeset

SPACES = (" ", "\u00a0", "\u2007", "\u2009", "\u202f", "\t", "  ")
MINUSES = ("-", "\u2212", "\u2013", "\u2012")
values = st.decimals(min_value=-(10**11), max_value=10**11, places=4)
decimals = st.integers(0, 4)


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("1 593 404", "1593404", 0),
        ("1500", "1500", 0),
        ("-5 937", "-5937", 0),
        ("−86", "-86", 0),
        ("–86", "-86", 0),
        ("- 1,9", "-1.9", 1),
        ("+1,3", "1.3", 1),
        ("70,02", "70.02", 2),
        ("7,50", "7.50", 2),
        ("0,863", "0.863", 3),
        ("78,0", "78.0", 1),
        ("9.7", "9.7", 1),
        ("65.40", "65.40", 2),
        ("0.125", "0.125", 3),  # no thousands begin with 0
        ("1234.567", "1234.567", 3),  # nor are four figures a group
        ("1 234.567", "1234.567", 3),
        ("78.", "78", 0),
        ("28,", "28", 0),
        ("-0", "0", 0),
        ("−0,0", "0.0", 1),
        ("007", "7", 0),
        ("  12 ", "12", 0),
    ],
)
def test_a_figure_is_read_as_it_was_meant(text: str, value: str, places: int) -> None:
    tal = read_tal(text)
    assert (str(tal.värde), tal.decimaler) == (value, places)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("1.234", "Skriv 1 234 (tusental) eller 1,234 (decimaler)"),
        ("-19.100", "Skriv -19 100 (tusental) eller -19,100 (decimaler)"),
        ("1.234.567", "Skriv tusental med mellanslag: 1 234 567"),
        ("1.234,5", "Skriv tusental med mellanslag: 1 234,5"),
        ("1,234.5", "Skriv 1 234,5"),
        ("1,234,567", "Skriv 1 234 567"),
        ("(12)", "Skriv -12"),
        ("( 1 234,5 )", "Skriv -1 234,5"),
        ("(1.234)", "Skriv minus före talet: -12"),
        ("12 34,5", "Skriv 1 234,5 (tusental i grupper om tre)"),
        ("5 000 000 00", "Skriv 500 000 000 (tusental i grupper om tre)"),
        ("86-", "Skriv minus före talet: -86"),
        ("--86", "Skriv -86"),
        ("1 250:-", "Skriv 1 250"),
        ("1250,-", "Skriv 1 250"),
        ("%7,9", "Skriv 7,9 %"),
        ("'-86", "Ta bort apostrofen: -86"),
        ("±5", "Skriv talet med + eller −, eller utan tecken"),
        ("12-14", "Skriv ett tal; två tal i en cell skrivs med / emellan: 12 / 14"),
        ("1O5", "Kontrollera att siffrorna 0 och 1 inte är bokstäverna O och l"),
        ("O,5", "Kontrollera att siffrorna 0 och 1 inte är bokstäverna O och l"),
        ("l2", "Kontrollera att siffrorna 0 och 1 inte är bokstäverna O och l"),
        ("=SUMMA(B2:B9)", "Klistra in värdet, inte formeln"),
        ("#####", "Kolumnen är för smal i Excel; bredda den och kopiera igen"),
        ("#DIVISION/0!", "Rätta felet i Excel och klistra in värdet"),
        ("2023-12-31", "Excel har gjort om värdet till ett datum; skriv talet som det ska stå"),
        ("03-jan", "Excel har gjort om värdet till ett datum; skriv talet som det ska stå"),
        ("1,2E+05", "Skriv ut alla siffror, i grupper om tre"),
        ("١٢", "Skriv med siffrorna 0–9"),
        ("1" * (MAX_DIGITS + 1), "Kontrollera att två tal inte har klistrats ihop"),
        ("½", "Skriv till exempel 1 234,5 eller −86"),
        ("12,5,6", "Skriv till exempel 1 234,5 eller −86"),
        ("ganska mycket", "Skriv till exempel 1 234,5 eller −86"),
        ("?", "Skriv till exempel 1 234,5 eller −86"),
        ("", "Skriv till exempel 1 234,5 eller −86"),
    ],
)
def test_what_is_no_figure_is_refused_with_what_to_write(text: str, instead: str) -> None:
    with pytest.raises(NumberProblem) as caught:
        read_tal(text)
    assert caught.value.instead == instead
    assert text[:20] in caught.value.what or len(text) > MAX_DIGITS


def test_a_refusal_does_not_repeat_a_whole_page() -> None:
    with pytest.raises(NumberProblem) as caught:
        read_tal("tusen " * 1000)
    assert len(caught.value.what) < 100


@given(values, decimals)
def test_what_is_written_is_read_back(value: Decimal, places: int) -> None:
    assert read_tal(format_decimal_sv(value, places)) == Tal(abs_zero(round_half_up(value, places)), places)


def abs_zero(value: Decimal) -> Decimal:
    return value if value else abs(value)


@given(
    value=st.decimals(min_value=0, max_value=10**9, places=2),
    minus=st.sampled_from(("", *MINUSES, *(sign + " " for sign in MINUSES))),
    space=st.sampled_from(("", *SPACES)),
    mark=st.sampled_from(",."),
)
def test_every_spelling_of_a_figure_is_the_same_figure(value: Decimal, minus: str, space: str, mark: str) -> None:
    whole, _, fraction = f"{value:.2f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", space)
    tal = read_tal(f"{minus}{grouped}{mark}{fraction}")
    assert tal == Tal(-value if minus and value else value, 2)


@given(st.one_of(st.text(), st.text("0123456789 .,-−+()%:'/=#EOl")))
def test_any_text_is_a_figure_or_refused_with_what_to_write(text: str) -> None:
    tal = tried(text)
    if isinstance(tal, NumberProblem):
        assert tal.what
        assert tal.instead
        # What we tell people to write must itself be readable.
        if suggested := re.fullmatch(r"Skriv (-?[\d ]+(?:,\d+)?)(?: \(tusental i grupper om tre\))?", tal.instead):
            read_tal(suggested.group(1))
        return
    assert tal.värde.is_finite()
    assert not (tal.värde == 0 and tal.värde.is_signed())
    assert re.search(r"[0-9]", text)


def tried(text: str) -> Tal | NumberProblem:
    try:
        return read_tal(text)
    except NumberProblem as problem:
        return problem


@given(values, decimals)
def test_half_is_rounded_away_from_zero(value: Decimal, places: int) -> None:
    # The same said with whole numbers: never a float, never half to even.
    scaled = abs(Fraction(value)) * 10**places + Fraction(1, 2)
    expected = Fraction(int(scaled), 10**places)
    assert Fraction(round_half_up(value, places)) == (-expected if value < 0 else expected)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("0.25", 1, "0,3"),
        ("-0.25", 1, f"{MINUS}0,3"),
        ("0.35", 1, "0,4"),
        ("2.675", 2, "2,68"),
        ("1234.65", 1, f"1{NBSP}234,7"),
        ("1234.25", 1, f"1{NBSP}234,3"),
        ("-0.04", 1, "0,0"),
        ("-0.05", 1, f"{MINUS}0,1"),
        ("-0.5", 0, f"{MINUS}1"),
        ("-0.4", 0, "0"),
        ("-0.0", 1, "0,0"),
        ("12345678", 0, f"12{NBSP}345{NBSP}678"),
        ("1000", 0, f"1{NBSP}000"),
        ("999.5", 0, f"1{NBSP}000"),
        ("55555", -3, f"56{NBSP}000"),
        ("999999999999999.999", 3, f"999{NBSP}999{NBSP}999{NBSP}999{NBSP}999,999"),
    ],
)
def test_figures_are_written_in_swedish(value: str, places: int, text: str) -> None:
    assert format_decimal_sv(Decimal(value), places) == text


@given(values, decimals, st.booleans())
def test_the_form_of_a_written_figure(value: Decimal, places: int, plus: bool) -> None:
    text = format_decimal_sv(value, places, plus=plus)
    fraction = rf",\d{{{places}}}" if places else ""
    assert re.fullmatch(rf"[{MINUS}+]?\d{{1,3}}(?:{NBSP}\d{{3}})*{fraction}", text)
    # The sign is set after rounding: zero has none, and a plus stands only where it was asked for.
    signs = {True: MINUS if value < 0 else "+" if plus else "", False: ""}
    assert text.rstrip("0123456789,\u00a0") == signs[bool(round_half_up(value, places))]


@given(values, decimals)
def test_ungrouped_figures_have_no_spaces(value: Decimal, places: int) -> None:
    assert format_decimal_sv(value, places, group=False) == format_decimal_sv(value, places).replace(NBSP, "")


@given(values, st.integers(-3, 3))
def test_rounding_up_and_down_is_of_the_magnitude(value: Decimal, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    up, down = abs(round_towards(value, places, up=True)), abs(round_towards(value, places, up=False))
    assert down <= abs(value) <= up
    assert up - down in (0, unit)


def test_a_plus_is_kept() -> None:
    assert format_tal(read_tal("+1,3")) == "+1,3"
    assert format_tal(read_tal("+0,0")) == "0,0"
    assert format_tal(read_tal("1,3")) == "1,3"


@given(st.integers(0, 6), values)
def test_half_a_unit_is_how_far_a_rounded_figure_may_be_off(places: int, value: Decimal) -> None:
    rounded = Tal(round_half_up(value, places), places)
    assert abs(rounded.värde - value) <= rounded.half_width


@pytest.mark.parametrize(
    ("value", "unit", "target", "expected"),
    [
        ("-86", "mnkr", "tkr", "-86000"),
        ("8238", "tkr", "mnkr", "8.238"),
        ("15", "mkr", "mnkr", "15"),
        ("1.5", "mdkr", "kr", "1500000000"),
    ],
)
def test_amounts_are_converted_exactly(value: str, unit: str, target: str, expected: str) -> None:
    assert convert(Decimal(value), unit, target) == Decimal(expected)
    assert convert(Decimal(expected), target, unit) == Decimal(value)


def test_figures_of_any_size_that_is_read_are_summed_exactly_in_every_thread() -> None:
    def reckon() -> str:
        large, small = read_tal("9" * MAX_DIGITS).värde, read_tal("0," + "0" * (MAX_DIGITS - 2) + "1").värde
        return format_decimal_sv(convert(large, "mdkr", "tkr") + small, MAX_DIGITS - 1)

    expected = " ".join(["999"] * 6 + ["000"] * 2).replace(" ", NBSP) + "," + "0" * (MAX_DIGITS - 2) + "1"
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(reckon).result() == expected
    format_decimal_sv.cache_clear()
    assert reckon() == expected


def test_a_unit_is_held_to_its_figure() -> None:
    assert with_unit("9,7", "%") == f"9,7{NBSP}%"
    assert with_unit("9,7", "") == "9,7"


def test_small_numbers_in_letters() -> None:
    assert [in_words(Decimal(n)) for n in ("0", "2", "12", "13", "2.5", "-1", "1200")] == [
        "noll", "två", "tolv", "13", "2,5", f"{MINUS}1", f"1{NBSP}200",
    ]  # fmt: skip
    assert [read_words(word) for word in ("Två", "tolv", "tretton")] == [2, 12, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("år 2023 och 2024", "år 2023 och 2024"),
        ("KS 2023-05-23 §167", "KS 2023-05-23 §~167"),
        ("KF 2019-11-26 § 357", "KF 2019-11-26 §~357"),
        ("6 kap 1§", "6 kap 1~§"),
        ("Dnr KS 2023-89", "Dnr KS 2023-89"),
        ("SON 2023-597", "SON 2023-597"),
        ("2023-2024", "2023–2024"),
        ("16-84 år", "16–84~år"),
        ("-LKDATA (0-5)", "-LKDATA (0–5)"),
        ("mellan (-5-5)", "mellan (−5–5)"),
        ("2,5-3,5 %", "2,5–3,5~%"),
        ("013-20 60 00", "013-20 60 00"),
        ("Covid-19", "Covid-19"),
        ("1 593 404", "1~593~404"),
        ("under 2023 150 platser", "under 2023 150~platser"),
        ("minus -1,9 mnkr", "minus −1,9~mnkr"),
        ("(-4,9 mnkr)", "(−4,9~mnkr)"),
        ("15-20", "15–20"),
        ("85%", "85~%"),
        ("85 % av", "85~% av"),
        ("ca 5 timmar", "ca~5~timmar"),
        ("kl. 9.00", "kl.~9.00"),
        ("den 1 maj och 31 december 2023", "den 1~maj och 31~december 2023"),
        ("under 2023 maj månad", "under 2023 maj månad"),
        ("1-31 maj, 3 majblommor", "1–31~maj, 3 majblommor"),
        ('Målet "bästa praxis"', "Målet ”bästa praxis”"),
        ("kommunens 'egna' mål", "kommunens ’egna’ mål"),
        ("100 - Nämnd- och styrelseverksamhet", "100 - Nämnd- och styrelseverksamhet"),
        ("Org.nr 212000-0449", "Org.nr~212000-0449"),
    ],
)
def test_running_text_is_typeset(text: str, expected: str) -> None:
    assert typeset(text).replace(NBSP, "~") == expected


@given(st.text("0123456789 .,-−–%§\"'()/:aåkrtmnl", max_size=40))
def test_typesetting_changes_no_word_and_no_digit_and_only_once(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once
    assert re.sub(r"[^\w%§]", "", once) == re.sub(r"[^\w%§]", "", text)
    assert not re.search("[\"']", once)
