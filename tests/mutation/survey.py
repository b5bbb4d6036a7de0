"""The survey: every fault planted and judged, counted by kind and table, and the figures that stand in no relation."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.mutation.bench import BROKEN, EQUALITIES, FOUND, ROUNDING, SLIPS, Bench, Verdict
from tests.mutation.faults import Fault, Figure, faults
from vb_gen.checks.rule import Remark
from vb_gen.core.numbers import Tal, is_amount_unit
from vb_gen.disk.workspace import Workspace

EXACT, BOUNDED, NONE = "likhet", "gräns", "inget"  # what a figure's relations can tell

Key = tuple[str, str, int, int, str, int]


@dataclass(frozen=True)
class Judged:
    """A fault and what came of it; without the section, so that it can be told to another process."""

    kind: str
    rapport: str
    tabell: str
    plats: str
    text: str
    word: str
    codes: tuple[str, ...]
    relation: str  # the strongest of those its figures stand in

    @property
    def counts(self) -> bool:
        """Does its figure stand in a relation, that was not broken before, and is it more than rounding explains?"""
        return self.relation != NONE and self.word not in (BROKEN, ROUNDING)


@dataclass(frozen=True)
class Survey:
    """All that was planted, and the figures by relation."""

    judged: tuple[Judged, ...]
    loose: tuple[tuple[str, str], ...]  # figures in no relation: place and name
    bounded: tuple[tuple[str, str], ...]  # figures whose relations only tell what is out of all proportion
    exact: tuple[tuple[str, str], ...]  # figures that a relation says what they must be


def share(judged: Iterable[Judged], *relations: str) -> tuple[int, int]:
    """How many were found of those in figures that stand in such a relation."""
    counted = [one for one in judged if one.counts and one.relation in relations]
    return sum(one.word == FOUND for one in counted), len(counted)


def survey(bench: Bench, planted: Sequence[Fault]) -> Survey:
    """Plant the faults one by one. A figure's relations are told by what changing it comes to."""
    relations = _Relations(bench)
    told = []
    for fault in sorted(planted, key=lambda fault: len(fault.figures) != 1):
        verdict = bench.judge(fault.rapport, fault.section)
        relations.learn(fault, verdict)
        told.append((fault, verdict))
    judged = [_judged(relations, fault, verdict) for fault, verdict in told]
    places: dict[str, list[tuple[str, str]]] = {EXACT: [], BOUNDED: [], NONE: []}
    for figure in {figure.key: figure for fault in planted for figure in fault.figures if fault.delta}.values():
        places[relations.of(figure)].append((str(figure.ruta.plats), figure.namn))
    return Survey(tuple(judged), tuple(places[NONE]), tuple(places[BOUNDED]), tuple(places[EXACT]))


def _judged(relations: _Relations, fault: Fault, verdict: Verdict) -> Judged:
    word = verdict.word
    if word == FOUND and EQUALITIES.intersection(verdict.codes):
        relation = EXACT
    elif word == FOUND:
        relation = relations.of(fault.figures[0]) if fault.delta else BOUNDED
    else:
        relation = relations.best(fault)
    if word not in (FOUND, BROKEN) and relation == EXACT and fault.delta and relations.explains(fault):
        word = ROUNDING
    codes = verdict.codes if word == FOUND else ()
    return Judged(fault.kind, fault.rapport, fault.tabell, str(fault.plats), fault.text, word, codes, relation)


