"""What the author writes under a section: text, tables, goals, assignments, indicators. One model for each kind."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from vb_gen.model.base import Ja, Modell, Ord, Prosa, one_of
from vb_gen.model.grid import STATUS
from vb_gen.source import Scalar

Rutnät = Any  # a node: a block of text or a plain list of mappings; `grid` reads it


class Undantag(Modell):
    """A finding that stands: one code, one figure or row, and the reason."""

    kod: Prosa
    rad: Ord | None = None
    kolumn: Ord | None = None
    text: Ord | None = None  # words of the line or the finding, where there is no row
    skäl: Ord


class Text(Modell):
    """Running text, before and after what else the section holds."""

    rubrik: Ord | None = None
    text: Prosa | None = None
    kommentar: Prosa | None = None
    undantag: list[Undantag] = []


class Tabellinnehåll(Text):
    """A table with text around it."""

    belopp: Annotated[str, one_of(("kr", "tkr", "mnkr", "mkr"))] | None = None
    tecken: Annotated[str, one_of(("resultat", "intäkt", "kostnad"))] | None = None
    rader: Rutnät = None
    noter: dict[str, Ord] = {}


class Mål(Modell):
    """A goal: what it is called, how far it was reached, and why."""

    namn: Ord
    även: list[Ord] = []
    kommunövergripande: Ord | None = None
    beskrivning: Prosa | None = None
    status: Annotated[str, one_of(STATUS)] | None = None
    bedömning: Prosa | None = None
    resultat: Prosa | None = None
    avvikelser: Prosa | None = None
    övrigt: Prosa | None = None
    uppdrag: Prosa | None = None


class Målområde(Modell):
    """A group of goals."""

    målområde: Ord
    text: Prosa | None = None
    mål: list[Mål]


class Målredovisning(Text):
    """The goals, by area."""

    målområden: list[Målområde] = Field(default=[])


class Uppdragsgrupp(Modell):
    """Assignments from kommunfullmäktige, of one kind."""

    rubrik: Ord
    målområde: Ord | None = None
    sort: Ord | None = None
    rader: Rutnät
    noter: dict[str, Ord] = {}


class Uppdrag(Text):
    """The strategic assignments."""

    grupper: list[Uppdragsgrupp] = []


class Indikatorgrupp(Modell):
    """The indicators under one municipality-wide goal."""

    målområde: Ord
    kommunövergripande: Ord | None = None
    mål: list[Mål] = []  # goals that are told of nowhere else: a budget has no goal report
    måltext: Ja = False  # show each goal's description below its name
    rader: Rutnät
    definitioner: dict[str, Ord] = {}  # what an indicator measures, by its mått
    noter: dict[str, Ord] = {}
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


def has_words(text: Scalar | None) -> bool:
    """Is there anything to read in it?"""
    return text is not None and bool(text.text.strip())
