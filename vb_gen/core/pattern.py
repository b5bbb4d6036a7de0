"""Regular expressions that are compiled when they are first used.

The program has hundreds of them, and a command uses a part: compiling all at the start took a fifth of a second.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for a compiled pattern; what is asked of it is kept, so that it costs nothing more the second time."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def regex(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern of text, as `re.compile` makes it. A fault in it is told where it is first used; a test compiles them all."""
    return cast("re.Pattern[str]", _Late(source, flags))
