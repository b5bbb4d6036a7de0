"""What changed in a table: its figures with what follows from each, its rows, columns, words and headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from vb_gen.diff import words
from vb_gen.diff.changes import Change, Grid, GridCell, GridRow, Slag
from vb_gen.diff.rows import Side, pair_columns, pair_rows, shown
from vb_gen.diff.words import Piece
from vb_gen.figures.derive import terms
from vb_gen.model.derivation import named_in
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell

_WORDS: dict[str, Slag] = {"status": "bedömning", "uppdragsstatus": "bedömning", "text": "text", "nummer": "text"}


@dataclass(frozen=True)
class Spot:
    """A cell of the new table: the row's number there and the column's word."""

    rad: int
    ord: str


@dataclass
class TableDiff:
    """What changed in a table: the changes, and its rows with them."""

    ändringar: list[Change] = field(default_factory=list)
    rutnät: Grid | None = None


def compare_tables(old: Side, new: Side, before: Tabell, after: Tabell, heading: str) -> TableDiff:
    """What changed between two tables that are the same one."""
    return _Comparison(old, new, before, after, heading).run()


def whole_table(side: Side, table: Tabell, heading: str, *, come: bool) -> TableDiff:
    """A table that came or went, as one change."""
    count = len(table.rader)
    change = Change(
        "tabell", "ny" if come else "borta", table.rubrik or heading, plats=table.plats,
        skäl=f"{count} {'rad' if count == 1 else 'rader'}", i_rutnät=True,
    )  # fmt: skip
    kind: tuple[str, str] = ("tillagt", "ny") if come else ("struket", "borta")
    rows = [_whole_row(side, table, row, kind) for row in table.rader]
    columns = (_head(table.etikettrubrik, ""), *(_head(column.rubrik, _klass(column)) for column in table.kolumner))
    return TableDiff([change], Grid(table.rubrik or heading, columns, tuple(rows)))


def _whole_row(side: Side, table: Tabell, row: Rad, kind: tuple[str, str]) -> GridRow:
    texts = [row.etikett, *(shown(side.report, table, row, c, row.celler[c.ord]) for c in table.kolumner if c.ord in row.celler)]
    classes = ["", *(_klass(column) for column in table.kolumner if column.ord in row.celler)]
    cells = [GridCell((Piece(kind[0], text),) if text else (), klass) for text, klass in zip(texts, classes, strict=True)]  # type: ignore[arg-type]
    return GridRow(kind[1], tuple(cells))  # type: ignore[arg-type]


class _Comparison:
    """Holds one table against what it was."""

    def __init__(self, old: Side, new: Side, before: Tabell, after: Tabell, heading: str) -> None:
        self.old, self.new, self.before, self.after = old, new, before, after
        self.name = after.rubrik or heading
        self.columns = pair_columns(old, new, before, after)
        self.rows = pair_rows(old, new, before, after)
        self.was = {column.ord: earlier for earlier, column in self.columns if column and earlier}
        self.changed: dict[Spot, tuple[str, str]] = {}
        self.own: dict[Spot, Change] = {}
        self.follows: dict[Spot, Change] = {}

    def run(self) -> TableDiff:
        """All of it."""
        changes = list(self._heading())
        self._look_at_cells()
        come = [b for b in range(len(self.after.rader)) if b not in self.rows]
        gone = [a for a in range(len(self.before.rader)) if a not in self.rows.values()]
        of_rows = {("ny", b): self._row_change(self.new, self.after, b, "ny") for b in come}
        of_rows |= {("borta", a): self._row_change(self.old, self.before, a, "borta") for a in gone}
        groups: dict[frozenset[object], list[Change]] = {}
        for spot, change in self.follows.items():
            roots = frozenset(self._roots(spot, gone, come))
            groups.setdefault(roots, []).append(change)
        for roots, following in groups.items():
            if len(roots) == 1:
                (root,) = roots
                if isinstance(root, Spot):
                    self.own[root] = replace(self.own[root], följder=(*self.own[root].följder, *following))
                elif isinstance(root, tuple):
                    of_rows[root] = replace(of_rows[root], följder=(*of_rows[root].följder, *following))
        changes += self._renamed()
        changes += self.own.values()
        changes += of_rows.values()
        for roots, following in groups.items():
            if len(roots) > 1:
                changes += [replace(one, skäl="flera ändringar ovan") for one in following]
            elif not roots:  # taken from another report, or reckoned in another way than it was
                changes += [one if one.skäl else replace(one, händelse="ändrad", vad=self._of(one.vad)) for one in following]
        changes += self._order()
        grid = self._grid(come, gone) if self.changed or come or gone or self._has_renamed() else None
        return TableDiff(changes, grid)

    # What is around the cells

    def _heading(self) -> Iterator[Change]:
        before, after = self.before, self.after
        if self.old.report.period == self.new.report.period and before.rubrik != after.rubrik:
            pieces = words.compare(before.rubrik, after.rubrik)
            yield Change("text", "ändrad", "Tabellens rubrik", before.rubrik, after.rubrik, after.plats, pieces)
        for earlier, column in self.columns:
            if earlier is None and column is not None:
                count = sum(column.ord in row.celler and row.celler[column.ord].läge != "tom" for row in after.rader)
                yield Change("kolumn", "ny", self._of(column.rubrik), plats=column.plats, skäl=_cells(count))
            elif column is None and earlier is not None:
                count = sum(earlier.ord in row.celler and row.celler[earlier.ord].läge != "tom" for row in before.rader)
                yield Change("kolumn", "borta", self._of(earlier.rubrik), plats=earlier.plats, skäl=_cells(count))

    def _of(self, what: str) -> str:
        return f"{self.name}, {what}"

    def _row_change(self, side: Side, table: Tabell, number: int, kind: str) -> Change:
        row = table.rader[number]
        figures = [
            f"{_lower(column.rubrik)} {shown(side.report, table, row, column, row.celler[column.ord])}"
            for column in table.kolumner
            if column.ord in row.celler and row.celler[column.ord].läge == "given"
        ]
        text = ", ".join(figures)
        return Change(
            "rad", "ny" if kind == "ny" else "borta", self._of(_label(table, row)),
            före="" if kind == "ny" else text, efter=text if kind == "ny" else "", plats=row.plats, i_rutnät=True,
        )  # fmt: skip

    def _has_renamed(self) -> bool:
        return any(True for _ in self._renamed())

    def _renamed(self) -> Iterator[Change]:
        for b, a in self.rows.items():
            one, other = self.before.rader[a], self.after.rader[b]
            if one.etikett != other.etikett:
                pieces = words.compare(one.etikett, other.etikett)
                yield Change(
                    "rad", "omdöpt", self._of(one.etikett), one.etikett, other.etikett, other.plats, pieces, i_rutnät=True
                )
            if one.definition != other.definition:
                pieces = words.compare(one.definition, other.definition)
                what = self._of(f"{other.etikett}, definition")
                yield Change("text", "ändrad", what, one.definition, other.definition, other.plats, pieces)

    def _order(self) -> Iterator[Change]:
        olds = [self.rows[b] for b in sorted(self.rows)]
        if olds != sorted(olds):
            yield Change("tabell", "flyttad", self.name, plats=self.after.plats, skäl="raderna står i en annan ordning")

    # The cells

    def _look_at_cells(self) -> None:
        for b, row in enumerate(self.after.rader):
            if b not in self.rows:
                continue
            earlier_row = self.before.rader[self.rows[b]]
            for column in self.after.kolumner:
                earlier = self.was.get(column.ord)
                if earlier is None or column.ord not in row.celler or earlier.ord not in earlier_row.celler:
                    continue
                one, other = earlier_row.celler[earlier.ord], row.celler[column.ord]
                texts = (
                    shown(self.old.report, self.before, earlier_row, earlier, one),
                    shown(self.new.report, self.after, row, column, other),
                )
                if texts[0] != texts[1]:
                    self._note(Spot(b, column.ord), row, column, (one, other), texts)

    def _note(self, spot: Spot, row: Rad, column: Kolumn, boxes: tuple[Ruta, Ruta], texts: tuple[str, str]) -> None:
        self.changed[spot] = texts
        slag: Slag = "målvärde" if column.slag == "målvärde" else _WORDS.get(column.innehåll, "siffra")
        what = self._of(f"{_label(self.after, row)}, {_lower(column.rubrik)}")
        earlier = self.was[column.ord]
        if earlier.rubrik != column.rubrik:
            what += f" (förr {_lower(earlier.rubrik)})"
        pieces = words.compare(*texts) if slag == "text" else (Piece("struket", texts[0]), Piece("tillagt", texts[1]))
        change = Change(slag, "ändrad", what, *texts, boxes[1].plats, pieces, i_rutnät=True)
        derived = [box.läge == "härledd" for box in boxes]
        if all(derived) or _moves_along(*boxes):
            borrowed = next((r.från for r in (row, *self.after.ancestors(row)) if r.från), "")
            reason = f"rapporten {borrowed}" if borrowed and column.slag != "avvikelse" else ""
            self.follows[spot] = replace(change, händelse="följer", vad=what.removeprefix(f"{self.name}, "), skäl=reason)
        else:
            self.own[spot] = replace(change, skäl="räknas nu ut" if derived[1] else "")

    # What follows from what

    def _roots(self, spot: Spot, gone: list[int], come: list[int]) -> set[object]:
        """The changes that a derived cell follows from: cells that were rewritten, rows that came or went."""
        found: set[object] = set()
        seen: set[Spot] = set()
        waiting = [spot]
        while waiting:
            here = waiting.pop()
            if here in seen:
                continue
            seen.add(here)
            if here in self.own:
                found.add(here)
                continue
            column = self.after.column(here.ord)
            assert column is not None
            if column.härleds:
                waiting += [s for word in named_in(column.härleds) if (s := Spot(here.rad, word)) in self.changed]
            rows = _terms(self.after, here.rad)
            waiting += [s for n in rows if (s := Spot(n, here.ord)) in self.changed]
            found |= {("ny", n) for n in rows if n in come and _counts(self.after.rader[n], here.ord)}
            before = _terms(self.before, self.rows[here.rad])
            earlier = self.was[here.ord].ord
            found |= {("borta", n) for n in before if n in gone and _counts(self.before.rader[n], earlier)}
        return found

    # The rows that are shown

    def _grid(self, come: list[int], gone: list[int]) -> Grid:
        heads = [_head(self.after.etikettrubrik, "")]
        for earlier, column in self.columns:
            if column is not None:
                heads.append(_head(column.rubrik, _klass(column), "" if earlier is not None else "tillagt"))
        rows: list[GridRow] = []
        for kind, number in self._in_order(gone):
            if kind == "borta":
                rows.append(self._other(self.old, self.before, number, [a for a, b in self.columns if b], "borta"))
            elif number in come:
                rows.append(self._other(self.new, self.after, number, [b for _, b in self.columns if b], "ny"))
            else:
                rows.append(self._row(number))
        return Grid(self.name, tuple(heads), tuple(_left_out(rows)))

    def _in_order(self, gone: list[int]) -> Iterator[tuple[str, int]]:
        """The new table's rows in order, with each row that is gone after the one it stood after."""
        back = {a: b for b, a in self.rows.items()}
        after: dict[int | None, list[int]] = {}
        for a in gone:
            above = next((back[n] for n in range(a - 1, -1, -1) if n in back), None)
            after.setdefault(above, []).append(a)
        yield from (("borta", a) for a in after.get(None, []))
        for b in range(len(self.after.rader)):
            yield "", b
            yield from (("borta", a) for a in after.get(b, []))

    def _row(self, number: int) -> GridRow:
        row = self.after.rader[number]
        before = self.before.rader[self.rows[number]]
        cells = [GridCell(words.compare(before.etikett, row.etikett))]
        changed = before.etikett != row.etikett
        for _, column in self.columns:
            if column is None:
                continue
            spot = Spot(number, column.ord)
            box = row.celler.get(column.ord)
            change = self.own.get(spot) or self.follows.get(spot)
            if change is not None:
                cells.append(GridCell(change.ord, _klass(column), spot in self.follows))
                changed = True
            else:
                text = shown(self.new.report, self.after, row, column, box) if box else ""
                cells.append(GridCell((Piece("lika", text),) if text else (), _klass(column)))
        return GridRow("ändrad" if changed else "lika", tuple(cells))

    def _other(self, side: Side, table: Tabell, number: int, columns: list[Kolumn | None], kind: str) -> GridRow:
        row = table.rader[number]
        slag = "tillagt" if kind == "ny" else "struket"
        cells = [GridCell((Piece(slag, row.etikett),))]  # type: ignore[arg-type]
        for column in columns:
            box = row.celler.get(column.ord) if column else None
            text = shown(side.report, table, row, column, box) if column and box else ""
            cells.append(GridCell((Piece(slag, text),) if text else (), _klass(column) if column else ""))  # type: ignore[arg-type]
        return GridRow("ny" if kind == "ny" else "borta", tuple(cells))


