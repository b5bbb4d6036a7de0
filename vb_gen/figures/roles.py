"""What the rows of a table are where nobody wrote it: sums, groups and parts, and what plus means, by name and figures.

A name alone decides nothing. A row called Summa is a sum where its figures are the sum of the rows above it; what the figures
do not bear out stays an ordinary row, so that nothing is derived from it and nobody is accused by it. What is written wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from vb_gen.core.figure import Tal, explained, total
from vb_gen.core.labels import meaning
from vb_gen.core.units import is_percent
from vb_gen.figures.derive import worked_out
from vb_gen.model.derivation import is_share
from vb_gen.model.table import Kolumn, Rad, Tabell

PAIRS = (("varav_kostnader", "varav_intäkter"), ("varav_utgifter", "varav_inkomster"))
_MOST_ROWS = 400  # in a table whose rows are tried against each other
_LONGEST = 40  # rows of a group that nothing but its figures tells of
_MOST_FAILED = 50
_SURE = 2  # lines that must bear something out


def understood(table: Tabell, earlier: Sequence[Tabell] = ()) -> Tabell:
    """The table with the roles and signs that its names and figures bear out, in the rows that have none written."""
    if not table.belopp or not any(row.tolkat for row in table.rader):
        return table
    if any("roll" in row.tolkat for row in table.rader) and len(table.rader) <= _MOST_ROWS:
        table = _Roles(table, earlier).result()
    return _with_signs(table)


@dataclass(slots=True)
class Bevis:
    """How the columns of a table bear out that a row is the sum of others."""

    håller: set[tuple[Decimal, ...]] = field(default_factory=set)  # distinct lines that say something
    exakt: int = 0
    svaga: int = 0  # lines of nought, or of one part
    brutna: set[tuple[Decimal, ...]] = field(default_factory=set)

    @property
    def bryter(self) -> int:
        """How many distinct lines contradict it."""
        return len(self.brutna)

    def believed(self, word: int) -> bool:
        """Is it so? `word` is how surely the row's name says that it is a whole."""
        held = len(self.håller)
        if held < 2 * self.bryter:
            return False
        if word >= 3:
            return held >= _SURE or (held == 1 and self.exakt >= 1) or (not held and not self.bryter and self.svaga >= _SURE)
        return held >= _SURE and self.exakt >= 1 and (word > 0 or held > _SURE)


def is_figures(column: Kolumn) -> bool:
    """Can a column's figures be added?"""
    return column.innehåll in ("tal", "utfall") and not is_percent(column.enhet) and not is_share(column.härleds)


def written(row: Rad, column: Kolumn) -> Tal | None:
    """The figure that somebody wrote in a cell, where it is one to reckon with."""
    box = row.celler.get(column.ord)
    if box is None or box.läge != "given" or box.tal is None:
        return None
    value = box.cell.värde
    return None if value is None or value.gräns or value.år is not None else box.tal


def evidence(table: Tabell, whole: Rad, parts: Sequence[Rad]) -> Bevis:
    """How the columns bear out that a row is the sum of some others, in the signs they are printed with."""
    found = Bevis()
    for column in table.kolumner:
        if not is_figures(column) or (said := written(whole, column)) is None:
            continue
        figures = [tal for part in parts if (tal := written(part, column)) is not None]
        if not figures:
            continue
        expected = total(figures)
        off = said.värde - expected.värde
        if not explained(off, (said, expected)):
            found.brutna.add((said.värde, *(tal.värde for tal in figures)))
        elif said.värde and sum(bool(tal.värde) for tal in figures) > 1:
            line = (said.värde, *(tal.värde for tal in figures))
            found.exakt += off == 0 and line not in found.håller
            found.håller.add(line)
        else:
            found.svaga += 1
    return found


