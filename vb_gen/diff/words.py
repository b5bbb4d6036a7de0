"""Two texts word by word: what stands, what is struck, what is put in. Built on difflib, bounded for texts of any size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from vb_gen.core.pattern import regex

Kind = Literal["lika", "struket", "tillagt"]
UNLIKE = 0.25  # with less than this in common, one text came in place of another
MOST = 4_000_000  # pairs of words; above it, what differs is told as a whole

# A word, a figure with its unit (joined by no-break spaces), a run of spaces, or one other character.
_WORD = regex("[^\\s.,;:!?()”\"’']+(?:[\u00a0\u202f.,:’'][^\\s.,;:!?()”\"’']+)*|[ \\t\\n]+|.", re.S)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words, and what became of it."""

    slag: Kind
    text: str


def split(text: str) -> list[str]:
    """A text in words and what stands between them; joined they are the text."""
    return _WORD.findall(text)


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """What was struck and put in, in the order it is read: what is struck stands before what came in its place."""
    old, new = split(before), split(after)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    old_middle, new_middle = old[first : len(old) - last], new[first : len(new) - last]
    pieces = [Piece("lika", "".join(old[:first]))]
    if len(old_middle) * len(new_middle) > MOST or likeness(before, after) < UNLIKE:
        pieces += [Piece("struket", "".join(old_middle)), Piece("tillagt", "".join(new_middle))]
    else:
        for kind, i, j, k, m in SequenceMatcher(None, old_middle, new_middle, autojunk=False).get_opcodes():
            if kind == "equal":
                pieces.append(Piece("lika", "".join(old_middle[i:j])))
            else:
                pieces += [Piece("struket", "".join(old_middle[i:j])), Piece("tillagt", "".join(new_middle[k:m]))]
    pieces.append(Piece("lika", "".join(old[len(old) - last :])))
    return tuple(_joined([piece for piece in pieces if piece.text]))


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Changes that less stands between than there is of them become one, which reads better than fragments."""
    runs: list[list[str]] = []  # what stands, is struck, is put in: in turn
    for piece in pieces:
        if piece.slag == "lika" or not runs:
            runs.append([piece.text if piece.slag == "lika" else "", "", ""])
        if piece.slag != "lika":
            runs[-1][1 if piece.slag == "struket" else 2] += piece.text
    out: list[list[str]] = []
    for stands, struck, added in runs:
        before, after = (max(map(len, run[1:])) for run in (out[-1] if out else [""] * 3, ["", struck, added]))
        if out and before and after and (len(stands) <= min(before, after) or not re.search(r"\w", stands)):
            out[-1][1] += stands + struck
            out[-1][2] += stands + added
        else:
            out.append([stands, struck, added])
    return [
        piece for stands, struck, added in out for piece in ([Piece("lika", stands)] if stands else []) + _change(struck, added)
    ]


def _change(struck: str, added: str) -> list[Piece]:
    """A change as pieces; what both ends share is no part of it."""
    if not struck or not added:
        return [p for p in (Piece("struket", struck), Piece("tillagt", added)) if p.text]
    tail = 0
    while tail < min(len(struck), len(added)) and struck[-1 - tail] == added[-1 - tail] and not struck[-1 - tail].isalnum():
        tail += 1
    end = struck[len(struck) - tail :]
    struck, added = struck[: len(struck) - tail], added[: len(added) - tail]
    return [p for p in (Piece("struket", struck), Piece("tillagt", added), Piece("lika", end)) if p.text]


@lru_cache(4 * 2_500)
def likeness(before: str, after: str) -> float:
    """How much two texts have in common, from 0 to 1, by their words alone."""
    old, new = (Counter(word for word in split(text.casefold()) if word[0].isalnum()) for text in (before, after))
    count = old.total() + new.total()
    return 2 * (old & new).total() / count if count else 0.0
