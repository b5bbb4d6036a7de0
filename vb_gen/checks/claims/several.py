"""Claims of two rows: what they are together, and which is more."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.roles import Figure, is_plain
from vb_gen.checks.claims.subject import Subject, of_sex, sexed
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, boxes, name_of
from vb_gen.checks.claims.weigh import SAME, SIDE, against, comparable
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, is_amount_unit, with_unit


def total(one: Figure, subjects: Sequence[Subject], clause: Clause, world: World, out: Outcome) -> None:
    """”A och B kostade tillsammans 74,9 mnkr”."""
    if not is_plain(one.token) or one.role not in ("nivå", "till"):
        return
    what = one.given
    sums: list[tuple[Decimal, Decimal, list[tuple[Line, Box]]]] = []
    kinds = [one.times(world)]
    if clause.has("plus", "minus", "avvikelse", "avviker"):
        kinds.append([(("avvikelse",), when) for _, when in one.times(world)])
    for column in dict.fromkeys(
        (line.tabell, box.kolumn) for subject in subjects for line in subject.lines for box in line.boxes
    ):
        for times in kinds:
            parts = [
                [cell for cell in boxes(of_sex(subject.lines, ""), times) if (cell[0].tabell, cell[1].kolumn) == column]
                for subject in subjects
            ]
            if all(len(part) == 1 for part in parts):
                cells = [part[0] for part in parts]
                if all(comparable(what.enhet, box.enhet) and box.prövas and box.enhet == cells[0][1].enhet for _, box in cells):
                    sums.append(
                        (
                            sum((box.tal.värde for _, box in cells), Decimal(0)),
                            sum((box.half for _, box in cells), Decimal(0)),
                            cells,
                        )
                    )
    if not sums or not all(subject.strong for subject in subjects):
        out.untested[one.token.start] = "raderna står inte i en tabell"
        return
    out.tested.add(one.token.start)
    answers = [against(what, size, half, cells[0][1].enhet) for size, half, cells in sums]
    if SAME in answers:
        return
    size, _, cells = sums[0]
    unit = cells[0][1].enhet
    places = max(box.tal.decimaler for _, box in cells)
    shown = with_unit(format_decimal_sv(size, places), "" if unit in ("antal", "index") else unit)
    worked = " + ".join(f"{box.visat} ({line.etikett})" for line, box in cells)
    text = f"summan i texten är inte tabellens: {what.shown}, men {worked} = {shown}"
    level = Level.UPPLYSNING if SIDE in answers else Level.FEL
    out.say(Verdict("T34", level, one.token.start, text, f"Rätta till {shown}.", Tal(size, places), what.tal, tuple(cells)))


def more(subjects: Sequence[Subject], clause: Clause, world: World, out: Outcome) -> bool:
    """”A är fler än B”, ”högre bland kvinnor än bland män”."""
    spots = clause.kinds("mer", "mindre", "bättre", "sämre")
    thans = clause.kinds("än")
    if len(spots) != 1 or len(thans) != 1 or clause.figures or clause.has("budget", "mål", "fjol") or clause.years:
        return False
    sides = _sides(subjects, clause, world, thans[0])
    if sides is None:
        return False
    kind = clause.tokens[spots[0]].kind
    found: list[tuple[tuple[Line, Box], tuple[Line, Box]]] = []
    for line, box in boxes(sides[0], world.now):
        for other, twin in boxes(sides[1], world.now):
            if (
                other.tabell == line.tabell
                and twin.enhet == box.enhet
                and twin.kolumn == box.kolumn
                and box.prövas
                and twin.prövas
            ):
                found.append(((line, box), (other, twin)))
    if not found:
        return True
    out.claims += 1
    if not all(_less(one, other, kind) for one, other in found):
        return True
    (line, box), (other, twin) = found[0]
    token = clause.tokens[spots[0]]
    text = f"orden säger emot tabellen: ”{token.text}”, men {name_of(line, box)} är {box.visat} och {name_of(other, twin)} {twin.visat}"
    out.say(
        Verdict(
            "T31",
            Level.FEL,
            token.start,
            text,
            "Rätta ordet, eller byt namnen.",
            facts=((line, box), (other, twin)),
            turning=True,
        )
    )
    return True


def _sides(subjects: Sequence[Subject], clause: Clause, world: World, than: int) -> tuple[Sequence[Line], Sequence[Line]] | None:
    if len(subjects) == 1 and len(subjects[0].sexes) == 2 and subjects[0].strong:
        one = subjects[0]
        return of_sex(one.lines, one.sexes[0]), of_sex(one.lines, one.sexes[1])
    if not subjects or any(not subject.strong for subject in subjects) or any(subject.sexes for subject in subjects):
        return None
    if len(subjects) == 2:
        first, second = sorted(subjects, key=lambda subject: max(token.start for token in subject.tokens))
        edge = clause.tokens[than].start
        if all(token.start < edge for token in first.tokens) and any(token.start > edge for token in second.tokens):
            return sexed(first), sexed(second)
        return None
    if len(subjects) == 1 and not any(token.start > clause.tokens[than].start for token in subjects[0].tokens):
        spots = clause.kinds("mer", "mindre", "bättre", "sämre")
        head = [token for token in subjects[0].tokens if token.start < clause.tokens[spots[0]].start]
        tail = clause.tokens[than:]
        if not any(token.plain in ("kommunen", "kommunens") for token in tail):
            return None
        tries = (
            [head]
            if len(head) < len(subjects[0].tokens)
            else [[t for t in subjects[0].tokens if t is not one] for one in subjects[0].tokens]
        )
        for some in tries:
            found = [match for match in world.vocabulary.matches((*some, *tail)) if not match.body and match.strong]
            others = [line for match in found for line in match.lines if line.kön == "T" and line not in subjects[0].lines]
            if len(found) == 1 and others:
                return sexed(subjects[0]), others
    return None


def _less(one: tuple[Line, Box], other: tuple[Line, Box], kind: str) -> bool:
    """Does the first fall short of what the word says of it?"""
    (line, box), (_, twin) = one, other
    change = box.tal.värde - twin.tal.värde
    if abs(change) < box.half + twin.half and not (change == 0 and kind in ("mer", "mindre")):
        return False
    if kind in ("bättre", "sämre"):
        good = _good(line) or (line.good(box) if is_amount_unit(box.enhet) else 0)
        return change * good * (1 if kind == "bättre" else -1) < 0
    if box.tal.värde < 0 or twin.tal.värde < 0:
        return False
    return change * (1 if kind == "mer" else -1) < 0


def _good(line: Line) -> int:
    how = line.riktning or next((box.jämförelse for box in line.boxes if box.slag == "målvärde"), "")
    return {"minst": 1, "mer än": 1, "öka": 1, "högst": -1, "mindre än": -1, "minska": -1}.get(how, 0)
