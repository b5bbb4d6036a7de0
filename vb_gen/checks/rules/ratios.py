"""Family 1: figures that follow from others in another way than a sum of rows: a total beside its parts, a share of a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library, Remark, Subject, Term, rule, term
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, format_tal, is_amount_unit, round_half_up, with_unit
from vb_gen.core.units import is_percent
from vb_gen.figures.facts import Fact
from vb_gen.model.report import Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_DEVIATION = "budgetavvikelse"  # the measure: a body's deviation from its budget, or its result, in per cent
_INVESTED = "investeringsavvikelse"  # the measure: what is left of its investment budget, in per cent
_WHOLES = ("varav_intäkter", "varav_kostnader")
_KINDS = ("bokslut", "prognos")


@rule("S06", Level.VARNING, "Räkning", among=True)
def budget_deviation(subject: Subject) -> Iterator[Remark]:
    """S06: a body's deviation in per cent is a share of its frame; for one without a frame, of its income or its costs."""
    for spot, year in _in_percent(subject, _DEVIATION):
        pairs = list(_deviations(subject, year))
        if (nearest := _unlike(subject, "S06", spot, pairs)) is not None:
            of = "ramen" if subject.report.enhet.ram == "ram" else "omsättningen"
            text = f"andelen är inte avvikelsen delad med {of}"
            advice = "Kontrollera tecknet och siffran mot driftsammandraget, eller skriv i en not hur den är räknad."
            yield _share(subject, "S06", spot, nearest, text, advice)


@rule("S07", Level.VARNING, "Räkning", among=True)
def investments_left(subject: Subject) -> Iterator[Remark]:
    """S07: what is left of a body's investment budget, in per cent of it, follows from its budget and its outcome."""
    for spot, year in _in_percent(subject, _INVESTED):
        pairs = list(_left(subject, year))
        if (nearest := _unlike(subject, "S07", spot, pairs)) is not None:
            text = "andelen är inte det som är kvar av investeringsbudgeten"
            advice = "Kontrollera tecknet (minus när budgeten är överskriden) och siffran mot investeringarna."
            yield _share(subject, "S07", spot, nearest, text, advice)


@dataclass(frozen=True)
class _Spot:
    """A figure in per cent, in its place."""

    section: Section
    table: Tabell
    row: Rad
    column: Kolumn
    tal: Tal


@dataclass(frozen=True)
class _Pair:
    """Two amounts, and the share that they make, before it was rounded."""

    part: Fact
    whole: Fact
    low: Decimal
    high: Decimal
    rest: bool = False  # what is left of the whole, not the part itself

    def gives(self, told: Decimal, half: Decimal) -> bool:
        """Is a share that was told, to half its last digit, this one?"""
        return self.low < told + half and told - half < self.high

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


def _in_percent(subject: Subject, measure: str) -> Iterator[tuple[_Spot, str]]:
    """The body's own outcomes of a measure that are told in per cent, and the year of each."""
    for section, table in subject.tables():
        for row in table.rader if table.typ == "indikatorer" else ():
            if row.mått != measure or row.population or row.kön:
                continue
            for column in table.kolumner:
                box = row.celler.get(column.ord)
                if box is None or box.läge != "given" or box.tal is None or column.slag not in _KINDS:
                    continue
                if is_percent(table.unit(row, column, box.cell)) and not (box.cell.värde and box.cell.värde.gräns):
                    yield _Spot(section, table, row, column, box.tal), column.avser


def _unlike(subject: Subject, code: str, spot: _Spot, pairs: list[_Pair]) -> _Pair | None:
    """Where no pair gives the share, the one that gives it with the other sign, else the nearest, the report's own first.

    None where one does, or there is none.
    """
    if not pairs:
        return None
    subject.held(code)
    told, half = spot.tal.värde, spot.tal.half_width
    if any(pair.gives(told, half) for pair in pairs):
        return None
    return min(
        pairs, key=lambda pair: (not pair.gives(-told, half), pair.part.rapport != subject.report.name, abs(pair.middle - told))
    )


