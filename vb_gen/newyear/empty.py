"""An empty report of any mall: its files with headings, columns and instructions as comments, ready to be filled in."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from vb_gen.core.finding import Collector, Document, UseError
from vb_gen.core.period import Period
from vb_gen.core.spelling import nearest
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.source import parse
from vb_gen.model.kommun import Kommun
from vb_gen.model.mall import Kolumntyp, Mall, fill
from vb_gen.model.rapport import Rapport
from vb_gen.model.section import Avsnitt
from vb_gen.newyear.rewrite import ANVISNING, comment
from vb_gen.newyear.roll import NewReport
from vb_gen.read.chapters import words_of
from vb_gen.read.outline import lines, table_type
from vb_gen.read.reading import read_kommun, read_mall_of

HEAD = """mall: {mall}
status: utkast
# Fylls i när rapporten är beslutad:
# diarienummer: …
# beslut: …
# datum: {år}-MM-DD
"""
_YEARS = {"": (-2, -1, 0), "bokslut": (-2,), "budget": (0,), "plan": (1, 2)}  # beside the year itself, by a column's kind


def start(workspace: Workspace, period: str, enhet: str, mall: str) -> NewReport:
    """The files of an empty report. Raises :class:`UseError` where there can be none.

    Raises :class:`~vb_gen.core.finding.InputError` where kommun.yaml or the mall cannot be read.
    """
    when = Period.parse(period)
    if when is None:
        raise UseError(f"”{period}” är ingen period. Skriv 2024 (helår), 2024-08 (till och med augusti) eller 2024-budget.")
    known = workspace.mallar()
    if mall not in known:
        raise UseError(f"Mallen ”{mall}” finns inte. {nearest(mall, known)}")
    found = Collector()
    kommun, _ = read_kommun(workspace, found)
    found.stop()
    assert kommun is not None
    if enhet not in kommun.enheter:
        names = list(kommun.enheter)
        raise UseError(
            f"Enheten ”{enhet}” finns inte i inputs/kommun.yaml. {nearest(enhet, names)}\n"
            f"Är den ny: lägg till ”{enhet}:” under enheter, med namn och sort."
        )
    folder = workspace.folder(when, enhet)
    if folder.exists():
        raise UseError(f"Mappen inputs/{when.text}/{enhet} finns redan. Inget skrevs.")
    head = parse(Document(f"inputs/{when.text}/{enhet}/rapport.yaml", (f"mall: {mall}",)))
    read = read_mall_of(workspace, Rapport(mall=mall), head, found)
    found.stop()
    assert read is not None
    _fits(mall, read, when)
    files = {"rapport.yaml": HEAD.format(mall=mall, år=when.år + (0 if when.månad or when.budget else 1))}
    files |= {f"{name}.yaml": text for name, text in _Files(read, when, kommun, enhet).write()}
    for file, text in files.items():
        parse(Document(f"inputs/{when.text}/{enhet}/{file}", tuple(text.split("\n"))))
    return NewReport(folder, files, [])


def _fits(name: str, mall: Mall, period: Period) -> None:
    """A mall that speaks of months is for part of a year."""
    titles = [mall.titel or "", *(section.rubrik or "" for section in mall.walk())]
    if not period.månad and any("{månad" in text.casefold() for text in titles):
        raise UseError(f"Mallen {name} är för en del av året. Skriv perioden med månad, till exempel {period.år}-08.")


class _Files:
    """Writes a mall's files."""

    def __init__(self, mall: Mall, period: Period, kommun: Kommun, enhet: str) -> None:
        self.mall, self.period = mall, period
        self.words = words_of(kommun, kommun.enheter[enhet], period, mall, {})

    def write(self) -> Iterator[tuple[str, str]]:
        """Each file's name and text, in the mall's order; one that would hold nothing to fill in is left out."""
        files: dict[str, list[str]] = {}
        filled: set[str] = set()
        for line in lines(self.mall):
            own = [text for text in self._section(line.avsnitt, line.nivå) if text is not None]
            files.setdefault(line.fil or "rapporten", []).extend(own)
            if any(text and not text.lstrip().startswith("#") for text in own):
                filled.add(line.fil or "rapporten")
        for name, texts in files.items():
            if name in filled:
                yield name, "\n".join(texts).strip("\n") + "\n"

    def _section(self, section: Avsnitt, depth: int) -> Iterator[str]:
        title = fill(section.rubrik or section.id, self.words)
        needed = " (måste finnas)" if section.obligatoriskt else ""
        yield ""
        yield f"# {'–' * depth}{' ' if depth else ''}{title}{needed}"
        if section.anvisning:
            yield from comment(ANVISNING, fill(section.anvisning, self.words), 0)
        if section.block == "målöversikt":
            yield f"# Tavlan görs av målredovisningen. Text till den skrivs så här: {section.id}: |"
        elif section.block == "text":
            heads = bool(section.avsnitt) and not section.obligatoriskt
            yield f"# {section.id}: |" if heads else f"{section.id}: |"
        elif section.block == "tabell":
            yield f"{section.id}:"
            if unit := re.search(r"\b(?:kr|tkr|mnkr|mkr)\b", section.rubrik or ""):
                yield f"  belopp: {unit[0]}"
            yield from self._table(table_type(self.mall, section))
        else:
            yield f"{section.id}:"
            yield from self._groups(section)

    def _table(self, kind: str) -> Iterator[str]:
        known = self.mall.kolumntyper[kind]
        yield from _wrapped(f"Kolumner som finns: {', '.join(column.ord for column in known)}", 2)
        yield "  rader: |"
        yield f"    {self._header(kind)}"

    def _header(self, kind: str) -> str:
        """A grid's first line: the columns that a report of this period usually has."""
        type_ = self.mall.tabelltyper[kind]
        known = self.mall.kolumntyper[kind]
        words = [word for column in known for word in self._columns(column, {c.ord for c in known})]
        words = words or [column.ord for column in self.mall.kolumntyper[kind] if "ÅÅÅÅ" not in column.ord]
        return " | ".join(words if type_.etikett else ["namn", *words])

    def _columns(self, column: Kolumntyp, beside: set[str]) -> list[str]:
        """A column as it is written for this period; none where such a report seldom has it."""
        months, ahead = bool(self.period.månad), self.period.budget
        if "ÅÅÅÅ" not in column.ord:
            unlike = column.slag in ("prognos", "plan") and not months and bool(beside & {"bokslut", "ack. utfall"})
            unlike |= column.avser in ("period", "period-1") and not months
            unlike |= column.slag == "bokslut" and column.avser == "år" and (months or ahead)
            unlike |= ahead and "budget ÅÅÅÅ" in beside
            return [] if unlike else [column.ord]
        if "ÅÅÅÅ-MM" in column.ord or (months and column.slag != "målvärde"):
            return []
        kind = column.ord.partition(" ")[0] if " " in column.ord else ""
        if (kind and not ahead) or (not kind and ahead and "budget ÅÅÅÅ" in beside):
            return []
        return [column.ord.replace("ÅÅÅÅ", str(self.period.år + step)) for step in _YEARS.get(kind, (0,))]

    def _groups(self, section: Avsnitt) -> Iterator[str]:
        """An example of what a section of goals, assignments or indicators holds, as a comment to fill in."""
        if section.block == "målredovisning":
            states = " eller ".join(row for row in ("uppnått", "delvis uppnått", "ej uppnått"))
            rows = ["målområden:", "  - målområde: …", "    mål:", "      - namn: …", f"        status: {states}"]
            rows += ["        bedömning: |", "          …", "        resultat: |", "          …"]
        elif section.block == "uppdrag":
            rows = ["grupper:", "  - rubrik: …", "    rader: |", f"      {self._header('uppdrag')}"]
        else:
            rows = ["grupper:", "  - målområde: …", "    rader: |", f"      {self._header('indikatorer')}"]
        yield from (f"  # {row}" for row in rows)


def _wrapped(text: str, indent: int) -> list[str]:
    lead = " " * indent + "# "
    return textwrap.wrap(text, 110, initial_indent=lead, subsequent_indent=f"{lead}  ")
