"""Family 9: years in running text that cannot be meant: this year's report that speaks of another year as its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule, term
from vb_gen.checks.running import REFERENCE, Passage, Reading, Span, reading, remark
from vb_gen.core.finding import Level
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADER
from vb_gen.model.report import Report
from vb_gen.text.loose import loose
from vb_gen.text.references import Figur

_YEAR = r"(?P<år>(?:19|20)\d\d)(?![\d–-])"
_SUPINE = r"(?:varit|blivit|fått|gått|gjort|tagit|sett|kommit|(?!resultat\b|mandat\b|format\b|kredit\b)\w{3,}(?:at|ats|it|its))"
# What only this report's own year can be said of, and what only its neighbours can; the year is to be the report's plus so much.
_OWN = (
    (0, rf"^(?:Verksamhetsåret|Året|Helåret) {_YEAR} (?:slutar|slutade|avslutas|avslutades|präglades|innebar)\b"),
    (0, rf"\b(?:avslutar|summerar) (?:verksamhets)?året {_YEAR}"),
    (0, rf"\b(?:[Dd]enna|[Dd]en här|[Åå]rets) (?:verksamhetsberättelse|delårsrapport|internbudget)\w*[^.;,]{{0,60}}? {_YEAR}"),
    (0, rf"\b(?:[Ii] år|[Ii]nnevarande år),? \(?{_YEAR}"),
    (-1, rf"\b(?:[Ff]öregående år|[Ff]örra året|[Ii] fjol|[Åå]ret (?:före|innan)),? \(?{_YEAR}"),
    (1, rf"\b(?:[Nn]ästa år|[Kk]ommande år|[Nn]ästkommande år),? \(?{_YEAR}"),
)
_DONE = regex(rf"\b(?:[Uu]nder|[Ii]|[Ss]edan|[Vv]åren|[Hh]östen|[Ss]ommaren) {_YEAR} har (?:\S+ ){{0,14}}?{_SUPINE}\b")
_ELSEWHERE = regex(
    r"\b(?:jämfört|än|mot|skillnad|till skillnad|bokslut\w*|budget\w*|prognos\w*|planera\w*|beslutat att|föreslagit)\b", re.I
)
_AFTER = regex(rf"(?: %)? (?:år )?{_YEAR}")
_MONTH = regex(rf"\b(?:i|per|till och med) (?P<månad>{'|'.join(MÅNADER[:-1])}),? $", re.I)
_NEAR = 40
_IS = r"(?:är|var|blev|låg på|ligger på|uppgick till|uppgår till)"
# ”2022 var sjukfrånvaron …”, ”År 2022 uppgick kostnaden till …” and ”Sjukfrånvaron var 2022 …”: the year is the figure's.
_ANY_YEAR = r"(?:19|20)\d\d"
_CLAUSE = r"(?:(?!\b(?:och|men|att|som|vilke\w+|där|när)\b)[^…;:,])"  # a plain clause goes on
_YEAR_FIRST = regex(
    rf"^(?:År |Under |Under år )?{_ANY_YEAR} (?:är|var|blev|låg|uppgick|redovisades) {_CLAUSE}{{0,60}}?…(?=\s*(?:[.,;)]|$))", re.I
)
_YEAR_BEFORE = regex(
    rf"(?:\b{_IS} (?:under |år )?{_ANY_YEAR}|^{_CLAUSE}*?(?<!än )(?<!mot )(?<!sedan )(?<!från )\b(?:under |år )?{_ANY_YEAR} {_IS})"
    r"(?: ca| cirka| totalt)? …(?=\s*(?:[.,;)]|$))"
)
_COMPARES = regex(
    r"\b(?:jämfört|jämförelse|än|mot|sedan|från|skillnad\w*|budget\w*|plan\w*|prognos\w*|mål\w*|beräkna\w*|vänta\w*|förvänta\w*|skulle|ska|ökning\w*"
    r"|minskning\w*|högre|lägre|tills|fram till|inför|årligen|omräkna\w*|prisnivå)\b",
    re.I,
)
_NAME = regex(r"(?:19|20)\d\d")


@rule("T12", Level.UPPLYSNING, "Löpande text")
def wrong_years(subject: Subject) -> Iterator[Remark]:
    """T12: a year that is said to be this report's, the one before or after it, or a figure's, is."""
    yield from _headings(subject)
    read = reading(subject.library, subject.report)
    for passage in read.passages:
        for sentence in passage.sentences:
            if _NAME.search(sentence.text):
                yield from _sentence(subject, passage, sentence)
            yield from _figures(subject, read, passage, sentence)


def _sentence(subject: Subject, passage: Passage, sentence: Span) -> Iterator[Remark]:
    this = subject.report.period.år
    text = REFERENCE.sub(lambda match: "…" * len(match[0]), sentence.text)
    for ahead, pattern in () if subject.report.period.budget else _OWN:  # a budget is written the year before
        for match in re.finditer(pattern, text):
            subject.held("T12")
            if int(match["år"]) != this + ahead:
                yield _remark(subject.report, passage, sentence.start + match.start(), match[0], this + ahead)
    for match in _DONE.finditer(text):
        subject.held("T12")
        if int(match["år"]) > this and not _ELSEWHERE.search(match[0]):
            yield _remark(subject.report, passage, sentence.start + match.start(), match[0], this)


def _figures(subject: Subject, read: Reading, passage: Passage, sentence: Span) -> Iterator[Remark]:
    """A year right after a reference, and a month right before it, is the figure's: `{{ personal.sjukfrånvaro.bokslut }} 2022`."""
    yield from _year_before(subject, read, passage, sentence)
    for match in REFERENCE.finditer(sentence.text):
        after, before = (
            _AFTER.match(sentence.text, match.end()),
            _MONTH.search(sentence.text[max(0, match.start() - _NEAR) : match.start()]),
        )
        figure = read.figure(match[1]) if after or before else None
        if figure is None or not figure.kolumn.avser[:4].isdigit():
            continue
        subject.held("T12")
        period, said = figure.kolumn.avser, ""
        if after and after["år"] != period[:4] and after["år"] not in match[1]:
            said = after["år"]
        elif before and period == period[:4] and not after:
            said = before["månad"]
        if said:
            yield _of_figure(subject, passage, sentence.start + match.start(), figure, said)


