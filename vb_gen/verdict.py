"""What the rules make of the reports of a build: may they be written, and what is to be said of them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vb_gen.checks.base import Libraries, Remark
from vb_gen.checks.printing import format_remark
from vb_gen.checks.run import Result, check
from vb_gen.errors import Level, count_text
from vb_gen.report import Report
from vb_gen.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.render.view import ControlView


@dataclass(frozen=True)
class Verdict:
    """What was found in the reports of a build."""

    faults: tuple[Remark, ...]  # of decided reports, covered by no waiver: these must not be written
    left: str  # how much there is to look at, of each level; nothing where there is nothing
    control: ControlView | None  # what was checked in the first report

    @property
    def told(self) -> str:
        """The faults in words, one after another."""
        return "\n".join(format_remark(fault) for fault in self.faults)


def judge(workspace: Workspace, reports: Sequence[Report], *, control: bool) -> Verdict:
    """Hold the reports against the rules and the other reports of the workspace; and lay out what was checked, if asked."""
    libraries = Libraries(workspace, reports)
    results = [check(report, libraries.of(report.enhet_id)) for report in reports]
    found = [(result.report.rapport.status, remark) for result in results for remark in result.open]
    return Verdict(
        tuple(remark for status, remark in found if status == "fastställd" and remark.level is Level.FEL),
        f"{count_text(remark for _, remark in found)} att se över" if found else "",
        _laid_out(results[0]) if control else None,
    )


def _laid_out(result: Result) -> ControlView:
    from vb_gen.render.appendix import control

    return control(result)
