"""Running text: Markdown with figure references, to HTML that is safe to print.

Figures are put in after Markdown has been read, so that nothing in a figure can become markup. Raw HTML, images,
scripts and links to anything but http(s) and mail are refused with their line. What Markdown would turn into a list by
accident is an error that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from vb_gen.errors import Collector, Place
from vb_gen.names import anchor
from vb_gen.numbers import typeset
from vb_gen.references import Index, ReferenceProblem
from vb_gen.source import Scalar

_OPEN, _CLOSE = "\ue000", "\ue001"
_REFERENCE = re.compile(r"\{\{(.*?)\}\}")
_PLACEHOLDER = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_UNITS = r"(?:mnkr|mkr|tkr|kr|kronor|%|procent|procentenheter)\b|%"
_LONE_AMOUNT = re.compile(rf"\s*[-–+*] ?(\d[\d ]*(?:,\d+)?) ?(?:{_UNITS})")
_YEAR_DOT = re.compile(r"\s*((?:19|20)\d\d|\d{3,})[.)] ")
_BULLET = re.compile(r"\s*[-+*] ")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in running text, for the contents list."""

    level: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text as HTML, and its headings."""

    html: str
    headings: tuple[Heading, ...] = ()


def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "typographer": True, "quotes": "””’’"})
    md.enable(["table", "smartquotes"])
    md.use(footnote_plugin, inline=False)
    # Every link is looked at here, so that a bad one is told of instead of printed as text.
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return md


class Writer:
    """Turns the running text of one report into HTML."""

    def __init__(self, index: Index, found: Collector) -> None:
        self.index = index
        self.found = found
        self.markdown = _markdown()
        self.ids: dict[str, int] = {}

    def unique_id(self, wanted: str) -> str:
        """An id that no other place of the page has."""
        number = self.ids.get(wanted, 0) + 1
        self.ids[wanted] = number
        return wanted if number == 1 else f"{wanted}-{number}"

    def write(self, text: Scalar, *, level: int, prefix: str) -> Prose:
        """Text as HTML; its headings begin one level below `level` and get ids under `prefix`."""
        self._look_for_accidents(text)
        values: list[str] = []
        source = _REFERENCE.sub(lambda match: self._put(text, match, values), text.text)
        tokens = self.markdown.parse(source, {"docId": prefix})
        self._refuse(tokens, text)
        headings = self._set_headings(tokens, text, level, prefix)
        for token in tokens:
            if token.children:
                _typeset(token.children)
            if token.type in ("th_open", "td_open"):
                _table_cell(token)
        html = self.markdown.renderer.render(tokens, self.markdown.options, {"docId": prefix})
        html = _PLACEHOLDER.sub(lambda match: escape(values[int(match.group(1))]), html)
        html = re.sub(r"<hr class=\"footnotes-sep\" ?/?>\n", "", html)
        fill = [Heading(h.level, self._fill(h.text, values), h.id) for h in headings]
        return Prose(_one_block_a_line(html), tuple(fill))

    def inline(self, text: Scalar) -> str:
        """A short text with references, as HTML without a paragraph around it."""
        html = self.write(text, level=6, prefix="").html.strip()
        return re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.S)

    def _fill(self, text: str, values: list[str]) -> str:
        return _PLACEHOLDER.sub(lambda match: values[int(match.group(1))], text)

    def _put(self, text: Scalar, match: re.Match[str], values: list[str]) -> str:
        try:
            values.append(self.index.say(match.group(1)))
        except ReferenceProblem as problem:
            place = text.at_offset(match.start())
            self.found.add("R01", problem.what, place, problem.instead)
            values.append("?")
        return f"{_OPEN}{len(values) - 1}{_CLOSE}"

    def _look_for_accidents(self, text: Scalar) -> None:
        """Refuse what Markdown would read otherwise than a person."""
        lines = [line for _, line in text.lines()]
        for number, line in enumerate(lines):
            if re.search(f"[{_OPEN}-\uf8ff]", line):
                self.found.add("R02", "raden innehåller ett tecken utan betydelse (privat område)", text.at(number))
            if _YEAR_DOT.match(line):
                what = "raden börjar med ett tal och en punkt och skulle bli en numrerad lista"
                self.found.add("R03", what, text.at(number), "Låt raden börja med ett ord, eller bryt den på ett annat ställe.")
            neighbours = [lines[i] for i in (number - 1, number + 1) if 0 <= i < len(lines)]
            if (match := _LONE_AMOUNT.match(line)) and not any(_BULLET.match(n) for n in neighbours):
                what = "raden börjar med streck och ett belopp och skulle bli en punkt i en lista"
                self.found.add("R03", what, text.at(number), f"Skriv −{match.group(1)} utan mellanslag, och bryt inte raden där.")
            if re.search(r"\{\{|\}\}", _REFERENCE.sub("", line)):
                column = re.search(r"\{\{|\}\}", line)
                place = text.at(number, column.start() if column else 0)
                self.found.add(
                    "R01",
                    "hänvisningen är inte avslutad på samma rad",
                    place,
                    "Skriv {{ tabell.rad.kolumn }} på en rad.",
                )
            if re.search(r"\{%|%\}|\{#|#\}", line):
                what = "{% … %} och {# … #} används inte i text"
                place = text.at(number, re.search(r"\{%|%\}|\{#|#\}", line).start())  # type: ignore[union-attr]
                self.found.add("R04", what, place, "Ta bort det; inget körs i löpande text.")

    def _refuse(self, tokens: Sequence[Token], text: Scalar) -> None:
        for token in tokens:
            line = token.map[0] if token.map else 0
            if token.type == "html_block":
                self.found.add("R05", "HTML-kod används inte", text.at(line), "Skriv med Markdown: **fet**, *kursiv*, - lista.")
            for child in token.children or []:
                place = _find(text, line, child.content or str(child.attrs.get("href") or child.attrs.get("src") or ""))
                if child.type == "html_inline":
                    self.found.add("R05", "HTML-kod används inte", place, "Skriv < som ”mindre än”, eller ta bort koden.")
                elif child.type == "image":
                    self.found.add("R06", "bilder kan inte läggas i löpande text", place, "Ta bort bilden.")
                elif child.type == "link_open":
                    self._check_link(str(child.attrs.get("href", "")), place)

    def _check_link(self, href: str, place: Place) -> None:
        if _OPEN in href or "%EE%80%80" in href:
            self.found.add("R07", "en hänvisning kan inte stå i en länkadress", place, "Skriv ut adressen.")
        elif not re.match(r"(?:https?://|mailto:|#)[^\s]", href):
            self.found.add("R07", f"länken ”{href[:60]}” går inte att använda", place, "Skriv en adress som börjar med https://.")

    def _set_headings(self, tokens: list[Token], text: Scalar, level: int, prefix: str) -> list[Heading]:
        """Headings one level below the section's, with ids; a skipped level is an error."""
        found: list[Heading] = []
        opens = [i for i, token in enumerate(tokens) if token.type == "heading_open"]
        if not opens:
            return found
        top = min(int(tokens[i].tag[1]) for i in opens)
        before = top - 1
        for i in opens:
            own = int(tokens[i].tag[1])
            if own > before + 1:
                line = tokens[i].map[0] if tokens[i].map else 0  # type: ignore[index]
                what = f"rubriken hoppar över en nivå ({'#' * own} efter {'#' * before})"
                self.found.add("R08", what, text.at(line), f"Skriv {'#' * (before + 1)} i stället.")
            before = own
            tag = f"h{min(level + 1 + own - top, 6)}"
            tokens[i].tag = tokens[i + 2].tag = tag
            plain = "".join(c.content for c in tokens[i + 1].children or [] if c.type in ("text", "code_inline"))
            name = self.unique_id(f"{prefix}-{anchor(_PLACEHOLDER.sub('', plain))}")
            tokens[i].attrSet("id", name)
            found.append(Heading(int(tag[1]), typeset(plain), name))
        return found


