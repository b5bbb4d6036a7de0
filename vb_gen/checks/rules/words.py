"""Family 9: a figure in a sentence, and words around it that its sign contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vb_gen.checks.rule import Remark, Subject, Term, term
from vb_gen.checks.running import REFERENCE, Passage, Reading, Span, reading, remark
from vb_gen.core.finding import Level, Place
from vb_gen.core.numbers import format_decimal_sv, is_amount_unit, with_unit
from vb_gen.core.pattern import regex
from vb_gen.core.period import MÅNADSNAMN, Period
from vb_gen.text.loose import loose
from vb_gen.text.references import Figur, Mängd

# What a word says of the change it tells of: +1 more, −1 less; or of its worth: +1 better, −1 worse.
_CHANGE = {
    1: r"öka(?:t|r|de|ts|des)|stigit|stiger|steg|vuxit|växer|växte|tilltagit|höj(?:ts|des|t|er|de)|(?:gått|går|gick) upp|ökning(?:en)?|uppgång(?:en)?|höjning(?:en)?",
    -1: r"minska(?:t|r|de|ts|des)|sjunkit|sjunker|sjönk|fallit|föll|krymp(?:t|te|er)|reducera(?:ts|des|t|r|de)|sänk(?:ts|tes|t|er|te)|(?:gått|går|gick) ne[dr]|minskning(?:en)?|nedgång(?:en)?|sänkning(?:en)?",
}
_LEVEL = {1: r"högre|fler|större", -1: r"lägre|färre|mindre"}
_WORTH = {1: r"förbättra(?:ts|des|t|s)|förbättring(?:en)?", -1: r"försämra(?:ts|des|t|s)|försämring(?:en)?"}
RESULT = {1: r"överskott(?:et)?|plusresultat(?:et)?", -1: r"underskott(?:et)?|minusresultat(?:et)?"}
_AGAINST = r"än (?:(?:i |den |årets |sin )?(?:budget\w*|ramen)|den\b|beräknat|planerat|väntat)"


def _any(*words: dict[int, str]) -> str:
    return "|".join(pattern for group in words for pattern in group.values())


def sign_of(word: str, *groups: dict[int, str]) -> int:
    """Which way a word points."""
    for group in groups:
        for sign, pattern in group.items():
            if re.fullmatch(pattern, word, re.I):
                return sign
    return 0


_A, _B = r"⟦(?P<a>\d+)⟧", r"⟦(?P<b>\d+)⟧"
NEAR = r"[^⟦⟧.;:]"  # within a clause, with no other figure between
ABOUT = r"(?:(?:ca|cirka|drygt|knappt|närmare|nästan|totalt|sammanlagt|hela) )?"
_MOVES = _any(_CHANGE, _WORTH)
_LEVELS = _any(_LEVEL)
_ON = rf"(?:(?!\b(?:{_MOVES}|{_LEVELS})\b)[^⟦⟧.;])"  # to the figure, with no other such word between


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.I)


FROM_TO = _pattern(rf"\b(?P<ord>{_MOVES}|fler|färre)\b{_ON}{{0,60}}?\bfrån {ABOUT}{_A}{NEAR}{{0,60}}?\btill {ABOUT}{_B}")
TO_FROM = _pattern(rf"\b(?P<ord>{_MOVES})\b{_ON}{{0,30}}?\btill {ABOUT}{_B}{NEAR}{{0,30}}?\bfrån {ABOUT}{_A}")
TO = _pattern(rf"\b(?P<ord>{_MOVES})\b{_ON}{{0,45}}?,? till {ABOUT}{_B}(?!{NEAR}{{0,60}} från\b)")
SIDE_BY_SIDE = _pattern(
    rf"\b(?P<ord>{_LEVELS}|{_MOVES})\b{_ON}{{0,60}}?{_B}{NEAR}{{0,30}}?\b(?:mot|jämfört med) {NEAR}{{0,12}}?{_A}"
)
THAN = _pattern(rf"{_B}(?:,| är| var) {NEAR}{{0,40}}?\b(?P<ord>{_LEVELS}) än (?:(?!\boch\b){NEAR}){{0,30}}?{_A}")
WITH = _pattern(rf"\b(?P<ord>{_MOVES})(?: \w+)? med {ABOUT}{_B}")
OF_RESULT = _pattern(
    rf"\b(?P<ord>{_any(RESULT)})(?P<mellan>{NEAR}{{0,35}}?)(?:,| (?:på|om|är|blir|blev|uppgår till|uppgick till)) {ABOUT}{_B}"
    r"(?! (?:högre|lägre|större|mindre|bättre|sämre)\b)"  # an own figure beside it, not its size
)
IN_RESULT = _pattern(rf"{_B} i (?P<ord>överskott|underskott)\b")
THUS_RESULT = _pattern(rf"{_B}, (?:alltså |dvs\. |det vill säga |vilket är |som är )?ett (?P<ord>överskott|underskott)\b")
OF_DEVIATION = _pattern(
    r"(?:\b(?P<ord>positiv|negativ)a? avvikelse(?:n|r)?|\b(?:avvik\w+|resultat\w*)\b"
    rf"{NEAR}{{0,40}}? (?P<o>positiv|negativ)t?)\b{NEAR}{{0,40}}?(?:,| (?:på|om|med)) {ABOUT}{_B}"
)
AGAINST_BUDGET = _pattern(rf"{_B} (?P<ord>bättre|sämre|högre|lägre) {_AGAINST}")
OVERRUN = _pattern(
    r"\b(?P<ord>överskrid(?:s|er|its)|överskreds?|översti(?:ger|git)|översteg|understi(?:ger|git)|understeg|underskrid(?:s|er|its)"
    rf"|underskreds?)\b{NEAR}{{0,40}}? med {ABOUT}{_B}"
)
FIGURES = regex(r"\d|\{\{")
_POINTING = _pattern(
    rf"\b(?:{_MOVES}|{_LEVELS}|{_any(RESULT)}|bättre|sämre|positiv\w*|negativ\w*|över(?:skr|st)\w+|under(?:skr|st)\w+)\b"
)
OTHER_RESULT = _pattern(rf"\b(?:{_MOVES}|{_LEVELS}|än|budgetera\w+)\b")
NOT = _pattern(r"\b(?:inte|ej|varken|utan|skulle|ska|bör|om)\b")
_OTHER_TIME = _pattern(
    r"\b(?:sedan|senaste|över tid|tidigare|länge|under (?!året)\w+|hösten|våren|sommaren|vintern|kvartal\w*|halvår\w*|månad\w*|prognos\w*|(?:19|20)\d\d"
    rf"|{MÅNADSNAMN}|målvärde\w*|budget\w*)\b"
)
_WORDED = ("överskott", "bättre", "högre", "ökat", "ökade", "ökning", "i_ord")  # filters that choose the words themselves


@dataclass(frozen=True, slots=True)
class Value:
    """A figure in a sentence: a table's, or one that is written out."""

    mängd: Mängd
    plats: Place
    figur: Figur | None = None

    @property
    def term(self) -> Term:
        """As a term of a finding."""
        if self.figur is None:
            return Term("i texten", str(self.mängd), self.plats)
        return term(self.figur.tabell, self.figur.rad, self.figur.kolumn)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with its figures numbered: what they are, and where they stand."""

    passage: Passage
    text: str
    values: tuple[Value | None, ...]
    starts: tuple[int, ...]

    def value(self, match: re.Match[str], name: str) -> Value | None:
        """A figure in a match."""
        return self.values[int(match[name])]

    def figure(self, match: re.Match[str], name: str) -> Figur | None:
        """A table's figure in a match."""
        found = self.value(match, name)
        return found.figur if found else None