class _Roles:
    """Finds the roles of one table's rows, from the top down."""

    def __init__(self, table: Tabell, earlier: Sequence[Tabell]) -> None:
        self.table, self.rows = table, list(table.rader)
        self.before = [row for other in earlier for row in other.rader if row.roll == "summa"]
        self.open: list[int] = []  # rows that no sum has taken yet
        self.sums: list[int] = []
        self.failed = 0  # rows that are called sums and are none

    def result(self) -> Tabell:
        """The table with its roles."""
        for index, row in enumerate(self.rows):
            if "roll" not in row.tolkat or not row.has_figures:
                continue
            if self._is_half(index):
                self._set(index, "delar", "namnet, och raden ovanför")
            elif any(self.rows[p].has_figures for p in self._above(index)):
                continue
            elif meaning(row.etikett).varav or not self._sum(index):
                self.open.append(index)
        self._groups()
        self._outside()
        self._parts()
        return replace(self.table, rader=tuple(self.rows))

    def _above(self, index: int) -> list[int]:
        out, parent = [], self.rows[index].förälder
        while parent is not None:
            out.append(parent)
            parent = self.rows[parent].förälder
        return out

    def _set(self, index: int, role: str, why: str) -> None:
        self.rows[index] = replace(self.rows[index], roll=role, grund=why)

    def _is_half(self, index: int) -> bool:
        """Is a row one of two, costs and income, of the row above them?"""
        near = {self.rows[n].nyckel for n in (index - 1, index + 1) if 0 <= n < len(self.rows)}
        key = self.rows[index].nyckel
        return any((key == one and other in near) or (key == other and one in near) for one, other in PAIRS) and index > 0

    def _sum(self, index: int) -> bool:
        """Is a row the sum of those above it? Then they are taken."""
        row = self.rows[index]
        word = meaning(row.etikett)
        strict = word.helhet or (1 if word.versal or row.namnlös else 0)
        if not strict or self.failed > _MOST_FAILED:
            return False
        if strict >= 3 and not self.open and not any(tal.värde for c in self.table.kolumner if (tal := written(row, c))):
            self._set(index, "summa", "namnet, och noll utan rader att räkna ihop")
            self.sums.append(index)
            return True
        plain = [n for n in self.open if not meaning(self.rows[n].etikett).varav]
        for taken in dict.fromkeys((tuple(plain), tuple(self.open))):
            proof = evidence(self.table, row, [self.rows[n] for n in taken])
            if taken and proof.believed(strict):
                self._set(index, "summa", _said(proof))
                self.open.clear()
                self.sums.append(index)
                return True
        sums = [*self.before, *(self.rows[n] for n in self.sums)]
        if strict >= 3 and len(sums) > 1 and (proof := evidence(self.table, row, sums)).believed(3):
            self._set(index, "totalsumma", _said(proof))
            return True
        found = strict >= 3 and self._partition(index, plain)
        self.failed += not found
        return found

    def _partition(self, index: int, plain: list[int]) -> bool:
        """Is a row the sum of rows that are each the sum of those right below them? All of it must be, to the last digit."""
        count = len(plain)
        if count < 6 or any(self.rows[n].förälder is not None for n in plain):
            return False
        came: dict[int, int] = {0: 0}
        for start in range(count):
            if start not in came:
                continue
            for stop in range(start + 3, min(start + _LONGEST, count) + 1):
                if stop not in came and self._exact(plain[start], plain[start + 1 : stop]):
                    came[stop] = start
        if count not in came:
            return False
        cuts, at = [count], count
        while at:
            at = came[at]
            cuts.insert(0, at)
        heads = [plain[n] for n in cuts[:-1]]
        if len(heads) < 2 or not self._exact(index, heads):
            return False
        self._set(index, "summa", f"summan av {len(heads)} grupper, som alla går ihop")
        for start, stop in pairwise(cuts):
            self._set(plain[start], "grupp", "summan av raderna under")
            for part in plain[start + 1 : stop]:
                self.rows[part] = replace(self.rows[part], förälder=plain[start], nivå=1)
        self.open.clear()
        self.sums.append(index)
        return True

    def _exact(self, whole: int, parts: Sequence[int]) -> bool:
        proof = evidence(self.table, self.rows[whole], [self.rows[n] for n in parts])
        return not proof.bryter and proof.exakt >= 1 and proof.exakt == len(proof.håller)

    def _groups(self) -> None:
        """Rows with figures that are the sums of what is indented below them."""
        for index, row in enumerate(self.rows):
            parts = [n for n, r in enumerate(self.rows) if r.förälder == index and r.has_figures and not meaning(r.etikett).varav]
            if row.roll == "post" and "roll" in row.tolkat and row.has_figures and len(parts) > 1 and self._exact(index, parts):
                self._set(index, "grupp", "summan av raderna under")

    def _outside(self) -> None:
        """Rows below the last sum that have costs and income of their own are no part of it."""
        for index in self.open:
            after = self.rows[index + 1 : index + 3]
            if self.sums and index > self.sums[-1] and len(after) == 2 and all(row.roll == "delar" for row in after):
                self._set(index, "utanför", "står under summan, med kostnader och intäkter")

    def _parts(self) -> None:
        """Varav rows that no sum adds are parts of a row above them."""
        for index, row in enumerate(self.rows):
            if row.roll != "post" or "roll" not in row.tolkat or not meaning(row.etikett).varav or not row.has_figures:
                continue
            after = [n for n in self.sums if n > index]
            added = after and index in self._terms(after[0])
            whole = next((r for r in reversed(self.rows[:index]) if not meaning(r.etikett).varav), None)
            if not added and whole is not None and whole.has_figures:
                self._set(index, "del", "namnet, och ingen summa räknar in den")

    def _terms(self, index: int) -> list[int]:
        """The rows that a sum was found to add."""
        start = max((n + 1 for n in self.sums if n < index), default=0)
        rows = [n for n in range(start, index) if self.rows[n].has_figures and self.rows[n].roll == "post"]
        plain = [n for n in rows if not meaning(self.rows[n].etikett).varav]
        proof = evidence(self.table, self.rows[index], [self.rows[n] for n in plain])
        return plain if plain and proof.believed(3) else rows


