"""Shares of one whole that come to more than all of it: only where the parts exclude each other for certain.

Eight in ten may have help by day and six in ten by night; no more than ten in ten are women or men, say yes or no, or are
these and the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims.clauses import Said
from vb_gen.checks.claims.roles import Figure
from vb_gen.checks.claims.verdict import Outcome, Verdict
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, with_unit
from vb_gen.text.tokens import SKILJE, Token

_ANSWERS = (("kvinnor",), ("män",)), (("ja",), ("nej",))
_DONT_KNOW = frozenset(["vet", "osäkra", "osäker"])


def shares(said: Said, plain: Sequence[Figure], out: Outcome) -> None:
    """Women and men, yes and no, parts and the rest."""
    share = [one for one in plain if one.given.enhet == "%"]
    if len(share) < 2 or len(share) != len(plain) or any(one.role in ("skillnad", "från", "mot") or one.dated for one in share):
        return
    if not said.tokens or not (said.tokens[0].kind == "av" or said.tokens[0].plain == "bland"):
        return
    rest = _of_rest(said, share)
    if _of_several(said, share) or not (rest or _opposites(said, share) or _denied(said, share)):
        return
    total = sum((one.given.tal.värde for one in share), Decimal(0))
    slack = sum((one.given.tal.half_width for one in share), Decimal(0)) + Decimal("0.5") * (len(share) > 2)
    out.claims += 1
    out.tested |= {one.token.start for one in share}
    if total - 100 <= slack and not (100 - total > slack and rest):
        return
    places = max(one.given.tal.decimaler for one in share)
    shown = with_unit(format_decimal_sv(total, places), "%")
    level = Level.FEL if len(share) == 2 else Level.VARNING
    text = f"andelarna är tillsammans {shown}, inte 100 %"
    advice = "Rätta andelarna; skriv att flera svar kan ges om det är så."
    out.say(Verdict("T24", level, share[-1].token.start, text, advice, Tal(Decimal(100), 0), Tal(total, places)))


def _after(said: Said, one: Figure) -> list[Token]:
    """The words from a figure to the next figure or mark."""
    out: list[Token] = []
    for token in said.tokens:
        if token.start > one.token.start:
            if token.is_figure or token.kind == SKILJE:
                break
            out.append(token)
    return out


def _before(said: Said, one: Figure, reach: int) -> list[Token]:
    return [token for token in said.tokens if token.start < one.token.start][-reach:]


def _of_rest(said: Said, share: Sequence[Figure]) -> bool:
    """Is the last share what the others leave: ”resterande 15 procent”, ”övriga 15 procent”, ”resten, 15 procent,”?"""
    lead = _before(said, share[-1], 4)
    at = next((spot for spot, token in enumerate(lead) if token.kind == "rest" or token.plain == "övriga"), -1)
    if at < 0 or any(token.is_figure for token in lead[at:]):
        return False
    opened = lead[:at]
    return not any(token.kind == "av" or token.plain in ("bland", "för") for token in opened[-2:])


def _opposites(said: Said, share: Sequence[Figure]) -> bool:
    """Do two words that exclude each other stand right after the two shares?"""
    if len(share) != 2:
        return False
    words = [next(((token.kind, token.plain) for token in _after(said, one)), ("", "")) for one in share]
    for one, other in _ANSWERS:
        for first, second in ((one, other), (other, one)):
            if set(words[0]) & set(first) and set(words[1]) & set(second):
                return True
    return False


def _denied(said: Said, share: Sequence[Figure]) -> bool:
    """”73 procent anser det, 21 procent gör det inte” and perhaps ”18 procent vet inte”."""
    second = [token.plain for token in _after(said, share[1]) if token.plain not in ("och", "samt")]
    if second[-2:] != ["det", "inte"] or len(second) > 4 or len(share) > 3:
        return False
    return len(share) == 2 or any(token.plain in _DONT_KNOW for token in _after(said, share[2])[:2])


def _of_several(said: Said, share: Sequence[Figure]) -> bool:
    """Is another whole named: ”bland medarbetarna … och bland cheferna …”?"""
    return any(token.kind == "av" or token.plain == "bland" for token in said.tokens if token.start > share[0].token.start)
