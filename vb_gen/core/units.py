"""The one table of units: what kind each is, how it is spelt, and whether those of women and men add up.

To add a unit is to add a line. A municipality adds its own in kommun.yaml, under `enheter_för_tal`, each as one of these.
A unit that is not here is read as it stands and nothing is taken for granted of it; one that is nearly here is told of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from vb_gen.core.pattern import regex

Sort = Literal["belopp", "antal", "andel", "skillnad", "index", "ålder", "tid", "mått", "kvot", ""]


@dataclass(frozen=True, slots=True)
class Måttenhet:
    """A unit: what it is called, its kind, and what may be done with figures in it."""

    namn: str
    sort: Sort
    stavningar: tuple[str, ...] = ()
    potens: int = 0  # how many powers of ten it is above the kind's own: 3 of tkr
    summeras: bool | None = None  # is a total the sum of women's and men's? None where it may be or not
    heltal: bool = False  # counted one by one, and exact where it is a whole number
    utskrivs: bool = True  # said after a figure in running text: 12 timmar, but 12


_COUNTED = (  # what is counted one by one
    *("anställda", "medarbetare", "invånare", "elever", "barn", "brukare", "kunder", "deltagare", "hushåll", "lägenheter"),
    *("bostäder", "platser", "boendeplatser", "ärenden", "beslut", "anmälningar", "besök", "besökare", "lån", "måltider"),
    *("portioner", "resor", "enheter"),
)
TABLE = (
    Måttenhet("kr", "belopp", ("kronor", "krona", "sek"), 0, True),
    Måttenhet("tkr", "belopp", ("kkr", "tsek", "tusen kronor"), 3, True),
    Måttenhet("mnkr", "belopp", ("mkr", "msek", "miljoner kronor", "miljon kronor", "miljoner", "miljon"), 6, True),
    Måttenhet("mdkr", "belopp", ("mdr", "miljarder kronor", "miljard kronor", "miljarder", "miljard"), 9, True),
    Måttenhet("antal", "antal", (), 0, True, heltal=True, utskrivs=False),
    Måttenhet("st", "antal", ("styck", "stycken"), 0, True, heltal=True),
    Måttenhet("tusen st", "antal", ("tusental",), 3, True),
    Måttenhet("personer", "antal", ("person", "pers"), 0, True, heltal=True),
    *(Måttenhet(noun, "antal", (), 0, True, heltal=True) for noun in _COUNTED),
    Måttenhet("årsarbetare", "antal", ("årsarb", "årsarbetskrafter", "åa", "heltidstjänster", "tjänster"), 0, True),
    Måttenhet("%", "andel", ("procent", "proc"), 0, False),
    Måttenhet("‰", "andel", ("promille",), 0, False),
    Måttenhet("procentenheter", "skillnad", ("procentenhet", "%-enheter", "%-enhet"), 0, False),
    Måttenhet("index", "index", ("indexvärde",), 0, False, utskrivs=False),
    Måttenhet("poäng", "index", ("betyg", "meritvärde"), 0, False),
    Måttenhet("år", "ålder", (), 0, False),
    Måttenhet("timmar", "tid", ("timme", "tim", "timmars", "timmarnas"), 0, True),
    Måttenhet("dagar", "tid", ("dag", "dgr", "dygn")),
    Måttenhet("minuter", "tid", ("minut", "min")),
    Måttenhet("sekunder", "tid", ("sekund",)),
    Måttenhet("veckor", "tid", ("vecka",)),
    Måttenhet("månader", "tid", ("månad", "mån")),
    Måttenhet("m", "mått", ("meter",)),
    Måttenhet("km", "mått", ("kilometer",)),
    Måttenhet("mil", "mått"),
    Måttenhet("m²", "mått", ("m2", "kvm", "kvadratmeter")),
    Måttenhet("ha", "mått", ("hektar",)),
    Måttenhet("km²", "mått", ("km2", "kvadratkilometer")),
    Måttenhet("m³", "mått", ("m3", "kbm", "kubikmeter")),
    Måttenhet("liter", "mått", ("l",)),
    Måttenhet("gram", "mått", ("g",)),
    Måttenhet("kg", "mått", ("kilo", "kilogram")),
    Måttenhet("ton", "mått"),
    Måttenhet("kWh", "mått"),
    Måttenhet("MWh", "mått"),
    Måttenhet("GWh", "mått"),
)
# Those that running text does not part from their figure: a no-break space stands between.
KEPT_TOGETHER = (
    *("%", "procent", "procentenheter", "kronor", "kr", "tkr", "mkr", "mnkr", "mdkr", "timmar", "tim", "dagar", "dgr", "år"),
    *("st", "platser", "årsarbetare", "personer"),
)
_QUOTIENT = regex(r"\S ?/ ?\S|\bper\b", re.I)
UNKNOWN = Måttenhet("", "")


class Måttenheter:
    """The units that a municipality knows: the table's, and those of its own."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self.own = {name.casefold(): name for name in own or {}}
        self._known = {word.casefold(): unit for unit in TABLE for word in (unit.namn, *unit.stavningar)}
        self._known |= {name.casefold(): self._known[meant.casefold()] for name, meant in (own or {}).items()}

    def find(self, text: str) -> Måttenhet:
        """The unit of a text; one without a kind where nobody knows it."""
        word = text.casefold().rstrip(".")
        if unit := self._known.get(word):
            return unit
        return Måttenhet(text, "kvot", (), 0, False) if _QUOTIENT.search(text) else UNKNOWN

    def meant(self, text: str) -> str:
        """What a word that is no unit was meant to be, where one letter is wrong, missing, too many or has changed places."""
        word = text.casefold().rstrip(".")
        if word in self._known or len(word) < 3 or not word.isalpha():
            return ""
        near = [known for known in self._known if len(known) > 2 and _is_one_off(word, known)]
        near = [known for known in near if min(len(word), len(known)) > 3 or sorted(known) == sorted(word)]
        return near[0] if near else ""

    @cached_property
    def names(self) -> list[str]:
        """Every name and spelling."""
        return list(self._known)


