"""How far every section of a report has come: missing, a draft, ready, approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.core.finding import Finding, Level, Place
from vb_gen.core.node import Scalar
from vb_gen.model.base import LÄGEN
from vb_gen.model.report import Report, Section

SAKNAS = "saknas"
ALLA = (SAKNAS, *LÄGEN)
UTKAST, _, GODKÄND = LÄGEN


@dataclass(frozen=True)
class SectionState:
    """A section and how far it has come."""

    section: Section
    läge: str
    sagt: Place | None  # where that was written; None where nothing was

    @property
    def namn(self) -> str:
        """What it is called: its heading, or its key where it has none."""
        return self.section.rubrik or self.section.id

    @property
    def begun(self) -> bool:
        """Has anybody written its key?"""
        return self.section.innehåll is not None


def states(report: Report) -> list[SectionState]:
    """Every section that has something in it, or should have, in the report's order.

    A section's own läge counts, else that of the section around it, else that of rapport.yaml. Where none is written in a
    whole report the marks are not in use: then a decided report is approved with its decision, and another is a draft.
    """
    used = report.rapport.läge or any(s.innehåll is not None and s.innehåll.läge is not None for s in report.walk())
    unsaid = GODKÄND if report.rapport.status == "fastställd" and not used else UTKAST
    return [state for section in report.avsnitt for state in _walk(section, report.rapport.läge, unsaid)]


def _walk(section: Section, above: Scalar | None, unsaid: str) -> Iterator[SectionState]:
    content = section.innehåll
    said = (content.läge if content else None) or above
    if section.own_content:
        yield SectionState(section, said.text if said else unsaid, said.place if said else None)
    elif not section.filled and section.awaited:
        yield SectionState(section, SAKNAS, None)
    for part in section.avsnitt:
        yield from _walk(part, said, unsaid)


def gaps(report: Report) -> list[Finding]:
    """What is missing or not approved in a decided report, which is not built so."""
    if report.rapport.status != "fastställd":
        return []
    found = []
    files = {s.id: chapter.mall.fil for chapter in report.avsnitt for s in chapter.walk()}
    for section in report.missing():
        file = section.mall.fil or files.get(section.id)
        where = f"i {file}.yaml" if file else "i kapitlets fil"
        what, instead = ("saknas", f"Skriv ”{section.id}:” {where}")
        if section.blank:
            what, instead = ("har bara tomma celler", "Fyll i tabellen")
        text = f"avsnittet ”{section.rubrik or section.id}” {what} i en fastställd rapport"
        found.append(Finding("B01", text, section.plats, f"{instead}, eller sätt status: utkast.", Level.FEL))
    return [*found, *unapproved(report)]


def unapproved(report: Report) -> list[Finding]:
    """What stops a decided report: every section that is there and not approved, told where its läge is written."""
    waiting = [state for state in states(report) if state.läge not in (SAKNAS, GODKÄND)]
    found, rest = [], []
    for state in waiting:
        content = state.section.innehåll
        if state.sagt is not None and content is not None and content.läge is not None and content.läge.place == state.sagt:
            what = f"avsnittet ”{state.namn}” är inte godkänt i en fastställd rapport: läget är {state.läge}"
            found.append(
                Finding("B02", what, state.sagt, "Skriv läge: godkänd när avsnittet är granskat, eller sätt status: utkast.")
            )
        else:
            rest.append(state)
    by_place: dict[Place, list[SectionState]] = {}
    for state in rest:
        by_place.setdefault(state.sagt or report.plats, []).append(state)
    for place, together in by_place.items():
        names = ", ".join(state.section.id for state in together)
        count = f"{len(together)} avsnitt är inte godkända" if len(together) > 1 else "ett avsnitt är inte godkänt"
        what = f"{count} i en fastställd rapport: {names}"
        instead = "Skriv läge: godkänd i vart och ett när det är granskat, eller här när alla är det; eller sätt status: utkast."
        found.append(Finding("B02", what, place, instead))
    return found
