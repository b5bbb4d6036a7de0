"""Findings: what is wrong, where, and what to write instead; and how they are printed.

Everything `vb` has to say about somebody's input is a :class:`Finding`. One function prints them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from vb_gen.core.names import listed


class Level(StrEnum):
    """How serious a finding is; the words are the ones users read."""

    FEL = "fel"
    VARNING = "varning"
    UPPLYSNING = "upplysning"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its name as users know it (relative to the workspace), and its lines.

    Its name says which it is; the lines are not compared, since a file may have very many.
    """

    name: str
    lines: tuple[str, ...] = field(repr=False, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other: its name, and which sheet of a workbook it is."""
        return self.name, ""

    def spot(self, line: int, column: int) -> str:
        """How a place in it is told."""
        return f"{self.name}:{line}:{column}"

    def offset(self, line: int, column: int) -> int:  # noqa: ARG002 - a sheet needs the line
        """Where in the line a place is, counted in characters from 0."""
        return column - 1

    def cell(self, line: int, column: int) -> str:  # noqa: ARG002 - only sheets have cells
        """The cell of a spreadsheet, `Drift!C7`; nothing in a text file."""
        return ""


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a document; line and column count from 1."""

    document: Document
    line: int
    column: int

    @property
    def text(self) -> str:
        """The line itself, or nothing where the file has no such line."""
        lines = self.document.lines
        return lines[self.line - 1] if 0 < self.line <= len(lines) else ""

    def __str__(self) -> str:
        return self.document.spot(self.line, self.column)

    @property
    def cell(self) -> str:
        """The cell of a spreadsheet, `Drift!C7`; nothing in a text file."""
        return self.document.cell(self.line, self.column)

    @property
    def sort_key(self) -> tuple[str, str, int, int]:
        """Order by file, sheet, line and column."""
        return *self.document.key, self.line, self.column


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the author: a stable code, what is wrong, and what to write instead."""

    code: str
    text: str
    place: Place
    instead: str = ""
    level: Level = Level.FEL
    följer: bool = field(default=False, kw_only=True)  # may follow from something else that could not be read


MOST_ALIKE = 3  # places that the same thing missing is told of one by one


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in order of place; one thing that is missing where many places need it is told once, with where it is needed.

    A column that a table no longer has is one fault, however many references and charts there are to it.
    """
    ordered = sorted(findings, key=lambda finding: finding.place.sort_key)
    alike: dict[str, list[Finding]] = {}
    for finding in ordered:
        if finding.följer:
            alike.setdefault(finding.text, []).append(finding)
    told: list[Finding] = []
    for finding in ordered:
        same = alike.get(finding.text, []) if finding.följer else []
        if len(same) <= MOST_ALIKE:
            told.append(finding)
        elif finding is same[0]:
            where = ", ".join(str(other.place) for other in same[1:])
            more = f"Detsamma gäller på {len(same) - 1} ställen till: {where}."
            told.append(replace(finding, instead=f"{finding.instead} {more}".strip()))
    return told


class InputError(Exception):
    """The input cannot be used; carries every finding, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(together(findings))
        super().__init__("\n".join(finding.text for finding in self.findings))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Finding, ...]]]:
        return InputError, (self.findings,)  # so that it can come from another process


class UseError(Exception):
    """The command was given something that does not exist or cannot be done; no place in a file."""


class MachineError(Exception):
    """Something on this machine is missing or broken (no Pango, a full disk); not the author's fault."""


class Collector:
    """Gathers findings while reading goes on, so that all are told at once."""

    def __init__(self) -> None:
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._lines: set[tuple[tuple[str, str], int]] = set()

    @property
    def findings(self) -> list[Finding]:
        """What was found, in the order it was found; the same thing at the same spot only once."""
        return list(self._findings.values())

    def add(self, code: str, text: str, place: Place, instead: str = "", *, följer: bool = False) -> None:
        """Note one error."""
        self.extend([Finding(code, text, place, instead, följer=följer)])

    def extend(self, findings: Iterable[Finding]) -> None:
        """Note many."""
        for finding in findings:
            self._findings.setdefault((finding.code, finding.text, str(finding.place)), finding)
            self._lines.add((finding.place.document.key, finding.place.line))

    def has(self, place: Place) -> bool:
        """Is anything said of the line already?"""
        return (place.document.key, place.line) in self._lines

    def stop(self) -> None:
        """Raise :class:`InputError` if anything was found."""
        if self._findings:
            raise InputError(self.findings)


_RANGES = ((0, 32), (0xDC80, 0xDD00), (0x7F, 0xA0), (0x61C, 0x61D), (0x200E, 0x2010), (0x2028, 0x202F), (0x2066, 0x206A))
_UNSEEN = {code: "\ufffd" for first, end in _RANGES for code in range(first, end)}


def visible(text: str) -> str:
    """A text that is safe to show in a terminal: what would command it, or turn the direction of writing, is replaced."""
    return text.replace("\t", " ").translate(_UNSEEN)


def short(text: str, most: int = 80) -> str:
    """What somebody wrote, as it is quoted in a message: on one line, and not a whole page of it."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= most else line[: most - 2].rstrip() + " …"


def format_finding(finding: Finding, more: Sequence[str] = ()) -> str:
    """A finding as text: `fil:rad:kolumn: vad`, the line with a caret under the spot, `more` of it, what to write instead."""
    out = [f"{visible(str(finding.place))}: {finding.level}: {short(finding.text, 1000)} [{finding.code}]"]
    line = finding.place.text
    if line.strip():
        start = max(0, finding.place.document.offset(finding.place.line, finding.place.column))
        # A long line is cut around the spot, so that the caret still stands under it.
        first = max(0, start - 60) if len(line) > 120 else 0
        shown = visible(line[first : first + 120])
        rest = "…" if len(line) > first + 120 else ""
        out.append(f"    {'…' if first else ''}{shown}{rest}".rstrip())
        if start <= len(line):
            out.append(" " * (4 + start - first + (1 if first else 0)) + "^")
    out += more
    if finding.instead:
        out.append(f"  → {short(finding.instead, 2000)}")
    return "\n".join(out)


def count_text(findings: Iterable[Finding]) -> str:
    """How many findings of each level, in Swedish: `2 fel och 1 varning`."""
    found = list(findings)
    plural = {Level.FEL: "fel", Level.VARNING: "varningar", Level.UPPLYSNING: "upplysningar"}
    parts = []
    for level in Level:
        number = sum(finding.level is level for finding in found)
        if number:
            parts.append(f"{number} {level if number == 1 else plural[level]}")
    return listed(parts) or "inga fel"
