"""Figures in running text: `{{ driftsammandrag.summa.avvikelse | överskott }}`.

A reference names a table's figure; filters say how it is put in words. Only names, attributes, constant subscripts and
our filters are allowed: nothing is run. Words of direction follow the figure's sign, so that prose cannot say
överskott of an underskott.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from jinja2 import Environment, TemplateSyntaxError, nodes

from vb_gen.facts import part_name
from vb_gen.model.cell import Cell, Målvärde, Värde
from vb_gen.model.tabell import Kolumn, Rad, Ruta, Tabell
from vb_gen.names import slug
from vb_gen.numbers import (
    NBSP,
    Tal,
    convert,
    format_decimal_sv,
    in_words,
    is_amount_unit,
    round_half_up,
    round_towards,
    with_unit,
)
from vb_gen.report import Report
from vb_gen.source import nearest

MAX_LENGTH = 300


class ReferenceProblem(ValueError):
    """A reference that cannot be followed: why, and what to write."""

    def __init__(self, what: str, instead: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Mängd:
    """A figure on its way into a sentence."""

    värde: Decimal
    decimaler: int
    enhet: str = ""
    ord_före: str = ""  # ca, drygt, närmare
    bra: int = 0  # +1 where plus is good, −1 where minus is, 0 where it cannot be told
    skillnad: bool = False  # a deviation or a difference
    källa: Tal | None = None  # the table's figure, for what compares prose with tables

    def __str__(self) -> str:
        number = with_unit(format_decimal_sv(self.värde, self.decimaler), self.enhet)
        return f"{self.ord_före}{NBSP}{number}" if self.ord_före else number

    def magnitude(self) -> str:
        """Without its sign."""
        return str(replace(self, värde=abs(self.värde)))


class Index:
    """Looks up a report's figures by the names authors use."""

    def __init__(self, report: Report) -> None:
        self.tables: dict[str, list[Tabell]] = {}
        for table in report.tables():
            self.tables.setdefault(table.id.partition(".")[0], []).append(table)
        self.counts = _counts(report)
        self.parser = Environment(autoescape=True)

    def say(self, expression: str) -> str:
        """A reference's text, ready for a sentence. Raises :class:`ReferenceProblem`."""
        if len(expression) > MAX_LENGTH:
            raise ReferenceProblem(f"hänvisningen är längre än {MAX_LENGTH} tecken")
        try:
            body = self.parser.parse("{{" + expression + "}}").body
        except TemplateSyntaxError:
            raise ReferenceProblem(
                f"”{expression.strip()}” är ingen hänvisning",
                "Skriv {{ tabell.rad.kolumn }} eller {{ tabell.rad[2023] }}.",
            ) from None
        if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
            raise ReferenceProblem("hänvisningen ska vara ett enda namn", "Skriv {{ tabell.rad.kolumn }}.")
        result = self._evaluate(body[0].nodes[0])
        return result if isinstance(result, str) else str(result)

    def _evaluate(self, node: nodes.Node) -> Mängd | str:
        if isinstance(node, nodes.Filter):
            return self._filter(node)
        return self.look_up(_path(node))

    def _filter(self, node: nodes.Filter) -> Mängd | str:
        assert node.node is not None
        if node.name not in FILTERS:
            raise ReferenceProblem(f"ordet ”{node.name}” efter | är okänt", nearest(node.name, list(FILTERS)))
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise ReferenceProblem(f"”{node.name}” kan inte skrivas så", f"Skriv till exempel | {node.name}.")
        subject = self._evaluate(node.node)
        if isinstance(subject, str):
            raise ReferenceProblem(
                f"”{node.name}” kan inte stå efter ett ord som redan har gjort talet till text",
                "Låt ordet med riktning (överskott, bättre, ökat …) stå sist.",
            )
        return FILTERS[node.name](subject, [self._argument(a) for a in node.args])

    def _argument(self, node: nodes.Node) -> Mängd | int:
        if isinstance(node, nodes.Const) and isinstance(node.value, int) and -9 <= node.value <= 9:
            return node.value
        inner = node.node if isinstance(node, nodes.Neg) else None
        if isinstance(inner, nodes.Const) and isinstance(inner.value, int) and 0 <= inner.value <= 9:
            return -inner.value
        if isinstance(node, nodes.Const):
            raise ReferenceProblem(f"”{node.value}” ska vara ett tal mellan -9 och 9")
        value = self._evaluate(node)
        if isinstance(value, str):
            raise ReferenceProblem("inom parentes ska stå ett antal decimaler eller en hänvisning")
        return value

    def look_up(self, path: list[str | int]) -> Mängd:
        """The figure at a path: table, row (and sub-rows), column or year."""
        name = str(path[0])
        if name in self.counts and len(path) == 2:
            found = self.counts[name].get(str(path[1]))
            if found is None:
                raise ReferenceProblem(f"”{name}.{path[1]}” finns inte", nearest(str(path[1]), list(self.counts[name])))
            return Mängd(Decimal(found), 0)
        if name not in self.tables:
            known = sorted({*self.tables, *self.counts})
            raise ReferenceProblem(f"tabellen ”{name}” finns inte i rapporten", nearest(name, known))
        matches, tried = [], []
        for table in self.tables[name]:
            rows, rest = _find_rows(table, path[1:])
            tried += [r.nyckel for r in table.rader if r.förälder is None]
            matches += [(table, row, rest) for row in rows]
        if not matches:
            word = str(path[1]) if len(path) > 1 else ""
            raise ReferenceProblem(f"raden ”{word}” finns inte i tabellen {name}", nearest(word, tried))
        if len(matches) > 1:
            where = " och ".join(str(row.plats.line) for _, row, _ in matches[:2])
            raise ReferenceProblem(
                f"flera rader i {name} svarar mot hänvisningen (rad {where})",
                "Ge raden ett eget mått, eller skriv hela vägen.",
            )
        return _figure(*matches[0], path)


