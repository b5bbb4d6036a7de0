"""The workspace's YAML files as nodes."""

from __future__ import annotations

from pathlib import Path

from vb_gen.core.finding import Document, Finding, InputError
from vb_gen.core.node import Mapping
from vb_gen.disk.memory import Memory, Sources
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.source import parse, read_document

_READ: Memory[tuple[Path, Path], Mapping] = Memory()  # nodes are never changed
_REFUSED: Memory[tuple[Path, Path], tuple[Finding, ...]] = Memory()  # a file with very many faults takes seconds to tell


def document(workspace: Workspace, path: Path) -> Document:
    """A text file of the workspace or of the program's templates, line by line."""
    return read_document(path, workspace.name_of(path))


def nodes(workspace: Workspace, path: Path) -> Mapping:
    """A YAML file of the workspace as nodes. One that is read again unchanged (a mall, kommun.yaml) is not parsed again.

    Raises :class:`InputError` with everything that is wrong in it.
    """
    key = (workspace.root, path)
    node = _READ.get(key)
    if node is None:
        if (known := _REFUSED.get(key)) is not None:
            raise InputError(known)
        sources = Sources()
        try:
            node = parse(document(workspace, sources.add(path)))
        except InputError as error:
            _REFUSED.keep(key, sources, error.findings)
            raise
        _READ.keep(key, sources, node)
    return node
