"""What is understood of a table: columns, rows, the formulas it bears out; what holds, what breaks, what was not tested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from vb_gen.core.headings import read_heading
from vb_gen.core.labels import unit_of
from vb_gen.figures.samband import Slag, Utfall
from vb_gen.figures.understanding.axis import axes
from vb_gen.figures.understanding.cells import Sort
from vb_gen.figures.understanding.extra import Relation, between, hundred, twice
from vb_gen.figures.understanding.finder import Formula, find
from vb_gen.figures.understanding.judge import Broken, faults, places, weights_of
from vb_gen.figures.understanding.layout import Line, Table, lay_out, only_time
from vb_gen.figures.understanding.ratios import ratios, shares
from vb_gen.figures.understanding.result import EjPrövat, Formel, Fynd, Kolumn, Prövning, Rad, Siffra, Spot, Tolkning
from vb_gen.figures.understanding.telling import formula_text, fynd_of, name_of, shown


def understand(
    grid: Sequence[Sequence[str]], first: int = 0, left: int = 0, *, zeros_dropped: bool = False, year: int | None = None
) -> list[Tolkning]:
    """What a grid of texts says: a tolkning for each table in it.

    `first` and `left` are the rows above and the columns beside the grid in its file; `zeros_dropped`: it comes from a
    spreadsheet, where 42,0 may stand as 42; `year`: of the report's period, for headings that are told relative to it.
    """
    return [_understood(table, year) for table in lay_out(grid, first, left, zeros_dropped=zeros_dropped)]


def _understood(table: Table, year: int | None) -> Tolkning:
    down, across = axes(table)
    formulas = find(down, across)
    told, untold = faults(table, formulas)
    samband: dict[frozenset[Spot], Prövning] = {}
    formler = []
    for formula in formulas:
        lines = _lines(table, formula, [b for fault in told for b in fault.broken if b.formula is formula])
        for one in lines:
            samband.setdefault(frozenset(one.celler), one)
        formler.append(_formel(table, formula, lines))
    fynd = [fynd_of(table, fault) for fault in told]
    for axis in (down, across):
        for relation in (
            *between(table, axis),
            *hundred(table, axis),
            *twice(axis),
            *ratios(table, axis),
            *shares(table, axis),
        ):
            one = _samband(table, relation)
            samband.setdefault(frozenset(one.celler), one)
            if relation.told:
                fynd.append(_fynd(table, relation))
    tested = {spot for one in samband.values() if one.utfall is not Utfall.EJ_PRÖVAT for spot in one.celler}
    columns = tuple(Kolumn(table.left + c.index + 1, read_heading(c.name, c.över, year), _column_role(c)) for c in table.columns)
    over = _over(table.rows)
    rows = tuple(
        Rad(table.first + r.index + 1, r.name, _row_role(r, formulas), over.get(r.index, ""), r.ord.kön)
        for r in table.rows
        if r.name or not r.rubrik
    )
    return Tolkning(
        (table.first + 1, table.first + len(table.cells)),
        _title(table),
        columns,
        rows,
        tuple(formler),
        tuple(samband.values()),
        tuple(sorted(fynd, key=lambda f: (f.cell, f.text))),
        tuple(_not_tested(table, tested, untold, spent=down.budget.left <= 0)),
        sum(cell.is_figure for r in table.rows for cell in table.cells[r.index]),
        tuple(_figures(table)),
    )


def _over(rows: Sequence[Line]) -> dict[int, str]:
    """What each row stands under: the nearest row above that is indented less, or the heading that nothing has ended."""
    out: dict[int, str] = {}
    open_rows: list[tuple[int, str]] = []  # by their indentation
    heading = ""
    for row in rows:
        while open_rows and open_rows[-1][0] >= row.nivå:
            open_rows.pop()
        if row.rubrik:
            heading, open_rows = row.name, [(row.nivå, row.name)]
            continue
        out[row.index] = open_rows[-1][1] if open_rows else heading
        if row.ord.helhet == 3:
            heading = ""
        open_rows.append((row.nivå, row.name))
    return out


def _figures(table: Table) -> Iterator[Siffra]:
    """Every figure of the columns of figures, with its unit."""
    title = " ".join([table.hörn, *(table.cells[n][0].text for n in table.head if table.cells[n])])
    of_all = unit_of(title) or ("%" if table.kvot else "")
    for row in table.rows:
        for column in table.columns:
            cell = table.cell(row.index, column.index)
            if column.roll not in ("tal", "dubbel") or cell.sort not in (Sort.TAL, Sort.DUBBEL, Sort.GRÄNS):
                continue
            unit = cell.enhet or row.ord.enhet or unit_of(f"{column.över} {column.name}")
            kind = row.kvot or column.kvot
            if not unit and kind:
                unit = kind if kind == "%" else ""
            elif not unit:
                unit = "antal" if row.antal or column.antal else of_all
            decimals = cell.decimaler - (len(str(column.bas)) if column.bas > 1 else 0)
            value = Decimal(cell.tal).scaleb(-cell.decimaler)
            yield Siffra(table.spot(row.index, column.index), value, decimals, unit, cell.is_figure)


def _samband(table: Table, relation: Relation) -> Prövning:
    """A relation between single cells, as all others are told."""
    row, column = relation.cells[0]
    spots = [table.spot(*place) for place in relation.cells]
    stated = table.values[row][column]
    weights = (1,) if relation.slag is Slag.SUMMA else ()
    return Prövning(
        spots[0],
        tuple(spots[1:]),
        weights,
        relation.slag,
        relation.utfall,
        None if relation.expected is None else number(relation.expected, table.scale),
        None if stated is None else number(stated, table.scale),
        max(table.cell(*place).decimaler for place in relation.cells),
        relation.text,
    )


def _fynd(table: Table, relation: Relation) -> Fynd:
    row, column = relation.cells[0]
    names = {r.index: r for r in table.rows}
    said = ", ".join(f"{table.cell(r, c).text} (”{name_of(names[r])}”, {name_of(table.columns[c])})" for r, c in relation.cells)
    text = f"{relation.text[:1].upper()}{relation.text[1:]}, men det står {said}"
    if relation.expected is not None:
        text += f"; {shown(number(relation.expected, table.scale), table.cell(row, column).decimaler)} vore rätt"
    kind = {Slag.ANDEL: "andel", Slag.MELLAN: "mellan"}.get(relation.slag, "två gånger")
    return Fynd(kind, relation.told, table.spot(row, column), False, text + ".")


def _title(table: Table) -> str:
    texts = (c.text for n in table.head for c in table.cells[n][:1] if c.sort is Sort.TEXT)
    return next((text for text in texts if not only_time(text)), "")


def _column_role(line: Line) -> str:
    if line.roll != "tal":
        return line.roll
    return {"%": "procent", "per": "belopp per enhet", "medel": "kvot eller medelvärde"}.get(
        line.kvot, "antal" if line.antal else "belopp"
    )


def _row_role(row: Line, formulas: list[Formula]) -> str:
    if row.rubrik:
        return "rubrik"
    if row.varav:
        return "varav"
    if any(f.axis.down and f.trial.how != "varav" and f.axis.lines[f.trial.whole] is row for f in formulas):
        return "summa"
    return {"not": "noter", "%": "procent", "per": "per enhet", "medel": "kvot eller medelvärde"}.get(row.kvot, "post")


def number(value: int, scale: int) -> Decimal:
    """A figure of the common scale, as it is."""
    return Decimal(value).scaleb(-scale) / 2


def slag_of(weights: Sequence[int]) -> Slag:
    """A sum, or a difference where something is taken away."""
    return Slag.DIFFERENS if any(w < 0 for w in weights) else Slag.SUMMA


def _lines(table: Table, formula: Formula, told: list[Broken]) -> list[Prövning]:
    """The relations of a formula, one for each line that says something."""
    axis, trial = formula.axis, formula.trial
    rounded, turned = set(trial.rounded), set(trial.turned)
    broken = {b.slot: b for b in told}
    why = _why(formula)
    out = []
    for slot in sorted({*trial.holds, *broken}):
        spots = tuple(table.spot(*place) for place in places(formula, slot))
        if len(spots) < 2:
            continue
        weights = weights_of(formula, slot)
        if slot in turned:
            weights = tuple(-w for w in weights)
        stated = axis.values[trial.whole][slot] or 0
        parts = [axis.values[p][slot] for p in trial.parts if axis.values[p][slot] is not None]
        expected = sum(w * (v or 0) for w, v in zip(weights, parts, strict=True))
        outcome = Utfall.BRYTER if slot in broken else Utfall.AVRUNDNING if slot in rounded else Utfall.HÅLLER
        decimals = max(table.cell(r, c).decimaler for r, c in places(formula, slot))
        out.append(
            Prövning(
                spots[0],
                spots[1:],
                weights,
                slag_of(trial.weights),
                outcome,
                number(expected, table.scale),
                number(stated, table.scale),
                decimals,
                why,
            )
        )
    return out


def _why(formula: Formula) -> str:
    trial = formula.trial
    word = {3: "ordet säger summa", 2: "ordet säger resultat eller skillnad"}.get(formula.word, "talen visar det")
    tried = len(trial.holds) + len(trial.breaks)
    return f"{word}; {len(trial.holds)} av {tried} {'kolumner' if formula.axis.down else 'rader'} bär ut det"


def _formel(table: Table, formula: Formula, lines: list[Prövning]) -> Formel:
    axis, trial = formula.axis, formula.trial
    offset = table.first if axis.down else table.left
    broken = sum(one.utfall is Utfall.BRYTER for one in lines)
    return Formel(
        formula_text(formula),
        axis.down,
        offset + axis.lines[trial.whole].index + 1,
        tuple(offset + axis.lines[p].index + 1 for p in trial.parts),
        trial.weights,
        slag_of(trial.weights),
        sum(one.utfall is Utfall.HÅLLER for one in lines),
        sum(one.utfall is Utfall.AVRUNDNING for one in lines),
        broken,
        len(trial.breaks) - broken,
        formula.word,
    )


_REASONS = {
    "not": "notnummer, inget belopp",
    "kod": "kod eller nummer, inget belopp",
    "år": "årtal, inget belopp",
    "löpnummer": "löpnummer, inget belopp",
    "dubbel": "två tal i samma cell",
}


def _not_tested(table: Table, tested: set[Spot], untold: list[Broken], *, spent: bool) -> list[EjPrövat]:
    """Every figure that no relation tested, and why."""
    doubts: dict[Spot, str] = {}
    for one in untold:
        why = one.doubt or "formeln bärs inte ut av tillräckligt många andra rader eller kolumner"
        doubts.setdefault(table.spot(*one.cells[0]), f"går inte jämnt ut med sina delar, men {why}")
    nothing = "tabellen är för stor för att allt skulle hinna prövas" if spent else "ingår inte i någon summa eller skillnad"
    out = []
    for row in table.rows:
        for column in table.columns:
            cell = table.cell(row.index, column.index)
            spot = table.spot(row.index, column.index)
            if spot in doubts:
                out.append(EjPrövat(spot, doubts[spot]))
                continue
            if spot in tested or column.index in table.label:
                continue
            if cell.sort is Sort.DUBBEL:
                out.append(EjPrövat(spot, _REASONS["dubbel"]))
            elif cell.sort is Sort.GRÄNS and column.roll == "tal":
                out.append(EjPrövat(spot, "en gräns, inget belopp"))
            elif cell.sort is Sort.SAKNAS:
                out.append(EjPrövat(spot, "värdet saknas"))
            elif cell.is_figure:
                kind = column.kvot or row.kvot
                why = _REASONS.get(column.roll) or (
                    "andel, medelvärde eller nyckeltal som inget annat tal i tabellen prövar" if kind else nothing
                )
                out.append(EjPrövat(spot, why))
    return out
