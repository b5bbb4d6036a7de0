"""What the coordinator asks: how far every section of every report has come, and what is left to mend."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from vb_gen.checks.claims.coverage import Coverage, whole
from vb_gen.checks.rule import Library, families
from vb_gen.checks.run import Result, check
from vb_gen.core.finding import Collector, Finding, InputError, Level
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.model.progress import ALLA, SectionState, gaps, states
from vb_gen.model.report import Report
from vb_gen.output.findings import with_faults
from vb_gen.read.reading import read_kommun
from vb_gen.tasks.proof import read_all, text_faults

if TYPE_CHECKING:
    from vb_gen.checks.rule import Remark

Antal = dict[Level, int]


@dataclass(frozen=True)
class SectionStatus:
    """A section: how far it has come, and how many findings stand in it."""

    id: str
    rubrik: str
    läge: str
    plats: tuple[str, int] | None  # the file and line of its key; None where nobody has begun
    antal: Antal
    prosa: Coverage = field(default_factory=Coverage)  # what was tested of its running text

    @property
    def var(self) -> str:
        """Its file and line, as they are shown."""
        return "{}:{}".format(*self.plats) if self.plats else "–"


@dataclass(frozen=True)
class ReportStatus:
    """A report: its status, its sections, and how many findings there are; `oläst`: why it cannot be built."""

    period: str
    enhet: str
    namn: str
    status: str
    avsnitt: tuple[SectionStatus, ...]
    antal: Antal
    oläst: tuple[Finding, ...] = ()
    prosa: Coverage = field(default_factory=Coverage)

    @property
    def lägen(self) -> dict[str, int]:
        """How many sections there are in each läge."""
        return {läge: sum(section.läge == läge for section in self.avsnitt) for läge in ALLA}


def collect(workspace: Workspace, chosen: Sequence[tuple[Period, str]]) -> list[ReportStatus]:
    """The status of reports, in their order."""
    kommun, _ = read_kommun(workspace, Collector())
    names = {key: enhet.namn for key, enhet in kommun.enheter.items()} if kommun else {}
    found = {}
    for library, reports in families(workspace, chosen):
        for period, enhet in reports:
            found[period, enhet] = _status(library, period, enhet, names.get(enhet, enhet))
    return [found[one] for one in chosen]


def _status(library: Library, period: Period, enhet: str, name: str) -> ReportStatus:
    report = library.report(f"{period.text}/{enhet}")
    if report is None:
        try:
            report = read_all(library.workspace, period, enhet)  # it could not be read a moment ago
        except InputError as error:
            return ReportStatus(period.text, enhet, name, "kan inte läsas", (), _count(error.findings), error.findings)
    return _of_report(report, check(report, library), tuple(text_faults(report)))


def _of_report(report: Report, result: Result, faults: tuple[Finding, ...]) -> ReportStatus:
    remarks = [remark for remark in with_faults(result.found, [*faults, *gaps(report)]).remarks if not remark.undantag]
    sections = states(report)
    where = _by_section(report, sections, remarks)
    return ReportStatus(
        report.period.text,
        report.enhet_id,
        report.enhet.namn,
        report.rapport.status,
        tuple(
            SectionStatus(s.section.id, s.namn, s.läge, _place(s), _count(where.get(s.section.id, [])), _prose(s, result))
            for s in sections
        ),
        _count(remarks),
        faults,
        whole(result.prosa.values()),
    )


def _prose(state: SectionState, result: Result) -> Coverage:
    """What was tested of a section's running text."""
    return result.prosa.get(state.section.id, Coverage())


def _place(state: SectionState) -> tuple[str, int] | None:
    """The file and line alone: a place holds the text of its whole file."""
    place = state.section.plats
    return (place.document.name, place.line) if state.begun else None


def _by_section(report: Report, sections: Sequence[SectionState], remarks: Sequence[Remark]) -> dict[str, list[Remark]]:
    """The remarks by the section they stand in: the last one that begins above them in the same file."""
    begins = sorted(
        ((s.plats.document.name, s.plats.line, s.id) for s in report.walk() if s.innehåll is not None), key=lambda spot: spot[:2]
    )
    told = {state.section.id for state in sections}
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        above = [name for file, line, name in begins if file == remark.place.document.name and line <= remark.place.line]
        if above and above[-1] in told:
            found.setdefault(above[-1], []).append(remark)
    return found


def _count(findings: Sequence[Finding] | Sequence[Remark]) -> Antal:
    return {level: sum(finding.level is level for finding in findings) for level in Level}


def to_json(reports: Sequence[ReportStatus]) -> str:
    """The status for programs."""
    return json.dumps([_record(report) for report in reports], ensure_ascii=False, indent=1)


def _record(report: ReportStatus) -> dict[str, Any]:
    return {
        "period": report.period,
        "enhet": report.enhet,
        "namn": report.namn,
        "status": report.status,
        "lägen": report.lägen,
        "anmärkningar": {level.value: number for level, number in report.antal.items()},
        "text": report.prosa.record(),
        "avsnitt": [
            {
                "avsnitt": section.id,
                "rubrik": section.rubrik,
                "läge": section.läge,
                "fil": section.plats[0] if section.plats else None,
                "rad": section.plats[1] if section.plats else None,
                "anmärkningar": {level.value: number for level, number in section.antal.items()},
                "text": section.prosa.record(),
            }
            for section in report.avsnitt
        ],
    }


def to_text(reports: Sequence[ReportStatus]) -> str:
    """The status for a person: a line a report, then every section of each that can be read."""
    head = ["PERIOD", "ENHET", "STATUS", *(läge.upper() for läge in ALLA), "FEL", "VARNINGAR", "UPPLYSNINGAR"]
    rows = [
        [r.period, r.enhet, r.status, *(str(n) if r.avsnitt else "–" for n in r.lägen.values()), *map(str, r.antal.values())]
        for r in reports
    ]
    out = [_columns([head, *rows], 3)]
    for report in reports:
        lines = [[s.läge, s.id, s.var, _told(s.antal)] for s in report.avsnitt]
        if lines:
            told = "" if report.prosa.empty else f": i texten {report.prosa.text}"
            out.append(
                f"{report.period}/{report.enhet}{told}\n" + _columns([["LÄGE", "AVSNITT", "PLATS", "ANMÄRKNINGAR"], *lines], 4)
            )
    return "\n\n".join(out)


def _told(count: Antal) -> str:
    """`2 fel, 1 varning`; nothing where there are none."""
    many = {Level.FEL: "fel", Level.VARNING: "varningar", Level.UPPLYSNING: "upplysningar"}
    return ", ".join(f"{number} {level if number == 1 else many[level]}" for level, number in count.items() if number)


def _columns(rows: list[list[str]], left: int) -> str:
    """Rows in columns; those from number `left` hold figures and lean right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(c.ljust(w) if i < left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    )
