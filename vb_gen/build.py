"""Builds: read, render, write. What `vb build` does, without anything of the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from vb_gen.errors import Collector, Finding, InputError, Level, MachineError, UseError, count_text, format_finding
from vb_gen.facts import facts, to_csv
from vb_gen.lage import unapproved
from vb_gen.memory import collect_seldom
from vb_gen.output import is_fresh, output_name, remember, write
from vb_gen.period import Period
from vb_gen.reading import read_kommun, read_report, read_what_can_be
from vb_gen.report import Report
from vb_gen.theme import Theme, theme_of
from vb_gen.workspace import Workspace

if TYPE_CHECKING:
    from vb_gen.checks.run import Result
    from vb_gen.render.view import ControlView

OK, INCOMPLETE, BAD_INPUT, OUR_FAULT = 0, 1, 2, 3
Say = Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """What to build, in what formats, where."""

    workspace: Workspace
    period: Period
    enhet: str
    formats: tuple[str, ...]
    out: Path
    bilagor: bool = False
    stamp: str = ""  # what a draft is made of, told in it
    check: bool = False  # hold the page that is there against the one that would be made; write nothing

    @property
    def name(self) -> str:
        """`2023/leanlink`."""
        return f"{self.period.text}/{self.enhet}"


@dataclass
class Outcome:
    """How a build went: the exit code, what was written, and what there is to say."""

    name: str
    code: int = OK
    titel: str = ""
    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    messages: str = ""


def build(job: Job, say: Say = lambda _: None) -> Outcome:
    """Build one report. Whatever is wrong is told in the outcome; nothing is written when the input is."""
    outcome = Outcome(job.name)
    try:
        _build(job, outcome, say)
    except InputError as error:
        outcome.code = BAD_INPUT
        outcome.messages = _tell(error.findings)
    except UseError as error:
        outcome.code = BAD_INPUT
        outcome.messages = str(error)
    except MachineError as error:
        outcome.code = OUR_FAULT
        outcome.messages = str(error) + ("\nHTML-filen är skriven." if outcome.written else "")
    return outcome


def _tell(findings: Sequence[Finding]) -> str:
    lines = [format_finding(finding) for finding in findings]
    return "\n".join([*lines, f"{count_text(findings)}. Inget skrevs; den förra rapporten står kvar."])


def _build(job: Job, outcome: Outcome, say: Say) -> None:
    from vb_gen.render.html import render_report
    from vb_gen.render.stamp import in_margin

    say(f"Läser {job.name}")
    report = read_all(job.workspace, job.period, job.enhet)
    appendices = list(_appendices(job, report)) if job.bilagor else []
    reports = [report, *(child for _, child in appendices)]
    results = _checked(job, reports)
    draft = any(one.rapport.status == "utkast" for one in reports)
    version = f"Utkast av {job.stamp}" if job.stamp and draft else ""
    left = f"{count_text(found)} att se över" if (found := [remark for one in results for remark in one.open]) else ""
    told = " – ".join(filter(None, (version, left)))
    # Faults in running text come before the gaps.
    html = render_report(report, job.workspace, appendices, _control(results[0]), told if version else "")
    gaps = [gap for one in reports for gap in _gaps(one)]
    if gaps:
        outcome.code = INCOMPLETE
        outcome.messages = _tell(gaps)
        return
    if not _hold(job, results, outcome):
        return
    if job.stamp and not draft:
        note = "Rapporten är fastställd och stämplas inte: --stamp är för utkast."
        outcome.messages = "\n".join(filter(None, (outcome.messages, note)))
    stem = job.out / job.period.text / output_name(job.enhet, job.bilagor)
    if job.check:
        _look_at_page(stem.with_name(stem.name + ".html"), html, outcome)
        return
    theme = theme_of(job.workspace)
    if "pdf" in job.formats:
        _look_at_font(theme)
    outcome.titel = report.titel
    if "html" in job.formats:
        path = stem.with_name(stem.name + ".html")
        write(path, html.encode("utf-8"))
        outcome.written.append(path)
    if "csv" in job.formats:
        path = stem.with_name(stem.name + ".csv")
        write(path, to_csv(facts(report)).encode("utf-8"))
        outcome.written.append(path)
    if "pdf" in job.formats:
        printed = in_margin(html, told) if draft and told else html
        _write_pdf(stem.with_name(stem.name + ".pdf"), printed, theme.typsnitt, outcome, say)


def _look_at_page(path: Path, html: str, outcome: Outcome) -> None:
    """Is the page that is there the one that would be made? What differs is told; nothing is written."""
    from vb_gen.diff.pages import page_changes

    outcome.messages = ""
    try:
        before = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        outcome.code, outcome.messages = INCOMPLETE, f"{path.name} finns inte."
        return
    if changes := page_changes(before, html):
        outcome.code, outcome.messages = INCOMPLETE, "\n".join([f"{path.name} är inte aktuell:", *changes])
    else:
        outcome.unchanged.append(path)


def _control(result: Result) -> ControlView | None:
    """What is checked in a report, where it or its mall wants that as an appendix."""
    own = result.report.rapport.kontrollbilaga
    if not (result.report.mall.kontrollbilaga if own is None else own):
        return None
    from vb_gen.render.appendix import control

    return control(result)


def _checked(job: Job, reports: Sequence[Report]) -> list[Result]:
    """What is found in the reports."""
    from vb_gen.checks.base import Libraries
    from vb_gen.checks.run import check

    libraries = Libraries(job.workspace, reports)
    return [check(report, libraries.of(report.enhet_id)) for report in reports]


def _hold(job: Job, results: Sequence[Result], outcome: Outcome) -> bool:
    """A decided report with faults that no waiver covers is refused; a draft is told how many it has."""
    from vb_gen.checks.printing import format_remark

    faults = [
        remark
        for result in results
        for remark in result.open
        if remark.level is Level.FEL and result.report.rapport.status == "fastställd"
    ]
    if faults:
        outcome.code = INCOMPLETE
        told = [format_remark(remark) for remark in faults]
        last = f"{count_text(faults)} i en fastställd rapport. Rätta, eller skriv ett undantag med skäl. Inget skrevs."
        outcome.messages = "\n".join([*told, last])
        return False
    found = [remark for result in results for remark in result.open]
    if found:
        outcome.messages = f"{count_text(found)} att se över: vb check {job.period.text} {job.enhet}"
    return True


def read_all(workspace: Workspace, period: Period, enhet: str) -> Report:
    """Read a report and look at its running text. Raises :class:`InputError` with all that is wrong, in both."""
    from vb_gen.render.page import build_page

    found = Collector()
    report = read_what_can_be(workspace, period, enhet, found)
    if found.findings and report is not None:
        try:
            build_page(report)
        except InputError as error:
            # A reference, or a chart, of a table that could not be read is no fault of its own.
            found.extend(f for f in error.findings if not f.code.startswith(("R01", "V1")) or not _FOLLOWS.search(f.text))
    found.stop()
    assert report is not None
    return report


_FOLLOWS = re.compile(r"finns inte|leder inte till|innehåller|har ingen del|har ingen egen|har ingen siffra|färre än två")


def _look_at_font(theme: Theme) -> None:
    """Raises :class:`InputError` where the theme's font is here and must not, or cannot, be put into a PDF."""
    from vb_gen.render.fonts import fault

    if wrong := fault(theme.typsnitt):
        raise InputError([Finding("V05", wrong, theme.typsnitt_plats, "Välj ett annat typsnitt, till exempel Lato.")])