def clause_of(read: Reading, passage: Passage, sentence: Span) -> Clause:
    """A reference that chooses its own words, and one that cannot be followed, has no value."""
    found: list[tuple[int, int, Value | None]] = []
    for match in REFERENCE.finditer(sentence.text):
        figure = read.figure(match[1])
        worded = figure is None or any(word in _WORDED for word in figure.ord)
        value = None if figure is None or worded else Value(figure.mängd, passage.place(sentence.start + match.start()), figure)
        found.append((match.start(), match.end(), value))
    blank = REFERENCE.sub(lambda match: "\0" * len(match[0]), sentence.text)
    for one in loose(blank):
        value = Value(Mängd(one.tal.värde, one.tal.decimaler, one.enhet), passage.place(sentence.start + one.start))
        found.append((one.start, one.end, value))
    found.sort(key=lambda item: item[0])
    parts, done = [], 0
    for number, (start, end, _) in enumerate(found):
        parts += [sentence.text[done:start], f"⟦{number}⟧"]
        done = end
    text = "".join(parts) + sentence.text[done:]
    return Clause(passage, text, tuple(value for *_, value in found), tuple(sentence.start + start for start, *_ in found))


def contradictions(subject: Subject) -> Iterator[Remark]:
    """T10: the words around a figure go with its sign."""
    read = reading(subject.library, subject.report)
    for passage in read.passages:
        for sentence in passage.sentences:
            if not FIGURES.search(sentence.text) or not _POINTING.search(sentence.text):
                continue
            clause = clause_of(read, passage, sentence)
            told: set[int] = set()
            for look in (_changes, _results):
                for spot, problem in look(subject, clause):
                    if spot not in told:
                        told.add(spot)
                        yield problem


