"""The page of HTML: what a screen reader, a search engine and a reviewer's diff meet."""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPOSITORY, TESTS, Maker, read, render
from tests.page import Element, headings, parse
from vb_gen.core.numbers import format_decimal_sv
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts

GOLDEN = TESTS / "golden" / "leanlink-2023.html"
REPORTS = [f"{period.text}/{enhet}" for period, enhet in Workspace(REPOSITORY).reports()]
BLOCK = re.compile(
    "<(?:html|head|body|meta|title|style|header|nav|main|footer|section|article|div|p|h[1-6]|ul|ol|li|table|caption|colgroup|col|"
    "thead|tbody|tr|th|td|blockquote|figure)\\b"
)
each_report = pytest.mark.parametrize("name", REPORTS)


@cache
def html(name: str) -> str:
    return render(Workspace(REPOSITORY), name)


@cache
def page(name: str) -> Element:
    return parse(html(name))


def without_style(text: str) -> str:
    """The page without its style sheet, which is reviewed as CSS."""
    return re.sub(r"(?<=<style>\n).*?(?=</style>)", "", text, flags=re.S)


def without_drawings(text: str) -> str:
    """The page without its charts' drawings, where a bar that grows may move others."""
    return re.sub(r"<svg.*?</svg>\n", "", text, flags=re.S)


# The golden file


def test_the_report_of_2023_is_as_it_was_reviewed() -> None:
    """A change in the page is seen in review: VB_SKRIV=1 writes the file anew, and git shows what became of it."""
    made = without_style(html("2023/leanlink"))
    if os.environ.get("VB_SKRIV") == "1":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(made, "utf-8", newline="\n")
    golden = GOLDEN.read_text("utf-8")
    changes = list(difflib.unified_diff(golden.splitlines(), made.splitlines(), "golden", "made", n=0, lineterm=""))
    assert not changes, "\n".join([*(line[:300] for line in changes[:40]), f"({len(changes)} lines; VB_SKRIV=1 writes it anew)"])
    assert golden == made


# Language, title, landmarks


@each_report
def test_one_swedish_page_with_a_title_that_says_what_it_is(name: str) -> None:
    root, report = page(name), read(Workspace(REPOSITORY), name)
    assert root.one("html")["lang"] == "sv"
    assert root.one("head").children[0].attributes == {"charset": "utf-8"}
    title = root.one("head").one("title").text
    assert report.titel in title
    assert report.enhet.namn in title
    assert report.kommun.namn in title
    assert report.period.text[:4] in title


@each_report
def test_landmarks_hold_everything_and_have_names_of_their_own(name: str) -> None:
    body = page(name).one("body")
    skip, *rest = body.children
    assert skip.name == "a"
    within = bool(body.one("main").all("nav"))  # the budget's contents list stands after its first chapter
    assert within == name.startswith("2024-budget")
    assert [part.name for part in rest] == ["header", *([] if within else ["nav"]), "main", "footer"]
    assert not [part for part in body.content if isinstance(part, str) and part.strip()]
    ids = {element["id"]: element for element in body.walk() if element["id"]}
    regions = [e for e in body.walk() if e["role"] in ("region", "group") or e.name == "nav" or e["aria-labelledby"]]
    names = [" ".join(ids[id].text for id in region["aria-labelledby"].split()) for region in regions]
    assert all(names)
    landmarks = [(r.name, said) for r, said in zip(regions, names, strict=True) if r.name in ("nav", "section")]
    twice = [landmark for landmark, number in Counter(landmarks).items() if number > 1]
    assert twice == []


@each_report
def test_the_first_thing_to_focus_is_a_link_past_the_contents(name: str) -> None:
    root = page(name)
    first = next(e for e in root.one("body").walk() if e.name in ("a", "button", "input") or e["tabindex"])
    assert first.name == "a"
    assert first.text
    [target] = [e for e in root.walk() if f"#{e['id']}" == first["href"]]
    assert target.name == "main"
    assert target["tabindex"] == "-1"


