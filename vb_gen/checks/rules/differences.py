"""Family 9: a change that a sentence tells together with what it was from and to (`med 11, från 504 till 493`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules.words import ABOUT, NEAR, Clause, clause_of
from vb_gen.checks.running import reading, remark
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, with_unit
from vb_gen.core.units import find
from vb_gen.text.wording import Mängd

_MOVED = r"\b(?:öka|minska|höj|sänk|stig|steg|sjunk|sjönk|väx|fall|föll|gick|gått|går|reducera|krymp|förbättra|försämra)\w*"
_FROM_TO = rf"från {ABOUT}⟦(?P<a>\d+)⟧(?: [\w%()]+){{0,3}}? till {ABOUT}⟦(?P<b>\d+)⟧"
_BY = re.compile(rf"{_MOVED}{NEAR}{{0,40}}? med {ABOUT}⟦(?P<x>\d+)⟧(?: \w+)?,? \(?{_FROM_TO}", re.I)
_NOUN = r"(?:ökning|minskning|höjning|sänkning|uppgång|nedgång)(?:en)?"
_THUS = re.compile(
    rf"\b{_FROM_TO}(?: \w+)?,? (?:alltså |dvs\. |vilket är |det är )?(?:en )?{_NOUN} (?:med|på|om) {ABOUT}⟦(?P<x>\d+)⟧", re.I
)
_RANGE = re.compile(r"\bfrån\b(?:(?!\bfrån\b).)*\btill\b", re.I)
# Rounded by the writer, or not what parts the two figures.
_OTHER = re.compile(
    r"\b(?:ca|cirka|drygt|knappt|närmare|nästan|omkring|runt|ungefär|minst|högst|per|årlig\w*|snitt|genomsnitt\w*|exkl\w*|rens\w*|justera\w*"
    r"|omräkna\w*|real\w*|fasta?|löpande|varav|totalt|sammanlagt|vardera|respektive)\b",
    re.I,
)
_POINTS = ("procentenheter", "procentenhet")


@rule("T24", Level.VARNING, "Löpande text")
def differences(subject: Subject) -> Iterator[Remark]:
    """T24: what a sentence says that something changed by is what its two figures are apart."""
    read = reading(subject.library, subject.report)
    for passage in read.passages:
        for sentence in passage.sentences:
            if _RANGE.search(sentence.text):
                clause = clause_of(read, passage, sentence)
                for pattern in (_BY, _THUS):
                    for match in pattern.finditer(clause.text):
                        if not _OTHER.search(match[0]):
                            yield from _held(subject, clause, match)


def _held(subject: Subject, clause: Clause, match: re.Match[str]) -> Iterator[Remark]:
    values = [value for name in ("x", "a", "b") if (value := clause.value(match, name))]
    if len(values) < 3 or any(value.mängd.ord_före or (value.figur and value.figur.mot) for value in values):
        return
    told, before, after = (value.mängd for value in values)
    shares = _is_share(before) or _is_share(after)
    if told.enhet != "%" and not _same_unit(told, before, after):
        return
    subject.held("T24")
    change, slack = _difference(before, after, relative=told.enhet == "%")
    off = abs(abs(told.värde) - abs(change))
    counted = not any(one.decimaler or _written(one.enhet) for one in (told, before, after))
    if off == 0 or (not counted and off <= slack + _half(told)):  # what is counted is not rounded
        return
    level, advice = Level.VARNING, "Rätta ändringen eller siffrorna."
    unit = _written(told.enhet)
    if told.enhet == "%" and shares:
        points, slack = _difference(before, after, relative=False)
        if abs(abs(told.värde) - abs(points)) <= slack + _half(told):
            level, advice = Level.UPPLYSNING, "Det som skiljer två procenttal skrivs i procentenheter."
    said = with_unit(format_decimal_sv(abs(told.värde), told.decimaler), unit)
    places = max(told.decimaler, 1 if told.enhet == "%" else 0)
    shown = with_unit(format_decimal_sv(abs(change), places), unit)
    text = f"ändringen är inte det som skiljer siffrorna: från {before} till {after} är {shown}, inte {said}"
    facts = tuple(value.term for value in values)
    yield remark(subject.report, clause.passage, clause.starts[int(match["x"])], "T24", level, text, advice, fakta=facts)


def _is_share(one: Mängd) -> bool:
    return one.enhet == "%"


def _written(unit: str) -> str:
    return unit if find(unit).utskrivs else ""


def _half(one: Mängd) -> Decimal:
    return Tal(one.värde, one.decimaler).half_width


def _same_unit(told: Mängd, before: Mängd, after: Mängd) -> bool:
    """Are the three of one sort? A unit that is said once may be meant of all."""
    if told.enhet in _POINTS:
        return all(one.enhet in ("%", "") for one in (before, after))
    units = {_written(one.enhet) for one in (told, before, after)} - {""}
    return len(units) < 2 and not units & {"%"}


def _difference(before: Mängd, after: Mängd, *, relative: bool) -> tuple[Decimal, Decimal]:
    """How far two figures are apart, or by how many per cent of the first; and how much of it rounding explains."""
    slack = _half(before) + _half(after)
    change = abs(after.värde) - abs(before.värde) if before.värde * after.värde > 0 else after.värde - before.värde
    if not relative:
        return change, slack
    base = abs(before.värde)
    if not base:
        return Decimal(0), Decimal("Infinity")
    return change * 100 / base, slack * 100 * (1 + abs(after.värde) / base) / base
