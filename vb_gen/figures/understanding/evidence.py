"""When a formula is believed, and when its breaks are faults.

A formula is believed where enough of the table bears it out: distinct lines that could have failed, weighed by how unlikely
they are to hold by chance, against how many formulas were tried. To accuse takes two keys, a word and lines that hold.
"""

from __future__ import annotations

from enum import IntEnum

from vb_gen.figures.understanding.axis import Axis, Trial

# What trying many formulas costs, in bits: so many more must the lines that hold be worth.
_COST = {
    "tail": 5.0,
    "up": 6.0,
    "range": 11.0,
    "without": 8.0,
    "signs": 9.0,
    "pair": 8.0,
    "varav": 1.0,
    "beside": 5.0,
    "only": 1.0,
    "cash": 1.0,
}


class Key(IntEnum):
    """What a broken line may be called."""

    NONE = 0
    MILD = 1  # varning
    FULL = 2  # fel


def believed(axis: Axis, trial: Trial, word: int) -> bool:
    """Is a formula what the table means?"""
    breaks, holds = trial.distinct_breaks, len(trial.holds)
    line = axis.lines[trial.whole]
    proof = trial.strong + trial.exact
    cost = _COST[trial.how] + (len(trial.parts) if trial.how == "signs" else 0)
    if trial.structural:
        cost -= 7 if trial.how == "pair" else 4
    if trial.how == "varav":
        few = breaks <= max(1, trial.strong // 2) or (trial.exact >= 3 and breaks <= 2)
        return trial.strong >= 1 and few and trial.bits > 4
    if trial.how == "cash":
        return (
            trial.strong + trial.weak >= (2 if breaks else 1)
            and breaks <= 1
            and len(trial.holds) >= 2 * breaks
            and trial.bits > 0
        )
    if trial.how == "only":
        return trial.weak >= 1 and not trial.breaks and word >= 3
    if word >= 3 and trial.how in ("tail", "up", "beside"):
        if trial.strong + trial.weak == 0:
            return False
        if not trial.strong:
            return not breaks and trial.weak >= 1 and (trial.weak >= 2 or len(trial.parts) <= 2 or trial.structural)
        if breaks and not sure(trial):
            return trial.structural and breaks <= 1 and trial.bits > 7
        if trial.strong == 1 and breaks:
            return breaks <= 1 and trial.exact >= 1 and len(trial.parts) >= 2 and trial.bits > 6
        return breaks <= max(1, trial.strong // 2) and trial.bits > 2
    loose = trial.how in ("range", "without", "signs") and breaks and not _again_and_again(trial, word)
    if loose and (trial.strong < 4 or breaks > trial.strong / 5):
        return False
    if word >= 1 or (line.namnlös and trial.how in ("tail", "up")):
        if not trial.strong:
            return not breaks and trial.weak >= 2 and word >= 2 and trial.how in ("tail", "up", "pair", "cash", "beside")
        if breaks == 0:
            if trial.strong + trial.weak >= 2 and trial.bits > cost - 1:
                return True
            return trial.exact >= 1 and trial.bits > cost + 1
        if holds < 2 * breaks:
            return (
                trial.exact >= 1
                and breaks == 1
                and trial.bits > cost + (1 if len(trial.parts) > 2 else 4)
                and trial.how in ("tail", "cash")
            )
        return trial.strong + trial.weak >= 2 and trial.bits > cost + 2 * breaks + (0 if trial.exact else 10)
    few = len(trial.parts) < 3
    if (
        trial.how in ("tail", "up")
        and not breaks
        and trial.exact >= 1
        and trial.strong + trial.weak >= 3
        and trial.bits > cost + 10
    ):
        return True
    if trial.how in ("range", "without", "signs"):
        return breaks == 0 and trial.strong >= 4 and trial.bits > cost + 10
    if breaks > trial.strong / 4:
        return False
    if trial.how in ("tail", "up", "beside") and trial.exact >= 2 and not breaks and trial.bits > cost + 20:
        return True
    return trial.strong >= (3 if few else 2) and proof >= (5 if few else 3) and trial.bits > cost + (12 if few else 8)


def key(axis: Axis, trial: Trial, word: int) -> Key:
    """May the breaks of a believed formula be called faults?"""
    breaks = trial.distinct_breaks
    if not breaks:
        return Key.NONE
    lines, parts = trial.strong, len(trial.parts)
    if trial.how == "cash":
        return Key.FULL if lines + trial.weak >= 2 else Key.MILD if lines >= 1 else Key.NONE
    if trial.how == "varav":
        enough = (lines >= 2 and breaks <= max(1, lines // 2)) or (trial.exact >= 3 and parts >= 3 and breaks <= 2)
        return Key.FULL if enough else Key.NONE
    if trial.how in ("range", "without") and not axis.down and word < 3:
        return Key.NONE
    if trial.how == "signs" and not axis.down:
        return Key.FULL if axis.lines[trial.whole].ord.slut and trial.exact >= 4 and breaks <= lines / 6 else Key.NONE
    if trial.how in ("range", "signs", "without") and _again_and_again(trial, word):
        return Key.FULL
    if trial.how in ("range", "signs", "without"):
        return Key.FULL if word >= 2 and lines >= 4 and breaks <= lines / 4 and trial.exact >= 2 else Key.NONE
    if axis.down and trial.how != "pair":
        return _of_rows(axis, trial, word)
    return _of_columns(axis, trial, word)


def _of_rows(axis: Axis, trial: Trial, word: int) -> Key:
    """The keys of a sum of rows, whose lines are the table's few columns."""
    breaks, lines, parts = trial.distinct_breaks, trial.strong, len(trial.parts)
    if word >= 2:
        if lines >= 2 and sure(trial) and breaks <= max(1, lines // 2):
            return Key.FULL
        if lines + trial.weak >= 2 and trial.exact >= 1 and breaks == 1:
            return Key.MILD
        strict = word >= 3 and parts >= 2 and trial.exact >= 1 and breaks == 1
        strict = strict and trial.bits > (7 if trial.structural else 11)
        return Key.MILD if strict else Key.NONE
    if axis.lines[trial.whole].namnlös and trial.structural and trial.how == "tail":
        return Key.MILD if parts >= 3 and trial.exact >= 1 and breaks == 1 else Key.NONE
    several = parts >= 3 and breaks == 1 and trial.exact >= 1
    if several and ((lines >= 4 and trial.exact >= 3) or (lines >= 5 and trial.structural)):
        return Key.FULL
    return Key.FULL if lines >= 8 and breaks <= lines / 8 else Key.NONE


def _of_columns(axis: Axis, trial: Trial, word: int) -> Key:
    """The keys of a formula of columns, or of two rows."""
    breaks, lines, parts = trial.distinct_breaks, trial.strong, len(trial.parts)
    if word >= 2:
        if lines >= 3 and trial.exact >= 2 and breaks <= max(1, lines / 4):
            return Key.FULL
        if lines >= 2 and trial.exact >= 2 and breaks == 1 and not axis.down:
            return Key.FULL if word >= 3 else Key.MILD
        return Key.NONE
    if (lines >= 8 and breaks <= lines / 8) or (parts >= 3 and lines >= 5 and trial.exact >= 4 and breaks == 1):
        return Key.FULL
    return Key.NONE


def _again_and_again(trial: Trial, word: int) -> bool:
    """Does a sum hold in many lines, some with the figures of another one, and break in one?"""
    return word >= 3 and trial.how == "range" and trial.exact >= 2 and len(trial.holds) >= 4 and len(trial.breaks) == 1


def sure(trial: Trial) -> bool:
    """Is there a line that holds to the last digit, or several that hardly could by chance?"""
    return trial.exact >= 1 or (trial.strong >= 2 and trial.bits >= 18)


def solid(trial: Trial, word: int) -> bool:
    """Does a formula stand so firmly that the size of a break is no reason to doubt it?"""
    return word >= 2 and trial.strong >= 3 and sure(trial) and trial.distinct_breaks <= max(1, trial.strong // 4)


def rank(trial: Trial, word: int) -> tuple[float, ...]:
    """Which of two believed formulas for a whole is the better one."""
    held = trial.strong - 1.5 * trial.distinct_breaks + 0.25 * trial.weak
    return held, trial.exact, trial.structural, -len(trial.rounded), trial.bits, word
