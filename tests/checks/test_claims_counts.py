"""Counts of goals and assignments, and what is told twice in prose."""

from __future__ import annotations

import pytest

from vb_gen.checks.claims.counts import Statuses, Told, judge
from vb_gen.checks.claims.twice import spoken, told_twice
from vb_gen.checks.running import Passage
from vb_gen.core.finding import Document, Place
from vb_gen.core.node import Scalar
from vb_gen.text.tokens import tokens

WHERE = Place(Document("text", ()), 1, 1)
OWN = frozenset(("parknämnden", "parknämndens"))
GOALS = tuple(Told(name, status, WHERE) for name, status in (
    ("Gröna parker", "uppnått"), ("Trygga lekplatser", "uppnått"),
    ("Nöjda besökare", "delvis uppnått"), ("God ekonomi", "ej uppnått"),
))  # fmt: skip
TASKS = tuple(Told(name, status, WHERE, group, left) for name, status, group, left in (
    ("Plan för lekplatserna", "genomfört", "kommungemensamma", False),
    ("Trädvårdsplan", "pågår", "kommungemensamma", False),
    ("Översyn av parkbelysningen", "genomfört", "nämndspecifika", False),
    ("Samverkan med föreningar", "genomfört", "nämndspecifika", True),
))  # fmt: skip
KNOWN = Statuses(GOALS, TASKS)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Två av fyra mål är uppnådda.", False),
        ("Tre av fyra mål är uppnådda.", True),
        ("Två av fem mål är uppnådda.", True),
        ("Av nämndens fyra mål är två uppnådda och ett delvis uppnått.", False),
        ("Alla utom två mål är uppnådda.", False),
        ("Alla utom ett mål är uppnådda.", True),
        ("Alla uppdrag är genomförda.", True),
        ("Samtliga nämndspecifika uppdrag är genomförda.", False),
        ("Inget av uppdragen pågår längre.", True),
        ("Målet Nöjda besökare är uppnått.", True),
        ("Målet Nöjda besökare är delvis uppnått.", False),
        ("Översynen av parkbelysningen pågår ännu.", True),
        ("Trädvårdsplanen är klar.", True),
    ],
)
def test_counts_and_statuses(text: str, *, wrong: bool) -> None:
    held, found = judge(tokens(text), KNOWN, OWN)
    assert held
    assert bool(found) is wrong


@pytest.mark.parametrize(
    "text",
    [
        "Alla mål är inte uppnådda.",
        "Av projektkontorets tolv mål är nio uppnådda.",
        "Tre av föreningens mål är uppnådda.",
        "Målet är att alla ska vara genomförda.",
        "Arbetet med parkerna pågår.",
        "När alla uppdrag är genomförda börjar nästa etapp.",
    ],
)
def test_what_is_of_others_or_unsure_is_left_alone(text: str) -> None:
    assert judge(tokens(text), KNOWN, OWN)[1] == []


def passages(*texts: str) -> list[Passage]:
    return [Passage(None, Scalar(text, WHERE), "text") for text in texts]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ("Stormen i mars fällde 417 gamla träd.", "I mars fälldes 471 gamla träd.", 1),
        ("Stormen i mars fällde 417 gamla träd.", "I april fälldes 471 gamla träd.", 0),
        ("Stormen i mars fällde 417 gamla träd.", "I mars fälldes 417 gamla träd.", 0),
        ("Stormen i mars fällde 417 gamla träd.", "Nya bänkar kostade 471 kr i mars.", 0),
        ("I mars fälldes 417 gamla träd och 12 bänkar byttes.", "I mars byttes 12 bänkar och 471 gamla träd fälldes.", 1),
    ],
)
def test_what_is_told_twice(first: str, second: str, number: int) -> None:
    said = spoken("2023/park", passages(first, second))
    assert len(told_twice(said[:1], said)) == number
