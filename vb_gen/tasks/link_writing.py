"""References written into the files of a report: those characters, and no others."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vb_gen.core.finding import Document, InputError, Place, UseError
from vb_gen.core.node import Mapping, Node, Scalar
from vb_gen.core.pattern import regex
from vb_gen.disk.reading import read_file, stored
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import write
from vb_gen.inputs.yaml.source import MAX_BYTES, composed, parse
from vb_gen.tasks.link import Found, Proposal, replaced

_LINE = regex(r"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Edit:
    """A piece of a line, in a file as it was read, and what is to stand there."""

    line: int  # from 1, as the columns
    column: int
    end: int
    text: str


def edits(proposals: Sequence[Proposal]) -> list[Edit]:
    """What is to be changed in a file, in order."""
    out = []
    for one in proposals:
        put, text = one.val[0].put, one.passage.text
        first, last = text.at_offset(put.start), text.at_offset(put.end - 1)
        out.append(Edit(first.line, first.column, last.column + 1, put.hänvisning))
    return sorted(out, key=lambda edit: (edit.line, edit.column))


def by_file(proposals: Sequence[Proposal]) -> dict[Document, list[Proposal]]:
    """The proposals of each file."""
    files: dict[str, tuple[Document, list[Proposal]]] = {}
    for one in proposals:
        document = one.plats.document
        files.setdefault(document.name, (document, []))[1].append(one)
    return {document: some for _, (document, some) in sorted(files.items())}


def save(workspace: Workspace, found: Found) -> list[tuple[Path, int]]:
    """Write the references that are certain. Returns each file and how many it was given.

    Raises :class:`UseError`, and nothing is written, where a file is not the one that was read.
    """
    ready = []
    for document, proposals in by_file(found.säkra).items():
        path = _path(workspace, document)
        data = read_file(path, MAX_BYTES)
        ready.append((path, data, changed(data, document, proposals), len(proposals)))
    for path, before, after, _ in ready:
        if read_file(path, MAX_BYTES) != before:
            raise _moved(path.name)
        write(Path(path).resolve(), after)
    return [(path, number) for path, _, _, number in ready]


def _path(workspace: Workspace, document: Document) -> Path:
    """The file on the disk, whichever way its letters are stored there."""
    path = workspace.root
    for name in Path(document.name).parts:
        path = stored(path, name)
    return path


def _moved(name: str) -> UseError:
    return UseError(f"Filen {name} har ändrats sedan den lästes. Inget mer skrevs. Kör kommandot en gång till.")


def changed(data: bytes, document: Document, proposals: Sequence[Proposal]) -> bytes:
    """A file's bytes with the references in place. Raises :class:`UseError` where they are not what was read."""
    mark = _BOM if data.startswith(_BOM) else b""
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise _moved(document.name) from None
    ends = [*(match.span() for match in _LINE.finditer(text)), (len(text), len(text))]
    starts = [0, *(end for _, end in ends[:-1])]
    lines = [text[start:stop] for start, (stop, _) in zip(starts, ends, strict=True)]
    if tuple(map(composed, lines)) != document.lines:
        raise _moved(document.name)
    planned = edits(proposals)
    out, done = [], 0
    for edit in planned:
        at = starts[edit.line - 1]
        spots = _spots(lines[edit.line - 1])
        first, last = at + spots[edit.column - 1], at + spots[edit.end - 1]
        out += [text[done:first], edit.text]
        done = last
    made = "".join(out) + text[done:]
    _look_at(made, document, proposals)
    return mark + made.encode("utf-8")


def _spots(line: str) -> list[int]:
    """Where each letter of a line, as it was read, begins in the line as it is stored (a ring may be a letter of its own)."""
    if composed(line) == line:
        return list(range(len(line) + 1))
    spots: list[int] = []
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or not unicodedata.combining(line[at]):
            spots += [start] * len(composed(line[start:at]))
            start = at
    return [*spots, len(line)]


def _look_at(made: str, document: Document, proposals: Sequence[Proposal]) -> None:
    """Does the file, as it is to be, hold what it held, and the references? Raises :class:`UseError`."""
    lines = tuple(composed(_LINE.sub("\n", made)).split("\n"))
    wanted: dict[tuple[int, int], str] = {}
    texts = {(one.passage.text.place.line, one.passage.text.place.column): one.passage.text for one in proposals}
    for spot, text in texts.items():
        wanted[spot] = replaced(text.text, [one.val[0].put for one in proposals if one.passage.text is text])
    try:
        before, after = parse(document), parse(Document(document.name, lines))
    except InputError as error:
        raise _other(error.findings[0].place) from None
    if fault := _differs(before, after, wanted):
        raise _other(fault)


def _differs(before: Node, after: Node, wanted: dict[tuple[int, int], str]) -> Place | None:
    """The first place where two files hold other things than they should."""
    if isinstance(before, Scalar):
        text = wanted.get((before.place.line, before.place.column), before.text)
        return None if isinstance(after, Scalar) and after.text == text else before.place
    if isinstance(before, Mapping):
        if not isinstance(after, Mapping) or list(before.entries) != list(after.entries):
            return before.place
        pairs = zip(before.entries.values(), after.entries.values(), strict=True)
    else:
        if isinstance(after, Scalar | Mapping) or len(before.items) != len(after.items):
            return before.place
        pairs = zip(before.items, after.items, strict=True)
    return next((fault for one, other in pairs if (fault := _differs(one, other, wanted))), None)


def _other(place: Place) -> UseError:
    return UseError(f"{place}: hänvisningarna går inte att skriva utan att annat ändras. Inget skrevs. Skriv dem för hand.")
