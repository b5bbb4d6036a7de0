"""What this process has made of files, as long as they are as they were: nothing is read twice, nothing stale is used."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Hashable
from pathlib import Path
from typing import Any, Generic, TypeVar
from weakref import WeakSet

_MOST = 2_000  # things remembered at a time; the oldest goes first


def collect_seldom() -> None:
    """What a build makes lives until it ends: looking for garbage after every 700 objects takes a tenth of its time."""
    gc.set_threshold(200_000, 10, 10)


K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
State = tuple[int, int] | tuple[str, ...] | None


def state(path: Path) -> State:
    """What tells whether a file has changed, or a folder's list of files; None where nothing is there."""
    try:
        known = path.stat()
        if path.is_dir():
            return tuple(sorted(entry.name for entry in path.iterdir()))
    except (OSError, ValueError):  # ValueError: a name with a NUL in it
        return None
    return known.st_mtime_ns, known.st_size


def is_file(path: Path) -> bool:
    """Is there a file by that name? Path tells a name that no file can have (too long, or with a NUL) as an error."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_dir(path: Path) -> bool:
    """Is there a folder by that name, as :func:`is_file`?"""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_there(path: Path) -> bool:
    """Is there anything by that name, as :func:`is_file`?"""
    return state(path) is not None


class Sources:
    """The files and folders that something is made of, each as it was before it was read."""

    def __init__(self) -> None:
        self._states: dict[Path, State] = {}

    def add(self, path: Path) -> Path:
        """Count a file or folder in, before it is read; it need not be there."""
        if path not in self._states:
            self._states[path] = state(path)
        return path

    def include(self, other: Sources) -> None:
        """Count in what something else is made of, that this is made of in turn."""
        for path, known in other._states.items():
            self._states.setdefault(path, known)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files and folders, in the order they were read."""
        return tuple(self._states)

    @property
    def unchanged(self) -> bool:
        """Is everything as it was?"""
        return all(state(path) == known for path, known in self._states.items())

    def within(self, folders: tuple[str, ...]) -> bool:
        """Is any of them in one of some folders, or one of these itself? Each folder's name ends with the separator."""
        return any(f"{path}{os.sep}".startswith(folders) for path in self._states)


class Memory(Generic[K, V]):
    """Things made of files, by a key. They must be such as nobody changes."""

    def __init__(self) -> None:
        self._kept: dict[K, tuple[Sources, V]] = {}
        _MEMORIES.add(self)

    def get(self, key: K) -> V | None:
        """What was made under a key, unless its files have changed since."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and kept[0].unchanged else None

    def keep(self, key: K, sources: Sources, made: V) -> None:
        """Remember what was made under a key, and of what."""
        self._kept.pop(key, None)
        while len(self._kept) >= _MOST:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (sources, made)

    def forget(self, folders: tuple[str, ...]) -> None:
        """Let go of what is made of anything in some folders, whose names end with the separator."""
        self._kept = {key: kept for key, kept in self._kept.items() if not kept[0].within(folders)}


_MEMORIES: WeakSet[Memory[Any, Any]] = WeakSet()


def forget(folders: Collection[Path]) -> None:
    """Let go of everything that is made of files in some folders: they are done with. It is read anew where it is wanted."""
    names = tuple(f"{folder}{os.sep}" for folder in folders)
    for memory in _MEMORIES:
        memory.forget(names)
