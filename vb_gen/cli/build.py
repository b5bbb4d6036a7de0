"""`vb build`: one report, or all, or a list of those that can be built."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vb_gen.cli.base import OK, Enhet, Period, app, chosen_reports, open_workspace, progress, say, shown, tell_overlooked
from vb_gen.cli.swedish import Command
from vb_gen.core.finding import UseError, visible
from vb_gen.disk.beside import Errand
from vb_gen.disk.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.core.period import Period as WorkPeriod
    from vb_gen.tasks.build import Job, Outcome


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
    check: Annotated[
        bool, typer.Option("--check", help="Skriver inget: säger om webbsidorna i outputs/ är aktuella, och vad som skiljer.")
    ] = False,
    stamp: Annotated[
        str | None, typer.Option("--stamp", metavar="TEXT", help="Vad ett utkast är gjort av, till exempel en version i git.")
    ] = None,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="ANTAL", help="Hur många som görs samtidigt med --all.")] = None,
) -> None:
    """Build a report, or all, or list those that can be built."""
    from vb_gen.output.html.stamp import read_stamp

    workspace = open_workspace()
    formats = _formats(format_)
    folder = Path(out) if out else workspace.root / "outputs"
    said = read_stamp(stamp)
    if check:
        if stamp is not None:
            raise UseError("Webbsidorna som jämförs har ingen stämpel. Skriv utan --stamp.")
        if format_ == "pdf":
            raise UseError("Bara webbsidor sparas i git, så --check gäller dem. Skriv utan --format pdf.")
        if enhet and all_:
            raise UseError("Skriv antingen en enhet eller --all.")
        chosen = [workspace.resolve(period, enhet)] if period and enhet else chosen_reports(workspace, period)
        raise typer.Exit(_check_pages(workspace, folder, chosen, bilagor, _jobs(jobs), strays=not enhet))
    if all_:
        if enhet:
            raise UseError("Skriv antingen en enhet eller --all.")
        from vb_gen.tasks.build import Job

        tell_overlooked(workspace)
        chosen = chosen_reports(workspace, period)
        work = [Job(workspace, known, name, (*formats, "csv"), folder, stamp=said) for known, name in chosen]
        raise typer.Exit(_build_all(work, _jobs(jobs), whole=period is None))
    if period is None or enhet is None:
        _list_buildable(workspace, period)
        return
    raise typer.Exit(_build_one(workspace, workspace.resolve(period, enhet), formats, folder, said, bilagor=bilagor))


def _build_one(
    workspace: Workspace, chosen: tuple[WorkPeriod, str], formats: tuple[str, ...], folder: Path, stamp: str, *, bilagor: bool
) -> int:
    """Build one report and name its files. WeasyPrint takes as long to start as all that comes before it: it begins first."""
    with ExitStack() as errands:
        setting = None
        if "pdf" in formats:
            from vb_gen.output.pdf.pdf import get_ready, make_pdf

            setting = errands.enter_context(Errand(make_pdf, get_ready, beside=True))
        from vb_gen.tasks.build import Job
        from vb_gen.tasks.build import build as build_report

        outcome = build_report(Job(workspace, *chosen, formats, folder, bilagor, stamp, beside=True), progress, setting)
    _show_files(outcome)
    if outcome.messages:
        say(outcome.messages)
    return outcome.code


def _build_all(work: list[Job], processes: int, *, whole: bool) -> int:
    """Build many with a progress bar; tell what went wrong as it comes, and a summary last. The whole has an index."""
    from vb_gen.tasks.build import build_all
    from vb_gen.tasks.index import write_index

    outcomes = []
    with _progress_bar(len(work)) as step:
        for outcome in build_all(work, processes):
            step(outcome.name)
            outcomes.append(outcome)
    for outcome in sorted(outcomes, key=lambda o: o.name):
        _show_files(outcome)
        if outcome.messages:
            say(f"\n{visible(outcome.name)}:\n{outcome.messages}")
    if whole and (index := write_index(work[0].workspace, outcomes, work[0].out)):
        print(f"Skrev {shown(index)}")
    failed = sorted(outcome.name for outcome in outcomes if outcome.code)
    print(
        f"{len(outcomes) - len(failed)} av {len(outcomes)} rapporter byggda" + (f"; inte {', '.join(failed)}." if failed else ".")
    )
    return max((outcome.code for outcome in outcomes), default=OK)


def _check_pages(
    workspace: Workspace, folder: Path, chosen: list[tuple[WorkPeriod, str]], bilagor: bool, processes: int, *, strays: bool
) -> int:
    """Hold the pages that are there against those that would be made; a page with appendices is looked at where there is one."""
    from vb_gen.tasks.build import INCOMPLETE, Job, build_all

    work = [Job(workspace, known, name, ("html",), folder, bilagor, check=True) for known, name in chosen]
    if not bilagor:
        with_appendices = [job for job in work if (folder / job.period.text / f"{job.enhet}-med-bilagor.html").is_file()]
        work += [replace(job, bilagor=True) for job in with_appendices]
    outcomes = sorted(build_all(work, processes), key=lambda outcome: (outcome.name, outcome.messages))
    stale = [outcome for outcome in outcomes if outcome.code]
    for outcome in stale:
        print(f"{visible(outcome.name)}: {outcome.messages}\n")
    left = _strays(folder, chosen) if strays else []
    for path in left:
        print(f"{shown(path)} hör inte till någon rapport: ta bort filen.\n")
    print(f"{len(outcomes) - len(stale)} av {len(outcomes)} webbsidor är aktuella.")
    if stale:
        names = dict.fromkeys(outcome.name.replace("/", " ") for outcome in stale)
        say("Bygg om: " + "; ".join(f"vb build {name} --format html" for name in names))
    return max([outcome.code for outcome in outcomes] + ([INCOMPLETE] if left else []), default=OK)


def _strays(folder: Path, chosen: list[tuple[WorkPeriod, str]]) -> list[Path]:
    """Pages in the chosen periods' folders that no report makes."""
    known = {(period.text, f"{enhet}{end}.html") for period, enhet in chosen for end in ("", "-med-bilagor", "-kontroll")}
    periods = {period for period, _ in known}
    return [
        path
        for path in sorted(folder.glob("*/*.html"))
        if path.parent.name in periods and (path.parent.name, path.name) not in known
    ]


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
        print(f"Oförändrad: {shown(path)}")
    for path in outcome.written:
        print(f"Skrev {shown(path)}")


def _list_buildable(workspace: Workspace, period: str | None) -> None:
    chosen = chosen_reports(workspace, period)
    print("Rapporter som kan byggas:")
    for known, name in chosen:
        print(f"  vb build {known.text} {name}")
