"""What Excel shows of a stored value, in Swedish: `0.0964` in the format `0.0%` is ”9,6 %”.

What the author sees in the spreadsheet is what is read: the figure with as many decimals, its sign as the format sets it, the
words that the format adds. A format that cannot be followed to the letter, or that hides what is stored, is refused with its
name, never guessed at.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from vb_gen.core.numbers import NBSP, fold_spaces, format_decimal_sv, round_half_up
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADER
from vb_gen.inputs.sheets.formats import Part, Section, sections

DAGAR = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MAX_GENERAL = 4  # decimals of a figure that was given no format; more are chance, not intention
_SHORT_DATE = "mm-dd-yy"  # the builtin short date, which every language shows its own way
_SPACES = (" ", NBSP, "\u202f")
_DASHES = "\u2212\u2013\u2014-"
_FIRST_DATE = datetime.date(1900, 3, 1)  # Excel holds 1900 for a leap year, and shows earlier days wrong or not at all
# A sign before the digits, beside a unit at most: a dash after a word (Konto-5) is no sign.
_BEGINS = regex(rf"(?:[^\W\d_]+\.?\s+|[$€£]\s*)?[{_DASHES}]\s*(?:[^\W\d_]+\.?|[$€£])?\s*")
_PRICE = regex(rf"\s*[,:.][{_DASHES}]\s*")


class Unshowable(ValueError):
    """A value whose format cannot be followed: why, and what to do in Excel."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(what)
        self.what, self.instead = what, instead


def show_number(value: int | float, code: str) -> str:
    """A number as a format shows it. Raises :class:`Unshowable`."""
    exact = Decimal(f"{value:.15g}")  # Excel keeps fifteen digits; what follows is the binary fraction's noise
    every = sections(code)
    chosen, own = _section_for(exact, every, code)
    if chosen.colour == "white":
        raise _hidden(code)
    if not exact and not chosen.has("general", "text") and _is_dash(chosen):
        chosen, own = every[0], False  # a dash is how Excel's own formats write nought
    return _with_sign(exact, chosen, own, chosen.colour not in ("", every[0].colour), code)


def show_text(text: str, code: str) -> str:
    """A text as a format shows it. Raises :class:`Unshowable`."""
    every = sections(code)
    if len(every) < 4 and not every[-1].has("text"):
        return text
    section = every[3] if len(every) > 3 else every[-1]
    if section.colour == "white":
        raise _hidden(code)
    if not section.has("text"):
        if section.has("general"):
            return text
        what = f"talformatet {code} döljer texten ”{fold_spaces(text)[:40]}”"
        raise Unshowable(what, "Välj formatet Allmänt eller Text i Excel, eller ta bort texten ur området.")
    if section.strange or section.has("other", "place"):
        raise _not_followed(code)
    return "".join(text if part.kind == "text" else part.text for part in section.parts)


def is_general(code: str) -> bool:
    """Does a format leave out the zeros that a figure ends with?"""
    return "general" in code.casefold() or code == "@"


def show_date(value: datetime.date | datetime.datetime, code: str) -> str:
    """A date as a format shows it. Raises :class:`Unshowable`."""
    day = value.date() if isinstance(value, datetime.datetime) else value
    if day < _FIRST_DATE:
        raise Unshowable("datumet är tidigare än Excel kan visa (####)", "Rätta datumet i Excel, eller skriv det som text.")
    if code == _SHORT_DATE:
        return f"{value:%Y-%m-%d}"
    section = sections(code)[0]
    out = []
    for kind, run in _runs(section.parts):
        if kind == "literal":
            out.append(run)
        elif run in _DATE_PARTS and not section.strange and not (section.language and (len(run) > 2 and run[0] in "md")):
            out.append(_DATE_PARTS[run](value))
        else:
            raise Unshowable(f"datumformatet {code} läses inte", "Välj ett datumformat som 2023-12-31 i Excel, utan klockslag.")
    if section.language in ("f800", "f400"):  # as Windows is set
        raise Unshowable(f"datumformatet {code} läses inte", "Välj ett datumformat som 2023-12-31 i Excel, utan klockslag.")
    return fold_spaces("".join(out))


