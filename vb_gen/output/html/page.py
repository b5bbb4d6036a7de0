"""A report as a page: its sections in order, with their text, tables and goals."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup, escape

from vb_gen.core.finding import Collector, short
from vb_gen.core.names import anchor
from vb_gen.core.node import Scalar
from vb_gen.core.typesetting import typeset
from vb_gen.disk.writing import output_name
from vb_gen.model.content import Indikatorer, Mål, Målredovisning, Uppdrag, has_words
from vb_gen.model.mall import fill
from vb_gen.model.rapport import Bilaga
from vb_gen.model.report import Report, Section
from vb_gen.output.html.charts import Diagramdata, charts
from vb_gen.output.html.chartwords import finding
from vb_gen.output.html.diagram import DiagramView, draw
from vb_gen.output.html.tables import Tables, with_lead
from vb_gen.output.html.view import (
    AppendixView,
    AreaView,
    GoalView,
    GroupOfTables,
    OverviewArea,
    PageView,
    SectionView,
    StatusView,
)
from vb_gen.text.narrative import Writer
from vb_gen.text.references import Index

PDF_SIZE = "\ue000"  # stands for the PDF's size until the page, whose size decides it, is there


def build_page(report: Report, appendices: Sequence[tuple[str, Report]] = ()) -> PageView:
    """A report as a page, with other reports as appendices (`Bilaga 5` and the report).

    Raises :class:`~vb_gen.core.finding.InputError` for faults in running text.
    """
    found = Collector()
    chapters = _chapters(report, found, 2, report.enhet_id)
    names = [report.enhet_id, *(child.enhet_id for _, child in appendices)]
    views, leads_to = [], {}
    for label, child in appendices:
        prefix = child.enhet_id if names.count(child.enhet_id) == 1 else f"{child.period.text}-{child.enhet_id}"
        title = f"{label}. {child.titel}, {child.enhet.namn}"
        views.append(AppendixView(f"{prefix}-bilaga", typeset(title), _chapters(child, found, 3, prefix)))
        leads_to[child.name] = views[-1].id
    found.stop()
    rapport = report.rapport
    last = report.ord.get("innehåll_efter", "")  # the chapter that the contents list stands after, in some malls
    before = next((number for number, view in enumerate(chapters, 1) if view.mall == last), 0)
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
        bilagor=[_appendix_line(b, leads_to) for b in rapport.bilagor],
        bilagerubrik=report.ord.get("bilagor", "Bilagor"),
        innehållsrubrik=report.ord.get("innehåll", "Innehåll"),
        före=chapters[:before],
        kapitel=chapters[before:],
        rapportbilagor=views,
        pdf=f"{output_name(report.enhet_id, bool(appendices))}.pdf" if rapport.status == "fastställd" else "",
        pdfstorlek=PDF_SIZE,
    )


def read_texts(report: Report, found: Collector) -> None:
    """Read everything that :func:`build_page` reads of a report, and note the same faults, but draw no charts."""
    builder = _Reader(report, Writer(Index(report), found, report.bilder), report.enhet_id)
    for section in report.avsnitt:
        builder.section(section, 2)
    builder.look_at_leads()


def appendix_label(appendix: Bilaga) -> str:
    """`Bilaga 5`, or `Bilaga` where it has no number."""
    return f"Bilaga {appendix.nummer}" if appendix.nummer else "Bilaga"


def _appendix_line(appendix: Bilaga, leads_to: Mapping[str, str]) -> tuple[str, str]:
    """How an appendix is named, and what id it has in the page; `leads_to` has those that are there, by report."""
    text = f"{appendix_label(appendix)}. {appendix.titel}" if appendix.nummer else appendix.titel
    return typeset(text), leads_to.get(appendix.rapport or "", "")


def _chapters(report: Report, found: Collector, level: int, prefix: str) -> list[SectionView]:
    builder = _Builder(report, Writer(Index(report), found, report.bilder), prefix)
    views = [view for section in report.avsnitt if (view := builder.section(section, level)) is not None]
    builder.link_charts()
    if prefix == report.enhet_id:
        builder.look_at_leads()
    return views


class _Builder:
    def __init__(self, report: Report, writer: Writer, prefix: str) -> None:
        self.report = report
        self.writer = writer
        self.prefix = prefix
        self.goal_ids: dict[int, str] = {}  # by the goal's own `id`, since two goals may have one name
        named: dict[str, str] = {}  # where a goal is told of first, for tables, which know its name
        for section in report.walk():
            if isinstance(section.innehåll, Målredovisning):
                for goal in (goal for area in section.innehåll.målområden for goal in area.mål):
                    self.goal_ids[id(goal)] = writer.unique_id(f"{prefix}-mal-{anchor(goal.namn)}")
                    named.setdefault(goal.namn, self.goal_ids[id(goal)])
        self.tables = Tables(report, writer, named)
        self.charts: list[tuple[Diagramdata, DiagramView]] = []

    def section(self, section: Section, level: int) -> SectionView | None:
        """A section as a view; None where there is nothing to show. A draft shows what is to be there and is not."""
        draft = self.report.rapport.status == "utkast"
        overview = any(s.mall.block == "målöversikt" for s in section.walk()) and bool(self.tables.statuses)
        absent = not section.filled and not overview and section.awaited
        if not section.filled and not overview and not (draft and any(s.awaited for s in section.walk())):
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
            kommentar=self._prose(
                content.kommentar if content else None, own + bool(section.mall.kommentar), f"{name}-kommentar"
            ),
            saknas=absent and draft,
            anvisning=fill(section.mall.anvisning or "", self.report.ord),
            målrubrik=self.report.ord.get("målrubrik", ""),
            legend=self.report.ord.get("teckenförklaring", ""),
            avsnitt=parts,
        )
        view.diagram.extend(self._charts(section, name))
        if isinstance(content, Målredovisning):
            view.områden.extend(self._areas(content, own + 1 + bool(view.målrubrik), name))
        if section.mall.block in ("målredovisning", "målöversikt") and section.mall.måltavla:
            view.översikt.extend(self._overview())
            view.teckenförklaring.extend(self._legend())
        if isinstance(content, Uppdrag):
            view.grupper.extend(self._assignments(content, section, name))
        elif isinstance(content, Indikatorer):
            view.grupper.extend(self._indicators(content, section, own + 1, name))
        else:
            view.tabeller.extend(self.tables.table(table, section.rubrik, name) for table in section.tabeller)
        return view

    def _prose(self, text: Scalar | None, level: int, prefix: str) -> Markup:
        if text is None or not has_words(text):
            return Markup("")
        return Markup(self.writer.write(text, level=level, prefix=prefix).html)  # noqa: S704 - the writer escapes

    # Charts

    def _charts(self, section: Section, prefix: str) -> Iterator[DiagramView]:
        for data in charts(self.report, section, self.writer.found):
            title = self.writer.inline(data.rubrik) if data.rubrik else escape(typeset(finding(data)))
            near = {*data.tabeller} <= {table.plats for table in section.tabeller}
            name = self.writer.unique_id(f"{prefix}-diagram")
            view = draw(data, name, Markup(title), near=near)  # noqa: S704 - the writer escapes
            self.charts.append((data, view))
            yield view

    def link_charts(self) -> None:
        """Lead every chart to the tables that its figures stand in, when all of them have their places."""
        for data, view in self.charts:
            view.tabeller.extend(self.tables.placed[place] for place in data.tabeller)

    def look_at_leads(self) -> None:
        """Tell of links to places in the report that are not there."""
        there = {"innehall", "innehallsrubrik"} | self.writer.given
        tables = [name.removesuffix("-rubrik") for name, _ in self.tables.placed.values()]
        for name, place in self.writer.leads:
            if name not in there and not any(name == table or name.startswith(f"{table}-") for table in tables):
                what = f"länken #{short(name, 60)} leder till ett ställe som inte finns i rapporten"
                meant = [one for one in there if one.endswith(f"-{anchor(name)}")] or [*there]
                close = difflib.get_close_matches(name, sorted(meant), n=1, cutoff=0.3)
                instead = f"Menade du #{close[0]}?" if close else "Skriv rubriken i ord i stället för en länk."
                self.writer.found.add("R07", what, place, instead)

    # Goals

    def _areas(self, content: Målredovisning, level: int, prefix: str) -> list[AreaView]:
        areas = []
        for area in content.målområden:
            name = self.writer.unique_id(f"{prefix}-{anchor(area.målområde)}")
            goals = [self._goal(goal, level + 1) for goal in area.mål]
            areas.append(AreaView(name, f"Målområde {area.målområde}", self._prose(area.text, level, name), goals))
        return areas

    def _goal(self, goal: Mål, level: int) -> GoalView:
        name = self.goal_ids[id(goal)]
        words = self.report.ord
        parts = [
            ("", goal.bedömning, "bedomning"),
            (words.get("motivering", ""), goal.motivering, "motivering"),
            (words.get("urval", ""), goal.resultat, "resultat"),
            (words.get("övrigt", ""), goal.övrigt, "ovrigt"),
            (words.get("avvikelser", ""), goal.avvikelser, "avvikelser"),
            ("", goal.uppdrag, "uppdrag"),
        ]
        said = [(lead, self._prose(text, level, f"{name}-{part}")) for lead, text, part in parts if has_words(text)]
        return GoalView(
            id=name,
            namn=typeset(f"{words['målinledning']}: {goal.namn}" if "målinledning" in words else goal.namn),
            status=self.tables.status(goal.status, "rad"),
            beskrivning=self._prose(goal.beskrivning, level, f"{name}-beskrivning"),
            delar=said,
            kommunövergripande=typeset(goal.kommunövergripande or ""),
        )

    def _overview(self) -> list[OverviewArea]:
        return [
            OverviewArea(
                area.målområde,
                [(typeset(g.namn), self.goal_ids[id(g)], self.tables.status(g.status, "rad")) for g in area.mål],
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
        leads = [[("Målområde", g.målområde), ("Riktat till", g.sort)] if g.målområde and g.sort else [] for g in content.grupper]
        for group, table, lead in zip(content.grupper, section.tabeller, leads, strict=True):
            name = self.writer.unique_id(f"{prefix}-{anchor(group.rubrik)}")
            view = self.tables.table(table, group.rubrik, name)
            if lead:
                view = with_lead(view, lead, [other for other in leads if other])
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
            heading = "" if groups[-1].tabeller else title
            view = self.tables.table(table, heading, name, caption=caption, describe=group.måltext)
            groups[-1].tabeller.append((view, self._prose(group.kommentar, level, f"{name}-kommentar")))
        return groups

    # Tables


class _Reader(_Builder):
    def _charts(self, section: Section, prefix: str) -> Iterator[DiagramView]:  # noqa: ARG002 - nothing gets an id
        for data in charts(self.report, section, self.writer.found):
            if data.rubrik:
                self.writer.inline(data.rubrik)
        yield from ()
