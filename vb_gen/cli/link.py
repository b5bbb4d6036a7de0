"""`vb link`: typed figures become references."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, shown
from vb_gen.cli.swedish import Command


@app.command(cls=Command, help="Visar vilka siffror i löpande text som kan bli hänvisningar till tabellerna, eller skriver dem.")
def link(
    period: Annotated[str, typer.Argument(help="Vilken period, till exempel 2023, 2021-08 eller 2024-budget.")],
    enhet: Annotated[str, typer.Argument(help="Vilken nämnd eller förvaltning: mappens namn under perioden.")],
    write: Annotated[bool, typer.Option("--write", help="Skriver de säkra hänvisningarna i filerna.")] = False,
) -> None:
    """Show the references that a report's typed figures may become; write those that are certain."""
    from vb_gen.tasks.link import look
    from vb_gen.tasks.link_printing import to_text
    from vb_gen.tasks.link_writing import save

    workspace = open_workspace()
    found = look(workspace, *workspace.resolve(period, enhet))
    print(to_text(found), end="")
    if write:
        for path, number in save(workspace, found):
            print(f"Skrev {shown(path)} ({number} {'hänvisning' if number == 1 else 'hänvisningar'})")
