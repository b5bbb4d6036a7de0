"""How fast `vb check` is, and that its cost grows with the figures: `.venv/bin/python benchmarks/kontroller.py [--rounds N]`.

First all reports of this repository, read and checked after Python and its modules have started. Then as many figures ten and
a hundred times over, in two ways: a workspace with that many more bodies (copies of the reports, read from files, each family
of bodies its own), and the same reports with tables that many times as long (their rows copied in memory). What is told is the
time a figure takes; where cost is linear it stays the same. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import re
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from vb_gen.checks.rule import Library
from vb_gen.checks.run import RULES, check
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Rad, Tabell

REPOSITORY = Path(__file__).resolve().parent.parent
VB = Path(sysconfig.get_path("scripts")) / "vb"
TARGET = 1.0  # seconds, all reports together after start-up
SLOPE = 1.5  # how much more a figure may cost at a hundred times the size than at ten times


def clock(run: Callable[[], object]) -> float:
    """How long something takes, with the collector as a short-lived program meets it."""
    gc.collect()
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def judge(what: str, value: float, target: float, unit: str) -> bool:
    """Tell a figure beside its target."""
    held = value < target
    print(f"{what:<60}{value:>8.2f} {unit:<3} target < {target:g} {unit}: {'held' if held else 'MISSED'}")
    return held


def read_all(workspace: Workspace) -> Library:
    """A library with all its reports read."""
    library = Library(workspace)
    list(library.reports())
    return library


def check_all(library: Library) -> int:
    """Check all; returns how many relations were held."""
    return sum(sum(check(report, library).checked.values()) for report in library.reports())


def figures(library: Library) -> int:
    """How many figures there are."""
    return sum(map(len, library.facts.values()))


def today(rounds: int) -> list[bool]:
    """The reports as they are."""
    workspace = Workspace(REPOSITORY)
    read, checked = [], []
    for _ in range(rounds + 1):
        read.append(clock(lambda: read_all(workspace)))
        library = read_all(workspace)
        checked.append(clock(lambda held=library: check_all(held)))
        library.forget()  # the next round reads them anew
    library = read_all(workspace)
    both = statistics.median(a + b for a, b in zip(read[1:], checked[1:], strict=True))
    count = len(list(library.reports()))
    print(f"{count} reports, {figures(library)} figures, {len(RULES)} rules, {check_all(library)} relations held")
    print(f"read {statistics.median(read[1:]):.3f} s, checked {statistics.median(checked[1:]):.3f} s (medians of {rounds})")
    process = [clock(lambda: subprocess.run([VB, "check", "--all"], cwd=REPOSITORY, capture_output=True, check=False))]
    imports = [clock(lambda: subprocess.run([VB, "--version"], cwd=REPOSITORY, capture_output=True, check=True))]
    print(
        f"`vb check --all` as a whole process {min(process):.3f} s, of which starting the program at least {min(imports):.3f} s"
    )
    return [judge("all reports read and checked after start-up", both, TARGET, "s")]


# More bodies


def more_bodies(root: Path, times: int) -> Workspace:
    """A workspace with copies of every body and its reports; each copy refers to the others of its own family."""
    source = REPOSITORY / "inputs"
    text = (source / "kommun.yaml").read_text("utf-8")
    head, _, bodies = text.partition("\nenheter:\n")
    names = re.findall(r"^  (\w+):$", bodies, re.M)
    refer = re.compile(rf"\b(20\d\d(?:-\w+)?)/({'|'.join(names)})\b")
    own = re.compile(rf"^((?:  |    överordnad: ))({'|'.join(names)})\b", re.M)
    (root / "inputs").mkdir(parents=True)
    copies = [own.sub(rf"\g<1>\g<2>-{n}", bodies) for n in range(times)]
    (root / "inputs/kommun.yaml").write_text(head + "\nenheter:\n" + "\n".join(copies), "utf-8")
    for path in source.glob("*/*/*.yaml"):
        for n in range(times):
            made = root / "inputs" / path.parent.parent.name / f"{path.parent.name}-{n}" / path.name
            made.parent.mkdir(parents=True, exist_ok=True)
            made.write_text(refer.sub(rf"\g<1>/\g<2>-{n}", path.read_text("utf-8")), "utf-8")
    return Workspace(root)


# Longer tables


def longer(report: Report, times: int) -> Report:
    """A report whose tables have their rows many times over; sums stay as they are."""
    return replace(report, avsnitt=tuple(_section(section, times) for section in report.avsnitt))


def _section(section: Section, times: int) -> Section:
    tables = tuple(_table(table, times) for table in section.tabeller)
    return replace(section, tabeller=tables, avsnitt=tuple(_section(part, times) for part in section.avsnitt))


def _table(table: Tabell, times: int) -> Tabell:
    blocks: list[list[int]] = []  # a row and what is indented below it
    for index, row in enumerate(table.rader):
        if row.förälder is None or not blocks:
            blocks.append([])
        blocks[-1].append(index)
    rows: list[Rad] = []
    for block in blocks:
        whole = any(table.rader[i].roll in ("summa", "totalsumma") for i in block)
        for copy in range(1 if whole else times):
            start = len(rows)
            for i in block:
                row = table.rader[i]
                parent = None if row.förälder is None else start + row.förälder - block[0]
                renamed = copy and row.förälder is None
                rows.append(
                    replace(
                        row,
                        förälder=parent,
                        etikett=_renamed(table, row, copy) if renamed else row.etikett,
                        nyckel=f"{row.nyckel}_{copy}" if renamed else row.nyckel,
                        mått=f"{row.mått}_{copy}" if row.mått and copy else row.mått,
                    )
                )
    return replace(table, rader=tuple(rows))


def _renamed(table: Tabell, row: Rad, copy: int) -> str:
    """Another name; an assignment's in all its words, since those that share words are held against each other."""
    if table.typ == "uppdrag":
        return " ".join(f"{word}{copy}" for word in row.etikett.split())
    return f"{row.etikett} {copy}"


