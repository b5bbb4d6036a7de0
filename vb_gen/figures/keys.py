"""Relations that nobody wrote: they hold, or are told of only where the table itself bears them out.

A break of a relation whose role or sign was understood, and not written, is told as a fault where the rest of the table has
two lines that hold, as a warning where it has one and the name is a strict one (Summa, Totalt). Otherwise it is not tested, and
why is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product

from vb_gen.core.figure import explained, total
from vb_gen.core.labels import meaning
from vb_gen.figures.derive import worked_out
from vb_gen.figures.roles import sign_of, written
from vb_gen.figures.samband import Samband, Slag, Utfall
from vb_gen.model.table import Rad, Tabell

FEL, VARNING = "fel", "varning"
_SURE = 2
_COARSE = "talen verkar vara avrundade grövre än de är skrivna"
_TURNED = "det stämmer med omvänt tecken, och vad plus betyder är inte skrivet"


def with_keys(table: Tabell, found: Iterable[Samband], tried: Mapping[frozenset[tuple[int, str]], Utfall]) -> Iterator[Samband]:
    """The relations of a table, those that nobody wrote told of only where they have their keys.

    `tried` is what came of the same relations where the figures were read by themselves, without roles.
    """
    everything = list(found)
    for one in everything:
        row = one.helhet.rad
        if one.utfall is not Utfall.BRYTER or not row.tolkat:
            yield one
        elif one.slag is Slag.RAD:
            yield _of_row(table, one, row)
        elif tried.get(one.celler) in (Utfall.HÅLLER, Utfall.AVRUNDNING):
            yield replace(one, okänt=_COARSE)
        elif one.slag in (Slag.SUMMA, Slag.NETTO) and "roll" in row.tolkat:
            yield _of_rows(one, [other for other in everything if other.slag == one.slag and other.helhet.rad is row])
        else:
            yield one


def _of_row(table: Tabell, one: Samband, row: Rad) -> Samband:
    if "tecken" not in row.tolkat or one.delat:
        return one
    other = worked_out(table, replace(row, tecken="resultat" if row.tecken == "kostnad" else "kostnad"), one.helhet.kolumn)
    if other is not None and other.tal.värde == one.väntat.värde:
        return one  # whatever plus means
    if other is not None and explained(one.angivet.värde - other.tal.värde, (one.angivet, other.tal)):
        return replace(one, okänt=_TURNED)
    if sum(bool(sign_of(table, r)) for r in table.rader if r is not row) >= _SURE:
        return one
    return replace(one, okänt="vad plus betyder är inte skrivet, och för få andra rader visar det")


def _in_some_signs(one: Samband) -> bool:
    """Would a net be right if costs or income were printed with another sign than they are in the other columns?"""
    first, second = (part.tal for part in one.delar)
    sums = [total(pair) for pair in product((first, -first), (second, -second))]
    return any(explained(one.angivet.värde - tal.värde, (one.angivet, tal)) for tal in sums)


def _of_rows(one: Samband, line: list[Samband]) -> Samband:
    """A sum or a net of rows: the other columns bear it out, or not."""
    held = [other for other in line if other.utfall in (Utfall.HÅLLER, Utfall.AVRUNDNING)]
    said = {(o.angivet.värde, *(p.tal.värde for p in o.delar)) for o in held if sum(bool(p.tal.värde) for p in o.delar) > 1}
    if one.slag is Slag.NETTO and _in_some_signs(one):
        return replace(one, okänt=_TURNED)
    here = {id(part.ställe.rad) for part in one.delar}
    for other in held:
        more = [part.ställe.rad for part in other.delar if id(part.ställe.rad) not in here and part.tal.värde]
        if any(written(row, one.helhet.kolumn) is None for row in more):
            return replace(one, okänt=f"{more[0].etikett} saknar belopp här, men har det i andra kolumner")
    strict = meaning(one.helhet.rad.etikett).helhet >= 3
    if len(said) >= _SURE:
        return one
    if len(said) == 1 and strict and any(other.utfall is Utfall.HÅLLER for other in held):
        return replace(one, nivå=VARNING)
    return replace(one, okänt="raden är inte skriven som summa, och för få andra kolumner går ihop")
