"""Reading a file that may be anything: no more of it than asked for, and never waiting for one that is no file."""

from __future__ import annotations

import errno
import os
import stat
import unicodedata
from pathlib import Path

# A pipe would be waited for until somebody writes in it; a device has no end.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def read_file(path: Path, most: int) -> bytes:
    """A file's bytes, and one more than `most` where it has more. Raises :class:`OSError` for what is no file too."""
    with os.fdopen(os.open(path, _OPEN), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.ENXIO, "no file", str(path))
        return file.read(most + 1)


def is_text(name: str) -> bool:
    """Can a name be written at all? One that another system wrote in its own encoding cannot."""
    return name.isprintable() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def stored(folder: Path, name: str) -> Path:
    """Something in a folder by its name, whichever way its å, ä and ö are stored (a Mac, or its archives, part them)."""
    path = folder / name
    if name.isascii() or os.path.lexists(path):
        return path
    wanted = unicodedata.normalize("NFC", name)
    try:
        return next((other for other in folder.iterdir() if unicodedata.normalize("NFC", other.name) == wanted), path)
    except OSError:
        return path
