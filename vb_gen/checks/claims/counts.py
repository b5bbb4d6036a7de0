"""How many goals and assignments have a status, and which status one of them has: against what is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vb_gen.checks.claims.known import words_of
from vb_gen.checks.claims.names import label_forms
from vb_gen.core.finding import Place
from vb_gen.core.pattern import regex
from vb_gen.model.content import Målredovisning, Uppdrag
from vb_gen.model.report import Report
from vb_gen.text.lexicon import forms, numeral
from vb_gen.text.tokens import ORD, SKILJE, TAL, Token

_GOALS = frozenset(
    ["mål", "målen", "nämndmål", "nämndmålen", "förvaltningsmål", "förvaltningsmålen", "nämndmålet", "förvaltningsmålet", "målet"]
)
_ASSIGNED = frozenset(
    ["uppdrag", "uppdragen", "utvecklingsuppdrag", "utvecklingsuppdragen", "uppdraget", "utvecklingsuppdraget", "arbetet"]
)
_GROUPS = {"kommungemensam": "kommungemensam", "nämndspecifik": "nämndspecifik", "förvaltningsspecifik": "förvaltningsspecifik"}
_DONE = frozenset(
    [
        "genomförda",
        "genomförts",
        "genomfört",
        "genomförd",
        "slutförda",
        "slutförts",
        "slutfört",
        "slutförd",
        "klara",
        "klart",
        "klar",
        "avslutade",
        "avslutats",
        "avslutat",
        "avslutad",
        "färdiga",
        "färdigt",
    ]
)
_GOING = frozenset(["pågår", "pågående", "påbörjade"])
_REACHED = frozenset(["uppnådda", "uppnåtts", "uppnått", "nådda", "nåtts", "nått", "uppfyllda", "uppfyllts", "uppfyllt"])
_PARTLY = frozenset(("delvis",))
_NOT = frozenset(["inte", "ej"])
_NONE = frozenset(["inget", "ingen", "inga"])
_ALL = frozenset(["alla", "samtliga"])
_CLOSED = frozenset(
    [
        "är",
        "har",
        "blivit",
        "bli",
        "blir",
        "bedöms",
        "bedömts",
        "anses",
        "som",
        "att",
        "vara",
        "nu",
        "redan",
        "vid",
        "årets",
        "slut",
        "av",
        "de",
        "det",
        "den",
        "dem",
        "dessa",
        "i",
        "år",
        "därmed",
        "helt",
        "under",
        "året",
        "sammanlagt",
        "totalt",
        "samtliga",
        "alla",
        "strategiska",
        "längre",
        "ännu",
        "fortfarande",
        "nämndens",
        "förvaltningens",
        "styrelsens",
        "vår",
        "våra",
        "hela",
        "båda",
        "utom",
        "även",
        "enligt",
        "rapporten",
        "tabellen",
        "hittills",
        "alltså",
        "och",
        "om",
        "med",
        "för",
        "en",
        "ett",
        "till",
        "på",
        "ska",
        "gäller",
        "arbete",
        "arbetet",
        "uppdraget",
        "målet",
        "därav",
        "även",
        "dock",
        "men",
        "också",
        "stycken",
        "bokslutet",
        "årsskiftet",
        "kvarstår",
        "inom",
    ]
)


@dataclass(frozen=True)
class Told:
    """A goal or an assignment: its name, its status, and where that stands."""

    namn: str
    status: str
    plats: Place
    grupp: str = ""
    kvarstår: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What it is recognized by."""
        return tuple(dict.fromkeys(word for word in words_of(self.namn) if len(word) > 3))

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every form of its words that a text's word may share."""
        return frozenset(form for word in words_of(self.namn) for form in label_forms(word))


@dataclass(frozen=True)
class Statuses:
    """Every goal and every assignment of a report."""

    mål: tuple[Told, ...]
    uppdrag: tuple[Told, ...]


@dataclass(frozen=True)
class Miscount:
    """A count or a status that is told otherwise than it is."""

    start: int
    text: str
    advice: str
    told: int | None = None
    counted: int | None = None
    facts: tuple[Told, ...] = ()


def statuses(report: Report) -> Statuses:
    """What a report tells of its goals and assignments."""
    goals: list[Told] = []
    tasks: list[Told] = []
    for section in report.walk():
        content = section.innehåll
        if isinstance(content, Målredovisning):
            for area in content.målområden:
                goals += [
                    Told(goal.namn, goal.status, place)
                    for goal in area.mål
                    if goal.status and (place := goal.plats("status")) is not None
                ]
        elif isinstance(content, Uppdrag):
            for group, table in zip(content.grupper, section.tabeller, strict=True):
                for row in table.rader:
                    box = row.celler.get("status")
                    if box is not None and box.cell.shown:
                        left = row.celler.get("kvarstår från")
                        status = getattr(box.cell, "fritext", "") or box.cell.shown
                        tasks.append(
                            Told(row.etikett, status, box.plats, group.rubrik.casefold(), bool(left and left.cell.shown))
                        )
    return Statuses(tuple(goals), tuple(tasks))


