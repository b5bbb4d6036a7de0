"""Rounding, as a property: whatever was exact before it was rounded gives no fault; a change beyond rounding always does.

Tables are made up exact, with sums, parts, nettos, deviations and a grand total that hold; then every cell is rounded as it
is printed. What each cell is held against is known from how the table was made, not from the rules.
"""

from __future__ import annotations

from collections.abc import Mapping as Mapping_
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import KOMMUN, read, write
from vb_gen.checks.rule import Library, Remark
from vb_gen.checks.run import check
from vb_gen.core.finding import Collector, Document, Level
from vb_gen.core.node import Mapping
from vb_gen.core.numbers import Tal, format_decimal_sv, round_half_up
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.derive import derive
from vb_gen.inputs.yaml.source import parse
from vb_gen.model.grid import Surroundings, read_table
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Tabell

ARITHMETIC = ("S01", "S02", "S03", "E03")
SAME_FACT = ("F01", "F02", "E01", "E02")
COLUMNS = ("bokslut", "budget", "avvikelse", "föregående")
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Cell = tuple[int, str]  # a row's number and a column


@dataclass
class Line:
    """A row before it is rounded."""

    name: str
    role: str
    sign: str
    exact: dict[str, Decimal]
    indent: int = 0


@dataclass
class Relation:
    """What a cell must be: others, added and taken away."""

    whole: Cell
    parts: list[tuple[Cell, int]]


class Made:
    """A table that holds, exactly; and how many decimals each figure is printed with."""

    def __init__(self, sign: str) -> None:
        self.sign = sign
        self.lines: list[Line] = []
        self.relations: list[Relation] = []
        self.places: dict[Cell, int] = {}

    def printed(self) -> dict[Cell, Tal]:
        """Every cell, rounded as it is printed."""
        cells = {(i, word): value for i, line in enumerate(self.lines) for word, value in line.exact.items()}
        return {cell: Tal(round_half_up(value, self.places[cell]), self.places[cell]) for cell, value in cells.items()}

    def __repr__(self) -> str:
        return f"{self.sign}:\n{self.grid(self.printed())}"

    def beyond(self, cells: Mapping_[Cell, Tal]) -> bool:
        """Is any relation off by what rounding cannot explain: half a unit of each figure, all together?"""
        for relation in self.relations:
            figures = [cells[relation.whole], *(cells[cell] for cell, _ in relation.parts)]
            off = figures[0].värde - sum((cells[cell].värde * way for cell, way in relation.parts), Decimal(0))
            if off and abs(off) >= sum((tal.half_width for tal in figures), Decimal(0)):
                return True
        return False

    def grid(self, cells: Mapping_[Cell, Tal]) -> str:
        """The table as it is written."""
        rows = [" | ".join(["verksamhet", *COLUMNS, "roll", "tecken"])]
        for i, line in enumerate(self.lines):
            shown = [_written(cells[i, word]) if (i, word) in cells else "" for word in COLUMNS]
            rows.append(" | ".join(["  " * line.indent + line.name, *shown, line.role, line.sign]))
        return "\n".join(rows)


def _written(tal: Tal) -> str:
    return format_decimal_sv(tal.värde, tal.decimaler, group=False).replace("−", "-")


amounts = st.integers(-4_000_000, 9_000_000).map(lambda n: Decimal(n).scaleb(-4))
costs = st.integers(1, 9_000_000).map(lambda n: Decimal(n).scaleb(-4))
changes = st.integers(-2500, 2500).map(lambda n: 1 + Decimal(n).scaleb(-4))


@st.composite
def tables(draw: st.DrawFn) -> Made:
    """A table with one or two sums, each of posts with or without parts, perhaps parted into costs and income; a total."""
    made = Made(draw(st.sampled_from(["resultat", "kostnad"])))
    values = amounts if made.sign == "resultat" else costs
    sums = [_block(draw, made, values, number) for number in range(draw(st.integers(1, 2)))]
    if len(sums) > 1:
        _total(made, "Totalt", "totalsumma", sums)
    decimals = draw(st.integers(0, 2))
    other = draw(st.integers(0, 2))
    for i, line in enumerate(made.lines):
        coarse = line.role in ("summa", "totalsumma") and draw(st.booleans())
        for word in line.exact:
            made.places[i, word] = other if coarse else decimals
    return made


