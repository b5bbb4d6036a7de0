"""Reading a report: its files against its mall, every fault told, tables read and derived."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from vb_gen.core.finding import Collector, Document, InputError, Place, UseError, short
from vb_gen.core.names import anchor
from vb_gen.core.node import Mapping
from vb_gen.core.period import MÅNADER, Period
from vb_gen.core.spelling import nearest
from vb_gen.disk.memory import Memory, Sources, is_there
from vb_gen.disk.reading import stored
from vb_gen.disk.stray import is_stray
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.pictures import Pictures
from vb_gen.inputs.yaml.files import document, nodes
from vb_gen.model.base import read_model
from vb_gen.model.kommun import Kommun
from vb_gen.model.mall import Mall, read_mall
from vb_gen.model.rapport import Rapport
from vb_gen.model.report import Report, title
from vb_gen.model.table import Rad, Tabell
from vb_gen.read.chapters import ChapterReader, words_of
from vb_gen.read.sheets import SheetReader
from vb_gen.read.theme import read_theme

# Made once from the same files; nobody changes them.
_REPORTS: Memory[tuple[Path, str], Report] = Memory()
_MALLS: Memory[tuple[Path, str], tuple[Mall, Sources]] = Memory()
_KOMMUNER: Memory[Path, tuple[Kommun, Mapping]] = Memory()


def read_kommun(workspace: Workspace, found: Collector) -> tuple[Kommun | None, Mapping | None]:
    """kommun.yaml as a model."""
    path = workspace.inputs / "kommun.yaml"
    kommun, node = _KOMMUNER.get(path) or (None, None)
    if kommun is None:
        sources = Sources()
        try:
            node = nodes(workspace, sources.add(path))
        except InputError as error:
            found.extend(error.findings)
            return None, None
        kommun = read_model(Kommun, node, found)
        if kommun is not None:
            _KOMMUNER.keep(path, sources, (kommun, node))
    return kommun, node


def read_report(workspace: Workspace, period: Period, enhet_id: str, above: tuple[str, ...] = ()) -> Report:
    """Read a report, and those its rows are taken from. Raises :class:`InputError` with everything that is wrong.

    `above` names the reports that are being read, so that none borrows from itself.
    """
    found = Collector()
    report = read_what_can_be(workspace, period, enhet_id, found, above)
    found.stop()
    assert report is not None
    return report


def read_what_can_be(
    workspace: Workspace, period: Period, enhet_id: str, found: Collector, above: tuple[str, ...] = ()
) -> Report | None:
    """Read a report as far as it goes; what is wrong is added to `found`. None where there is no report to speak of.

    A report that nothing was wrong in is not read again until a file that it is made of has changed.
    """
    key = (workspace.root, f"{period.text}/{enhet_id}")
    report = _REPORTS.get(key)
    if report is None:
        before = len(found.findings)
        report = _read_report(workspace, period, enhet_id, found, above)
        if report is not None and len(found.findings) == before:
            _REPORTS.keep(key, report.sources, report)
    return report


def _read_report(workspace: Workspace, period: Period, enhet_id: str, found: Collector, above: tuple[str, ...]) -> Report | None:
    sources = Sources()
    folder = sources.add(workspace.folder(period, enhet_id))
    sources.add(workspace.inputs / "kommun.yaml")
    kommun, kommun_node = read_kommun(workspace, found)
    files: dict[str, Mapping] = {}
    read_theme(workspace, found, sources)  # its faults are told with the report's own
    paths = sorted(path for path in folder.iterdir() if not is_stray(path.name))
    for path in paths:
        if path.suffix != ".yaml":
            _look_at_name(path, workspace, found)
            continue
        try:
            files[path.stem] = nodes(workspace, sources.add(path))
        except InputError as error:
            found.extend(error.findings)
    if folder / "rapport.yaml" not in paths:  # it was there when the report was named, and has been moved since
        place = Place(Document(f"inputs/{period.text}/{enhet_id}/rapport.yaml", ()), 1, 1)
        found.add("K01", "filen finns inte", place, "Lägg tillbaka den. Ska rapporten bort, ta bort hela mappen.")
    head = files.pop("rapport", None)
    rapport = read_model(Rapport, head, found) if head else None
    if kommun is None or rapport is None or head is None:
        return None
    _look_at_date(rapport, head, found)
    enhet = kommun.enheter.get(enhet_id)
    if enhet is None:
        assert kommun_node is not None
        place = kommun_node.keys["enheter"].place
        what = f"enheten ”{enhet_id}” har en mapp i inputs/{period.text}/ men finns inte bland enheterna"
        instead = f"Lägg till ”{enhet_id}:” under enheter, med namn och sort."
        for name, key in (
            kommun_node.entries["enheter"].keys.items() if isinstance(kommun_node.entries["enheter"], Mapping) else ()
        ):
            if anchor(name) == enhet_id:
                place, instead = key.place, f"Skriv ”{enhet_id}:” i stället för ”{name}:”. Enheten ska heta som mappen."
        found.add("M21", what, place, instead)
        return None
    try:
        mall = read_mall_of(workspace, rapport, head, found, sources)
    except InputError as error:
        found.extend(error.findings)
        return None
    if mall is None:
        return None
    awaited = kommun.enheter if rapport.status == "utkast" else ()
    lender = _Lender(workspace, (*above, f"{period.text}/{enhet_id}"), awaited, found, sources)
    sheets = SheetReader(workspace, folder, sources)
    reader = ChapterReader(kommun, enhet_id, enhet, period, mall, rapport.ord, lender, sheets, found)
    return replace(reader.report(rapport, files, head.place), sources=sources, bilder=Pictures(workspace, folder, sources))


def _look_at_date(rapport: Rapport, head: Mapping, found: Collector) -> None:
    """A decided report's date is printed, and held against its decisions: it must be a day that there is."""
    if rapport.datum is None or rapport.status != "fastställd":
        return
    match = re.fullmatch(rf"(\d{{4}})-(\d\d)-(\d\d)|(\d\d?) ({'|'.join(MÅNADER)}) (\d{{4}})", rapport.datum.casefold())
    if match is None:
        what = f"”{short(rapport.datum)}” är inget datum"
    else:
        year, month = (match[1], match[2]) if match[1] else (match[6], MÅNADER.index(match[5]) + 1)
        try:
            date(int(year), int(month), int(match[3] or match[4]))
        except ValueError:
            what = f"datumet ”{rapport.datum}” finns inte"
        else:
            return
    found.add("M28", what, head.entries["datum"].place, "Skriv dagen då rapporten beslutades, som år-månad-dag: 2025-02-14.")


