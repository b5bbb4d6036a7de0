"""One cell of a table: a figure, several, one that is missing and why, or words; and targets.

A missing value is kept as it was written and never read as zero. Nothing that was printed is lost: bounds, own years,
labels, `prel`, units and footnote marks are parts of the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from vb_gen.core.numbers import NBSP, NumberProblem, Tal, fold_spaces, format_tal, is_amount_unit, is_plain, read_tal, with_unit
from vb_gen.core.pattern import regex
from vb_gen.core.typesetting import read_words, typeset

_MARKS = regex(r"\s?(\*{1,3}\)?|(?<!\bm)(?<!\b[ckd]m)[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2})$")  # the ² of m² is no mark
_LONGEST_MARK = 5  # a space, three stars and a bracket
_YEAR_BEFORE = regex(r"((?:19|20)\d\d): ?(.+)")
_YEAR_AFTER = regex(r"(.+?) ?\(((?:19|20)\d\d)\)")
_BOUND = regex(r"(>=|<=|[<>≥≤]|(?:ca\.?|cirka|drygt|knappt)(?= ?[+\-\u2212]?\d))\s*(.+)", re.I)
_UNIT = regex(r"([+±\-\u2212\u2013\d][\d ,.]*?) ?(%|(?!(?:nya|fler|färre)\b|[oOlI]+\b)[a-zåäöA-ZÅÄÖ][a-zåäöA-ZÅÄÖ²/.]{0,9})")
_ADDED = regex(r"([<>+\-\u2212]?\d[\d ,.]* ?%?) ([a-zåäö].{1,40})")
_LABEL = regex(r"([A-Za-zÅÄÖåäö&/]+(?: [A-Za-zÅÄÖåäö&/]+)*)(:?) ([<>≥≤+\-\u2212]?\s?\d.*)")
_PRELIMINARY = regex(r"(.+?) ?prel\.?")
_SLIP = regex(r"\d[oOlI]|[oOlI]\d")  # a letter for a digit
_ABBREVIATION = regex(r"[A-ZÅÄÖ&/ ]+")
_LETTER_FIRST = regex(r"[”\"'(]?[A-Za-zÅÄÖåäö]")
_WORD = regex(r"[A-Za-zÅÄÖåäö]{2}")
_SUPERSCRIPT = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
BOUNDS = {">=": "≥", "<=": "≤"}
_DASHES = ("-", "–", "−", "—")
_OFFICIAL = (".", "..", "...", "…", ":")  # cannot occur; not available (in Swedish and in European statistics)
_CODE = regex(r"[+\-\u2212]?0[\d ]*\d(?:[.,]\d*)?", re.ASCII)
# Where two figures in a cell meet: at a slash, after a percentage or a year, before a year. A slash without spaces
# is only read after % or ), since 24/10 is a date and kr/m² a unit.
_SLASH = regex(r" / |(?<=[%)]) ?/ ?(?=[\dA-ZÅÄÖ<>≥≤+\-\u2212])")
_MEETING = regex(
    r"(?<=%) (?=(?:[A-ZÅÄÖ&]+ )*[<>≥≤+\-\u2212]?\d[\d ,.]*%)|(?<=\d\d\)) (?=\d[\d ,.]*\((?:19|20))|(?<=\d) (?=(?:19|20)\d\d: ?\d)"
)


@dataclass(frozen=True, slots=True)
class Värde:
    """A figure as it stands in a cell, with all that qualifies it."""

    tal: Tal
    gräns: str = ""  # >, ≥, <, ≤, ca, drygt
    enhet: str = ""  # as printed in the cell
    år: int | None = None  # its own year, where it is not the column's
    år_före: bool = False  # written before the figure: "2020: 65"
    etikett: str = ""  # which part it is of: "LSS 96 %"
    preliminär: bool = False
    tillägg: str = ""  # words after it: ">98 % boende"

    def __str__(self) -> str:
        """As it is printed."""
        text = with_unit(format_tal(self.tal), self.enhet)
        if self.gräns:
            text = f"{self.gräns}{NBSP}{text}"
        if self.preliminär:
            text += f"{NBSP}prel."
        if self.tillägg:
            text += f" {typeset(self.tillägg)}"
        if self.år is not None:
            text = f"{self.år}:{NBSP}{text}" if self.år_före else f"{text} ({self.år})"
        return f"{self.etikett} {text}" if self.etikett else text


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: at most one of `värden`, `saknas` and `fritext` says something."""

    text: str = ""
    värden: tuple[Värde, ...] = ()
    saknas: str = ""  # the mark as written: I.U., LK, -
    fritext: str = ""
    noter: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return not (self.värden or self.saknas or self.fritext)

    @property
    def värde(self) -> Värde | None:
        """The figure, where there is exactly one."""
        return self.värden[0] if len(self.värden) == 1 else None

    @property
    def shown(self) -> str:
        """As it is printed, without footnote marks."""
        if self.värden:
            return " / ".join(str(v) for v in self.värden)
        return ("–" if self.saknas in _DASHES else self.saknas) or typeset(self.fritext)


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A text and the footnote marks at its end: `100 %*` is `100 %` and `*`."""
    marks: list[str] = []
    end = len(text)
    # Only the end is looked at: somebody may have drawn a whole line of stars.
    while (match := _MARKS.search(text, max(0, end - _LONGEST_MARK), end)) and match.start() > 0:
        marks.append(match.group(1).translate(_SUPERSCRIPT))
        end = match.start()
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end], tuple(reversed(marks))


def read_value(text: str) -> Värde:
    """One figure with its qualifiers, each at most once and in any order. Raises :class:`NumberProblem`."""
    plain = fold_spaces(text)
    said: dict[str, Any] = {}
    while True:
        if "år" not in said and (match := _YEAR_BEFORE.fullmatch(plain)):
            said |= {"år": int(match.group(1)), "år_före": True}
            rest = match.group(2)
        elif "år" not in said and (match := _YEAR_AFTER.fullmatch(plain)):
            said["år"] = int(match.group(2))
            rest = match.group(1)
        elif "preliminär" not in said and (match := _PRELIMINARY.fullmatch(plain)):
            said["preliminär"] = True
            rest = match.group(1)
        elif "gräns" not in said and (match := _BOUND.fullmatch(plain)):
            bound = match.group(1).strip().casefold()
            said["gräns"] = BOUNDS.get(bound, bound.rstrip("."))
            rest = match.group(2)
        elif match := _UNIT.fullmatch(plain):
            unit = match.group(2)
            said["enhet"] = unit.rstrip(".") if is_amount_unit(unit.rstrip(".")) else unit
            return Värde(read_tal(match.group(1)), **said)
        elif "tillägg" not in said and (match := _ADDED.fullmatch(plain)) and not _SLIP.search(match.group(2)):
            said["tillägg"] = match.group(2)
            rest = match.group(1)
        else:
            return Värde(read_tal(plain), **said)
        plain = fold_spaces(rest)


def _read_part(text: str, *, alone: bool = False) -> Värde:
    """One of a cell's figures, perhaps with the name of what it is of."""
    plain = fold_spaces(text)
    match = _LABEL.fullmatch(plain)
    if match and not _BOUND.fullmatch(plain) and (not alone or _names(match)):
        return replace(read_value(match.group(3)), etikett=match.group(1))
    return read_value(plain)


