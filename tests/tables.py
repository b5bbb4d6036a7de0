"""Reading small tables in tests: their facts as lines, and the cells that a page prints."""

from __future__ import annotations

from tests.conftest import read
from tests.page import Element, parse
from vb_gen.core.numbers import NBSP
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Fact, facts
from vb_gen.model.table import Rad, Tabell

REPORT = "2023/parknamnden"


def told(workspace: Workspace, name: str = REPORT) -> list[str]:
    """Each figure as `om mått/rad slag avser kön population: värde enhet tecken`; what is empty is left out."""
    return [_line(fact) for fact in facts(read(workspace, name))]


def _line(fact: Fact) -> str:
    who = fact.identity
    measure = "/".join(filter(None, (who.mått, who.rad)))
    about = " ".join(filter(None, (who.om, measure, who.slag, who.avser, who.kön, who.population)))
    value = f"{fact.värde.värde:f}"
    value = " ".join(filter(None, (fact.gräns, value, fact.enhet, "prel." if fact.preliminär else "")))
    return f"{about}: {value} {fact.tecken}" + (" härledd" if fact.härledd else "")


def facts_of(lines: list[str], start: str) -> list[str]:
    """The facts that begin so, without that beginning."""
    return [line.removeprefix(start) for line in lines if line.startswith(start)]


def table(workspace: Workspace, wanted: str, name: str = REPORT) -> Tabell:
    """A table of the report by its id."""
    return next(table for table in read(workspace, name).tables() if table.id == wanted)


def row(of: Tabell, label: str) -> Rad:
    """The first row of a name."""
    return next(row for row in of.rader if row.etikett == label)


def derived(of: Tabell, label: str) -> dict[str, str]:
    """A row's cells that hold a derived figure: shown, or held against what was given."""
    boxes = row(of, label).celler.items()
    return {word: f"{box.härlett.värde:f} {box.läge}" for word, box in boxes if box.härlett is not None}


def printed(html: str, caption: str) -> list[list[str]]:
    """The rows of the table with that in its caption, cell by cell, as a reader sees them (no-break spaces as spaces)."""
    return [[cell.text.replace(NBSP, " ") for cell in line.all("th", "td")] for line in shown(html, caption).all("tr")]


def shown(html: str, caption: str) -> Element:
    """The only table with that in its caption."""
    tables = [table for table in parse(html).all("table") if table.all("caption")]
    found = [table for table in tables if caption in table.one("caption").text.replace(NBSP, " ")]
    assert len(found) == 1, f"{len(found)} tables with {caption} in the caption"
    return found[0]


def notes(html: str, caption: str) -> list[str]:
    """What stands below the table: its notes and the legend of its marks."""
    frame = shown(html, caption).parent
    assert frame is not None
    assert frame.parent is not None
    after = frame.parent.children[frame.parent.children.index(frame) + 1 :]
    if not after or "tabellnot" not in after[0].classes:
        return []
    return [line.text.replace(NBSP, " ") for line in after[0].all("p")]
