"""A figure: exact, with the decimals it is printed with, and how far rounding may have taken it from the truth.

The one rounding rule lives here. Two things may differ by strictly less than the half-widths of all printed figures
involved, the result's included. A counted figure has half-width 0. One fact that is written twice at the same precision
must be equal. What is derived is computed exactly from what was written and carries the half-widths of all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, DefaultContext, getcontext

# Sums and products of figures with so many digits, before the decimal mark or after it and in whatever unit, are exact and
# can be rounded: Python's own 28 digits are too few for that. Here, since whatever reckons with figures reads this module.
for _context in (DefaultContext, getcontext()):  # of threads to come, and of this one
    _context.prec = 100


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as Excel's AVRUNDA does; negative decimals round to tens, hundreds …"""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def round_towards(value: Decimal, decimals: int, *, up: bool) -> Decimal:
    """Round a magnitude up or down whatever the digits, for ”närmare” and ”drygt”."""
    rounding = ROUND_CEILING if up == (value >= 0) else ROUND_FLOOR
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)


@dataclass(frozen=True, slots=True)
class Tal:
    """An exact number and how many decimals it is printed with."""

    värde: Decimal
    decimaler: int
    plus: bool = False  # written with a plus sign
    # How far from the truth, where its last digit does not say so: what is counted or derived.
    spel: Decimal | None = field(default=None, compare=False)

    @property
    def half_width(self) -> Decimal:
        """How far the figure may be from what was rounded: half a unit of its last digit, where nothing else is known."""
        return Decimal(5).scaleb(-self.decimaler - 1) if self.spel is None else self.spel

    @property
    def visat(self) -> Decimal:
        """The number as it is printed: rounded half up."""
        return round_half_up(self.värde, self.decimaler)

    @property
    def low(self) -> Decimal:
        """The least that it may be."""
        return self.värde - self.half_width

    @property
    def high(self) -> Decimal:
        """The most that it may be."""
        return self.värde + self.half_width

    def __neg__(self) -> Tal:
        return replace(self, värde=-self.värde if self.värde else self.värde, plus=False)

    def __abs__(self) -> Tal:
        return replace(self, värde=abs(self.värde), plus=False)

    def __add__(self, other: Tal) -> Tal:
        decimals = max(self.decimaler, other.decimaler)
        return Tal(self.värde + other.värde, decimals, spel=self.half_width + other.half_width)

    def __sub__(self, other: Tal) -> Tal:
        return self + -other

    def scaled(self, power: int) -> Tal:
        """The figure in a unit so many powers of ten smaller; what is lost before the decimal mark is negative decimals."""
        if not power:
            return self
        room = None if self.spel is None else self.spel.scaleb(power)
        return replace(self, värde=self.värde.scaleb(power), decimaler=self.decimaler - power, spel=room)


def total(figures: Iterable[Tal]) -> Tal:
    """The exact sum, with the decimals of the most precise term. A sum of one figure is derived too."""
    return sum(figures, Tal(Decimal(0), 0, spel=Decimal(0)))


def room(figures: Iterable[Tal]) -> Decimal:
    """How much the rounding of all these figures can explain, together."""
    return sum((tal.half_width for tal in figures), Decimal(0))


def explained(off: Decimal, figures: Iterable[Tal]) -> bool:
    """Is a difference none, or one that the rounding of the figures involved explains?"""
    return off == 0 or abs(off) < room(figures)


def same(one: Tal, other: Tal) -> bool:
    """Do two figures of one fact tell the same? What is written twice at the same precision must be equal."""
    if one.spel is None and other.spel is None and one.decimaler == other.decimaler:
        return one.värde == other.värde
    return explained(one.värde - other.värde, (one, other))


def turned(one: Tal, other: Tal) -> bool:
    """Are the two on either side of nought, as they are printed: a deficit and a surplus?"""
    return one.visat * other.visat < 0