def _moves_along(before: Ruta, after: Ruta) -> bool:
    """Did a printed figure change by just as much as what is derived for it? Then it follows, as if it were derived."""
    figures = before.tal, after.tal, before.härlett, after.härlett
    if any(tal is None for tal in figures):
        return False
    one, other, old, new = (tal.värde for tal in figures if tal is not None)
    return other - one == new - old


def _terms(table: Tabell, number: int) -> list[int]:
    """The numbers of the rows that a row adds, where it adds any."""
    row = table.rader[number]
    if row.roll not in ("summa", "totalsumma") and not (row.roll == "grupp" and row.has_figures):
        return []
    added = {id(term) for term in terms(table, (), number)}
    return [n for n, term in enumerate(table.rader) if id(term) in added]


def _counts(row: Rad, word: str) -> bool:
    """Does a row make a difference to a sum of a column?"""
    tal = row.celler[word].tal if word in row.celler else None
    return tal is not None and bool(tal.värde)


def _left_out(rows: list[GridRow]) -> Iterator[GridRow]:
    """The rows without those that did not change; how many they were is said in their place."""
    left = 0
    for row in rows:
        if row.slag == "lika":
            left += 1
            continue
        if left:
            yield GridRow("utelämnad", utelämnade=left)
            left = 0
        yield row
    if left:
        yield GridRow("utelämnad", utelämnade=left)


def _label(table: Tabell, row: Rad) -> str:
    """A row's name with what it is indented under; an indicator's with its goal nowhere, its name tells it."""
    return ", ".join(r.etikett for r in reversed([row, *table.ancestors(row)]))


def _lower(heading: str) -> str:
    """A heading within a sentence: `bokslut 2023`, but `HME`."""
    return heading[:1].lower() + heading[1:] if heading[1:2].islower() else heading


def _cells(count: int) -> str:
    return f"{count} {'cell' if count == 1 else 'celler'} med innehåll"


def _head(text: str, klass: str, slag: str = "") -> GridCell:
    return GridCell((Piece(slag or "lika", text),) if text else (), klass)  # type: ignore[arg-type]


def _klass(column: Kolumn) -> str:
    return "tal" if column.innehåll in ("tal", "utfall", "målvärde") else "text"
