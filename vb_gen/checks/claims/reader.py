"""Every sentence of a report's running text, read once: what its claims came to, and what was not tested."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from vb_gen.checks.claims import around, changes, levels, own, ranks, several, shares, signs, times
from vb_gen.checks.claims.clauses import SAYING, Clause, Said, read
from vb_gen.checks.claims.roles import Figure, carry_over, figures
from vb_gen.checks.claims.subject import Subject, every, stands_for
from vb_gen.checks.claims.verdict import Outcome, World
from vb_gen.core.pattern import regex
from vb_gen.text.lexicon import NUMERALS, entries
from vb_gen.text.tokens import TAL, ÅR, tokens

Follow = Callable[[str], object]


def judge(
    text: str, world: World, before: Subject | None = None, *, heading: bool = False, alone: bool = False
) -> tuple[Outcome, Subject | None]:
    """A sentence held against the world; `before` is what the sentence before it spoke of."""
    out = Outcome()
    if not says(text):
        out.named = alone and any(match.strong for match in world.vocabulary.matches(tokens(text)))
        return out, None
    said = read(text, world.vocabulary, world.explained)
    said.heading, said.alone = heading, alone
    out.named = any(match.strong for clause in said.clauses for match in clause.matches)
    if said.guarded:
        if len(said.clauses) == 1 and said.guarded.casefold() in ("tidigare", "perioden"):
            for subject in every(said.clauses[0], world, None):
                ranks.ever(subject, said.clauses[0], world, out)
        for clause in said.clauses:
            around.look(clause, figures(clause), world, out)
        for token in said.tokens:
            if token.kind == TAL:
                out.untested[token.start] = f"ordet ”{said.guarded}”"
        return out, None
    opening = _opening_year(said)
    carried = before if said.clauses and stands_for(said.clauses[0]) else None
    if carried is not None:
        carried = Subject(carried.lines, False, carried.tokens, carried.sexes, own=False, result=carried.result)
    last: Subject | None = carried
    context: set[str] = set()
    bound: list[Subject] = []
    found = [figures(clause, opening_year=opening if number else "") for number, clause in enumerate(said.clauses)]
    carry_over(found)
    every_figure = [one for some in found for one in some]
    _of_a_whole(said, every_figure)
    own.change(said, every_figure, world, out)
    own.parts(said, every_figure, out)
    own.balance(said, every_figure, out)
    times.own_multiples(said, every_figure, out)
    for clause, some in zip(said.clauses, found, strict=True):
        around.look(clause, some, world, out)
        last = _clause(clause, some, said, world, last, context, out) or last
        context |= {token.kind for token in clause.tokens if token.kind in _CONTEXT}
        if last is not None and (not bound or bound[-1] is not last):
            bound.append(last)
    around.beside(said, every_figure, world, out)
    for token in said.tokens:
        if token.kind == TAL and token.start not in out.tested:
            out.untested.setdefault(token.start, "ingen rad är namngiven")
    return out, bound[0] if len(bound) == 1 else None


_ALSO = (
    "positiv",
    "negativ",
    "ordning",
    "mål",
    "bråk",
    "utgör",
    "neg",
    "budget",
)  # words that say how it went only beside others


def says(text: str) -> bool:
    """Is there a figure in a sentence, or a word that says how something went?"""
    words = frozenset(_WORD.findall(text.casefold()))
    if not (_FIGURE.search(text) or words & _openers()):
        return False
    return any(token.is_figure or token.kind in SAYING or token.kind in _ALSO for token in tokens(text))


_WORD = regex(r"[^\W\d_]+")
_FIGURE = regex(r"\d|\{\{")


@cache
def _openers() -> frozenset[str]:
    """The words that begin what says how something went, and numbers in letters: a sentence with none of them says nothing."""
    kinds = (*SAYING, *_ALSO)
    return frozenset(first for first, known in entries().items() if any(entry.kind in kinds for entry in known)) | NUMERALS


def _of_a_whole(said: Said, found: list[Figure]) -> None:
    """”Av 14 mnkr gick 9 till träd”: what follows the whole are parts of it, and of no row."""
    if said.tokens and said.tokens[0].kind == "av" and len(found) > 1:
        clause = said.of(found[0].token)
        if clause is not None and not any(match.first < found[0].spot for match in clause.matches):
            found[0].role = "helhet"
        for one in found[1:]:
            if one.role in ("nivå", "till") and one.unit != "%":
                one.role = "del"


def _opening_year(said: Said) -> str:
    """A year that the sentence begins with rules it to its end."""
    for token in said.tokens[:3]:
        if token.kind == ÅR:
            return token.text
    return ""


_CONTEXT = frozenset(("budget", "mål", "plus", "minus", "avvikelse", "avviker"))


def _clause(
    clause: Clause, found: list[Figure], said: Said, world: World, before: Subject | None, context: set[str], out: Outcome
) -> Subject | None:
    subjects = every(clause, world, before, alone=said.alone)
    if _superlative(clause, subjects, world, out):
        return None
    if shares.share(found, clause, world, out):
        return None
    if clause.unknown:
        for one in found:
            if one.token.kind == TAL:
                out.untested[one.token.start] = f"ordet ”{clause.unknown[0].text}”"
        return subjects[0] if len(subjects) == 1 else None
    if clause.has("neg") and not clause.has("mål"):
        return subjects[0] if len(subjects) == 1 else None
    if several.more(subjects, clause, world, out):
        return None
    if len(subjects) > 1 and not any(subject.sexes for subject in subjects):
        _many(subjects, found, clause, world, out)
        if not found:
            _directions(subjects, clause, said, world, out)
    if len(subjects) != 1:
        for one in found:
            if one.token.kind == TAL:
                out.untested.setdefault(one.token.start, "flera rader är namngivna" if subjects else "ingen rad är namngiven")
        return None
    subject = subjects[0]
    if found and _body_later(clause, said, world):
        for one in found:
            if one.token.kind == TAL:
                out.untested.setdefault(one.token.start, "enheten sägs längre fram i meningen")
        return subject
    if times.in_a_row(subject, clause, world, out):
        return subject
    if _of_age(found, subject):
        return subject
    _figures(found, subject, clause, world, context, out)
    times.multiples(subject, clause, world, out)
    if not found:
        changes.direction(subject, clause, world, out, heading=said.heading)
        signs.target(subject, clause, world, out)
    elif len(found) == 1 and _held(found[0], out) and not clause.has("drygt", "knappt"):
        signs.target(subject, clause, world, out)  # with 98 %, the target was reached
    if not any(one.role == "skillnad" for one in found):
        signs.sign(subject, clause, world, out)
    return subject


def _body_later(clause: Clause, said: Said, world: World) -> bool:
    """”… 23,6 procent bland män och 13,1 bland kvinnor i KLF”: is a list's body said at its end?"""
    last = said.clauses[-1]
    if clause is last or last.opener not in ("och", "samt") or _bodied(clause, world):
        return False
    return _bodied(last, world) and last.tokens[-1].plain in world.explained


