"""Why the computer would not do something with a file, in Swedish."""

from __future__ import annotations

import errno
import os

from vb_gen.core.finding import visible

_REASONS = {
    "EACCES": "du har inte rätt att läsa eller skriva där",
    "EPERM": "du har inte rätt att läsa eller skriva där",
    "EROFS": "disken är skrivskyddad",
    "ENOSPC": "disken är full",
    "EDQUOT": "utrymmet som du får använda är slut",
    "EFBIG": "filen blir större än den får vara",
    "ENOTDIR": "en del av sökvägen är en fil, inte en mapp",
    "EEXIST": "en del av sökvägen är en fil, inte en mapp",
    "EISDIR": "det finns redan en mapp med det namnet",
    "ENOTEMPTY": "det finns redan en mapp med det namnet, och den är inte tom",
    "ENOENT": "filen eller mappen finns inte",
    "ENAMETOOLONG": "namnet är för långt",
    "EILSEQ": "namnet har tecken som disken inte tar emot",
    "EINVAL": "namnet, eller det som begärdes, går inte på den här disken",
    "ELOOP": "länkar leder runt till varandra",
    "EXDEV": "mapparna ligger på olika diskar",
    "EMLINK": "mappen har för många filer",
    "ETXTBSY": "filen används av ett annat program",
    "EBUSY": "filen används av ett annat program",
    "EDEADLK": "filen används av ett annat program",
    "EAGAIN": "datorn har för mycket att göra just nu; försök igen",
    "EMFILE": "för många filer är öppna på en gång",
    "ENFILE": "för många filer är öppna på en gång",
    "ENOMEM": "minnet räcker inte",
    "EIO": "disken eller nätet svarar inte som det ska",
    "ENXIO": "det är ingen vanlig fil",
    "ENODEV": "det är ingen vanlig fil",
    "ESTALE": "nätdisken har kopplats om; öppna mappen på nytt",
    "ETIMEDOUT": "disken eller nätet svarar inte",
    "EHOSTDOWN": "disken eller nätet svarar inte",
    "ENOTCONN": "disken eller nätet svarar inte",
    "EPIPE": "mottagaren har slutat läsa",
    "EADDRINUSE": "adressen används redan",
    "ENOEXEC": "filen är inget program",
    "ENOSYS": "datorn kan inte det",
    "ENOTSUP": "disken kan inte det",
}
_BY_NUMBER = {getattr(errno, name): said for name, said in _REASONS.items() if hasattr(errno, name)}


# What an author or whoever keeps the files can mend; the rest is the machine's.
_THEIRS = {"EACCES", "EPERM", "ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG", "EILSEQ", "EINVAL", "ENXIO", "ENODEV"}
_THEIR_NUMBERS = {getattr(errno, name) for name in _THEIRS if hasattr(errno, name)}


def is_theirs(error: OSError) -> bool:
    """Is it for those who keep the files to mend?"""
    return error.errno in _THEIR_NUMBERS


def unread(error: OSError) -> str:
    """That a file or folder could not be read, and why."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else ""
    what = f"{visible(name)} går inte att läsa" if name else "En fil går inte att läsa"
    return f"{what}: {reason(error)}."


def reason(error: OSError) -> str:
    """Why, as the end of a sentence; the system's own words are in another language."""
    return _BY_NUMBER.get(error.errno or 0, f"datorn svarade med fel {error.errno}")
