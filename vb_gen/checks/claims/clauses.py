"""A sentence in clauses, each with its figures, names and words; and what is left over that nobody has explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vb_gen.checks.claims.known import words_of
from vb_gen.checks.claims.names import Match, Vocabulary, label_forms
from vb_gen.text.lexicon import forms
from vb_gen.text.tokens import ANNAT, ORD, REF, SKILJE, TAL, ÅR, Token, tokens

_CUTS = frozenset(";:–—()")
_JOINS = frozenset(("och", "samt", "medan", "respektive"))
CONNECTORS = frozenset(("från", "till", "mot", "än", "med", "på", "av", "varav", "respektive"))
SAYING = frozenset(("upp", "ned", "uppnu", "nednu", "lika", "mer", "mindre", "bättre", "sämre", "plus", "minus", "noll", "nådde", "missade", "höll",
                     "överskred", "underskred", "flest", "minstord", "gånger", "gångertal", "bråk"))  # fmt: skip


@dataclass(eq=False)
class Clause:
    """A part of a sentence that says one thing."""

    tokens: tuple[Token, ...]
    matches: list[Match]
    opener: str = ""  # the word or mark it follows
    figures: list[int] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)
    bracketed: bool = False
    worded: frozenset[int] = frozenset()  # words of a name that would say something else elsewhere: mer- och övertid

    def kinds(self, *kinds: str) -> list[int]:
        """Where words of some classes stand."""
        return [spot for spot, token in enumerate(self.tokens) if token.kind in kinds and spot not in self.worded]

    def has(self, *kinds: str) -> bool:
        """Is there a word of one of these classes?"""
        return bool(self.kinds(*kinds))

    @property
    def rows(self) -> list[Match]:
        """The rows that it names; a whole that is named beside one says what is measured."""
        bodies = [match.spots for match in self.bodies]
        named = [m for m in self.matches if not m.body and (m.strong or not any(m.spots <= spots for spots in bodies))]
        if any(match.strong for match in named):  # a word that is one of the language's own names no row beside a surer one
            named = [m for m in named if m.strong or any(self.tokens[spot].kind == ORD for spot in m.spots)]
        parts = [match for match in named if not all(line.helhet for line in match.lines)]
        return parts or named

    @property
    def bodies(self) -> list[Match]:
        """The bodies that it names."""
        return [match for match in self.matches if match.body]

    @property
    def start(self) -> int:
        """Where it begins in its sentence."""
        return self.tokens[0].start

    @property
    def years(self) -> list[int]:
        """Where years stand."""
        return self.kinds(ÅR)


@dataclass(eq=False)
class Said:
    """A sentence, read."""

    text: str
    tokens: tuple[Token, ...]
    clauses: list[Clause]
    guarded: str = ""  # the word for which nothing in it is tested
    alone: bool = False  # does nothing before it speak of a part of the body?
    heading: bool = False  # of a chart: what it says in the present tense is of the year

    def of(self, token: Token) -> Clause | None:
        """The clause that a token stands in."""
        return next((clause for clause in self.clauses if token in clause.tokens), None)


def read(text: str, vocabulary: Vocabulary, explained: frozenset[str] = frozenset()) -> Said:
    """A sentence as clauses; `explained` are words that say nothing here, such as the body's own name."""
    every = tokens(text)
    said = Said(text, every, [])
    guard = next((token for token in every if token.kind == "vakt"), None)
    if guard is not None:
        said.guarded = guard.text
    elif text.rstrip().endswith("?") or "”" in text or '"' in text:
        said.guarded = "citat eller fråga"
    elif any(token.kind == "sedan" and spot and every[spot - 1].enhet == "år" for spot, token in enumerate(every)):
        said.guarded = "år sedan"
    joined = any(token.plain in _JOINS for token in every)
    named = [match for match in vocabulary.matches(every) if len(match.spots) > 1] if joined else []
    for opener, piece, bracketed in _pieces(every, named):
        clause = Clause(piece, vocabulary.matches(piece), opener, bracketed=bracketed)
        clause.figures = [spot for spot, token in enumerate(piece) if token.is_figure and not _of_a_row(piece, spot)]
        spots = {spot for match in clause.matches for spot in match.spots}
        clause.worded = frozenset(
            spot
            for match in clause.matches
            if len(match.spots) > 1 and match.strong
            for spot in match.spots
            if piece[spot].kind in ("mer", "mindre", "mål", "budget", "avvikelse", "utfall")
        )
        clause.unknown = [
            token
            for spot, token in enumerate(piece)
            if token.kind in (ORD, ANNAT)
            and spot not in spots
            and token.plain not in explained
            and token.plain not in _JOINS
            and not _of_the_label(token, clause)
        ]
        said.clauses.append(clause)
    return said


