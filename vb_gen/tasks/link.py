"""Typed figures in running text that are one fact, and the references to write for them.

What a figure is, the reader of claims says (`checks.claims`): it binds by words. Here is only chosen which of the cells
that it agrees with is meant, and how it is written. A reference is proposed where the reader of the page meets the very
same letters; what the words leave open is listed with its choices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.report import heard
from vb_gen.checks.claims.verdict import Bound, name_of
from vb_gen.checks.claims.worlds import world_of
from vb_gen.checks.rule import Libraries
from vb_gen.checks.running import Passage, Reading, reading
from vb_gen.core.finding import Collector, Place
from vb_gen.core.names import slug
from vb_gen.core.node import Scalar
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.text.narrative import Writer
from vb_gen.text.putting import Put, put
from vb_gen.text.references import Index
from vb_gen.text.tokens import TAL, Token, tokens

_NO_WORDS = "ingen hänvisning ger samma ord"
_BY_CHANCE = "orden stämmer på flera siffror, och talet är så litet att det kan vara en slump"
_NO_ROOM = "en hänvisning kan inte stå där"
_OTHER_PAGE = "sidan skulle inte bli exakt densamma"


@dataclass(frozen=True, eq=False)
class Choice:
    """A reference, and what it is of: `Sjukfrånvaro, kvinnor, 2022`."""

    put: Put
    namn: str
    rad: Line
    cell: Box


@dataclass(frozen=True, eq=False)
class Proposal:
    """A typed figure and the reference, or the references, that may take its place."""

    passage: Passage
    skrivet: str  # as it stands
    val: tuple[Choice, ...]
    varför: str = ""  # why one cannot be chosen

    @property
    def plats(self) -> Place:
        """Where it stands."""
        return self.passage.place(self.val[0].put.start)


@dataclass
class Found:
    """What a report's typed figures may become."""

    report: Report
    säkra: list[Proposal] = field(default_factory=list)
    öppna: list[Proposal] = field(default_factory=list)
    hänvisningar: int = 0  # those that are references already
    lämnade: Counter[str] = field(default_factory=Counter)  # why the others are left as they are

    @property
    def tal(self) -> int:
        """How many figures are typed."""
        return len(self.säkra) + len(self.öppna) + sum(self.lämnade.values())


def look(workspace: Workspace, period: Period, enhet: str) -> Found:
    """Every typed figure of a report's running text. Raises InputError for a report that cannot be read."""
    from vb_gen.read.reading import read_report

    report = read_report(workspace, period, enhet)
    library = Libraries(workspace, [report]).of(enhet)
    read = reading(library, report)
    nearness = _Nearness(report)
    found = Found(report)
    waiting: dict[int, list[Proposal]] = {}
    for passage, sentence, outcome in heard(library, report, world_of(report, library)):
        for token in tokens(sentence.text):
            if token.kind == "ref":
                found.hänvisningar += 1
            if token.kind != TAL:
                continue
            bound = outcome.bound.get(token.start)
            choices = _choices(bound, passage, token, sentence.start, read) if bound else []
            if bound and choices:
                proposal = nearness.choose(passage, choices, bound, token)
                if proposal.varför:
                    found.öppna.append(proposal)
                else:
                    waiting.setdefault(id(passage), []).append(proposal)
            elif not token.räkneord or bound:
                why = outcome.untested.get(token.start, "ingen rad är namngiven")
                found.lämnade[_NO_WORDS if bound or token.start in outcome.tested else why] += 1
    for proposals in waiting.values():
        text = proposals[0].passage.text
        fitting = [one for one in proposals if _fits(text, one.val[0].put)]
        kept = _same_page(text, fitting, _page(text, read.index), read.index)
        found.säkra += kept
        found.lämnade[_NO_ROOM] += len(proposals) - len(fitting)
        found.lämnade[_OTHER_PAGE] += len(fitting) - len(kept)
    found.lämnade += Counter()  # nothing that none is left for
    return found


def _choices(bound: Bound, passage: Passage, token: Token, offset: int, read: Reading) -> list[Choice]:
    """The references of the report's own tables that give what is written."""
    out: dict[str, Choice] = {}
    for number, (line, box) in enumerate(bound.cells):
        for cell, path in _paths(line, box, bound.less[number] if bound.less else None):
            if line.rapport != read.report.name or not box.prövas or not _leads_to(path, cell, read):
                continue
            if made := put(passage.text.text, token, offset, path, read.index):
                out.setdefault(made.hänvisning, Choice(made, name_of(line, cell), line, cell))
    return list(out.values())


