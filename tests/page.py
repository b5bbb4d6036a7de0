"""A page of HTML as a tree, read strictly: what is opened is closed, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(eq=False)
class Element:
    """An element: its name, attributes, and what is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list[Element | str] = field(default_factory=list)
    parent: Element | None = field(default=None, repr=False)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        """The names in its class."""
        return self["class"].split()

    @property
    def children(self) -> list[Element]:
        """The elements right in it."""
        return [part for part in self.content if isinstance(part, Element)]

    @property
    def text(self) -> str:
        """All text in it, white space made plain (no-break spaces are kept)."""
        pieces = "".join(part if isinstance(part, str) else part._raw() for part in self.content)
        return pieces.strip(" \n")

    def _raw(self) -> str:
        return "".join(part if isinstance(part, str) else part._raw() for part in self.content)

    def walk(self) -> Iterator[Element]:
        """It and every element within it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *names: str) -> list[Element]:
        """The elements within it by name, in order."""
        return [element for element in self.walk() if element.name in names and element is not self]

    def one(self, name: str) -> Element:
        """The only element of that name."""
        found = self.all(name)
        assert len(found) == 1, f"{len(found)} <{name}>"
        return found[0]

    def of_class(self, name: str) -> list[Element]:
        """The elements within it of a class."""
        return [element for element in self.walk() if name in element.classes]

    def above(self) -> Iterator[Element]:
        """What it stands in, innermost first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document")
        self.open = [self.root]
        self.doctype = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"line {self.getpos()[0]}: an attribute twice in <{tag}>"
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.open[-1])
        self.open[-1].content.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].name == tag, f"line {self.getpos()[0]}: </{tag}> ends <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)


def parse(html: str) -> Element:
    """A page as a tree. Fails where an element is not closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is not closed"
    assert reader.doctype.casefold() == "doctype html"
    return reader.root


def headings(root: Element) -> list[Element]:
    """Every heading, in order."""
    return root.all("h1", "h2", "h3", "h4", "h5", "h6")