def read_title(workspace: Workspace, period: Period, enhet_id: str) -> str:
    """What stands on a report's cover, of which its chapters need not be read; empty where its head cannot be read."""
    found = Collector()
    kommun, _ = read_kommun(workspace, found)
    enhet = kommun.enheter.get(enhet_id) if kommun else None
    try:
        head = nodes(workspace, workspace.folder(period, enhet_id) / "rapport.yaml")
        rapport = read_model(Rapport, head, found)
        mall = read_mall_of(workspace, rapport, head, found) if rapport else None
    except InputError:
        return ""
    if kommun is None or enhet is None or rapport is None or mall is None:
        return ""
    return title(rapport, mall, words_of(kommun, enhet, period, mall, rapport.ord))


def _look_at_name(path: Path, workspace: Workspace, found: Collector) -> None:
    """A chapter that was saved under another ending is not read; say so."""
    name = path.name.casefold()
    if re.search(r"\.ya?ml\b", name):
        try:
            place = Place(document(workspace, path), 1, 1)
        except InputError:
            place = Place(Document(path.relative_to(workspace.root).as_posix(), ()), 1, 1)
        stem = re.sub(r"(\.ya?ml|\.txt)+$", "", name)
        ending = path.name[len(stem) :]
        found.add("M20", f"filen slutar på {ending} och läses inte", place, f"Byt namn till {stem}.yaml.")


def read_mall_of(
    workspace: Workspace, rapport: Rapport, head: Mapping, found: Collector, sources: Sources | None = None
) -> Mall | None:
    """The mall that a report names; the files it is made of are counted into `sources`."""
    place = head.entries["mall"].place
    key = (workspace.root, rapport.mall)
    mall, own = _MALLS.get(key) or (None, Sources())
    if mall is None:
        before = len(found.findings)
        mall = read_mall(rapport.mall, lambda wanted: _load(workspace, wanted, place, found, own), place, found)
        if mall is not None and len(found.findings) == before:
            _MALLS.keep(key, own, (mall, own))
    if sources is not None:
        sources.include(own)
    return mall


def _load(workspace: Workspace, wanted: str, place: Place, found: Collector, sources: Sources) -> Mapping:
    """A mall's nodes by its name. Raises :class:`InputError` where there is none."""
    for folder in (workspace.root / "templates", *workspace.template_folders):
        sources.add(folder / "mallar" / f"{wanted}.yaml")  # one that is not there yet would come before the one that is
    path = workspace.template(f"mallar/{wanted}.yaml") if wanted == Path(wanted).name else None
    if path is None:
        found.add("M22", f"mallen ”{short(wanted)}” finns inte", place, nearest(wanted, workspace.mallar()))
        raise InputError(found.findings)
    return nodes(workspace, path)


class _Lender:
    """Gives the tables of the reports that rows are taken from; each is read once."""

    def __init__(
        self, workspace: Workspace, above: tuple[str, ...], awaited: Collection[str], found: Collector, sources: Sources
    ) -> None:
        self.workspace, self.above, self.found, self.sources = workspace, above, found, sources
        self.awaited = awaited  # the bodies whose reports need not be there yet: a draft waits for them
        self.read: dict[str, tuple[Tabell, ...] | None] = {}

    def __call__(self, row: Rad) -> tuple[Tabell, ...] | None:
        if row.från not in self.read:
            self.read[row.från] = self._read(row)
        return self.read[row.från]

    def _read(self, row: Rad) -> tuple[Tabell, ...] | None:
        assert row.från_plats is not None
        if row.från in self.above:
            what = f"raden tas från {row.från}, som själv bygger på den här rapporten"
            self.found.add("M26", what, row.från_plats, "Skriv siffrorna på raden i stället.")
            return None
        period, _, enhet = row.från.partition("/")
        folder = stored(self.workspace.inputs / period, enhet)
        if enhet in self.awaited and Period.parse(period) and not is_there(folder):
            self.sources.add(folder)
            return None
        try:
            report = read_report(self.workspace, *self.workspace.resolve(period, enhet), self.above)
            self.sources.include(report.sources)
            return tuple(report.tables())
        except UseError as error:
            self.found.add("M27", str(error), row.från_plats, "Skriv period/enhet, till exempel 2023/vss.")
        except InputError as error:
            self.found.extend(error.findings)
        return None
