"""Tables: what a grid becomes. Rows with roles, columns with meanings, cells with figures, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from vb_gen.core.finding import Place
from vb_gen.core.numbers import Tal
from vb_gen.core.units import BUILT_IN, Måttenhet, Måttenheter
from vb_gen.model.cell import Cell, Målvärde
from vb_gen.model.derivation import Härledning

ROLLER = ("post", "del", "delar", "summa", "totalsumma", "grupp", "utanför")
TECKEN = ("resultat", "intäkt", "kostnad")
REGLER = ("plus är bra", "plus är mer")
State = Literal["given", "härledd", "visas inte", "tom"]


@dataclass(frozen=True, slots=True)
class Kolumn:
    """A column of one table."""

    ord: str
    rubrik: str
    innehåll: str
    plats: Place
    slag: str = ""
    avser: str = ""
    mått: str = ""
    grupp: str = ""
    enhet: str = ""  # where every figure of the column has one of its own: a share, in per cent
    härleds: Härledning | None = None  # what an empty cell is worked out from


@dataclass(frozen=True, slots=True)
class Ruta:
    """A cell in its place: what was written, and what was derived for it."""

    cell: Cell | Målvärde
    plats: Place
    läge: State = "given"
    härlett: Tal | None = None  # what the table's own arithmetic gives, also where another figure was given

    @property
    def tal(self) -> Tal | None:
        """The figure that is shown, where the cell holds exactly one."""
        if self.läge == "härledd":
            return self.härlett
        value = self.cell.värde
        return value.tal if value else None


@dataclass(frozen=True, slots=True)
class Rad:
    """A row: its name, what it is in the table, and its cells by column word."""

    etikett: str
    nyckel: str
    plats: Place
    nivå: int = 0
    roll: str = "post"
    tecken: str = "resultat"
    regel: str = "plus är bra"
    enhet: str = ""
    mått: str = ""
    kön: str = ""
    population: tuple[str, ...] = ()
    riktning: str = ""
    från: str = ""
    från_plats: Place | None = None
    noter: tuple[str, ...] = ()
    namnlös: bool = False  # nothing was written in its place; its name is for messages
    mål: str = ""  # the goal an indicator belongs to
    definition: str = ""  # what is measured, said below the name
    förälder: int | None = None
    tolkat: frozenset[str] = frozenset()  # roll, tecken: what nobody wrote, and that names and figures tell
    grund: str = ""  # why it is thought to have its role, where nobody wrote it
    celler: Mapping[str, Ruta] = field(default_factory=dict)

    @property
    def has_figures(self) -> bool:
        """Does any cell hold a figure?"""
        return any(box.tal is not None or bool(box.cell.värde) for box in self.celler.values())

    @property
    def has_content(self) -> bool:
        """Does any cell say something? A row without content is a heading over the rows below it."""
        return any(box.läge != "tom" for word, box in self.celler.items() if word not in ("mål", "måluppfyllelse", "nr"))


@dataclass(frozen=True, slots=True)
class Tabell:
    """A table."""

    id: str
    typ: str
    plats: Place
    rubrik: str
    etikettrubrik: str
    kolumner: tuple[Kolumn, ...]
    rader: tuple[Rad, ...]
    etikettkolumn: str = ""
    belopp: str = ""
    mått: str = ""
    projekt: bool = False  # is it a list of projects?
    tomt: str = ""  # what an empty cell means, where the mall says
    noter: Mapping[str, str] = field(default_factory=dict)
    enheter: Måttenheter = BUILT_IN  # the units that the municipality knows

    def ancestors(self, row: Rad) -> Iterator[Rad]:
        """The rows a row is indented under, nearest first."""
        while row.förälder is not None:
            row = self.rader[row.förälder]
            yield row

    def path(self, row: Rad) -> str:
        """A row's name within the table: `leanlink/varav_kostnader`; a sum is the whole and adds nothing."""
        names = [row, *self.ancestors(row)]
        return "/".join(r.nyckel for r in reversed(names) if r.roll not in ("summa", "totalsumma") and not r.kön)

    def column(self, word: str) -> Kolumn | None:
        """The column of a word."""
        return next((column for column in self.kolumner if column.ord == word), None)

    def unit(self, row: Rad, column: Kolumn, cell: Cell | Målvärde) -> str:
        """The unit of a cell's figures: the cell's own, the column's, the row's, the parent row's, or the table's amount."""
        own = cell.värden[0].enhet if cell.värden else ""
        if own or column.innehåll == "text":
            return own
        return column.enhet or row.enhet or next((r.enhet for r in self.ancestors(row) if r.enhet), "") or self.belopp

    def måttenhet(self, row: Rad, column: Kolumn) -> Måttenhet:
        """What a cell's unit is and may be used for."""
        return self.enheter.find(self.unit(row, column, row.celler[column.ord].cell))
