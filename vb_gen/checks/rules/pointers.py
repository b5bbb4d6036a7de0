"""Family 9: a text that sends its reader to a heading, by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from vb_gen.checks.rule import Library, Remark, Subject, rule
from vb_gen.checks.running import HEADING, REFERENCE, Reading, reading, remark
from vb_gen.core.finding import Level, short
from vb_gen.core.names import slug
from vb_gen.core.pattern import regex
from vb_gen.core.spelling import did_you_mean
from vb_gen.model.content import Indikatorer, Målredovisning

_NAMED = regex(
    r"\b(?:avsnittet|avsnitt|rubriken|rubrik|kapitlet|kapitel)(?: [”\"](?P<citat>[^”\"]{3,120})[”\"]|"
    r" (?P<namn>[A-ZÅÄÖ][\wåäö-]+(?: [A-ZÅÄÖ][\wåäö-]+)+))"
)
_QUOTE = regex(r"[”\"]")
_TOLD_IN = regex(  # without the word: ”Avstämningen finns även i ”Samlad bedömning””, where a heading of that name has been
    r"\b(?:finns|återfinns|redovisas|framgår|beskrivs|återges|läs mer|se)\b[^.;”\"]{0,40}?\b(?:i|under) [”\"](?P<citat>[^”\"]{3,120})[”\"]",
    re.I,
)


# ”avsnittet ”Vård i hemmet” i äldrenämndens verksamhetsberättelse”: in another document
_ELSEWHERE = regex(
    r" (?:i|ur|från) (?!(?:den här|denna|vår|nämndens|förvaltningens|årets)\b)(?:\w+ ){0,3}?\w*"
    r"(?:berättelse|redovisning|rapport|budget|plan|program|strategi|riktlinje|policy|avtal|reglemente)\w*",
    re.I,
)


@rule("T20", Level.VARNING, "Löpande text", among=True)
def named_headings(subject: Subject) -> Iterator[Remark]:
    """T20: a heading that the text sends its reader to is there."""
    known: dict[str, str] | None = None
    read = reading(subject.library, subject.report)
    for passage in read.passages:
        for match, name, sure in _sent_to(passage.text.text):
            if _ELSEWHERE.match(passage.text.text, match.end()):
                continue
            if not sure and slug(name) not in _ever(subject.library):
                continue
            subject.held("T20")
            known = known if known is not None else {slug(name): name for name in headings(read) if slug(name)}
            if not any(_same_heading(slug(name), heading) for heading in known):
                text = f"rubriken finns inte i rapporten: ”{short(name)}”"
                advice = f"Skriv rubriken som den heter i rapporten. {did_you_mean(name, list(known.values()))}".strip()
                yield remark(subject.report, passage, match.start(), "T20", Level.VARNING, text, advice)


def _sent_to(text: str) -> Iterator[tuple[re.Match[str], str, bool]]:
    """The names in quotes that a text sends its reader to, and whether it says that they are headings."""
    plain = REFERENCE.sub(lambda found: " " * len(found[0]), text)
    for pattern in (_NAMED, _TOLD_IN) if _QUOTE.search(plain) else (_NAMED,):
        for match in pattern.finditer(plain):
            name = match["citat"] or match["namn"]
            yield match, " ".join(name.split()).rstrip(".,"), pattern is _NAMED


_headings: WeakKeyDictionary[Library, set[str]] = WeakKeyDictionary()


def _ever(library: Library) -> set[str]:
    """The headings of every report in the workspace, as their malls and authors have them."""
    if library not in _headings:
        sections = [section for report in library.reports() for section in report.walk()]
        _headings[library] = {slug(section.rubrik) for section in sections if section.rubrik}
    return _headings[library]


def _same_heading(one: str, other: str) -> bool:
    """Is the one the other, or the beginning of it? A single word is the beginning of too much."""
    short, long = sorted((one, other), key=len)
    return one == other or ("_" in short and long.startswith(f"{short}_")) or (short == one and long.startswith(f"{one}_"))


def headings(read: Reading) -> Iterator[str]:
    """Every heading and caption that a report shows."""
    report = read.report
    yield report.titel
    yield from (appendix.titel for appendix in report.rapport.bilagor)
    for section in report.walk():
        if section.filled and section.rubrik:
            yield section.rubrik
        content = section.innehåll
        if isinstance(content, Målredovisning):
            for area in content.målområden:
                yield f"Målområde {area.målområde}"
        if isinstance(content, Indikatorer):
            for group in content.grupper:
                yield from (f"Målområde: {group.målområde}", group.målområde, group.kommunövergripande or "")
        yield from (table.rubrik for table in section.tabeller)
    yield from (goal.namn for goal in report.goals())
    for passage in read.passages:
        yield from (match["namn"] for match in HEADING.finditer(passage.text.text))
