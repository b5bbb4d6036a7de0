"""Running text in sentences, each with its place: what the rules that read prose share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.core.finding import Place
from vb_gen.core.node import Scalar
from vb_gen.core.period import MÅNADER
from vb_gen.core.typesetting import read_words

NUMBER = r"(?:\d{1,3}|noll|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv)"  # ”en” and ”ett” are mostly no numbers
_EARLIER = re.compile(
    r"\bdelår(?:srapport|sbokslut|et|suppföljning)\w*|\btertial\w*|\b(?:i fjol|förra året|föregående (?:år|rapport|berättelse)\w*)\b"
    rf"|\b(?:redan|ännu|så sent som) i (?:{'|'.join(MÅNADER)})\b|\b(?:i|per|vid utgången av) (?:{'|'.join(MÅNADER[:-1])}) (?:bedöm|såg|var|hade|angav)\w*",
    re.I,
)
_END = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÅÄÖ\d{”\"(*])|\n\s*\n|\n(?=\s*(?:[-*+]|#+)\s)")
_LEAD = re.compile(r"\s*(?:(?:[-*+]|#+)\s+)?")


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


def sentences(text: Scalar | None) -> Iterator[Sentence]:
    """The sentences of a text; a point in a list, and a heading, is one at least."""
    if text is None:
        return
    start = 0
    for end in [*(match.start() for match in _END.finditer(text.text)), len(text.text)]:
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
        end = _END.search(text.text, match.end())
        raw = text.text[match.end() : end.start() if end else len(text.text)]
        yield Sentence(" ".join(raw.split()), text, match.end())


def tells_of_earlier(text: str) -> bool:
    """Does a sentence tell how it stood in another report, that of the spring or of last year?"""
    return bool(_EARLIER.search(text))


def number(text: str) -> int:
    """A number in figures or letters."""
    return int(text) if text.isdigit() else read_words(text) or 0