@each_report
def test_one_h1_and_no_level_is_skipped(name: str) -> None:
    levels = [int(heading.name[1]) for heading in headings(page(name))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    assert all(heading.text for heading in headings(page(name)))


@each_report
def test_every_chapter_and_its_parts_are_in_the_contents_list(name: str) -> None:
    root = page(name)
    listed = [link["href"].removeprefix("#") for link in root.one("nav").all("a")]
    assert len(listed) == len(set(listed))
    of_contents = {h["id"] for h in root.one("nav").all("h2")}
    assert {h["id"] for h in root.one("main").all("h2")} - of_contents <= set(listed)
    shown = {h["id"]: h.text for h in headings(root)}
    assert all(shown[link["href"].removeprefix("#")] in link.text for link in root.one("nav").all("a") if link["href"])


# Links and ids


@each_report
def test_ids_are_unique_and_everything_that_is_pointed_at_is_there(name: str) -> None:
    root = page(name)
    ids = Counter(element["id"] for element in root.walk() if "id" in element.attributes)
    assert [name for name, number in ids.items() if number > 1 or not re.fullmatch(r"[a-z][a-z0-9.-]*", name)] == []
    wanted = {link["href"].removeprefix("#") for link in root.all("a") if link["href"].startswith("#")}
    for attribute in ("aria-labelledby", "aria-describedby", "headers", "for"):
        wanted |= {part for element in root.walk() for part in element[attribute].split()}
    assert wanted - set(ids) == set()


@each_report
def test_links_lead_somewhere_and_say_where(name: str) -> None:
    for link in page(name).all("a"):
        own = f"{name.partition('/')[2]}.pdf"  # the one file that a page names: its PDF, beside it
        assert re.match(r"#.|https?://|mailto:", link["href"]) or link["href"] == own, link
        assert link.text, link
        assert link.text.casefold() not in ("här", "läs mer", "länk"), link


# Tables


@each_report
def test_every_table_has_a_caption_and_headers_that_say_what_they_head(name: str) -> None:
    tables = page(name).all("table")
    assert tables
    for table in tables:
        if "footnotes" in (c for above in table.above() for c in above.classes):
            continue
        in_prose = not table["class"]
        if not in_prose:
            assert table.children[0].name == "caption", table["class"]
            assert table.children[0].text
        assert table.all("th")
        for head in table.all("th"):
            assert head["scope"] in ("col", "row", "colgroup", "rowgroup"), head
        for row in table.one("thead").all("tr"):
            assert {cell["scope"] for cell in row.children} <= {"col", "colgroup"}


@each_report
def test_no_cell_is_empty(name: str) -> None:
    empty = [cell for cell in page(name).all("th", "td", "caption") if not cell.text.strip()]
    assert empty == []


def grid(table: Element) -> list[list[Element]]:
    """The table's cells as they lie, each as often as it spans."""
    rows: list[list[Element]] = []
    for group in (part for part in table.children if part.name in ("thead", "tbody")):
        taken: dict[tuple[int, int], Element] = {}
        lines = group.children
        for number, line in enumerate(lines):
            column = 0
            for cell in line.children:
                while (number, column) in taken:
                    column += 1
                for down in range(int(cell["rowspan"] or 1)):
                    for right in range(int(cell["colspan"] or 1)):
                        assert (number + down, column + right) not in taken, "cells overlap"
                        taken[number + down, column + right] = cell
        assert max(row for row, _ in taken) == len(lines) - 1, "a cell reaches below its group"
        width = max(column for _, column in taken) + 1
        rows += [[taken[row, column] for column in range(width)] for row in range(len(lines))]
    return rows


@each_report
def test_all_rows_of_a_table_are_equally_long_and_every_figure_has_its_headers(name: str) -> None:
    for table in page(name).all("table"):
        cells = grid(table)
        assert len({len(row) for row in cells}) == 1, table["class"]
        if columns := table.all("col"):
            assert len(columns) == len(cells[0])
        for column in zip(*cells, strict=True):
            assert column[0].name == "th"
        for row in cells:
            figures = [cell for cell in row if cell.name == "td" and "tal" in cell.classes]
            assert not figures or "typ" not in table["class"] or any(cell["scope"] == "row" for cell in row), row


@each_report
def test_a_status_is_a_word_and_a_shape_of_its_own(name: str) -> None:
    report = read(Workspace(REPOSITORY), name)
    shapes: dict[str, set[str]] = {}
    for status in page(name).of_class("status"):
        assert re.match(r"[^\W\d]", status.text), status
        [shape] = set(status.classes) - {"status"}
        shapes.setdefault(status.text, set()).add(shape)
    words = {row["rad"] for row in report.statusord.values()} | {row["rad"] for row in report.uppdragsord.values()}
    if any(goal.status for goal in report.goals()):
        assert shapes.keys() & words
    assert {word: shape for word, shape in shapes.items() if len(shape) > 1} == {}
    styles = page(name).one("style").text
    used = {shape for found in shapes.values() for shape in found}
    drawn = {shape: re.search(rf"\.status\.{shape} \{{[^}}]*?color: ([^;]+);[^}}]*?url\(([^)]+)\)", styles) for shape in used}
    assert all(drawn.values())
    assert len({match.group(2) for match in drawn.values() if match}) == len(used)


# Figures and typography


@each_report
def test_figures_are_set_as_swedish_is_set(name: str) -> None:
    main = page(name).one("main")
    for cell in main.all("th", "td"):
        assert not re.search(r"(?<![\w§–-])-\d", cell.text), cell.text
        assert not re.search(r"−0(?:,0+)?(?![\d,])", cell.text), cell.text
    text = main.text
    assert '"' not in text
    assert not re.search(r"\d %|\d (?:mnkr|mkr|tkr)\b", text), "a common space before a unit"
    assert not re.search(r"\d\.\d{3}\b", text)
    assert "nan" not in text.casefold().split()
    assert not re.search(r"\{\{|\}\}|\{%|None|\bTrue\b|\bFalse\b", text)


# A page of its own


@each_report
def test_the_page_holds_all_it_needs_and_runs_nothing(name: str) -> None:
    root = page(name)
    for element in root.walk():
        assert element.name not in ("script", "iframe", "object", "embed", "link", "base", "form", "template"), element.name
        assert not [a for a in element.attributes if a.startswith("on") or a in ("style", "srcset", "srcdoc")], element
        assert element["src"] == "" or (element.name == "img" and element["src"].startswith("data:image/")), element
    styles = root.one("style").text
    assert not re.search(r"@import|https?://(?!www\.w3\.org/)|url\((?!\"data:image/)", styles)


@each_report
def test_one_block_element_a_line(name: str) -> None:
    body = html(name).split("</style>\n")[1]
    crowded = [line for line in body.splitlines() if len(BLOCK.findall(line)) > 1]
    assert crowded == []
    assert [line for line in body.splitlines() if line != line.strip() or not line] == []


# A changed figure is a changed line


def diff(before: str, after: str) -> list[tuple[list[str], list[str]]]:
    old, new = before.splitlines(), after.splitlines()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(old[a:b], new[c:d]) for kind, a, b, c, d in blocks if kind != "equal"]


