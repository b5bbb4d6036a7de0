"""What may not be parted at a line's end: a range from its dash, in a finished page.

A range is put into an element that style sheets keep on one line, rather than given a word joiner: the text is the very
same letters, to copy, to search and to compare.
"""

from __future__ import annotations

from vb_gen.core.pattern import regex

# No running text: left as it is. A heading too: a page's running head would tell what an element in it holds twice; and a
# link, which a PDF/UA asks to be tagged whole, also where it is broken.
_OPAQUE = r"<(?P<name>style|title|svg|pre|code|a|h[1-3])\b"
_RANGE = r"(?<![\w–])[−§]?\d[\d\u00a0,.:]{0,20}–\d(?:[\d\u00a0,.:]{0,20}\d)?(?:\u00a0%)?(?!–)"
_PIECES = regex(f"{_OPAQUE}|(?P<tag><)|(?P<range>{_RANGE})")


def hold_together(html: str) -> str:
    """A page where `2024–2025` and `8.30–16.00` stay on one line. A template's tags may be left open: each end is sought once."""
    out, at, written = [], 0, 0
    never: set[str] = set()
    while found := _PIECES.search(html, at):
        at = found.end()
        if range_ := found["range"]:
            out += [html[written : found.start()], f'<span class="ihop">{range_}</span>']
            written = at
            continue
        for end in (f"</{found['name']}>", ">") if found["name"] else (">",):
            there = -1 if end in never else html.find(end, at)
            if there >= 0:
                at = there + len(end)
                break
            never.add(end)
    return "".join([*out, html[written:]])
