"""`vb handbook`: the handbook as pages, in the workspace's look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, say, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Skriver handboken som webbsidor att läsa i webbläsaren.")
def handbook(
    out: Annotated[
        str | None,
        typer.Option("--out", metavar="MAPP", help="Var sidorna ska skrivas. Annars outputs/handbok/ eller handbok/."),
    ] = None,
) -> None:
    """Write the handbook's pages."""
    from vb_gen.disk.writing import write
    from vb_gen.tasks.handbook import pages

    try:
        workspace = open_workspace()
    except UseError:
        workspace = None  # who has none yet is the one who reads it
    folder = Path(out) if out else workspace.root / "outputs" / "handbok" if workspace else Path("handbok")
    made = list(pages(workspace))  # all or none
    for name, html in made:
        write(folder / name, html.encode("utf-8"))
    print(f"Skrev {shown(folder / made[0][0])}")
    say("Öppna filen i webbläsaren. Alla kapitel ligger bredvid den.")
