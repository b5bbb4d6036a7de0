"""Figures in running text: `{{ driftsammandrag.summa.avvikelse | överskott }}`.

A reference names a table's figure; filters say how it is put in words (`wording`). Only names, attributes, constant
subscripts and our filters are allowed: nothing is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from vb_gen.core.finding import short
from vb_gen.core.names import slug
from vb_gen.core.spelling import nearest
from vb_gen.figures.facts import part_name
from vb_gen.model.cell import Cell, Målvärde, Värde
from vb_gen.model.report import Report
from vb_gen.model.table import Kolumn, Rad, Ruta, Tabell
from vb_gen.text.wording import FILTERS, Mängd, ReferenceProblem

__all__ = ["FILTERS", "Figur", "Index", "Mängd", "ReferenceProblem"]
MAX_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Figur:
    """What a reference points at: the table's figure as it stands there, and what the reference's words do with it."""

    tabell: Tabell
    rad: Rad
    kolumn: Kolumn
    mängd: Mängd
    ord: tuple[str, ...] = ()  # the filters, in order
    mot: Mängd | None = None  # what the figure is compared with


_PARSER = Environment(autoescape=True)


@lru_cache(2_000)
def _parsed(expression: str) -> list[nodes.Node]:
    """A reference as Jinja's parser reads it; nothing is run."""
    return _PARSER.parse("{{" + expression + "}}").body


