"""What reports are compared with: a revision, another period or another folder; and the comparison of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from vb_gen.checks.rule import Libraries, Library, families
from vb_gen.core.finding import Collector, Finding, InputError, UseError, count_text, short
from vb_gen.core.period import Period
from vb_gen.diff.changes import ReportDiff
from vb_gen.diff.compare import Reading, alone, compare
from vb_gen.diff.touched import differing_files, made_of
from vb_gen.disk.git import Repository
from vb_gen.disk.memory import is_dir, is_file
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import folder_of_our_own
from vb_gen.read.reading import read_kommun, read_report, read_title, read_what_can_be

MANY = 3  # faults of an old revision that are told one by one


Named = tuple[Period, str]  # a report


@dataclass
class Against:
    """The other side: a workspace, what it is called, and which period's report is held against which."""

    workspace: Workspace
    label: str
    period: Period | None = None  # the other period, where it is another
    notes: tuple[str, ...] = ()
    today: Workspace | None = None  # today's malls, for a revision whose own cannot be read

    def name(self, period: Period, enhet: str) -> tuple[Period, str]:
        """Which report is held against a report."""
        return self.period or period, enhet

    @cached_property
    def mended(self) -> Workspace:
        """The old chapters with today's malls and kommun.yaml, beside them in the folder of our own that the revision is in."""
        assert self.today is not None
        root = self.workspace.root / "med-dagens-mallar"
        shutil.copytree(self.workspace.inputs, root / "inputs", symlinks=True)
        shutil.copyfile(self.today.inputs / "kommun.yaml", root / "inputs" / "kommun.yaml")
        if (self.today.root / "templates").is_dir():
            shutil.copytree(self.today.root / "templates", root / "templates", symlinks=True)
        return Workspace(root)

    def reading(self, period: Period, enhet: str, libraries: Libraries) -> tuple[Reading | None, tuple[str, ...]]:
        """The other side's report as far as it can be read, and what could not be; `libraries` are of that side."""
        known = self.name(period, enhet)
        if self.workspace.known(known[0].text, known[1]) is None:
            return None, ()
        found = Collector()
        report = read_what_can_be(self.workspace, *known, found)
        notes = _unread(found.findings, self.label)
        if report is None and self.today is not None:
            again = Collector()
            report = read_what_can_be(self.mended, *known, again)
            if report is not None:
                notes = (*notes, f"jämförelsen använder dagens mallar och kommun.yaml i stället för dem i {self.label}")
        if report is None:
            return None, notes
        if found.findings:
            return Reading(report, Library(self.workspace, [report], libraries.family(enhet))), notes
        return Reading(report, libraries.of(enhet)), notes


def _unread(findings: Sequence[Finding], label: str) -> tuple[str, ...]:
    if not findings:
        return ()
    told = [f"{f.place.document.name}:{f.place.line}: {short(f.text, 200)} [{f.code}]" for f in findings[:MANY]]
    more = f" … och {len(findings) - MANY} till" if len(findings) > MANY else ""
    lead = f"{label} har {count_text(findings)} som dagens vb inte läser; resten jämförs"
    return (f"{lead}: {'; '.join(told)}{more}",)


@contextmanager
def other_side(workspace: Workspace, asked: str | None) -> Iterator[Against]:
    """What `--against` names: a period there is, a folder with reports, else a revision; without it where the branch began."""
    period = Period.parse(asked) if asked else None
    if asked and period in [known for known, _ in workspace.reports()]:
        yield Against(workspace, f"perioden {asked}", period)
        return
    folder = Path(asked) if asked else None
    if asked and folder is not None and is_dir(folder) and is_file(folder / "inputs" / "kommun.yaml"):
        yield Against(Workspace(folder.resolve()), f"mappen {short(asked)}")
        return
    try:
        repository = Repository(workspace.root)
        revision = repository.revision(asked) if asked else repository.base()
    except UseError as error:
        raise UseError(f"{error}{_other_meanings(workspace, asked)}") from None
    with folder_of_our_own("vb-diff-") as root:
        notes = repository.save(revision, root)
        (root / "inputs").mkdir(exist_ok=True)
        yield Against(Workspace(root), revision.shown, notes=notes, today=workspace)


def _other_meanings(workspace: Workspace, asked: str | None) -> str:
    """What else the user may have meant by a name that is no revision."""
    if asked and is_dir(Path(asked)):
        return f"\nMappen {short(asked)} finns, men har ingen fil inputs/kommun.yaml."
    if asked and Period.parse(asked):
        periods = dict.fromkeys(known.text for known, _ in workspace.reports())
        return f"\nPerioden {asked} finns inte i inputs/. Perioder som finns: {', '.join(periods) or 'inga än'}."
    return ""


