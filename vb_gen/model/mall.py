"""The mall: the tree of sections a report has, its table types and the year's words. All of it is data.

A mall may build on another (`utgår_från`): table types and words are taken over and can be replaced one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Annotated

from pydantic import PrivateAttr

from vb_gen.core.finding import Collector, Place
from vb_gen.core.names import capitalized
from vb_gen.core.node import Mapping, Scalar
from vb_gen.core.pattern import regex
from vb_gen.core.spelling import nearest
from vb_gen.model.base import Ja, Modell, Ord, Prosa, one_of, read_model
from vb_gen.model.chart import Standarddiagram
from vb_gen.model.derivation import DerivationProblem, read_derivation
from vb_gen.model.section import Avsnitt, Ändring, changed

SLAG = ("bokslut", "budget", "avvikelse", "prognos", "plan", "utfall", "målvärde")
INNEHÅLL = ("tal", "utfall", "målvärde", "text", "status", "uppdragsstatus", "nummer")


class Kolumntyp(Modell):
    """A column that a type of table may have: its word in the grid, its heading, and what its cells are."""

    ord: Ord
    rubrik: Ord
    innehåll: Annotated[str, one_of(INNEHÅLL)] = "tal"
    slag: Annotated[str, one_of(SLAG)] | None = None
    avser: Ord = "år"  # år, år-1, period, period-1, kolumn (the year in the word)
    mått: Ord | None = None
    grupp: Ord | None = None  # a heading over several columns
    enhet: Ord | None = None  # where the column's figures have one of their own
    härleds: Ord | None = None  # "bokslut mot budget", "utgifter minus inkomster", "utfall / budget"

    def match(self, word: str) -> str | None:
        """Does a grid's column word name this column? The year or month in it (empty where it has none), or None."""
        if "ÅÅÅÅ" not in self.ord:
            return "" if word == self.ord else None
        month = re.escape(self.ord).replace(r"ÅÅÅÅ\-MM", r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))")
        found = re.fullmatch(month.replace("ÅÅÅÅ", r"((?:19|20)\d\d)"), word)
        return found.group(1) if found else None


class Tabelltyp(Modell):
    """A type of table: what its rows and columns mean."""

    kolumner: Prosa
    mått: Ord | None = None  # what every row measures; without it, each row is a measure of its own
    belopp: Ja | None = None  # are its figures amounts of kronor? Unsaid, they are where a column is of plain figures (tal)
    projekt: Ja = False  # is it a list of projects? A report's lists share its projects between them
    etikett: Ord | None = None  # the column that names the row, where it is not the first
    rubrik: Ord | None = None
    tecken: Annotated[str, one_of(("resultat", "intäkt", "kostnad"))] = "resultat"
    avvikelseregel: Annotated[str, one_of(("plus är bra", "plus är mer"))] = "plus är bra"
    tomt: Ord | None = None  # what an empty cell means, for the legend
    diagram: Standarddiagram | None = None  # drawn over every table of the type, where the author draws none


class Mall(Modell):
    """A template of a report."""

    utgår_från: Ord | None = None
    sort: Ord | None = None
    titel: Ord | None = None
    kontrollbilaga: Ja | None = None  # what was checked in a report is its last appendix
    ord: dict[str, Ord] = {}
    status: Prosa | None = None
    uppdragsstatus: Prosa | None = None
    saknas: Prosa | None = None
    tabelltyper: dict[str, Tabelltyp] = {}
    rubriker: dict[str, dict[str, Prosa]] = {}  # a table type's own headings of columns and groups of columns
    ändringar: list[Ändring] = []  # of the sections of the mall that it builds on
    anvisningar: dict[str, Ord] = {}  # of keys and columns; `uppdrag.status` is that of one place
    avsnitt: list[Avsnitt] = []
    _kolumntyper: dict[str, list[Kolumntyp]] = PrivateAttr(default_factory=dict)

    @property
    def kolumntyper(self) -> dict[str, list[Kolumntyp]]:
        """The columns that each type of table may have."""
        return self._kolumntyper

    def is_of_amounts(self, kind: str) -> bool:
        """Are the figures of a type of table amounts of kronor? Its own word for it, else what its columns hold."""
        said = self.tabelltyper[kind].belopp
        return any(c.innehåll == "tal" and c.slag for c in self._kolumntyper.get(kind, ())) if said is None else said

    def anvisning(self, word: str, place: str = "") -> str:
        """What the municipality says of a key or a column; in one place (`uppdrag`), where it says something of its own there."""
        return self.anvisningar.get(f"{place}.{word}") or self.anvisningar.get(word, "")

    def walk(self) -> Iterator[Avsnitt]:
        """Every section of the tree, in order."""
        for section in self.avsnitt:
            yield from section.walk()


def read_mall(name: str, load: Callable[[str], Mapping], place: Place, found: Collector) -> Mall | None:
    """Read a mall and what it builds on. `load` gives a mall's nodes by name."""
    seen: list[str] = []
    chain: list[Mall] = []
    wanted: str | None = name
    while wanted is not None:
        if wanted in seen:
            found.add("M10", f"mallen ”{name}” bygger på sig själv", place)
            return None
        seen.append(wanted)
        mall = read_model(Mall, load(wanted), found)
        if mall is None:
            return None
        chain.append(mall)
        wanted = mall.utgår_från
    before = len(found.findings)
    merged = Mall()
    for mall in reversed(chain):
        merged = _merge(merged, mall, found)
    return merged if len(found.findings) == before and _knows_its_tables(merged, found) else None


