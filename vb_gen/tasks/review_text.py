"""The running text beside anyone's tables, held against them: what does not hold, and how much was tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vb_gen.checks.claims.foreign import Source, lines_of, measured, period_of
from vb_gen.checks.claims.known import Line, words_of
from vb_gen.checks.claims.reader import judge
from vb_gen.checks.claims.subject import Subject
from vb_gen.checks.claims.verdict import Verdict, World, name_of, world_of_lines
from vb_gen.core.finding import Level
from vb_gen.tasks.review_found import Belägg, Textfynd, Textgranskning
from vb_gen.text.sentences import breaks
from vb_gen.text.tokens import TAL, ÅR, Token, tokens

MAX_SENTENCE, MAX_SENTENCES = 1_500, 5_000
_SHORT = 60  # a line as short as this, without a full stop, is a heading
_OPEN = frozenset((".", "!", "?", ":", ";", ","))
_ENDS = (".", "!", "?", ".”", '."', ".)")


def review_text(tables: Sequence[Source], text: Sequence[tuple[str, int, str]]) -> Textgranskning:
    """Hold running text, lines by file and number, against the tables."""
    out = Textgranskning()
    period, why = period_of(source.tolkning for source in tables)
    world = world_of_lines(lines_of(tables, period), period) if period else None
    titles = {str(number): source.tolkning.titel for number, source in enumerate(tables)}
    before: Subject | None = None
    last = ("", 0)
    for number, (name, line, said) in enumerate(_sentences(text)):
        figures = [token for token in tokens(said[:MAX_SENTENCE]) if token.kind == TAL and not token.räkneord]
        too_long = len(said) > MAX_SENTENCE or number >= MAX_SENTENCES
        if world is None or too_long or not said.endswith(_ENDS):
            reason = "texten är för lång" if too_long else why or "ingen hel mening"
            out.täckning.ej_prövade += len(figures)
            out.täckning.varför[reason] += len(figures)
            continue
        if (name, line) < last or line > last[1] + 2:
            before = None
        last = (name, line)
        before = _sentence(name, line, said, world, before, titles, figures, out)
    out.täckning.varför = Counter({why: n for why, n in out.täckning.varför.items() if n})
    return out


def _sentence(
    name: str,
    line: int,
    said: str,
    world: World,
    before: Subject | None,
    titles: dict[str, str],
    figures: Sequence[Token],
    out: Textgranskning,
) -> Subject | None:
    every = tokens(said)
    outcome, after = judge(said, world, before)
    dated = any(token.kind == ÅR for token in every)
    for verdict in outcome.verdicts:
        if not _sure(verdict, every, titles, world):
            outcome.tested.discard(verdict.start)
            outcome.untested[verdict.start] = "måttet i texten är inte säkert tabellens"
            continue
        level = verdict.level if dated or verdict.level is not Level.FEL or not verdict.facts else Level.VARNING
        terms = tuple(Belägg(name_of(row, box), box.visat, box.plats) for row, box in verdict.facts)
        out.fynd.append(Textfynd(name, line, verdict.code, str(level), verdict.text, said, verdict.advice, terms))
    coverage = out.täckning
    coverage.utan_tal += outcome.claims
    for token in figures:
        if token.start in outcome.tested:
            coverage.prövade += 1
        else:
            coverage.ej_prövade += 1
            coverage.varför[_why(outcome.untested.get(token.start, "ingen rad är namngiven"))] += 1
    return after


def _why(reason: str) -> str:
    """A reason, in words that fit a table that nobody has described."""
    return "tabellen säger inte säkert vad siffran är" if reason.startswith("cellen är en gräns") else reason


def _sure(verdict: Verdict, every: Sequence[Token], titles: dict[str, str], world: World) -> bool:
    """Is it the table's row and measure that the text names, and nothing like them?"""
    if not verdict.facts:
        return verdict.level is Level.FEL  # arithmetic of the text's own, where it is certain
    row, box = verdict.facts[0]
    if _has_namesake(row, world):
        return False
    if verdict.diagnosed and verdict.given is not None and len(verdict.given.värde.normalize().as_tuple().digits) > 2:
        return True  # the very figure of another cell of the table, or its digits in another order
    return measured(row, box, titles.get(row.tabell, ""), [token.plain for token in every])


def _has_namesake(row: Line, world: World) -> bool:
    """Is there a row whose name is this one's and more: Avgångar, and Avgångar förvaltningen?"""
    own = words_of(row.etikett)
    return any(len(other) > len(own) and other[: len(own)] == own for other in (words_of(line.etikett) for line in world.lines))


def _sentences(text: Sequence[tuple[str, int, str]]) -> Iterator[tuple[str, int, str]]:
    """The sentences of running text, which may be broken over lines: each with the line it begins on."""
    for name, first, lines in _paragraphs(text):
        whole = "\n".join(lines)
        start, line, counted = 0, first, 0
        for stop, after in [*breaks(whole), (len(whole), len(whole))]:
            plain = " ".join(whole[start:stop].split()).lstrip("-*•#> ")
            if plain:
                begins = stop - len(whole[start:stop].lstrip())
                line, counted = line + whole.count("\n", counted, begins), begins
                yield name, line, plain
            start = after


def _paragraphs(text: Sequence[tuple[str, int, str]]) -> Iterator[tuple[str, int, list[str]]]:
    held: list[str] = []
    where = ("", 0)
    for name, number, line in text:
        heading = bool(held) and len(held[-1]) < _SHORT and held[-1].rstrip()[-1:] not in _OPEN
        if held and ((name, number) != (where[0], where[1] + len(held)) or (heading and line[:1].isupper())):
            yield *where, held
            held = []
        if not held:
            where = (name, number)
        held.append(line)
    if held:
        yield *where, held
