"""A figure in a text against a figure in a table: what they may differ by, and what a difference looks like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.checks.claims.known import Box, Line
from vb_gen.core.numbers import Tal, convert, format_tal, is_amount_unit, powers, with_unit
from vb_gen.text.tokens import Token

SAME, OFF, SIDE, APART = "stämmer", "skiljer", "fel sida", "går inte att jämföra"
_ABOUT = Decimal("0.05")
_FAR = Decimal("0.15")
_NEITHER = ("antal", "index", "", "enheter", "poäng", "tusen st")


@dataclass(frozen=True, slots=True)
class Given:
    """A figure that a sentence gives: its size, its unit, and how exactly it is said."""

    tal: Tal
    enhet: str
    about: str = ""  # ca, drygt, knappt
    start: int = 0
    end: int = 0
    text: str = ""

    @property
    def half(self) -> Decimal:
        """Half a unit of its last digit; zeros at the end of a large number may be rounding."""
        whole = abs(self.tal.värde)
        if not self.tal.decimaler and whole and not self.about:
            zeros = 0
            while whole % 10 == 0:
                whole, zeros = whole / 10, zeros + 1
            return Decimal(5).scaleb(zeros - 1) if zeros > 1 else self.tal.half_width
        return self.tal.half_width

    @property
    def step(self) -> Decimal:
        """A unit of its last digit that is not nought: ten for 310, a tenth for 2,5."""
        return Decimal(1).scaleb(int(self.tal.värde.normalize().as_tuple().exponent)) if self.tal.värde else Decimal(0)

    @property
    def counted(self) -> bool:
        """Is it a whole number that is said to its last digit?"""
        return not self.tal.decimaler and not self.about and self.half <= Decimal("0.5")

    @property
    def shown(self) -> str:
        """As it is printed."""
        said = with_unit(format_tal(self.tal), "" if self.enhet == "antal" else self.enhet)
        return f"{self.about} {said}" if self.about else said


def given(token: Token, about: str = "", unit: str = "") -> Given:
    """A token's figure."""
    assert token.tal is not None
    return Given(token.tal, token.enhet or unit, about, token.start, token.end, token.text)


def comparable(unit: str, other: str) -> bool:
    """Can figures in these units be of the same thing? A figure without a unit can be of anything."""
    if not unit:
        return True
    if is_amount_unit(unit) or is_amount_unit(other):
        return is_amount_unit(unit) and is_amount_unit(other)
    if unit == other:
        return True
    return (unit in _NEITHER and other in _NEITHER) or (
        {unit, other} <= {"antal", "platser", "personer", "årsarbetare", "timmar", ""}
        and "antal" in (unit, other)
        and "timmar" not in (unit,)
    )


def scaled(value: Tal, unit: str, like: str) -> Tal:
    """A figure in another unit of amounts."""
    if unit and like and unit != like and is_amount_unit(unit) and is_amount_unit(like):
        return Tal(convert(value.värde, unit, like), value.decimaler - powers(unit, like))
    return value


def against(one: Given, size: Decimal, half: Decimal, unit: str) -> str:
    """A given figure against a size known to within half a unit: does it hold?"""
    own = scaled(one.tal, one.enhet, unit)
    power = powers(one.enhet, unit) if one.enhet != unit and is_amount_unit(one.enhet) and is_amount_unit(unit) else 0
    own_half = one.half.scaleb(power)
    value, size = abs(own.värde), abs(size)
    off = abs(value - size)
    if one.about == "ca":
        return SAME if off <= max(value * _ABOUT, own_half) + half else OFF
    if one.about in ("drygt", "knappt"):
        wrong = value - size if one.about == "drygt" else size - value
        far = max(value * _FAR, one.step.scaleb(power) / 2) + half + own_half
        if wrong <= half and off <= far:
            return SAME
        return SIDE if off <= far else OFF
    if not half and one.counted and one.enhet in _NEITHER:
        return SAME if not off else OFF
    return SAME if off <= max(half, own_half) else OFF


def box_holds(one: Given, box: Box) -> str:
    """A given figure against a cell."""
    if box.gräns or not comparable(one.enhet, box.enhet):
        return APART
    return against(one, box.tal.värde, box.half, box.enhet)


def diagnose(one: Given, line: Line, box: Box, neighbours: Iterable[Line], *, named: str = "") -> str:
    """What a wrong figure looks like: the words of the one exact explanation, or nothing."""
    value = abs(scaled(one.tal, one.enhet, box.enhet).värde)
    size = abs(box.tal.värde)
    if not value or value == size:
        return ""
    for other in line.boxes:
        if other is not box and abs(other.tal.värde) == value and comparable(one.enhet, other.enhet) and _telling(value):
            return f"{one.shown} är {_of(other)}"
    for power in (3, -3, 6, -6):
        if value == size.scaleb(power):
            return "tal och enhet hör inte ihop"
    for neighbour in neighbours:
        if neighbour is line or neighbour.tabell != line.tabell or not _telling(value):
            continue
        for twin in neighbour.of((box.slag,), box.avser):
            if twin.kolumn == box.kolumn and abs(twin.tal.värde) == value and comparable(one.enhet, twin.enhet):
                sex = {"K": "kvinnor", "M": "män"}.get(neighbour.kön, "")
                return f"{one.shown} är siffran för {neighbour.etikett}" + (f", {sex}" if sex else "")
    if _digits(value) != _digits(size) and sorted(_digits(value)) == sorted(_digits(size)) and len(_digits(size)) > 1:
        return "siffror har bytt plats"
    return named


def _of(box: Box) -> str:
    return {"budget": "budgeten", "målvärde": "målvärdet", "avvikelse": "avvikelsen"}.get(box.slag, f"siffran för {box.avser}")


def _telling(value: Decimal) -> bool:
    """Does a figure have so many digits that another is not the same by chance?"""
    return len(_digits(value)) > 1


def _digits(value: Decimal) -> str:
    return "".join(map(str, value.normalize().as_tuple().digits)).strip("0")
