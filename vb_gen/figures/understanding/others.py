"""Formulas that are no sum of lines side by side: differences, signs of their own, ranges that overlap, one line left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from vb_gen.core.headings import Kolumnslag
from vb_gen.figures.understanding.axis import Axis, Trial, weigh
from vb_gen.figures.understanding.evidence import believed, rank
from vb_gen.figures.understanding.sums import impossible, probes_of, word_of

_SIGNS = 6  # parts whose signs are tried
_FAR = 60  # leaf lines that a range may begin in
_THREE_AMONG = 10
_SHORT = 80  # rows of a table in which pairs are tried for rows that no word names
_K = Kolumnslag
_WIDE = 24  # columns above which fewer pairs are tried


def for_words(axis: Axis, taken: dict[int, Trial], leaves: list[int], stack: list[int], explained: set[int]) -> None:
    """For the wholes that a word names and no sum explains: signs, a range of leaves, the stack without one line."""
    tries = 0
    known = {frozenset((trial.whole, *trial.parts)) for trial in taken.values()}
    # what there is at the end is the whole, not what it began with
    order = sorted(range(len(axis.lines)), key=lambda n: (not axis.lines[n].ord.slut, n))
    for line in order:
        here = axis.lines[line]
        word = 2 if here.ord.förändring and not axis.down else word_of(axis, line)
        if line in taken or line in explained or word < 2 or here.rubrik or here.varav or not axis.filled[line]:
            continue
        tries += 1
        if tries > _FAR:
            return
        found = [
            t
            for t in _tries(axis, line, leaves, stack, taken)
            if frozenset((t.whole, *t.parts)) not in known
            and believed(axis, t, word)
            and not impossible(axis, t)
            and (axis.down or not _mirror(axis, t, word))
        ]
        if found:
            best = taken[line] = max(found, key=lambda t: rank(t, word))
            known.add(frozenset((best.whole, *best.parts)))


def _tries(axis: Axis, line: int, leaves: list[int], stack: list[int], taken: dict[int, Trial]) -> Iterator[Trial]:
    kind = axis.rate(line)
    before = [s for s in stack if s < line and axis.rate(s) == kind][-_FAR:]
    yield from _signs(axis, line, before)
    if not axis.down:
        used = {part for trial in taken.values() for part in trial.parts}
        near = [n for n in range(len(axis.lines)) if n != line and axis.rate(n) == kind and axis.filled[n]]
        yield from _threes(axis, line, sorted(near, key=lambda n: (n in used, abs(n - line)))[:_THREE_AMONG])
    yield from _without(axis, line, before)
    yield from _ranges(axis, line, [s for s in leaves if axis.rate(s) == kind and s != line])


def _signs(axis: Axis, whole: int, before: list[int]) -> Iterator[Trial]:
    """The last few lines, some of them taken away."""
    probes = probes_of(axis, whole)
    for count in range(2, min(_SIGNS, len(before)) + 1):
        parts = before[-count:]
        costs = [-1 if axis.lines[p].ord.kostnad else 1 for p in parts]
        options = [costs] if count > _SIGNS - 1 else [list(c) for c in product((1, -1), repeat=count)]
        for weights in options:
            if all(w == 1 for w in weights) or all(w == -1 for w in weights):
                continue
            if _holds_somewhere(axis, whole, parts, weights, probes):
                yield weigh(axis, whole, parts, weights, "signs")


def _threes(axis: Axis, whole: int, near: list[int]) -> Iterator[Trial]:
    """Any three columns with signs of their own: what there was, what came and went, and what there is."""
    probes = probes_of(axis, whole)
    for parts in combinations(sorted(near), 3):
        for weights in ((1, 1, 1), (1, 1, -1), (1, -1, 1), (-1, 1, 1), (1, -1, -1), (-1, -1, 1), (-1, 1, -1)):
            if _holds_somewhere(axis, whole, list(parts), list(weights), probes):
                yield weigh(axis, whole, parts, weights, "signs")


def _without(axis: Axis, whole: int, before: list[int]) -> Iterator[Trial]:
    """The last lines with one of them left out."""
    probes = probes_of(axis, whole)
    for count in range(3, min(14, len(before)) + 1):
        parts = before[-count:]
        for out in range(1, count):
            kept = parts[:out] + parts[out + 1 :]
            if _holds_somewhere(axis, whole, kept, [1] * len(kept), probes):
                yield weigh(axis, whole, kept, [1] * len(kept), "without")


def _ranges(axis: Axis, whole: int, leaves: list[int]) -> Iterator[Trial]:
    """Any leaves side by side, before the whole: sums that overlap."""
    probes = probes_of(axis, whole)
    near = [leaf for leaf in leaves if leaf < whole][-_FAR:]
    tried = 0
    for start in range(len(near)):
        totals, bounds = [0] * len(probes), [axis.halves[whole][s] for s in probes]
        if not axis.budget.spend((len(near) - start) * len(probes)):
            return
        for stop in range(start, len(near)):
            line = near[stop]
            hits = 0
            for n, slot in enumerate(probes):
                totals[n] += axis.values[line][slot] or 0
                bounds[n] += axis.halves[line][slot] if axis.values[line][slot] is not None else 0
                hits += abs((axis.values[whole][slot] or 0) - totals[n]) <= bounds[n]
            if hits and stop > start and tried < 200 and 2 * hits >= len(probes):
                tried += 1
                parts = near[start : stop + 1]
                yield weigh(axis, whole, parts, [1] * len(parts), "range")


def _holds_somewhere(axis: Axis, whole: int, parts: list[int], weights: list[int], probes: list[int]) -> bool:
    """Does a formula hold in most of the probed slots?"""
    if not axis.budget.spend(len(parts) * len(probes)):
        return False
    hits = tried = 0
    for slot in probes:
        total, bound, figures = 0, axis.halves[whole][slot], 0
        for part, weight in zip(parts, weights, strict=True):
            value = axis.values[part][slot]
            if value is not None:
                total += weight * value
                bound += axis.halves[part][slot]
                figures += 1
        if figures:
            tried += 1
            hits += abs((axis.values[whole][slot] or 0) - total) <= bound
    return hits > 0 and 2 * hits >= tried


def cash(axis: Axis, taken: dict[int, Trial]) -> None:
    """What there was at the start and what came or went make what there is at the end."""
    for end, line in enumerate(axis.lines):
        if not line.ord.slut or line.rubrik or not axis.filled[end]:
            continue
        start = next((n for n in range(end - 1, max(-1, end - 12), -1) if axis.lines[n].ord.början and axis.filled[n]), None)
        if start is None:
            continue
        flows = [
            n
            for n in range(end - 1, max(-1, start - 4), -1)
            if n != start
            and axis.filled[n]
            and not axis.lines[n].varav
            and (axis.lines[n].ord.helhet or axis.lines[n].ord.förändring)
        ]
        found = [weigh(axis, end, (flow, start), (1, 1), "cash") for flow in flows]
        between = [n for n in range(start + 1, end) if axis.filled[n] and not axis.lines[n].varav]
        if len(between) > 1:
            found.append(weigh(axis, end, (start, *between), [1] * (len(between) + 1), "cash"))
        found = [trial for trial in found if believed(axis, trial, 2)]
        if found and (end not in taken or taken[end].breaks or taken[end].strong <= found[0].strong):
            taken[end] = max(found, key=lambda t: rank(t, 2))


def differences(axis: Axis, window: int, taken: dict[int, Trial], out: list[Trial]) -> None:
    """Each line as another one plus or minus a third, within some lines: deviations first, then other words, then the rest."""
    lines = [n for n, line in enumerate(axis.lines) if not line.rubrik and axis.filled[n]]
    wide = len(lines) > _WIDE and not axis.down
    reach = 4 if wide else window
    ranked = sorted(lines, key=lambda n: (-_deviation(axis, n), -word_of(axis, n), n))
    used: set[frozenset[int]] = {frozenset((t.whole, *t.parts)) for t in [*taken.values(), *out]}
    place = {line: n for n, line in enumerate(lines)}
    for whole in ranked:
        if axis.budget.left <= 0:
            return
        word = word_of(axis, whole)
        silent = axis.down and word < 2 and not axis.lines[whole].ord.förändring
        if silent and (len(lines) > _SHORT or whole in taken or axis.lines[whole].varav):
            continue
        if axis.down and whole in taken and taken[whole].strong >= 1:
            continue
        probes = probes_of(axis, whole, 6)
        if not probes:
            continue
        at = place[whole]
        near = [n for n in lines[max(0, at - reach) : at + reach + 1] if n != whole and axis.rate(n) == axis.rate(whole)]
        before = sum(n < whole for n in near)
        near_by = [before - 2 == n or before == n for n in range(len(near))]
        best: list[Trial] = []
        turn = _deviation(axis, whole) > 0 and not axis.down
        for a in range(len(near)):
            for b in range(a + 1, len(near)):
                one, other = near[a], near[b]
                if frozenset((whole, one, other)) in used:
                    continue
                for weights in ((1, 1), (1, -1), (-1, 1)):
                    if (weights == (1, 1) and turn) or (silent and weights != (1, 1)):
                        continue
                    if _pair_holds(axis, whole, one, other, weights, probes, turn=turn):
                        trial = weigh(axis, whole, (one, other), weights, "pair", turn=turn)
                        apart = word >= 3 and weights == (1, 1) and (b != a + 1 or not near_by[a])
                        if apart and trial.breaks:
                            continue  # a sum is of what stands together, unless it always holds
                        said = _word_for(axis, trial, word)
                        trial.structural = _two_kinds(axis, trial)
                        if silent:
                            if trial.strong >= 4 and trial.exact >= 3 and not trial.breaks and not impossible(axis, trial):
                                best.append(trial)
                        elif believed(axis, trial, said) and not impossible(axis, trial) and not _mirror(axis, trial, said):
                            best.append(trial)
        best.sort(key=lambda t: _nearest(axis, t, word), reverse=True)
        for trial in best[: 1 if turn or axis.down else 2]:
            cells = frozenset((trial.whole, *trial.parts))
            if cells not in used:
                used.add(cells)
                out.append(trial)


def _deviation(axis: Axis, line: int) -> int:
    word = axis.lines[line].ord
    return 2 if word.avvikelse else 1 if word.förändring and not axis.down else 0


def _word_for(axis: Axis, trial: Trial, word: int) -> int:
    """How far a word bears a formula out: a sum is no difference; the change in cash is that of its start and end."""
    if -1 in trial.weights and word >= 3:
        return 0
    ends = [axis.lines[p].ord for p in trial.parts]
    if axis.down and axis.lines[trial.whole].ord.förändring and any(e.början for e in ends) and any(e.slut for e in ends):
        return 2
    return word if word >= 2 or not axis.down else -1


def _two_kinds(axis: Axis, trial: Trial) -> bool:
    """Is it a deviation, and are its parts what was planned and what became of it?"""
    heads = [axis.lines[n].heading for n in (trial.whole, *trial.parts)]
    if axis.down or -1 not in trial.weights or any(head is None for head in heads):
        return False
    whole, one, other = (head.slag for head in heads if head)
    planned, actual = {_K.BUDGET, _K.PLAN, _K.PROGNOS}, {_K.BOKSLUT, _K.UTFALL, _K.PROGNOS}
    if whole is not _K.AVVIKELSE or one is other:
        return False
    return (one in planned and other in actual) or (other in planned and one in actual)


def _own_group(axis: Axis, trial: Trial) -> bool:
    """Do all columns stand below the same upper heading?"""
    return len({axis.lines[n].över for n in (trial.whole, *trial.parts)}) == 1


def _nearest(axis: Axis, trial: Trial, word: int) -> tuple[bool, tuple[float, ...], int]:
    """Which of a whole's formulas is meant: in its own group of columns, holding the most, and close by."""
    own = _own_group(axis, trial) and len(trial.breaks) * 4 <= len(trial.holds)
    return own, rank(trial, word), -sum(abs(part - trial.whole) for part in trial.parts)


