"""Words that say how it went: a surplus, a budget that was kept, a target that was reached; against sign and target."""

from __future__ import annotations

from decimal import Decimal

from vb_gen.checks.claims.changes import Pair, targets
from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.subject import Subject, sexed, tells_result
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, boxes, name_of
from vb_gen.core.finding import Level
from vb_gen.core.numbers import is_amount_unit

_WORD = "Rätta ordet eller siffran. Efter en hänvisning väljer | överskott och | bättre ordet efter tecknet."
_AT_LEAST = ("minst", "mer än")
_AT_MOST = ("högst", "mindre än")


def sign(subject: Subject, clause: Clause, world: World, out: Outcome) -> None:
    """A surplus, a deficit, a result that is positive; a budget that was kept or broken."""
    word = _word(clause)
    if word is None:
        return
    spot, way, of_budget = word
    lines = sexed(subject)
    if tells_result(clause):  # which projects have not
        lines = tuple(line for line in lines if line.tabelltyp != "investeringar")
    times = world.now
    if clause.years:
        years = {clause.tokens[at].text for at in clause.years}
        if len(years) > 1:
            return
        times = world.year(next(iter(years)))
    elif clause.has("fjol"):
        times = world.before
    incomes = any(line.tecken != "kostnad" or line.mått.startswith("intäkt") or _earns(line) for line in lines)
    if clause.tokens[spot].kind in ("drygt", "knappt") and incomes and not _spends(clause, spot):
        return  # above is good of an income
    found: list[tuple[Line, Box]] = []
    deviations = boxes(lines, [(("avvikelse",), when) for _, when in times])
    found += [(line, box) for line, box in deviations if is_amount_unit(box.enhet)]
    if not of_budget:
        found += [
            (line, box)
            for line, box in boxes(lines, times)
            if is_amount_unit(box.enhet) and (line.tecken == "resultat" or line.helhet or box.tal.värde < 0)
        ]
    if not found or any(box.gräns for _, box in found) or all(box.undantag for _, box in found):
        return
    out.claims += 1
    against = [(line, box) for line, box in found if _worth(line, box) * way < 0]
    if len(against) != len(found) or not subject.strong:
        return
    line, box = against[0]
    token = clause.tokens[spot]
    text = f"orden säger emot tabellen: ”{token.text}”, men {name_of(line, box)} är {box.visat}"
    level = Level.FEL if subject.certain else Level.VARNING
    out.say(Verdict("T32", level, token.start, text, _WORD, facts=tuple(against[:3]), turning=True))


def _word(clause: Clause) -> tuple[int, int, bool] | None:
    """The word that says how it went: where it stands, which way, and whether it is of the budget alone."""
    signs = clause.kinds("plus", "minus")
    budget = clause.has("budget")
    if clause.has("neg", "flest", "minstord", "upp", "ned", "mer", "mindre", "vartannat", "noll"):
        return None
    if len(signs) == 1 and not clause.has("bättre", "sämre"):
        spot = signs[0]
        return spot, 1 if clause.tokens[spot].kind == "plus" else -1, budget
    if signs:
        return None
    worth = clause.kinds("positiv", "negativ")
    if len(worth) == 1 and (clause.has("avvikelse", "avviker", "utfall") or _names_result(clause)):
        spot = worth[0]
        return spot, 1 if clause.tokens[spot].kind == "positiv" else -1, clause.has("avvikelse", "avviker") or budget
    if worth:
        return None
    kept = clause.kinds("höll")
    if budget and len(kept) == 1 and not clause.has("överskred", "underskred"):
        return kept[0], 1, True
    broken = clause.kinds("överskred", "underskred")
    if budget and len(broken) == 1:
        return broken[0], -1 if clause.tokens[broken[0]].kind == "överskred" else 1, True
    beyond = [at for at in clause.kinds("drygt", "knappt") if clause.tokens[at].plain in ("över", "under")]
    if len(beyond) == 1 and not clause.figures and _followed_by_budget(clause, beyond[0]):
        return beyond[0], -1 if clause.tokens[beyond[0]].plain == "över" else 1, True
    compared = clause.kinds("bättre", "sämre")
    if budget and len(compared) == 1 and clause.has("än"):
        return compared[0], 1 if clause.tokens[compared[0]].kind == "bättre" else -1, True
    return None


