"""One cell of a table: a figure, several, one that is missing and why, or words; and targets.

A missing value is kept as it was written and never read as zero. Nothing that was printed is lost: bounds, own years,
labels, `prel`, units and footnote marks are parts of the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vb_gen.numbers import NBSP, NumberProblem, Tal, fold_spaces, format_tal, read_tal, typeset, with_unit

_MARKS = re.compile(r"\s?(\*{1,3}\)?|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,2})$")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d): ?(.+)")
_YEAR_AFTER = re.compile(r"(.+?) ?\(((?:19|20)\d\d)\)")
_BOUND = re.compile(r"(>=|<=|[<>≥≤]|ca\.? |cirka |drygt |knappt )\s*(.+)", re.I)
_UNIT = re.compile(r"([+±\-\u2212\u2013\d][\d ,.]*?) ?(%|[a-zåäöA-ZÅÄÖ²/.]{1,9}\.?)")
_LABEL = re.compile(r"([A-Za-zÅÄÖåäö&/]+(?: [A-Za-zÅÄÖåäö&/]+)*):? ([<>≥≤+\-\u2212]?\s?\d.*)")
_NUMERIC = re.compile(r"[\d\s.,()+±\-\u2212\u2013%]*\d[\d\s.,()+±\-\u2212\u2013%]*", re.ASCII)
_SUPERSCRIPT = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
BOUNDS = {">=": "≥", "<=": "≤"}


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
        return {"-": "–"}.get(self.saknas, self.saknas) or typeset(self.fritext)


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A text and the footnote marks at its end: `100 %*` is `100 %` and `*`."""
    marks: list[str] = []
    while (match := _MARKS.search(text)) and match.start() > 0:
        marks.insert(0, match.group(1).translate(_SUPERSCRIPT))
        text = text[: match.start()].rstrip()
    return text, tuple(marks)


def read_value(text: str) -> Värde:
    """One figure with its qualifiers. Raises :class:`NumberProblem`."""
    plain = fold_spaces(text)
    if match := _YEAR_BEFORE.fullmatch(plain):
        return replace(read_value(match.group(2)), år=int(match.group(1)), år_före=True)
    if match := _YEAR_AFTER.fullmatch(plain):
        return replace(read_value(match.group(1)), år=int(match.group(2)))
    if match := re.fullmatch(r"(.+?) ?prel\.?", plain):
        return replace(read_value(match.group(1)), preliminär=True)
    if match := _BOUND.fullmatch(plain):
        bound = match.group(1).strip().casefold()
        return replace(read_value(match.group(2)), gräns=BOUNDS.get(bound, bound.rstrip(".")))
    if match := _UNIT.fullmatch(plain):
        return Värde(read_tal(match.group(1)), enhet=match.group(2).rstrip("."))
    if match := re.fullmatch(r"([<>]?\d[\d ,.]* ?%?) ([a-zåäö].{2,40})", plain):
        return replace(read_value(match.group(1)), tillägg=match.group(2))
    return Värde(read_tal(plain))


def _read_part(text: str) -> Värde:
    plain = fold_spaces(text)
    try:
        return read_value(plain)
    except NumberProblem:
        if match := _LABEL.fullmatch(plain):
            return replace(read_value(match.group(2)), etikett=match.group(1))
        raise


def read_cell(text: str, missing: frozenset[str], *, words: bool = False) -> Cell:
    """Read a cell of figures.

    `missing` holds the marks for a missing value, case-folded and without a final full stop. With `words`, an outcome
    may be told in words ("Stor ökning av digitala möten"); something that looks like a number must still be one.
    Raises :class:`NumberProblem`.
    """
    plain = fold_spaces(text)
    if not plain:
        return Cell()
    bare, marks = split_marks(plain)
    if bare.casefold().rstrip(".") in missing:
        return Cell(plain, saknas=bare, noter=marks)
    parts = re.split(r" ?/ ?", bare) if not re.search(r"[A-Za-zåäö]/", bare) else [bare]
    try:
        values = tuple(_read_part(part) for part in parts)
        if len(values) == 1 and values[0].etikett and words:
            return Cell(plain, fritext=bare, noter=marks)
        return Cell(plain, värden=values, noter=marks)
    except NumberProblem as problem:
        if words and _is_words(bare):
            return Cell(plain, fritext=bare, noter=marks)
        if len(parts) > 1:
            raise
        raise NumberProblem(problem.what, problem.instead) from None


