"""The bridge between nodes and models: pydantic checks the structure, every fault is told in Swedish at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from vb_gen.core.finding import Collector, Place, short
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.core.spelling import near, nearest


class Modell(BaseModel):
    """What every model is: exact, closed to unknown keys, and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    annanstans: ClassVar[Mapping_[str, str]] = {}  # keys one might look for here, and where what they say is written


def fault(what: str, instead: str = "", keys: tuple[str, ...] = ()) -> PydanticCustomError:
    """What a validator raises: what is wrong ({nyckel} is the key), and what to write instead.

    What is wrong with several keys together is told at the one that was written last: {sista}, after {första}.
    """
    return PydanticCustomError("vb", "{what}", {"what": what, "instead": instead, "keys": keys})


def _word(value: object) -> object:
    """A short text on one line."""
    if isinstance(value, Scalar):
        text = " ".join(value.text.split())
        if not text:
            raise fault("”{nyckel}” saknar värde", "Skriv ett värde efter kolonet, eller ta bort nyckeln.")
        return text
    if isinstance(value, dict):
        instead = "Skriv texten efter kolonet. Innehåller den själv ett kolon: sätt citattecken runt den."
        raise fault("efter ”{nyckel}” ska stå en text, inte fler nycklar", instead)
    if isinstance(value, list):
        raise fault("efter ”{nyckel}” ska stå en text, inte en lista", "Skriv texten direkt efter kolonet, utan streck.")
    return value


def _prose(value: object) -> object:
    """Running text, kept with its place."""
    if isinstance(value, dict | list):
        what = "under ”{nyckel}” ska stå löpande text, inte " + ("en lista" if isinstance(value, list) else "fler nycklar")
        instead = "Skriv ett | efter kolonet (”{nyckel}: |”) och texten indragen på raderna under; en lista får stå i den."
        raise fault(what, instead)
    return value


def _whole(value: object) -> object:
    text = _word(value)
    if isinstance(text, str):
        if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
            raise fault(f"”{{nyckel}}” ska vara ett heltal, inte ”{short(text)}”", "Skriv det med siffror, till exempel 2.")
        return int(text)
    return text


def _count(value: object) -> object:
    number = _whole(value)
    if number == 0:
        raise fault("”{nyckel}” ska vara minst 1, inte 0", "Skriv hur många det är, eller ta bort nyckeln.")
    return number


def _yes(value: object) -> object:
    text = _word(value)
    if isinstance(text, str):
        if text.casefold() not in ("ja", "nej"):
            raise fault(f"”{{nyckel}}” ska vara ja eller nej, inte ”{short(text)}”", "Skriv ja eller nej.")
        return text.casefold() == "ja"
    return text


# What an editor takes for a number or a truth value is text to us.
Ord = Annotated[str, BeforeValidator(_word), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Prosa = Annotated[Scalar, BeforeValidator(_prose), WithJsonSchema({"type": ["string", "number", "boolean", "null"]})]
Heltal = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": ["integer", "string"], "pattern": r"^\d{1,6}$"})]
_FROM_ONE = {"type": ["integer", "string"], "pattern": r"^(?!0+$)\d{1,6}$", "minimum": 1}
Antal = Annotated[int, BeforeValidator(_count), WithJsonSchema(_FROM_ONE)]
Ja = Annotated[bool, BeforeValidator(_yes), WithJsonSchema({"enum": ["ja", "nej"]})]
M = TypeVar("M", bound=Modell)
# What newcomers call a key, where the model has none of that name itself.
_ALSO = {"titel": "rubrik", "kommentarer": "kommentar", "tabell": "rader", "fotnoter": "noter"}
MOST_TRIES = 5  # to read what is left of a section with faults: one fault may hide another


@dataclass(frozen=True)
class OneOf(BeforeValidator):
    """A validator that tells editors which words there are."""

    words: tuple[str, ...] = ()

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"enum": list(self.words)}


def one_of(words: tuple[str, ...]) -> BeforeValidator:
    """A word that must be one of these."""

    def check(value: object) -> object:
        text = _word(value)
        if not isinstance(text, str):
            return text
        if text.casefold() not in words:
            bare = text.strip("”“\"'’., ").casefold()
            if bare in words:
                raise fault("ordet efter ”{nyckel}” ska stå utan andra tecken", f"Skriv bara {bare}.")
            raise fault(f"”{{nyckel}}” kan inte vara ”{short(text)}”", nearest(text, words))
        return text.casefold()

    return OneOf(check, words=words)


