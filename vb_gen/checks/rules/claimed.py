"""Family 9: what sentences claim of figures, each kind under its own code; the reading is `checks.claims`."""

from __future__ import annotations

from collections.abc import Iterator

from vb_gen.checks.claims.report import judged
from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.rules import goal_counts
from vb_gen.core.finding import Level

_FAMILY = "Löpande text"


def _found(subject: Subject, code: str) -> Iterator[Remark]:
    yield from judged(subject.library, subject.report).remarks.get(code, ())


@rule("T30", Level.FEL, _FAMILY, among=True)
def levels(subject: Subject) -> Iterator[Remark]:
    """T30: a figure that a sentence gives for a row is the row's."""
    subject.prosa |= judged(subject.library, subject.report).avsnitt
    coverage = judged(subject.library, subject.report).coverage
    for _ in range(coverage.prövade + coverage.utan_tal):
        subject.held("T30")
    yield from _found(subject, "T30")


@rule("T31", Level.FEL, _FAMILY, among=True)
def directions(subject: Subject) -> Iterator[Remark]:
    """T31: what a sentence says has become more, is more or is most, is so."""
    yield from _found(subject, "T31")


@rule("T32", Level.FEL, _FAMILY, among=True)
def signs(subject: Subject) -> Iterator[Remark]:
    """T32: a surplus is a surplus, and a budget that was kept was kept."""
    yield from _found(subject, "T32")


@rule("T33", Level.FEL, _FAMILY, among=True)
def targets(subject: Subject) -> Iterator[Remark]:
    """T33: a target that a sentence says was reached was reached."""
    yield from _found(subject, "T33")


@rule("T34", Level.FEL, _FAMILY, among=True)
def differences(subject: Subject) -> Iterator[Remark]:
    """T34: a difference, a sum or a share that a sentence tells is that of the table."""
    yield from _found(subject, "T34")


@rule("T35", Level.FEL, _FAMILY, among=True)
def references(subject: Subject) -> Iterator[Remark]:
    """T35: a reference is of the row, the sex and the year that stand beside it."""
    yield from _found(subject, "T35")


@rule("T36", Level.FEL, _FAMILY, among=True)
def counts(subject: Subject) -> Iterator[Remark]:
    """T36: so many goals and assignments have the status that a sentence says."""
    told = {remark.place for remark in goal_counts.counts(Subject(subject.report, subject.library))}  # N14 says those
    yield from (remark for remark, start in judged(subject.library, subject.report).räknade if start not in told)


@rule("T37", Level.VARNING, _FAMILY, among=True)
def twice(subject: Subject) -> Iterator[Remark]:
    """T37: what is told twice in prose is told alike."""
    yield from _found(subject, "T37")


@rule("T24", Level.FEL, _FAMILY, among=True)
def own_figures(subject: Subject) -> Iterator[Remark]:
    """T24: what a sentence's own figures say of each other holds."""
    yield from _found(subject, "T24")
