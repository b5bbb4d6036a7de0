"""Charts: from what an author or a mall asks for to the figures that are drawn, each the very figure of a table.

Rows and columns are named as they stand in the table. What is not there, or is no figure that can be drawn, is told of
at its place where an author asked for it; a mall's standard chart is left out instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from vb_gen.core.finding import Collector, Place
from vb_gen.core.names import capitalized, slug
from vb_gen.core.node import Scalar
from vb_gen.core.numbers import Tal, format_tal
from vb_gen.core.spelling import nearest
from vb_gen.model.cell import Cell
from vb_gen.model.chart import Diagram, Standarddiagram
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell
from vb_gen.text.references import answers

MOST_ROWS = {"liggande": 24, "stående": 3, "linje": 16}
MOST_COLUMNS = {"liggande": 3, "stående": 12, "linje": 12}
_PLANNED = ("budget", "plan", "prognos", "målvärde")


@dataclass(frozen=True)
class Punkt:
    """A figure that is drawn, or None where there is none; and how the table shows it."""

    tal: Tal | None
    text: str

    @property
    def värde(self) -> Decimal:
        """The figure's value; only asked for where there is one."""
        assert self.tal is not None
        return self.tal.värde

    @property
    def längd(self) -> float:
        """How long its bar is, in the figure's unit: none where there is no figure."""
        return float(self.tal.värde) if self.tal is not None else 0.0


@dataclass(frozen=True)
class Linje:
    """A row of the chart: its name, its unit where it is not the chart's, and a point for each column."""

    namn: str
    enhet: str
    punkter: tuple[Punkt, ...]


@dataclass(frozen=True)
class Diagramdata:
    """What is drawn: rows by columns, with their names; the chart's unit; the tables the figures stand in."""

    typ: str
    rubrik: Scalar | None
    kolumner: tuple[str, ...]
    planerat: tuple[bool, ...]  # is a column's figure one that has not come true yet?
    rader: tuple[Linje, ...]
    enhet: str
    tabeller: tuple[Place, ...]
    tecken: str = ""  # what plus means, where it is the same in all rows

    def transposed(self) -> Diagramdata:
        """Columns as rows and rows as columns."""
        names = tuple(row.namn for row in self.rader)
        rows = tuple(Linje(name, self.enhet, tuple(row.punkter[i] for row in self.rader)) for i, name in enumerate(self.kolumner))
        return replace(self, kolumner=names, planerat=(False,) * len(names), rader=rows)


def charts(report: Report, section: Section, found: Collector) -> list[Diagramdata]:
    """The charts of a section: the author's own, or else the mall's standard one."""
    own = section.innehåll.diagram if section.innehåll else None
    if own is not None:
        return [data for chart in own if (data := _Resolver(report, section, found).read(chart)) is not None]
    if not section.own_content:
        return []
    wanted = [section.mall.diagram] if section.mall.diagram else []
    if not wanted:
        kinds = (report.mall.tabelltyper.get(table.typ) for table in section.tabeller)
        wanted = [kind.diagram for kind in kinds if kind is not None and kind.diagram is not None][:1]
    quiet = Collector()
    found_data = [_Resolver(report, section, quiet).read(chart, standard=True) for chart in wanted]
    return [data for data in found_data if data is not None]


