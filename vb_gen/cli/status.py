"""`vb status`: how far every report has come."""

from __future__ import annotations

from typing import Annotated

import typer

from vb_gen.cli.base import Period, app, chosen_reports, open_workspace, show_findings, shown
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError


@app.command(cls=Command, help="Visar hur långt varje nämnds avsnitt har kommit, och hur många anmärkningar som återstår.")
def status(
    period: Period = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="text|json|html", help="text, json eller html (en sida att öppna och skicka).")
    ] = "text",
) -> None:
    """Tell how far the reports have come."""
    from vb_gen.tasks.status import collect, to_json, to_text

    if format_ not in ("text", "json", "html"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv text, json eller html.")
    workspace = open_workspace()
    reports = collect(workspace, chosen_reports(workspace, period))
    if format_ == "html":
        from vb_gen.disk.writing import write
        from vb_gen.tasks.statuspage import render_status

        path = workspace.root / "outputs" / (period or "") / "status.html"
        write(path, render_status(reports, workspace, period).encode("utf-8"))
        print(f"Skrev {shown(path)}")
    else:
        print(to_json(reports) if format_ == "json" else to_text(reports))
    if unread := [finding for report in reports for finding in report.oläst]:
        show_findings(unread)
        raise typer.Exit(2)
