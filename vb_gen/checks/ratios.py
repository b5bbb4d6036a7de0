"""Family 1: figures that follow from others in another way than a sum of rows: a total beside its parts, a share of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from weakref import WeakKeyDictionary

from vb_gen.checks.base import Example, Library, Remark, Rule, Subject, Term, rounding, term, tolerance, work_out
from vb_gen.checks.cells import cell_remark
from vb_gen.errors import Level
from vb_gen.facts import Fact
from vb_gen.model.tabell import Kolumn, Rad, Tabell
from vb_gen.numbers import Tal, format_decimal_sv, format_tal, is_amount_unit, with_unit
from vb_gen.report import Section

_DEVIATION = "budgetavvikelse"  # the measure: a body's deviation from its budget, or its result, in per cent
_WHOLES = ("varav_intäkter", "varav_kostnader")
_KINDS = ("bokslut", "prognos")


def across(subject: Subject) -> Iterator[Remark]:
    """S05: a column that is called the total is the sum of the row's columns that part it."""
    for section, table in subject.tables():
        total = table.column("totalt")
        parts = [c for c in table.kolumner if table.mått and c.mått.startswith(f"{table.mått}_")]
        if total is None or not total.slag or len(parts) < 2:
            continue
        for row in table.rader:
            printed = row.celler[total.ord].tal if total.ord in row.celler else None
            told = [(c, tal) for c in parts if (box := row.celler.get(c.ord)) and (tal := box.tal)]
            if printed is None or row.celler[total.ord].läge != "given" or not told:
                continue
            subject.held("S05")
            exact = sum((tal.värde for _, tal in told), Decimal(0))
            if printed.värde != exact:
                expected = Tal(exact, max(tal.decimaler for _, tal in told))
                worked = work_out([(f"{c.grupp} {c.rubrik}".strip(), tal) for c, tal in told], expected)
                remark = _across(subject, section, table, row, (total, *(c for c, _ in told)), expected, worked)
                yield rounding(remark) if abs(printed.värde - exact) < tolerance([printed, *(t for _, t in told)]) else remark


def _across(
    subject: Subject, section: Section, table: Tabell, row: Rad, columns: tuple[Kolumn, ...], expected: Tal, worked: str
) -> Remark:
    total = columns[0]
    text = f"radens kolumner blir inte totalen: {row.etikett}, {total.rubrik}"
    advice = "Rätta totalen eller någon av radens andra siffror."
    return cell_remark(
        subject,
        section,
        row,
        total,
        "S05",
        Level.FEL,
        text,
        advice,
        förväntat=expected,
        angivet=row.celler[total.ord].tal,
        uträkning=worked,
        fakta=tuple(term(table, row, column) for column in columns),
    )


def budget_deviation(subject: Subject) -> Iterator[Remark]:
    """S06: a body's deviation in per cent is a share of its frame; for one without a frame, of its income or its costs."""
    for section, table in subject.tables():
        for row in table.rader if table.typ == "indikatorer" else ():
            if row.mått != _DEVIATION or row.population or row.kön:
                continue
            for column in table.kolumner:
                box = row.celler.get(column.ord)
                if box is None or box.läge != "given" or box.tal is None or column.slag not in _KINDS:
                    continue
                if table.unit(row, column, box.cell) not in ("%", "procent") or (box.cell.värde and box.cell.värde.gräns):
                    continue
                pairs = list(_pairs(subject, column.avser))
                if not pairs:
                    continue
                subject.held("S06")
                told, half = box.tal.värde, box.tal.half_unit
                if not any(low < told + half and told - half < high for *_, low, high in pairs):
                    nearest = min(pairs, key=lambda pair: abs((pair[2] + pair[3]) / 2 - told))
                    yield _share(subject, section, table, row, column, nearest)


_Pair = tuple[Fact, Fact, Decimal, Decimal]


def _pairs(subject: Subject, year: str) -> Iterator[_Pair]:
    """The deviations of a year, each with what it may be a share of, and the share before it was rounded.

    A body with a frame is held to the frame; to one without, its result is the deviation, and its turnover the whole.
    """
    told = _amounts(subject.library).get((subject.report.enhet_id, year), _Told())
    framed = subject.report.enhet.ram == "ram"
    parts = told.avvikelser if framed else [*told.avvikelser, *told.resultat]
    for part, whole in product(parts, told.ram if framed else told.omsättning):
        one, other = part.comparable, whole.comparable
        ends = [
            (one.värde + a * one.half_unit) / (abs(other.värde) + b * other.half_unit) * 100
            for a, b in product((-1, 1), (-1, 1))
            if abs(other.värde) > other.half_unit
        ]
        if ends:
            yield part, whole, min(ends), max(ends)


