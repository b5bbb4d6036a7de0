"""`vb init`: a workspace to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vb_gen.cli.base import app, say, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError
from vb_gen.disk.memory import is_dir


@app.command(cls=Command, help="Gör en arbetsyta med ett litet exempel som går att bygga.")
def init(
    folder: Annotated[str, typer.Argument(metavar="MAPP", help="En mapp som inte finns än, eller är tom.")],
    github: Annotated[
        bool, typer.Option("--github", help="Bara arbetsflöden för GitHub, i en mapp som redan finns: arkivets översta.")
    ] = False,
) -> None:
    """Make a workspace, or add the workflows for GitHub to one."""
    from vb_gen.tasks.init import EXAMPLE, add_workflows, make_workspace

    root = Path(folder)
    if github:
        if not is_dir(root):
            raise UseError(f"Mappen {folder} finns inte. Ange mappen där arkivet (.git) ligger.")
        for path in add_workflows(root):
            print(f"Skrev {shown(path)}")
        say("Se efter överst i rapporter.yml: var programmet finns (VB_PAKET) och var mappen inputs ligger (ARBETSYTA).")
        return
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
