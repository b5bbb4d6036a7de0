"""Files that programs leave beside one's own: editors' locks and backups, Office's marks, what file systems keep."""

from __future__ import annotations

import re

from vb_gen.core.pattern import regex

_STRAY = regex(
    r"[.~].*"  # hidden files, an editor's lock (.#x), a resource fork (._x), Office's mark that a file is open (~$x)
    r"|#.*#|.*~"  # an editor's unsaved text, and its copy of the file before
    r"|.*\.(?:bak|backup|old|orig|rej|save|sav|swp|swo|tmp|temp|part|partial|crdownload|lock|lnk|url|wbk|asd)"
    r"|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r?|__macosx",
    re.I | re.S,
)


def is_stray(name: str) -> bool:
    """Is it the name of a file that nobody wrote for a report?"""
    return _STRAY.fullmatch(name) is not None
