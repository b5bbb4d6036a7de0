"""What a claim came to, and what the reader knows of the report around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from vb_gen.checks.claims.known import OUTCOMES, Box, Line
from vb_gen.checks.claims.names import Vocabulary
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_tal
from vb_gen.core.period import Period

Time = tuple[tuple[str, ...], str]  # kinds of figures, and a year or a month


@dataclass(frozen=True, eq=False)
class Verdict:
    """A claim that does not hold."""

    code: str
    level: Level
    start: int  # in the sentence
    text: str
    advice: str
    expected: Tal | None = None
    given: Tal | None = None
    facts: tuple[tuple[Line, Box], ...] = ()
    turning: bool = False  # it turns the conclusion: a deficit called a surplus
    diagnosed: bool = False  # there is one exact explanation of the figure


@dataclass(frozen=True, eq=False)
class Bound:
    """What a figure was held against and is: cells, or the cells that it is the difference of."""

    cells: tuple[tuple[Line, Box], ...]
    less: tuple[Box, ...] = ()  # of a difference, what is taken from each
    certain: bool = False  # do the words alone say which row?
    among: int = 1  # how many cells the words allow


@dataclass(eq=False)
class Outcome:
    """What came of a sentence: what does not hold, which figures were tested, and why the others were not."""

    verdicts: list[Verdict] = field(default_factory=list)
    tested: set[int] = field(default_factory=set)  # where the figures begin that were held against something
    untested: dict[int, str] = field(default_factory=dict)
    named: bool = False  # does it name a row or a body?
    claims: int = 0  # claims without a figure of their own that were held
    bound: dict[int, Bound] = field(default_factory=dict)  # where the figures begin that agree, and what with

    def say(self, verdict: Verdict) -> None:
        """Note a contradiction, one at a spot."""
        if all(known.start != verdict.start for known in self.verdicts):
            self.verdicts.append(verdict)


def _nowhere(_: str) -> tuple[Line, Box] | None:
    return None


@dataclass(frozen=True, eq=False)
class World:
    """What the sentences are held against."""

    period: Period
    body: str
    lines: tuple[Line, ...]
    vocabulary: Vocabulary
    explained: frozenset[str] = frozenset()  # words that name the report's own body
    follow: Callable[[str], tuple[Line, Box] | None] = _nowhere  # what a reference, {{ … }}, points at

    @property
    def now(self) -> list[Time]:
        """What a figure is of, where nothing else is said."""
        year = str(self.period.år)
        if self.period.budget:
            return [(("budget",), year)]
        if self.period.månad:
            return [(("utfall", "bokslut"), self.period.text), (("prognos",), year)]
        return [(("bokslut", "prognos"), year)]

    @property
    def before(self) -> list[Time]:
        """The year before."""
        year = str(self.period.år - 1)
        if self.period.budget:
            return [(("budget", "bokslut", "utfall", "prognos"), year)]
        if self.period.månad:
            return [(("utfall", "bokslut"), f"{year}{self.period.text[4:]}"), (("bokslut",), year)]
        return [(("bokslut",), year)]

    def year(self, year: str) -> list[Time]:
        """A year that is named."""
        if year == str(self.period.år):
            return self.now
        kinds = (*OUTCOMES, "plan") if not self.period.budget else (*OUTCOMES, "plan", "budget")
        if self.period.månad:
            return [(kinds, year), (kinds, f"{year}{self.period.text[4:]}")]
        return [(kinds, year)]

    def budget(self, times: Sequence[Time]) -> list[Time]:
        """The budget of a time."""
        return [(("budget", "plan"), when) for _, when in times]


def world_of_lines(lines: Iterable[Line], period: Period, body: str = "") -> World:
    """A world of rows that were read out of anybody's tables: no report, no bodies, no references."""
    rows = tuple(lines)
    return World(period, body, rows, Vocabulary(rows, ()))


def boxes(lines: Sequence[Line], times: Sequence[Time]) -> list[tuple[Line, Box]]:
    """The figures of some rows at some times."""
    return [(line, box) for line in lines for kinds, when in times for box in line.of(kinds, when)]


def name_of(line: Line, box: Box) -> str:
    """What a figure is of, for a message: `Sjukfrånvaro, kvinnor, 2022`."""
    sex = {"K": ", kvinnor", "M": ", män"}.get(line.kön, "")
    return f"{line.etikett}{sex}, {box.kolumn}"


def reference(box: Box) -> str:
    """What to write instead: the reference, with the figure that it gives."""
    shown = format_tal(box.tal)
    return f"Skriv {box.hänvisning}, som ger {box.visat}." if box.hänvisning else f"Tabellens siffra är {shown}."
