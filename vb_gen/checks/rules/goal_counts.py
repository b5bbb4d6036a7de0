"""Family 7, counts: how many goals, assignments and indicators there are, in the text and in the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from vb_gen.checks.claims.counts import judge
from vb_gen.checks.claims.counts import statuses as told
from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.goal_texts import COUNTED, lines, text_remark
from vb_gen.checks.rules.targets import NÅTT, Målprövning, assess, goals
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal
from vb_gen.core.pattern import regex
from vb_gen.model.content import Uppdrag
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Rad
from vb_gen.text.references import Index, ReferenceProblem
from vb_gen.text.sentences import NUMBER, Sentence, number, sentences, tells_of_earlier
from vb_gen.text.tokens import tokens

_ALL_ROWS = regex(rf"\bde (?P<alla>{NUMBER}) (?:mål|nämnd|förvaltnings)?indikatorer(?:na)?\b", re.I)
# A number is of all of them where such a word stands before it; ”två uppdrag har försenats” is of some.
_ALL = r"\b(?:har|haft|fick|fått|gav|totalt|sammanlagt|samtliga|alla|de|av(?: de| (?!(?:kommunens|\w*fullmäktiges|regionens|beställarens)\b)\w+s)?)"
# What is said after the number may tell that it is of some, or of the goals of something else.
_OF_SOME = (
    r"(?! (?:som (?:rör|gäller|handlar|avser|berör|syftar)\b|(?:om|kring|inom|från|i|för|enligt) (?!året|årets|år\b|20\d\d|rapporten|internbudget"
    r"|verksamhetsplan|nämnden|förvaltningen|samtliga|alla|målområde)))"
)
_OF_OTHERS = regex(  # ”av projektkontorets tolv mål”
    r"\b[Aa]v (?!(?:\w*nämndens|\w*styrelsens|\w*förvaltningens|årets)\b)[a-zåäö]\w{2,40}s(?: \w{1,20})? (?:nämnd|förvaltnings)?mål"
)
_ALL_GOALS = regex(rf"{_ALL} ({NUMBER}) (?:nämnd|förvaltnings)?mål(?:en)?\b{_OF_SOME}", re.I)
_GOALS_OF_STATUS = regex(
    rf"\b({NUMBER})(?: av (?:de )?(?:{NUMBER} )?)?(?: ?(?:nämnd|förvaltnings)?mål(?:en)?)?"
    r"(?: (?:är|har|som|bedöms|bedömts|anses|vara))* (delvis |inte |ej )?(?:uppnå(?:dda|tts)|uppfyll(?:da|ts)|nådda|nåtts)\b",
    re.I,
)
_ALL_ASSIGNMENTS = regex(
    rf"{_ALL} ({NUMBER}) (?:strategiska )?(?:utvecklings)?uppdrag(?:en)?\b{_OF_SOME}|uppdragen (?:är|uppgår till)(?: totalt)? ({NUMBER})(?=[,.;]|$| stycken| till antalet)",
    re.I,
)
_ALL_DONE = regex(
    r"(?<!inte )(?<!nästan )(?<!ej )\b(?:samtliga|alla) (?:[\w-]+ ){0,2}(?:utvecklings)?uppdrag(?:en)? (?:är|har)(?: nu| därmed)? genomför(?:da|ts)\b"
    r"|\b(?:samtliga|alla) (?:är|har) genomför(?:da|ts)\b",
    re.I,
)
_BUT_SOME = regex(
    r"\b(?:så gott som|praktiskt taget|i stort sett|när|om|innan|sedan|ska) (?:alla|samtliga)\b"
    r"|\bgenomför(?:da|ts)(?: eller\b|,? (?:utom|förutom|bortsett|med undantag)\b)",
    re.I,
)
_GROUP = regex(rf"\b(?:({NUMBER}) )?(kommungemensamma|nämndspecifika|förvaltningsspecifika)\b", re.I)
_ABOUT_GOALS = regex(rf"\b{NUMBER} (?:av (?:de )?)?(?:{NUMBER} )?(?:nämnd|förvaltnings)?mål(?:en)?\b", re.I)


_COUNTABLE = regex(r"mål(?:en)?\b|uppdrag", re.I)


@dataclass(frozen=True, slots=True)
class Miscount:
    """A number in the text, and what was counted."""

    text: str
    told: int
    counted: int


@rule("N14", Level.VARNING, "Mål")
def counts(subject: Subject) -> Iterator[Remark]:
    """N14: the numbers of goals, assignments and indicators that the text gives are those of the tables."""
    resolve = _Resolver(subject.report)
    statuses = Counter(said.status for _, said in goals(subject.report))
    groups = list(_groups(subject))
    known, name = told(subject.report), subject.report.enhet.namn.casefold()
    own = frozenset((name, f"{name}s"))
    for section in subject.report.walk():
        for text in (section.innehåll.text, section.innehåll.kommentar) if section.innehåll else ():
            topic = ""
            for sentence in sentences(text):
                if not topic and not _COUNTABLE.search(sentence.text):
                    continue
                if tells_of_earlier(sentence.text) and not subject.report.period.månad:
                    topic = ""
                    continue
                if judge(tokens(sentence.text), known, own) == (True, []):
                    continue  # it is as the tables have it, read as a whole
                said = resolve(sentence.text)
                if _OF_OTHERS.search(said):
                    continue
                topic = _topic(said) or (topic if re.match(r"(?:Av dem|Av dessa|Totalt|Sammanlagt|Den samlade)\b", said) else "")
                wrong: list[Miscount] = []
                if topic == "mål" and statuses and not re.search(r"område", said, re.I):
                    wrong = _wrong_goals(subject, said, statuses)
                elif topic == "uppdrag" and groups:
                    wrong = _wrong_assignments(subject, said, groups)
                if wrong:
                    advice = "Rätta antalet, eller låt det räknas: {{ mål.uppnått }}, {{ uppdrag.antal }}."
                    yield _miscounted(subject, section, "", sentence, wrong, advice, tuple(_counted(subject, topic)))
    yield from _indicator_counts(subject)


def _miscounted(
    subject: Subject, section: Section, rad: str, sentence: Sentence, wrong: list[Miscount], advice: str, facts: tuple[Term, ...]
) -> Remark:
    text = "antalet i texten stämmer inte med tabellerna: " + "; ".join(one.text for one in wrong) + (f": {rad}" if rad else "")
    remark = replace(text_remark(subject, section, rad, sentence, "N14", text, advice), fakta=facts)
    if len(wrong) > 1:
        return remark
    return replace(remark, förväntat=Tal(Decimal(wrong[0].counted), 0), angivet=Tal(Decimal(wrong[0].told), 0))


def _counted(subject: Subject, topic: str) -> Iterator[Term]:
    """What the counts were held against: the goals with their statuses, or the tables of assignments."""
    if topic == "mål":
        for _, goal in goals(subject.report):
            if place := goal.plats("status"):
                yield Term(f"{goal.namn}, status", goal.status or "–", place)
    for table in subject.report.tables() if topic == "uppdrag" else ():
        if table.typ == "uppdrag":
            yield Term(table.rubrik, f"{len(table.rader)} rader", table.plats)


class _Resolver:
    """Puts the figures of references into a sentence; one that cannot be followed is told of elsewhere."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @cached_property
    def index(self) -> Index:
        return Index(self.report)

    def __call__(self, text: str) -> str:
        return re.sub(r"\{\{(.{0,400}?)\}\}", self._put, text)

    def _put(self, match: re.Match[str]) -> str:
        try:
            return self.index.say(match.group(1))
        except ReferenceProblem:
            return "…"


