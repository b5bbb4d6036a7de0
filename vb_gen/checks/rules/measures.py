"""Family 9: a figure written out in a sentence that tells one of the report's own measures, and tells it otherwise."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library, Remark, Subject, Term, rule
from vb_gen.checks.running import REFERENCE, Passage, Span, reading, remark
from vb_gen.core.finding import Level
from vb_gen.core.names import slug
from vb_gen.core.numbers import convert, format_tal, is_amount_unit, with_unit
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADSNAMN
from vb_gen.core.units import find
from vb_gen.figures.facts import Fact
from vb_gen.text.loose import Loose, loose
from vb_gen.text.tokens import tokens

# The totals of a body that a sentence tells by name; other amounts are of parts, which words do not tell apart.
_TOTALS = {
    "nettokostnad": regex(r"\bnettokostnad", re.I),
    "investeringar": regex(r"\binvestering", re.I),
}
_SHORTEST = 7  # letters of a word that says which measure it is
_COMMON = frozenset(["total", "totalt", "antal", "andel", "externt", "externa", "summa", "procent", "kvinnor"])
_ABOUT = r"ca|cirka|drygt|knappt|närmare|nästan|nära|runt|omkring|ungefär|över|under|mer än|mindre än|minst|högst|upp till"
_TOLD = regex(
    r"(?:\b(?:är|var|blev|blir|på|till|uppgår (?:\d{4} )?till|uppgick (?:\d{4} )?till|ligger på|låg på)|[(,])\s*"
    rf"(?:(?:nu|i år|totalt|därmed)\s+)?(?:(?P<ca>{_ABOUT})\s*)?$",
    re.I,
)
# A sentence about a part of the body, another time or another kind of figure tells what no table need hold.
_PART = regex(
    r"\b(?:inom|enhet\w*|avdelning\w*|område\w*|verksamhetsområde\w*|grupp\w*|kvinn\w+|män\w*|ålder\w*|yrkes\w+|chef\w*|mål\w*"
    rf"|budget\w*|{MÅNADSNAMN}|kvartal\w*|våren|hösten"
    r"|riket|andra|snitt\w*)\b",
    re.I,
)
_COMPARED = regex(r"\s*(?:högre|lägre|bättre|sämre|mer|mindre|över|under|fler|färre|av)\b", re.I)
_FIGURES = regex(r"\d ?[%\w]")
_FROM = regex(rf"(?P<före>.*)\bfrån (?P<ca>(?:{_ABOUT}) )?$", re.I)
_TO = regex(rf"\s?(?:(?:år )?\d{{4}} )?till (?P<ca>(?:{_ABOUT}) )?$", re.I)
_STANDS_FOR = regex(r"\b(?:den|det|denna|andelen|siffran|nivån|måttet)\b", re.I)  # the measure of the sentence before
_LOOK_BACK = 70


class Measure:
    """What a figure may be of: its name, and every figure that the reports of a workspace tell of it, by size."""

    def __init__(self, facts: list[Fact]) -> None:
        told = {(_size(fact.värde.värde, fact.enhet), _size(fact.värde.half_width, fact.enhet)) for fact in facts}
        self.facts = sorted(told)  # each with half a unit of its last digit
        self.sizes = [size for size, _ in self.facts]
        self.slack = max(half for _, half in self.facts)

    def tells(self, one: Loose, *, about: bool) -> bool:
        """May the figure be one of them, rounded as far as its words allow? As exactly written, it must be the same."""
        value, half = _size(one.tal.värde, one.enhet), _size(one.tal.half_width, one.enhet)
        free = value / 10 if about else Decimal(0)
        room = half + self.slack + free
        near = self.facts[bisect_left(self.sizes, value - room) : bisect_right(self.sizes, value + room)]
        return any(
            size == value or (half != own and abs(size - value) < half + own) or abs(size - value) <= free for size, own in near
        )


def _size(value: Decimal, unit: str) -> Decimal:
    return abs(convert(value, unit, "kr") if is_amount_unit(unit) else value)


def _unit(unit: str) -> str:
    return "kr" if is_amount_unit(unit) else find(unit).namn or unit


def _stems(fact: Fact) -> Iterator[str]:
    """What the words begin with that name a fact's measure."""
    if fact.identity.rad:
        return
    if is_amount_unit(fact.enhet):
        if fact.identity.mått in _TOTALS:
            yield fact.identity.mått
        return
    for name in {fact.identity.mått, slug(fact.etikett)}:
        words = [word for word in name.split("_") if word not in _COMMON]
        if len(words) == 1 and len(words[0]) >= _SHORTEST:
            yield words[0][: max(_SHORTEST, len(words[0]) - 2)]


_Key = tuple[str, str]  # the stem and the unit (kr for every amount)
_measures: WeakKeyDictionary[Library, dict[_Key, Measure]] = WeakKeyDictionary()