def changed(tmp_path: Path, name: str, chapter: str, old: str, new: str) -> tuple[list[tuple[list[str], list[str]]], set[str]]:
    """The lines that differ when one text in the real report's YAML is changed, and the new values of changed facts."""
    root = tmp_path / "kopia"
    shutil.copytree(REPOSITORY / "inputs", root / "inputs")
    path = root / "inputs" / name / f"{chapter}.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")
    workspace = Workspace(root)
    was = {fact.identity: fact for fact in facts(read(Workspace(REPOSITORY), name))}
    values = set()
    for fact in facts(read(workspace, name)):
        if was[fact.identity].värde != fact.värde:
            values.add(format_decimal_sv(abs(fact.värde.värde), fact.värde.decimaler))
    return diff(without_drawings(html(name)), without_drawings(render(workspace, name))), values


@pytest.mark.parametrize(
    ("chapter", "old", "new", "lines"),
    [
        ("namndindikatorer", "195 786", "195 787", 1),  # said nowhere else
        ("namndindikatorer", "| 307 643 |", "| 307 642 |", 2),  # and once in a sentence
        ("ekonomi", "1,125 |", "1,126 |", 1),
    ],
)
def test_a_changed_figure_changes_only_the_lines_that_show_it(
    tmp_path: Path, chapter: str, old: str, new: str, lines: int
) -> None:
    blocks, values = changed(tmp_path, "2023/leanlink", chapter, old, new)
    before = [line for removed, _ in blocks for line in removed]
    after = [line for _, added in blocks for line in added]
    assert len(before) == len(after) == lines
    for removed, added in zip(before, after, strict=True):
        assert any(value in added for value in values), added
        assert re.sub(r"[\d\xa0,−]+", "#", removed) == re.sub(r"[\d\xa0,−]+", "#", added)


