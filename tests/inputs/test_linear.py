"""A text of a stranger's making holds no regex up: each takes a time that grows as the text does."""

from __future__ import annotations

import re

from tests.linear import SLOW, Regex, regexes, slowest

LENGTH = 4_000
MOST = 0.004  # seconds; one that takes longer is given twice the text, and may take hardly more than twice the time
GROWS = 3

# What does not meet a stranger's text of any length.
SHORT = {
    "read/chapters.py": "the name of a file, which is 255 letters at most",
    "read/reading.py": "the name of a file, which is 255 letters at most",
    "inputs/sheets/display.py": "the format of a number, which is refused where it is longer than 255 letters",
}
# Made of a word that is only known while running, put into what is otherwise linear: every other is tried.
MADE_LATER = 22


def _grows(one: Regex) -> bool:
    """Does it take far more than twice the time for twice the text? Asked again where it does: a busy machine is no proof."""
    took, _ = slowest(one, LENGTH)
    return slowest(one, 2 * LENGTH)[0] > min(GROWS * took, SLOW * 0.9)


def test_every_regex_is_linear() -> None:
    found = [one for one in regexes() if one.regex is None or isinstance(one.regex.pattern, str)]
    tried = [one for one in found if one.regex is not None]
    assert len(tried) > 300
    assert len(found) - len(tried) <= MADE_LATER, [one for one in found if one.regex is None]
    slow = []
    for one in tried:
        took, text = slowest(one, LENGTH)
        if took > MOST and one.place.partition(":")[0] not in SHORT and all(_grows(one) for _ in range(3)):
            slow.append(f"{one.place}: {took * 1000:.0f} ms for {text!r} by {sorted(one.hows)}: {one.source[:100]}")
    assert slow == [], "\n".join(slow)


def test_a_slow_regex_is_seen() -> None:
    for pattern in (r"(a+)+b", r"\d+ kr", r"\s*(?:ca)?\s*$", r"\{\{(.*?)\}\}", r"\bfrån\b.*\btill\b"):
        took, _ = slowest(Regex("", pattern, re.compile(pattern), frozenset({"search"})), LENGTH)
        assert took > MOST, pattern
    assert slowest(Regex("", "", re.compile(r"(a+)+b"), frozenset({"match"})), 60)[0] == SLOW
