"""`vb diff`: what changed, in the reader's terms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vb_gen.cli.base import BAD_INPUT, OK, Enhet, Period, app, open_workspace, show_findings, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError
from vb_gen.core.period import Period as WorkPeriod
from vb_gen.disk.workspace import Workspace

_FORMATS = ("text", "html", "json", "markdown")


@app.command(cls=Command, help="Visar vad som har ändrats i en rapport: siffror, bedömningar, text, anmärkningar.")
def diff(
    period: Period = None,
    enhet: Enhet = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="REVISION|PERIOD|MAPP",
            help="Vad som jämförs med: en revision i git, en annan period eller en annan mapp. Annars där grenen började.",
        ),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="text|html|json|markdown", help="text, html, json eller markdown.")
    ] = "text",
    out: Annotated[str | None, typer.Option("--out", metavar="FIL", help="Skriver till en fil, inte i terminalen.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
) -> None:
    """Compare one report or all with what they were."""
    from vb_gen.diff import against as sides
    from vb_gen.diff import printing
    from vb_gen.disk.writing import write
    from vb_gen.output.html.changes import views
    from vb_gen.output.html.html import render_diff

    if format_ not in _FORMATS:
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv text, html, json eller markdown.")
    workspace = open_workspace()
    if enhet and all_:
        raise UseError("Skriv antingen en enhet eller --all.")
    if not all_ and not (period and enhet):
        raise UseError("Skriv vilken period och enhet det gäller (vb diff 2024 parknamnden), eller --all.")
    with sides.other_side(workspace, against) as other:
        if other.period is not None and period is None:
            raise UseError(f"Skriv också vilken period som jämförs: vb diff 2023 --all --against {against}")
        chosen = sides.all_reports(workspace, other, period) if all_ else [_report(workspace, other.workspace, period, enhet)]
        if not chosen:
            workspace.resolve(period or "", "")
        compared = sides.compare_reports(workspace, other, chosen)
        texts = {
            "text": lambda: printing.to_text(compared.diffs, other.label),
            "json": lambda: printing.to_json(compared.diffs, other.label),
            "markdown": lambda: printing.to_markdown(compared.diffs, other.label),
            "html": lambda: render_diff(views(compared.diffs), printing.header(compared.diffs, other.label), workspace),
        }
        text = texts[format_]().rstrip("\n") + "\n"
    if out:
        write(Path(out), text.encode("utf-8"))
        print(f"Skrev {shown(Path(out))}")
    else:
        print(text, end="")
    if compared.unread:
        show_findings(compared.unread)
    raise typer.Exit(BAD_INPUT if compared.unread else OK)


def _report(workspace: Workspace, other: Workspace, period: str | None, enhet: str | None) -> tuple[WorkPeriod, str]:
    """The report that was asked for, of either side. Raises :class:`UseError` where neither has it."""
    asked = next((known for known in other.reports() if (known[0].text, known[1]) == (period, enhet)), None)
    if asked and asked not in workspace.reports():
        return asked
    return workspace.resolve(period or "", enhet or "")
