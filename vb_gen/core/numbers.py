"""Swedish figures: reading them strictly, writing them rightly.

Rules: decimal comma, thousands in groups of three parted by a no-break space, minus as U+2212, a no-break space before a
unit, half rounded away from zero, the sign set after rounding so that −0,0 cannot occur (Språkrådet, Svenska
skrivregler; CLDR sv for the groups). Babel does the grouping; what it does otherwise for Swedish is not used.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.numbers import format_decimal

from vb_gen.core.figure import Tal as Tal
from vb_gen.core.figure import round_half_up as round_half_up
from vb_gen.core.figure import round_towards as round_towards
from vb_gen.core.pattern import regex
from vb_gen.core.units import is_amount_unit as is_amount_unit
from vb_gen.core.units import powers as powers

NBSP = "\u00a0"
MINUS = "\u2212"
_SPACES = regex(r"[ \t\u00a0\u2007\u2009\u202f]+")
_SIGN = r"[+±\-\u2212\u2013\u2012]"
_NUMBER = regex(rf"({_SIGN})? ?(\d{{1,3}}(?: \d{{3}})+|\d+)(?:([.,])(\d*))?", re.ASCII)
_BRACKETS = regex(r"\( ?([\d ,.]+?) ?\)", re.ASCII)
_MAY_BE_THOUSANDS = regex(r"[1-9]\d{0,2}", re.ASCII)
MAX_DIGITS = 18  # more than any municipality's kronor and ören; what is longer is no figure but a slip


class NumberProblem(ValueError):
    """A text that is no figure: why, and what to write."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead


def fold_spaces(text: str) -> str:
    """Every kind of space as a plain one, none at the ends."""
    return _SPACES.sub(" ", text).strip()


def is_plain(text: str) -> bool:
    """Is it a number and nothing else: no unit, bound, mark or words? One that is may still be refused."""
    return _NUMBER.fullmatch(text) is not None


def read_tal(text: str) -> Tal:
    """Read a figure as Swedes write it: `1 593 404`, `−86`, `70,02`, `9.7`.

    A decimal point is read where it cannot be a thousands separator. Raises :class:`NumberProblem` with what to write.
    """
    plain = fold_spaces(text)
    if match := _BRACKETS.fullmatch(plain):
        instead = _said(match, "Skriv -{}") or "Skriv minus före talet: -12"
        raise NumberProblem(f"”{plain}”: parentes används inte för minus", instead)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        shown = plain if len(plain) <= 60 else plain[:60] + "…"
        raise NumberProblem(f"”{shown}” går inte att läsa som ett tal", _suggest(plain[:200]))
    sign, whole, mark, fraction = match.groups()
    digits = whole.replace(" ", "")
    if len(digits) + len(fraction or "") > MAX_DIGITS:
        raise NumberProblem(f"talet har fler än {MAX_DIGITS} siffror", "Kontrollera att två tal inte har klistrats ihop")
    negative = sign is not None and sign not in "+±"
    if mark == "." and fraction and len(fraction) == 3 and _MAY_BE_THOUSANDS.fullmatch(whole):
        minus = "-" if negative else ""
        what = f"”{plain}” kan betyda både tusental och decimaler"
        raise NumberProblem(what, f"Skriv {minus}{whole} {fraction} (tusental) eller {minus}{whole},{fraction} (decimaler)")
    if sign == "±":
        raise NumberProblem(f"”{plain}”: ± kan bara stå i ett målvärde", "Skriv talet med + eller −, eller utan tecken")
    value = Decimal(f"{digits}.{fraction}" if fraction else digits)
    return Tal(-value if negative and value else value, len(fraction or ""), sign == "+")


EXAMPLE = "Skriv till exempel 1 234,5 eller −86"


