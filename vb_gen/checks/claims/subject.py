"""What a clause speaks of: the rows that its own words name, or those of the clause before with what is named anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Line
from vb_gen.checks.claims.names import Match
from vb_gen.checks.claims.verdict import World
from vb_gen.text.tokens import Token

_STANDS_FOR = frozenset(
    [
        "den",
        "det",
        "de",
        "denna",
        "detta",
        "dessa",
        "andelen",
        "siffran",
        "nivån",
        "måttet",
        "antalet",
        "värdet",
        "resultatet",
        "dem",
    ]
)
WHOLES = frozenset(["kommunen", "kommunens", "förvaltningen", "förvaltningens", "nämnden", "nämndens"])
_INVESTED = ("investering", "investera", "nettoinvestering", "projekt")


@dataclass(frozen=True, eq=False)
class Subject:
    """Rows that may be meant, all of them of one thing, and how surely."""

    lines: tuple[Line, ...]
    strong: bool
    tokens: tuple[Token, ...] = ()  # the words that name them
    sexes: tuple[str, ...] = ()
    own: bool = True  # do words of the clause itself name it?
    result: bool = False  # is a whole body's result meant?
    body: bool = False  # does only the body's name, or nothing, say so?

    @property
    def certain(self) -> bool:
        """Is it named, surely, in the clause?"""
        return self.strong and self.own


def sexes(clause: Clause) -> tuple[str, ...]:
    """The sexes that a clause names, in order."""
    found = [{"kvinnor": "K", "män": "M"}[token.kind] for token in clause.tokens if token.kind in ("kvinnor", "män")]
    return tuple(dict.fromkeys(found))


def of_sex(lines: Sequence[Line], sex: str) -> tuple[Line, ...]:
    """The rows of a sex; of both together where none is said."""
    return tuple(line for line in lines if line.kön == (sex or "T"))


def every(clause: Clause, world: World, before: Subject | None, *, alone: bool = False) -> list[Subject]:
    """The subjects of a clause, in the order they are named; `alone`: nothing before it speaks of a part."""
    rows = clause.rows
    said = sexes(clause)
    if not rows or not any(match.strong for match in rows):
        carried = _carried(clause, world, before)
        if carried is not None:
            return [carried]
    out = []
    for match in rows:
        words = tuple(clause.tokens[spot] for spot in sorted(match.spots))
        lines = _of_topic(_of_body(match.lines, clause, world), clause)
        if lines:
            out.append(Subject(lines, match.strong, words, said, result=all(line.helhet for line in lines)))
    if out:
        return out
    for body in clause.bodies:
        words = tuple(clause.tokens[spot] for spot in sorted(body.spots))
        out.append(Subject(body.lines, True, words, said, result=True, body=True))
    if out:
        return out
    if before is not None and _names_a_whole(clause, world) and not all(line.helhet for line in before.lines):
        return []
    if before is not None and (said or not clause.unknown):
        return [replace(before, own=False, sexes=said or before.sexes)]
    if alone and before is None and not clause.unknown and _of_result(clause):
        whole = tuple(line for line in world.lines if line.helhet and line.om == world.body and line.kön == "T")
        return [Subject(whole, True, own=False, result=True, body=True)] if whole else []
    return []


def _names_a_whole(clause: Clause, world: World) -> bool:
    """Is the report's own body, or the municipality, spoken of: another than the row before?"""
    return any(token.plain in WHOLES or token.plain in world.explained for token in clause.tokens)


def _of_result(clause: Clause) -> bool:
    """Are the words of a result, or of a budget that was kept or not?"""
    return tells_result(clause) or (clause.has("budget") and clause.has("överskred", "underskred", "höll"))


def tells_result(clause: Clause) -> bool:
    """Is a result, a surplus or a deviation spoken of?"""
    return clause.has("plus", "minus", "avvikelse", "avviker") or any(
        token.plain.startswith(("resultat", "nettokostnad", "utfall")) for token in clause.tokens
    )


def _of_body(lines: tuple[Line, ...], clause: Clause, world: World) -> tuple[Line, ...]:
    """Rows of the body that is named; of one's own, where none is."""
    named = {match.body for match in clause.bodies}
    if len(named) == 1:
        body = next(iter(named))
        return tuple(line for line in lines if line.om == body) or tuple(lines)
    own = tuple(line for line in lines if line.om == world.body)
    return own or tuple(lines)


def _of_topic(lines: tuple[Line, ...], clause: Clause) -> tuple[Line, ...]:
    """Where investments are spoken of, the rows of investments; otherwise rows of all kinds may be meant."""
    if any(token.plain.startswith(_INVESTED) for token in clause.tokens):
        return tuple(line for line in lines if "investering" in line.mått or line.tabelltyp == "investeringar") or lines
    return lines


def _carried(clause: Clause, world: World, before: Subject | None) -> Subject | None:
    """The subject of the clause before with a part that is named anew: another row, another body."""
    if before is None or not before.tokens:
        return None
    piece = (*before.tokens, *clause.tokens)
    limit = len(before.tokens)
    found = [
        match
        for match in world.vocabulary.matches(piece)
        if not match.body and min(match.spots) < limit <= max(match.spots) and not all(line.helhet for line in match.lines)
    ]
    if len(found) != 1:
        return None
    match = found[0]
    for spot in match.spots:
        if spot >= limit and (token := clause.tokens[spot - limit]) in clause.unknown:
            clause.unknown.remove(token)
    words = tuple(piece[spot] for spot in sorted(match.spots))
    return Subject(_of_body(match.lines, clause, world), match.strong, words, sexes(clause))


def stands_for(clause: Clause) -> bool:
    """Does a clause begin with a word that stands for what was spoken of before it?"""
    return bool(clause.tokens) and any(token.plain in _STANDS_FOR for token in clause.tokens[:3])


def sexed(subject: Subject) -> tuple[Line, ...]:
    """The rows of a subject, of the sex that is said."""
    if len(subject.sexes) > 1:
        return ()
    return of_sex(subject.lines, subject.sexes[0] if subject.sexes else "") or (
        subject.lines if not subject.sexes and not of_sex(subject.lines, "") else ()
    )


def only(matches: Sequence[Match]) -> Match | None:
    """The one match, where there is one."""
    return matches[0] if len(matches) == 1 else None