def _find(text: Scalar, line: int, needle: str) -> Place:
    """Where something stands in a paragraph that begins at a line."""
    lines = [content for _, content in text.lines()]
    for number in range(line, len(lines)):
        column = lines[number].find(needle) if needle else -1
        if column >= 0:
            return text.at(number, column)
    return text.at(line)


def _typeset(children: list[Token]) -> None:
    for child in children:
        if child.type == "text":
            child.content = typeset(child.content)
        elif child.type == "softbreak":
            # One paragraph is one line of HTML, however it was wrapped in the YAML.
            child.type, child.tag, child.content = "text", "", " "


def _table_cell(token: Token) -> None:
    """Alignment as a class instead of inline style; header cells say what they head."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrSet("class", "tal")
    if token.type == "th_open":
        token.attrSet("scope", "col")


def _one_block_a_line(html: str) -> str:
    """No block element shares a line with another, so that a change is one line in a diff."""
    html = re.sub(r"(?<!\n)(<(?:p|ul|ol|li|table|thead|tbody|tr|th|td|section|h[2-6])\b)", r"\n\1", html)
    html = re.sub(r"(</(?:p|ul|ol|li|table|thead|tbody|tr|section)>)(?!\n)", r"\1\n", html)
    return re.sub(r"\n{2,}", "\n", html).strip("\n")
