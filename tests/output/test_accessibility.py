"""Every page, held by axe-core in a real Chromium: on a screen, on a phone, and as it is printed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page

from tests.conftest import REPOSITORY, read
from vb_gen.checks.rule import Library
from vb_gen.checks.run import check
from vb_gen.core.contrast import PAIRS
from vb_gen.diff.against import Against, compare_reports
from vb_gen.diff.printing import header
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.appendix import control
from vb_gen.output.html.changes import views
from vb_gen.output.html.html import render_control, render_diff
from vb_gen.read.theme import theme_of
from vb_gen.tasks.build import Job, build, build_all
from vb_gen.tasks.index import write_index
from vb_gen.tasks.status import collect
from vb_gen.tasks.statuspage import render_status
from vb_gen.tasks.watch import with_messages

pytestmark = pytest.mark.xdist_group("webbläsare")
EXAMPLE = Workspace(REPOSITORY)
REPORTS = [f"{period.text}/{enhet}" for period, enhet in EXAMPLE.reports()]
BUNDLE = "2023/kommunstyrelsen-med-bilagor"
CONTROL = "2023/kommunstyrelsen-kontroll"
STATUS, DIFF, PREVIEW = "status", "andringar", "forhandsvisning"
PAGES = [*REPORTS, BUNDLE, CONTROL, "index", STATUS, DIFF, PREVIEW]
FIGURE = "Leanlink ledning           |       0 "
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
AXE = Path(AXE_FILE_PATH).read_text("utf-8")
SETTINGS = {"screen": (1280, "screen"), "phone": (320, "screen"), "print": (700, "print")}

# What is outside the window, but for what is in a box that scrolls and that the keyboard reaches.
OUTSIDE = """() => [...document.body.querySelectorAll('*')]
  .filter(e => !e.closest('.tabellruta[tabindex="0"] table') && e.offsetParent && !e.matches('.dold')
    && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.outerHTML.slice(0, 120))"""
# WCAG 1.4.12, all four.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
CLIPPED = """() => [...document.querySelectorAll('th, td, caption, p, li, h1, h2, h3, h4, h5, h6, a, figcaption, .status')]
  .filter(e => !e.closest('.dold') && getComputedStyle(e).overflow !== 'visible'
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)).map(e => e.outerHTML.slice(0, 120))"""
# Text in one cell that runs into the next.
COLLIDING = """() => { const out = [];
  for (const cell of document.querySelectorAll('td, th')) {
    const range = document.createRange(); range.selectNodeContents(cell);
    const text = range.getBoundingClientRect(), box = cell.getBoundingClientRect();
    if (text.width && (text.right > box.right + 1 || text.left < box.left - 1)) out.push(cell.outerHTML.slice(0, 120));
  } return out }"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything the example's workspace makes, as `vb build --all` and its sisters make it."""
    out = tmp_path_factory.mktemp("allt")
    jobs = [Job(EXAMPLE, period, enhet, ("html", "csv"), out) for period, enhet in EXAMPLE.reports()]
    outcomes = list(build_all(jobs, 1))
    period, enhet = EXAMPLE.resolve("2023", "kommunstyrelsen")
    outcomes += build_all([Job(EXAMPLE, period, enhet, ("html",), out, bilagor=True)], 1)
    assert [outcome.messages for outcome in outcomes if outcome.code] == []
    report = read(EXAMPLE, "2023/kommunstyrelsen")
    page = render_control(control(check(report, Library(EXAMPLE, [report]))), EXAMPLE)
    (out / f"{CONTROL}.html").write_text(page, "utf-8")
    write_index(EXAMPLE, outcomes[:-1], out)
    (out / f"{STATUS}.html").write_text(render_status(collect(EXAMPLE, EXAMPLE.reports()), EXAMPLE, None), "utf-8")
    (out / f"{DIFF}.html").write_text(changes(tmp_path_factory.mktemp("andrat")), "utf-8")
    (out / f"{PREVIEW}.html").write_text(preview(out, tmp_path_factory.mktemp("trasigt")), "utf-8")
    return out


def another(folder: Path, old: str, new: str) -> Workspace:
    """The example's workspace with one thing written otherwise in one of Leanlink's chapters."""
    shutil.copytree(EXAMPLE.inputs, folder / "inputs")
    path = folder / "inputs" / "2023" / "leanlink" / "ekonomi.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return Workspace(folder)


def changes(folder: Path) -> str:
    """What `vb diff --all --format html` makes where a figure has changed in one report, and another report is new."""
    other = another(folder, FIGURE, FIGURE.replace(" 0 ", "-9 "))
    shutil.rmtree(other.inputs / "2020")
    compared = compare_reports(EXAMPLE, Against(other, "förr"), EXAMPLE.reports())
    assert not compared.unread
    return render_diff(views(compared.diffs), header(compared.diffs, "förr"), EXAMPLE)


