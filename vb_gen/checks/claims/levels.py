"""A figure that a clause gives for a row: held against every cell that the words allow."""

from __future__ import annotations

from collections.abc import Iterable

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.roles import Figure, is_plain
from vb_gen.checks.claims.subject import WHOLES, Subject, sexed, tells_result
from vb_gen.checks.claims.verdict import Bound, Outcome, Verdict, World, boxes, name_of, reference
from vb_gen.checks.claims.weigh import APART, SAME, SIDE, Given, box_holds, comparable, diagnose, scaled
from vb_gen.core.finding import Level
from vb_gen.core.numbers import is_amount_unit

_BALANCE = ("plus", "minus", "avvikelse", "avviker", "positiv", "negativ")


def hold(one: Figure, subject: Subject, clause: Clause, world: World, context: set[str], out: Outcome) -> None:
    """A level against its cells."""
    if not is_plain(one.token):
        return
    if subject.body and not tells_result(clause) and not context & {"plus", "minus"}:
        out.untested[one.token.start] = "ingen rad är namngiven"
        return
    if one.lead == "med" and one.role == "nivå" and clause.opener:
        out.untested[one.token.start] = "det sägs inte vad skillnaden är mot"
        return
    if one.role == "mot" and _of_another_body(one, clause, world):
        out.untested[one.token.start] = "en annan enhet är namngiven"
        return
    lines = sexed(subject)
    if not lines:
        out.untested[one.token.start] = "könet går inte att avgöra"
        return
    if tells_result(clause):  # which projects have not
        lines = tuple(line for line in lines if line.tabelltyp != "investeringar") or lines
    candidates = _candidates(one, lines, clause, world)
    if context - one.kinds:  # what the clause before it spoke of may be meant still
        candidates += _meant_before(one, lines, context - one.kinds, world)
    judge(one, candidates, subject, world, out)


def judge(
    one: Figure, candidates: list[tuple[Line, Box]], subject: Subject, world: World, out: Outcome, *, sure: bool = True
) -> None:
    """A figure against the cells that it may be."""
    what = one.given
    alike = [(line, box) for line, box in candidates if comparable(what.enhet, box.enhet)]
    if not alike:
        _unit(one, candidates, subject, out)
        return
    if any(box.gräns for _, box in alike) or all(box.undantag for _, box in alike):
        out.untested[one.token.start] = "cellen är en gräns eller har ett undantag"
        return
    answers = [box_holds(what, box) for _, box in alike]
    out.tested.add(one.token.start)
    if SAME in answers or APART in answers:
        agreeing = tuple(pair for pair, answer in zip(alike, answers, strict=True) if answer == SAME)
        out.bound[one.token.start] = Bound(agreeing, certain=subject.certain and sure, among=len(alike))
        return
    line, box = _nearest(what, alike)
    why = diagnose(what, line, box, world.lines)
    if not why and any(one_line is not line for one_line, _ in alike):
        for line2, box2 in alike:
            if why := diagnose(what, line2, box2, world.lines):
                line, box = line2, box2
                break
    told = bool(what.enhet) or not (is_amount_unit(box.enhet) or box.enhet == "%")  # is the unit said, or none needed?
    certain = subject.certain and sure and told
    if not (subject.certain and told) and not why:
        out.tested.discard(one.token.start)
        out.untested[one.token.start] = "raden är inte säkert namngiven"
        return
    level = Level.FEL if certain else Level.VARNING
    if SIDE in answers and not why:
        level = Level.UPPLYSNING
    text = f"talet i texten är inte tabellens: {what.shown}, men {name_of(line, box)} är {box.visat}"
    if why:
        text += f" ({why})"
    shown = scaled(box.tal, box.enhet, what.enhet)
    facts = tuple(_facts(alike, line, box))
    out.say(Verdict("T30", level, one.token.start, text, _advice(box), shown, what.tal, facts, diagnosed=bool(why)))


def _advice(box: Box) -> str:
    return f"{reference(box)} Eller säg vilket år, vilket mått eller vilken enhet talet gäller."


def _facts(alike: list[tuple[Line, Box]], line: Line, box: Box) -> Iterable[tuple[Line, Box]]:
    yield line, box
    for other in alike[:4]:
        if other[1] is not box:
            yield other


def _nearest(what: Given, alike: list[tuple[Line, Box]]) -> tuple[Line, Box]:
    return min(alike, key=lambda pair: abs(abs(scaled(what.tal, what.enhet, pair[1].enhet).värde) - abs(pair[1].tal.värde)))


def _of_another_body(one: Figure, clause: Clause, world: World) -> bool:
    """”… mot 67 för kommunen”: is what something is held against of a body that is named after it?"""
    after = clause.tokens[one.spot + 1 : one.spot + 4]
    return any(token.plain in ("för", "i", "hos", "inom") for token in after[:1]) and any(
        token.plain in world.explained or token.plain in WHOLES for token in after
    )


def _candidates(one: Figure, lines: tuple[Line, ...], clause: Clause, world: World) -> list[tuple[Line, Box]]:
    """The cells that a level may be: of its time, and its kind."""
    times = one.times(world)
    if "mål" in one.kinds:
        goals = [(line, box) for line in lines for box in line.boxes if box.slag == "målvärde"]
        reached = clause.has("nådde", "missade", "höll") and clause.kinds("mål")[-1:] > [one.spot]
        return [*goals, *boxes(lines, times)] if reached else goals
    found = boxes(lines, times)
    if clause.has(*_BALANCE) and "budget" not in one.kinds:
        deviating = [(("avvikelse",), when) for _, when in times]
        results = [(line, box) for line, box in found if line.tecken in ("resultat", "okänt") or line.helhet or box.tal.värde < 0]
        found = [*results, *boxes(lines, deviating)]
    elif "budget" in one.kinds and clause.has("plus", "minus", "avvikelse", "avviker"):
        found = [*found, *boxes(lines, [(("avvikelse",), when) for _, when in times])]
    return found


def _meant_before(one: Figure, lines: tuple[Line, ...], context: set[str], world: World) -> list[tuple[Line, Box]]:
    found: list[tuple[Line, Box]] = []
    if context & set(_BALANCE):
        found += boxes(lines, [(("avvikelse",), when) for _, when in one.times(world)])
    if "budget" in context:
        found += boxes(lines, world.budget(one.times(world)))
    if "mål" in context:
        found += [(line, box) for line in lines for box in line.boxes if box.slag == "målvärde"]
    return found


def _unit(one: Figure, candidates: list[tuple[Line, Box]], subject: Subject, out: Outcome) -> None:
    """The very figure of the table in another unit than the table's."""
    what = one.given
    same = [
        (line, box)
        for line, box in candidates
        if box.prövas and box.enhet and abs(box.tal.värde) == abs(what.tal.värde) and len(what.tal.värde.as_tuple().digits) > 1
    ]
    if not same or not subject.strong:
        out.untested[one.token.start] = "enheten är en annan än radens"
        return
    line, box = same[0]
    out.tested.add(one.token.start)
    unit = "antal" if box.enhet == "antal" else box.enhet
    text = f"enheten i texten är inte tabellens: {what.shown}, men {name_of(line, box)} är i {unit}"
    level = Level.FEL if subject.certain else Level.VARNING
    out.say(Verdict("T30", level, one.token.start, text, reference(box), box.tal, what.tal, ((line, box),)))
