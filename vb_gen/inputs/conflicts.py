"""The marks that git leaves in a file where two have changed the same lines."""

from __future__ import annotations

from collections.abc import Sequence

from vb_gen.core.pattern import regex

_CONFLICT = regex(r"\s*(<{7}|={7}|>{7}|\|{7})(?:\s|$)")


def conflicts(lines: Sequence[str]) -> dict[int, int]:
    """The marks, by number of line with their columns (from 0).

    A line of `=======` alone may be anything; between the others it is a mark too.
    """
    if "<<<<<<<" not in (text := "\n".join(lines)) and ">>>>>>>" not in text:
        return {}
    found = {number: match for number, line in enumerate(lines) if (match := _CONFLICT.match(line))}
    certain = any(match[1][0] in "<>" for match in found.values())
    return {number: match.start(1) for number, match in found.items()} if certain else {}
