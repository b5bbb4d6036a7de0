"""Tables whose amounts are in another unit than they say: which they are, of those that contradict each other."""

from __future__ import annotations

from decimal import Decimal

from vb_gen.checks.rules.spots import Spot
from vb_gen.core.units import powers
from vb_gen.figures.facts import Identity
from vb_gen.model.table import Tabell

SCALES = (3, -3, 6, -6)  # what a table in the wrong unit is off by, as powers of ten


def misscaled(by_key: dict[Identity, list[Spot]]) -> dict[int, int]:
    """Tables whose figures are a thousand (a million) times those of other places, by their `id`: as a power of ten."""
    pairs: dict[int, list[_Pair]] = {}
    tables: dict[int, Tabell] = {}
    for spots in by_key.values():
        amounts = [s for s in spots if s.table.belopp and s.fact.enhet == s.table.belopp and s.tal.värde]
        for one in amounts:
            tables[id(one.table)] = one.table
            for other in amounts:
                if one.table is not other.table:
                    power = _power(one.tal.värde, other.tal.värde)
                    pairs.setdefault(id(one.table), []).append((id(one), id(other.table), power))
    suspects = {table: power for table, found in pairs.items() if (power := _common(found))}
    wrong: dict[int, int] = {}

    def guilt(table: int) -> tuple[int, tuple[int, int]]:
        return sum(power == suspects[table] for *_, power in pairs[table]), _unlikely(tables[table], suspects[table])

    for table in sorted(suspects, key=guilt, reverse=True):
        # A table that is off only against one that is itself wrong is right.
        if power := _common([(one, other, power + wrong.get(other, 0)) for one, other, power in pairs[table]]):
            wrong[table] = power
    return wrong


_Pair = tuple[int, int, int]  # a figure, the table it is held against, and the power they are apart, 0 where alike


def _power(one: Decimal, other: Decimal) -> int:
    ratio = abs(one / other)
    return next((p for p in SCALES if Decimal("0.8") < ratio.scaleb(-p) < Decimal("1.25")), 0)


def _common(found: list[_Pair]) -> int:
    """The power that most of a table's figures are off by, two at the least, or 0."""
    powers = [power for _, _, power in found]
    best = max(set(powers), key=powers.count, default=0)
    several = len({figure for figure, _, power in found if power == best}) > 1
    return best if best and several and powers.count(best) * 5 >= len(powers) * 3 else 0


def _unlikely(table: Tabell, power: int) -> tuple[int, int]:
    """How unlikely a table's own unit is: thousandfold figures in millions, or a thousandth of them in kronor."""
    size = min(powers(table.belopp, "kr") // 3, 2)
    return (size, 0) if power > 0 else (2 - size, 1)
