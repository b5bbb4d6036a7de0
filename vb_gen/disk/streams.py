"""Where this program speaks: stdout and stderr that may be closed, full or read by nobody, and never stop its work."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys

from vb_gen.disk.reasons import reason


class _Lenient(io.FileIO):
    """A stream that takes what it is given, and remembers why the first of it could not be passed on."""

    def __init__(self, number: int) -> None:
        super().__init__(number, "wb", closefd=False)
        self.lost: OSError | None = None

    def write(self, data: object) -> int:
        """As ever; what cannot be written is let go."""
        view = memoryview(data)  # type: ignore[arg-type]
        try:
            while (written := super().write(view)) is None:  # its reader is slow, and whoever started us will not wait for it
                _wait_for(self.fileno())
        except OSError as error:
            self.lost = self.lost or error
            return view.nbytes
        return written


def _wait_for(number: int) -> None:
    from select import select

    select([], [number], [])


def prepare() -> None:
    """Make the process's own stdout and stderr such as write Swedish anywhere, and stop nothing. Others are left as they are."""
    _open_what_is_closed()
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is getattr(sys, f"__{name}__"):
            raw = _Lenient(number)
            at_once = number == 2 or raw.isatty()
            # A name that is no text is shown all the same, as \udce5.
            text = io.TextIOWrapper(
                io.BufferedWriter(raw), "utf-8", errors="backslashreplace", newline="", line_buffering=at_once
            )
            setattr(sys, name, text)


def lost() -> str:
    """Why what was to stand on stdout does not, in Swedish; nothing where it does, or where its reader has left."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(raw, _Lenient) or raw.lost is None or raw.lost.errno in (errno.EPIPE, errno.ECONNRESET):
        return ""
    return f"Det som skulle visas gick inte att skriva: {reason(raw.lost)}."


def _open_what_is_closed() -> None:
    """A file that is opened must not come to stand where others would speak."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
