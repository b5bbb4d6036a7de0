"""The pages that reviewers diff: a figure that changes moves the lines that show it or what follows from it, a row that
comes moves no other line. Shown on every real report, with changes planted in its own YAML."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from vb_gen.core.finding import InputError
from vb_gen.diff.rows import Side
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts
from vb_gen.model.report import Report
from vb_gen.model.table import Rad, Ruta, Tabell
from vb_gen.output.html.html import render_report
from vb_gen.read.reading import read_report

REPORTS = [f"{period.text}/{enhet}" for period, enhet in Workspace(REPOSITORY).reports()]
PLANTED = 12  # of each kind in each report; which ones is the same in every run
BLOCK = (
    "p|li|h[1-6]|td|th|tr|table|thead|tbody|caption|section|article|ul|ol|div|nav|header|footer|main|dt|dd|dl|blockquote|figure"
)


@pytest.fixture
def copy(tmp_path: Path) -> Workspace:
    shutil.copytree(REPOSITORY / "inputs", tmp_path / "inputs")
    return Workspace(tmp_path)


def made(workspace: Workspace, name: str) -> tuple[Report, list[str]]:
    report = read_report(workspace, *workspace.resolve(*name.split("/")))
    return report, without_drawings(render_report(report, workspace)).split("\n")


def without_drawings(html: str) -> str:
    """A page with a line for each drawing: its bars and scale follow from its table, whose cells are compared."""
    return re.sub(r"<svg.*?</svg>", "<svg>", html, flags=re.S)


def given(report: Report) -> Iterator[tuple[Tabell, Rad, Ruta, str]]:
    """The figures that were written plainly in a grid of this report, each with its column's word."""
    for table in report.tables():
        for row in table.rader:
            for column in table.kolumner:
                box = row.celler.get(column.ord)
                if box and box.läge == "given" and column.innehåll == "tal" and re.fullmatch(r"[\d ]+(,\d)?", box.cell.text):
                    yield table, row, box, column.ord


def replaced(box: Ruta, digit: str) -> str | None:
    """The line of the figure with its last digit changed; None where the line does not hold it where it is said to."""
    line, start = box.plats.text, box.plats.column - 1
    old = line[start:].partition("|")[0].rstrip()
    if old != box.cell.text or not old or digit == old[-1]:
        return None
    end = start + len(old)
    return line[: end - 1] + digit + line[end:]


def write_line(workspace: Workspace, box: Ruta, text: str) -> tuple[Path, str]:
    path = workspace.root / box.plats.document.name
    before = path.read_text("utf-8")
    lines = before.split("\n")
    assert lines[box.plats.line - 1] == box.plats.text
    lines[box.plats.line - 1] = text
    path.write_text("\n".join(lines), "utf-8")
    return path, before


def shown(report: Report) -> dict[tuple[str, int, str], str]:
    """Every cell of every table, as it is printed."""
    return {
        (table.id, number, column.ord): str(row.celler[column.ord].tal or row.celler[column.ord].cell.shown)
        for table in report.tables()
        for number, row in enumerate(table.rader)
        for column in table.kolumner
        if column.ord in row.celler
    }


@pytest.mark.parametrize("name", REPORTS)
def test_one_figure_moves_only_what_shows_it_or_follows_from_it(name: str, copy: Workspace) -> None:
    report, before = made(copy, name)
    pick = random.Random(name)
    cells = list(given(report))
    planted = 0
    for _, _, box, _ in pick.sample(cells, len(cells)):
        line = replaced(box, "3") or replaced(box, "4")
        if line is None:
            continue
        path, text = write_line(copy, box, line)
        try:
            other, after = made(copy, name)
        except InputError:  # a reference's words do not suit the new figure: no page to compare
            continue
        finally:
            path.write_text(text, "utf-8")
        old, new = shown(report), shown(other)
        moved = sum(old[key] != new[key] for key in old)
        assert moved >= 1
        assert len(before) == len(after), f"{box.plats}: lines came or went"
        lines = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        cells_moved = [pair for pair in lines if pair[0].startswith(("<td", "<th"))]
        assert len(cells_moved) == moved, f"{box.plats}: {lines}"
        # Every other line that moved is running text with a figure in it, and nothing but figures and their words changed.
        for one, another in lines:
            if (one, another) not in cells_moved:
                assert re.match(r"<(p|li|h[2-6])\b", one), f"{box.plats}: {one}"
                assert re.search(r"\d", one + another)
        planted += 1
        if planted == PLANTED:
            break
    assert planted == PLANTED


def _bare(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r' rowspan="\d+"', "", line))


