"""A report's running text as its reader meets it, paragraph by paragraph, and what changed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from html.parser import HTMLParser

from vb_gen.core.finding import Collector, Place
from vb_gen.core.node import Scalar
from vb_gen.diff import words
from vb_gen.diff.changes import Change
from vb_gen.model.content import Indikatorer, Mål, Målredovisning, Tabellinnehåll, Text, Uppdrag
from vb_gen.model.report import Report, Section
from vb_gen.text.narrative import Writer
from vb_gen.text.references import Index

ALIKE = 0.4  # from this much in common two paragraphs are one that was rewritten
MOST_PAIRS = 2_500
_BLOCKS = frozenset(("p", "li", "td", "th", "caption", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "blockquote"))
_GOAL_TEXTS = ("beskrivning", "bedömning", "motivering", "resultat", "avvikelser", "övrigt", "uppdrag")


@dataclass(frozen=True)
class Block:
    """A paragraph, a point, a cell or a heading: as it is read, and with its references unread."""

    text: str
    written: str
    form: str  # the elements it is made of


@dataclass(frozen=True)
class Passage:
    """A text of the report: which one it is, and its paragraphs."""

    key: tuple[str, ...]
    vad: str
    blocks: tuple[Block, ...]
    place: Place


class _Mute:
    """Says a reference as it is written, so that a text is told from the figures in it."""

    def say(self, expression: str) -> str:
        """The reference itself."""
        return "{{ " + " ".join(expression.split()) + " }}"


class _Blocks(HTMLParser):
    """Takes HTML of running text apart in its blocks; a link tells where it leads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._text, self._form, self._open, self._skip = "", "", "p", 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins, or words are set in a way of their own."""
        values = dict(attrs)
        if tag in _BLOCKS:
            self._end()
            self._open = tag
        elif tag == "a":
            self._skip += values.get("class") == "footnote-backref"
            self._links.append(values.get("href") or "")
        else:
            self._form += f"<{tag}>"

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        if tag in _BLOCKS:
            self._end()
        elif tag == "a" and self._links:
            to = self._links.pop()
            if self._skip:
                self._skip -= 1
            elif to and not to.startswith("#"):
                self._text += f" ({to})"

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._skip:
            self._text += data

    def _end(self) -> None:
        if text := re.sub(r"[ \t\n]+", " ", self._text).strip():
            self.found.append((text, self._open + self._form))
        self._text = self._form = ""
        self._open = "p"

    @classmethod
    def of(cls, html: str) -> list[tuple[str, str]]:
        """Each block's text and what it is made of."""
        parser = cls()
        parser.feed(html)
        parser.close()
        parser._end()
        return parser.found


