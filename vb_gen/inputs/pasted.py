"""Tables in pasted text and CSV: lines whose cells are parted by tabs, pipes, semicolons or wide spaces.

Running text between tables is kept apart, each paragraph with its place: it is not read here.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from vb_gen.core.pattern import regex

MAX_LINES = 20_000
MAX_LINE = 20_000
_WIDE = regex(r"(?<=\S) {2,}(?=\S)|(?<=\S)\u00a0{2,}(?=\S)")
_RULE = regex(r"[\s|:+=\-–]{3,}")
_PROSE = 100  # a line as long as this, without a cell in it, is running text
_WORDS = 7


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are a table, or several on end: the texts of its cells."""

    first: int  # lines before it
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a text holds: its tables, and the running text between them by line."""

    blocks: tuple[Block, ...]
    prose: tuple[tuple[int, str], ...]


def read_pasted(text: str) -> Pasted:
    """The tables of a text."""
    lines = [line[:MAX_LINE] for line in text.splitlines()[:MAX_LINES]]
    mark = _mark(lines)
    blocks: list[Block] = []
    prose: list[tuple[int, str]] = []
    rows: list[tuple[str, ...]] = []
    first = 0

    def end() -> None:
        kept = rows
        while kept and not any(cell.strip() for cell in kept[-1]):
            kept.pop()
        if sum(len(row) > 1 for row in kept) > 1:
            blocks.append(Block(first, tuple(kept)))
        else:
            prose.extend((first + n + 1, " ".join(row)) for n, row in enumerate(kept) if any(row))
        rows.clear()

    for number, line in enumerate(lines):
        cells = _cells(line, mark)
        if len(cells) == 1 and _is_prose(line):
            end()
            prose.append((number + 1, line.strip()))
            first = number + 1
            continue
        if not rows and not line.strip():
            first = number + 1
            continue
        if not rows:
            first = number
        rows.append(() if mark == "|" and _RULE.fullmatch(line) and "-" in line else cells)
    end()
    return Pasted(tuple(blocks), tuple(prose))


def _is_prose(line: str) -> bool:
    """Is a line without cells running text, and not the title or a heading of a table?"""
    plain = line.strip()
    words = plain.split()
    return len(plain) > _PROSE or (len(words) >= _WORDS and plain.endswith((".", "!", "?")))


def _mark(lines: Sequence[str]) -> str:
    """What parts the cells: what is in the most lines, tabs first."""
    for mark in ("\t", "|", ";"):
        with_it = sum(mark in line for line in lines)
        if with_it > 1 or (with_it and len(lines) == 1):
            return mark
    return "  "


def _cells(line: str, mark: str) -> tuple[str, ...]:
    if mark == "\t":
        return tuple(line.split("\t"))
    if mark == "|":
        plain = line.strip()
        if "|" not in plain:
            return (line,)
        plain = plain.removeprefix("|").removesuffix("|")
        return tuple(_trimmed(cell) for cell in plain.split("|"))
    if mark == ";":
        if '"' in line:
            try:
                return tuple(next(csv.reader([line], delimiter=";", strict=True)))
            except (csv.Error, StopIteration):
                pass
        return tuple(line.split(";"))
    lead = len(line) - len(line.lstrip())
    cells = _WIDE.split(line.strip())
    return (" " * lead + cells[0], *cells[1:])


def _trimmed(cell: str) -> str:
    """A cell between pipes, without the space that parts it from them; what is left of it is indentation."""
    return cell.removeprefix(" ").rstrip()


def read_commas(text: str) -> Block:
    """A file of cells parted by commas, as programs write it."""
    rows = []
    for row in csv.reader(text.splitlines(keepends=True)):
        rows.append(tuple(row))
        if len(rows) >= MAX_LINES:
            break
    return Block(0, tuple(rows))