def test_a_figure_moves_no_drawing_but_those_of_its_own_table(copy: Workspace) -> None:
    def drawings() -> dict[str, str]:
        report = read_report(copy, *copy.resolve("2023", "leanlink"))
        page = render_report(report, copy)
        return dict(re.findall(r'<figure class="diagram" id="([^"]+)">(.*?)</figure>', page, re.S))

    before = drawings()
    chapter = copy.inputs / "2023" / "leanlink" / "namndindikatorer.yaml"
    text = chapter.read_text("utf-8")
    assert text.count("204 126") == 1
    chapter.write_text(text.replace("204 126", "204 326"), "utf-8")
    after = drawings()
    assert len(before) >= 3
    assert [name for name in before if before[name] != after[name]] == ["leanlink-volymer-diagram"]


@pytest.mark.parametrize("name", REPORTS)
def test_a_row_that_comes_moves_no_other_line(name: str, copy: Workspace) -> None:
    report, before = made(copy, name)
    pick = random.Random(name)
    rows = [row for table in report.tables() for row in table.rader if row.roll == "post" and not row.från]
    planted = 0
    for row in pick.sample(rows, len(rows)):
        line = row.plats.text
        if "|" not in line or line.lstrip().startswith("-"):
            continue
        label = row.etikett
        if line.count(label) != 1 or len(row.etikett) < 6:
            continue
        # The same row under another name, without a figure that could add to a sum.
        name_end = line.index(label) + len(label)
        empty = re.sub(r"\d[\d ,]*%?", lambda found: "-" + " " * (len(found[0]) - 1), line[name_end:])
        new_line = f"{line[:name_end]} ny{empty}"
        path = copy.root / row.plats.document.name
        text = path.read_text("utf-8")
        lines = text.split("\n")
        lines.insert(row.plats.line, new_line)
        path.write_text("\n".join(lines), "utf-8")
        try:
            other, after = made(copy, name)
        except InputError:
            continue
        finally:
            path.write_text(text, "utf-8")
        if sum(len(t.rader) for t in other.tables()) != sum(len(t.rader) for t in report.tables()) + 1:
            continue
        gone = []
        come = []
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if tag != "equal":
                gone += before[i:j]
                come += after[k:m]
        # What a table says of itself may change: its columns' widths, its legend, how many rows a goal spans; and so may
        # the figures of a sentence that counts rows.
        own = re.compile(r'<col |<table |<p>.*class="märke"|<tr class=|<div class="tabellnot">')
        left = Counter(map(_bare, gone)) - Counter(map(_bare, come))
        assert not [line for line in left if not own.search(line)], f"{row.plats}: {left}"
        assert [line for line in come if '<th scope="row"' in line and " ny<" in line.replace("\xa0", " ")], come
        planted += 1
        if planted == PLANTED // 2:
            break
    assert planted >= 3, f"{planted} of {len(rows)}"


@pytest.mark.parametrize("path", sorted(REPOSITORY.glob("outputs/*/*.html")), ids=lambda path: "/".join(path.parts[-2:]))
def test_one_block_element_a_line(path: Path) -> None:
    body = path.read_text("utf-8").partition("<body")[2]
    for line in body.split("\n"):
        opened = re.findall(rf"<(?:{BLOCK})[\s>]", line)
        # A point that leads to parts of its own, and a note's paragraph, begin on their parent's line.
        assert len(opened) <= 1, line[:200]


@pytest.mark.parametrize("path", sorted(REPOSITORY.glob("outputs/*/*.html")), ids=lambda path: "/".join(path.parts[-2:]))
def test_ids_are_names_and_nothing_in_them_moves(path: Path) -> None:
    body = path.read_text("utf-8").partition("<body")[2]
    ids = re.findall(r'\bid="([^"]*)"', body)
    assert len(ids) == len(set(ids))
    for name in ids:
        assert re.fullmatch(r"[a-z0-9][a-zA-Z0-9-]*", name) or name.startswith(("fn", "innehall")), name
        assert not re.search(r"[0-9a-f]{12,}", name), name
    assert not re.search(r"\d{1,2}:\d\d:\d\d|\d{4}-\d\d-\d\dT", body)


def test_facts_and_rows_tell_of_the_same_figures() -> None:
    """What `vb diff` joins on is what the facts say."""
    workspace = Workspace(REPOSITORY)
    for name in REPORTS:
        report = read_report(workspace, *workspace.resolve(*name.split("/")))
        about = set(Side.of(report).about.values())
        for fact in facts(report):
            assert fact.identity.slag in {who.slag for who in about if (who.om, who.rad) == (fact.identity.om, fact.identity.rad)}
