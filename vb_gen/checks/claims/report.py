"""A report's running text, judged once for all rules: the remarks by their code, and how much was tested."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from vb_gen.checks.claims.reader import judge
from vb_gen.checks.claims.subject import Subject
from vb_gen.checks.claims.verdict import Verdict, World, name_of
from vb_gen.checks.claims.worlds import world_of
from vb_gen.checks.rule import Library, Remark, Term
from vb_gen.checks.running import Passage, reading, remark
from vb_gen.model.report import Report
from vb_gen.text.tokens import REF, TAL, tokens


@dataclass
class Coverage:
    """How many figures of a text are references, were held against something, and were not, and why."""

    hänvisningar: int = 0
    prövade: int = 0
    ej_prövade: int = 0
    utan_tal: int = 0  # claims without a figure of their own: ökade, nådde målet
    varför: Counter[str] = field(default_factory=Counter)

    def add(self, other: Coverage) -> None:
        """Count another's with one's own."""
        self.hänvisningar += other.hänvisningar
        self.prövade += other.prövade
        self.ej_prövade += other.ej_prövade
        self.utan_tal += other.utan_tal
        self.varför += other.varför


@dataclass
class Judged:
    """What the claims of a report came to."""

    remarks: dict[str, list[Remark]] = field(default_factory=dict)
    avsnitt: dict[str, Coverage] = field(default_factory=dict)  # by the section's id

    @property
    def coverage(self) -> Coverage:
        """Of the whole report."""
        whole = Coverage()
        for part in self.avsnitt.values():
            whole.add(part)
        return whole


_judged: WeakKeyDictionary[Library, dict[int, Judged]] = WeakKeyDictionary()


def judged(library: Library, report: Report) -> Judged:
    """A report's claims, judged once."""
    known = _judged.setdefault(library, {})
    if id(report) not in known:
        known[id(report)] = _judge(library, report)
    return known[id(report)]


def _judge(library: Library, report: Report) -> Judged:
    world = world_of(report, library)
    out = Judged()
    for passage in reading(library, report).passages:
        coverage = out.avsnitt.setdefault(passage.avsnitt.id, Coverage())
        before: Subject | None = None
        for sentence in passage.sentences:
            outcome, before = judge(sentence.text, world, before, heading=passage.nyckel == "diagram")
            for verdict in outcome.verdicts:
                said = _remark(report, passage, sentence.start, verdict)
                out.remarks.setdefault(verdict.code, []).append(said)
            coverage.utan_tal += outcome.claims
            coverage.hänvisningar += sum(token.kind == REF for token in tokens(sentence.text))
            figures = [token for token in tokens(sentence.text) if token.kind == TAL and not token.räkneord]
            coverage.prövade += sum(token.start in outcome.tested for token in figures)
            for token in figures:
                if token.start not in outcome.tested:
                    coverage.ej_prövade += 1
                    coverage.varför[outcome.untested.get(token.start, "ingen rad är namngiven")] += 1
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


__all__ = ["Coverage", "Judged", "World", "judged"]
