"""The facts of a report: one row per figure, with what it is about (identity) and where it stands (place)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from vb_gen.errors import Place
from vb_gen.model.cell import Värde
from vb_gen.model.tabell import Kolumn, Rad, Ruta, Tabell
from vb_gen.numbers import Tal
from vb_gen.report import Report


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
    rapport: str
    tabell: str
    etikett: str
    kolumn: str
    plats: Place
    härledd: bool = False
    gräns: str = ""
    preliminär: bool = False


def facts(report: Report) -> Iterator[Fact]:
    """Every figure of a report's tables, in the order they stand."""
    for table in report.tables():
        for row in table.rader:
            for column in table.kolumner:
                box = row.celler.get(column.ord)
                if box is not None and column.slag:
                    yield from _of_box(report, table, row, column, box)


def _of_box(report: Report, table: Tabell, row: Rad, column: Kolumn, box: Ruta) -> Iterator[Fact]:
    unit = table.unit(row, column, box.cell)
    base = Fact(
        identity=_identity(report, table, row, column),
        värde=Tal(0, 0),  # type: ignore[arg-type]  # replaced below, one fact a value
        enhet=unit,
        tecken=row.tecken,
        rapport=report.name,
        tabell=table.id,
        etikett=row.etikett,
        kolumn=column.ord,
        plats=box.plats,
    )
    if box.läge == "härledd" and box.härlett:
        yield replace(base, värde=box.härlett, härledd=True)
        return
    for number, value in enumerate(box.cell.värden):
        yield replace(
            base,
            identity=_part(base.identity, row, value, number, len(box.cell.värden)),
            värde=value.tal,
            enhet=value.enhet or unit,
            gräns=value.gräns,
            preliminär=value.preliminär,
        )


def part_name(row: Rad, value: Värde, number: int, count: int) -> str:
    """Which part of its row a value is of, where a cell holds several."""
    if value.etikett:
        return value.etikett
    if count > 1 and len(row.population) == count:
        return row.population[number]
    return ""


def _part(identity: Identity, row: Rad, value: Värde, number: int, count: int) -> Identity:
    part = part_name(row, value, number, count)
    return replace(
        identity,
        population=part or (row.population[0] if len(row.population) == 1 else identity.population),
        avser=str(value.år) if value.år is not None else identity.avser,
    )


def _identity(report: Report, table: Tabell, row: Rad, column: Kolumn) -> Identity:
    line = [row, *table.ancestors(row)]
    source = next((r.från for r in line if r.från), "")
    about = source.rpartition("/")[2] or report.enhet_id
    below = [r for r in line if not any(r.från for r in [r])] if source else line
    named = [r for r in reversed(below) if r.roll not in ("summa", "totalsumma") and not r.kön]
    measure = column.mått or table.mått
    if measure and not row.mått:
        path = "/".join(r.nyckel for r in named)
    elif measure or row.mått:
        measure = row.mått or measure
        path = ""
    else:
        owner = next((r for r in line if r.mått), named[0] if named else row)
        measure = owner.mått or owner.nyckel
        path = "/".join(r.nyckel for r in named if r is not owner)
    population = next((r.population[0] for r in line if len(r.population) == 1), "")
    return Identity(about, measure, path, column.slag, column.avser, row.kön or "T", population)


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
        "värde": f"{fact.värde.värde:f}",
        "decimaler": fact.värde.decimaler,
        "enhet": fact.enhet,
        "tabell": fact.tabell,
        "fil": fact.plats.document.name,
        "radnr": fact.plats.line,
    }


def to_csv(rows: Iterable[Fact]) -> str:
    """Facts for a Swedish Excel: semicolons, decimal comma, a BOM, so that it opens rightly with a double click."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    for fact in rows:
        record = _record(fact)
        record["värde"] = str(record["värde"]).replace(".", ",")
        # A cell that begins like a formula is text to us and must not run in a spreadsheet.
        text = {k: f"'{v}" if isinstance(v, str) and k != "värde" and v[:1] in "=+@\t" and v else v for k, v in record.items()}
        writer.writerow(text)
    return "\ufeff" + out.getvalue()


def to_json(rows: Iterable[Fact]) -> str:
    """Facts as plain JSON; a value is a string, since a binary float would not be exact."""
    return json.dumps([_record(fact) for fact in rows], ensure_ascii=False, indent=1) + "\n"
