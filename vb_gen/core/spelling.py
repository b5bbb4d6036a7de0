"""What somebody may have meant by a word that nobody knows."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from vb_gen.core.finding import short
from vb_gen.core.names import listed


def near(word: str, known: Sequence[str]) -> str | None:
    """The known word that somebody may have meant, if any is near."""
    close = difflib.get_close_matches(short(word).casefold(), [k.casefold() for k in known], n=1, cutoff=0.6)
    return next(k for k in known if k.casefold() == close[0]) if close else None


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`Menade du …?` for a word nobody knows; nothing where no known word is near."""
    meant = near(word, known)
    return f"Menade du ”{meant}”?" if meant else ""


def nearest(word: str, known: Sequence[str]) -> str:
    """`Menade du …?` for a word nobody knows, and the known words where they are few or none is near."""
    shown = [*known] if len(known) <= 40 else [*known[:40], f"{len(known) - 40} till"]
    there = f"Det här finns: {listed(shown)}." if shown else "Det finns inga än."
    meant = did_you_mean(word, known)
    if not meant:
        return there
    return f"{meant} {there}" if len(known) <= 6 else meant
