"""A mall's sections, and how a mall changes those of the mall it builds on: added, removed, moved, called something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

from vb_gen.core.finding import Collector
from vb_gen.core.spelling import nearest
from vb_gen.model.base import Ja, Modell, Ord, Prosa, one_of
from vb_gen.model.chart import Standarddiagram

BLOCK = ("text", "tabell", "målredovisning", "målöversikt", "uppdrag", "indikatorer")


class Avsnitt(Modell):
    """A section: its heading, what it holds, and its parts."""

    id: Ord
    rubrik: Ord | None = None
    block: Annotated[str, one_of(BLOCK)] = "text"
    tabelltyp: Prosa | None = None
    diagram: Standarddiagram | None = None  # drawn where the author writes in the section and draws none
    kommentar: Ord | None = None  # the heading over what is said after the table
    obligatoriskt: Ja = False
    måltavla: Ja = True  # is the overview of goals shown in it, where its block has one?
    fil: Ord | None = None
    kapitel: Ord = "standard"
    anvisning: Ord | None = None
    avsnitt: list[Avsnitt] = []

    def walk(self) -> Iterator[Avsnitt]:
        """This section and all within it, in order."""
        yield self
        for child in self.avsnitt:
            yield from child.walk()


class Ändring(Modell):
    """A change of a section that the mall builds on, or a new one, and where it is to stand."""

    id: Prosa
    bort: Ja = False
    efter: Prosa | None = None
    före: Prosa | None = None
    under: Prosa | None = None  # last among the parts of another
    rubrik: Ord | None = None
    block: Annotated[str, one_of(BLOCK)] | None = None
    tabelltyp: Prosa | None = None
    diagram: Standarddiagram | None = None
    kommentar: Ord | None = None
    obligatoriskt: Ja | None = None
    måltavla: Ja | None = None
    fil: Ord | None = None
    kapitel: Ord | None = None
    anvisning: Ord | None = None
    avsnitt: list[Avsnitt] | None = None


_PLACES = ("efter", "före", "under")
_OWN = tuple(name for name in Avsnitt.model_fields if name != "id")


def changed(sections: Sequence[Avsnitt], changes: Sequence[Ändring], found: Collector) -> list[Avsnitt]:
    """The sections with the changes made, one after the other; what cannot be done is added to `found`."""
    made = list(sections)
    for change in changes:
        made = _with(made, change, found)
    return made


def _with(sections: list[Avsnitt], change: Ändring, found: Collector) -> list[Avsnitt]:
    name = " ".join(change.id.text.split())
    known = [section.id for top in sections for section in top.walk()]
    before = next((section for top in sections for section in top.walk() if section.id == name), None)
    where = [(word, place) for word in _PLACES if (place := getattr(change, word)) is not None]
    if len(where) > 1:
        what = f"”{name}” ska stå både {where[0][0]} {where[0][1].text} och {where[1][0]} {where[1][1].text}"
        found.add("M15", what, where[1][1].place, "Behåll en av raderna.")
        return sections
    if change.bort:
        if before is None:
            found.add("M15", f"avsnittet ”{name}” finns inte och kan inte tas bort", change.id.place, nearest(name, known))
        return _without(sections, name)
    own = {word: value for word in _OWN if (value := getattr(change, word)) is not None}
    section = before.model_copy(update=own) if before else Avsnitt(id=change.id, **own)  # type: ignore[arg-type]
    if not where:
        if before is not None:
            return _replaced(sections, section)
        instead = f"Skriv var: ”efter: {known[-1]}”." if known else ""
        near = nearest(name, known)
        instead += f" Är det ett som finns: {near}" if near.startswith("Menade") else ""
        found.add("M15", f"avsnittet ”{name}” är nytt, men det står inte var det ska stå", change.id.place, instead)
        return sections
    word, place = where[0]
    at = " ".join(place.text.split())
    if at not in known or at in [part.id for part in section.walk()]:
        what = f"avsnittet ”{at}” finns inte" if at not in known else f"”{name}” kan inte stå {word} sig självt"
        found.add("M15", what, place.place, nearest(at, known))
        return sections
    return _placed(_without(sections, name), section, word, at)


def _without(sections: Sequence[Avsnitt], name: str) -> list[Avsnitt]:
    return [section.model_copy(update={"avsnitt": _without(section.avsnitt, name)}) for section in sections if section.id != name]


def _replaced(sections: Sequence[Avsnitt], section: Avsnitt) -> list[Avsnitt]:
    return [
        section if old.id == section.id else old.model_copy(update={"avsnitt": _replaced(old.avsnitt, section)})
        for old in sections
    ]


def _placed(sections: Sequence[Avsnitt], section: Avsnitt, word: str, at: str) -> list[Avsnitt]:
    """The sections with one more, where it is to stand."""
    made: list[Avsnitt] = []
    for old in sections:
        parts = _placed(old.avsnitt, section, word, at)
        if old.id == at and word == "under":
            parts.append(section)
        here = old.model_copy(update={"avsnitt": parts})
        if old.id == at and word in ("efter", "före"):
            made += [here, section] if word == "efter" else [section, here]
        else:
            made.append(here)
    return made
