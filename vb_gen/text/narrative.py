"""Running text: Markdown with figure references, to HTML that is safe to print.

Figures are put in after Markdown has been read, so that nothing in a figure can become markup. What Markdown would
read otherwise than a person does, and what is not printed (HTML), is refused in `accidents`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Protocol
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from vb_gen.core.finding import Collector, Place, short
from vb_gen.core.names import anchor
from vb_gen.core.node import Scalar
from vb_gen.core.pattern import regex
from vb_gen.core.typesetting import typeset
from vb_gen.text.accidents import look_at_lines, look_at_tokens
from vb_gen.text.conserved import CLOSE, OPEN, find, harmless
from vb_gen.text.references import ReferenceProblem

_PLACEHOLDER = regex(f"{OPEN}(\\d+){CLOSE}")


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


def markdown() -> MarkdownIt:
    """The Markdown that running text is written in, and the handbook."""
    md = MarkdownIt("commonmark", {"html": True, "xhtmlOut": False, "typographer": True, "quotes": "””’’", "store_labels": True})
    md.enable(["table", "smartquotes"])
    md.use(footnote_plugin, inline=False)
    md.core.ruler.before("footnote_tail", "notes", _remember_notes)
    md.add_render_rule("footnote_caption", _note_number)
    # Every link is looked at here, so that a bad one is told of instead of printed as text.
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return md


def _remember_notes(state: StateCore) -> None:
    """Every note of a text, with its line and whether it says nothing: of two with one mark, the plugin keeps the last."""
    notes = state.env.setdefault("notes", [])
    for number, token in enumerate(state.tokens):
        if token.type == "footnote_reference_open" and token.map:
            notes.append((token.meta["label"], token.map[0], state.tokens[number + 1].type == "footnote_reference_close"))


def _note_number(self: object, tokens: Sequence[Token], idx: int, *_: object) -> str:  # noqa: ARG001 - the renderer calls it so
    """`[2]`, however many times the note is used."""
    return f"[{tokens[idx].meta['id'] + 1}]"


class Speaker(Protocol):
    """Gives the words of a reference."""

    def say(self, expression: str) -> str:
        """The words. Raises :class:`ReferenceProblem`."""


class Album(Protocol):
    """Gives the addresses of pictures."""

    def address(self, src: str, place: Place, found: Collector) -> str | None:
        """A picture as what a page can hold; None, and what is wrong in `found`, where it cannot be used."""


class Writer:
    """Turns the running text of one report into HTML."""

    def __init__(self, index: Speaker, found: Collector, pictures: Album | None = None) -> None:
        self.index = index
        self.found = found
        self.pictures = pictures
        self.markdown = markdown()
        self.ids: dict[str, int] = {}
        self.given: set[str] = set()
        self.leads: list[tuple[str, Place]] = []  # links to places in the report itself, and where they are written

    def unique_id(self, wanted: str) -> str:
        """An id that no other place of the page has."""
        number = self.ids.get(wanted, 0) + 1
        self.ids[wanted] = number
        name = wanted if number == 1 else f"{wanted}-{number}"
        self.given.add(name)
        return name

    def write(self, text: Scalar, *, level: int, prefix: str) -> Prose:
        """Text as HTML; its headings begin one level below `level` and get ids under `prefix`."""
        values: list[str] = []
        source = self._put_tokens(text, values)
        if not look_at_lines(text, source, self.found):
            return Prose("")
        source = harmless(source)
        env: dict[str, Any] = {"docId": prefix}
        tokens = self.markdown.parse(source, env)
        look_at_tokens(tokens, text, source, env, self.found)
        for token in tokens:
            line = token.map[0] if token.map else 0
            for child in token.children or []:
                if child.type == "link_open" and (href := str(child.attrs.get("href", ""))).startswith("#"):
                    self.leads.append((unquote(href[1:]), find(text, line, f"]({href}", "](")))
        headings = self._set_headings(tokens, text, level, prefix, values)
        tokens = self._set_pictures(self._give_captions(tokens, text), text, values)
        for token in tokens:
            if token.children:
                _typeset(token.children, values)
            if token.type in ("th_open", "td_open"):
                table_cell(token)
        html = self.markdown.renderer.render(tokens, self.markdown.options, env)
        html = _PLACEHOLDER.sub(lambda match: escape(values[int(match.group(1))]), html)
        html = re.sub(r"<hr class=\"footnotes-sep\" ?/?>\n", "", html)
        return Prose(_one_block_a_line(html), tuple(headings))

    def inline(self, text: Scalar) -> str:
        """A short text with references, as HTML without a paragraph around it."""
        html = self.write(text, level=6, prefix="").html.strip()
        return re.sub(r"^<p>(.*)</p>$", r"\1", html, flags=re.S)

    def _give_captions(self, tokens: list[Token], text: Scalar) -> list[Token]:
        """A table's caption is the line above it, `Tabell: …`; a table that nothing names is told of."""
        out: list[Token] = []
        for token in tokens:
            if token.type != "table_open":
                out.append(token)
                continue
            above = out[-2] if len(out) >= 3 and out[-1].type == "paragraph_close" else None
            first = above.children[0] if above and above.children else None
            if first is None or above is None or first.type != "text" or not first.content.startswith("Tabell: "):
                line = token.map[0] if token.map else 0
                instead = "Skriv ”Tabell: ” och tabellens rubrik som ett eget stycke ovanför."
                self.found.add("R09", "tabellen har ingen rubrik", text.at(line), instead)
                out.append(token)
                continue
            first.content = first.content.removeprefix("Tabell: ")
            del out[-3:]
            out += [
                token,
                Token("caption_open", "caption", 1, block=True),
                above,
                Token("caption_close", "caption", -1, block=True),
            ]
        return out

    def _set_pictures(self, tokens: list[Token], text: Scalar, values: Sequence[str]) -> list[Token]:
        """A picture stands in a paragraph of its own, which becomes a figure; its title is the caption."""
        out: list[Token] = []
        for number, token in enumerate(tokens):
            out.append(token)
            pictures = [child for child in token.children or [] if child.type == "image"]
            if not pictures:
                continue
            place = find(text, token.map[0] if token.map else 0, "![")
            picture = pictures[0]
            address = self.pictures.address(str(picture.attrs.get("src", "")), place, self.found) if self.pictures else None
            before, after = tokens[number - 1], tokens[number + 1]
            if len(token.children or []) > 1 or before.type != "paragraph_open":
                instead = "Sätt den i ett eget stycke, med en tom rad före och efter."
                self.found.add("R06", "bilden står inne i en text", place, instead)
                continue
            caption = str(picture.attrs.pop("title", "")).strip()
            picture.attrSet("src", address or "")
            _typeset(picture.children or [], values)
            before.tag = after.tag = "figure"
            before.hidden = after.hidden = False
            before.attrSet("class", "bild")
            if caption:
                said = Token("text", "", 0, content=caption)
                out += [
                    Token("figcaption_open", "figcaption", 1, block=True),
                    Token("inline", "", 0, children=[said]),
                    Token("figcaption_close", "figcaption", -1, block=True),
                ]
        return out

    def _put_tokens(self, text: Scalar, values: list[str]) -> str:
        """The text with a token for each reference; what the references say is added to `values`."""
        raw = text.text
        if match := re.search("[\ue000-\uf8ff]", raw):
            what = "texten innehåller ett tecken som inte går att visa"
            self.found.add("R02", what, text.at_offset(match.start()), "Ta bort tecknet.")
            raw = re.sub("[\ue000-\uf8ff]", " ", raw)
        out: list[str] = []
        done, closing, told = 0, -1, -1  # read so far; where the next reference ends; to where an open one was told of
        while (start := raw.find("{{", done)) >= 0:
            self._look_for_ends(text, done, start)
            out.append(raw[done:start])
            if closing < start + 2:
                closing = raw.find("}}", start + 2)
                closing = closing if closing >= 0 else len(raw) + 1000
            inner = raw[start + 2 : min(closing, start + 1000)]
            if closing > start + 1000 or "{{" in inner or re.search(r"\n\s*\n", inner):
                if start > told:
                    name = re.match(r"\s*([\w.\[\]]+)", inner)
                    written = f"{{{{ {name[1]} }}}}" if name else "{{ tabell.rad.kolumn }}"
                    self.found.add("R01", "hänvisningen saknar avslutande }}", text.at_offset(start), f"Skriv {written}.")
                    told = start + len(inner.partition("\n")[0])
                out.append("?")
                done = start + 2
                continue
            out.append(self._say(text, start, inner, values))
            done = closing + 2
        self._look_for_ends(text, done, len(raw))
        return "".join(out) + raw[done:]

    def _look_for_ends(self, text: Scalar, start: int, end: int) -> None:
        if (at := text.text.find("}}", start, end)) >= 0:
            self.found.add("R01", "}} utan {{ före", text.at_offset(at), "Skriv {{ före hänvisningen, eller ta bort }}.")

    def _say(self, text: Scalar, start: int, inner: str, values: list[str]) -> str:
        """A reference's token."""
        try:
            if "\n" in inner:
                instead = f"Skriv den på en rad: {{{{ {short(inner)} }}}}."
                raise ReferenceProblem("hänvisningen är delad på två rader", instead)
            values.append(self.index.say(inner))
        except ReferenceProblem as problem:
            within = inner.find(problem.word) if problem.word else -1
            place = text.at_offset(start if within < 0 else start + 2 + within)
            self.found.add("R01", problem.what, place, problem.instead, följer=problem.följer)
            values.append("?")
        return f"{OPEN}{len(values) - 1}{CLOSE}" + "\n" * inner.count("\n")

    def _set_headings(self, tokens: list[Token], text: Scalar, level: int, prefix: str, values: Sequence[str]) -> list[Heading]:
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
            found.append(Heading(int(tag[1]), typeset(_fill(plain, values)), name))
        return found


