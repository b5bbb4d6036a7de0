"""Family 7: the municipality's goal that a goal belongs to is the same in the goal report and among the indicators."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.targets import goals, names
from vb_gen.core.finding import Level
from vb_gen.core.names import slug
from vb_gen.model.content import Indikatorer

_SPELLED = 0.75  # how much two names of one goal have in common, letter for letter


@rule("N19", Level.VARNING, "Mål")
def belongs(subject: Subject) -> Iterator[Remark]:
    """N19: a goal and the group of its indicators name the same municipal goal."""
    told = [(section, said) for section, said in goals(subject.report) if said.kommunövergripande]
    if not told:
        return
    homes: dict[str, list[str]] = {}
    for section in subject.report.walk():
        content = section.innehåll
        if isinstance(content, Indikatorer) and len(content.grupper) == len(section.tabeller):
            for group, table in zip(content.grupper, section.tabeller, strict=True):
                for row in table.rader if group.kommunövergripande else ():
                    if row.mål and group.kommunövergripande not in homes.setdefault(slug(row.mål), []):
                        homes[slug(row.mål)].append(str(group.kommunövergripande))
    for section, said in told:
        groups = [home for name in names(said) for home in homes.get(name, ())]
        if not groups:
            continue
        subject.held("N19")
        own = slug(said.kommunövergripande or "")
        if not any(_alike(own, slug(home)) for home in groups):
            text = f"målet hör till {said.kommunövergripande} i målredovisningen, men till {groups[0]} bland indikatorerna: {said.namn}"
            place = said.plats("kommunövergripande") or section.plats
            yield Remark(
                "N19",
                text,
                place,
                "Skriv samma kommunövergripande mål på båda ställena.",
                Level.VARNING,
                rapport=subject.report.name,
                avsnitt=section.id,
                rad=said.namn,
                fakta=(Term(f"{said.namn}, kommunövergripande", said.kommunövergripande or "", place),),
            )


def _alike(one: str, other: str) -> bool:
    """Are two names one goal's? It may be shortened, or spelled in two ways."""
    return one.startswith(other) or other.startswith(one) or SequenceMatcher(None, one, other).ratio() > _SPELLED