_TELLING = _REACHED | _DONE | _GOING
_WORD = regex(r"[^\W\d_]+")


def tells(text: str) -> bool:
    """Has a sentence a word of a status at all?"""
    return not _TELLING.isdisjoint(_WORD.findall(text.casefold()))


def judge(tokens: Sequence[Token], known: Statuses, own: frozenset[str]) -> tuple[bool, list[Miscount]]:
    """Does a sentence tell such a thing that can be held, and what of it does not hold?"""
    words = [token for token in tokens if token.kind != SKILJE]
    plain = [token.plain for token in words]
    wanted = _status(plain)
    guarded = any(token.kind == "vakt" and token.plain not in ("utom", "hittills") for token in words)
    if wanted is None or not words or guarded:
        return False, []
    topic = "mål" if _GOALS & set(plain) else "uppdrag" if _ASSIGNED & set(plain) else ""
    if topic:
        held = _count(words, plain, topic, wanted, known, own)
        if held is not None:
            return True, held
    return _named(words, plain, topic, wanted, known, own)


def _status(plain: Sequence[str]) -> tuple[str, ...] | None:
    """The statuses that the words say."""
    said = set(plain)
    if said & _REACHED:
        if said & _PARTLY:
            return ("delvis uppnått",)
        if "ej" in said or "inte" in said:
            return ("ej uppnått",)
        return ("uppnått",)
    if said & _DONE:
        return ("genomfört",) if not said & (_NOT - {"ännu"}) else ("pågår", "ej påbörjat", "försenat", "ej genomfört")
    if said & _GOING:
        return ("pågår",) if not said & _NOT else ("genomfört",)
    return None


def _closed(words: Sequence[Token], own: frozenset[str]) -> bool:
    """Is every word one of those that such a sentence is made of?"""
    for token in words:
        plain = token.plain
        if token.kind == TAL and not token.enhet:
            continue
        if token.kind == "år" or plain in own or all(part in _CLOSED for part in plain.split()):
            continue
        if plain in _GOALS | _ASSIGNED | _DONE | _GOING | _REACHED | _PARTLY | _NOT | _NONE or _group(plain):
            continue
        return False
    return True


def _group(plain: str) -> str:
    return next((group for stem, group in _GROUPS.items() if plain.startswith(stem)), "")


def _value(token: Token) -> int | None:
    if token.kind == TAL and token.tal is not None and not token.enhet:
        return int(token.tal.värde)
    if token.plain in ("ett", "en"):
        return 1
    return numeral(token.plain)


def _count(
    words: Sequence[Token], plain: Sequence[str], topic: str, wanted: tuple[str, ...], known: Statuses, own: frozenset[str]
) -> list[Miscount] | None:
    """A count of a set: N av M, alla, alla utom N, inget. None where it is no such sentence."""
    if not _closed(words, own) or any(token.kind == "ref" for token in words):
        return None
    every = known.mål if topic == "mål" else known.uppdrag
    groups = [group for word in plain if (group := _group(word))]
    if len(groups) > 1:
        return None
    rows = [told for told in every if not groups or told.grupp.startswith(groups[0])]
    if not rows:
        return None
    sets = [rows] if topic == "mål" else [rows, [told for told in rows if not told.kvarstår]]
    numbers = [(token, value) for token in words if token.kind == TAL and (value := _value(token)) is not None]
    negated = bool(set(plain) & _NONE)
    said = tuple(wanted) if not negated else wanted
    if negated and not numbers:
        return _held(words[0], [0] * len(sets), [], sets, said, topic)
    if "utom" in plain:
        at = plain.index("utom")
        after = next((value for token in words[at + 1 : at + 3] if (value := _value(token)) is not None), None)
        if after is None or not set(plain) & _ALL:
            return None
        return _held(words[at], [len(one) - after for one in sets], [], sets, said, topic, but=after)
    if set(plain) & _ALL and set(plain) & _NOT:
        return None
    if "och" in plain and _status(plain[: plain.index("och")]) and _status(plain[plain.index("och") :]):
        numbers = [(token, value) for token in words if (value := _value(token)) is not None]
        return _two(plain, numbers, sets, topic) if len(numbers) == 3 and plain[0] == "av" else None
    if set(plain) & _ALL and not numbers:
        return _held(words[0], [len(one) for one in sets], [], sets, said, topic)
    if len(numbers) == 1 and "av" in plain and plain.index("av") < _spot(words, numbers[0][0]) and plain[0] == "av":
        return None
    if len(numbers) == 2 and "av" in plain:
        first, second = numbers
        part, whole = (second, first) if plain[0] == "av" else (first, second)
        return _held(part[0], [part[1]] * len(sets), [whole[1]], sets, said, topic)
    if len(numbers) == 1:
        return _held(numbers[0][0], [numbers[0][1]] * len(sets), [], sets, said, topic)
    return None


