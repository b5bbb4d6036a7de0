"""Family 9: paragraphs that stand twice: word for word, or nearly, in the report before, or within the report itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.running import REFERENCE, Passage, Reading, Span, reading, remark
from vb_gen.core.finding import Level, short
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADSNAMN
from vb_gen.model.content import Indikatorer, Målredovisning
from vb_gen.model.report import Report

_LONG = 80  # letters of a paragraph that does not stand word for word in two years by chance
_LEAD = 200  # letters of one that introduces sections and yet is more than a standing line
_TWICE = 150  # letters of one that is not written twice in a report on purpose
_WORDS = 25  # words of one that can be told as nearly the same
_MOST = 2_000  # words of one that is compared with others: no paragraph is longer, and longer ones take their square to compare
_CHANGED = 2  # words that may differ then
_RUN = 5  # words in a row that the index goes by
_TRIED = 4  # paragraphs that share most such runs
_YEAR = regex(r"\W*(?:19|20)\d\d\W*")
_FACT = regex(  # a word that tells what has happened: the paragraph has been brought up to date
    r"\W*+(?:[^\d]*\d.*|en|ett|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|flera|några"
    rf"|{MÅNADSNAMN}|våren|hösten|sommaren|vintern|ökat|ökade|minskat|minskade|ökning\w*|minskning\w*|högre|lägre|fler"
    r"|färre|bättre|sämre|överskott\w*|underskott\w*|större|mindre|oförändra\w*|inte|ej)\W*"
)
_NAME = regex(r"(?<=[a-zåäö,;] )[A-ZÅÄÖ][\w-]+")


@dataclass(frozen=True, eq=False)
class _Paragraph:
    """A paragraph where it stands, and its words as the index knows them."""

    read: Reading
    passage: Passage
    span: Span

    @property
    def fetched(self) -> bool:
        """Are there figures in it that follow the tables?"""
        return "{{" in self.span.text

    @cached_property
    def words(self) -> list[str]:
        """Its words, each reference as a dot."""
        return _plain(REFERENCE.sub("…", self.span.text)).split()

    @cached_property
    def said(self) -> str:
        """As it is printed, in small letters."""
        return _plain(self.read.said(self.span.text))


@rule("T13", Level.VARNING, "Löpande text", among=True)
def repeated(subject: Subject) -> Iterator[Remark]:
    """T13: a paragraph is not word for word that of the report before, nor but for a word or two."""
    earlier = _before(subject)
    if earlier is None:
        return
    last, read = (reading(subject.library, one) for one in (earlier, subject.report))
    old = list(_own_words(last))
    alike: dict[str, list[_Paragraph]] = {}
    for one in old:
        alike.setdefault(_first(one), []).append(one)
    index: dict[tuple[str, ...], list[_Paragraph]] = {}
    for one in old:
        for run in _runs(one.words, _RUN):
            index.setdefault(run, []).append(one)
    for one in _own_words(read):
        subject.held("T13")
        same = next((other for other in alike.get(_first(one), ()) if _begin_alike(one, other) and other.said == one.said), None)
        if same:
            problem = f"stycket är ordagrant detsamma som i {earlier.name}: ”{short(one.span.text, 50)}”"
            yield _remark(subject, one, "T13", Level.VARNING, problem, earlier.name, same)
        elif found := _nearly(one, index):
            other, level, how = found
            problem = f"stycket är detsamma som i {earlier.name}, så när som på {how}: ”{short(one.span.text, 50)}”"
            yield _remark(subject, one, "T13", level, problem, earlier.name, other)


@rule("T23", Level.VARNING, "Löpande text")
def twice(subject: Subject) -> Iterator[Remark]:
    """T23: a long paragraph stands once in a report."""
    seen: dict[str, _Paragraph] = {}
    for one in _own_words(reading(subject.library, subject.report), _TWICE):
        if one.passage.nyckel == "diagram":
            continue
        subject.held("T23")
        text = _plain(one.span.text)
        first = seen.setdefault(text, one)
        if first is not one:
            # Two goals may be judged on the same grounds; elsewhere the same words have been pasted twice.
            level = Level.UPPLYSNING if one.passage.rad and first.passage.rad else Level.VARNING
            where = first.passage.rad or first.passage.avsnitt.rubrik or first.passage.avsnitt.id
            problem = f"samma stycke står också under {where}: ”{short(one.span.text, 50)}”"
            yield _remark(subject, one, "T23", level, problem, where, first)


def _remark(subject: Subject, one: _Paragraph, code: str, level: Level, problem: str, name: str, other: _Paragraph) -> Remark:
    facts = (Term(name, short(other.span.text, 60), other.passage.place(other.span.start)),)
    advice = "Skriv om stycket för det här året, eller ta bort det."
    if code == "T23":
        advice = "Ta bort det ena, eller hänvisa till det andra."
    return remark(subject.report, one.passage, one.span.start, code, level, problem, advice, fakta=facts)


def _before(subject: Subject) -> Report | None:
    """The same body's latest earlier report of the same kind."""
    own = subject.report.period
    found = None
    for report in subject.library.reports():
        period = report.period
        alike = report.enhet_id == subject.report.enhet_id and (period.budget, bool(period.månad)) == (
            own.budget,
            bool(own.månad),
        )
        if alike and period.sort_key < own.sort_key:
            found = report
    return found


