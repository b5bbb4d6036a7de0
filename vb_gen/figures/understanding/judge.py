"""Which breaks of believed formulas are faults, which cell is at fault, and what is left untested.

A break is told only where the formula has its keys and nothing else explains it. One fault is one finding, with every
formula that it breaks; the cell is named where a row and a column, or one slip of the hand, agree on it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from vb_gen.figures.understanding.axis import Break
from vb_gen.figures.understanding.cells import Sort
from vb_gen.figures.understanding.diagnosis import Slip, is_telling, slip
from vb_gen.figures.understanding.evidence import Key, key, solid
from vb_gen.figures.understanding.finder import Formula
from vb_gen.figures.understanding.layout import Line, Table

Place = tuple[int, int]  # row and column of the table, from 0
_LARGE = 30
_HALF = 2
_LOOSE = ("signs", "range", "without")  # found after much trying: no reason to doubt what is simpler


@dataclass(slots=True)
class Broken:
    """A line in which a believed formula does not hold."""

    formula: Formula
    slot: int
    off: int
    tolerance: int
    cells: tuple[Place, ...]
    weights: tuple[int, ...]
    key: Key
    doubt: str = ""  # why it is not called a fault, whatever the keys
    light: bool = False  # a doubt about size only, which a crossing or a slip overrides
    slips: dict[Place, Slip] = field(default_factory=dict)

    def correction(self, place: Place) -> int:
        """What to add to a cell for the line to hold."""
        number = self.cells.index(place)
        return -self.off if number == 0 else self.off * self.weights[number - 1]


@dataclass(slots=True)
class Fault:
    """What is told: the broken lines it explains, the cell if it is known, what it should be, and the slip."""

    broken: list[Broken]
    cell: Place | None
    should: int | None
    slip: Slip | None
    key: Key


def places(formula: Formula, slot: int) -> tuple[Place, ...]:
    """The cells of a line, the whole first; parts without a figure are left out."""
    axis, trial = formula.axis, formula.trial
    other = axis.slots[slot].index
    lines = [trial.whole, *(p for p in trial.parts if axis.values[p][slot] is not None)]
    spots = [axis.lines[line].index for line in lines]
    return tuple((n, other) if axis.down else (other, n) for n in spots)


def weights_of(formula: Formula, slot: int) -> tuple[int, ...]:
    """The weights of the parts that have a figure."""
    trial, values = formula.trial, formula.axis.values
    return tuple(w for p, w in zip(trial.parts, trial.weights, strict=True) if values[p][slot] is not None)


def faults(table: Table, formulas: list[Formula]) -> tuple[list[Fault], list[Broken]]:
    """What is at fault, and the breaks that nothing is said of."""
    broken = [_broken(table, f, b) for f in formulas for b in f.trial.breaks]
    if not broken:
        return [], []
    for one in broken:
        if not one.doubt and (why := _explained(one, formulas)):
            one.doubt, one.light = why, False
    proven = _proven(formulas)
    by_cell: defaultdict[Place, list[Broken]] = defaultdict(list)
    for one in broken:
        for place in one.cells:
            by_cell[place].append(one)
    _cross(by_cell, proven)
    told = [b for b in broken if b.key is not Key.NONE and not b.doubt]
    untold = [b for b in broken if b.key is Key.NONE or b.doubt]
    return _gather(table, told, proven), untold


def _explained(one: Broken, formulas: list[Formula]) -> str:
    """Does the line hold all the same: by another formula for the same whole, or with the next line counted in?"""
    axis, trial = one.formula.axis, one.formula.trial
    mine = set(trial.parts)
    for other in formulas:
        rival = other.trial
        if rival is trial or other.axis is not axis or rival.whole != trial.whole:
            continue
        if not mine & set(rival.parts) and len(trial.breaks) < 2:
            continue
        if rival.how in _LOOSE and trial.how not in _LOOSE:
            continue
        if one.slot in rival.holds and one.slot not in rival.turned and rival.strong >= trial.strong:
            return "ett annat samband för samma tal håller"
    if trial.how not in ("tail", "up", "beside"):
        return ""
    step = -1 if max(trial.parts) < trial.whole else 1
    beyond = (min(trial.parts) if step < 0 else max(trial.parts)) + step
    value = axis.values[beyond][one.slot] if 0 <= beyond < len(axis.lines) and beyond != trial.whole else None
    if value and abs(one.off - value) <= one.tolerance + axis.halves[beyond][one.slot]:
        return "det stämmer om också raden eller kolumnen intill räknas med"
    return ""


def _broken(table: Table, formula: Formula, found: Break) -> Broken:
    slot = found.slot
    one = Broken(
        formula,
        slot,
        found.off,
        found.tolerance,
        places(formula, slot),
        weights_of(formula, slot),
        key(formula.axis, formula.trial, formula.word),
    )
    for place in one.cells:
        if kind := _slip_of(table, one, place):
            one.slips[place] = kind
    one.doubt = _doubt(table, one)
    if not one.doubt and not solid(formula.trial, formula.word) and (size := _size_doubt(one)):
        one.doubt, one.light = size, True
        if any(is_telling(kind) for kind in one.slips.values()) and one.key is not Key.NONE:
            one.doubt = ""
    return one


def _slip_of(table: Table, one: Broken, place: Place) -> Slip | None:
    row, column = place
    value = table.values[row][column]
    cell = table.cell(row, column)
    if value is None:
        return None
    step = 2 * 10 ** (table.scale - cell.decimaler)
    should = value + one.correction(place)
    bound = -(-max(one.tolerance - 1, 0) // step)
    beside = [table.values[r.index][column] for r in table.rows if r.index != row and abs(r.index - row) <= 2 and not r.rubrik]
    if should % step and not bound:
        return None
    return slip(value // step, round(should / step), bound, [v // step for v in beside if v])


def _doubt(table: Table, one: Broken) -> str:
    """What else may explain a break, if anything."""
    axis, trial = one.formula.axis, one.formula.trial
    slot, formula_word = one.slot, one.formula.word
    rates = [axis.lines[n] for n in (trial.whole, *trial.parts)] + [axis.slots[slot]]
    firm = formula_word >= 2 and trial.exact >= 2  # a minority's share among the amounts is one
    if any(line.kvot and not (firm and line.kvot == "medel") for line in rates) and not _all_percent(table, one):
        return "andelar och medelvärden summeras inte"
    held = trial.holds
    if not held:
        return "ingen annan rad eller kolumn bär ut formeln"
    blank = [p for p in trial.parts if axis.values[p][slot] is None and not _is_dash(table, one.formula, p, slot)]
    for part in blank:
        filled = sum(axis.values[part][s] is not None for s in held)
        if 2 * filled >= len(held) and (filled == len(held) or formula_word < 2):
            return "en post saknar belopp"
    if not trial.exact and abs(one.off) <= 3 * one.tolerance:
        return "formeln håller bara med avrundning"
    decimals = {_decimals(table, one.formula, s) for s in held}
    here = _decimals(table, one.formula, slot)
    if here not in decimals and here > max(decimals):
        return "talen är skrivna med andra decimaler än där formeln håller"
    if len(one.cells) < 3 and formula_word < 3 and (trial.strong < 2 or not trial.weak):
        return "bara en post har belopp"
    slot_line = axis.slots[slot]
    if _other_kind(slot_line, axis.down) and not any(_other_kind(axis.slots[s], axis.down) for s in held):
        return "talen är av ett annat slag än de där formeln håller"
    if not axis.down and slot_line.namnlös and not slot_line.rubrik and trial.strong < 8:
        return "raden har inget namn"
    return ""


def _other_kind(line: Line, column: bool) -> bool:
    """Are the figures of people (in a row), hours or years' work, beside the amounts?"""
    return line.ord.tid or (line.ord.antal and not column)


