"""The page in a real browser: on a phone, by keyboard, without scripts, and in print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import REPOSITORY, render
from vb_gen.disk.workspace import Workspace

pytestmark = pytest.mark.xdist_group("webbläsare")  # one browser, where the tests run in several processes
# What stands further to the right than the window, but for what is inside a box that scrolls.
OUTSIDE = """() => [...document.body.querySelectorAll('*')]
  .filter(e => !e.closest('.tabellruta table') && e.getBoundingClientRect().right > innerWidth + 0.5 && e.offsetParent)
  .map(e => e.outerHTML.slice(0, 120))"""
# WCAG 1.4.12: what a reader may set, and nothing may be lost by it.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The real report as a file, as somebody who got it by mail opens it."""
    path = tmp_path_factory.mktemp("sida") / "leanlink.html"
    path.write_text(render(Workspace(REPOSITORY), "2023/leanlink"), "utf-8")
    return path.as_uri()


@pytest.fixture
def show(browser: Browser, address: str) -> Iterator[Any]:
    """Opens the report in a window of a size; fails if the page asks for anything but itself or complains."""
    contexts = []
    problems: list[str] = []

    def open_page(width: int = 1280, height: int = 800, **settings: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: problems.append(r.url) if r.url != address and not r.url.startswith("data:") else None)
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("width", [320, 414, 768])
def test_nothing_but_wide_tables_is_wider_than_the_window(show: Any, width: int) -> None:
    page = show(width)
    assert page.evaluate(OUTSIDE) == []
    assert width_of(page) == width


def test_wide_tables_scroll_in_a_box_that_the_keyboard_reaches_and_that_has_a_name(show: Any) -> None:
    page = show(320)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('.tabellruta')].map(e => ({
          wide: e.scrollWidth > e.clientWidth, scrolls: getComputedStyle(e).overflowX, tab: e.tabIndex,
          name: document.getElementById(e.getAttribute('aria-labelledby'))?.textContent.trim(), role: e.getAttribute('role')}))"""
    )
    assert sum(box["wide"] for box in boxes) > 5
    assert [
        box for box in boxes if box["scrolls"] != "auto" or box["tab"] != 0 or box["role"] != "group" or not box["name"]
    ] == []
    box = page.locator(".tabellruta").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.tabellruta').scrollLeft > 0")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_reader_may_space_the_text_out(show: Any) -> None:
    page = show(320)
    page.add_style_tag(content=SPACED)
    assert page.evaluate(OUTSIDE) == []
    assert width_of(page) == 320
    clipped = """() => [...document.querySelectorAll('th, td, caption, p, li, h1, h2, h3, h4, h5, h6')]
      .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible').length"""
    assert page.evaluate(clipped) == 0


def test_text_twice_as_large_still_fits(show: Any) -> None:
    page = show(640)
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate(OUTSIDE) == []
    assert width_of(page) == 640


def test_figures_are_right_aligned_equally_wide_and_on_one_line(show: Any) -> None:
    page = show(320)
    figures = page.evaluate(
        """() => [...document.querySelectorAll('td.tal:not(.ord)')].map(e => {
          const range = document.createRange(); range.selectNodeContents(e);
          const style = getComputedStyle(e);
          const tops = new Set([...range.getClientRects()].filter(r => r.width).map(r => Math.round(r.bottom / 8)));
          return {text: e.textContent, align: style.textAlign, digits: style.fontVariantNumeric, notes: !!e.querySelector('sup'),
                  lines: tops.size}})"""
    )
    assert len(figures) > 100
    assert [f["text"] for f in figures if f["align"] != "right" or "tabular-nums" not in f["digits"]] == []
    assert [f["text"] for f in figures if f["lines"] > 1 and not f["notes"]] == []


def test_status_differs_in_shape_and_colour_besides_the_word(show: Any) -> None:
    page = show()
    looks = page.evaluate(
        """() => [...new Map([...document.querySelectorAll('.status')].map(e => [e.className,
          [e.textContent.trim(), getComputedStyle(e).backgroundImage, getComputedStyle(e.closest('.statusrad') || e).display]]
        )).values()]"""
    )
    assert len(looks) >= 3
    assert len({look[1] for look in looks}) == len(looks)
    assert all(word and image.startswith("url(") for word, image, _ in looks)


# The keyboard


