"""Family 9: a surplus or a deficit that is written out with its figure, where the table has the figure with the other sign.

A figure of its own points at no row. So it must be one that the tables know as a result, to its last digit, and nothing in
the report may have it with the sign that the words give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules import words
from vb_gen.checks.rules.words import ABOUT, NEAR, NOT, OTHER_RESULT, RESULT, Clause, Value, clause_of, contradiction, sign_of
from vb_gen.checks.running import reading
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, convert, format_decimal_sv, is_amount_unit, with_unit
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADSNAMN
from vb_gen.figures.facts import Fact

_AMOUNT = regex(r"\d\s?(?:mnkr|mkr|tkr|mdkr|kr|kronor|milj)")
_TOLD = regex(r"\b(?:över|under)skott|(?:minus|plus)resultat|avvik|positiv|negativ", re.I)
_DEVIATION = regex(
    rf"\b(?:avvikelse\w*|resultat\w*)(?P<mellan>{NEAR}{{0,40}}?) (?:är|var|blir|blev|på|med|om|uppgår till|uppgick till)"
    rf" {ABOUT}⟦(?P<b>\d+)⟧",
    re.I,
)
_AGAINST_BUDGET = regex(r"\b(?:mot|än|jämfört med|i förhållande till|gentemot) (?:den |sin |årets )?budget\w*", re.I)
# Another year's result, or another body's, one that was expected, and one that would have been is in no row of the year's tables.
_OTHER = regex(
    r"\b(?:sedan|hösten|våren|sommaren|vintern|kvartal\w*|halvår\w*|månad\w*|tertial\w*"
    rf"|{MÅNADSNAMN}|(?:19|20)\d\d|föregående|förra|fjol\w*|tidigare|nästa|kommande|budget\w*|mål\w*"
    r"|plan\w*|beräkna\w*|vänta\w*|förvänta\w*|ursprunglig\w*|exklusive|exkl|borträknat|räknas|bort|utan|utöver|förutom|istället"
    r"|annars|skulle|motsvara\w*|delår\w*|ackumulera\w*|ingående|utgående|region\w*|kommunens|kommunen|riket|staten\w*|utjämning\w*"
    r"|bolage\w*|föreningen\w*|entreprenör\w*)\b",
    re.I,
)
_FORECAST = regex(r"\bprognos\w*|\bhelår\w*", re.I)
_WHOLE = regex(
    r"\b(?:nämnden|\w+nämnden|\w*styrelsen|förvaltningen|\w+förvaltningen|bolaget|kontoret|årets resultat|sammantaget|totalt"
    r"|sammanlagt|resultatet|nettokostnad\w*)\b",
    re.I,
)


def _results(subject: Subject) -> list[Fact]:
    """A report's results and deviations: what a surplus or a deficit can be."""
    return [
        fact
        for fact in subject.facts
        if is_amount_unit(fact.enhet) and (fact.identity.slag == "avvikelse" or fact.tecken == "resultat")
    ]


def _of_size(results: list[Fact], value: Value) -> list[Fact]:
    """The results that a figure may be: as it is rounded, with either sign."""
    one = value.mängd
    size = abs(convert(one.värde, one.enhet, "kr"))
    half = convert(Tal(one.värde, one.decimaler).half_width, one.enhet, "kr")
    return [fact for fact in results if abs(abs(fact.comparable.värde) - size) <= half]


@rule("T10", Level.VARNING, "Löpande text")
def contradictions(subject: Subject) -> Iterator[Remark]:
    """T10: the words around a figure go with its sign, whether it is fetched from a table or written out."""
    yield from words.contradictions(subject)
    read = reading(subject.library, subject.report)
    results = _results(subject)
    for passage in read.passages:
        for sentence in passage.sentences if _AMOUNT.search(passage.text.text) else ():
            if _AMOUNT.search(sentence.text) and _TOLD.search(sentence.text) and not _at_other_time(subject, sentence.text):
                clause = clause_of(read, passage, sentence)
                told: set[int] = set()
                for spot, problem in _loose(subject, results, clause):
                    if spot not in told:
                        told.add(spot)
                        yield problem


