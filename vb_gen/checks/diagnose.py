"""What is wrong where relations break: the one cell that mends them all, if there is one, and what may have happened to it.

One fault is one finding. Relations that break together (they share figures that somebody wrote) are laid beside each other;
a cell is named where it alone could mend all that it breaks without breaking what holds. What another relation bears
out is not suspected. Where several cells could, the relation is told of, and nobody is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.core.figure import Tal, room
from vb_gen.figures.derive import Uträkning, addends, terms, worked_out
from vb_gen.figures.samband import Samband, Ställe

Key = tuple[int, str]
SLIPS = (1, -1, 2, -2, 3, -3)  # powers of ten that a lost digit or decimal mark makes
_DEEPEST = 12  # how long a chain of derived figures is followed
_PLAIN = Decimal("0.1")  # a slip explains what is off only where the rounding is small beside it


@dataclass(frozen=True, slots=True, eq=False)
class Brott:
    """A fault: the relations that it breaks, the first the one that it is told as; and the cell that breaks them, if it is known."""

    samband: tuple[Samband, ...]
    cell: Ställe | None = None
    rätt: Tal | None = None  # what would mend them all
    hur: str = ""  # omvänt tecken, siffror, or a power of ten

    @property
    def potens(self) -> int:
        """Which power of ten the cell is off by, where that is what happened."""
        return int(self.hur) if self.hur.lstrip("-").isdigit() else 0


@dataclass(frozen=True, slots=True)
class _Interval:
    """What a cell would have to be changed by."""

    low: Decimal
    high: Decimal

    def has(self, change: Decimal) -> bool:
        """Is it one of the changes? Strictly within, or the only one there is."""
        return self.low < change < self.high or self.low == change == self.high

    def meet(self, other: _Interval) -> _Interval | None:
        """The changes that both allow."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return _Interval(low, high) if low < high or (low == high and self.has(low) and other.has(low)) else None


class _Line:
    """A relation as an equation: each cell that somebody wrote, by how much it counts, and how far it is off."""

    def __init__(self, relation: Samband) -> None:
        self.relation = relation
        self.cells: dict[Key, tuple[Ställe, Decimal]] = {}
        self._add(relation.helhet, Decimal(1), 0)
        for part in () if relation.delat else relation.delar:
            self._add(part.ställe, -part.vikt, 0)
        self.off = relation.avvikelse
        self.room = room((relation.angivet, relation.väntat))

    def _add(self, where: Ställe, weight: Decimal, depth: int) -> None:
        """A cell, or what it was worked out of."""
        if not where.given and depth < _DEEPEST:
            for source, way in sources(where):
                self._add(source, weight * way, depth + 1)
            return
        before = self.cells[where.key][1] if where.key in self.cells else Decimal(0)
        self.cells[where.key] = where, before + weight

    def needs(self, key: Key) -> _Interval | None:
        """By how much a cell would have to change for the relation to hold; None where it does not count."""
        weight = self.cells[key][1]
        if not weight:
            return None
        ends = sorted([(-self.off - self.room) / weight, (-self.off + self.room) / weight])
        return _Interval(*ends)


def sources(where: Ställe) -> Iterator[tuple[Ställe, Decimal]]:
    """What a derived cell was worked out of: its row's cells, or a sum's terms in its table. Nothing of a share."""
    table, row, column = where.tabell, where.rad, where.kolumn
    found: Uträkning | None = worked_out(table, row, column)
    if found is not None:
        for of, _, way in () if found.delat else found.led:
            yield Ställe(where.avsnitt, table, row, of), Decimal(way)
        return
    index = next((n for n, r in enumerate(table.rader) if r is row), 0)
    for led in addends((table,), row, terms(table, (), index), column) if row.roll != "totalsumma" else ():
        yield Ställe(where.avsnitt, table, led.rad, column), led.vikt


def diagnose(relations: Iterable[Samband]) -> list[Brott]:
    """The faults of a report's tables, each once, in the order of the relations they are told as."""
    every = [*relations]
    broken = [_Line(one) for one in every if one.utfall == "bryter"]
    if not broken:
        return []
    touched = {key for line in broken for key in line.cells}
    holding = [line for one in every if one.utfall in ("håller", "avrundning") if touched & (line := _Line(one)).cells.keys()]
    faults: list[Brott] = []
    left = broken
    while left:
        mended, fault = _largest(left, holding)
        faults.append(fault)
        left = [line for line in left if line not in mended]
    order = {id(one): n for n, one in enumerate(every)}
    return sorted(faults, key=lambda fault: order[id(fault.samband[0])])


