"""Decisions that running text refers to (`KS 2023-05-09 § 148`), and whether their dates fit what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.running import REFERENCE, Passage, Reading, Span, reading, remark
from vb_gen.core.finding import Level, Place
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADER
from vb_gen.model.report import Report

_BODIES = {"kommunfullmäktige": "KF", "kommunstyrelsen": "KS"}
_BODY = r"[A-ZÅÄÖ]{2,5}|[Kk]ommunfullmäktiges?|[Kk]ommunstyrelsens?"
_DATE = r"(?P<år>(?:19|20)\d\d)-(?P<månad>\d\d)-(?P<dag>\d\d)"
_ISO = regex(r"\d{4}-\d\d-\d\d")
_DECISION = regex(
    rf"(?:\b(?P<före>{_BODY})(?: \w+){{0,2}}? )?(?<![\d-]){_DATE}(?![\d-])(?:,? ?(?P<efter>{_BODY})\b)?(?:,? ?§ ?(?P<paragraf>\d{{1,4}})\b| (?P<bar>\d{{1,4}})\b(?!-))?"
)
_MONTH = regex(rf"\b(?:i|den (?P<dag>\d{{1,2}})) (?P<månad>{'|'.join(MÅNADER)})\b(?: (?P<år>(?:19|20)\d\d))?", re.I)
_BEFORE_MONTH = regex(r"(?:från|från och med|till och med|sedan|före|efter|inför|per|senast|t\.o\.m\.|fr\.o\.m\.) $", re.I)
_DECIDED = regex(r"beslut|fastställ|anta(?:git|gen|gna|gits|s)?\b|antog|redovisa|godkän|behandla|fattat|överenskom|upphäv", re.I)
_OUTLOOK = regex(r"förvänta|framåt|framtid|kommande|nästa år", re.I)  # headings of what lies ahead
_NEXT_CLAUSE = regex(r"\b(?:och|men|varefter|innan|som)\b|[,;]", re.I)
_OF_REPORT = regex(
    r"\b(?:verksamhetsberättelse|årsredovisning|bokslut|delårsrapport)\w*", re.I
)  # decided when the year has ended
_AHEAD = regex(r"\b(?:ska|kommer att|planeras|väntas|beräknas|ska fatta|gäller till|giltig|löper)\b", re.I)


@dataclass(frozen=True, slots=True)
class Decision:
    """A date in running text, and the decision of that day, where one is named."""

    report: Report
    passage: Passage
    sentence: Span
    start: int  # in the sentence
    text: str
    organ: str  # KS, KF; "" where none is named
    år: int
    månad: int
    dag: int
    paragraf: int | None
    märke: bool  # is the number marked with §?

    @property
    def datum(self) -> date | None:
        """The day, or None where there is no such day."""
        try:
            return date(self.år, self.månad, self.dag)
        except ValueError:
            return None

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.passage.place(self.sentence.start + self.start)

    @property
    def term(self) -> Term:
        """As a term of a finding."""
        return Term(f"{self.report.name}, {self.passage.avsnitt.rubrik or self.passage.avsnitt.id}", self.text, self.place)


def decisions(read: Reading) -> Iterator[Decision]:
    """Every date of the form 2023-05-09 in a report's running text and in the words of its tables."""
    for passage in (*read.passages, *read.cells):
        if not _ISO.search(passage.text.text):
            continue
        for sentence in passage.sentences:
            blank = REFERENCE.sub(lambda match: " " * len(match[0]), sentence.text)
            for match in _DECISION.finditer(blank):
                body = match["före"] or match["efter"] or ""
                number = match["paragraf"] or (match["bar"] if body else None)
                yield Decision(
                    read.report,
                    passage,
                    sentence,
                    start=match.start(),
                    text=match[0].strip(),
                    organ=body if body.isupper() else _BODIES.get(body.casefold().removesuffix("s"), ""),
                    år=int(match["år"]),
                    månad=int(match["månad"]),
                    dag=int(match["dag"]),
                    paragraf=int(number) if number else None,
                    märke=match["paragraf"] is not None,
                )


