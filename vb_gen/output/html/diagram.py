"""Charts as they are drawn: every bar, line and word with its place, worked out; the template only writes them down.

A chart is drawn twice: wide, for a screen and for paper, and narrow, for a phone, where names stand over their bars so
that letters keep their size. Bars begin at zero; lines have a scale each, and say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from vb_gen.core.names import capitalized
from vb_gen.core.numbers import NBSP, is_amount_unit
from vb_gen.core.typesetting import typeset
from vb_gen.core.units import find, is_percent
from vb_gen.output.html.charts import Diagramdata, Linje
from vb_gen.output.html.chartwords import description
from vb_gen.output.html.lettering import width, wrap

BROAD, NARROW = 640, 280  # user units: as many CSS pixels as there are on a desk and on paper, and on a phone
SIZE, SMALL, LINE = 12, 11, 15  # letters, figures, and from line to line
_LABELS = 230  # the most room for names beside bars
_PLOT, _CURVE = 120, 44  # how high standing bars and curves may be
TALL = 320  # higher than that, a third of a page, a chart stands last in its section, so that words may fill the page before
_CROWD = 12  # from so many groups of lying bars they stand closer
_LEAST = 0.2  # a curve is as high as that part of its greatest figure at least, so that a ripple looks like one


@dataclass(frozen=True)
class Word:
    """A line of text: where it stands (baseline), which way from there, and how it is set."""

    x: str
    y: str
    text: str
    fäste: str = ""  # "", "end" or "middle"
    klass: str = ""  # "", "tal" or "namn"


@dataclass(frozen=True)
class Bar:
    """A bar, or the patch that explains one."""

    x: str
    y: str
    bredd: str
    höjd: str


@dataclass(frozen=True)
class Curve:
    """A line through points; those not come true yet are hollow."""

    bana: str
    prickar: list[tuple[str, str, str, bool]]  # x, y, radius, hollow


@dataclass(frozen=True)
class Drawing:
    """One SVG."""

    id: str
    klass: str
    bredd: str
    höjd: str
    titel: str
    staplar: list[tuple[int, list[Bar]]]  # by series: the first is dark, the second light, the third an outline
    streck: list[tuple[str, str, str, str, str]]  # x1, y1, x2, y2, and what it is: axel or rad
    kurvor: list[Curve]
    ord: list[Word]


@dataclass(frozen=True)
class DiagramView:
    """A chart: what it shows, its drawings, and the tables with its figures."""

    id: str
    rubrik: Markup
    förklaring: str
    ritningar: list[Drawing]
    nära: str  # where the figures stand, if in the same section: ”nedanför” or ”ovanför”
    hög: bool  # does it stand after what the section says?
    tabeller: list[tuple[str, str]] = field(default_factory=list)  # id and heading


def draw(data: Diagramdata, name: str, title: Markup, *, near: bool = False) -> DiagramView:
    """A chart's two drawings; `near` says that its table stands in the same section."""
    said = typeset(description(data))
    drawings = []
    for klass, room in (("bred", BROAD), ("smal", NARROW)):
        sheet = _Sheet(room)
        _MAKERS[data.typ](sheet, data)
        drawings.append(sheet.drawing(f"{name}-{klass}", klass, said))
    tall = float(drawings[0].höjd) > TALL
    where = ("ovanför" if tall else "nedanför") if near else ""
    return DiagramView(name, title, typeset(_explanation(data)), drawings, where, tall)


def _explanation(data: Diagramdata) -> str:
    """What is drawn, and in what unit, where the legend does not say it."""
    if data.typ == "linje":
        hollow = " Ofyllda punkter är budget, plan eller prognos." if any(data.planerat) and not all(data.planerat) else ""
        return f"Första och sista värdet står under kurvan. Varje kurva har sin egen skala.{hollow}"
    what = data.rader[0].namn if data.typ == "stående" and len(data.rader) == 1 else ""
    what = data.kolumner[0] if data.typ == "liggande" and len(data.kolumner) == 1 else what
    unit = data.enhet if find(data.enhet).utskrivs else ""
    amount = is_amount_unit(unit)
    said = capitalized(", ".join(part for part in (what, f"belopp i {unit}" if amount else unit) if part))
    minus = {"resultat": "minus är underskott", "kostnad": "minus är intäkt"}.get(data.tecken, "")
    below = amount and minus and any(value < 0 for value in _values(data))
    return f"{said}; {minus}" if below else said


