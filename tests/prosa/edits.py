"""The edits of the bench as data: read from YAML, put into a file's text, and the paragraph that each has touched.

An edit either replaces a text that stands once in its file (`ersätt`, `med`) or adds a sentence (`mening`) after the one line
that ends with `efter`: as a new point where that line is a point in a list, else as the paragraph's next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FAULTS = ("fel.yaml", "fel-undanhållet.yaml")
HONEST = ("ärligt.yaml", "ärligt-undanhållet.yaml")
_KEY = re.compile(r"\s*(- )?[\w ]+:( \||$)")


class Gone(Exception):
    """The text that an edit is about no longer stands in its file, or stands there more than once."""


@dataclass(frozen=True)
class Edit:
    """One change of one file."""

    id: str
    rapport: str
    fil: str
    kind: str
    old: str  # the text that is replaced, or the end of the line after which the sentence is added
    new: str
    added: bool
    säkert: bool = False
    säger_emot: tuple[dict[str, Any], ...] = ()
    stämmer_med: tuple[dict[str, Any], ...] = ()
    skäl: str = ""

    @property
    def file(self) -> str:
        """The file's place within inputs/."""
        return f"{self.rapport}/{self.fil}"

    def apply(self, text: str) -> tuple[str, range]:
        """The file's text with the edit in it, and the numbers of the lines that it has touched."""
        return self._add(text) if self.added else self._replace(text)

    def _replace(self, text: str) -> tuple[str, range]:
        if text.count(self.old) != 1:
            raise Gone(f"”{self.old}” står {text.count(self.old)} gånger i {self.file}")
        start = text.index(self.old)
        first = text.count("\n", 0, start) + 1
        return text.replace(self.old, self.new), range(first, first + self.new.count("\n") + 1)

    def _add(self, text: str) -> tuple[str, range]:
        lines = text.split("\n")
        found = [number for number, line in enumerate(lines) if line.endswith(self.old)]
        if len(found) != 1:
            raise Gone(f"{len(found)} rader slutar med ”{self.old}” i {self.file}")
        anchor = lines[found[0]]
        indent = anchor[: len(anchor) - len(anchor.lstrip())]
        lines.insert(found[0] + 1, f"{indent}{'- ' if anchor.lstrip().startswith('- ') else ''}{self.new}")
        return "\n".join(lines), range(found[0] + 2, found[0] + 3)


def read(name: str) -> list[Edit]:
    """The edits of one of the files beside this one."""
    return [
        Edit(
            id=one["id"],
            rapport=one["rapport"],
            fil=one["fil"],
            kind=one["kind"],
            old=one.get("ersätt") or one["efter"],
            new=one.get("med") or one["mening"],
            added="efter" in one,
            säkert=one.get("säkert", False),
            säger_emot=tuple(one.get("säger_emot", ())),
            stämmer_med=tuple(one.get("stämmer_med", ())),
            skäl=one.get("skäl", ""),
        )
        for one in yaml.safe_load((HERE / name).read_text("utf-8"))
    ]


def paragraph(lines: Iterable[str], touched: range) -> range:
    """The numbers of the lines of the paragraph, or the point in a list, that the touched lines stand in."""
    every = ["", *lines, ""]
    first, last = touched.start, touched.stop - 1
    while not _begins(every[first]) and not _ends(every[first - 1]):
        first -= 1
    while not _begins(every[last + 1]) and not _ends(every[last + 1]):
        last += 1
    return range(first, last + 1)


def _begins(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _ends(line: str) -> bool:
    return not line.strip() or _KEY.match(line) is not None
