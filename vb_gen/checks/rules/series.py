"""Family 3: a figure that is out of line with those of its own row: its other years, its target, women and men."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.checks.diagnose import bears_out
from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.borne_out import borne_out
from vb_gen.checks.rules.bounds import may_be_negative
from vb_gen.checks.rules.joined import OUTCOMES, Joined, joined
from vb_gen.checks.rules.spots import SLIPS, Spot, comparable_units, remark
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, is_amount_unit
from vb_gen.figures.relations import Ställe

TIMES = {1: "tio", 2: "hundra", 3: "tusen", 6: "en miljon"}
_LEVELS = (*OUTCOMES, "budget", "prognos", "plan")
_NEAR = Decimal("1.5")  # how far figures that are alike, and one that is moved to them, may be apart
_WIDE = 3  # the same where a measure moves more from year to year, and there are figures enough to tell
_PAIR = 2  # the same of two, that are written exactly enough and are no amounts, which leap more
_FAR = 3  # how many times larger or smaller a figure is that is looked at at all
_OUT = 5  # how many times a figure that is simply of another size is larger, or smaller
_STEADY, _APART, _SEVERAL = Decimal("1.1"), Decimal("1.35"), 3  # a row that hardly moves, and how far from it a figure is told of
_FEW = 10  # of things and people that are fewer than this, ten times as many is no rare change


def times(power: int, ending: str = "") -> str:
    """`tio gånger för stor`, `tusen gånger för små`."""
    size = f"stor{ending}" if power > 0 else "små" if ending else "liten"
    return f"{TIMES[abs(power)]} gånger för {size}"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a figure was at least and at most before it was rounded, whatever its sign."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, tal: Tal) -> Size:
        """From a printed figure."""
        return cls(max(abs(tal.värde) - tal.half_width, Decimal(0)), abs(tal.värde) + tal.half_width)

    def moved(self, power: int) -> Size:
        """With the decimal mark moved."""
        return Size(self.low.scaleb(power), self.high.scaleb(power))


@rule("E04", Level.VARNING, "Enheter och storlek", among=True)
def series(subject: Subject) -> Iterator[Remark]:
    """E04: a figure is not ten, a hundred or a thousand times the row's other figures, where those are alike."""
    every = joined(subject.library)
    lines, sexes = _lines(every, subject)
    for line in lines.values():
        for one in line:
            kin = [*(s for s in line if s.fact.plats != one.fact.plats), *_elsewhere(every, one)]
            kin = [s for s in kin if comparable_units(one, s)]
            trio = [s for s in sexes[_but_sex(one)] if comparable_units(one, s)]
            both = [] if _add_up(trio) else [s for s in trio if s.key.kön != one.key.kön]
            if len(kin) < 2 and len(both) < 2:
                continue
            subject.held("E04")
            by_kin = (_odd(one, kin) if _outcomes(kin) else None) or _apart(one, kin)
            for found, others in ((by_kin, kin), (_odd(one, both), both)):
                if found:
                    if not _is_borne_out(subject, one, _rather(found, others)):
                        yield found
                    break


_Line = tuple[int, str, str]  # the row, the measure and whom it is of


def _lines(every: Joined, subject: Subject) -> tuple[dict[_Line, list[Spot]], dict[tuple[str, ...], list[Spot]]]:
    """The figures of each row, years and targets, those of one measure together; and those that sexes part."""
    lines: dict[_Line, list[Spot]] = {}
    sexes: dict[tuple[str, ...], list[Spot]] = {}
    signed: dict[int, bool] = {}
    for spots in every.said_by(subject.report):
        for spot in spots:
            if not _steady(spot):
                continue
            line = id(spot.row)
            if line not in signed:
                signed[line] = not is_amount_unit(spot.fact.enhet) and may_be_negative(spot.table, spot.row)
            if not signed[line]:
                lines.setdefault((line, spot.key.mått, spot.key.population), []).append(spot)
                sexes.setdefault(_but_sex(spot), []).append(spot)
    return lines, sexes


def _steady(spot: Spot) -> bool:
    """Is it of a kind that does not change tenfold in a year? Results and investments do."""
    who = spot.key
    if spot.fact.härledd or not who.avser[:4].isdigit():
        return False
    if is_amount_unit(spot.fact.enhet):
        return who.slag in _LEVELS and who.mått == "nettokostnad" and spot.row.tecken != "resultat"
    return who.slag in _LEVELS or who.slag == "målvärde"


