"""Relations between figures, and the one rule that judges them.

A :class:`Samband` is a whole and its weighted parts, each at its place. It is stated by whoever knows of it (a typed role,
a mall, a heading, the figures of the rest of the table); whether it holds is decided here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

Number = TypeVar("Number", int, Decimal)
Spot = tuple[int, int]  # a cell's row and column, from 1


class Slag(StrEnum):
    """What kind of relation it is; the words are the ones users read."""

    SUMMA = "summa"
    DIFFERENS = "differens"
    ANDEL = "andel"
    MELLAN = "mellan"


class Utfall(StrEnum):
    """What came of judging a relation."""

    HÅLLER = "håller"
    AVRUNDNING = "avrundning"
    BRYTER = "bryter"
    EJ_PRÖVAT = "ej prövat"


@dataclass(frozen=True, slots=True)
class Samband:
    """A relation of one line of a table: the whole, its parts, what they give, and what came of it."""

    helhet: Spot
    delar: tuple[Spot, ...]
    vikter: tuple[int, ...]  # one a part; none of a share or of a mean between others
    slag: Slag
    utfall: Utfall
    förväntat: Decimal | None
    angivet: Decimal | None
    decimaler: int
    varför: str  # why we think so: the word, and how many lines bear it out

    @property
    def celler(self) -> tuple[Spot, ...]:
        """Every cell of it, the whole first."""
        return (self.helhet, *self.delar)


def outcome(difference: Number, tolerance: Number) -> Utfall:
    """What a difference means: figures as printed may be off by less than the sum of their half-widths, the tolerance.

    A tolerance of nothing (counts, one fact printed twice) is exact. The same rule as :func:`vb_gen.core.figure.explained`.
    """
    off = abs(difference)
    if not off:
        return Utfall.HÅLLER
    if off < tolerance:
        return Utfall.AVRUNDNING
    return Utfall.BRYTER
