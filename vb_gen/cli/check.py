"""`vb check`: what does not hold."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vb_gen.cli.base import BAD_INPUT, OK, Enhet, Period, app, chosen_reports, open_workspace, show_findings, shown
from vb_gen.cli.swedish import Command
from vb_gen.errors import InputError, UseError
from vb_gen.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.checks.run import Result


@app.command(cls=Command, help="Kontrollerar siffror, mål och text: summor, tecken, enheter, förra årets siffror.")
def check(
    period: Period = None,
    enhet: Enhet = None,
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="text|json|github|sarif", help="text, json, github eller sarif.")
    ] = "text",
    verbose: Annotated[bool, typer.Option("--allt", help="Visar också upplysningar, avrundningar och undantag.")] = False,
    report_: Annotated[
        bool, typer.Option("--report", help="Skriver också en kontrollbilaga: outputs/PERIOD/ENHET-kontroll.html.")
    ] = False,
) -> None:
    """Check one report or many."""
    from vb_gen.checks import printing
    from vb_gen.checks.base import Libraries
    from vb_gen.checks.run import RULES
    from vb_gen.checks.run import check as check_report
    from vb_gen.reading import read_report

    if format_ not in ("text", "json", "github", "sarif"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv text, json, github eller sarif.")
    workspace = open_workspace()
    if enhet and all_:
        raise UseError("Skriv antingen en enhet eller --all.")
    chosen = [workspace.resolve(period, enhet)] if period and enhet else chosen_reports(workspace, period)
    libraries = Libraries(workspace)
    results, unread = [], []
    for known, name in chosen:
        library = libraries.of(name)
        report = library.report(f"{known.text}/{name}")
        if report is not None:
            results.append(check_report(report, library))
            continue
        try:
            read_report(workspace, known, name)
        except InputError as error:
            unread += list(error.findings)
    if unread:
        show_findings(unread)
    texts = {
        "text": lambda: printing.to_text(results, everything=verbose),
        "json": lambda: printing.to_json(results, unread),
        "github": lambda: printing.to_github(results, unread),
        "sarif": lambda: printing.to_sarif(results, RULES, version("vb-gen"), unread),
    }
    if text := texts[format_]():
        print(text)
    for result in results if report_ else ():
        path = _write_control(workspace, result)
        print(f"Skrev {shown(path)}", file=sys.stdout if format_ == "text" else sys.stderr)
    faults = any(remark.level == "fel" for result in results for remark in result.open)
    raise typer.Exit(BAD_INPUT if unread else 1 if faults else OK)


def _write_control(workspace: Workspace, result: Result) -> Path:
    """Write what was checked in a report as a page of its own."""
    from vb_gen.output import write
    from vb_gen.render.appendix import control
    from vb_gen.render.html import render_control

    path = workspace.root / "outputs" / f"{result.report.name}-kontroll.html"
    write(path, render_control(control(result), workspace).encode("utf-8"))
    return path
