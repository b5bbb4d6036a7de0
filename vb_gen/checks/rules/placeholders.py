"""Family 9: what was to be filled in and never was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.running import REFERENCE, reading, remark
from vb_gen.core.finding import Level, short
from vb_gen.core.pattern import regex

_UNIT = (
    r" ?(?:%|(?:procent|tkr|mnkr|kronor|kr|st|personer|årsarbetare|dagar|timmar|enheter|tjänster|medarbetare|platser|ärenden)\b)"
)
_AMOUNT = r"(?:%|(?:procent|tkr|mkr|mnkr|kronor|kr|miljoner)\b(?!-))(?! och [yY]\b)"  # what a single X waits for; people and days may be X's own
_WAITING = regex(
    rf"\b[xX]{{2,}}(?={_UNIT})"  # XX mnkr
    rf"|(?<!\d )(?<![\w-])[xX](?:,[xX])?(?= {_AMOUNT})"  # X mnkr, X,X %
    r"|\b(?:19|20)[xX]{2}\b|\b[xX]{3,}\b(?!-)"  # 20XX, xxx
    r"|\[(?:kommentar|todo|att göra|fyll i|infoga|lägg in|anvisning|skriv|obs|stäm av|kolla|kontrollera|uppdatera|komplettera|text(?! (?:utelämnad|borttagen|struken)))\b[^\]\[\n]*\](?!\()"
    rf"|\b(?:TODO|TBD|FIXME)\b|\?{{2,}}|(?<!_)_{{3,}}+(?={_UNIT})"
    r"|\blorem ipsum\b|\\(?:newpage|pagebreak)\b",
    re.IGNORECASE,
)


_ONE = ("x %", "x procent", "x tkr", "x mkr", "x mnkr", " x kr", " x miljoner")
_HINTS = (
    "xx",
    *_ONE,
    "[",
    "??",
    "___",
    "todo",
    "tbd",
    "fixme",
    "lorem",
    "\\",
)  # what any of these texts holds, quick to look for


_ADDRESS = regex(r"\bhttps?://[^\s)>\]]+")


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


@rule("T21", Level.VARNING, "Löpande text")
def left_open(subject: Subject) -> Iterator[Remark]:
    """T21: nothing in the text waits to be filled in."""
    read = reading(subject.library, subject.report)
    for _passage in read.passages:
        subject.held("T21")
    for passage in (*read.passages, *read.cells):
        text = passage.text.text.casefold()
        if not any(hint in text for hint in _HINTS):
            continue
        plain = _ADDRESS.sub(_blank, REFERENCE.sub(_blank, passage.text.text))
        for match in _WAITING.finditer(plain):
            problem = f"något är inte ifyllt: ”{short(match[0], 40)}”"
            advice = "Skriv det som ska stå där, eller ta bort det."
            yield remark(subject.report, passage, match.start(), "T21", Level.VARNING, problem, advice)
