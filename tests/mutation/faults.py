"""The faults: what a tired person does to a figure, a row, a column, a unit, a status. Each is a section of a report with
one thing changed, as it would have been written."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from tests.mutation.bench import Bench
from vb_gen.core.finding import Place
from vb_gen.core.numbers import Tal, format_tal
from vb_gen.model.cell import Målvärde, Värde
from vb_gen.model.content import Målredovisning
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

KINDS = ("siffra", "två siffror", "tecken", "faktor tio", "rader", "kolumner", "kön", "enhet", "status")
COARSE = ("tecken", "faktor tio", "kön", "enhet", "status")  # what makes a figure impossible, whatever it should have been
STATUSES = ("uppnått", "delvis uppnått", "ej uppnått", "kan ej bedömas")
_OTHER_UNIT = {"tkr": "mnkr", "mnkr": "tkr", "mkr": "tkr", "kr": "tkr", "%": "‰", "procent": "promille"}
_OTHER_IN_CELL = _OTHER_UNIT | {"%": "st"}  # a cell with ‰ cannot be read at all


@dataclass(frozen=True)
class Figure:
    """A figure that somebody wrote: where it is in the bare report."""

    rapport: str
    section: Section
    table: int
    row: int
    word: str
    value: int

    @property
    def tabell(self) -> Tabell:
        return self.section.tabeller[self.table]

    @property
    def rad(self) -> Rad:
        return self.tabell.rader[self.row]

    @property
    def ruta(self) -> Ruta:
        return self.rad.celler[self.word]

    @property
    def värde(self) -> Värde:
        return self.ruta.cell.värden[self.value]

    @property
    def key(self) -> tuple[str, str, int, int, str, int]:
        """What it is known by, as long as the inputs are the same."""
        return self.rapport, self.section.id, self.table, self.row, self.word, self.value

    @property
    def namn(self) -> str:
        column = self.tabell.column(self.word)
        names = [r.etikett for r in [*reversed(list(self.tabell.ancestors(self.rad))), self.rad]]
        return ", ".join([*names, column.rubrik if column else self.word])

    def changed(self, tal: Tal) -> Section:
        """Its section, with another figure in its stead."""
        return with_box(self.section, self.table, self.row, self.word, _with_value(self.ruta, self.value, tal))


@dataclass(frozen=True)
class Fault:
    """A fault: its kind, where it was planted, what was done, the section with it, and the figures it moved."""

    kind: str
    rapport: str
    tabell: str
    plats: Place
    text: str
    section: Section
    figures: tuple[Figure, ...] = ()
    delta: Decimal = Decimal(0)  # what a single figure was changed by
    group: str = ""  # faults of a status that stand for each other: one found shows that the status is in a relation


def figures(bench: Bench, names: list[str]) -> list[Figure]:
    """Every figure of the reports' tables that somebody wrote."""
    return list(_figures(bench, names))


def _figures(bench: Bench, names: list[str]) -> Iterator[Figure]:
    for name in names:
        for section in bench.bare[name].walk():
            for number, table in enumerate(section.tabeller):
                for index, row in enumerate(table.rader):
                    for column in figure_columns(table):
                        box = row.celler.get(column.ord)
                        if box is not None and box.läge == "given":
                            for value in range(len(box.cell.värden)):
                                yield Figure(name, section, number, index, column.ord, value)


def figure_columns(table: Tabell) -> list[Kolumn]:
    """The columns that hold facts."""
    return [column for column in table.kolumner if column.slag]


# Changing a section


def with_table(section: Section, number: int, table: Tabell) -> Section:
    """The section with another table in that place."""
    tables = section.tabeller
    return replace(section, tabeller=(*tables[:number], table, *tables[number + 1 :]))


def with_row(section: Section, number: int, index: int, row: Rad) -> Section:
    """The section with another row in that place."""
    table = section.tabeller[number]
    return with_table(section, number, replace(table, rader=(*table.rader[:index], row, *table.rader[index + 1 :])))