def contradiction(subject: Subject, clause: Clause, spot: int, word: str, worked: str, *values: Value) -> tuple[int, Remark]:
    """The remark that a word goes against its figure, and which of the clause's figures it is."""
    text = f"orden säger emot siffran: ”{word}”, men {worked}"
    advice = (
        "Rätta ordet eller siffran. Efter en hänvisning väljer | ökat, | högre, | bättre och | överskott ordet efter siffran."
    )
    facts = tuple(value.term for value in values)
    return spot, remark(subject.report, clause.passage, clause.starts[spot], "T10", Level.VARNING, text, advice, fakta=facts)


# Changes: two figures, or one and the row's figure of the year before


def _changes(subject: Subject, clause: Clause) -> Iterator[tuple[int, Remark]]:
    for pattern in (FROM_TO, TO_FROM, SIDE_BY_SIDE, THAN):
        for match in pattern.finditer(clause.text):
            before, after = clause.value(match, "a"), clause.value(match, "b")
            if before and after and not _hedged(clause, match) and not _compared(before) and not _compared(after):
                yield from _moved(subject, clause, match, before, after)
    for match in TO.finditer(clause.text):
        after = clause.value(match, "b")
        if (
            after is None
            or after.figur is None
            or after.figur.mot
            or _hedged(clause, match)
            or _at_other_time(clause, after.figur)
        ):
            continue
        if before := _year_before(after.figur):
            yield from _moved(subject, clause, match, before, after)
    for match in WITH.finditer(clause.text):
        changed = clause.value(match, "b")
        figure = changed.figur if changed else None
        if changed is None or figure is None or figure.mot is None or _hedged(clause, match):
            continue
        subject.held("T10")
        change = figure.mängd.värde - figure.mot.värde
        if change * (sign_of(match["ord"], _CHANGE) or sign_of(match["ord"], _WORTH) * _good(figure)) < 0:
            worked = f"{_shown(figure.mängd)} mot {_shown(figure.mot)} är en {'ökning' if change > 0 else 'minskning'}"
            yield contradiction(subject, clause, int(match["b"]), match["ord"], worked, changed)


def _compared(value: Value) -> bool:
    return value.figur is not None and value.figur.mot is not None


def _hedged(clause: Clause, match: re.Match[str]) -> bool:
    return bool(NOT.search(clause.text[max(0, match.start() - 15) : match.end()]))


def _at_other_time(clause: Clause, figure: Figur) -> bool:
    """Does the sentence compare with anything but the year before?"""
    own = figure.kolumn.avser[:4]
    return bool(_OTHER_TIME.search(re.sub(rf"\b{own}\b" if own else "$", "", clause.text)))


def _moved(subject: Subject, clause: Clause, match: re.Match[str], before: Value, after: Value) -> Iterator[tuple[int, Remark]]:
    one, other, word = before.mängd, after.mängd, match["ord"]
    worth = sign_of(word, _WORTH) * (_good(after.figur) if after.figur else 0)
    sign = sign_of(word, _CHANGE, _LEVEL) or worth
    if not sign or (one.enhet or other.enhet) != (other.enhet or one.enhet):
        return
    subject.held("T10")
    change = other.värde - one.värde
    if one.värde < 0 and other.värde < 0 and not worth:
        if not re.search(r"underskott|förlust|kostnad", clause.text[: match.start()], re.I):
            return
        change = abs(other.värde) - abs(one.värde)
    if change * sign < 0:
        more = change > 0
        worked = f"från {_shown(one)} till {_shown(other)} är en {'ökning' if more else 'minskning'}"
        if sign_of(word, _LEVEL):
            worked = f"{_shown(other)} är {'mer' if more else 'mindre'} än {_shown(one)}"
        yield contradiction(subject, clause, int(match["b"]), word, worked, after, before)


