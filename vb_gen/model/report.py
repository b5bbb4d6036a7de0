"""A report as it was written: the mall's tree of sections with the author's content in it, tables read and derived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vb_gen.core.finding import Place
from vb_gen.core.period import Period
from vb_gen.disk.memory import Sources
from vb_gen.inputs.pictures import Pictures
from vb_gen.model.content import Indikatorer, Mål, Målredovisning, Text, has_words
from vb_gen.model.kommun import Enhet, Kommun
from vb_gen.model.mall import Mall, fill
from vb_gen.model.rapport import Rapport
from vb_gen.model.section import Avsnitt
from vb_gen.model.table import Tabell


@dataclass(frozen=True)
class Section:
    """A section of one report: what the mall says of it, what the author wrote, and the tables in it."""

    mall: Avsnitt
    rubrik: str
    plats: Place
    innehåll: Text | None = None
    tabeller: tuple[Tabell, ...] = ()
    avsnitt: tuple[Section, ...] = ()

    @property
    def id(self) -> str:
        """The section's name in the mall."""
        return self.mall.id

    @property
    def own_content(self) -> bool:
        """Did the author write anything right here?"""
        content = self.innehåll
        if content is None:
            return False
        goals = isinstance(content, Målredovisning) and bool(content.målområden)
        return bool(self.tabeller or content.diagram) or goals or has_words(content.text) or has_words(content.kommentar)

    @property
    def filled(self) -> bool:
        """Is there anything to show, here or in a part?"""
        return self.own_content or any(part.filled for part in self.avsnitt)

    @property
    def blank(self) -> bool:
        """Is all that there is tables whose cells are empty: a form that nobody has filled in?"""
        empty = all(table.kolumner and not any(row.has_content for row in table.rader) for table in self.tabeller)
        said = self.innehåll is not None and (has_words(self.innehåll.text) or has_words(self.innehåll.kommentar))
        return bool(self.tabeller) and empty and not said and not any(part.filled for part in self.avsnitt)

    @property
    def awaited(self) -> bool:
        """Is something to be written here: does the mall want it, or has the author made room for it?"""
        return self.mall.obligatoriskt or self.innehåll is not None

    def walk(self) -> Iterator[Section]:
        """This section and all within it."""
        yield self
        for part in self.avsnitt:
            yield from part.walk()


def title(rapport: Rapport, mall: Mall, words: dict[str, str]) -> str:
    """What stands on a report's cover."""
    return rapport.rubrik or fill(mall.titel or "{år}", words)


@dataclass(frozen=True)
class Report:
    """A whole report, read and derived."""

    kommun: Kommun
    enhet_id: str
    enhet: Enhet
    period: Period
    rapport: Rapport
    mall: Mall
    ord: dict[str, str]
    statusord: dict[str, dict[str, str]]
    uppdragsord: dict[str, dict[str, str]]
    saknas: dict[str, str]
    avsnitt: tuple[Section, ...]
    plats: Place
    sources: Sources = field(default_factory=Sources, compare=False, repr=False)
    bilder: Pictures | None = field(default=None, compare=False)

    @property
    def titel(self) -> str:
        """What stands on the cover."""
        return title(self.rapport, self.mall, self.ord)

    @property
    def name(self) -> str:
        """`2023/leanlink`."""
        return f"{self.period.text}/{self.enhet_id}"

    def walk(self) -> Iterator[Section]:
        """Every section."""
        for section in self.avsnitt:
            yield from section.walk()

    def tables(self) -> Iterator[Tabell]:
        """Every table, in the order of the sections."""
        for section in self.walk():
            yield from section.tabeller

    def goals(self) -> Iterator[Mål]:
        """Every goal of the goal report."""
        for section in self.walk():
            if isinstance(section.innehåll, Målredovisning):
                for area in section.innehåll.målområden:
                    yield from area.mål
            elif isinstance(section.innehåll, Indikatorer):
                for group in section.innehåll.grupper:
                    yield from group.mål

    def missing(self) -> list[Section]:
        """Sections that must be there and are not, or whose tables nobody has filled in."""
        return [s for s in self.walk() if s.mall.obligatoriskt and (s.blank or not s.filled)]
