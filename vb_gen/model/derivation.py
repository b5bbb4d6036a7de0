"""What a column is worked out from: `härleds`, a small language of column names, plus, minus, mot, eller, / and parentheses.

`bokslut eller prognos mot budget` is a deviation, by the row's convention; `intäkter minus kostnader` and `a + b − c` are
differences and sums; `utfall / budget` is a share. A name is a column of the same type of table; one with ÅÅÅÅ is of
the same year as the column that is worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from vb_gen.core.pattern import regex
from vb_gen.core.spelling import nearest

Sign = Literal["plus", "minus", "mot", "/"]
_SIGNS: dict[str, Sign] = {"+": "plus", "plus": "plus", "-": "minus", "−": "minus", "–": "minus", "minus": "minus", "/": "/"}
_OPERATOR = regex(r"(?:plus|minus|mot|eller)(?!\w)|[-+−–/()]", re.I)
_WORDS = regex(r"(?:(?!\s(?:plus|minus|mot|eller)\s|\s[-+−–/]\s|[/()+]).)+", re.I)
_YEAR, _MONTH = r"(?:ÅÅÅÅ|(?:19|20)\d\d)", r"(?:ÅÅÅÅ-MM|(?:19|20)\d\d-(?:0[1-9]|1[0-2]))"
_LONGEST = 300  # of a derivation, in signs
_DEEPEST = 20  # parentheses within each other


class DerivationProblem(ValueError):
    """A derivation that cannot be read: what is wrong, what to write, and where in the text."""

    def __init__(self, what: str, instead: str, at: int = 0) -> None:
        super().__init__(what)
        self.what, self.instead, self.at = what, instead, at


@dataclass(frozen=True, slots=True)
class Namn:
    """A column; of several, the first that the row has."""

    ord: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uttryck:
    """Two parts and what is done with them."""

    tecken: Sign
    vänster: Härledning
    höger: Härledning


Härledning = Namn | Uttryck


def named_in(derivation: Härledning) -> Iterator[str]:
    """Every column that a derivation names, in the order they stand."""
    if isinstance(derivation, Namn):
        yield from derivation.ord
    else:
        yield from named_in(derivation.vänster)
        yield from named_in(derivation.höger)


def is_share(derivation: Härledning | None) -> bool:
    """Is it a quotient of two figures, and so nothing that a sum adds?"""
    return isinstance(derivation, Uttryck) and (
        derivation.tecken == "/" or is_share(derivation.vänster) or is_share(derivation.höger)
    )


def read_derivation(text: str, known: Sequence[str], year: str = "") -> Härledning:
    """Read `härleds`; `known` are the type's columns, `year` that of the column that is worked out.

    Raises :class:`DerivationProblem`.
    """
    if len(text) > _LONGEST:
        raise DerivationProblem("härledningen är för lång", f"Skriv högst {_LONGEST} tecken.")
    return _Parser(text, known, year).whole()


def _either(way: Härledning) -> Härledning:
    """`bokslut/prognos mot budget`: as `eller` was written before. A share is not held against an amount."""
    if isinstance(way, Uttryck) and way.tecken == "/" and isinstance(way.vänster, Namn) and isinstance(way.höger, Namn):
        return Namn((*way.vänster.ord, *way.höger.ord))
    return way


def _named(name: str) -> str:
    """A column's word as a pattern; ÅÅÅÅ may be a year."""
    return re.sub(r"ÅÅÅÅ(\\-MM)?", lambda match: _MONTH if match[1] else _YEAR, re.escape(name))


class _Parser:
    """Reads a derivation from left to right."""

    def __init__(self, text: str, known: Sequence[str], year: str) -> None:
        self.text, self.known, self.year = text, known, year
        self.at = self.depth = 0
        names = sorted(known, key=len, reverse=True)
        self.names = [re.compile(_named(name) + r"(?!\w)", re.I) for name in names]

    def whole(self) -> Härledning:
        left = self._sum()
        if self._take("mot"):
            left = Uttryck("mot", _either(left), self._sum())
        self._skip()
        if self.at < len(self.text):
            rest = self.text[self.at :]
            instead = "Skriv plus, minus, mot eller / mellan kolumnerna."
            raise DerivationProblem(f"”{rest}” står för sig i härledningen", instead, self.at)
        return left

    def _sum(self) -> Härledning:
        left = self._quotient()
        while sign := self._take("plus", "+", "minus", "-", "−", "–"):
            left = Uttryck(_SIGNS[sign], left, self._quotient())
        return left

    def _quotient(self) -> Härledning:
        left = self._part()
        while self._take("/"):
            left = Uttryck("/", left, self._part())
        return left

    def _part(self) -> Härledning:
        start = self.at
        if self._take("("):
            self.depth += 1
            if self.depth > _DEEPEST:
                raise DerivationProblem("härledningen har för många parenteser", "Skriv den enklare.", start)
            inner = self._sum()
            if not self._take(")"):
                raise DerivationProblem("en parentes är inte avslutad", "Sätt ) efter den sista kolumnen i den.", start)
            self.depth -= 1
            return inner
        found = [self._name()]
        while self._take("eller"):
            found.append(self._name())
        return Namn(tuple(found))

    def _name(self) -> str:
        self._skip()
        for name in self.names:
            if match := name.match(self.text, self.at):
                self.at = match.end()
                word = match.group().casefold()
                return re.sub("åååå(?:-mm)?", self.year, word) if self.year else word
        start = self.at
        if start >= len(self.text) or _OPERATOR.match(self.text, start):
            raise DerivationProblem("en kolumn saknas i härledningen", f"Skriv till exempel {self._example()}.", start)
        match = _WORDS.match(self.text, start)
        said = match.group().strip() if match else self.text[start:]
        raise DerivationProblem(f"”{said}” är ingen kolumn i tabelltypen", nearest(said, self.known), start)

    def _example(self) -> str:
        one, other = [*self.known, "utfall", "budget"][:2]
        return f"{one} minus {other}"

    def _skip(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def _take(self, *signs: str) -> str:
        self._skip()
        match = _OPERATOR.match(self.text, self.at)
        if match is None or match.group().casefold() not in signs:
            return ""
        self.at = match.end()
        return match.group().casefold()
