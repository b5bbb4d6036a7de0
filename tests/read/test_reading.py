"""Figures in running text: what equals a fact of the report is a reference to it, or a listed exception.

`tests/data/undantag-siffror.txt` lists the figures that only look like a fact (a date, a list's number, a coincidence),
each with its file and the words around it. A new line in it is a figure to read in its sentence: if it is the fact, it
becomes a reference in the inputs; if not, VB_SKRIV=1 adds it to the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pytest

from tests.conftest import REPOSITORY, Maker, read
from tests.figures.test_facts import REPORTS, held, known
from vb_gen.core.node import Mapping, Node, Scalar
from vb_gen.core.numbers import convert, is_amount_unit, round_half_up
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Fact, facts
from vb_gen.inputs.yaml.files import nodes

# Keys whose values are names, words and tables; every other text is running text.
NO_PROSE = {"undantag",
    "rader", "belopp", "tecken", "status", "målområde", "kommunövergripande", "namn", "även", "rubrik", "sort",
    "måltext", "mall", "diarienummer", "beslut", "datum", "titel", "nummer", "rapport", "ord",
}  # fmt: skip
NOTES = {"noter", "definitioner"}  # short texts that hold no references
REFERENCE = re.compile(r"\{\{.*?\}\}")
MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
UNITS = {
    "procent": "%", "mkr": "mnkr", "miljoner kronor": "mnkr", "miljon kronor": "mnkr", "miljarder kronor": "mdkr",
    "miljard kronor": "mdkr", "kronor": "kr", "timmars": "timmar", "timmarnas": "timmar", "hektar": "ha",
}  # fmt: skip
WORDS = "procentenheter|mnkr|tkr|kr|timmar|ha|år|" + "|".join(sorted(UNITS, key=len, reverse=True))
NUMBER = re.compile(
    rf"(?<![\w,.])[−-]?(\d{{1,3}}(?:[ \u00a0]\d{{3}})+(?![\d])|\d+)(?:,(\d+))?(?![\w,.§]*\d)(?:\s?(%|(?:{WORDS})\b))?"
)
RANGE = re.compile(r"\s?[–-]\d")
CARRIED = re.compile(rf"\s(?:till|mot|och|respektive|eller)\s[^.;:]{{0,12}}?(?:\u0000|[−-]?[\d,]+\s?(%|(?:{WORDS})\b))")


@dataclass(frozen=True)
class Figure:
    """A figure written out in running text."""

    file: str
    value: Decimal
    decimals: int
    unit: str  # "" where none is said, "?" where it may be that of a reference further on
    before: str
    said: str
    after: str
    note: bool = False

    @property
    def context(self) -> str:
        """The figure among the words around it, on one line."""
        before = re.search(r"(?:\S+\s+){0,4}\S*$", self.before)
        after = re.match(r"\S*(?:\s+\S+){0,4}", self.after)
        assert before
        assert after
        return " ".join(f"{before.group()}»{self.said}«{after.group()}".split())

    @property
    def kind(self) -> str:
        """Why it is no reference, as far as its form tells: a date, a number in a list, a note (which holds none)."""
        if re.match(rf"\s(?:{MONTHS})\b|/\d", self.after) or re.search(r"\b\d{1,2}/$", self.before):
            return "datum"
        if not self.decimals and re.search(r"(?:^|\n)\s*$", self.before) and self.after[:1] in (".", ")"):
            return "lista"
        return "not" if self.note else "sammanträffande"

    def is_told_by(self, fact: Fact) -> bool:
        """Is the figure the fact's, as far as value and unit go? Its sign and words of direction aside."""
        value = abs(fact.värde.värde)
        if is_amount_unit(fact.enhet) and is_amount_unit(self.unit):
            same = convert(value, fact.enhet, self.unit)
            return self.value in (same, round_half_up(same, self.decimals) if fact.enhet == "tkr" else same)
        if self.unit == "?" or (not self.unit and self.decimals):
            return value == self.value  # a decimal without a unit is seldom a coincidence
        if self.unit:
            return value == self.value and fact.enhet == self.unit
        return value == self.value and fact.enhet != "%" and not is_amount_unit(fact.enhet)


def texts(node: Node, *, note: bool = False) -> Iterator[tuple[Scalar, bool]]:
    """Every running text of a file, and whether it is a note to a table."""
    if isinstance(node, Scalar):
        yield node, note
    elif isinstance(node, Mapping):
        for word, value in node.entries.items():
            if word not in NO_PROSE:
                yield from texts(value, note=note or word in NOTES)
    else:
        for item in node.items:
            yield from texts(item, note=note)


