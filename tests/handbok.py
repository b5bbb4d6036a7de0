"""Reading the handbook: its blocks and tables; and a home folder with a terminal, as its reader has them."""

from __future__ import annotations

import errno
import os
import pty
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.kalkylblad import As, save_book
from tests.process import VB

HANDBOOK = REPOSITORY / "docs" / "handbok"
CHAPTERS = ["innehall.md", *sorted(path.name for path in HANDBOOK.glob("[01]*.md"))]
FILES = ("yaml", "csv", "excel", "css")
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """A fenced block: its kind, what follows the kind, its lines, and where it stands."""

    kind: str
    info: str
    text: str
    line: int
    after: str  # the text between it and the next block

    @property
    def stays(self) -> bool:
        """Is it (a part of) a file that is there from now on?"""
        return self.kind in FILES and not self.info


@cache
def blocks(chapter: str) -> tuple[Block, ...]:
    text = (HANDBOOK / chapter).read_text("utf-8")
    found = list(_FENCE.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    made = []
    for match, end in zip(found, ends, strict=True):
        kind, _, info = match[1].partition(" ")
        made.append(Block(kind, info, match[2], text.count("\n", 0, match.start()) + 1, text[match.end() : end]))
    return tuple(made)


def tables(text: str) -> Iterator[list[list[str]]]:
    """The Markdown tables of a text: header and rows of cells as they are written."""
    for lines in re.findall(r"(?:^\|.*\|$\n?)+", text, re.M):
        rows = [[c.strip() for c in re.split(r"(?<!\\)\|", line.strip("|"))] for line in lines.splitlines()]
        yield [rows[0], *rows[2:]]


def plain(cell: str) -> str:
    """A Markdown cell as one reads it."""
    cell = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", cell)
    return re.sub(r"\\([|*])", r"\1", re.sub(r"(?<!\\)[`*]", "", cell)).strip()


def said(chapter: str, header: str) -> list[list[str]]:
    """The rows of every table in a chapter whose first heading is this one, as one reads them."""
    text = (HANDBOOK / chapter).read_text("utf-8")
    rows = [row for table in tables(text) if table[0][0] == header for row in table[1:]]
    assert rows, f"{chapter} has no table headed {header}"
    return [[plain(cell) for cell in row] for row in rows]


@dataclass
class Home:
    """A home folder with a workspace in it, where the reader of the handbook sits."""

    folder: Path
    at: Path = field(init=False)

    def __post_init__(self) -> None:
        self.root = self.folder / "rapporter"
        self.root.mkdir(parents=True, exist_ok=True)
        self.at = self.root

    def save(self, block: Block) -> Path:
        """Write what a block shows of a file: its sections replace those of the same name, others stay."""
        name = re.match(r"(?:# |/\* )((?:inputs|templates)/\S+\.(?:yaml|csv|xlsx|css))(?:, bladet (\w+)| \*/)?\n", block.text)
        assert name, f"line {block.line}: the first line does not name a file: {block.text[:60]!r}"
        path = self.root / name[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        if block.kind in ("csv", "css"):
            path.write_text(block.text[name.end() :], "utf-8")
            return path
        if block.kind == "excel":
            return _save_book(path, name[2], block.text[name.end() :])
        before = sections(path.read_text("utf-8")) if path.exists() else {}
        shown = sections(block.text)
        top = shown.pop("")
        rest = {key: text for key, text in before.items() if key}
        path.write_text(top + "".join((rest | shown).values()), "utf-8")
        return path

    def run(self, command: str) -> tuple[int, str]:
        """Run a command as a terminal does, and stay in the folder it leaves us in."""
        where = self.folder / ".where"
        script = f'{command}\ncode=$?\npwd > "{where}"\nexit $code'
        env = os.environ | {
            "HOME": str(self.folder),
            "PATH": f"{VB.parent}{os.pathsep}{os.environ['PATH']}",
            "TERM": "dumb",
            "COLUMNS": "120",
        }
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            ["bash", "-c", script], cwd=self.at, env=env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        out = b"".join(_read(ours))
        code = process.wait(120)
        self.at = Path(where.read_text("utf-8").strip())
        return code, out.decode("utf-8").replace("\r\n", "\n")


def _save_book(path: Path, sheet: str, text: str) -> Path:
    """A sheet as the handbook shows it, with its columns' letters above and its rows' numbers before, as a workbook."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    letters = lines[0][1:]
    assert letters == [chr(ord("A") + n) for n in range(len(letters))]
    rows = [[_as_stored(cell) for cell in cells] for _, *cells in lines[1:]]
    assert [int(line[0]) for line in lines[1:]] == [int(lines[1][0]) + n for n in range(len(rows))]
    return save_book(path, rows, sheet=sheet, at=(int(lines[1][0]), 1))


def _as_stored(cell: str) -> As | str | None:
    """What a spreadsheet holds where it shows this."""
    if match := re.fullmatch(r"(-?[\d ]+)(?:,(\d+))?( %)?", cell):
        whole, decimals, percent = match[1].replace(" ", ""), match[2] or "", match[3]
        value = float(f"{whole}.{decimals or 0}") / (100 if percent else 1)
        return As(value, ("#,##0" + (f".{'0' * len(decimals)}" if decimals else "")) + ("%" if percent else ""))
    return cell or None


def _read(handle: int) -> Iterator[bytes]:
    """What comes from a terminal, until its other end is closed."""
    with os.fdopen(handle, "rb", buffering=0) as stream:
        while True:
            try:
                data = stream.read(65536)
            except OSError as error:
                if error.errno == errno.EIO:
                    return
                raise
            if not data:
                return
            yield data


def sections(text: str) -> dict[str, str]:
    """A file's text by its keys at the margin; what stands before the first is under the empty name."""
    parts = re.split(r"^(?=[^\s#:][^:\n]*:)", text, flags=re.M)
    named = {re.match(r"[^:]*", part)[0]: part.rstrip("\n") + "\n\n" for part in parts[1:]}  # type: ignore[index]
    return {"": parts[0], **named}


def prepared(folder: Path, chapter: str) -> Home:
    """The workspace as a reader has it who begins a chapter: everything in the earlier ones is written."""
    home = Home(folder)
    for earlier in CHAPTERS[: CHAPTERS.index(chapter)]:
        for block in blocks(earlier):
            if block.stays:
                home.save(block)
    return home


def matches(shown: str, came: str) -> bool:
    """Is this what came? `…` is anything: alone on a line any lines, in a line any text. Blank lines do not count."""
    wanted = [line for line in shown.split("\n") if line.strip()]
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in wanted)
    lines = [line.rstrip() for line in came.split("\n") if line.strip()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None
