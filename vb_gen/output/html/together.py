"""What may not be parted at a line's end: a range from its dash, in a finished page.

A range is put into an element that style sheets keep on one line, rather than given a word joiner: the text is the very
same letters, to copy, to search and to compare.
"""

from __future__ import annotations

import re

# No running text: left as it is. A heading too: a page's running head would tell what an element in it holds twice; and a
# link, which a PDF/UA asks to be tagged whole, also where it is broken.
_OPAQUE = r"<(?P<name>style|title|svg|pre|code|a|h[1-3])\b.*?</(?P=name)>|<[^>]*>"
_RANGE = r"(?<![\w–])[−§]?\d[\d\u00a0,.:]{0,20}–\d(?:[\d\u00a0,.:]{0,20}\d)?(?:\u00a0%)?(?!–)"
_PIECES = re.compile(f"{_OPAQUE}|(?P<range>{_RANGE})", re.S)


def hold_together(html: str) -> str:
    """A page where `2024–2025` and `8.30–16.00` stay on one line."""
    return _PIECES.sub(lambda m: f'<span class="ihop">{m["range"]}</span>' if m["range"] else m[0], html)
