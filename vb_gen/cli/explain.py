"""`vb explain`: what a rule means, and what the municipality wants in a section, a key or a column."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import app, open_workspace
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Förklarar en kod, ett avsnitt, en kolumn, en tabells kolumner eller en hel mall.")
def explain(
    kod: Annotated[
        str,
        typer.Argument(
            metavar="KOD|NAMN",
            help="Koden (S01), avsnittet (analys), kolumnen (bokslut), tabellen eller mallen (vb-2023).",
        ),
    ],
) -> None:
    """Explain a rule, or tell the instruction for a field."""
    from vb_gen.checks.run import RULES
    from vb_gen.core.spelling import did_you_mean
    from vb_gen.output.findings import explain as tell
    from vb_gen.read.instructions import instructions, known_words, open_malls, to_text
    from vb_gen.read.outline import table, tree
    from vb_gen.tasks.catalogue import SPECIAL
    from vb_gen.tasks.mistakes import message

    for rule in RULES:
        if rule.code.casefold() == kod.casefold():
            print(tell(rule))
            return
    if kod.upper() in SPECIAL:
        level, text = SPECIAL[kod.upper()]
        print(f"{kod.upper()} ({level})\n\n{text}")
        return
    if said := message(kod):
        print(said)
        return
    try:
        workspace = open_workspace()
    except UseError:
        workspace = None  # the malls that come with the program say enough
    malls = open_malls(workspace)
    if kod in malls:
        print(tree(kod, malls[kod]))
        return
    told, columns = instructions(malls, kod), table(malls, kod.casefold())
    if told or columns:
        print("\n\n".join(text for text in (to_text(kod, told), columns) if text))
        return
    hint = did_you_mean(kod, [*(rule.code for rule in RULES), *SPECIAL, *known_words(malls), *malls])
    where = hint or "Koderna och avsnitten står i handboken."
    raise UseError(f"”{kod}” är ingen kod, och inget avsnitt, ingen nyckel eller kolumn heter så. {where}")