def _year_before(subject: Subject, read: Reading, passage: Passage, sentence: Span) -> Iterator[Remark]:
    """The one year of a sentence, before its one reference, is the figure's."""
    references = list(REFERENCE.finditer(sentence.text))
    if len(references) != 1:
        return
    at = references[0].start()
    text = REFERENCE.sub("…", sentence.text)
    match = _YEAR_FIRST.match(text) or _YEAR_BEFORE.search(text)
    others = text.replace("…", "", 1)
    if match is None or len(_NAME.findall(text)) > 1 or any(loose(others)):
        return
    said = text[match.start() : match.end()]
    year = next(iter(_NAME.findall(said)))
    figure = read.figure(references[0][1])
    if figure is None or figure.mot or not figure.kolumn.avser[:4].isdigit() or year in references[0][1]:
        return
    if _COMPARES.search(others):
        return
    subject.held("T12")
    if figure.kolumn.avser[:4] != year:
        yield _of_figure(subject, passage, sentence.start + at, figure, year)


def _of_figure(subject: Subject, passage: Passage, at: int, figure: Figur, said: str) -> Remark:
    text = f"hänvisningen gäller {figure.kolumn.avser}, men texten säger {said}: {figure.rad.etikett} {figure.mängd}"
    advice = f"Rätta texten, eller hänvisa till en siffra för {said}."
    facts = (term(figure.tabell, figure.rad, figure.kolumn),)
    return remark(subject.report, passage, at, "T12", Level.UPPLYSNING, text, advice, fakta=facts)


def _remark(report: Report, passage: Passage, offset: int, said: str, year: int) -> Remark:
    text = f"årtalet passar inte i rapporten för {report.period.text}: ”{said}”"
    return remark(
        report, passage, offset, "T12", Level.UPPLYSNING, text, f"Menas {year}? Rätta årtalet, eller skriv om meningen."
    )


def _headings(subject: Subject) -> Iterator[Remark]:
    """A heading that the mall dates with this year, and the author otherwise."""
    report = subject.report
    for section in report.walk():
        own = section.innehåll.rubrik if section.innehåll else None
        years = [int(year) for year in _NAME.findall(own or "")]
        if own and years and "{år}" in (section.mall.rubrik or ""):
            subject.held("T12")
            if report.period.år not in years:
                text = f"rubriken har ett annat år än rapporten: {own}"
                advice = f"Skriv {report.period.år}, eller ta bort rubrik: så sätts årets rubrik."
                yield Remark("T12", text, section.plats, advice, Level.UPPLYSNING, rapport=report.name, avsnitt=section.id)
