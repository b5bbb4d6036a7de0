"""Family 9: a figure written out in a sentence that tells one of the report's own measures, and tells it otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vb_gen.checks.base import Remark, Subject, Term
from vb_gen.checks.loose import Loose, loose
from vb_gen.checks.running import REFERENCE, Passage, Span, passages, remark
from vb_gen.errors import Level
from vb_gen.facts import Fact
from vb_gen.names import slug
from vb_gen.numbers import convert, format_tal, is_amount_unit, with_unit

_TOTALS = {"nettokostnad": "nettokostnad", "investeringar": "investering"}  # measures whose sum a sentence tells, by their stems
_SHORTEST = 7  # letters of a word that says which measure it is
_COMMON = frozenset(["total", "totalt", "antal", "andel", "externt", "externa", "verksamhetens", "summa", "procent", "kvinnor"])
_ABOUT = r"ca|cirka|drygt|knappt|närmare|nästan|nära|runt|omkring|ungefär|över|under|mer än|mindre än|minst|högst|upp till"
_TOLD = re.compile(
    rf"(?:\b(?:är|var|blev|blir|på|till|uppgår (?:\d{{4}} )?till|uppgick (?:\d{{4}} )?till|ligger på|låg på)|[(,])\s*(?:(?:nu|i år|totalt|därmed)\s+)?(?P<ca>{_ABOUT})?\s*$",
    re.I,
)
_PART = re.compile(
    r"\b(?:inom|enhet\w*|avdelning\w*|område\w*|verksamhetsområde\w*|grupp\w*|kvinn\w+|män\w*|ålder\w*|yrkes\w+|chef\w*|mål\w*|budget\w*"
    r"|januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|kvartal\w*|våren|hösten|riket|andra|snitt\w*)\b",
    re.I,
)
_LOOK_BACK = 70


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure may be of: the stem of its word, its unit, and every figure the reports tell of it."""

    stam: str
    namn: str
    enhet: str  # kr for every amount
    fakta: tuple[Fact, ...]


def _unit(unit: str) -> str:
    return "kr" if is_amount_unit(unit) else {"procent": "%"}.get(unit, unit)


def _stems(fact: Fact) -> Iterator[str]:
    """What the words begin with that name a fact's measure; of amounts only the body's own totals have a name of their own."""
    if is_amount_unit(fact.enhet):
        if fact.identity.mått in _TOTALS and not fact.identity.rad:
            yield _TOTALS[fact.identity.mått]
        return
    for name in {fact.identity.mått, slug(fact.etikett)} if not fact.identity.rad else ():
        words = [word for word in name.split("_") if word not in _COMMON]
        if len(words) == 1 and len(words[0]) >= _SHORTEST:
            yield words[0][: max(_SHORTEST, len(words[0]) - 2)]


def measures(subject: Subject) -> list[Measure]:
    """The measures of a report by the words that name them, with what every report tells of them."""
    own = {(stem, _unit(fact.enhet)): fact.etikett for fact in subject.facts for stem in _stems(fact)}
    found: dict[tuple[str, str], list[Fact]] = {}
    for facts in [subject.facts, *subject.library.facts.values()]:
        for fact in facts:
            for stem in _stems(fact):
                found.setdefault((stem, _unit(fact.enhet)), []).append(fact)
    return [Measure(stem, own[stem, unit], unit, tuple(found[stem, unit])) for stem, unit in own if unit in ("%", "kr", "timmar")]


def _size(fact: Fact) -> Decimal:
    return abs(convert(fact.värde.värde, fact.enhet, "kr") if is_amount_unit(fact.enhet) else fact.värde.värde)


def _tells(one: Loose, about: str, fact: Fact) -> bool:
    """May the figure be the fact, rounded as far as its words allow?"""
    value, half = abs(one.tal.värde), one.tal.half_unit
    other, slack = _size(fact), fact.värde.half_unit
    if is_amount_unit(one.enhet):
        value, half = convert(value, one.enhet, "kr"), convert(half, one.enhet, "kr")
        slack = convert(slack, fact.enhet, "kr")
    room = half + slack + (value / 10 if about else 0)
    return abs(value - other) <= room


def loose_figures(subject: Subject) -> Iterator[Remark]:
    """T11: a figure that a sentence gives for one of the report's measures stands in no table."""
    known = measures(subject)
    found: dict[str, list[tuple[Passage, int, Loose, Measure]]] = {}
    for passage in passages(subject.report):
        for sentence in passage.sentences():
            for one, about, measure in _claims(sentence, known):
                subject.held("T11")
                if not any(_tells(one, about, fact) for fact in measure.fakta):
                    found.setdefault(passage.avsnitt.id, []).append((passage, sentence.start + one.start, one, measure))
    for spots in found.values():
        yield _remark(subject, spots)


def _claims(sentence: Span, known: list[Measure]) -> Iterator[tuple[Loose, str, Measure]]:
    text = REFERENCE.sub(lambda match: "\0" * len(match[0]), sentence.text)
    if _PART.search(text):
        return
    before = 0
    for one in loose(text):
        said = text[max(before, one.start - _LOOK_BACK) : one.start]
        before = one.end
        told = _TOLD.search(said)
        if not told or not one.enhet or re.search(r"[;\0]", said):
            continue
        named = [
            (said.casefold().rfind(m.stam), m)
            for m in known
            if m.enhet == _unit(one.enhet) and re.search(rf"\b{re.escape(m.stam)}", said, re.I)
        ]
        if named:
            yield one, told["ca"] or "", max(named, key=lambda pair: (pair[0], len(pair[1].fakta)))[1]


def _remark(subject: Subject, spots: list[tuple[Passage, int, Loose, Measure]]) -> Remark:
    passage, offset, _, _ = spots[0]
    told = ", ".join(f"{with_unit(format_tal(one.tal), one.enhet)} ({measure.namn})" for _, _, one, measure in spots)
    text = f"tal i texten finns inte bland rapporternas siffror: {told}"
    facts = tuple(Term(measure.namn, with_unit(format_tal(one.tal), one.enhet), p.place(at)) for p, at, one, measure in spots)
    advice = "Kontrollera talet mot tabellen och skriv det som en hänvisning, så följer det tabellen."
    return remark(subject.report, passage, offset, "T11", Level.UPPLYSNING, text, advice, fakta=facts)
