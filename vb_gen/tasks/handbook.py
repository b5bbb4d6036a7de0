"""The handbook as pages: its Markdown with the product's own theme and style sheets, a page a chapter and one of contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import unquote

from markdown_it.token import Token
from markupsafe import Markup

from vb_gen.core.pattern import regex
from vb_gen.disk.workspace import PACKAGE, Workspace
from vb_gen.output.html.html import render_template
from vb_gen.text.narrative import markdown, table_cell

CONTENTS = "innehall"
_ANCHOR = regex(r'<a id="([\w-]+)"></a>')
_KINDS = {"console": "Terminal", "sh": "Terminal", "excel": "Kalkylblad", "html": "Fil"}


@dataclass(frozen=True)
class Link:
    """A page, or a place in one."""

    titel: str
    href: str


@dataclass(frozen=True)
class ChapterView:
    """A page of the handbook."""

    titel: str
    html: Markup
    delar: list[Link]  # its own parts
    kapitel: list[Link]  # every page, in order
    sida: str  # this page's address
    föregående: Link | None
    nästa: Link | None


def handbook_folder() -> Path:
    """Where the chapters are: inside a wheel, or beside the package in an editable install."""
    inside = PACKAGE / "handbok"
    return inside if inside.is_dir() else PACKAGE.parent / "docs" / "handbok"


def pages(workspace: Workspace | None = None) -> Iterator[tuple[str, str]]:
    """Every page: its file's name, and its HTML. In the look of a workspace, or in the neutral one."""
    folder = handbook_folder()
    texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.md"))}
    order = [CONTENTS, *(name for name in texts if name != CONTENTS)]
    links = [Link(_title(texts[name]), _address(name)) for name in order]
    look = workspace or Workspace(PACKAGE)  # a folder without inputs: nothing there changes the theme
    for number, name in enumerate(order):
        html, parts = _chapter(texts[name])
        view = ChapterView(
            titel=links[number].titel,
            html=Markup(html),  # noqa: S704 - the handbook is our own
            delar=parts,
            kapitel=links,
            sida=_address(name),
            föregående=links[number - 1] if number else None,
            nästa=links[number + 1] if number + 1 < len(links) else None,
        )
        yield _address(name), render_template("handbok.html.j2", look, ("handbok.css",), kapitel=view)


def _address(name: str) -> str:
    return "index.html" if name == CONTENTS else f"{name}.html"


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def slug(heading: str) -> str:
    """A heading's id, the one that the Markdown's own links lead to."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


def _chapter(text: str) -> tuple[str, list[Link]]:
    """A chapter's HTML without its title, and links to its parts."""
    md = markdown()
    tokens = md.parse(text)[3:]  # the title stands in the page's head
    parts: list[Link] = []
    ids: dict[str, int] = {}
    given, last = "", _title(text)
    out: list[Token] = []
    for number, token in enumerate(tokens):
        for child in token.children or []:
            _lead_to_page(child)
        if token.type == "heading_open":
            said = _plain(tokens[number + 1])
            name = given or slug(said)
            ids[name] = ids.get(name, 0) + 1
            token.attrSet("id", name if ids[name] == 1 else f"{name}-{ids[name]}")
            if token.tag == "h2":
                parts.append(Link(said, f"#{token.attrs['id']}"))
            given, last = "", said
        if token.type in ("fence", "table_open"):
            out.append(_raw(_block(token, last)))
        elif anchor := _ANCHOR.search(_source(tokens, number)):
            given = anchor[1]
        elif token.type in ("th_open", "td_open"):
            table_cell(token)
            out.append(token)
        else:
            out.append(token)
        if token.type == "table_close":
            out.append(_raw("</div>\n"))
    html = md.renderer.render([token for token in out if token.content or token.type != "html_block"], md.options, {})
    return re.sub(r"<p></p>\n?", "", html), parts


def _source(tokens: list[Token], number: int) -> str:
    token = tokens[number]
    return token.content if token.type in ("html_block", "inline") else ""


def _plain(token: Token) -> str:
    return "".join(child.content for child in token.children or [] if child.type in ("text", "code_inline"))


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _lead_to_page(token: Token) -> None:
    """A link to a chapter's Markdown leads to its page."""
    href = unquote(str(token.attrs.get("href", "")))
    if token.type == "link_open" and (found := re.fullmatch(r"([\w-]+)\.md(#.*)?", href)):
        token.attrSet("href", _address(found[1]) + (found[2] or ""))


def _block(token: Token, heading: str) -> str:
    """What may be wider than the window is in a box that scrolls and that the keyboard reaches."""
    if token.type == "table_open":
        return f'<div class="tabellruta" role="group" aria-label="{escape(f"Tabell, {heading}")}" tabindex="0">\n<table>\n'
    kind = token.info.partition(" ")[0]
    named = re.match(r"# (inputs/\S+|templates/\S+)", token.content)
    label = f"Fil: {named[1].rstrip(',')}" if named else _KINDS.get(kind, "Exempel")
    lines = escape(token.content.rstrip("\n"))
    if kind == "console":
        lines = re.sub(r"(?m)^(\$ )(.*)$", r'<span class="prompt">\1</span><b>\2</b>', lines)
    lines = re.sub(r"\n(?=\n)", "&#10;", lines)  # blank lines between a page's elements are taken out
    return (
        f'<pre class="ruta {kind or "text"}" role="group" aria-label="{escape(label)}" tabindex="0"><code>{lines}</code></pre>\n'
    )