def _names(label: re.Match[str]) -> bool:
    """Is it the name of what a lone figure is of (LSS 96 %, Tätort: 52 %), rather than words with a figure in them?"""
    return bool(label.group(2) or _ABBREVIATION.fullmatch(label.group(1)))


def read_cell(text: str, missing: frozenset[str], *, words: bool = False) -> Cell:
    """Read a cell of figures.

    `missing` holds the marks for a missing value, case-folded and without a final full stop. With `words`, an outcome
    may be told in words ("Stor ökning av digitala möten"); something that looks like a number must still be one.
    Raises :class:`NumberProblem`.
    """
    plain = fold_spaces(text)
    if not plain:
        return Cell()
    if is_plain(plain):
        return Cell(plain, värden=(Värde(_read_whole(plain)),))
    bare, marks = split_marks(plain)
    if _is_missing(bare, missing):
        return Cell(plain, saknas=_mark(bare), noter=marks)
    if words and _is_words(bare):
        return Cell(plain, fritext=bare, noter=marks)
    return Cell(plain, värden=_read_parts(bare, missing), noter=marks)


def _read_whole(plain: str) -> Tal:
    """A number that stands alone. Raises :class:`NumberProblem` for what is rather a code (0114), or was not finished (5,)."""
    if _CODE.fullmatch(plain):
        number = re.sub(r"^([+\-\u2212]?)0[0 ]*(?=\d)", r"\1", plain)
        instead = f"Skriv {number} om det är ett tal; en kod hör hemma bland namnen"
        raise NumberProblem(f"”{plain}” börjar med en nolla, som en kod", instead)
    if plain.endswith(","):
        raise NumberProblem(f"”{plain}” slutar med ett decimalkomma", f"Skriv {plain[:-1]}, eller de decimaler som saknas")
    return read_tal(plain)