def _path(node: nodes.Node) -> list[str | int]:
    """A chain of names and constant subscripts, outermost first."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        return [*_path(node.node), node.attr]
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str | int):
        return [*_path(node.node), node.arg.value]
    raise ReferenceProblem(
        "i en hänvisning får bara stå namn, år inom hakparentes och ord efter |",
        "Skriv {{ tabell.rad.kolumn }}; inget räknas ut och inget körs.",
    )


def _find_rows(table: Tabell, path: list[str | int]) -> tuple[list[Rad], list[str | int]]:
    """The rows a path may mean, and what is left of it (the column, perhaps a part)."""
    names = [slug(str(part)) for part in path]
    for length in range(len(names), 0, -1):
        wanted = names[:length]
        rows = [row for row in table.rader if _answers(table, row, wanted)]
        if rows:
            return rows, path[length:]
    return [], []


def _answers(table: Tabell, row: Rad, wanted: list[str]) -> bool:
    if wanted == ["summa"]:
        return (row.roll in ("summa", "totalsumma") and row.nyckel != "summa") or row.nyckel == "summa"
    line = (*reversed(list(table.ancestors(row))), row)
    if len(wanted) == 1 and not row.kön:
        return wanted[0] in (row.nyckel, slug(row.etikett))
    return len(line) == len(wanted) and all(w in (r.nyckel, slug(r.etikett)) for w, r in zip(wanted, line, strict=True))


def _figure(table: Tabell, row: Rad, rest: list[str | int], path: list[str | int]) -> Mängd:
    words = {slug(column.ord): column for column in table.kolumner if column.slag}
    tail = [str(part) for part in rest]
    for start in range(len(tail)):
        word = slug(" ".join(tail[start:]))
        column = words.get(word) or _only_column_of_year(words, word)
        if column:
            return _value(table, row, column, row.celler[column.ord], tail[:start])
    said = ".".join(str(part) for part in path)
    shown = tail[-1] if tail else ""
    instead = nearest(shown, list(words)) if shown else "Lägg till en kolumn: " + ", ".join(words) + "."
    raise ReferenceProblem(f"”{said}” leder inte till någon kolumn i tabellen", instead)


def _only_column_of_year(words: dict[str, Kolumn], year: str) -> Kolumn | None:
    """`[2025]` where one column alone is of that year: `plan 2025`."""
    columns = [column for word, column in words.items() if year.isdigit() and word.endswith(f"_{year}")]
    return columns[0] if len(columns) == 1 else None


def _value(table: Tabell, row: Rad, column: Kolumn, box: Ruta, part: list[str]) -> Mängd:
    good = _good(row, column)
    difference = column.slag == "avvikelse"
    if box.läge == "härledd" and box.härlett and not part:
        tal = box.härlett
        return Mängd(tal.värde, tal.decimaler, table.unit(row, column, box.cell), "", good, difference, tal)
    values = _parts(row, box.cell)
    chosen = values.get(slug(part[0])) if part else next(iter(values.values()), None)
    if part and chosen is None:
        raise ReferenceProblem(f"raden ”{row.etikett}” har ingen del ”{part[0]}”", nearest(part[0], list(values)))
    if chosen is None:
        shown = box.cell.shown
        what = f"”{shown}” och inget tal" if shown else "inget tal"
        raise ReferenceProblem(f"cellen {row.etikett}, {column.rubrik} innehåller {what}", "Skriv texten utan hänvisning.")
    if not part and len(values) > 1:
        names = ", ".join(values)
        raise ReferenceProblem(f"cellen {row.etikett}, {column.rubrik} har flera tal", f"Skriv vilket: {names}.")
    unit = chosen.enhet or table.unit(row, column, box.cell)
    return Mängd(chosen.tal.värde, chosen.tal.decimaler, unit, "", good, difference, chosen.tal)


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


Filter = Callable[[Mängd, list[Mängd | int]], Mängd | str]


def _decimals(subject: Mängd, arguments: list[Mängd | int], default: int | None = None) -> int:
    if not arguments:
        return subject.decimaler if default is None else default
    if not isinstance(arguments[0], int):
        raise ReferenceProblem("inom parentes ska stå ett antal decimaler", "Skriv till exempel | ca(0).")
    return arguments[0]


def _about(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
    places = _decimals(subject, arguments)
    return replace(subject, värde=round_half_up(subject.värde, places), decimaler=places, ord_före="ca")


def _rounded(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
    places = _decimals(subject, arguments, 0)
    return replace(subject, värde=round_half_up(subject.värde, places), decimaler=places)


def _cut(word: str, *, up: bool) -> Filter:
    def cut(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
        places = _decimals(subject, arguments, 0)
        size = round_towards(abs(subject.värde), places, up=up)
        if size == abs(subject.värde):
            what = f"”{word}” stämmer inte: {subject} är jämnt"
            raise ReferenceProblem(what, f"Ta bort | {word}, eller avrunda grövre: | {word}(-1).")
        return replace(subject, värde=size.copy_sign(subject.värde), decimaler=places, ord_före=word)

    return cut


def _in_unit(unit: str) -> Filter:
    def change(subject: Mängd, _: list[Mängd | int]) -> Mängd:
        if not is_amount_unit(subject.enhet):
            raise ReferenceProblem(f"{subject} är inget belopp och kan inte skrivas i {unit}")
        value = convert(subject.värde, subject.enhet, unit)
        shift = {"tkr": 3, "mnkr": 6, "mkr": 6}
        places = subject.decimaler + shift[unit] - shift.get(subject.enhet, 0)
        return replace(subject, värde=value, decimaler=max(places, 0), enhet=unit)

    return change


def _against(subject: Mängd, arguments: list[Mängd | int]) -> Mängd:
    other = arguments[0] if arguments else None
    if not isinstance(other, Mängd):
        raise ReferenceProblem("”mot” behöver en hänvisning att jämföra med", "Skriv | mot(personal.sjukfrånvaro[2022]).")
    if other.enhet != subject.enhet:
        raise ReferenceProblem(f"{subject} och {other} har olika enhet och kan inte jämföras")
    unit = "procentenheter" if subject.enhet == "%" else subject.enhet
    places = max(subject.decimaler, other.decimaler)
    return replace(subject, värde=subject.värde - other.värde, decimaler=places, enhet=unit, skillnad=True, källa=None)


def _result(subject: Mängd, _: list[Mängd | int]) -> str:
    good = subject.värde * subject.bra
    if good == 0:
        return "ett nollresultat"
    return f"ett {'överskott' if good > 0 else 'underskott'} på {subject.magnitude()}"


def _sized(plus: str, minus: str, zero: str, *, after: bool, judged: bool = False) -> Filter:
    """Words that follow the sign: before the figure (”ökat med 5 %”) or after it (”5 mnkr lägre”)."""

    def say(subject: Mängd, _: list[Mängd | int]) -> str:
        value = subject.värde * subject.bra if judged else subject.värde
        if value == 0:
            return zero
        word = plus if value > 0 else minus
        return f"{subject.magnitude()} {word}" if after else f"{word} {subject.magnitude()}"

    return say


FILTERS: dict[str, Filter] = {
    "tal": lambda subject, _: replace(subject, enhet=""),
    "belopp": lambda subject, _: replace(subject, värde=abs(subject.värde)),
    "avrundat": _rounded,
    "ca": _about,
    "drygt": _cut("drygt", up=False),
    "närmare": _cut("närmare", up=True),
    "tkr": _in_unit("tkr"),
    "mnkr": _in_unit("mnkr"),
    "mot": _against,
    "överskott": _result,
    "bättre": _sized("bättre", "sämre", "oförändrat", after=True, judged=True),
    "högre": _sized("högre", "lägre", "oförändrat", after=True),
    "ökat": _sized("ökat med", "minskat med", "varit oförändrat", after=False),
    "ökade": _sized("ökade med", "minskade med", "var oförändrat", after=False),
    "ökning": _sized("en ökning med", "en minskning med", "ingen förändring", after=False),
    "i_ord": lambda subject, _: in_words(subject.värde),
}
