"""What a page shows, worked out: templates only lay it out, they compute nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup, escape

from vb_gen.errors import Collector
from vb_gen.mall import fill
from vb_gen.model.cell import Cell
from vb_gen.model.innehall import Indikatorer, Mål, Målredovisning, Uppdrag, has_words
from vb_gen.model.rapport import Bilaga
from vb_gen.model.tabell import Kolumn, Rad, Ruta, Tabell
from vb_gen.names import anchor, capitalized
from vb_gen.narrative import Prose, Writer
from vb_gen.numbers import format_tal, typeset
from vb_gen.references import Index
from vb_gen.report import Report, Section
from vb_gen.source import Scalar

NOTHING = Markup("")
WIDE = 7  # from this many columns a table is set smaller
LONG = 15  # a cell of figures longer than this may break over lines
SHORT = 16  # up to this many rows a table is kept on one page


@dataclass(frozen=True)
class StatusView:
    """A status: the word, and the shape that goes with it."""

    word: str
    form: str


@dataclass(frozen=True)
class CellView:
    """A cell: its text, its class, and whether it heads its row."""

    html: Markup
    klass: str = ""
    head: bool = False
    rowspan: int = 1
    colspan: int = 1
    status: StatusView | None = None


@dataclass(frozen=True)
class RowView:
    """A row of cells."""

    cells: list[CellView]
    klass: str = ""


@dataclass(frozen=True)
class ColumnView:
    """A column's heading, its width in per cent, and what it holds."""

    rubrik: str
    klass: str
    bredd: int
    grupp: str = ""


@dataclass(frozen=True)
class GroupView:
    """What stands in the upper row of two: a heading over several columns, or a column that needs no such heading."""

    rubrik: str
    span: int
    kolumn: ColumnView | None = None


@dataclass(frozen=True)
class TableView:
    """A table, ready to be laid out."""

    id: str
    rubrik: str
    dold_rubrik: bool
    enhet: str
    kolumner: list[ColumnView]
    grupper: list[GroupView]
    delar: list[list[RowView]]  # one tbody each
    noter: list[tuple[str, Markup]]
    teckenförklaring: list[tuple[str, str]]
    klass: str = ""


@dataclass(frozen=True)
class GoalView:
    """A goal with everything said of it."""

    id: str
    namn: str
    status: StatusView | None
    beskrivning: Markup
    delar: list[tuple[str, Markup]]  # a lead-in (may be empty) and the text
    kommunövergripande: str


@dataclass(frozen=True)
class AreaView:
    """A group of goals."""

    id: str
    rubrik: str
    text: Markup
    mål: list[GoalView]


@dataclass(frozen=True)
class OverviewArea:
    """The goals of an area in the overview: name, id and status."""

    område: str
    mål: list[tuple[str, str, StatusView | None]]


@dataclass(frozen=True)
class GroupOfTables:
    """Tables under a heading of their own."""

    id: str
    rubrik: str
    tabeller: list[tuple[TableView, Markup]]  # a table and what is said after it


@dataclass(frozen=True)
class SectionView:
    """A section with its parts."""

    id: str
    mall: str
    rubrik: str
    nivå: int
    block: str
    kapitel: str
    text: Markup = NOTHING
    tabeller: list[TableView] = field(default_factory=list)
    grupper: list[GroupOfTables] = field(default_factory=list)
    målrubrik: str = ""  # a heading over all the goals
    legend: str = ""
    områden: list[AreaView] = field(default_factory=list)
    översikt: list[OverviewArea] = field(default_factory=list)
    teckenförklaring: list[StatusView] = field(default_factory=list)
    kommentarsrubrik: str = ""
    kommentar: Markup = NOTHING
    saknas: bool = False
    anvisning: str = ""
    avsnitt: list[SectionView] = field(default_factory=list)


@dataclass(frozen=True)
class AppendixView:
    """Another report that is an appendix of this one."""

    id: str
    rubrik: str
    kapitel: list[SectionView]


