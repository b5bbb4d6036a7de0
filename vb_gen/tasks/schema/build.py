"""The schemas: from the models' structure, the texts of their fields, and the malls' trees of sections.

They are generated and never stored with the program. Draft 7 is what the YAML support of every editor understands; a
`$ref` has no siblings there. What a schema refuses `vb` refuses too; what is inside a table only `vb check` can tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel

from vb_gen.core.finding import Collector, InputError
from vb_gen.core.node import Scalar
from vb_gen.disk.stray import is_stray
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.files import nodes
from vb_gen.model.content import MODELS
from vb_gen.model.grid import EGENSKAPER
from vb_gen.model.kommun import Kommun
from vb_gen.model.mall import Mall, column_types, fill
from vb_gen.model.rapport import Rapport
from vb_gen.model.section import Avsnitt
from vb_gen.model.tema import Tema
from vb_gen.read.instructions import open_malls
from vb_gen.read.theme import theme_file
from vb_gen.tasks.schema.texts import FIELDS

DRAFT = "http://json-schema.org/draft-07/schema#"
FOLDER = "schema"
ALL = "kapitel"  # the schema of a chapter file whose name the mall does not have
_TEXT = ("string", "number", "boolean", "null")  # what an editor may take a text for
Schema = dict[str, Any]


def schemas(workspace: Workspace) -> dict[str, Schema]:
    """Every schema by its path below the schemas' folder: `kommun.json`, `vb-2023/ekonomi.json`.

    Raises :class:`InputError` where a mall cannot be read.
    """
    malls = open_malls(workspace)
    latest = list(malls.values())[-1]
    made = {
        "kommun.json": _document("Kommunen: inputs/kommun.yaml", Kommun, latest),
        "rapport.json": _document("En rapport: rapport.yaml", Rapport, latest),
        "tema.json": _document("Temat: inputs/tema.yaml", Tema, latest),
        "mall.json": _document("En mall: templates/mallar/*.yaml", Mall, latest),
    }
    for name, mall in malls.items():
        for file, own in _files(mall).items():
            made[f"{name}/{file}.json"] = _chapter(f"{file}.yaml enligt {name}", mall, own)
        made[f"{name}/{ALL}.json"] = _chapter(f"Ett kapitel enligt {name}", mall, list(mall.walk()))
    return made


def to_text(schema: Schema) -> str:
    """A schema as it is written."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def schema_of(path: PurePosixPath, mall: str, made: dict[str, Schema]) -> str:
    """The schema of a file in a report's folder."""
    if path.name == "rapport.yaml":
        return "rapport.json"
    own = f"{mall}/{path.stem}.json"
    return own if own in made else f"{mall}/{ALL}.json"


def written(workspace: Workspace, made: dict[str, Schema]) -> Iterator[tuple[PurePosixPath, str]]:
    """Every file that people have written in the workspace, and its schema; reports whose mall is not there are left out."""
    yield PurePosixPath("inputs/kommun.yaml"), "kommun.json"
    if theme_file(workspace).is_file():
        yield PurePosixPath("inputs/tema.yaml"), "tema.json"
    for period, enhet in workspace.reports():
        folder = workspace.folder(period, enhet)
        mall = _mall_of(workspace, folder)
        for path in sorted(path for path in folder.glob("*.yaml") if not is_stray(path.name)):
            name = PurePosixPath(path.relative_to(workspace.root).as_posix())
            schema = schema_of(name, mall, made)
            if schema in made:
                yield name, schema
    for path in sorted((workspace.root / "templates" / "mallar").glob("*.yaml")):
        if not is_stray(path.name):
            yield PurePosixPath(path.relative_to(workspace.root).as_posix()), "mall.json"


def line_for(path: PurePosixPath, schema: str) -> str:
    """The line at the top of a file that editors' YAML support picks up."""
    return f"# yaml-language-server: $schema={'../' * (len(path.parts) - 1)}{FOLDER}/{schema}"


def _mall_of(workspace: Workspace, folder: Path) -> str:
    try:
        named = nodes(workspace, folder / "rapport.yaml").entries.get("mall")
    except InputError:
        return ""
    return named.text if isinstance(named, Scalar) else ""


