"""What was read from YAML: texts, mappings and sequences, each with where it stands in its file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from vb_gen.core.finding import Place


@lru_cache(4)
def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text: split once, however many places in it are asked for."""
    return tuple(text.split("\n"))


@lru_cache(4)
def _starts(text: str) -> tuple[int, ...]:
    """Where each line of a text begins."""
    return 0, *(match.end() for match in re.finditer("\n", text))


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was written, and where it begins."""

    text: str
    place: Place
    block: bool = False  # a literal block: line i of the text is line i of the file
    indent: int = 0  # of a literal block's content
    skip: int = 0  # characters between the place and the text (an opening quote)
    _spots: list[tuple[int, int]] | None = field(default=None, init=False, repr=False, compare=False)  # when asked for

    def at(self, line: int, column: int = 0) -> Place:
        """The place of a character: line and column of the text, counted from 0."""
        if self.block:
            return Place(self.place.document, self.place.line + 1 + line, self.indent + column + 1)
        starts = _starts(self.text)
        return self._walk((starts[line] if line < len(starts) else len(self.text) + 1) + column)

    def _walk(self, offset: int) -> Place:
        """The place of a character of a text that is not a block: the same letters, parted otherwise."""
        if self._spots is None:
            object.__setattr__(self, "_spots", self._all_spots())
        assert self._spots is not None
        line, column = self._spots[min(offset, len(self.text))]
        return Place(self.place.document, line + 1, column + 1)

    def _all_spots(self) -> list[tuple[int, int]]:
        """Where each character of a text that is not a block stands in the file, and where the text ends."""
        lines = self.place.document.lines
        line, column = first = self.place.line - 1, self.place.column - 1 + self.skip
        spots: list[tuple[int, int]] = []
        for char in self.text:
            if not char.isspace():
                while line < len(lines) and (at := lines[line].find(char, column)) < 0:
                    line, column = line + 1, 0
                if line >= len(lines):
                    lost = (first[0], self.place.column - 1)
                    return spots + [lost] * (len(self.text) + 1 - len(spots))
                column = at
            spots.append((line, column))
            column += not char.isspace()
        return [*spots, (line, column)]

    def lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the text, numbered from 0."""
        yield from enumerate(lines_of(self.text))

    def at_offset(self, offset: int) -> Place:
        """The place of the character at an offset in the text."""
        if not self.block:
            return self._walk(offset)
        starts = _starts(self.text)
        line = bisect_right(starts, offset) - 1
        return self.at(line, offset - starts[line])


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and their nodes, in the order written."""

    place: Place
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes in the order written."""

    place: Place
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence
