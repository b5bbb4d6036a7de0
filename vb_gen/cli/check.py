"""`vb check`: what does not hold."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from vb_gen.cli.base import BAD_INPUT, OK, Enhet, Period, app, chosen_reports, open_workspace, say, show_findings, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import Finding, InputError, UseError
from vb_gen.disk.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.checks.rule import Library
    from vb_gen.checks.run import Found, Result
    from vb_gen.core.period import Period as WorkPeriod


@app.command(cls=Command, help="Kontrollerar siffror, mål och text: summor, tecken, enheter, förra årets siffror.")
def check(
    period: Period = None,
    enhet: Enhet = None,
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="text|json|github|sarif", help="text, json, github eller sarif.")
    ] = "text",
    verbose: Annotated[bool, typer.Option("--verbose", help="Visar också upplysningar, avrundningar och undantag.")] = False,
    allt: Annotated[bool, typer.Option("--allt", hidden=True)] = False,  # what it was called before
    report_: Annotated[
        bool, typer.Option("--report", help="Skriver också en kontrollbilaga: outputs/PERIOD/ENHET-kontroll.html.")
    ] = False,
    explain: Annotated[
        str,
        typer.Option("--explain", metavar="TABELL", help="Visar hur en tabell är förstådd, och vad som är prövat i den."),
    ] = "",
    staged: Annotated[
        bool, typer.Option("--staged", help="Kontrollerar det som är tillagt i git (git add), inte filerna som de är nu.")
    ] = False,
) -> None:
    """Check one report or many."""
    if format_ not in ("text", "json", "github", "sarif"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv text, json, github eller sarif.")
    workspace = open_workspace()
    if enhet and all_:
        raise UseError("Skriv antingen en enhet eller --all.")
    if explain:
        if not (period and enhet):
            raise UseError("Skriv vilken rapport tabellen står i: vb check 2023 leanlink --explain driftsammandrag")
        raise typer.Exit(_explain(workspace, period, enhet, explain))
    if not staged:
        chosen = [workspace.resolve(period, enhet)] if period and enhet else chosen_reports(workspace, period)
        raise typer.Exit(_check(workspace, chosen, format_, everything=verbose or allt, control=report_))
    if report_:
        raise UseError("Kontrollbilagan görs av filerna som de är nu. Skriv utan --report.")
    raise typer.Exit(_check_staged(workspace, period, enhet, format_, everything=verbose or allt, all_=all_))


def _explain(workspace: Workspace, period: str, enhet: str, name: str) -> int:
    """Print a table as it is understood."""
    from vb_gen.read.reading import read_report
    from vb_gen.tasks.explain_table import explain_table

    try:
        report = read_report(workspace, *workspace.resolve(period, enhet))
    except InputError as error:
        show_findings(error.findings)
        return BAD_INPUT
    print(explain_table(report, name))
    return OK


def _check_staged(
    workspace: Workspace, period: str | None, enhet: str | None, format_: str, *, everything: bool, all_: bool
) -> int:
    """Check what is about to be committed: the reports that it changes, or those that are named."""
    from vb_gen.diff.staged import staged

    with staged(workspace) as found:
        for left in found.left_out:
            say(f"Obs: {left}.")
        chosen = found.reports
        if period and enhet:
            chosen = [found.workspace.resolve(period, enhet)]
        elif period or all_:
            chosen = chosen_reports(found.workspace, period)
        return _check(found.workspace, chosen, format_, everything=everything) if chosen else OK


def _check(
    workspace: Workspace, chosen: list[tuple[WorkPeriod, str]], format_: str, *, everything: bool, control: bool = False
) -> int:
    """Check reports and print what was found; `control`: write what was checked, as pages."""
    from vb_gen.checks.rule import families
    from vb_gen.checks.run import RULES
    from vb_gen.output import findings as printing

    looked: dict[tuple[WorkPeriod, str], _Looked] = {}
    for library, reports in families(workspace, chosen):
        for known, name in reports:
            looked[known, name] = _look_at(library, known, name, control=control)
    said = [looked[one] for one in chosen]
    results = [one.found for one in said if one.found]
    unread = [finding for one in said for finding in one.unread]
    if unread:
        show_findings(unread)
    texts = {
        "text": lambda: printing.to_text(results, everything=everything),
        "json": lambda: printing.to_json(results, unread),
        "github": lambda: printing.to_github(results, unread, _from_repository(workspace)),
        "sarif": lambda: printing.to_sarif(results, RULES, version("vb-gen"), unread),
    }
    if text := texts[format_]():
        print(text)
    for result in results if control else ():
        print(f"Skrev {shown(_control_page(workspace, result.name))}", file=sys.stdout if format_ == "text" else sys.stderr)
    faults = any(remark.level == "fel" for result in results for remark in result.open)
    return BAD_INPUT if any(one.refused for one in said) else 1 if faults else OK


class _Looked(NamedTuple):
    """What came of looking at a report: what was found, or the faults for which it could not be read."""

    found: Found | None = None
    unread: tuple[Finding, ...] = ()
    refused: bool = True  # does a build refuse it as bad input?


def _look_at(library: Library, period: WorkPeriod, enhet: str, *, control: bool) -> _Looked:
    """Check a report, its running text and what it lacks too, and write what was checked where that is asked for."""
    from vb_gen.checks.run import check as check_report
    from vb_gen.model.progress import gaps
    from vb_gen.output.findings import with_faults
    from vb_gen.tasks.proof import read_all, text_faults

    report = library.report(f"{period.text}/{enhet}")
    if report is None:
        try:
            report = read_all(library.workspace, period, enhet)  # it could not be read a moment ago
        except InputError as error:
            return _Looked(unread=error.findings)
    result = check_report(report, library)
    if control:
        _write_control(library.workspace, result)
    faults = text_faults(report)
    return _Looked(with_faults(result.found, [*faults, *gaps(report)]), refused=bool(faults))


def _from_repository(workspace: Workspace) -> str:
    """The workspace's folder in the repository that GitHub looks at, `rapporter/`: its annotations name files from there."""
    top = os.environ.get("GITHUB_WORKSPACE")
    root = workspace.root.resolve()
    if not top or not root.is_relative_to(Path(top).resolve()) or root == Path(top).resolve():
        return ""
    return root.relative_to(Path(top).resolve()).as_posix() + "/"


def _control_page(workspace: Workspace, name: str) -> Path:
    return workspace.root / "outputs" / f"{name}-kontroll.html"


def _write_control(workspace: Workspace, result: Result) -> None:
    """Write what was checked in a report as a page of its own."""
    from vb_gen.disk.writing import write
    from vb_gen.output.html.appendix import control
    from vb_gen.output.html.html import render_control

    write(_control_page(workspace, result.name), render_control(control(result), workspace).encode("utf-8"))