@dataclass(frozen=True)
class PageView:
    """The whole page."""

    titel: str
    sort: str
    enhet: str
    kommun: str
    period: str
    utkast: bool
    diarienummer: str
    beslut: str
    datum: str
    bilagor: list[tuple[str, str]]  # the line, and the id of the report it leads to, if any
    bilagerubrik: str
    innehållsrubrik: str
    kapitel: list[SectionView]
    rapportbilagor: list[AppendixView]


def build_page(report: Report, appendices: Sequence[tuple[str, Report]] = ()) -> PageView:
    """A report as a page, with other reports as appendices (`Bilaga 5` and the report).

    Raises :class:`~vb_gen.errors.InputError` for faults in running text.
    """
    found = Collector()
    chapters = _chapters(report, found, 2, report.enhet_id)
    names = [report.enhet_id, *(child.enhet_id for _, child in appendices)]
    views = []
    for label, child in appendices:
        prefix = child.enhet_id if names.count(child.enhet_id) == 1 else f"{child.period.text}-{child.enhet_id}"
        title = f"{label}. {child.titel}, {child.enhet.namn}"
        views.append(AppendixView(f"{prefix}-bilaga", typeset(title), _chapters(child, found, 3, prefix)))
    found.stop()
    rapport = report.rapport
    return PageView(
        titel=report.titel,
        sort=report.mall.sort or "",
        enhet=report.enhet.namn,
        kommun=report.kommun.namn,
        period=report.period.text,
        utkast=any(r.rapport.status == "utkast" for r in (report, *(child for _, child in appendices))),
        diarienummer=rapport.diarienummer or "",
        beslut=rapport.beslut or "",
        datum=rapport.datum or "",
        bilagor=[_appendix_line(b, views if appendices else []) for b in rapport.bilagor],
        bilagerubrik=report.ord.get("bilagor", "Bilagor"),
        innehållsrubrik=report.ord.get("innehåll", "Innehåll"),
        kapitel=chapters,
        rapportbilagor=views,
    )


def appendix_label(appendix: Bilaga) -> str:
    """`Bilaga 5`, or `Bilaga` where it has no number."""
    return f"Bilaga {appendix.nummer}" if appendix.nummer else "Bilaga"


def _appendix_line(appendix: Bilaga, views: list[AppendixView]) -> tuple[str, str]:
    text = f"{appendix_label(appendix)}. {appendix.titel}" if appendix.nummer else appendix.titel
    lead = f"{appendix_label(appendix)}. "
    target = next((v.id for v in views if appendix.rapport and v.rubrik.startswith(typeset(lead))), "")
    return typeset(text), target


def _chapters(report: Report, found: Collector, level: int, prefix: str) -> list[SectionView]:
    builder = _Builder(report, Writer(Index(report), found), prefix)
    return [view for section in report.avsnitt if (view := builder.section(section, level)) is not None]


