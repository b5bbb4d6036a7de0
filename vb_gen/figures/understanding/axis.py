"""A table seen along one of its sides: its lines, and how well a formula of lines holds in the slots across them.

Rows that add up and columns that add up are the same thing seen from two sides, so everything that looks for formulas works
on an :class:`Axis`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log2

from vb_gen.figures.samband import Utfall, outcome
from vb_gen.figures.understanding.layout import Line, Table

# Figures looked at in one table, and more for each of its cells: what is made to be slow is not tried further.
# The most that any of 260 real tables took is 200 000.
BASE_WORK, WORK_A_CELL = 600_000, 30
_MANY_BREAKS = 12  # breaks after which a formula that holds more seldom than it breaks is given up


class Budget:
    """How much may still be tried: a table can be made so that everything almost holds."""

    def __init__(self, most: int = BASE_WORK) -> None:
        self.left = most

    def spend(self, amount: int) -> bool:
        """Take some; is there any left?"""
        self.left -= amount
        return self.left > 0


@dataclass(slots=True)
class Axis:
    """Lines of figures (rows, or columns) and the slots across them."""

    lines: list[Line]
    slots: list[Line]
    values: list[list[int | None]]  # line, slot
    halves: list[list[int]]
    down: bool  # are the lines rows?
    counted: list[list[bool]]  # line, slot: is it a count, which is not rounded?
    budget: Budget
    filled: list[list[int]] = field(default_factory=list)  # the slots in which a line has figures, amounts only

    def __post_init__(self) -> None:
        self.filled = [[s for s, value in enumerate(line) if value is not None] for line in self.values]

    def rate(self, line: int) -> str:
        """Figures of different kinds are not added."""
        return self.lines[line].kvot


def axes(table: Table) -> tuple[Axis, Axis]:
    """The rows of a table, and its columns."""
    rows = table.rows
    columns = [c for c in table.columns if c.roll == "tal"]
    budget = Budget(BASE_WORK + WORK_A_CELL * len(rows) * len(columns))
    down = [[table.values[r.index][c.index] for c in columns] for r in rows]
    down_halves = [[table.halves[r.index][c.index] for c in columns] for r in rows]
    across = [list(line) for line in zip(*down, strict=True)] if rows and columns else []
    across_halves = [list(line) for line in zip(*down_halves, strict=True)] if rows and columns else []
    counted = [[_is_count(table, r, c) for c in columns] for r in rows]
    across_counted = [list(line) for line in zip(*counted, strict=True)] if rows and columns else []
    return (
        Axis(rows, columns, down, down_halves, True, counted, budget),
        Axis(columns, rows, across, across_halves, False, across_counted, budget),
    )


def _is_count(table: Table, row: Line, column: Line) -> bool:
    if not (row.antal or column.antal) or row.kvot or column.kvot or column.bas > 1:
        return False
    return not table.cell(row.index, column.index).decimaler


@dataclass(frozen=True, slots=True)
class Break:
    """A slot in which a formula does not hold."""

    slot: int
    off: int  # the whole less what the parts give
    tolerance: int
    figures: tuple[int, ...] = ()


@dataclass(slots=True)
class Trial:
    """A formula of lines and how it fared."""

    whole: int
    parts: tuple[int, ...]
    weights: tuple[int, ...]
    how: str  # tail, up, range, without, signs, pair, varav
    structural: bool = False  # the layout says so too: all that stands below a heading, or a deviation of its two kinds
    holds: list[int] = field(default_factory=list)
    rounded: list[int] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)  # slots where it holds with the whole's sign turned
    aside: list[int] = field(default_factory=list)  # percentages beside amounts: they need not add up
    breaks: list[Break] = field(default_factory=list)
    strong: int = 0  # distinct lines that prove something
    exact: int = 0
    weak: int = 0  # a whole and one part, the others nothing
    bits: float = 0.0

    @property
    def distinct_breaks(self) -> int:
        """Lines that are the same figures over again break once, and so do two that cancel: rows that changed places."""
        if len(self.breaks) > _MANY_BREAKS:
            return len(self.breaks)
        seen: set[tuple[int, ...]] = set()
        open_ones: list[Break] = []
        for one in self.breaks:
            if one.figures in seen:
                continue
            seen.add(one.figures)
            mate = next((o for o in open_ones if abs(o.off + one.off) < max(1, o.tolerance + one.tolerance)), None)
            if mate:
                open_ones.remove(mate)
            else:
                open_ones.append(one)
        cancelled = len(seen) - len(open_ones)
        return len(open_ones) + cancelled // 2


def weigh(
    axis: Axis,
    whole: int,
    parts: Sequence[int],
    weights: Sequence[int],
    how: str,
    slots: Iterable[int] | None = None,
    *,
    turn: bool = False,
) -> Trial:
    """Try a formula in every slot (or some)."""
    trial = Trial(whole, tuple(parts), tuple(weights), how)
    values, halves = axis.values, axis.halves
    top, top_half = values[whole], halves[whole]
    lines = [(values[p], halves[p], w) for p, w in zip(parts, weights, strict=True)]
    seen: set[tuple[int, ...]] = set()
    tried = axis.filled[whole] if slots is None else [s for s in slots if top[s] is not None]
    axis.budget.spend(len(tried) * (len(parts) + 1))
    for slot in tried:
        stated = top[slot]
        assert stated is not None
        total, bound, figures, nonzero = 0, top_half[slot], 1, 0
        for line, half, weight in lines:
            value = line[slot]
            if value is not None:
                total += weight * value
                bound += half[slot] * abs(weight)
                figures += 1
                if value:
                    nonzero += 1
        if figures == 1:
            continue
        off = stated - total
        came = outcome(off, bound)
        if came is Utfall.BRYTER and turn and total and outcome(stated + total, bound) is not Utfall.BRYTER:
            trial.turned.append(slot)
            trial.holds.append(slot)
            continue
        if came is Utfall.BRYTER and axis.slots[slot].kvot and not axis.lines[whole].kvot:
            trial.aside.append(slot)
            continue
        if came is Utfall.BRYTER:
            trial.breaks.append(Break(slot, off, bound, (stated, *(line[slot] or 0 for line, _, _ in lines))))
            if len(trial.breaks) > _MANY_BREAKS + len(trial.holds):
                break  # as far from a formula as any
            continue
        trial.holds.append(slot)
        if off:
            trial.rounded.append(slot)
        if not stated and not nonzero:
            continue
        key = (stated, *(line[slot] or 0 for line, _, _ in lines))
        if key in seen:
            continue
        seen.add(key)
        if nonzero < 2 or (not stated and nonzero < 2):
            trial.weak += 1
        elif not off or 10 * bound <= abs(stated):
            trial.strong += 1
            trial.exact += not off
            size = max(abs(stated), max((abs(line[slot] or 0) for line, _, _ in lines), default=0))
            width = 2 * bound if off else max(2 * top_half[slot], 1)
            trial.bits += min(20.0, log2(1 + size / max(1, width)))
    return trial


def strict(axis: Axis, trial: Trial) -> None:
    """Counts that add up exactly in other lines are not rounded in one: what looked like rounding is a break."""
    if not trial.rounded or trial.exact < 2 or len(trial.rounded) * 3 > trial.exact:
        return
    for slot in list(trial.rounded):
        lines = [n for n in (trial.whole, *trial.parts) if axis.values[n][slot] is not None]
        if all(axis.counted[n][slot] for n in lines):
            total = sum(w * (axis.values[p][slot] or 0) for p, w in zip(trial.parts, trial.weights, strict=True))
            trial.breaks.append(Break(slot, (axis.values[trial.whole][slot] or 0) - total, 0))
            trial.rounded.remove(slot)
            trial.holds.remove(slot)
