"""What the author writes under a section: text, tables, goals, assignments, indicators. One model for each kind."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, PrivateAttr, WithJsonSchema, model_validator

from vb_gen.core.finding import Place
from vb_gen.core.node import Scalar
from vb_gen.core.units import BELOPP
from vb_gen.model.base import Ja, Läge, Modell, Ord, Prosa, fault, one_of
from vb_gen.model.chart import Diagramlista
from vb_gen.model.grid import RIKTNINGAR, STATUS
from vb_gen.model.table import REGLER
from vb_gen.model.waiver import Undantag

_GRID = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "object"}}]}
Rutnät = Annotated[Any, WithJsonSchema(_GRID)]  # a node: a block of text or a plain list of mappings; `grid` reads it


class Omräknat(Modell):
    """Figures that earlier reports tell otherwise: which, and why they were changed. Printed below the table."""

    rad: Prosa | None = None  # a row's name, or ”Sjukfrånvaro, Män”; none for the whole column
    kolumn: Prosa | None = None
    skäl: Ord

    @model_validator(mode="after")
    def _says_what(self) -> Omräknat:
        if self.namn == ("", ""):
            raise fault("omräknat säger inte vilken rad eller kolumn det gäller", "Lägg till rad: eller kolumn:.")
        return self

    @property
    def namn(self) -> tuple[str, str]:
        """The row and the column as they were written; empty for all of them."""
        row, column = ((" ".join(word.text.split()) if word else "") for word in (self.rad, self.kolumn))
        return row, column

    @property
    def plats(self) -> Place | None:
        """Where it stands."""
        word = self.rad or self.kolumn
        return word.place if word else None


class Text(Modell):
    """Running text, before and after what else the section holds."""

    rubrik: Ord | None = None
    läge: Läge | None = None  # how far the section has come
    text: Prosa | None = None
    kommentar: Prosa | None = None
    diagram: Diagramlista = None  # none: as the mall says
    undantag: list[Undantag] = []


def _one_source(value: object) -> object:
    if isinstance(value, list | dict):
        what = "under ”{nyckel}” ska stå en fil, inte " + ("en lista" if isinstance(value, list) else "fler nycklar")
        raise fault(what, "En tabell hämtas ur en fil, skriven efter kolonet: ”källa: siffror.xlsx#Drift!A4:E12”.")
    return value


Källa = Annotated[Prosa, BeforeValidator(_one_source)]


class Rutor(Modell):
    """Where a table's cells are written: in a grid, or in a spreadsheet or CSV file."""

    rader: Rutnät = None
    källa: Källa | None = None  # siffror.xlsx#Drift!A4:E12
    kolumner: dict[str, Prosa] = {}  # what the file's headings are called in the grid's words

    @model_validator(mode="after")
    def _in_one_place(self) -> Rutor:
        if self.källa is not None and not self.källa.text.strip():
            raise fault("”källa” saknar värde", "Skriv filen, bladet och cellerna: siffror.xlsx#Drift!A4:E12.", ("källa",))
        if self.källa is not None and self.rader is not None:
            what = "tabellen har redan ”{första}” och kan inte ha ”{sista}” också"
            instead = "Ta bort ”{sista}”, eller ”{första}” om det är ”{sista}” som ska gälla."
            raise fault(what, instead, ("rader", "källa"))
        if self.kolumner and self.källa is None:
            raise fault("kolumner hör ihop med källa, som saknas", "Skriv kolumnernas ord i rutnätets första rad.", ("kolumner",))
        return self

    @property
    def plats(self) -> Place | None:
        """Where the cells are written, or named."""
        if self.källa is not None:
            return self.källa.place
        return self.rader.place if self.rader is not None else None


class Egenskaper(Modell):
    """Properties that all rows of a table share, given once; a row's own goes before."""

    avvikelseregel: Annotated[str, one_of(REGLER)] | None = None
    enhet: Ord | None = None
    population: Ord | None = None
    riktning: Annotated[str, one_of(RIKTNINGAR)] | None = None

    @property
    def egenskaper(self) -> dict[str, str]:
        """Those that are given, as a grid's columns of them would say."""
        said = {word: getattr(self, word) for word in Egenskaper.model_fields}
        return {word: value for word, value in said.items() if value}


