"""The command line: parse, call, print. Results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from vb_gen.errors import Finding, InputError, MachineError, UseError, count_text, format_finding
from vb_gen.swedish_cli import Command, Group, explain_usage
from vb_gen.workspace import Workspace

OK, INCOMPLETE, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3

app = typer.Typer(
    cls=Group,
    name="vb",
    help="Gör verksamhetsberättelser, delårsrapporter och internbudgetar av YAML-filer: HTML och PDF.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
)

Period = Annotated[str | None, typer.Argument(help="Vilken period, till exempel 2023, 2021-08 eller 2024-budget.")]
Enhet = Annotated[str | None, typer.Argument(help="Vilken nämnd eller förvaltning: mappens namn under perioden.")]
_settings: dict[str, Path | None] = {"workspace": None}


def say(text: str) -> None:
    """Tell the user something that is not the result."""
    print(text, file=sys.stderr, flush=True)


def progress(text: str) -> None:
    """Tell what is going on, to a person at a terminal only."""
    if sys.stderr.isatty():
        say(f"{text} …")


def show_findings(findings: tuple[Finding, ...] | list[Finding]) -> None:
    """Every finding and how many they were."""
    for finding in findings:
        say(format_finding(finding))
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
    if context.invoked_subcommand is None:
        print(context.get_help())


def _workspace() -> Workspace:
    return Workspace.find(_settings["workspace"])


def _formats(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ("html", "pdf")
    if text not in ("html", "pdf"):
        raise UseError(f"Formatet ”{text}” finns inte. Skriv --format html eller --format pdf.")
    return (text,)


@app.command(cls=Command, help="Gör en rapport: outputs/PERIOD/ENHET.html och .pdf. Utan argument: visar vilka som finns.")
def build(
    period: Period = None,
    enhet: Enhet = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="html|pdf", help="Bara det ena formatet. Annars båda.")
    ] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="MAPP", help="Var filerna ska skrivas. Annars outputs/.")] = None,
) -> None:
    """Build a report, or list those that can be built."""
    from vb_gen.build import IncompleteError
    from vb_gen.build import build as make

    workspace = _workspace()
    if period is None or enhet is None:
        _list_buildable(workspace, period)
        return
    formats = _formats(format_)
    folder = Path(out) if out else workspace.root / "outputs"
    try:
        built = make(workspace, *workspace.resolve(period, enhet), formats=formats, out=folder, say=progress)
    except InputError as error:
        show_findings(error.findings)
        say("Inget skrevs; den förra rapporten står kvar.")
        raise typer.Exit(BAD_INPUT) from None
    except IncompleteError as error:
        show_findings(error.findings)
        say("Inget skrevs; den förra rapporten står kvar.")
        raise typer.Exit(INCOMPLETE) from None
    for path in built.unchanged:
        print(f"Oförändrad: {_shown(path)}")
    for path in built.written:
        print(f"Skrev {_shown(path)}")


def _shown(path: Path) -> str:
    """A path as short as it can be from where the user stands."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def _list_buildable(workspace: Workspace, period: str | None) -> None:
    reports = [(p, name) for p, name in workspace.reports() if period in (None, p.text)]
    if not reports and period:
        workspace.resolve(period, "")
    if not reports:
        raise UseError("Det finns inga rapporter i inputs/ än.")
    print("Rapporter som kan byggas:")
    for known, name in reports:
        print(f"  vb build {known.text} {name}")


@app.command(cls=Command, help="Skriver ut rapportens siffror, en rad för varje: CSV för Excel eller JSON.")
def facts(
    period: Annotated[str, typer.Argument(help="Vilken period, till exempel 2023.")],
    enhet: Annotated[str, typer.Argument(help="Vilken nämnd eller förvaltning.")],
    format_: Annotated[str, typer.Option("--format", metavar="csv|json", help="csv (semikolon) eller json.")] = "csv",
) -> None:
    """Print a report's facts."""
    from vb_gen.facts import facts as facts_of
    from vb_gen.facts import to_csv, to_json
    from vb_gen.report import read_report

    if format_ not in ("csv", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv --format csv eller --format json.")
    workspace = _workspace()
    rows = facts_of(read_report(workspace, *workspace.resolve(period, enhet)))
    sys.stdout.write(to_csv(rows) if format_ == "csv" else to_json(rows))


def _run(call: Callable[[], Any]) -> int:
    """Run the program and turn whatever stops it into words and an exit code."""
    try:
        result = call()
    except InputError as error:
        show_findings(error.findings)
        return BAD_INPUT
    except UseError as error:
        say(str(error))
        return BAD_INPUT
    except MachineError as error:
        say(str(error))
        return OUR_FAULT
    except KeyboardInterrupt:
        say("\nAvbrutet.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return int(result or 0)


def main() -> None:
    """The entry point `vb`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="")
    try:
        code = _run(lambda: app(standalone_mode=False))
    except Exception as error:
        if hasattr(error, "format_message"):
            say(explain_usage(error))
            code = BAD_INPUT
        elif type(error).__name__ == "Abort":
            say("Avbrutet.")
            code = 130
        else:
            code = _our_fault(error)
    sys.exit(code)


def _our_fault(error: Exception) -> int:
    """An error nobody foresaw: say that it is ours, and keep what happened in a file."""
    handle, name = tempfile.mkstemp(prefix="vb-fel-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"vb {version('vb-gen')}, Python {sys.version}\n{' '.join(sys.argv)}\n\n")
        file.write("".join(traceback.format_exception(error)))
    say(f"Det här är ett fel i vb, inte i era filer. Vad som hände står i {name}; skicka gärna den filen till oss.")
    return OUR_FAULT


if __name__ == "__main__":
    main()
