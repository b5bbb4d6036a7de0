"""What share of a whole a row is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Line
from vb_gen.checks.claims.roles import Figure
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, boxes, name_of
from vb_gen.checks.claims.weigh import SAME, SIDE, Given, against
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, with_unit

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
    wholes = _wholes(clause, world, of)
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
    pairs = [
        (part, whole)
        for part in boxes([line for line in parts[0] if line.kön == "T" and line.om == world.body], world.now)
        for whole in boxes(wholes, world.now)
        if part[0].tabell == whole[0].tabell and part[1].kolumn == whole[1].kolumn and part[1].enhet == whole[1].enhet
        and whole[1].tal.värde and part[1].prövas and whole[1].prövas
    ]  # fmt: skip
    if not pairs:
        return True
    out.tested.add(start)
    out.claims += 1
    ratios = [abs(part[1].tal.värde / whole[1].tal.värde) * 100 for part, whole in pairs]
    if any(_fits(what, ratio) for ratio in ratios):
        return True
    part, whole = pairs[0]
    shown = with_unit(format_decimal_sv(ratios[0], 0), "%")
    text = f"andelen stämmer inte: {name_of(*part)} är {part[1].visat} av {name_of(*whole)}, {whole[1].visat}, alltså {shown}"
    out.say(Verdict("T34", Level.FEL, start, text, f"Rätta till {shown}.", Tal(ratios[0], 0), what.tal, (part, whole)))
    return True


def _other_side(spot: int, verbs: Sequence[int]) -> bool:
    """Is a part named after its verb: ”av nettokostnaden går till HR-staben”?"""
    return bool(verbs) and spot > verbs[-1]


def _wholes(clause: Clause, world: World, of: int) -> list[Line]:
    after = [token for token in clause.tokens if token.start > of]
    for match in clause.matches:
        token = clause.tokens[match.first]
        if token.start > of and all(
            line.helhet or line.roll in ("summa", "delar") or "investering" in line.mått for line in match.lines
        ):
            sums = [line for line in world.lines if line.roll == "summa" and line.tabelltyp == "investeringar"]
            invested = sums if any("investering" in line.mått for line in match.lines) else []
            return [line for line in (*match.lines, *invested) if line.om == world.body]
    if any(token.kind in ("minus", "plus") for token in after):
        return [line for line in world.lines if line.helhet and line.om == world.body]
    if any(token.plain.startswith(("investering", "utfall")) for token in after):
        return [
            line for line in world.lines if line.om == world.body and line.roll == "summa" and line.tabelltyp == "investeringar"
        ]
    return []


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
