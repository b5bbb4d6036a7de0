"""The same thing told twice in prose, with two figures: here and in another passage, or in another body's report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from vb_gen.checks.running import Passage, Span
from vb_gen.core.pattern import regex
from vb_gen.text.tokens import ORD, REF, TAL, ÅR, Token, tokens

_DIGIT = regex(r"\d")
_COMMON = 8  # a word in more sentences than this tells nothing of what is spoken of
_ENOUGH = 4  # words in common, where the figures are not each other's digits
_MONTHS = frozenset(
    ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
)
_DULL = frozenset(
    [
        "kronor",
        "procent",
        "mnkr",
        "samt",
        "eller",
        "bland",
        "annat",
        "främst",
        "även",
        "också",
        "under",
        "inom",
        "genom",
        "totalt",
        "andra",
        "flera",
    ]
)


@dataclass(frozen=True, eq=False)
class Spoken:
    """A sentence with figures that are written out: its figures, its words, and when it is of."""

    rapport: str
    passage: Passage
    span: Span
    figures: tuple[Token, ...]
    stems: frozenset[str]
    times: frozenset[str]

    @cached_property
    def values(self) -> frozenset[tuple[Decimal, str]]:
        """Its figures, with their units."""
        return frozenset((abs(token.tal.värde), token.enhet) for token in self.figures if token.tal is not None)


def stem(word: str) -> str:
    """What a word has in common with its other forms: utökad, utökats."""
    plain = word.casefold()
    return plain[: max(5, min(len(plain) - 3, 9))]


def spoken(rapport: str, passages: Iterable[Passage]) -> list[Spoken]:
    """The sentences with figures."""
    out = []
    for passage in passages:
        for span in passage.sentences:
            if not _DIGIT.search(span.text):
                continue
            every = tokens(span.text)
            figures = tuple(token for token in every if token.kind == TAL and token.enhet != "år")
            if not figures or any(token.kind == REF for token in every):
                continue
            stems = frozenset(
                stem(token.text)
                for token in every
                if token.kind == ORD and len(token.text) > 4 and token.plain not in _MONTHS | _DULL
            )
            times = frozenset(token.plain for token in every if token.kind == ÅR or token.plain in _MONTHS)
            out.append(Spoken(rapport, passage, span, figures, stems, times))
    return out


def told_twice(own: list[Spoken], every: list[Spoken]) -> list[tuple[Spoken, Token, Spoken, Token]]:
    """Pairs of figures that are of one thing and are not the same."""
    index: dict[str, list[Spoken]] = {}
    for one in every:
        for word in one.stems:
            index.setdefault(word, []).append(one)
    rare = {word for word, where in index.items() if len(where) <= _COMMON}
    out = []
    for one in own:
        met: dict[int, Spoken] = {}
        for word in one.stems & rare:
            for other in index[word]:
                if other is not one:
                    met[id(other)] = other
        for other in met.values():
            if pair := _pair(one, other, rare):
                out.append((one, pair[0], other, pair[1]))
    return out


def _pair(one: Spoken, other: Spoken, rare: set[str]) -> tuple[Token, Token] | None:
    shared = one.stems & other.stems
    if one.times and other.times and not (one.times & other.times or one.times <= other.times):
        return None
    if one.times and other.times and one.times != other.times and len(one.figures) == 1 and len(other.figures) == 1:
        return None
    same = one.values & other.values
    mine = [token for token in one.figures if (abs(_value(token)), token.enhet) not in same]
    theirs = [token for token in other.figures if (abs(_value(token)), token.enhet) not in same]
    for token in mine:
        for twin in theirs:
            if not _alike(token, twin, same) or _value(token) == _value(twin) or not _beside(one, token, other, twin):
                continue
            exchanged = _exchanged(token, twin)
            telling = any(len(str(value).replace(".", "")) > 1 for value, _ in same)
            if exchanged and len(shared) >= 2:
                return token, twin
            if exchanged and telling and shared:
                return token, twin
            close = shared & rare & _near(one, token, 3) & _near(other, twin, 3)
            if close and token.enhet and len(shared) >= _ENOUGH and one.times == other.times:
                return token, twin
            much = len(shared) * 10 >= 6 * min(len(one.stems), len(other.stems))
            if len(shared & rare) >= 3 and len(shared) >= _ENOUGH and much and len(mine) == len(theirs) == 1:
                return token, twin
    return None


def _alike(token: Token, twin: Token, same: frozenset[tuple[Decimal, str]]) -> bool:
    """Are two figures in one unit? One that is left out is that of the figure that both sentences share: 52 årsarbetare … 23."""
    if token.enhet == twin.enhet:
        return True
    unit = token.enhet or twin.enhet
    return not (token.enhet and twin.enhet) and _exchanged(token, twin) and any(shared == unit for _, shared in same)


def _value(token: Token) -> Decimal:
    assert token.tal is not None
    return token.tal.värde


def _exchanged(token: Token, twin: Token) -> bool:
    one, other = ("".join(char for char in t.text if char.isdigit()) for t in (token, twin))
    return len(one) > 1 and one != other and sorted(one) == sorted(other)


def _beside(one: Spoken, token: Token, other: Spoken, twin: Token) -> bool:
    """Is there a word in common close to both figures?"""
    return bool(_near(one, token) & _near(other, twin))


def _near(one: Spoken, token: Token, reach: int = 8) -> set[str]:
    every = tokens(one.span.text)
    at = next(spot for spot, piece in enumerate(every) if piece.start == token.start)
    words = [piece for piece in every[max(0, at - reach) : at + reach] if piece.kind == ORD and len(piece.text) > 4]
    near = {stem(piece.text) for piece in words}
    return near | {stem(piece.text[-8:]) for piece in words if len(piece.text) > 10}
