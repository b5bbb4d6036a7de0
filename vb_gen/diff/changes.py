"""What a comparison comes to: changes in the reader's terms, section by section, with what they stand among."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vb_gen.core.finding import Place
from vb_gen.core.names import listed
from vb_gen.diff.words import Piece

Slag = Literal["siffra", "bedömning", "målvärde", "text", "rad", "kolumn", "tabell", "mål", "avsnitt", "uppgift", "anmärkning"]
Händelse = Literal["ny", "borta", "ändrad", "omdöpt", "flyttad", "följer"]


@dataclass(frozen=True)
class Change:
    """One thing that changed: of what kind it is, what happened to it, what it was and is, and what follows from it."""

    slag: Slag
    händelse: Händelse
    vad: str
    före: str = ""
    efter: str = ""
    plats: Place | None = None  # in the new files; of what is gone, in the old
    ord: tuple[Piece, ...] = ()  # word by word, for texts
    följder: tuple[Change, ...] = ()
    i_rutnät: bool = False  # its grid shows it already
    skäl: str = ""  # why it stands: a waiver's reason, what it follows from


@dataclass(frozen=True)
class GridCell:
    """A cell: what stands, is struck and put in; `följer` where it follows from another change."""

    bitar: tuple[Piece, ...]
    klass: str = ""
    följer: bool = False


@dataclass(frozen=True)
class GridRow:
    """A row among the changed ones; `utelämnade` counts rows without change that are not shown."""

    slag: Literal["lika", "ny", "borta", "ändrad", "utelämnad"]
    celler: tuple[GridCell, ...] = ()
    utelämnade: int = 0


@dataclass(frozen=True)
class Grid:
    """A table's changed rows, with its headings, its sums and how many rows are left out."""

    rubrik: str
    kolumner: tuple[GridCell, ...]
    rader: tuple[GridRow, ...]


@dataclass(frozen=True)
class SectionDiff:
    """What changed in a section: its headings from the chapter down, the changes, and the tables they stand in."""

    namn: str
    rubrik: str
    ändringar: tuple[Change, ...]
    rutnät: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class ReportDiff:
    """What changed in a report. `händelse` is ny or borta where only one side has it; `fel` where one cannot be read."""

    namn: str
    titel: str
    mot: str
    händelse: Literal["ändrad", "ny", "borta", "lika", "oläslig"]
    avsnitt: tuple[SectionDiff, ...] = ()
    anmärkningar: tuple[Change, ...] = ()
    upplysningar: tuple[str, ...] = ()  # what could not be compared, and why

    def walk(self) -> Iterator[Change]:
        """Every change, what follows from one right after it."""
        for section in self.avsnitt:
            for change in section.ändringar:
                yield change
                yield from change.följder


_COUNTED: tuple[tuple[Slag, str, str], ...] = (
    ("siffra", "siffra", "siffror"),
    ("bedömning", "bedömning", "bedömningar"),
    ("målvärde", "målvärde", "målvärden"),
    ("mål", "mål", "mål"),
    ("rad", "rad", "rader"),
    ("kolumn", "kolumn", "kolumner"),
    ("tabell", "tabell", "tabeller"),
    ("avsnitt", "avsnitt", "avsnitt"),
    ("text", "stycke", "stycken"),
    ("uppgift", "uppgift om rapporten", "uppgifter om rapporten"),
)


def summary(diff: ReportDiff) -> str:
    """`Ändrat: 3 siffror (5 till följer), 1 bedömning. vb check: 1 ny anmärkning.`"""
    if diff.händelse == "lika":
        return "Inget har ändrats."
    if diff.händelse == "oläslig":
        return "Rapporten kan inte läsas."
    own = [change for change in diff.walk() if change.händelse != "följer"]
    following = sum(change.händelse == "följer" for change in diff.walk())
    parts = []
    for slag, one, many in _COUNTED:
        if count := sum(change.slag == slag for change in own):
            parts.append(f"{count} {one if count == 1 else many}")
    if following:
        parts.append(f"{following} {'ändring' if following == 1 else 'ändringar'} som följer")
    lead = {"ny": "Ny rapport: ", "borta": "Rapporten finns inte längre: "}.get(diff.händelse, "Ändrat: ")
    said = f"{lead}{listed(parts)}." if parts else lead.rstrip(": ") + "." if diff.händelse != "ändrad" else ""
    new = sum(change.händelse == "ny" for change in diff.anmärkningar)
    gone = len(diff.anmärkningar) - new
    remarks = [f"{new} {'ny anmärkning' if new == 1 else 'nya anmärkningar'}"] if new else []
    remarks += [f"{gone} {'anmärkning' if gone == 1 else 'anmärkningar'} borta"] if gone else []
    return " ".join(part for part in (said, f"vb check: {listed(remarks)}." if remarks else "") if part)
