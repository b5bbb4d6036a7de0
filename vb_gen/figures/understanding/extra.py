"""Relations that are no sums: a total share between those of women and men, one fact printed twice, shares of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.core.headings import Kolumnslag
from vb_gen.core.labels import _WORD
from vb_gen.figures.samband import Slag, Utfall, outcome
from vb_gen.figures.understanding.axis import Axis
from vb_gen.figures.understanding.layout import Line, Table

_NEAR = 6
_SKIP = frozenset(
    "kvinnor kvinna män man flickor pojkar kv varav total totalt och av som har är i för med bland hos samtliga alla".split()  # noqa: SIM905
)
_STEM = 5
_GROUP = 24  # shares that may make up a hundred


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between single cells (row and column of the table), how it came out, and whether its break may be told."""

    cells: tuple[tuple[int, int], ...]
    slag: Slag
    utfall: Utfall
    text: str  # what it says
    expected: int | None = None  # in units of the table's scale, twice
    told: str = ""  # the level of what is told where it breaks


def _place(axis: Axis, line: int, slot: int) -> tuple[int, int]:
    a, b = axis.lines[line].index, axis.slots[slot].index
    return (a, b) if axis.down else (b, a)


def _stems(line: Line) -> frozenset[str]:
    return frozenset(w[:_STEM] for w in _WORD.findall(f"{line.name} {line.över}".casefold()) if w not in _SKIP)


def between(table: Table, axis: Axis) -> Iterator[Relation]:
    """A total share lies between the shares of women and men."""
    for number, women in enumerate(axis.lines[:-1]):
        if women.ord.kön != "kvinnor" or not axis.filled[number]:
            continue
        men = next((n for n in range(number - 2, number + 3) if n >= 0 and n != number and n < len(axis.lines)
                    and axis.lines[n].ord.kön == "män" and _stems(axis.lines[n]) == _stems(women)), None)  # fmt: skip
        if men is None:
            continue
        total = _total_of(axis, number, men)
        if total is None:
            continue
        shares = [s for s in axis.filled[total] if _is_share(table, axis, (total, number, men), s)]
        found = []
        for slot in shares:
            a, b = axis.values[number][slot], axis.values[men][slot]
            whole = axis.values[total][slot]
            if a is None or b is None or whole is None:
                continue
            bound = axis.halves[total][slot] + max(axis.halves[number][slot], axis.halves[men][slot])
            inside = min(a, b) - bound <= whole <= max(a, b) + bound
            found.append((slot, inside))
        held = sum(inside for _, inside in found)
        for slot, inside in found:
            if not inside and (held < 2 or held < 3 * (len(found) - held)):
                continue
            cells = tuple(_place(axis, n, slot) for n in (total, number, men))
            yield Relation(cells, Slag.MELLAN, Utfall.HÅLLER if inside else Utfall.BRYTER,
                           "totalen ska ligga mellan kvinnor och män", None, "" if inside else "varning")  # fmt: skip


def _total_of(axis: Axis, women: int, men: int) -> int | None:
    """The line of both: named alike, or next to them and named by no group."""
    stems = _stems(axis.lines[women])
    first, last = min(women, men), max(women, men)
    order: list[int] = [
        *range(first - 1, max(-1, first - 1 - _NEAR), -1),
        *range(last + 1, min(len(axis.lines), last + 1 + _NEAR)),
    ]
    if stems:
        for n in order:
            if (
                not axis.lines[n].ord.kön
                and axis.filled[n]
                and stems <= _stems(axis.lines[n])
                and len(_stems(axis.lines[n])) <= len(stems) + 4
            ):
                return n
    for n in (last + 1, first - 1):
        if not 0 <= n < len(axis.lines) or not axis.filled[n] or axis.lines[n].ord.kön:
            continue
        if axis.lines[n].ord.helhet == 3 or (n == first - 1 and axis.lines[n].kvot and not stems):
            return n
    return None


