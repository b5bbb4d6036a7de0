"""A grid as a table: which rows are headings, which column names the rows, and what kind of figures each line holds.

Kinds are decided before any arithmetic: a year, a code, a note's number, a mean or a percentage is no amount, and most of
what looks like a broken sum in a table is such a figure beside the amounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from vb_gen.core.headings import Kolumnslag, Rubrik, read_heading
from vb_gen.core.labels import Meaning, meaning
from vb_gen.figures.understanding.cells import Cell, Sort, read_cell, style_of

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 5_000, 200, 150_000
_BASES = (1000, 100, 10, 5, 3)  # what statistics round to, besides their last digit
_ENOUGH = 8  # figures in a column for its rounding to show


@dataclass(slots=True)
class Line:
    """A row or a column of figures: its name, and what the name and the figures say of it."""

    index: int  # in the grid, from 0
    name: str
    ord: Meaning
    kvot: str = ""  # %, per, medel: its figures are no amounts
    antal: bool = False  # counted, so exact
    namnlös: bool = False
    rubrik: bool = False  # a heading among the lines, without figures
    avsnitt: int = 0  # how many such headings stand before it
    nivå: int = 0  # indentation
    varav: bool = False
    över: str = ""  # the heading that spans it
    roll: str = ""  # what became of it: text, not, kod, år, dubbel, tal
    bas: int = 1  # what its figures are rounded to, in units of their last digit
    heading: Rubrik | None = None


@dataclass(slots=True)
class Table:
    """A table that was read: cells, lines, and its figures as exact integers of one common scale."""

    first: int  # the grid's row and column of the table's first cell
    left: int
    cells: list[list[Cell]]
    head: list[int]  # heading rows, from 0
    label: list[int]  # label columns
    rows: list[Line]  # body rows, in order
    columns: list[Line]  # all columns, in order
    hörn: str = ""
    kvot: bool = False  # the whole table is of percentages
    scale: int = 0  # decimals of the common scale
    values: list[list[int | None]] = field(default_factory=list)  # twice the figure, in units of the scale
    halves: list[list[int]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Cell:
        """A cell, by its place in the table."""
        line = self.cells[row]
        return line[column] if column < len(line) else _EMPTY

    def spot(self, row: int, column: int) -> tuple[int, int]:
        """A cell's place in the file, from 1."""
        return self.first + row + 1, self.left + column + 1


_EMPTY = Cell(Sort.TOM, "")


