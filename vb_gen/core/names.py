"""Names made from what people wrote: keys for references and ids for links."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from vb_gen.core.pattern import regex

_SIGNS = regex(r"[^\w]+")


@lru_cache(10_000)
def slug(text: str) -> str:
    """A label as a key: `Råd & Stöd` is `råd_och_stöd`. Letters keep their dots and rings; stable between runs."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("&", " och ")
    return _SIGNS.sub("_", folded).strip("_")


def anchor(text: str) -> str:
    """A heading as an id in the page: ASCII, so that links survive mail and archives."""
    plain = unicodedata.normalize("NFD", slug(text)).encode("ascii", "ignore").decode()
    return plain.replace("_", "-") or "avsnitt"


def listed(parts: Sequence[str]) -> str:
    """Words in a row, as a sentence has them: `a, b och c`."""
    return " och ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def capitalized(text: str) -> str:
    """The first letter as a capital, the rest as it was."""
    return text[:1].upper() + text[1:]
