"""Comparison figures that the old report does not have: what the body's other reports tell of the years before the new one.

A budget for 2025 shows the bokslut for 2023. The budget for 2024 could not know it; the verksamhetsberättelse for 2023 does.
A figure is taken only where it is about the very same thing (the facts' identity), and only for a column of an earlier year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vb_gen.core.finding import InputError
from vb_gen.core.numbers import Tal, convert, fold_spaces, format_tal, is_amount_unit, powers, round_half_up
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Identity, boxes, kind_of
from vb_gen.model.cell import Cell, split_marks
from vb_gen.model.report import Report
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell
from vb_gen.newyear.tables import Turn
from vb_gen.read.reading import read_report


@dataclass(frozen=True, slots=True)
class Told:
    """A cell of another report."""

    report: str
    table: Tabell
    row: Rad
    column: Kolumn
    box: Ruta


class Earlier:
    """What the other reports of the bodies in a report tell; each is read when it is first asked for."""

    def __init__(self, workspace: Workspace, report: Report, turn: Turn) -> None:
        self.workspace, self.turn = workspace, turn
        self.identities = {(row.plats, column.ord): identity for _, row, column, _, identity in boxes(report)}
        self.taken: Counter[str] = Counter()
        self.unread: list[str] = []
        self._known: dict[str, dict[str, dict[Identity, Told]]] = {}

    def figure(self, table: Tabell, row: Rad, old: Kolumn, later: Kolumn) -> str:
        """The figure for a cell of the new year's table, as it is to be written there; empty where no report has it."""
        identity = self.identities.get((row.plats, old.ord))
        period = Period.parse(later.avser)
        if identity is None or period is None or period.år >= self.turn.new.år or later.innehåll not in ("tal", "utfall"):
            return ""
        wanted = replace(identity, slag=kind_of(self.turn.new, later), avser=later.avser)
        if wanted.slag == "avvikelse":  # follows from the others
            return ""
        for name, told in self._reports(wanted.om, period.år):
            if wanted in told and (text := _as_written(told[wanted], table, row, later)):
                self.taken[name] += 1
                return text
        return ""

    def remarks(self) -> Iterator[str]:
        """What was taken from where, for the one who made the new report."""
        for name, count in self.taken.items():
            yield f"{count} {'jämförelsesiffra' if count == 1 else 'jämförelsesiffror'} kommer ur {name}."
        for name in self.unread:
            yield f"Ingen siffra togs ur {name}, som har fel: se vb check {name.replace('/', ' ')}."

    def _reports(self, enhet: str, year: int) -> Iterator[tuple[str, dict[Identity, Told]]]:
        """The body's reports from a year on: the year's own first, and there the one that was written last."""
        if enhet not in self._known:
            self._known[enhet] = {}
            there = [period for period, _ in self.workspace.reports(enheter=[enhet])]
            for period in sorted(there, key=lambda p: (p.år, -p.sort_key[1])):
                if period not in (self.turn.old, self.turn.new):
                    self._known[enhet][period.text] = self._read(period, enhet)
        for text, told in self._known[enhet].items():
            if int(text[:4]) >= year:
                yield f"{text}/{enhet}", told

    def _read(self, period: Period, enhet: str) -> dict[Identity, Told]:
        told: dict[Identity, Told] = {}
        try:
            report = read_report(self.workspace, period, enhet)
        except InputError:
            self.unread.append(f"{period.text}/{enhet}")
            return told
        for table, row, column, box, identity in boxes(report):
            if box.läge in ("given", "härledd"):
                told.setdefault(identity, Told(report.name, table, row, column, box))
        return told


def _as_written(told: Told, table: Tabell, row: Rad, column: Kolumn) -> str:
    """Another report's figure in the unit and with the sign of this table; empty where that cannot be told."""
    cell, unit = told.box.cell, table.unit(row, column, Cell())
    theirs = told.table.unit(told.row, told.column, Cell())
    if any(value.år is not None for value in cell.värden) or re.search(r"[|\t]", cell.text):
        return ""
    turned = (told.row.tecken == "kostnad") != (row.tecken == "kostnad") and is_amount_unit(theirs)
    if told.box.läge == "given" and unit == theirs and not turned:
        return split_marks(cell.text)[0]
    tal = told.box.tal
    if tal is None or any(value.gräns or value.preliminär or value.enhet for value in cell.värden):
        return ""
    if unit != theirs:
        if not (is_amount_unit(unit) and is_amount_unit(theirs)):
            return f"{_plain(tal)} {theirs}" if not unit and not is_amount_unit(theirs) else ""
        tal = _converted(tal, theirs, unit, row)
        if tal is None:
            return ""
    return _plain(replace(tal, värde=-tal.värde) if turned and tal.värde else tal)


def _converted(tal: Tal, theirs: str, unit: str, row: Rad) -> Tal | None:
    """An amount in another unit, with no more decimals than the row has; None where it is not known that closely."""
    known = tal.decimaler - powers(theirs, unit)
    if known < 0:
        return None
    decimals = min(known, max((box.tal.decimaler for box in row.celler.values() if box.tal), default=known))
    return Tal(round_half_up(convert(tal.värde, theirs, unit), decimals), decimals)


def _plain(tal: Tal) -> str:
    return fold_spaces(format_tal(tal)).replace("−", "-")