def _block(draw: st.DrawFn, made: Made, values: st.SearchStrategy[Decimal], number: int) -> int:
    """Posts and their sum; returns the sum's row."""
    posts = []
    for post in range(draw(st.integers(1, 4))):
        bokslut = draw(values)
        posts.append(_line(made, Line(f"Post {number}{post}", "post", made.sign, _years(draw, bokslut))))
        if bokslut > 0 and draw(st.booleans()):
            share = draw(st.integers(0, 100)) * Decimal("0.01")
            part = {word: value * share for word, value in made.lines[-1].exact.items() if word != "avvikelse"}
            _line(made, Line(f"varav del {number}{post}", "del", made.sign, part, indent=1))
    total = _total(made, f"Summa {number}", "summa", posts)
    if draw(st.booleans()):
        _net(draw, made, total)
    return total


def _years(draw: st.DrawFn, bokslut: Decimal) -> dict[str, Decimal]:
    return {"bokslut": bokslut, "budget": bokslut * draw(changes), "föregående": bokslut * draw(changes)}


def _line(made: Made, line: Line) -> int:
    """Add a row, with its deviation where it has one."""
    made.lines.append(line)
    index = len(made.lines) - 1
    if line.role not in ("del", "delar"):
        way = -1 if made.sign == "kostnad" else 1
        line.exact["avvikelse"] = way * (line.exact["bokslut"] - line.exact["budget"])
        made.relations.append(Relation((index, "avvikelse"), [((index, "bokslut"), way), ((index, "budget"), -way)]))
    return index


def _total(made: Made, name: str, role: str, rows: list[int]) -> int:
    exact = {word: sum((made.lines[i].exact[word] for i in rows), Decimal(0)) for word in COLUMNS}
    index = _line(made, Line(name, role, made.sign, exact))
    made.relations += [Relation((index, word), [((i, word), 1) for i in rows]) for word in COLUMNS]
    return index


def _net(draw: st.DrawFn, made: Made, total: int) -> None:
    """What a sum is of costs and of income, with plus for both."""
    net = made.lines[total].exact
    income, cost = {}, {}
    for word in ("bokslut", "budget", "föregående"):
        out_in = net[word] if made.sign == "resultat" else -net[word]
        cost[word] = draw(costs) + max(Decimal(0), -out_in)
        income[word] = cost[word] + out_in
    i = _line(made, Line("varav intäkter", "delar", "intäkt", income, indent=1))
    k = _line(made, Line("varav kostnader", "delar", "kostnad", cost, indent=1))
    way = 1 if made.sign == "resultat" else -1
    made.relations += [Relation((total, word), [((i, word), way), ((k, word), -way)]) for word in income]


# Reading and checking, in memory


