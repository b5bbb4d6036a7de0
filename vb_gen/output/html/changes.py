"""Changes as a page shows them: plain values that the template lays out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vb_gen.core.names import anchor
from vb_gen.diff.changes import Change, Grid, ReportDiff, summary
from vb_gen.diff.printing import parts
from vb_gen.diff.words import Piece


@dataclass(frozen=True)
class ChangeView:
    """A change that no table shows: what it is about, the words, and why it stands."""

    lead: str
    bitar: tuple[Piece, ...]
    skäl: str


@dataclass(frozen=True)
class SectionView:
    """A section with its changed tables and texts."""

    id: str
    rubrik: str
    ändringar: list[ChangeView]
    rutnät: tuple[Grid, ...]


@dataclass(frozen=True)
class ReportView:
    """A report's changes."""

    id: str
    namn: str
    titel: str
    sammanfattning: str
    upplysningar: tuple[str, ...]
    avsnitt: list[SectionView]
    anmärkningar: list[ChangeView]


def views(diffs: Sequence[ReportDiff]) -> list[ReportView]:
    """The reports of a page, without those that did not change where there are several."""
    return [_report(diff) for diff in diffs if len(diffs) == 1 or diff.händelse != "lika"]


def _report(diff: ReportDiff) -> ReportView:
    sections = [
        SectionView(anchor(s.namn), s.rubrik, [_change(c) for c in s.ändringar if not c.i_rutnät], s.rutnät) for s in diff.avsnitt
    ]
    remarks = [_change(change) for change in diff.anmärkningar]
    return ReportView(anchor(diff.namn), diff.namn, diff.titel, summary(diff), diff.upplysningar, sections, remarks)


def _change(change: Change) -> ChangeView:
    lead, pieces, reason = parts(change)
    place = change.plats
    if change.slag == "anmärkning" and place and change.händelse == "ny":
        reason = f"{place.document.name}, rad {place.line}"
    return ChangeView(lead, pieces, reason)
