"""The workspace's YAML files as nodes."""

from __future__ import annotations

from pathlib import Path

from vb_gen.core.finding import Document
from vb_gen.core.node import Mapping
from vb_gen.disk.memory import Memory, Sources
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.source import parse, read_document

_READ: Memory[tuple[Path, Path], Mapping] = Memory()  # nodes are never changed


def document(workspace: Workspace, path: Path) -> Document:
    """A text file of the workspace or of the program's templates, line by line."""
    return read_document(path, workspace.name_of(path))


def nodes(workspace: Workspace, path: Path) -> Mapping:
    """A YAML file of the workspace as nodes. One that is read again unchanged (a mall, kommun.yaml) is not parsed again.

    Raises :class:`InputError` with everything that is wrong in it.
    """
    node = _READ.get((workspace.root, path))
    if node is None:
        sources = Sources()
        node = parse(document(workspace, sources.add(path)))
        _READ.keep((workspace.root, path), sources, node)
    return node