class _Builder:
    def __init__(self, report: Report, writer: Writer, prefix: str) -> None:
        self.report = report
        self.writer = writer
        self.prefix = prefix
        self.goal_ids: dict[str, str] = {}
        self.statuses = {name: goal.status for goal in report.goals() for name in (goal.namn, *goal.även)}
        for section in report.walk():
            if isinstance(section.innehåll, Målredovisning):
                for goal in (goal for area in section.innehåll.målområden for goal in area.mål):
                    self.goal_ids[goal.namn] = writer.unique_id(f"{prefix}-mal-{anchor(goal.namn)}")

    def section(self, section: Section, level: int) -> SectionView | None:
        """A section as a view; None where there is nothing to show. A draft shows what must be there and is not."""
        draft = self.report.rapport.status == "utkast"
        absent = section.mall.obligatoriskt and not section.filled
        if not section.filled and not (draft and any(s.mall.obligatoriskt for s in section.walk())):
            return None
        name = self.writer.unique_id(f"{self.prefix}-{anchor(section.id)}")
        own = level if section.rubrik else level - 1
        content = section.innehåll
        parts = [view for part in section.avsnitt if (view := self.section(part, own + 1)) is not None]
        view = SectionView(
            id=name,
            mall=section.id,
            rubrik=typeset(section.rubrik),
            nivå=min(own, 6),
            block=section.mall.block,
            kapitel=section.mall.kapitel,
            text=self._prose(content.text if content else None, own, name),
            kommentarsrubrik=fill(section.mall.kommentar or "", self.report.ord),
            kommentar=self._prose(content.kommentar if content else None, own + 1, f"{name}-kommentar"),
            saknas=absent and draft,
            anvisning=fill(section.mall.anvisning or "", self.report.ord),
            målrubrik=self.report.ord.get("målrubrik", ""),
            legend=self.report.ord.get("teckenförklaring", ""),
            avsnitt=parts,
        )
        if isinstance(content, Målredovisning):
            view.områden.extend(self._areas(content, own + 1 + bool(view.målrubrik), name))
        if section.mall.block in ("målredovisning", "målöversikt"):
            view.översikt.extend(self._overview())
            view.teckenförklaring.extend(self._legend())
        if isinstance(content, Uppdrag):
            view.grupper.extend(self._assignments(content, section, name))
        elif isinstance(content, Indikatorer):
            view.grupper.extend(self._indicators(content, section, own + 1, name))
        else:
            view.tabeller.extend(self.table(table, section.rubrik, name) for table in section.tabeller)
        return view

    def _prose(self, text: Scalar | None, level: int, prefix: str) -> Markup:
        if text is None or not has_words(text):
            return Markup("")
        return Markup(self._write(text, level, prefix).html)  # noqa: S704 - the writer escapes

    def _write(self, text: Scalar, level: int, prefix: str) -> Prose:
        return self.writer.write(text, level=level, prefix=prefix)

    # Goals

    def _areas(self, content: Målredovisning, level: int, prefix: str) -> list[AreaView]:
        areas = []
        for area in content.målområden:
            name = self.writer.unique_id(f"{prefix}-{anchor(area.målområde)}")
            goals = [self._goal(goal, level + 1) for goal in area.mål]
            areas.append(AreaView(name, f"Målområde {area.målområde}", self._prose(area.text, level, name), goals))
        return areas

    def _goal(self, goal: Mål, level: int) -> GoalView:
        name = self.goal_ids[goal.namn]
        words = self.report.ord
        parts = [
            ("", goal.bedömning, "bedomning"),
            (words.get("urval", ""), goal.resultat, "resultat"),
            (words.get("övrigt", ""), goal.övrigt, "ovrigt"),
            (words.get("avvikelser", ""), goal.avvikelser, "avvikelser"),
            ("", goal.uppdrag, "uppdrag"),
        ]
        said = [(lead, self._prose(text, level, f"{name}-{part}")) for lead, text, part in parts if has_words(text)]
        return GoalView(
            id=name,
            namn=typeset(f"{words['målinledning']}: {goal.namn}" if "målinledning" in words else goal.namn),
            status=self._status(goal.status, "rad"),
            beskrivning=self._prose(goal.beskrivning, level, f"{name}-beskrivning"),
            delar=said,
            kommunövergripande=typeset(goal.kommunövergripande or ""),
        )

    def _status(self, status: str | None, where: str) -> StatusView | None:
        words = self.report.statusord.get(status or "")
        if not words or not status:
            return None
        own = self.report.ord.get(status) if where == "kolumn" else None
        return StatusView(own or words[where], words["form"])

    def _overview(self) -> list[OverviewArea]:
        return [
            OverviewArea(
                area.målområde,
                [(typeset(g.namn), self.goal_ids[g.namn], self._status(g.status, "rad")) for g in area.mål],
            )
            for section in self.report.walk()
            if isinstance(section.innehåll, Målredovisning)
            for area in section.innehåll.målområden
        ]

    def _legend(self) -> list[StatusView]:
        return [StatusView(words["rad"], words["form"]) for words in self.report.statusord.values()]

    # Groups of tables

    def _assignments(self, content: Uppdrag, section: Section, prefix: str) -> list[GroupOfTables]:
        groups = []
        for group, table in zip(content.grupper, section.tabeller, strict=True):
            name = self.writer.unique_id(f"{prefix}-{anchor(group.rubrik)}")
            view = self.table(table, group.rubrik, name)
            if group.målområde and group.sort:
                view = _with_lead(view, [("Målområde", group.målområde), ("Riktat till", group.sort)])
            groups.append(GroupOfTables(name, typeset(group.rubrik), [(view, Markup(""))]))
        return groups

    def _indicators(self, content: Indikatorer, section: Section, level: int, prefix: str) -> list[GroupOfTables]:
        groups: list[GroupOfTables] = []
        for group, table in zip(content.grupper, section.tabeller, strict=True):
            title = f"Målområde: {group.målområde}"
            if not groups or groups[-1].rubrik != title:
                name = self.writer.unique_id(f"{prefix}-{anchor(group.målområde)}")
                groups.append(GroupOfTables(name, title, []))
            name = f"{groups[-1].id}-{len(groups[-1].tabeller) + 1}"
            caption = f"Kommunövergripande mål: {group.kommunövergripande}" if group.kommunövergripande else title
            view = self.table(table, "", name, caption=caption, describe=group.måltext)
            groups[-1].tabeller.append((view, self._prose(group.kommentar, level, f"{name}-kommentar")))
        return groups

    # Tables

    def table(self, table: Tabell, heading: str, prefix: str, caption: str = "", *, describe: bool = False) -> TableView:
        """A table as a view; `describe` shows each goal's description below its name."""
        shown = [column for column in table.kolumner if self._is_shown(table, column)]
        title = typeset(caption or table.rubrik or heading)
        amount = table.belopp
        if amount and amount not in title.split():
            title += f", belopp i {amount}"
        columns = self._columns(table, shown)
        bodies = self._bodies(table, shown, describe)
        legend = self._missing_legend(table, shown)
        notes = [(mark, escape(typeset(text))) for mark, text in table.noter.items()]
        groups = _groups(columns)
        classes = [f"typ-{anchor(table.typ)}"]
        classes += ["bred"] if len(columns) >= WIDE else []
        classes += ["kort"] if len(table.rader) <= SHORT else []
        return TableView(
            id=f"{prefix}-tabell",
            rubrik=title,
            dold_rubrik=title == typeset(heading),
            enhet=amount,
            kolumner=columns,
            grupper=groups,
            delar=bodies,
            noter=notes,
            teckenförklaring=legend,
            klass=" ".join(classes),
        )

    def _is_shown(self, table: Tabell, column: Kolumn) -> bool:
        """A column of words that says nothing in this table is left out."""
        if column.innehåll not in ("text", "nummer") or column.ord == "mål":
            return True
        return any(
            not box.cell.empty for row in table.rader if (box := row.celler.get(column.ord)) and isinstance(box.cell, Cell)
        )

    def _columns(self, table: Tabell, shown: list[Kolumn]) -> list[ColumnView]:
        """Headings with fixed widths; figures need the same room each, words share the rest by how long they are."""
        fixed = table.typ == "indikatorer"  # the same columns in every group of indicators
        label = (table.etikettrubrik, "etikett", "", 26 if fixed else _room(row.etikett for row in table.rader))
        kinds = [label, *((c.rubrik, _klass(c), c.grupp, self._words(table, c)) for c in shown if c.ord != "nr")]
        if any(column.ord == "mål" for column in shown):
            kinds = [kinds[i] for i in _goal_first(shown)]
        figures = sum(klass == "tal" for _, klass, _, _ in kinds)
        narrow = {0: 0, 1: 17, 2: 15, 3: 13, 4: 11, 5: 10, 6: 9, 7: 9}.get(figures, 8)
        free = 100 - narrow * figures
        share = sum(room for _, klass, _, room in kinds if klass != "tal")
        widths = [narrow if klass == "tal" else free * room // share for _, klass, _, room in kinds]
        widths[next(i for i, kind in enumerate(kinds) if kind[1] == "etikett")] += 100 - sum(widths)
        return [
            ColumnView(capitalized(title), klass, width, group)
            for (title, klass, group, _), width in zip(kinds, widths, strict=True)
        ]

    def _words(self, table: Tabell, column: Kolumn) -> int:
        if column.innehåll in ("status", "uppdragsstatus"):
            return 10 if column.ord == "måluppfyllelse" else 14
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
            bodies[-1].append(self._row(row, shown, span, describe))
        return bodies

    def _row(self, row: Rad, shown: list[Kolumn], span: int, describe: bool) -> RowView:
        number = row.celler.get("nr")
        label = f"{number.cell.shown}. {row.etikett}" if number and number.cell.shown else row.etikett
        rest = [column for column in shown if column.ord not in ("nr", "mål", "måluppfyllelse")]
        alone = not row.has_content and bool(rest)
        name = _marked(_label(label), row.noter)
        if row.definition:
            name += Markup(' <span class="definition">{}</span>').format(_label(row.definition))
        cells = [CellView(name, f"etikett nivå{min(row.nivå, 3)}", head=True, colspan=1 + len(rest) if alone else 1)]
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
            state = self._status(given.shown or self.statuses.get(row.mål), "kolumn")
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
        in_words = (isinstance(cell, Cell) and bool(cell.fritext)) or len(cell.shown) > LONG
        in_words = in_words and column.innehåll in ("utfall", "målvärde")
        return CellView(_marked(_figure(cell.shown), cell.noter), klass + (" ord" if in_words else ""))

    def _missing_legend(self, table: Tabell, shown: list[Kolumn]) -> list[tuple[str, str]]:
        """The marks for missing values that stand in the table, each with its meaning."""
        used: dict[str, str] = {}
        meanings = {mark.casefold().rstrip("."): meaning for mark, meaning in self.report.saknas.items()}
        for row in table.rader:
            for column in shown:
                box = row.celler.get(column.ord)
                if box is None or column.innehåll in ("text", "status", "uppdragsstatus", "nummer"):
                    continue
                mark = box.cell.saknas if isinstance(box.cell, Cell) else ""
                if not mark and box.läge in ("tom", "visas inte") and row.has_content:
                    mark = "–"
                if mark:
                    used.setdefault({"-": "–"}.get(mark, mark), meanings.get(mark.casefold().rstrip("."), ""))
        return sorted((mark, meaning) for mark, meaning in used.items() if meaning)


def _with_lead(view: TableView, lead: list[tuple[str, str]]) -> TableView:
    """A table with columns before the others that say the same in every row."""
    columns = [ColumnView(title, "text", 14) for title, _ in lead]
    rest = 100 - 14 * len(lead)
    columns += [replace(column, bredd=column.bredd * rest // 100) for column in view.kolumner]
    cells = [CellView(_label(text), "text led") for _, text in lead]
    bodies = [[replace(row, cells=cells + row.cells) for row in body] for body in view.delar]
    return replace(view, kolumner=columns, delar=bodies)


def _label(text: str) -> Markup:
    return escape(typeset(text))


def _figure(text: str) -> Markup:
    return escape(text)


def _marked(text: Markup, marks: tuple[str, ...]) -> Markup:
    return text + Markup('<sup class="not">{}</sup>').format(", ".join(marks)) if marks else text


def _klass(column: Kolumn) -> str:
    kinds = {"utfall": "tal", "målvärde": "tal", "status": "läge", "uppdragsstatus": "läge"}
    return kinds.get(column.innehåll, column.innehåll)


def _goal_first(shown: list[Kolumn]) -> list[int]:
    """The order of columns where a goal stands first: goal, its status, the label, the rest (0 is the label)."""
    words = [column.ord for column in shown]
    lead = [words.index(word) + 1 for word in ("mål", "måluppfyllelse") if word in words]
    return [*lead, 0, *(i + 1 for i in range(len(words)) if i + 1 not in lead)]


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