_DATE_PARTS: dict[str, Callable[[datetime.date], str]] = {
    "yyyy": lambda d: f"{d.year:04}",
    "yyy": lambda d: f"{d.year:04}",
    "yy": lambda d: f"{d.year % 100:02}",
    "m": lambda d: str(d.month),
    "mm": lambda d: f"{d.month:02}",
    "mmm": lambda d: MÅNADER[d.month - 1][:3],
    "mmmm": lambda d: MÅNADER[d.month - 1],
    "d": lambda d: str(d.day),
    "dd": lambda d: f"{d.day:02}",
    "ddd": lambda d: DAGAR[d.weekday()][:3],
    "dddd": lambda d: DAGAR[d.weekday()],
    "/": lambda _: "/",
    ".": lambda _: ".",
    ",": lambda _: ",",
}


def _runs(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    """Letters of the same kind in a row, as one: yyyy, mm."""
    runs: list[tuple[str, str]] = []
    for part in parts:
        if runs and part.kind == "other" and runs[-1][0] == "other" and runs[-1][1][0] == part.text:
            runs[-1] = ("other", runs[-1][1] + part.text)
        else:
            runs.append((part.kind, part.text))
    return runs


def _section_for(value: Decimal, every: list[Section], code: str) -> tuple[Section, bool]:
    """The section that shows a number, and whether it is the negative ones' own, which sets its sign itself."""
    numeric = every[:-1] if 1 < len(every) < 4 and every[-1].has("text") else every[:3]
    if any(section.condition for section in numeric):
        return _by_condition(value, numeric, code), False
    if value < 0 and len(numeric) > 1:
        section, own = numeric[1], True
    else:
        section, own = numeric[2 if not value and len(numeric) > 2 else 0], False
    if not section.parts and len(every) == 1:
        section = Section((Part("general", "general"),), section.colour, strange=section.strange)
    if not section.has("place", "general", "text", "other") and not section.literals.strip():
        raise _hidden(code)
    return section, own


def _by_condition(value: Decimal, numeric: list[Section], code: str) -> Section:
    """The section whose condition holds; of negative numbers Excel's own programs differ in what they show."""
    if value < 0:
        raise _not_followed(code)
    for number, section in enumerate(numeric):
        # A section without a condition among others has the one of its place: positive, negative, the rest.
        if section.condition is None and number < len(numeric) - 1:
            raise _not_followed(code)
        if section.holds(value):
            if not section.parts or (not section.has("place", "general", "text", "other") and not section.literals.strip()):
                raise _hidden(code)
            return section
    raise _hidden(code)


def _hidden(code: str) -> Unshowable:
    return Unshowable(f"talformatet {code} visar inte talet", "Välj ett talformat i Excel som visar det, eller töm cellen.")


def _not_followed(code: str) -> Unshowable:
    instead = "Välj ett vanligt talformat i Excel (Tal eller Procent med bestämda decimaler) och se efter att talet visas rätt."
    return Unshowable(f"talformatet {code} läses inte", instead)


def _is_dash(section: Section) -> bool:
    """Does it show a dash in a figure's place, perhaps with a unit?"""
    shown = section.literals.strip()
    return bool(shown) and shown[0] in _DASHES and not re.search(rf"[\d{_DASHES}]", shown[1:]) and not _zero_digits(section)


def _zero_digits(section: Section) -> bool:
    return any(part.kind == "place" and part.text == "0" for part in section.parts)


def _with_sign(value: Decimal, section: Section, own: bool, red: bool, code: str) -> str:
    """A figure with what the format sets around it, and the sign that is seen."""
    before, number, after = _figure(value, section, code)
    if re.search(r"\d", before + after):
        what = f"talformatet {code} lägger till siffror som inte hör till talet"
        raise Unshowable(what, "Skriv det som ska visas i själva cellen, och välj ett talformat utan egna siffror.")
    if not number:  # the format says words instead of a figure
        if value or not (before + after).strip():
            raise _not_followed(code) if (before + after).strip() else _hidden(code)
        return fold_spaces(before + after)
    after = _PRICE.sub(" ", after, count=1) if _PRICE.match(after) else after
    brackets = "(" in before and ")" not in before and ")" in after.partition("(")[0]
    begins = _BEGINS.fullmatch(before.replace("(", "").strip())
    minus = bool(begins) or after.strip()[:1] in tuple(_DASHES)
    if brackets:
        before, after = before.replace("(", "", 1), after.replace(")", "", 1)
    if minus:
        before, after = re.sub(f"[{_DASHES}]", "", before), re.sub(rf"^\s*[{_DASHES}]", "", after)
    automatic = value < 0 and not own
    trailing = minus and not begins
    if minus + brackets + automatic > 1 or (brackets and not own) or (trailing and not own):
        instead = "Skriv talet i cellen med det tecken som ska gälla, och välj ett talformat utan parentes och eget minustecken."
        raise Unshowable(f"talformatet {code} gör att talets tecken kan läsas på två sätt", instead)
    negative = minus or brackets or automatic or (own and red)
    sign = "-" if negative and re.search(r"[1-9]", number) else ""
    if not sign:
        return fold_spaces(f"{before}{number}{after}").replace("+ ", "+")
    if re.search(rf"[^\d,{NBSP}]", number) or re.search(f"[{_DASHES}]", before):
        raise _not_followed(code)  # a sign among groups of their own, or after a word with a dash
    return fold_spaces(f"{before.strip()} {sign}{number}{after}")


def _figure(value: Decimal, section: Section, code: str) -> tuple[str, str, str]:
    """What stands before the digits, the digits without a sign, and what stands after."""
    if section.strange or section.has("other"):
        raise _not_followed(code)
    parts = section.parts
    spots = [n for n, part in enumerate(parts) if part.kind in ("place", "point", "general", "text")]
    if not spots:
        return section.literals, "", ""
    first, last = spots[0], spots[-1]
    while last + 1 < len(parts) and parts[last + 1].kind == "comma":
        last += 1
    around = [*parts[:first], *parts[last + 1 :]]
    if any(part.kind not in ("literal", "percent") for part in around):
        raise _not_followed(code)
    before = "".join(part.text for part in parts[:first])
    after = "".join(part.text for part in parts[last + 1 :])
    core = parts[first : last + 1]
    if core[0].kind in ("general", "text"):
        if len(core) > 1 or any(part.kind == "percent" for part in around):
            raise _not_followed(code)
        return before, _general(abs(value)), after
    percents = sum(part.kind == "percent" for part in around)
    number = _placed(abs(value).scaleb(2 * percents), core, code)
    if not number and not (before + after).strip():
        raise _hidden(code)
    return before, number, after


def _general(value: Decimal) -> str:
    """A figure without a format: as it is stored, as long as its decimals may be meant."""
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    if decimals > MAX_GENERAL:
        what = f"talet har {decimals} decimaler men inget talformat som säger hur många som ska visas"
        raise Unshowable(what, "Ställ in antalet decimaler i Excel (Formatera celler, Tal).")
    return format_decimal_sv(value, decimals, group=False)


def _placed(figure: Decimal, core: tuple[Part, ...], code: str) -> str:
    """A figure by the places of its format: 0, # and ?, a comma for groups or thousands."""
    point = next((n for n, part in enumerate(core) if part.kind == "point"), len(core))
    whole, fraction = list(core[:point]), list(core[point + 1 :])
    scale = 0
    for half in (whole, fraction):
        while half and half[-1].kind == "comma":
            half.pop()
            scale += 1
    if any(part.kind != "place" for part in fraction) or any(part.kind not in ("place", "comma", "literal") for part in whole):
        raise _not_followed(code)
    places = "".join(part.text for part in fraction)
    rounded = round_half_up(figure.scaleb(-3 * scale), len(places))
    digits, _, decimals = f"{rounded:f}".partition(".")
    optional = len(places) - len(places.rstrip("#?"))
    while optional and decimals.endswith("0"):
        decimals, optional = decimals[:-1], optional - 1
    filled = _whole(digits.lstrip("0"), whole, code)
    if not filled and not decimals:
        return ""
    return f"{filled or '0'}{',' if decimals else ''}{decimals}"


def _whole(digits: str, whole: list[Part], code: str) -> str:
    """The digits before the decimal mark in their places, from the right."""
    padded = digits.zfill(sum(part.text == "0" for part in whole if part.kind == "place"))
    literal = [part.text for part in whole if part.kind == "literal"]
    if not literal:
        return _grouped(padded) if any(part.kind == "comma" for part in whole) else padded
    groups = "".join(part.text if part.kind == "place" else " " for part in whole).split(" ")
    if all(text in _SPACES for text in literal) and all(len(group) == 3 for group in groups[1:]):
        return _grouped(padded)  # a space between the places is how Swedes write a group
    spots = [n for n, part in enumerate(whole) if part.kind == "place"]
    odd = any(part.kind == "comma" or re.search(r"[\d,.]", part.text) for part in whole if part.kind != "place")
    if odd or len(padded) < len(spots):
        raise _not_followed(code)
    out = [part.text for part in whole]
    for n in reversed(spots):
        out[n], padded = padded[-1], padded[:-1]
    out[spots[0]] = padded + out[spots[0]]
    return "".join(out)


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    return NBSP.join([*groups, *(digits[n : n + 3] for n in range(head, len(digits), 3))])