class _Resolver:
    """Follows the names of one chart to a report's figures."""

    def __init__(self, report: Report, section: Section, found: Collector) -> None:
        self.report, self.section, self.found = report, section, found

    def read(self, chart: Standarddiagram, *, standard: bool = False) -> Diagramdata | None:
        before = len(self.found.findings)
        tables = self._tables(chart)
        if not tables:
            return None
        columns = self._columns(chart, tables)
        rows = self._rows(chart, tables, columns, standard=standard) if columns else []
        if len(self.found.findings) > before or not rows or (standard and len(rows) < 2 and chart.typ != "stående"):
            return None
        lines = [self._line(chart, table, row, columns, standard=standard) for table, row in rows]
        units = list(dict.fromkeys(line.enhet for line in lines))
        if chart.typ != "linje" and len(units) > 1:
            what = f"raderna har olika enheter ({', '.join(unit or 'ingen' for unit in units)}) och kan inte jämföras i staplar"
            self.found.add("V17", what, self._place(chart), "Välj rader med samma enhet under rader:, eller skriv typ: linje.")
        if len(self.found.findings) > before:
            return None
        if chart.ordning == "storlek":
            lines.sort(key=lambda line: line.punkter[0].tal.värde if line.punkter[0].tal else Decimal(0), reverse=True)
        signs = {row.tecken for _, row in rows}
        used = list(dict.fromkeys(table.plats for table, _ in rows))
        return Diagramdata(
            typ=chart.typ,
            rubrik=chart.rubrik if isinstance(chart, Diagram) else None,
            kolumner=tuple(column.rubrik for column in columns),
            planerat=tuple(column.slag in _PLANNED for column in columns),
            rader=tuple(lines),
            enhet=units[0] if len(units) == 1 else "",
            tabeller=tuple(used),
            tecken=signs.pop() if len(signs) == 1 else "",
        )

    def _place(self, chart: Standarddiagram) -> Place:
        return chart.plats or self.section.plats

    def _tables(self, chart: Standarddiagram) -> list[Tabell]:
        if chart.tabell is None:
            if not self.section.tabeller:
                what = "diagrammet säger inte vilken tabell siffrorna står i, och avsnittet har ingen egen"
                instead = f"Lägg till raden ”tabell: …” med avsnittets namn. {nearest('', list(self._known()))}"
                self.found.add("V11", what, self._place(chart), instead, följer=True)
            return list(self.section.tabeller)
        known = self._known()
        name = slug(chart.tabell.text)
        if name not in known:
            what = f"tabellen ”{chart.tabell.text}” finns inte i rapporten"
            self.found.add("V12", what, chart.tabell.place, nearest(name, list(known)), följer=True)
        return known.get(name, [])

    def _known(self) -> dict[str, list[Tabell]]:
        tables: dict[str, list[Tabell]] = {}
        for table in self.report.tables():
            tables.setdefault(table.id.partition(".")[0], []).append(table)
        return tables

    def _columns(self, chart: Standarddiagram, tables: Sequence[Tabell]) -> list[Kolumn]:
        drawable = [c for c in _shared(tables) if c.innehåll in ("tal", "utfall")]
        if chart.kolumner:
            columns = []
            for wanted in chart.kolumner:
                word = wanted.text.casefold()
                column = next((c for c in drawable if word in (c.ord.casefold(), c.rubrik.casefold())), None)
                if column is None:
                    what = f"kolumnen ”{wanted.text}” finns inte i tabellen {tables[0].id.partition('.')[0]}"
                    self.found.add("V13", what, wanted.place, nearest(wanted.text, [c.ord for c in drawable]), följer=True)
                else:
                    columns.append(column)
        else:
            columns = [c for c in drawable if c.slag != "avvikelse"]
            if chart.typ != "liggande":
                columns.sort(key=lambda column: column.avser)
            if not columns:
                what = f"tabellen {tables[0].id.partition('.')[0]} har inga kolumner med siffror att rita"
                instead = "Skriv ”tabell: …” med namnet på ett avsnitt som har siffror, eller ta bort diagrammet."
                self.found.add("V15", what, self._place(chart), instead)
        most = MOST_COLUMNS[chart.typ]
        if len(columns) > most:
            what = f"diagrammet får högst ha {most} kolumner när typ är {chart.typ}, men har {len(columns)}"
            said = ", ".join(column.ord for column in columns[:most])
            self.found.add("V16", what, self._place(chart), f"Välj kolumner: ”kolumner: {said}”.")
        return columns

    def _rows(
        self, chart: Standarddiagram, tables: Sequence[Tabell], columns: Sequence[Kolumn], *, standard: bool
    ) -> list[tuple[Tabell, Rad]]:
        if chart.rader:
            rows = [pair for name in chart.rader for pair in self._named(name, tables)]
        else:
            rows = [(table, row) for table in tables for row in _posts(table)]
        if standard or not chart.rader:  # a row that an author names, and that has too little to draw, is told of by _line
            enough = 2 if chart.typ == "linje" else 1
            rows = [(table, row) for table, row in rows if _count(table, row, columns) >= enough]
            if standard and chart.typ != "linje":
                rows = [(table, row) for table, row in rows if all(_point(table, row, column)[0].text for column in columns)]
        most = MOST_ROWS[chart.typ]
        if len(rows) > most:
            what = f"diagrammet får högst ha {most} rader när typ är {chart.typ}, men har {len(rows)}"
            self.found.add("V16", what, self._place(chart), "Välj rader: ”rader: |” och deras namn under, ett på varje rad.")
        elif not rows and not chart.rader:
            self.found.add("V15", "tabellen har inga rader att rita", self._place(chart), "Välj rader och kolumner med siffror.")
        return rows

    def _named(self, name: Scalar, tables: Sequence[Tabell]) -> list[tuple[Tabell, Rad]]:
        """The row of a name: ”Leanlink”, or ”Leanlink / varav intäkter” where several are called alike."""
        whole, parts = [slug(name.text)], [slug(part) for part in name.text.split(" / ")]
        pairs = [(table, row) for table in tables for row in table.rader]
        matches = [pair for pair in pairs if answers(*pair, whole)] or [pair for pair in pairs if answers(*pair, parts)]
        called = tables[0].id.partition(".")[0]
        if not matches:
            known = [_path(*pair) if pair[1].kön else pair[1].etikett for pair in pairs if pair[1].has_figures]
            instead = nearest(name.text, known)
            if {part.strip() for part in name.text.split(",")} <= set(known):
                instead = "Skriv ”rader: |” och radernas namn på raderna under, ett på varje rad."
            self.found.add("V14", f"raden ”{name.text}” finns inte i tabellen {called}", name.place, instead, följer=True)
        elif len(matches) > 1:
            said = [f"”{_path(*pair)}”" for pair in matches]
            lines = " och ".join(str(row.plats.line) for _, row in matches[:2])
            instead = f"Skriv {' eller '.join(said[:3])}." if len(set(said)) > 1 else "Ge raderna egna namn i tabellen."
            self.found.add("V14", f"flera rader i {called} heter ”{name.text}” (rad {lines})", name.place, instead)
        return matches[:1]

    def _line(self, chart: Standarddiagram, table: Tabell, row: Rad, columns: Sequence[Kolumn], *, standard: bool) -> Linje:
        points, units = [], []
        for column in columns:
            point, unit = _point(table, row, column)
            points.append(point)
            units += [unit] if point.tal is not None else []
        figures = len(units)
        if not standard:
            place = next((s.place for s in chart.rader or () if answers(table, row, [slug(s.text)])), self._place(chart))
            # A mark (-, I.U.) says that there is none: of a unit that is new, or that is no more. It stands for the bar.
            missing = next((c for c, p in zip(columns, points, strict=True) if p.tal is None and not (p.text and figures)), None)
            if chart.typ != "linje" and missing is not None:
                shown = points[list(columns).index(missing)].text
                said = f", utan ”{shown}”" if shown else ""
                what = f"raden ”{row.etikett}” har ingen siffra att rita i kolumnen {missing.ord}{said}"
                instead = (
                    f"Fyll i siffran ({row.plats.document.name}, rad {row.plats.line}), eller välj andra rader under rader:."
                )
                self.found.add("V15", what, place, instead, följer=True)
            elif chart.typ == "linje" and figures < 2:
                what = f"raden ”{row.etikett}” har färre än två siffror, och det blir ingen linje"
                self.found.add("V15", what, place, "Välj andra rader under rader:.", följer=True)
            elif len(set(units)) > 1:
                self.found.add("V17", f"raden ”{row.etikett}” har flera enheter ({', '.join(dict.fromkeys(units))})", place)
        return Linje(_name(table, row), units[0] if units else "", tuple(points))