def _is_words(text: str) -> bool:
    """Is it an outcome told in words, rather than a figure that came out wrong?"""
    return bool(re.search(r"[A-Za-zÅÄÖåäö]{2}", text)) and text[0] not in "=#" and not re.search(r"\d[oOlI]|[oOlI]\d", text)


@dataclass(frozen=True, slots=True)
class Målvärde:
    """A target: a comparison and a value, a direction, or words; the text as written is kept and printed."""

    text: str
    jämförelse: str = ""  # minst, högst, mer än, mindre än, inom, öka, minska, ej negativ, i balans
    värden: tuple[Värde, ...] = ()
    noter: tuple[str, ...] = ()

    @property
    def värde(self) -> Värde | None:
        """The target's figure, where there is exactly one."""
        return self.värden[0] if len(self.värden) == 1 else None

    @property
    def shown(self) -> str:
        """As it is printed."""
        text = typeset(self.text)
        text = re.sub(r"(≤±|≥|≤|<|>|±)\s*(?=\d)", rf"\1{NBSP}", text)
        number = re.compile(r"(?<![\w,.])\d+[.,]\d+|\d{4,}(?![-–\d])")
        return number.sub(lambda m: _reprint(m.group()), text)


def _reprint(text: str) -> str:
    try:
        return format_tal(read_tal(text))
    except NumberProblem:
        return text


_COMPARISONS = (
    (r"(?:≥|>=|minst|lägst|min\.?)", "minst"),
    (r"(?:≤ ?±|<=? ?±|±)", "inom"),
    (r"(?:≤|<=|högst|max(?:imalt|\.)?)", "högst"),
    (r"(?:>|mer än|över)", "mer än"),
    (r"(?:<|mindre än|under)", "mindre än"),
)
_DIRECTIONS = (
    (r"ökar?|öka(?:d|de|t)?\b.*", "öka"),
    (r"minskar?|minska(?:d|de|t)?\b.*|minskning\b.*", "minska"),
    (r"ej negativ\w*|inte negativ\w*", "ej negativ"),
    (r"budget i balans|ekonomi i balans|i balans", "i balans"),
)
_VALUE = r"([+\-\u2212]?\d[\d ]*(?:[.,]\d*)? ?(?:%|mnkr|mkr|tkr|kr)?)"


def read_målvärde(text: str, missing: frozenset[str], riktning: str = "") -> Målvärde | Cell:
    """Read a target. A plain number says nothing of its direction; `riktning` does (minst, högst …).

    Returns a :class:`Cell` where the target is missing or empty. Raises :class:`NumberProblem` for a malformed number.
    """
    plain = fold_spaces(text)
    bare, marks = split_marks(plain)
    if not bare or bare.casefold().rstrip(".") in missing:
        return Cell(plain, saknas=bare, noter=marks)
    for pattern, comparison in _COMPARISONS:
        if match := re.search(rf"(?:^|\s){pattern}\s*{_VALUE}", bare, re.I):
            return Målvärde(bare, comparison, (read_value(match.group(1)),), marks)
    if " / " in bare:
        return Målvärde(bare, riktning, tuple(_readable_parts(bare)), marks)
    for pattern, comparison in _DIRECTIONS:
        if re.fullmatch(pattern, bare, re.I):
            inner = re.search(r"med (\d[\d ,.]* ?%?)", bare)
            return Målvärde(bare, comparison, (read_value(inner.group(1)),) if inner else (), marks)
    if _NUMERIC.fullmatch(bare):
        both = re.fullmatch(r"(\d[\d ,.]*%?) ?\((\d[\d ,.]*%?)\)", bare)
        figures = both.groups() if both else (bare,)
        return Målvärde(bare, riktning, tuple(read_value(figure) for figure in figures), marks)
    try:
        return Målvärde(bare, riktning, (read_value(bare),), marks)
    except NumberProblem:
        return Målvärde(bare, riktning, (), marks)


def _readable_parts(text: str) -> list[Värde]:
    """The figures among several targets in one cell; the others are words."""
    values = []
    for part in text.split(" / "):
        try:
            values.append(_read_part(part))
        except NumberProblem:
            continue
    return values
