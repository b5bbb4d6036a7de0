"""Nothing is fetched: not by the page through a style sheet, and not when the PDF is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import small
from tests.conftest import render, write
from tests.pdf import Pdf
from tests.process import run
from vb_gen.core.finding import MachineError, UseError
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.html import POLICY

SECRET = "hemligheten-ligger-här"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the workspace."""
    path = tmp_path / "utanför" / "hemlig.txt"
    write(path, SECRET + "\n")
    return path


# Style sheets


@pytest.mark.parametrize(
    "css",
    [
        "</style><script>alert(1)</script>",
        "@import 'http://exempel.se/x.css';",
        "@IMPORT url(//exempel.se/x.css);",
        "p { background: url(http://exempel.se/x.png) }",
        "p { background: URL( 'https://exempel.se/x.png' ) }",
        "p { background: url(//exempel.se/x.png) }",
        "p { background: url(../../utanför/hemlig.txt) }",
        "p { background: url(file:///etc/passwd) }",
        "p { background: url(javascript:alert(1)) }",
        "p { background: url(data:text/html,x) }",
        "@font-face { font-family: x; src: url(http://exempel.se/x.woff) }",
    ],
)
def test_a_style_sheet_fetches_nothing(tmp_path: Path, css: str) -> None:
    root = small.make(tmp_path, extra={"templates/stil/mal.css": css + "\n"})
    with pytest.raises(UseError, match=r"mal\.css"):
        render(Workspace(root))


@pytest.mark.parametrize(
    "css",
    [
        r"p { background: \75 rl(http://exempel.se/x.png) }",
        r"@\69mport 'http://exempel.se/x.css';",
        "p { background: image-set('http://exempel.se/x.png' 1x) }",
        "p { background: -webkit-image-set('http://exempel.se/x.png' 1x) }",
        "p { background: src('http://exempel.se/x.png') }",
        """h1::before { content: "/*"; background: url(https://exempel.se/x.png) } h2::before { content: "*/" }""",
        "h1::before { content: '/*'; background: url(https://exempel.se/x.png) } h2::before { content: '*/' }",
        "h1 { background: url(#/*) } h2 { background: url(//exempel.se/x) } p { background: url(#*/) }",
        """h1 { color: xurl(/*) "*/ "/* "; background: url(https://exempel.se/x.png) /* */ }""",
    ],
)
def test_a_style_sheet_fetches_nothing_in_disguise_either(tmp_path: Path, css: str) -> None:
    root = small.make(tmp_path, extra={"templates/stil/mal.css": css + "\n"})
    with pytest.raises(UseError, match=r"mal\.css"):
        render(Workspace(root))


def test_a_comment_may_say_what_it_likes(tmp_path: Path) -> None:
    css = """/* url(https://exempel.se/x.png) skriver namn@exempel.se's \\ @import */ p::before { content: "it's" } /* ' */"""
    assert css in render(Workspace(small.make(tmp_path, extra={"templates/stil/mal.css": css + "\n"})))


# Templates


def test_every_page_says_first_that_nothing_is_to_be_fetched_or_run(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    write(root / "templates/block/status.html.j2", '{% macro status(s) %}<img src="https://exempel.se/x.png">{% endmacro %}\n')
    page = render(Workspace(root))
    assert page.count("https://exempel.se/x.png") > 0
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="sv">\n<head>\n<meta charset="utf-8">\n{POLICY}')
    for arguments in (("build", "--all", "--format", "html"), ("status", "--format", "html"), ("handbook",)):
        ran = run(*arguments, cwd=root)
        assert ran.code == 0, ran.err
        assert "<head>" not in ran.out or POLICY in ran.out
    pages = [path for path in root.rglob("*.html") if "templates" not in path.parts]
    assert len(pages) > 10
    assert [path for path in pages if POLICY not in path.read_text("utf-8")] == []


@pytest.mark.parametrize(
    "head", ["<script src='https://exempel.se/x.js'></script><!DOCTYPE html><html><head>", "<html title='><head>'>"]
)
def test_a_page_that_would_put_something_before_that_is_refused(tmp_path: Path, head: str) -> None:
    root = small.make(tmp_path, extra={"templates/rapport.html.j2": head + "{{ stil }}</head></html>\n"})
    with pytest.raises(UseError, match=r"rapport\.html\.j2 ska börja med"):
        render(Workspace(root))


# What the PDF fetches


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="https://exempel.se/x.png" alt="x">',
        '<img src="file://{absolut}" alt="x">',
        '<img src="data:text/html,x" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file://{absolut}">',
        '<a rel="attachment" href="file://{absolut}">x</a>',
        '<object data="file://{absolut}" type="image/png">x</object>',
        '<embed src="file://{absolut}" type="image/png">',
        '<p style="background: url(file://{absolut})">x</p>',
        '<p style="list-style: url(http://127.0.0.1:9/x.png); display: list-item">x</p>',
        "<style>@import url(file://{absolut});</style>",
        "<style>@font-face {{ font-family: x; src: url(file://{absolut}) }} p {{ font-family: x }}</style>",
        '<svg width="9" height="9"><image href="file://{absolut}" width="9" height="9"/></svg>',
        "<img alt='x' src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage width='9' height='9' "
        "href='file://{absolut}'/%3E%3C/svg%3E\">",
    ],
)
def test_a_pdf_is_not_made_of_what_lies_outside_the_page(secret: Path, markup: str) -> None:
    from vb_gen.output.pdf.pdf import make_pdf

    body = markup.format(absolut=secret)
    page = f'<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>x</title></head><body><p>x</p>{body}</body></html>'
    with pytest.raises(MachineError) as caught:
        make_pdf(page)
    assert str(caught.value).startswith("PDF:en gjordes inte: sidan hämtar något utifrån (")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["hemlig.css", "./hemlig.css", "../utanför/hemlig.css", "{absolut}", "//127.0.0.1:9/hemlig.css"]
)
def test_a_pdf_knows_no_folder_from_which_to_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: Path, address: str
) -> None:
    from vb_gen.output.pdf.pdf import make_pdf

    style = secret.with_suffix(".css")
    style.write_text(f"body::after {{ content: '{SECRET}' }}", "utf-8")
    monkeypatch.chdir(style.parent)
    head = f'<meta charset="utf-8"><title>x</title><link rel="stylesheet" href="{address.format(absolut=style)}">'
    path = tmp_path / "ut.pdf"
    path.write_bytes(make_pdf(f'<!DOCTYPE html><html lang="sv"><head>{head}</head><body><p>Text</p></body></html>'))
    assert Pdf(path).page_texts[0].strip() == "Text"


def test_a_page_that_holds_its_pictures_is_made() -> None:
    from vb_gen.output.pdf.pdf import make_pdf

    picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'%3E%3C/svg%3E"
    head = '<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>x</title></head>'
    assert make_pdf(f'{head}<body><img src="{picture}" alt="x"></body></html>').startswith(b"%PDF-1.7")


def test_a_page_that_fetches_leaves_the_last_good_pdf(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    pdf = root / "outputs" / "2023" / "parknamnden.pdf"
    write(pdf, "den förra\n")
    picture = '<img src="file:///etc/passwd" alt="{{ s.word }}">'
    write(root / "templates" / "block" / "status.html.j2", "{% macro status(s) %}" + picture + "{% endmacro %}\n")
    ran = run("build", "2023", "parknamnden", "--format", "pdf", cwd=root)
    assert (ran.code, ran.out) == (3, "")
    assert "file:///etc/passwd" in ran.err
    assert pdf.read_text("utf-8") == "den förra\n"
