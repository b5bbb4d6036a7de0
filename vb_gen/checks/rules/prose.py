"""Family 9: running text. Words against figures, loose figures, years, decisions, footnotes, repeated and empty text, appendices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from vb_gen.checks.rule import Example, Remark, Rule, Subject
from vb_gen.checks.rules import (
    decisions,
    differences,
    marks,
    measures,
    placeholders,
    pointers,
    repeated,
    result_words,
    shares,
    years,
)
from vb_gen.checks.running import HEADING, Passage, reading, remark
from vb_gen.core.finding import Level, Place, short
from vb_gen.core.spelling import nearest
from vb_gen.model.report import Report

_NOTHING = re.compile(
    r"[\W_]*|(?:text(?:en)?|analys(?:en)?|kommentar(?:en)?|uppgift(?:er)?)? ?(?:kommer(?: senare)?|följer|fylls i(?: senare)?|skrivs här"
    r"|kompletteras(?: senare)?|återkommer)[\s.…]*|skriv (?:text(?:en)? )?här[\s.…]*|(?:tbd|todo|att göra|x{2,})[\s.…]*|lorem ipsum.*",
    re.I | re.S,
)
_APPENDIX = re.compile(
    r"(?<!rapport, )(?<!rapporten, )(?<!avtalet, )(?<!planen, )(?<!budgeten, )(?<!\d, )\b[Bb]ilaga (?P<nummer>\d{1,2})\b(?! (?:till|i|hos) )"
)


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


def _said(text: str, table: str = "") -> Example:
    """A running text, and a table that it refers to."""
    files = {"bedomning.yaml": f"analys: |\n  {text}\n"}
    return Example(files | ({"namndindikatorer.yaml": table} if table else {}))


_STAFF = """
personal:
  rader: |
    personal           | 2022 | 2023 | mått         | enhet
    Total sjukfrånvaro |  8,1 |  9,7 | sjukfrånvaro | %
"""
_NOTE = """
volymer:
  rader: |
    volym        | 2022 | 2023 | enhet
    Skötta träd* |  680 |  700 | antal
{notes}"""
_APPENDICES = """
mall: vb-2023
bilagor:
  - nummer: 1
    titel: Internkontrollrapport
  - nummer: {number}
    titel: Trädplan
