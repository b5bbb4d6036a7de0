"""`vb new`: next year's files out of last year's, or an empty report of a mall."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, say, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Gör nästa års filer av förra årets, eller en tom rapport av en mall.")
def new(
    period: Annotated[str, typer.Argument(help="Den nya perioden, till exempel 2024, 2024-08 eller 2025-budget.")],
    enhet: Annotated[str, typer.Argument(help="Vilken nämnd eller förvaltning: mappens namn under perioden.")],
    source: Annotated[
        str | None, typer.Option("--from", metavar="PERIOD", help="Perioden att utgå från, till exempel 2023.")
    ] = None,
    mall: Annotated[
        str | None, typer.Option("--mall", metavar="MALL", help="Mallen för en tom rapport, till exempel vb-2023.")
    ] = None,
) -> None:
    """Roll a report over to a new year, or begin an empty one."""
    from vb_gen.newyear.empty import start
    from vb_gen.newyear.roll import roll, save

    if source is not None and mall is not None:
        raise UseError("Skriv antingen --from eller --mall.")
    if source is None and mall is None:
        raise UseError(
            "Skriv vilken period den nya rapporten ska utgå från, till exempel --from 2023, eller mallen för en tom "
            "rapport, till exempel --mall vb-2023."
        )
    workspace = open_workspace()
    made = roll(workspace, period, enhet, source) if source else start(workspace, period, enhet, mall or "")
    save(made)
    for name in made.files:
        print(f"Skrev {shown(made.folder / name)}")
    for remark in made.remarks:
        say(remark)
    what = "det nya årets siffror och texter" if source else "siffror och texter"
    say(f"Nästa steg: fyll i {what}, och se utkastet med vb build {period} {enhet}.")