class Reader:
    """Reads the passages of one report; what is wrong with its text is added to `found`."""

    def __init__(self, report: Report, found: Collector) -> None:
        self.report = report
        self.found = found
        # What these remember between texts are the ids of headings, which no comparison looks at.
        self._read = Writer(Index(report), found)
        self._unread = Writer(_Mute(), Collector())

    def passages(self, section: Section) -> Iterator[Passage]:
        """The texts of a section, in the order they stand."""
        content = section.innehåll
        if content is None:
            return
        yield from self._one(content.text, (section.id, "text"), "")
        yield from self._tables(section, content)
        yield from self._one(content.kommentar, (section.id, "kommentar"), "Kommentar")

    def _tables(self, section: Section, content: Text) -> Iterator[Passage]:
        if isinstance(content, Målredovisning):
            for area in content.målområden:
                yield from self._one(area.text, (section.id, "målområde", area.målområde), f"Målområde {area.målområde}")
        elif isinstance(content, Indikatorer):
            for number, group in enumerate(content.grupper):
                name = group.kommunövergripande or group.målområde
                yield from self._one(group.kommentar, (section.id, "grupp", str(number)), f"{name}, kommentar")
                yield from self._notes(section, name, group.noter)
        elif isinstance(content, Uppdrag):
            for assignments in content.grupper:
                yield from self._notes(section, assignments.rubrik, assignments.noter)
        elif isinstance(content, Tabellinnehåll):
            yield from self._notes(section, "", content.noter)

    def goal(self, goal: Mål, key: tuple[str, ...]) -> Iterator[Passage]:
        """The texts of a goal."""
        for word in _GOAL_TEXTS:
            yield from self._one(getattr(goal, word), (*key, word), f"{goal.namn}, {word}")

    def _notes(self, section: Section, name: str, notes: dict[str, str]) -> Iterator[Passage]:
        for mark, text in notes.items():
            vad = f"{name}, not {mark}" if name else f"Not {mark}"
            plain = " ".join(text.split())
            yield Passage((section.id, "not", name, mark), vad, (Block(plain, plain, "p"),), section.plats)

    def _one(self, text: Scalar | None, key: tuple[str, ...], vad: str) -> Iterator[Passage]:
        if text is None or not text.text.strip():
            return
        read = _Blocks.of(self._read.write(text, level=2, prefix="t").html)
        unread = _Blocks.of(self._unread.write(text, level=2, prefix="t").html) if "{{" in text.text else read
        if len(read) != len(unread):
            unread = read
        blocks = tuple(Block(text, mute, form) for (text, form), (mute, _) in zip(read, unread, strict=True))
        if blocks:
            yield Passage(key, vad, blocks, text.place)


def compare(before: Passage | None, after: Passage | None) -> list[Change]:
    """What changed in a text, paragraph by paragraph."""
    now = after or before
    if now is None:
        return []
    old, new = (before.blocks if before else ()), (after.blocks if after else ())
    if not old or not new:
        kind, blocks = ("ny", new) if new else ("borta", old)
        return [_alone(now, kind, block) for block in blocks]
    out: list[Change] = []
    matcher = SequenceMatcher(None, [b.written for b in old], [b.written for b in new], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            for one, other in zip(old[i:j], new[k:m], strict=True):
                if one.text != other.text:
                    out.append(replace(_rewritten(now, one, other), händelse="följer", skäl="siffrorna som texten hänvisar till"))
                elif one.form != other.form:
                    out.append(Change("text", "ändrad", now.vad, one.text, other.text, now.place, skäl="bara formen, inga ord"))
        else:
            for pair in _pairs(old[i:j], new[k:m]):
                if pair[0] and pair[1]:
                    out.append(_rewritten(now, pair[0], pair[1]))
                else:
                    block = pair[0] or pair[1]
                    assert block is not None
                    out.append(_alone(now, "borta" if pair[0] else "ny", block))
    return out


def _pairs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[tuple[Block | None, Block | None]]:
    """Old and new paragraphs side by side, in order: those most alike first, the rest come or gone."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)
        return
    if len(old) == len(new) == 1 and old[0].form[:2] == new[0].form[:2]:
        yield old[0], new[0]  # the only one at its place: what became of it, however much was rewritten
        return
    score, i, j = max((words.likeness(a.text, b.text), -i, -j) for i, a in enumerate(old) for j, b in enumerate(new))
    if score < ALIKE:
        yield from ((block, None) for block in old)
        yield from ((None, block) for block in new)
        return
    yield from _pairs(old[:-i], new[:-j])
    yield old[-i], new[-j]
    yield from _pairs(old[1 - i :], new[1 - j :])


def _rewritten(passage: Passage, one: Block, other: Block) -> Change:
    pieces = words.compare(one.text, other.text)
    return Change("text", "ändrad", passage.vad, one.text, other.text, passage.place, pieces)


def _alone(passage: Passage, kind: str, block: Block) -> Change:
    if kind == "ny":
        return Change("text", "ny", passage.vad, "", block.text, passage.place, (words.Piece("tillagt", block.text),))
    return Change("text", "borta", passage.vad, block.text, "", passage.place, (words.Piece("struket", block.text),))
