"""Conservation from file to page: a mark in every text, heading and note of a real report stands in the page and in its PDF."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from tests.conftest import REPORTS, REPOSITORY, render
from tests.process import run
from tests.text.written import seen
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.files import nodes

SINGLE = [name for name in REPORTS if not name.endswith("bilagor")]
_BLOCK = re.compile(r"\s*(?:- )?[\wåäö]+: \|$")
_NOTE = re.compile(r'\s+"[^"]+": \w.*\w\.?$')
_HEADING = re.compile(r"\s*#+ \w.*\w$")
# Texts that say how something is to be read or drawn, and are not themselves printed.
_SETTINGS = {
    *("belopp", "tecken", "avvikelse", "källa", "kolumner", "diagram", "undantag", "läge", "omräknat", "samband", "rapport"),
    *("status", "även", "sort", "visa", "riktning", "population", "redovisas", "sammanfattas"),
}
_COLUMNS = {"roll", "tecken", "avvikelseregel", "enhet", "från", "mått", "riktning", "population"}


def marked(text: str, begin: int) -> tuple[str, list[str]]:
    """A chapter with a mark in every block of text, note and heading."""
    lines = text.split("\n")
    marks: list[str] = []
    for number, line in enumerate(lines):
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        prose = _BLOCK.match(line) and re.match(r"\s+[A-ZÅÄÖ][\w ,]+", follows) and " | " not in follows
        target = number + 1 if prose else number if _NOTE.fullmatch(line) or _HEADING.fullmatch(line) else None
        if target is not None and not lines[target].startswith("#"):
            marks.append(f"Qx{begin + len(marks)}z")
            lines[target] += f" {marks[-1]}"
    return "\n".join(lines), marks


def copy_marked(root: Path, name: str) -> tuple[Workspace, list[str]]:
    """The repository's workspace with marks in the chapters of a report."""
    shutil.copytree(REPOSITORY / "inputs", root / "inputs")
    marks: list[str] = []
    for path in sorted((root / "inputs" / name).glob("*.yaml")):
        if path.name != "rapport.yaml":
            text, more = marked(path.read_text("utf-8"), len(marks))
            path.write_text(text, "utf-8")
            marks += more
    return Workspace(root), marks


@pytest.mark.parametrize("name", SINGLE)
def test_a_mark_in_every_text_is_on_the_page(name: str, tmp_path: Path) -> None:
    workspace, marks = copy_marked(tmp_path, name)
    page = seen(render(workspace, name))
    assert len(marks) >= 5
    assert [mark for mark in marks if mark not in page] == []


def test_the_marks_are_in_the_pdfs_text_too(tmp_path: Path) -> None:
    workspace, marks = copy_marked(tmp_path, "2020/leanlink")
    ran = run("build", "2020", "leanlink", "--format", "pdf", cwd=workspace.root, timeout=120)
    assert ran.code in (0, 1), ran.err
    pdf = next((workspace.root / "outputs").rglob("*.pdf"))
    text = "".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert [mark for mark in marks if mark not in re.sub(r"\s+", "", text)] == []


def words(node: Node, key: str = "") -> list[tuple[str, str]]:
    """Every word and figure of a chapter's values, with where it stands; settings left out."""
    if isinstance(node, Mapping):
        return [word for name, value in node.entries.items() if name not in _SETTINGS for word in words(value, name)]
    if isinstance(node, Sequence):
        return [word for item in node.items for word in words(item, key)]
    assert isinstance(node, Scalar)
    if key == "rader":
        header, *rows = (line.split("|") for _, line in node.lines() if line.strip())
        kept = [n for n, name in enumerate(header) if name.strip().casefold() not in _COLUMNS]
        said = "\n".join(row[n] for row in rows for n in kept if n < len(row))
    else:
        said = re.sub(r"\{\{.*?\}\}|\]\([^)]*\)|\[\^[^\]]*\]:?|^Tabell: |^\s*\d+[.)] ", "\n", node.text, flags=re.M)
    spot = str(node.place)
    return [(normalize("NFKC", re.sub(r"\W", "", word)), spot) for word in re.findall(r"\S*\w\S*", said)]


@pytest.mark.parametrize("name", SINGLE)
def test_every_word_and_figure_of_the_real_inputs_is_on_the_page(name: str) -> None:
    workspace = Workspace(REPOSITORY)
    page = normalize("NFKC", re.sub(r"\W", "", seen(render(workspace, name)))).casefold()
    every = []
    for path in sorted((workspace.inputs / name).glob("*.yaml")):
        if path.name != "rapport.yaml":
            every += words(nodes(workspace, path))
    assert len(every) > 100
    assert [(word, spot) for word, spot in every if word.casefold() not in page] == []
