"""The command line: parse, call, print. Results on stdout, everything else on stderr."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vb_gen.errors import Finding, InputError, MachineError, UseError, count_text, format_finding
from vb_gen.swedish_cli import Command, Group, explain_usage
from vb_gen.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.build import Job, Outcome
    from vb_gen.checks.run import Result
    from vb_gen.period import Period as WorkPeriod

OK, BAD_INPUT, OUR_FAULT = 0, 2, 3

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


def _jobs(text: str | None) -> int:
    if text is None:
        return os.cpu_count() or 1
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise UseError(f"--jobs {text}: skriv ett antal mellan 1 och 64.")
    return int(text)


@app.command(cls=Command, help="Gör en rapport: outputs/PERIOD/ENHET.html och .pdf. Utan argument: visar vilka som finns.")
def build(
    period: Period = None,
    enhet: Enhet = None,
    format_: Annotated[
        str | None, typer.Option("--format", metavar="html|pdf", help="Bara det ena formatet. Annars båda.")
    ] = None,
    out: Annotated[str | None, typer.Option("--out", metavar="MAPP", help="Var filerna ska skrivas. Annars outputs/.")] = None,
    bilagor: Annotated[
        bool, typer.Option("--bilagor", help="Med de bilagor som själva är rapporter, i en och samma fil.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="ANTAL", help="Hur många som görs samtidigt med --all.")] = None,
) -> None:
    """Build a report, or all, or list those that can be built."""
    from vb_gen.build import Job
    from vb_gen.build import build as build_one

    workspace = _workspace()
    formats = _formats(format_)
    folder = Path(out) if out else workspace.root / "outputs"
    if all_:
        if enhet:
            raise UseError("Skriv antingen en enhet eller --all.")
        chosen = _chosen(workspace, period)
        work = [Job(workspace, known, name, formats, folder) for known, name in chosen]
        raise typer.Exit(_build_all(work, _jobs(jobs)))
    if period is None or enhet is None:
        _list_buildable(workspace, period)
        return
    outcome = build_one(Job(workspace, *workspace.resolve(period, enhet), formats, folder, bilagor), progress)
    _show_files(outcome)
    if outcome.messages:
        say(outcome.messages)
    raise typer.Exit(outcome.code)


def _build_all(work: list[Job], processes: int) -> int:
    """Build many with a progress bar; tell what went wrong as it comes, and a summary last."""
    from vb_gen.build import build_all

    outcomes = []
    with _progress_bar(len(work)) as step:
        for outcome in build_all(work, processes):
            step(outcome.name)
            outcomes.append(outcome)
    for outcome in sorted(outcomes, key=lambda o: o.name):
        _show_files(outcome)
        if outcome.messages:
            say(f"\n{outcome.name}:\n{outcome.messages}")
    failed = sorted(outcome.name for outcome in outcomes if outcome.code)
    print(
        f"{len(outcomes) - len(failed)} av {len(outcomes)} rapporter byggda" + (f"; inte {', '.join(failed)}." if failed else ".")
    )
    return max((outcome.code for outcome in outcomes), default=OK)


@contextmanager
def _progress_bar(count: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on stderr for a person at a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Bygger", total=count)
        yield lambda name: bar.update(task, advance=1, description=name)


def _show_files(outcome: Outcome) -> None:
    for path in outcome.unchanged:
        print(f"Oförändrad: {_shown(path)}")
    for path in outcome.written:
        print(f"Skrev {_shown(path)}")


def _shown(path: Path) -> str:
    """A path as short as it can be from where the user stands."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def _chosen(workspace: Workspace, period: str | None) -> list[tuple[WorkPeriod, str]]:
    """All reports, or all of a period."""
    reports = [(known, name) for known, name in workspace.reports() if period in (None, known.text)]
    if not reports and period:
        workspace.resolve(period, "")
    if not reports:
        raise UseError("Det finns inga rapporter i inputs/ än.")
    return reports


def _list_buildable(workspace: Workspace, period: str | None) -> None:
    print("Rapporter som kan byggas:")
    for known, name in _chosen(workspace, period):
        print(f"  vb build {known.text} {name}")


