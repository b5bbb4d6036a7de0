"""A cell as people write it: a figure with its sign, groups, decimals and unit, or why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from vb_gen.core.pattern import regex

MAX_DIGITS = 18
MAX_TEXT = 60  # a longer text is no figure, whatever stands in it


class Sort(Enum):
    """What a cell holds."""

    TOM = "tom"
    STRECK = "streck"  # a dash: nothing to tell
    TAL = "tal"
    DUBBEL = "två tal"  # a figure and another one beside it: 85,5 (83)
    SAKNAS = "saknas"  # I.U., x, ..: a figure that is missing
    GRÄNS = "gräns"  # >40, minst 3
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that was read. `tal` counts units of the last printed digit: 12,50 is 1250 with two decimals."""

    sort: Sort
    text: str
    tal: int = 0
    decimaler: int = 0
    enhet: str = ""
    udda: str = ""  # what is odd in the way it is written

    @property
    def is_figure(self) -> bool:
        """Can it be reckoned with?"""
        return self.sort is Sort.TAL


@dataclass(frozen=True, slots=True)
class Style:
    """What the marks of a table's figures mean: a point or a comma may part thousands."""

    point_groups: bool = False
    comma_groups: bool = False


_SPACES = regex(r"[ \t\u00a0\u2007\u2009\u202f]+")
_SIGNS = "\u2212\u2013\u2012\u2014\u2011\u2010-"  # the hyphen last, for sets in patterns
_DASHES = frozenset(_SIGNS) | {"--", "- -", "–,–", "-,-"}
_MISSING = frozenset(
    {"x", "..", ".", "…", "...", "i.u.", "iu", "i.u", "u.s.", "n/a", "na", "ej", "e.t.", "lk", "l.k.", "*", "saknas", "#"}
)
_UNIT = r"%|kr|tkr|mkr|mnkr|mdkr|kronor|st|procent|procentenheter|tim|timmar|dagar|år|personer|platser"
_FIGURE = regex(
    rf"(?:(?:ca|cirka|c:a|ung\.?|drygt|knappt|nära) )?([+±{_SIGNS}])? ?(\d[\d ]*)(?:([.,]) ?(\d+))? ?({_UNIT})?"
    r"(?: ?(?:\*{1,3}|\d\)|[¹²³]))?",
    re.I | re.ASCII,
)
_GROUPED = regex(r"\d{1,3}(?: \d{3})+|\d+", re.ASCII)
_LONG = regex(rf"([+{_SIGNS}])? ?(\d{{1,3}}(?:\.\d{{3}}){{2,}}|\d{{1,3}}(?:\.\d{{3}})+(?=,))(?:,(\d+))?", re.ASCII)
_LONG_COMMA = regex(rf"([+{_SIGNS}])? ?(\d{{1,3}}(?:,\d{{3}}){{2,}}|\d{{1,3}}(?:,\d{{3}})+(?=\.))(?:\.(\d+))?", re.ASCII)
_DOUBLE = regex(rf"([{_SIGNS}]? ?\d[\d ]*(?:,\d+)?) ?%? ?(?:\(([^()]{{1,20}})\)|/ ?[{_SIGNS}]?\d[\d ]*(?:,\d+)?) ?%?", re.ASCII)
_BRACKETED = regex(rf"\( ?[{_SIGNS}]? ?\d[\d ]*(?:,\d+)? ?%?\)", re.ASCII)
_BOUND = regex(r"(?:[<>≤≥]|minst |högst |max\.? |min\.? |över |under )=? ?[\d].{0,20}", re.I)
_DATE = regex(r"\d{2,4}[-–/]\d{1,2}(?:[-–/]\d{1,2})?|\d{4} ?[–-] ?\d{4}|\d{1,2}/\d{1,2}(?: ?[–-] ?\d{1,2}/\d{1,2})?", re.ASCII)
_SHORT_POINT = regex(r"\d\.(?:\d{1,2}|\d{4,})(?!\d)", re.ASCII)
_SHORT_COMMA = regex(r"\d,(?:\d{1,2}|\d{4,})(?!\d)", re.ASCII)
_THREE_POINT = regex(r"(?<![\d.])[1-9]\d{0,2}\.\d{3}(?![\d.])", re.ASCII)
_THREE_COMMA = regex(r"(?<![\d,])[1-9]\d{0,2},\d{3}(?![\d,])", re.ASCII)


