"""Many strangers' workspaces: `.venv/bin/python benchmarks/fuzz.py [--count N] [--first NUMBER]`.

Each number is one workspace, always the same, so that one that was answered wrongly can be made again. What is told is how many
there were of each kind, how they were answered, the slowest, and every one that ended otherwise than printed or refused in words.
Exit 1 where any did.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.fuzz.strangers import run


def main() -> int:
    """Run and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    said = parser.parse_args()
    tally = run(iter(range(said.first, said.first + said.count)))
    print(f"{sum(tally.kinds.values())} workspaces: {dict(tally.kinds)}")
    print(f"answered: {dict(tally.answers)}; the slowest, {tally.slowest[1]}, took {tally.slowest[0]:.1f} s")
    for wrong in tally.wrong:
        print(wrong)
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
