"""A cell as people write it is read as what it is."""

from __future__ import annotations

import pytest

from vb_gen.figures.understanding.cells import Sort, Style, read_cell, style_of


@pytest.mark.parametrize(
    ("text", "tal", "decimaler"),
    [
        ("1 295,7", 12957, 1),
        ("1\u00a0295,7", 12957, 1),
        ("– 8", -8, 0),
        ("- 1 072", -1072, 0),
        ("−86", -86, 0),
        ("\u201162", -62, 0),  # a hyphen that does not break
        ("-0", 0, 0),
        ("6, 5", 65, 1),
        ("1006,9", 10069, 1),
        ("98 %", 98, 0),
        ("30,4%", 304, 1),
        ("ca 40", 40, 0),
        ("400*", 400, 0),
        ("12 tkr", 12, 0),
        ("+3,5", 35, 1),
        ("1.234.567,8", 12345678, 1),
    ],
)
def test_a_figure(text: str, tal: int, decimaler: int) -> None:
    cell = read_cell(text)
    assert (cell.sort, cell.tal, cell.decimaler) == (Sort.TAL, tal, decimaler)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("", Sort.TOM),
        ("\u00a0", Sort.TOM),
        ("-", Sort.STRECK),
        ("–", Sort.STRECK),
        ("I.U.", Sort.SAKNAS),
        ("..", Sort.SAKNAS),
        ("85,5 (83)", Sort.DUBBEL),
        ("90(75)", Sort.DUBBEL),
        ("12/14", Sort.TEXT),
        (">40", Sort.GRÄNS),
        ("minst 3", Sort.GRÄNS),
        ("2019-12-31", Sort.TEXT),
        ("2015–2018", Sort.TEXT),
        ("Not 2", Sort.TEXT),
        ("11,12,13", Sort.TEXT),
        ("😊", Sort.TEXT),
        ("KF 2020-11-23", Sort.TEXT),
        ("9" * 30, Sort.TEXT),
        ("±5", Sort.TEXT),
    ],
)
def test_what_is_no_figure(text: str, sort: Sort) -> None:
    assert read_cell(text).sort is sort


def test_a_space_inside_a_figure_is_noticed() -> None:
    assert read_cell("6, 5").udda
    assert read_cell("12 34").udda
    assert not read_cell("1 234").udda


def test_points_part_thousands_only_where_no_figure_says_otherwise() -> None:
    assert style_of(["1.234", "12.500"]) == Style(point_groups=True)
    assert style_of(["1.234", "12.5"]) == Style()
    assert read_cell("1.234", Style(point_groups=True)).tal == 1234
    assert read_cell("1.234").decimaler == 3


def test_a_swedish_comma_parts_decimals() -> None:
    assert style_of(["1,234", "0,512"]) == Style()
    assert style_of(["1,234,567.5", "1,234.5"]).comma_groups


def test_a_hostile_text_takes_no_time() -> None:
    for text in ("1 " * 100_000, "-" * 100_000, "1" * 100_000, "(" * 5000 + "1", "1,1" * 20, " " * 59 + "y"):
        assert read_cell(text).sort in (Sort.TEXT, Sort.TAL)