def _largest(left: Sequence[_Line], holding: Sequence[_Line]) -> tuple[list[_Line], Brott]:
    """The fault that explains most of what is left, and the relations that it explains."""
    candidates: list[tuple[Ställe, list[_Line], _Interval]] = []
    for key, where in {key: where for line in left for key, (where, _) in line.cells.items()}.items():
        lines = [line for line in left if key in line.cells]
        if (needed := _meeting(lines, key)) is None:
            lines = lines[:1]  # it cannot mend them all: each on its own
            needed = lines[0].needs(key)
        if needed is not None and not _is_borne_out(key, needed, holding):
            candidates.append((where, lines, needed))
    most = max((len(lines) for _, lines, _ in candidates), default=0)
    best = [one for one in candidates if len(one[1]) == most]
    if not best:
        return [left[0]], Brott((left[0].relation,))
    first = min(best, key=lambda one: left.index(one[1][0]))[1]
    same = [one for one in best if one[1] == first]
    # A whole that is worked out follows from what it is worked out of: it is told as one that somebody wrote, if there is one.
    told = sorted(first, key=lambda line: not line.relation.helhet.given)
    slips = [(one, how) for one in same if (how := _slip(one[0], one[2]))]
    if len(same) == 1:
        return first, _named(told, *same[0], slips[0][1] if slips else "")
    if len(slips) == 1 and slips[0][1] != "siffror":
        return first, _named(told, *slips[0][0], slips[0][1])
    return first, Brott(tuple(line.relation for line in told))


def _named(told: Sequence[_Line], where: Ställe, _: object, needed: _Interval, how: str) -> Brott:
    """A fault whose cell is known; it is told as the relation that the cell is the whole of, if it is of one."""
    lines = sorted(told, key=lambda line: line.relation.helhet.key != where.key)
    tal = where.ruta.tal or Tal(Decimal(0), 0)
    right = tal.värde + (needed.low + needed.high) / 2
    places = max(tal.decimaler, *(line.relation.väntat.decimaler for line in lines))
    return Brott(tuple(line.relation for line in lines), where, Tal(_rightest(tal, right, needed, how), places), how)


def _rightest(tal: Tal, middle: Decimal, needed: _Interval, how: str) -> Decimal:
    """The figure that mends, as exactly as what happened tells it."""
    if how == "tecken":
        return -tal.värde
    if how.lstrip("-").isdigit():
        return tal.värde.scaleb(-int(how))
    if how == "siffror":
        return next((one for one in _swaps(tal) if needed.has(one - tal.värde)), middle)
    return middle


def _meeting(lines: Sequence[_Line], key: Key) -> _Interval | None:
    """A change of a cell that mends all of these relations."""
    found: _Interval | None = None
    for line in lines:
        needed = line.needs(key)
        found = needed if found is None or needed is None else found.meet(needed)
        if found is None:
            return None
    return found


def _is_borne_out(key: Key, needed: _Interval, holding: Sequence[_Line]) -> bool:
    """Would the change break a relation that holds?"""
    for line in holding:
        if key not in line.cells or not line.cells[key][1]:
            continue
        kept = line.needs(key)  # what leaves it as it is
        if kept is not None and kept.meet(needed) is None:
            return True
    return False


def _slip(where: Ställe, needed: _Interval) -> str:
    """What may have happened to a figure: its sign, its decimal mark, two digits; nothing where rounding hides it."""
    tal = where.ruta.tal
    if tal is None or not tal.värde or (needed.high - needed.low) > abs(needed.low + needed.high) * _PLAIN:
        return ""

    def mends(right: Decimal) -> bool:
        return needed.has(right - tal.värde)

    if mends(-tal.värde):
        return "tecken"
    if power := next((p for p in SLIPS if mends(tal.värde.scaleb(-p))), 0):
        return str(power)
    return "siffror" if any(mends(other) for other in _swaps(tal)) else ""


def _swaps(tal: Tal) -> Iterator[Decimal]:
    """The figure with two neighbouring digits changed."""
    digits = f"{abs(tal.värde).scaleb(tal.decimaler):.0f}"
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1]:
            turned = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]
            yield Decimal(turned).scaleb(-tal.decimaler).copy_sign(tal.värde)


def bears_out(relations: Iterable[Samband], where: Ställe, other: Decimal) -> bool:
    """Does a relation hold with the figure as it stands, and break with another in its place?"""
    tal = where.ruta.tal
    if tal is None:
        return False
    change = _Interval(other - tal.värde, other - tal.värde)
    lines = (_Line(one) for one in relations if one.utfall in ("håller", "avrundning") and _has(one, where))
    return _is_borne_out(where.key, change, [*lines])


def _has(one: Samband, where: Ställe) -> bool:
    return any(cell.key == where.key for cell in (one.helhet, *(part.ställe for part in one.delar)))