def figures(workspace: Workspace, name: str) -> Iterator[Figure]:
    """Every figure that is written out in a report's running text; ranges and years are no figures of a table."""
    folder = workspace.inputs / name
    for path in sorted(folder.glob("*.yaml")):
        for scalar, note in texts(nodes(workspace, path)):
            text = REFERENCE.sub("\u0000", scalar.text)
            for match in NUMBER.finditer(text):
                whole, fraction, unit = match.groups()
                before, after = text[: match.start()], text[match.end() :]
                if RANGE.match(after) or re.search(r"\d\s?(?:%|procent|mnkr|tkr)?\s?[–-]$", before):
                    continue
                value = Decimal(re.sub(r"\D", "", whole) + ("." + fraction if fraction else ""))
                if not unit and (carried := CARRIED.match(after)):
                    unit = carried.group(1) or "?"
                if not unit and not fraction and 1990 <= value <= 2050 and " " not in whole:
                    continue
                yield Figure(
                    f"{name}/{path.name}", value, len(fraction or ""), UNITS.get(unit or "", unit or ""),
                    shown(before), match.group(), shown(after), note,
                )  # fmt: skip


def shown(text: str) -> str:
    """Text with its references as something short."""
    return text.replace("\u0000", "{{…}}")


def unreferenced(workspace: Workspace, name: str, told: tuple[Fact, ...]) -> list[str]:
    """The figures in running text that equal a fact of the report without being references to it."""
    return [
        f"{figure.kind} | {figure.file} | {figure.context}"
        for figure in figures(workspace, name)
        if any(figure.is_told_by(fact) for fact in told)
    ]


def test_figures_in_running_text_that_equal_a_fact_are_references_or_known_exceptions() -> None:
    workspace = Workspace(REPOSITORY)
    lines = [line for name in REPORTS for line in unreferenced(workspace, name, known(name))]
    held("undantag-siffror.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sjukfrånvaron är 9,7 %.", ["Sjukfrånvaron är »9,7 %«."]),
        ("Sjukfrånvaron är 9,7 procent.", ["Sjukfrånvaron är »9,7 procent«."]),
        ("Sjukfrånvaron är {{ personal.sjukfrånvaro[2023] }}.", []),
        ("Från 8,1 till 9,7 %.", ["Från 8,1 till »9,7 %«."]),
        ("Från 9,7 till 12,5 %.", ["Från »9,7« till 12,5 %."]),
        ("Från 9,7 till {{ personal.sjukfrånvaro[2023] }}.", ["Från »9,7« till {{…}}."]),
        ("Mellan 9,7–12 %, dvs. 8–9,7 %.", []),
        ("Kostnaden är 9,7 mnkr.", []),
        ("Där skötte 700 personer träden.", ["Där skötte »700« personer träden."]),
        ("De 700 % som söktes.", []),
        ("Underskottet är −8 mnkr.", ["Underskottet är »−8 mnkr«."]),
        ("Underskottet är 7 972 tkr.", ["Underskottet är »7 972 tkr«."]),
        ("Underskottet är 8,1 mnkr.", []),
        ("Det gäller 2023 och § 7972.", []),
        ("Boendet har\n12 500 timmar kvar.", ["Boendet har »12 500 timmar« kvar."]),
        ("Boendet har 12 500 platser.", ["Boendet har »12 500« platser."]),
        ("Vilan är 11 timmar, 97 % av 9,75.", []),
    ],
)
def test_which_figures_in_running_text_tell_a_fact(workspace: Maker, text: str, found: list[str]) -> None:
    made = workspace({
        "bedomning.yaml": "analys: |\n  " + text.replace("\n", "\n  ") + "\n",
        "ekonomi.yaml": """
            driftsammandrag:
              belopp: tkr
              tecken: resultat
              rader: |
                verksamhet | bokslut | roll
                Summa      |  -7 972 | summa
            """,
        "namndindikatorer.yaml": """
            volymer:
              rader: |
                volym        |   2023 | enhet
                Skötta träd  |    700 | antal
                Skötseltid   | 12 500 | timmar
            personal:
              rader: |
                personal           | 2023 | mått         | enhet
                Total sjukfrånvaro |  9,7 | sjukfrånvaro | %
            """,
    })  # fmt: skip
    lines = unreferenced(made, "2023/parknamnden", tuple(facts(read(made))))
    assert [line.split(" | ")[2] for line in lines] == found