def style_of(texts: Iterable[str]) -> Style:
    """How a table parts thousands and decimals; a Swedish comma parts decimals unless every figure says otherwise."""
    short_point = short_comma = three_point = three_comma = long_comma = False
    for text in texts:
        if len(text) > MAX_TEXT or not ("." in text or "," in text):
            continue
        short_point |= bool(_SHORT_POINT.search(text))
        short_comma |= bool(_SHORT_COMMA.search(text))
        three_point |= bool(_THREE_POINT.search(text))
        three_comma |= bool(_THREE_COMMA.search(text))
        long_comma |= bool(_LONG_COMMA.fullmatch(text.strip()))
    return Style(
        point_groups=three_point and not short_point,
        comma_groups=three_comma and not short_comma and (long_comma or short_point),
    )


def read_cell(raw: str, style: Style = Style()) -> Cell:
    """A cell as it is meant; what cannot be a figure is text."""
    if len(raw) > 4 * MAX_TEXT:
        return Cell(Sort.TEXT, raw)
    text = _SPACES.sub(" ", raw).strip()
    if not text:
        return Cell(Sort.TOM, text)
    if text in _DASHES:
        return Cell(Sort.STRECK, text)
    if len(text) > MAX_TEXT:
        return Cell(Sort.TEXT, text)
    if not any("0" <= char <= "9" for char in text):
        return Cell(Sort.SAKNAS if text.casefold() in _MISSING else Sort.TEXT, text)
    bare = text.strip("*_ ") if text[0] in "*_" else text
    if _DATE.fullmatch(bare):
        return Cell(Sort.TEXT, text)
    if found := _grouped(bare, text, style):
        return found
    if match := _FIGURE.fullmatch(bare):
        return _figure(match, text, style)
    if match := _DOUBLE.fullmatch(bare):
        first = read_cell(match.group(1), style)
        return Cell(Sort.DUBBEL, text, first.tal, first.decimaler, "%" if "%" in text else "")
    if _BRACKETED.fullmatch(bare):
        return Cell(Sort.DUBBEL, text)
    if _BOUND.fullmatch(bare):
        return Cell(Sort.GRÄNS, text)
    return Cell(Sort.TEXT, text)


def _grouped(bare: str, text: str, style: Style) -> Cell | None:
    """Thousands parted by points or commas, where that cannot be misread."""
    for pattern, mark in ((_LONG, "."), (_LONG_COMMA, ",")):
        match = pattern.fullmatch(bare)
        if match and (mark == "." or style.comma_groups):
            sign, whole, fraction = match.groups()
            digits = whole.replace(mark, "") + (fraction or "")
            if len(digits) <= MAX_DIGITS:
                return Cell(Sort.TAL, text, _signed(sign, int(digits)), len(fraction or ""))
    return None


def _figure(match: re.Match[str], text: str, style: Style) -> Cell:
    sign, whole, mark, fraction, unit = match.groups()
    whole = whole.strip()
    plain = whole.replace(" ", "")
    if len(plain) + len(fraction or "") > MAX_DIGITS or sign == "±":
        return Cell(Sort.TEXT, text)
    odd = ""
    if not _GROUPED.fullmatch(whole):
        if fraction is None and not all(len(part) == 3 for part in whole.split(" ")[1:]):
            odd = "tusental grupperade på ett ovanligt sätt"
        elif fraction is not None:
            odd = "ett mellanslag inne i talet"
    if mark and re.search(r"[.,] ", text):
        odd = "ett mellanslag inne i talet"
    decimals = fraction or ""
    if mark and len(decimals) == 3 and ((mark == "." and style.point_groups) or (mark == "," and style.comma_groups)):
        plain, decimals = plain + decimals, ""
    name = (unit or "").casefold()
    return Cell(Sort.TAL, text, _signed(sign, int(plain + decimals)), len(decimals), "%" if name == "procent" else name, odd)


def _signed(sign: str | None, number: int) -> int:
    return -number if sign and sign in _SIGNS else number
