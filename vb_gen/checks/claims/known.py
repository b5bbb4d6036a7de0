"""What claims are held against: rows with their names and figures, whatever table they were read from.

A table of the workspace becomes `Line`s here; a table that was read out of somebody's document may become the same, and
everything that binds and judges claims knows nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from vb_gen.core.finding import Place
from vb_gen.core.names import slug
from vb_gen.core.numbers import Tal, convert, format_tal, is_amount_unit, powers, with_unit
from vb_gen.figures.facts import kind_of
from vb_gen.model.cell import Målvärde
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

COUNTED = ("antal", "platser", "personer", "st", "stycken")
OUTCOMES = ("bokslut", "utfall", "prognos")
_DOUBTED = "FHDS"  # families of rules whose waivers say that a cell's figure may not be right
_DOUBTED_ROW = "FH"  # and those that say so of a whole row
_STEPS = ("öka", "minska", "öka med", "minska med")


@dataclass(frozen=True, eq=False)
class Box:
    """A figure in a table: what kind it is of and of when, and where it stands."""

    tal: Tal
    enhet: str
    slag: str
    avser: str
    kolumn: str  # its heading
    plats: Place
    hänvisning: str = ""  # how a text refers to it
    jämförelse: str = ""  # of a target: minst, högst …
    undantag: bool = False  # a waiver says something of it
    gräns: bool = False  # it is bounded or preliminary: nothing is held against it

    @property
    def half(self) -> Decimal:
        """How far it may be from what was rounded; what is counted is exact."""
        if self.enhet in COUNTED and not self.tal.decimaler:
            return Decimal(0)
        return self.tal.half_width

    @property
    def prövas(self) -> bool:
        """Can it carry an accusation alone?"""
        return not self.undantag and not self.gräns

    @property
    def visat(self) -> str:
        """As it is printed, with its unit."""
        return with_unit(format_tal(self.tal), "" if self.enhet in ("antal", "index") else self.enhet)

    def in_kronor(self) -> Tal:
        """An amount in kronor; another figure as it is."""
        if not is_amount_unit(self.enhet):
            return self.tal
        return Tal(convert(self.tal.värde, self.enhet, "kr"), self.tal.decimaler - powers(self.enhet, "kr"))


@dataclass(frozen=True, eq=False)
class Line:
    """A row of a table: what it may be called, and its figures."""

    om: str  # the body
    rapport: str
    tabell: str
    tabelltyp: str
    etikett: str
    förälder: str  # the label of the row it is indented under
    namn: tuple[tuple[str, ...], ...]  # each the words that name it
    delnamn: tuple[tuple[str, ...], ...]  # names that name it with less
    kön: str
    tecken: str
    regel: str
    roll: str
    riktning: str
    mått: str
    helhet: bool  # the whole of the body: its result, its net cost
    boxes: tuple[Box, ...] = field(default=())

    def of(self, slag: Iterable[str], avser: str) -> list[Box]:
        """The figures of some kinds and a time; all of a year's, where the time is one."""
        wanted = set(slag)
        return [box for box in self.boxes if box.slag in wanted and box.avser == avser]

    def good(self, box: Box) -> int:
        """Is plus of a figure good: a surplus, a favourable deviation? 0 where the table does not say."""
        if self.tecken == "okänt":
            return 0
        if box.slag == "avvikelse" and self.regel == "plus är bra":
            return 1
        return -1 if self.tecken == "kostnad" else 1


_DROP = frozenset(
    [
        "antal",
        "antalet",
        "andel",
        "andelen",
        "total",
        "totala",
        "totalt",
        "summa",
        "netto",
        "verksamhetens",
        "verksamhetsområde",
        "område",
        "varav",
        "i",
        "av",
        "för",
        "och",
        "o",
        "per",
        "den",
        "det",
        "de",
        "som",
        "är",
        "till",
        "på",
        "vid",
        "med",
        "om",
        "inom",
        "mot",
        "nämnd",
        "indikator",
        "tkr",
        "mnkr",
        "mkr",
        "kr",
        "st",
        "%",
        "avser",
        "resp",
        "respektive",
        "samt",
        "årets",
        "avseende",
        "jfr",
        "där",
        "enl",
    ]
)


@lru_cache(4096)
def words_of(label: str) -> tuple[str, ...]:
    """The words of a label that name something, in small letters and without codes, marks and what stands in brackets."""
    out: list[str] = []
    depth = 0
    for char in label:
        depth += char in "([" or -(char in ")]" and depth > 0)
        out.append(" " if depth or char in ')]*%/.:;"”,()' or (char.isdigit() and out[-1:] != ["-"]) else char)
    plain = "".join(out).replace("–", "-").replace("&", " ")
    words = [word.strip("-'’") for word in plain.split()]
    return tuple(word.casefold() for word in words if len(word) > 1 and word.casefold() not in _DROP)


def _abbreviations(label: str) -> Iterator[str]:
    """What stands in brackets and is an abbreviation: HME, KDU."""
    for piece in label.split("(")[1:]:
        inner = piece.partition(")")[0].strip()
        if inner.isalpha() and inner.isupper() and len(inner) > 1:
            yield inner.casefold()


