"""The coordinator's page: how far every report has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vb_gen.core.finding import Collector, Level
from vb_gen.core.names import anchor
from vb_gen.disk.workspace import Workspace
from vb_gen.model.progress import ALLA
from vb_gen.output.html.html import render_template
from vb_gen.read.reading import read_kommun
from vb_gen.tasks.status import ReportStatus

NIVÅER = {Level.FEL: "Fel", Level.VARNING: "Varningar", Level.UPPLYSNING: "Upplysningar"}


@dataclass(frozen=True)
class SectionRow:
    """A section's line in its report's table."""

    rubrik: str
    läge: str
    plats: str
    antal: list[int]


@dataclass(frozen=True)
class ReportView:
    """A report: its line in the overview, and its sections."""

    id: str
    namn: str
    period: str
    status: str
    lägen: list[str]
    antal: list[int]
    avsnitt: list[SectionRow]
    fel: list[str]  # where it cannot be read


@dataclass(frozen=True)
class StatusPageView:
    """The whole page."""

    titel: str
    kommun: str
    lägen: list[str]
    nivåer: list[str]
    rapporter: list[ReportView]


def render_status(reports: Sequence[ReportStatus], workspace: Workspace, period: str | None) -> str:
    """The status of reports as a page of its own."""
    kommun, _ = read_kommun(workspace, Collector())
    page = StatusPageView(
        titel=f"Läget för rapporterna {period}" if period else "Läget för rapporterna",
        kommun=kommun.namn if kommun else "",
        lägen=[läge.capitalize() for läge in ALLA],
        nivåer=list(NIVÅER.values()),
        rapporter=[_view(report) for report in reports],
    )
    return render_template("status.html.j2", workspace, ("status.css",), sida=page)


def _view(report: ReportStatus) -> ReportView:
    return ReportView(
        id=anchor(f"{report.enhet}-{report.period}"),
        namn=report.namn,
        period=report.period,
        status=report.status,
        lägen=[str(number) if report.avsnitt else "–" for number in report.lägen.values()],
        antal=list(report.antal.values()),
        avsnitt=[SectionRow(s.rubrik, s.läge, s.var, list(s.antal.values())) for s in report.avsnitt],
        fel=[f"{finding.place}: {finding.text}" for finding in report.oläst],
    )