def _mark(bare: str) -> str:
    """A mark as written; a minus or a long dash that stands alone is a dash."""
    return "-" if bare in _DASHES[2:] else bare


def _is_missing(bare: str, missing: frozenset[str]) -> bool:
    """Is it a mark for a missing value, with or without its final full stop, or one of official statistics?"""
    folded = bare.casefold()
    return bare in _DASHES or bare in _OFFICIAL or (bool(folded.strip(".")) and folded.rstrip(".") in missing)


def _read_parts(bare: str, missing: frozenset[str]) -> tuple[Värde, ...]:
    """The figures of a cell: one, or several parted by a slash or where they plainly meet."""
    parts = _SLASH.split(bare)
    if len(parts) == 1:
        parts = _MEETING.split(bare)
    for part in parts:
        if len(parts) > 1 and _is_missing(part.strip(), missing):
            what = f"”{part.strip()}” kan inte stå bredvid ett tal i samma cell"
            raise NumberProblem(what, "Ge varje del en egen rad, indragen under den här")
    try:
        return tuple(_read_part(part, alone=len(parts) == 1) for part in parts)
    except NumberProblem as problem:
        if len(parts) == 1 and "/" in bare and re.fullmatch(r"[\d ,./%]+", bare):
            raise NumberProblem(problem.what, f"Skriv två värden med mellanslag: {' / '.join(bare.split('/'))}") from None
        if len(parts) > 1 and len(_SLASH.split(bare)) == 1:
            instead = "Skriv varje värde för sig med / emellan, till exempel 70 % / 85 %"
            raise NumberProblem(problem.what, instead) from None
        raise


def _is_words(text: str) -> bool:
    """Is it an outcome told in words, rather than figures or one that came out wrong?

    Words begin with a letter. A bound, or a name in capitals or with a colon, before a digit is a figure's own.
    """
    if not _LETTER_FIRST.match(text) or not _WORD.search(text):
        return False
    if _BOUND.fullmatch(text) or re.match(r"[oOlI],?\d", text) or (len(_SLASH.split(text)) > 1 and re.search(r"\d", text)):
        return False
    label = _LABEL.fullmatch(text)
    return not (label and _names(label))


@dataclass(frozen=True, slots=True)
class Målvärde:
    """A target: a comparison and a value, a direction, or words; the text as written is kept."""

    text: str
    jämförelse: str = ""  # minst, högst, mer än, mindre än, inom, exakt, öka (med), minska (med), ej negativ, i balans
    värden: tuple[Värde, ...] = ()
    noter: tuple[str, ...] = ()
    bara_tal: bool = False  # figures only, without words or comparison

    @property
    def med_annat(self) -> bool:
        """Is it one target, and in brackets another figure beside it: `90 (75)`?"""
        return self.bara_tal and len(self.värden) == 2 and "/" not in self.text and "(" in self.text

    @property
    def värde(self) -> Värde | None:
        """The target's figure, where there is exactly one."""
        return self.värden[0] if len(self.värden) == 1 else None

    @property
    def shown(self) -> str:
        """As it is printed: plain figures from their values, words with their figures set right."""
        if self.bara_tal:
            first, *rest = [str(value) for value in self.värden]
            return f"{first} ({rest[0]})" if rest and "/" not in self.text else " / ".join([first, *rest])
        text = _INNER.sub(lambda match: _reprint(match.group()), self.text.replace(">=", "≥").replace("<=", "≤"))
        return re.sub(r"([≤≥<>])\s*(?=[±\d])", rf"\1{NBSP}", re.sub(r"±\s+", "±", typeset(text)))


_INNER = regex(r"(?<![\w,.:/-])\d+(?:[.,]\d+)?(?![\d,.]*\d)(?![:/-]\d)")


def _reprint(text: str) -> str:
    """A figure among words, with a decimal comma and groups; what may be a year stays as it is."""
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return text
    try:
        return format_tal(read_tal(text))
    except NumberProblem:
        return text