def _own_words(read: Reading, shortest: int = _LONG) -> Iterator[_Paragraph]:
    """The paragraphs of a report that are of their year: not its mission, nor what introduces a table or the goals."""
    standing = read.report.kommun.regler.stående_text
    for passage in read.passages:
        section, least = passage.avsnitt, shortest
        if passage.nyckel == "text":
            if section.tabeller or isinstance(section.innehåll, Målredovisning | Indikatorer):
                continue
            least = _LEAD if section.avsnitt else shortest
        if section.id in standing or passage.nyckel == "beskrivning":
            continue
        for one in passage.paragraphs:
            if len(one.text) >= least and len(_plain(one.text)) >= least:
                yield _Paragraph(read, passage, one)


def _first(one: _Paragraph) -> str:
    """A paragraph's first word: only those that begin alike need be put into words and compared."""
    word = one.span.text.split(maxsplit=1)[0]
    return _plain(one.read.said(one.span.text).split()[0] if "{{" in word else word)


def _begin_alike(one: _Paragraph, other: _Paragraph) -> bool:
    """Do they say the same up to the first reference? To put the references into words takes its time."""
    own, theirs = (_plain(each.span.text.partition("{{")[0]) for each in (one, other))
    length = min(len(own), len(theirs))
    return own[:length] == theirs[:length]


def _runs(words: list[str], step: int) -> Iterator[tuple[str, ...]]:
    """Words in a row: with a step of one each such run, else those that follow upon each other."""
    if _WORDS <= len(words) <= _MOST:
        for start in range(0, len(words) - _RUN + 1, step):
            yield tuple(words[start : start + _RUN])


def _nearly(one: _Paragraph, index: dict[tuple[str, ...], list[_Paragraph]]) -> tuple[_Paragraph, Level, str] | None:
    """The paragraph that one is but for a word or two, how sure it is that nobody wrote it anew, and what differs.

    One whose figures follow the tables has been written anew when they have changed: it is left alone.
    """
    words = one.words
    shared: Counter[_Paragraph] = Counter()
    for run in _runs(words, 1):
        shared.update(index.get(run, ())[:_TRIED])
    for other, _ in shared.most_common(_TRIED):
        if abs(len(other.words) - len(words)) > _CHANGED:
            continue
        old, new = other.said.split(), one.said.split()
        changes = [code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if code[0] != "equal"]
        if not changes or sum(max(b - a, d - c) for _, a, b, c, d in changes) > _CHANGED:
            continue
        names = {_plain(name) for text in (one, other) for name in _NAME.findall(text.span.text)}
        figures = any(
            (_FACT.fullmatch(word) and not _YEAR.fullmatch(word)) or word.strip('.,;:()”"') in names
            for _, a, b, c, d in changes
            for word in (*old[a:b], *new[c:d])
        )
        if figures and (one.fetched or other.fetched):
            continue
        how = ", ".join(_change(" ".join(old[a:b]), " ".join(new[c:d])) for _, a, b, c, d in changes)
        return other, Level.UPPLYSNING if figures else Level.VARNING, how
    return None


def _change(old: str, new: str) -> str:
    if old and new:
        return f"”{new}” (förut ”{old}”)"
    return f"det nya ”{new}”" if new else f"”{old}”, som är borttaget"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