def _is_one_off(one: str, other: str) -> bool:
    """Does one letter part two words: another, one too many or too few, or two that have changed places?"""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and len(b) > 1 and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]


# Words of a row's name that say that its figures are not counted one by one, whatever its unit.
_NOT_WHOLE = regex(r"årsarb|heltid|tjänst|timm|dag|dygn|tusen|medel|genomsnitt|snitt\b|median|\bper\b|andel|%", re.I)


def is_exact(unit: Måttenhet, name: str) -> bool:
    """Are whole figures in a unit counted, and so exact? `name` is what the row is called."""
    return unit.heltal and not _NOT_WHOLE.search(name)


BUILT_IN = Måttenheter()
find = BUILT_IN.find


def spellings(*sorts: Sort) -> list[str]:
    """Every name and spelling of units of these kinds, the longest first, as a pattern's alternatives."""
    words: Iterable[str] = (word for unit in TABLE if unit.sort in sorts for word in (unit.namn, *unit.stavningar))
    return sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))


BELOPP = ("kr", "tkr", "mnkr", "mkr")  # what a table of amounts may be in


def is_percent(unit: str) -> bool:
    """Is it per cent?"""
    return find(unit).namn == "%"


def is_amount_unit(unit: str) -> bool:
    """Is it kronor, thousands, millions or milliards of them?"""
    return find(unit).sort == "belopp"


def powers(unit: str, target: str) -> int:
    """How many powers of ten an amount's unit is above another: 3 from `mnkr` to `tkr`. Raises KeyError for what is none."""
    one, other = find(unit), find(target)
    if one.sort != "belopp" or other.sort != "belopp":
        raise KeyError(unit if one.sort != "belopp" else target)
    return one.potens - other.potens
