"""What share of a whole a row is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.names import Match
from vb_gen.checks.claims.roles import Figure
from vb_gen.checks.claims.verdict import Outcome, Time, Verdict, World, boxes, name_of
from vb_gen.checks.claims.weigh import SAME, SIDE, Given, against
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, with_unit
from vb_gen.text.tokens import Token

_BRÅK = {"hälften": 2, "tredjedel": 3, "fjärdedel": 4, "femtedel": 5, "sjättedel": 6, "åttondel": 8, "tiondel": 10}


def share(found: Sequence[Figure], clause: Clause, world: World, out: Outcome) -> bool:
    """”Träden står för hälften av kostnaden”."""
    verbs = clause.kinds("utgör")
    told = _told_share(clause, found)
    if not verbs or told is None or clause.unknown:
        return False
    what, start = told
    ofs = [at for at in clause.kinds("av") if clause.tokens[at].start > start]
    if not ofs:
        return False
    of = clause.tokens[ofs[0]].start
    wholes, balance = _wholes(clause, world, of)
    named = [match for match in clause.matches if not match.body]
    parts = [
        match.lines
        for match in named
        if match.strong
        and (clause.tokens[match.first].start < of or _other_side(match.first, verbs))
        and not set(match.lines) & set(wholes)
    ]
    if len(parts) != 1 or not wholes:
        return True
    times = _times(clause, world, of)
    pairs = [
        (part, whole)
        for measured in (_balance(times) if balance else [times])
        for part in boxes([line for line in parts[0] if line.kön == "T" and line.om == world.body], measured)
        for whole in boxes(wholes, measured)
        if part[0].tabell == whole[0].tabell and part[1].kolumn == whole[1].kolumn and part[1].enhet == whole[1].enhet
        and whole[1].tal.värde and part[1].prövas and whole[1].prövas and (not balance or _balances(whole, balance))
    ]  # fmt: skip
    if not pairs:
        return True
    out.tested.add(start)
    out.claims += 1
    ratios = [abs(part[1].tal.värde / whole[1].tal.värde) * 100 for part, whole in pairs]
    gross = [ratio for part, whole in pairs if balance and (ratio := _of_alike(part, whole, world)) is not None]
    if any(_fits(what, ratio) for ratio in (*ratios, *gross)):
        return True
    part, whole = pairs[0]
    shown = with_unit(format_decimal_sv(ratios[0], 0), "%")
    text = f"andelen stämmer inte: {name_of(*part)} är {part[1].visat} av {name_of(*whole)}, {whole[1].visat}, alltså {shown}"
    out.say(Verdict("T34", Level.FEL, start, text, f"Rätta till {shown}.", Tal(ratios[0], 0), what.tal, (part, whole)))
    return True


def _other_side(spot: int, verbs: Sequence[int]) -> bool:
    """Is a part named after its verb: ”av nettokostnaden går till HR-staben”?"""
    return bool(verbs) and spot > verbs[-1]


def _wholes(clause: Clause, world: World, of: int) -> tuple[list[Line], str]:
    """The rows of the whole that is named; and whether its surplus, its deficit or its deviation is meant."""
    after = [token for token in clause.tokens if token.start > of]
    kinds = {token.kind for token in after}
    if kinds & {"upp", "ned", "uppsubst", "nedsubst", "mål", "prognos"} or any(token.plain in _CHANGES for token in after):
        return [], ""
    balance = next((kind for kind in ("plus", "minus", "avvikelse", "avviker") if kind in kinds), "")
    if balance:
        return [line for line in world.lines if line.helhet and line.om == world.body], balance
    for match in clause.matches:
        token = clause.tokens[match.first]
        if token.start > of and all(line.roll == "delar" for line in match.lines):
            return [line for line in match.lines if line.om == world.body] if _both_gross(clause, match) else [], ""
        if token.start > of and all(line.helhet or "investering" in line.mått for line in match.lines):
            if not any("investering" in line.mått for line in match.lines) and not _net(after):
                return [], ""
            sums = [line for line in world.lines if line.roll == "summa" and line.tabelltyp == "investeringar"]
            invested = sums if any("investering" in line.mått for line in match.lines) else []
            return [line for line in (*match.lines, *invested) if line.om == world.body], ""
    if any(token.plain.startswith(("investering", "utfall")) for token in after):
        return [
            line for line in world.lines if line.om == world.body and line.roll == "summa" and line.tabelltyp == "investeringar"
        ], ""
    return [], ""


_CHANGES = ("förändringen", "skillnaden", "differensen", "ökade", "minskade")


def _both_gross(clause: Clause, whole: Match) -> bool:
    """Is what is held against costs or income of the whole body another of them: what income covers of the costs?"""
    others = [match for match in clause.matches if match is not whole and not match.body]
    return bool(others) and all(line.roll == "delar" for match in others for line in match.lines)


def _net(after: Sequence[Token]) -> bool:
    """Is the whole said to be net, as the rows are? A share of the costs before what was earned is of another whole."""
    return any(token.plain.startswith(("netto", "verksamhetens netto", "resultat", "budget")) for token in after)


def _times(clause: Clause, world: World, of: int) -> list[Time]:
    if len(clause.years) > 1 or clause.has("fjol"):
        return world.before if clause.has("fjol") and not clause.years else []
    times = world.year(clause.tokens[clause.years[0]].text) if clause.years else world.now
    of_budget = any(token.kind == "budget" for token in clause.tokens if token.start > of)
    return world.budget(times) if of_budget and not clause.has("avvikelse", "avviker", "plus", "minus") else times


def _balance(times: Sequence[Time]) -> list[list[Time]]:
    """Where surpluses and deficits stand: the column of deviations, and the outcome of what is a result."""
    return [list(times), [(("avvikelse",), when) for _, when in times]]


def _balances(whole: tuple[Line, Box], balance: str) -> bool:
    """Is a cell a surplus, a deficit, a deviation, as the word says?"""
    line, box = whole
    if box.slag != "avvikelse" and (balance in ("avvikelse", "avviker") or line.tecken == "kostnad"):
        return False
    worth = box.tal.värde * line.good(box)
    return {"plus": worth > 0, "minus": worth < 0}.get(balance, True)


def _of_alike(part: tuple[Line, Box], whole: tuple[Line, Box], world: World) -> Decimal | None:
    """The part among the parts of its own sign: of the surpluses, where others have deficits."""
    alike = [
        box.tal.värde
        for line in world.lines
        if line.tabell == part[0].tabell and line.rapport == part[0].rapport and line.roll == "post" and line.kön == "T"
        for box in line.boxes
        if box.kolumn == part[1].kolumn and box.tal.värde * part[1].tal.värde > 0
    ]  # fmt: skip
    total = sum(alike, Decimal(0))
    return abs(part[1].tal.värde / total) * 100 if total and part[1].tal.värde * whole[1].tal.värde > 0 else None


def _told_share(clause: Clause, found: Sequence[Figure]) -> tuple[Given, int] | None:
    for one in found:
        if one.token.tal is not None and one.unit == "%":
            return one.given, one.token.start
    for spot, token in enumerate(clause.tokens):
        if token.kind == "bråk":
            stem = next((name for name in _BRÅK if token.plain.startswith(name)), "")
            before = clause.tokens[spot - 1].tal if spot else None
            times = before.värde if before is not None else Decimal(1)
            if stem:
                return Given(Tal(times * 100 / _BRÅK[stem], 0), "%", "ca", token.start), token.start
        if token.plain == "var" and spot + 1 < len(clause.tokens) and clause.tokens[spot + 1].kind == "ordning":
            nth = {"andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6}[clause.tokens[spot + 1].plain]
            return Given(Tal(Decimal(100) / nth, 0), "%", "ca", token.start), token.start
    return None


def _fits(what: Given, ratio: Decimal) -> bool:
    if what.about == "ca":
        return abs(what.tal.värde - ratio) <= max(Decimal(3), what.tal.värde / 8)
    return against(what, ratio, Decimal("0.3"), "%") in (SAME, SIDE)