def _shown(amount: Mängd) -> str:
    """With its unit, where that is one that is said."""
    return str(replace(amount, enhet="") if amount.enhet == "antal" else amount)


def _good(figure: Figur) -> int:
    """Is more of it good? Only where the table says so: a result, an amount, a measure with a direction."""
    return figure.mängd.bra if figure.rad.riktning or is_amount_unit(figure.mängd.enhet) else 0


def _year_before(figure: Figur) -> Value | None:
    """The same row's figure a year earlier."""
    own = figure.kolumn
    period = Period.parse(own.avser)
    if own.slag not in ("bokslut", "utfall", "prognos") or period is None or figure.rad.celler[own.ord].tal is None:
        return None
    wanted = f"{period.år - 1}{own.avser[4:]}"
    for column in figure.tabell.kolumner:
        box = figure.rad.celler.get(column.ord)
        if column.slag in ("bokslut", "utfall") and column.avser == wanted and column.mått == own.mått and box and box.tal:
            amount = replace(figure.mängd, värde=box.tal.värde, decimaler=box.tal.decimaler)
            return Value(amount, box.plats, Figur(figure.tabell, figure.rad, column, amount))
    return None


# Results: a surplus or a deficit, a deviation from the budget


def _results(subject: Subject, clause: Clause) -> Iterator[tuple[int, Remark]]:
    for pattern in (OF_RESULT, IN_RESULT, THUS_RESULT):
        for match in pattern.finditer(clause.text):
            between = match.groupdict().get("mellan") or ""
            figure = clause.figure(match, "b")
            if figure and _is_result(figure) and not OTHER_RESULT.search(between):
                yield from _worth(subject, clause, match, figure, sign_of(match["ord"], RESULT))
    for match in OF_DEVIATION.finditer(clause.text):
        figure = clause.figure(match, "b")
        if figure and _is_result(figure):
            word = (match["ord"] or match["o"]).casefold()
            yield from _worth(subject, clause, match, figure, 1 if word == "positiv" else -1)
    for match in AGAINST_BUDGET.finditer(clause.text):
        figure, word = clause.figure(match, "b"), match["ord"].casefold()
        if figure is None or figure.kolumn.slag != "avvikelse":
            continue
        sign = 1 if word in ("bättre", "högre") else -1
        if word in ("bättre", "sämre"):
            yield from _worth(subject, clause, match, figure, sign)
        elif figure.rad.tecken == "kostnad" or not re.search(r"kostnad|utgift", clause.text[: match.start()], re.I):
            lower = figure.rad.tecken == "kostnad" and figure.rad.regel == "plus är bra"
            yield from _worth(subject, clause, match, figure, sign, turned=-1 if lower else 1)
    for match in OVERRUN.finditer(clause.text):
        figure = clause.figure(match, "b")
        if figure and figure.kolumn.slag == "avvikelse" and figure.rad.tecken == "kostnad":
            yield from _worth(subject, clause, match, figure, -1 if match["ord"].casefold().startswith("över") else 1)


def _is_result(figure: Figur) -> bool:
    """Can its sign be a surplus or a deficit? A net cost is one only where it is below zero."""
    result = figure.kolumn.slag == "avvikelse" or figure.rad.tecken == "resultat" or figure.mängd.värde < 0
    return is_amount_unit(figure.mängd.enhet) and result and figure.rad.roll != "delar"


def _worth(
    subject: Subject, clause: Clause, match: re.Match[str], figure: Figur, sign: int, *, turned: int = 0
) -> Iterator[tuple[int, Remark]]:
    """A word that says which sign a result has; `turned`: how the figure's own sign is read, where its worth is not meant."""
    value = clause.value(match, "b")
    if figure.mot or value is None or NOT.search(match[0]):
        return
    subject.held("T10")
    if figure.mängd.värde * (turned or figure.mängd.bra) * sign < 0:
        shown = format_decimal_sv(figure.mängd.värde, figure.mängd.decimaler, plus=True)
        worked = f"{figure.rad.etikett}, {figure.kolumn.rubrik} är {with_unit(shown, figure.mängd.enhet)}"
        word = match["ord"] or match["o"]
        yield contradiction(subject, clause, int(match["b"]), word, worked, value)
