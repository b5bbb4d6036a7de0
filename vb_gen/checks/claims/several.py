"""Claims of more than one row: sums, which is more, which is most, what share of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line
from vb_gen.checks.claims.roles import Figure, is_plain
from vb_gen.checks.claims.subject import Subject, of_sex, sexed
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, boxes, name_of
from vb_gen.checks.claims.weigh import SAME, SIDE, Given, against, comparable
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, is_amount_unit, with_unit
from vb_gen.text.lexicon import forms

_FIX = "Rätta talet eller namnen."
_BRÅK = {"hälften": 2, "tredjedel": 3, "fjärdedel": 4, "femtedel": 5, "sjättedel": 6, "åttondel": 8, "tiondel": 10}


def total(one: Figure, subjects: Sequence[Subject], clause: Clause, world: World, out: Outcome) -> None:
    """”A och B kostade tillsammans 74,9 mnkr”."""
    if not is_plain(one.token) or one.role not in ("nivå", "till"):
        return
    what = one.given
    sums: list[tuple[Decimal, Decimal, list[tuple[Line, Box]]]] = []
    kinds = [one.times(world)]
    if clause.has("plus", "minus", "avvikelse", "avviker"):
        kinds.append([(("avvikelse",), when) for _, when in one.times(world)])
    for table in dict.fromkeys(line.tabell for subject in subjects for line in subject.lines):
        for times in kinds:
            parts = [boxes([line for line in of_sex(subject.lines, "") if line.tabell == table], times) for subject in subjects]
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
        after = [any(token.start > clause.tokens[than].start for token in subject.tokens) for subject in subjects]
        if after == [False, True]:
            return sexed(subjects[0]), sexed(subjects[1])
        return None
    if len(subjects) == 1 and not any(token.start > clause.tokens[than].start for token in subjects[0].tokens):
        spots = clause.kinds("mer", "mindre", "bättre", "sämre")
        head = [token for token in subjects[0].tokens if token.start < clause.tokens[spots[0]].start]
        tail = clause.tokens[than:]
        if len(head) < len(subjects[0].tokens) and any(token.plain in ("kommunen", "kommunens") for token in tail):
            found = [match for match in world.vocabulary.matches((*head, *tail)) if not match.body and match.strong]
            if len(found) == 1:
                others = tuple(line for line in found[0].lines if line.kön == "T" and line not in subjects[0].lines)
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


def most(subject: Subject, clause: Clause, world: World, out: Outcome, of: Sequence[str] = ()) -> None:
    """”Störst underskott har A”: the row against the others of its table."""
    spots = clause.kinds("flest", "minstord")
    if len(spots) != 1 or clause.figures or clause.years or clause.has("fjol", "mål", "upp", "ned"):
        return
    token = clause.tokens[spots[0]]
    top = token.kind == "flest"
    measure = _measure(clause)
    if measure is None or not subject.strong:
        return
    found = []
    for line in sexed(subject):
        rivals = [
            other
            for other in world.lines
            if other.tabell == line.tabell
            and other.rapport == line.rapport
            and other.förälder == line.förälder
            and other.roll == "post"
            and _in_set(other, of)
        ]
        if line not in rivals or len(rivals) < 2 or line.roll != "post":
            continue
        for kinds in _kinds(measure, line):
            times = [(kinds, when) for _, when in world.now]
            own = boxes([line], times)
            others = [(o, b) for o, b in boxes(rivals, times) if o is not line and (not own or b.kolumn == own[0][1].kolumn)]
            if len(own) == 1 and others:
                found.append((own[0], _beats(own[0], others, measure, top=top)))
    if not found:
        return
    out.claims += 1
    if not all(winner for _, winner in found):
        return
    (line, box), winner = found[0]
    assert winner is not None
    text = f"orden säger emot tabellen: ”{token.text}”, men {name_of(line, box)} är {box.visat} och {name_of(*winner)} {winner[1].visat}"
    out.say(
        Verdict(
            "T31",
            Level.FEL,
            token.start,
            text,
            "Rätta namnet, eller säg vilka som jämförs.",
            facts=((line, box), winner),
            turning=True,
        )
    )


def _in_set(line: Line, of: Sequence[str]) -> bool:
    """Is a row one of those that are named as a set: the staffs, of every row whose name ends with it?"""
    if not of:
        return True
    words = [form for name in line.namn for word in name for form in forms(word)]
    return all(any(word.endswith(form) for word in words for form in forms(one) if len(form) > 3) for one in of)


def _measure(clause: Clause) -> str | None:
    if clause.has("minus"):
        return "minus"
    if clause.has("plus"):
        return "plus"
    if clause.has("avvikelse", "avviker"):
        return "avvikelse"
    if any(token.plain.startswith(("nettokostnad", "kostnad", "kosta")) for token in clause.tokens):
        return "kostnad"
    if any(token.plain.startswith("invest") for token in clause.tokens):
        return "investering"
    return None


def _kinds(measure: str, line: Line) -> list[tuple[str, ...]]:
    if measure == "avvikelse":
        return [("avvikelse",)]
    if measure in ("minus", "plus"):
        return [("bokslut",), ("avvikelse",)] if line.tecken == "resultat" else [("avvikelse",)]
    if measure == "kostnad" and line.tecken != "kostnad":
        return []
    return [("bokslut",)] if measure != "investering" or "investering" in line.mått or line.tabelltyp == "investeringar" else []


def _beats(own: tuple[Line, Box], others: list[tuple[Line, Box]], measure: str, *, top: bool) -> tuple[Line, Box] | None:
    def size(line: Line, box: Box) -> Decimal:
        if measure == "minus":
            return -box.tal.värde * line.good(box)
        if measure == "plus":
            return box.tal.värde * line.good(box)
        return abs(box.tal.värde) if measure == "avvikelse" else box.tal.värde

    best = max(others, key=lambda pair: size(*pair) if top else -size(*pair))
    gap = size(*best) - size(*own)
    return best if (gap if top else -gap) > best[1].half + own[1].half else None


def share(found: Sequence[Figure], clause: Clause, world: World, out: Outcome) -> bool:
    """”Träden står för hälften av kostnaden”."""
    verbs = clause.kinds("utgör")
    told = _told_share(clause, found)
    if not verbs or told is None or clause.unknown:
        return False
    what, start = told
    ofs = [at for at in clause.kinds("av") if clause.tokens[at].start > start]
    if not ofs:
        return False
    of = clause.tokens[ofs[0]].start
    wholes = _wholes(clause, world, of)
    named = [match for match in clause.matches if not match.body]
    parts = [
        match.lines
        for match in named
        if match.strong
        and (clause.tokens[match.first].start < of or _other_side(match.first, verbs))
        and not set(match.lines) & set(wholes)
    ]
    if len(parts) != 1 or not wholes:
        return True
    pairs = [
        (part, whole)
        for part in boxes([line for line in parts[0] if line.kön == "T" and line.om == world.body], world.now)
        for whole in boxes(wholes, world.now)
        if part[0].tabell == whole[0].tabell and part[1].kolumn == whole[1].kolumn and part[1].enhet == whole[1].enhet
        and whole[1].tal.värde and part[1].prövas and whole[1].prövas
    ]  # fmt: skip
    if not pairs:
        return True
    out.tested.add(start)
    out.claims += 1
    ratios = [abs(part[1].tal.värde / whole[1].tal.värde) * 100 for part, whole in pairs]
    if any(_fits(what, ratio) for ratio in ratios):
        return True
    part, whole = pairs[0]
    shown = with_unit(format_decimal_sv(ratios[0], 0), "%")
    text = f"andelen stämmer inte: {name_of(*part)} är {part[1].visat} av {name_of(*whole)}, {whole[1].visat}, alltså {shown}"
    out.say(Verdict("T34", Level.FEL, start, text, f"Rätta till {shown}.", Tal(ratios[0], 0), what.tal, (part, whole)))
    return True


def _other_side(spot: int, verbs: Sequence[int]) -> bool:
    """Is a part named after its verb: ”av nettokostnaden går till HR-staben”?"""
    return bool(verbs) and spot > verbs[-1]


def _wholes(clause: Clause, world: World, of: int) -> list[Line]:
    after = [token for token in clause.tokens if token.start > of]
    for match in clause.matches:
        token = clause.tokens[match.first]
        if token.start > of and all(
            line.helhet or line.roll in ("summa", "delar") or "investering" in line.mått for line in match.lines
        ):
            return [line for line in match.lines if line.om == world.body]
    if any(token.kind in ("minus", "plus") for token in after):
        return [line for line in world.lines if line.helhet and line.om == world.body]
    if any(token.plain.startswith(("investering", "utfall")) for token in after):
        return [
            line for line in world.lines if line.om == world.body and line.roll == "summa" and line.tabelltyp == "investeringar"
        ]
    return []


def _told_share(clause: Clause, found: Sequence[Figure]) -> tuple[Given, int] | None:
    for one in found:
        if one.token.tal is not None and one.unit == "%":
            return one.given, one.token.start
    for spot, token in enumerate(clause.tokens):
        if token.kind == "bråk":
            stem = next((name for name in _BRÅK if token.plain.startswith(name)), "")
            before = clause.tokens[spot - 1].tal if spot else None
            times = before.värde if before is not None else Decimal(1)
            if stem:
                return Given(Tal(times * 100 / _BRÅK[stem], 0), "%", "ca", token.start), token.start
        if token.plain == "var" and spot + 1 < len(clause.tokens) and clause.tokens[spot + 1].kind == "ordning":
            nth = {"andra": 2, "tredje": 3, "fjärde": 4, "femte": 5, "sjätte": 6}[clause.tokens[spot + 1].plain]
            return Given(Tal(Decimal(100) / nth, 0), "%", "ca", token.start), token.start
    return None


def _fits(what: Given, ratio: Decimal) -> bool:
    if what.about == "ca":
        return abs(what.tal.värde - ratio) <= max(Decimal(3), what.tal.värde / 8)
    return against(what, ratio, Decimal("0.3"), "%") in (SAME, SIDE)