def _path(table: Tabell, row: Rad) -> str:
    """A row's name after those of the rows it is indented under: `Total sjukfrånvaro / Kvinnor`."""
    return " / ".join(one.etikett for one in (*reversed(list(table.ancestors(row))), row))


def _shared(tables: Sequence[Tabell]) -> list[Kolumn]:
    """The columns that all of the tables have."""
    return [c for c in tables[0].kolumner if all(table.column(c.ord) for table in tables[1:])]


def _posts(table: Tabell) -> Iterator[Rad]:
    """The rows that stand for themselves: neither sums nor parts of a row above."""
    for row in table.rader:
        if row.roll == "post" and not row.kön and not any(above.has_figures for above in table.ancestors(row)):
            yield row


def _name(table: Tabell, row: Rad) -> str:
    """What a row is called where the rows it is indented under are not seen: `Total sjukfrånvaro, kvinnor`, `Intäkter`."""
    own = re.sub(r"^(?:-\s*|varav\s+)", "", row.etikett, flags=re.I)
    above = next((one for one in table.ancestors(row) if one.roll not in ("summa", "totalsumma", "grupp")), None)
    return capitalized(own) if above is None else f"{above.etikett}, {own[:1].lower() if row.kön else own[:1]}{own[1:]}"


def _count(table: Tabell, row: Rad, columns: Sequence[Kolumn]) -> int:
    return sum(_point(table, row, column)[0].tal is not None for column in columns)


def _point(table: Tabell, row: Rad, column: Kolumn) -> tuple[Punkt, str]:
    """A cell as a point, and its unit: exactly one figure that is no bound and of the column's own year."""
    own = table.column(column.ord)
    box = row.celler.get(column.ord)
    if own is None or box is None:
        return Punkt(None, ""), ""
    if box.läge == "härledd" and box.härlett:
        return Punkt(box.härlett, format_tal(box.härlett)), table.unit(row, own, box.cell)
    value = box.cell.värde if isinstance(box.cell, Cell) else None
    if value is None or value.gräns or value.år is not None:
        return Punkt(None, box.cell.shown), ""
    return Punkt(value.tal, format_tal(value.tal)), table.unit(row, own, box.cell)
