"""What one slip of the hand would explain a figure that is not what it should be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Slip(StrEnum):
    """What went wrong; the words are the ones users read."""

    TECKEN = "omvänt tecken"
    BYTTA = "två siffror har bytt plats"
    FAKTOR = "fel tiopotens"
    TAPPAD = "en siffra är tappad"
    EXTRA = "en siffra för mycket"
    RAD = "talet är en annan rads"
    SIFFRA = "en siffra är fel"


_CERTAIN = (Slip.TECKEN, Slip.BYTTA, Slip.FAKTOR, Slip.TAPPAD, Slip.EXTRA)


def is_telling(slip: Slip | None) -> bool:
    """Is the slip one that few other differences look like?"""
    return slip in _CERTAIN


def slip(stated: int, should: int, tolerance: int, others: Iterable[int] = ()) -> Slip | None:
    """The slip that makes `stated` of what `should` stand there, give or take `tolerance`; all in units of its last digit."""
    if abs(stated + should) <= tolerance and stated:
        return Slip.TECKEN
    reach = range(-min(tolerance, 6), min(tolerance, 6) + 1)
    candidates = sorted((should + n for n in reach), key=lambda value: abs(value - should))
    for value in candidates:
        if kind := _exactly(stated, value):
            return kind
    near = set(others)
    if any(value in near for value in candidates if value):
        return Slip.RAD
    for value in candidates[:3]:
        if _one_digit(stated, value):
            return Slip.SIFFRA
    return None


def _exactly(stated: int, should: int) -> Slip | None:
    if not should or not stated or (stated < 0) != (should < 0):
        return None
    have, want = str(abs(stated)), str(abs(should))
    if have != want and have.rstrip("0") == want.rstrip("0"):
        return Slip.FAKTOR
    if len(have) == len(want):
        differ = [n for n in range(len(have)) if have[n] != want[n]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            a, b = differ
            if have[a] == want[b] and have[b] == want[a]:
                return Slip.BYTTA
    if len(have) == len(want) - 1 and len(want) > 2 and any(want[:n] + want[n + 1 :] == have for n in range(len(want))):
        return Slip.TAPPAD
    if len(have) == len(want) + 1 and len(have) > 2 and any(have[:n] + have[n + 1 :] == want for n in range(len(have))):
        return Slip.EXTRA
    return None


def _one_digit(stated: int, should: int) -> bool:
    have, want = str(abs(stated)), str(abs(should))
    return (stated < 0) == (should < 0) and len(have) == len(want) and sum(a != b for a, b in zip(have, want, strict=True)) == 1
