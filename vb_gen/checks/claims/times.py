"""How many times as much, and how many years in a row."""

from __future__ import annotations

from decimal import Decimal

from vb_gen.checks.claims.changes import Pair, pairs
from vb_gen.checks.claims.clauses import Clause, Said
from vb_gen.checks.claims.roles import Figure
from vb_gen.checks.claims.subject import Subject, sexed
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, name_of
from vb_gen.core.finding import Level
from vb_gen.core.numbers import shortest
from vb_gen.text.tokens import TAL

_FACTORS = {"fördubbl": Decimal(2), "halver": Decimal("0.5"), "tredubbl": Decimal(3), "fyrdubbl": Decimal(4), "femdubbl": Decimal(5),
            "dubbelt": Decimal(2)}  # fmt: skip
_FIX = "Rätta ordet eller siffran."


def factor(clause: Clause) -> tuple[int, Decimal, str] | None:
    """How many times as much a clause says that something is: where, how much, and whether it is said to be more or less."""
    for spot, token in enumerate(clause.tokens):
        about = next((one.kind for one in clause.tokens[max(0, spot - 2) : spot] if one.kind in ("drygt", "knappt", "ca")), "")
        if not about and spot > 1 and [one.plain for one in clause.tokens[spot - 2 : spot]] == ["mer", "än"]:
            about = "drygt"
        if token.kind == "gånger":
            return spot, next(value for stem, value in _FACTORS.items() if token.plain.startswith(stem)), about
        if token.kind == "gångertal" and spot and clause.tokens[spot - 1].tal is not None:
            tal = clause.tokens[spot - 1].tal
            assert tal is not None
            about = next(
                (one.kind for one in clause.tokens[max(0, spot - 3) : spot - 1] if one.kind in ("drygt", "knappt", "ca")), ""
            )
            if [one.plain for one in clause.tokens[max(0, spot - 3) : spot - 1]] == ["mer", "än"]:
                about = "drygt"
            if not any(one.plain in ("så", "lika") for one in clause.tokens[spot:]):
                return None
            return spot - 1, tal.värde, about
    return None


def wrong(ratio: Decimal, wanted: Decimal, about: str) -> bool:
    """Is a ratio clearly another than the one that is told?"""
    if wanted < 1:
        ratio, wanted = 1 / ratio if ratio else Decimal(999), 1 / wanted
    if about == "drygt":
        return ratio < wanted * Decimal("0.98")
    if about == "knappt":
        return ratio > wanted * Decimal("1.02") or ratio < wanted * Decimal("0.75")
    return not wanted * Decimal("0.85") <= ratio <= wanted * Decimal("1.3")


def multiples(subject: Subject, clause: Clause, world: World, out: Outcome) -> None:
    """”Har fördubblats”, ”tre gånger så många som 2022”: against the figures of both times."""
    said = factor(clause)
    if said is None or clause.figures:
        return
    spot, wanted, about = said
    then = world.before
    if len(clause.years) == 1 and clause.tokens[clause.years[0]].text != str(world.period.år):
        then = world.year(clause.tokens[clause.years[0]].text)
    elif clause.has("budget", "mål"):
        return
    found = [pair for pair in pairs(sexed(subject), world.now, then) if pair.old.tal.värde and pair.new.tal.värde]
    if not found or not subject.strong:
        return
    out.claims += 1
    ratios = [pair.new.tal.värde / pair.old.tal.värde for pair in found]
    if not all(ratio > 0 and wrong(ratio, wanted, about) for ratio in ratios):
        return
    pair = found[0]
    token = clause.tokens[spot]
    text = (
        f"så många gånger stämmer inte: ”{token.text}”, men {name_of(pair.line, pair.new)} är {pair.new.visat}"
        f" och {pair.old.kolumn} {pair.old.visat}, {shortest(round(ratios[0], 1))} gånger"
    )
    level = Level.FEL if subject.certain else Level.VARNING
    facts = ((pair.line, pair.new), (pair.line, pair.old))
    out.say(Verdict("T34", level, token.start, text, _FIX, facts=facts))