def test_what_is_derived_from_a_changed_figure_changes_with_it_and_nothing_else(tmp_path: Path) -> None:
    before = render(Workspace(small.make(tmp_path)))
    figures = small.COMPLETE["kapitel.yaml"].replace("11,2 |", "12,7 |")
    after = render(Workspace(small.make(tmp_path, {"kapitel.yaml": figures})))
    assert diff(before, after) == [
        (['<td class="tal">11,2</td>'], ['<td class="tal">12,7</td>']),
        (['<td class="tal">0,8</td>'], ['<td class="tal">−0,7</td>']),
        (['<td class="tal">15,3</td>'], ['<td class="tal">16,8</td>']),
        (['<td class="tal">0,6</td>'], ['<td class="tal">−0,9</td>']),
        (
            ["<p>Nämnden redovisar ett överskott på 0,6\xa0mnkr.</p>"],
            ["<p>Nämnden redovisar ett underskott på 0,9\xa0mnkr.</p>"],
        ),
    ]


def test_a_goal_whose_status_changes_is_one_line_where_it_is_told_and_one_in_the_overview(tmp_path: Path) -> None:
    before = render(Workspace(small.make(tmp_path)))
    goals = small.COMPLETE["kapitel.yaml"].replace("delvis uppnått", "ej uppnått")
    after = render(Workspace(small.make(tmp_path, {"kapitel.yaml": goals})))
    new, old = '<span class="status ej">Ej uppnått</span>', '<span class="status delvis">Delvis uppnått</span>'
    assert diff(before, after) == [
        ([f"<td>{old}</td>"], [f"<td>{new}</td>"]),
        ([f'<p class="statusrad">{old}</p>'], [f'<p class="statusrad">{new}</p>']),
    ]


# Drafts and decided reports

GAPS = {"kapitel.yaml": "målen: Målen följs upp i nästa rapport.\n"}


def test_a_draft_says_so_and_marks_what_is_missing(tmp_path: Path) -> None:
    root = parse(render(Workspace(small.make(tmp_path, GAPS, rapport="mall: liten\nstatus: utkast\n"))))
    assert "Utkast" in root.one("header").text
    missing = root.of_class("saknas")
    assert len(missing) == 2
    for box, told in zip(missing, ("Beskriv uppdraget i korthet.", "Bokslut mot budget för varje verksamhet."), strict=True):
        assert "saknas" in box.text.casefold()
        assert told in box.text
    shown = [heading.text for heading in root.one("main").all("h2", "h3")]
    assert shown == ["Nämndens uppdrag", "Ekonomi", "Resultat 2023", "Mål"]
    order = [e for e in root.one("main").walk() if e in missing or e.name in ("h2", "h3")]
    assert [e.text for e in order if e not in missing] == shown
    assert [order[order.index(box) - 1].text for box in missing] == ["Nämndens uppdrag", "Resultat 2023"]


def test_status_is_draft_until_somebody_says_otherwise(tmp_path: Path) -> None:
    root = parse(render(Workspace(small.make(tmp_path, GAPS, rapport="mall: liten\n"))))
    assert len(root.of_class("saknas")) == 2


def test_a_decided_report_shows_no_trace_of_the_draft(tmp_path: Path) -> None:
    root = parse(render(Workspace(small.make(tmp_path))))
    assert root.of_class("saknas") == []
    assert "utkast" not in root.one("body").text.casefold()
    assert root.one("body")["class"] == ""


def test_two_goals_of_one_name_have_places_of_their_own(workspace: Maker) -> None:
    goal = "      mål:\n        - namn: Gröna parker\n          status: {}\n          bedömning: |\n            Klart.\n"
    areas = f"    - målområde: Medborgare\n{goal.format('uppnått')}    - målområde: Miljö\n{goal.format('ej uppnått')}"
    page = parse(render(workspace({"malredovisning.yaml": f"målredovisning:\n  målområden:\n{areas}"})))
    ids = Counter(element["id"] for element in page.walk() if element["id"])
    assert [name for name, count in ids.items() if count > 1] == []
    targets = [link["href"] for link in page.all("a") if link.text == "Gröna parker"]
    assert targets == ["#parknamnden-mal-grona-parker", "#parknamnden-mal-grona-parker-2"]