_VALUE = r"([+\-\u2212]?\d[\d ]*(?:[.,]\d*)? ?(?:%|mnkr|mkr|tkr|kr)?)"
_NO_YEAR = r"(?!(?:19|20)\d\d\b)"
_COMPARISONS = (
    (rf"(?:^|\s)(?:≥|>=|minst|lägst|min\.?)\s*{_VALUE}", "minst"),
    (rf"(?:^|\s)(?:≤ ?±|<=? ?±|±)\s*{_VALUE}", "inom"),
    (rf"(?:^|\s)(?:≤|<=|högst|max(?:imalt|\.)?)\s*{_VALUE}", "högst"),
    (rf"(?:^|\s)(?:>|(?:mer|fler|högre) än|^över)\s*{_VALUE}", "mer än"),
    (rf"(?:^|\s)(?:<|(?:mindre|färre|lägre) än|^under)\s*{_VALUE}", "mindre än"),
    (rf"^(?:=|exakt|lika med)\s*{_VALUE}", "exakt"),
    (rf"^(?:ökar?|ökning) till\s+{_VALUE}", "minst"),
    (rf"^(?:minskar?|minskning) till\s+{_VALUE}", "högst"),
    (rf"^(?:ökar?|ökning)(?: med)?\s+{_NO_YEAR}{_VALUE}", "öka med"),
    (rf"^(?:minskar?|minskning)(?: med)?\s+{_NO_YEAR}{_VALUE}", "minska med"),
    (r"^(\d+) (?:nya|fler)\b", "öka med"),
    (r"^(\d+) färre\b", "minska med"),
)
_DIRECTIONS = (
    (r"ökar?|öka(?:d|de|t)?\b.*", "öka"),
    (r"minskar?|minska(?:d|de|t)?\b.*|minskning\b.*", "minska"),
    (r"ej negativ\w*|inte negativ\w*", "ej negativ"),
    (r"budget i balans|ekonomi i balans|i balans", "i balans"),
)
_TWO_WAYS = regex(r"\b(?:ök|minsk)\w*\b.*\b(?:ök|minsk)\w*\b", re.I)
_ALMOST = regex(r"[=#].*|[+\-\u2212]?(?=[ .,]*\d)[\d .,]*(?: ?[%\w²/.]{1,9})?")
_WITH_OTHER = regex(r"(\d[\d ,.]*%?) ?\((\d[\d ,.]*%?)\)")


def read_målvärde(text: str, missing: frozenset[str], riktning: str = "") -> Målvärde | Cell:
    """Read a target. A plain number says nothing of its direction; `riktning` does (minst, högst …).

    ”Öka med” and ”minska med” hold how much, against the year before; the others hold a level. Returns a :class:`Cell`
    where the target is missing or empty. Raises :class:`NumberProblem` for a malformed number.
    """
    plain = fold_spaces(text)
    bare, marks = split_marks(plain)
    if not bare or _is_missing(bare, missing):
        return Cell(plain, saknas=_mark(bare), noter=marks)
    said = _digits(bare)
    if not _TWO_WAYS.match(bare):
        for pattern, comparison in _COMPARISONS:
            if match := re.search(pattern, said, re.I):
                return Målvärde(bare, comparison, (read_value(match.group(1)),), marks)
        for pattern, comparison in _DIRECTIONS:
            if re.fullmatch(pattern, bare, re.I):
                return Målvärde(bare, comparison, (), marks)
    if match := _WITH_OTHER.fullmatch(bare):
        return Målvärde(bare, riktning, tuple(read_value(figure) for figure in match.groups()), marks, bara_tal=True)
    if len(parts := _SLASH.split(bare)) > 1 or _TWO_WAYS.match(bare):
        return _several(bare, parts, riktning, marks)
    try:
        value = read_value(said)
    except NumberProblem:
        if _ALMOST.fullmatch(bare):
            raise
        return Målvärde(bare, riktning, (), marks)
    return Målvärde(bare, riktning, (value,), marks, bara_tal=said == bare)


def _several(bare: str, parts: list[str], riktning: str, marks: tuple[str, ...]) -> Målvärde:
    """Several targets in a cell: the figures among them, the others are words."""
    if len(parts) == 1:
        parts = re.split(r"(?<=[a-zåäö]) (?=\d)", bare)
    values = []
    for part in parts:
        try:
            values.append(_read_part(part))
        except NumberProblem:
            if _ALMOST.fullmatch(part.strip()):
                raise
    return Målvärde(bare, riktning, tuple(values), marks, bara_tal=len(values) == len(parts))


def _digits(text: str) -> str:
    """A text that begins with a number in letters, with digits instead: ”Två nya” is 2 nya."""
    first, space, rest = text.partition(" ")
    number = read_words(first)
    return f"{number}{space}{rest}" if space and number is not None and number > 1 else text