def _deviations(subject: Subject, year: str) -> Iterator[_Pair]:
    """The deviations of a year, each with what it may be a share of.

    A body with a frame is held to the frame; to one without, its result is the deviation, and its turnover the whole.
    """
    told = _amounts(subject.library).get((subject.report.enhet_id, year), _Told())
    framed = subject.report.enhet.ram == "ram"
    parts = told.avvikelser if framed else [*told.avvikelser, *told.resultat]
    for part, whole in product(parts, told.ram if framed else told.omsättning):
        if ends := _ends(part.comparable, abs(whole.comparable.värde), whole.comparable.half_width):
            yield _Pair(part, whole, min(ends), max(ends))


def _left(subject: Subject, year: str) -> Iterator[_Pair]:
    """What was invested in a year, with the budget that stands beside it."""
    told = _amounts(subject.library).get((subject.report.enhet_id, year), _Told())
    for part, whole in product(told.investerat, told.investeringsbudget):
        beside = (part.rapport, part.tabell) == (whole.rapport, whole.tabell)
        if beside and (ends := _ends(part.comparable, whole.comparable.värde, whole.comparable.half_width)):
            left = [100 - end for end in ends]
            yield _Pair(part, whole, min(left), max(left), rest=True)


def _ends(part: Tal, whole: Decimal, half: Decimal) -> list[Decimal]:
    """A share in per cent of the least and the largest amounts that round to these; nothing where the whole may be none."""
    if abs(whole) <= half:
        return []
    return [(part.värde + a * part.half_width) / (whole + b * half) * 100 for a, b in product((-1, 1), (-1, 1))]


@dataclass
class _Told:
    """What reports tell of a body and a year."""

    avvikelser: list[Fact] = field(default_factory=list)
    resultat: list[Fact] = field(default_factory=list)
    ram: list[Fact] = field(default_factory=list)
    omsättning: list[Fact] = field(default_factory=list)
    investerat: list[Fact] = field(default_factory=list)
    investeringsbudget: list[Fact] = field(default_factory=list)


_Amounts = dict[tuple[str, str], _Told]
_known: WeakKeyDictionary[Library, _Amounts] = WeakKeyDictionary()


def _amounts(library: Library) -> _Amounts:
    """What every report tells of each body and year."""
    if library not in _known:
        found: _Amounts = {}
        for fact in (fact for facts in library.facts.values() for fact in facts):
            who = fact.identity
            if who.mått not in ("nettokostnad", "investeringar") or not is_amount_unit(fact.enhet):
                continue
            told = found.setdefault((who.om, who.avser), _Told())
            if who.mått == "investeringar" and who.rad == "":
                kinds = {"budget": told.investeringsbudget} | dict.fromkeys(_KINDS, told.investerat)
                kinds.get(who.slag, []).append(fact)
            elif who.rad in _WHOLES and who.slag in _KINDS:
                told.omsättning.append(fact)
            elif who.rad == "":
                kinds = {"avvikelse": told.avvikelser, "budget": told.ram} | dict.fromkeys(_KINDS, told.resultat)
                kinds.get(who.slag, []).append(fact)
        _known[library] = found
    return _known[library]


def _share(subject: Subject, code: str, spot: _Spot, pair: _Pair, text: str, advice: str) -> Remark:
    decimals = spot.tal.decimaler
    shown = [with_unit(format_tal(fact.värde), fact.enhet) for fact in (pair.part, pair.whole)]
    divided = f"{shown[0]} ({pair.part.etikett}) / {shown[1]} ({pair.whole.etikett})"
    turned = " (omvänt tecken)" if pair.gives(-spot.tal.värde, spot.tal.half_width) else ""
    if pair.rest:
        divided = f"1 − {shown[0]} ({pair.part.kolumn}) / {shown[1]} ({pair.whole.kolumn})"
    return cell_remark(
        subject,
        spot.section,
        spot.row,
        spot.column,
        code,
        Level.VARNING,
        f"{text}: {spot.row.etikett}, {spot.column.rubrik}{turned}",
        advice,
        förväntat=Tal(round_half_up(pair.middle, decimals), decimals),
        angivet=spot.tal,
        uträkning=f"{divided} = {format_decimal_sv(pair.middle, decimals)} %",
        fakta=(
            term(spot.table, spot.row, spot.column),
            *(Term(f"{f.etikett}, {f.kolumn}", said, f.plats) for f, said in zip((pair.part, pair.whole), shown, strict=True)),
        ),
    )
