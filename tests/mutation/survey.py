"""The survey: every fault planted and judged, counted by kind and table, and the figures that stand in no relation."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from tests.mutation.bench import BROKEN, FOUND, ROUNDING, SILENT, Bench, Verdict
from tests.mutation.faults import Fault, Figure, faults, figures
from vb_gen.checks.base import Remark
from vb_gen.numbers import Tal
from vb_gen.workspace import Workspace

EXACT, BOUNDED, NONE = "likhet", "rimlighet", "inget"  # what a figure's relations can tell
_FINE = ("siffra", "två siffror")  # the faults that only an equality finds

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
        """Could it have been found: is there a relation that still holds, and is it more than rounding?"""
        return self.relation != NONE and self.word not in (BROKEN, ROUNDING)


@dataclass(frozen=True)
class Survey:
    """All that was planted, and the figures by relation."""

    judged: tuple[Judged, ...]
    loose: tuple[tuple[str, str], ...]  # figures in no relation: place and name
    bounded: tuple[tuple[str, str], ...]  # figures whose relations only tell what is out of all proportion

    def share(self, judged: Iterable[Judged] | None = None, *, relation: str = EXACT) -> tuple[int, int]:
        """How many were found of those that could have been."""
        counted = [one for one in (self.judged if judged is None else judged) if one.counts and one.relation == relation]
        return sum(one.word == FOUND for one in counted), len(counted)


def survey(bench: Bench, names: Sequence[str], chosen: Sequence[Fault] | None = None) -> Survey:
    """Plant the faults one by one. A figure's relations are told by what its own faults come to."""
    planted = list(faults(bench, list(names)) if chosen is None else chosen)
    relations = _Relations(bench)
    single = [fault for fault in planted if len(fault.figures) == 1 and fault.delta]
    told: list[tuple[Fault, Verdict]] = []
    for fault in single:
        verdict = bench.judge(fault.rapport, fault.section)
        relations.learn(fault, verdict)
        told.append((fault, verdict))
    for fault in planted:
        if not (len(fault.figures) == 1 and fault.delta):
            told.append((fault, bench.judge(fault.rapport, fault.section)))
    known = {fault.group for fault, verdict in told if fault.group and verdict.word in (FOUND, BROKEN)}
    judged = [_judged(relations, fault, verdict, known) for fault, verdict in told]
    places: dict[str, list[tuple[str, str]]] = {EXACT: [], BOUNDED: [], NONE: []}
    for figure in {figure.key: figure for fault in single for figure in fault.figures}.values():
        places[relations.of(figure)].append((str(figure.ruta.plats), figure.namn))
    return Survey(tuple(judged), tuple(places[NONE]), tuple(places[BOUNDED]))


def _judged(relations: _Relations, fault: Fault, verdict: Verdict, known: set[str]) -> Judged:
    relation = relations.best(fault.figures) if fault.figures else EXACT if fault.group in known else NONE
    word = verdict.word
    if word == FOUND:
        relation = relation if relation != NONE else BOUNDED
    elif word != BROKEN and relation == EXACT and fault.delta and relations.explains(fault):
        word = ROUNDING
    return Judged(
        fault.kind, fault.rapport, fault.tabell, str(fault.plats), fault.text, word, verdict.codes, relation
    )  # fmt: skip


class _Relations:
    """What the rules can tell of each figure, found out by changing it."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.known: dict[Key, str] = {}
        self.proofs: dict[Key, list[Remark]] = {}

    def learn(self, fault: Fault, verdict: Verdict) -> None:
        """A small change was found: the figure stands in an equality."""
        if fault.kind in _FINE and verdict.word in (FOUND, BROKEN):
            self.known[fault.figures[0].key] = EXACT
            self.proofs.setdefault(fault.figures[0].key, []).extend(verdict.remarks)

    def of(self, figure: Figure) -> str:
        """The strongest relation of a figure."""
        if figure.key not in self.known:
            self.known[figure.key] = self._probe(figure)
        return self.known[figure.key]

    def best(self, moved: Iterable[Figure]) -> str:
        """The strongest relation of several."""
        found = [self.of(figure) for figure in moved]
        return next((relation for relation in (EXACT, BOUNDED) if relation in found), NONE)

    def _probe(self, figure: Figure) -> str:
        """Change it by a seventh and a little, either way; then out of all proportion."""
        tal = figure.värde.tal
        unit = Decimal(1).scaleb(-tal.decimaler)
        small = max((abs(tal.värde) / 7).quantize(unit), unit * 7)
        for step, relation in ((small, EXACT), (abs(tal.värde) * 1000 + unit * 777, BOUNDED)):
            for change in (step, -step):
                verdict = self.bench.judge(figure.rapport, figure.changed(Tal(tal.värde + change, tal.decimaler)))
                if verdict.word in (FOUND, BROKEN):
                    self.proofs.setdefault(figure.key, []).extend(verdict.remarks)
                    return relation
        return NONE

    def explains(self, fault: Fault) -> bool:
        """Is the change less than the rounding of the figures that this one is held against?"""
        figure = fault.figures[0]
        facts = self.bench.fact_at.get(str(figure.ruta.plats), [])
        if not facts:
            return False
        scale = abs(replace(facts[0], värde=Tal(Decimal(1), 0)).comparable.värde)
        for remark in self.proofs.get(figure.key, []):
            places = {str(term.plats) for term in remark.fakta} | {str(figure.ruta.plats)}
            others = [told[0].comparable.half_unit for place in places if (told := self.bench.fact_at.get(place))]
            if remark.förväntat is not None and len(others) > 1 and fault.delta * scale < sum(others):
                return True
        return False


# On several cores

_bench: Bench | None = None


def _start(root: Path) -> None:
    global _bench
    _bench = Bench(Workspace(root))


def _part(job: tuple[str, str]) -> Survey:
    """One table of a report: its own figures, so that what is learnt of them is learnt once."""
    assert _bench is not None
    name, section = job
    return survey(_bench, [name], [fault for fault in faults(_bench, [name]) if fault.section.id == section])


def survey_all(root: Path, names: Sequence[str], processes: int, step: Callable[[str], None] = lambda _: None) -> Survey:
    """Everything of some reports, in several processes."""
    _start(root)
    assert _bench is not None
    jobs = [(n, s.id) for n in names for s in _bench.bare[n].walk() if s.tabeller or s.innehåll]
    sizes = Counter((figure.rapport, figure.section.id) for figure in figures(_bench, list(names)))
    jobs.sort(key=lambda job: -sizes[job])
    found: list[Survey] = []
    with multiprocessing.get_context("spawn").Pool(processes, _start, (root,)) as pool:
        for part in pool.imap_unordered(_part, jobs):
            found.append(part)
            step(f"{sum(len(one.judged) for one in found)} fel prövade")
    judged = sorted((one for part in found for one in part.judged), key=lambda one: (one.rapport, one.tabell, one.kind, one.plats))
    loose = sorted(place for part in found for place in part.loose)
    return Survey(tuple(judged), tuple(loose), tuple(sorted(place for part in found for place in part.bounded)))


def missed(result: Survey) -> list[Judged]:
    """The faults that an equality should have told and did not."""
    return [one for one in result.judged if one.counts and one.relation == EXACT and one.word != FOUND]


def silent(result: Survey) -> list[Judged]:
    """The faults that no rule said anything at all of."""
    return [one for one in result.judged if one.word == SILENT]
