"""Tables as they are laid out: columns with widths, rows, cells as text, notes and the legend of missing values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from vb_gen.core.finding import Place
from vb_gen.core.names import anchor, capitalized
from vb_gen.core.numbers import format_tal
from vb_gen.core.pattern import regex
from vb_gen.core.typesetting import typeset
from vb_gen.model.cell import Cell
from vb_gen.model.content import restated
from vb_gen.model.report import Report
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell
from vb_gen.output.html import lettering
from vb_gen.output.html.diagram import BROAD
from vb_gen.output.html.fit import Line, fitted
from vb_gen.output.html.view import CellView, ColumnView, GroupView, RowView, StatusView, TableView
from vb_gen.text.narrative import Writer

WIDE = 7  # from this many columns a table is set smaller
ONE_WORD = 8  # letters: so short a word, as Öka, stands in line with the figures
LONG = 12  # a cell of figures longer than this may break over lines
LEAD, LEAD_SIZE, PADDING = 13, 10.1, 11  # a lead's least width in per cent; its letters on paper, and the air of its cells
HEAD, HEAD_SMALL = 11.0, 9.7  # a head's letters on paper, without lettering's room to spare
SHORT = 10  # up to this many rows a table is kept on one page
SHORT_BY_GOAL = 6  # and one of indicators, which may break between its goals
_WORD_AND_YEAR = regex(r"\S+ (?:19|20)\d\d$")


class Tables:
    """Lays out the tables of one report. `goal_ids` says where a goal is told of in the page."""

    def __init__(self, report: Report, writer: Writer, goal_ids: dict[str, str]) -> None:
        self.report = report
        self.writer = writer
        self.goal_ids = goal_ids
        self.placed: dict[Place, tuple[str, str]] = {}  # where each table is in the page: its caption's id, and the caption
        self.statuses = {name: goal.status for goal in report.goals() for name in (goal.namn, *goal.även)}

    def status(self, status: str | None, where: str) -> StatusView | None:
        """A goal's status in the year's words, in a line of its own (`rad`) or in a table (`kolumn`)."""
        words = self.report.statusord.get(status or "")
        if not words or not status:
            return None
        own = self.report.ord.get(status) if where == "kolumn" else None
        return StatusView(own or words[where], words["form"])

    def table(self, table: Tabell, heading: str, prefix: str, caption: str = "", *, describe: bool = False) -> TableView:
        """A table as a view; `describe` shows each goal's description below its name."""
        shown = [column for column in table.kolumner if self._is_shown(table, column)]
        title = typeset(caption or table.rubrik or heading or f"Per {table.etikettrubrik.casefold()}")
        amount = table.belopp
        repeats = title if title == typeset(heading) else ""
        if amount and amount not in title.split():
            repeats, title = repeats and f"{title}, ", f"{title}, belopp i {amount}"
        columns = self._columns(table, shown, describe)
        bodies = self._bodies(table, shown, describe)
        legend = self._missing_legend(table, shown)
        notes = [(mark, escape(typeset(text))) for mark, text in table.noter.items()]
        notes += [("", escape(typeset(text))) for text in self._restated(table)]
        groups = _groups(columns)
        classes = [f"typ-{anchor(table.typ)}"]
        classes += ["bred"] if len(columns) >= WIDE else []
        classes += ["kort"] if _is_short(table) else []
        self.placed[table.plats] = (f"{prefix}-tabell-rubrik", title)
        return TableView(
            id=f"{prefix}-tabell",
            upprepning=repeats,
            rubrik=title.removeprefix(repeats),
            kolumner=columns,
            grupper=groups,
            delar=bodies,
            noter=notes,
            teckenförklaring=legend,
            klass=" ".join(classes),
        )

    def _restated(self, table: Tabell) -> list[str]:
        """What is said of figures that earlier reports tell otherwise: `Omräknat: Sjukfrånvaro 2022. Ny mätmetod.`"""
        said = []
        for section in self.report.walk():
            for what in restated(section.innehåll, table.plats):
                row, word = what.namn
                column = table.column(word.casefold())
                named = ", ".join(part for part in (row, column.rubrik if column else word) if part)
                said.append(f"Omräknat: {named}. {what.skäl}")
        return said

    def _is_shown(self, table: Tabell, column: Kolumn) -> bool:
        """A column of words that says nothing in this table is left out."""
        if column.innehåll not in ("text", "nummer") or column.ord == "mål":
            return True
        return any(
            not box.cell.empty for row in table.rader if (box := row.celler.get(column.ord)) and isinstance(box.cell, Cell)
        )

    def _columns(self, table: Tabell, shown: list[Kolumn], describe: bool) -> list[ColumnView]:
        """Headings with fixed widths; figures need the same room each, words share the rest by how long they are.

        Where cells among figures say something in words, their columns get more room if that makes the table lower.
        """
        fixed = table.typ == "indikatorer"  # the same columns in every group of indicators
        label = (table.etikettrubrik, "etikett", "", 26 if fixed else _room(row.etikett for row in table.rader))
        told: list[Kolumn | None] = [None, *(c for c in shown if c.ord != "nr")]
        kinds = [label, *((c.rubrik, _klass(c), c.grupp, self._words(table, c)) for c in told if c)]
        if any(column.ord == "mål" for column in shown):
            order = _goal_first(shown)
            kinds, told = [kinds[i] for i in order], [told[i] for i in order]
        figures = sum(klass == "tal" for _, klass, _, _ in kinds)
        narrow = {0: 0, 1: 17, 2: 15, 3: 13, 4: 11, 5: 10, 6: 9, 7: 9}.get(figures, 8)
        free = 100 - narrow * figures
        share = sum(room for _, klass, _, room in kinds if klass != "tal")
        widths = [narrow if klass == "tal" else free * room // share for _, klass, _, room in kinds]
        widths[next(i for i, kind in enumerate(kinds) if kind[1] == "etikett")] += 100 - sum(widths)
        if wanting := [i for i, column in enumerate(told) if column and _says_words(table, column)]:
            giving = [i for i, column in enumerate(told) if column is None or column.ord == "mål"]
            widths = fitted(widths, self._lines(table, told, describe), wanting, giving)
        columns = [ColumnView(capitalized(k[0]), k[1], room, k[2]) for k, room in zip(kinds, widths, strict=True)]
        return _broken_alike(columns)

    def _lines(self, table: Tabell, told: list[Kolumn | None], describe: bool) -> list[Line]:
        """What stands in the columns of each row, as text; a goal stands once, beside all of its rows."""
        rows: list[Line] = []
        for index, row in enumerate(table.rader):
            first = index == 0 or row.mål != table.rader[index - 1].mål
            end = next((i for i, other in enumerate(table.rader) if i > index and other.mål != row.mål), len(table.rader))
            goal = next((g for g in self.report.goals() if row.mål in (g.namn, *g.även)), None)
            said = f"{row.mål} {goal.beskrivning.text if describe and goal and goal.beskrivning else ''}" if first else ""
            texts = {"": (f"{row.etikett} {row.definition}", 1), "mål": (said.strip(), end - index), "måluppfyllelse": ("", 1)}
            boxes = {c.ord: (row.celler[c.ord].cell.shown, 1) for c in told if c and c.ord in row.celler}
            rows.append([(boxes | texts)[column.ord if column else ""] for column in told])
        return rows

    def _words(self, table: Tabell, column: Kolumn) -> int:
        if column.innehåll in ("status", "uppdragsstatus"):
            if column.ord == "måluppfyllelse":
                shown = [view.word for status in self.report.statusord if (view := self.status(status, "kolumn"))]
                return 10 if all(len(word) <= 6 for words in shown for word in words.split()) else 12  # ”Delvis”; ”Uppnått”
            said = max((len(row.celler[column.ord].cell.text) for row in table.rader), default=0)
            return 24 if said > 30 else 14
        if column.ord == "mål":
            return 24
        return _room(row.celler[column.ord].cell.shown for row in table.rader)

    def _bodies(self, table: Tabell, shown: list[Kolumn], describe: bool) -> list[list[RowView]]:
        bodies: list[list[RowView]] = []
        with_goals = any(column.ord == "mål" for column in shown)
        for index, row in enumerate(table.rader):
            starts = index == 0 or (with_goals and row.mål != table.rader[index - 1].mål)
            if starts:
                bodies.append([])
            span = 0
            if with_goals and starts:
                span = sum(1 for r in table.rader[index:] if r.mål == row.mål)
            bodies[-1].append(self._row(row, shown, span, describe, heads=table.typ != "uppdrag"))
        return bodies

    def _row(self, row: Rad, shown: list[Kolumn], span: int, describe: bool, *, heads: bool) -> RowView:
        """A row; where some are heads over those below, one that says nothing else is."""
        number = row.celler.get("nr")
        text = "" if row.namnlös else row.etikett
        label = f"{number.cell.shown}. {text}" if number and number.cell.shown else text
        rest = [column for column in shown if column.ord not in ("nr", "mål", "måluppfyllelse")]
        alone = heads and not row.has_content and bool(rest)
        name = _marked(_label(label), row.noter)
        if row.definition:
            name += Markup(' <span class="definition">{}</span>').format(_label(row.definition))
        if row.namnlös and not row.has_content:
            name = Markup("–")  # of a goal that has no indicator
        span_of = 1 + len(rest) if alone else 1
        cells = [CellView(name, f"etikett nivå{min(row.nivå, 3)}", head=not row.namnlös, colspan=span_of)]
        if not alone:
            cells += [self._cell(column, row.celler[column.ord]) for column in rest]
        if span:
            cells = self._goal_cells(row, shown, span, describe) + cells
        klass = f"roll-{anchor(row.roll)}" + (" kön" if row.kön else "")
        return RowView(cells, klass)

    def _goal_cells(self, row: Rad, shown: list[Kolumn], span: int, describe: bool) -> list[CellView]:
        box = row.celler.get("mål")
        goal = next((g for g in self.report.goals() if row.mål in (g.namn, *g.även)), None)
        text = _label(row.mål)
        if goal and goal.namn in self.goal_ids:
            text = Markup('<a href="#{}">{}</a>').format(self.goal_ids[goal.namn], text)
        text = _marked(text, box.cell.noter if box else ())
        if describe and goal and goal.beskrivning:
            text += Markup(' <span class="måltext">{}</span>').format(Markup(self.writer.inline(goal.beskrivning)))  # noqa: S704
        cells = [CellView(text, "mål", rowspan=span)]
        if any(column.ord == "måluppfyllelse" for column in shown):
            given = row.celler["måluppfyllelse"].cell if "måluppfyllelse" in row.celler else Cell()
            state = self.status(given.shown or self.statuses.get(row.mål), "kolumn")
            if state and given.text:
                state = replace(state, word=typeset(given.text))
            cells.append(CellView(Markup("") if state else Markup("–"), "läge", rowspan=span, status=state))
        return cells

    def _cell(self, column: Kolumn, box: Ruta) -> CellView:
        """A cell; one that holds nothing shows a dash, so that none is read as forgotten."""
        klass = _klass(column)
        cell = box.cell
        if column.innehåll == "uppdragsstatus":
            words = self.report.uppdragsord.get(cell.shown)
            state = StatusView(typeset(cell.text) or words["rad"], words["form"]) if words else None
            return CellView(Markup("") if state else Markup("–"), klass, status=state)
        if box.läge == "härledd" and box.härlett:
            return CellView(_figure(format_tal(box.härlett)), klass)
        if box.läge in ("tom", "visas inte"):
            return CellView(Markup("–"), klass)
        return CellView(_marked(_figure(cell.shown), cell.noter), klass + (" ord" if _in_words(column, box) else ""))

    def _missing_legend(self, table: Tabell, shown: list[Kolumn]) -> list[tuple[str, str]]:
        """The marks for missing values that stand in the table, each with its meaning."""
        used: dict[str, str] = {}
        meanings = {mark.casefold().rstrip("."): meaning for mark, meaning in self.report.saknas.items()}
        meanings["−"] = meanings.get("-", "")
        for row in table.rader:
            for column in shown:
                box = row.celler.get(column.ord)
                if box is None or column.innehåll in ("text", "status", "uppdragsstatus", "nummer"):
                    continue
                mark = box.cell.saknas if isinstance(box.cell, Cell) else ""
                if not mark and box.läge in ("tom", "visas inte") and row.has_content:
                    mark = "–"
                if mark:
                    meaning = table.tomt if box.läge == "tom" and table.tomt else meanings.get(mark.casefold().rstrip("."), "")
                    used.setdefault({"-": "–", "−": "–"}.get(mark, mark), meaning)
        return sorted((mark, meaning) for mark, meaning in used.items() if meaning)


def with_lead(view: TableView, lead: list[tuple[str, str]], alike: Sequence[list[tuple[str, str]]] = ()) -> TableView:
    """A table with columns before the others that say the same in every row; a long word is not divided in each of them.

    They are as wide as those of other tables that are `alike`.
    """
    widths = [max(LEAD, *(_whole(text) for _, text in texts)) for texts in zip(*(alike or [lead]), strict=True)]
    columns = [ColumnView(title, "text", room) for (title, _), room in zip(lead, widths, strict=True)]
    rest = 100 - sum(widths)
    columns += [replace(column, bredd=column.bredd * rest // 100) for column in view.kolumner]
    cells = [CellView(_label(text), "text led") for _, text in lead]
    bodies = [[replace(row, cells=cells + row.cells) for row in body] for body in view.delar]
    return replace(view, kolumner=columns, delar=bodies)


def _broken_alike(columns: list[ColumnView]) -> list[ColumnView]:
    """Heads of a word and a year, as `Budget 2024`: where one does not fit in a line, all are broken before the year."""
    size, air = (HEAD_SMALL, PADDING - 2) if len(columns) >= WIDE else (HEAD, PADDING)
    yearly = [c for c in columns if _WORD_AND_YEAR.match(c.rubrik)]
    if all(lettering.width(c.rubrik, size, bold=True) <= c.bredd * BROAD / 100 - air for c in yearly):
        return columns
    return [replace(c, klass=f"{c.klass} årtal") if c in yearly else c for c in columns]


def _whole(text: str) -> int:
    """How many per cent of a page a lead is that does not divide the longest word of a text."""
    return round(100 * (max(lettering.width(word, LEAD_SIZE) for word in text.split()) + PADDING) / BROAD)


def _label(text: str) -> Markup:
    return escape(typeset(text))


def _figure(text: str) -> Markup:
    return escape(text)


def _marked(text: Markup, marks: tuple[str, ...]) -> Markup:
    return text + Markup('<sup class="not">{}</sup>').format(", ".join(marks)) if marks else text


def _in_words(column: Kolumn, box: Ruta) -> bool:
    """Does a cell of a column of figures say something in words?"""
    cell = box.cell
    most = ONE_WORD if isinstance(cell, Cell) and cell.fritext else LONG
    return column.innehåll in ("utfall", "målvärde") and len(cell.shown) > most


def _says_words(table: Tabell, column: Kolumn) -> bool:
    """Does a column of figures have a cell of words that may want a wider column?"""
    boxes = (box for row in table.rader if (box := row.celler.get(column.ord)))
    return any(_in_words(column, box) and len(box.cell.shown) > LONG for box in boxes)


def _klass(column: Kolumn) -> str:
    kinds = {"utfall": "tal", "målvärde": "tal", "status": "läge", "uppdragsstatus": "läge"}
    return kinds.get(column.innehåll, column.innehåll)


def _goal_first(shown: list[Kolumn]) -> list[int]:
    """The order of columns where a goal stands first: goal, its status, the label, the rest (0 is the label)."""
    words = [column.ord for column in shown]
    lead = [words.index(word) + 1 for word in ("mål", "måluppfyllelse") if word in words]
    return [*lead, 0, *(i + 1 for i in range(len(words)) if i + 1 not in lead)]


def _is_short(table: Tabell) -> bool:
    """Is the table kept on one page? Not where its words alone would fill one; assignments may break between any two."""
    if table.typ == "uppdrag":
        return False
    words = sum(len(row.etikett) + len(row.definition) + _words_in(row) for row in table.rader)
    return len(table.rader) <= (SHORT_BY_GOAL if table.typ == "indikatorer" else SHORT) and words < 1600


def _words_in(row: Rad) -> int:
    return sum(len(box.cell.shown) for box in row.celler.values() if isinstance(box.cell, Cell) and box.cell.fritext)


def _room(texts: Iterable[str]) -> int:
    """How much room a column of words wants: in three steps, so that an edited word seldom moves a column."""
    longest = max((len(text) for text in texts), default=0)
    return 18 if longest <= 40 else 26 if longest <= 70 else 32


def _groups(columns: list[ColumnView]) -> list[GroupView]:
    """The upper row of headings, where columns stand in groups; else nothing."""
    if not any(column.grupp for column in columns):
        return []
    groups: list[GroupView] = []
    for column in columns:
        if not column.grupp:
            groups.append(GroupView("", 1, column))
        elif groups and groups[-1].rubrik == column.grupp:
            groups[-1] = GroupView(column.grupp, groups[-1].span + 1)
        else:
            groups.append(GroupView(column.grupp, 1))
    return groups
