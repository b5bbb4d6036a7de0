"""Swedish typography: what a text looks like when it is set, and small numbers in letters."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from vb_gen.core.numbers import MINUS, NBSP, shortest
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADSNAMN
from vb_gen.core.units import KEPT_TOGETHER

_UNITS = "|".join(KEPT_TOGETHER)
_PLAIN = r"(?:0|[1-9]\d{0,2}(?: \d{3}){0,12})(?:,\d+)?"
_GROUP = r"(?=\d{3}(?!\d))"  # what follows the space between two groups of a number
_DIGIT = regex(r"\d")
# A number after these words is a name, whatever hyphens it has: dnr 12-34, bankgiro 5050-1055.
_NO_NAME = "".join(
    rf"(?<!{word}[ {NBSP}])" for word in (r"nr", r"nr\.", r"nr:", "nummer", "giro", "telefon", r"tel\.", "beteckning")
)
_TYPESET: tuple[tuple[re.Pattern[str], str], ...] = (
    (regex(rf"(?<![\d-]){_NO_NAME}(\d{{4}})-(\d{{4}})(?![\d-])"), r"\1–\2"),  # 2023-2024: an interval, not a subtraction
    # 16-84 and 2,5-3,5 too; not 013-20, 2023-05-09 or KS 2023-89, and not Covid-19
    (regex(rf"(?<![\w.,:/-]){_NO_NAME}(-?{_PLAIN})-({_PLAIN})(?![\w:/-]|[.,]\d)"), r"\1–\2"),
    (regex(r"(?<![\w\d)\]%.,-])[-\u2012\u2013](?=\d)(?!\d{2}-)"), MINUS),  # -86, but not 2023-05-09 or 15-20
    (regex(r"(?<=\d) ?%"), NBSP + "%"),
    (regex(rf"(?<=\b\d) {_GROUP}|(?<=\b\d\d) {_GROUP}|(?<=\b\d\d\d) {_GROUP}"), NBSP),  # not 2023 150 platser
    (regex(rf"(?<=\d) (?=(?:{_UNITS})\b)"), NBSP),
    (regex(rf"(?<=\b\d) (?=(?:{MÅNADSNAMN})\b)|(?<=\b\d\d) (?=(?:{MÅNADSNAMN})\b)"), NBSP),
    (regex(r"§ ?(?=\d)"), "§" + NBSP),
    (regex(r"(?<=\d) ?§(?!\u00a0\d)"), NBSP + "§"),
    (regex(r"\b(kl\.|ca|cirka|drygt|nära|närmare|knappt|kapitel|bilaga|Bilaga|nr) (?=[\d\u2212])"), r"\1" + NBSP),
)  # fmt: skip


@lru_cache(20_000)
def typeset(text: str) -> str:
    """Text with Swedish typography: ”…” and ’ for straight quotes, minus, no-break spaces, intervals with an en dash."""
    text = text.replace('"', "”").replace("'", "’")
    if _DIGIT.search(text):
        for pattern, replacement in _TYPESET:
            text = pattern.sub(replacement, text)
    return text


_WORDS = ["noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"]


def in_words(value: Decimal, *, neuter: bool = False) -> str:
    """Small whole numbers in letters (to twelve, as Svenska skrivregler advises), others in figures; ett mål, en nämnd."""
    if value == 1 and neuter:
        return "ett"
    if value == value.to_integral_value() and 0 <= value <= 12:
        return _WORDS[int(value)]
    return shortest(value)


def read_words(text: str) -> int | None:
    """A small number in letters (`två`), or None."""
    return _WORDS.index(text.casefold()) if text.casefold() in _WORDS else None