def _is_share(table: Table, axis: Axis, lines: tuple[int, int, int], slot: int) -> bool:
    return (
        table.kvot
        or bool(axis.slots[slot].kvot)
        or all(axis.lines[n].kvot for n in lines)
        or bool(axis.lines[lines[0]].kvot and not axis.lines[lines[1]].ord.antal)
    )


def hundred(table: Table, axis: Axis) -> Iterator[Relation]:
    """Shares side by side that make up a hundred: of women and men, or of three groups and more."""
    full = 200 * 10**table.scale
    start = 0
    lines = [n for n, line in enumerate(axis.lines) if axis.filled[n] and not line.rubrik and line.ord.helhet < 3]
    shares = [[s for s in axis.filled[n] if _may_be_share(table, axis, n, s)] for n in range(len(axis.lines))]
    while start < len(lines):
        group = _group_of_shares(axis, lines[start : start + _GROUP], shares, full)
        if not group:
            start += 1
            continue
        start += len(group)
        found = []
        for slot in shares[group[0]]:
            figures = [axis.values[n][slot] for n in group if slot in shares[n]]
            bound = sum(axis.halves[n][slot] for n in group if slot in shares[n])
            total = sum(value or 0 for value in figures)
            if len(figures) == len(group):
                found.append((slot, outcome(total - full, bound), full - total + (figures[0] or 0)))
        held = sum(came is not Utfall.BRYTER for _, came, _ in found)
        for slot, came, expected in found:
            broken = came is Utfall.BRYTER
            if broken and (held < 2 or held + 1 < len(found)):
                continue
            cells = tuple(_place(axis, n, slot) for n in group)
            yield Relation(cells, Slag.ANDEL, came, "andelarna ska bli 100 procent", expected, "varning" if broken else "")


def _may_be_share(table: Table, axis: Axis, line: int, slot: int) -> bool:
    value = axis.values[line][slot]
    kinds = (axis.lines[line].kvot, axis.slots[slot].kvot)
    return (
        (table.kvot or "%" in kinds or "medel" in kinds)
        and "per" not in kinds
        and value is not None
        and 0 <= value <= 200 * 10**table.scale
    )


def _group_of_shares(axis: Axis, lines: list[int], shares: list[list[int]], full: int) -> list[int]:
    """The first lines of some, if they make up a hundred nearly wherever they are filled in."""
    if not lines or not shares[lines[0]] or not axis.budget.spend(len(lines)):
        return []
    totals = dict.fromkeys(shares[lines[0]], 0)
    bounds = dict.fromkeys(shares[lines[0]], 0)
    best: tuple[int, int] | None = None  # how far from a hundred, and how many lines
    for count, line in enumerate(lines, 1):
        for slot in list(totals):
            if slot not in shares[line]:
                del totals[slot]
                continue
            totals[slot] += axis.values[line][slot] or 0
            bounds[slot] += axis.halves[line][slot]
        if not totals or min(totals.values()) > full + max(bounds.values()):
            break
        held = sum(abs(total - full) <= bounds[slot] for slot, total in totals.items())
        two = count == 2 and {axis.lines[n].ord.kön for n in lines[:2]} == {"kvinnor", "män"}
        if (two or count > 2) and held and held >= len(totals) - 1 and (held > 1 or two or count > 4):
            off = sum(abs(total - full) for total in totals.values())
            best = min(best or (off, count), (off, count))
    return lines[: best[1]] if best else []


def twice(axis: Axis) -> Iterator[Relation]:
    """One fact printed twice: what a year opens with and the year before closed with; assets, and equity with liabilities."""
    if not axis.down:
        return
    yield from _openings(axis)
    yield from _balance(axis)


