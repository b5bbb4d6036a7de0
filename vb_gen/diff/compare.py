"""Two readings of a report, held against each other: its own facts, sections, goals, tables, texts and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from vb_gen.checks.rule import Library, Remark
from vb_gen.checks.run import check
from vb_gen.core.finding import Collector, Place
from vb_gen.core.names import capitalized
from vb_gen.diff import words
from vb_gen.diff.changes import Change, Grid, ReportDiff, SectionDiff
from vb_gen.diff.passages import Passage, Reader
from vb_gen.diff.passages import compare as compare_passages
from vb_gen.diff.rows import Side
from vb_gen.diff.tables import compare_tables, whole_table
from vb_gen.model.content import Indikatorer, Mål, Målredovisning
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Tabell

_T = TypeVar("_T")
RENAMED = 0.6  # from this much in common two goals' names are one that was rewritten
MOVED = 30  # characters; a shorter paragraph may stand at two places by chance


@dataclass(frozen=True)
class Reading:
    """One side: the report as it was read, the workspace's other reports, and what it is called."""

    report: Report
    library: Library


def compare(before: Reading, after: Reading, against: str) -> ReportDiff:
    """Everything that changed in a report. Raises :class:`InputError` for faults in the new running text.

    Of a report that is the same on both sides only the findings can differ, by what other reports tell.
    """
    if before.report is after.report:
        moved = tuple(_remarks(before, after))
        return ReportDiff(after.report.name, _title(after.report), against, "ändrad" if moved else "lika", (), moved)
    comparison = _Comparison(before.report, after.report)
    sections = comparison.sections()
    comparison.found.stop()
    remarks = _remarks(before, after)
    told = [*comparison.untold()]
    changed = bool(sections or remarks)
    return ReportDiff(
        after.report.name,
        _title(after.report),
        against,
        "ändrad" if changed else "lika",
        tuple(sections),
        tuple(remarks),
        tuple(told),
    )


def alone(reading: Reading, against: str, *, come: bool) -> ReportDiff:
    """A report that was not there before, or is there no more: its sections are told, not its every figure."""
    report = reading.report
    changes = [
        Change("avsnitt", "ny" if come else "borta", section.rubrik or section.id, plats=section.plats, skäl=_holds(section))
        for section in report.walk()
        if section.own_content
    ]
    found = tuple(_told(remark, "ny") for remark in check(report, reading.library).open) if come else ()
    whole = SectionDiff("rapporten", "Avsnitt", tuple(changes))
    return ReportDiff(report.name, _title(report), against, "ny" if come else "borta", (whole,) if changes else (), found)


def _title(report: Report) -> str:
    return f"{report.titel}, {report.enhet.namn}"


def _holds(section: Section) -> str:
    """What a section holds, in a few words."""
    rows = sum(len(table.rader) for table in section.tabeller)
    content = section.innehåll
    text = sum(len(t.text.split()) for t in (content.text, content.kommentar) if t) if content else 0
    parts = [f"{text} ord"] if text else []
    if section.tabeller:
        parts.append(f"{len(section.tabeller)} {'tabell' if len(section.tabeller) == 1 else 'tabeller'} med {rows} rader")
    if isinstance(content, Målredovisning):
        parts.append(f"{sum(len(area.mål) for area in content.målområden)} mål")
    return ", ".join(parts)