def scale(title: str, libraries: Callable[[int], tuple[Library, float]]) -> list[bool]:
    """Check at one, ten and a hundred times the size: the time in all, and for a figure."""
    print(f"\n{title}")
    print(f"{'':>8}{'reports':>10}{'figures':>10}{'read s':>10}{'check s':>10}{'µs a figure':>14}{'read ms a report':>18}")
    costs, reads = {}, {}
    for times in (1, 10, 100):
        library, read = libraries(times)
        count, reports = figures(library), len(list(library.reports()))
        took = min(clock(lambda held=library: check_all(held)) for _ in range(3 if times == 1 else 1))
        costs[times], reads[times] = took / count * 1e6, read / reports * 1e3
        print(f"{times:>7}x{reports:>10}{count:>10}{read:>10.2f}{took:>10.2f}{costs[times]:>14.0f}{reads[times]:>18.1f}")
    held = [judge(f"{title}: a figure's cost, 100x against 10x", costs[100] / costs[10], SLOPE, "x")]
    if reads[10]:
        held.append(judge(f"{title}: a report's reading, 100x against 10x", reads[100] / reads[10], SLOPE, "x"))
    return held


def main() -> int:
    """Measure and tell; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n")
    held = today(chosen.rounds)
    with tempfile.TemporaryDirectory() as name:

        def bodies(times: int) -> tuple[Library, float]:
            library = Library(more_bodies(Path(name) / str(times), times))
            return library, clock(lambda: list(library.reports()))

        def tables(times: int) -> tuple[Library, float]:
            workspace = Workspace(REPOSITORY)
            return Library(workspace, [longer(report, times) for report in Library(workspace).reports()]), 0.0

        held += scale("Longer tables", tables)
        held += scale("More bodies", bodies)
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
