"""`vb list`: the workspace's reports."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, tell_overlooked
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(name="list", cls=Command, help="Visar alla rapporter: sort, status och vilka filer som är gjorda.")
def list_reports(
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help="text eller json.")] = "text",
    changed_since: Annotated[
        str | None,
        typer.Option("--changed-since", metavar="REVISION", help="Bara de rapporter som berörs av ändringar sedan dess."),
    ] = None,
) -> None:
    """List the workspace's reports."""
    from vb_gen.tasks.listing import listing, to_json, to_text

    if format_ not in ("text", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv --format text eller --format json.")
    workspace = open_workspace()
    rows = listing(workspace)
    if changed_since is not None:
        from vb_gen.diff.touched import touched

        names = {(period.text, enhet) for period, enhet in touched(workspace, changed_since)}
        rows = [row for row in rows if (row["period"], row["enhet"]) in names]
    tell_overlooked(workspace)
    print(to_json(rows) if format_ == "json" else to_text(rows))