def with_box(section: Section, number: int, index: int, word: str, box: Ruta) -> Section:
    """The section with another cell in that place."""
    row = section.tabeller[number].rader[index]
    return with_row(section, number, index, replace(row, celler={**row.celler, word: box}))


def _with_value(box: Ruta, number: int, tal: Tal) -> Ruta:
    cell, old = box.cell, box.cell.värden[number]
    values = (*cell.värden[:number], replace(old, tal=tal), *cell.värden[number + 1 :])
    if isinstance(cell, Målvärde):
        text = cell.text.replace(_written(old.tal, cell.text), format_tal(tal), 1)
        return replace(box, cell=replace(cell, text=text, värden=values))
    return replace(box, cell=replace(cell, text=" / ".join(str(v) for v in values), värden=values))


def _written(tal: Tal, text: str) -> str:
    """How a figure stands in a target's text."""
    shown = format_tal(tal, group=False)
    return next((form for form in (shown, shown.replace(",", "."), format_tal(tal)) if form in text), shown)


def _took_place(box: Ruta, other: Ruta) -> Ruta:
    """A cell with what stood in another."""
    return replace(box, cell=other.cell, läge=other.läge)


# The faults


def faults(bench: Bench, names: list[str]) -> Iterator[Fault]:
    """Every fault of every kind, the same ones each time."""
    for figure in figures(bench, names):
        yield from _of_figure(figure)
    for name in names:
        for section in bench.bare[name].walk():
            for number, table in enumerate(section.tabeller):
                yield from _rows(name, section, number, table)
                yield from _columns(name, section, number, table)
                yield from _sexes(name, section, number, table)
                yield from _units(name, section, number, table)
                yield from _statuses(name, section, number, table)
            yield from _goals(name, section)


def _chance(*seed: object) -> random.Random:
    return random.Random("/".join(str(part) for part in seed))


def _of_figure(figure: Figure) -> Iterator[Fault]:
    tal = figure.värde.tal
    digits = _digits(tal)
    yield from _one(figure, "siffra", _tal(_other_digit(digits, _chance(figure.key)), tal))
    turns = [i for i, (a, b) in enumerate(pairwise(digits)) if a != b and not (i == 0 and b == "0")]
    if turns:
        i = _chance(figure.key, "turn").choice(turns)
        yield from _one(figure, "två siffror", _tal(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :], tal))
    if tal.värde:
        yield from _one(figure, "tecken", replace(tal, värde=-tal.värde))
        if _chance(figure.key, "ten").random() < 0.5:
            yield from _one(figure, "faktor tio", Tal(tal.värde * 10, max(tal.decimaler - 1, 0), tal.plus))
        else:
            yield from _one(figure, "faktor tio", Tal(tal.värde / 10, tal.decimaler + 1, tal.plus))


def _digits(tal: Tal) -> str:
    """The digits as they are written, leading zero and all: 0,5 is 05."""
    return str(int(abs(tal.värde).scaleb(tal.decimaler))).rjust(tal.decimaler + 1, "0")


def _tal(digits: str, like: Tal) -> Tal:
    value = Decimal(int(digits)).scaleb(-like.decimaler)
    return replace(like, värde=-value if like.värde < 0 else value)


def _other_digit(digits: str, chance: random.Random) -> str:
    i = chance.randrange(len(digits))
    first = i == 0 and len(digits) > 1
    digit = chance.choice([d for d in "0123456789" if d != digits[i] and not (first and d == "0")])
    return digits[:i] + digit + digits[i + 1 :]


def _one(figure: Figure, kind: str, tal: Tal) -> Iterator[Fault]:
    old = figure.värde.tal
    if tal.värde != old.värde:
        text = f"{figure.namn}: {format_tal(old)} → {format_tal(tal)}"
        section, place = figure.changed(tal), figure.ruta.plats
        yield Fault(kind, figure.rapport, figure.tabell.id, place, text, section, (figure,), abs(tal.värde - old.värde))