class _Comparison:
    """Holds two reports against each other, section by section."""

    def __init__(self, before: Report, after: Report) -> None:
        self.before, self.after = before, after
        self.old, self.new = Side.of(before), Side.of(after)
        self.found, self.old_found = Collector(), Collector()
        self.old_texts, self.new_texts = Reader(before, self.old_found), Reader(after, self.found)

    def untold(self) -> Iterator[str]:
        """What of the old report could not be read as text."""
        if count := len(self.old_found.findings):
            yield f"{count} {'hänvisning' if count == 1 else 'hänvisningar'} i den äldre texten kunde inte läsas och visas som ?"

    def sections(self) -> list[SectionDiff]:
        """What changed, in the order of the new report; what is gone stands where it stood."""
        olds = {section.id: (path, section) for path, section in _walk(self.before.avsnitt)}
        news = {section.id: (path, section) for path, section in _walk(self.after.avsnitt)}
        out = []
        if head := self._head():
            out.append(SectionDiff("rapport", "Rapportens uppgifter", tuple(head)))
        for name in _merged(list(olds), list(news)):
            path, _ = news.get(name) or olds[name]
            changes, grids = self._section(olds.get(name, (None, None))[1], news.get(name, (None, None))[1])
            if changes:
                out.append(SectionDiff(name, " › ".join(path), tuple(changes), tuple(grids)))
        return _with_moves(out)

    def _head(self) -> list[Change]:
        out = []
        before, after = self.before.rapport, self.after.rapport
        same = self.before.period == self.after.period
        for word in ("mall", "status", "rubrik", "diarienummer", "beslut", "datum"):
            one, other = getattr(before, word) or "", getattr(after, word) or ""
            if one != other and (same or word in ("mall", "status", "rubrik")):
                out.append(_fact(capitalized(word), one, other, self.after.plats))
        if self.before.enhet.namn != self.after.enhet.namn:
            out.append(_fact("Enhetens namn", self.before.enhet.namn, self.after.enhet.namn, self.after.plats))
        olds, news = (Counter(_appendix(b.nummer, b.titel) for b in r.bilagor) for r in (before, after))
        out += [_fact("Bilaga", title, "", self.after.plats) for title in olds - news]
        out += [_fact("Bilaga", "", title, self.after.plats) for title in news - olds]
        return out

    def _section(self, before: Section | None, after: Section | None) -> tuple[list[Change], list[Grid]]:
        one = before if before and before.own_content else None
        other = after if after and after.own_content else None
        there = after or before
        assert there is not None
        changes: list[Change] = []
        grids: list[Grid] = []
        if one is None and other is not None:
            changes.append(Change("avsnitt", "ny", other.rubrik or other.id, plats=other.plats, skäl=_holds(other)))
        elif one is not None and other is None:
            changes.append(Change("avsnitt", "borta", one.rubrik or one.id, plats=one.plats, skäl=_holds(one)))
        elif one is None or other is None:
            return [], []
        elif one.rubrik != other.rubrik and self.before.period == self.after.period:
            pieces = words.compare(one.rubrik, other.rubrik)
            changes.append(Change("avsnitt", "omdöpt", "Rubriken", one.rubrik, other.rubrik, other.plats, pieces))
        changes += self._goals(one, other)
        for table_diff in self._tables(one, other, there.rubrik):
            changes += table_diff[0]
            grids += table_diff[1]
        changes += self._texts(
            list(self.old_texts.passages(one)) if one else [], list(self.new_texts.passages(other)) if other else []
        )
        return changes, grids

    def _tables(self, before: Section | None, after: Section | None, heading: str) -> Iterator[tuple[list[Change], list[Grid]]]:
        olds = {table.id: table for table in (before.tabeller if before else ())}
        news = {table.id: table for table in (after.tabeller if after else ())}
        twins = dict(_twins([t for i, t in olds.items() if i not in news], news, olds))
        for name in _merged([i for i in olds if i not in twins.values()], list(news)):
            old, new = olds.get(twins.get(name, name)), news.get(name)
            if old and new:
                diff = compare_tables(self.old, self.new, old, new, heading)
            elif new:
                diff = whole_table(self.new, new, heading, come=True)
            else:
                assert old is not None
                diff = whole_table(self.old, old, heading, come=False)
            yield diff.ändringar, [diff.rutnät] if diff.rutnät else []

    def _texts(self, olds: Sequence[Passage], news: Sequence[Passage]) -> Iterator[Change]:
        before, after = {p.key: p for p in olds}, {p.key: p for p in news}
        for key in _merged(list(before), list(after)):
            yield from compare_passages(before.get(key), after.get(key))

    # Goals

    def _goals(self, before: Section | None, after: Section | None) -> Iterator[Change]:
        olds, news = list(_goals(before)), list(_goals(after))
        pairs = _pair_goals([g.namn for g in olds], [g.namn for g in news])
        for b, goal in enumerate(news):
            key = (goal.namn,)
            earlier = olds[pairs[b]] if b in pairs else None
            place = goal.plats("namn")
            if earlier is None:
                yield Change("mål", "ny", goal.namn, efter=self._status(self.after, goal), plats=place)
            else:
                yield from self._goal(earlier, goal)
            yield from self._texts(
                list(self.old_texts.goal(earlier, key)) if earlier else [], list(self.new_texts.goal(goal, key))
            )
        for a, goal in enumerate(olds):
            if a not in pairs.values():
                yield Change("mål", "borta", goal.namn, före=self._status(self.before, goal), plats=goal.plats("namn"))

    def _goal(self, before: Mål, after: Mål) -> Iterator[Change]:
        place = after.plats("namn")
        if before.namn != after.namn:
            pieces = words.compare(before.namn, after.namn)
            yield Change("mål", "omdöpt", before.namn, before.namn, after.namn, place, pieces)
        texts = self._status(self.before, before), self._status(self.after, after)
        if texts[0] != texts[1]:
            pieces = (words.Piece("struket", texts[0]), words.Piece("tillagt", texts[1]))
            yield Change("bedömning", "ändrad", after.namn, *texts, after.plats("status"), pieces)
        if (before.kommunövergripande or "") != (after.kommunövergripande or ""):
            yield _fact(f"{after.namn}, kommunövergripande mål", before.kommunövergripande, after.kommunövergripande, place)

    def _status(self, report: Report, goal: Mål) -> str:
        given = report.statusord.get(goal.status or "")
        return given["rad"] if given else goal.status or "ingen bedömning"


