"""The chapters of one report: what its files say, read against its mall into sections, tables read and derived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from vb_gen.core.finding import Collector, Document, Place, short
from vb_gen.core.labels import meaning, unit_of
from vb_gen.core.names import anchor, slug
from vb_gen.core.node import Mapping, Node, Scalar
from vb_gen.core.period import Period
from vb_gen.core.spelling import nearest
from vb_gen.core.units import BELOPP
from vb_gen.figures.borrow import borrow
from vb_gen.figures.derive import derive
from vb_gen.figures.roles import understood
from vb_gen.model.base import read_model, what_is_left
from vb_gen.model.content import MODELS, Egenskaper, Indikatorer, Rutor, Tabellinnehåll, Text, Uppdrag
from vb_gen.model.grid import Piece, Pieces, Surroundings, read_table
from vb_gen.model.kommun import Enhet, Kommun
from vb_gen.model.mall import Mall, fill, read_rows
from vb_gen.model.rapport import Rapport
from vb_gen.model.report import Report, Section
from vb_gen.model.section import Avsnitt
from vb_gen.model.table import Rad, Tabell
from vb_gen.read.sheets import SheetReader

Lend = Callable[[Rad], tuple[Tabell, ...] | None]  # the tables of the report that a row takes its figures from
FIELDS = (
    *("rubrik", "läge", "text", "rader", "källa", "kolumner", "noter", "kommentar"),
    *("avvikelseregel", "enhet", "population", "riktning"),
    *("belopp", "tecken", "grupper", "målområden", "diagram", "undantag"),
)


@dataclass(frozen=True)
class Written:
    """What an author wrote under a section's key: the node, the key's place, and its file and number in order."""

    node: Node
    place: Place
    order: tuple[str, int]


class ChapterReader:
    """Reads the chapters of one report against its mall."""

    def __init__(
        self,
        kommun: Kommun,
        enhet_id: str,
        enhet: Enhet,
        period: Period,
        mall: Mall,
        own: dict[str, str],
        lend: Lend,
        sheets: SheetReader,
        found: Collector,
    ) -> None:
        self.lend, self.sheets = lend, sheets
        self.kommun, self.enhet_id, self.enhet, self.period, self.mall = kommun, enhet_id, enhet, period, mall
        self.found = found
        self.words = words_of(kommun, enhet, period, mall, own)
        empty = Place(Document("mall", ()), 1, 1)
        none = Scalar("", empty)
        of_goal, of_assignment, of_mark = ("status", "rad", "kolumn", "form"), ("status", "rad", "form"), ("märke", "betydelse")
        status = read_rows(mall.status or none, (*of_goal, "mening"), found, needed=of_goal)
        assignment = read_rows(mall.uppdragsstatus or none, of_assignment, found, needed=of_assignment)
        missing = read_rows(mall.saknas or none, of_mark, found, needed=of_mark)
        self.status = {row["status"]: row for row in status}
        self.assignment = {row["status"]: row | _own_word(enhet, row["status"]) for row in assignment}
        self.missing = {row["märke"]: row["betydelse"] for row in missing}
        self.around = Surroundings(
            types=mall.tabelltyper,
            columns=mall.kolumntyper,
            missing=frozenset(mark.casefold().rstrip(".") for mark in self.missing) | {"", "−"},
            words=self.words,
            status_words={w.casefold(): row["status"] for row in status for w in (row["rad"], row["kolumn"])},
            assignment_words={
                word.casefold(): row["status"] for row in self.assignment.values() for word in (row["rad"], row["status"])
            },
            units=kommun.måttenheter,
        )

    def report(self, rapport: Rapport, nodes: dict[str, Mapping], place: Place) -> Report:
        """The report that its files' contents make, each file's by its name; `place` is where rapport.yaml begins."""
        content = self._contents(nodes)
        beside: list[Tabell] = []
        sections = tuple(self._section(section, content, place, beside) for section in self.mall.avsnitt)
        return Report(
            kommun=self.kommun,
            enhet_id=self.enhet_id,
            enhet=self.enhet,
            period=self.period,
            rapport=rapport,
            mall=self.mall,
            ord=self.words,
            statusord=self.status,
            uppdragsord=self.assignment,
            saknas=self.missing,
            avsnitt=sections,
            plats=place,
        )

    def _contents(self, nodes: dict[str, Mapping]) -> dict[str, Written]:
        """What was written for every section, by id."""
        known = {section.id for section in self.mall.walk()}
        titles = {anchor(fill(section.rubrik, self.words)): section.id for section in self.mall.walk() if section.rubrik}
        content: dict[str, Written] = {}
        for file, node in nodes.items():
            original = _copied(file, nodes)
            if original and node.entries.keys() & nodes[original].entries.keys() & known:
                what = f"filen ser ut som en kopia av {original}.yaml: samma avsnitt står i båda"
                self.found.add("M24", what, node.place, "Ta bort kopian, eller flytta den ur mappen.")
                continue
            for key, value in node.entries.items():
                place = node.keys[key].place
                if key not in known:
                    what, instead = f"avsnittet ”{short(key)}” finns inte i mallen", nearest(key, sorted(known))
                    if named := titles.get(anchor(key)):
                        instead = f"Skriv ”{named}:”. ”{short(key)}” är rubriken, som kommer av sig själv."
                    above = [name for name in content if content[name].order[0] == file]
                    if key in FIELDS and above:
                        what = f"”{key}:” hör till ett avsnitt och ska vara indraget"
                        instead = f"Dra in raden två mellanslag, under ”{above[-1]}:”."
                    self.found.add("M23", what, place, instead)
                elif key in content:
                    what = f"avsnittet ”{key}” står redan i {content[key].place}"
                    self.found.add("M24", what, place, "Ta bort det ena.")
                else:
                    content[key] = Written(value, place, (file, len(content)))
        return content

    def _section(self, mall: Avsnitt, content: dict[str, Written], above: Place, beside: list[Tabell]) -> Section:
        """A section; `beside` are the tables of the sections before it under the same heading."""
        found = content.get(mall.id)
        node, place = (found.node, found.place) if found else (None, above)
        within: list[Tabell] = []
        parts = tuple(self._section(part, content, place, within) for part in mall.avsnitt)
        title = fill(mall.rubrik or "", self.words)
        tables: list[Tabell] = []
        written: Text | None = None
        if node is not None:
            model = MODELS[mall.block]
            if isinstance(node, Scalar):
                node = Mapping(node.place, {"text": node}, {"text": node})
            written = read_model(model, node, self.found)
            if written is not None:
                amount = written.belopp if isinstance(written, Tabellinnehåll) else None
                title = written.rubrik or fill(mall.rubrik or "", self.words | ({"belopp": amount} if amount else {}))
                assert isinstance(node, Mapping)
                tables = self._tables(mall, written, title, beside)
                if tables and not amount and tables[0].belopp and tables[0].rubrik == title and not written.rubrik:
                    title = fill(mall.rubrik or "", self.words | {"belopp": tables[0].belopp})
                    tables[0] = replace(tables[0], rubrik=title)
                beside += tables
                written = _with_tables(written, tables)
            elif (rest := what_is_left(model, node, {"kolumner": "källa"})) is not None:
                self._tables(mall, rest, title, [])  # for their faults alone, so that all are told at once
        parts = _in_written_order(parts, content)
        return Section(mall, title, place, written, tuple(tables), parts)

    def _tables(self, mall: Avsnitt, written: Text, title: str, beside: list[Tabell]) -> list[Tabell]:
        tables: list[Tabell | None] = []
        if isinstance(written, Tabellinnehåll) and written.plats is not None:
            kind = mall.tabelltyp.text if mall.tabelltyp else mall.id
            amount = written.belopp or (self.kommun.belopp if self.mall.is_of_amounts(kind) else "")
            tables.append(
                self._table(
                    written, kind,
                    table_id=mall.id, title=title, amount=amount, sign=written.tecken or "", notes=written.noter,
                )
            )  # fmt: skip
        elif isinstance(written, Uppdrag):
            for assignments in written.grupper:
                tables.append(
                    self._table(
                        assignments, "uppdrag",
                        table_id=f"{mall.id}.{slug(assignments.rubrik)}", title=assignments.rubrik,
                        notes=assignments.noter,
                    )
                )  # fmt: skip
        elif isinstance(written, Indikatorer):
            for number, group in enumerate(written.grupper, 1):
                name = slug(group.kommunövergripande or group.målområde) or str(number)
                place = group.plats
                assert place is not None
                tables.append(
                    self._table(
                        group, "indikatorer",
                        table_id=f"{mall.id}.{name}", title=group.kommunövergripande or group.målområde,
                        notes=group.noter,
                    )
                )  # fmt: skip
                if group.definitioner and tables[-1]:
                    tables[-1] = self._define(tables[-1], group.definitioner, place)
        derived: list[Tabell] = []
        for table in tables:
            if table is not None:
                if isinstance(written, Tabellinnehåll) and not written.belopp:
                    table = replace(table, belopp=_unit_said(table) or table.belopp)
                earlier = [other for other in beside if other.typ == table.typ]
                before = [*earlier, *derived]
                derived.append(derive(understood(borrow(table, self.lend), before), before))
        return derived

    def _table(self, written: Rutor, kind: str, **about: Any) -> Tabell | None:
        """A table from where its cells are: the author's own grid, or a spreadsheet."""
        cells: Node | Pieces | None = written.rader
        if written.källa is not None:
            cells = self.sheets.read(written.källa, written.kolumner, partial(self.around.is_word, kind), self.found)
        if cells is None or written.plats is None:
            return None
        said = written.egenskaper if isinstance(written, Egenskaper) else {}
        common = {word: Piece(text, written.plats) for word, text in said.items()}
        return read_table(cells, kind, self.around, self.found, common=common, **about)

    def _define(self, table: Tabell, definitions: dict[str, str], place: Place) -> Tabell:
        """The table with what its indicators measure."""
        for key in definitions:
            if key not in [row.nyckel for row in table.rader]:
                what = f"definitionen av ”{key}” hör inte till någon rad i tabellen"
                self.found.add("M25", what, place, nearest(key, [row.nyckel for row in table.rader]))
        rows = (replace(row, definition=definitions.get(row.nyckel, "")) for row in table.rader)
        return replace(table, rader=tuple(rows))


