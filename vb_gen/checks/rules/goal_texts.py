"""Family 7, the words: what running text says of a goal, its indicators and the counts, held against what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.targets import DELVIS, MISSAT, NÅTT, PRÖVADE, Målprövning, assess, goals
from vb_gen.core.finding import Level
from vb_gen.core.pattern import regex
from vb_gen.model.content import Mål, Målredovisning
from vb_gen.model.report import Section
from vb_gen.text.sentences import NUMBER, Sentence, sentences, tells_of_earlier

_REACHED = r"(?:uppnå(?:tt|tts|s|dd|dda)?|uppfyll(?:t|ts|s|d|da|as)|nå(?:tt|tts|s|dd|dda)?)"
_STATES = regex(rf"\b(?:nämnd|förvaltnings)?mål(?:et)?\b[^.]{{0,80}}?\b{_REACHED}\b", re.I)
_JUDGING = regex(r"\b(?:bedöm\w+|anse[rs]?|är|har|blev|blir)\b", re.I)
_UNSURE = regex(r"\b(?:om|när|ska|skulle|kan|kunna|måste|bör|behöver|krävs|bidra\w*|nästan|helt|fullt|riktigt)\b", re.I)
# The goals of someone else: ”det nationella målet”, ”målet i Agenda 2030”
OTHERS_GOALS = regex(r"\b(?:agenda(?:n)?\b|nationell|regional|regionen|global|riksdag|EU\b|EU:s|FN\b|FN:s)", re.I)
_PARTLY = regex(r"\b(?:delvis|till viss del|i viss mån|till en del)\b", re.I)
_NOT = regex(r"\b(?:inte|ej)\b", re.I)
_OPEN = regex(r"\b(?:nämnd|förvaltnings)?mål(?:et)?\b[^.]{0,20}\bkan (?:ej|inte) bedömas", re.I)

_CLAIM = regex(
    r"\b(?:mål|nämnd|förvaltnings)?indikator(?:n|er|erna)\b[^.,;]{0,60}?\b(?:når|nås|nått|nådd|nådda|uppnås|uppnår|hamna\w*|i nivå med)\b",
    re.I,
)
_RESERVED = regex(r"\b(?:bara|endast|några|en del|undantag|ska|om|inge[nt]|inga)\b", re.I)
_MOST = regex(r"\b(?:de flesta|flertalet|merparten|huvuddelen)\b", re.I)
COUNTED = regex(
    rf"\b(?P<antal>en|{NUMBER}) av (?:de (?:(?P<alla>{NUMBER}) )?)?(?:mål|nämnd|förvaltnings)?indikatorer(?:na)?\b[^.;]{{0,60}}?"
    r"\b(?:når|nått|nådda|kommit upp|uppfyllda|uppnådda|i nivå med)\b",
    re.I,
)


def lines(said: Mål) -> list[Sentence]:
    """The sentences that tell how it went with a goal."""
    return [s for text in (said.bedömning, said.resultat, said.övrigt, said.avvikelser) for s in sentences(text)]


def text_remark(subject: Subject, section: Section, rad: str, sentence: Sentence, code: str, text: str, instead: str) -> Remark:
    """A remark about a sentence."""
    return Remark(code, text, sentence.place, instead, Level.VARNING, rapport=subject.report.name, avsnitt=section.id, rad=rad)


@rule("N08", Level.VARNING, "Mål")
def sentence_states(subject: Subject) -> Iterator[Remark]:
    """N08: the sentence that says how far a goal was reached says the same as its status."""
    for section, said in goals(subject.report):
        for sentence in sentences(said.bedömning) if said.status else ():
            stated = stated_status(sentence.text)
            if not stated or (tells_of_earlier(sentence.text) and not subject.report.period.månad):
                continue
            subject.held("N08")
            if stated != said.status:
                words = subject.report.statusord
                shown = [words[s]["rad"] if s in words else s for s in (stated, said.status or "")]
                text = f"texten säger {shown[0].casefold()} men målets status är {shown[1].casefold()}: {said.namn}"
                advice = "Rätta texten eller målets status."
                remark = text_remark(subject, section, said.namn, sentence, "N08", text, advice)
                place = said.plats("status")
                yield replace(remark, fakta=(Term(f"{said.namn}, status", shown[1], place),) if place else ())


def stated_status(text: str) -> str:
    """The status that a sentence gives a goal, or nothing where it gives none or leaves it open."""
    if _OPEN.search(text):
        return "kan ej bedömas"
    for clause in re.split(r"[,;:–()]| men ", text):
        match = _STATES.search(clause)
        if not match or OTHERS_GOALS.search(clause) or _UNSURE.search(clause[: match.end()]) or not _JUDGING.search(clause):
            continue
        if _NOT.search(clause[: match.end()]):
            return "ej uppnått"
        return "delvis uppnått" if _PARTLY.search(clause) else "uppnått"
    return ""


@rule("N17", Level.VARNING, "Mål")
def overview(subject: Subject) -> Iterator[Remark]:
    """N17: what the summing-up says of an area of goals, or of them all, is what their statuses say."""
    areas = {
        area.målområde.casefold(): [said for said in area.mål if said.status]
        for section in subject.report.walk()
        if isinstance(section.innehåll, Målredovisning)
        for area in section.innehåll.målområden
    }
    for section in subject.report.walk() if areas else ():
        texts = (section.innehåll.text, section.innehåll.kommentar) if section.innehåll else ()
        for sentence in (s for text in texts for s in sentences(text)):
            claim = _area_claim(sentence.text, areas)
            if claim is None or (tells_of_earlier(sentence.text) and not subject.report.period.månad):
                continue
            subject.held("N17")
            stated, told, where = claim
            statuses = [said.status for said in told]
            if _holds(stated, statuses) or (
                stated == "ej uppnått" and _NOT_ALL.search(sentence.text) and set(statuses) != {"uppnått"}
            ):
                continue
            words = subject.report.statusord
            shown = [(said, words[said.status]["rad"] if said.status in words else said.status or "") for said in told]
            counted = ", ".join(f"{number} {status.casefold()}" for status, number in Counter(word for _, word in shown).items())
            text = f"texten säger ”{stated}” om målen {where}, men deras status är {counted}"
            remark = text_remark(subject, section, "", sentence, "N17", text, "Rätta texten eller målens status.")
            facts = (Term(f"{said.namn}, status", word, place) for said, word in shown if (place := said.plats("status")))
            yield replace(remark, fakta=tuple(facts))


_IN_AREA = regex(r"\b(?:mål)?område(?:t|na)? (?P<namn>[\wåäöÅÄÖ/]+)", re.I)
_GOALS_REACHED = regex(rf"\b(?:nämnd|förvaltnings|del)?mål(?:et|en)?\b[^.;]{{0,60}}?\b{_REACHED}\b", re.I)
# All goals, where they are not those of something else: ”alla mål i serviceavtalet”.
_OF_ALL = regex(
    r"\b(?:alla|samtliga)\b[^.;]{0,25}mål(?:en)?\b(?! som\b)(?! (?:i|enligt|för|inom|om|från|med) (?!året|årets|20\d\d|rapporten|internbudget\w*|nämnden\w*"
    r"|förvaltningen\w*|samtliga|alla))",
    re.I,
)
# ”Samtliga mål bedöms inte vara uppnådda” says that some are not.
_NOT_ALL = regex(r"\b(?:alla|samtliga)\b[^.;]{0,60}\b(?:inte|ej)\b|\b(?:inte|ej) (?:alla|samtliga)\b", re.I)
_OF_OTHERS = regex(
    r"mål(?:et|en)?\b(?: som\b| (?:i|enligt|inom) (?!året|årets|20\d\d|rapporten|internbudget|nämnden|förvaltningen|mål))", re.I
)
_AREA_REACHED = regex(rf"\bmålområde(?:t)?\b[^.;]{{0,60}}?\b{_REACHED}\b", re.I)


def _area_claim(text: str, areas: dict[str, list[Mål]]) -> tuple[str, list[Mål], str] | None:
    """What a sentence says of the goals of an area, or of all: the status, the goals' own, and which they are."""
    match = _AREA_REACHED.search(text) or _GOALS_REACHED.search(text)
    if not match or not _JUDGING.search(text) or re.search(r"\b(?:om|ska|skulle|måste|bör|krävs)\b", text[: match.end()], re.I):
        return None
    named = [m.group("namn").casefold() for m in _IN_AREA.finditer(text) if m.group("namn").casefold() in areas]
    everything = [said for told in areas.values() for said in told]
    if none := re.search(r"\b(?:inget|inga|ingen)\b[^.;]{0,20}mål", text[: match.end()], re.I):
        if _OF_OTHERS.match(text, none.end() - len("mål")) and not named:
            return None
        if outside := re.search(r"\b(?:utanför|utom|förutom)\b", text[: none.start()], re.I):
            everything = [said for name, told in areas.items() if name not in named for said in told]
        elif named:
            everything = areas[named[0]]
        return (
            "inget mål uppnått",
            everything,
            f"utanför {named[0].capitalize()}" if outside and named else f"i {named[0].capitalize()}" if named else "i rapporten",
        )
    stated = "ej uppnått" if _NOT.search(text[: match.end()]) else "delvis uppnått" if _PARTLY.search(text) else "uppnått"
    if len(named) == 1:
        return stated, areas[named[0]], f"i {named[0].capitalize()}"
    of_all = _OF_ALL.search(text) and not named and not re.search(r"\b(?:utom|förutom|undantag|bortsett)\b", text, re.I)
    return (stated, everything, "i rapporten") if of_all else None


