"""The world of a report's claims: its own rows, those of the bodies it may name, and the names of them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vb_gen.checks.claims.known import Box, Line, lines, words_of
from vb_gen.checks.claims.names import Vocabulary, body_words
from vb_gen.checks.claims.verdict import World
from vb_gen.checks.rule import Library
from vb_gen.checks.running import reading
from vb_gen.model.report import Report

_OWN = {"nämnd": "nämnd nämnden nämndens", "förvaltning": "förvaltning förvaltningen förvaltningens"}
_Body = tuple[str, tuple[str, ...], tuple[Line, ...]]


def world_of(report: Report, library: Library) -> World:
    """What a report's sentences are held against."""
    own = list(lines(report))
    bodies: list[_Body] = [(report.enhet_id, words, _whole(own)) for words in _names(report)]
    known = list(own)
    for other in library.reports():
        if other.period != report.period or other is report:
            continue
        theirs = [_named(line, other) for line in lines(other)]
        known += theirs
        bodies += [(other.enhet_id, words, _whole(theirs)) for words in [*_names(other)][:-1]]
    explained = frozenset(_OWN.get(report.enhet.sort, "").split()) | frozenset(_abbreviated(own))
    return World(
        report.period, report.enhet_id, tuple(known), Vocabulary(known, bodies), explained, _follow(report, library, own)
    )


def _follow(report: Report, library: Library, own: list[Line]) -> Callable[[str], tuple[Line, Box] | None]:
    """What a reference of the report points at."""
    cells = {(box.plats, box.kolumn): (line, box) for line in own for box in line.boxes}
    read = reading(library, report)

    def follow(text: str) -> tuple[Line, Box] | None:
        figure = read.figure(text[2:-2])
        if figure is None:
            return None
        if len(figure.rad.celler[figure.kolumn.ord].cell.värden) > 1:
            return None
        return cells.get((figure.rad.celler[figure.kolumn.ord].plats, figure.kolumn.rubrik))

    return follow


def _whole(rows: list[Line]) -> tuple[Line, ...]:
    """The rows that hold a body's result."""
    return tuple(line for line in rows if line.helhet and line.kön == "T")


def _names(report: Report) -> Iterator[tuple[str, ...]]:
    """What a body is called: its name, and the abbreviation that its id is."""
    yield body_words(report.enhet.namn)
    if len(report.enhet_id) <= 4:
        yield (report.enhet_id,)
    if report.enhet.sort == "nämnd":
        yield ("nämnden",)
    else:
        yield ("förvaltningen",)


def _named(line: Line, report: Report) -> Line:
    """Another body's row, which a text names together with the body."""
    names = [*_names(report)][:-1]
    long = [tuple(dict.fromkeys((*words, *body))) for words in line.namn for body in names]
    marked = [words for words in line.namn if "klf" in words]
    below = list(line.namn) if line.tabelltyp == "driftsammandrag" and not line.helhet else []
    return replace(line, namn=(*long, *marked), delnamn=tuple(below))


def _abbreviated(rows: list[Line]) -> Iterator[str]:
    """A body's own words that its labels tell apart by an abbreviation: KLF, and what it stands for."""
    words = {word for line in rows for word in words_of(line.etikett)}
    if "klf" in words:
        yield from (
            "klf",
            "kommunen",
            "kommunens",
            "förvaltningen",
            "förvaltningens",
            "kommunledningsförvaltningen",
            "kommunledningsförvaltningens",
        )