def _unit_said(table: Tabell) -> str:
    """The unit of amounts that a table's headings, or its sums, say, where they say one and no other."""
    sums = (row.etikett for row in table.rader if meaning(row.etikett).helhet > 2)
    said = {unit_of(text) for text in (table.etikettrubrik, *(c.rubrik for c in table.kolumner), *sums)}
    units = said & set(BELOPP)
    return units.pop() if table.belopp and len(units) == 1 else ""


def words_of(kommun: Kommun, enhet: Enhet, period: Period, mall: Mall, own: dict[str, str]) -> dict[str, str]:
    """The words that headings and messages of a report are filled with."""
    genitive = enhet.namn if enhet.namn.endswith(("s", "x", "z")) else enhet.namn + "s"
    names = {"belopp": kommun.belopp, "enhet": enhet.namn, "enhets": genitive}
    return mall.ord | enhet.ord | own | period.words() | names


def _with_tables(written: Text, tables: list[Tabell]) -> Text:
    """What was written, without the groups whose table could not be read; that has been told."""
    if not isinstance(written, Uppdrag | Indikatorer) or len(tables) == len(written.grupper):
        return written
    there = [table.plats for table in tables]
    return written.model_copy(update={"grupper": [group for group in written.grupper if group.plats in there]})


def _own_word(enhet: Enhet, status: str) -> dict[str, str]:
    """A body's own word for a status (Genomförd, where others say Genomfört)."""
    return {"rad": enhet.ord[status]} if status in enhet.ord else {}


def _in_written_order(parts: tuple[Section, ...], content: dict[str, Written]) -> tuple[Section, ...]:
    """Parts written in one file stand in the order they were written; between files, and unwritten, in the mall's."""
    placed = list(parts)
    firsts = [min((content[s.id].order for s in part.walk() if s.id in content), default=None) for part in parts]
    files = [order[0] if order else None for order in firsts]
    for file in dict.fromkeys(name for name in files if name is not None):
        spots = [i for i, name in enumerate(files) if name == file]
        ordered = sorted(spots, key=lambda i: firsts[i] or ("", 0))
        for spot, source in zip(spots, ordered, strict=True):
            placed[spot] = parts[source]
    return tuple(placed)


def _copied(file: str, files: Iterable[str]) -> str:
    """The file that one is a copy of, by the name that a computer gives a copy; empty where it is none."""
    name = file.casefold()
    match = re.fullmatch(r"(?:kopia av |copy of )(.+)|(.+?)(?:[ _-]+(?:kopia|copy)[ _-]*(?:\(?\d+\)?)?| ?\(\d+\))", name)
    base = (match[1] or match[2]) if match else ""
    return next((other for other in files if other.casefold() == base), "")
