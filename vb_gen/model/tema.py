"""tema.yaml: how the municipality's reports look. Colours by what they are for, a font, a logotype, a cover."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from vb_gen.core.finding import Place, short
from vb_gen.core.node import Scalar
from vb_gen.model.base import Modell, Ord, fault, one_of


@dataclass(frozen=True, slots=True)
class Kulör:
    """A colour as it was written, and where."""

    hex: str
    plats: Place


def _kulör(value: object) -> object:
    text = value.text.strip() if isinstance(value, Scalar) else ""
    if isinstance(value, Scalar) and re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        return Kulör("#" + text.removeprefix("#").lower(), value.place)
    what = f"”{{nyckel}}” ska vara en färg, inte ”{short(text, 40)}”" if text else "”{nyckel}” ska vara en färg"
    raise fault(what, 'Skriv färgen med sex siffror och bokstäver inom citattecken: "#004b87".')


Färg = Annotated[Kulör, BeforeValidator(_kulör), WithJsonSchema({"type": "string", "pattern": "^#?[0-9a-fA-F]{6}$"})]


def _typsnitt(value: object) -> object:
    """A family's name: it ends up in a style sheet."""
    if isinstance(value, Scalar) and re.fullmatch(r"[^\W_][\w \-]{0,60}", value.text.strip()):
        return value
    raise fault("”{nyckel}” ska vara ett typsnitts namn", "Skriv namnet som datorn visar det: Lato.")


_WRITTEN = WithJsonSchema({"type": "string"})


class Färger(Modell):
    """The colours, each named after what it is for; one that is not given is the neutral theme's."""

    huvudfärg: Färg | None = None  # links, lines under headings and table heads
    mörk: Färg | None = None  # the cover, bands over goal areas, headings
    ljus: Färg | None = None  # table heads
    text: Färg | None = None
    dämpad_text: Färg | None = None  # notes, definitions, headers of pages
    text_på_mörk: Färg | None = None
    papper: Färg | None = None  # behind everything
    yta: Färg | None = None  # boxes and sums
    linje: Färg | None = None  # hairlines between rows: nothing is lost without them
    stark_linje: Färg | None = None  # lines that say something: between groups, round boxes to tick
    fokus: Färg | None = None  # the ring round what the keyboard has reached
    varning: Färg | None = None  # drafts, and what is missing
    varningsyta: Färg | None = None
    vattenstämpel: Färg | None = None  # behind the text of a draft
    uppnått: Färg | None = None
    delvis: Färg | None = None
    ej: Färg | None = None
    okänt: Färg | None = None
    ljus_stapel: Färg | None = None  # bars that others are compared with: last year, the budget


class Logotyp(Modell):
    """The municipality's logotype, on the cover."""

    fil: Annotated[Scalar, BeforeValidator(lambda value: value), _WRITTEN]
    text: Ord  # what a reader who does not see it is told


class Tema(Modell):
    """A theme, or what a municipality changes in the neutral one."""

    färger: Färger = Färger()
    typsnitt: Annotated[Scalar, BeforeValidator(_typsnitt), _WRITTEN] | None = None
    omslag: Annotated[str, one_of(("mörkt", "ljust"))] | None = None
    logotyp: Logotyp | None = None
