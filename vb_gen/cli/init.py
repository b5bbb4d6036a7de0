"""`vb init`: a workspace to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vb_gen.cli.base import app, say, shown
from vb_gen.cli.swedish import Command


@app.command(cls=Command, help="Gör en arbetsyta med ett litet exempel som går att bygga.")
def init(folder: Annotated[str, typer.Argument(metavar="MAPP", help="En mapp som inte finns än, eller är tom.")]) -> None:
    """Make a workspace."""
    from vb_gen.init import EXAMPLE, make_workspace

    root = Path(folder)
    for path in make_workspace(root):
        print(f"Skrev {shown(path)}")
    report = " ".join(EXAMPLE)
    say(
        "\n".join(
            (
                "Arbetsytan är klar. I den finns ett exempel: Biblioteksnämnden i Granvik, som inte finns.",
                "Nästa steg:",
                *([f"  cd {folder}"] if root.resolve() != Path.cwd() else []),
                f"  vb build {report} --format html",
                f"  vb check {report}",
                "Byt sedan till er kommun och era nämnder i inputs/kommun.yaml.",
            )
        )
    )