def _at_other_time(subject: Subject, text: str) -> bool:
    """Does a sentence tell of another year's result than the report's, or of one that was not to be?"""
    period = subject.report.period
    text = _AGAINST_BUDGET.sub("", re.sub(rf"\b{period.år}\b", "", text))
    return bool(_OTHER.search(text)) or (not period.månad and bool(_FORECAST.search(text)))


def _loose(subject: Subject, results: list[Fact], clause: Clause) -> Iterator[tuple[int, Remark]]:
    for pattern in (words.OF_RESULT, words.IN_RESULT, words.THUS_RESULT):
        for match in pattern.finditer(clause.text):
            if not OTHER_RESULT.search(match.groupdict().get("mellan") or ""):
                yield from _held(subject, results, clause, match, match["ord"], sign_of(match["ord"], RESULT))
    for match in words.OF_DEVIATION.finditer(clause.text):
        word = match["ord"] or match["o"]
        yield from _held(subject, results, clause, match, word, 1 if word.casefold() == "positiv" else -1)
    for match in _DEVIATION.finditer(clause.text):
        value = clause.value(match, "b")
        if value and value.mängd.värde < 0 and not OTHER_RESULT.search(match["mellan"]):
            yield from _held(subject, results, clause, match, str(value.mängd), -1)


def _held(
    subject: Subject, results: list[Fact], clause: Clause, match: re.Match[str], word: str, sign: int
) -> Iterator[tuple[int, Remark]]:
    """A written figure with a word that says its sign, held against the only results of its size."""
    value = clause.value(match, "b")
    if value is None or value.figur or not is_amount_unit(value.mängd.enhet) or NOT.search(_around(clause, match)):
        return
    alike, year = _of_size(results, value), str(subject.report.period.år)
    digits = len("".join(map(str, value.mängd.värde.as_tuple().digits)).strip("0"))
    told = [fact for fact in alike if digits > 2 or (digits > 1 and _is_named(subject, fact, clause.text))]
    fact = next((fact for fact in told if fact.identity.avser.startswith(year)), None)
    if fact is None:
        return
    subject.held("T10")
    if any(max(one.comparable.värde * sign, one.värde.värde * sign) > 0 for one in alike):
        return
    shown = format_decimal_sv(fact.värde.värde, fact.värde.decimaler, plus=True)
    worked = f"{fact.etikett}, {fact.kolumn} är {with_unit(shown, fact.enhet)}"
    spot, problem = contradiction(subject, clause, int(match["b"]), word, worked, value)
    row = Term(f"{fact.etikett}, {fact.kolumn}", with_unit(shown, fact.enhet), fact.plats)
    yield spot, replace(problem, fakta=(*problem.fakta, row))


def _around(clause: Clause, match: re.Match[str]) -> str:
    """The words that may turn what a match says: `inte ett underskott`; the `om` before its figure is no such word."""
    return re.sub(r" om (?=(?:\w+ )?⟦)", " ", clause.text[max(0, match.start() - 20) : match.end()])


def _is_named(subject: Subject, fact: Fact, text: str) -> bool:
    """Does a sentence name the row that a figure may be of: by its name, or as the whole?"""
    label = re.sub(r"[^\w ].*$|^(?:summa|verksamhetsområde|affärsområde|avdelning) ", "", fact.etikett.casefold()).strip()
    whole = not fact.identity.rad and fact.identity.om == subject.report.enhet_id
    own = rf"\b(?:{re.escape(subject.report.enhet.namn)}|{re.escape(subject.report.enhet_id)})s?\b"
    said = bool(_WHOLE.search(text)) or re.match(
        rf"{own} (?:har|hade|redovisar|visar|gör|gjorde|fick|slutar|går|gick)\b", text, re.I
    )
    return (len(label) > 3 and label in text.casefold()) or (whole and bool(said))
