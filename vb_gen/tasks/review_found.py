"""What comes of holding running text against tables, as values for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from vb_gen.checks.claims.coverage import Coverage
from vb_gen.core.finding import Place


@dataclass(frozen=True, slots=True)
class Belägg:
    """A figure of a table that a text is held against."""

    namn: str
    visat: str
    plats: Place


@dataclass(frozen=True, slots=True)
class Textfynd:
    """Something in a text that does not hold."""

    fil: str
    rad: int
    kod: str
    nivå: str
    text: str
    mening: str
    råd: str
    belägg: tuple[Belägg, ...]


@dataclass
class Textgranskning:
    """What came of the running text."""

    fynd: list[Textfynd] = field(default_factory=list)
    täckning: Coverage = field(default_factory=Coverage)
