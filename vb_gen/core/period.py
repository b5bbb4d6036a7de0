"""Periods: `2023` (a year), `2021-08` (to the end of a month), `2024-budget` (ahead of a year)."""

from __future__ import annotations

import re
from dataclasses import dataclass

MÅNADER = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
MÅNADSNAMN = "|".join(MÅNADER)  # any of them, in a pattern


@dataclass(frozen=True, slots=True)
class Period:
    """What is reported; the text names the folder."""

    text: str
    år: int
    månad: int | None = None
    budget: bool = False

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """A folder's name as a period, or None."""
        match = re.fullmatch(r"((?:19|20)\d\d)(?:-(budget|0[1-9]|1[0-2]))?", text)
        if match is None:
            return None
        rest = match.group(2)
        month = int(rest) if rest and rest != "budget" else None
        return cls(text, int(match.group(1)), month, rest == "budget")

    @property
    def sort_key(self) -> tuple[int, int]:
        """In order of time: a budget before its year, part of a year before the whole."""
        return self.år, 0 if self.budget else self.månad or 13

    def words(self) -> dict[str, str]:
        """What headings may say of the period."""
        words = {"år": str(self.år), "period": str(self.år), "period-1": str(self.år - 1)}
        if self.månad:
            words |= {
                "period": f"{self.år}-{self.månad:02}",
                "period-1": f"{self.år - 1}-{self.månad:02}",
                "månad": MÅNADER[self.månad - 1],
                "månader": f"januari–{MÅNADER[self.månad - 1]}" if self.månad > 1 else "januari",
            }
        return words


def months_of(text: str) -> str:
    """`2023-07` as a heading says it, `januari–juli 2023`; a year as it is."""
    period = Period.parse(text)
    return f"{period.words()['månader']} {period.år}" if period and period.månad else text
