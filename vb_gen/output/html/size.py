"""How large a page's PDF is at most, which the page tells beside the link to it, before there is one.

The page may not depend on what lies on the disk, and a PDF's exact size differs from one machine's fonts to another's. But it
grows with the page: the real reports' are 1.3 to 1.8 times as many bytes, charts and all, and a picture with a palette, which
is set as one without, was seen to grow to 2.9 times what it takes in the page.
"""

from __future__ import annotations

from vb_gen.core.numbers import NBSP
from vb_gen.core.pattern import regex

_TIMES, _TIMES_PICTURES = 2, 3
_PICTURE = regex(r"data:image/png;base64,[A-Za-z0-9+/=]*")
_STEPS = tuple(
    step * size for size in (100_000, 1_000_000, 10_000_000, 100_000_000) for step in (5, 10, 20)
)  # 0,5 MB, 1 MB, 2 MB, 5 MB …


def at_most(page: str) -> int:
    """The bytes that a page's PDF does not pass, a round number."""
    pictures = sum(len(found[0]) for found in _PICTURE.finditer(page))
    least = _TIMES * len(page.encode("utf-8")) + (_TIMES_PICTURES - _TIMES) * pictures
    return next(step for step in _STEPS if step >= least)  # no page passes MAX_LENGTH, which is far below the last


def in_megabytes(size: int) -> str:
    """`0,5 MB`, `20 MB`: to a tenth."""
    whole, tenths = divmod(round(size / 100_000), 10)
    return f"{whole}{f',{tenths}' if tenths else ''}{NBSP}MB"
