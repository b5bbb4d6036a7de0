"""What stands around a reference: another row's name, the other sex, another year; and typed figures beside one."""

from __future__ import annotations

from itertools import pairwise

from vb_gen.checks.claims.clauses import Clause, Said
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.levels import judge as hold
from vb_gen.checks.claims.roles import Figure
from vb_gen.checks.claims.subject import Subject, sexes
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, name_of
from vb_gen.core.finding import Level
from vb_gen.text.tokens import ANNAT, ORD, REF, SKILJE, TAL, ÅR

_FIX = "Välj raden, könet eller året som meningen talar om, eller rätta ordet."
_SEX = {"K": "kvinnor", "M": "män"}


def look(clause: Clause, found: list[Figure], world: World, out: Outcome) -> None:
    """Each reference of a clause against the words beside it."""
    pointed = [(one, cell) for one in found if one.token.kind == REF and (cell := world.follow(one.token.text))]
    if not pointed:
        return
    for one, cell in pointed:
        _year(one, cell, clause, world, out)
    if len(pointed) == 1 and len(found) == 1:
        one, cell = pointed[0]
        _sex(one, cell, clause, out)
        _row(one, cell, clause, out)


def _say(one: Figure, cell: tuple[Line, Box], what: str, out: Outcome, level: Level = Level.FEL) -> None:
    text = f"hänvisningen gäller {name_of(*cell)}, men {what}"
    out.say(Verdict("T35", level, one.token.start, text, _FIX, facts=(cell,)))


def _sex(one: Figure, cell: tuple[Line, Box], clause: Clause, out: Outcome) -> None:
    said = sexes(clause)
    line = cell[0]
    if len(said) == 1 and line.kön != "T" and line.kön != said[0]:
        _say(one, cell, f"meningen talar om {_SEX[said[0]]}", out)


def _row(one: Figure, cell: tuple[Line, Box], clause: Clause, out: Outcome) -> None:
    """Another row of the same table is named, and the reference's own is not."""
    line = cell[0]
    named = [match for match in clause.rows if match.strong and not all(other.helhet for other in match.lines)]
    named = [match for match in named if all(other.roll != "delar" for other in match.lines)]
    if len(named) != 1 or clause.has("än", "varav", "av", "tillsammans"):
        return
    lines = [other for other in named[0].lines if other.rapport == line.rapport]
    same = [other for other in lines if other.tabell == line.tabell]
    if not same or any(_alike(other, line) for other in lines):
        return
    words = {token.plain for token in clause.tokens}
    if line.roll not in ("post", "summa") or any(word in words for name in line.namn for word in name):
        return
    sure = Level.FEL if not clause.unknown else Level.VARNING
    _say(one, cell, f"meningen talar om {same[0].etikett}", out, sure)


def _alike(one: Line, other: Line) -> bool:
    """Are two rows the same thing, or is one a part of the other?"""
    return (
        one.etikett in (other.etikett, other.förälder) or one.förälder == other.etikett or bool(set(one.namn) & set(other.namn))
    )


def _year(one: Figure, cell: tuple[Line, Box], clause: Clause, world: World, out: Outcome) -> None:
    """The year right after it, or ”året före”, ”i budgeten”."""
    box = cell[1]
    after = one.spot + 1
    while after < len(clause.tokens) and clause.tokens[after].plain in ("år", "i", "under", "(", "för"):
        after += 1
    if after >= len(clause.tokens):
        return
    token = clause.tokens[after]
    closed = after + 1 >= len(clause.tokens) or clause.tokens[after + 1].kind in (
        "till",
        "från",
        "mot",
        "och",
        SKILJE,
        "fyll",
        ORD,
    )
    if token.kind == ÅR and closed and box.avser[:4].isdigit() and token.text != box.avser[:4]:
        _say(one, cell, f"året efter den är {token.text}", out)
    elif (
        (token.kind == "fjol" and closed and box.slag == "budget" and box.avser == str(world.period.år))
        or (token.kind == "fjol" and closed and box.slag in ("bokslut", "utfall") and box.avser == world.now[0][1])
        or (token.kind == "budget" and closed and box.slag == "bokslut" and after > one.spot + 1)
    ):
        _say(one, cell, f"efter den står ”{token.text}”", out)


def beside(said: Said, found: list[Figure], world: World, out: Outcome) -> None:
    """A typed figure that is told together with a reference: ”från {{ … }} 2022 till 33”, ”{{ … }} mot 64,8 år 2022”."""
    for one, following in pairwise(found):
        if (
            {one.token.kind, following.token.kind} != {TAL, REF}
            or not _linked(one, following)
            or not _clean(said, one, following)
        ):
            continue
        typed, pointing = (one, following) if one.token.kind == TAL else (following, one)
        cell = world.follow(pointing.token.text)
        if cell is None or "mot(" in pointing.token.text.replace(" ", ""):
            continue
        line, box = cell
        if box.slag not in ("bokslut", "utfall") or not box.avser[:4].isdigit():
            continue
        if typed.years:
            times = world.year(typed.years[-1])
        elif typed.earlier or typed.role in ("från", "mot"):
            times = [((box.slag, "bokslut", "utfall"), f"{int(box.avser[:4]) - 1}{box.avser[4:]}")]
        elif typed.role == "till" and int(box.avser[:4]) == world.period.år - 1:
            times = world.now
        else:
            continue
        if typed.kinds & {"budget", "mål", "prognos"}:
            continue
        candidates = [(line, other) for kinds, when in times for other in line.of(kinds, when)]
        out.untested.pop(typed.token.start, None)
        typed.unit = typed.unit or (box.enhet if box.enhet == "%" else "")
        hold(typed, candidates, Subject((line,), strong=True), world, out, sure=typed.dated)


def _linked(one: Figure, following: Figure) -> bool:
    return (one.role == "från" and following.role == "till") or (one.role in ("nivå", "till") and following.role == "mot")


def _clean(said: Said, one: Figure, following: Figure) -> bool:
    """Is there no word between the two that might make them of different things, and nothing that guards the second?"""
    between = [token for token in said.tokens if one.token.start < token.start < following.token.start]
    after = [token for token in said.tokens if token.start > following.token.start][:3]
    months = any(token.kind == ORD and token.plain in _MONTHS for token in after)
    return not months and all(token.kind not in (ORD, ANNAT) or token.plain in ("kommunen",) for token in between)


_MONTHS = frozenset(
    ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"]
)
