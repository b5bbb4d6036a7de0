"""Whether the numbers of a body's decisions rise with their days, as they are numbered through a year."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library, Remark, Subject, rule
from vb_gen.checks.rules.decisions import Decision, decisions
from vb_gen.checks.running import reading
from vb_gen.core.finding import Level


class Series:
    """The numbered decisions of one body and year, in order of their days."""

    def __init__(self, several: list[Decision]) -> None:
        self.several = sorted(several, key=lambda one: (one.månad, one.dag))
        self.days = [(one.månad, one.dag) for one in self.several]
        self.highest = list(accumulate(self.several, _higher))
        self.lowest = list(accumulate(reversed(self.several), _lower))[::-1]
        self.trusted = trusted([(one.månad, one.dag, _number(one)) for one in self.several])

    def against(self, one: Decision) -> Decision | None:
        """A decision that one cannot stand beside: of an earlier day and not a lower number, or the other way round.

        None of one that fits all that fit each other: among many, those that break the order are wrong.
        """
        if (one.månad, one.dag, _number(one)) in self.trusted:
            return None
        first, last = (bisect(self.days, (one.månad, one.dag)) for bisect in (bisect_left, bisect_right))
        if first and _number(self.highest[first - 1]) >= _number(one):
            return self.highest[first - 1]
        if last < len(self.days) and _number(self.lowest[last]) <= _number(one):
            return self.lowest[last]
        return None


def trusted(mentions: list[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
    """The decisions that stand in every longest row in which the numbers rise with the days.

    A decision counts as often as it is mentioned. Of two that contradict each other alone, neither is trusted.
    """
    times = Counter(mentions)
    order = sorted(times)
    up, down = _longest(order, times, 1), _longest(order[::-1], times, -1)
    whole = max(up.values(), default=0)
    spans = sorted((up[one] - times[one], up[one], one) for one in order if up[one] + down[one] - times[one] == whole)
    shared, reach = set(), 0
    for number, (start, end, one) in enumerate(spans):
        after = spans[number + 1][0] if number + 1 < len(spans) else end
        if reach <= start and after >= end:  # no other can take its place in the row
            shared.add(one)
        reach = max(reach, end)
    return shared


def _longest(
    order: list[tuple[int, int, int]], times: Counter[tuple[int, int, int]], way: int
) -> dict[tuple[int, int, int], int]:
    """How many mentions the longest row up to a decision has, itself with them; `way` −1 where the numbers are to fall."""
    numbers: list[int] = []  # rising, each with the longest row that ends there
    rows: list[int] = []
    found = {}
    for one in order:
        at = bisect_left(numbers, one[2] * way)
        found[one] = length = (rows[at - 1] if at else 0) + times[one]
        end = at
        while end < len(numbers) and rows[end] <= length:
            end += 1
        if end > at or at == len(numbers) or numbers[at] != one[2] * way:
            numbers[at:end], rows[at:end] = [one[2] * way], [length]
    return found


def _number(one: Decision) -> int:
    return one.paragraf or 0


def _higher(one: Decision, other: Decision) -> Decision:
    return max(one, other, key=_number)


def _lower(one: Decision, other: Decision) -> Decision:
    return min(one, other, key=_number)


_numbered: WeakKeyDictionary[Library, dict[tuple[str, int], Series]] = WeakKeyDictionary()


def numbered(library: Library) -> dict[tuple[str, int], Series]:
    """The numbered decisions that the reports of a workspace refer to, by body and year; gathered once."""
    if library not in _numbered:
        found: dict[tuple[str, int], list[Decision]] = {}
        for report in library.reports():
            for one in decisions(reading(library, report)):
                if one.organ and one.paragraf is not None and one.datum:
                    found.setdefault((one.organ, one.år), []).append(one)
        _numbered[library] = {key: Series(several) for key, several in found.items()}
    return _numbered[library]


@rule("L04", Level.VARNING, "Kommunens regler", among=True)
def decision_order(subject: Subject) -> Iterator[Remark]:
    """L04: decisions of a body are numbered through the year, so a later one has a higher number."""
    if subject.report.kommun.regler.paragrafer != "löpande":
        return
    known = numbered(subject.library)
    for one in decisions(reading(subject.library, subject.report)):
        if not one.organ or one.paragraf is None or one.datum is None:
            continue
        subject.held("L04")
        if other := known[one.organ, one.år].against(one):
            text = f"paragrafen och datumet går inte ihop: {one.text} och {other.text}"
            advice = f"Paragraferna numreras löpande under året. Kontrollera mot {one.organ}:s protokoll."
            if one.paragraf == other.paragraf:
                advice = f"Samma paragraf kan inte ha två datum. Kontrollera mot {one.organ}:s protokoll."
            yield Remark(
                "L04",
                text,
                one.place,
                advice,
                Level.VARNING,
                rapport=subject.report.name,
                avsnitt=one.passage.avsnitt.id,
                rad=one.passage.rad,
                fakta=(one.term, other.term),
            )
