"""What a clause says has changed, and by how much: against the cells of both times."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.roles import Figure, is_plain
from vb_gen.checks.claims.subject import Subject, sexed, tells_result
from vb_gen.checks.claims.verdict import Bound, Outcome, Time, Verdict, World, boxes, name_of
from vb_gen.checks.claims.weigh import SAME, SIDE, Given, against, comparable
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, convert, format_decimal_sv, is_amount_unit, with_unit

_LOOK_UP = "Kontrollera mot tabellen, eller låt en hänvisning välja ordet: | ökat, | högre, | bättre."


@dataclass(frozen=True, eq=False)
class Pair:
    """The figures of two times, or of an outcome and what it is held against."""

    line: Line
    new: Box
    old: Box

    @property
    def change(self) -> Decimal:
        """How much more the new one is, in the new one's unit."""
        old = self.old.tal.värde
        if self.new.enhet != self.old.enhet and is_amount_unit(self.new.enhet) and is_amount_unit(self.old.enhet):
            old = convert(old, self.old.enhet, self.new.enhet)
        return self.new.tal.värde - old

    @property
    def half(self) -> Decimal:
        """How far the change may be from the true one."""
        return self.new.half + self.old.half

    @property
    def sized(self) -> Decimal:
        """The change in size, where both are below zero: a deficit that grows."""
        return abs(self.new.tal.värde) - abs(self.old.tal.värde)

    @property
    def places(self) -> int:
        """Decimals of the change."""
        return max(self.new.tal.decimaler, self.old.tal.decimaler)


def pairs(lines: tuple[Line, ...], now: list[Time], then: list[Time]) -> list[Pair]:
    """Every row's figures of two times."""
    out = []
    for line in lines:
        new, old = boxes([line], now), boxes([line], then)
        if len(new) == 1 and len(old) == 1 and new[0][1].prövas and old[0][1].prövas:
            out.append(Pair(line, new[0][1], old[0][1]))
    return out


def basis(one: Figure, lines: tuple[Line, ...], world: World) -> list[Pair]:
    """What a difference is from: last year, the budget, the target, a year that is named."""
    now = world.year(one.years[0]) if one.years and one.years[0] != one.basis else world.now
    if one.basis == "mål":
        return targets(lines, now)
    if one.basis == "budget":
        return pairs(lines, now, world.budget(now))
    if one.basis.isdigit():
        return pairs(lines, now, world.year(one.basis))
    return pairs(lines, now, world.before)


def targets(lines: tuple[Line, ...], now: list[Time]) -> list[Pair]:
    """Every row's outcome and its target."""
    out = []
    for line in lines:
        new = boxes([line], now)
        goal = [box for box in line.boxes if box.slag == "målvärde" and box.avser[:4] == (now[0][1][:4])]
        if len(new) == 1 and len(goal) == 1 and new[0][1].prövas and goal[0].prövas:
            out.append(Pair(line, new[0][1], goal[0]))
    return out


def difference(one: Figure, subject: Subject, world: World, out: Outcome) -> None:
    """How much something differs: ”24 fler än 2024”, ”ökade med 4 procent”, ”4,2 mnkr under budget”."""
    if not is_plain(one.token):
        return
    if not one.basis:
        out.untested[one.token.start] = "det sägs inte vad skillnaden är mot"
        return
    found = basis(one, sexed(subject), world)
    what = one.given
    found = [pair for pair in found if _fits(what, pair)]
    if not found:
        out.untested[one.token.start] = "tabellen har inte båda siffrorna"
        return
    out.tested.add(one.token.start)
    answers = [_size(what, pair) for pair in found]
    if SAME not in answers:
        if not subject.certain:
            out.tested.discard(one.token.start)
            out.untested[one.token.start] = "raden är inte säkert namngiven"
            if not (points := _points(what, found[0])) and not (subject.strong and any(_exchanged(what, pair) for pair in found)):
                return
            out.untested.pop(one.token.start)
            out.tested.add(one.token.start)
        else:
            points = _points(what, found[0])
        _tell_size(one, what, found[0], answers, points=points, subject=subject, out=out)
        return
    held = [pair for pair, answer in zip(found, answers, strict=True) if answer == SAME]
    turned = [pair for pair in held if _turned(one, pair)]
    if not turned:
        cells, less = tuple((pair.line, pair.new) for pair in held), tuple(pair.old for pair in held)
        out.bound[one.token.start] = Bound(cells, less, subject.certain, len(found))
    if turned and len(turned) == len(held) and subject.strong:
        pair = turned[0]
        text = f"skillnaden går åt andra hållet: {_both(pair)}"
        level = Level.FEL if subject.certain else Level.VARNING
        out.say(
            Verdict(
                "T31", level, one.token.start, text, _LOOK_UP, facts=((pair.line, pair.new), (pair.line, pair.old)), turning=True
            )
        )