def _bodied(clause: Clause, world: World) -> bool:
    return any(token.plain in world.explained for token in clause.tokens)


def _held(one: Figure, out: Outcome) -> bool:
    """Is it a level that was held against the tables, and is theirs?"""
    start = one.token.start
    return one.role == "nivå" and start in out.tested and all(verdict.start != start for verdict in out.verdicts)


def _superlative(clause: Clause, subjects: list[Subject], world: World, out: Outcome) -> bool:
    """A superlative, perhaps with the set that it is of: ”av staberna”."""
    if not clause.has("flest", "minstord"):
        return False
    of = [token.plain for token in clause.unknown]
    if any(token.plain.startswith(("indikator", "mått", "mätning")) for token in clause.tokens):
        return True  # among what is measured, not among the rows of one table
    opened = bool(clause.tokens) and (clause.tokens[0].kind == "av" or clause.tokens[0].plain == "bland")
    if (not of or (opened and len(of) == 1)) and len(subjects) == 1:
        ranks.most(subjects[0], clause, world, out, of)
    return True


def _directions(subjects: list[Subject], clause: Clause, said: Said, world: World, out: Outcome) -> None:
    """”A och B är fler än 2019”: each of them is."""
    tables = {line.tabell for subject in subjects for line in subject.lines}
    parts = any(line.roll == "delar" for subject in subjects for line in subject.lines)
    if len(tables) == 1 and not parts and (not clause.has("än", "mot") or clause.years or clause.has("fjol")):
        for subject in subjects:
            changes.direction(subject, clause, world, out, heading=said.heading)


def _many(subjects: list[Subject], found: list[Figure], clause: Clause, world: World, out: Outcome) -> None:
    """Several rows in a clause: their sum, or a target that each of them reached."""
    if clause.has("tillsammans") and len(found) == 1:
        several.total(found[0], subjects, clause, world, out)
    if not found and clause.has("mål") and clause.has("nådde") and not clause.has("neg"):
        for subject in subjects:
            signs.target(subject, clause, world, out)


def _of_age(found: list[Figure], subject: Subject) -> bool:
    """Is one of the figures an age or a number of years, which the row is not told in?"""
    return any(one.token.enhet == "år" for one in found) and not any(
        box.enhet == "år" for line in subject.lines for box in line.boxes
    )


def _figures(found: list[Figure], subject: Subject, clause: Clause, world: World, context: set[str], out: Outcome) -> None:
    if times.factor(clause):
        return
    for one in found:
        if clause.bracketed and len(clause.tokens) == 1:
            _bracketed(one, subject, clause, world, context, out)
        elif "prognos" in one.kinds:
            out.untested[one.token.start] = "prognos"
        elif one.role == "skillnad":
            changes.difference(one, subject, world, out)
        elif one.role in ("nivå", "från", "till", "mot"):
            levels.hold(one, subject, clause, world, context, out)
        else:
            out.untested[one.token.start] = "delen är inte en rad"


def _bracketed(one: Figure, subject: Subject, clause: Clause, world: World, context: set[str], out: Outcome) -> None:
    """A figure alone in brackets may be of the year before, or of the budget: 144 (186). It is held where it holds."""
    tried = Outcome()
    levels.hold(one, subject, clause, world, context, tried)
    if tried.verdicts:
        out.untested[one.token.start] = "ett ensamt tal i parentes"
        return
    out.tested |= tried.tested
    out.untested |= tried.untested
