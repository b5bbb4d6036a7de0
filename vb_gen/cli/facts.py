"""`vb facts`: figures as data."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from vb_gen.cli.base import Enhet, Period, app, chosen_reports, open_workspace
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Skriver ut rapportens siffror, en rad för varje: CSV för Excel eller JSON.")
def facts(
    period: Period = None,
    enhet: Enhet = None,
    format_: Annotated[str, typer.Option("--format", metavar="csv|json", help="csv (semikolon) eller json.")] = "csv",
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
) -> None:
    """Print a report's facts, or all reports'."""
    from vb_gen.figures.facts import facts as facts_of
    from vb_gen.figures.facts import to_csv, to_json
    from vb_gen.read.reading import read_report

    if format_ not in ("csv", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv --format csv eller --format json.")
    workspace = open_workspace()
    if all_ and not enhet:
        chosen = chosen_reports(workspace, period)
    elif period and enhet and not all_:
        chosen = [workspace.resolve(period, enhet)]
    else:
        raise UseError("Skriv vilken period och enhet det gäller (vb facts 2024 parknamnden), eller --all.")
    rows = [fact for known, name in chosen for fact in facts_of(read_report(workspace, known, name))]
    sys.stdout.write(to_csv(rows) if format_ == "csv" else to_json(rows))
