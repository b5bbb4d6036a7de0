"""Every formula that a table bears out: along its rows, along its columns, and between the two."""

from __future__ import annotations

from dataclasses import dataclass

from vb_gen.figures.understanding.axis import Axis, Trial, strict, weigh
from vb_gen.figures.understanding.others import cash, differences, for_words
from vb_gen.figures.understanding.sums import sweep, varav, word_of

_WINDOW = 10


@dataclass(slots=True)
class Formula:
    """A formula of rows or of columns that is believed."""

    axis: Axis
    trial: Trial
    word: int


def find(down: Axis, across: Axis) -> list[Formula]:
    """The formulas of a table's rows and columns."""
    if not down.lines or not across.lines:
        return []
    return [*_along(across), *_along(down)]


def _along(axis: Axis) -> list[Formula]:
    """The formulas along one side, each set of lines once."""
    taken: dict[int, Trial] = {}
    below: dict[int, Trial] = {}
    pairs: list[Trial] = []
    if not axis.down:
        differences(axis, _WINDOW, taken, pairs)
    deviations = {t.whole for t in pairs if axis.lines[t.whole].ord.avvikelse or axis.lines[t.whole].ord.förändring}
    varav(axis, taken)
    everything = [n for n in range(len(axis.lines)) if n not in deviations]
    hidden: set[int] = set()
    sweep(axis, everything, "tail", hidden, taken, {})
    doubtful = {whole: trial for whole, trial in taken.items() if whole >= 0 and (trial.breaks or not trial.exact)}
    loose = {part for trial in doubtful.values() for part in trial.parts}
    sure = {whole: trial for whole, trial in taken.items() if whole not in doubtful}
    sweep(axis, everything[::-1], "up", hidden - loose, below, sure)
    for whole, trial in doubtful.items():  # totals above their parts may have been taken for parts of one below
        rivals = [n for n, other in below.items() if set(other.parts) & set(trial.parts)]
        if not rivals:
            continue
        if all(len(below[n].breaks) < max(1, len(trial.breaks)) for n in rivals):
            del taken[whole]
        else:
            for n in rivals:
                del below[n]
    again = {part for trial in (*taken.values(), *below.values()) for part in trial.parts}
    sweep(axis, everything, "tail", again, taken, below)
    if axis.down:
        cash(axis, taken)
    both = {**below, **taken}
    used = {part for trial in (*taken.values(), *below.values()) if trial.how != "varav" for part in trial.parts}
    standing = [n for n in everything if n not in used and axis.filled[n] and not axis.lines[n].varav]
    leaves = [n for n in everything if axis.filled[n] and not axis.lines[n].varav and n not in both]
    for_words(axis, both, leaves, standing, {trial.whole for trial in pairs})
    if axis.down:
        differences(axis, _WINDOW, both, pairs)
    found = [*pairs, *(both[n] for n in sorted(both)), *(t for n, t in sorted(below.items()) if both[n] is not t)]
    out: dict[frozenset[int], Formula] = {}
    for trial in found:
        strict(axis, trial)
        formula = Formula(axis, trial, 2 if trial.how == "varav" else word_of(axis, trial.whole))
        out.setdefault(frozenset((trial.whole, *trial.parts)), formula)
    return [*out.values(), *_in_other_groups(axis, list(out.values()))]


def _in_other_groups(axis: Axis, found: list[Formula]) -> list[Formula]:
    """What is found in one group of columns, in the others with the same headings, where they do not contradict it."""
    if axis.down:
        return []
    out = []
    known = {frozenset((f.trial.whole, *f.trial.parts)) for f in found}
    names = [" ".join(line.name.casefold().split()) for line in axis.lines]
    for formula in found:
        trial = formula.trial
        lines = (trial.whole, *trial.parts)
        for shift in range(-len(axis.lines), len(axis.lines)):
            moved = [line + shift for line in lines]
            if shift == 0 or min(moved) < 0 or max(moved) >= len(axis.lines) or frozenset(moved) in known:
                continue
            if any(names[m] != names[line] or not names[m] for m, line in zip(moved, lines, strict=True)):
                continue
            other = weigh(axis, moved[0], moved[1:], trial.weights, trial.how)
            if other.holds and len(other.holds) >= 2 * other.distinct_breaks and (other.strong or other.weak):
                known.add(frozenset(moved))
                out.append(Formula(axis, other, formula.word))
    return out