def test_the_skip_link_shows_itself_and_leads_past_the_contents(show: Any) -> None:
    page = show()
    hidden = page.evaluate("document.querySelector('.hoppa').getBoundingClientRect().right")
    assert hidden <= 0
    page.keyboard.press("Tab")
    link = page.evaluate(
        "(() => { const r = document.activeElement.getBoundingClientRect(); return [r.left, r.top, r.width] })()"
    )
    assert page.evaluate("document.activeElement.className") == "hoppa"
    assert link[0] >= 0
    assert link[1] >= 0
    assert link[2] > 50
    page.keyboard.press("Enter")
    assert page.evaluate("[document.activeElement.localName, location.hash]") == ["main", "#innehall"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_everything_that_takes_focus_shows_it(show: Any) -> None:
    page = show()
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
              return [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2] }"""
        )
        if not seen[1]:
            unseen.append(seen[0])
    assert unseen == []


def test_a_line_in_the_contents_leads_to_its_chapter(show: Any) -> None:
    page = show()
    link = page.locator("nav a").last
    target = str(link.get_attribute("href"))
    link.click()
    assert page.url.endswith(target)
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", target.removeprefix("#"))
    assert 0 <= top < 800


# Without scripts, and in print


def test_the_page_is_whole_without_scripts(show: Any) -> None:
    plain, usual = show(java_script_enabled=False), show()
    words = plain.locator("main").inner_text()
    assert len(words.split()) > 3000
    assert words == usual.locator("main").inner_text()
    plain.keyboard.press("Tab")
    plain.keyboard.press("Enter")
    assert plain.url.endswith("#innehall")


def test_in_print_tables_are_whole_and_what_is_for_the_screen_is_gone(show: Any) -> None:
    page = show(635, 1123)  # A4 at 96 dpi, within the margins
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.hoppa')).display") == "none"
    cut = """() => [...document.querySelectorAll('.tabellruta')].filter(e =>
      getComputedStyle(e).overflowX !== 'visible' || e.querySelector('table').scrollWidth > e.clientWidth + 1).length"""
    assert page.evaluate(cut) == 0
    assert page.evaluate(OUTSIDE) == []
    assert page.locator("main").is_visible()
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours[0] != colours[1]


def test_the_browsers_own_print_has_pages_and_all_the_text(show: Any, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = show()
    path = tmp_path / "utskrift.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    printed = PdfReader(path)
    assert 15 < len(printed.pages) < 60
    assert printed.pages[0].mediabox.width == pytest.approx(595, abs=1)
    heading = page.locator("main h2").last.inner_text()
    assert any(heading in sheet.extract_text() for sheet in printed.pages)


# Colours


CONTRAST = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b };
  const back = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] === undefined || c[3] > 0) return c } return [255, 255, 255] };
  const poor = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    const s = getComputedStyle(e), size = parseFloat(s.fontSize), bold = +s.fontWeight >= 700;
    const [a, b] = [light(parse(s.color)), light(back(e))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    if (ratio < (size >= 24 || (bold && size >= 18.66) ? 3 : 4.5)) poor.push([e.className, e.localName, ratio.toFixed(2)]);
  }
  return poor }"""


@pytest.mark.parametrize("media", ["screen", "print"])
def test_all_text_stands_out_from_what_is_behind_it(show: Any, media: str) -> None:
    page = show()
    page.emulate_media(media=media)
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize(("width", "seen"), [(1280, "bred"), (320, "smal")])
def test_a_chart_is_drawn_for_the_window_with_letters_one_can_read(show: Any, width: int, seen: str) -> None:
    page = show(width)
    charts = page.evaluate(
        """() => [...document.querySelectorAll('figure.diagram')].map(figure => [...figure.querySelectorAll('svg')]
          .filter(svg => svg.getBoundingClientRect().width > 0)
          .map(svg => {
            const frame = svg.getBoundingClientRect();
            const boxes = [...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect());
            return {
              klass: svg.getAttribute('class'), right: frame.right,
              outside: boxes.filter(b => b.left < frame.left - 1 || b.right > frame.right + 1).length,
              small: boxes.filter(b => b.height < 11).length}
          }))"""
    )
    assert len(charts) >= 4
    for drawn in charts:
        assert [one["klass"] for one in drawn] == [seen]
        assert drawn[0]["right"] <= width
        assert (drawn[0]["outside"], drawn[0]["small"]) == (0, 0)