def _fill(text: str, values: Sequence[str]) -> str:
    """A text with what its references say."""
    return _PLACEHOLDER.sub(lambda match: values[int(match.group(1))], text) if OPEN in text else text


def _typeset(children: list[Token], values: Sequence[str]) -> None:
    """Set words and figures; a figure that is referred to is held together with the words beside it as a typed one is."""
    for child in children:
        if child.type == "text":
            child.content = typeset(_fill(child.content, values))
        elif child.type == "softbreak":
            # One paragraph is one line of HTML, however it was wrapped in the YAML.
            child.type, child.tag, child.content = "text", "", " "


def table_cell(token: Token) -> None:
    """Alignment as a class instead of inline style; header cells say what they head."""
    style = str(token.attrs.pop("style", ""))
    if "right" in style:
        token.attrSet("class", "tal")
    if token.type == "th_open":
        token.attrSet("scope", "col")


_BLOCKS = "p|ul|ol|li|table|thead|tbody|tr|section|figure|figcaption"


def _one_block_a_line(html: str) -> str:
    """No block element shares a line with another, so that a change is one line in a diff."""
    html = re.sub(rf"(?<!\n)(<(?:{_BLOCKS}|caption|th|td|img|h[2-6])\b)", r"\n\1", html)
    html = re.sub(rf"(</(?:{_BLOCKS})>)(?!\n)", r"\1\n", html)
    return re.sub(r"\n{2,}", "\n", html).strip("\n")