def lines(report: Report) -> Iterator[Line]:
    """Every row of a report's tables that has figures."""
    for section in report.walk():
        waived = _waived(section)
        for table in section.tabeller:
            yield from _table(report, table, waived)


def _table(report: Report, table: Tabell, waived: set[tuple[str, str]]) -> Iterator[Line]:
    columns = [column for column in table.kolumner if column.slag]
    for row in table.rader if columns else ():
        boxes = tuple(box for column in columns for box in _boxes(report, table, row, column, waived))
        if boxes:
            yield _line(report, table, row, boxes)


def _line(report: Report, table: Tabell, row: Rad, boxes: tuple[Box, ...]) -> Line:
    owner = row
    if row.kön:
        owner = next(iter(table.ancestors(row)), row)
    above = next(iter(table.ancestors(owner)), None)
    whole = owner.roll in ("summa", "totalsumma") or owner.mått == "nettokostnad"
    strong, weak = _names(table, owner, above)
    return Line(
        report.enhet_id, report.name, table.id, table.typ, owner.etikett.lstrip("-– "), above.etikett if above else "",
        tuple(strong), tuple(weak), row.kön or "T", row.tecken, row.regel, row.roll, owner.riktning or row.riktning,
        owner.mått or table.mått, whole and table.typ in RESULTS, boxes,
    )  # fmt: skip


RESULTS = ("driftsammandrag", "driftsammandrag_perioden", "ekonomi_i_korthet")


def _own_names(row: Rad) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    strong: list[tuple[str, ...]] = []
    weak: list[tuple[str, ...]] = []
    full = words_of(row.etikett)
    if full:
        strong.append(full)
    if row.mått:
        named = [word for word in row.mått.split("_") if word not in _DROP]
        if named:
            strong.append(tuple(named))
    strong += [(short, *(word for word in full if word.isupper())) for short in _abbreviations(row.etikett)]
    for mark in (",", ";", " - ", "."):
        first = words_of(row.etikett.partition(mark)[0])
        if first and len(first) < len(full):
            weak.append(first)
    return strong, weak


def _names(table: Tabell, row: Rad, above: Rad | None) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    strong, weak = _own_names(row)
    if "klf" in words_of(row.etikett):
        strong = [name if "klf" in name else (*name, "klf") for name in strong]
    if above is None or above.roll in ("summa", "totalsumma"):
        return strong, weak
    parent, _ = _own_names(above)
    whole = [(*name, *more) for name in strong for more in parent]
    unique = sum(slug(other.etikett) == slug(row.etikett) for other in table.rader) == 1
    if above.roll == "grupp" and unique:
        return [*strong, *whole], weak
    return whole, [*strong, *weak]


def _boxes(report: Report, table: Tabell, row: Rad, column: Kolumn, waived: set[tuple[str, str]]) -> Iterator[Box]:
    box = row.celler.get(column.ord)
    if box is None or box.läge == "tom":
        return
    kind = kind_of(report.period, column)
    target = box.cell if isinstance(box.cell, Målvärde) else None
    if target is not None and target.jämförelse in _STEPS:
        return
    unit = table.unit(row, column, box.cell)
    waiver = bool({(slug(row.etikett), slug(column.ord)), (slug(row.etikett), "")} & waived)
    reference = f"{{{{ {table.id.partition('.')[0]}.{_path(table, row)}{_step(column.ord)} }}}}"
    if box.läge == "härledd":
        if box.härlett:
            yield Box(box.härlett, unit, kind, column.avser, column.rubrik, box.plats, reference, undantag=waiver)
        return
    values = box.cell.värden
    for value in values:
        year = str(value.år) if value.år is not None else column.avser
        bound = len(values) > 1 or bool(value.gräns and target is None) or value.preliminär or bool(value.etikett)
        how = target.jämförelse if target else ""
        yield Box(value.tal, value.enhet or unit, kind, year, column.rubrik, box.plats, reference, how, waiver, bound)


def _path(table: Tabell, row: Rad) -> str:
    line = [*reversed(list(table.ancestors(row))), row]
    if row.roll in ("summa", "totalsumma"):
        return "summa"
    own = [r for r in line if r.roll not in ("summa", "totalsumma")]
    key = own[-1].nyckel if len(own) == 1 or not own[-1].kön else f"{own[-2].mått or own[-2].nyckel}.{own[-1].nyckel}"
    if len(own) == 1 and own[0].mått and not table.mått:
        key = own[0].mått
    return key if not key[:1].isdigit() else f'["{key}"]'


def _step(word: str) -> str:
    name = slug(word)
    return f"[{name}]" if name.isdigit() else f".{name}"


def _waived(section: Section) -> set[tuple[str, str]]:
    """The rows and columns that a section's waivers say something of."""
    waivers = section.innehåll.undantag if section.innehåll else ()
    return {
        (slug(waiver.rad), slug(str(waiver.kolumn or "")))
        for waiver in waivers
        if waiver.rad and waiver.kod.text[:1] in (_DOUBTED if waiver.kolumn else _DOUBTED_ROW)
    }