def _paths(line: Line, box: Box, less: Box | None) -> list[tuple[Box, str]]:
    """How a cell is named in a reference; of a difference, the column that has it or the two cells."""
    path = _inner(box)
    if less is None:
        return [(box, path)] if path else []
    made = [(one, _inner(one)) for one in line.of(("avvikelse",), box.avser)] if less.slag in ("budget", "plan") else []
    if path and _inner(less):
        made.append((box, f"{path} | mot({_inner(less)})"))
    return [(cell, one) for cell, one in made if one and cell.prövas][:1]


def _inner(box: Box) -> str:
    return box.hänvisning.removeprefix("{{").removesuffix("}}").strip()


def _leads_to(path: str, box: Box, read: Reading) -> bool:
    """Does a reference point at the very cell?"""
    figure = read.figure(path)
    return figure is not None and figure.rad.celler[figure.kolumn.ord].plats == box.plats


class _Nearness:
    """Where the tables of a report stand, to choose among those that tell the same fact."""

    def __init__(self, report: Report) -> None:
        self.section: dict[str, str] = {}
        self.chapter: dict[str, str] = {}
        for top in report.avsnitt:
            for section in top.walk():
                self.chapter[section.id] = top.id
                for table in section.tabeller:
                    self.section[table.id] = section.id

    def choose(self, passage: Passage, choices: Sequence[Choice], bound: Bound, token: Token) -> Proposal:
        """The one that is meant; or all of them, and why none is chosen."""
        start, end = min(one.put.start for one in choices), max(one.put.end for one in choices)
        text = passage.text.text
        if not bound.certain:
            return Proposal(passage, text[start:end], tuple(choices), "orden säger inte säkert vilken rad det är")
        if not _one_fact(choices):
            return Proposal(passage, text[start:end], tuple(choices), "orden stämmer på flera siffror")
        if bound.among > 1 and not _telling(token) and bound.among > len(choices):
            return Proposal(passage, text[start:end], tuple(choices), _BY_CHANCE)
        near = list(choices)
        for places in (self.section, {table: self.chapter[section] for table, section in self.section.items()}):
            if len(near) > 1:
                here = passage.avsnitt.id if places is self.section else self.chapter[passage.avsnitt.id]
                near = [one for one in near if places.get(one.rad.tabell) == here] or near
        if len(near) > 1:
            return Proposal(passage, text[start:end], tuple(near), "flera tabeller har samma siffra")
        return Proposal(passage, text[near[0].put.start : near[0].put.end], (near[0],))


def _one_fact(choices: Sequence[Choice]) -> bool:
    """Do some cells tell the same thing, in whatever tables they stand?"""
    if len({(one.rad.om, one.rad.kön, one.cell.slag, one.cell.avser) for one in choices}) > 1:
        return False
    rows = [one.rad for one in choices]
    named = len({(slug(row.etikett), slug(row.förälder)) for row in rows}) == 1
    measured = rows[0].mått != "" and len({row.mått for row in rows}) == 1
    return named or measured or all(row.helhet for row in rows)


def _telling(token: Token) -> bool:
    """Has a figure so many digits that another is not the same by chance?"""
    return token.tal is not None and len(token.tal.värde.normalize().as_tuple().digits) > 1


def _same_page(text: Scalar, some: list[Proposal], page: str, index: Index) -> list[Proposal]:
    """Those that can all be written in a text, and the page is the very same."""
    if not some or _page(_replaced(text, some), index) == page:
        return some
    if len(some) == 1:
        return []
    half = len(some) // 2
    both = _same_page(text, some[:half], page, index) + _same_page(text, some[half:], page, index)
    return both if _page(_replaced(text, both), index) == page else []


def _page(text: Scalar, index: Index) -> str:
    return Writer(index, Collector()).write(text, level=2, prefix="text").html


def _replaced(text: Scalar, some: Sequence[Proposal]) -> Scalar:
    """A text with its references in place of the figures; where it stands in the file does not matter here."""
    return Scalar(replaced(text.text, [one.val[0].put for one in some]), text.place, text.block, text.indent, text.skip)


def replaced(text: str, puts: Sequence[Put]) -> str:
    """A text with references in place of its figures."""
    out, done = [], 0
    for one in sorted(puts, key=lambda one: one.start):
        out += [text[done : one.start], one.hänvisning]
        done = one.end
    return "".join(out) + text[done:]


def _fits(text: Scalar, one: Put) -> bool:
    """Can a reference stand there: not first in a value without quotes, nor with the quotes that it is written in?"""
    first, last = text.at_offset(one.start), text.at_offset(one.end - 1)
    if first.line != last.line or first.text[first.column - 1 : last.column] != text.text[one.start : one.end]:
        return False
    if text.block:
        return True
    if not text.skip:
        return one.start > 0
    rows = text.place.document.lines[text.place.line - 1 : last.line]
    return rows[0][text.place.column - 1] not in one.hänvisning and not any("\\" in row for row in rows)
