"""What a page shows, worked out: plain values that templates lay out; templates compute nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from vb_gen.output.html.diagram import DiagramView

NOTHING = Markup("")


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
    upprepning: str  # what of the caption the heading above says already: read aloud, not seen
    rubrik: str  # the rest of it
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
    diagram: list[DiagramView] = field(default_factory=list)
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
class RemarkView:
    """A finding at length: what, where, the sum worked out, every figure with its place, and why it stands."""

    id: str
    rubrik: str
    plats: str
    uträkning: str
    jämförelse: str  # expected, given, difference
    fakta: list[tuple[str, str, str]]  # label, figure, place
    råd: str
    skäl: str


@dataclass(frozen=True)
class ControlView:
    """The appendix of checks."""

    id: str
    rubrik: str
    titel: str
    enhet: str
    kommun: str
    period: str
    utkast: bool
    rubriker: dict[str, str]  # the headings of the sections that there are, by the end of their ids
    sammanfattning: list[tuple[str, str]]
    kontroller: TableView
    öppna: list[RemarkView] = field(default_factory=list)
    undantag: list[RemarkView] = field(default_factory=list)
    mål: TableView | None = None
    avrundningar: TableView | None = None
    upplysningar: TableView | None = None
    oprövade: TableView | None = None


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
    före: list[SectionView]  # chapters that stand before the contents list
    kapitel: list[SectionView]
    rapportbilagor: list[AppendixView]
    pdf: str = ""  # the name of the PDF beside the page, for a decided report
    pdfstorlek: str = ""  # how large it is at most
    kontroll: ControlView | None = None  # what was checked in the report, as its last appendix
    stämpel: str = ""  # which version a draft is of, and how many findings are open in it


@dataclass(frozen=True)
class FileView:
    """A file to read or fetch: where it is, what it is called in the link, and how large it is, if that matters."""

    href: str
    text: str
    typ: str = ""


@dataclass(frozen=True)
class IndexRow:
    """A report in the index: its page, and what else there is of it."""

    titel: str
    enhet: str
    sort: str
    status: str
    sida: str
    filer: list[FileView]


@dataclass(frozen=True)
class PeriodView:
    """The reports of a period."""

    id: str
    rubrik: str
    rapporter: list[IndexRow]


@dataclass(frozen=True)
class IndexView:
    """All reports of a workspace, by period."""

    kommun: str
    perioder: list[PeriodView]