class Desk:
    """A report in memory, with tables put in the place of its own."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.workspace = Workspace(report.sources.paths[1].parent.parent)

    def table(self, kind: str, grid: str, *, sign: str = "", amount: str = "") -> Tabell:
        """A table as it is read and derived."""
        found = Collector()
        around = Surroundings(
            self.report.mall.tabelltyper, self.report.mall.kolumntyper, frozenset({"", "-", "−"}), self.report.ord, {}, {}
        )
        lines = [f"{kind}:", "  rader: |", *(f"    {line}" for line in grid.split("\n"))]
        section = parse(Document(f"{kind}.yaml", tuple(lines))).entries[kind]
        assert isinstance(section, Mapping)
        made = read_table(section.entries["rader"], kind, around, found, table_id=kind, amount=amount, sign=sign)
        found.stop()
        assert made is not None
        return derive(made)

    def remarks(self, **tables: Tabell) -> list[Remark]:
        """What `vb check` says of the report with these tables, by the name of the section; notes left out."""
        report = replace(self.report, avsnitt=tuple(_with(section, tables) for section in self.report.avsnitt))
        remarks = check(report, Library(self.workspace, [report])).remarks
        return [remark for remark in remarks if remark.level is not Level.UPPLYSNING]

    def of(self, made: Made, cells: Mapping_[Cell, Tal]) -> list[Remark]:
        """What it says of the table that was made, with these figures."""
        return self.remarks(driftsammandrag=self.table("driftsammandrag", made.grid(cells), sign=made.sign, amount="mnkr"))


def _with(section: Section, tables: dict[str, Tabell]) -> Section:
    own = (tables[section.id],) if section.id in tables else ()
    return replace(section, tabeller=own, avsnitt=tuple(_with(part, tables) for part in section.avsnitt))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = tmp_path_factory.mktemp("avrundning")
    write(root / "inputs/kommun.yaml", KOMMUN)
    write(root / "inputs/2023/parknamnden/rapport.yaml", "mall: vb-2023\n")
    return Desk(read(Workspace(root)))


def of(found: list[Remark], codes: tuple[str, ...]) -> list[str]:
    """The findings of some rules, as text."""
    return [f"{r.code} {r.text}: {r.uträkning}" for r in found if r.code in codes]


# The properties


@QUICK
@given(made=tables())
def test_what_was_exact_gives_no_fault_when_it_is_rounded(desk: Desk, made: Made) -> None:
    cells = made.printed()
    assert not made.beyond(cells)
    found = desk.of(made, cells)
    alone = [line.role for line in made.lines].count("summa") == 1  # see test_part_sums_are_not_one_fact
    assert of(found, (*ARITHMETIC, *(SAME_FACT if alone else ()))) == []
    # What is wrong with the exact table too (a deficit without a plan) is no matter of rounding.
    exact = {cell: Tal(made.lines[cell[0]].exact[cell[1]], 10) for cell in cells}
    others = {r.code for r in found} - {*SAME_FACT}
    assert others <= {r.code for r in desk.of(made, exact)}


@QUICK
@given(data=st.data(), made=tables())
def test_a_change_is_found_if_and_only_if_rounding_cannot_explain_it(desk: Desk, data: st.DataObject, made: Made) -> None:
    cells = made.printed()
    held = [relation.whole for relation in made.relations] + [cell for r in made.relations for cell, _ in r.parts]
    cell = data.draw(st.sampled_from(sorted(set(held))), label="cell")
    steps = data.draw(st.integers(1, 12) | st.integers(13, 5000), label="steps")
    change = Decimal(data.draw(st.sampled_from([1, -1]))) * steps * cells[cell].half_width * 2
    cells[cell] = Tal(cells[cell].värde + change, cells[cell].decimaler)
    found = of(desk.of(made, cells), ARITHMETIC)
    assert bool(found) == made.beyond(cells), found


@QUICK
@given(data=st.data(), exact=st.integers(10**7, 10**10).map(lambda n: Decimal(n).scaleb(-3)))
def test_one_fact_in_two_tables_may_differ_by_its_rounding_and_no_more(desk: Desk, data: st.DataObject, exact: Decimal) -> None:
    """The table in tkr, the overview in mnkr with fewer figures: 115 104 tkr is 115,1 mnkr."""
    decimals = data.draw(st.integers(0, 2), label="decimals of the overview")
    total, shown = Tal(round_half_up(exact, 0), 0), Tal(round_half_up(exact / 1000, decimals), decimals)
    overview = "ekonomi | bokslut | tecken | mått\nNettokostnader | {} | kostnad | nettokostnad"
    summary = "verksamhet | bokslut | roll\nParker | {0} | post\nSumma | {0} | summa"
    for steps in (0, data.draw(st.integers(-40, 40), label="steps")):
        told = Tal(shown.värde + steps * shown.half_width * 2, decimals)
        found = desk.remarks(
            ekonomi_i_korthet=desk.table("ekonomi_i_korthet", overview.format(_written(told)), amount="mnkr"),
            driftsammandrag=desk.table("driftsammandrag", summary.format(_written(total)), sign="kostnad", amount="tkr"),
        )
        off = abs(told.värde - total.värde / 1000)
        assert bool(of(found, SAME_FACT)) == (off >= told.half_width + total.half_width / 1000), (steps, found)


@QUICK
@given(data=st.data())
def test_a_total_between_women_and_men_stays_there_when_it_is_rounded(desk: Desk, data: st.DataObject) -> None:
    women, men = (data.draw(st.integers(1, 99_999).map(lambda n: Decimal(n).scaleb(-3))) for _ in range(2))
    share = Decimal(data.draw(st.integers(0, 100))) / 100
    decimals = [data.draw(st.integers(0, 2)) for _ in range(3)]
    exact = (women * share + men * (1 - share), women, men)
    total, *parts = [Tal(round_half_up(value, places), places) for value, places in zip(exact, decimals, strict=True)]
    grid = "personal | 2023 | enhet\nSjukfrånvaro | {} | %\n  Kvinnor | {} | %\n  Män | {} | %"
    for steps in (0, data.draw(st.integers(-60, 60), label="steps")):
        told = Tal(total.värde + steps * total.half_width * 2, total.decimaler)
        found = desk.remarks(personal=desk.table("volymer", grid.format(*map(_written, [told, *parts]))))
        above = told.värde - max(part.värde for part in parts)
        below = min(part.värde for part in parts) - told.värde
        far = max(above, below)
        slack = told.half_width + max(part.half_width for part in parts)
        if steps == 0 or far <= 0:
            assert of(found, ("D01",)) == []
        elif far >= slack and abs(told.värde - sum(part.värde for part in parts)) >= slack * 2:
            assert of(found, ("D01",)) != []


@QUICK
@given(data=st.data())
def test_what_looks_odd_in_a_row_does_so_before_it_is_rounded_too(desk: Desk, data: st.DataObject) -> None:
    """Years, women and men of one measure, of any size: a rule finds nothing in the rounded that it does not in the exact."""
    size = data.draw(st.sampled_from([10, 100, 1000, 10**4, 10**6]), label="size")
    years = (2020, 2021, 2022, 2023)
    exact: dict[int, tuple[Decimal, ...]] = {}
    for year in years:
        women, men = (Decimal(data.draw(st.integers(-20 if size < 100 else 1, size))).scaleb(-3) for _ in "KM")
        share = Decimal(data.draw(st.integers(60, 90))) / 100
        exact[year] = (women * share + men * (1 - share), women, men)
        if data.draw(st.booleans()):
            exact[year] = tuple(value.scaleb(data.draw(st.integers(-1, 1))) for value in exact[year])
    decimals = data.draw(st.integers(0, 2), label="decimals")
    name = data.draw(st.sampled_from(["Sjukfrånvaro", "Andel nöjda", "Kölängd"]))
    printed = {year: tuple(Tal(round_half_up(value, decimals), decimals) for value in of) for year, of in exact.items()}
    unrounded = {year: tuple(Tal(value, 12) for value in of) for year, of in exact.items()}
    codes = [
        {r.code for r in desk.remarks(personal=desk.table("volymer", _row(name, figures)))} for figures in (printed, unrounded)
    ]
    assert codes[0] <= codes[1]


def _row(name: str, figures: Mapping_[int, tuple[Tal, ...]]) -> str:
    """A measure with women and men below it, year by year."""
    lines = [" | ".join(["personal", *map(str, figures), "mått", "enhet"])]
    for number, label in enumerate((name, "  Kvinnor", "  Män")):
        shown = [_written(of[number]) for of in figures.values()]
        lines.append(" | ".join([label, *shown, "kön_i_urval" if not number else "", "%"]))
    return "\n".join(lines)


# What is derived is less exact than it looks, and what is not one fact is not


def test_part_sums_are_not_one_fact(desk: Desk) -> None:
    grid = """verksamhet | bokslut | roll