def _fits(what: Given, pair: Pair) -> bool:
    unit = pair.new.enhet
    if what.enhet == "procentenheter":
        return unit == "%" and pair.old.enhet in ("%", "")
    if what.enhet == "enheter":
        return unit in ("index", "", "antal")
    if what.enhet == "%":
        return pair.old.tal.värde != 0
    return comparable(what.enhet, unit) and not (not what.enhet and (is_amount_unit(unit) or unit == "%"))


def _size(what: Given, pair: Pair) -> str:
    if what.enhet == "%":
        base = abs(pair.old.tal.värde)
        relative = abs(pair.change) * 100 / base
        slack = pair.half * 100 * (1 + abs(pair.new.tal.värde) / base) / base
        return against(what, relative, slack, "%")
    unit = pair.new.enhet if is_amount_unit(pair.new.enhet) else what.enhet
    answer = against(what, pair.change, pair.half, unit)
    if answer != SAME and pair.new.tal.värde < 0 and pair.old.tal.värde < 0:
        return against(what, pair.sized, pair.half, unit)
    return answer


def _points(what: Given, pair: Pair) -> bool:
    """Is it per cent that were said where percentage points are meant?"""
    return what.enhet == "%" and pair.new.enhet == "%" and against(what, pair.change, pair.half, "%") == SAME


def _exchanged(what: Given, pair: Pair) -> bool:
    """Are the digits of the difference those of the true one, in another order?"""
    true = format_decimal_sv(abs(pair.change), what.tal.decimaler)
    mine, theirs = (
        "".join(char for char in text if char.isdigit())
        for text in (format_decimal_sv(abs(what.tal.värde), what.tal.decimaler), true)
    )
    return len(mine) > 1 and mine != theirs and sorted(mine) == sorted(theirs)


def _turned(one: Figure, pair: Pair) -> bool:
    if abs(pair.change) <= pair.half:
        return False
    if one.worth:
        if is_amount_unit(pair.new.enhet):
            return pair.change * pair.line.good(pair.new) * one.worth < 0
        return False
    if not one.way:
        return False
    if pair.new.tal.värde < 0 or pair.old.tal.värde < 0:
        return False
    return pair.change * one.way < 0


def _both(pair: Pair) -> str:
    return f"{name_of(pair.line, pair.new)} är {pair.new.visat} och {pair.old.kolumn} {pair.old.visat}"


def _tell_size(one: Figure, what: Given, pair: Pair, answers: list[str], *, points: bool, subject: Subject, out: Outcome) -> None:
    unit = "procentenheter" if pair.new.enhet == "%" else pair.new.enhet
    change = with_unit(format_decimal_sv(abs(pair.change), pair.places), "" if unit in ("antal", "index") else unit)
    facts = ((pair.line, pair.new), (pair.line, pair.old))
    expected = Tal(abs(pair.change), pair.places)
    if points:
        text = f"procent står där det är procentenheter: {_both(pair)}, en skillnad på {change}"
        advice = f"Skriv {format_decimal_sv(what.tal.värde, what.tal.decimaler)} procentenheter."
        out.tested.add(one.token.start)
        out.untested.pop(one.token.start, None)
        out.say(Verdict("T34", Level.VARNING, one.token.start, text, advice, expected, what.tal, facts))
        return
    if what.enhet == "%" and pair.new.enhet != "%":
        relative = abs(pair.change) * 100 / abs(pair.old.tal.värde)
        change = with_unit(format_decimal_sv(relative, 1), "%")
        expected = Tal(relative.quantize(Decimal("0.1")), 1)
    level = Level.FEL if subject.certain else Level.VARNING
    if SIDE in answers:
        level = Level.UPPLYSNING
    text = f"skillnaden är inte tabellens: {what.shown}, men {_both(pair)}, en skillnad på {change}"
    advice = f"Rätta till {change}, eller säg vad skillnaden är mot."
    if pair.new.hänvisning and pair.old.hänvisning and what.enhet != "%":
        inner = pair.old.hänvisning.strip("{} ")
        advice = f"Skriv {pair.new.hänvisning.rstrip('} ')} | mot({inner}) | belopp }}}}, som ger {change}."
    out.say(Verdict("T34", level, one.token.start, text, advice, expected, what.tal, facts))


