"""What Excel shows of a stored value, in Swedish: `0.0964` in the format `0.0%` is ”9,6 %”.

The figure that is printed is the one that the author sees in the spreadsheet, with as many decimals. A format that cannot
be followed to the letter is refused, never guessed at.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal

from vb_gen.core.numbers import NBSP, fold_spaces, format_decimal_sv, round_half_up
from vb_gen.core.period import MÅNADER

DAGAR = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MAX_GENERAL = 4  # decimals of a figure that was given no format; more are chance, not intention
_PIECE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|general|e[+-]|am/pm|a/p|.', re.I | re.S)
_COLOURS = re.compile(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.I)
_CURRENCY = re.compile(r"\[\$([^-\]]*)(?:-[^\]]*)?\]")
_SHORT_DATE = "mm-dd-yy"  # the builtin short date, which every language shows its own way
_SPACES = (" ", NBSP, "\u202f")


class Unshowable(ValueError):
    """A value whose format cannot be followed: why, and what to do in Excel."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(what)
        self.what, self.instead = what, instead


def show_number(value: int | float, code: str) -> str:
    """A number as a format shows it. Raises :class:`Unshowable`."""
    exact = Decimal(f"{value:.15g}")  # Excel keeps fifteen digits; what follows is the binary fraction's noise
    sections = _sections(code)
    section = _section_for(exact, sections, code)
    pieces = [piece for piece in section if not _COLOURS.fullmatch(piece)]
    if [t for t in pieces if t.strip()] in (["@"], []) or any(t.casefold() == "general" for t in pieces):
        return _general(exact, pieces, code)
    return _placed(exact, pieces, code)


def is_general(code: str) -> bool:
    """Does a format leave out the zeros that a figure ends with?"""
    return "general" in code.casefold() or code == "@"


def show_date(value: datetime.date | datetime.datetime, code: str) -> str:
    """A date as a format shows it. Raises :class:`Unshowable`."""
    if code == _SHORT_DATE:
        return f"{value:%Y-%m-%d}"
    out = []
    pieces = [_literal(piece) for piece in _sections(code)[0] if not re.fullmatch(r"\[\$-[^\]]*\]", piece)]
    for kind, run in _runs(pieces):
        if kind == "literal":
            out.append(run)
        elif run in _DATE_PARTS:
            out.append(_DATE_PARTS[run](value))
        else:
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
}


def _sections(code: str) -> list[list[str]]:
    """A format's pieces, by its sections: for positive, negative, zero and text."""
    sections: list[list[str]] = [[]]
    for piece in _PIECE.findall(code or "General"):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return sections


def _section_for(value: Decimal, sections: list[list[str]], code: str) -> list[str]:
    if any(re.fullmatch(r"\[[<>=].*\]", piece) for section in sections for piece in section):
        raise _not_followed(code)
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if not "".join(section).strip():
        if len(sections) == 1:
            return ["General"]
        what = f"talformatet {code} visar inte talet"
        raise Unshowable(what, "Välj ett talformat i Excel som visar det, eller ta bort det ur området.")
    return section


def _not_followed(code: str) -> Unshowable:
    instead = "Välj ett vanligt talformat i Excel: Tal eller Procent med bestämda decimaler."
    return Unshowable(f"talformatet {code} läses inte", instead)


def _general(value: Decimal, pieces: list[str], code: str) -> str:
    """A figure without a format: as it is stored, as long as its decimals may be meant."""
    plain = value.normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    if decimals > MAX_GENERAL:
        what = f"talet har {decimals} decimaler men inget talformat som säger hur många som ska visas"
        raise Unshowable(what, "Ställ in antalet decimaler i Excel (Formatera celler, Tal).")
    rest = [_literal(piece) for piece in pieces if piece.casefold() not in ("general", "@")]
    if any(kind != "literal" for kind, _ in rest):
        raise _not_followed(code)
    return fold_spaces(format_decimal_sv(value, decimals, group=False) + "".join(text for _, text in rest))


def _literal(piece: str) -> tuple[str, str]:
    """A piece as text that is printed as it stands, or as a part that means something."""
    if piece[0] == '"':
        return "literal", piece[1:-1]
    if piece[0] == "\\" and len(piece) == 2:
        return "literal", piece[1]
    if piece[0] in "_*" and len(piece) == 2:
        return "literal", " " if piece[0] == "_" else ""
    if match := _CURRENCY.fullmatch(piece):
        return "literal", match.group(1)
    if piece in "$-+():/!^&'~{}<>=" or piece in _SPACES:
        return "literal", piece
    return "part", piece.casefold()


def _runs(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Letters of the same kind in a row, as one: yyyy, mm."""
    runs: list[tuple[str, str]] = []
    for kind, text in parts:
        if runs and kind == "part" and runs[-1][0] == "part" and runs[-1][1][0] == text:
            runs[-1] = ("part", runs[-1][1] + text)
        else:
            runs.append((kind, text))
    return runs


def _placed(value: Decimal, pieces: list[str], code: str) -> str:
    """A figure by the places of its format: 0, # and ?, a comma for groups or thousands, a percent sign."""
    parts = [_literal(piece) for piece in pieces]
    spots = [n for n, (kind, text) in enumerate(parts) if kind == "part" and text in "0#?."]
    if not spots or not any(parts[n][1] in "0#?" for n in spots):
        raise _not_followed(code)
    first, last = spots[0], spots[-1]
    while last + 1 < len(parts) and parts[last + 1] == ("part", ","):
        last += 1
    whole, fraction, grouped, scaled = _core(parts[first : last + 1], code)
    around = [(kind, text) for kind, text in (*parts[:first], *parts[last + 1 :])]
    if any(kind == "part" and text != "%" for kind, text in around) or ("literal", "/") in around:
        raise _not_followed(code)
    percents = sum(part == ("part", "%") for part in around)
    figure = abs(value).scaleb(2 * percents - 3 * scaled)
    digits = format_decimal_sv(figure, len(fraction), group=grouped)
    optional = len(fraction) - len(fraction.rstrip("#?"))
    number, comma, decimals = digits.partition(",")
    while optional and decimals.endswith("0"):
        decimals, optional = decimals[:-1], optional - 1
    number = number.zfill(whole.count("0"))
    sign = "-" if value < 0 and round_half_up(figure, len(fraction)) else ""
    before = "".join(text for _, text in parts[:first]).strip("()-− ")
    after = "".join(text for _, text in parts[last + 1 :]).replace(")", "").rstrip("-− ")
    return fold_spaces(f"{before} {sign}{number}{comma if decimals else ''}{decimals}{after}").replace("+ ", "+")


def _core(parts: list[tuple[str, str]], code: str) -> tuple[str, str, bool, int]:
    """The places before and after the decimal mark, whether groups are parted, and how many thousands it is shown in."""
    text = ""
    for kind, piece in parts:
        if kind == "literal" and piece not in _SPACES:
            raise _not_followed(code)
        text += "," if kind == "literal" else piece  # a space between the places is how Swedes write a group
    match = re.fullmatch(r"([0#?]*(?:,[0#?]+)*)(,*)(?:\.([0#?]*)(,*))?", text)
    if match is None:
        raise _not_followed(code)
    whole, scale, fraction, more = (part or "" for part in match.groups())
    return whole, fraction, "," in whole, len(scale) + len(more)
