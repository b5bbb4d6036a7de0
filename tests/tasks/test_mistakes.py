"""The handbook's chapter on mistakes is made from the folder of mistakes: VB_SKRIV=1 writes it anew, to be read first."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from tests.conftest import REPOSITORY
from tests.read.test_wrong_inputs import FEL, MISTAKES
from vb_gen.core.names import anchor
from vb_gen.core.numbers import format_tal, read_tal

PAGE = REPOSITORY / "docs" / "handbok" / "nar-det-blir-fel.md"
INTRODUCTION = """# När det blir fel

Här står de vanligaste misstagen och vad `vb` säger om dem. Varje meddelande visar filen, raden och kolumnen, raden själv med
en pil under stället, vad som är fel, och efter → vad du ska skriva i stället. Koden inom hakparentes är till för att söka på.

Alla fel i rapporten sägs på en gång. Så länge det finns något fel skrivs ingenting: den förra rapporten står kvar.

## Det här går bra

Vissa saker läses rätt utan att du ändrar dem, för de kan bara betyda en sak:

| Du skriver | Det blir |
|---|---|
"""
# As people write them, each with what it means: a decimal point, Word's dashes for minus, spaces of every kind.
READ = ("9.7", "–86", "−86", "1 593 404", "1\u00a0593\u202f404", "0.05", "+2,5")  # fmt: skip


def chapter() -> str:
    """The chapter, as it should stand."""
    groups = list(_groups())
    lines = [INTRODUCTION.rstrip("\n")]
    looks = dict.fromkeys(written.replace("\u00a0", " ").replace("\u202f", " ") for written in READ)
    lines += [f"| `{written}` | {format_tal(read_tal(written))} |" for written in looks]
    lines += ["", "Bokstäverna å, ä och ö läses rätt också när de kommer från en Mac, där de kan bestå av två tecken.", ""]
    for group, _ in groups:
        lines.append(f"- [{group}](#{anchor(group)})")
    for group, mistakes in groups:
        lines += ["", f'<a id="{anchor(group)}"></a>', "", f"## {group}"]
        for name, title in mistakes:
            said = (FEL / name / "väntat.txt").read_text("utf-8").replace("inputs/2023/parknamnden/", "").replace("\t", " ")
            lines += ["", f"### {title}", "", "```text", said.rstrip("\n"), "```"]
    return "\n".join(lines) + "\n"


def _groups() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for part in re.split(r"^# ", (FEL / "kapitel.txt").read_text("utf-8"), flags=re.M)[1:]:
        title, *mistakes = part.strip().split("\n")
        yield title, [(name, told) for name, _, told in (line.partition(": ") for line in mistakes)]


def test_the_chapter_is_what_is_said_of_the_mistakes() -> None:
    made = chapter()
    if os.environ.get("VB_SKRIV"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made, "Meddelandena har ändrats. VB_SKRIV=1 pytest tests/tasks/test_mistakes.py"


def test_it_tells_of_more_than_fifty_mistakes_each_once() -> None:
    names = [name for _, mistakes in _groups() for name, _ in mistakes]
    titles = [title for _, mistakes in _groups() for _, title in mistakes]
    assert set(names) <= set(MISTAKES)
    assert len(set(names)) == len(names) == len(set(titles)) > 50


def test_what_is_said_to_be_read_rightly_is() -> None:
    minus = "\u2212"
    wanted = ["9,7", f"{minus}86", f"{minus}86", "1\u00a0593\u00a0404", "1\u00a0593\u00a0404", "0,05", "+2,5"]
    assert [format_tal(read_tal(written)) for written in READ] == wanted
