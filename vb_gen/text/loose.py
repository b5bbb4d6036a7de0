"""Figures that are written out in running text, with their units; years, dates, ranges and numbers of lists are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.core.numbers import MAX_DIGITS, Tal
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADSNAMN

_UNITS = {
    "procent": "%", "mkr": "mnkr", "miljoner kronor": "mnkr", "miljon kronor": "mnkr", "miljarder kronor": "mdkr",
    "miljard kronor": "mdkr", "kronor": "kr", "timmars": "timmar", "timmarnas": "timmar", "hektar": "ha",
}  # fmt: skip
_WORDS = "procentenheter|mnkr|tkr|mdkr|kr|timmar|ha|" + "|".join(sorted(_UNITS, key=len, reverse=True))
_NUMBER = regex(
    r"(?<![\w,.§])(?P<tecken>[−-]?)(?P<hela>\d{1,3}(?:[ \u00a0]\d{3}){1,12}(?!\d)|\d+)(?:,(?P<del>\d+))?(?![\w,.]*\d)(?![-/]\w)"
    rf"(?:\s?(?P<enhet>%|(?:{_WORDS})\b))?",
    re.ASCII,
)
_RANGE_BEFORE = regex(r"\d\s?(?:%|procent|mnkr|tkr)?\s?[–-]$|[§/]\s?$")
_NO_FIGURE = regex(rf"\s?(?:[–-]\d|§|{MÅNADSNAMN}\b)|/\d|[.)]\s|:\w")


@dataclass(frozen=True, slots=True)
class Loose:
    """A figure written out: its value, and where it stands in its text."""

    start: int
    end: int
    tal: Tal
    enhet: str  # "" where none is said


def loose(text: str) -> Iterator[Loose]:
    """The figures of a sentence whose references have been taken out."""
    for match in _NUMBER.finditer(text):
        whole, fraction = re.sub(r"\D", "", match["hela"]), match["del"] or ""
        if len(whole) + len(fraction) > MAX_DIGITS:
            continue  # a telephone list, an account: no figure, as in a table
        unit = match["enhet"] or ""
        before, after = text[: match.start()], text[match.end() :]
        if _RANGE_BEFORE.search(before) or (_NO_FIGURE.match(after) and not unit):
            continue
        if not unit and not fraction and match["hela"] == whole and 1900 <= int(whole) <= 2100:
            continue
        value = Decimal(f"{whole}.{fraction}" if fraction else whole)
        tal = Tal(-value if match["tecken"] and value else value, len(fraction))
        yield Loose(match.start(), match.end(), tal, _UNITS.get(unit, unit))