"""
_FAMILY = "Löpande text"

RULES = (
    Rule(
        "T10",
        Level.VARNING,
        "Orden säger emot siffran",
        "Står det ökat, lägre, överskott eller förbättrats omkring en siffra ska siffran säga detsamma. Hänvisningar jämförs med raden "
        "de hämtas ur; också två tal i texten, från … till …, jämförs. Med | ökat, | högre, | bättre och | överskott väljs ordet efter "
        "siffran.",
        _said("Sjukfrånvaron har minskat till {{ personal.sjukfrånvaro[2023] }}.", _STAFF),
        _said("Sjukfrånvaron har ökat till {{ personal.sjukfrånvaro[2023] }}.", _STAFF),
        result_words.contradictions,
        _FAMILY,
    ),
    Rule(
        "T11",
        Level.UPPLYSNING,
        "Ett tal i texten finns inte i tabellerna",
        "Ett utskrivet tal som sägs vara ett av rapportens mått, men som ingen tabell innehåller ens avrundat. Skrivs talet som en "
        "hänvisning kan text och tabell inte säga olika saker. Varje avsnitt anmärks högst en gång.",
        _said("Sjukfrånvaron är 7,9 %.", _STAFF),
        _said("Sjukfrånvaron är ca 10 %, mot 8,1 % året före.", _STAFF),
        measures.loose_figures,
        _FAMILY,
        among=True,
    ),
    Rule(
        "T12",
        Level.UPPLYSNING,
        "Ett årtal är inte rapportens",
        "Texten talar om ett annat år som sitt eget (”i år, 2022”), berättar vad som har hänt ett år som inte har varit, eller ger en "
        "hänvisning ett annat år eller en annan månad än siffrans.",
        _said("Under 2024 har arbetet med parkerna varit framgångsrikt."),
        _said("Under 2024 har nämnden möjlighet att rusta fler parker."),
        years.wrong_years,
        _FAMILY,
    ),
    *repeated.RULES,
    Rule(
        "T14",
        Level.VARNING,
        "Ett fotnotsmärke har ingen not",
        "Ett märke (*, ¹) på en rad, en cell, en rubrik eller ett mål ska ha sin not under samma tabell. Numrerade noter får stå under "
        "vilken som helst av rapportens tabeller.",
        Example({"namndindikatorer.yaml": _NOTE.format(notes="")}),
        Example({"namndindikatorer.yaml": _NOTE.format(notes='  noter:\n    "*": Träd som har beskurits under året.\n')}),
        marks.without_note,
        _FAMILY,
    ),
    Rule(
        "T15",
        Level.VARNING,
        "En not har inget märke",
        "En not under en tabell ska höra till ett märke i den, annars vet läsaren inte vad den gäller.",
        Example({"namndindikatorer.yaml": _NOTE.format(notes='  noter:\n    "*": Träd.\n    "**": Räknat i oktober.\n')}),
        Example({"namndindikatorer.yaml": _NOTE.format(notes='  noter:\n    "*": Räknat i oktober.\n')}),
        marks.without_mark,
        _FAMILY,
    ),
    Rule(
        "T16",
        Level.VARNING,
        "Ett besluts datum stämmer inte",
        "Datumet ska finnas, ligga i den månad som nämns bredvid och inte vara senare än det år rapporten gäller. Mellan datum och "
        "nummer ska stå §.",
        _said("Planen antogs i april (PN 2023-05-09 § 77)."),
        _said("Planen antogs i maj (PN 2023-05-09 § 77)."),
        decisions.misdated,
        _FAMILY,
    ),
    Rule(
        "T17",
        Level.VARNING,
        "En text eller en rubrik är tom",
        "En text som bara är ett streck, punkter eller ”text kommer” fyller avsnittet utan att säga något. En rubrik i texten ska ha text "
        "under sig.",
        _said("–"),
        _said("Inga avvikelser har förekommit."),
        empty,
        _FAMILY,
    ),
    Rule(
        "T18",
        Level.FEL,
        "En bilaga finns inte",
        "En bilaga som är en rapport (rapport: 2023/…) ska finnas i arbetsytan, annars kan den inte tas med.",
        Example({"rapport.yaml": "mall: vb-2023\nbilagor:\n  - titel: Skolnämndens rapport\n    rapport: 2023/skolnamnden\n"}),
        Example({"rapport.yaml": "mall: vb-2023\nbilagor:\n  - titel: Förra årets rapport\n    rapport: 2022/parknamnden\n",
                 "inputs/2022/parknamnden/rapport.yaml": "mall: vb-2023\n"}),
        appendix_reports,
        _FAMILY,
    ),
    Rule(
        "T19",
        Level.VARNING,
        "Bilagornas nummer går inte ihop",
        "Två bilagor ska inte ha samma nummer, och en bilaga som texten nämner ska finnas i förteckningen. Hål i numreringen är bara en "
        "upplysning.",
        Example({"rapport.yaml": _APPENDICES.format(number=1)}),
        Example({"rapport.yaml": _APPENDICES.format(number=2), "bedomning.yaml": "analys: |\n  Träden beskrivs i bilaga 2.\n"}),
        appendix_numbers,
        _FAMILY,
    ),
    Rule(
        "T20",
        Level.VARNING,
        "Texten hänvisar till en rubrik som inte finns",
        "Skickas läsaren till ett avsnitt med namn ska rubriken finnas i rapporten. Ofta är det förra årets rubrik som står kvar.",
        _said("Läs mer i avsnittet ”Samlad bedömning av ekonomin”."),
        _said("Läs mer i avsnittet ”Analys av verksamhetens resultat, ekonomi och personal”."),
        pointers.named_headings,
        _FAMILY,
        among=True,
    ),
    Rule(
        "T21",
        Level.VARNING,
        "Något är inte ifyllt",
        "XX mnkr, X %, 20XX, [KOMMENTAR: …], TODO och ??? är märken för det som skulle fyllas i senare. De ska inte stå kvar i rapporten, "
        "varken i texten eller i en tabells celler.",
        _said("Parkerna kostade XX mnkr. [KOMMENTAR: stäm av med ekonom]"),
        _said("Parkerna kostade 41 mnkr. Storleken XXL passar bäst, se [upphandlingen](https://exempel.se/)."),
        placeholders.left_open,
        _FAMILY,
    ),
    Rule(
        "T22",
        Level.VARNING,
        "En del i texten är större än det hela",
        "Det som en mening säger ingår i ett belopp (…, varav …) kan inte vara mer än beloppet. Överskott, underskott, avvikelser och "
        "andra skillnader prövas inte: de är vad som återstår av plus och minus. Andelar prövas inte heller.",
        _said("Skötseln kostade 68 mnkr, varav 73 mnkr avsåg parkerna."),
        _said("Skötseln kostade 68 mnkr, varav 37 mnkr avsåg parkerna."),
        shares.too_large,
        _FAMILY,
    ),
    Rule(
        "T24",
        Level.VARNING,
        "Ändringen i texten är inte skillnaden mellan siffrorna",
        "Säger en mening både hur mycket något har ändrats och vad det ändrats från och till ska de gå ihop, i samma enhet eller i "
        "procent av den första siffran. Ungefärliga ord (ca, drygt) prövas inte. Stämmer det om procenttalen skiljer sig så många "
        "procentenheter är det en upplysning.",
        _said("Antalet avtal minskade med 21, från 504 till 493."),
        _said("Antalet avtal minskade med 11, från 504 till 493."),
        differences.differences,
        _FAMILY,
    ),
)  # fmt: skip
