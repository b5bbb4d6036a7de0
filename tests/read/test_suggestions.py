"""No hint goes in a circle: what a message says to write removes it, and brings no new one of the same code.

Over every folder of mistakes, wherever the message names one thing to write in the place of another.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.read.test_wrong_inputs import FEL, MISTAKES, lay_over
from vb_gen.core.finding import Finding, InputError
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.proof import read_all, text_faults

_INSTEAD = (
    re.compile(r"^(?:Är de olika saker, skriv|Menade du) ”([^”…]+)”"),
    re.compile(r"^Skriv ”([^”…]+)”, med små bokstäver"),
    re.compile(r"^Skriv ”([^”…]+)” i stället för ”[^”]+”"),
    re.compile(r"^Skriv bara ([^.”]+)\.$"),
)
_WHOLE = re.compile(r"^Skriv ”((?:- )?\w+:[^”…]*)”(?: och texten indragen på raden under)?\.$")  # a line, from its first letter
_QUOTED = re.compile(r"”([^”]+)”")


def suggested(finding: Finding) -> tuple[str, str] | None:
    """What stands there and what is to stand in its place, where a message says both."""
    line = finding.place.text
    if (
        finding.code == "K16"
        and (whole := _WHOLE.match(finding.instead))
        and finding.place.column == 1 + len(line) - len(line.lstrip())
    ):
        return line.lstrip(), whole[1]
    words = next((match[1] for pattern in _INSTEAD if (match := pattern.match(finding.instead))), None)
    at = finding.place.text[finding.place.column - 1 :]
    wrong = next((word for word in _QUOTED.findall(finding.text) if at.casefold().startswith(word.casefold())), None)
    return (at[: len(wrong)], words.rstrip(":") if not wrong.endswith(":") else words) if words and wrong else None


def applied(path: Path, finding: Finding, change: tuple[str, str]) -> None:
    """Do what the message says, in the file."""
    lines = path.read_text("utf-8").split("\n")
    line, at = lines[finding.place.line - 1], finding.place.column - 1
    assert line[at:].startswith(change[0])
    lines[finding.place.line - 1] = line[:at] + change[1] + line[at + len(change[0]) :]
    path.write_text("\n".join(lines), "utf-8")


def said(root: Path) -> Sequence[Finding]:
    """All that is said of the workspace."""
    workspace = Workspace(root)
    try:
        return text_faults(read_all(workspace, *workspace.resolve("2023", "parknamnden")))
    except InputError as error:
        return error.findings


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_messages_own_suggestion_removes_it(mistake: str, tmp_path: Path) -> None:
    shutil.copytree(FEL / "_arbetsyta", tmp_path, dirs_exist_ok=True)
    lay_over(tmp_path, mistake)
    for finding in said(tmp_path):
        change = suggested(finding)
        path = tmp_path / finding.place.document.name
        if change is None or path.suffix != ".yaml":
            continue
        before = path.read_text("utf-8")
        codes = [f.code for f in said(tmp_path)]
        applied(path, finding, change)
        after = said(tmp_path)
        still = [f for f in after if f.code == finding.code]
        assert len(still) < codes.count(finding.code), (finding.text, finding.instead, [f.text for f in still])
        path.write_text(before, "utf-8")


def test_there_are_many_such_messages() -> None:
    """The property is not empty: so many of the recorded messages name a word for another."""
    texts = [(FEL / mistake / "väntat.txt").read_text("utf-8") for mistake in MISTAKES]
    assert sum(text.count("→ Menade du ”") for text in texts) >= 25