@app.command(name="list", cls=Command, help="Visar alla rapporter: sort, status och vilka filer som är gjorda.")
def list_reports(
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help="text eller json.")] = "text",
) -> None:
    """List the workspace's reports."""
    from vb_gen.listing import listing, to_json, to_text

    if format_ not in ("text", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv --format text eller --format json.")
    rows = listing(_workspace())
    print(to_json(rows) if format_ == "json" else to_text(rows))


@app.command(cls=Command, help="Skriver ut rapportens siffror, en rad för varje: CSV för Excel eller JSON.")
def facts(
    period: Period = None,
    enhet: Enhet = None,
    format_: Annotated[str, typer.Option("--format", metavar="csv|json", help="csv (semikolon) eller json.")] = "csv",
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
) -> None:
    """Print a report's facts, or all reports'."""
    from vb_gen.facts import facts as facts_of
    from vb_gen.facts import to_csv, to_json
    from vb_gen.reading import read_report

    if format_ not in ("csv", "json"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv --format csv eller --format json.")
    workspace = _workspace()
    if all_ and not enhet:
        chosen = _chosen(workspace, period)
    elif period and enhet and not all_:
        chosen = [workspace.resolve(period, enhet)]
    else:
        raise UseError("Skriv vilken period och enhet det gäller (vb facts 2023 leanlink), eller --all.")
    rows = [fact for known, name in chosen for fact in facts_of(read_report(workspace, known, name))]
    sys.stdout.write(to_csv(rows) if format_ == "csv" else to_json(rows))


@app.command(cls=Command, help="Kontrollerar siffror, mål och text: summor, tecken, enheter, förra årets siffror.")
def check(
    period: Period = None,
    enhet: Enhet = None,
    all_: Annotated[bool, typer.Option("--all", help="Alla rapporter (eller alla för perioden).")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="text|json|github|sarif", help="text, json, github eller sarif.")
    ] = "text",
    verbose: Annotated[bool, typer.Option("--allt", help="Visar också upplysningar, avrundningar och undantag.")] = False,
    report_: Annotated[
        bool, typer.Option("--report", help="Skriver också en kontrollbilaga: outputs/PERIOD/ENHET-kontroll.html.")
    ] = False,
) -> None:
    """Check one report or many."""
    from vb_gen.checks import printing
    from vb_gen.checks.base import Library
    from vb_gen.checks.run import RULES
    from vb_gen.checks.run import check as check_report
    from vb_gen.reading import read_report

    if format_ not in ("text", "json", "github", "sarif"):
        raise UseError(f"Formatet ”{format_}” finns inte. Skriv text, json, github eller sarif.")
    workspace = _workspace()
    if enhet and all_:
        raise UseError("Skriv antingen en enhet eller --all.")
    chosen = [workspace.resolve(period, enhet)] if period and enhet else _chosen(workspace, period)
    library = Library(workspace)
    results, unread = [], []
    for known, name in chosen:
        report = library.report(f"{known.text}/{name}")
        if report is not None:
            results.append(check_report(report, library))
            continue
        try:
            read_report(workspace, known, name)
        except InputError as error:
            unread += list(error.findings)
    if unread:
        show_findings(unread)
    texts = {
        "text": lambda: printing.to_text(results, everything=verbose),
        "json": lambda: printing.to_json(results, unread),
        "github": lambda: printing.to_github(results, unread),
        "sarif": lambda: printing.to_sarif(results, RULES, version("vb-gen"), unread),
    }
    if text := texts[format_]():
        print(text)
    for result in results if report_ else ():
        path = _write_control(workspace, result)
        print(f"Skrev {_shown(path)}", file=sys.stdout if format_ == "text" else sys.stderr)
    faults = any(remark.level == "fel" for result in results for remark in result.open)
    raise typer.Exit(BAD_INPUT if unread else 1 if faults else OK)


def _write_control(workspace: Workspace, result: Result) -> Path:
    """Write what was checked in a report as a page of its own."""
    from vb_gen.checks.appendix import control
    from vb_gen.output import write
    from vb_gen.render.html import render_control

    path = workspace.root / "outputs" / f"{result.report.name}-kontroll.html"
    write(path, render_control(control(result), workspace).encode("utf-8"))
    return path


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
    try:
        handle, name = tempfile.mkstemp(prefix="vb-fel-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"vb {version('vb-gen')}, Python {sys.version}\n{' '.join(sys.argv)}\n\n")
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        say(f"Det här är ett fel i vb, inte i era filer ({type(error).__name__}). Någon logg gick inte att skriva.")
        return OUR_FAULT
    say(f"Det här är ett fel i vb, inte i era filer. Vad som hände står i {name}; skicka gärna den filen till oss.")
    return OUR_FAULT


if __name__ == "__main__":
    main()