class _Sheet:
    """What has been drawn so far, and how far down."""

    def __init__(self, room: float) -> None:
        self.room = room
        self.y = 0.0
        self.bars: dict[int, list[Bar]] = {}
        self.rules: list[tuple[str, str, str, str, str]] = []
        self.curves: list[Curve] = []
        self.words: list[Word] = []

    def word(self, x: float, y: float, text: str, anchor: str = "", klass: str = "") -> None:
        self.words.append(Word(_n(x), _n(y), text, anchor, klass))

    def bar(self, series: int, x: float, y: float, w: float, h: float) -> None:
        if series > 1 and w > 1 and h > 1:  # its outline is drawn inside it
            x, y, w, h = x + 0.5, y + 0.5, w - 1, h - 1
        self.bars.setdefault(series, []).append(Bar(_n(x), _n(y), _n(w), _n(h)))

    def rule(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        self.rules.append((_n(x1), _n(y1), _n(x2), _n(y2), kind))

    def legend(self, names: Sequence[str]) -> None:
        """Which bars are which, in the order they are drawn."""
        x = 0.0
        for series, name in enumerate(names, 1):
            text = typeset(name)
            wanted = 16 + width(text, SIZE)
            if x and x + wanted > self.room:
                x, self.y = 0.0, self.y + LINE + 2
            self.bar(series, x, self.y + 2, 11, 11)
            self.word(x + 16, self.y + 12, text)
            x += wanted + 18
        self.y += LINE + 11

    def drawing(self, name: str, klass: str, title: str) -> Drawing:
        bars = sorted(self.bars.items())
        return Drawing(name, klass, _n(self.room), _n(self.y), title, bars, self.rules, self.curves, self.words)


def _n(value: float) -> str:
    """A number of an SVG, to a tenth."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "0") if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")


def _values(data: Diagramdata) -> list[float]:
    return [float(point.värde) for row in data.rader for point in row.punkter if point.tal is not None]


def _reach(values: Iterable[float]) -> tuple[float, float]:
    """The least and the greatest value, with zero between them."""
    found = list(values)
    return min(0.0, *found), max(0.0, *found)


# Lying bars: a group for each row, a bar for each column


def _lying(sheet: _Sheet, data: Diagramdata) -> None:
    beside = sheet.room >= BROAD
    names = [typeset(row.namn) for row in data.rader]
    room = min(_LABELS, max(width(name, SIZE) for name in names) + 1) if beside else sheet.room
    left = room + 14 if beside else 0.0
    low, high = _reach(_values(data))
    points = [point for row in data.rader for point in row.punkter]
    before = max((width(p.text, SMALL, bold=True) + 6 for p in points if p.längd < 0), default=0.0)
    after = max((width(p.text, SMALL, bold=True) + 6 for p in points if p.längd >= 0), default=0.0)
    scale = (sheet.room - left - before - after) / (high - low) if high > low else 0.0
    zero = left + before - low * scale
    if len(data.kolumner) > 1:
        sheet.legend(data.kolumner)
    high_bar = {1: 15, 2: 12}.get(len(data.kolumner), 11)
    bars = len(data.kolumner) * (high_bar + 1) - 1
    gap = 6 if len(data.rader) >= _CROWD else 10
    for number, (row, name) in enumerate(zip(data.rader, names, strict=True)):
        lines = wrap(name, room, SIZE)
        if beside and number:
            sheet.rule(0, sheet.y - gap / 2, sheet.room, sheet.y - gap / 2, "rad")
        whole = max(bars, len(lines) * LINE) if beside else bars
        first = sheet.y + (whole - len(lines) * LINE) / 2 if beside else sheet.y
        for i, line in enumerate(lines):
            sheet.word(0, first + i * LINE + 11.5, line)
        top = sheet.y + (whole - bars) / 2 if beside else sheet.y + len(lines) * LINE + 1
        sheet.rule(zero, top - 2, zero, top + bars + 2, "axel")
        _lying_bars(sheet, row, zero, scale, top, high_bar)
        sheet.y = top + bars + 12 if not beside else sheet.y + whole + gap
    sheet.y -= gap - 2 if beside else 8


def _lying_bars(sheet: _Sheet, row: Linje, zero: float, scale: float, top: float, high: float) -> None:
    for series, point in enumerate(row.punkter, 1):
        length = point.längd * scale
        y = top + (series - 1) * (high + 1)
        if point.tal is not None:
            sheet.bar(series, min(zero, zero + length), y, abs(length), high)
        klass = "tal stark" if series == 1 and len(row.punkter) > 1 else "tal"
        if length < 0:
            sheet.word(zero + length - 5, y + high / 2 + 4, point.text, "end", klass)
        else:
            sheet.word(zero + length + 5, y + high / 2 + 4, point.text, "", klass)


# Standing bars: a group for each column, a bar for each row


def _standing(sheet: _Sheet, data: Diagramdata) -> None:
    count, series = len(data.kolumner), len(data.rader)
    slot = sheet.room / count
    each = min(48.0, (slot - max(8.0, slot * 0.2)) / series - 1)
    names = [[typeset(line) for line in wrap(column, slot - 6, SIZE)] for column in data.kolumner]
    points = [point for row in data.rader for point in row.punkter]
    most = slot - 5 if series == 1 else each - 1
    parted = any(line.endswith("-") for lines in names for line in lines)
    if parted or any(width(point.text, SMALL, bold=True) > most for point in points):
        _lying(sheet, data.transposed())  # too narrow for the figures to stand side by side
        return
    if series > 1:
        sheet.legend([row.namn for row in data.rader])
    low, high = _reach(_values(data))
    scale = _PLOT / (high - low) if high > low else 0.0
    zero = sheet.y + 18 + high * scale
    bottom = zero - low * scale + (16 if low < 0 else 0)
    mixed = series == 1 and any(data.planerat) and not all(data.planerat)
    for i, lines in enumerate(names):
        middle = slot * (i + 0.5)
        start = middle - (series * (each + 1) - 1) / 2
        for k, row in enumerate(data.rader):
            point = row.punkter[i]
            length = point.längd * scale
            x = start + k * (each + 1)
            style = 3 if mixed and data.planerat[i] else k + 1
            if point.tal is not None:
                sheet.bar(style, x, min(zero, zero - length), each, abs(length))
            y = zero - length + 13 if length < 0 else zero - length - 5
            sheet.word(x + each / 2, y, point.text, "middle", "tal")
        for j, line in enumerate(lines):
            sheet.word(middle, bottom + 16 + j * LINE, line, "middle")
    sheet.rule(0, zero, sheet.room, zero, "axel")
    sheet.y = bottom + 16 + (max(map(len, names)) - 1) * LINE + 5


# Curves: a small one for each row


def _curves(sheet: _Sheet, data: Diagramdata) -> None:
    across, gap = 2, 26.0
    if sheet.room >= BROAD:
        across = 3 if len(data.rader) in (3, 5, 6, 9) else 4  # no row with one alone
    room = (sheet.room - (across - 1) * gap) / across
    for start in range(0, len(data.rader), across):
        rows = data.rader[start : start + across]
        names = [wrap(typeset(_named(row)), room, SIZE, bold=True) for row in rows]
        tall = max(map(len, names))
        for i, (row, lines) in enumerate(zip(rows, names, strict=True)):
            x = i * (room + gap)
            for j, line in enumerate(lines):
                sheet.word(x, sheet.y + (tall - len(lines) + j) * LINE + 11.5, line, "", "namn")
            _curve(sheet, data, row, x, sheet.y + tall * LINE + 10, room)
        sheet.y += tall * LINE + 10 + _CURVE + 12 + 2 * LINE + 18
    sheet.y -= 16


def _named(row: Linje) -> str:
    """A row's name, with its unit where nothing else says it."""
    told = (
        not row.enhet or not find(row.enhet).utskrivs or is_percent(row.enhet) or row.enhet in row.namn or row.namn.endswith(")")
    )
    return row.namn if told else f"{row.namn} ({row.enhet})"


def _curve(sheet: _Sheet, data: Diagramdata, row: Linje, left: float, top: float, room: float) -> None:
    values = [float(point.värde) for point in row.punkter if point.tal is not None]
    least = max(abs(value) for value in values) * _LEAST
    middle, high_enough = (min(values) + max(values)) / 2, max(max(values) - min(values), least)
    low, high = middle - high_enough / 2, middle + high_enough / 2
    step = (room - 8) / max(1, len(row.punkter) - 1)
    there = [i for i, point in enumerate(row.punkter) if point.tal is not None]
    spots: dict[int, tuple[float, float]] = {}
    for i in there:
        part = (float(row.punkter[i].värde) - low) / (high - low) if high > low else 0.5
        spots[i] = (left + 4 + i * step, top + _CURVE * (1 - part))
    path = "".join(f"{'L' if i - 1 in spots else 'M'}{_n(x)} {_n(y)}" for i, (x, y) in spots.items())
    dots = [(_n(x), _n(y), "3.5" if i == there[-1] else "2.5", data.planerat[i]) for i, (x, y) in spots.items()]
    sheet.curves.append(Curve(path, dots))
    ends = [data.kolumner[there[0]], data.kolumner[there[-1]]]
    if sum(width(end, SMALL) for end in ends) + 8 > room:
        ends = [(re.findall(r"(?:19|20)\d\d", end) or [end])[-1] for end in ends]
    unit = f"{NBSP}%" if is_percent(row.enhet) else ""
    below = top + _CURVE + 6 + LINE
    sheet.rule(left, top + _CURVE + 6, left + room, top + _CURVE + 6, "rad")
    texts = [row.punkter[i].text + unit for i in (there[0], there[-1])]
    wanted = [max(width(end, SMALL), width(text, SIZE, bold=True)) for end, text in zip(ends, texts, strict=True)]
    start = max(left, min(spots[there[0]][0] - 4, left + room - sum(wanted) - 10))  # under the first point, if there is room
    sheet.word(start, below, ends[0], "", "tal")
    sheet.word(left + room, below, ends[1], "end", "tal")
    sheet.word(start, below + LINE, texts[0])
    sheet.word(left + room, below + LINE, texts[1], "end", "namn")


_MAKERS: dict[str, Callable[[_Sheet, Diagramdata], None]] = {"liggande": _lying, "stående": _standing, "linje": _curves}
