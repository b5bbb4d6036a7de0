"""What comes of understanding a table, as values for whoever shows it or checks with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vb_gen.core.headings import Rubrik
from vb_gen.figures.samband import Slag, Utfall

Spot = tuple[int, int]  # a cell's row and column, from 1


@dataclass(frozen=True, slots=True)
class Prövning:
    """A relation as it was tried in one line of a foreign table: the whole, its parts, what they give, and what came of it."""

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


@dataclass(frozen=True, slots=True)
class Formel:
    """A formula of rows or columns in words, and how the lines of the table bear it out."""

    text: str
    rader: bool  # a formula of rows, told column by column; otherwise of columns
    helhet: int  # the row or column in the file, from 1
    delar: tuple[int, ...]
    vikter: tuple[int, ...]
    slag: Slag
    håller: int
    avrundning: int
    bryter: int
    ej_prövat: int
    ord: int  # how surely a word names the whole: 3 summa, 2 netto …, 0 the figures alone


@dataclass(frozen=True, slots=True)
class Fynd:
    """Something to tell: which cell (or line, by its whole), how sure it is, and the sum written out."""

    kod: str
    nivå: str
    cell: Spot
    utpekad: bool  # is the cell itself at fault, or only one of its line?
    text: str


@dataclass(frozen=True, slots=True)
class EjPrövat:
    """A figure that was not tested, and why."""

    cell: Spot
    varför: str


@dataclass(frozen=True, slots=True)
class Kolumn:
    """A column as it is understood."""

    nummer: int  # in the file, from 1
    rubrik: Rubrik
    roll: str


@dataclass(frozen=True, slots=True)
class Rad:
    """A row as it is understood."""

    nummer: int  # in the file, from 1
    namn: str
    roll: str
    under: str = ""  # the row that it stands under: a heading, or one that it is indented below
    kön: str = ""


@dataclass(frozen=True, slots=True)
class Siffra:
    """A figure of a column of figures, as it is printed."""

    cell: Spot
    värde: Decimal
    decimaler: int  # less than none where the column is rounded to tens, hundreds …
    enhet: str  # what the cell, its row, its column or the table says; nothing where none does
    ensam: bool  # is it a figure and nothing else: no bound, no second figure beside it?


@dataclass(frozen=True, slots=True)
class Tolkning:
    """All that is understood of one table."""

    plats: tuple[int, int]  # its first and last row in the file
    titel: str
    kolumner: tuple[Kolumn, ...]
    rader: tuple[Rad, ...]
    formler: tuple[Formel, ...]
    samband: tuple[Prövning, ...]
    fynd: tuple[Fynd, ...]
    ej_prövat: tuple[EjPrövat, ...]
    tal: int  # figures in the table
    siffror: tuple[Siffra, ...] = ()