@dataclass
class _Told:
    """What reports tell of a body and a year."""

    avvikelser: list[Fact] = field(default_factory=list)
    resultat: list[Fact] = field(default_factory=list)
    ram: list[Fact] = field(default_factory=list)
    omsättning: list[Fact] = field(default_factory=list)


_Amounts = dict[tuple[str, str], _Told]
_known: WeakKeyDictionary[Library, _Amounts] = WeakKeyDictionary()


def _amounts(library: Library) -> _Amounts:
    """What every report tells of each body and year."""
    if library not in _known:
        found: _Amounts = {}
        for fact in (fact for facts in library.facts.values() for fact in facts):
            who = fact.identity
            if who.mått != "nettokostnad" or not is_amount_unit(fact.enhet):
                continue
            told = found.setdefault((who.om, who.avser), _Told())
            if who.rad in _WHOLES and who.slag in _KINDS:
                told.omsättning.append(fact)
            elif who.rad == "":
                kinds = {"avvikelse": told.avvikelser, "budget": told.ram} | dict.fromkeys(_KINDS, told.resultat)
                kinds.get(who.slag, []).append(fact)
        _known[library] = found
    return _known[library]


def _share(subject: Subject, section: Section, table: Tabell, row: Rad, column: Kolumn, pair: _Pair) -> Remark:
    box = row.celler[column.ord]
    part, whole, low, high = pair
    assert box.tal is not None
    expected = Tal((low + high) / 2, box.tal.decimaler)
    shown = [with_unit(format_tal(fact.värde), fact.enhet) for fact in (part, whole)]
    of = "ramen" if subject.report.enhet.ram == "ram" else "omsättningen"
    text = f"andelen är inte avvikelsen delad med {of}: {row.etikett}, {column.rubrik}"
    advice = "Kontrollera tecknet och siffran mot driftsammandraget, eller skriv i en not hur den är räknad."
    return cell_remark(
        subject,
        section,
        row,
        column,
        "S06",
        Level.VARNING,
        text,
        advice,
        förväntat=Tal(expected.värde.quantize(Decimal(1).scaleb(-expected.decimaler)), expected.decimaler),
        angivet=box.tal,
        uträkning=f"{shown[0]} ({part.etikett}) / {shown[1]} ({whole.etikett}) = {format_decimal_sv(expected.värde, expected.decimaler)} %",
        fakta=(
            term(table, row, column),
            *(Term(f"{fact.etikett}, {fact.kolumn}", text, fact.plats) for fact, text in zip((part, whole), shown, strict=True)),
        ),
    )


_SAVINGS = """
åtgärder:
  belopp: mnkr
  rader: |
    åtgärd              | totalt | son 2023 | son 2024 | än 2023 | än 2024
    Färre sommarblommor | {} |        2 |          |       8 |       8
"""
_RESULT = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet       | bokslut | budget | avvikelse | roll
    Växthus          |   638,4 |  636,5 |      -1,9 |
    Summa            |   638,4 |  636,5 |      -1,9 | summa
"""
_PERCENT = """
indikatorer:
  grupper:
    - målområde: Ekonomi
      rader: |
        mål           | indikator       | 2023 | målvärde | mått            | enhet
        God hushållning | Budgetavvikelse | {} |    max 1 | budgetavvikelse | %
"""

RULES = (
    Rule(
        "S05",
        Level.FEL,
        "Radens kolumner blir inte totalen",
        "I en tabell där kolumnen Totalt följs av kolumner som delar upp den, till exempel besparingar per nämnd och år, ska raden "
        "räknad på tvären bli totalen. En tom cell räknas inte.",
        Example({"rapport.yaml": "mall: budget-2024\n", "budget.yaml": _SAVINGS.format("    16")}),
        Example({"rapport.yaml": "mall: budget-2024\n", "budget.yaml": _SAVINGS.format("    18")}),
        across,
        "Räkning",
    ),
    Rule(
        "S06",
        Level.VARNING,
        "Budgetavvikelsen i procent följer inte av driftsammandraget",
        "Ett mått med mått: budgetavvikelse i procent ska vara enhetens avvikelse mot budget delad med ramen, med samma tecken. En enhet "
        "med nollram delar avvikelsen, eller resultatet, med intäkterna eller kostnaderna. Prövas när beloppen finns i rapporten eller i "
        "en annan rapport i arbetsytan.",
        Example({"ekonomi.yaml": _RESULT, "namndindikatorer.yaml": _PERCENT.format("  0,3")}),
        Example({"ekonomi.yaml": _RESULT, "namndindikatorer.yaml": _PERCENT.format(" -0,3")}),
        budget_deviation,
        "Räkning",
    ),
)
