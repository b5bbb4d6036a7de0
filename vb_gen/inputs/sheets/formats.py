"""Excel's number formats (ECMA-376 part 1, 18.8.31) as sections of pieces: places for digits, literal text, dates.

Written here, since no library that is kept up reads them as a Swedish Excel shows them: those there are give English figures,
and none says what it does not understand.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.core.pattern import regex

MAX_LENGTH = 255  # of a format in Excel
_PIECE = regex(r'"[^"]{0,99}"|\\.|_.|\*.|\[[^\]]{0,99}\]|general|standard|e[+-]|am/pm|a/p|.', re.I | re.S)
_COLOURS = regex(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.I)
_CURRENCY = regex(r"\[\$([^-\]]*)(?:-([^\]]*))?\]")
_CONDITION = regex(r"\[(<=|>=|<>|<|>|=)([+-]?\d{1,15}(?:\.\d{1,15})?)\]")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
}
_SWEDISH = ("", "41d", "81d")  # as a language is written in a format: none, Swedish, Finland's Swedish


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a section: `kind` is literal, place (0 # ?), point, comma, percent, general, text (@) or other."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What a format does with some of the values: the positive ones, the negative, nought, text."""

    parts: tuple[Part, ...] = ()
    colour: str = ""
    condition: tuple[str, Decimal] | None = None
    language: str = ""  # other than Swedish
    strange: bool = False  # something in it is not followed

    def has(self, *kinds: str) -> bool:
        """Is any piece of one of these kinds?"""
        return any(part.kind in kinds for part in self.parts)

    def holds(self, value: Decimal) -> bool:
        """Does the section's own condition hold for a value?"""
        return self.condition is None or _COMPARE[self.condition[0]](value, self.condition[1])

    @property
    def literals(self) -> str:
        """The text that it adds."""
        return "".join(part.text for part in self.parts if part.kind == "literal")


def sections(code: str) -> list[Section]:
    """A format's sections, at most four."""
    found: list[list[str]] = [[]]
    for piece in _PIECE.findall((code or "General")[:MAX_LENGTH]):
        if piece == ";":
            found.append([])
        else:
            found[-1].append(piece)
    return [_section(pieces) for pieces in found]


def _section(pieces: list[str]) -> Section:
    parts: list[Part] = []
    colour = language = ""
    condition: tuple[str, Decimal] | None = None
    strange = False
    for piece in pieces:
        if piece[0] == "[" and len(piece) > 1:
            if _COLOURS.fullmatch(piece):
                colour = piece[1:-1].casefold()
            elif match := _CURRENCY.fullmatch(piece):
                parts.append(Part("literal", match[1]))
                told = (match[2] or "").casefold().lstrip("0")
                language = language if told.partition(",")[0] in _SWEDISH or match[1] else told
            elif match := _CONDITION.fullmatch(piece):
                condition = match[1], Decimal(match[2])
            else:
                strange = True
                parts.append(Part("other", piece.casefold()))
            continue
        parts.append(_part(piece))
        strange |= piece[0] == "*" and piece not in ("* ", "*\u00a0")  # a sign that fills the cell
    return Section(tuple(part for part in parts if part.text), colour, condition, language, strange)


def _part(piece: str) -> Part:
    first, small = piece[0], piece.casefold()
    if first == '"' and len(piece) > 1:
        return Part("literal", piece[1:-1])
    if first in "\\_*" and len(piece) == 2:
        return Part("literal", piece[1] if first == "\\" else " " if first == "_" else "")
    if small in ("general", "standard"):
        return Part("general", small)
    if piece in "0#?":
        return Part("place", piece)
    kinds = {".": "point", ",": "comma", "%": "percent", "@": "text"}
    if piece in kinds:
        return Part(kinds[piece], piece)
    if piece in "$-+():!^&'~{}<>= " or (len(piece) == 1 and not piece.isascii()):
        return Part("literal", piece)
    return Part("other", small)
