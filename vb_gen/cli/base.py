"""What every command is made of: the app itself, the workspace it stands in, and how it speaks."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vb_gen.cli.swedish import Group
from vb_gen.core.finding import Finding, UseError, count_text, format_finding, short, visible
from vb_gen.core.many import few_of_each
from vb_gen.core.names import anchor
from vb_gen.disk.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.core.period import Period as WorkPeriod

OK, BAD_INPUT, OUR_FAULT = 0, 2, 3

app = typer.Typer(
    cls=Group,
    name="vb",
    help="Gör verksamhetsberättelser, delårsrapporter och internbudgetar av YAML-filer: HTML och PDF.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

Period = Annotated[str | None, typer.Argument(help="Vilken period, till exempel 2023, 2021-08 eller 2024-budget.")]
Enhet = Annotated[str | None, typer.Argument(help="Vilken nämnd eller förvaltning: mappens namn under perioden.")]
_settings: dict[str, Path | None] = {"workspace": None}
_asked = {"command": ""}  # the command that is run, as it is named to the user
_told: dict[str, None] = {}  # what could not be read of the workspace's folders


def say(text: str) -> None:
    """Tell the user something that is not the result; a name in it that would command the terminal does not."""
    print("\n".join(map(visible, text.split("\n"))), file=sys.stderr, flush=True)


def asked() -> str:
    """The command that is run."""
    return _asked["command"]


def progress(text: str) -> None:
    """Tell what is going on, to a person at a terminal only."""
    if sys.stderr.isatty():
        say(f"{text} …")


def show_findings(findings: tuple[Finding, ...] | list[Finding]) -> None:
    """Every finding and how many they were."""
    for line in few_of_each(findings, format_finding):
        say(line)
    say(count_text(findings) + ".")


def _version(value: bool) -> None:
    if value:
        print(f"vb {version('vb-gen')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    workspace: Annotated[
        str | None, typer.Option("--workspace", metavar="MAPP", help="Arbetsytans mapp, om du inte står i den.")
    ] = None,
    _show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Visar vilken version det är.")
    ] = False,
) -> None:
    """Remember where the workspace is."""
    _settings["workspace"] = Path(workspace) if workspace else None
    _asked["command"] = context.invoked_subcommand or ""
    if context.invoked_subcommand is None:
        print(context.get_help())


def open_workspace() -> Workspace:
    """The workspace of the current folder, or the one that --workspace names. Raises :class:`UseError` where there is none."""
    return Workspace.find(_settings["workspace"])


def shown(path: Path) -> str:
    """A path as short as it can be from where the user stands."""
    try:
        return os.path.relpath(path)
    except (ValueError, OSError):  # another disk; or the folder where the user stands is gone
        return str(path)


def chosen_reports(workspace: Workspace, period: str | None) -> list[tuple[WorkPeriod, str]]:
    """All reports, or all of a period. What cannot be read is told, and the others go on."""
    _tell_unread(workspace, period)
    reports = [(known, name) for known, name in workspace.reports() if period in (None, known.text)]
    if not reports and period:
        of_body = [known.text for known, name in workspace.reports() if name == anchor(period)]
        if of_body and _asked["command"] != "status":
            instead = f"vb {_asked['command']} {of_body[-1]} {anchor(period)}"
            raise UseError(f"”{short(period)}” är en enhet, ingen period. Skriv perioden först: {instead}")
        workspace.resolve(period, "")
    if not reports:
        raise UseError("Det finns inga rapporter i inputs/ än.")
    return reports


def tell_overlooked(workspace: Workspace) -> None:
    """Tell of folders that look like reports and are none, where all reports are asked for."""
    from vb_gen.disk.overlooked import overlooked

    for line in overlooked(workspace):
        say(f"Obs: {line}.")
    _tell_unread(workspace)


def _tell_unread(workspace: Workspace, period: str | None = None) -> None:
    from vb_gen.disk.overlooked import unread

    for line in unread(workspace, period):
        if line not in _told:
            say(f"{line}.")
        _told[line] = None


def all_was_read() -> bool:
    """Could every folder that should be a report be read?"""
    return not _told
