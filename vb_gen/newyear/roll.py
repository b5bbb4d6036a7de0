"""Next year's report out of last year's: every file as it is to be, and written at once or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vb_gen.core.finding import Collector, Document, MachineError, UseError
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.core.period import Period
from vb_gen.disk.ending import UndoneIfEnded
from vb_gen.disk.memory import Sources
from vb_gen.disk.reasons import reason
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import write
from vb_gen.inputs.yaml.files import nodes
from vb_gen.inputs.yaml.source import parse
from vb_gen.model.mall import Mall
from vb_gen.model.report import Report
from vb_gen.newyear.chapters import Chapters
from vb_gen.newyear.earlier import Earlier
from vb_gen.newyear.rewrite import FÖRRA, Rewriter, comment
from vb_gen.newyear.tables import Turn
from vb_gen.read.reading import read_mall_of, read_report
from vb_gen.read.sheets import SheetReader

DECIDED = ("diarienummer", "beslut", "datum")


@dataclass(frozen=True)
class NewReport:
    """The files of a new report, and what there is to say of them."""

    folder: Path
    files: dict[str, str]
    remarks: list[str]


def roll(workspace: Workspace, period: str, enhet: str, source: str) -> NewReport:
    """What a report of `source` becomes in `period`. Raises :class:`UseError` where it cannot be made.

    Raises :class:`~vb_gen.core.finding.InputError` where the old report cannot be read.
    """
    old, name = workspace.resolve(source, enhet)
    new = _period(period, old)
    folder = workspace.folder(new, name)
    if folder.exists():
        raise UseError(f"Mappen inputs/{new.text}/{name} finns redan. Inget skrevs.")
    report = read_report(workspace, old, name)
    head = nodes(workspace, workspace.folder(old, name) / "rapport.yaml")
    turn = Turn(old, new)
    mall, remarks = _mall(workspace, report, head, turn)
    chapters = Chapters(
        turn,
        mall,
        report.ord | mall.ord | report.enhet.ord | report.rapport.ord | new.words(),
        {t.plats: t for t in report.tables()},
        Earlier(workspace, report, turn),
        SheetReader(workspace, workspace.folder(old, name), Sources()),
    )
    files = {"rapport.yaml": _Head(turn, mall_name(workspace, report, turn)).write(head)}
    for path in report.sources.paths:
        if path.parent == workspace.folder(old, name) and path.suffix == ".yaml" and path.name != "rapport.yaml":
            files[path.name] = chapters.write(nodes(workspace, path))
    if chapters.lost:
        remarks.append(f"Mallen har inte avsnitten {', '.join(chapters.lost)}; de står kvar som kommentarer.")
    remarks += chapters.earlier.remarks()
    for file, text in files.items():
        parse(Document(f"inputs/{new.text}/{name}/{file}", tuple(text.split("\n"))))
    return NewReport(folder, files, remarks)


def _period(text: str, old: Period) -> Period:
    new = Period.parse(text)
    if new is None:
        raise UseError(f"”{text}” är ingen period. Skriv 2024 (helår), 2024-08 (till och med augusti) eller 2024-budget.")
    if (new.månad, new.budget) != (old.månad, old.budget):
        raise UseError(
            f"{new.text} och {old.text} är olika sorters rapporter. Utgå från en av samma sort, till exempel {_like(new, old)}."
        )
    if new.år <= old.år:
        raise UseError(f"Den nya rapporten ska gälla ett senare år än {old.text}. Inget skrevs.")
    return new


def _like(new: Period, old: Period) -> str:
    return new.text.replace(str(new.år), str(old.år))


def mall_name(workspace: Workspace, report: Report, turn: Turn) -> str:
    """The new year's mall, where there is one; else the same as before."""
    name = report.rapport.mall
    wanted = name.replace(str(turn.old.år), str(turn.new.år))
    return wanted if wanted in workspace.mallar() else name


def _mall(workspace: Workspace, report: Report, head: Mapping, turn: Turn) -> tuple[Mall, list[str]]:
    name = mall_name(workspace, report, turn)
    if name == report.rapport.mall:
        return report.mall, [f"Det finns ingen egen mall för {turn.new.år}, så mallen {name} används även nu."]
    found = Collector()
    mall = read_mall_of(workspace, report.rapport.model_copy(update={"mall": name}), head, found)
    found.stop()
    assert mall is not None
    return mall, [f"Mallen {name} används i stället för {report.rapport.mall}."]


class _Head:
    """rapport.yaml in the new year: a draft, with nothing decided."""

    def __init__(self, turn: Turn, mall: str) -> None:
        self.turn, self.mall = turn, mall

    def write(self, node: Mapping) -> str:
        lines = node.place.document.lines
        self.file = Rewriter(lines)
        made = self.file.mapping(node, 1, len(lines) + 1, self.entry)
        at = next(number for number, line in enumerate(made) if line.startswith("mall:"))
        made[at + 1 : at + 1] = ["status: utkast", "läge: utkast"]
        return "\n".join(made).rstrip("\n") + "\n"

    def entry(self, key: str, value: Node, start: int, lines: list[str]) -> Iterable[str]:
        if key in ("status", "läge", "undantag"):
            return []
        if key == "mall":
            return [f"mall: {self.mall}"]
        if key in DECIDED and isinstance(value, Scalar):
            return comment(f"{FÖRRA}s {key}", value.text, 0)
        if key == "bilagor" and isinstance(value, Sequence):
            return [lines[0], *self.file.sequence(value, start + 1, start + len(lines), self._appendix)]
        return [self.turn.title(line) for line in lines] if key == "rubrik" else lines

    def _appendix(self, node: Mapping, first: int, end: int) -> list[str]:
        def entry(key: str, _: Node, __: int, lines: list[str]) -> Iterable[str]:
            return [self.turn.title(line) for line in lines] if key in ("titel", "rapport") else lines

        return self.file.mapping(node, first, end, entry)


def save(made: NewReport) -> None:
    """Write a new report's folder, whole or not at all."""
    inputs = made.folder.parent.parent
    try:
        aside = Path(tempfile.mkdtemp(prefix=".ny-", dir=inputs))
        with UndoneIfEnded(lambda: shutil.rmtree(aside, ignore_errors=True)):
            try:
                for name, text in made.files.items():
                    write(aside / name, text.encode("utf-8"))
                aside.chmod(0o755)
                made.folder.parent.mkdir(exist_ok=True)
                aside.rename(made.folder)
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                raise
    except OSError as error:
        raise MachineError(f"Det går inte att skriva {made.folder}: {reason(error)}. Inget skrevs.") from None
