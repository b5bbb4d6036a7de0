"""The reports of a build held against the rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vb_gen.checks.rule import Libraries, Remark
from vb_gen.checks.run import RULES, Look, Result, check, look, settle
from vb_gen.core.finding import Level, count_text
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.output.findings import format_remark

if TYPE_CHECKING:
    from vb_gen.output.html.view import ControlView


@dataclass(frozen=True)
class Verdict:
    """What was found in the reports of a build, in words: may they be written, and what is to be said of them?"""

    refusal: str  # the faults of decided reports that no waiver covers, for which nothing is written; or nothing
    left: str  # how much there is to look at, of each level; nothing where there is nothing
    control: ControlView | None  # what was checked in the first report


def look_among(workspace: Workspace, reports: Sequence[Report]) -> list[Look]:
    """What the rules that look at other reports too find in each; half of the work, and it needs nothing of the other half."""
    libraries = Libraries(workspace, reports)
    rules = [rule for rule in RULES if rule.among]
    return [look(report, libraries.of(report.enhet_id), rules) for report in reports]


def judge(
    workspace: Workspace, reports: Sequence[Report], among: Callable[[], Sequence[Look]] | None = None, *, control: bool
) -> Verdict:
    """Hold the reports against the rules and the other reports of the workspace; and lay out what was checked, if asked.

    `among` gives what :func:`look_among` finds, where that is done beside.
    """
    libraries = Libraries(workspace, reports)
    if among is None:
        results = [check(report, libraries.of(report.enhet_id)) for report in reports]
    else:
        rules = [rule for rule in RULES if not rule.among]
        alone = [look(report, libraries.of(report.enhet_id), rules) for report in reports]
        results = [settle(report, looks) for report, *looks in zip(reports, alone, among(), strict=True)]
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
    from vb_gen.output.html.appendix import control

    return control(result)
