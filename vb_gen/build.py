"""One build: read, render, write. What `vb build` does for a report, without anything of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vb_gen.errors import Finding, InputError, Level
from vb_gen.output import is_fresh, remember, write
from vb_gen.period import Period
from vb_gen.report import Report, read_report
from vb_gen.workspace import Workspace


@dataclass(frozen=True)
class Built:
    """What a build wrote, and what it left as it was because nothing had changed."""

    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]


class IncompleteError(Exception):
    """A decided report where something required is missing."""

    def __init__(self, report: Report) -> None:
        self.findings = [
            Finding(
                "B01",
                f"avsnittet ”{section.rubrik or section.id}” saknas i en fastställd rapport",
                section.plats,
                f"Skriv ”{section.id}:” i {section.mall.fil or 'kapitlets fil'}"
                f"{'.yaml' if section.mall.fil else ''}, eller sätt status: utkast.",
                Level.FEL,
            )
            for section in report.missing()
        ]
        super().__init__("; ".join(finding.text for finding in self.findings))


def build(
    workspace: Workspace, period: Period, enhet: str, *, formats: tuple[str, ...], out: Path, say: Callable[[str], None]
) -> Built:
    """Build a report's HTML and PDF.

    `say` is told what is going on. Raises :class:`InputError` (nothing written), :class:`IncompleteError` (nothing
    written) and :class:`~vb_gen.errors.MachineError` (what could be written is written).
    """
    from vb_gen.render.html import render_report

    say(f"Läser {period.text}/{enhet}")
    report = read_report(workspace, period, enhet)
    html = render_report(report, workspace)  # faults in running text come before the gaps
    if report.rapport.status == "fastställd" and report.missing():
        raise IncompleteError(report)
    folder = out / period.text
    written: list[Path] = []
    unchanged: list[Path] = []
    if "html" in formats:
        path = folder / f"{enhet}.html"
        write(path, html.encode("utf-8"))
        written.append(path)
    if "pdf" in formats:
        from vb_gen.render.pdf import fingerprint, make_pdf

        path = folder / f"{enhet}.pdf"
        made_of = fingerprint(html)
        if is_fresh(path, made_of):
            unchanged.append(path)
        else:
            say(f"Gör PDF av {period.text}/{enhet} (det tar några sekunder)")
            data = make_pdf(html)
            write(path, data)
            remember(path, made_of, data)
            written.append(path)
    return Built(tuple(written), tuple(unchanged))


__all__ = ["Built", "IncompleteError", "InputError", "build"]
