"""A report's running text, judged once for all rules: the remarks by their code, and how much was tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from weakref import WeakKeyDictionary

from vb_gen.checks.claims import counts
from vb_gen.checks.claims.counts import statuses
from vb_gen.checks.claims.coverage import Coverage, whole
from vb_gen.checks.claims.known import RESULTS
from vb_gen.checks.claims.reader import judge
from vb_gen.checks.claims.subject import Subject
from vb_gen.checks.claims.twice import Spoken, spoken, told_twice
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, name_of
from vb_gen.checks.claims.worlds import world_of
from vb_gen.checks.rule import Library, Remark, Term
from vb_gen.checks.running import Passage, Span, reading, remark
from vb_gen.core.finding import Level, Place, short
from vb_gen.core.numbers import Tal
from vb_gen.core.pattern import regex
from vb_gen.model.report import Report
from vb_gen.text.tokens import REF, TAL, tokens


@dataclass
class Judged:
    """What the claims of a report came to."""

    remarks: dict[str, list[Remark]] = field(default_factory=dict)
    räknade: list[tuple[Remark, Place]] = field(default_factory=list)  # wrong counts, and where their sentences begin
    avsnitt: dict[str, Coverage] = field(default_factory=dict)  # by the section's id

    @property
    def coverage(self) -> Coverage:
        """Of the whole report."""
        return whole(self.avsnitt.values())


_FIGURE = regex(r"\d|\{\{")
_judged: WeakKeyDictionary[Library, dict[int, Judged]] = WeakKeyDictionary()


def judged(library: Library, report: Report) -> Judged:
    """A report's claims, judged once."""
    known = _judged.setdefault(library, {})
    if id(report) not in known:
        known[id(report)] = _judge(library, report)
    return known[id(report)]


def heard(library: Library, report: Report, world: World) -> Iterator[tuple[Passage, Span, Outcome]]:
    """Every sentence of a report's running text, and what its claims came to."""
    economy = {
        section.id
        for top in report.avsnitt
        if any(table.typ in RESULTS for part in top.walk() for table in part.tabeller)
        for section in top.walk()
    }
    for passage in reading(library, report).passages:
        before: Subject | None = None
        alone = passage.avsnitt.id in economy
        silent = _HUSH  # sentences since one that named a row
        for sentence in passage.sentences:
            alone = alone and not _headed(passage, sentence)
            outcome, before = judge(
                sentence.text, world, before, heading=passage.nyckel == "diagram", alone=alone and silent >= _HUSH
            )
            silent = 0 if outcome.named else silent + 1
            yield passage, sentence, outcome


def _judge(library: Library, report: Report) -> Judged:
    world = world_of(report, library)
    out = Judged()
    known = statuses(report)
    own = world.explained | {report.enhet.namn.casefold(), f"{report.enhet.namn.casefold()}s"}
    for passage, sentence, outcome in heard(library, report, world):
        coverage = out.avsnitt.setdefault(passage.avsnitt.id, Coverage())
        for verdict in outcome.verdicts:
            said = _remark(report, passage, sentence.start, verdict)
            out.remarks.setdefault(verdict.code, []).append(said)
        held, wrong = counts.judge(tokens(sentence.text), known, own) if counts.tells(sentence.text) else (False, [])
        outcome.claims += held
        out.räknade += [(_counted(report, passage, sentence.start, one), passage.place(sentence.start)) for one in wrong]
        coverage.utan_tal += outcome.claims
        if not _FIGURE.search(sentence.text):
            continue
        coverage.hänvisningar += sum(token.kind == REF for token in tokens(sentence.text))
        figures = [token for token in tokens(sentence.text) if token.kind == TAL and not token.räkneord]
        coverage.prövade += sum(token.start in outcome.tested for token in figures)
        for token in figures:
            if token.start not in outcome.tested:
                coverage.ej_prövade += 1
                coverage.varför[outcome.untested.get(token.start, "ingen rad är namngiven")] += 1
    out.remarks["T37"] = _twice(library, report)
    return out


_HUSH = 3  # after so many sentences that name nothing, what has no name is of the whole


def _headed(passage: Passage, sentence: Span) -> bool:
    """Is it a heading, or does it open with a name in bold type: what follows may be of a part."""
    lead = passage.text.text[max(0, sentence.start - 3) : sentence.start]
    return "#" in lead or sentence.text.startswith("**")


def _counted(report: Report, passage: Passage, start: int, one: counts.Miscount) -> Remark:
    terms = tuple(Term(told.namn, told.status, told.plats) for told in one.facts)
    expected = Tal(Decimal(one.counted), 0) if one.counted is not None else None
    given = Tal(Decimal(one.told), 0) if one.told is not None else None
    return remark(
        report, passage, start + one.start, "T36", Level.FEL, one.text, one.advice, förväntat=expected, angivet=given, fakta=terms
    )  # fmt: skip


def _twice(library: Library, report: Report) -> list[Remark]:
    """What the report tells otherwise elsewhere in its prose, or another body's report of the period does."""
    every: list[Spoken] = []
    own: list[Spoken] = []
    for other in library.reports():
        if other.period == report.period:
            said = spoken(other.name, reading(library, other).passages)
            every += said
            own = said if other is report else own
    out = []
    for one, token, other_said, twin in told_twice(own, every):
        place = other_said.passage.place(other_said.span.start + twin.start)
        text = f"texten säger olika om samma sak: {token.text} här, {twin.text} i {place}: ”{short(other_said.span.text, 90)}”"
        terms = (Term("här", token.text, one.passage.place(one.span.start + token.start)), Term("där", twin.text, place))
        advice = "Rätta det tal som är fel, eller säg vad som skiljer de två åt."
        spot = one.span.start + token.start
        out.append(
            remark(
                report, one.passage, spot, "T37", Level.VARNING, text, advice, förväntat=twin.tal, angivet=token.tal, fakta=terms
            )
        )
    return out


def _remark(report: Report, passage: Passage, start: int, verdict: Verdict) -> Remark:
    terms = tuple(
        Term(name_of(line, box) if line.rapport == report.name else f"{line.rapport}: {name_of(line, box)}", box.visat, box.plats)
        for line, box in verdict.facts
    )
    return remark(
        report, passage, start + verdict.start, verdict.code, verdict.level, verdict.text, verdict.advice,
        förväntat=verdict.expected, angivet=verdict.given, fakta=terms,
    )  # fmt: skip


__all__ = ["Coverage", "Judged", "World", "heard", "judged"]