def _write_pdf(path: Path, html: str, font: str, outcome: Outcome, say: Say) -> None:
    from vb_gen.render.fonts import must_be_there
    from vb_gen.render.pdf import fingerprint, make_pdf

    must_be_there(font)
    made_of = fingerprint(html, font)
    if is_fresh(path, made_of):
        outcome.unchanged.append(path)
        return
    say(f"Gör {path.name} (det tar några sekunder)")
    data = make_pdf(html)
    write(path, data)
    remember(path, made_of, data)
    outcome.written.append(path)


def _appendices(job: Job, report: Report) -> Iterator[tuple[str, Report]]:
    """The reports that are appendices of a report, with their labels."""
    from vb_gen.render.page import appendix_label

    for appendix in report.rapport.bilagor:
        if appendix.rapport:
            period, _, enhet = appendix.rapport.partition("/")
            yield appendix_label(appendix), read_report(job.workspace, *job.workspace.resolve(period, enhet))


def _gaps(report: Report) -> list[Finding]:
    """What is missing or not approved in a decided report."""
    if report.rapport.status != "fastställd":
        return []
    found = []
    files = {s.id: chapter.mall.fil for chapter in report.avsnitt for s in chapter.walk()}
    for section in report.missing():
        file = section.mall.fil or files.get(section.id)
        where = f"i {file}.yaml" if file else "i kapitlets fil"
        text = f"avsnittet ”{section.rubrik or section.id}” saknas i en fastställd rapport"
        found.append(Finding("B01", text, section.plats, f"Skriv ”{section.id}:” {where}, eller sätt status: utkast.", Level.FEL))
    return [*found, *unapproved(report)]


def build_all(jobs: Sequence[Job], processes: int) -> Iterator[Outcome]:
    """Build many reports, on several cores; each outcome as it comes.

    Reports of a family of bodies are held against each other, so they are built one after another where they are read
    already, and each family is read by one process only. A few families, or one, are still spread over all processes.
    """
    batches = _batches(jobs, processes)
    if processes <= 1 or len(jobs) <= 1:
        for batch in batches:
            for job in batch:
                yield build(job)
        return
    # Started afresh, not forked: the same on every platform, and nothing of this process leaks into the builds.
    with ProcessPoolExecutor(min(processes, len(batches)), mp_context=get_context("spawn"), initializer=collect_seldom) as pool:
        waiting = {pool.submit(_build_batch, batch): batch for batch in batches}
        for done in as_completed(waiting):
            try:
                yield from done.result()
            except Exception as error:
                said = f"Ett fel i vb: {type(error).__name__}: {error}"
                yield from (Outcome(job.name, OUR_FAULT, messages=said) for job in waiting[done])


def _build_batch(jobs: Sequence[Job]) -> list[Outcome]:
    return [build(job) for job in jobs]


def _batches(jobs: Sequence[Job], processes: int) -> list[list[Job]]:
    """The jobs by family, in the order they were given; families that are too few to go round are divided."""
    if not jobs:
        return []
    kommun, _ = read_kommun(jobs[0].workspace, Collector())
    families: dict[frozenset[str], list[Job]] = {}
    for job in jobs:
        families.setdefault(kommun.family(job.enhet) if kommun else frozenset({job.enhet}), []).append(job)
    if processes <= 1 or len(families) >= 4 * processes:
        return list(families.values())
    return [[job] for job in jobs]
