"""How fast `vb` is, as ratios measured in one run: `.venv/bin/python benchmarks/run.py [PERIOD ENHET] [--rounds N]`.

Every figure is of whole processes, in turn, round after round, so that whatever else the machine does falls on all of
them alike; the median of the rounds is told. Ratios and targets go by the clock, since `vb` uses two cores: run it on a
machine with nothing else to do. Python keeps what it compiles, as it does for whoever has installed `vb`. Nothing is written
outside a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
VB = Path(sysconfig.get_path("scripts")) / "vb"

# What `vb build --format html` imports, found by asking it; the imports alone are the floor of what it can take.
ASK = """
import sys
started, path = set(sys.modules), sys.argv[1]
sys.argv = ["vb", *sys.argv[2:]]
from vb_gen.cli import main
try:
    main()
except SystemExit:
    pass
names = [name for name, module in sys.modules.items() if name not in started and getattr(module, "__spec__", None)]
open(path, "w").write("\\n".join(names))
"""
IMPORT = "import importlib, sys\nfor name in open(sys.argv[1]).read().split():\n    importlib.import_module(name)\n"
# WeasyPrint by itself on the same page, asked for the same kind of file, with the collector off as vb has it.
ALONE = """
import gc, sys
gc.disable()
import weasyprint
page = open(sys.argv[1], encoding="utf-8").read()
data = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/a-2a")
open(sys.argv[2], "wb").write(data)
"""


@dataclass
class Timed:
    """A command and how long it took, round by round: by the clock, and of the processor."""

    name: str
    command: list[str]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self) -> None:
        """One more round."""
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(self.command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wall.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    @property
    def seconds(self) -> float:
        """The median by the clock."""
        return statistics.median(self.wall)


def in_turn(commands: list[Timed], rounds: int) -> None:
    """Run all, round after round; a first round that is not counted fills the caches."""
    for number in range(rounds + 1):
        for command in commands:
            command.run()
            if number == 0:
                command.wall.clear()
                command.cpu.clear()


def modules(report: list[str], folder: Path) -> Path:
    """A file with the names of the modules that an HTML build imports beyond Python's own start."""
    path = folder / "moduler.txt"
    call = [sys.executable, "-c", ASK, str(path), "build", *report, "--format", "html", "--out", str(folder)]
    subprocess.run(call, cwd=REPOSITORY, capture_output=True, check=True)
    return path


def show(commands: list[Timed], base: Timed) -> None:
    """A table of medians, with each as a multiple of the first."""
    print(f"{'':<40}{'clock s':>10}{'least s':>10}{'processor s':>12}{'ratio':>8}")
    for command in commands:
        processor, ratio = statistics.median(command.cpu), command.seconds / base.seconds
        print(f"{command.name:<40}{command.seconds:>10.3f}{min(command.wall):>10.3f}{processor:>12.3f}{ratio:>8.2f}")


def judge(what: str, value: float, target: float, unit: str) -> bool:
    """Tell a figure beside its target."""
    held = value < target
    print(f"{what:<60}{value:>8.2f} {unit:<3} target < {target:g} {unit}: {'held' if held else 'MISSED'}")
    return held


def html(report: list[str], folder: Path, rounds: int) -> list[bool]:
    """The whole process for HTML against an empty one and against its imports."""
    bare = Timed("python -c pass", [sys.executable, "-c", "pass"])
    imports = Timed("python, its imports alone", [sys.executable, "-c", IMPORT, str(modules(report, folder))])
    build = Timed("vb build --format html", [str(VB), "build", *report, "--format", "html", "--out", str(folder)])
    commands = [bare, imports, build]
    in_turn(commands, rounds)
    show(commands, bare)
    own = build.seconds - imports.seconds
    print(f"vb's own work: {own:.3f} s, {own / build.seconds:.0%} of the process, {own / bare.seconds:.0f} times an empty one")
    return [judge("vb's own work after imports", own, 0.3, "s"), judge("HTML as a whole process", build.seconds, 1.0, "s")]


def pdf(report: list[str], folder: Path, rounds: int) -> list[bool]:
    """The whole process for a PDF against WeasyPrint alone on the same page."""
    page = folder / report[0] / f"{report[1]}.html"
    alone = Timed("WeasyPrint alone, the same page", [sys.executable, "-c", ALONE, str(page), str(folder / "alone.pdf")])
    again = f"rm -rf {folder}/pdf && exec {VB} build {' '.join(report)} --format pdf --out {folder}/pdf"
    build = Timed("vb build --format pdf", ["sh", "-c", again])
    fresh = Timed(
        "vb build --format pdf, nothing changed", [str(VB), "build", *report, "--format", "pdf", "--out", f"{folder}/pdf"]
    )
    commands = [alone, build, fresh]
    in_turn(commands, rounds)
    show(commands, alone)
    shares = [(ours - bare) / ours * 100 for ours, bare in zip(build.wall, alone.wall, strict=True)]
    share = statistics.median(shares)  # of each round by itself, since the machine's pace drifts
    return [judge("everything but WeasyPrint, of a PDF build", share, 10, "%")]


def main() -> int:
    """Measure and tell; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", nargs="*", default=["2023", "leanlink"])
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()
    print(f"{' '.join(chosen.report)}; {os.cpu_count()} cores, {_memory()} GB, {platform.machine()}, {_processor()}")
    print(f"Python {platform.python_version()}, WeasyPrint {version('weasyprint')}, load {os.getloadavg()[0]:.1f} at the start\n")
    with tempfile.TemporaryDirectory() as name:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{name}/kompilerat"
        held = html(chosen.report, Path(name), chosen.rounds)
        print()
        held += pdf(chosen.report, Path(name), max(3, chosen.rounds // 2 + 1))
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")
    return 0 if all(held) else 1


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


if __name__ == "__main__":
    sys.exit(main())
