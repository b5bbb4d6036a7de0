"""`vb doctor`: what is missing on this computer."""

from __future__ import annotations

import typer

from vb_gen.cli.base import OK, app, open_workspace
from vb_gen.cli.swedish import Command

MISSING = 1


@app.command(cls=Command, help="Säger vad som saknas på datorn, för PDF framför allt, och hur det installeras.")
def doctor() -> None:
    """Examine the computer and the workspace."""
    from vb_gen.tasks.doctor import examine, to_text

    checks = examine(open_workspace)
    print(to_text(checks))
    raise typer.Exit(MISSING if any(check.state == "saknas" for check in checks) else OK)