def _of_library(library: Library) -> dict[_Key, Measure]:
    if library not in _measures:
        found: dict[_Key, list[Fact]] = {}
        for facts in library.facts.values():
            for fact in facts:
                for stem in _stems(fact):
                    found.setdefault((stem, _unit(fact.enhet)), []).append(fact)
        _measures[library] = {key: Measure(facts) for key, facts in found.items()}
    return _measures[library]


@rule("T11", Level.UPPLYSNING, "Löpande text", among=True)
def loose_figures(subject: Subject) -> Iterator[Remark]:
    """T11: a figure that a sentence gives for one of the report's measures stands in a table."""
    facts = sorted(subject.facts, key=lambda fact: fact.identity.kön == "T")  # the last one names the measure
    own = {(stem, _unit(fact.enhet)): fact.etikett for fact in facts for stem in _stems(fact)}
    known = {key: measure for key, measure in _of_library(subject.library).items() if key in own}
    found: dict[str, list[tuple[Passage, int, Loose, str]]] = {}
    for passage in reading(subject.library, subject.report).passages:
        before = ""
        for sentence in passage.sentences:
            claims = [*_claims(sentence, known), *_changes(sentence, before, known)] if _FIGURES.search(sentence.text) else []
            before = sentence.text
            if claims and _reserved(sentence.text):
                continue
            for one, about, key in claims:
                subject.held("T11")
                if not known[key].tells(one, about=about):
                    found.setdefault(passage.avsnitt.id, []).append((passage, sentence.start + one.start, one, own[key]))
    for spots in found.values():
        yield _remark(subject, spots)


def _reserved(text: str) -> bool:
    """Is it of what would be, of another time, or somebody's words?"""
    return any(token.kind in ("vakt", "prognos") or token.text in ("”", '"') for token in tokens(text)) or "räknar" in text


def _claims(sentence: Span, known: dict[_Key, Measure]) -> Iterator[tuple[Loose, bool, _Key]]:
    """The figures that a sentence gives for a measure: `sjukfrånvaron är 9,7 %`."""
    text = REFERENCE.sub(lambda match: "\0" * len(match[0]), sentence.text)
    before = 0
    for one in loose(text):
        said = text[max(before, one.start - _LOOK_BACK) : one.start]
        before = one.end
        told = _TOLD.search(said) if one.enhet else None
        if told and not re.search(r"[;\0]", said) and not _COMPARED.match(text, one.end) and not _PART.search(text):
            key = _named(said, _unit(one.enhet), known)
            if key:
                yield one, bool(told["ca"]), key


def _changes(sentence: Span, before: str, known: dict[_Key, Measure]) -> Iterator[tuple[Loose, bool, _Key]]:
    """The two figures of a change: `har den gått ned från 2,4 till 1,6 %`, where the sentence, or the one before it, says of what."""
    if " från " not in sentence.text or _PART.search(sentence.text):
        return
    text = REFERENCE.sub(lambda match: "\0" * len(match[0]), sentence.text)
    for first, last in pairwise(loose(text)):
        lead, between = _FROM.match(text, 0, first.start), _TO.fullmatch(text, first.end, last.start)
        unit = last.enhet
        if lead is None or between is None or not unit or first.enhet not in ("", unit):
            continue
        said = lead["före"][-_LOOK_BACK:]
        key = _named(said, _unit(unit), known) if "\0" not in said else None
        if key is None and _STANDS_FOR.search(said) and not _PART.search(before):
            key = _named(REFERENCE.sub(" ", before), _unit(unit), known)
        if key:
            yield replace(first, enhet=unit), bool(lead["ca"]), key
            yield last, bool(between["ca"]), key


def _named(said: str, unit: str, known: dict[_Key, Measure]) -> _Key | None:
    """The measure that words name, the last of them first."""
    if unit == "kr":
        return next(((name, unit) for name, words in _TOTALS.items() if (name, unit) in known and words.search(said)), None)
    for word in reversed(re.findall(r"\w+", said.casefold())):
        for length in range(len(word), _SHORTEST - 1, -1):
            if (word[:length], unit) in known:
                return word[:length], unit
    return None


def _remark(subject: Subject, spots: list[tuple[Passage, int, Loose, str]]) -> Remark:
    """All of a section in one."""
    facts = tuple(Term(name, with_unit(format_tal(one.tal), one.enhet), passage.place(at)) for passage, at, one, name in spots)
    text = "tal i texten finns inte bland rapporternas siffror: " + ", ".join(f"{fact.värde} ({fact.etikett})" for fact in facts)
    advice = "Kontrollera talet mot tabellen och skriv det som en hänvisning, så följer det tabellen."
    passage, offset, *_ = spots[0]
    return remark(subject.report, passage, offset, "T11", Level.UPPLYSNING, text, advice, fakta=facts)
