"""Sums over lines that stand together: totals below or above their parts, in any number of levels.

The lines are swept with a stack, as one adds by hand: each is tried as the sum of the last ones that no sum has taken yet;
one that is, takes their place. What a total above its parts hides is swept the other way.
"""

from __future__ import annotations

from collections.abc import Sequence

from vb_gen.figures.understanding.axis import Axis, Trial, weigh
from vb_gen.figures.understanding.evidence import believed, rank

_PROBES = 4
_REACH = 60  # how far a sum without a word may reach
_FULL_TRIES = 10  # ranges that are tried in every slot, for one whole
_BIG = 3


def word_of(axis: Axis, line: int) -> int:
    """How surely a line is named as a whole."""
    word = axis.lines[line].ord
    if word.helhet >= 2:
        return word.helhet
    if word.avvikelse and not axis.down:
        return 2
    return 1 if word.versal and axis.down else word.helhet


def sweep(axis: Axis, order: Sequence[int], how: str, hidden: set[int], taken: dict[int, Trial], known: dict[int, Trial]) -> None:
    """Find sums along the lines in an order.

    `hidden` lines belong to a sum already; `taken` are the sums by their whole, `known` those found the other way.
    """
    stack: list[int] = []
    for line in order:
        here = axis.lines[line]
        if here.rubrik or here.varav or line in hidden:
            continue
        if line not in taken and axis.filled[line]:
            found = _best(axis, line, stack, how)
            if found and line in known and (found.strong < 2 or found.breaks or not found.exact or len(found.parts) < 2):
                found = None
            if found and line in known and set(found.parts) & set(known[line].parts):
                found = None
            if found:
                taken[line] = found
                used = set(found.parts)
                stack = [entry for entry in stack if entry not in used]
                hidden |= used
        elif line in taken:
            used = set(taken[line].parts)
            stack = [entry for entry in stack if entry not in used]
        stack.append(line)


def _best(axis: Axis, whole: int, stack: list[int], how: str) -> Trial | None:
    """The best sum of the last lines of a stack, or None."""
    word = word_of(axis, whole)
    reach = len(stack) if word >= _BIG else _REACH
    tail = _tail(axis, stack, reach, axis.rate(whole))
    found = _of_tail(axis, whole, tail, word, how)
    if found is None and word >= 2 and any(axis.rate(line) != axis.rate(whole) for line in stack[-12:]):
        # a word that looks like a rate (a minority's share) may stand among the amounts
        found = _of_tail(axis, whole, _tail(axis, stack, reach, None), word, how)
    return found


def _of_tail(axis: Axis, whole: int, tail: list[int], word: int, how: str) -> Trial | None:
    counts = _candidates(axis, whole, tail, word)
    best: Trial | None = None
    for count in counts:
        trial = weigh(axis, whole, sorted(tail[:count]), [1] * count, how if count > 1 else "only")
        trial.structural = count > 1 and (count == len(tail) or not same_section(axis, tail[count - 1], tail[count]))
        if not believed(axis, trial, word) or impossible(axis, trial):
            continue
        if best is None or rank(trial, word) > rank(best, word):
            best = trial
    return best


def _tail(axis: Axis, stack: list[int], reach: int, kind: str | None) -> list[int]:
    """The lines of a whole's own kind (or of any), the nearest first."""
    out: list[int] = []
    for line in reversed(stack):
        if len(out) >= reach:
            break
        if kind is None or axis.rate(line) == kind:
            out.append(line)
    return out


def _candidates(axis: Axis, whole: int, tail: list[int], word: int) -> list[int]:
    """How many of the nearest lines may make up a whole: those that do so in some probed slot."""
    top, half = axis.values[whole], axis.halves[whole]
    probes = probes_of(axis, whole)
    if not probes or not axis.budget.spend(len(tail) * len(probes)):
        return []
    sums = [0] * len(probes)
    bounds = [half[slot] for slot in probes]
    parts = [0] * len(probes)
    found: list[tuple[int, int]] = []
    least = 1 if word >= _BIG else 2
    for count, line in enumerate(tail, 1):
        values, halves = axis.values[line], axis.halves[line]
        hits = moved = 0
        for n, slot in enumerate(probes):
            value = values[slot]
            if value is not None:
                sums[n] += value
                bounds[n] += halves[slot]
                if value:
                    parts[n] += 1
                    moved += 1
            stated = top[slot]
            if stated is not None and parts[n] >= (1 if word >= 2 else 2) and abs(stated - sums[n]) <= bounds[n]:
                hits += 1
        if (
            hits
            and count >= least
            and (moved or not found or found[-1][1] != count - 1 or same_section(axis, tail[count - 2], line))
        ):
            found.append((hits, count))
    found.sort(key=lambda hit: (-hit[0], hit[1]))
    return [count for _, count in found[:_FULL_TRIES]]


def same_section(axis: Axis, one: int, other: int) -> bool:
    """Do two lines stand below the same heading?"""
    return axis.lines[one].avsnitt == axis.lines[other].avsnitt


def probes_of(axis: Axis, whole: int, most: int = _PROBES) -> list[int]:
    """Slots to try a whole in first: spread out, where it has a figure."""
    filled = [s for s in axis.filled[whole] if axis.values[whole][s]]
    if not filled:
        return axis.filled[whole][:most]
    if len(filled) <= most:
        return filled
    step = len(filled) / most
    return [filled[int(n * step)] for n in range(most)]


def impossible(axis: Axis, trial: Trial) -> bool:
    """A whole no larger than its largest part, all signs equal, is no sum, unless one part is all there is."""
    if any(weight < 0 for weight in trial.weights) or len(trial.parts) < 2:
        return False
    small = judged = 0
    for slot in trial.holds:
        whole = axis.values[trial.whole][slot]
        parts = [v for p in trial.parts if (v := axis.values[p][slot])]
        if whole is None or len(parts) < 2:
            continue
        judged += 1
        small += (all(v > 0 for v in parts) and whole <= max(parts)) or (all(v < 0 for v in parts) and whole >= min(parts))
    return judged > 0 and 2 * small > judged


def varav(axis: Axis, taken: dict[int, Trial]) -> None:
    """A run of varav rows that fill the row above them; if they do not, nothing is judged."""
    _below_headings(axis, taken)
    number = 0
    while number < len(axis.lines):
        if not axis.lines[number].varav:
            number += 1
            continue
        first = number
        while number < len(axis.lines) and axis.lines[number].varav:
            number += 1
        above = first - 1
        if number - first >= 2 and above >= 0 and axis.filled[above]:
            parts = list(range(first, number))
            trial = weigh(axis, above, parts, [1] * len(parts), "varav")
            if believed(axis, trial, 2):
                taken[-above - 1] = trial


def _below_headings(axis: Axis, taken: dict[int, Trial]) -> None:
    """Rows below a heading that says what the row above it is made of (`varav:`, `som består av:`)."""
    for number, line in enumerate(axis.lines):
        if not (line.rubrik and line.ord.varav and number and axis.filled[number - 1]):
            continue
        parts = []
        for part in range(number + 1, len(axis.lines)):
            if axis.lines[part].rubrik or axis.lines[part].ord.helhet == _BIG:
                break
            parts.append(part)
        if len(parts) >= 2:
            trial = weigh(axis, number - 1, parts, [1] * len(parts), "varav")
            if believed(axis, trial, 2):
                taken[-number] = trial