def _fact(what: str, one: str | None, other: str | None, place: Place | None) -> Change:
    kind = "ändrad" if one and other else "ny" if other else "borta"
    return Change("uppgift", kind, what, one or "", other or "", place, words.compare(one or "", other or ""))  # type: ignore[arg-type]


def _appendix(number: int | None, title: str) -> str:
    return f"{number}. {title}" if number else title


def _walk(sections: Sequence[Section], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Section]]:
    """Every section with its headings from the chapter down."""
    for section in sections:
        path = (*above, section.rubrik) if section.rubrik else above or (section.id,)
        yield path, section
        yield from _walk(section.avsnitt, path if section.rubrik else above)


def _goals(section: Section | None) -> Iterator[Mål]:
    content = section.innehåll if section else None
    if isinstance(content, Målredovisning):
        for area in content.målområden:
            yield from area.mål
    elif isinstance(content, Indikatorer):
        for group in content.grupper:
            yield from group.mål


def _pair_goals(olds: list[str], news: list[str]) -> dict[int, int]:
    """The new goals by number with what they were: by name, else by most of the name."""
    pairs: dict[int, int] = {}
    for b, name in enumerate(news):
        if (a := next((a for a, old in enumerate(olds) if old == name and a not in pairs.values()), None)) is not None:
            pairs[b] = a
    for b, name in enumerate(news):
        if b not in pairs:
            scores = [(words.likeness(old, name), -a) for a, old in enumerate(olds) if a not in pairs.values()]
            if scores and max(scores)[0] >= RENAMED:
                pairs[b] = -max(scores)[1]
    return pairs


def _twins(gone: Sequence[Tabell], news: dict[str, Tabell], olds: dict[str, Tabell]) -> Iterator[tuple[str, str]]:
    """A table that has another id and the same rows as one that is gone is the same one."""
    free = list(gone)
    for name, table in news.items():
        if name in olds:
            continue
        keys = {row.nyckel for row in table.rader}
        for old in free:
            earlier = {row.nyckel for row in old.rader}
            if old.typ == table.typ and 2 * len(keys & earlier) >= max(len(keys), len(earlier), 1):
                free.remove(old)
                yield name, old.id
                break


def _merged(olds: list[_T], news: list[_T]) -> list[_T]:
    """All, in the new order; what is only in the old one stands after what it stood after."""
    out = list(news)
    known = set(news)
    last: _T | None = None
    for item in olds:
        if item not in known:
            out.insert(out.index(last) + 1 if last is not None else 0, item)
            known.add(item)
        last = item
    return out


def _with_moves(sections: list[SectionDiff]) -> list[SectionDiff]:
    """A paragraph that went from one place and came word for word to another was moved, and is told so once."""
    gone = {c.före: s.rubrik for s in sections for c in s.ändringar if c.slag == "text" and c.händelse == "borta"}
    come = {c.efter for s in sections for c in s.ändringar if c.slag == "text" and c.händelse == "ny"}
    moved = {text for text in come & set(gone) if len(text) >= MOVED}
    if not moved:
        return sections
    out = []
    for section in sections:
        changes = []
        for change in section.ändringar:
            if change.slag == "text" and change.händelse == "borta" and change.före in moved:
                continue
            if change.slag == "text" and change.händelse == "ny" and change.efter in moved:
                where = f"från {gone[change.efter]}" if gone[change.efter] != section.rubrik else "inom avsnittet"
                same = (words.Piece("lika", change.efter),)
                change = replace(change, händelse="flyttad", före=change.efter, ord=same, skäl=where)
            changes.append(change)
        if changes:
            out.append(replace(section, ändringar=tuple(changes)))
    return out


# Findings


def _remarks(before: Reading, after: Reading) -> list[Change]:
    """The findings of `vb check` that came and went. Lines move, so a finding is known by what it says and of what."""
    now = check(after.report, after.library)
    olds, news = check(before.report, before.library).open, now.open
    waived = {_key(remark): remark.undantag for remark in now.remarks if remark.undantag}
    same = Counter(map(_key, olds)) & Counter(map(_key, news))
    out = []
    left = same.copy()
    for remark in news:
        if left[_key(remark)] > 0:
            left[_key(remark)] -= 1
        else:
            out.append(_told(remark, "ny"))
    left = same.copy()
    for remark in olds:
        if left[_key(remark)] > 0:
            left[_key(remark)] -= 1
        else:
            reason = waived.get(_key(remark), "")
            out.append(_told(remark, "borta", f"undantag: {reason}" if reason else ""))
    return out


def _key(remark: Remark) -> tuple[str, ...]:
    return remark.code, str(remark.level), remark.avsnitt, remark.rad, remark.kolumn, remark.text


def _told(remark: Remark, kind: str, reason: str = "") -> Change:
    said = ". ".join(part for part in (remark.text, remark.uträkning) if part)
    pair = ("", said) if kind == "ny" else (said, "")
    return Change("anmärkning", kind, f"{remark.code}, {remark.level}", *pair, remark.place, skäl=reason)  # type: ignore[arg-type]