def _knows_its_tables(mall: Mall, found: Collector) -> bool:
    """Is every table's type one that the mall has, and are its columns such as there are?"""
    before = len(found.findings)
    for name, table_type in mall.tabelltyper.items():
        mall.kolumntyper[name] = _with_headings(column_types(table_type, found), mall.rubriker.get(name, {}), found)
    for name, headings in mall.rubriker.items():
        if name not in mall.tabelltyper and headings:
            place = next(iter(headings.values())).place
            found.add("M13", f"tabelltypen ”{name}” finns inte", place, nearest(name, list(mall.tabelltyper)))
    for section in mall.walk():
        kind = section.tabelltyp
        if kind is not None and kind.text not in mall.tabelltyper:
            found.add("M13", f"tabelltypen ”{kind.text}” finns inte", kind.place, nearest(kind.text, list(mall.tabelltyper)))
    return len(found.findings) == before


def _with_headings(columns: list[Kolumntyp], headings: dict[str, Prosa], found: Collector) -> list[Kolumntyp]:
    """A table type's columns with other headings: of a column by its word, of a group by the heading it has."""
    groups = {column.grupp for column in columns if column.grupp}
    words = [column.ord for column in columns]
    for name, said in headings.items():
        if name not in words and name not in groups:
            what = f"tabelltypen har ingen kolumn eller grupp ”{name}”"
            found.add("M16", what, said.place, nearest(name, [*words, *sorted(groups)]))
    own = {name: " ".join(said.text.split()) for name, said in headings.items()}
    return [
        column.model_copy(
            update={"rubrik": own.get(column.ord, column.rubrik), "grupp": own.get(column.grupp or "", column.grupp)}
        )
        for column in columns
    ]


def _merge(base: Mall, over: Mall, found: Collector) -> Mall:
    """A mall upon the one it builds on."""
    return Mall.model_construct(
        utgår_från=over.utgår_från,
        sort=over.sort or base.sort,
        titel=over.titel or base.titel,
        kontrollbilaga=base.kontrollbilaga if over.kontrollbilaga is None else over.kontrollbilaga,
        ord=base.ord | over.ord,
        status=over.status or base.status,
        uppdragsstatus=over.uppdragsstatus or base.uppdragsstatus,
        saknas=over.saknas or base.saknas,
        tabelltyper=base.tabelltyper | over.tabelltyper,
        anvisningar=base.anvisningar | over.anvisningar,
        rubriker=base.rubriker | {name: base.rubriker.get(name, {}) | own for name, own in over.rubriker.items()},
        avsnitt=changed(over.avsnitt or base.avsnitt, over.ändringar, found),
    )


def read_rows(text: Scalar, known: tuple[str, ...], found: Collector, *, needed: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """A small grid of words in a mall: one dict a line, empty cells left out. A line without a needed cell is told of."""
    return [{word: cell.text for word, cell in row.items()} for row in _placed_rows(text, known, found, needed)]


def _placed_rows(text: Scalar, known: tuple[str, ...], found: Collector, needed: tuple[str, ...]) -> list[dict[str, Scalar]]:
    """The rows of a small grid, every cell with its place."""
    rows: list[dict[str, Scalar]] = []
    header: list[str] = []
    for number, line in text.lines():
        if not line.strip():
            continue
        raw = line.split("|")
        cells = [cell.strip() for cell in raw]
        if not header:
            header = cells
            for word in header:
                if word not in known:
                    found.add("M11", f"kolumnen ”{word}” är okänd", text.at(number), nearest(word, list(known)))
            for word in needed:
                if word not in header:
                    found.add("M11", f"kolumnen ”{word}” saknas", text.at(number), f"Kolumnerna ska vara {' | '.join(needed)}.")
            continue
        if len(cells) != len(header):
            what = f"raden har {len(cells)} celler, rubrikraden {len(header)}"
            found.add("M12", what, text.at(number), "Skriv lika många celler.")
            continue
        ends = [*accumulate(len(cell) + 1 for cell in raw)]
        starts = [end - 1 - len(cell.lstrip()) for cell, end in zip(raw, ends, strict=True)]
        placed = zip(header, cells, starts, strict=True)
        row = {word: Scalar(cell, text.at(number, start)) for word, cell, start in placed if cell}
        empty = [word for word in needed if word in header and word not in row]
        if empty:
            found.add("M12", f"raden har inget i kolumnen ”{empty[0]}”", text.at(number), "Fyll i cellen.")
        if all(word in row for word in needed):
            rows.append(row)
    return rows


def column_types(kind: Tabelltyp, found: Collector) -> list[Kolumntyp]:
    """The columns a type of table may have."""
    known = ("ord", "rubrik", "innehåll", "slag", "avser", "mått", "grupp", "enhet", "härleds")
    columns, derived = [], []
    for row in _placed_rows(kind.kolumner, known, found, ()):
        place = next((cell.place for cell in row.values()), kind.kolumner.place)
        node = Mapping(place, {**row}, {k: Scalar(k, cell.place) for k, cell in row.items()})
        if column := read_model(Kolumntyp, node, found):
            columns.append(column)
            derived += [row["härleds"]] if "härleds" in row else []
    words = [column.ord for column in columns]
    for text in derived:
        try:
            read_derivation(text.text, words)
        except DerivationProblem as problem:
            found.add("M14", problem.what, text.at(0, problem.at), problem.instead)
    return columns


_SLOT = regex(r"\{(\w+?)(?:([+-])(\d+))?\}")


def fill(text: str, words: dict[str, str]) -> str:
    """Put the year's and the body's words into a heading: `Bokslut {år-1}`, `{Nämndens} uppdrag`."""

    def put(match: re.Match[str]) -> str:
        word, sign, number = match.groups()
        if word in words:
            value = words[word]
        elif word.casefold() in words:
            value = capitalized(words[word.casefold()])
        else:
            return match.group()
        if sign and value.isdigit():
            return str(int(value) + int(sign + number))
        return value

    return _SLOT.sub(put, text)
