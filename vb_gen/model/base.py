"""The bridge between nodes and models: pydantic checks the structure, every fault is told in Swedish at its place."""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from vb_gen.errors import Collector, Place
from vb_gen.source import Mapping, Node, Scalar, Sequence, nearest


class Modell(BaseModel):
    """What every model is: exact, closed to unknown keys, and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _fault(what: str, instead: str = "") -> PydanticCustomError:
    return PydanticCustomError("vb", "{what}", {"what": what, "instead": instead})


def _word(value: object) -> object:
    """A short text on one line."""
    if isinstance(value, Scalar):
        text = " ".join(value.text.split())
        if not text:
            raise _fault("här saknas ett värde", "Skriv värdet efter kolonet, eller ta bort nyckeln.")
        return text
    if isinstance(value, Mapping | Sequence):
        raise _fault("här ska stå en text, inte en lista eller fler nycklar", "Skriv texten efter kolonet.")
    return value


def _prose(value: object) -> object:
    """Running text, kept with its place."""
    if isinstance(value, Mapping | Sequence):
        raise _fault("här ska stå löpande text", "Skriv ett | efter kolonet och texten indragen på raderna under.")
    return value


def _whole(value: object) -> object:
    text = _word(value)
    if isinstance(text, str):
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
            raise _fault(f"”{text}” är inte ett heltal", "Skriv till exempel 2.")
        return int(text)
    return text


def _yes(value: object) -> object:
    text = _word(value)
    if isinstance(text, str):
        if text.casefold() not in ("ja", "nej"):
            raise _fault(f"”{text}” ska vara ja eller nej", "Skriv ja eller nej.")
        return text.casefold() == "ja"
    return text


Ord = Annotated[str, BeforeValidator(_word)]
Prosa = Annotated[Scalar, BeforeValidator(_prose)]
Heltal = Annotated[int, BeforeValidator(_whole)]
Ja = Annotated[bool, BeforeValidator(_yes)]
M = TypeVar("M", bound=Modell)


def one_of(words: tuple[str, ...]) -> BeforeValidator:
    """A word that must be one of these."""

    def check(value: object) -> object:
        text = _word(value)
        if isinstance(text, str) and text.casefold() not in words:
            raise _fault(f"”{text}” är inget av orden " + ", ".join(words), nearest(text, list(words)))
        return text.casefold() if isinstance(text, str) else text

    return BeforeValidator(check)


def _plain(node: Node) -> Any:
    """Nodes as what pydantic reads: dicts, lists, and scalars that keep their places.

    A grid (`rader`) stays a node, since it is read by a reader of its own that wants every cell's place.
    """
    if isinstance(node, Mapping):
        return {key: value if key == "rader" else _plain(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return node


def read_model(cls: type[M], node: Node, found: Collector) -> M | None:
    """A node as a model, or None; what is wrong is added to `found`."""
    if not isinstance(node, Mapping):
        instead = "Skriv nycklarna på egna rader, indragna: " + ", ".join(_names(cls)) + "."
        found.add("M01", "här ska stå nycklar med värden", node.place, instead)
        return None
    try:
        return cls.model_validate(_plain(node))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _explain(cls, node, detail, found)
        return None


def _names(cls: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in cls.model_fields.items()]


def _explain(cls: type[BaseModel], root: Node, detail: ErrorDetails, found: Collector) -> None:
    """One pydantic error in Swedish, at the place in the file."""
    location = [part for part in detail["loc"] if isinstance(part, int) or not part.startswith(("function-", "is-"))]
    node, place, owner = _walk(root, location)
    kind = detail["type"]
    key = str(location[-1]) if location else ""
    if kind == "vb":
        context = detail.get("ctx", {})
        found.add("M02", str(context["what"]), node.place if node else place, str(context["instead"]))
    elif kind == "extra_forbidden":
        model = _model_at(cls, location[:-1])
        found.add("M03", f"nyckeln ”{key}” är okänd", place, nearest(key, _names(model)))
    elif kind == "missing":
        found.add("M04", f"nyckeln ”{key}” saknas", owner.place, f"Lägg till raden ”{key}: …”.")
    elif kind in ("list_type", "tuple_type"):
        found.add("M05", f"”{key}” ska vara en lista", place, "Skriv varje del på en egen rad som börjar med ”- ”.")
    elif kind in ("dict_type", "model_type", "model_attributes_type", "dataclass_type"):
        found.add("M06", f"under ”{key}” ska stå nycklar med värden", place, "Skriv dem på egna rader, indragna.")
    else:
        found.add("M07", f"”{key}” går inte att läsa", place, "Se handboken för hur avsnittet skrivs.")


def _walk(root: Node, location: list[int | str]) -> tuple[Node | None, Place, Node]:
    """The node at a location, its (or its key's) place, and the node that owns it."""
    node: Node = root
    owner: Node = root
    place = root.place
    for part in location:
        owner = node
        if isinstance(node, Mapping) and part in node.entries:
            place = node.keys[str(part)].place
            node = node.entries[str(part)]
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            place = node.place
        elif isinstance(node, Mapping | Sequence):
            return None, node.place, node
        else:
            return node, place, owner
    return node, place, owner


def _model_at(cls: type[BaseModel], location: list[int | str]) -> type[BaseModel]:
    """The model whose key is unknown, so that its known keys can be named."""
    model: type[BaseModel] = cls
    for part in location:
        if isinstance(part, int):
            continue
        field = next((f for n, f in model.model_fields.items() if part in (n, f.alias)), None)
        inner = _inner_model(field.annotation) if field else None
        if inner is None:
            return model
        model = inner
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if inner := _inner_model(argument):
            return inner
    return None
