"""Family 1 and 2: what a table says of itself must add up; what rounding explains is listed and left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vb_gen.checks.diagnose import Brott
from vb_gen.checks.rule import Broken, Remark, Subject, Term, rounding, rule, term, work_out
from vb_gen.checks.rules.cells import cell_remark
from vb_gen.checks.rules.series import times
from vb_gen.core.figure import explained
from vb_gen.core.finding import Level
from vb_gen.core.names import listed
from vb_gen.core.numbers import format_tal, with_unit
from vb_gen.figures.derive import worked_out
from vb_gen.figures.samband import Samband, Slag

CODES: dict[Slag, str] = {Slag.SUMMA: "S01", Slag.RAD: "S02", Slag.NETTO: "S03", Slag.TVÄRS: "S05"}


@rule("S01", Level.FEL, "Räkning")
def sums(subject: Subject) -> Iterator[Remark]:
    """S01: a sum is its terms, by the rows' roles; a grand sum is the sums of its section's tables."""
    return judged(subject, Slag.SUMMA)


@rule("S02", Level.FEL, "Räkning")
def deviations(subject: Subject) -> Iterator[Remark]:
    """S02: a deviation, a difference or a share follows from its row's figures by its row's convention."""
    return judged(subject, Slag.RAD)


@rule("S03", Level.FEL, "Räkning")
def net(subject: Subject) -> Iterator[Remark]:
    """S03: netto is intäkter − kostnader (a cost: kostnader − intäkter), in whatever signs the parts are printed."""
    return judged(subject, Slag.NETTO)


@rule("S05", Level.FEL, "Räkning")
def across(subject: Subject) -> Iterator[Remark]:
    """S05: a column that is called the total is the sum of the row's columns that part it."""
    return judged(subject, Slag.TVÄRS)


def judged(subject: Subject, kind: Slag) -> Iterator[Remark]:
    """What the judge says of the relations of one kind: what rounding explains, and the faults that are told as one of them."""
    code = CODES[kind]
    for one in subject.relations:
        if one.slag != kind:
            continue
        if one.utfall == "ej prövat":
            subject.untested(code, one.helhet.ruta.plats, one.helhet.namn, one.okänt)
            continue
        subject.held(code)
        if one.utfall == "avrundning" and not _follows(subject, one):
            yield rounding(broken(subject, one))
    for fault in subject.faults:
        if told_as(fault) == code:
            yield faulty(subject, fault)


def told_as(fault: Brott) -> str:
    """The code that a fault is told with: E03 where a figure of a sum is off by a power of ten."""
    main = fault.samband[0]
    return "E03" if fault.potens and main.slag == "summa" else CODES[main.slag]


def faulty(subject: Subject, fault: Brott) -> Remark:
    """The finding of a fault: the cell that breaks relations where it is known, and every relation that it breaks."""
    main, where = fault.samband[0], fault.cell
    remark = broken(subject, main)
    if where is not None and where.ruta.tal is not None and (where.key != main.helhet.key or told_as(fault) == "E03"):
        assert fault.rätt is not None
        wholes = listed([one.helhet.namn for one in fault.samband])
        text = f"siffran stämmer inte: {where.namn}{_how(fault)}"
        if told_as(fault) == "E03":
            text = f"siffran verkar vara {times(fault.potens)}: {where.namn}"
        advice = f"Med {format_tal(fault.rätt)} stämmer {wholes}. Kontrollera mot källan."
        remark = replace(
            remark, code=told_as(fault), text=text, place=where.ruta.plats, instead=advice, rad=where.rad.etikett,
            kolumn=where.kolumn.ord, förväntat=fault.rätt, angivet=where.ruta.tal,
        )  # fmt: skip
    elif where is not None and "(" not in remark.text:
        remark = replace(remark, text=remark.text + _how(fault))
    # What is worked out of the figure goes with it, and need not be said.
    also = tuple(
        Term(f"bryter också {one.helhet.namn}", worked(one), one.helhet.ruta.plats)
        for one in fault.samband
        if one is not main and one.helhet.given
    )
    everything = tuple(
        Broken(CODES[one.slag], one.helhet.rad.etikett, one.helhet.kolumn.ord, one.avvikelse) for one in fault.samband
    )
    return replace(remark, fakta=remark.fakta + also, bryter=everything)


