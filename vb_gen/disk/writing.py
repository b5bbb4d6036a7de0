"""Writing results: whole or not at all, and a PDF only when what it is made of has changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from vb_gen.core.finding import MachineError
from vb_gen.disk.ending import UndoneIfEnded
from vb_gen.disk.reasons import reason

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)  # a file system that has no such thing


def output_name(enhet: str, bilagor: bool) -> str:
    """What a report's files are called, without their endings."""
    return f"{enhet}-med-bilagor" if bilagor else enhet


def write(path: Path, data: bytes) -> None:
    """Write a file so that a reader, a second process, a kill or a power cut meets either the old or the new one.

    Raises :class:`MachineError` where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.parent / f".vb-{secrets.token_hex(8)}.tmp"  # no longer than any name, whatever the file is called
        with UndoneIfEnded(lambda: aside.unlink(missing_ok=True)):
            try:
                _fill(aside, data)
                aside.replace(path)
            except BaseException:
                aside.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise MachineError(f"Det går inte att skriva {path}: {reason(error)}.") from None


def _fill(path: Path, data: bytes) -> None:
    """A new file, on the disk itself before anything is called by its name."""
    with os.fdopen(os.open(path, _NEW, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        try:
            os.fsync(file.fileno())
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:
                raise
    path.chmod(0o644)


@contextlib.contextmanager
def folder_of_our_own(prefix: str) -> Iterator[Path]:
    """A folder that is gone afterwards, also where the process is told to end. Raises :class:`MachineError`."""
    try:
        name = tempfile.mkdtemp(prefix=prefix)
    except OSError as error:
        raise MachineError(f"Det går inte att skriva i datorns mapp för tillfälliga filer: {reason(error)}.") from None
    with UndoneIfEnded(lambda: shutil.rmtree(name, ignore_errors=True)):
        try:
            yield Path(name).resolve()
        finally:
            shutil.rmtree(name, ignore_errors=True)


def _note(path: Path) -> Path:
    return path.parent / ".vb" / f"{path.name}.underlag"


def is_fresh(path: Path, fingerprint: str) -> bool:
    """Was this file made, unaltered since, of what the fingerprint stands for?"""
    try:
        made_of, made = _note(path).read_text("ascii").split()
        return made_of == fingerprint and made == hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return False


def remember(path: Path, fingerprint: str, data: bytes) -> None:
    """Note what a file was made of."""
    write(_note(path), f"{fingerprint} {hashlib.sha256(data).hexdigest()}\n".encode("ascii"))
