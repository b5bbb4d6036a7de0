"""One running text through Markdown: its HTML, what a reader sees of it, and what was told."""

from __future__ import annotations

from html.parser import HTMLParser

from vb_gen.core.finding import Collector, Document, Finding, Place
from vb_gen.core.node import Scalar
from vb_gen.text.narrative import Writer
from vb_gen.text.references import ReferenceProblem


class Mute:
    """Knows no figure."""

    def say(self, expression: str) -> str:
        """Never says anything."""
        raise ReferenceProblem("hänvisningen finns inte", "Ta bort den.", expression)


def block(text: str) -> Scalar:
    """A text as it stands below `analys: |` in a file."""
    lines = ("analys: |", *(f"  {line}".rstrip() for line in text.split("\n")))
    return Scalar(text, Place(Document("inputs/2023/parknamnden/bedomning.yaml", lines), 1, 9), True, 2)


def written(text: str) -> tuple[str, list[Finding]]:
    """The text's HTML, and what was told of it."""
    found = Collector()
    html = Writer(Mute(), found).write(block(text), level=2, prefix="t").html
    return html, found.findings


class _Seen(HTMLParser):
    """What a reader sees: text, and the numbers of numbered lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag in ("ol", "ul"):
            notes = said.get("class") == "footnotes-list"
            self.lists.append(int(said.get("start") or 1) if tag == "ol" and not notes else None)
        elif tag == "li" and self.lists and self.lists[-1] is not None:
            self.parts.append(f" {self.lists[-1]}. ")
            self.lists[-1] += 1
        elif tag == "img":
            self.parts.append(f" {said.get('alt', '')} ")
        elif tag not in ("a", "em", "strong", "code", "sup"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ol", "ul"):
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def seen(html: str) -> str:
    """The text that a reader sees, spaces made plain."""
    reader = _Seen()
    reader.feed(html)
    return " ".join("".join(reader.parts).split())