def direction(subject: Subject, clause: Clause, world: World, out: Outcome, *, heading: bool = False) -> None:
    """A direction without a figure: ”sjukfrånvaron ökade”, ”klagomålen blev färre”, ”har stigit tre år i rad”."""
    now = ("uppnu", "nednu") if heading else ()
    spots = clause.kinds("upp", "ned", "lika", "mer", "mindre", "bättre", "sämre", *now)
    stopped = ("gångertal",) if heading else ("gångertal", "uppnu", "nednu")
    if len(spots) != 1 or clause.has("budget", "mål", "plus", "minus", "prognos", *stopped):
        return
    if subject.body and not tells_result(clause):
        return
    if world.period.månad and not clause.years and not clause.has("fjol"):
        return  # part of a year may be held against the budget as well as against the year before
    if clause.has("upp", "ned") and any(token.plain == "hade" for token in clause.tokens):
        return
    token = clause.tokens[spots[0]]
    lines = sexed(subject)
    then = world.before
    if clause.years:
        if len(clause.years) > 1:
            return
        year = clause.tokens[clause.years[0]].text
        if year != str(world.period.år):
            if not clause.has("än", "mot", "sedan"):
                return
            then = world.year(year)
    elif (clause.has("än") and not clause.has("fjol")) or (clause.has("sedan") and not clause.has("fjol")):
        return
    found = pairs(lines, world.now, then)
    if not found:
        return
    out.claims += 1
    way = {"upp": 1, "mer": 1, "ned": -1, "mindre": -1, "lika": 0, "uppnu": 1, "nednu": -1}.get(token.kind)
    loosely = way == 0 and (token.plain.startswith("stabil") or any(other.plain in _LOOSELY for other in clause.tokens))
    against_it = [pair for pair in found if _against(pair, way, token.kind, loosely=loosely)]
    if len(against_it) != len(found) or not subject.strong:
        return
    pair = against_it[0]
    text = f"orden säger emot tabellen: ”{token.text}”, men {_both(pair)}"
    level = Level.FEL if subject.certain else Level.VARNING
    facts = ((pair.line, pair.new), (pair.line, pair.old))
    out.say(Verdict("T31", level, token.start, text, _LOOK_UP, facts=facts, turning=True))


_LOOSELY = frozenset(
    [
        "sett",
        "nästan",
        "närmast",
        "ungefär",
        "relativt",
        "ganska",
        "förhållandevis",
        "princip",
        "stort",
        "ca",
        "cirka",
        "någorlunda",
    ]
)


def _against(pair: Pair, way: int | None, kind: str, *, loosely: bool = False) -> bool:
    if kind in ("bättre", "sämre"):
        good = _good(pair)
        return good != 0 and abs(pair.change) >= pair.half and pair.change * good * (1 if kind == "bättre" else -1) < 0
    if way == 0:
        if is_amount_unit(pair.new.enhet):
            return False
        return abs(pair.change) > pair.half * 2 and abs(pair.change) * (10 if loosely else 50) > abs(pair.old.tal.värde)
    change = pair.change
    if pair.new.tal.värde < 0 or pair.old.tal.värde < 0:
        return False
    assert way is not None
    return abs(change) >= pair.half and change * way < 0


def _good(pair: Pair) -> int:
    """Which way is good: what a direction says, and of amounts the sign."""
    if pair.line.riktning in ("minst", "mer än", "öka"):
        return 1
    if pair.line.riktning in ("högst", "mindre än", "minska"):
        return -1
    return pair.line.good(pair.new) if is_amount_unit(pair.new.enhet) else 0