class Index:
    """Looks up a report's figures by the names authors use."""

    def __init__(self, report: Report) -> None:
        self.tables: dict[str, list[Tabell]] = {}
        for table in report.tables():
            self.tables.setdefault(table.id.partition(".")[0], []).append(table)
        self.counts = _counts(report)

    def say(self, expression: str) -> str:
        """A reference's text, ready for a sentence. Raises :class:`ReferenceProblem`."""
        result = self._evaluate(self._parse(expression))
        return result if isinstance(result, str) else str(result)

    def figure(self, expression: str) -> Figur | None:
        """The table's figure behind a reference; None for a count. Raises :class:`ReferenceProblem`."""
        node = self._parse(expression)
        filters: list[nodes.Filter] = []
        while isinstance(node, nodes.Filter) and node.node is not None:
            filters.insert(0, node)
            node = node.node
        path = _path(node)
        if path[0] in self.counts and len(path) == 2:
            return None
        table, row, rest = self._row(path)
        column, _ = _column(table, rest, path)
        arguments = [self._argument(argument) for one in filters if one.name == "mot" for argument in one.args]
        against = next((argument for argument in arguments if isinstance(argument, Mängd)), None)
        return Figur(table, row, column, self.look_up(path), tuple(f.name for f in filters), against)

    def _parse(self, expression: str) -> nodes.Node:
        said = expression.strip()
        if len(said) > MAX_LENGTH:
            raise ReferenceProblem(f"hänvisningen är längre än {MAX_LENGTH} tecken", f"Skriv {self.example()}.")
        if not said:
            raise ReferenceProblem("hänvisningen är tom", f"Skriv {self.example()}.")
        try:
            body = _parsed(expression)
        except (TemplateSyntaxError, RecursionError):
            raise ReferenceProblem(f"”{short(said)}” är ingen hänvisning", self._repaired(said)) from None
        if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
            raise ReferenceProblem("hänvisningen ska vara ett enda namn", f"Skriv {self.example()}.")
        node = body[0].nodes[0]
        if isinstance(node, nodes.Sub) and re.search(r"[^\W\d]-[^\W\d]", said):
            raise ReferenceProblem("ett namn i en hänvisning får inte innehålla bindestreck", self._repaired(said))
        return node

    def example(self) -> str:
        """A reference that holds in this report, to show how one is written."""
        for name, tables in self.tables.items():
            for table in tables:
                columns = [column for column in table.kolumner if column.slag]
                row = next((row for row in table.rader if row.has_figures and row.förälder is None), None)
                if columns and row:
                    return f"{{{{ {name}.{row.nyckel}{_step(slug(columns[0].ord))} }}}}"
        return "{{ tabell.rad.kolumn }}"

    def _repaired(self, said: str) -> str:
        """The reference with its names as they are written: small letters, `_` between words."""
        path, bar, filters = said.partition("|")
        parts = [slug(part) for part in re.split(r"[.\[\]]+", path) if slug(part)]
        if not parts or re.search(r"[(){}%'\"*+]", path):
            return f"Skriv {self.example()}; ingenting räknas ut eller körs."
        written = parts[0] + "".join(_step(part) for part in parts[1:]) + (f" | {filters.strip()}" if bar else "")
        return f"Namn skrivs med små bokstäver och _ mellan orden: {{{{ {written} }}}}."

    def _evaluate(self, node: nodes.Node) -> Mängd | str:
        if isinstance(node, nodes.Filter):
            return self._filter(node)
        return self.look_up(_path(node))

    def _filter(self, node: nodes.Filter) -> Mängd | str:
        assert node.node is not None
        if node.name not in FILTERS:
            raise ReferenceProblem(f"ordet ”{node.name}” efter | är okänt", nearest(node.name, list(FILTERS)), node.name)
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise ReferenceProblem(f"”{node.name}” kan inte skrivas så", f"Skriv till exempel | {node.name}.", node.name)
        subject = self._evaluate(node.node)
        if isinstance(subject, str):
            raise ReferenceProblem(
                f"”{node.name}” kan inte stå efter ett ord som redan har gjort talet till text",
                "Låt ordet med riktning (överskott, bättre, ökat …) stå sist.",
                node.name,
            )
        return FILTERS[node.name](subject, [self._argument(a) for a in node.args])

    def _argument(self, node: nodes.Node) -> Mängd | int:
        if isinstance(node, nodes.Const) and isinstance(node.value, int) and -9 <= node.value <= 9:
            return node.value
        inner = node.node if isinstance(node, nodes.Neg) else None
        if isinstance(inner, nodes.Const) and isinstance(inner.value, int) and 0 <= inner.value <= 9:
            return -inner.value
        if isinstance(node, nodes.Const):
            what = f"”{short(str(node.value))}” är inget antal decimaler"
            raise ReferenceProblem(what, "Skriv ett tal mellan -9 och 9, till exempel | ca(1).", str(node.value))
        value = self._evaluate(node)
        if isinstance(value, str):
            what = "inom parentes ska stå ett antal decimaler eller en hänvisning"
            raise ReferenceProblem(what, "Ta bort ordet efter | inom parentesen.")
        return value

    def look_up(self, path: list[str | int]) -> Mängd:
        """The figure at a path: table, row (and sub-rows), column or year."""
        name = str(path[0])
        if name in self.counts and len(path) == 2:
            if not self.counts[name]["antal"]:
                what, where = ("inga mål", "målredovisning") if name == "mål" else ("inga uppdrag", "uppdrag")
                raise ReferenceProblem(
                    f"rapporten har {what} att räkna", f"Skriv avsnittet med {where} först, eller antalet i ord."
                )
            found = self.counts[name].get(str(path[1]))
            if found is None:
                what = f"”{name}.{path[1]}” finns inte"
                raise ReferenceProblem(what, nearest(str(path[1]), list(self.counts[name])), str(path[1]), följer=True)
            return Mängd(Decimal(found), 0, neutrum=True)
        return _figure(*self._row(path), path)

    def _row(self, path: list[str | int]) -> tuple[Tabell, Rad, list[str | int]]:
        """The table and row of a path, and what is left of it."""
        name = str(path[0])
        if name not in self.tables:
            known = sorted({*self.tables, *self.counts})
            raise ReferenceProblem(f"tabellen ”{name}” finns inte i rapporten", nearest(name, known), name, följer=True)
        matches, tried = [], []
        for table in self.tables[name]:
            rows, rest = _find_rows(table, path[1:])
            tried += [r.nyckel for r in table.rader if r.förälder is None]
            matches += [(table, row, rest) for row in rows]
        if len(path) == 1:
            what = f"hänvisningen säger inte vilken rad i tabellen {name} den gäller"
            raise ReferenceProblem(what, f"Lägg till rad och kolumn, till exempel {self.example()}. {nearest('', tried)}")
        if not matches:
            word = str(path[1])
            raise ReferenceProblem(f"raden ”{word}” finns inte i tabellen {name}", nearest(slug(word), tried), word, följer=True)
        if len(matches) > 1:
            where = " och ".join(str(row.plats.line) for _, row, _ in matches[:2])
            keys = list(dict.fromkeys(row.nyckel for _, row, _ in matches))
            instead = "Ge raden ett eget mått (kolumnen mått) och använd det."
            if len(keys) > 1:
                instead = f"Skriv radens eget namn: {' eller '.join(keys[:4])}."
            raise ReferenceProblem(f"flera rader i {name} svarar mot hänvisningen (rad {where})", instead, str(path[1]))
        return matches[0]


def _step(part: str) -> str:
    """A step of a reference: `.bokslut`, `[2023]`."""
    return f"[{part}]" if part.isdigit() else f".{part}"


def _path(node: nodes.Node) -> list[str | int]:
    """A chain of names and constant subscripts, outermost first."""
    if isinstance(node, nodes.Name) and not node.name.startswith("_"):
        return [node.name]
    if isinstance(node, nodes.Getattr) and not node.attr.startswith("_"):
        return [*_path(node.node), node.attr]
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str | int):
        return [*_path(node.node), node.arg.value]
    raise ReferenceProblem(
        "i en hänvisning får bara stå namn på tabell, rad och kolumn, år inom hakparentes och ord efter |",
        "Skriv {{ tabell.rad.kolumn }}; ingenting räknas ut eller körs.",
    )


def _find_rows(table: Tabell, path: list[str | int]) -> tuple[list[Rad], list[str | int]]:
    """The rows a path may mean, and what is left of it (the column, perhaps a part)."""
    names = [slug(str(part)) for part in path]
    for length in range(len(names), 0, -1):
        wanted = names[:length]
        rows = [row for row in table.rader if answers(table, row, wanted)]
        if rows:
            return rows, path[length:]
    return [], []


