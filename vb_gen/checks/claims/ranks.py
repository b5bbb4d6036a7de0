"""Which row of a table has most of something, and which least."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims.clauses import Clause
from vb_gen.checks.claims.known import Box, Line, words_of
from vb_gen.checks.claims.subject import Subject, sexed
from vb_gen.checks.claims.verdict import Outcome, Verdict, World, boxes, name_of
from vb_gen.core.finding import Level
from vb_gen.core.numbers import is_amount_unit
from vb_gen.text.lexicon import forms


def most(subject: Subject, clause: Clause, world: World, out: Outcome, of: Sequence[str] = ()) -> None:
    """”Störst underskott har A”: the row against the others of its table."""
    spots = clause.kinds("flest", "minstord")
    if len(spots) != 1 or clause.figures or clause.years or clause.has("fjol", "mål", "upp", "ned"):
        return
    token = clause.tokens[spots[0]]
    top = token.kind == "flest"
    measure = _measure(clause)
    named = subject.strong or (bool(of) and all(line.förälder for line in subject.lines))  # a part, by its set
    if measure is None or not named:
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
            and (other.tecken == line.tecken or measure == "avvikelse")
            and _in_set(other, of)
        ]
        if line not in rivals or len(rivals) < 2 or line.roll != "post":
            continue
        for kinds in _kinds(measure, line):
            times = [(kinds, when) for _, when in world.now]
            for own in boxes([line], times):
                others = [
                    (o, b)
                    for o, b in boxes(rivals, times)
                    if o is not line and b.kolumn == own[1].kolumn and b.enhet == own[1].enhet
                ]
                if others:
                    found.append((own, _beats(own, others, measure, top=top)))
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
    words += [form for word in words_of(line.förälder) for form in forms(word)]
    return all(any(word.endswith(form) for word in words for form in forms(one) if len(form) > 3) for one in of)


def _measure(clause: Clause) -> str | None:
    if clause.has("minus"):
        return "minus"
    if clause.has("plus"):
        return "plus"
    if clause.has("avvikelse", "avviker"):
        return "avvikelse"
    if any(token.plain.startswith("resultat") for token in clause.tokens):
        return "plus"
    if clause.has("flest", "minstord") and any(token.plain in _JUDGED for token in clause.tokens):
        return None  # what is best, of anything but a result, is not said
    if any(token.plain.startswith(("nettokostnad", "kostnad", "kosta")) for token in clause.tokens):
        return "kostnad"
    if any(token.plain.startswith("invest") for token in clause.tokens):
        return "investering"
    return "värde" if any(token.plain.startswith("värde") for token in clause.tokens) else None


_JUDGED = ("bäst", "bästa", "sämst", "sämsta")


def _kinds(measure: str, line: Line) -> list[tuple[str, ...]]:
    if measure == "avvikelse":
        return [("avvikelse",)]
    if measure in ("minus", "plus") and not any(is_amount_unit(box.enhet) for box in line.boxes):
        return []  # what is a good result of another measure, its target may say
    if measure in ("minus", "plus"):
        return [("bokslut",), ("avvikelse",)] if line.tecken == "resultat" else [("avvikelse",)]
    if measure == "kostnad" and line.tecken != "kostnad":
        return []
    if measure == "värde":
        return [] if any(is_amount_unit(box.enhet) for box in line.boxes) else [("bokslut",)]
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


_MANY = frozenset(["många", "höga", "hög", "högt", "stor", "stora", "stort"])
_FEW = frozenset(["få", "låg", "låga", "lågt", "liten", "små", "litet"])


def ever(subject: Subject, clause: Clause, world: World, out: Outcome) -> None:
    """”Aldrig tidigare har det gjorts så många”, ”inte varit så få under hela perioden”: this year's figure is the most or the least."""
    words = [token.plain for token in clause.tokens]
    at = next((spot for spot, word in enumerate(words[:-1]) if word == "så" and words[spot + 1] in _MANY | _FEW), -1)
    known = {"så", "tidigare", *_MANY, *_FEW}
    if at < 0 or not clause.has("neg") or not subject.certain or any(token.plain not in known for token in clause.unknown):
        return
    years = [clause.tokens[spot].text for spot in clause.years]
    if clause.figures or (len(years) == 1 and years[0] != str(world.period.år)) or clause.has("fjol", "budget", "mål"):
        return
    top = words[at + 1] in _MANY
    found = []
    for line in sexed(subject):
        own = boxes([line], world.now)
        past = [(line, box) for box in line.boxes if box.slag == "bokslut" and box.avser < world.now[0][1] and box.prövas]
        if len(own) == 1 and own[0][1].prövas and len(past) > 1 and own[0][1].tal.värde >= 0:
            mine = own[0][1]
            beaten = [
                cell for cell in past if (cell[1].tal.värde - mine.tal.värde) * (1 if top else -1) > cell[1].half + mine.half
            ]
            found.append((own[0], beaten))
    if not found:
        return
    out.claims += 1
    if all(beaten for _, beaten in found):
        (_, box), beaten = found[0]
        line, other = max(beaten, key=lambda cell: cell[1].tal.värde * (1 if top else -1))
        token = clause.tokens[at + 1]
        text = (
            f"orden säger emot tabellen: ”{token.text}”, men {name_of(line, other)} är {other.visat} och {box.kolumn} {box.visat}"
        )
        advice = "Rätta ordet eller siffran."
        out.say(Verdict("T31", Level.FEL, token.start, text, advice, facts=((line, box), (line, other)), turning=True))