def _openings(axis: Axis) -> Iterator[Relation]:
    for start, line in enumerate(axis.lines):
        if not line.ord.början or line.rubrik:
            continue
        later = range(start + 1, min(start + 30, len(axis.lines)))
        ends = [n for n in later if axis.lines[n].ord.slut and not axis.lines[n].rubrik]
        end = next((n for n in ends if _same_thing(line, axis.lines[n])), None)
        if end is None:
            continue
        pairs = list(_years(axis))
        found = []
        for this, before in pairs:
            a, b = axis.values[start][this], axis.values[end][before]
            if a is None or b is None:
                continue
            one, other = axis.halves[start][this], axis.halves[end][before]
            found.append((this, before, outcome(a - b, 0 if one == other else one + other), b))
        held = sum(came is not Utfall.BRYTER and bool(b) for *_, came, b in found)
        broken = len(found) - sum(came is not Utfall.BRYTER for *_, came, _ in found)
        for this, before, came, b in found:
            if came is Utfall.BRYTER and (not held or broken > held):
                continue
            cells = (_place(axis, start, this), _place(axis, end, before))
            told = "varning" if came is Utfall.BRYTER else ""
            yield Relation(cells, Slag.SUMMA, came, "ingående belopp ska vara föregående års utgående", b, told)


def _same_thing(one: Line, other: Line) -> bool:
    """Do two rows tell of the same amount, at the start and the end of a year?"""
    skip = {"vid", "årets", "årens", "periodens", "början", "slut", "ingående", "utgående", "ib", "ub", "per", "balans", "år"}
    a = {w[:_STEM] for w in _WORD.findall(one.name.casefold()) if w not in skip}
    b = {w[:_STEM] for w in _WORD.findall(other.name.casefold()) if w not in skip}
    return a == b or (bool(a & b) and (a <= b or b <= a))


def _years(axis: Axis) -> Iterator[tuple[int, int]]:
    """Columns of a year and of the year before it, of the same kind and in the same group."""
    no = (Kolumnslag.BUDGET, Kolumnslag.PLAN, Kolumnslag.PROGNOS, Kolumnslag.AVVIKELSE, Kolumnslag.FÖRÄNDRING, Kolumnslag.ANDEL)
    for a, this in enumerate(axis.slots):
        for b, before in enumerate(axis.slots):
            one, other = this.heading, before.heading
            if one is None or other is None or one.slag in no or other.slag in no or one.slag is not other.slag:
                continue
            if one.år is None or other.år is None or one.år != other.år + 1 or one.månad != other.månad:
                continue
            if _group(this) == _group(before):
                yield a, b


def _group(line: Line) -> str:
    return " ".join("".join(c if not c.isdigit() else " " for c in f"{line.över} {line.name}".casefold()).split())


def _balance(axis: Axis) -> Iterator[Relation]:
    wholes = [(n, line.name.casefold()) for n, line in enumerate(axis.lines) if line.ord.helhet == 3 and not line.rubrik]
    assets = [
        n
        for n, name in wholes
        if "tillgångar" in name and not any(w in name for w in ("anläggning", "omsättning", "finansiella", "skuld"))
    ]
    debts = [n for n, name in wholes if "skuld" in name and ("kapital" in name or "avsättn" in name)]
    for left, right in zip(assets, debts, strict=False):
        found = []
        for slot in axis.filled[left]:
            a, b = axis.values[left][slot], axis.values[right][slot]
            if a is None or b is None:
                continue
            one, other = axis.halves[left][slot], axis.halves[right][slot]
            found.append((slot, outcome(a - b, 0 if one == other else one + other), a))
        held = sum(came is not Utfall.BRYTER for _, came, _ in found)
        for slot, came, a in found:
            if came is Utfall.BRYTER and (held < 2 or held + 1 < len(found)):
                continue
            cells = (_place(axis, right, slot), _place(axis, left, slot))
            text = "summa tillgångar ska vara lika med summa eget kapital och skulder"
            yield Relation(cells, Slag.SUMMA, came, text, a, "fel" if came is Utfall.BRYTER else "")