def answers(table: Tabell, row: Rad, wanted: list[str]) -> bool:
    """Is a row the one that these names mean, its own or those of the rows it is indented under and its own?"""
    if wanted == ["summa"]:
        return (row.roll in ("summa", "totalsumma") and row.nyckel != "summa") or row.nyckel == "summa"
    line = (*reversed(list(table.ancestors(row))), row)
    if len(wanted) == 1 and not row.kön:
        return wanted[0] in (row.nyckel, slug(row.etikett))
    return len(line) == len(wanted) and all(w in (r.nyckel, slug(r.etikett)) for w, r in zip(wanted, line, strict=True))


def _figure(table: Tabell, row: Rad, rest: list[str | int], path: list[str | int]) -> Mängd:
    column, part = _column(table, rest, path)
    return _value(table, row, column, row.celler[column.ord], part)


def _column(table: Tabell, rest: list[str | int], path: list[str | int]) -> tuple[Kolumn, list[str]]:
    """The column that is left of a path, and the part of the cell."""
    words = {slug(column.ord): column for column in table.kolumner if column.slag}
    tail = [str(part) for part in rest]
    for start in range(len(tail)):
        word = slug(" ".join(tail[start:]))
        column = words.get(word) or _only_column_of_year(words, word)
        if column:
            return column, tail[:start]
    name, shown = path[0], tail[-1] if tail else ""
    if not shown:
        what = f"hänvisningen säger inte vilken kolumn i tabellen {name} den gäller"
        raise ReferenceProblem(what, f"Lägg till kolumnen sist. {nearest('', list(words))}")
    raise ReferenceProblem(f"kolumnen ”{shown}” finns inte i tabellen {name}", nearest(shown, list(words)), shown, följer=True)


def _only_column_of_year(words: dict[str, Kolumn], year: str) -> Kolumn | None:
    """`[2025]` where one column alone is of that year: `plan 2025`."""
    columns = [column for word, column in words.items() if year.isdigit() and word.endswith(f"_{year}")]
    return columns[0] if len(columns) == 1 else None


def _value(table: Tabell, row: Rad, column: Kolumn, box: Ruta, part: list[str]) -> Mängd:
    good = _good(row, column)
    difference = column.slag == "avvikelse"
    if box.läge == "härledd" and box.härlett and not part:
        tal = box.härlett
        return Mängd(tal.värde, tal.decimaler, table.unit(row, column, box.cell), "", good, difference, källa=tal)
    values = _parts(row, box.cell)
    chosen = values.get(slug(part[0])) if part else next(iter(values.values()), None)
    if part and chosen is None:
        raise ReferenceProblem(
            f"raden ”{row.etikett}” har ingen del ”{part[0]}”", nearest(part[0], list(values)), part[0], följer=True
        )
    if chosen is None:
        shown = box.cell.shown
        what = f"”{shown}” och inget tal" if shown else "inget tal"
        raise ReferenceProblem(
            f"cellen {row.etikett}, {column.rubrik} innehåller {what}", "Skriv texten utan hänvisning.", följer=True
        )
    if not part and len(values) > 1:
        names = ", ".join(values)
        raise ReferenceProblem(f"cellen {row.etikett}, {column.rubrik} har flera tal", f"Skriv vilket: {names}.")
    unit = chosen.enhet or table.unit(row, column, box.cell)
    return Mängd(chosen.tal.värde, chosen.tal.decimaler, unit, "", good, difference, källa=chosen.tal)


def _parts(row: Rad, cell: Cell | Målvärde) -> dict[str, Värde]:
    values = cell.värden
    names = [part_name(row, value, i, len(values)) or str(value.år or i) for i, value in enumerate(values)]
    return {slug(name): value for name, value in zip(names, values, strict=True)}


def _good(row: Rad, column: Kolumn) -> int:
    """Is plus good? By the row's sign and its convention for deviations; by its direction for measures."""
    if row.riktning in ("högst", "mindre än", "minska"):
        return -1
    if row.riktning in ("minst", "mer än", "öka"):
        return 1
    if column.slag == "avvikelse" and row.regel == "plus är bra":
        return 1
    return -1 if row.tecken == "kostnad" else 1


def _counts(report: Report) -> dict[str, dict[str, int]]:
    goals = [goal.status for goal in report.goals()]
    counts = {"mål": {"antal": len(goals)} | {slug(s): goals.count(s) for s in report.statusord}}
    states = [
        row.celler["status"].cell.shown
        for table in report.tables()
        if table.typ == "uppdrag"
        for row in table.rader
        if "status" in row.celler
    ]
    rows = sum(len(table.rader) for table in report.tables() if table.typ == "uppdrag")
    counts["uppdrag"] = {"antal": rows} | {slug(s): states.count(s) for s in report.uppdragsord}
    return counts
