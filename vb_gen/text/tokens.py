"""A sentence in pieces: figures with their units, references, years, words of the lexicon, other words, marks."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from vb_gen.core.numbers import MAX_DIGITS, Tal
from vb_gen.core.pattern import regex
from vb_gen.text import lexicon

_PIECE = regex(
    r"(?P<ref>\{\{[^{}]{0,400}\}\})"
    r"|(?P<tal>\d{1,3}(?:[ \u00a0]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?)"
    r"|(?P<ord>[^\W\d_]\w*(?:[-–&:][^\W\d_]\w*)*)"
    r"|(?P<skilje>[^\s\w])"
)
_MINUS = "−–-"
_GLUE = regex(r"[-–/:.]?[\w]|[-–/]\d| ?[–-] ?\d|\)?§")
_ONE_OF = ("procentenhet", "indexenhet", "miljon")  # what ”en” is a number before
REF, TAL, ÅR, ORD, SKILJE, ANNAT = "ref", "tal", "år", "ord", "skilje", "annat"


class Token(NamedTuple):
    """A piece of a sentence, where it begins and ends, and what it is."""

    kind: str  # one of the words above, or a class of the lexicon
    text: str
    start: int
    end: int
    tal: Tal | None = None
    enhet: str = ""
    räkneord: bool = False
    plain: str = ""  # in small letters

    @property
    def is_figure(self) -> bool:
        """Is it a figure, written out or referred to?"""
        return self.kind in (TAL, REF)


@lru_cache(4096)
def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of a sentence, in order."""
    pieces = [(match.lastgroup or "", match.group(), match.start(), match.end()) for match in _PIECE.finditer(text)]
    out: list[Token] = []
    at = 0
    while at < len(pieces):
        kind, said, start, end = pieces[at]
        if kind == "ref":
            unit, taken, end = _unit_after(pieces, at, end)
            out.append(Token(REF, said, start, end, None, unit, plain=said))
            at += 1 + taken
        elif kind == "tal":
            token, taken = _number(text, pieces, at, out)
            out.append(token)
            at += 1 + taken
        elif kind == "ord":
            token, taken = _word(pieces, at)
            out.append(token)
            at += taken
        else:
            out.append(Token(SKILJE, said, start, end, plain=said))
            at += 1
    return tuple(out)


_Piece = tuple[str, str, int, int]


def _unit_after(pieces: list[_Piece], at: int, end: int) -> tuple[str, int, int]:
    """The unit that follows a figure, how many pieces it takes, and where it ends."""
    following = pieces[at + 1 : at + 3]
    if not following or following[0][2] - end > 1:
        return "", 0, end
    first = following[0][1].casefold()
    second = following[1][1].casefold() if len(following) > 1 else ""
    unit, taken = lexicon.unit(first, second)
    return unit, taken, following[taken - 1][3] if taken else end


def _number(text: str, pieces: list[_Piece], at: int, before: list[Token]) -> tuple[Token, int]:
    """A number with its sign and unit; a year; or what looks like a number and is none (a date, a paragraph, a range)."""
    _, said, start, end = pieces[at]
    digits = re.sub(r"\D", "", said)
    lead = text[max(0, start - 2) : start]
    if len(digits) > MAX_DIGITS or _GLUE.match(text, end) or (lead[-1:] in "/§.:,–-" and lead[-1:] and lead[-1:] not in _MINUS):
        return Token(ANNAT, said, start, end, plain=said), 0
    if lead.endswith("§ ") or (lead[-1:] in _MINUS and lead[-1:] and lead[:1] not in ("", " ", "(", "\u00a0")):
        return Token(ANNAT, said, start, end, plain=said), 0
    negative = bool(lead[-1:]) and lead[-1] in _MINUS and (len(lead) == 1 or lead[0] in " (\u00a0")
    if negative and lead[-1] in "–-" and before and before[-1].kind == SKILJE and len(before) > 1 and before[-2].kind == TAL:
        return Token(ANNAT, said, start, end, plain=said), 0
    unit, taken, last = _unit_after(pieces, at, end)
    if unit == "år" and taken and _figure_is_year(pieces, at + 1 + taken):
        unit, taken, last = "", 0, end  # 33 år 2023
    whole, _, fraction = said.partition(",")
    bare = re.sub(r"\D", "", whole)
    if not unit and not fraction and whole == bare and len(bare) == 4 and 1950 <= int(bare) <= 2099 and not negative:
        return Token(ÅR, said, start, end, plain=said), 0
    if unit == "år" and len(bare) == 4:
        return Token(ÅR, said, start, end, plain=said), 0
    value = Decimal(f"{bare}.{fraction}" if fraction else bare)
    if negative and before and before[-1].kind == SKILJE and before[-1].text in _MINUS:
        before.pop()
        start -= 1
    tal = Tal(-value if negative and value else value, len(fraction))
    return Token(TAL, text[start:last], start, last, tal, unit, plain=text[start:last].casefold()), taken


def _figure_follows(pieces: list[_Piece], at: int) -> bool:
    """Is the next piece a number that is no year: ”fler än 20”, not ”fler än 2022”?"""
    if at >= len(pieces) or pieces[at][0] != "tal":
        return False
    said = pieces[at][1]
    return not (len(said) == 4 and said.isdigit() and said[:2] in ("19", "20"))


def _figure_is_year(pieces: list[_Piece], at: int) -> bool:
    """Is the next piece a year?"""
    return at < len(pieces) and pieces[at][0] == "tal" and len(pieces[at][1]) == 4 and pieces[at][1][:2] in ("19", "20")


def _word(pieces: list[_Piece], at: int) -> tuple[Token, int]:
    """A word, or an expression of several, with its class in the lexicon."""
    _, said, start, end = pieces[at]
    plain = said.casefold()
    if plain in ("en", "ett") and at + 1 < len(pieces) and pieces[at + 1][1].casefold() in _ONE_OF:
        unit, taken, last = _unit_after(pieces, at, end)
        return Token(TAL, said, start, last, Tal(Decimal(1), 0), unit, räkneord=True, plain=plain), 1 + taken
    for entry in lexicon.entries().get(plain, ()):
        length = len(entry.words)
        if length == 1:
            return Token(entry.kind, said, start, end, plain=plain), 1
        if length > 1 and entry.words[-1] == "än" and not _figure_follows(pieces, at + length):
            continue
        if all(
            at + step < len(pieces) and pieces[at + step][1].casefold() == word for step, word in enumerate(entry.words)
        ) and all(pieces[at + step][2] - pieces[at + step - 1][3] <= 1 for step in range(1, length)):
            last = pieces[at + length - 1][3]
            whole = " ".join(piece[1] for piece in pieces[at : at + length])
            return Token(entry.kind, whole, start, last, plain=whole.casefold()), length
    number = lexicon.numeral(plain)
    if number is not None:
        unit, taken, last = _unit_after(pieces, at, end)
        return Token(TAL, said, start, last, Tal(Decimal(number), 0), unit, räkneord=True, plain=plain), 1 + taken
    return Token(ORD, said, start, end, plain=plain), 1
