"""`vb watch`: a report built anew on every save, in a browser that follows."""

from __future__ import annotations

import signal
import sys
import threading
import webbrowser
from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace, say
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError
from vb_gen.disk import ending


@app.command(cls=Command, help="Bygger rapporten på nytt varje gång du sparar och visar den i webbläsaren.")
def watch(
    period: Annotated[str, typer.Argument(help="Vilken period, till exempel 2023.")],
    enhet: Annotated[str, typer.Argument(help="Vilken nämnd eller förvaltning.")],
    port: Annotated[
        str | None, typer.Option("--port", metavar="NUMMER", help="Vilken port sidan visas på, om det behöver vara en viss.")
    ] = None,
    stay: Annotated[bool, typer.Option("--no-open", help="Öppnar ingen webbläsare; skriver bara adressen.")] = False,
) -> None:
    """Watch a report until Ctrl-C."""
    from watchfiles import watch as changes_in

    from vb_gen.tasks import watch as watching
    from vb_gen.tasks.build import Job

    if port is not None and not (port.isdecimal() and 1 <= int(port) <= 65535):
        raise UseError(f"--port {port}: skriv ett nummer mellan 1 och 65535.")
    workspace = open_workspace()
    job = Job(workspace, *workspace.resolve(period, enhet), ("html",), workspace.root / "outputs")
    board = watching.Board()
    server = watching.serve(board, int(port) if port else None)
    address = f"http://{watching.HOST}:{server.server_address[1]}/"
    print(f"Visar {job.name} på {address}", flush=True)
    say("Spara en fil, så byggs rapporten på nytt. Sluta med Ctrl-C.")
    if not stay and sys.stdout.isatty():
        webbrowser.open(address)
    # Ctrl-C asks the watching to end; what is being built is finished first. A second Ctrl-C waits for nothing.
    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: _stop(stop))
    try:
        # Some hundredths of a second gather what an editor does in one save.
        watching.watch(job, board, changes_in(*watching.watched(job), debounce=200, step=30, stop_event=stop), say)
    finally:
        board.close()
        server.shutdown()
    say("\nSlutade bevaka.")


def _stop(stop: threading.Event) -> None:
    stop.set()
    ending.listen()
