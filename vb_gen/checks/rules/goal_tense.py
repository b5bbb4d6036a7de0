"""Family 7, tense: results told as plans, and forecasts of a year that has ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.goal_texts import OTHERS_GOALS, lead, text_remark
from vb_gen.checks.rules.targets import goals
from vb_gen.checks.running import reading
from vb_gen.checks.running import remark as running_remark
from vb_gen.core.finding import Level, short
from vb_gen.core.pattern import regex
from vb_gen.model.content import Indikatorer, Målredovisning
from vb_gen.text.sentences import points, sentences

_AHEAD_OF = r"(?:bedöms|väntas|förväntas|beräknas|kommer(?: inte| ej)? att|räknar med att)"
_FORECAST = regex(
    rf"\b{_AHEAD_OF}\b(?:(?!\b{_AHEAD_OF}\b)[^.;,:]){{0,60}}?"
    r"\b(?:nå|nås|uppnå|uppnås|uppfyllas|bli(?! (?:mer|större|svår|tyngre|viktig|publicera))|hamna|komma|gå i|genomföras|utföras)\b",
    re.I,
)
_OF_GOALS = regex(r"mål(?:et|en)?\b|indikator|målvärde|måluppfyllelse|aktivitet|verksamhetsplan", re.I)
_BY_YEARS_END = regex(r"\bbedöm\w+\b(?:(?!\bbedöm)[^.])*\bper (?:den )?31/12", re.I)

_VERBS = (
    "arbeta avsluta använda anpassa analysera anställa avveckla bedriva behålla bevaka bidra bibehålla bilda bygga driva "
    "delta effektivisera erbjuda etablera ersätta fortsätta fullfölja följa förbereda förbättra fördjupa förenkla förlänga "
    "förnya förstärka förtydliga föra ge granska gå göra halvera hitta hålla identifiera informera inleda inrätta införa "
    "kartlägga klargöra leda lägga medverka minska motverka möjliggöra nå ordna pröva påbörja påskynda rusta samla samordna "
    "samverka satsa se skapa skärpa slutföra sprida starta stärka stödja synliggöra sänka sätta ta testa tillhandahålla "
    "tillsätta tydliggöra underlätta undersöka uppdatera upphandla upprätta utarbeta utbilda utforma utföra utreda utse "
    "utveckla utöka vara verka verkställa vidta värna växla åtgärda öka söka ställa"
)
_INFINITIVES = frozenset(_VERBS.split())
_LIKE_INFINITIVES = regex(r"(?:.{2,}(?:isera|ställa|föra|hålla|sätta|göra|veckla|stärka|driva)|.{4,}[lnrtcgpv]era)$")
_NO_INFINITIVES = ("flera", "opera", "kamera", "övriga")
_EITHER = ("säkra", "trygga", "klara", "öppna", "lyfta")  # a verb before something definite, else an adjective
_FINITE = regex(r"\b(?:har|är|var|blev|ska|kan|kommer|pågår|fortsätter|beror|väntas|går|gick|ger|gav|krävs|behöver)\b", re.I)


@rule("N12", Level.VARNING, "Mål")
def plans(subject: Subject) -> Iterator[Remark]:
    """N12: the results of a year that has ended are told as results, not as plans."""
    if subject.report.period.månad or subject.report.period.budget:
        return
    for section, said in goals(subject.report):
        lines = list(points(said.resultat))
        if not lines:
            continue
        subject.held("N12")
        planned = [line for line in lines if is_plan(line.text)]
        if planned:
            count = f"{len(planned)} av {len(lines)} resultat är skrivna som planer"
            advice = f"Skriv vad som har gjorts: inte ”{lead(planned[0].text)} …” utan vad det ledde till under året."
            remark = text_remark(subject, section, said.namn, planned[0], "N12", f"{count}: {said.namn}", advice)
            yield replace(remark, fakta=tuple(Term("resultat", lead(line.text, 8) + " …", line.place) for line in planned))


def is_plan(text: str) -> bool:
    """Does a point begin with an infinitive: `Säkerställa …`, `Att genomföra …`, `Aktivt medverka …`?"""
    words = re.findall(r"[\wåäöÅÄÖ-]+", text.casefold())[:3]
    if len(words) < 2 or (words[0] == "se" and words[1] not in ("över", "till")):  # ”Se bilaga 2”
        return False
    if words[0] == "att":
        return _infinitive(words[1], words[2:]) and not _FINITE.search(text)
    if words[0].endswith("t") and _infinitive(words[1], words[2:]) and words[1] not in _EITHER:  # an adverb
        return words[0] in ("aktivt", "fortsatt", "successivt", "löpande", "kontinuerligt", "gemensamt", "tydligt", "snabbt")
    return _infinitive(words[0], words[1:])


def _infinitive(word: str, after: list[str]) -> bool:
    if word in _EITHER:
        return bool(after) and (after[0] in ("att", "en", "ett", "upp") or bool(re.search(r"(?:et|na|ns)$", after[0])))
    return word not in _NO_INFINITIVES and (word in _INFINITIVES or bool(_LIKE_INFINITIVES.match(word)))


@rule("N13", Level.VARNING, "Mål")
def forecasts(subject: Subject) -> Iterator[Remark]:
    """N13: a report of a year that has ended does not forecast what its goals and indicators will reach."""
    if subject.report.period.månad or subject.report.period.budget:
        return
    year = subject.report.period.år
    for section, said in goals(subject.report):
        subject.held("N13")
        found = []
        for sentence in [*sentences(said.bedömning), *sentences(said.avvikelser)]:
            later = any(int(y) > year for y in re.findall(r"\b20\d\d\b", sentence.text))
            forecast = _FORECAST.search(sentence.text) and _OF_GOALS.search(sentence.text)
            others = _AHEAD.search(sentence.text) or OTHERS_GOALS.search(sentence.text)
            if (forecast or _BY_YEARS_END.search(sentence.text)) and not later and not others:
                found.append(sentence)
        if found:
            quoted = _FORECAST.search(found[0].text) or _BY_YEARS_END.search(found[0].text)
            text = f"texten är skriven som en prognos (”{quoted.group() if quoted else ''}”): {said.namn}"
            advice = f"{year} är slut: skriv hur det blev. Orden hör hemma i delårsrapporten."
            remark = text_remark(subject, section, said.namn, found[0], "N13", text, advice)
            yield replace(remark, fakta=tuple(Term("prognos", lead(s.text, 8) + " …", s.place) for s in found))
    yield from _forecasts_elsewhere(subject)


def _forecasts_elsewhere(subject: Subject) -> Iterator[Remark]:
    """The same of the goals, where they are summed up outside the goal report: one remark a section."""
    told: set[str] = set()
    year = subject.report.period.år
    for passage in reading(subject.library, subject.report).passages:
        section = passage.avsnitt
        if passage.rad or isinstance(section.innehåll, Målredovisning | Indikatorer) or section.id in told:
            continue
        if _OUTLOOK.search(section.rubrik or ""):
            continue
        for sentence in passage.sentences if _AHEAD_WORDS.search(passage.text.text) else ():
            ahead = _AHEAD_WORDS.search(sentence.text)
            match = _FORECAST_OF_GOAL.search(sentence.text) if ahead else None
            if match is None or _AHEAD.search(sentence.text) or _OTHER_YEAR.search(sentence.text.replace(str(year), "")):
                continue
            subject.held("N13")
            told.add(section.id)
            text = f"texten är skriven som en prognos (”{short(match[0], 60)}”): {section.rubrik or section.id}"
            advice = f"{year} är slut: skriv hur det blev. Orden hör hemma i delårsrapporten."
            yield running_remark(subject.report, passage, sentence.start + match.start(), "N13", Level.VARNING, text, advice)
            break


# ”Nämndens mål bedöms nås”, ”tre av målen kommer att uppnås”: the goals themselves, right before the forecast.
_FORECAST_OF_GOAL = regex(
    r"\b(?:(?:nämnd|förvaltnings|verksamhets|resultat|effekt)?mål(?:et|en)|(?:nämndens|styrelsens|förvaltningens|våra) mål|målvärde(?:t|na)"
    r"|måluppfyllelsen|indikator(?:n|erna)?)\b(?: (?!att\b)[^\s.;,:]+){0,5}?"
    r" (?:bedöms|väntas|förväntas|beräknas|kommer(?: inte| ej)? att)(?: (?!att\b|för\b|tas\b)[^\s.;,:]+){0,3}?"
    r" (?:nås|uppnås|uppfyllas|bli uppnådda?)\b",
    re.I,
)
_AHEAD_WORDS = regex(r"\b(?:bedöms|väntas|förväntas|beräknas|kommer)\b", re.I)  # quick to look for
_OTHER_YEAR = regex(
    r"\b20\d\d\b|\b(?:plan|budget)period|\bmandatperiod|\båret därpå|\bagenda\b|\blångsikt|\bi framtiden|\b(?:när|först om|först efter)\b"
    r"|\b(?:glob|nation|klimat|miljö|riksdag|region|kommunens|EU|FN)\w*",
    re.I,
)
_OUTLOOK = regex(r"förvänta|framåt|framtid|kommande", re.I)  # headings of what lies ahead
_AHEAD = regex(r"\bframöver\b|\bnästa år\b|\bpå sikt\b|\bkommande\b|\bframtida\b", re.I)
