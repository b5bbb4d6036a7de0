"""One way to part a text in sentences."""

from __future__ import annotations

import time

import pytest

from vb_gen.text.sentences import breaks


def parts(text: str, *, colon: bool = False) -> list[str]:
    found = list(breaks(text, colon=colon))
    begins = [0, *(begin for _, begin in found)]
    return [text[begin:end] for begin, end in zip(begins, [*(end for end, _ in found), len(text)], strict=True)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Målet bedöms enligt kap. 3 vara uppnått. Nästa år.", ["Målet bedöms enligt kap. 3 vara uppnått.", "Nästa år."]),
        ("Skötseln kostade 68 mnkr, varav ca. 73 mnkr var ny.", ["Skötseln kostade 68 mnkr, varav ca. 73 mnkr var ny."]),
        ("Det gäller bl.a. Ryd. Och t.ex. 12 andra.", ["Det gäller bl.a. Ryd.", "Och t.ex. 12 andra."]),
        ("Sagt av ”någon.” Sedan annat.", ["Sagt av ”någon.", "Sedan annat."]),
        ("Ett stycke\n\nEtt till", ["Ett stycke", "Ett till"]),
        ("- en punkt\n- en till", ["- en punkt", "- en till"]),
        ("Det räknas ca.\n\nNytt stycke.", ["Det räknas ca.", "Nytt stycke."]),
        ("Två: Ett. Noll.", ["Två: Ett.", "Noll."]),
    ],
)
def test_where_sentences_end(text: str, wanted: list[str]) -> None:
    assert parts(text) == wanted


def test_a_colon_ends_one_where_that_is_asked_for() -> None:
    assert parts("Bedömning: Målet är nått.", colon=True) == ["Bedömning:", "Målet är nått."]


@pytest.mark.parametrize("text", [". " * 40_000, "\n" * 40_000, "a." * 40_000, "ca. 1 " * 20_000, "- " * 40_000, ".”" * 40_000])
def test_a_hostile_text_takes_no_time(text: str) -> None:
    began = time.perf_counter()
    list(breaks(text))
    assert time.perf_counter() - began < 2
