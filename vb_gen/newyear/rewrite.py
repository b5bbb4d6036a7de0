"""A file rewritten entry by entry: what is not touched stays as a person wrote it, comments and all."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator

from vb_gen.core.node import Mapping, Node, Sequence
from vb_gen.core.pattern import regex

ANVISNING = "Anvisning"
FÖRRA = "Förra året"
_OURS = regex(rf"\s*# (?:{ANVISNING}|{FÖRRA}[^:]*):")
_GOES_ON = regex(r"\s*#(?: {3}.*)?$")
_WIDTH = 110

Entry = Callable[[str, Node, int, list[str]], Iterable[str]]  # key, value, number of its first line, its lines
Part = Callable[[Mapping, int, int], list[str]]  # a mapping, its first line and the one after its last


def comment(title: str, text: str, indent: int) -> list[str]:
    """A comment that the next rewriting knows as ours and takes away: `# Anvisning: …`, `# Förra årets text:`."""
    lead = " " * indent
    rows = text.strip("\n").split("\n")
    if len(rows) == 1 and len(title) + len(rows[0]) < _WIDTH - indent:
        return [f"{lead}# {title}: {rows[0].strip()}"]
    if title == ANVISNING:
        return textwrap.wrap(f"{title}: {text}", _WIDTH, initial_indent=f"{lead}# ", subsequent_indent=f"{lead}#   ")
    return [f"{lead}# {title}:", *(f"{lead}#   {row}".rstrip() for row in rows)]


def without_ours(lines: Iterable[str]) -> Iterator[str]:
    """Lines between entries, without the comments that an earlier rewriting left there."""
    ours = False
    for line in lines:
        ours = bool(_OURS.match(line)) or (ours and bool(_GOES_ON.match(line)))
        if not ours:
            yield line


class Rewriter:
    """The lines of one file, walked by its nodes."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)

    def mapping(self, node: Mapping, first: int, end: int, entry: Entry) -> list[str]:
        """The lines `first` to `end` (from 1, the end not included), with each entry of a mapping as `entry` makes it."""
        out: list[str] = []
        keys = list(node.keys.values())
        for number, key in enumerate(keys):
            start = key.place.line
            limit = keys[number + 1].place.line if number + 1 < len(keys) else end
            stop = self._stop(start, key.place.column - 1, limit)
            out += without_ours(self.lines[first - 1 : start - 1])
            out += entry(key.text, node.entries[key.text], start, self.lines[start - 1 : stop - 1])
            first = stop
        return [*out, *without_ours(self.lines[first - 1 : end - 1])]

    def sequence(self, node: Sequence, first: int, end: int, part: Part) -> list[str]:
        """The same for a list of mappings, each as `part` makes it; the dash goes to the first key that is left."""
        out: list[str] = []
        for number, item in enumerate(node.items):
            start = item.place.line
            limit = node.items[number + 1].place.line if number + 1 < len(node.items) else end
            out += without_ours(self.lines[first - 1 : start - 1])
            out += self._item(item, start, limit, part) if isinstance(item, Mapping) else self.lines[start - 1 : limit - 1]
            first = limit
        return [*out, *without_ours(self.lines[first - 1 : end - 1])]

    def _item(self, item: Mapping, start: int, limit: int, part: Part) -> list[str]:
        line = self.lines[start - 1]
        dash = line[: item.place.column - 1].rfind("-")
        if dash < 0:  # it stands alone on a line of its own
            return part(item, start, limit)
        self.lines[start - 1] = line[:dash] + " " + line[dash + 1 :]
        out = part(item, start, limit)
        for number, made in enumerate(out):
            if made.strip() and not made.lstrip().startswith("#"):
                out[number] = made[:dash] + "-" + made[dash + 1 :]
                break
        return out

    def _stop(self, start: int, column: int, limit: int) -> int:
        """The line after an entry's last; blank lines and comments before the next entry are not its own."""
        while limit - 1 > start and self._between(self.lines[limit - 2], column):
            limit -= 1
        return limit

    @staticmethod
    def _between(line: str, column: int) -> bool:
        bare = line.lstrip(" ")
        return not bare or (bare.startswith("#") and len(line) - len(bare) <= column)