def _topic(text: str) -> str:
    """What the counts of a sentence are of."""
    if re.search(r"\baktivitet", text, re.I):
        return "aktiviteter"
    if re.search(r"\b(?:strategiska (?:utvecklings)?uppdrag|utvecklingsuppdrag)(?:en)?\b", text, re.I):
        return "uppdrag"
    return "mål" if _ABOUT_GOALS.search(text) else ""


def _wrong_goals(subject: Subject, text: str, statuses: Counter[str | None]) -> list[Miscount]:
    wrong = []
    every = sum(statuses.values())
    for match in _ALL_GOALS.finditer(text):
        subject.held("N14")
        told = number(match.group(1))
        if told != every:
            wrong.append(Miscount(f"{told} mål, men {every} redovisas", told, every))
    for match in _GOALS_OF_STATUS.finditer(text):
        subject.held("N14")
        before = (match.group(2) or "").strip().casefold()
        status = {"": "uppnått", "delvis": "delvis uppnått"}.get(before, "ej uppnått")
        told = number(match.group(1))
        if told != statuses[status]:
            words = status.replace("uppnått", "uppnådda")
            wrong.append(Miscount(f"{told} {words}, men {statuses[status]} har den statusen", told, statuses[status]))
    return wrong


def _groups(subject: Subject) -> Iterator[tuple[str, list[Rad]]]:
    """The groups of assignments: heading and rows."""
    for section in subject.report.walk():
        if isinstance(section.innehåll, Uppdrag):
            for group, table in zip(section.innehåll.grupper, section.tabeller, strict=True):
                yield group.rubrik.casefold(), list(table.rader)