LÄGEN = ("utkast", "klar", "godkänd")


def _läge(value: object) -> object:
    """How far a section has come; the word, kept with its place."""
    word = one_of(LÄGEN).func(value)  # type: ignore[call-arg]
    return replace(value, text=word) if isinstance(value, Scalar) and isinstance(word, str) else value


Läge = Annotated[Scalar, BeforeValidator(_läge), WithJsonSchema({"type": "string", "enum": [*LÄGEN]})]


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
    if isinstance(node, Sequence):
        what = "här ska stå text eller nycklar, inte en lista"
        found.add("M01", what, node.place, "Skriv ”text: |” och listan indragen på raderna under, så blir den en del av texten.")
        return None
    if not isinstance(node, Mapping):
        instead = "Skriv nycklarna på egna rader, indragna: " + ", ".join(_names(cls)) + "."
        found.add("M01", "här ska stå nycklar med värden", node.place, instead)
        return None
    try:
        return cls.model_validate(_plain(node))
    except ValidationError as error:
        details = error.errors(include_url=False)
        unknown = [_location(detail) for detail in details if detail["type"] == "extra_forbidden"]
        for detail in details:
            if detail["type"] != "missing" or not _is_misspelt(_location(detail), unknown):
                _explain(cls, node, detail, found)
        return None


def what_is_left(cls: type[M], node: Node, explained_by: Mapping_[str, str]) -> M | None:
    """A node that has faults as a model without its faulty parts, so that the rest can be read for faults of its own.

    A part that cannot be read without the faulty one that explains it is taken away too.
    """
    plain = _plain(node)
    for _ in range(MOST_TRIES):
        try:
            return cls.model_validate(plain)
        except ValidationError as error:
            details = error.errors(include_url=False)
        places = [(_location(detail), detail) for detail in details]
        removed = [
            _remove(plain, location, detail, explained_by) for location, detail in sorted(places, key=_in_lists_from_the_end)
        ]
        if not any(removed):
            return None
    return None


def _in_lists_from_the_end(item: tuple[list[int | str], ErrorDetails]) -> list[tuple[int, str]]:
    return [(-part, "") if isinstance(part, int) else (0, part) for part in item[0]]


def _remove(plain: Any, location: list[int | str], detail: ErrorDetails, explained_by: Mapping_[str, str]) -> bool:
    """Take away what an error is about; what lacks a key goes as a whole."""
    path = [*location, *detail.get("ctx", {}).get("keys", ())[-1:]]
    if detail["type"] == "missing":
        path = path[:-1]
    owner = plain
    for part in path[:-1]:
        try:
            owner = owner[part]
        except (KeyError, IndexError, TypeError):
            return False
    present = path and (
        (isinstance(owner, dict) and path[-1] in owner) or (isinstance(owner, list) and path[-1] in range(len(owner)))
    )
    if present:
        del owner[path[-1]]
        if isinstance(owner, dict):
            owner.pop(explained_by.get(str(path[-1]), ""), None)
    return bool(present)


def _names(cls: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in cls.model_fields.items()]


def _location(detail: ErrorDetails) -> list[int | str]:
    return [part for part in detail["loc"] if isinstance(part, int) or not part.startswith(("function-", "is-"))]


def _is_misspelt(missing: list[int | str], unknown: list[list[int | str]]) -> bool:
    """Is a missing key there after all, under a name that is nearly right?"""
    return any(other[:-1] == missing[:-1] and near(str(other[-1]), [str(missing[-1])]) for other in unknown)