def _how(fault: Brott) -> str:
    """What may have happened to the cell, in brackets."""
    if fault.potens:
        return f" ({times(fault.potens)})"
    return {"tecken": " (omvänt tecken)", "siffror": " (två siffror verkar ha bytt plats)"}.get(fault.hur, "")


def _follows(subject: Subject, one: Samband) -> bool:
    """Is the whole worked out of a figure that differs from its own relation itself? That is where it is told."""
    where = one.helhet
    found = None if where.given else worked_out(where.tabell, where.rad, where.kolumn)
    wrong = (
        {other.helhet.key for other in subject.relations if other.utfall != "håller" and other.helhet.given} if found else set()
    )
    return found is not None and any((id(where.rad), of.ord) in wrong for of in found.kolumner)


def broken(subject: Subject, one: Samband) -> Remark:
    """The remark about a relation that does not hold to the last digit."""
    text, advice = _SAID[one.slag](one)
    where = one.helhet
    return cell_remark(
        subject,
        where.avsnitt,
        where.rad,
        where.kolumn,
        CODES[one.slag],
        Level.VARNING if one.nivå == "varning" else Level.FEL,
        text,
        advice,
        förväntat=one.väntat,
        angivet=one.angivet,
        uträkning=worked(one),
        fakta=tuple(term(s.tabell, s.rad, s.kolumn) for s in (where, *(part.ställe for part in one.delar))),
    )


def worked(one: Samband) -> str:
    """The calculation: `11,5 (budget) − 12,6 (bokslut) = −1,1`."""
    if one.delat:
        part, whole = (f"{format_tal(d.tal)} ({d.ställe.kolumn.ord})" for d in one.delar)
        return f"{part} / {whole} = {with_unit(format_tal(one.väntat), one.helhet.kolumn.enhet)}"
    across_row = one.slag == "rad"
    names = [
        d.ställe.kolumn.ord if across_row
        else f"{d.ställe.kolumn.grupp} {d.ställe.kolumn.rubrik}".strip() if one.slag == "tvärs"
        else d.ställe.rad.etikett
        for d in one.delar
    ]  # fmt: skip
    return work_out(zip(names, (d.tal for d in one.delar), strict=True), one.väntat)


def _of_sum(one: Samband) -> tuple[str, str]:
    advice = "Rätta summan eller termen, eller låt cellen vara tom så räknas summan ut."
    if one.helhet.ruta.läge == "härledd":
        advice = "Rätta termen, eller de siffror som summan är räknad av."
    return f"summan stämmer inte: {one.helhet.namn}", advice


def _of_row(one: Samband) -> tuple[str, str]:
    what = "andelen" if one.delat else "avvikelsen"
    if one.angivet.värde == -one.väntat.värde:
        advice = "Tecknet är omvänt: vänd det, eller skriv avvikelseregel (plus är bra, plus är mer) på raden."
        return f"{what} stämmer inte: {one.helhet.namn} (omvänt tecken)", advice
    return (
        f"{what} stämmer inte: {one.helhet.namn}",
        f"Rätta {what} eller någon av siffrorna, eller låt cellen vara tom så räknas den ut.",
    )


def _of_net(one: Samband) -> tuple[str, str]:
    text = f"nettot stämmer inte med kostnader och intäkter: {one.helhet.namn}"
    if one.väntat.värde and explained(one.angivet.värde + one.väntat.värde, (one.angivet, one.väntat)):
        return f"{text} (raderna verkar förväxlade)", "Raderna för kostnader och intäkter verkar ha bytt plats."
    return text, "Rätta nettot eller någon av delarna."


def _of_total(one: Samband) -> tuple[str, str]:
    return f"radens kolumner blir inte totalen: {one.helhet.namn}", "Rätta totalen eller någon av radens andra siffror."


_SAID: dict[Slag, Callable[[Samband], tuple[str, str]]] = {
    Slag.SUMMA: _of_sum,
    Slag.RAD: _of_row,
    Slag.NETTO: _of_net,
    Slag.TVÄRS: _of_total,
}