Parker     | 10 | post
Summa norr | 10 | summa
Träd       |  7 | post
Summa syd  |  7 | summa
Totalt     | 17 | totalsumma"""
    assert desk.remarks(driftsammandrag=desk.table("driftsammandrag", grid, amount="mnkr")) == []


def test_deviations_of_costs_and_income_add_up_to_that_of_the_result(desk: Desk) -> None:
    grid = """verksamhet | bokslut | budget | avvikelse | roll | tecken
Intäkter  | 10 | 6 |  4 | post  | intäkt
Kostnader |  8 | 5 | -3 | post  | kostnad
Resultat  |  2 | 1 |  1 | summa | resultat"""
    assert desk.remarks(driftsammandrag=desk.table("driftsammandrag", grid, amount="mnkr")) == []


@pytest.mark.parametrize(
    "grid",
    [
        # 10,4 and 5,5 three times: 31,2 and 16,5, which is 14,7 apart; the deviations are derived of 10 and 6.
        """verksamhet | bokslut | budget | avvikelse | roll
A     | 10 |  6 |    | post
B     | 10 |  6 |    | post
C     | 10 |  6 |    | post
Summa | 31 | 17 | 15 | summa""",
        # 10,4 six times is 62,4; the two sums are derived of 10, 10 and 10.
        """verksamhet | bokslut | roll
A      | 10 | post
B      | 10 | post
C      | 10 | post
Norr   |    | summa
D      | 10 | post
E      | 10 | post
F      | 10 | post
Syd    |    | summa
Totalt | 62 | totalsumma""",
    ],
)
def test_sum_of_derived_figures_may_differ_by_all_their_rounding(desk: Desk, grid: str) -> None:
    assert of(desk.remarks(driftsammandrag=desk.table("driftsammandrag", grid, amount="mnkr")), ARITHMETIC) == []


def test_the_largest_and_the_smallest_figure_are_added(tmp_path: Path) -> None:
    rows = f"Parker | {'9' * 18} | post\n    Skog | 0,{'0' * 16}1 | post\n    Summa | {'9' * 18} | summa"
    text = f"driftsammandrag:\n  belopp: mnkr\n  rader: |\n    verksamhet | bokslut | roll\n    {rows}\n"
    write(tmp_path / "inputs" / "kommun.yaml", KOMMUN)
    write(tmp_path / "inputs" / "2023" / "parknamnden" / "rapport.yaml", "mall: vb-2023\n")
    write(tmp_path / "inputs" / "2023" / "parknamnden" / "ekonomi.yaml", text)
    workspace = Workspace(tmp_path)
    told = check(read(workspace), Library(workspace))
    assert [(r.code, r.rad) for r in told.remarks] == [("S00", "Summa")]  # no more than rounding explains