def _said(proof: Bevis) -> str:
    held = len(proof.håller) + proof.svaga
    return f"namnet, och {held} av {held + proof.bryter} kolumner går ihop"


def _with_signs(table: Tabell) -> Tabell:
    """The rows with what plus means in them, where their deviations show it."""
    ways = [sign_of(table, row) if "tecken" in row.tolkat else "" for row in table.rader]
    counted = {way: ways.count(way) for way in ("resultat", "kostnad")}
    most = max(counted, key=lambda way: counted[way])
    clear = most if counted[most] >= _SURE and not min(counted.values()) else ""
    rows = []
    for row, way in zip(table.rader, ways, strict=True):
        sign = way or (clear if "tecken" in row.tolkat else "")
        if sign and (sign == "kostnad") != (row.tecken == "kostnad"):
            row = replace(row, tecken=sign)
        rows.append(row)
    return replace(table, rader=tuple(rows))


def sign_of(table: Tabell, row: Rad) -> str:
    """What plus means in a row by its deviations: `resultat` (and intäkt), or `kostnad`; empty where they do not show it."""
    fits = {"resultat": True, "kostnad": True}
    shown = False
    for column in table.kolumner:
        said = written(row, column)
        if said is None or column.härleds is None or is_share(column.härleds):
            continue
        for sign in fits:
            found = worked_out(table, replace(row, tecken=sign), column)
            if found is None:
                continue
            shown = shown or bool(found.tal.värde)
            fits[sign] = fits[sign] and explained(said.värde - found.tal.värde, (said, found.tal))
    if not shown or fits["resultat"] == fits["kostnad"]:
        return ""
    return "kostnad" if fits["kostnad"] else "resultat"
