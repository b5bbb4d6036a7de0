"""Relations between figures, and the one rule that judges them.

A :class:`Samband` is a whole and its parts, each a cell in its table. It is stated by whoever knows of it (a typed role, a mall,
a heading, the figures of the rest of the table); whether it holds is decided here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from vb_gen.core.figure import room
from vb_gen.core.numbers import Tal

if TYPE_CHECKING:
    from vb_gen.model.report import Section
    from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

Number = TypeVar("Number", int, Decimal)


class Slag(StrEnum):
    """What kind of relation it is; the words are the ones users read."""

    SUMMA = "summa"  # of rows
    RAD = "rad"  # a row's figure, of its others
    NETTO = "netto"  # of rows, some taken away
    TVÄRS = "tvärs"  # of columns
    DIFFERENS = "differens"
    ANDEL = "andel"
    MELLAN = "mellan"


class Utfall(StrEnum):
    """What came of judging a relation."""

    HÅLLER = "håller"
    AVRUNDNING = "avrundning"
    BRYTER = "bryter"
    EJ_PRÖVAT = "ej prövat"


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


@dataclass(frozen=True, slots=True, eq=False)
class Ställe:
    """A cell in its table."""

    avsnitt: Section
    tabell: Tabell
    rad: Rad
    kolumn: Kolumn

    @property
    def ruta(self) -> Ruta:
        """The cell."""
        return self.rad.celler[self.kolumn.ord]

    @property
    def key(self) -> tuple[int, str]:
        """The same for the same cell."""
        return id(self.rad), self.kolumn.ord

    @property
    def given(self) -> bool:
        """Did somebody write the figure?"""
        return self.ruta.läge == "given"

    @property
    def namn(self) -> str:
        """`Parker, Bokslut 2023`."""
        return f"{self.rad.etikett}, {self.kolumn.rubrik}"


@dataclass(frozen=True, slots=True, eq=False)
class Del:
    """A part of a whole: its cell, and its figure as it is added, turned and in the whole's unit."""

    ställe: Ställe
    tal: Tal
    vikt: Decimal = Decimal(1)  # by what the figure in the cell was multiplied


@dataclass(frozen=True, slots=True, eq=False)
class Samband:
    """A whole and its parts."""

    slag: Slag
    helhet: Ställe
    delar: tuple[Del, ...]
    grund: str  # why we think so
    väntat: Tal  # what the parts give, exactly
    okänt: str = ""  # why it cannot be tested
    delat: bool = False  # the first part divided by the second
    utelämnade: tuple[Rad, ...] = ()  # terms whose cell is empty
    nivå: str = "fel"  # how surely a break of it is a fault: fel, varning

    @property
    def celler(self) -> frozenset[tuple[int, str]]:
        """The keys of its cells."""
        return frozenset((self.helhet.key, *(part.ställe.key for part in self.delar)))

    @property
    def angivet(self) -> Tal:
        """The whole as it stands."""
        return self.helhet.ruta.tal or Tal(Decimal(0), 0)

    @property
    def avvikelse(self) -> Decimal:
        """The whole less what the parts give."""
        return self.angivet.värde - self.väntat.värde

    @property
    def utfall(self) -> Utfall:
        """What the judge says: may the figures be what they say, each within its rounding?"""
        if self.okänt:
            return Utfall.EJ_PRÖVAT
        return outcome(self.avvikelse, room((self.angivet, self.väntat)))
