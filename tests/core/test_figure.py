"""A figure, and the one rounding rule."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vb_gen.core.figure import Tal, explained, round_half_up, same, total, turned
from vb_gen.core.numbers import format_tal, read_tal


def tal(text: str) -> Tal:
    return read_tal(text)


def test_a_sum_is_exact_and_as_precise_as_its_most_precise_term() -> None:
    assert total([tal("42"), tal("11,5")]) == Tal(Decimal("53.5"), 1)
    assert total([tal("42"), tal("11,5")]).half_width == Decimal("0.55")
    assert total([]) == Tal(Decimal(0), 0)


def test_a_difference_keeps_both_half_widths() -> None:
    off = tal("53,5") - tal("53,8")
    assert (off.värde, off.decimaler, off.half_width) == (Decimal("-0.3"), 1, Decimal("0.10"))


@pytest.mark.parametrize(("off", "figures", "said"), [
    ("0,1", ("41,2", "12,6", "53,9"), True),
    ("0,15", ("41,2", "12,6", "53,9"), False),  # all three half-widths together: strictly less
    ("0,01", ("25,00", "25,01"), False),
    ("0", (), True),
])  # fmt: skip
def test_a_difference_is_explained_by_strictly_less_than_all_half_widths(off: str, figures: tuple[str, ...], said: bool) -> None:
    assert explained(tal(off).värde, [tal(one) for one in figures]) is said


@pytest.mark.parametrize(("one", "other", "said"), [
    ("86", "87", False),  # one fact written twice at the same precision
    ("86", "86,4", True),
    ("86", "86,6", False),
    ("8,10", "8,1", True),
])  # fmt: skip
def test_one_fact_that_is_written_twice(one: str, other: str, said: bool) -> None:
    assert same(tal(one), tal(other)) is same(tal(other), tal(one)) is said


def test_what_is_derived_is_known_as_well_as_what_it_is_made_of() -> None:
    derived = total([tal("18"), -tal("20,8")])
    assert same(derived, tal("-3,3"))
    assert not same(derived, tal("-3,4"))


def test_counts_are_exact() -> None:
    women, men = (Tal(Decimal(n), 0, spel=Decimal(0)) for n in (10, 12))
    assert not explained(Decimal(1), [women, men, total([women, men])])


def test_a_figure_in_another_unit_is_no_more_exact() -> None:
    assert tal("5,1").scaled(3) == Tal(Decimal(5100), -2)
    assert tal("5,1").scaled(3).half_width == Decimal(50)
    assert total([tal("5,1")]).scaled(3).half_width == Decimal(50)


@pytest.mark.parametrize(("one", "other", "said"), [("0,2", "-0,3", True), ("0", "-0,3", False), ("0,2", "0,3", False)])
def test_a_deficit_that_is_shown_as_a_surplus(one: str, other: str, said: bool) -> None:
    assert turned(tal(one), tal(other)) is said


@given(st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=1, max_size=9), st.integers(0, 3))
def test_rounded_terms_and_their_rounded_sum_always_agree(exact: list[Decimal], places: int) -> None:
    """Whatever was exact before it was rounded is explained; half a unit at the very end is not strictly less."""
    parts = [Tal(round_half_up(value, places), places) for value in exact]
    whole = Tal(round_half_up(sum(exact, Decimal(0)), places), places)
    off = whole.värde - total(parts).värde
    assert explained(off, [whole, *parts]) or abs(off) == (len(parts) + 1) * whole.half_width
    assert format_tal(total(parts)) == format_tal(Tal(total(parts).visat, places))