def _is_dash(table: Table, formula: Formula, line: int, slot: int) -> bool:
    """Does a dash say that there is nothing? A blank cell may be left out."""
    row, column = formula.axis.lines[line].index, formula.axis.slots[slot].index
    place = (row, column) if formula.axis.down else (column, row)
    return table.cell(*place).sort is Sort.STRECK


def _all_percent(table: Table, one: Broken) -> bool:
    """Percentages that add up in every other line are judged as amounts are."""
    trial = one.formula.trial
    lines = [one.formula.axis.lines[n] for n in (trial.whole, *trial.parts)]
    kinds = {line.kvot for line in lines} | {one.formula.axis.slots[one.slot].kvot}
    if one.formula.word >= 2 and trial.strong >= 4 and trial.exact >= 1 and len({line.kvot for line in lines}) == 1:
        return trial.distinct_breaks == 1 and not one.formula.axis.slots[one.slot].kvot
    return trial.exact >= 4 and len(trial.parts) >= 3 and (table.kvot or kinds == {"%"}) and trial.distinct_breaks == 1


def _decimals(table: Table, formula: Formula, slot: int) -> int:
    """The decimals of the whole: a price or a count beside the amounts is written otherwise than they are."""
    return table.cell(*places(formula, slot)[0]).decimaler


