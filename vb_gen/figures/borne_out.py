"""Relations that nobody wrote and no name says, but that a table's figures bear out: sums over sums, results, differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from vb_gen.core.figure import total
from vb_gen.figures.samband import Del, Samband, Slag, Ställe, Utfall
from vb_gen.figures.understanding.result import Spot, Tolkning
from vb_gen.figures.understanding.tolkning import understand
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell


def tolkningar(table: Tabell) -> list[Tolkning]:
    """A table as its figures tell it; rows count from 2, below the heading, and columns from 2, right of the names."""
    head = [table.etikettrubrik, *(" ".join(f"{c.grupp} {c.rubrik}".split()) for c in table.kolumner)]
    rows = [
        ["" if row.namnlös else "  " * row.nivå + row.etikett, *(_text(row, column) for column in table.kolumner)]
        for row in table.rader
    ]
    return understand([head, *rows])


def _text(row: Rad, column: Kolumn) -> str:
    box = row.celler.get(column.ord)
    return box.cell.shown if box is not None and box.läge == "given" else ""


def tried(section: Section, table: Tabell, read: Sequence[Tolkning]) -> dict[frozenset[tuple[int, str]], Utfall]:
    """What came of every relation that the figures themselves show, by its cells."""
    out = {}
    for tolkning in read:
        for one in tolkning.samband:
            places = [_place(section, table, spot) for spot in one.celler]
            out[frozenset(place.key for place in places if place is not None)] = one.utfall
    return out


def borne_out(section: Section, table: Tabell, read: Sequence[Tolkning], known: Sequence[Samband]) -> Iterator[Samband]:
    """What the figures bear out besides the relations that are known."""
    there = {one.celler for one in known}
    wholes = {one.helhet.key for one in known if one.slag in ("summa", "netto")}
    derived = any(column.härleds for column in table.kolumner)
    for tolkning in read:
        told = {found.cell: found.nivå for found in tolkning.fynd}
        for one in tolkning.samband:
            spots = [_place(section, table, spot) for spot in one.celler]
            places = [spot for spot in spots if spot is not None]
            if one.slag not in (Slag.SUMMA, Slag.DIFFERENS) or len(places) < len(spots) or len(places) < 2:
                continue
            down = places[0].kolumn.ord == places[1].kolumn.ord
            key = frozenset(place.key for place in places)
            if key in there or (not down and derived) or (down and places[0].key in wholes):
                continue
            level = next((told[spot] for spot in one.celler if spot in told), "")
            if one.utfall is Utfall.BRYTER and not level:
                continue
            there.add(key)
            slag = (Slag.SUMMA if one.slag is Slag.SUMMA else Slag.NETTO) if down else Slag.TVÄRS
            parts = []
            for place, weight in zip(places[1:], one.vikter or (1,) * len(places[1:]), strict=True):
                tal = place.ruta.tal
                assert tal is not None
                parts.append(Del(place, tal if weight > 0 else -tal, Decimal(weight)))
            made = Samband(slag, places[0], tuple(parts), one.varför, total(p.tal for p in parts), nivå=level or "varning")
            if made.utfall is not Utfall.BRYTER or one.utfall is Utfall.BRYTER:
                yield made


def _place(section: Section, table: Tabell, spot: Spot) -> Ställe | None:
    """A place in the understanding as a cell of the table; None where it is none, or holds no figure."""
    row, column = spot[0] - 2, spot[1] - 2
    if not (0 <= row < len(table.rader) and 0 <= column < len(table.kolumner)):
        return None
    found = Ställe(section, table, table.rader[row], table.kolumner[column])
    return found if found.kolumn.ord in found.rad.celler and found.ruta.tal is not None else None