def _explain(cls: type[BaseModel], root: Mapping, detail: ErrorDetails, found: Collector) -> None:
    """One pydantic error in Swedish, at the place in the file."""
    location = _location(detail)
    node, place, owner = _walk(root, location)
    kind = detail["type"]
    key = next((part for part in reversed(location) if isinstance(part, str)), "")
    model = _model_at(cls, location)
    if kind == "vb":
        said = detail.get("ctx", {})
        spot = node.place if node else place
        words = {"{nyckel}": key}
        written = [node.keys[name] for name in said["keys"] if name in node.keys] if isinstance(node, Mapping) else []
        if written:
            written.sort(key=lambda name: name.place.sort_key)
            spot = written[-1].place
            words |= {"{första}": written[0].text, "{sista}": written[-1].text}
        found.add("M02", _put(words, said["what"]), spot, _put(words, said["instead"]))
    elif kind == "extra_forbidden":
        instead = _unknown_key(key, _model_at(cls, location[:-1]))
        if len(location) == 1 and place.column > 1 and not instead.startswith(("Menade", "Skriv")):
            instead += f" Är ”{short(key)}” ett eget avsnitt ska raden börja längst till vänster."
        found.add("M03", f"nyckeln ”{short(key)}” är okänd", place, instead)
    elif kind == "missing":
        found.add("M04", f"nyckeln ”{key}” saknas", owner.place, f"Lägg till raden ”{key}: …”.")
    elif kind in ("list_type", "tuple_type"):
        spot = node.place if isinstance(node, Mapping) else place
        found.add("M05", f"under ”{key}” ska stå en lista", spot, _as_list(node, model))
    elif kind in ("dict_type", "model_type", "model_attributes_type", "dataclass_type"):
        in_list = bool(location) and isinstance(location[-1], int)
        what = f"varje del av ”{key}” ska ha nycklar med värden" if in_list else f"under ”{key}” ska stå nycklar med värden"
        found.add("M06", what, place, _as_keys(node, model if model is not cls else None, in_list, kind == "dict_type", key))
    else:
        found.add("M07", f"”{key}” går inte att läsa", place, "Se handboken för hur avsnittet skrivs.")


def _put(words: dict[str, str], text: str) -> str:
    for slot, word in words.items():
        text = text.replace(slot, word)
    return text


def _unknown_key(key: str, model: type[BaseModel]) -> str:
    known = _names(model)
    if issubclass(model, Modell) and (where := model.annanstans.get(key.casefold())):
        return where
    if key.casefold() in known:
        return f"Skriv ”{key.casefold()}”, med små bokstäver."
    if (meant := _ALSO.get(key.casefold())) in known:
        return f"Menade du ”{meant}”?"
    return nearest(key, known)


def _first_key(model: type[BaseModel] | None) -> str:
    """The key that an entry begins with: the first that must be there."""
    if model is None:
        return "namn"
    return next((name for name, field in model.model_fields.items() if field.is_required()), _names(model)[0])


def _as_list(node: Node | None, model: type[BaseModel]) -> str:
    if isinstance(node, Mapping) and node.entries:
        return f"Sätt ett streck och ett mellanslag före den första nyckeln i varje del: ”- {next(iter(node.entries))}: …”."
    if isinstance(node, Scalar) and not node.text.strip():
        return "Skriv delarna på raderna under, eller ta bort nyckeln."
    said = short(node.text, 50) if isinstance(node, Scalar) and "\n" not in node.text.strip() else "…"
    return f"Skriv varje del på en egen rad som börjar med ett streck: ”- {_first_key(model)}: {said}”."


def _turned(said: str) -> str:
    """What was written with another sign than a colon."""
    name, sign, meant = (part.strip() for part in re.sub(r"->|→|=", "=", said).partition("="))
    return f"{name}: {meant}" if sign else f"…: {said}"


def _as_keys(node: Node | None, model: type[BaseModel] | None, in_list: bool, named: bool, key: str) -> str:
    """How keys are written: those of a part in a list, of parts with names of their own, of one thing."""
    said = short(node.text, 50) if isinstance(node, Scalar) and node.text.strip() else "…"
    if in_list:
        return f"Skriv ”- {_first_key(model)}: {said}”."
    if model is None:
        example = f'"*": {said}' if key == "noter" else f"{_turned(said)}"
        return f"Skriv varje del på en egen rad, indragen: {example}"
    keys = " och ".join([name for name, field in model.model_fields.items() if field.is_required()] or _names(model)[:1])
    if named:
        return f"Skriv varje del som en egen nyckel på en egen rad, indragen, och {keys} ett steg till in under den."
    return f"Skriv dem på egna rader, indragna: {keys}."


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
