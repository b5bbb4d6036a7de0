"""Headings as they are printed on paper, `Bokslut 2022`, `Utfall jan–aug`, `Budg -23`: which of a table's columns each is.

A heading is first held against the headings that the mall prints, then read by its words and years, relative to the
report's period. One that may be two columns is asked about, never guessed at.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vb_gen.core.headings import Kolumnslag, Rubrik, read_heading
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADER, Period
from vb_gen.model.mall import Kolumntyp, fill

_K = Kolumnslag
_TOKEN = regex(r"[^\W_]+")
_UNITS = frozenset({"tkr", "mkr", "mnkr", "kr", "belopp", "i"})
_NEAR = 0.82  # how alike the headings of two columns of words are, where they are the same: Mål uppnås, Mål uppnått
_MISSPELT = 0.85
_ENDS_IN_YEAR = regex(r"(?:19|20)\d\d$")
_SPANS = " / "  # parts the heading of several columns from a column's own, where a table is written on one line


@dataclass(frozen=True, slots=True)
class Tryckt:
    """What a printed heading was read as: the words of the columns that it may be, and how it is shown."""

    ord: tuple[str, ...]
    rubrik: str
    grupp: str = ""


def read_printed(
    headings: Sequence[str], over: Sequence[str], known: Sequence[Kolumntyp], words: Mapping[str, str]
) -> dict[int, Tryckt]:
    """Those of the headings that are no column's own word, by their number; `over` is what spans each of them.

    None is given for a heading that means nothing to the table.
    """
    period = Period.parse(words.get("period", "")) or Period(words["år"], int(words["år"]))
    read: dict[int, Tryckt] = {}
    claimed = set()
    for number, text in enumerate(headings):
        above, low = _parted(text, over[number])
        plain = next((column for column in known if column.match(text.casefold()) is not None), None)
        of_year = plain is not None and "ÅÅÅÅ" in plain.ord
        alone = not above and headings.count(text) == 1
        if plain is not None and (text == text.casefold() or (alone and not of_year)):
            claimed.add(text.casefold())
            continue
        found = candidates(low, above, known, words, period)
        if plain is not None and (
            not found
            or (found == [text.casefold()] and not above)
            or (of_year and not (len(found) == 1 and found[0] in [c.ord for c in known]))
        ):
            claimed.add(text.casefold())
        elif found:
            read[number] = Tryckt(tuple(found), low, above)
    return _settled(read, headings, claimed)


def _parted(text: str, over: str) -> tuple[str, str]:
    if over or _SPANS not in text:
        return over, text
    above, _, low = text.partition(_SPANS)
    return above.strip(), low.strip()


def _settled(read: dict[int, Tryckt], headings: Sequence[str], claimed: set[str]) -> dict[int, Tryckt]:
    """What several may be, less what others surely are; the same heading again and again is the columns in their order."""
    sure = claimed | {one.ord[0] for one in read.values() if len(one.ord) == 1}
    of_years = any(_ENDS_IN_YEAR.search(word) for word in sure)
    out = {}
    for number, one in read.items():
        found = one.ord
        if len(found) > 1:
            if not read_heading(one.rubrik, one.grupp).tvetydig:
                found = tuple(word for word in found if bool(_ENDS_IN_YEAR.search(word)) is of_years) or found
            alike = [n for n, other in read.items() if headings[n] == headings[number] and other.grupp == one.grupp]
            found = tuple(word for word in found if word not in sure) or found
            if len(alike) > 1 and len(found) == len(alike):
                found = (found[alike.index(number)],)
        out[number] = Tryckt(found, one.rubrik, one.grupp)
    return out


def candidates(low: str, over: str, known: Sequence[Kolumntyp], words: Mapping[str, str], period: Period) -> list[str]:
    """The words of the columns that a heading may be, as the table has them in this year."""
    read = read_heading(low, over, period.år)
    if _is_misspelt(low, known) or ("%" in low and not any("%" in c.rubrik for c in known)):
        return []
    titled = [c for c in known if _same(low, _title(c, read, words)) and _of_year(c, read)]
    if over and len(titled) > 1:
        titled = [c for c in titled if c.grupp and _within(over, fill(c.grupp, dict(words)))] or titled
    fixed = [c for c in titled if "ÅÅÅÅ" not in c.ord]
    if titled and not fixed:
        own = [c for c in _by_meaning(read, low, over, known, words, period) if "ÅÅÅÅ" not in c.ord]
        titled = own if len(own) == 1 else titled
    if titled:
        spanned = not over and all(c.grupp for c in fixed)  # of a group that is not printed, or of a row of years
        return [_word(c, read) for c in (titled if spanned else fixed or titled)]
    in_words = [c for c in known if c.innehåll in ("text", "status", "uppdragsstatus")]
    found = [c for c in in_words if _alike(low, _title(c, read, words))]
    found = found or [c for c in in_words if low.casefold().endswith(c.ord)]  # Förvaltningsindikator: indikator
    if not found or read.år is not None:
        found = _by_meaning(read, low, over, known, words, period)
    return [_word(c, read) for c in found]


def _is_misspelt(text: str, known: Sequence[Kolumntyp]) -> bool:
    """Is it a column's word, with a slip of the hand? What was meant is asked, rather than printed so."""
    word = text.casefold()
    near = (difflib.SequenceMatcher(None, word, column.ord).ratio() for column in known if " " not in word)
    return word.isalpha() and any(_MISSPELT <= ratio < 1 for ratio in near)