@dataclass
class Compared:
    """What came of comparing reports: the changes, and the faults of new files that kept a report from being read."""

    diffs: list[ReportDiff] = field(default_factory=list)
    unread: list[Finding] = field(default_factory=list)


def compare_reports(workspace: Workspace, against: Against, chosen: Sequence[Named]) -> Compared:
    """Compare some reports, each with its other side; a family of bodies that nothing has changed in is not read."""
    same = _same(workspace, against) if len(chosen) > 1 and against.period is None else frozenset()
    found: dict[Named, ReportDiff | tuple[Finding, ...]] = {}
    for library, reports in families(workspace, chosen):
        of_both = {*workspace.reports(library.family), *against.workspace.reports(library.family)}
        if of_both <= same:
            found |= {one: _unchanged(workspace, against, *one) for one in reports}
            continue
        sides = _Sides(library, against, same)
        for one in reports:
            try:
                found[one] = _one(sides, *one)
            except InputError as error:
                found[one] = error.findings  # not the error, which holds all that was read
        sides.others.forget()
    out = Compared()
    for period, enhet in chosen:
        diff = found[period, enhet]
        if isinstance(diff, tuple):
            out.unread += diff
            told = tuple(f"{f.place}: {short(f.text, 200)} [{f.code}]" for f in diff[:MANY])
            diff = ReportDiff(f"{period.text}/{enhet}", enhet, against.label, "oläslig", upplysningar=told)
        out.diffs.append(diff)
    return out


def _same(workspace: Workspace, against: Against) -> frozenset[Named]:
    """The reports that are made of the same files on both sides: what they tell is the same."""
    changed = differing_files(workspace, against.workspace)
    return frozenset(workspace.reports()) - frozenset(made_of(workspace, changed))


def _unchanged(workspace: Workspace, against: Against, period: Period, enhet: str) -> ReportDiff:
    """A report of a family that nothing has changed in."""
    kommun, _ = read_kommun(workspace, Collector())
    body = kommun.enheter[enhet].namn if kommun and enhet in kommun.enheter else enhet
    titel = ", ".join(filter(None, (read_title(workspace, period, enhet), body)))
    return ReportDiff(f"{period.text}/{enhet}", titel, against.label, "lika", upplysningar=against.notes)


class _Sides:
    """A family of bodies on both sides, while its reports are compared. What is the same on both is read once."""

    def __init__(self, library: Library, against: Against, same: frozenset[Named]) -> None:
        self.library, self.against, self.same = library, against, same
        known = [library.report(f"{p.text}/{e}") for p, e in library.workspace.reports(library.family) if (p, e) in same]
        self.others = Libraries(against.workspace, filter(None, known))
        if against.workspace is library.workspace:
            self.others.keep(library)


def _one(sides: _Sides, period: Period, enhet: str) -> ReportDiff:
    library, against, workspace = sides.library, sides.against, sides.library.workspace
    name = f"{period.text}/{enhet}"
    if (period, enhet) in sides.same:
        report = library.report(name) or read_report(workspace, period, enhet)
        return _noted(compare(Reading(report, sides.others.of(enhet)), Reading(report, library), against.label), against.notes)
    before, notes = against.reading(period, enhet, sides.others)
    notes = (*against.notes, *notes)
    if workspace.known(period.text, enhet) is None:
        if before is None:
            return ReportDiff(name, enhet, against.label, "borta", upplysningar=notes)
        return _noted(alone(before, against.label, come=False), notes)
    report = library.report(name) or read_report(workspace, period, enhet)
    after = Reading(report, library)
    if before is None:
        return _noted(alone(after, against.label, come=True), notes)
    return _noted(compare(before, after, against.label), notes)


def _noted(diff: ReportDiff, notes: tuple[str, ...]) -> ReportDiff:
    return ReportDiff(
        diff.namn, diff.titel, diff.mot, diff.händelse, diff.avsnitt, diff.anmärkningar, (*notes, *diff.upplysningar)
    )


def all_reports(workspace: Workspace, against: Against, period: str | None) -> list[Named]:
    """Every report of either side, in order of time and name; those of a period where one is named."""
    both = set(workspace.reports())
    if against.period is None:
        both |= set(against.workspace.reports())
    chosen = [(known, enhet) for known, enhet in both if period in (None, known.text)]
    return sorted(chosen, key=lambda item: (item[0].sort_key, item[1]))