def _moved(name: str, section: Section, number: int, cells: list[tuple[int, str]]) -> tuple[Figure, ...]:
    """The figures in some cells."""
    rows = section.tabeller[number].rader
    boxes = [(index, word, rows[index].celler[word]) for index, word in cells]
    return tuple(Figure(name, section, number, i, w, v) for i, w, box in boxes for v in range(len(box.cell.värden)))


def _rows(name: str, section: Section, number: int, table: Tabell) -> Iterator[Fault]:
    """Two rows that stand one below the other have each other's figures."""
    words = [column.ord for column in figure_columns(table)]
    siblings: dict[tuple[object, ...], list[int]] = {}
    for index, row in enumerate(table.rader):
        if not row.kön and row.has_figures:
            siblings.setdefault((row.förälder, row.roll, row.tecken), []).append(index)
    for indexes in siblings.values():
        for a, b in pairwise(indexes):
            one, other = table.rader[a], table.rader[b]
            unlike = [w for w in words if _shown(one, w) != _shown(other, w)]
            if unlike:
                swapped = with_row(section, number, a, _with_cells(one, other, words))
                swapped = with_row(swapped, number, b, _with_cells(other, one, words))
                text = f"{one.etikett} ↔ {other.etikett}"
                moved = _moved(name, section, number, [(i, w) for i in (a, b) for w in unlike])
                yield Fault("rader", name, table.id, one.plats, text, swapped, moved)


def _shown(row: Rad, word: str) -> str:
    return row.celler[word].cell.shown if word in row.celler else ""


def _with_cells(row: Rad, other: Rad, words: list[str]) -> Rad:
    return replace(row, celler={**row.celler, **{w: _took_place(row.celler[w], other.celler[w]) for w in words}})


def _columns(name: str, section: Section, number: int, table: Tabell) -> Iterator[Fault]:
    """Two columns that stand side by side have each other's figures."""
    for one, other in pairwise(figure_columns(table)):
        rows = [i for i, row in enumerate(table.rader) if _shown(row, one.ord) != _shown(row, other.ord)]
        if not rows or (one.innehåll == "målvärde") != (other.innehåll == "målvärde"):
            continue
        swapped = replace(table, rader=tuple(_turned(row, one.ord, other.ord) for row in table.rader))
        text = f"{one.rubrik} ↔ {other.rubrik}"
        moved = _moved(name, section, number, [(i, w) for i in rows for w in (one.ord, other.ord)])
        yield Fault("kolumner", name, table.id, one.plats, text, with_table(section, number, swapped), moved)


def _turned(row: Rad, one: str, other: str) -> Rad:
    a, b = row.celler[one], row.celler[other]
    return replace(row, celler={**row.celler, one: _took_place(a, b), other: _took_place(b, a)})


def _sexes(name: str, section: Section, number: int, table: Tabell) -> Iterator[Fault]:
    """Women's and men's figures, or the total's and one of theirs, have changed places."""
    for index, row in enumerate(table.rader):
        below = {r.kön: i for i, r in enumerate(table.rader) if r.förälder == index and r.kön}
        for a, b in ([below["K"], below["M"]], [index, below["K"]], [index, below["M"]]) if len(below) == 2 else ():
            for column in figure_columns(table):
                boxes = [table.rader[i].celler[column.ord] for i in (a, b)]
                if all(box.läge == "given" and box.cell.värden for box in boxes) and boxes[0].cell.shown != boxes[1].cell.shown:
                    swapped = with_box(section, number, a, column.ord, _took_place(*boxes))
                    swapped = with_box(swapped, number, b, column.ord, _took_place(*reversed(boxes)))
                    text = f"{row.etikett}, {column.rubrik}: {table.rader[a].etikett} ↔ {table.rader[b].etikett}"
                    moved = _moved(name, section, number, [(a, column.ord), (b, column.ord)])
                    yield Fault("kön", name, table.id, boxes[0].plats, text, swapped, moved)


