"""A grid written again in the way its author wrote it: the same sign between the cells, aligned if it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vb_gen.core.finding import Collector
from vb_gen.core.node import Mapping, Scalar, Sequence
from vb_gen.model.grid import Piece, Pieces, split_grid

Fill = Callable[[dict[str, Piece], str], str]  # the cells of a row and a column's word -> what is to stand there


def rewrite_grid(node: Scalar, label: str, heading: Callable[[str], str], fill: Fill) -> list[str]:
    """The lines of a grid with new headings and cells; blank lines and a rule below the head stay."""
    header, rows = split_grid(node, Collector())
    by_line = {row[0].place.line: row for row in rows}
    lines = dict(node.lines())
    head = header[0].place.line
    sign = "\t" if "|" not in lines[head - node.place.line - 1] else "|"
    words = [piece.text.casefold() for piece in header]
    at = words.index(label)
    made: dict[int, list[str] | None] = {}  # a line's cells, or None for a line that stays
    for number in lines:
        line = node.place.line + 1 + number
        if line == head:
            made[number] = [heading(piece.text) for piece in header]
        elif line in by_line:
            cells = dict(zip(words, by_line[line], strict=True))
            texts = [fill(cells, word) for word in words]
            texts[at] = "  " * cells[label].indent + texts[at]
            made[number] = texts
        else:
            made[number] = None
    style = _Style([lines[n] for n, cells in made.items() if cells is not None], sign, len(header), at)
    table = style.write([row for row in made.values() if row is not None])
    lead = " " * node.indent
    out = []
    for number, row in made.items():
        text = next(table) if row is not None else lines[number]
        out.append((lead + text).rstrip(" ") if text.strip() else "")
    return out


def rewrite_list(node: Sequence, label: str, indent: int, heading: Callable[[str], str], fill: Fill) -> list[str]:
    """The same for rows as programs write them, a mapping a row."""
    header, rows = split_grid(node, Collector())
    items = [item for item in node.items if isinstance(item, Mapping)]
    out = []
    for item, row in zip(items, rows, strict=True):
        cells = {piece.text.casefold(): cell for piece, cell in zip(header, row, strict=True)}
        sign = "- "
        for piece in header:
            if piece.text in item.entries:
                word = piece.text.casefold()
                text = ("  " * cells[word].indent if word == label else "") + fill(cells, word)
                out.append(f"{' ' * indent}{sign}{heading(piece.text)}: '{text.replace(chr(39), chr(39) * 2)}'")
                sign = "  "
    return out


def write_grid(pieces: Pieces, label: str, indent: int, heading: Callable[[str], str], fill: Fill) -> list[str]:
    """A table that came from a spreadsheet, as the lines of an aligned grid."""
    words = [piece.text.casefold() for piece in pieces.header]
    rows = [[heading(piece.text) for piece in pieces.header]]
    for row in pieces.rows:
        cells = dict(zip(words, row, strict=True))
        rows.append(["  " * cells[label].indent * (word == label) + fill(cells, word).replace("|", "/") for word in words])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [" " * indent + line.rstrip() for line in lines]


class _Style:
    """How a grid is laid out: framed or not, aligned or not, and to which side each column leans."""

    def __init__(self, lines: list[str], sign: str, count: int, label: int) -> None:
        self.sign, self.lines = sign, lines
        self.framed = sign == "|" and lines[0].lstrip().startswith("|")
        bars = [[m.start() for m in re.finditer(r"\|", line.rstrip())] for line in lines]
        self.aligned = sign == "|" and len(lines) > 1 and max(map(bars.count, bars)) * 2 > len(lines)
        self.right = [n != label and self._leans_right(lines, n) for n in range(count)]

    def _leans_right(self, lines: list[str], number: int) -> bool:
        """Do the cells of a column end, rather than begin, at one place?"""
        votes = figures = 0
        for line in lines:
            cells = line.split(self.sign)[1 if self.framed else 0 :]
            if number >= len(cells) or not cells[number].strip():
                continue
            cell = cells[number]
            before = len(cell) - len(cell.lstrip()) - (number > 0 or self.framed)
            after = len(cell) - len(cell.rstrip()) - (number < len(cells) - 1)
            votes += (before > 0 >= after) - (after > 0 >= before)
            figures += bool(re.match(r"[<>≥≤+−-]?\d", cell.strip()))
        return votes > 0 or (votes == 0 and figures * 2 > len(lines))

    def write(self, rows: list[list[str]]) -> Iterator[str]:
        """The rows as lines."""
        widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
        for row, line in zip(rows, self.lines, strict=True):
            if self.aligned:
                cells = [c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, widths, self.right, strict=True)]
            else:  # cell by cell as it was, where it says the same
                before = [cell.strip() for cell in line.split(self.sign)[1 if self.framed else 0 :]]
                raw = line.split(self.sign)[1 if self.framed else 0 :]
                cells = [self._loose(c, n, before, raw) for n, c in enumerate(row)]
            if self.sign == "\t" or not self.aligned:
                yield ("|" if self.framed else "") + self.sign.join(cells) + ("|" if self.framed else "")
            elif self.framed:
                yield f"| {' | '.join(cells)} |"
            else:
                yield " | ".join(cells)

    def _loose(self, text: str, number: int, before: list[str], raw: list[str]) -> str:
        if number < len(raw) and before[number] == text.strip():
            return raw[number]
        if self.sign == "\t" or not text:
            return text or ("" if self.sign == "\t" else " ")
        return f"{text} " if number == 0 and not self.framed else f" {text} "
