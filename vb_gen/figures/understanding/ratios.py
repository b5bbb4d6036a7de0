"""Percentages and figures per something, as the quotient of two other lines: by their words for rows, by figures for columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from vb_gen.core.labels import _WORD
from vb_gen.figures.samband import Slag, Utfall
from vb_gen.figures.understanding.axis import Axis
from vb_gen.figures.understanding.extra import Relation, _place
from vb_gen.figures.understanding.layout import Table

_MOST_RATES, _MOST_LINES, _SAMPLE = 8, 14, 16
_STEM = 6
_LEAST = 3


def ratios(table: Table, axis: Axis) -> Iterator[Relation]:
    """Quotients of two lines."""
    rates = [
        n
        for n, line in enumerate(axis.lines)
        if line.kvot in (("%", "per") if axis.down else ("%", "per", "medel")) and axis.filled[n]
    ][: 60 if axis.down else _MOST_RATES]
    amounts = [n for n, line in enumerate(axis.lines) if not line.kvot and not line.rubrik and axis.filled[n]]
    for rate in rates:
        pairs = _by_words(axis, rate, amounts) if axis.down else _near(rate, amounts)
        best: list[Relation] = []
        for top, bottom in pairs:
            for form in ("a/b", "(a-b)/b"):
                if form == "(a-b)/b" and (axis.down or axis.lines[rate].kvot != "%"):
                    continue
                found = _try(table, axis, rate, top, bottom, form)
                if len(found) > len(best):
                    best = found
        yield from best


def _by_words(axis: Axis, rate: int, amounts: list[int]) -> list[tuple[int, int]]:
    """Rows that the name of a quotient names: what is divided first, then by what."""
    name = axis.lines[rate].name.casefold()
    for mark in (" i procent av ", " i förhållande till ", " i relation till ", " i % av ", " som andel av ", " per ", " / "):
        first, found, second = name.partition(mark)
        if found:
            tops, bottoms = _named(axis, first, amounts), _named(axis, second, amounts)
            return [(a, b) for a in tops for b in bottoms if a != b][:20]
    return []


def _named(axis: Axis, words: str, amounts: list[int]) -> list[int]:
    """The rows that share the most words with a text."""
    wanted = {w[:_STEM] for w in _WORD.findall(words) if len(w) > 3}
    scored = []
    for n in amounts:
        own = {w[:_STEM] for w in _WORD.findall(axis.lines[n].name.casefold()) if len(w) > 3}
        hit = sum(any(a.startswith(b) or b.startswith(a) for b in own) for a in wanted)
        if hit:
            scored.append((hit, -len(own), n))
    scored.sort(reverse=True)
    return [n for _, _, n in scored[:4]]


def _near(rate: int, amounts: list[int]) -> list[tuple[int, int]]:
    near = sorted(amounts, key=lambda n: (abs(n - rate), n))[:_MOST_LINES]
    return [(a, b) for a in near for b in near if a != b]


def _try(table: Table, axis: Axis, rate: int, top: int, bottom: int, form: str) -> list[Relation]:
    """A quotient in every slot, if it holds in nearly all of them."""
    slots = [s for s in axis.filled[rate] if axis.values[top][s] is not None and axis.values[bottom][s]]
    if len(slots) < _LEAST:
        return []
    step = max(1, len(slots) // _SAMPLE)
    factor = 1 if axis.lines[rate].kvot == "per" else 100
    sample = slots[::step]
    if not axis.budget.spend(80 * len(sample)):
        return []
    signs = 0
    misses = 0
    for slot in sample:
        if not _holds(table, axis, rate, top, bottom, slot, form, factor):
            misses += 1
            if misses > max(1, len(sample) // 4):
                return []
    out, breaks = [], []
    distinct = set()
    for slot in slots:
        cells = tuple(_place(axis, n, slot) for n in (rate, top, bottom))
        if _holds(table, axis, rate, top, bottom, slot, form, factor):
            signs += 1
            if axis.values[rate][slot] and axis.values[top][slot] != axis.values[bottom][slot]:
                distinct.add((axis.values[rate][slot], axis.values[top][slot], axis.values[bottom][slot]))
            out.append(Relation(cells, Slag.ANDEL, Utfall.HÅLLER, "kvoten av två andra tal"))
        else:
            breaks.append(cells)
    if len({d[0] for d in distinct}) < (2 if axis.down else _LEAST) or len(distinct) < _LEAST or len(breaks) > len(out) / 4:
        return []
    cut = [slot for slot in slots if _holds(table, axis, rate, top, bottom, slot, form, factor, slack=2)]
    if len(breaks) == 1 and len(cut) < len(slots) and len(distinct) >= 4 and axis.lines[rate].kvot == "%" and not axis.down:
        out.append(
            Relation(breaks[0], Slag.ANDEL, Utfall.BRYTER, "andelen är inte kvoten av de två andra talen", None, "varning")
        )
    return out


def _holds(table: Table, axis: Axis, rate: int, top: int, bottom: int, slot: int, form: str, factor: int, slack: int = 1) -> bool:
    stated, half = axis.values[rate][slot], slack * axis.halves[rate][slot]
    a, b = axis.values[top][slot], axis.values[bottom][slot]
    ha, hb = axis.halves[top][slot], axis.halves[bottom][slot]
    if stated is None or a is None or b is None or abs(b) <= hb:
        return False
    unit = 2 * 10**table.scale
    low, high = Fraction(stated - half, unit), Fraction(stated + half, unit)
    corners = [Fraction(factor * x, y) for x in (a - ha, a + ha) for y in (b - hb, b + hb)]
    if form != "a/b":
        corners = [corner - factor for corner in corners]
    if low <= max(corners) and min(corners) <= high:
        return True
    corners = [-corner for corner in corners]  # costs below zero over income above it
    return form == "a/b" and a * b < 0 and low <= max(corners) and min(corners) <= high


def shares(table: Table, axis: Axis) -> Iterator[Relation]:
    """A column of percentages as each row's share of the total row, in the column of amounts beside it."""
    if axis.down or table.kvot:
        return
    rates = [n for n, line in enumerate(axis.lines) if line.kvot == "%" and axis.filled[n]][:_MOST_RATES]
    amounts = [n for n, line in enumerate(axis.lines) if not line.kvot and axis.filled[n]]
    hundred = 200 * 10**table.scale
    for rate in rates:
        total = next((s for s in axis.filled[rate] if axis.values[rate][s] == hundred), None)
        if total is None:
            continue
        for column in sorted(amounts, key=lambda n: (abs(n - rate), n))[:4]:
            whole = axis.values[column][total]
            if not whole:
                continue
            found = []
            for slot in axis.filled[rate]:
                a, p = axis.values[column][slot], axis.values[rate][slot]
                if slot == total or a is None or p is None:
                    continue
                ha, hb, half = axis.halves[column][slot], axis.halves[column][total], axis.halves[rate][slot]
                corners = [Fraction(100 * x, y) for x in (a - ha, a + ha) for y in (whole - hb, whole + hb) if y]
                unit = 2 * 10**table.scale
                good = bool(corners) and Fraction(p - half, unit) <= max(corners) and min(corners) <= Fraction(p + half, unit)
                cut = (
                    bool(corners)
                    and Fraction(p - 2 * half, unit) <= max(corners)
                    and min(corners) <= Fraction(p + 2 * half, unit)
                )
                found.append((slot, good, cut))
            held = [slot for slot, good, _ in found if good and axis.values[rate][slot]]
            common = Counter(_decimals(table, axis, column, slot) for slot in held).most_common(1)[0][0] if held else 0
            missed = sum(not cut for _, _, cut in found)
            if len(held) < _LEAST or missed > len(held) / 4 or len(held) * 2 < len(found):
                continue
            for slot, good, cut in found:
                odd = _decimals(table, axis, column, slot) != common
                if not good and (cut or odd or len(held) < 4 or missed > 1):
                    continue
                cells = (_place(axis, rate, slot), _place(axis, column, slot), _place(axis, column, total))
                yield Relation(
                    cells,
                    Slag.ANDEL,
                    Utfall.HÅLLER if good else Utfall.BRYTER,
                    "andelen av totalen",
                    None,
                    "" if good else "varning",
                )
            break


def _decimals(table: Table, axis: Axis, line: int, slot: int) -> int:
    return table.cell(*_place(axis, line, slot)).decimaler
