"""`vb list`: the workspace's reports."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace
from vb_gen.cli.swedish import Command
from vb_gen.errors import UseError


@app.command(name="list", cls=Command, help="Visar alla rapporter: sort, status och vilka filer som är gjorda.")
def list_reports(
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help="text eller json.")] = "text",
) -> None:
    """List the workspace's reports."""
    from vb_gen.listing import listing, to_json, to_text

    if format_ not in ("text", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv --format text eller --format json.")
    rows = listing(open_workspace())
    print(to_json(rows) if format_ == "json" else to_text(rows))
