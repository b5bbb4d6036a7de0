"""What is about to be committed, as a workspace of its own: what lies in git's index, whatever the files say now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from vb_gen.core.finding import UseError
from vb_gen.core.period import Period
from vb_gen.diff.touched import made_of
from vb_gen.disk.git import Repository, Tree
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import folder_of_our_own


@dataclass(frozen=True)
class Staged:
    """A workspace of what is staged, the reports that it changes, and what was not read."""

    workspace: Workspace
    reports: list[tuple[Period, str]]
    left_out: tuple[str, ...]


@contextmanager
def staged(workspace: Workspace) -> Iterator[Staged]:
    """What is staged, in a folder of our own; places in it are named as the user's files are. Raises :class:`UseError`."""
    repository = Repository(workspace.root)
    now = repository.staged()
    if "inputs/kommun.yaml" not in now.entries:
        raise UseError("Filen inputs/kommun.yaml är inte med i git. Lägg till den: git add inputs/kommun.yaml")
    head = repository.head()
    before = repository.tree(head) if head else Tree({})
    names = {*now.entries, *before.entries}
    changed = {name for name in names if _blob(now, name) != _blob(before, name)}
    with folder_of_our_own("vb-check-") as root:
        left_out = repository.save_tree(now, root)
        copy = Workspace(root)
        yield Staged(copy, made_of(copy, changed), left_out)


def _blob(tree: Tree, name: str) -> str:
    entry = tree.entries.get(name)
    return entry.blob if entry else ""
