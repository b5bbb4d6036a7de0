"""What there is too much of to tell: so many of each file, and how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from vb_gen.core.finding import Finding, count_text, visible

MANY = 50  # of a file; nobody reads more before mending what they have read

F = TypeVar("F", bound=Finding)


def few_of_each(findings: Sequence[F], shown: Callable[[F], str]) -> list[str]:
    """The first findings of each file as they are shown, and after the last of them how many more the file has."""
    told: Counter[str] = Counter()
    left: dict[str, list[F]] = {}
    out: list[str] = []
    ends: dict[str, int] = {}
    for finding in findings:
        name = finding.place.document.name
        told[name] += 1
        if told[name] > MANY:
            left.setdefault(name, []).append(finding)
        else:
            out.append(shown(finding))
            ends[name] = len(out)
    for name in sorted(left, key=lambda name: ends[name], reverse=True):
        out.insert(ends[name], f"{visible(name)}: {count_text(left[name])} till, som inte visas här.")
    return out
