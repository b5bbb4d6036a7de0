"""Grids: a table written as it looks on paper, read strictly.

A line a row, cells parted by `|` (or by tabs, as pasted from Excel), the first line naming the columns. A plain list of
mappings with the same words is read into the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.core.finding import Collector, Place, short
from vb_gen.core.names import capitalized, slug
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.core.numbers import EXAMPLE, NumberProblem, fold_spaces
from vb_gen.core.spelling import nearest
from vb_gen.core.units import BUILT_IN, Måttenheter, is_exact
from vb_gen.model.cell import Cell, Målvärde, read_cell, read_målvärde, split_marks
from vb_gen.model.columns import meant_column, other_column, read_column, unknown_column
from vb_gen.model.header import understand_head
from vb_gen.model.mall import Kolumntyp, Tabelltyp
from vb_gen.model.table import REGLER, ROLLER, TECKEN, Kolumn, Rad, Ruta, Tabell

EGENSKAPER = ("roll", "tecken", "avvikelseregel", "enhet", "population", "mått", "från", "riktning")
RIKTNINGAR = ("minst", "högst", "mer än", "mindre än", "inom", "öka", "minska")
KÖN = {"män": "M", "kvinnor": "K", "man": "M", "kvinna": "K", "pojkar": "M", "flickor": "K"}
MAX_ROWS = 2_000  # of a table; each row is held against the others
STATUS = ("uppnått", "delvis uppnått", "ej uppnått", "kan ej bedömas")


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of a cell as written, where it stands, and how far it is indented.

    It is `bare` where it comes from a file that drops the zeros that a figure ends with.
    """

    text: str
    place: Place
    indent: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Pieces:
    """A grid whose cells are parted already, as they come from a spreadsheet; the place is where its source is named."""

    place: Place
    header: list[Piece]
    rows: list[list[Piece]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a grid's words depend on: the mall's columns and marks, the year's words."""

    types: dict[str, Tabelltyp]
    columns: dict[str, list[Kolumntyp]]  # that each type may have
    missing: frozenset[str]
    words: dict[str, str]
    status_words: dict[str, str]  # as printed, case-folded, -> status
    assignment_words: dict[str, str]
    units: Måttenheter = BUILT_IN

    def is_word(self, kind: str, word: str) -> bool:
        """Is it the word of a column that a type of table has?"""
        return word.casefold() in EGENSKAPER or any(c.match(word.casefold()) is not None for c in self.columns[kind])


def split_grid(node: Node | Pieces, found: Collector) -> tuple[list[Piece], list[list[Piece]]]:
    """A grid's header and rows as pieces of text with places."""
    if isinstance(node, Pieces):
        return node.header, node.rows
    if isinstance(node, Sequence):
        return _split_list(node, found)
    if not isinstance(node, Scalar):
        found.add("G01", "här ska stå en tabell", node.place, "Skriv ”rader: |” och tabellen på raderna under.")
        return [], []
    if not node.block:
        found.add("G01", "tabellen måste stå i ett block", node.place, "Skriv ”rader: |” och tabellen på raderna under.")
        return [], []
    header: list[Piece] = []
    rows: list[list[Piece]] = []
    wide: list[tuple[list[Piece], str, Place]] = []  # rows of more cells than there are headings
    sign = "|"
    framed = False  # the Markdown way, with bars at both ends
    bars: list[int] = []  # where those of the header stand
    for number, line in node.lines():
        if not line.strip() or _is_rule(line, header, rows):
            continue
        if not header:
            sign = "\t" if "|" not in line and "\t" in line else "|"
            framed = all(other.lstrip().startswith("|") for _, other in node.lines() if other.strip())
        pieces = _split_line(line, node, number, sign, framed)
        if not header:
            header, bars = pieces, _bars(line)
            continue
        while len(pieces) > len(header) and not pieces[-1].text:
            pieces.pop()
        if len(pieces) < len(header) and _is_cut_short(line, sign) and not _has_gap(_bars(line), bars):
            end = node.at(number, len(line.rstrip()))
            pieces += [Piece("", end)] * (len(header) - len(pieces))
        if len(pieces) > len(header):
            wide.append((pieces, line, node.at(number)))
        elif len(pieces) < len(header):
            _wrong_count(pieces, header, sign, line, node.at(number), found)
        else:
            rows.append(pieces)
    widths = {len(pieces) for pieces, _, _ in wide}
    if len(wide) > 1 and len(widths) == 1 and len(wide) >= len(rows):
        _missing_heading(header, widths.pop(), sign, found)
    else:
        for pieces, line, place in wide:
            _wrong_count(pieces, header, sign, line, place, found)
    if not header:
        found.add("G02", "tabellen är tom", node.place, "Skriv en rubrikrad med kolumnernas namn och en rad för varje post.")
    elif len(header) == 1:
        found.add("G02", "rubrikraden har bara en kolumn", header[0].place, "Skilj cellerna åt med |, också på raderna under.")
        return [], []
    return header, rows


def _is_rule(line: str, header: list[Piece], rows: list[list[Piece]]) -> bool:
    """A line drawn below the head, as Markdown has it, or round the table, and no row."""
    if not re.fullmatch(r"[\s|:+=-]+", line):
        return False
    return bool("---" in line or "===" in line or (header and not rows and "-" in line))


def _is_cut_short(line: str, sign: str) -> bool:
    """May the cells that a row lacks be empty ones at its end? Not where it is parted by something else."""
    bare = line.strip()
    return sign in bare or not re.search(r"[\t;|]|\s\s\S", bare)


def _bars(line: str) -> list[int]:
    return [at for at, char in enumerate(line) if char == "|"]


def _has_gap(bars: list[int], header: list[int]) -> bool:
    """Does a row that is written under its headings lack a cell between others? Then it is not cut short at its end."""
    return bool(bars) and set(bars) <= set(header) and bars != header[: len(bars)]


def _missing_heading(header: list[Piece], count: int, separator: str, found: Collector) -> None:
    """Most rows have as many cells too many: it is a heading that is missing, and that is one fault."""
    sign = "en tabb" if separator == "\t" else "|"
    what = f"rubrikraden har {len(header)} kolumner, men raderna har {count} celler"
    found.add("G03", what, header[0].place, f"Namnge den kolumn som saknas i rubrikraden. Kolumnerna skiljs åt med {sign}.")


def _wrong_count(pieces: list[Piece], header: list[Piece], separator: str, line: str, place: Place, found: Collector) -> None:
    tabs = separator == "\t"
    sign = "tabbar" if tabs else "|"
    if separator == "|" and "\t" in line and "|" not in line:
        what = "raden är delad med tabbar, rubrikraden med |"
        found.add("G03", what, place, "Använd samma skiljetecken i hela tabellen.")
        return
    what = f"raden har {len(pieces)} {'cell' if len(pieces) == 1 else 'celler'}, men rubrikraden har {len(header)}"
    if len(pieces) > len(header):
        instead = f"Ta bort en cell, eller ge den en kolumn i rubrikraden. Cellerna skiljs åt med {sign}."
        place = pieces[len(header)].place
    else:
        lacking = len(header) - len(pieces)
        instead = f"Lägg till {lacking} {'tabb' if tabs and lacking == 1 else sign} där celler saknas; en tom cell får vara tom."
    found.add("G03", what, place, instead)


def _split_line(line: str, node: Scalar, number: int, sign: str, framed: bool) -> list[Piece]:
    pieces = []
    offset = 0
    body = line.rstrip() if sign == "|" else line.rstrip(" ")
    if framed and body.lstrip().startswith("|"):
        offset = len(body) - len(body.lstrip()) + 1
        body = body[: len(body) - 1] if body.endswith("|") and len(body) > offset else body
    for count, raw in enumerate(body[offset:].split(sign)):
        lead = len(raw) - len(raw.lstrip(" \u00a0"))
        padded = framed or (count > 0 and sign == "|")  # a space after the bar is no indentation
        indent = lead // 2 if padded else (lead + 1) // 2
        pieces.append(Piece(fold_spaces(raw), node.at(number, offset + lead), indent))
        offset += len(raw) + 1
    return pieces


def _split_list(node: Sequence, found: Collector) -> tuple[list[Piece], list[list[Piece]]]:
    """Rows as a plain list of mappings, as programs write them."""
    header: list[Piece] = []
    rows: list[list[Piece]] = []
    for item in node.items:
        if not isinstance(item, Mapping):
            found.add("G01", "varje rad ska ha nycklar för kolumnerna", item.place, "Skriv ”- verksamhet: …”.")
            continue
        for key, name in item.keys.items():
            if key not in [piece.text for piece in header]:
                header.append(Piece(key, name.place))
    for item in node.items:
        if isinstance(item, Mapping):
            rows.append([_piece_of(item, piece.text, found) for piece in header])
    return header, rows


def _piece_of(item: Mapping, word: str, found: Collector) -> Piece:
    value = item.entries.get(word)
    if value is None:
        return Piece("", item.place)
    if not isinstance(value, Scalar):
        found.add("G01", "en cell ska vara en text", value.place)
        return Piece("", value.place)
    lead = len(value.text) - len(value.text.lstrip())
    return Piece(fold_spaces(value.text), value.place, (lead + 1) // 2)


def read_table(
    node: Node | Pieces,
    kind: str,
    around: Surroundings,
    found: Collector,
    *,
    table_id: str,
    title: str = "",
    amount: str = "",
    sign: str = "",
    notes: Mapping_[str, str] | None = None,
    common: Mapping_[str, Piece] | None = None,
) -> Tabell | None:
    """Read a grid as a table of a type. What is wrong is added to `found`; None where nothing can be read.

    `common` are properties that are given once for all rows; a row's own goes before.
    """
    table_type = around.types[kind]
    header, lines = split_grid(node, found)
    if not header:
        return None
    if len(lines) > MAX_ROWS:
        found.add("G25", f"tabellen har fler än {MAX_ROWS} rader", lines[MAX_ROWS][0].place, "Dela den i flera tabeller.")
        return None
    known = around.columns[kind]
    head = understand_head(header, lines, table_type.etikett or "", known, EGENSKAPER, around.words, found)
    header, lines = head.pieces, head.lines
    label_word = table_type.etikett or header[0].text.casefold()
    columns: dict[str, Kolumn] = {}
    words = [piece.text.casefold() for piece in header]
    if not any(
        word in EGENSKAPER or read_column(piece.text, piece.place, known, around.words)
        for word, piece in zip(words, header, strict=True)
    ) and not any(meant_column(piece.text, known, EGENSKAPER, around.words) for piece in header[1:]):
        there = ", ".join(c.ord for c in known[:6]) + " …"
        instead = f"Skriv överst en rad med kolumnernas namn: {there}"
        if header[0].place.cell:
            instead = f"Låt området börja på raden med rubriker. Heter de något annat än {there} säger ”kolumner:” vad."
        found.add("G02", "rubrikraden saknas, eller ingen av dess kolumner är känd", header[0].place, instead)
        return None
    for index, piece in enumerate(header):
        word = piece.text.casefold()
        if word in columns or (word and word in words[:index]):
            instead = other_column(word, known, words, around.words)
            found.add("G04", f"kolumnen ”{piece.text}” står två gånger", piece.place, instead)
        if word in EGENSKAPER or (index == 0 and not table_type.etikett) or index in head.asked:
            continue
        column = read_column(piece.text, piece.place, known, around.words)
        if not piece.text:
            if not all(len(row) > index and not row[index].text for row in lines):
                there = nearest("", [*(c.ord for c in known), *EGENSKAPER])
                found.add("G05", "en kolumn saknar rubrik", piece.place, f"Skriv vad kolumnen är i rubrikraden. {there}")
        elif column is None:
            instead = unknown_column(piece.text, piece.place, known, EGENSKAPER, around.words, words)
            found.add("G05", f"kolumnen ”{short(piece.text)}” är okänd", piece.place, instead)
        else:
            columns[word] = head.titled(column)
    if label_word not in words:
        instead = "Lägg till den i rubrikraden."
        if header[0].place.cell:
            instead = (
                f"Heter den något annat i filen: skriv ”kolumner:” under källa, och indraget ”rubriken i filen: {label_word}”."
            )
        found.add("G06", f"kolumnen ”{label_word}” saknas", header[0].place, instead)
        return None
    reader = _RowReader(header, label_word, columns, around, found, sign or table_type.tecken, table_type.avvikelseregel)
    unsaid = {"roll"} if not any(words[n] == "roll" and row[n].text for row in lines for n in range(len(row))) else set()
    if not sign and "tecken" not in table_type.model_fields_set:
        unsaid.add("tecken")
    reader.unsaid = frozenset(unsaid) if amount else frozenset()
    reader.common = dict(common or {})
    rows = reader.read(lines)
    if amount:
        rows = _with_dropped_zeros(rows, [word for word, column in columns.items() if column.innehåll == "tal"], reader.bare)
    else:
        rows = _with_counts(rows, around.units)
    label_title = capitalized(header[words.index(label_word)].text)
    if label_word in columns:
        label_title = columns[label_word].rubrik
    return Tabell(
        id=table_id,
        typ=kind,
        plats=node.place,
        rubrik=title,
        etikettrubrik=label_title,
        kolumner=tuple(column for word, column in columns.items() if word != label_word),
        rader=tuple(rows),
        etikettkolumn=label_word,
        belopp=amount,
        projekt=table_type.projekt,
        tomt=table_type.tomt or "",
        mått=table_type.mått or "",
        noter=notes or {},
        enheter=around.units,
    )


def _with_dropped_zeros(rows: list[Rad], words: list[str], bare: set[tuple[int, str]]) -> list[Rad]:
    """Amounts from a spreadsheet or a CSV file, each with as many decimals as the others of its column: 42 among 11,5 is 42,0."""
    boxes = [{**row.celler} for row in rows]
    for word in words if bare else ():
        own = [n for n, row in enumerate(rows) if not row.enhet and word in row.celler]
        told = {n: value for n in own if (value := rows[n].celler[word].cell.värde) and not value.enhet}
        most = max((value.tal.decimaler for value in told.values()), default=0)
        for n, value in told.items():
            cell = rows[n].celler[word].cell
            if (n, word) in bare and value.tal.decimaler < most and isinstance(cell, Cell):
                padded = replace(value, tal=replace(value.tal, decimaler=most))
                boxes[n][word] = replace(rows[n].celler[word], cell=replace(cell, värden=(padded,)))
    return [replace(row, celler=own_boxes) for row, own_boxes in zip(rows, boxes, strict=True)] if bare else rows


def _with_counts(rows: list[Rad], units: Måttenheter) -> list[Rad]:
    """The rows, with figures that are counted one by one as exact as they are."""
    counted: list[Rad] = []
    for row in rows:
        above = [*_above(rows, row)]
        unit = next((r.enhet for r in (row, *above) if r.enhet), "")
        name = " ".join(r.etikett for r in (row, *above))
        boxes = {word: _counted(box, unit, units, name) for word, box in row.celler.items()}
        counted.append(replace(row, celler=boxes))
    return counted


def _above(rows: list[Rad], row: Rad) -> Iterator[Rad]:
    while row.förälder is not None:
        row = rows[row.förälder]
        yield row


def _counted(box: Ruta, unit: str, units: Måttenheter, name: str) -> Ruta:
    cell, value = box.cell, box.cell.värde
    if not isinstance(cell, Cell) or value is None or value.gräns or value.tal.decimaler:
        return box
    if not is_exact(units.find(value.enhet or unit), name):
        return box
    exact = replace(value, tal=replace(value.tal, spel=Decimal(0)))
    return replace(box, cell=replace(cell, värden=(exact,)))


class _RowReader:
    """Reads the lines of one grid."""

    def __init__(
        self,
        header: list[Piece],
        label_word: str,
        columns: dict[str, Kolumn],
        around: Surroundings,
        found: Collector,
        sign: str,
        rule: str,
    ) -> None:
        self.words = [piece.text.casefold() for piece in header]
        self.label_word = label_word
        self.columns = columns
        self.around = around
        self.found = found
        self.sign = sign
        self.rule = rule
        self.indents: list[int] = []  # of the rows read so far
        self.nested = False  # are parts rows of their own, not indented?
        self.unsaid: frozenset[str] = frozenset()  # roll, tecken: what the table does not say
        self.bare: set[tuple[int, str]] = set()  # cells whose figures may have lost zeros, by the row's number and the column

        self.common: dict[str, Piece] = {}  # properties of every row that has none of its own
        self.nameless = 0
        self.readers: dict[str, Callable[[Piece, str], Cell | Målvärde]] = {
            "tal": lambda piece, _: read_cell(piece.text, around.missing),
            "utfall": lambda piece, _: read_cell(piece.text, around.missing, words=True),
            "målvärde": lambda piece, way: read_målvärde(piece.text, around.missing, way),
            "text": lambda piece, _: self._text(piece),
            "nummer": lambda piece, _: read_cell(piece.text, around.missing),
            "status": lambda piece, _: self._status(piece, around.status_words, STATUS),
            "uppdragsstatus": lambda piece, _: self._status(
                piece, around.assignment_words, tuple(dict.fromkeys(around.assignment_words.values()))
            ),
        }

    def read(self, lines: list[list[Piece]]) -> list[Rad]:
        rows: list[Rad] = []
        names: dict[tuple[str, ...], Place] = {}
        goal = ""
        self.nested = self._is_nested(lines)
        for pieces in lines:
            cells = dict(zip(self.words, pieces, strict=True))
            if "mål" in cells and cells["mål"].text:
                goal = split_marks(cells["mål"].text)[0]
            row = self._row(cells, goal, rows)
            if row is None:
                continue
            name = (goal if row.förälder is None else str(row.förälder), row.etikett, *row.population)
            if name in names and not row.namnlös:
                what = f"två rader heter ”{row.etikett}” (den första på rad {names[name].line})"
                self.found.add("G07", what, row.plats, "Ge raderna olika namn, eller skilj dem åt med kolumnen population.")
            names[name] = row.plats
            self.bare |= {(len(rows), word) for word, piece in cells.items() if piece.bare}
            rows.append(row)
            self.indents.append(cells[self.label_word].indent)
        return rows

    def _row(self, cells: dict[str, Piece], goal: str, rows: list[Rad]) -> Rad | None:
        label = cells[self.label_word]
        if not label.text:
            if not any(piece.text for piece in cells.values()):
                return None
            of_goal = "mål" in cells and bool(cells["mål"].text)
            if (
                not rows
                and not of_goal
                and all(re.fullmatch(r"(?:\D*(?:19|20)\d\d)?|[^\d,]+", piece.text) for piece in cells.values())
            ):
                instead = f"Skriv radens namn i kolumnen ”{self.label_word}”."
                instead += " Är den en andra rubrikrad: skriv årtalen i den första, till exempel bokslut 2022, och ta bort den."
                self.found.add("G08", "raden saknar namn", label.place, instead)
                return None
        if bold := re.match(r"(\*\*|__)(?=\S)", label.text):
            self.found.add(
                "G35", f"{bold[1]} framför namnet skrivs ut som det står", label.place, f"Skriv ”{label.text.strip('*_')}”."
            )
        text, marks = split_marks(label.text)
        parent = self._parent(label.indent) if text else None
        if parent is None and self.nested and is_part(text):
            parent = next((n for n in range(len(rows) - 1, -1, -1) if rows[n].förälder is None), None)
        above = rows[parent] if parent is not None else None
        for prop, piece in self.common.items():
            if (above is None or prop == "riktning") and not (prop in cells and cells[prop].text):
                cells[prop] = piece
        sex = KÖN.get(text.casefold().lstrip("-– ").removeprefix("varav "), "") if above else ""
        word = self._property
        role = word(cells, "roll", ROLLER) or "post"
        measure = slug(cells["mått"].text) if "mått" in cells and cells["mått"].text else ""
        population = _split_population(cells["population"].text) if "population" in cells else ()
        key = measure or slug(text)
        if not text:
            text, key = self._unnamed(cells, role, measure)
        if measure and len(population) == 1:
            key = f"{measure}_{slug(population[0])}"
        way = word(cells, "riktning", RIKTNINGAR)
        source = cells.get("från")
        row = Rad(
            etikett=text,
            nyckel=key,
            plats=label.place,
            nivå=above.nivå + 1 if above else 0,
            roll=role,
            tecken=word(cells, "tecken", TECKEN) or (above.tecken if above else self.sign),
            regel=word(cells, "avvikelseregel", REGLER) or (above.regel if above else self.rule),
            enhet=self._unit(cells["enhet"]) if "enhet" in cells else "",
            mått=measure,
            kön=sex,
            population=population,
            riktning=way or (above.riktning if above and sex else ""),
            från=source.text if source else "",
            från_plats=source.place if source and source.text else None,
            noter=marks,
            namnlös=not label.text,
            mål=goal,
            förälder=parent,
            tolkat=self._unsaid_of(cells, above),
        )
        boxes = {word: self._box(cells[word], column, row) for word, column in self.columns.items()}
        return replace(row, celler={word: box for word, box in boxes.items() if word != self.label_word})

    def _unit(self, piece: Piece) -> str:
        """The unit of a row; one that is nearly one that is known is told of. Amounts are called what the table calls them."""
        if meant := self.around.units.meant(piece.text):
            what, instead = unknown_unit(piece.text, meant)
            self.found.add("G36", what, piece.place, instead)
        known = self.around.units.find(piece.text)
        return known.namn if known.sort == "belopp" and piece.text.casefold() in self.around.units.own else piece.text

    def _unnamed(self, cells: dict[str, Piece], role: str, measure: str) -> tuple[str, str]:
        """What a row without a name is called in messages, and its name among figures."""
        self.nameless += 1
        if "mål" in cells and not any(cells[word].text for word in self.columns if word not in ("mål", "måluppfyllelse")):
            return "Ingen indikator", f"ingen_indikator_{self.nameless}"
        name = {"summa": "Summa", "totalsumma": "Totalsumma"}.get(role, "Rad utan namn")
        return name, measure or f"{slug(name)}_{self.nameless}"

    def _unsaid_of(self, cells: dict[str, Piece], above: Rad | None) -> frozenset[str]:
        """What nobody wrote of a row: its role, what plus means in it."""
        signed = ("tecken" in cells and cells["tecken"].text) or (above is not None and "tecken" not in above.tolkat)
        return self.unsaid - {"tecken"} if signed else self.unsaid

    def _is_nested(self, lines: list[list[Piece]]) -> bool:
        """Are the rows of women and men, or varav rows, parts of the row above them, though nothing is indented?

        Where the same names come again and again they can be nothing else.
        """
        labels = [pieces[self.words.index(self.label_word)] for pieces in lines]
        parts = [label.text.casefold() for label in labels if is_part(split_marks(label.text)[0])]
        if any(label.indent for label in labels) or not labels or is_part(labels[0].text):
            return False
        return len(set(parts)) < len(parts) or ("mål" in self.words and len(parts) > 1)

    def _parent(self, indent: int) -> int | None:
        """The row that one indented so far belongs to: the nearest above that is less indented."""
        return next((i for i in range(len(self.indents) - 1, -1, -1) if self.indents[i] < indent), None)

    def _property(self, cells: dict[str, Piece], name: str, words: tuple[str, ...]) -> str:
        piece = cells.get(name)
        if piece is None or not piece.text:
            return ""
        if piece.text.casefold() not in words:
            instead = nearest(piece.text, list(words))
            if name == "roll" and piece.text.casefold() in ("total", "totalt", "totalsumma netto", "delsumma"):
                instead = "Skriv summa: posterna ovanför. Eller totalsumma: summorna ovanför."
            none = "inget känt" if name == "tecken" else "ingen känd"
            self.found.add("G09", f"”{short(piece.text)}” är {none} {name}", piece.place, instead)
            return ""
        return piece.text.casefold()

    def _box(self, piece: Piece, column: Kolumn, row: Rad) -> Ruta:
        if piece.text.casefold() == "visas inte":
            return Ruta(Cell(), piece.place, "visas inte")
        try:
            cell = self.readers[column.innehåll](piece, row.riktning)
        except NumberProblem as problem:
            where = f"{row.etikett}, {column.rubrik.casefold()}"
            instead = problem.instead
            if instead == EXAMPLE and not any(sign.isnumeric() for sign in piece.text):
                instead += ". Saknas siffran: lämna cellen tom, eller skriv - eller I.U."
            self.found.add("T01", f"{where}: {problem.what}", piece.place, instead)
            return Ruta(Cell(), piece.place, "tom")
        for value in cell.värden:
            if meant := self.around.units.meant(value.enhet):
                what, instead = unknown_unit(value.enhet, meant)
                self.found.add("G36", f"{row.etikett}, {column.rubrik.casefold()}: {what}", piece.place, instead)
        empty = isinstance(cell, Cell) and cell.empty
        return Ruta(cell, piece.place, "tom" if empty else "given")

    @staticmethod
    def _text(piece: Piece) -> Cell:
        text, marks = split_marks(piece.text)
        return Cell(piece.text, fritext=text, noter=marks)

    def _status(self, piece: Piece, printed: dict[str, str], words: tuple[str, ...]) -> Cell:
        """A status; `genomfört: Återstår för BIN` gives the words that are printed in its stead."""
        if not piece.text:
            return Cell()
        word, _, said = piece.text.partition(":")
        bare = word.casefold().strip().rstrip(".")
        status = bare if bare in words else printed.get(bare)
        if status is None:
            what = f"”{piece.text}” är inget statusord"
            self.found.add("G10", what, piece.place, nearest(word, list(words)))
            return Cell()
        return Cell(said.strip(), fritext=status)


def is_part(name: str) -> bool:
    """Is a row by its name a part of the one above it: Kvinnor, Varav kostnader?"""
    plain = name.casefold().lstrip("-– ")
    return plain in KÖN or plain.startswith("varav ")


def unknown_unit(unit: str, meant: str) -> tuple[str, str]:
    """What is said of a unit that nobody knows but that is nearly one, and what to write."""
    own = f"Är det kommunens egen enhet: skriv ”{unit}:” och vad den räknas som, antal, % …, under enheter_för_tal i kommun.yaml."
    return f"enheten ”{short(unit)}” är okänd", f"Menade du ”{meant}”? {own}"


def _split_population(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("/")) if text else ()