class _Relations:
    """What the rules can tell of each figure, found out by changing it."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.known: dict[Key, str] = {}
        self.bounded: set[Key] = set()
        self.groups: set[str] = set()
        self.proofs: dict[Key, list[Remark]] = {}

    def learn(self, fault: Fault, verdict: Verdict) -> None:
        """A change of a figure alone, or of a status, was found: by what?"""
        if verdict.word not in (FOUND, BROKEN):
            return
        self.groups.add(fault.group)
        if fault.delta:
            key = fault.figures[0].key
            self.bounded.add(key)
            self._prove(key, verdict)

    def _prove(self, key: Key, verdict: Verdict) -> bool:
        proofs = [remark for remark in verdict.remarks if remark.code in EQUALITIES - SLIPS]
        self.proofs.setdefault(key, []).extend(proofs)
        if proofs:
            self.known[key] = EXACT
        return bool(proofs)

    def best(self, fault: Fault) -> str:
        """The strongest relation of what a fault moved."""
        if fault.group:
            return BOUNDED if fault.group in self.groups else NONE
        strongest = NONE
        for figure in fault.figures:
            relation = self.of(figure)
            if relation == EXACT:
                return EXACT
            strongest = BOUNDED if BOUNDED in (relation, strongest) else NONE
        return strongest

    def of(self, figure: Figure) -> str:
        """The strongest relation of a figure."""
        if figure.key not in self.known:
            self.known[figure.key] = self._probe(figure)
        return self.known[figure.key]

    def _probe(self, figure: Figure) -> str:
        """Change it by a seventh and a little, then by several times itself, either way; then out of all proportion.

        The second is for what rounding hides: of a sum of many figures, or a share in whole per cent, no small change shows.
        """
        tal = figure.värde.tal
        unit = Decimal(1).scaleb(-tal.decimaler)
        small = max((abs(tal.värde) / 7).quantize(unit), unit * 7)
        large = abs(tal.värde) * 6 + unit * 77
        for change in (small, -small, large, -large):
            if self._prove(figure.key, self._changed(figure, change, exactly=True)):
                return EXACT
        if figure.key in self.bounded:
            return BOUNDED
        huge = abs(tal.värde) * 1000 + unit * 777
        found = any(self._changed(figure, change).word in (FOUND, BROKEN) for change in (huge, -huge))
        return BOUNDED if found else NONE

    def _changed(self, figure: Figure, change: Decimal, *, exactly: bool = False) -> Verdict:
        tal = figure.värde.tal
        return self.bench.judge(figure.rapport, figure.changed(Tal(tal.värde + change, tal.decimaler)), exactly=exactly)

    def explains(self, fault: Fault) -> bool:
        """Is the change less than the rounding of the figures that this one is held against, in every relation known?"""
        figure = fault.figures[0]
        facts = self.bench.fact_at.get(str(figure.ruta.plats), [])
        if not facts:
            return False
        scale = abs(replace(facts[0], värde=Tal(Decimal(1), 0)).comparable.värde)
        slacks = [slack for remark in self.proofs.get(figure.key, []) if (slack := self._slack(figure, remark)) is not None]
        return bool(slacks) and fault.delta * scale < min(slacks)

    def _slack(self, figure: Figure, remark: Remark) -> Decimal | None:
        """How much rounding a relation leaves open; None where its other figures are not known, or are no amounts as this is."""
        places = {str(term.plats) for term in remark.fakta} | {str(figure.ruta.plats)}
        told = [facts[0] for place in places if (facts := self.bench.fact_at.get(place))]
        if len(told) < 2 or len({is_amount_unit(fact.enhet) for fact in told}) > 1:
            return None
        return sum((fact.comparable.half_width for fact in told), Decimal(0))


# On several cores

_bench: Bench | None = None
_planted: dict[str, list[Fault]] = {}


def _start(root: Path) -> None:
    global _bench
    _bench = Bench(Workspace(root))


def sample(planted: Sequence[Fault], percent: float) -> list[Fault]:
    """The same part of the faults each time, as long as the inputs are the same."""
    return [fault for fault in planted if random.Random(f"{fault.kind}{fault.plats}{fault.text}").random() * 100 < percent]


def _part(job: tuple[str, str, int]) -> Survey:
    """One table of a report, so that what is learnt of its figures is learnt once."""
    assert _bench is not None
    name, table, percent = job
    if name not in _planted:
        _planted[name] = list(faults(_bench, [name]))
    return survey(_bench, sample([fault for fault in _planted[name] if fault.tabell == table], percent))


def survey_all(
    root: Path, names: Sequence[str], processes: int, percent: int = 100, step: Callable[[str], None] = lambda _: None
) -> Survey:
    """Everything of some reports, or a part of it, in several processes."""
    planted = sample(list(faults(Bench(Workspace(root)), list(names))), percent)
    sizes = Counter((fault.rapport, fault.tabell) for fault in planted)
    found: list[Survey] = []
    with multiprocessing.get_context("spawn").Pool(processes, _start, (root,)) as pool:
        for part in pool.imap_unordered(_part, [(*job, percent) for job, _ in sizes.most_common()]):
            found.append(part)
            step(f"{sum(len(one.judged) for one in found)} av {sizes.total()} fel prövade")
    judged = [one for part in found for one in part.judged]
    return Survey(
        tuple(sorted(judged, key=lambda one: (one.rapport, one.tabell, one.kind, one.plats))),
        tuple(sorted(place for part in found for place in part.loose)),
        tuple(sorted(place for part in found for place in part.bounded)),
        tuple(sorted(place for part in found for place in part.exact)),
    )


def missed(result: Survey) -> list[Judged]:
    """The faults that an equality should have told and did not."""
    return [one for one in result.judged if one.counts and one.relation == EXACT and one.word != FOUND]
