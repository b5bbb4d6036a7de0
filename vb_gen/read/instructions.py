"""The municipality's instructions for a section, a key or a column: what the malls say of it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.core.finding import Collector, Document, Place, UseError
from vb_gen.core.names import slug
from vb_gen.core.node import Mapping
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace, package_templates
from vb_gen.inputs.yaml.files import nodes
from vb_gen.model.mall import Mall, column_types, fill, read_mall
from vb_gen.model.section import Avsnitt

SAMPLE = Period("2024-08", 2024, 8)  # headings are shown in the words of some year
_KINDS = {"målredovisning": "mål", "målöversikt": "måltavla"}


@dataclass(frozen=True)
class Told:
    """What is said of a word: what the word is, where it stands, the instruction, and the malls that say so."""

    vad: str
    anvisning: str
    mallar: tuple[str, ...]


def open_malls(workspace: Workspace | None) -> dict[str, Mall]:
    """The workspace's malls by name; without a workspace, those that come with the program."""
    here = workspace or Workspace(package_templates().parent)
    found = Collector()

    def load(name: str) -> Mapping:
        path = here.template(f"mallar/{name}.yaml")
        if path is None:
            raise UseError(f"Mallen {name} finns inte.")
        return nodes(here, path)

    nowhere = Place(Document("mall", ()), 1, 1)
    malls = {name: read_mall(name, load, nowhere, found) for name in here.mallar()}
    found.stop()
    return {name: mall for name, mall in malls.items() if mall is not None}


def instructions(malls: dict[str, Mall], word: str) -> list[Told]:
    """What the malls say of a word; what several say alike is told once."""
    wanted = " ".join(word.split()).casefold()
    said: dict[tuple[str, str], list[str]] = {}
    for name, mall in malls.items():
        for told in (*_sections(mall, wanted), *_words(mall, wanted)):
            said.setdefault(told, []).append(name)
    return [Told(what, text, tuple(names)) for (what, text), names in said.items()]


def known_words(malls: dict[str, Mall]) -> list[str]:
    """Every word that something is said of."""
    words = {section.id for mall in malls.values() for section in mall.walk()}
    return sorted(words | {_bare(key) for mall in malls.values() for key in mall.anvisningar})


def _sections(mall: Mall, wanted: str) -> Iterator[tuple[str, str]]:
    def walk(section: Avsnitt, file: str) -> Iterator[tuple[str, str]]:
        file = section.fil or file
        if section.id == wanted or slug(section.id) == slug(wanted):
            title = fill(section.rubrik or "", words)
            parts = [
                f"avsnitt i {file}.yaml",
                _KINDS.get(section.block, section.block),
                *(["måste finnas"] * section.obligatoriskt),
            ]
            yield ", ".join(parts) + (f"\nRubrik: {title}" if title else ""), fill(section.anvisning or "", words)
        for part in section.avsnitt:
            yield from walk(part, file)

    words = mall.ord | SAMPLE.words() | {"belopp": "mnkr", "enhets": "förvaltningens"}
    for section in mall.avsnitt:
        yield from walk(section, "")


def _words(mall: Mall, wanted: str) -> Iterator[tuple[str, str]]:
    year = re.sub(r"\b(?:19|20)\d\d\b", "ÅÅÅÅ", wanted).replace("åååå", "ÅÅÅÅ").replace("ÅÅÅÅ-mm", "ÅÅÅÅ-MM")
    year = re.sub(r"ÅÅÅÅ-(?:0\d|1[0-2])", "ÅÅÅÅ-MM", year)
    tables = [name for name, kind in mall.tabelltyper.items() if any(c.ord == year for c in column_types(kind, Collector()))]
    for key, text in mall.anvisningar.items():
        place = key.removesuffix(_bare(key)).rstrip(".")
        if _bare(key) != year:
            continue
        if place:
            yield f"nyckel eller kolumn i {place}", text
        elif tables:
            yield f"kolumn i {', '.join(tables)}", text
        else:
            yield "nyckel", text


def _bare(key: str) -> str:
    """The word of a key that may name its place: `uppdrag.status` is of `status`; `ack. utfall` is a word."""
    return re.sub(r"^\w+\.(?=\S)", "", key)


def to_text(word: str, told: list[Told]) -> str:
    """What is said, for a terminal."""
    out = []
    for one in told:
        out += [f"{word}: {one.vad}", f"Mall: {', '.join(one.mallar)}", "", *textwrap.wrap(one.anvisning, 96), ""]
    return "\n".join(out).rstrip("\n")
