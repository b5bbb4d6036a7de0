"""The facts of a report: one row per figure, with what it is about (identity) and where it stands (place)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vb_gen.core.figure import Tal
from vb_gen.core.finding import Place
from vb_gen.core.numbers import is_amount_unit, is_plain, powers
from vb_gen.core.period import Period
from vb_gen.model.cell import Värde
from vb_gen.model.report import Report
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell


@dataclass(frozen=True, slots=True)
class Identity:
    """What a figure is about; the same wherever the same fact stands."""

    om: str
    mått: str
    rad: str
    slag: str
    avser: str
    kön: str
    population: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure: what it is about, its value as printed, and where it stands."""

    identity: Identity
    värde: Tal
    enhet: str
    tecken: str  # what plus means: resultat, intäkt, kostnad
    regel: str  # what plus means of a deviation: plus är bra, plus är mer
    rapport: str
    tabell: str
    etikett: str
    kolumn: str
    plats: Place
    härledd: bool = False
    gräns: str = ""
    preliminär: bool = False

    @property
    def comparable(self) -> Tal:
        """The figure as it can be held against others of the same identity.

        In kronor where it is an amount (with negative decimals: 86 mnkr is known to the million), and with plus for
        income, surplus and a favourable deviation, whichever way its table prints them.
        """
        turned = self.tecken == "kostnad" and not (self.identity.slag == "avvikelse" and self.regel == "plus är bra")
        tal = -self.värde if turned else self.värde
        return tal.scaled(powers(self.enhet, "kr")) if is_amount_unit(self.enhet) else tal


def facts(report: Report) -> Iterator[Fact]:
    """Every figure of a report's tables, in the order they stand."""
    for table, row, column, box, identity in boxes(report):
        yield from _of_box(report, table, row, column, box, identity)


def boxes(report: Report) -> Iterator[tuple[Tabell, Rad, Kolumn, Ruta, Identity]]:
    """Every cell that is of something, with what it is about, whether or not there is a figure in it."""
    tables = list(report.tables())
    lists = [table.typ for table in tables if table.projekt and any(row.has_figures for row in table.rader)]
    for table in tables:
        part = table.id if lists.count(table.typ) > 1 else ""
        for row in table.rader:
            known: dict[str, _About] = {}  # by the measure that a column has of its own
            for column in table.kolumner:
                box = row.celler.get(column.ord)
                if box is not None and column.slag:
                    measure = column.mått or table.mått
                    if measure not in known:
                        known[measure] = _about(report, table, row, measure, part)
                    om, mått, rad, population = known[measure]
                    kind = kind_of(report.period, column)
                    yield table, row, column, box, Identity(om, mått, rad, kind, column.avser, row.kön or "T", population)


def _of_box(report: Report, table: Tabell, row: Rad, column: Kolumn, box: Ruta, identity: Identity) -> Iterator[Fact]:
    unit = table.unit(row, column, box.cell)
    where = (row.tecken, row.regel, report.name, table.id, row.etikett, column.ord, box.plats)
    if box.läge == "härledd" and box.härlett:
        yield Fact(identity, box.härlett, unit, *where, härledd=True)
        return
    for number, value in enumerate(box.cell.värden):
        about = _part(identity, row, value, number, len(box.cell.värden))
        yield Fact(about, value.tal, value.enhet or unit, *where, gräns=value.gräns, preliminär=value.preliminär)


def part_name(row: Rad, value: Värde, number: int, count: int) -> str:
    """Which part of its row a value is of, where a cell holds several."""
    if value.etikett:
        return value.etikett
    if count > 1 and len(row.population) == count:
        return row.population[number]
    return ""


def _part(identity: Identity, row: Rad, value: Värde, number: int, count: int) -> Identity:
    own = row.population[0] if len(row.population) == 1 else identity.population
    population = part_name(row, value, number, count) or own
    year = str(value.år) if value.år is not None else identity.avser
    if (population, year) == (identity.population, identity.avser):
        return identity
    return replace(identity, population=population, avser=year)


_About = tuple[str, str, str, str]  # a body, a measure, a row of it, a population


def _about(report: Report, table: Tabell, row: Rad, measure: str, part: str) -> _About:
    """What a row's figures are about; `measure` is that of the table or the column, if they have one.

    `part` names the table where it holds only a part of what it measures.
    """
    line = [row, *table.ancestors(row)]  # the row and what it is indented under, nearest first
    population = next((r.population[0] for r in line if len(r.population) == 1), "")
    om = report.enhet_id
    for index, above in enumerate(line):
        if above.från:  # another body's row: what it stands under here is no part of that body's figure
            om, line, part = above.från.rpartition("/")[2], line[:index], ""
            break
    named = [r for r in reversed(line) if not _is_whole(table, r) and not r.kön]
    if measure:  # broken down by rows; a row of the measure's own name is the whole
        names = [r.nyckel for r in named if r.nyckel != measure]
        if part and row.roll in ("summa", "grupp"):
            names.insert(0, part)
    elif row.mått:
        measure, names = row.mått, []
    else:
        owner = next((r for r in line if r.mått), named[0] if named else row)
        measure = owner.mått or owner.nyckel
        names = [r.nyckel for r in named if r is not owner]
    return om, measure, "/".join(names), population


def _is_whole(table: Tabell, row: Rad) -> bool:
    """Is the row the table's whole? The last sum is; a sum before it is of a part."""
    sums = [r for r in table.rader if r.roll in ("summa", "totalsumma")]
    return bool(sums) and row is sums[-1]


def kind_of(period: Period, column: Kolumn) -> str:
    """A column's slag; a whole year that had not ended when the report was written has a forecast, no bokslut."""
    ended = period.år - (2 if period.budget else 1 if period.månad else 0)
    unfinished = column.slag == "bokslut" and column.avser.isdigit() and int(column.avser) > ended
    return "prognos" if unfinished else column.slag


COLUMNS = (
    "rapport",
    "om",
    "mått",
    "rad",
    "slag",
    "avser",
    "kön",
    "population",
    "värde",
    "decimaler",
    "enhet",
    "tabell",
    "fil",
    "radnr",
    "cell",
)


def _record(fact: Fact) -> dict[str, str | int]:
    who = fact.identity
    return {
        "rapport": fact.rapport,
        "om": who.om,
        "mått": who.mått,
        "rad": who.rad,
        "slag": who.slag,
        "avser": who.avser,
        "kön": who.kön,
        "population": who.population,
        "värde": f"{fact.värde.visat:f}",
        "decimaler": fact.värde.decimaler,
        "enhet": fact.enhet,
        "tabell": fact.tabell,
        "fil": fact.plats.document.name,
        "radnr": fact.plats.line,
        "cell": fact.plats.cell,
    }


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(rows: Iterable[Fact]) -> str:
    """Facts for a Swedish Excel: semicolons, decimal comma, a BOM, so that it opens rightly with a double click."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for fact in rows:
        record = _record(fact)
        record["värde"] = str(record["värde"]).replace(".", ",")
        # A cell that begins like a formula is text to us and must not run in a spreadsheet.
        writer.writerow({k: f"'{v}" if str(v).startswith(_FORMULA) and not is_plain(str(v)) else v for k, v in record.items()})
    return "\ufeff" + out.getvalue()


def to_json(rows: Iterable[Fact]) -> str:
    """Facts as plain JSON; a value is a string, since a binary float would not be exact."""
    return json.dumps([_record(fact) for fact in rows], ensure_ascii=False, indent=1) + "\n"
