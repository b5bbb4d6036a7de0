"""How many figures of running text are references, were held against something, and were not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Coverage:
    """The figures of a text, counted by what came of them."""

    hänvisningar: int = 0
    prövade: int = 0
    ej_prövade: int = 0
    utan_tal: int = 0  # claims without a figure of their own that were held: ökade, nådde målet
    varför: Counter[str] = field(default_factory=Counter)  # why the others were not

    def add(self, other: Coverage) -> None:
        """Count another's with one's own."""
        self.hänvisningar += other.hänvisningar
        self.prövade += other.prövade
        self.ej_prövade += other.ej_prövade
        self.utan_tal += other.utan_tal
        self.varför += other.varför

    @property
    def empty(self) -> bool:
        """Is there nothing to tell?"""
        return not (self.hänvisningar or self.prövade or self.ej_prövade or self.utan_tal)

    @property
    def text(self) -> str:
        """In words: `24 hänvisningar, 12 tal prövade, 80 ej`."""
        parts = [f"{self.hänvisningar} {'hänvisning' if self.hänvisningar == 1 else 'hänvisningar'}"] if self.hänvisningar else []
        parts += [f"{self.prövade} tal prövade, {self.ej_prövade} ej"] if self.prövade or self.ej_prövade else []
        parts += [f"{self.utan_tal} påståenden utan tal prövade"] if self.utan_tal else []
        return ", ".join(parts)

    def record(self) -> dict[str, Any]:
        """As plain data, the commonest reason first."""
        why = sorted(self.varför.items(), key=lambda item: (-item[1], item[0]))
        return {
            "hänvisningar": self.hänvisningar,
            "prövade": self.prövade,
            "ej_prövade": self.ej_prövade,
            "utan_tal": self.utan_tal,
            "varför": dict(why),
        }


def whole(parts: Iterable[Coverage]) -> Coverage:
    """Of several texts together."""
    out = Coverage()
    for part in parts:
        out.add(part)
    return out
