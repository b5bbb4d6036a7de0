"""Two pages of HTML, one block element a line: what a reader would see change, else the lines themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher, unified_diff
from html import unescape

from vb_gen.core.finding import short, visible
from vb_gen.core.numbers import NBSP
from vb_gen.core.pattern import regex
from vb_gen.diff import words

MOST = 40  # lines that are shown of a page
_HEADING = regex(r"<h[1-6][\s>]|<caption[\s>]")
_ROW = regex(r'<th scope="row"')


def page_changes(before: str, after: str) -> list[str]:
    """What changed between two pages, in lines for a terminal; nothing where they are the same."""
    if before == after:
        return []
    old, new = before.split("\n"), after.split("\n")
    told = list(_told(old, new))
    if not told:
        told = [visible(line) for line in unified_diff(old, new, "den sparade sidan", "som den blir nu", n=0, lineterm="")]
    return told if len(told) <= MOST else [*told[:MOST], f"… och {len(told) - MOST} rader till"]


def _told(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    where = ""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = ([text for line in lines if (text := _text(line))] for lines in (old[i:j], new[k:m]))
        lines = [_changed(one, other) for one, other in zip(gone, come, strict=True)] if len(gone) == len(come) else []
        if not lines:
            lines = [f"[−{short(text, 300)}−]" for text in gone] + [f"[+{short(text, 300)}+]" for text in come]
        lines = [line for line in lines if line]
        if lines and (here := _place(new, k)) != where:
            where = here
            yield f"{where}:"
        yield from (f"  {line}" for line in lines)


def _changed(before: str, after: str) -> str:
    """A line word by word, with some words around each change; nothing where only its markup changed."""
    if before == after:
        return ""
    marks = {"lika": ("", ""), "struket": ("[−", "−]"), "tillagt": ("[+", "+]")}
    out = []
    for piece in words.compare(before, after):
        text = piece.text
        if piece.slag == "lika" and len(text) > 80:
            text = f"{text[:30]} … {text[-40:]}"
        elif len(text) > 600:
            text = f"{text[:600]} …"
        out.append(marks[piece.slag][0] + text + marks[piece.slag][1])
    return visible("".join(out))


def _text(line: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", line)).replace(NBSP, " ").strip()


def _place(lines: Sequence[str], number: int) -> str:
    """Where in a page a line stands: the nearest heading or caption above it, and the row's name."""
    heading = row = ""
    for line in reversed(lines[: number + 1]):
        if not row and _ROW.search(line):
            row = _text(line)
        if _HEADING.search(line):
            heading = _text(line)
            break
        if "</tr>" in line and not row:
            row = " "  # no row's: what stands above is another's
    return short(", ".join(part for part in (heading, row.strip()) if part) or "Sidans huvud")
