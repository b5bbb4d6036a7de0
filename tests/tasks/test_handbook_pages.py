"""The handbook as pages: whole, the same every time, with links that lead somewhere, in a workspace's look or the neutral one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

from tests import small
from tests.handbok import CHAPTERS, HANDBOOK, blocks
from tests.output.test_accessibility import OUTSIDE, SETTINGS, found
from tests.page import Element, parse
from tests.process import run
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.handbook import pages

pytestmark = pytest.mark.xdist_group("webbläsare")
MADE = dict(pages())
PAGES = sorted(MADE)
SOME = ("index.html", "03-siffror-och-tabeller.html", "12-administrera.html")


@pytest.fixture(scope="module")
def parsed() -> dict[str, Element]:
    return {name: parse(html) for name, html in MADE.items()}


def test_every_chapter_is_a_page_and_the_first_is_of_contents() -> None:
    assert next(iter(MADE)) == "index.html"
    assert set(MADE) == {"index.html", *(f"{path.stem}.html" for path in HANDBOOK.glob("*.md") if path.stem != "innehall")}


def test_pages_are_the_same_every_time() -> None:
    assert dict(pages()) == MADE


def test_links_lead_to_a_place_that_is_there(parsed: dict[str, Element]) -> None:
    ids = {name: [e["id"] for e in page.walk() if e["id"]] for name, page in parsed.items()}
    assert [name for name, those in ids.items() if len(set(those)) != len(those)] == []
    count = 0
    for name, page in parsed.items():
        for link in page.all("a"):
            href = unquote(link["href"] or "")
            if href.startswith("https://"):
                continue
            file, _, place = href.partition("#")
            assert (file or name) in ids, f"{name}: {href}"
            assert not place or place in ids[file or name], f"{name}: {href}"
            count += bool(place)
    assert count > 200


def test_examples_stand_as_they_are_written(parsed: dict[str, Element]) -> None:
    for chapter in CHAPTERS:
        name = "index.html" if chapter == "innehall.md" else chapter.replace(".md", ".html")
        shown = [box.text for box in parsed[name].all("pre")]
        wanted = [block.text.rstrip("\n") for block in blocks(chapter)]
        assert [" ".join(one.split()) for one in shown] == [" ".join(one.split()) for one in wanted]


def test_nothing_is_fetched(parsed: dict[str, Element]) -> None:
    for name, page in parsed.items():
        assert not page.all("script", "link", "img", "iframe"), name


def test_it_is_written_into_the_workspace_in_its_look(tmp_path: Path) -> None:
    root = small.make(tmp_path, extra={"inputs/tema.yaml": 'färger:\n  mörk: "#0f3d3e"\n'})
    ran = run("handbook", cwd=root)
    assert (ran.code, ran.out) == (0, "Skrev outputs/handbok/index.html\n")
    assert "#0f3d3e" in (root / "outputs" / "handbok" / "index.html").read_text("utf-8")
    assert "#0f3d3e" not in MADE["index.html"]
    assert dict(pages(Workspace(root))).keys() == MADE.keys()


def test_it_is_written_where_there_is_no_workspace_or_where_one_says(tmp_path: Path) -> None:
    assert run("handbook", cwd=tmp_path).out == "Skrev handbok/index.html\n"
    assert run("handbook", "--out", "läs", cwd=tmp_path).out == "Skrev läs/index.html\n"
    assert (tmp_path / "läs" / "koder.html").read_text("utf-8") == MADE["koder.html"]


def test_a_theme_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    root = small.make(tmp_path, extra={"inputs/tema.yaml": "färger:\n  mörk: blå\n"})
    ran = run("handbook", cwd=root)
    assert ran.code == 2
    assert "inputs/tema.yaml:2:" in ran.err
    assert not (root / "outputs").exists()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("handbok")
    for name, html in MADE.items():
        (made / name).write_text(html, "utf-8")
    return made


@pytest.mark.parametrize(
    ("name", "setting"),
    [*((name, "screen") for name in PAGES), *((name, other) for name in SOME for other in ("phone", "print"))],
)
def test_axe_finds_nothing(browser: Browser, folder: Path, name: str, setting: str) -> None:
    width, media = SETTINGS[setting]
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((folder / name).as_uri())
    page.emulate_media(media=media)  # type: ignore[arg-type]
    assert found(page) == []
    if setting == "phone":
        assert page.evaluate(OUTSIDE.replace('.tabellruta[tabindex="0"] table', '[tabindex="0"] :is(table, code)')) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()