def _followed_by_budget(clause: Clause, spot: int) -> bool:
    """”Över sin budget”, with nothing but small words between."""
    for token in clause.tokens[spot + 1 : spot + 4]:
        if token.kind != "fyll":
            return token.kind == "budget"
    return False


def _earns(line: Line) -> bool:
    """Is it a row of income among costs, by its name or its sign?"""
    return any(word.startswith("intäkt") for name in line.namn for word in name) or any(
        box.tal.värde < 0 for box in line.boxes if box.slag != "avvikelse"
    )


def _spends(clause: Clause, spot: int) -> bool:
    """Is it a verb of spending: ”gick över”, ”drog över”, not ”låg över”?"""
    return any(
        token.plain in ("drog", "drar", "dragit", "gick", "går", "gått") for token in clause.tokens[max(0, spot - 3) : spot]
    )


def _names_result(clause: Clause) -> bool:
    return any(token.plain.startswith("resultat") or token.plain.startswith("nettokostnad") for token in clause.tokens)


def _worth(line: Line, box: Box) -> Decimal:
    """How good a result or a deviation is; one that rounds to nothing says neither."""
    if abs(box.tal.värde) <= box.tal.half_width:
        return Decimal(0)
    if line.regel == "plus är mer" and box.slag == "avvikelse":
        return -box.tal.värde if line.tecken == "kostnad" else box.tal.värde
    return box.tal.värde * line.good(box)


def target(subject: Subject, clause: Clause, world: World, out: Outcome) -> None:
    """A target that is reached, missed, above or below."""
    if not clause.has("mål") or clause.years or clause.has("fjol"):
        return
    reached = clause.kinds("nådde", "höll")
    missed = clause.kinds("missade")
    beyond = [at for at in clause.kinds("drygt", "knappt") if clause.tokens[at].plain in ("över", "under")]
    compared = [at for at in clause.kinds("mer", "mindre", "bättre", "sämre") if clause.has("än")]
    lines = sexed(subject)
    found = [pair for pair in targets(lines, world.now) if pair.old.jämförelse or pair.line.riktning]
    if not found:
        return
    negated = clause.has("neg")
    if reached or missed:
        spot = (reached or missed)[0]
        wanted = bool(reached) != negated
        answers = [_reaches(pair) for pair in found]
    elif (beyond or compared) and not negated:
        spot = (beyond or compared)[0]
        kind = clause.tokens[spot].plain if beyond else clause.tokens[spot].kind
        if kind in ("bättre", "sämre"):
            wanted, answers = kind == "bättre", [_reaches(pair) for pair in found]
        else:
            wanted = kind in ("över", "mer")
            answers = [_above(pair) for pair in found]
    else:
        return
    if any(answer is None for answer in answers):
        return
    out.claims += 1
    if wanted in answers or not subject.strong:
        return
    pair = found[0]
    token = clause.tokens[spot]
    how = pair.old.jämförelse or pair.line.riktning
    text = (
        f"orden säger emot tabellen: ”{token.text}”, men {name_of(pair.line, pair.new)} är {pair.new.visat}"
        f" och målvärdet {how} {pair.old.visat}"
    )
    level = Level.FEL if subject.certain else Level.VARNING
    facts = ((pair.line, pair.new), (pair.line, pair.old))
    out.say(Verdict("T33", level, token.start, text, "Rätta texten, eller siffran i tabellen.", facts=facts, turning=True))


def _reaches(pair: Pair) -> bool | None:
    how = pair.old.jämförelse or pair.line.riktning
    change = pair.change
    if change == 0:
        return True if how in ("minst", "högst") else None
    if abs(change) < pair.new.half:
        return None
    if how in _AT_LEAST:
        return change > 0
    if how in _AT_MOST:
        return change < 0
    return None


def _above(pair: Pair) -> bool | None:
    return pair.change > 0 if abs(pair.change) >= max(pair.new.half, Decimal("0.0001")) else None
