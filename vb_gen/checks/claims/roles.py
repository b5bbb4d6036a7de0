"""What each figure of a clause is: a level, what something was before, what it changed by, a part, a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from vb_gen.checks.claims.clauses import CONNECTORS, Clause
from vb_gen.checks.claims.verdict import Time, World
from vb_gen.checks.claims.weigh import Given, given
from vb_gen.text.tokens import REF, TAL, ÅR, Token

_BETWEEN = frozenset(("ca", "drygt", "knappt", "fyll", "tillsammans", "nu", "budget", "mål", "utfall", "neg", "plus", "minus"))
_OF_THE_NEXT = ("budget", "mål", "prognos", "utfall", "avvikelse", "plus", "minus")
_CHANGE = ("upp", "ned", "uppnu", "nednu", "uppsubst", "nedsubst")
_WORTH = {"bättre": 1, "sämre": -1}
_COMPARED = ("mer", "mindre", "bättre", "sämre")


@dataclass(eq=False)
class Figure:
    """A figure in its clause."""

    token: Token
    spot: int
    lead: str = ""  # från, till, mot, med …
    about: str = ""
    role: str = "nivå"  # nivå, från, till, mot, skillnad, del, helhet
    way: int = 0  # of a difference: more or less
    worth: int = 0  # of a difference: better or worse
    kinds: set[str] = field(default_factory=set)  # budget, mål, utfall, avvikelse …
    years: list[str] = field(default_factory=list)
    earlier: bool = False  # i fjol, året före
    basis: str = ""  # of a difference, what it is from: budget, mål, fjol, a year
    based: bool = False  # is that said, and not taken for granted?
    unit: str = ""

    @property
    def given(self) -> Given:
        """What is given."""
        return given(self.token, self.about, self.unit)

    def times(self, world: World) -> list[Time]:
        """When it is of."""
        if len(self.years) == 1:
            times = world.year(self.years[0])
        elif self.earlier or self.role == "från":
            times = world.before
        else:
            times = world.now
        return world.budget(times) if "budget" in self.kinds else times

    @property
    def dated(self) -> bool:
        """Is its time said?"""
        return bool(self.years) or self.earlier


def figures(clause: Clause, *, opening_year: str = "") -> list[Figure]:
    """The figures of a clause, each with what is said of it."""
    tokens = clause.tokens
    spots = clause.figures
    edges = _edges(clause)
    out: list[Figure] = []
    for number, spot in enumerate(spots):
        first, last = edges[number], edges[number + 1]
        one = Figure(tokens[spot], spot, unit=tokens[spot].enhet)
        _look_back(one, clause, spots[number - 1] if number else -1)
        for at in range(first, last):
            token = tokens[at]
            if token.kind == ÅR:
                one.years.append(token.text)
            elif token.kind == "fjol":
                one.earlier = True
            elif token.kind in ("budget", "mål", "utfall", "avvikelse", "avviker", "prognos", "plus", "minus"):
                one.kinds.add(token.kind)
        _difference(one, clause, last)
        out.append(one)
    _share_units(out)
    _share_years(clause, out, opening_year)
    return out


def carry_over(found: list[list[Figure]]) -> None:
    """What a clause leaves out is as in the clause before: ”intäkterna ökade med 35 mnkr och kostnaderna med 44 mnkr”."""
    for earlier, some in pairwise(found):
        if len(earlier) != 1 or len(some) != 1 or earlier[0].role != "skillnad":
            continue
        before, one = earlier[0], some[0]
        if one.role == "nivå" and one.lead == "med" and before.lead == "med":
            one.role, one.way, one.worth, one.basis = "skillnad", before.way, before.worth, before.basis
        elif one.role == "skillnad" and one.basis == "fjol" and not one.based:
            one.basis = before.basis


def _edges(clause: Clause) -> list[int]:
    """Where the words of each figure begin and end: at the connector between two, or right after the first."""
    tokens, spots = clause.tokens, clause.figures
    edges = [0]
    for before, after in pairwise(spots):
        cut = next((at for at in range(before + 1, after) if tokens[at].kind in CONNECTORS), before + 1)
        if cut - 1 > before and tokens[cut].kind == "på" and tokens[cut - 1].kind in _OF_THE_NEXT:
            cut -= 1  # målvärdet på 90 procent
        edges.append(cut)
    return [*edges, len(tokens)]


def _look_back(one: Figure, clause: Clause, before: int) -> None:
    tokens = clause.tokens
    at = one.spot - 1
    while at > before and tokens[at].kind in _BETWEEN:
        if tokens[at].kind in ("ca", "drygt", "knappt") and not one.about:
            one.about = tokens[at].kind
        at -= 1
    if at > before and tokens[at].kind in CONNECTORS:
        one.lead = tokens[at].kind
    elif at > before and tokens[at].kind == ÅR and at - 1 > before and tokens[at - 1].kind in CONNECTORS:
        one.lead = tokens[at - 1].kind  # uppgick 2022 till 57
    if one.lead == "på" and tokens[at - 1].kind in ("plus", "minus", "utfall", "fyll"):  # från ett underskott på 5
        at -= 1
        while at > before and tokens[at].kind in ("plus", "minus", "utfall", "fyll"):
            at -= 1
        if at > before and tokens[at].kind in ("från", "till"):
            one.lead = tokens[at].kind
    one.role = {"från": "från", "till": "till", "mot": "mot", "varav": "del"}.get(one.lead, "nivå")


def _difference(one: Figure, clause: Clause, last: int) -> None:
    """Is it what something differs by: ”med 5”, ”5 fler än”, ”en ökning på 5”, ”5 över målet”?"""
    tokens = clause.tokens
    after = one.spot + 1
    named = {at for match in clause.matches for at in match.spots}
    while after < len(tokens) and (tokens[after].plain in _UNITS_OF_TALK or after in named) and after < one.spot + 4:
        after += 1
    following = tokens[after].kind if after < len(tokens) else ""
    if following in _COMPARED:
        one.role = "skillnad"
        one.way = {"mer": 1, "mindre": -1}.get(following, 0)
        one.worth = {"bättre": 1, "sämre": -1}.get(following, 0)
        _basis(one, clause, after + 1, last)
        return
    if following in ("drygt", "knappt") and tokens[after].plain in ("över", "under"):
        beyond = _next(clause, after + 1, last)
        if beyond in ("budget", "mål", "fjol"):
            one.role, one.basis = "skillnad", beyond
            one.way = 1 if tokens[after].plain == "över" else -1
            return
        if any(token.is_figure for token in tokens[after:last]) or one.token.enhet in ("enheter", "procentenheter"):
            one.role = "skillnad"  # from what, is not told in words
            return
    if following == "från" and _next(clause, after + 1, last) in ("mål", "budget"):
        one.role, one.basis = "skillnad", _next(clause, after + 1, last)
        return
    before = [tokens[at].kind for at in range(one.spot)]
    if one.lead in ("med", "på"):
        changes = [kind for kind in before if kind in _CHANGE]
        if changes and (one.lead == "med" or changes[-1] in ("uppsubst", "nedsubst")):
            one.role = "skillnad"
            one.way = 1 if changes[-1].startswith("upp") else -1
            one.basis = "fjol"
            _basis(one, clause, 0, _own_end(clause, one.spot))
            return
        worths = [kind for kind in before if kind in _WORTH]
        if one.lead == "med" and worths:
            one.role, one.worth, one.basis = "skillnad", _WORTH[worths[-1]], "fjol"
            _basis(one, clause, 0, _own_end(clause, one.spot))
            return
        if (
            one.lead == "med"
            and any(kind in ("överskred", "underskred") for kind in before)
            and "budget" in (token.kind for token in tokens)
        ):
            one.role, one.basis = "skillnad", "budget"
            one.way = 1 if "överskred" in before else -1
            return
        past = [at for at in clause.kinds("drygt", "knappt") if at < one.spot and tokens[at].plain in ("över", "under")]
        if one.lead == "med" and past and _next(clause, past[0] + 1, one.spot) == "budget":
            one.role, one.basis, one.based = "skillnad", "budget", True
            return
        if one.lead == "med" and any(token.plain.startswith(("överträffa", "missa")) for token in tokens) and clause.has("mål"):
            one.role, one.basis = "skillnad", "mål"
            one.worth = 1 if any(token.plain.startswith("överträffa") for token in tokens) else -1
            return
        if any(token.plain in ("skillnad", "differens") for token in tokens[: one.spot]):
            one.role = "skillnad"


_UNITS_OF_TALK = frozenset(["stycken", "st"])


def _own_end(clause: Clause, spot: int) -> int:
    """Where what is said of a figure ends: minskade med 14 procent | och är nu nära målet."""
    after = range(spot + 1, len(clause.tokens))
    return next((at for at in after if clause.tokens[at].plain in ("och", "samt", "men")), len(clause.tokens))


def _next(clause: Clause, at: int, last: int) -> str:
    while at < min(last, len(clause.tokens)):
        if clause.tokens[at].kind not in ("fyll", "än", "på"):
            return clause.tokens[at].kind
        at += 1
    return ""


def _basis(one: Figure, clause: Clause, first: int, last: int) -> None:
    """What it is a difference from."""
    for token in clause.tokens[first:last]:
        if token.kind in ("budget", "mål", "fjol"):
            one.basis, one.based = token.kind, True
            return
        if token.kind == ÅR:
            one.basis, one.based = token.text, True
            return
    if one.basis:
        return
    held = next((at for at in clause.kinds("mot") if at < one.spot), -1)
    if held >= 0:  # gentemot budget är den 8 mnkr sämre
        said = _next(clause, held + 1, one.spot)
        one.basis, one.based = (said, True) if said in ("budget", "mål", "fjol") else ("", False)
        year = clause.tokens[held + 1]
        if year.kind == ÅR:
            one.basis, one.based = year.text, True
    elif one.role == "skillnad" and not clause.has("än", "mot"):
        one.basis = "fjol"


def _share_units(found: list[Figure]) -> None:
    """A unit that is said once is of the figure before it too: från 85 till 89 procent."""
    for one, following in pairwise(found):
        if (
            not one.unit
            and following.unit
            and following.lead in ("till", "mot", "respektive")
            and "skillnad" not in (one.role, following.role)
        ):
            one.unit = following.unit
    for one, before in zip(found[1:], found, strict=False):
        if (
            not one.unit
            and before.unit
            and one.lead in ("till", "mot", "från")
            and one.role != "skillnad"
            and before.unit != "procentenheter"
        ):
            one.unit = before.unit


def _share_years(clause: Clause, found: list[Figure], opening: str) -> None:
    """A year that opens the clause, or the sentence, is of every figure that has none of its own."""
    if opening:
        for one in found:
            if not one.dated and one.role == "nivå":
                one.years.append(opening)
    if len(found) > 1 and found[0].years and clause.tokens[clause.years[0]].start < found[0].token.start:
        for one in found[1:]:
            if not one.dated and one.role == "nivå" and one.lead not in CONNECTORS:
                one.years.append(found[0].years[0])


def is_plain(token: Token) -> bool:
    """Is it a figure that is written out?"""
    return token.kind == TAL


def is_reference(token: Token) -> bool:
    """Is it a figure that is referred to?"""
    return token.kind == REF