def _suggest(plain: str) -> str:
    """What to write instead of something that is nearly a number."""
    if re.fullmatch(r"[+\-\u2212]?\d{1,3}(\.\d{3})+(,\d+)?", plain, re.ASCII):
        return "Skriv tusental med mellanslag: " + plain.replace(".", " ")
    if re.fullmatch(r"[+\-\u2212]?\d{1,3}(,\d{3})+(\.\d+)?", plain, re.ASCII):
        return "Skriv " + plain.replace(",", " ").replace(".", ",")
    for pattern, instead in _NEARLY:
        if (match := re.fullmatch(pattern, plain, re.ASCII)) and (said := _said(match, instead)):
            return said
    if re.search(r"\d,?[oOlI]|[oOlI],?\d", plain):
        return "Kontrollera att siffrorna 0 och 1 inte är bokstäverna O och l"
    if re.search(r"\d", plain) and not plain.isascii() and not re.search(r"[0-9]", plain):
        return "Skriv med siffrorna 0–9"
    if re.fullmatch(r"[*_]{1,3}.+", plain):
        return "Skriv siffran utan * och _ omkring; summor blir feta av sig själva"
    return EXAMPLE


_NEARLY = (
    (r"(?i:(?:se|enligt) (?:fotnot|not|bilaga|kommentar|nedan|text)).*",
     "Skriv talet med ett märke, 41,2*, och förklara märket under noter"),
    (r"=.*", "Klistra in värdet, inte formeln"),
    (r"#+", "Kolumnen är för smal i Excel; bredda den och kopiera igen"),
    (r"#.*", "Rätta felet i Excel och klistra in värdet"),
    (r"\d{2,4}-\d\d?-\d\d?|\d\d?[-/. ](?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*",
     "Excel har gjort om värdet till ett datum; skriv talet som det ska stå"),
    (r"[+-]?\d(?:[.,]\d+)?[eE][+-]?\d+", "Skriv ut alla siffror, i grupper om tre"),
    (r"['`´\u2019](.+)", "Ta bort apostrofen: {}"),
    (r"([+\-\u2212]?\d.*?)[:,][-\u2013]", "Skriv {}"),
    (r"(\d.*?) ?-", "Skriv minus före talet: -{}"),
    (r"% ?(.+)", "Skriv {} %"),
    (r"[-\u2212\u2013]{2} ?(\d.*)", "Skriv -{}"),
    (r"(.+)", "Skriv {} (tusental i grupper om tre)"),
    (r"\d[\d ,.]*[-\u2013/] ?\d.*", "Skriv ett tal; två tal i en cell skrivs med / emellan: 12 / 14"),
)  # fmt: skip


def _said(match: re.Match[str], instead: str) -> str:
    """A suggestion with its number set right; nothing where that is no number either."""
    if "{}" not in instead:
        return instead
    number = match.group(1).replace(" ", "")
    if not _NUMBER.fullmatch(number):
        return ""
    try:
        tal = read_tal(number)
    except NumberProblem:
        return ""
    return instead.format(format_tal(tal).replace(NBSP, " ").replace(MINUS, "-"))


@cache
def _locale() -> Locale:
    return Locale("sv", "SE")


@lru_cache(20_000)
def format_decimal_sv(value: Decimal, decimals: int, *, group: bool = True, plus: bool = False) -> str:
    """A number in Swedish: `−1 234,5`; rounded first, then signed; zero has no sign."""
    rounded = round_half_up(value, decimals)
    places = max(decimals, 0)
    pattern = ("#,##0" if group else "0") + ("." + "0" * places if places else "")
    digits = format_decimal(abs(rounded), pattern, locale=_locale(), decimal_quantization=True)
    if rounded == 0:
        return str(digits)
    return (MINUS if rounded < 0 else "+" if plus else "") + str(digits)


def shortest(value: Decimal) -> str:
    """A number in Swedish with the decimals it needs: `50`, `1,5`."""
    return format_decimal_sv(value, max(0, -int(value.normalize().as_tuple().exponent)))


def format_tal(tal: Tal, *, group: bool = True) -> str:
    """A number with the decimals it was written with."""
    return format_decimal_sv(tal.värde, tal.decimaler, group=group, plus=tal.plus)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit, held together: `9,7 %`, `86 mnkr`."""
    return f"{number}{NBSP}{unit}" if unit else number


def convert(value: Decimal, unit: str, target: str) -> Decimal:
    """An amount of kronor in another unit (`tkr` to `mnkr`). Raises KeyError where either is not an amount's unit."""
    return value.scaleb(powers(unit, target))
