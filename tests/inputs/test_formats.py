"""Excel's number formats: what the spreadsheet shows is what is read, or the format is named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vb_gen.core.numbers import NBSP, NumberProblem, read_tal
from vb_gen.inputs.sheets.display import Unshowable, show_date, show_number, show_text
from vb_gen.inputs.sheets.formats import sections

SHOWN = [
    (-6.7, "-#,##0.0;#,##0.0", "6,7"),  # signs turned, as Excel shows it
    (68.4, "-#,##0.0;#,##0.0", "-68,4"),
    (-5, "0;0", "5"),
    (-5, "0;(0)", "-5"),
    (-5, "0_);[Red](0)", "-5"),
    (-5, "#,##0;[Red]#,##0", "-5"),  # red is Excel's minus
    (-5, "0;0-", "-5"),
    (-5, "General;General", "5"),
    (-1250, '#,##0.00\\ "kr";[Red]\\-#,##0.00\\ "kr"', "-1 250,00 kr"),
    (-5, "[$€-2] #,##0.00;[Red]-[$€-2] #,##0.00", "€ -5,00"),
    (-0.04, "0.0;(0.0)", "0,0"),
    (5, "+0;-0", "+5"),
    (1234, '#,##0",-"', "1 234"),
    (1234, '#,##0":-"', "1 234"),
    (41.2, '0.0" (prel)"', "41,2 (prel)"),
    (41.2, '0.0"*)"', "41,2*)"),
    (5, '"Konto "0', "Konto 5"),
    (5, '"Konto-"0', "Konto-5"),
    (5, '"ca "General', "ca 5"),
    (5, '"a"@', "a5"),
    (58222, "000\\ 00", "582 22"),
    (5821, "000\\ 00", "058 21"),
    (2120000449, "######\\-####", "212000-0449"),
    (1234, "000 000", "001 234"),
    (7, "0,000", "0 007"),
    (1234567, "#,##0,", "1 235"),
    (1234567, '0.0,," mnkr"', "1,2 mnkr"),
    (0.25, "0%", "25%"),
    (25, '0"%"', "25%"),
    (0.5, "#.0", "0,5"),
    (12, "??0.0??", "12,0"),
    (0, '0;-0;"I.U."', "I.U."),
    (0, '_-* #,##0\\ "kr"_-;\\-* #,##0\\ "kr"_-;_-* "-"??\\ "kr"_-;_-@_-', "0 kr"),
    (5, "[>100]0;0.0", "5,0"),
    (500, "[>100]0;0.0", "500"),
    (5000, "[>=1000]#,##0;[<1]0.00;0", "5 000"),
    (5, "[Blue]General", "5"),
    (5, "0 €", "5 €"),
    (5, "[$-41D]0", "5"),
]


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_what_a_format_shows(value: float, code: str, shown: str) -> None:
    assert show_number(value, code).replace(NBSP, " ") == shown


REFUSED = [
    (6.7, "(0.0)"),  # a positive number in brackets reads as a negative one
    (5.2, '"("0.0")"'),
    (-5, "(0)"),
    (-5, "-0"),
    (5, '0"-"'),
    (6, '"4"0'),
    (5, '0"00"'),
    (5, '"2023: "0'),
    (65, "0\\,0"),
    (50, '0"4"0'),
    (65, "0\\.0"),
    (0, "0;-0;"),
    (0, "0;-0;;@"),
    (0, "#,###"),
    (0, "#.##"),
    (5, ";;;"),
    (5, "[White]0"),
    (-5, "[<0]0;0"),
    (-5, "[>100]0;0.0"),
    (3, "**0"),
    (3, "*-0"),
    (5, "0.00E+00"),
    (5, "# ?/?"),
    (5, "[h]:mm"),
    (5, "0x"),
    (5, "[DBNum1]0"),
    (-20230105, "0000\\-00\\-00"),
    (123, "######\\-####"),
]


@pytest.mark.parametrize(("value", "code"), REFUSED)
def test_what_is_not_shown_to_the_letter_is_refused_with_its_format(value: float, code: str) -> None:
    with pytest.raises(Unshowable) as caught:
        show_number(value, code)
    assert code in caught.value.what
    assert caught.value.instead


@pytest.mark.parametrize(
    ("code", "shown"), [("General", "a"), ('"Konto "@', "Konto a"), (";;;@", "a"), (";;", "a"), ("0", "a"), ("[Red]@", "a")]
)
def test_what_a_format_shows_of_a_text(code: str, shown: str) -> None:
    assert show_text("a", code) == shown


@pytest.mark.parametrize("code", [";;;", '0;0;0;"dold"', "[White]@", "@*."])
def test_a_format_that_hides_a_text_is_refused(code: str) -> None:
    with pytest.raises(Unshowable, match="talformatet"):
        show_text("a", code)


@pytest.mark.parametrize("code", ["[$-409]d mmm yyyy", "[$-F800]dddd, mmmm dd, yyyy", "yyyy-mm-dd hh:mm", "mmmmm", "bbbb"])
def test_a_date_that_would_be_shown_in_other_words_is_refused(code: str) -> None:
    with pytest.raises(Unshowable, match="datumformatet"):
        show_date(date(2023, 2, 5), code)


def test_a_date_before_excels_first_is_refused() -> None:
    with pytest.raises(Unshowable, match="####"):
        show_date(date(1866, 3, 12), "yyyy-mm-dd")


def test_a_format_is_read_no_further_than_excels_longest() -> None:
    assert sum(len(section.parts) for section in sections("[" * 200_000)) <= 255


_QUOTED = ('"kr"', '"-"', '"4"')
_BITS = (*"0 # #,##0 0.0 . , % - ( ) _) ; [Red] @ General ?".split(), "* ", *_QUOTED)  # noqa: SIM905


@given(st.decimals(-(10**7), 10**7, places=2), st.lists(st.sampled_from(_BITS), min_size=1, max_size=7))
@settings(max_examples=600, deadline=None, derandomize=True)
def test_whatever_the_format_a_figure_is_refused_or_is_the_one_that_is_stored(value: object, bits: list[str]) -> None:
    """A shown figure has the stored one's digits, whatever stands around them and however it is scaled and rounded."""
    stored = float(str(value))
    try:
        shown = show_number(stored, "".join(bits))
        tal = read_tal(shown)
    except (Unshowable, NumberProblem):
        return
    code = "".join(bits)
    scales = [(n, p) for n in range(code.count(",") + 1) for p in range(code.count("%") + 1)]
    near = min(abs(abs(stored) * 100**p / 1000**n - float(abs(tal.värde))) for n, p in scales)
    assert near <= 0.5 * 10**-tal.decimaler + 1e-6, (shown, code)