def preview(out: Path, folder: Path) -> str:
    """What `vb watch` shows of a report that can no longer be read: what is wrong, above the last good page."""
    other = another(folder, FIGURE, FIGURE.replace(" 0 ", "noll"))
    period, enhet = other.resolve("2023", "leanlink")
    outcome = build(Job(other, period, enhet, ("html",), folder / "outputs"))
    assert (outcome.code, "ekonomi.yaml:82" in outcome.messages) == (2, True)
    return with_messages((out / "2023" / "leanlink.html").read_text("utf-8"), outcome)


@pytest.fixture
def show(browser: Browser, folder: Path) -> Iterator[Any]:
    contexts = []

    def open_page(name: str, width: int = 1280, media: Any = "screen") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto((folder / f"{name}.html").as_uri())
        page.emulate_media(media=media)
        return page

    yield open_page
    for context in contexts:
        context.close()


def found(page: Page) -> list[str]:
    """What axe-core finds: the rule, and where."""
    page.evaluate(AXE)
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations', 'incomplete']})", TAGS
    )
    assert len(result["passes"]) > 10
    return [f"{rule['id']}: {node['html'][:160]}" for rule in result["violations"] for node in rule["nodes"]]


def test_axe_is_recent_and_knows_the_tags_that_it_is_asked_for(show: Any) -> None:
    page = show("index")
    page.evaluate(AXE)
    major, minor = map(int, page.evaluate("axe.version").split(".")[:2])
    assert (major, minor) >= (4, 10)
    assert [tag for tag in TAGS if not page.evaluate("tag => axe.getRules([tag]).length", tag)] == []


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(show: Any, name: str, setting: str) -> None:
    width, media = SETTINGS[setting]
    assert found(show(name, width, media)) == []


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("2023/leanlink", "figure.diagram svg"),
        (STATUS, "table .läge"),
        (DIFF, "table.ändrad del"),
        (PREVIEW, "[role=alert] pre"),
    ],
)
def test_the_pages_have_what_they_are_tried_for(show: Any, name: str, holds: str) -> None:
    assert show(name).locator(holds).count() > 0


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("color-contrast", "document.querySelector('main p').style.color = '#999'"),
        ("heading-order", "document.querySelector('main h2').outerHTML = '<h5>Ekonomi</h5>'"),
        ("image-alt", "document.querySelector('main').append(new Image(9, 9))"),
        ("scrollable-region-focusable", "document.querySelectorAll('.tabellruta').forEach(e => e.removeAttribute('tabindex'))"),
        ("document-title", "document.title = ''"),
        ("html-has-lang", "document.documentElement.removeAttribute('lang')"),
    ],
)
def test_axe_would_have_found_it(show: Any, rule: str, spoil: str) -> None:
    page = show("2023/leanlink", 320)
    page.evaluate(spoil)
    assert rule in {one.partition(":")[0] for one in found(page)}


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_nothing_but_tables_in_boxes_is_wider_than_the_window(show: Any, name: str) -> None:
    page = show(name, 320)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("name", "width"), [*((name, 320) for name in PAGES), *((name, 1280) for name in REPORTS)])
def test_text_may_be_spaced_out(show: Any, name: str, width: int) -> None:
    page = show(name, width)
    page.add_style_tag(content=SPACED)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(COLLIDING) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", REPORTS)
def test_status_is_a_word_without_any_style(show: Any, name: str) -> None:
    page = show(name)
    page.evaluate("document.querySelectorAll('style').forEach(e => e.remove())")
    words = page.locator(".status").all_inner_texts()
    assert [word for word in words if not re.fullmatch(r"[^\W\d][\w /.,]+", word)] == []
    if name != "2024-budget/leanlink":  # a budget has no outcome to judge
        assert len(words) > 10


def test_shapes_of_status_differ_where_colours_do_not(show: Any) -> None:
    page = show("2023/leanlink")
    shapes = page.evaluate(
        "() => [...new Map([...document.querySelectorAll('.status')].map(e => [e.className,"
        " getComputedStyle(e).backgroundImage])).values()]"
    )
    grey = {re.sub(r"%23[0-9a-f]{6}", "", shape) for shape in shapes}
    assert len(grey) == len(shapes) >= 4


# The theme's colours: every pair that meets on a page is one that is held when the page is built.


MEET = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number), solid = c => c[3] === undefined || c[3] > 0;
  const hex = c => '#' + c.slice(0, 3).map(v => v.toString(16).padStart(2, '0')).join('');
  const back = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (solid(c)) return hex(c) } return '#ffffff' };
  const pairs = new Set();
  for (const e of document.body.querySelectorAll('*'))
    if ([...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
      pairs.add(hex(parse(getComputedStyle(e).color)) + ' ' + back(e));
  return [...pairs] }"""


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("name", ["2020/leanlink", "2023/kommunstyrelsen", "2024-budget/leanlink", CONTROL, "index"])
def test_no_colours_meet_that_the_theme_does_not_hold(show: Any, name: str, media: str) -> None:
    colours = theme_of(EXAMPLE).färger
    held = {f"{colours[pair.front]} {colours[pair.behind]}" for pair in PAIRS}
    met = set(show(name, 1280, media).evaluate(MEET))
    assert len(met) > 2
    assert met - held == set()
