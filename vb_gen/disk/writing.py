"""Writing results: whole or not at all, and a PDF only when what it is made of has changed."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from vb_gen.core.finding import MachineError

_REASONS = {
    errno.EACCES: "du har inte rätt att skriva där",
    errno.EPERM: "du har inte rätt att skriva där",
    errno.EROFS: "disken är skrivskyddad",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet som du får använda är slut",
    errno.ENOTDIR: "en del av sökvägen är en fil, inte en mapp",
    errno.EEXIST: "en del av sökvägen är en fil, inte en mapp",
    errno.EISDIR: "det finns redan en mapp med det namnet",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.ETXTBSY: "filen används av ett annat program",
}


def output_name(enhet: str, bilagor: bool) -> str:
    """What a report's files are called, without their endings."""
    return f"{enhet}-med-bilagor" if bilagor else enhet


def write(path: Path, data: bytes) -> None:
    """Write a file so that a reader, a second process or a kill meets either the old or the new one.

    Raises :class:`MachineError` where the folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"datorn svarade med fel {error.errno}")
        raise MachineError(f"Det går inte att skriva {path}: {reason}.") from None


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
