"""Family 9: a part that a sentence names (`varav`) is not more than the whole that it names first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.words import ABOUT, NEAR, Clause, Value, clause_of
from vb_gen.checks.running import reading, remark
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, is_amount_unit, powers, with_unit
from vb_gen.core.pattern import regex

_PART = regex(rf"⟦(?P<hela>\d+)⟧{NEAR}{{0,40}}?,? varav {ABOUT}⟦(?P<del>\d+)⟧", re.I)
# A result is what is left of parts with either sign, and so may be less than any of them.
_NET = regex(
    r"skott|resultat|\bnett|avvik|differens|skillnad|ökning|minskning|förändr|\böka|\bminska|högre|lägre|sämre|bättre|dyrare|saldo|effekt"
    r"|kvarstå|återstå|överskrid|överstig|merkostnad|ekonomi|besparing|effektivis|intäkt|inkomst|bidrag|ersättning"
    r"|\bper (?:år|månad|dag|person|barn|elev|plats)|\b(?:över|under|på|för) (?:två|tre|fyra|fem|tio|\d+|flera|hela|perioden|avtals\w+)"
    r"|varav (?:totalt|sammanlagt)",
    re.I,
)
_PEOPLE = regex(r"\s*(?:är |var )?(?:kvinnor|män|flickor|pojkar)\b", re.I)
_OF_WHICH = regex(r"\bvarav\b", re.I)


@rule("T22", Level.VARNING, "Löpande text")
def too_large(subject: Subject) -> Iterator[Remark]:
    """T22: a part in a sentence is not larger than its whole."""
    read = reading(subject.library, subject.report)
    for passage in read.passages:
        for sentence in passage.sentences:
            if _OF_WHICH.search(sentence.text):
                clause = clause_of(read, passage, sentence)
                for match in _PART.finditer(clause.text):
                    yield from _held(subject, clause, match)


def _held(subject: Subject, clause: Clause, match: re.Match[str]) -> Iterator[Remark]:
    whole, part = clause.value(match, "hela"), clause.value(match, "del")
    if whole is None or part is None or not _comparable(clause, match, whole, part) or _NET.search(_said(clause, match, whole)):
        return
    of, own = _in_unit(whole, whole), _in_unit(part, whole)
    if of.värde * own.värde <= 0:
        return
    subject.held("T22")
    if abs(own.värde) <= abs(of.värde) or explained(abs(own.värde) - abs(of.värde), [of, own]):
        return
    shown = [with_unit(format_decimal_sv(v.mängd.värde, v.mängd.decimaler), v.mängd.enhet) for v in (part, whole)]
    text = f"det som ingår är mer än det hela: varav {shown[0]} av {shown[1]}"
    facts = tuple(value.term for value in (whole, part))
    spot, advice = clause.starts[int(match["del"])], "Rätta delen eller det hela."
    yield remark(subject.report, clause.passage, spot, "T22", Level.VARNING, text, advice, fakta=facts)


def _said(clause: Clause, match: re.Match[str], whole: Value) -> str:
    """What is said around a whole and its part, and what the whole's row is called."""
    row = f" {whole.figur.rad.etikett} {whole.figur.kolumn.rubrik}" if whole.figur else ""
    start = max(clause.text.rfind(mark, 0, match.start()) for mark in ";:") + 1
    end = re.compile(r"[;:]|\.\s|$").search(clause.text, match.end())
    return clause.text[start : end.start() if end else None] + row


def _comparable(clause: Clause, match: re.Match[str], whole: Value, part: Value) -> bool:
    """May the two be held against each other: both amounts, hours, or people by sex? Shares are of what they say."""
    a, b = whole.mängd.enhet, part.mängd.enhet
    if is_amount_unit(a) and is_amount_unit(b):
        return True
    if a == b and a in ("timmar", "ha"):
        return True
    return {a, b} <= {"", "antal"} and bool(_PEOPLE.match(clause.text, match.end("del") + 1))


def _in_unit(value: Value, like: Value) -> Tal:
    """A figure in the unit of another."""
    one = value.mängd
    power = powers(one.enhet, like.mängd.enhet) if is_amount_unit(one.enhet) else 0
    return Tal(one.värde.scaleb(power), one.decimaler - power)