def _by_meaning(
    read: Rubrik, low: str, over: str, known: Sequence[Kolumntyp], words: Mapping[str, str], period: Period
) -> list[Kolumntyp]:
    """The columns of the kind and the year that a heading's words say."""
    if read.tvetydig:
        kinds = [_KINDS.get(kind, ()) for kind in read.tvetydig]
        found = [c for kind in kinds for c in known if c.slag in kind[:1] and _fits(c, read, period)]
        return [c for c in found if "ÅÅÅÅ" not in c.ord] or found
    for kind in _wanted(read, low, over, period):
        of_kind = [c for c in known if c.slag == kind and _fits(c, read, period)]
        if over:
            of_kind = [c for c in of_kind if not c.grupp or _within(over, fill(c.grupp, dict(words)))]
        if fixed := [c for c in of_kind if "ÅÅÅÅ" not in c.ord]:
            return fixed
        if of_kind:
            return of_kind[:1]
    return []


_KINDS: dict[Kolumnslag, tuple[str, ...]] = {
    _K.BOKSLUT: ("bokslut", "utfall"),
    _K.UTFALL: ("bokslut", "utfall"),
    _K.BUDGET: ("budget",),
    _K.PLAN: ("plan",),
    _K.PROGNOS: ("prognos",),
    _K.AVVIKELSE: ("avvikelse",),
    _K.MÅLVÄRDE: ("målvärde",),
}


def _wanted(read: Rubrik, low: str, over: str, period: Period) -> tuple[str, ...]:
    """The kinds of column that a heading names, the likeliest first."""
    kind = read.slag
    tokens = _tokens(low)
    if kind is _K.NETTO and any(token.startswith("resultat") for token in tokens):
        kind = _K.UTFALL
    if kind is _K.OKÄNT and read.år is not None and _is_time(tokens):
        kind = _K.UTFALL if read.månad or not over else kind
        kind = _K.BOKSLUT if kind is _K.OKÄNT else kind
    kinds = _KINDS.get(kind, ())
    part = read.månad not in (None, 12) or (kind is _K.UTFALL and period.månad is not None and read.relativt in (0, None))
    return kinds[::-1] if part else kinds


def _is_time(tokens: Sequence[str]) -> bool:
    """Does a heading say nothing but a time?"""
    return all(_is_of_time(word) for word in tokens)


def _is_of_time(word: str) -> bool:
    return word.isdigit() or word == "år" or (len(word) > 2 and any(month.startswith(word) for month in MÅNADER))


def _fits(column: Kolumntyp, read: Rubrik, period: Period) -> bool:
    """Is a column of the time that a heading says?"""
    if not _of_year(column, read):
        return False
    whole = read.månad in (None, 12)
    if "ÅÅÅÅ" in column.ord:
        return ("MM" in column.ord) != whole
    back = column.avser.endswith("-1")
    if (read.relativt or 0) != (-1 if back else 0) or (back and read.relativt is None):
        return False
    if not column.avser.startswith("period") or period.månad is None:
        return whole
    return read.månad == period.månad or (read.månad is None and column.slag not in ("budget", "utfall")) or (
        read.månad is None and column.slag == "utfall" and not back
    )  # fmt: skip


def _of_year(column: Kolumntyp, read: Rubrik) -> bool:
    """Does a heading say the year, and the month, that a column of a year has in its word?"""
    return "ÅÅÅÅ" not in column.ord or (read.år is not None and ("MM" not in column.ord or read.månad is not None))


def _word(column: Kolumntyp, read: Rubrik) -> str:
    month = f"{read.år}-{read.månad:02}" if read.månad else ""
    return column.ord.replace("ÅÅÅÅ-MM", month).replace("ÅÅÅÅ", str(read.år))


def _title(column: Kolumntyp, read: Rubrik, words: Mapping[str, str]) -> str:
    """A column's heading as the mall prints it, in the year that a printed heading says."""
    year = str(read.år) if "ÅÅÅÅ" in column.ord and read.år else ""
    months = f"januari–{MÅNADER[read.månad - 1]} {read.år}" if read.månad and read.år else year
    return fill(column.rubrik, {**words, **({"kolumn": year, "kolumnperiod": months} if year else {})})


def _tokens(text: str) -> list[str]:
    """The words of a heading, without the hyphens of a narrow column and without units."""
    bare = re.sub(r"(?<=[^\W\d_])[-\u00ad\u2010] ?(?=[a-zåäö])", "", " ".join(text.split()).replace("\u00ad", ""))
    return [token for token in _TOKEN.findall(bare.casefold()) if token not in _UNITS]


def _same(one: str, other: str) -> bool:
    """Are two headings the same, but for hyphens, units and words cut short?"""
    first, second = _tokens(one), _tokens(other)
    return bool(first) and len(first) == len(second) and all(_token(a, b) for a, b in zip(first, second, strict=True))


def _token(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 3 and not short.isdigit() and long.startswith(short) and len(long) - len(short) > 2)


def _within(one: str, other: str) -> bool:
    """Are all words of one heading among another's?"""
    few, many = sorted((_tokens(one), _tokens(other)), key=len)
    return bool(few) and all(any(_token(a, b) for b in many) for a in few)


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, one.casefold(), other.casefold()).ratio() >= _NEAR