def _of_the_label(token: Token, clause: Clause) -> bool:
    """Is it a word of the label of the one row that is named, by its abbreviation: Medarbetarengagemanget (HME)?"""
    named = [match for match in clause.matches if match.strong and not match.body]
    if len(named) != 1 or len(token.text) < 6:
        return False
    mine = forms(token.text)
    return all(any(mine & label_forms(word) for word in words_of(line.etikett)) for line in named[0].lines)


def _of_a_row(piece: Sequence[Token], spot: int) -> bool:
    """Is a number one of years in a row, or of times as much: what it counts is no figure of a table?"""
    following = [token.kind for token in piece[spot + 1 : spot + 3]]
    return (piece[spot].enhet == "år" and "irad" in following) or "gångertal" in following[:1]


def _weighty(piece: Sequence[Token]) -> bool:
    return any(token.is_figure or token.kind in SAYING for token in piece)


def _pieces(every: Sequence[Token], names: Sequence[Match]) -> Iterator[tuple[str, tuple[Token, ...], bool]]:
    """A sentence cut at marks and at words that begin a clause of its own."""
    start, opener, depth = 0, "", False
    for spot, token in enumerate(every):
        cut = token.kind == "orsak" or (token.kind == SKILJE and (token.text in _CUTS or token.text == ","))
        if token.kind == SKILJE and token.text in "()" and _abbreviated(every, spot):
            cut = False
        if token.kind == SKILJE and token.text == "," and _listed(every, spot):
            cut = False
        if token.kind in (ORD, "respektive") and token.plain in _JOINS:
            inside = any({spot - 1, spot + 1} <= match.spots for match in names)
            cut = not inside and _weighty(every[start:spot]) and _weighty(_until_cut(every[spot + 1 :]))
        if not cut:
            continue
        if spot > start:
            yield opener, tuple(every[start:spot]), depth
        depth = token.text == "(" if token.text in "()" else depth
        start, opener = spot + 1, token.plain
    end = len(every)
    while end > start and every[end - 1].kind == SKILJE:
        end -= 1
    if end > start:
        yield opener, tuple(every[start:end]), depth


def _until_cut(rest: Sequence[Token]) -> Sequence[Token]:
    for spot, token in enumerate(rest):
        if token.kind == "orsak" or (token.kind == SKILJE and token.text in ",;:()–"):
            return rest[:spot]
    return rest


def _abbreviated(every: Sequence[Token], spot: int) -> bool:
    """Does a bracket hold an abbreviation, or a year, and nothing else?"""
    inside = spot + 1 if every[spot].text == "(" else spot - 1
    outer = spot + 2 if every[spot].text == "(" else spot - 2
    if not (0 <= inside < len(every) and 0 <= outer < len(every)):
        return False
    one = every[inside]
    return every[outer].text in "()" and ((one.kind == ORD and one.text.isupper()) or one.kind == ÅR)


def _listed(every: Sequence[Token], spot: int) -> bool:
    """Is a comma one of a list of names, with neither figures nor verbs before it?"""
    return not _weighty(every[:spot]) and spot + 1 < len(every) and every[spot + 1].kind == ORD and not _verbal(every[:spot])


def _verbal(piece: Sequence[Token]) -> bool:
    return any(token.kind == "fyll" and token.plain in _VERBS for token in piece)


_VERBS = frozenset(
    ["är", "var", "blev", "har", "hade", "blir", "uppgick", "uppgår", "ligger", "låg", "fick", "visar", "redovisar"]
)
TAL_KINDS = (TAL, REF)
