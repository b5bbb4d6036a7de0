"""Room for words among figures: of some ways to share a table's width, the one that gives the fewest lines.

A sentence in a column of figures (`Avtalsdiskussioner pausade i väntan på riktlinjer`) makes a row of many short lines. The
names beside may give room for it, but only where the table gets lower for it: tables that follow on each other otherwise
have their columns in the same places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vb_gen.output.html.diagram import BROAD
from vb_gen.output.html.lettering import wrap

SIZE, PADDING = 11.0, 11  # letters on paper (without lettering's room to spare) and a cell's air, of a page as wide as a chart
STEPS = (3, 6, 9)  # how many per cent wider a column of words may be
WORTH = 2  # so many lines fewer make it worth while
LEAST = 2 / 3  # of what a column had, it keeps so much


Line = Sequence[tuple[str, int]]  # a row: what stands in each column, and how many rows a text of it spans


def fitted(widths: list[int], rows: Sequence[Line], wanting: Sequence[int], giving: Sequence[int]) -> list[int]:
    """Widths in per cent: those given, or with more for the columns that are `wanting`, from one or all that are `giving`."""
    best, least = widths, lines(widths, rows) - WORTH + 1
    for one in _ways(widths, wanting, giving):
        needed = lines(one, rows)
        if needed < least:
            best, least = one, needed
    return best


def lines(widths: Sequence[int], rows: Sequence[Line]) -> int:
    """How many lines a table is: each row as many as its fullest cell, and those that a cell spans no fewer than it."""
    total, spans = 0, [(0, 0)]  # where a spanning cell ends, counted in rows, and in lines
    for number, row in enumerate(rows):
        most = 1
        for (text, span), width in zip(row, widths, strict=True):
            wanted = len(wrap(text, width * BROAD / 100 - PADDING, SIZE)) if text else 1
            if span > 1:
                spans.append((number + span, total + wanted))
            else:
                most = max(most, wanted)
        total = max([total + most, *(line for end, line in spans if end == number + 1)])
    return total


def _ways(widths: list[int], wanting: Sequence[int], giving: Sequence[int]) -> Iterator[list[int]]:
    for more in STEPS:
        for givers in (*([one] for one in giving), giving):
            made = list(widths)
            for column in wanting:
                made[column] += more
            rest = more * len(wanting)
            for number, column in enumerate(givers):
                part = rest // (len(givers) - number)
                made[column] -= part
                rest -= part
            if all(made[column] >= LEAST * widths[column] for column in givers):
                yield made
