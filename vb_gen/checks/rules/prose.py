"""Family 9: running text. Words against figures, loose figures, years, decisions, footnotes, repeated and empty text, appendices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from vb_gen.checks.rule import Remark, Subject, rule
from vb_gen.checks.running import HEADING, Passage, reading, remark
from vb_gen.core.finding import Level, Place, short
from vb_gen.core.pattern import regex
from vb_gen.core.spelling import nearest
from vb_gen.model.report import Report

_NOTHING = regex(
    r"[\W_]*|(?:text(?:en)?|analys(?:en)?|kommentar(?:en)?|uppgift(?:er)?)? ?(?:kommer(?: senare)?|följer|fylls i(?: senare)?|skrivs här"
    r"|kompletteras(?: senare)?|återkommer)[\s.…]*|skriv (?:text(?:en)? )?här[\s.…]*|(?:tbd|todo|att göra|x{2,})[\s.…]*|lorem ipsum.*",
    re.I | re.S,
)
_APPENDIX = regex(
    r"(?<!rapport, )(?<!rapporten, )(?<!avtalet, )(?<!planen, )(?<!budgeten, )(?<!\d, )\b[Bb]ilaga (?P<nummer>\d{1,2})\b(?! (?:till|i|hos) )"
)


@rule("T17", Level.VARNING, "Löpande text")
def empty(subject: Subject) -> Iterator[Remark]:
    """T17: a text says something, and so does what stands under a heading in it."""
    for passage in reading(subject.library, subject.report).passages:
        text = passage.text.text
        if not text.strip():
            continue
        subject.held("T17")
        if _NOTHING.fullmatch(text.strip()):
            where = passage.rad or passage.avsnitt.rubrik or passage.avsnitt.id
            problem = f"texten säger ingenting: ”{short(text, 40)}” under {where}"
            advice = "Skriv texten, eller ta bort nyckeln så utelämnas avsnittet."
            yield remark(subject.report, passage, 0, "T17", Level.VARNING, problem, advice)
            continue
        yield from _bare_headings(subject, passage)


def _bare_headings(subject: Subject, passage: Passage) -> Iterator[Remark]:
    text = passage.text.text
    found = list(HEADING.finditer(text))
    for number, match in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        if text[match.end() : after.start() if after else None].strip():
            continue
        level = match[0].lstrip().index(" ")
        deeper = after is not None and after[0].lstrip().index(" ") > level
        table_follows = after is None and passage.nyckel == "text" and bool(passage.avsnitt.tabeller or passage.avsnitt.avsnitt)
        if not (deeper or table_follows):
            problem = f"rubriken har ingen text under sig: {short(match['namn'], 60)}"
            yield remark(
                subject.report,
                passage,
                match.start("namn"),
                "T17",
                Level.VARNING,
                problem,
                "Skriv texten, eller ta bort rubriken.",
            )


@rule("T18", Level.FEL, "Löpande text")
def appendix_reports(subject: Subject) -> Iterator[Remark]:
    """T18: a report that is listed as an appendix is there, and is another than the report itself."""
    report, workspace = subject.report, subject.library.workspace
    for appendix in report.rapport.bilagor:
        if appendix.rapport is None:
            continue
        subject.held("T18")
        named, _, enhet = appendix.rapport.partition("/")
        if appendix.rapport == report.name or workspace.known(named, enhet) is None:
            problem = "är rapporten själv" if appendix.rapport == report.name else "finns inte"
            known = [f"{period.text}/{enhet}" for period, enhet in workspace.reports()]
            others = [name for name in known if name != report.name]
            text = f"bilagan {appendix.titel} {problem}: {appendix.rapport}"
            yield Remark(
                "T18", text, _line(report, "rapport", appendix.rapport), nearest(appendix.rapport, others), rapport=report.name
            )


@rule("T19", Level.VARNING, "Löpande text")
def appendix_numbers(subject: Subject) -> Iterator[Remark]:
    """T19: appendices are numbered without doubles, and the text names none that is not listed."""
    report = subject.report
    numbers = [appendix.nummer for appendix in report.rapport.bilagor if appendix.nummer is not None]
    for number, count in Counter(numbers).items():
        subject.held("T19")
        if count > 1:
            place = _line(report, "nummer", str(number))
            text = f"{count} bilagor har nummer {number}"
            yield Remark("T19", text, place, "Ge varje bilaga ett eget nummer.", Level.VARNING, rapport=report.name)
    absent = sorted(set(range(1, max(numbers, default=0))) - set(numbers))
    if absent:
        listed = ", ".join(map(str, absent))
        text = f"bilaga {listed} finns inte i bilageförteckningen, som går till {max(numbers)}"
        place = _line(report, "nummer", str(numbers[0]))
        yield Remark("T19", text, place, "Kontrollera om en bilaga saknas.", Level.UPPLYSNING, rapport=report.name)
    for passage in reading(subject.library, report).passages:
        for match in _APPENDIX.finditer(passage.text.text):
            subject.held("T19")
            if int(match["nummer"]) not in numbers:
                text = f"texten nämner {match[0].casefold()}, som inte finns i bilageförteckningen"
                advice = "Rätta numret, eller lägg till bilagan i rapport.yaml."
                yield remark(report, passage, match.start(), "T19", Level.VARNING, text, advice)


def _line(report: Report, key: str, value: str) -> Place:
    """Where rapport.yaml says something; the last place, where it says it twice."""
    document = report.plats.document
    pattern = re.compile(rf"[\s-]*{key}: *[\"']?{re.escape(value)}[\"']? *(?:#.*)?")
    lines = [number for number, line in enumerate(document.lines, 1) if pattern.fullmatch(line)]
    if not lines:
        return report.plats
    return Place(document, lines[-1], document.lines[lines[-1] - 1].index(key) + len(key) + 3)