def _mirror(axis: Axis, trial: Trial, word: int) -> bool:
    """Is it another line's formula the other way round: does a part of it carry the word?"""
    deviates = _deviation(axis, trial.whole) > 0
    if word < 3 and not deviates and any(_deviation(axis, part) for part in trial.parts):
        return True
    signed = dict(zip(trial.weights, (word_of(axis, part) for part in trial.parts), strict=True))
    if word < 3 and not deviates and signed.get(1, 0) >= 3 and signed.get(-1, 3) < 3 and len(trial.parts) == 2:
        return True  # a total less one of its parts is the other one
    return word < 0 or (word < 2 and any(word_of(axis, part) > word for part in trial.parts))


def _pair_holds(axis: Axis, whole: int, one: int, other: int, weights: tuple[int, int], probes: list[int], *, turn: bool) -> bool:
    """Does a pair hold in half of the probed slots or more?"""
    if not axis.budget.spend(2 * len(probes)):
        return False
    top, half = axis.values[whole], axis.halves[whole]
    first, second = axis.values[one], axis.values[other]
    half_one, half_other = axis.halves[one], axis.halves[other]
    w1, w2 = weights
    hits = tried = 0
    for slot in probes:
        a, b = first[slot], second[slot]
        if a is None and b is None:
            continue
        tried += 1
        total = w1 * (a or 0) + w2 * (b or 0)
        bound = half[slot] + (half_one[slot] if a is not None else 0) + (half_other[slot] if b is not None else 0)
        stated = top[slot] or 0
        hits += abs(stated - total) <= bound or (turn and abs(stated + total) <= bound)
    return hits > 0 and 2 * hits >= tried