def lay_out(grid: Sequence[Sequence[str]], first: int = 0, left: int = 0, *, zeros_dropped: bool = False) -> list[Table]:
    """The tables of a grid: one, or one for each heading that is not the first one over again."""
    bounded = [list(row[:MAX_COLUMNS]) for row in grid[:MAX_ROWS]]
    style = style_of(text for row in bounded for text in row)
    cells = [[read_cell(text, style) for text in row] for row in bounded]
    width = max((len(row) for row in cells), default=0)
    if not width or len(cells) * width > MAX_CELLS:
        cells = cells[: MAX_CELLS // max(width, 1)]
    for row in cells:
        row.extend([_EMPTY] * (width - len(row)))
    raw = [list(row) for row in bounded]
    out = []
    for start, stop in _parts(cells):
        out.append(_table(cells[start:stop], raw[start:stop], first + start, left, zeros_dropped=zeros_dropped))
    return out


def _is_year(cell: Cell) -> bool:
    return cell.is_figure and not cell.decimaler and 1950 <= cell.tal <= 2069 and cell.text.isdecimal()


def _heads(row: Sequence[Cell]) -> bool:
    """Can a row be part of a heading: no figure in it but years?"""
    return all(not cell.is_figure or _is_year(cell) for cell in row) and not any(c.sort is Sort.DUBBEL for c in row)


def _filled(row: Sequence[Cell]) -> list[int]:
    return [n for n, cell in enumerate(row) if cell.sort not in (Sort.TOM, Sort.STRECK)]


def _is_head(row: Sequence[Cell]) -> bool:
    """Does a row in the middle look like a heading: only years, or texts in two columns of figures?"""
    filled = [n for n in _filled(row) if n > 0]
    if len(filled) < 2 or not _heads(row):
        return False
    if len({row[n].text for n in filled}) < 2:
        return False  # "Ej aktuellt" all along a row
    return all(_is_year(row[n]) for n in filled) or all(row[n].sort is Sort.TEXT for n in filled)


def _parts(cells: list[list[Cell]]) -> list[tuple[int, int]]:
    """Where the tables of a grid begin and end: at a heading in the middle that says something else than the first one."""
    body = next((n for n, row in enumerate(cells) if not _heads(row)), len(cells))
    textual = {n for row in cells[body:] for n, cell in enumerate(row) if n and cell.sort is Sort.TEXT}
    figures = {n for row in cells[body:] for n, cell in enumerate(row) if cell.is_figure}
    pure = figures - textual
    first = [[c.text for c in row[1:]] for row in cells[:body] if len(_filled(row)) > 1]
    cuts = [0]
    number = body
    while number < len(cells):
        if _is_head(cells[number]) and (not pure or len(pure & set(_filled(cells[number]))) >= min(2, len(pure))):
            end = number + 1
            while end < len(cells) and _heads(cells[end]):
                end += 1
            here = [[c.text for c in row[1:]] for row in cells[number:end] if len(_filled(row)) > 1]
            start = number
            while start > body and _heads(cells[start - 1]) and len(_filled(cells[start - 1])) <= 1:
                start -= 1
            if end < len(cells) and (here != first[-len(here) :] or (number - 1 > 0 and not any(_filled(cells[number - 1])))):
                cuts.append(start)
            number = end
        else:
            number += 1
    cuts = [cut for n, cut in enumerate(cuts) if n == 0 or cut > cuts[n - 1]]
    return list(zip(cuts, [*cuts[1:], len(cells)], strict=True))


def _table(cells: list[list[Cell]], raw: list[list[str]], first: int, left: int, *, zeros_dropped: bool) -> Table:
    width = len(cells[0]) if cells else 0
    body = _body(cells)
    head = [n for n in range(body) if any(c.sort is not Sort.TOM for c in cells[n])]
    label = _labels(cells[body:], width)
    rows = _rows(cells, raw, body, label)
    table = Table(first, left, cells, head, label, rows, [])
    table.columns = _columns(table, head, width)
    if label and head:
        table.hörn = " ".join(cells[n][label[0]].text for n in head if cells[n][label[0]].text)
    _kinds(table)
    _scale(table, zeros_dropped=zeros_dropped)
    return table


def _body(cells: list[list[Cell]]) -> int:
    """The first row below the heading."""
    last = 0
    for number, row in enumerate(cells):
        if not _heads(row):
            if number and _are_numbers(row):
                last = number + 1
                continue
            break
        if len(_filled(row)) > 1 or (row and row[0].sort is Sort.TOM and _filled(row)):
            last = number + 1
        elif number == 0 and not _filled(row):
            last = 1
    else:
        return min(last, len(cells))
    return last


def _are_numbers(row: Sequence[Cell]) -> bool:
    """Running numbers 1, 2, 3 below a heading name the columns."""
    figures = [c for c in row if c.is_figure]
    if len(figures) < 3 or row[0].is_figure or any(c.decimaler for c in figures) or figures[0].tal not in (1, 2):
        return False
    return [c.tal for c in figures] == list(range(figures[0].tal, figures[0].tal + len(figures)))


def _labels(body: list[list[Cell]], width: int) -> list[int]:
    """The columns that name the rows: the first ones that are mostly words."""

    def share(column: int) -> tuple[int, int]:
        texts = sum(row[column].sort in (Sort.TEXT, Sort.GRÄNS) for row in body)
        return texts, sum(row[column].sort in (Sort.TAL, Sort.DUBBEL) for row in body)

    leading = []
    for column in range(width):
        texts, figures = share(column)
        if texts > figures:
            leading.append(column)
        elif leading or figures:
            break
    if leading:
        return leading
    for column in range(1, min(4, width - 1)):
        texts, figures = share(column)
        rows = sum(any(cell.is_figure for cell in row) for row in body)
        if texts > 2 * figures and 2 * texts > rows and all(_plain(row[n]) for row in body for n in range(column)):
            return [column]
    return [0] if width > 1 else []


def _plain(cell: Cell) -> bool:
    """Nothing, or a whole number as codes are written."""
    return not cell.is_figure or (not cell.decimaler and cell.text.isdecimal())


def _rows(cells: list[list[Cell]], raw: list[list[str]], body: int, label: list[int]) -> list[Line]:
    rows: list[Line] = []
    section = 0
    running = ""  # a row "varav:" whose parts follow
    level_of_running = 0
    for number in range(body, len(cells)):
        row = cells[number]
        name = " ".join(row[n].text for n in label if row[n].text and row[n].sort is not Sort.STRECK)
        figures = any(c.is_figure or c.sort is Sort.DUBBEL for n, c in enumerate(row) if n not in label)
        written = next((raw[number][n] for n in label if n < len(raw[number]) and raw[number][n].strip()), "")
        level = len(written) - len(written.lstrip(" \u00a0\u2003"))
        word = meaning(name)
        bullet = name.lstrip()[:1] in ("-", "–", "•", "−") and name.lstrip()[1:2] == " "
        if not figures:
            if not _heads_note(name):
                section += 1
                running = ""
                if word.varav:
                    running, level_of_running = "varav", level
            rows.append(Line(number, name, word, rubrik=True, avsnitt=section, nivå=level))
            continue
        line = Line(number, name, word, avsnitt=section, nivå=level, namnlös=not name)
        if word.varav:
            line.varav, running, level_of_running = True, "varav" if bullet or level else "", level
        elif running and (bullet or level > level_of_running) and not word.helhet:
            line.varav = True
        else:
            running = ""
        rows.append(line)
    return rows


def _heads_note(name: str) -> bool:
    """A footnote below the table is no heading of rows."""
    return name.startswith(("*", "1)", "Källa", "Anm")) or len(name) > 120


def _columns(table: Table, head: list[int], width: int) -> list[Line]:
    columns = []
    spanning: dict[int, str] = {}
    own: dict[int, list[str]] = {n: [] for n in range(width)}
    lines = [n for n in head if len(_filled(table.cells[n])) > 1 or not table.cells[n][0].text]
    for order, number in enumerate(lines):
        row = table.cells[number]
        last = order == len(lines) - 1
        carried = ""
        for column in range(width):
            text = row[column].text
            if column in table.label:
                carried = ""
                continue
            if text:
                carried = text
                own[column].append(text)
            elif not last and carried and any(table.cells[n][column].text for n in lines[order + 1 :]):
                spanning[column] = f"{spanning.get(column, '')} {carried}".strip()
                own[column].append("")
    for column in range(width):
        texts = [text for text in own[column] if text]
        low = texts[-1] if texts else ""
        over = spanning.get(column) or ""
        above = " ".join([*([over] if over else []), *texts[:-1]])
        low_word = meaning(low)
        heading = read_heading(low, above)
        line = Line(column, low or above, low_word, över=above, heading=heading)
        if not low_word.helhet and not low_word.avvikelse and not low_word.förändring and above and only_time(low):
            upper = meaning(above)
            line.ord = upper
        columns.append(line)
    return columns


def only_time(text: str) -> bool:
    """A heading that is nothing but a year, a date or a unit."""
    letters = "".join(c for c in text.casefold() if c.isalpha())
    return letters in ("", "tkr", "mkr", "mnkr", "kr", "mdkr") or (meaning(text).enhet != "" and len(letters) < 6)


def _kinds(table: Table) -> None:
    """What kind of figures each column and row holds."""
    corner = meaning(table.hörn)
    title = meaning(" ".join(table.cells[n][0].text for n in table.head if table.cells[n]))
    table.kvot = corner.kvot == "%" or (title.kvot == "%" and not title.helhet)
    body = [row for row in table.rows if not row.rubrik]
    for line in table.columns:
        line.roll = _role(table, line, body)
        texts = f"{line.över} {line.name}"
        word = meaning(texts)
        percents = sum(table.cell(r.index, line.index).enhet == "%" for r in body)
        figures = sum(table.cell(r.index, line.index).is_figure for r in body)
        if line.roll == "tal":
            line.kvot = word.kvot or ("%" if percents and 2 * percents >= figures else "")
            if line.heading and line.heading.slag is Kolumnslag.ANDEL:
                line.kvot = line.kvot or "%"
            line.antal = word.antal and not word.inga_personer
    whole_numbers = all(
        not table.cell(r.index, c.index).decimaler for r in body for c in table.columns if c.roll == "tal" and not c.kvot
    )
    counted = corner.antal or title.antal
    uncounted = corner.inga_personer or title.inga_personer
    for row in body:
        percents = sum(table.cell(row.index, c.index).enhet == "%" for c in table.columns)
        figures = sum(table.cell(row.index, c.index).is_figure for c in table.columns if c.roll == "tal")
        row.kvot = (
            "not"
            if read_heading(row.name).slag in (Kolumnslag.NOT, Kolumnslag.KOD)
            else row.ord.kvot or ("%" if percents and 2 * percents >= figures else "")
        )
        row.antal = (row.ord.antal or counted) and not row.ord.inga_personer and not uncounted and not row.kvot
        if table.kvot and row.kvot == "medel":
            row.kvot = "%"
        if table.kvot and not row.kvot and not row.ord.enhet and not row.ord.antal:
            row.kvot = "%"
        if row.antal and row.ord.enhet:
            row.antal = False
    if not whole_numbers:
        for column in table.columns:
            column.antal = False


def _role(table: Table, line: Line, body: list[Line]) -> str:
    """Is a column of amounts, or of what only looks like it?"""
    if line.index in table.label:
        return "text"
    if table.label and line.index < table.label[0]:
        return "kod"
    cells = [table.cell(r.index, line.index) for r in body]
    figures = [c for c in cells if c.is_figure]
    doubles = sum(c.sort is Sort.DUBBEL for c in cells)
    texts = sum(c.sort is Sort.TEXT for c in cells)
    heading = line.heading
    if heading and heading.slag is Kolumnslag.NOT:
        return "not"
    if heading and heading.slag is Kolumnslag.KOD:
        return "kod"
    if doubles and doubles >= len(figures):
        return "dubbel"
    if not figures:
        return "text"
    if texts > len(figures):
        return "text"
    if len(figures) >= 3 and all(_is_year(c) for c in figures):
        return "år"
    values = [c.tal for c in figures]
    plain = all(not c.decimaler and c.text.isdecimal() for c in figures)
    first = not any(c.roll == "tal" for c in table.columns[: line.index])
    if first and plain and len(values) >= 3 and values == list(range(values[0], values[0] + len(values))) and values[0] in (0, 1):
        return "löpnummer"
    if first and line.index == 0 and plain and len(set(values)) == len(values) and len(values) > 2 and not line.name:
        return "kod"
    return "tal"


def _scale(table: Table, *, zeros_dropped: bool) -> None:
    """Every figure as twice a whole number of the smallest unit, with half a unit of its own last digit."""
    height, width = len(table.cells), len(table.columns)
    body = [row for row in table.rows if not row.rubrik]
    dropped = [0] * width
    unit: list[int] = [1] * width
    finest = [0] * width
    for column in table.columns:
        figures = [table.cell(r.index, column.index) for r in body]
        figures = [c for c in figures if c.is_figure]
        if column.roll != "tal" or not figures:
            continue
        finest[column.index] = max(c.decimaler for c in figures)
        if min(c.decimaler for c in figures) >= 3:
            zeros = min(_zeros(c) for c in figures)
            dropped[column.index] = min(zeros, finest[column.index])
        nonzero = [abs(c.tal) // 10 ** min(dropped[column.index], c.decimaler) for c in figures if c.tal]
        if len(nonzero) >= _ENOUGH and len({c.decimaler for c in figures}) == 1:
            unit[column.index] = next((b for b in _BASES if sum(v % b == 0 for v in nonzero) >= 0.95 * len(nonzero)), 1)
    for column in table.columns:
        column.bas = unit[column.index]
    table.scale = max((finest[c] for c in range(width)), default=0)
    table.values = [[None] * width for _ in range(height)]
    table.halves = [[0] * width for _ in range(height)]
    for row in body:
        values, halves = table.values[row.index], table.halves[row.index]
        for column in table.columns:
            n = column.index
            if column.roll != "tal":
                continue
            cell = table.cells[row.index][n]
            if not cell.is_figure:
                continue
            decimals = finest[n] if zeros_dropped else cell.decimaler
            values[n] = 2 * cell.tal * 10 ** (table.scale - cell.decimaler)
            halves[n] = unit[n] * 10 ** (table.scale - max(decimals - dropped[n], 0))


def _zeros(cell: Cell) -> int:
    if not cell.tal:
        return cell.decimaler
    count, value = 0, abs(cell.tal)
    while value % 10 == 0 and count < cell.decimaler:
        value //= 10
        count += 1
    return count
