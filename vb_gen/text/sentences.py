"""Running text in sentences, each with its place: what the rules that read prose share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.core.finding import Place
from vb_gen.core.node import Scalar
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADER
from vb_gen.core.typesetting import read_words
from vb_gen.text.lexicon import ABBREVIATIONS

NUMBER = r"(?:\d{1,3}|noll|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)"  # ”en” and ”ett” are mostly no numbers
_EARLIER = regex(
    r"\bdelår(?:srapport|sbokslut|et|suppföljning)\w*|\btertial\w*|\b(?:i fjol|förra året|föregående (?:år|rapport|berättelse)\w*)\b"
    rf"|\b(?:redan|ännu|så sent som) i (?:{'|'.join(MÅNADER)})\b|\b(?:i|per|vid utgången av) (?:{'|'.join(MÅNADER[:-1])}) (?:bedöm|såg|var|hade|angav)\w*",
    re.I,
)
_PARTED = r"\n[ \t]*\n\s*|\n(?=[ \t]*(?:[-*+]|#{1,6}|\d{1,2}[.)])\s)"
_END = regex(rf"(?<=[.!?:])[”\")]?\s+(?=[A-ZÅÄÖ\d{{”\"(*])|{_PARTED}")
_PARAGRAPH = regex(_PARTED)
_LEAD = regex(r"\s*(?:(?:[-*+]|#+)\s+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence on one line of plain spaces, and where it begins."""

    text: str
    scalar: Scalar
    offset: int

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.scalar.at_offset(self.offset)


def breaks(text: str, start: int = 0, *, colon: bool = False) -> Iterator[tuple[int, int]]:
    """Where each sentence but the last ends, and where the next begins; `colon`: what follows a colon is one of its own.

    The stop of an abbreviation ends none (kap. 3, varav ca. 73). A point of a list and a heading are sentences.
    """
    for match in _END.finditer(text, start):
        at = match.start()
        mark = text[at - 1] if at else ""
        if mark == ":" and not colon and "\n" not in match.group():
            continue
        if mark == "." and not _PARAGRAPH.match(text, at) and _abbreviated(text, at - 1):
            continue
        yield at, match.end()


def parted(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph, point or heading but the last ends, and where the next begins."""
    return ((match.start(), match.end()) for match in _PARAGRAPH.finditer(text))


def _abbreviated(text: str, stop: int) -> bool:
    """Is the full stop that of an abbreviation?"""
    first = stop
    while first and not text[first - 1].isspace() and stop - first < 10:
        first -= 1
    return text[first:stop].strip('(”"').casefold() in ABBREVIATIONS


def sentences(text: Scalar | None) -> Iterator[Sentence]:
    """The sentences of a text; a point in a list, and a heading, is one at least."""
    if text is None:
        return
    start = 0
    for end in [*(end for end, _ in breaks(text.text, colon=True)), len(text.text)]:
        raw = text.text[start:end]
        lead = _LEAD.match(raw)
        skip = lead.end() if lead else 0
        if plain := " ".join(raw[skip:].split()):
            yield Sentence(plain, text, start + skip)
        start = end


def points(text: Scalar | None) -> Iterator[Sentence]:
    """The first sentence of each point of a list, without the points within points."""
    if text is None:
        return
    for match in re.finditer(r"^[-*+] +(?=\S)", text.text, re.M):
        end = next((end for end, _ in breaks(text.text, match.end(), colon=True)), len(text.text))
        raw = text.text[match.end() : end]
        yield Sentence(" ".join(raw.split()), text, match.end())


def tells_of_earlier(text: str) -> bool:
    """Does a sentence tell how it stood in another report, that of the spring or of last year?"""
    return bool(_EARLIER.search(text))


def number(text: str) -> int:
    """A number in figures or letters."""
    return int(text) if text.isdigit() else read_words(text) or 0
