"""Builds: read, render, write. What `vb build` does, without anything of the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from vb_gen.checks.run import Look
from vb_gen.core.finding import Collector, Finding, InputError, MachineError, UseError, count_text, format_finding
from vb_gen.core.many import few_of_each
from vb_gen.core.period import Period
from vb_gen.disk import reasons, unforeseen
from vb_gen.disk.beside import Errand
from vb_gen.disk.memory import collect_seldom
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import output_name, write
from vb_gen.figures.facts import facts, to_csv
from vb_gen.model.progress import gaps
from vb_gen.model.report import Report
from vb_gen.output.pdf.file import PdfFile, look_at_font, set_page
from vb_gen.read.reading import read_kommun, read_report
from vb_gen.read.theme import theme_of
from vb_gen.tasks.judging import Verdict, judge, look_among
from vb_gen.tasks.proof import read_all

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
    beside: bool = False  # check in a process of its own: sooner done, but nothing read is kept

    @property
    def name(self) -> str:
        """`2023/leanlink`."""
        return f"{self.period.text}/{self.enhet}"

    def path(self, ending: str) -> Path:
        """The file of that kind: `outputs/2023/leanlink.html`."""
        return self.out / self.period.text / f"{output_name(self.enhet, self.bilagor)}.{ending}"


@dataclass
class Outcome:
    """How a build went: the exit code, what was written, and what there is to say."""

    name: str
    code: int = OK
    titel: str = ""
    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    messages: str = ""


def build(job: Job, say: Say = lambda _: None, setting: Errand[str, bytes] | None = None) -> Outcome:
    """Build one report. Whatever is wrong is told in the outcome; nothing is written when the input is.

    `setting` makes a PDF of a page where that is begun already.
    """
    outcome = Outcome(job.name)
    _build_into(outcome, job, say, setting or Errand(set_page, beside=False))
    return outcome


def _build_into(outcome: Outcome, job: Job, say: Say, setting: Errand[str, bytes]) -> None:
    try:
        _build(job, outcome, say, setting)
    except InputError as error:
        outcome.code = BAD_INPUT
        outcome.messages = _tell(error.findings)
    except UseError as error:
        outcome.code = BAD_INPUT
        outcome.messages = str(error)
    except MachineError as error:
        outcome.code = OUR_FAULT
        outcome.messages = _with_what_is_written(str(error), outcome)
    except OSError as error:
        if error.errno is None:
            raise
        outcome.code = BAD_INPUT if reasons.is_theirs(error) else OUR_FAULT
        outcome.messages = _with_what_is_written(reasons.unread(error), outcome)


def _with_what_is_written(said: str, outcome: Outcome) -> str:
    return said + ("\nHTML-filen är skriven." if outcome.written else "")


def _tell(findings: Sequence[Finding]) -> str:
    lines = few_of_each(findings, format_finding)
    return "\n".join([*lines, f"{count_text(findings)}. Inget skrevs; den förra rapporten står kvar."])


def _build(job: Job, outcome: Outcome, say: Say, setting: Errand[str, bytes]) -> None:
    say(f"Läser {job.name}")
    report, appendices = _read(job)
    reports = [report, *(child for _, child in appendices)]
    among: Errand[None, list[Look]] = Errand(lambda _: look_among(job.workspace, reports), beside=job.beside)
    with among:
        judging = _Judging(job, reports, among)
        draft = any(one.rapport.status == "utkast" for one in reports)
        html, printed = _pages(job, report, appendices, judging, draft=draft)
        pdf = PdfFile.of(job.path("pdf"), printed, theme_of(job.workspace)) if "pdf" in job.formats else None
        if pdf and not pdf.is_fresh:
            setting.give(printed)
        if not _may_be_written(reports, judging, outcome):
            return
        if job.check:
            _look_at_page(job.path("html"), html, outcome)
            return
        outcome.messages = _said(job, judging.verdict, draft=draft)
        if pdf:
            look_at_font(pdf.theme)
        outcome.titel = report.titel
        if "html" in job.formats:
            _write(job.path("html"), html, outcome)
        if "csv" in job.formats:
            _write(job.path("csv"), to_csv(facts(report)), outcome)
        if pdf and pdf.write(setting, say):
            outcome.written.append(pdf.path)
        elif pdf:
            outcome.unchanged.append(pdf.path)


def _write(path: Path, text: str, outcome: Outcome) -> None:
    write(path, text.encode("utf-8"))
    outcome.written.append(path)


def _read(job: Job) -> tuple[Report, list[tuple[str, Report]]]:
    """The report, and those that are its appendices where they are asked for, with their labels."""
    report = read_all(job.workspace, job.period, job.enhet)
    return report, list(_appendices(job, report)) if job.bilagor else []


class _Judging:
    """What the rules make of the reports, once it is asked for; those that look at other reports too are run beside."""

    def __init__(self, job: Job, reports: Sequence[Report], among: Errand[None, list[Look]]) -> None:
        self.job, self.reports, self.among = job, reports, among
        among.give(None)

    @cached_property
    def verdict(self) -> Verdict:
        """May the reports be written, and what is to be said of them?"""
        among = self.among.result if self.among.apart else None
        return judge(self.job.workspace, self.reports, among, control=_wants_control(self.reports[0]))


def _wants_control(report: Report) -> bool:
    """Does a report, or its mall, want what is checked as its last appendix?"""
    own = report.rapport.kontrollbilaga
    return bool(report.mall.kontrollbilaga if own is None else own)


def _pages(
    job: Job, report: Report, appendices: Sequence[tuple[str, Report]], judging: _Judging, *, draft: bool
) -> tuple[str, str]:
    """The page, and the page as it is printed. What the rules find is waited for only where a page tells of it."""
    from vb_gen.output.html.html import render_report
    from vb_gen.output.html.stamp import in_margin

    version = f"Utkast av {job.stamp}" if job.stamp and draft else ""

    def told() -> str:
        return " – ".join(filter(None, (version, judging.verdict.left)))

    control = judging.verdict.control if _wants_control(report) else None
    html = render_report(report, job.workspace, appendices, control, told() if version else "")
    if draft and "pdf" in job.formats and (words := told()):
        return html, in_margin(html, words)
    return html, html


def _may_be_written(reports: Sequence[Report], judging: _Judging, outcome: Outcome) -> bool:
    """A decided report with gaps, or with faults that no waiver covers, is refused: the gaps first."""
    if left := [gap for report in reports for gap in gaps(report)]:
        outcome.code, outcome.messages = INCOMPLETE, _tell(left)
        return False
    if refusal := judging.verdict.refusal:
        outcome.code, outcome.messages = INCOMPLETE, refusal
        return False
    return True


def _said(job: Job, verdict: Verdict, *, draft: bool) -> str:
    """What there is to say of a report that is written."""
    left = f"{verdict.left}: vb check {job.period.text} {job.enhet}" if verdict.left else ""
    unstamped = "Rapporten är fastställd och stämplas inte: --stamp är för utkast." if job.stamp and not draft else ""
    return "\n".join(filter(None, (left, unstamped)))


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


def _appendices(job: Job, report: Report) -> Iterator[tuple[str, Report]]:
    """The reports that are appendices of a report, with their labels."""
    from vb_gen.output.html.page import appendix_label

    for appendix in report.rapport.bilagor:
        if appendix.rapport:
            period, _, enhet = appendix.rapport.partition("/")
            yield appendix_label(appendix), read_report(job.workspace, *job.workspace.resolve(period, enhet))


def build_all(jobs: Sequence[Job], processes: int) -> Iterator[Outcome]:
    """Build many reports, on several cores; each outcome as it comes.

    Reports of a family of bodies are held against each other, so they are built one after another where they are read
    already, and each family is read by one process only. A few families, or one, are still spread over all processes.
    """
    batches = _batches(jobs, processes)
    if processes <= 1 or len(jobs) <= 1:
        for batch in batches:
            for job in batch:
                yield _build_one_of_many(job)
            _forget(batch)
        return
    from vb_gen.disk.crew import spread

    for outcomes in spread(_build_batch, batches, processes, _lost):
        yield from outcomes


def _lost(jobs: Sequence[Job]) -> list[Outcome]:
    return [Outcome(job.name, OUR_FAULT, messages=_CUT_SHORT) for job in jobs]


_CUT_SHORT = "Bygget avbröts utifrån; kanske räckte minnet inte. Försök igen, med färre på en gång: --jobs 1."


def _build_one_of_many(job: Job) -> Outcome:
    """Build one of many: an error nobody foresaw in one report is told of, and the others are built all the same."""
    outcome = Outcome(job.name)
    try:
        _build_into(outcome, job, lambda _: None, Errand(set_page, beside=False))
    except Exception as error:
        outcome.code, outcome.messages = OUR_FAULT, _with_what_is_written(unforeseen.told(error), outcome)
    return outcome


def _build_batch(jobs: Sequence[Job]) -> list[Outcome]:
    collect_seldom()
    outcomes = [_build_one_of_many(job) for job in jobs]
    if len(jobs) > 1:
        _forget(jobs)
    return outcomes


def _forget(jobs: Sequence[Job]) -> None:
    """Let go of what was read of a family that is built: its reports are held against no other's."""
    from vb_gen.checks.rule import Libraries

    Libraries(jobs[0].workspace).of(jobs[0].enhet).forget()


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