def _two(
    plain: Sequence[str], numbers: Sequence[tuple[Token, int]], sets: Sequence[Sequence[Told]], topic: str
) -> list[Miscount] | None:
    """Two counts of one whole: ”av tio mål är åtta uppnådda och två delvis uppnådda”."""
    (_, whole), *parts = numbers
    cut = plain.index("och")
    out: list[Miscount] = []
    for (token, value), piece in zip(parts, (plain[:cut], plain[cut:]), strict=True):
        wanted = _status(piece)
        if wanted is None:
            return None
        out += _held(token, [value] * len(sets), [whole], sets, wanted, topic)
    return out


def _spot(words: Sequence[Token], token: Token) -> int:
    return next(spot for spot, one in enumerate(words) if one is token)


def _held(
    at: Token,
    told: Sequence[int],
    whole: Sequence[int],
    sets: Sequence[Sequence[Told]],
    wanted: tuple[str, ...],
    topic: str,
    but: int = 0,
) -> list[Miscount]:
    counted = [sum(one.status.startswith(wanted) for one in rows) for rows in sets]
    broad = [sum(not one.status.startswith(("uppnått", "genomfört")) for one in rows) for rows in sets]
    if wanted[0].startswith("ej") and any(c == t for c, t in zip(broad, told, strict=True)):
        return []
    if any(c == t and (not whole or whole[0] == len(rows)) for c, t, rows in zip(counted, told, sets, strict=True)):
        return []
    word = {
        "uppnått": "uppnådda",
        "delvis uppnått": "delvis uppnådda",
        "ej uppnått": "inte uppnådda",
        "genomfört": "genomförda",
        "pågår": "som pågår",
    }.get(wanted[0], wanted[0])
    size = len(sets[0])
    said = f"alla utom {but}" if but else str(told[0])
    text = f"antalet i texten stämmer inte: {said} {word}, men {counted[0]} av {size} {topic} är det"
    advice = f"Rätta antalet, eller låt det räknas: {{{{ {topic}.{wanted[0].replace(' ', '_')} }}}}."
    return [
        Miscount(
            at.start, text, advice, told[0], counted[0], tuple(one for one in sets[0] if not one.status.startswith(wanted))[:6]
        )
    ]


def _named(
    words: Sequence[Token], plain: Sequence[str], topic: str, wanted: tuple[str, ...], known: Statuses, own: frozenset[str]
) -> tuple[bool, list[Miscount]]:
    """The status of one goal or assignment that is named."""
    if any(token.kind in (TAL, "ref") for token in words):
        return False, []
    goals = bool(set(plain) & _REACHED)
    every = known.mål if goals else known.uppdrag
    if (topic == "mål") != goals and topic:
        return False, []
    content = [
        token
        for token in words
        if token.kind in (ORD, "år") or (token.kind != SKILJE and not _closed([token], own))
        if not _closed([token], own) and len(token.plain) > 2
    ]
    if not content:
        return False, []
    heard = [
        (token, frozenset(form for part in (token.plain, *token.plain.split("-")) for form in forms(part))) for token in content
    ]
    hits = [
        (told, content)
        for told in every
        if all(token.kind == "år" or told.forms & heard_forms or _tail(token.plain, told) for token, heard_forms in heard)
    ]
    if len(hits) != 1:
        return False, []
    told, matched = hits[0]
    if goals:
        needed = list(told.words)
        seen = {form for token in content for form in forms(token.plain)}
        if not all(label_forms(word) & seen for word in needed):
            return False, []
    elif not any(len(token.plain) > 6 for token in matched):
        return False, []
    if told.status.startswith(wanted) or told.status.startswith("kan ej"):
        return True, []
    spot = next(token for token in words if token.plain in _REACHED | _DONE | _GOING)
    kind = "målet" if goals else "uppdraget"
    text = f"statusen i texten är inte tabellens: ”{spot.text}”, men {kind} {told.namn} har statusen {told.status}"
    return True, [Miscount(spot.start, text, "Rätta texten eller statusen.", facts=(told,))]


def _tail(word: str, told: Told) -> bool:
    return len(word) > 8 and any(one.startswith(word[:9]) or word.startswith(one[:9]) for one in told.words if len(one) > 8)
