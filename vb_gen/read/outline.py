"""A mall in words: its tree of sections by file, and the columns that each of its tables may have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vb_gen.core.period import Period
from vb_gen.model.mall import Kolumntyp, Mall, fill
from vb_gen.model.section import Avsnitt
from vb_gen.read.instructions import SAMPLE

KINDS = {"målredovisning": "mål", "målöversikt": "måltavla"}
CONTENTS = {
    "tal": "siffror",
    "utfall": "siffror eller ord",
    "målvärde": "målvärde",
    "text": "text",
    "status": "statusord",
    "uppdragsstatus": "statusord",
    "nummer": "nummer",
}
TYPES = {"uppdrag": "uppdrag", "indikatorer": "indikatorer"}  # blocks whose tables are all of one type


@dataclass(frozen=True, slots=True)
class Line:
    """A section in a mall's tree: how deep it stands, and the file that it usually stands in."""

    avsnitt: Avsnitt
    nivå: int
    fil: str


def lines(mall: Mall) -> Iterator[Line]:
    """Every section of a mall, in order."""

    def walk(section: Avsnitt, depth: int, file: str) -> Iterator[Line]:
        file = section.fil or file
        yield Line(section, depth, file)
        for part in section.avsnitt:
            yield from walk(part, depth + 1, file)

    for section in mall.avsnitt:
        yield from walk(section, 0, "")


def table_type(mall: Mall, section: Avsnitt) -> str:
    """The type of the tables in a section; empty where it holds none."""
    if section.block == "tabell":
        return section.tabelltyp.text if section.tabelltyp else section.id
    name = TYPES.get(section.block, "")
    return name if name in mall.tabelltyper else ""


def title(mall: Mall, section: Avsnitt, period: Period = SAMPLE) -> str:
    """A section's heading in the words of a year."""
    return fill(section.rubrik or "", mall.ord | period.words() | {"belopp": "mnkr", "enhets": "förvaltningens"})


def tree(name: str, mall: Mall) -> str:
    """What a mall's reports hold: keys, headings and what must be there, file by file; and its tables' columns."""
    rows = [f"{name}: mall för {(mall.sort or 'rapport').casefold()}"]
    if mall.utgår_från:
        rows.append(f"Utgår från: {mall.utgår_från}")
    file = ""
    for line in lines(mall):
        if line.fil != file:
            file = line.fil
            rows += ["", f"{file}.yaml"]
        kind = KINDS.get(line.avsnitt.block, line.avsnitt.block)
        about = [kind, *(["måste finnas"] * line.avsnitt.obligatoriskt)]
        type_ = table_type(mall, line.avsnitt)
        about += [f"kolumner som {type_}"] if type_ and type_ != line.avsnitt.id else []
        heading = title(mall, line.avsnitt)
        rows.append(f"{'  ' * (line.nivå + 1)}{line.avsnitt.id}: {', '.join(about)}" + (f" – {heading}" if heading else ""))
    rows += ["", "Tabeller"]
    for type_ in _used(mall):
        rows.append(f"  {type_}: {', '.join(column.ord for column in mall.kolumntyper[type_])}")
    return "\n".join([*rows, "", "Mer om ett avsnitt eller en tabell: vb explain NAMN"])


def _used(mall: Mall) -> list[str]:
    return list(dict.fromkeys(type_ for section in mall.walk() if (type_ := table_type(mall, section)) in mall.kolumntyper))


def table(malls: dict[str, Mall], word: str) -> str:
    """The columns of a table, by the name of its section or its type; what several malls have alike is told once."""
    said: dict[str, list[str]] = {}
    for name, mall in malls.items():
        types = {table_type(mall, section) for section in mall.walk() if section.id == word}
        types |= {word} if word in mall.kolumntyper else set()
        for type_ in sorted(types & mall.kolumntyper.keys()):
            said.setdefault(_columns(type_, mall), []).append(name)
    return "\n\n".join(f"{text}\nMall: {', '.join(dict.fromkeys(names))}" for text, names in said.items())


def _columns(type_: str, mall: Mall) -> str:
    words = mall.ord | SAMPLE.words() | {"kolumn": "ÅÅÅÅ", "kolumnperiod": "januari–månaden ÅÅÅÅ"}
    rows = [f"  {c.ord}: {fill(c.rubrik, words)} ({_content(c)})" for c in mall.kolumntyper[type_]]
    label = mall.tabelltyper[type_].etikett
    first = f"Radens namn står i kolumnen {label}." if label else "Den första kolumnen är radens namn och får heta vad som helst."
    return "\n".join([f"Kolumner i {type_} (ordet, rubriken i en rapport för {SAMPLE.text}, innehållet):", *rows, first])


def _content(column: Kolumntyp) -> str:
    said = f"räknas ut: {column.härleds}" if column.härleds else CONTENTS[column.innehåll]
    return f"{said}, under ”{column.grupp}”" if column.grupp and "{" not in column.grupp else said
