"""The reports of a build held against the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vb_gen.checks.base import Libraries, Remark
from vb_gen.checks.printing import format_remark
from vb_gen.checks.run import Result, check
from vb_gen.errors import Level, count_text
from vb_gen.report import Report
from vb_gen.verdict import Verdict
from vb_gen.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.render.view import ControlView


def judge(workspace: Workspace, reports: Sequence[Report], *, control: bool) -> Verdict:
    """Hold the reports against the rules and the other reports of the workspace; and lay out what was checked, if asked."""
    libraries = Libraries(workspace, reports)
    results = [check(report, libraries.of(report.enhet_id)) for report in reports]
    found = [(result.report.rapport.status, remark) for result in results for remark in result.open]
    faults = [remark for status, remark in found if status == "fastställd" and remark.level is Level.FEL]
    return Verdict(
        _refusal(faults) if faults else "",
        f"{count_text(remark for _, remark in found)} att se över" if found else "",
        _laid_out(results[0]) if control else None,
    )


def _refusal(faults: Sequence[Remark]) -> str:
    last = f"{count_text(faults)} i en fastställd rapport. Rätta, eller skriv ett undantag med skäl. Inget skrevs."
    return "\n".join([*(format_remark(fault) for fault in faults), last])


def _laid_out(result: Result) -> ControlView:
    from vb_gen.render.appendix import control

    return control(result)
