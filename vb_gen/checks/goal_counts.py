"""Family 7, counts and assignments: how many there are and how far they have come, in the text and in the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from vb_gen.checks.base import Remark, Subject, Term
from vb_gen.checks.goal_texts import COUNTED, lines, text_remark
from vb_gen.checks.sentences import NUMBER, number, sentences
from vb_gen.checks.targets import NÅTT, Målprövning, assess, goals
from vb_gen.model.innehall import Uppdrag
from vb_gen.model.tabell import Rad
from vb_gen.references import Index, ReferenceProblem

_ALL_ROWS = re.compile(rf"\bde (?P<alla>{NUMBER}) (?:mål|nämnd|förvaltnings)?indikatorer(?:na)?\b", re.I)


def counts(subject: Subject) -> Iterator[Remark]:
    """N14: the numbers of goals, assignments and indicators that the text gives are those of the tables."""
    yield from _indicator_counts(subject)
    index = Index(subject.report)
    statuses = Counter(said.status for _, said in goals(subject.report))
    groups = list(_groups(subject))
    for section in subject.report.walk():
        texts = [section.innehåll.text, section.innehåll.kommentar] if section.innehåll else []
        for text in texts:
            topic = ""
            for sentence in sentences(text):
                said = _resolve(index, sentence.text)
                topic = _topic(said) or (topic if re.match(r"(?:Av dem|Av dessa|Totalt|Sammanlagt|Den samlade)\b", said) else "")
                wrong: list[str] = []
                if topic == "mål" and statuses:
                    wrong = _wrong_goals(subject, said, statuses)
                elif topic == "uppdrag" and groups:
                    wrong = _wrong_assignments(subject, said, groups)
                if wrong:
                    text_of = "antalet i texten stämmer inte med tabellerna: " + "; ".join(wrong)
                    advice = "Rätta antalet, eller låt det räknas: {{ mål.uppnått }}, {{ uppdrag.antal }}."
                    remark = text_remark(subject, section, "", sentence, "N14", text_of, advice)
                    yield replace(remark, fakta=tuple(_counted(subject, topic)))


def _counted(subject: Subject, topic: str) -> Iterator[Term]:
    """What the counts were held against: the goals with their statuses, or the tables of assignments."""
    if topic == "mål":
        for _, goal in goals(subject.report):
            if place := goal.plats("status"):
                yield Term(f"{goal.namn}, status", goal.status or "–", place)
    for table in subject.report.tables() if topic == "uppdrag" else ():
        if table.typ == "uppdrag":
            yield Term(table.rubrik, f"{len(table.rader)} rader", table.plats)


def _resolve(index: Index, text: str) -> str:
    """A sentence with its references put in; one that cannot be followed is told of elsewhere."""

    def put(match: re.Match[str]) -> str:
        try:
            return index.say(match.group(1))
        except ReferenceProblem:
            return "…"

    return re.sub(r"\{\{(.*?)\}\}", put, text)


def _topic(text: str) -> str:
    """What the counts of a sentence are of."""
    if re.search(r"\baktivitet", text, re.I):
        return "aktiviteter"
    if re.search(r"\b(?:strategiska (?:utvecklings)?uppdrag|utvecklingsuppdrag)(?:en)?\b", text, re.I):
        return "uppdrag"
    return (
        "mål" if re.search(rf"\b{NUMBER} (?:av (?:de )?)?(?:{NUMBER} )?(?:nämnd|förvaltnings)?mål(?:en)?\b", text, re.I) else ""
    )


def _wrong_goals(subject: Subject, text: str, statuses: Counter[str | None]) -> list[str]:
    wrong = []
    every = sum(statuses.values())
    for match in re.finditer(rf"\b({NUMBER}) (?:nämnd|förvaltnings)mål(?:en)?\b|\bav (?:de )?({NUMBER}) målen?\b", text, re.I):
        subject.held("N14")
        told = number(next(part for part in match.groups() if part))
        if told != every:
            wrong.append(f"{told} mål, men {every} redovisas")
    pattern = rf"\b({NUMBER})(?: av (?:de )?(?:{NUMBER} )?)?(?: ?mål(?:en)?)?(?: (?:är|har|som|bedöms|bedömts|anses|vara))* (delvis |inte |ej )?(?:uppnå(?:dda|tts)|uppfyll(?:da|ts)|nådda|nåtts)\b"
    for match in re.finditer(pattern, text, re.I):
        subject.held("N14")
        kind = {"delvis": "delvis uppnått", "inte": "ej uppnått", "ej": "ej uppnått"}.get(
            (match.group(2) or "").strip().casefold(), "uppnått"
        )
        if number(match.group(1)) != statuses[kind]:
            wrong.append(f"{number(match.group(1))} {kind.replace('uppnått', 'uppnådda')}, men {statuses[kind]} har den statusen")
    return wrong


def _groups(subject: Subject) -> Iterator[tuple[str, list[Rad]]]:
    """The groups of assignments: heading and rows."""
    for section in subject.report.walk():
        if isinstance(section.innehåll, Uppdrag):
            for group, table in zip(section.innehåll.grupper, section.tabeller, strict=True):
                yield group.rubrik.casefold(), list(table.rader)


def _wrong_assignments(subject: Subject, text: str, groups: list[tuple[str, list[Rad]]]) -> list[str]:
    rows = [row for _, rows in groups for row in rows]
    wrong = []
    total = rf"\b({NUMBER}) (?:strategiska )?(?:utvecklings)?uppdrag\b|uppdragen (?:är|uppgår till)(?: totalt)? ({NUMBER})\b"
    for match in re.finditer(total, text, re.I):
        _hold(subject, wrong, number(next(part for part in match.groups() if part)), rows, "uppdrag")
    for match in re.finditer(rf"\b({NUMBER}) (kommungemensamma|nämndspecifika|förvaltningsspecifika)\b", text, re.I):
        group = [row for heading, rows in groups for row in rows if heading.startswith(match.group(2).casefold()[:12])]
        if group:
            _hold(subject, wrong, number(match.group(1)), group, match.group(2))
    for word, status in (("genomför(?:da|ts|t)", "genomfört"), ("pågår", "pågår"), ("pågående", "pågår")):
        counted = [row for row in rows if (box := row.celler.get("status")) and box.cell.shown == status]
        for match in re.finditer(rf"\b(?:(?:är|har) )?({NUMBER})(?: uppdrag)?(?: är| har| som)? {word}\b", text, re.I):
            _hold(subject, wrong, number(match.group(1)), counted, {"genomfört": "genomförda", "pågår": "som pågår"}[status])
    return wrong


def _hold(subject: Subject, wrong: list[str], told: int, rows: list[Rad], what: str) -> None:
    """A count is of all rows, or of those that do not remain from an earlier budget."""
    subject.held("N14")
    new = [row for row in rows if not ((box := row.celler.get("kvarstår från")) and box.cell.shown)]
    if told not in (len(rows), len(new)):
        left = f" ({len(new)} utan dem som kvarstår från en tidigare budget)" if len(new) != len(rows) else ""
        wrong.append(f"{told} {what}, men tabellerna har {len(rows)}{left}")


def _indicator_counts(subject: Subject) -> Iterator[Remark]:
    for judged in assess(subject.report):
        for sentence in lines(judged.mål) if judged.indikatorer else ():
            wrong = _wrong_indicators(subject, judged, sentence.text)
            if wrong:
                text = f"antalet i texten stämmer inte med tabellerna: {'; '.join(wrong)}: {judged.mål.namn}"
                advice = "Rätta antalet eller tabellen."
                yield text_remark(subject, judged.avsnitt, judged.mål.namn, sentence, "N14", text, advice)


def _wrong_indicators(subject: Subject, judged: Målprövning, text: str) -> list[str]:
    wrong = []
    if match := COUNTED.search(text):
        subject.held("N14")
        told = 1 if match.group("antal").casefold() == "en" else number(match.group("antal"))
        if told != len(judged.med(NÅTT)):
            wrong.append(f"{told} indikatorer når målvärdet, men {len(judged.med(NÅTT))} gör det enligt tabellen")
    if match := _ALL_ROWS.search(text):
        subject.held("N14")
        if number(match.group("alla")) != len(judged.indikatorer):
            wrong.append(f"{number(match.group('alla'))} indikatorer, men tabellen har {len(judged.indikatorer)}")
    return wrong


# Assignments


def assignments(subject: Subject) -> Iterator[Remark]:
    """N16: what a goal's text says of an assignment's status is what the table of assignments says."""
    rows = [row for table in subject.report.tables() if table.typ == "uppdrag" for row in table.rader if "status" in row.celler]
    stems = [_stems(row.etikett) for row in rows]
    common = Counter(stem for own in stems for stem in own)
    for section, said in goals(subject.report):
        for sentence in sentences(said.uppdrag) if rows else ():
            stated = _stated_assignment(sentence.text)
            for row, own in zip(rows, stems, strict=True) if stated else ():
                box = row.celler["status"]
                if not box.cell.shown or not _about(sentence.text, own, common):
                    continue
                subject.held("N16")
                if box.cell.shown != stated:
                    words = subject.report.uppdragsord
                    shown = [words[s]["rad"] if s in words else s for s in (stated, box.cell.shown)]
                    text = f"texten säger {shown[0].casefold()} men tabellen {shown[1].casefold()}: {row.etikett}"
                    advice = "Rätta texten eller uppdragets status i tabellen."
                    remark = text_remark(subject, section, said.namn, sentence, "N16", text, advice)
                    yield replace(remark, fakta=(Term(f"{row.etikett}, status", shown[1], box.plats),))


def _stated_assignment(text: str) -> str:
    """The status that a sentence gives an assignment, or nothing."""
    if re.search(r"\bbedöm\w+\b[^.]*\bgenomför(?:d|da|t|ts)\b", text, re.I):
        return "ej genomfört" if re.search(r"\b(?:inte|ej)\b", text.partition(",")[0], re.I) else "genomfört"
    return "pågår" if re.search(r"\bbedöm\w+\b[^.]*\b(?:pågående|pågår)\b", text, re.I) else ""


_COMMON = (
    "strateg", "utvecklingsupp", "uppdrag", "åtgärd", "samtliga", "genomför", "bedöm", "verksamhet", "nämnd", "komm", "arbete",
    "utifrån", "minsk", "stark", "fortsat", "tillsam", "effektiv", "förslag", "förvaltning", "översyn", "övriga",
)  # fmt: skip


def _stems(text: str) -> set[str]:
    """The words that say what a text is about, without their endings."""
    words = (word for word in re.findall(r"[a-zåäö-]{6,}", text.casefold()) if not word.startswith(_COMMON))
    return {word[: max(6, len(word) - 4)] for word in words}


def _about(text: str, stems: set[str], common: Counter[str]) -> bool:
    """Does a sentence speak of the assignment: with two of its telling words, or one long one that no other has?"""
    shared = [stem for stem in stems if stem in text.casefold()]
    return len(shared) > 1 or any(common[stem] == 1 and len(stem) > 6 for stem in shared)