class Tabellinnehåll(Text, Rutor, Egenskaper):
    """A table with text around it."""

    belopp: Annotated[str, one_of(BELOPP)] | None = None
    tecken: Annotated[str, one_of(("resultat", "intäkt", "kostnad"))] | None = None
    noter: dict[str, Ord] = {}
    omräknat: list[Omräknat] = []


def _one_or_more(value: object) -> object:
    """A name that stands alone is a list of one."""
    return [value] if isinstance(value, Scalar) and value.text.strip() else value


_NAMES = {
    "anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "array", "items": {"type": ["string", "number", "boolean"]}}]
}
Namn = Annotated[list[Ord], BeforeValidator(_one_or_more), WithJsonSchema(_NAMES)]


class Mål(Modell):
    """A goal: what it is called, how far it was reached, and why."""

    namn: Ord
    även: Namn = []
    kommunövergripande: Ord | None = None
    beskrivning: Prosa | None = None
    status: Annotated[str, one_of(STATUS)] | None = None
    bedömning: Prosa | None = None
    motivering: Prosa | None = None  # why a person judges otherwise than the indicators do
    resultat: Prosa | None = None
    avvikelser: Prosa | None = None
    övrigt: Prosa | None = None
    uppdrag: Prosa | None = None
    _platser: dict[str, Place] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, data: object, read: ModelWrapValidatorHandler[Mål]) -> Mål:
        """Keep where the short texts stand, which the model holds as plain words."""
        goal = read(data)
        if isinstance(data, dict):
            goal._platser.update({key: value.place for key, value in data.items() if isinstance(value, Scalar)})
        return goal

    def plats(self, key: str) -> Place | None:
        """Where a key's value stands, or the goal's name where the key was not written."""
        return self._platser.get(key) or self._platser.get("namn")


class Målområde(Modell):
    """A group of goals."""

    målområde: Ord
    text: Prosa | None = None
    mål: list[Mål]


class Målredovisning(Text):
    """The goals, by area."""

    målområden: list[Målområde] = Field(default=[])


class Tabelldel(Rutor):
    """A table among others, which is nothing without its cells."""

    @model_validator(mode="after")
    def _has_cells(self) -> Tabelldel:
        if self.plats is None:
            raise fault("nyckeln ”rader” saknas", "Lägg till raden ”rader: |” med tabellen under, eller ”källa: …”.")
        return self


class Uppdragsgrupp(Tabelldel):
    """Assignments from kommunfullmäktige, of one kind."""

    rubrik: Ord
    målområde: Ord | None = None
    sort: Ord | None = None
    noter: dict[str, Ord] = {}


class Uppdrag(Text):
    """The strategic assignments."""

    grupper: list[Uppdragsgrupp] = []


class Indikatorgrupp(Tabelldel, Egenskaper):
    """The indicators under one municipality-wide goal."""

    målområde: Ord
    kommunövergripande: Ord | None = None
    mål: list[Mål] = []  # goals that are told of nowhere else: a budget has no goal report
    måltext: Ja = False  # show each goal's description below its name
    definitioner: dict[str, Ord] = {}  # what an indicator measures, by its mått
    noter: dict[str, Ord] = {}
    omräknat: list[Omräknat] = []
    kommentar: Prosa | None = None


class Indikatorer(Text):
    """The indicators, by goal."""

    grupper: list[Indikatorgrupp] = []


MODELS: dict[str, type[Text]] = {
    "text": Text,
    "tabell": Tabellinnehåll,
    "målöversikt": Text,
    "målredovisning": Målredovisning,
    "uppdrag": Uppdrag,
    "indikatorer": Indikatorer,
}


def restated(content: Text | None, table: Place) -> list[Omräknat]:
    """What is said to be restated in the table whose grid stands at a place."""
    if isinstance(content, Tabellinnehåll):
        return content.omräknat if content.plats == table else []
    if isinstance(content, Indikatorer):
        return [what for group in content.grupper if group.plats == table for what in group.omräknat]
    return []


def has_words(text: Scalar | None) -> bool:
    """Is there anything to read in it?"""
    return text is not None and bool(text.text.strip())
