"""What a whole municipality costs: `.venv/bin/python benchmarks/skala.py [--families 3 33 100] [--only COMMAND …]`.

A workspace of synthetic bodies (copies of the families of this repository, three bodies with six reports each) in a git
repository of its own, where one figure of every family has been changed since the last commit. Each command runs as a process
of its own, at each size. What is told is the processor's time, of the process and of those it started, for each body: where
cost is linear it stays the same. Other work on the machine disturbs that far less than it does the time by the clock, which
stands beside it. Memory is the most that one process held. Nothing is written outside a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from kontroller import judge, more_bodies

SLOPE = 1.25  # how much more a body may cost in the largest workspace than in the middle one
SPEED = 1.8  # how much faster two processes are to be than one, on two cores
BODIES = 3  # in a family
COMMANDS = {
    "vb list": ["list"],
    "vb list --changed-since": ["list", "--changed-since", "HEAD", "--format", "json"],
    "vb check --all": ["check", "--all"],
    "vb status": ["status"],
    "vb diff --all": ["diff", "--all", "--against", "HEAD", "--format", "markdown", "--out", "diff.md"],
    "vb build --all, 1 process": ["build", "--all", "--format", "html", "--jobs", "1", "--out", "en"],
    "vb build --all, 2 processes": ["build", "--all", "--format", "html", "--jobs", "2", "--out", "två"],
}
# The program, and what it and its children used, told when it is done.
DRIVER = """
import resource, sys
from vb_gen.cli import main
try:
    main()
finally:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    with open(sys.argv.pop(), "w") as file:
        file.write(" ".join(f"{one.ru_utime + one.ru_stime} {one.ru_maxrss}" for one in used))
"""


@dataclass(frozen=True)
class Cost:
    """What a run used: seconds of processor in it and in its children, seconds by the clock, and MiB in the largest process."""

    own: float
    below: float
    clock: float
    memory: float

    @property
    def processor(self) -> float:
        return self.own + self.below


def run(root: Path, arguments: list[str]) -> Cost:
    """Run the program. Raises RuntimeError where it breaks."""
    told = root / "used.txt"
    began = time.perf_counter()
    # The last argument is the driver's own; the program must not see it.
    driver = DRIVER.replace("sys.argv.pop()", repr(str(told)))
    done = subprocess.run([sys.executable, "-c", driver, *arguments], cwd=root, capture_output=True, text=True, check=False)
    took = time.perf_counter() - began
    if done.returncode not in (0, 1):  # 1: the examples have faults of their own
        raise RuntimeError(f"vb {' '.join(arguments)}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
    own, peak, below, largest = map(float, told.read_text().split())
    return Cost(own, below, took, max(peak, largest) / 1024)


def municipality(root: Path, families: int) -> None:
    """A workspace in a git repository, with a figure of every family changed since the last commit."""
    more_bodies(root, families)
    who = ["-c", "user.name=skala", "-c", "user.email=skala@exempel.se", "-c", "gc.auto=0"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "inputs"], ["commit", "-qm", "skala"]):
        subprocess.run(["git", *who, *arguments], cwd=root, check=True)
    for n in range(families):
        path = root / f"inputs/2023/leanlink-{n}/ekonomi.yaml"
        text = path.read_text("utf-8")
        changed = re.sub(r"(\| +)(\d)(\d)(,\d)", lambda m: f"{m[1]}{m[2]}{(int(m[3]) + 1) % 10}{m[4]}", text, count=1)
        if changed == text:
            raise RuntimeError("no figure to change")
        path.write_text(changed, "utf-8")


def main() -> int:
    """Measure and tell; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--families", type=int, nargs="+", default=[3, 33, 100])
    parser.add_argument("--only", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    print(f"\n{'':<30}{'bodies':>8}{'processor s':>14}{'ms a body':>12}{'clock s':>10}{'MiB':>8}", flush=True)
    costs: dict[tuple[str, int], Cost] = {}
    with tempfile.TemporaryDirectory() as name:
        for families in chosen.families:
            root = Path(name) / str(families)
            municipality(root, families)
            for title in chosen.only:
                cost = costs[title, families] = run(root, COMMANDS[title])
                bodies = families * BODIES
                each = cost.processor / bodies * 1e3
                print(
                    f"{title:<30}{bodies:>8}{cost.processor:>14.2f}{each:>12.1f}{cost.clock:>10.1f}{cost.memory:>8.0f}",
                    flush=True,
                )
    print(f"\nload {os.getloadavg()[0]:.1f} at the end\n")
    held = []
    *_, middle, largest = (chosen.families * 2)[-2:]
    for title in chosen.only:
        rise = (costs[title, largest].processor / largest) / (costs[title, middle].processor / middle)
        held.append(judge(f"{title}: a body's cost, {largest * BODIES} bodies against {middle * BODIES}", rise, SLOPE, "x"))
    one, two = (costs.get((f"vb build --all, {n}", largest)) for n in ("1 process", "2 processes"))
    if one and two:
        # What is not the workers' is done by one process while they wait; they share the rest.
        speed = one.processor / (two.own + two.below / 2)
        print(
            f"two processes: {speed:.2f} times as fast as one by the processor's time, {one.clock / two.clock:.2f} by the clock"
        )
        held.append(judge("one, against two, by the processor's time (inverse)", 1 / speed, 1 / SPEED, ""))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
