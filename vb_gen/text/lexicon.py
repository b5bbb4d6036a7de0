"""The words that a sentence about figures is made of: ONE list, as data.

The words lie in `lexikon.txt`, by class. What a class means is said where it is used: `checks.claims` reads a sentence
with it. A word that stands in no class is one that a claim is not read past.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_NUMERALS = {
    "noll": 0, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10, "elva": 11,
    "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17, "arton": 18, "nitton": 19, "tjugo":
    20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90, "hundra": 100,
    "båda": 2,
}  # fmt: skip
NUMERALS = frozenset((*_NUMERALS, "en", "ett"))
_UNITS = {
    "%": "%", "procent": "%", "procents": "%", "procentenhet": "procentenheter", "procentenheter": "procentenheter",
    "procentenheters": "procentenheter", "mnkr": "mnkr", "mkr": "mnkr", "miljoner kronor": "mnkr", "miljon kronor": "mnkr",
    "miljoner": "mnkr", "miljon": "mnkr", "mdkr": "mdkr", "miljarder kronor": "mdkr", "miljard kronor": "mdkr", "miljarder":
    "mdkr", "tkr": "tkr", "tusen kronor": "tkr", "kr": "kr", "kronor": "kr", "kronors": "kr", "timmar": "timmar", "timmars":
    "timmar", "tim": "timmar", "år": "år", "års": "år", "hektar": "ha", "ha": "ha", "dagar": "dagar", "dagars": "dagar",
    "gram": "gram", "st": "antal", "stycken": "antal", "personer": "antal", "platser": "antal", "enheter": "enheter",
    "enhet": "enheter", "dygn": "antal", "årsarbetare": "årsarbetare", "årsverken": "årsarbetare", "kvadratkilometer":
    "km²", "kvadratmeter": "m²", "mwh": "MWh", "kwh": "kWh", "gwh": "GWh", "ton": "ton", "kilo": "kg", "kg": "kg",
    "kilometer": "km", "km": "km", "meter": "m", "liter": "liter", "minuter": "minuter", "veckor": "veckor", "månader":
    "månader", "poäng": "poäng", "indexenheter": "enheter", "‰": "promille", "promille": "promille",
}  # fmt: skip
ABBREVIATIONS = frozenset((
    "ca", "kap", "bl.a", "t.ex", "dvs", "avd", "kl", "nr", "inkl", "exkl", "resp", "fig", "tab", "jfr", "s.k",
    "st", "fg", "m.m", "d.v.s", "p.g.a", "t.o.m", "fr.o.m", "o.d", "prel", "max", "min", "tel", "milj", "bil",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or an expression, and its class."""

    words: tuple[str, ...]
    kind: str


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """Every expression by its first word, the longest first."""
    found: dict[str, list[Entry]] = {}
    for line in Path(__file__).with_name("lexikon.txt").read_text(encoding="utf-8").splitlines():
        kind, _, words = line.partition("#")[0].partition(":")
        for word in words.split():
            parts = tuple(word.split("_"))
            found.setdefault(parts[0], []).append(Entry(parts, kind.strip()))
    return {first: tuple(sorted(known, key=lambda entry: -len(entry.words))) for first, known in found.items()}


def numeral(word: str) -> int | None:
    """A number in letters."""
    return _NUMERALS.get(word)


def unit(word: str, following: str = "") -> tuple[str, int]:
    """What unit a word is, together with the word after it where that belongs to it; and how many words it took."""
    if following and (both := _UNITS.get(f"{word} {following}")):
        return both, 2
    one = _UNITS.get(word, "")
    return one, 1 if one else 0


_ENDINGS = (
    "ningarnas", "ningarna", "arnas", "ernas", "ornas", "arna", "erna", "orna", "andet", "andets", "aren", "ens", "ets",
    "ars", "ers", "ors", "ar", "er", "or", "en", "et", "an", "na", "ns", "ma", "as", "s", "n", "t", "a", "e",
)  # fmt: skip
_SHORTEST = 3


@lru_cache(8192)
def forms(word: str) -> frozenset[str]:
    """What a word may be an ending of: itself, and itself without each ending that it has (besöken: besök, besöke)."""
    plain = word.casefold()
    if len(plain) <= _SHORTEST:
        return frozenset((plain,))
    cut = {plain}
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST:
            cut.add(plain[: -len(ending)])
    return frozenset(cut)