def _wrong_assignments(subject: Subject, text: str, groups: list[tuple[str, list[Rad]]]) -> list[Miscount]:
    rows = [row for _, group in groups for row in group]
    wrong: list[Miscount] = []
    for match in _ALL_ASSIGNMENTS.finditer(text):
        _hold(subject, wrong, number(match.group(1) or match.group(2)), rows, "uppdrag")
    named = {match.group(2).casefold() for match in _GROUP.finditer(text)}
    of = {word: [row for heading, group in groups for row in group if heading.startswith(word[:12])] for word in named}
    for match in _GROUP.finditer(text):
        if match.group(1) and of[match.group(2).casefold()]:
            _hold(subject, wrong, number(match.group(1)), of[match.group(2).casefold()], match.group(2))
    if len(named) == 1:  # the counts after it are of that group
        rows = of[next(iter(named))]
    for word, status in (("genomför(?:da|ts|t)", "genomfört"), ("(?:pågår|pågående)", "pågår")):
        counted = [row for row in rows if (box := row.celler.get("status")) and box.cell.shown == status]
        for match in re.finditer(rf"\b({NUMBER})(?: uppdrag)?(?: är| har| som)? {word}\b", text, re.I):
            _hold(subject, wrong, number(match.group(1)), counted, {"genomfört": "genomförda", "pågår": "som pågår"}[status])
        if status == "genomfört" and _ALL_DONE.search(text) and not _BUT_SOME.search(text):
            subject.held("N14")
            if len(counted) < len(rows):
                said = f"alla uppdrag genomförda, men {len(counted)} av {len(rows)} är det"
                wrong.append(Miscount(said, len(rows), len(counted)))
    return wrong


def _hold(subject: Subject, wrong: list[Miscount], told: int, rows: list[Rad], what: str) -> None:
    """A count is of all rows, or of those that do not remain from an earlier budget."""
    subject.held("N14")
    new = [row for row in rows if not ((box := row.celler.get("kvarstår från")) and box.cell.shown)]
    if told not in (len(rows), len(new)):
        left = f" ({len(new)} utan dem som kvarstår från en tidigare budget)" if len(new) != len(rows) else ""
        wrong.append(Miscount(f"{told} {what}, men tabellerna har {len(rows)}{left}", told, len(rows)))


def _indicator_counts(subject: Subject) -> Iterator[Remark]:
    for judged in assess(subject.report):
        for sentence in lines(judged.mål) if judged.indikatorer else ():
            if wrong := _wrong_indicators(subject, judged, sentence.text):
                facts = tuple(t for indicator in judged.indikatorer for test in indicator.prövningar for t in test.termer)
                advice = "Rätta antalet eller tabellen."
                yield _miscounted(subject, judged.avsnitt, judged.mål.namn, sentence, wrong, advice, facts)


def _wrong_indicators(subject: Subject, judged: Målprövning, text: str) -> list[Miscount]:
    wrong = []
    if match := COUNTED.search(text):
        subject.held("N14")
        told = 1 if match.group("antal").casefold() == "en" else number(match.group("antal"))
        reached = len(judged.med(NÅTT))
        if told != reached:
            wrong.append(Miscount(f"{told} indikatorer når målvärdet, men enligt tabellen {reached}", told, reached))
    if match := _ALL_ROWS.search(text):
        subject.held("N14")
        told, every = number(match.group("alla")), len(judged.indikatorer)
        if told != every:
            wrong.append(Miscount(f"{told} indikatorer, men tabellen har {every}", told, every))
    return wrong
