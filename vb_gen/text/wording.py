"""Figures in words: how a figure that a sentence refers to is put: `ca`, `drygt`, in another unit, with its direction.

Words of direction follow the figure's sign, so that prose cannot say överskott of an underskott.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.core.numbers import (
    NBSP,
    Tal,
    convert,
    format_decimal_sv,
    is_amount_unit,
    powers,
    round_half_up,
    round_towards,
    with_unit,
)
from vb_gen.core.typesetting import in_words


class ReferenceProblem(ValueError):
    """A reference that cannot be followed: why, what to write, and the word in it that is wrong.

    It may follow from a table that could not be read (`följer`).
    """

    def __init__(self, what: str, instead: str = "", word: str = "", *, följer: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead
        self.word = word
        self.följer = följer


@dataclass(frozen=True, slots=True)
class Mängd:
    """A figure on its way into a sentence."""

    värde: Decimal
    decimaler: int
    enhet: str = ""
    ord_före: str = ""  # ca, drygt, närmare
    bra: int = 0  # +1 where plus is good, −1 where minus is, 0 where it cannot be told
    skillnad: bool = False  # a deviation or a difference
    neutrum: bool = False  # ett mål, ett uppdrag
    källa: Tal | None = None  # the table's figure, for what compares prose with tables

    def __str__(self) -> str:
        number = with_unit(format_decimal_sv(self.värde, self.decimaler), self.enhet)
        return f"{self.ord_före}{NBSP}{number}" if self.ord_före else number

    def magnitude(self) -> str:
        """Without its sign."""
        return str(replace(self, värde=abs(self.värde)))


Filter = Callable[[Mängd, list[Mängd | int]], Mängd | str]


def _decimals(subject: Mängd, arguments: list[Mängd | int], default: int | None = None) -> int:
    if not arguments:
        return subject.decimaler if default is None else default
    if not isinstance(arguments[0], int):
        raise ReferenceProblem("inom parentes ska stå ett antal decimaler", "Skriv till exempel | ca(0).")
    return arguments[0]


def _about(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
    places = _decimals(subject, arguments)
    return replace(subject, värde=round_half_up(subject.värde, places), decimaler=places, ord_före="ca")


def _rounded(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
    places = _decimals(subject, arguments, 0)
    return replace(subject, värde=round_half_up(subject.värde, places), decimaler=places)


def _cut(word: str, *, up: bool) -> Filter:
    def cut(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
        places = _decimals(subject, arguments, 0)
        size = round_towards(abs(subject.värde), places, up=up)
        if size == abs(subject.värde):
            what = f"”{word}” stämmer inte: {subject} är jämnt"
            raise ReferenceProblem(what, f"Ta bort | {word}, eller avrunda grövre: | {word}(-1).", word)
        return replace(subject, värde=size.copy_sign(subject.värde), decimaler=places, ord_före=word)

    return cut


def _in_unit(unit: str) -> Filter:
    def change(subject: Mängd, _: list[Mängd | int]) -> Mängd:
        if not is_amount_unit(subject.enhet):
            raise ReferenceProblem(f"{subject} är inget belopp och kan inte skrivas i {unit}", f"Ta bort | {unit}.", unit)
        value = convert(subject.värde, subject.enhet, unit)
        places = subject.decimaler - powers(subject.enhet, unit)
        return replace(subject, värde=value, decimaler=max(places, 0), enhet=unit)

    return change


def _against(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
    other = arguments[0] if arguments else None
    if not isinstance(other, Mängd):
        raise ReferenceProblem("”mot” behöver en hänvisning att jämföra med", "Skriv | mot(personal.sjukfrånvaro[2022]).", "mot")
    if other.enhet != subject.enhet:
        what = f"{subject} och {other} har olika enhet och kan inte jämföras"
        raise ReferenceProblem(what, "Jämför med ett tal i samma enhet.", "mot")
    unit = "procentenheter" if subject.enhet == "%" else subject.enhet
    places = max(subject.decimaler, other.decimaler)
    return replace(subject, värde=subject.värde - other.värde, decimaler=places, enhet=unit, skillnad=True, källa=None)


def _judged(subject: Mängd, word: str) -> Decimal:
    """The figure with plus for what is good. Raises :class:`ReferenceProblem` where it cannot be told, as of a count."""
    if not subject.bra:
        what = f"”{word}” kan inte sägas om {subject}: talet är varken bra eller dåligt i sig"
        raise ReferenceProblem(what, f"Ta bort | {word}.", word)
    return subject.värde * subject.bra


def _result(subject: Mängd, _: list[Mängd | int]) -> str:
    good = _judged(subject, "överskott")
    if good == 0:
        return "ett nollresultat"
    return f"ett {'överskott' if good > 0 else 'underskott'} på {subject.magnitude()}"


def _sized(plus: str, minus: str, zero: str, *, after: bool, judged: bool = False) -> Filter:
    """Words that follow the sign: before the figure (”ökat med 5 %”) or after it (”5 mnkr lägre”).

    Those that are `judged` say plus of what is good; they are their own filter's name.
    """

    def say(subject: Mängd, _: list[Mängd | int]) -> str:
        value = _judged(subject, plus) if judged else subject.värde
        if value == 0:
            return zero
        word = plus if value > 0 else minus
        return f"{subject.magnitude()} {word}" if after else f"{word} {subject.magnitude()}"

    return say


FILTERS: dict[str, Filter] = {
    "tal": lambda subject, _: replace(subject, enhet=""),
    "belopp": lambda subject, _: replace(subject, värde=abs(subject.värde)),
    "avrundat": _rounded,
    "ca": _about,
    "drygt": _cut("drygt", up=False),
    "närmare": _cut("närmare", up=True),
    "tkr": _in_unit("tkr"),
    "mnkr": _in_unit("mnkr"),
    "mot": _against,
    "överskott": _result,
    "bättre": _sized("bättre", "sämre", "oförändrat", after=True, judged=True),
    "högre": _sized("högre", "lägre", "oförändrat", after=True),
    "ökat": _sized("ökat med", "minskat med", "varit oförändrat", after=False),
    "ökade": _sized("ökade med", "minskade med", "var oförändrat", after=False),
    "ökning": _sized("en ökning med", "en minskning med", "ingen förändring", after=False),
    "i_ord": lambda subject, _: in_words(subject.värde, neuter=subject.neutrum),
}