def own_multiples(said: Said, found: list[Figure], out: Outcome) -> None:
    """A factor that is told together with both figures: ”har fyrdubblats, från 8 till 16”."""
    told = next((one for clause in said.clauses if (one := factor(clause))), None)
    before = [one for one in found if one.role == "från" and one.token.kind == TAL]
    after = [one for one in found if one.role == "till" and one.token.kind == TAL]
    if told is None or len(before) != 1 or len(after) != 1:
        return
    _, wanted, about = told
    old, new = before[0].given.tal.värde, after[0].given.tal.värde
    if old <= 0 or new <= 0:
        return
    out.claims += 1
    if wrong(new / old, wanted, about):
        text = f"så många gånger stämmer inte: från {before[0].given.shown} till {after[0].given.shown} är {shortest(round(new / old, 1))} gånger"
        out.say(Verdict("T24", Level.FEL, before[0].token.start, text, _FIX))


def in_a_row(subject: Subject, clause: Clause, world: World, out: Outcome) -> bool:
    """”Har sjunkit tre år i rad”: each step is held, and the last suffices."""
    if not clause.has("irad"):
        return False
    spots = clause.kinds("upp", "ned", "uppnu", "nednu", "mer", "mindre")
    if len(spots) != 1 or clause.has("budget", "mål", "plus", "minus") or past(clause) or not _to_now(clause, world):
        return True
    token = clause.tokens[spots[0]]
    way = 1 if token.kind in ("upp", "uppnu", "mer") else -1
    steps = _steps(clause, world)
    found = []
    for line in sexed(subject):
        every = [pairs((line,), world.year(str(year)), world.year(str(year - 1))) for year in steps]
        wrong_way = [step[0] for step in every if step and _against(step[0], way)]
        if any(every):
            found.append(wrong_way)
    if not found or not subject.strong:
        return True
    out.claims += 1
    if all(found):
        pair = found[0][0]
        text = (
            f"orden säger emot tabellen: ”{token.text}” flera år i rad, men {name_of(pair.line, pair.new)} är {pair.new.visat}"
            f" och {pair.old.kolumn} {pair.old.visat}"
        )
        level = Level.FEL if subject.certain else Level.VARNING
        facts = ((pair.line, pair.new), (pair.line, pair.old))
        out.say(Verdict("T31", level, token.start, text, _FIX, facts=facts, turning=True))
    return True


def past(clause: Clause) -> bool:
    """”Hade ökat”: is it told of a time before another?"""
    return any(token.plain == "hade" for token in clause.tokens)


def _to_now(clause: Clause, world: World) -> bool:
    """Is it until the year of the report: is another year at most the one since which it has been so?"""
    others = [at for at in clause.years if clause.tokens[at].text != str(world.period.år)]
    return len(others) < 2 and all(at and clause.tokens[at - 1].kind in ("sedan", "från") for at in others)


def _against(pair: Pair, way: int) -> bool:
    if pair.new.tal.värde < 0 or pair.old.tal.värde < 0:
        return False
    return abs(pair.change) >= pair.half and pair.change * way < 0


def _steps(clause: Clause, world: World) -> list[int]:
    """The years whose change is told of."""
    year = world.period.år
    count = 1
    for spot, token in enumerate(clause.tokens):
        if token.kind == TAL and token.enhet == "år" and token.tal is not None:
            count = int(token.tal.värde)
        if token.kind == "ordning":
            count = {"andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6}[token.plain]
        if token.kind == "sedan" and spot + 1 < len(clause.tokens) and clause.tokens[spot + 1].text.isdigit():
            count = max(1, year - int(clause.tokens[spot + 1].text))
    return [year - step for step in range(min(count, 6))]