def _but_sex(spot: Spot) -> tuple[str, ...]:
    who = spot.key
    return who.om, who.mått, who.rad, who.slag, who.avser, who.population, spot.table.id


def _add_up(trio: list[Spot]) -> bool:
    """Is the total women and men together? Then they are counted, and there may be any number of either."""
    told = {spot.key.kön: spot.tal for spot in trio}
    if len(told) != len(trio) or set(told) != {"T", "K", "M"}:
        return False
    return explained(told["T"].värde - told["K"].värde - told["M"].värde, told.values())


def _is_borne_out(subject: Subject, one: Spot, other: Decimal) -> bool:
    """Does another relation hold with the figure as it stands, and break with the other in its place?"""
    where = Ställe(one.section, one.table, one.row, one.column)
    return bears_out(subject.relations, where, other) or borne_out(one.table, one.row, one.column, other)


def _rather(found: Remark, others: list[Spot]) -> Decimal:
    """What a figure is suspected to be: what the remark expects, else one like its kin."""
    sizes = sorted(spot.fact.värde.värde for spot in others)
    return found.förväntat.värde if found.förväntat else sizes[len(sizes) // 2]


def _elsewhere(every: Joined, one: Spot) -> list[Spot]:
    """The same figure's other years, as other reports tell them; one of each year."""
    found: dict[str, Spot] = {}
    for spot in every.by_series.get(every.series_of(one), ()):
        if spot.report is not one.report and spot.key.avser != one.key.avser and spot.key.slag in _LEVELS and _steady(spot):
            found.setdefault(spot.key.avser, spot)
    return list(found.values())


def _outcomes(spots: list[Spot]) -> bool:
    """Is any of them more than a target? Targets alone say nothing of what is achieved."""
    return any(spot.key.slag in _LEVELS for spot in spots)


def _odd(one: Spot, others: list[Spot]) -> Remark | None:
    """The remark on a figure that is out of line, if it is: by a power of ten, or of quite another size."""
    if not one.tal.värde or len(others) < 2:
        return None
    size, sizes = Size.of(one.tal), [Size.of(s.tal) for s in others]
    least, most = min(s.low for s in sizes), max(s.high for s in sizes)
    if size.low <= most * _FAR and least <= size.high * _FAR:
        return None
    few = one.fact.enhet in ("antal", "") and least < _FEW
    alike = most < least * _NEAR
    exactly = not is_amount_unit(one.fact.enhet) and all(s.high * 4 < s.low * 5 for s in sizes)
    wide = _WIDE if len(others) > 2 else _PAIR if exactly else _NEAR
    if not alike and (few or most >= least * wide):
        return None
    for power in SLIPS:
        moved = size.moved(-power)
        if max(s.low for s in sizes) * _NEAR > moved.high and moved.low * _NEAR > min(s.high for s in sizes):
            text = f"siffran är {times(power)} mot radens andra: {one.namn}"
            right = Tal(one.fact.värde.värde.scaleb(-power), max(0, one.fact.värde.decimaler + power))
            return replace(_remark(one, others, text), förväntat=right)
    if alike and not few and (size.low > most * _OUT or size.high * _OUT < least):
        text = f"siffran är av en helt annan storlek än radens andra: {one.namn}"
        return replace(_remark(one, others, text), förväntat=None, angivet=None)
    return None


def _apart(one: Spot, kin: list[Spot]) -> Remark | None:
    """A hint on a figure that is far from the others of a row that otherwise hardly moves: it may well be right."""
    others = [spot for spot in kin if spot.key.kön == one.key.kön]
    if len(others) < _SEVERAL or not one.tal.värde or not _outcomes(others):
        return None
    size, sizes = Size.of(one.tal), [Size.of(spot.tal) for spot in others]
    least, most = min(s.low for s in sizes), max(s.high for s in sizes)
    if most > least * _STEADY or (size.low <= most * _APART and least <= size.high * _APART):
        return None
    found = _remark(one, others, f"siffran skiljer sig mycket från radens andra, som är nästan lika: {one.namn}")
    return replace(found, level=Level.UPPLYSNING, förväntat=None, angivet=None)


def _remark(one: Spot, others: list[Spot], text: str) -> Remark:
    advice = "Kontrollera decimaltecknet och raden. Stämmer siffran: skriv ett undantag med skälet till ändringen."
    return remark("E04", Level.VARNING, text, one, others, advice)
