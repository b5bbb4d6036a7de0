"""A relation as a report's tables state it: a whole and its parts, each a cell in its table, and what the judge says of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from vb_gen.core.figure import Tal, explained
from vb_gen.figures.samband import Utfall
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

Slag = Literal["summa", "rad", "netto", "tvärs"]


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
        if self.avvikelse == 0:
            return Utfall.HÅLLER
        return Utfall.AVRUNDNING if explained(self.avvikelse, (self.angivet, self.väntat)) else Utfall.BRYTER
