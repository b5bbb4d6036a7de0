"""Family 7, assignments: what a goal's text says of them, held against the table of assignments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from vb_gen.checks.rule import Remark, Subject, Term, rule
from vb_gen.checks.rules.goal_texts import text_remark
from vb_gen.checks.rules.targets import goals
from vb_gen.core.finding import Level
from vb_gen.text.sentences import sentences


@rule("N16", Level.VARNING, "Mål")
def assignments(subject: Subject) -> Iterator[Remark]:
    """N16: what a goal's text says of an assignment's status is what the table of assignments says."""
    rows = [row for table in subject.report.tables() if table.typ == "uppdrag" for row in table.rader if "status" in row.celler]
    by_stem: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        for stem in _stems(row.etikett):
            by_stem.setdefault(stem, []).append(index)
    for section, said in goals(subject.report):
        for sentence in sentences(said.uppdrag) if rows else ():
            stated = _stated_assignment(sentence.text)
            for row in (rows[i] for i in _about(sentence.text, by_stem)) if stated else ():
                box = row.celler["status"]
                if not box.cell.shown:
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
    if re.search(r"\bbedöm\w+\b(?:(?!\bbedöm)[^.])*\bgenomför(?:d|da|t|ts)\b", text, re.I):
        return "ej genomfört" if re.search(r"\b(?:inte|ej)\b", text.partition(",")[0], re.I) else "genomfört"
    return "pågår" if re.search(r"\bbedöm\w+\b(?:(?!\bbedöm)[^.])*\b(?:pågående|pågår)\b", text, re.I) else ""


_COMMON = (
    "strateg", "utvecklingsupp", "uppdrag", "åtgärd", "samtliga", "genomför", "bedöm", "verksamhet", "nämnd", "komm", "arbete",
    "utifrån", "minsk", "stark", "fortsat", "tillsam", "effektiv", "förslag", "förvaltning", "översyn", "övriga",
)  # fmt: skip


def _stems(text: str) -> set[str]:
    """The words that say what a text is about, without their endings."""
    words = (word for word in re.findall(r"[a-zåäö-]{6,}", text.casefold()) if not word.startswith(_COMMON))
    return {word[: max(6, len(word) - 4)] for word in words}


_TELLING = 20  # a word that more rows than this have tells nothing


def _about(text: str, by_stem: dict[str, list[int]]) -> list[int]:
    """The rows that a sentence speaks of: with two of their telling words, or one long one that no other row has."""
    words = re.findall(r"[a-zåäö-]{6,}", text.casefold())
    said = {word[:length] for word in words for length in range(6, len(word) + 1) if word[:length] in by_stem}
    shared = Counter(row for stem in said if len(by_stem[stem]) <= _TELLING for row in by_stem[stem])
    alone = {by_stem[stem][0] for stem in said if len(stem) > 6 and len(by_stem[stem]) == 1}
    return sorted(alone | {row for row, count in shared.items() if count > 1})
