"""Which reports a range of commits touches: their own files, those they take rows or appendices from, malls, templates."""

from __future__ import annotations

import hashlib
import posixpath
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path

from vb_gen.core.finding import InputError, UseError
from vb_gen.core.node import Mapping, Node, Scalar, Sequence
from vb_gen.core.pattern import regex
from vb_gen.core.period import Period
from vb_gen.disk.git import FOLDERS, MAX_FILE, MAX_FILES, Repository, Tree
from vb_gen.disk.reading import read_file
from vb_gen.disk.stray import is_stray
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.files import document, nodes
from vb_gen.inputs.yaml.source import parse
from vb_gen.read.sheets import SUFFIXES

_REPORT = regex(r"\d{4}(?:-\w+)?/[\w.-]+")


def touched(workspace: Workspace, asked: str) -> list[tuple[Period, str]]:
    """The reports that are made of anything that changed since this branch left a revision, what is not committed included.

    What is no longer there is not listed: it cannot be built.
    """
    repository = Repository(workspace.root)
    return made_of(
        workspace, changed_files(workspace, repository, repository.tree(repository.revision(asked.removesuffix("...") + "...")))
    )


def made_of(workspace: Workspace, changed: Collection[str]) -> list[tuple[Period, str]]:
    """The reports that are made of any of some files, named from the workspace's root."""
    reports = workspace.reports()
    if not changed:
        return []
    if any(_concerns_all(name) for name in changed):
        return reports
    own = {tuple(unicodedata.normalize("NFC", name).split("/")[1:3]) for name in changed if name.count("/") >= 3}
    malls = {Path(name).stem for name in changed if name.startswith("templates/mallar/")}
    named = {f"{p.text}/{e}": _named(workspace, p, e) for p, e in reports}
    sheets = {unicodedata.normalize("NFC", name.removeprefix("inputs/")) for name in changed}
    found = {
        f"{p.text}/{e}"
        for p, e in reports
        if (p.text, e) in own or sheets & named[f"{p.text}/{e}"] or (malls and malls & _malls(workspace, p, e))
    }
    # A parent's figures and appendices are its children's; go on until no parent of a parent is left.
    waiting = found | {"/".join(name) for name in own}
    while waiting:
        waiting = {name for name, below in named.items() if below & waiting and name not in found}
        found |= waiting
    return [(p, e) for p, e in reports if f"{p.text}/{e}" in found]


def changed_files(workspace: Workspace, repository: Repository, tree: Tree) -> set[str]:
    """The files of inputs and templates that are not what they were, by content; only the ends of lines may differ."""
    now = dict(_files(workspace))
    changed = set(now) ^ set(tree.entries)
    both = [(path, tree.entries[name]) for name, path in now.items() if name in tree.entries]
    differing = [entry for path, entry in both if _differs(path, entry.blob)]
    for entry, data in repository.contents(differing):
        if data.replace(b"\r\n", b"\n") != _text(now[entry.name]):
            changed.add(entry.name)
    return changed


def differing_files(workspace: Workspace, other: Workspace) -> set[str]:
    """The files of inputs and templates that are not the same in two workspaces; a link counts as another file."""
    now, then = ({path.relative_to(one.root).as_posix(): path for path in _everything(one)} for one in (workspace, other))
    both = {name for name in now.keys() & then.keys() if not now[name].is_symlink() and not then[name].is_symlink()}
    alone = {name for name, path in (now | then).items() if name not in both and (path.is_symlink() or path.is_file())}
    return alone | {name for name in both if _text(now[name]) != _text(then[name])}


def _text(path: Path) -> bytes | None:
    """A file's content, whatever its lines end with; None for a folder, and for what is too large for anything to read it."""
    return _data(path).replace(b"\r\n", b"\n") if path.is_file() else None


def _data(path: Path) -> bytes:
    """A file's content; nothing of one that is too large for anything to read it, as git's side has none of it either."""
    data = read_file(path, MAX_FILE)
    return data if len(data) <= MAX_FILE else b""


def _files(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    for path in sorted(_everything(workspace)):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(workspace.root).as_posix(), path


def _everything(workspace: Workspace) -> Iterator[Path]:
    """What lies in inputs and templates. Raises :class:`UseError` where that is no workspace's."""
    found = (path for folder in FOLDERS for path in (workspace.root / folder).rglob("*"))
    for number, path in enumerate(found):
        if number >= MAX_FILES:
            raise UseError(f"Mapparna inputs och templates har fler än {MAX_FILES} filer, och läses inte.")
        yield path


def _differs(path: Path, blob: str) -> bool:
    """Is the file's content another than that of an object of git?"""
    data = _data(path)
    digest = hashlib.sha1(usedforsecurity=False) if len(blob) == 40 else hashlib.sha256()
    digest.update(b"blob %d\0" % len(data) + data)
    return digest.hexdigest() != blob


def _concerns_all(name: str) -> bool:
    """May it be a file that every report is made of? A mall is of its own reports only, and a sheet of those that name it."""
    if name.startswith("templates/"):
        return not name.startswith("templates/mallar/")
    shared = name.count("/") < 3 or name.startswith("inputs/bilder/")
    hidden = name.rpartition("/")[2].startswith(".")
    return shared and not hidden and not name.casefold().endswith((*SUFFIXES, ".md"))


def _malls(workspace: Workspace, period: Period, enhet: str) -> set[str]:
    """The malls a report is made of: its own, and those it builds on."""
    found: set[str] = set()
    name = _value(workspace, workspace.folder(period, enhet) / "rapport.yaml", "mall")
    while name and name not in found and name == Path(name).name:
        found.add(name)
        path = workspace.template(f"mallar/{name}.yaml")
        name = _value(workspace, path, "utgår_från") if path else ""
    return found


def _value(workspace: Workspace, path: Path, key: str) -> str:
    try:
        node = nodes(workspace, path).entries.get(key)
    except InputError:
        return ""
    return node.text.strip() if isinstance(node, Scalar) else ""


def _named(workspace: Workspace, period: Period, enhet: str) -> set[str]:
    """What a report's files name below inputs: reports whose rows it takes (`från`), appendices (`rapport`), sheets (`källa`)."""
    found: set[str] = set()
    for path in sorted(workspace.folder(period, enhet).glob("*.yaml")):
        if is_stray(path.name):
            continue
        try:
            # Most chapters name none, and need not be parsed to know it. None is remembered: all nämnder are looked at here.
            text = document(workspace, path)
            if not any(_REPORT.search(line) or "källa" in line for line in text.lines):
                continue
            waiting: list[Node] = [parse(text)]
        except InputError:
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, Mapping):
                for key, value in node.entries.items():
                    waiting.append(value)
                    if key in ("från", "rapport", "rader") and isinstance(value, Scalar):
                        found |= set(_REPORT.findall(value.text))
                    elif key == "källa" and isinstance(value, Scalar):
                        file = value.text.partition("#")[0].strip()
                        found.add(posixpath.normpath(f"{period.text}/{enhet}/{file}"))
            elif isinstance(node, Sequence):
                waiting += node.items
    return found
