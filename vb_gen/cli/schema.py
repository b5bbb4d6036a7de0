"""`vb schema`: JSON Schema for editors."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Skriver scheman som hjälper textredigeraren: förslag, förklaringar och fel medan man skriver.")
def schema(
    editor: Annotated[
        str | None,
        typer.Option("--editor", metavar="vscode", help="Skriver också .vscode/settings.json, så att inget mer behövs."),
    ] = None,
) -> None:
    """Write the schemas, and tell how editors find them."""
    from vb_gen.disk.writing import write
    from vb_gen.tasks.schema.build import FOLDER, line_for, schemas, to_text, written
    from vb_gen.tasks.schema.vscode import settings

    if editor not in (None, "vscode"):
        raise UseError(f"Redigeraren ”{editor}” finns inte. Skriv --editor vscode, eller ingenting.")
    workspace = open_workspace()
    made = schemas(workspace)
    files = list(written(workspace, made))
    path = workspace.root / ".vscode" / "settings.json"
    text = settings(path, files) if editor else ""
    for name, one in made.items():
        write(workspace.root / FOLDER / name, to_text(one).encode("utf-8"))
    print(f"Skrev {len(made)} scheman i {shown(workspace.root / FOLDER)}")
    if editor:
        write(path, text.encode("utf-8"))
        print(f"Skrev {shown(path)}")
        return
    print("Sätt den här raden överst i filen, så hittar redigeraren schemat:")
    told = {
        (file.name if file.name in ("kommun.yaml", "rapport.yaml") else f"{file.name}, {one}"): (file, one) for file, one in files
    }
    for file, name in told.values():
        print(f"  {file.name}: {line_for(file, name)}")
