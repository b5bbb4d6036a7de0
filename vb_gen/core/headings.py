"""What the heading of a column means: which kind of figure, which year, which unit, and how sure that is.

Words and years are read as they are written (`Bokslut 2023`, `Budg -23`, `Utfall jan–aug`, `2023-12-31`, `fg år`); where a
period is given, years are also told relative to it. A heading that may mean two things says so and is never guessed at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from vb_gen.core.labels import meaning, unit_of
from vb_gen.core.pattern import regex


class Kolumnslag(StrEnum):
    """The kind of figure in a column; the words are the ones users read."""

    BOKSLUT = "bokslut"
    UTFALL = "utfall"
    BUDGET = "budget"
    PLAN = "plan"
    PROGNOS = "prognos"
    AVVIKELSE = "avvikelse"
    FÖRÄNDRING = "förändring"
    ANDEL = "andel"
    INTÄKT = "intäkter"
    KOSTNAD = "kostnader"
    NETTO = "netto"
    SUMMA = "summa"
    NOT = "not"
    KOD = "kod"
    MÅLVÄRDE = "målvärde"
    OKÄNT = ""


@dataclass(frozen=True, slots=True)
class Rubrik:
    """A heading that was read."""

    text: str
    slag: Kolumnslag = Kolumnslag.OKÄNT
    år: int | None = None
    relativt: int | None = None  # years from the report's period: 0 this year, −1 the year before
    månad: int | None = None  # to the end of which month, where it is part of a year
    enhet: str = ""
    tvetydig: tuple[Kolumnslag, ...] = ()  # what it may mean, where it may mean more than one thing

    @property
    def säker(self) -> bool:
        """Is it known what kind of figure it is?"""
        return self.slag is not Kolumnslag.OKÄNT and not self.tvetydig


_K = Kolumnslag
# Kinds, the surest first: what a word of the heading begins with, and what it ends with.
_WORDS: tuple[tuple[Kolumnslag, tuple[str, ...], tuple[str, ...]], ...] = (
    (_K.AVVIKELSE, ("avvik", "diff", "kvar", "återst", "avv"), ("avvikelse", "differens")),
    (_K.FÖRÄNDRING, ("förändr", "ökning", "minskning", "utveckl", "förändr"), ("förändring",)),
    (_K.PROGNOS, ("progn", "helårsprogn", "årsprogn"), ("prognos",)),
    (_K.MÅLVÄRDE, ("målvärd", "måltal", "målnivå", "mål", "önskad"), ()),
    (_K.PLAN, ("plan", "flerårsplan"), ("plan",)),
    (_K.BUDGET, ("budg", "internbudg", "kommunbidrag", "ram", "anslag", "bud"), ("budget", "ram")),
    (_K.BOKSLUT, ("boksl", "redovis", "årsbokslut", "helår"), ("bokslut",)),
    (_K.UTFALL, ("utfall", "utf", "ack", "period", "delår"), ("utfall",)),
    (_K.NETTO, ("netto", "resultat"), ("netto", "resultat")),
    (_K.INTÄKT, ("intäkt", "inkomst"), ("intäkt", "intäkter")),
    (_K.KOSTNAD, ("kostnad", "utgift"), ("kostnad", "kostnader")),
    (_K.SUMMA, ("summa", "total", "samtlig"), ("summa",)),
)
_NOTES = frozenset({"not", "noter", "fotnot", "not nr", "not."})
_CODES = frozenset(
    {"nr", "kod", "id", "konto", "ansvar", "projekt", "projektnr", "löpnr", "rad", "verksamhetskod", "org", "objekt"}
)
_PREVIOUS = regex(r"\b(?:föreg(?:ående|\.)?|fg\.?|förra|f\.?g\.?) ?(?:år(?:et|s)?)?\b|\bår ?-1\b")
_YEAR = regex(r"(?<!\d)(19[5-9]\d|20[0-6]\d)(?!\d)", re.ASCII)
_SHORT_YEAR = regex(r"(?:(?<=\s)|(?<=^)|(?<=[a-zåäö]))[-–'’´]([0-6]\d)(?!\d)", re.ASCII)
_SHORT_DATE = regex(r"(?<!\d)([0-6]\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)", re.ASCII)
_ISO_MONTH = regex(r"(?:19[5-9]\d|20[0-6]\d)[-/.]?(0[1-9]|1[0-2])(?:[-/.]?[0-3]\d)?(?!\d)", re.ASCII)
_BEFORE_MONTH = regex(r"(?<!\d)([0-3]?\d)/(1[0-2]|0?[1-9])(?!\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = regex(r"\b(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*")
_TERTIAL = regex(r"\b(?:t|tertial ?)([1-3])\b|\b(?:kv|kvartal ?|q)([1-4])\b")
_TOKEN = regex(r"[a-zåäö]+")


def read_heading(text: str, over: str = "", year: int | None = None) -> Rubrik:
    """What a heading means: `text` is the lowest line of it, `over` what spans it, `year` the year of the report's period.

    The lowest line decides; what it does not say is taken from the one above it.
    """
    low, high = _read(text), _read(over) if over else None
    kind, ambiguous, at, month, unit = low
    if high is not None:
        if kind is _K.OKÄNT:
            kind, ambiguous = high[0], high[1]
        elif kind in (_K.INTÄKT, _K.KOSTNAD, _K.NETTO, _K.SUMMA) and high[0] in (_K.AVVIKELSE, _K.FÖRÄNDRING):
            kind = high[0]
        at, month, unit = at or high[2], month or high[3], unit or high[4]
    whole = f"{over} {text}".casefold()
    relative = at - year if at is not None and year is not None else None
    if at is None and _PREVIOUS.search(whole):
        relative, at = -1, year - 1 if year is not None else None
    if kind in (_K.OKÄNT, _K.UTFALL) and relative == -1 and not ambiguous:
        kind = _K.BOKSLUT if kind is _K.OKÄNT else kind
    shown = " ".join(part for part in (over, text) if part)
    return Rubrik(shown, kind, at, relative, month, unit, ambiguous)


_Read = tuple[Kolumnslag, tuple[Kolumnslag, ...], int | None, int | None, str]


def _read(text: str) -> _Read:
    folded = " ".join(text.casefold().replace("\u00ad", "").split())[:200]
    if folded in _NOTES:
        return _K.NOT, (), None, None, ""
    if folded in _CODES:
        return _K.KOD, (), None, None, ""
    unit = unit_of(folded)
    kinds = _kinds(folded)
    # "budgetavvikelse", "avvikelse mot budget", "diff bokslut–budget": the deviation is what the column shows
    if _K.AVVIKELSE in kinds or _K.FÖRÄNDRING in kinds:
        kind = _K.AVVIKELSE if _K.AVVIKELSE in kinds else _K.FÖRÄNDRING
        if meaning(folded).kvot == "%":
            kind = _K.ANDEL
        return kind, (), _year(folded), _month(folded), unit
    if meaning(folded).kvot and not kinds:
        return _K.ANDEL, (), _year(folded), _month(folded), unit
    time = [kind for kind in kinds if kind in (_K.BOKSLUT, _K.UTFALL, _K.BUDGET, _K.PLAN, _K.PROGNOS, _K.MÅLVÄRDE)]
    ambiguous: tuple[Kolumnslag, ...] = ()
    if len(time) > 1 and _K.BOKSLUT in time and not any(word in folded for word in ("boksl", "redovis")):
        time.remove(_K.BOKSLUT)  # "prognos helår": the whole year says no more than that
    if len(time) > 1 and not {_K.UTFALL, _K.BOKSLUT} >= set(time) and not {_K.BUDGET, _K.PLAN} >= set(time):
        ambiguous = tuple(time)
    kind = time[0] if time else kinds[0] if kinds else _K.OKÄNT
    return kind, ambiguous, _year(folded), _month(folded), unit


def _kinds(folded: str) -> list[Kolumnslag]:
    """The kinds that a heading's words name, the surest first."""
    tokens = _TOKEN.findall(folded)
    found = []
    for kind, starts, ends in _WORDS:
        for token in tokens:
            if token.startswith(starts) if len(token) > 3 else token in starts:
                found.append(kind)
                break
            if ends and token.endswith(ends):
                found.append(kind)
                break
    return found


def _year(folded: str) -> int | None:
    """The year that a heading names; the last of an interval's."""
    if years := _YEAR.findall(folded):
        return int(years[-1]) if len(set(years)) == 1 else None
    if match := _ISO_MONTH.search(folded):
        return int(match.group()[:4])
    if match := _SHORT_DATE.search(folded):
        return 2000 + int(match.group(1))
    if match := _SHORT_YEAR.search(folded):
        return 2000 + int(match.group(1))
    return None


def _month(folded: str) -> int | None:
    if match := _ISO_MONTH.search(folded):
        return int(match.group(1))
    if match := _SHORT_DATE.search(folded):
        return int(match.group(2))
    if match := _BEFORE_MONTH.search(folded):
        return int(match.group(2))
    if months := _MONTH.findall(folded):
        return _MONTHS.index(months[-1]) + 1
    if match := _TERTIAL.search(folded):
        return int(match.group(1)) * 4 if match.group(1) else int(match.group(2)) * 3
    return None
