"""`vb review`: reads anyone's tables, without a workspace."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import OK, app
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(
    cls=Command, help="Granskar vems tabeller som helst, och text om dem: vad som förstås, vad som håller, vad som bryter."
)
def review(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FIL…", help="Filer med tabeller och text: .xlsx, .csv eller inklistrad text (.txt, .tsv)."),
    ] = None,
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help="text eller json.")] = "text",
) -> None:
    """Understand every table of some files, and tell what does not hold."""
    if format_ not in ("text", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv text eller json.")
    if not files:
        raise UseError("Skriv vilka filer som ska granskas: vb review tabell.xlsx")
    from vb_gen.tasks import review as task
    from vb_gen.tasks import review_printing as printing

    result = task.review(files)
    print(printing.to_json(result) if format_ == "json" else printing.to_text(result))
    raise typer.Exit(1 if result.wrong else OK)
