"""Running text: what Markdown becomes, and tables in it."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Maker, faults, render
from tests.page import parse
from vb_gen.core.finding import Collector, Document, Place
from vb_gen.core.node import Scalar
from vb_gen.text.accidents import look_at_tokens
from vb_gen.text.conserved import find
from vb_gen.text.narrative import Writer


def test_a_table_in_running_text_has_its_caption_from_the_line_above(workspace: Maker) -> None:
    text = "analys: |\n  Så här blev det.\n\n  Tabell: Besök per park\n\n  | Park | Besök |\n  |---|---:|\n  | Norra | 12 |\n"
    table = next(t for t in parse(render(workspace({"bedomning.yaml": text}))).all("table") if "Norra" in t.text)
    assert table.children[0].name == "caption"
    assert table.children[0].text == "Besök per park"
    assert [th["scope"] for th in table.all("th")] == ["col", "col"]
    assert table.all("td")[1].classes == ["tal"]


def test_a_table_that_nothing_names_is_told(workspace: Maker) -> None:
    text = "analys: |\n  Så här blev det.\n\n  | Park | Besök |\n  |---|---|\n  | Norra | 12 |\n"
    (fault,) = faults(workspace({"bedomning.yaml": text}))
    assert (fault.code, fault.place.line) == ("R09", 4)
    assert "Tabell:" in fault.instead


@pytest.mark.parametrize(
    ("figure", "word", "said"),
    [
        ("1,5 mdkr", "mnkr", "1 500 mnkr"),
        ("1,5 mdkr", "tkr", "1 500 000 tkr"),
        ("1,2345678 mdkr", "mnkr", "1 234,5678 mnkr"),
        ("1 500 kr", "mnkr", "0,001500 mnkr"),
        ("86,1 mkr", "tkr", "86 100 tkr"),
    ],
)
def test_an_amount_in_another_unit_is_as_close_as_its_table(figure: str, word: str, said: str, workspace: Maker) -> None:
    rows = f"volymer:\n  rader: |\n    mått | 2022 | 2023\n    Lån | 1 mnkr | {figure}\n"
    text = f"analys: |\n  Lånen är {{{{ volymer.lån[2023] | {word} }}}}.\n"
    page = render(workspace({"namndindikatorer.yaml": rows, "bedomning.yaml": text}))
    assert f"Lånen är {said}.".replace(" ", "\u00a0") in page.replace(" ", "\u00a0")


def test_the_largest_figure_can_be_said_in_any_unit_and_rounded(workspace: Maker) -> None:
    rows = f"driftsammandrag:\n  belopp: mnkr\n  rader: |\n    verksamhet | bokslut\n    Parker | {'9' * 18}\n"
    text = "analys: |\n  Parker kostar {{ driftsammandrag.parker.bokslut | tkr | avrundat(9) }}.\n"
    page = render(workspace({"ekonomi.yaml": rows, "bedomning.yaml": text}))
    assert "\u00a0".join(["999"] * 6 + ["000,000000000", "tkr."]) in page


@pytest.mark.parametrize("word", ["överskott", "bättre"])
def test_a_count_is_neither_good_nor_bad(word: str, workspace: Maker) -> None:
    text = f"analys: |\n  Vi har {{{{ mål.antal | {word} }}}}.\n"
    goal = "målredovisning:\n  målområden:\n    - målområde: Miljö\n      mål:\n        - namn: Gröna parker\n"
    (fault,) = faults(workspace({"bedomning.yaml": text, "malredovisning.yaml": goal}))
    assert (fault.code, fault.place.line, fault.place.column) == ("R01", 2, 25)
    assert word in fault.text
    assert fault.instead == f"Ta bort | {word}."


def test_every_fault_of_a_very_long_text_is_placed_without_reading_all_of_it_anew() -> None:
    lines = tuple("Ett <b>fett</b> ord." if number % 2 else "" for number in range(100_000))
    text = Scalar("\n".join(lines), Place(Document("text.yaml", lines), 1, 1), block=True, indent=2)
    places = [find(text, number, "<b>") for number in range(1, len(lines), 2)]
    assert [(place.line, place.column) for place in places] == [(number + 2, 7) for number in range(1, len(lines), 2)]


def test_every_place_in_a_very_long_quoted_text_is_found_at_once() -> None:
    line = "{{ a.b.c }} och "
    document = Document("text.yaml", ("analys: |", *["  " + line] * 40_000))
    text = Scalar(line * 40_000, Place(document, 2, 3))
    places = [text.at_offset(number * len(line)) for number in range(40_000)]
    assert [(place.line, place.column) for place in places] == [(number + 2, 3) for number in range(40_000)]


def test_every_footnote_that_nothing_refers_to_is_found_at_once() -> None:
    lines = tuple(f"[^n{number}]: Ord." for number in range(40_000))
    text = Scalar("\n".join(lines), Place(Document("text.yaml", lines), 1, 1), block=True, indent=2)
    found = Collector()
    look_at_tokens([], text, text.text, {"footnotes": {"refs": {f":n{number}": -1 for number in range(40_000)}}}, found)
    assert [finding.place.line for finding in found.findings] == [number + 2 for number in range(40_000)]


@pytest.mark.parametrize(
    ("typed", "referred"),
    [
        ("Vi gav 345 681 timmar", "Vi gav {{ volymer.hjälp[2023] }} timmar"),
        ("Andelen är cirka 345 681 %", "Andelen är cirka {{ volymer.hjälp[2023] }} %"),
        ("## Hela 345 681 kronor", "## Hela {{ volymer.hjälp[2023] }} kronor"),
    ],
)
def test_a_figure_that_is_referred_to_is_set_as_a_typed_one(typed: str, referred: str) -> None:
    class Says:
        def say(self, _: str) -> str:
            return "345\u00a0681"

    def page(text: str) -> tuple[str, list[str]]:
        place = Place(Document("x.yaml", (text,)), 1, 1)
        prose = Writer(Says(), Collector()).write(Scalar(text, place), level=2, prefix="x")
        return re.sub(r' id="[^"]*"', "", prose.html), [heading.text for heading in prose.headings]

    assert page(referred) == page(typed)
    assert page(typed)[0].count("\u00a0") >= 2