def _size_doubt(one: Broken) -> str:
    axis, trial, slot = one.formula.axis, one.formula.trial, one.slot
    whole = axis.values[trial.whole][slot] or 0
    parts = [axis.values[p][slot] or 0 for p in trial.parts]
    expected = whole - one.off
    if trial.how == "cash":
        return ""
    if abs(one.off) * _HALF > max(abs(whole), abs(expected)):
        return "skillnaden är mer än hälften av beloppet"
    sizes = sorted(abs(axis.values[trial.whole][s] or 0) for s in trial.holds)
    sizes = [size for size in sizes if size]
    if axis.down and sizes and not sizes[0] <= max(abs(whole), 1) * _LARGE:
        return "beloppen är mycket mindre än där formeln håller"
    if axis.down and sizes and abs(whole) > sizes[-1] * _LARGE:
        return "beloppen är mycket större än där formeln håller"
    filled = [p for p in parts if p]
    if (
        len(filled) >= 2
        and all(w > 0 for w in trial.weights)
        and (all(p > 0 for p in filled) or all(p < 0 for p in filled))
        and abs(whole) <= max(abs(p) for p in filled)
        and (whole > 0) == (filled[0] > 0)
    ):
        return "summan är inte större än sin största post"
    return ""


def _proven(formulas: list[Formula]) -> Counter[Place]:
    """How many holding lines bear a cell out; a line of zeros bears out nothing."""
    out: Counter[Place] = Counter()
    for formula in formulas:
        axis, trial = formula.axis, formula.trial
        turned = set(trial.turned)
        for slot in trial.holds:
            if slot in turned:
                continue
            for place, line in zip(places(formula, slot), _lines(formula, slot), strict=True):
                if axis.values[line][slot]:
                    out[place] += 1
    return out


def _lines(formula: Formula, slot: int) -> list[int]:
    trial, values = formula.trial, formula.axis.values
    return [trial.whole, *(p for p in trial.parts if values[p][slot] is not None)]


def _agree(one: Broken, other: Broken, place: Place) -> bool:
    """Do two broken lines ask for the same correction of a cell?"""
    if one is other or one.formula is other.formula:
        return False
    return abs(one.correction(place) - other.correction(place)) < max(1, one.tolerance + other.tolerance)


def _cross(by_cell: dict[Place, list[Broken]], proven: Counter[Place]) -> None:
    """Two formulas that ask for the same correction of the same cell bear each other out."""
    for place, lines in by_cell.items():
        for one in lines:
            for other in lines:
                if not _agree(one, other, place) or abs(one.off) <= one.tolerance:
                    continue
                if proven[place] > 1:
                    continue
                sure = [b for b in (one, other) if (b.formula.trial.strong >= 2 and b.formula.trial.exact) or b.formula.word >= 2]
                if len(sure) < 2 or (
                    one.formula.axis.down is other.formula.axis.down and one.key is Key.NONE and other.key is Key.NONE
                ):
                    continue
                for b in (one, other):
                    if b.light:
                        b.doubt, b.light = "", False
                    b.key = (
                        Key.FULL
                        if max(one.key, other.key) > Key.NONE or one.formula.axis.down is not other.formula.axis.down
                        else b.key
                    )


def _gather(table: Table, told: list[Broken], proven: Counter[Place]) -> list[Fault]:
    """One finding for each fault: the cell that explains the most broken lines first."""
    left = list(told)
    out = []
    while left:
        best: tuple[float, int, Place, list[Broken]] | None = None
        places_left: dict[Place, list[Broken]] = defaultdict(list)
        for one in left:
            for place in one.cells:
                places_left[place].append(one)
        for place, lines in places_left.items():
            for one in lines:
                group = [one, *(other for other in lines if _agree(one, other, place))]
                score = _score(group, place, proven)
                if best is None or (score, len(group)) > (best[0], best[1]):
                    best = (score, len(group), place, group)
        assert best is not None
        _, _, place, group = best
        out.append(_fault(table, group, place, proven))
        left = [one for one in left if one not in group]
    return out


def _score(group: list[Broken], place: Place, proven: Counter[Place]) -> float:
    """How well a cell explains some broken lines."""
    slips = [one.slips.get(place) for one in group]
    telling = any(is_telling(kind) for kind in slips)
    return 3.0 * len(group) - 2.5 * min(proven[place], 3) + (1.5 if telling else 0.6 if all(slips) else 0.0)


def _fault(table: Table, group: list[Broken], place: Place, proven: Counter[Place]) -> Fault:
    """A fault; the cell is named only where it is the one that explains it."""
    one = group[0]
    scores = sorted(
        ((_score([b for b in group if p in b.cells], p, proven), p) for p in {c for b in group for c in b.cells}), reverse=True
    )
    strongest = max(b.key for b in group)
    best = _score(group, place, proven)
    rivals = [score for score, p in scores if p != place]
    named = not rivals or best > max(rivals) + 0.4
    if not named:
        return Fault(group, None, None, None, strongest)
    should = (table.values[place[0]][place[1]] or 0) + one.correction(place)
    kinds = [b.slips[place] for b in group if place in b.slips]
    return Fault(group, place, should, kinds[0] if kinds else None, strongest)
