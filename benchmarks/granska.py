"""How fast a table is understood, and how its cost grows: `.venv/bin/python benchmarks/granska.py [--rounds N]`.

`vb review` understands tables of 100 to 1 000 rows and 20 columns, and of 100 rows and 10 to 100 columns, made of groups
of rows with their sums and of outcome, budget and deviation year by year; then running text of 100 to 1 000 sentences about
one table; then tables that are made to be slow. What is told is seconds after start-up and the ratio to the smallest, of one
run. Ends with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from vb_gen.tasks.review import review

ROWS, COLUMNS = (100, 200, 500, 1_000), (10, 20, 50, 100)
TARGET = 1.5  # seconds for 1 000 rows and 20 columns
ROW_SLOPE, COLUMN_SLOPE, TEXT_SLOPE = 15.0, 100.0, 15.0  # ten times the rows, the columns (squared), the sentences
HOSTILE = 4.0  # seconds for a table that is made to be slow


def table(rows: int, columns: int) -> str:
    """A table of groups of nine rows and their sum; columns in threes: outcome, budget, and the difference."""
    chance = random.Random(1)
    heads = [f"{('Bokslut', 'Budget', 'Avvikelse')[n % 3]} {2020 - n // 3}" for n in range(columns)]
    lines = ["\t".join(["tkr", *heads])]
    group: list[list[int]] = []
    for row in range(rows):
        if row % 10 == 9:
            values = [sum(column) for column in zip(*group, strict=True)]
            group = []
            lines.append("\t".join([f"Summa del {row // 10}", *map(str, values)]))
            continue
        values = []
        for n in range(columns):
            values.append(values[-2] - values[-1] if n % 3 == 2 else chance.randint(100, 9_999))
        group.append(values)
        lines.append("\t".join([f"Verksamhet {_name(row)}", *map(str, values)]))
    return "\n".join(lines) + "\n"


def _name(number: int) -> str:
    """A name of letters for a row: park, parkb …"""
    return "park" + "".join("bdfglmnrst"[int(digit)] for digit in str(number))


def text(sentences: int) -> str:
    """A table of a hundred rows, and sentences about its rows, each its own paragraph."""
    said = [
        f"Verksamhet {_name(n % 90)} uppgick under 2020 till {1_000 + n} tkr, mot 512 tkr året före." for n in range(sentences)
    ]
    return table(100, 6) + "\n" + "\n\n".join(said) + "\n"


def hostile() -> dict[str, str]:
    """Tables in which everything looks like a sum of everything, and texts without an end."""
    chance = random.Random(2)
    same = "\n".join(f"Summa {n}\t" + "\t".join(["1"] * 20) for n in range(1_000))
    zeros = "\n".join(f"Rad {n}\t" + "\t".join(["0"] * 20) for n in range(1_000))
    powers = "\n".join(f"Totalt {n}\t" + "\t".join(str(2 ** (n % 50)) for _ in range(20)) for n in range(500))
    noise = "\n".join(f"Resultat {n}\t" + "\t".join(str(chance.randint(-9, 9)) for _ in range(100)) for n in range(1_000))
    head = "Namn\t" + "\t".join(f"Summa {n}" for n in range(20))
    return {
        "only ones, every row a sum": f"{head}\n{same}\n",
        "only zeros": f"{head}\n{zeros}\n",
        "powers of two, every row a total": f"{head}\n{powers}\n",
        "100 columns of small random figures": f"Namn\t{chr(9).join(f'K{n}' for n in range(100))}\n{noise}\n",
        "a sentence of 100 000 figures": table(100, 6) + "\nVerksamhet parkb var " + "1 tkr, " * 100_000 + "och slut.\n",
    }


def clock(rounds: int, source: str, folder: Path) -> float:
    """The median seconds that a text takes to be read and understood."""
    path = folder / "tabell.txt"
    path.write_text(source, encoding="utf-8")
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        review([str(path)])
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def growth(
    what: str, sizes: tuple[int, ...], make: Callable[[int], str], slope: float, rounds: int, folder: Path
) -> tuple[bool, float]:
    """Tell how the time grows, the last against the first; and the last time."""
    first = last = 0.0
    for size in sizes:
        last = clock(rounds, make(size), folder)
        first = first or last
        print(f"{what.format(size):<44}{last:>8.3f} s {last / first:>8.1f}")
    held = last / first < slope
    print(f"  {sizes[-1] // sizes[0]} times as much: {last / first:.1f}, target < {slope:g}: {'held' if held else 'MISSED'}")
    return held, last


def main() -> int:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clock(1, text(1), folder)  # imports, patterns and words
        held, last = growth("{} rows of 20 columns", ROWS, lambda n: table(n, 20), ROW_SLOPE, rounds, folder)
        answers = [held, last < TARGET]
        print(f"  1 000 rows of 20 columns: {last:.2f} s, target < {TARGET:g} s: {'held' if last < TARGET else 'MISSED'}")
        answers.append(growth("{} columns of 100 rows", COLUMNS, lambda n: table(100, n), COLUMN_SLOPE, rounds, folder)[0])
        answers.append(growth("{} sentences beside a table", ROWS, text, TEXT_SLOPE, rounds, folder)[0])
        for what, source in hostile().items():
            took = clock(1, source, folder)
            answers.append(took < HOSTILE)
            print(f"{what:<44}{took:>8.3f} s, target < {HOSTILE:g} s: {'held' if took < HOSTILE else 'MISSED'}")
    return 0 if all(answers) else 1


if __name__ == "__main__":
    sys.exit(main())
