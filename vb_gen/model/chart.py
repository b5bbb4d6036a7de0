"""What an author writes of a chart: which figures of which table, and what they show. No figure is typed here."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from vb_gen.core.finding import Place
from vb_gen.core.node import Scalar, Sequence
from vb_gen.model.base import Modell, Prosa, fault, one_of

TYPER = ("liggande", "stående", "linje")
ORDNINGAR = ("tabell", "storlek")


def _names(value: object, between: str, how: str) -> tuple[Scalar, ...]:
    """Names parted by a sign, or as a list, each with its own place."""
    if isinstance(value, Sequence):
        value = value.items
    if isinstance(value, list) and all(isinstance(item, Scalar) for item in value):
        return tuple(value)
    if not isinstance(value, Scalar):
        what = "under ”{nyckel}” ska stå namn, inte fler nycklar"
        raise fault(what, how)
    names, start = [], 0
    for part in value.text.split(between):
        if name := " ".join(part.split()):
            names.append(Scalar(name, value.at_offset(start + len(part) - len(part.lstrip()))))
        start += len(part) + 1
    if not names:
        raise fault("”{nyckel}” saknar värde", how)
    return tuple(names)


def _row_names(value: object) -> object:
    how = "Skriv ”rader: |” och radernas namn på raderna under, ett på varje rad."
    return value if value is None else _names(value, "\n", how)


def _column_names(value: object) -> object:
    how = "Skriv kolumnernas ord med komma emellan: ”kolumner: bokslut, föregående”."
    return value if value is None else _names(value, ",", how)


_NAMES = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "number"]}}]})
Rader = Annotated[Any, BeforeValidator(_row_names), _NAMES]
Kolumner = Annotated[Any, BeforeValidator(_column_names), _NAMES]


class Standarddiagram(Modell):
    """A chart that a mall draws wherever a kind of table, or a section, has what it needs."""

    typ: Annotated[str, one_of(TYPER)] = "liggande"
    tabell: Prosa | None = None  # the section that holds the table, where it is not this one
    kolumner: Kolumner = None
    rader: Rader = None
    ordning: Annotated[str, one_of(ORDNINGAR)] = "tabell"
    _plats: Place | None = PrivateAttr(None)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, data: object, read: ModelWrapValidatorHandler[Self]) -> Self:
        """Keep where the chart is asked for: at the first of its words."""
        chart = read(data)
        if isinstance(data, dict):
            chart._plats = next((value.place for value in data.values() if isinstance(value, Scalar)), None)
        return chart

    @property
    def plats(self) -> Place | None:
        """Where it stands."""
        return self._plats


class Diagram(Standarddiagram):
    """A chart of an author's own."""

    rubrik: Prosa | None = None  # the finding, in a sentence; else it is derived from the figures


def _charts(value: object) -> object:
    """`diagram: nej` is no chart at all, where the mall has one."""
    if isinstance(value, Scalar):
        if value.text.strip().casefold() == "nej":
            return []
        instead = "Skriv varje diagram på en egen rad som börjar med ett streck: ”- typ: liggande”. Eller ”diagram: nej”."
        raise fault("under ”{nyckel}” ska stå diagram, eller nej", instead)
    return value


class _OrNo:
    """Tells an editor that `nej` may stand there too."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [handler(schema), {"enum": ["nej"]}]}


Diagramlista = Annotated[Annotated[list[Diagram], _OrNo()] | None, BeforeValidator(_charts)]
