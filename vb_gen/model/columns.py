"""A grid's headings: which column a word means, and what to write for one that means none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Sequence

from vb_gen.core.finding import Place, short
from vb_gen.core.pattern import regex
from vb_gen.core.period import months_of
from vb_gen.core.spelling import nearest
from vb_gen.model.derivation import is_share, read_derivation
from vb_gen.model.mall import Kolumntyp, fill
from vb_gen.model.table import Kolumn

LEFT_OUT = "tas inte med"  # what `kolumner` says of a column of a spreadsheet that the table does not want
# What newcomers call a column, where the table has no column of that name itself.
_ALSO = {
    "bokslut": ("utfall", "resultat", "redovisat"),
    "budget": ("anslag", "budgetram"),
    "avvikelse": ("differens", "diff", "skillnad", "diff."),
    "föregående": ("fg år", "fg. år", "fjolår", "utfall fg år", "utfall fg. år", "bokslut fg år", "utfall föregående år"),
    "målvärde": ("måltal", "mål"),
}
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?:-\d\d)?(?!\d)")


def read_column(text: str, place: Place, known: Sequence[Kolumntyp], words: dict[str, str]) -> Kolumn | None:
    """A header's word as a column, with its heading in this year's words; None for a word that no column has."""
    word = text.casefold()
    for column in known:
        year = column.match(word)
        if year is None:
            continue
        filled = words | ({"kolumn": year, "kolumnperiod": months_of(year)} if year else {})
        period = year if column.avser == "kolumn" else fill("{" + column.avser + "}", filled)
        if column.avser == "period-1":
            period = words["period-1"]
        derived = read_derivation(column.härleds, [other.ord for other in known], year) if column.härleds else None
        return Kolumn(
            ord=word,
            rubrik=fill(column.rubrik, filled),
            innehåll=column.innehåll,
            plats=place,
            slag=column.slag or "",
            avser=period if column.slag else "",
            mått=column.mått or "",
            grupp=fill(column.grupp, filled) if column.grupp else "",
            enhet=column.enhet or ("%" if is_share(derived) else ""),
            härleds=derived,
        )
    return None


def unknown_column(
    text: str,
    place: Place,
    known: Sequence[Kolumntyp],
    properties: Sequence[str],
    words: dict[str, str],
    beside: Collection[str] = (),
) -> str:
    """What to write for a heading that is unknown: in a spreadsheet it stays, and `kolumner` says what it means.

    `beside` are the other headings of the table, in small letters.
    """
    there = [*(column.ord for column in known), *properties]
    short_year = re.fullmatch(r"[-–'’]?([0-4]\d)", text)
    meant = meant_column(f"20{short_year[1]}" if short_year else text, known, properties, words)
    plain = _of_own_year(meant, known, words)
    meant = meant if plain in beside else plain
    if not place.cell:
        return f"Menade du ”{meant}”?" if meant and len(there) > 6 else nearest(meant or text, there)
    heading = short(text, 50)
    if ":" in text or "#" in text:
        heading = f'"{heading}"'
    if meant:
        return f"Skriv ”kolumner:” under källa, och indraget under den ”{heading}: {meant}” eller ”{heading}: {LEFT_OUT}”."
    choice = ", ".join(there[:-1]) + " eller " + there[-1]
    return f"Skriv ”kolumner:” under källa, och indraget under den ”{heading}: {LEFT_OUT}”. Ska den med: {choice}."


def meant_column(text: str, known: Sequence[Kolumntyp], properties: Sequence[str], words: dict[str, str]) -> str:
    """The word of the column whose word, or heading in the report, begins the text or is near it; empty where none is."""
    years = _YEAR.findall(text)
    names = dict(_names(known, years[0] if len(years) == 1 else "", words)) | {word: word for word in properties}
    also = {name: column.ord for column in known for name in _ALSO.get(column.ord, ())} | names
    said = " ".join(text.split()).casefold()
    if said in also:
        return also[said]
    begin = [name for name in also if said.startswith(f"{name} ")]
    begin = begin or [name for name in names if name.isdigit() and name in said.split()]
    close = [max(begin, key=len)] if begin else difflib.get_close_matches(said, names, n=1, cutoff=0.6)
    return also[close[0]] if close else ""


def other_column(word: str, known: Sequence[Kolumntyp], there: Collection[str], words: dict[str, str]) -> str:
    """What to write for a heading that stands twice: the other column of that heading, else others of its kind."""
    own = next((column for column in known if column.match(word) is not None), None)
    free = [column for column in known if column is not own and column.ord not in there]
    title = fill(own.rubrik, words).casefold() if own else ""
    twins = [column for column in free if own and fill(column.rubrik, words).casefold() == title]
    kin = twins or [column for column in free if own and own.slag and column.slag == own.slag]
    before = str(int(words["år"]) - 1)
    names = [_of_year(column, before) for column in kin if "ÅÅÅÅ-MM" not in column.ord]
    names = [name for name in names if name not in there]
    if not names:
        return "Ta bort den ena."
    shown = " eller ".join(f"”{name}”" for name in sorted(names, key=lambda name: before in name)[:3])
    return f"Är de olika saker, skriv {shown} för den ena. Annars: ta bort den ena."


def _of_own_year(word: str, known: Sequence[Kolumntyp], words: dict[str, str]) -> str:
    """A column of the report's own year as it is called there: `bokslut`, not `bokslut 2024`."""
    plain, _, year = word.rpartition(" ")
    own = year in (words.get("år"), words.get("period")) and any(column.ord == plain for column in known)
    return plain if own else word


def _names(known: Sequence[Kolumntyp], year: str, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What each column may be called, in small letters, and its word; one that is of a year only where a year is said."""
    of_a_year = [column for column in known if column.ord != _of_year(column, year) and column.match(_of_year(column, year))]
    if of_a_year:
        yield year, _of_year(of_a_year[0], year)  # a year alone is the first column of a year that the table has
    for column in reversed(known):  # where two have the same heading, the first is meant
        if column in of_a_year or "ÅÅÅÅ" not in column.ord:
            word = _of_year(column, year)
            yield fill(column.rubrik, words | {"kolumn": year, "kolumnperiod": year}).casefold(), word
            yield word.casefold(), word


def _of_year(column: Kolumntyp, year: str) -> str:
    return re.sub("ÅÅÅÅ(-MM)?", year, column.ord)
