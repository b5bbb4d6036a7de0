"""A formula and a fault in words: the sum written out, the cell that is at fault, and the slip that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.figures.understanding.diagnosis import Slip, is_telling
from vb_gen.figures.understanding.evidence import Key
from vb_gen.figures.understanding.finder import Formula
from vb_gen.figures.understanding.judge import Broken, Fault
from vb_gen.figures.understanding.layout import Line, Table
from vb_gen.figures.understanding.result import Fynd

_MOST = 12  # parts that are written out
_LONG = 50


def name_of(line: Line) -> str:
    """A row's or column's name, as it is quoted."""
    text = " ".join(f"{line.över} {line.name}".split()) if line.över and line.över != line.name else line.name
    text = text or "(utan namn)"
    return text if len(text) <= _LONG else text[: _LONG - 1].rstrip() + "…"


def formula_text(formula: Formula) -> str:
    """`Netto = Intäkt + Kostnad`."""
    axis, trial = formula.axis, formula.trial
    parts = [(w, name_of(axis.lines[p])) for p, w in zip(trial.parts, trial.weights, strict=True)]
    if len(parts) > _MOST:
        parts = [*parts[: _MOST - 1], (1, f"… ({len(parts) - _MOST + 1} till)")]
    return f"{name_of(axis.lines[trial.whole])} = {_joined(parts)}"


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    out = ""
    for weight, text in parts:
        out += f"{' − ' if weight < 0 else ' + '}{text}" if out else f"{'−' if weight < 0 else ''}{text}"
    return out


def shown(value: Decimal, decimals: int) -> str:
    """A figure in Swedish."""
    from vb_gen.core.numbers import format_decimal_sv

    return format_decimal_sv(value, decimals)


def sum_text(table: Table, broken: Broken) -> str:
    """The sum of a broken line written out: `44,3 + 261,2 = 305,5, men det står 315,5`."""
    decimals = max(table.cell(r, c).decimaler for r, c in broken.cells)
    figures = [_value(table, place) for place in broken.cells]
    terms: list[tuple[int, str]] = []
    for weight, value in zip(broken.weights, figures[1:], strict=True):
        text = shown(value, decimals)
        terms.append((weight, f"({text})" if value < 0 and terms else text))
    if len(terms) > _MOST:
        terms = [*terms[: _MOST - 1], (1, f"… ({len(terms) - _MOST + 1} till)")]
    expected = sum((w * v for w, v in zip(broken.weights, figures[1:], strict=True)), Decimal(0))
    return f"{_joined(terms)} = {shown(expected, decimals)}, men det står {shown(figures[0], decimals)}"


def _value(table: Table, place: tuple[int, int]) -> Decimal:
    return Decimal(table.values[place[0]][place[1]] or 0).scaleb(-table.scale) / 2


def fynd_of(table: Table, fault: Fault) -> Fynd:
    """A fault as it is told."""
    first = fault.broken[0]
    cell = fault.cell or first.cells[0]
    lines = []
    for broken in fault.broken:
        axis, trial = broken.formula.axis, broken.formula.trial
        slot = axis.slots[broken.slot]
        where = f"kolumnen ”{name_of(slot)}”" if axis.down else f"raden ”{name_of(slot)}”"
        held = (
            f"{len(trial.holds)} {'kolumner' if axis.down else 'rader'}"
            if len(trial.holds) > 1
            else "en kolumn"
            if axis.down
            else "en rad"
        )
        lines.append(f"”{name_of(axis.lines[trial.whole])}” i {where}: {sum_text(table, broken)} (formeln håller i {held})")
    text = "; ".join(lines)
    if fault.cell is not None and fault.should is not None:
        decimals = table.cell(*cell).decimaler
        should = Decimal(fault.should).scaleb(-table.scale) / 2
        row = next(r for r in table.rows if r.index == cell[0])
        said = f" ({fault.slip})" if fault.slip and (is_telling(fault.slip) or fault.slip is not Slip.SIFFRA) else ""
        text += (
            f". Talet {table.cell(*cell).text} på raden ”{name_of(row)}” stämmer inte: {shown(should, decimals)} går ihop{said}"
        )
    else:
        text += ". Något av talen stämmer inte; det går inte att säga vilket"
    level = "fel" if fault.key is Key.FULL else "varning"
    kind = "differens" if any(w < 0 for w in first.formula.trial.weights) else "summa"
    return Fynd(kind, level, table.spot(*cell), fault.cell is not None, text + ".")