def _files(mall: Mall) -> dict[str, list[Avsnitt]]:
    """The sections that belong in each file."""
    files: dict[str, list[Avsnitt]] = {}

    def sort(section: Avsnitt, file: str | None) -> None:
        file = section.fil or file
        if file:
            files.setdefault(file, []).append(section)
        for part in section.avsnitt:
            sort(part, file)

    for section in mall.avsnitt:
        sort(section, None)
    return files


def _document(title: str, model: type[BaseModel], mall: Mall) -> Schema:
    return {"$schema": DRAFT, "title": title, **_of_model(model, mall)}


def _chapter(title: str, mall: Mall, own: list[Avsnitt]) -> Schema:
    """A chapter's file: its own sections are offered; the mall's others may stand there too."""
    definitions: Schema = {}
    sections = {section.id: _section(section, mall, definitions) for section in mall.walk()}
    mine = {section.id for section in own}
    return {
        "$schema": DRAFT,
        "title": title,
        "type": ["object", "null"],
        "properties": {name: schema for name, schema in sections.items() if name in mine},
        "patternProperties": {f"^{name}$": schema for name, schema in sections.items() if name not in mine},
        "additionalProperties": False,
        "$defs": definitions,
    }


def _section(section: Avsnitt, mall: Mall, definitions: Schema) -> Schema:
    content = _of_model(MODELS[section.block], mall)
    definitions.update(content.pop("$defs", {}))
    if section.block == "tabell":
        kind = section.tabelltyp.text if section.tabelltyp else section.id
        if kind in mall.tabelltyper:
            rows = content["properties"]["rader"]
            rows["description"] += f" Kolumner: {', '.join(_columns(mall, kind))}. Egenskaper: {', '.join(EGENSKAPER)}."
    words = mall.ord | {"år": "ÅÅÅÅ", "belopp": "mnkr"}
    title = fill(section.rubrik or "", words) or f"Avsnittet {section.id}, utan egen rubrik"
    must = "Måste finnas i en fastställd rapport" if section.obligatoriskt else ""
    said = [part.rstrip(".") for part in (title, section.anvisning or "", must) if part]
    return {
        "description": ". ".join(said) + ".",
        **content,
        "type": ["object", *_TEXT],
    }  # a section that is only text needs no key for it


def _columns(mall: Mall, kind: str) -> list[str]:
    return [column.ord for column in column_types(mall.tabelltyper[kind], Collector())]


def _of_model(model: type[BaseModel], mall: Mall) -> Schema:
    """A model's schema with the texts of its fields."""
    made = model.model_json_schema()
    models = {one.__name__: one for one in _models(model)}
    definitions = made.pop("$defs", {})
    out = _tidy(made, model, mall)
    if definitions:
        out["$defs"] = {name: _tidy(schema, models[schema.get("title", name)], mall) for name, schema in definitions.items()}
    return out


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and every one within it."""
    seen: set[type[BaseModel]] = set()
    waiting: list[Any] = [model]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel) and one not in seen:
            seen.add(one)
            yield one
            waiting += [field.annotation for field in one.model_fields.values()]
        waiting += getattr(one, "__args__", ())


def text_of(model: type[BaseModel], field: str, mall: Mall) -> str:
    """What a field is for: as its own model says (or the one it takes the field over from), else as the mall instructs."""
    for one in model.__mro__:
        if field in FIELDS.get(one.__name__, {}):
            return FIELDS[one.__name__][field]
    return mall.anvisning(field, model.__name__.casefold().removeprefix("standard"))


def _tidy(schema: Schema, model: type[BaseModel], mall: Mall) -> Schema:
    """Without pydantic's titles, defaults and English; every property with its text."""
    out = {key: value for key, value in schema.items() if key not in ("title", "description", "properties")}
    if "$ref" in out:  # a model that holds itself
        return out
    out["properties"] = {name: _property(one, text_of(model, name, mall)) for name, one in schema["properties"].items()}
    return out


def _property(schema: Schema, text: str) -> Schema:
    kept = {key: value for key, value in schema.items() if key not in ("title", "default")}
    choices = [one for one in kept.get("anyOf", ()) if one != {"type": "null"}]  # an empty key is no way to leave it out
    if len(choices) == 1:
        kept = choices[0]
    return {"description": text, **({"allOf": [kept]} if "$ref" in kept else kept)}
