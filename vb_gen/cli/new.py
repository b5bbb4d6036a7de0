"""`vb new`: next year's files out of last year's."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, say, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Gör nästa års filer av förra årets: namn, mål och indikatorer följer med, texterna töms.")
def new(
    period: Annotated[str, typer.Argument(help="Den nya perioden, till exempel 2024, 2024-08 eller 2025-budget.")],
    enhet: Annotated[str, typer.Argument(help="Vilken nämnd eller förvaltning: mappens namn under perioden.")],
    source: Annotated[
        str | None, typer.Option("--from", metavar="PERIOD", help="Perioden att utgå från, till exempel 2023.")
    ] = None,
) -> None:
    """Roll a report over to a new year."""
    from vb_gen.newyear.roll import roll, save

    if source is None:
        raise UseError("Skriv vilken period den nya rapporten ska utgå från, till exempel --from 2023.")
    made = roll(open_workspace(), period, enhet, source)
    save(made)
    for name in made.files:
        print(f"Skrev {shown(made.folder / name)}")
    for remark in made.remarks:
        say(remark)
    say(f"Nästa steg: fyll i det nya årets siffror och texter, och se utkastet med vb build {period} {enhet}.")
