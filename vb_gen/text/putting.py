"""How a figure that stands typed in a text is put as a reference, so that the reader meets the very same letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vb_gen.core.pattern import regex
from vb_gen.core.typesetting import typeset
from vb_gen.text.references import Index, ReferenceProblem
from vb_gen.text.tokens import Token

_DIGITS = regex(r"[−–-]?\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)(?:,\d+)?|[−–-]?\d+(?:,\d+)?")
_ABOUT = ("ca", "drygt", "närmare")
_BEFORE = {
    "överskott": ("ett överskott på", "ett underskott på"),
    "ökat": ("ökat med", "minskat med"),
    "ökade": ("ökade med", "minskade med"),
    "ökning": ("en ökning med", "en minskning med"),
}
_AFTER = {"bättre": ("bättre", "sämre"), "högre": ("högre", "lägre")}


@dataclass(frozen=True, slots=True)
class Put:
    """A piece of a text, and the reference that says the same."""

    start: int
    end: int
    hänvisning: str  # `{{ … }}`


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    about: str = ""
    last: str = ""  # the filter that gives the words of direction
    bare: bool = False  # without its unit


def put(text: str, token: Token, offset: int, path: str, index: Index) -> Put | None:
    """The reference to `path` in place of a figure of a text, with as many of the words around it as follow the figure.

    `offset` is where the sentence begins that the figure is a token of. None where no reference gives those letters.
    """
    for piece in _pieces(text, token, offset):
        written = text[piece.start : piece.end]
        if "\n" in written:
            continue
        wanted = typeset(written)
        for filters in _filters(token, piece):
            expression = " | ".join((path, *filters))
            try:
                said = index.say(expression)
            except ReferenceProblem:
                continue
            if said == wanted:
                return Put(piece.start, piece.end, f"{{{{ {expression} }}}}")
    return None


def _pieces(text: str, token: Token, offset: int) -> Iterator[_Piece]:
    """What a reference might take the place of, the longest first."""
    start, end = offset + token.start, offset + token.end
    digits = _DIGITS.match(text, start)
    bare = start + len(token.text) if token.räkneord else digits.end() if digits else end
    ends = [(bare, True)] if token.räkneord else [(end, False), *([(bare, True)] if bare < end else [])]
    about = [(first, word) for word in _ABOUT if (first := _before(text, start, word)) is not None]
    if token.räkneord:
        about = []
    for first, word in [*about, (start, "")]:
        for last, alone in ends:
            for name, words in _BEFORE.items():
                yield from (_Piece(at, last, word, name, alone) for one in words if (at := _before(text, first, one)) is not None)
            for name, words in _AFTER.items():
                yield from (_Piece(first, at, word, name, alone) for one in words if (at := _after(text, last, one)) is not None)
    for first, word in [*about, (start, "")]:
        for last, alone in ends:
            yield _Piece(first, last, word, "", alone)


def _before(text: str, end: int, words: str) -> int | None:
    """Where these words begin, if they stand right before."""
    start = end - len(words) - 1
    if start < 0 or not text.startswith(words, start) or text[end - 1] not in " \u00a0":
        return None
    return start if not start or not (text[start - 1].isalnum() or text[start - 1] in "-–") else None


def _after(text: str, start: int, word: str) -> int | None:
    """Where a word ends, if it stands right after."""
    end = start + 1 + len(word)
    if text[start : start + 1] != " " or not text.startswith(word, start + 1):
        return None
    return end if not text[end : end + 1].isalnum() else None


def _filters(token: Token, piece: _Piece) -> Iterator[tuple[str, ...]]:
    """The chains of words after the bar that might give a piece, the shortest first."""
    if token.räkneord:
        yield from (("i_ord",), ("belopp", "i_ord"))
        return
    places = list(_places(token))
    sign = [()] if piece.last else [(), ("belopp",)]
    tails: list[tuple[str, ...]] = [()] if not piece.bare else []
    tails += [("tal",)] if piece.bare or not token.enhet else []
    last = (piece.last,) if piece.last else ()
    about: list[tuple[str, ...]]
    if piece.about:
        about = [(piece.about,), *((f"{piece.about}({place})",) for place in places)]
    else:
        exact = places[0]  # a figure without a word that it is about so much is not rounded to tens
        about = [(), ("avrundat" if not exact else f"avrundat({exact})",)]
    for rounded in about:
        for unit in ((), ("mnkr",), ("tkr",)):
            for way in sign:
                for tail in tails:
                    yield (*unit, *rounded, *way, *tail, *last)


def _places(token: Token) -> Iterable[int]:
    """The decimals that a figure may have been rounded to: those it has, and tens and hundreds where it ends with noughts."""
    assert token.tal is not None
    yield token.tal.decimaler
    whole = int(abs(token.tal.värde)) if not token.tal.decimaler else 1
    for place in range(1, 7):
        if not whole or whole % 10**place:
            return
        yield -place