def _holds(stated: str, told: list[str | None]) -> bool:
    """Does a word for many goals hold? Delvis is said of those that are reached in part, and of a mix."""
    if not told:
        return True
    if stated == "inget mål uppnått":
        return "uppnått" not in told
    if stated == "delvis uppnått":
        return set(told) not in ({"uppnått"}, {"ej uppnått"})
    return set(told) == {stated}


@rule("N09", Level.VARNING, "Mål")
def indicators_claimed(subject: Subject) -> Iterator[Remark]:
    """N09: where the text says that the indicators reach their targets, they do."""
    for judged in assess(subject.report):
        claims = [sentence for sentence in lines(judged.mål) if judged.med(*PRÖVADE) and _claims(judged, sentence.text)]
        if not claims:
            continue
        subject.held("N09")
        if short := judged.med(MISSAT):
            count = f"{len(short)} av {len(judged.med(*PRÖVADE))} mätta indikatorer når inte sitt målvärde"
            text = f"texten säger att indikatorerna når målvärdet, men {count}: {judged.mål.namn}"
            advice = "Skriv vad indikatorerna visar."
            remark = text_remark(subject, judged.avsnitt, judged.mål.namn, claims[0], "N09", text, advice)
            terms = tuple(term for indicator in short for test in indicator.prövningar for term in test.termer)
            said = tuple(Term("texten", lead(claim.text, 8) + " …", claim.place) for claim in claims)
            yield replace(remark, uträkning=". ".join(indicator.förklaring for indicator in short), fakta=said + terms)


def _claims(judged: Målprövning, text: str) -> bool:
    """Does a sentence say that the goal's indicators reach their targets, without reservation?"""
    claim = _CLAIM.search(text)
    if not claim or COUNTED.search(text) or _RESERVED.search(text[: claim.end()]):
        return False
    if _NOT.search(text[: claim.end()]) or re.match(r"\s(?:\w+ ){0,3}(?:inte|ej)\b", text[claim.end() :], re.I):
        return False
    reached = judged.med(NÅTT, DELVIS)
    return not (_MOST.search(text[: claim.end()]) and len(reached) * 2 > len(judged.med(*PRÖVADE)))


def lead(text: str, words: int = 3) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:words]).rstrip(",.")