@rule("T16", Level.VARNING, "Löpande text")
def misdated(subject: Subject) -> Iterator[Remark]:
    """T16: a decision's date exists, fits the month that is named beside it, and is not later than the report."""
    yield from _own_dates(subject)
    before: Decision | None = None
    for one in decisions(reading(subject.library, subject.report)):
        subject.held("T16")
        ahead_of = before.start + len(before.text) if before and before.sentence is one.sentence else 0
        before = one
        problem, advice = _problem(subject.report, one, one.sentence.text[ahead_of : one.start])
        if problem:
            offset = one.sentence.start + one.start
            yield remark(subject.report, one.passage, offset, "T16", Level.VARNING, problem, advice, fakta=(one.term,))


def _problem(report: Report, one: Decision, said: str) -> tuple[str, str]:
    check = "Kontrollera datumet mot protokollet."
    if one.datum is None:
        return f"datumet finns inte: {one.text}", "Skriv datumet som år-månad-dag, till exempel 2023-05-09."
    if one.paragraf is not None and not one.märke:
        return f"beslutet saknar §: {one.text}", f"Skriv § före paragrafens nummer: {one.organ} {one.datum} § {one.paragraf}."
    months = [m for m in _MONTH.finditer(said) if not _BEFORE_MONTH.search(said[: m.start()])]
    if months and not _is_of_another(one, said, months[-1].end()) and _DECIDED.search(one.sentence.text):
        named = months[-1]
        if MÅNADER.index(named["månad"].casefold()) + 1 != one.månad:
            return f"datumet är inte i den månad som nämns: ”{named[0]}”, men {one.text}", check
        if named["dag"] and int(named["dag"]) != one.dag:
            return f"datumet är inte den dag som nämns: ”{named[0]}”, men {one.text}", check
        if named["år"] and int(named["år"]) != one.år:
            return f"datumet är inte det år som nämns: ”{named[0]}”, men {one.text}", check
    if one.organ and one.år > report.period.år and not _is_ahead(report, one) and not _known(report, one.datum):
        return f"beslutet är fattat efter {report.period.år}, det år som rapporten gäller: {one.text}", check
    return "", ""


def _is_of_another(one: Decision, said: str, after: int) -> bool:
    """Is a month that of something else: before a clause that decides, or a date that the sentence itself goes on with?"""
    between = said[after:]
    clause = _NEXT_CLAUSE.search(between)
    told = clause is not None and _DECIDED.search(between, clause.start()) is not None
    return told or (not one.organ and one.paragraf is None and not re.search(r"[(,]\s*$", said))


def _is_ahead(report: Report, one: Decision) -> bool:
    """Is it of what lies ahead? The next year's decisions are told under such a heading, before the report is dated."""
    if one.år == report.period.år + 1:  # the year in words too: it is no slip of the pen
        rest = one.sentence.text[: one.start] + one.sentence.text[one.start + len(one.text) :]
        if _OUTLOOK.search(one.passage.avsnitt.rubrik or "") or re.search(rf"\b{one.år}\b(?!-)", rest) or _OF_REPORT.search(rest):
            return True
    return bool(_AHEAD.search(one.sentence.text))


def _known(report: Report, day: date) -> bool:
    """Was the report itself dated, or decided, no earlier than a day?"""
    return any(written >= day for written in map(_day, (report.rapport.datum, report.rapport.beslut)) if written)


def _day(text: str | None) -> date | None:
    match = re.search(_DATE, text or "")
    try:
        return date(int(match["år"]), int(match["månad"]), int(match["dag"])) if match else None
    except ValueError:
        return None


def _own_dates(subject: Subject) -> Iterator[Remark]:
    """The report's own date and decision: not before what it reports has ended."""
    report, document = subject.report, subject.report.plats.document
    for key, text in (("datum", report.rapport.datum), ("beslut", report.rapport.beslut)):
        day = _day(text)
        if text is None or report.period.budget or not re.search(_DATE, text):
            continue
        subject.held("T16")
        if day and (day.year, day.month) >= (report.period.år, report.period.månad or len(MÅNADER)):
            continue
        line = next((n for n, said in enumerate(document.lines, 1) if said.startswith(f"{key}:")), report.plats.line)
        problem = f"{key} är före periodens slut: {text}" if day else f"datumet finns inte: {text}"
        place = Place(document, line, len(key) + 3)
        advice = "Skriv dagen då rapporten beslutades, som år-månad-dag."
        yield Remark("T16", problem, place, advice, Level.VARNING, rapport=report.name)
