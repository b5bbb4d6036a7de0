"""`vb explain`: what a rule means."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app
from vb_gen.cli.swedish import Command
from vb_gen.errors import UseError


@app.command(cls=Command, help="Förklarar en kod som vb check har skrivit, med exempel.")
def explain(kod: Annotated[str, typer.Argument(help="Koden, till exempel S01.")]) -> None:
    """Explain a rule."""
    from vb_gen.checks.catalogue import SPECIAL
    from vb_gen.checks.printing import explain as tell
    from vb_gen.checks.run import RULES
    from vb_gen.source import nearest

    for rule in RULES:
        if rule.code.casefold() == kod.casefold():
            print(tell(rule))
            return
    if kod.upper() in SPECIAL:
        level, text = SPECIAL[kod.upper()]
        print(f"{kod.upper()} ({level})\n\n{text}")
        return
    raise UseError(f"Koden ”{kod}” finns inte. {nearest(kod, [*(rule.code for rule in RULES), *SPECIAL])}")