def _units(name: str, section: Section, number: int, table: Tabell) -> Iterator[Fault]:
    """Another unit: the table's, a row's, or the one in a cell."""
    cells = [(i, c.ord) for i, row in enumerate(table.rader) for c in figure_columns(table) if _in_unit_of_table(table, row, c)]
    if table.belopp in _OTHER_UNIT and cells:
        unit = _OTHER_UNIT[table.belopp]
        text = f"tabellen: {table.belopp} → {unit}"
        changed = with_table(section, number, replace(table, belopp=unit))
        yield Fault("enhet", name, table.id, table.plats, text, changed, _moved(name, section, number, cells))
    for index, row in enumerate(table.rader):
        if row.enhet in _OTHER_UNIT and row.has_figures:
            unit = _OTHER_UNIT[row.enhet]
            changed = with_row(section, number, index, replace(row, enhet=unit))
            moved = _moved(name, section, number, [(index, c.ord) for c in figure_columns(table)])
            yield Fault("enhet", name, table.id, row.plats, f"{row.etikett}: {row.enhet} → {unit}", changed, moved)
        else:
            yield from _unit_of_cell(name, section, number, index)


def _in_unit_of_table(table: Tabell, row: Rad, column: Kolumn) -> bool:
    box = row.celler[column.ord]
    own = row.enhet or next((r.enhet for r in table.ancestors(row) if r.enhet), "")
    return bool(box.cell.värden) and not own and not box.cell.värden[0].enhet


def _unit_of_cell(name: str, section: Section, number: int, index: int) -> Iterator[Fault]:
    """One of a row's cells that say their unit themselves says another."""
    table = section.tabeller[number]
    row = table.rader[index]
    boxes = [(c.ord, row.celler[c.ord]) for c in figure_columns(table)]
    boxes = [(word, box) for word, box in boxes if len(box.cell.värden) == 1 and box.cell.värden[0].enhet in _OTHER_IN_CELL]
    if boxes:
        word, box = _chance(name, section.id, number, index).choice(boxes)
        value = box.cell.värden[0]
        unit = _OTHER_IN_CELL[value.enhet]
        cell = replace(box.cell, text=box.cell.text.replace(value.enhet, unit), värden=(replace(value, enhet=unit),))
        changed = with_box(section, number, index, word, replace(box, cell=cell))
        text = f"{row.etikett}, {word}: {value.enhet} → {unit}"
        yield Fault("enhet", name, table.id, box.plats, text, changed, _moved(name, section, number, [(index, word)]))


def _statuses(name: str, section: Section, number: int, table: Tabell) -> Iterator[Fault]:
    """Another status in a column of statuses."""
    for column in table.kolumner:
        known = {"status": STATUSES, "uppdragsstatus": ("genomfört", "pågår", "ej genomfört")}.get(column.innehåll, ())
        for index, row in enumerate(table.rader):
            box = row.celler.get(column.ord)
            if box is None or box.läge != "given" or isinstance(box.cell, Målvärde):
                continue
            for status in known:
                if status != box.cell.fritext:
                    changed = with_box(
                        section, number, index, column.ord, replace(box, cell=replace(box.cell, fritext=status, text=""))
                    )
                    text = f"{row.mål or row.etikett}: {box.cell.fritext} → {status}"
                    yield Fault("status", name, table.id, box.plats, text, changed, group=f"{name}/{box.plats}")


def _goals(name: str, section: Section) -> Iterator[Fault]:
    """Another status on a goal."""
    content = section.innehåll
    if not isinstance(content, Målredovisning):
        return
    for number, area in enumerate(content.målområden):
        for index, goal in enumerate(area.mål):
            for status in STATUSES if goal.status else ():
                if status != goal.status:
                    goals = [*area.mål[:index], goal.model_copy(update={"status": status}), *area.mål[index + 1 :]]
                    areas = [*content.målområden]
                    areas[number] = area.model_copy(update={"mål": goals})
                    changed = replace(section, innehåll=content.model_copy(update={"målområden": areas}))
                    place = goal.plats("status") or section.plats
                    text = f"{goal.namn}: {goal.status} → {status}"
                    yield Fault("status", name, "mål", place, text, changed, group=f"{name}/{place}")
