"""Old files out of git, into memory or a folder of our own. Nothing is checked out or written in the user's tree.

The repository may be a stranger's: only plumbing that runs nothing is used (no hooks, filters, textconv, external diffs,
file-system monitors or remotes), what it names is a path only after we have looked at it, and its links are not followed.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from vb_gen.core.finding import MachineError, UseError, short
from vb_gen.disk.reasons import reason

FOLDERS = ("inputs", "templates")
MAX_FILE = 10_000_000  # bytes; what is read is text of a chapter's size
MAX_ALL = 300_000_000
MAX_FILES = 100_000  # of a commit's inputs and templates; a hundred times what the largest municipality has
MAX_PART, MAX_NAME = 255, 1_000  # bytes of a folder's or a file's name, and of all of it, that any disk takes
MAX_TOLD = 20  # files that are not read, which are told one by one
MAX_TIME = 120  # seconds that git may take to answer
_MAINS = ("remotes/origin/main", "remotes/origin/master", "heads/main", "heads/master", "remotes/origin/HEAD")
_QUIET = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.quotePath=false", "log.showSignature=false")


@dataclass(frozen=True)
class Revision:
    """A commit: what the user called it, its full name, and how it is told of."""

    asked: str
    commit: str

    @property
    def shown(self) -> str:
        """`main (1f3a9c2)`."""
        brief = self.commit[:7]
        return brief if self.asked in (self.commit, "") else f"{short(self.asked, 60)} ({brief})"


@dataclass(frozen=True)
class Entry:
    """A file of a commit, by its path from the workspace's root: its object's name, and its size."""

    name: str
    blob: str
    size: int


@dataclass(frozen=True)
class Tree:
    """The files of the workspace in a commit; `left_out` tells in Swedish what is not read, and why."""

    entries: dict[str, Entry]
    left_out: tuple[str, ...] = ()


class Repository:
    """The git repository that a workspace stands in. Raises :class:`UseError` where there is none."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._git = _program()
        self.prefix = self._said("rev-parse", "--show-prefix").strip("\n")

    def revision(self, asked: str) -> Revision:
        """A commit by what the user calls it; `REV...` is where this branch left REV, as git writes it."""
        name = asked.removesuffix("...")
        commit = self._commit(name)
        if commit is None:
            raise UseError(self._unknown(name))
        return Revision(name, self._merge_base(commit, name)) if name != asked else Revision(asked, commit)

    def head(self) -> Revision | None:
        """The last commit; None before the first one."""
        commit = self._commit("HEAD")
        return Revision("HEAD", commit) if commit else None

    def base(self) -> Revision:
        """Where this branch left the main branch."""
        if self._commit("HEAD") is None:
            raise UseError("Git har inga incheckningar (commits) än, så det finns inget att jämföra med.")
        for name in _MAINS:
            if commit := self._commit(f"refs/{name}"):
                called = name.partition("/")[2]
                return Revision(called, self._merge_base(commit, called))
        shallow = f"\n{_SHALLOW}" if self._shallow() else ""
        raise UseError(
            f"Hittar ingen huvudgren (main eller master) att jämföra med.{shallow}\n"
            "Skriv vad ni vill jämföra med: --against REVISION, till exempel --against HEAD~1."
        )

    def tree(self, revision: Revision) -> Tree:
        """The files of the workspace's inputs and templates in a commit."""
        wanted = [self.prefix + folder for folder in FOLDERS]
        listed = self._run(["ls-tree", "-r", "-l", "-z", "--full-tree", revision.commit, "--", *wanted])
        rows = []
        for line in listed.split(b"\0"):
            if line:
                facts, _, raw = line.partition(b"\t")
                mode, kind, blob, size = facts.split()
                rows.append((mode, kind, blob, size, os.fsdecode(raw)[len(self.prefix) :]))
        return _tree(rows, revision.shown)

    def staged(self) -> Tree:
        """The files of the workspace as they would be committed now: git's index. Raises :class:`UseError` in a conflict."""
        wanted = [f":(top,literal){self.prefix}{folder}" for folder in FOLDERS]
        listed = self._run(["ls-files", "--stage", "-z", "--full-name", "--", *wanted], index=True)
        files = [line.partition(b"\t") for line in listed.split(b"\0") if line]
        blobs = "".join(f"{facts.split()[1].decode('ascii')}\n" for facts, _, _ in files)
        sizes = self._run(["cat-file", "--batch-check"], blobs.encode("ascii")).splitlines() if files else []
        rows = []
        for (facts, _, raw), known in zip(files, sizes, strict=True):
            mode, blob, stage = facts.split()
            name = os.fsdecode(raw)[len(self.prefix) :]
            if stage != b"0":
                raise UseError(f"Filen {short(name)} har en konflikt som inte är löst. Lös den och skriv git add {short(name)}.")
            kind, size = b"commit" if mode == b"160000" else b"blob", known.split()[-1]
            rows.append((mode, kind, blob, size, name))
        return _tree(rows, "det som ska sparas")

    def contents(self, entries: Sequence[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """What is in files of a commit, in the order they are given."""
        if not entries:
            return
        asked = "".join(f"{entry.blob}\n" for entry in entries).encode("ascii")
        data = self._run(["cat-file", "--batch"], asked)
        at = 0
        for entry in entries:
            end = data.index(b"\n", at)
            head = data[at:end].split()
            if head[-1] == b"missing":
                raise UseError(_missing(entry.name))
            at = end + 1
            yield entry, data[at : at + int(head[2])]
            at += int(head[2]) + 1

    def save(self, revision: Revision, folder: Path) -> tuple[str, ...]:
        """Write a commit's inputs and templates below a folder of our own; returns what was left out."""
        return self.save_tree(self.tree(revision), folder)

    def save_tree(self, tree: Tree, folder: Path) -> tuple[str, ...]:
        """Write files below a folder of our own; returns what was left out."""
        for entry, data in self.contents(list(tree.entries.values())):
            path = folder / entry.name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except OSError as error:
                raise MachineError(f"Det går inte att skriva i datorns mapp för tillfälliga filer: {reason(error)}.") from None
        return tree.left_out

    def _commit(self, name: str) -> str | None:
        if not name or name.startswith("-") or "\0" in name:
            return None
        said = self._try("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        found = (said or "").strip().rpartition("\n")[2]
        return found if re.fullmatch(r"[0-9a-f]{40,64}", found) else None

    def _merge_base(self, commit: str, name: str) -> str:
        found = (self._try("merge-base", "HEAD", commit) or "").strip()
        if found:
            return found
        if self._shallow():
            raise UseError(f"Det syns inte var den här grenen lämnade {short(name)}. {_SHALLOW}")
        raise UseError(f"Den här grenen och {short(name)} har ingen gemensam historia. Skriv --against med en annan revision.")

    def _unknown(self, name: str) -> str:
        shallow = f" {_SHALLOW}" if self._shallow() else ""
        return (
            f"Git känner inte till revisionen ”{short(name)}”.{shallow}\n"
            "Skriv en gren, en tagg eller en incheckning (commit), till exempel main eller HEAD~1."
        )

    def _shallow(self) -> bool:
        return (self._try("rev-parse", "--is-shallow-repository") or "").strip() == "true"

    def _try(self, *arguments: str) -> str | None:
        done = self._start(list(arguments), b"")
        return os.fsdecode(done.stdout) if done.returncode == 0 else None

    def _said(self, *arguments: str) -> str:
        return os.fsdecode(self._run(list(arguments)))

    def _run(self, arguments: list[str], asked: bytes = b"", *, index: bool = False) -> bytes:
        done = self._start(arguments, asked, index=index)
        if done.returncode:
            raise UseError(self._explain(os.fsdecode(done.stderr)))
        return done.stdout

    def _start(self, arguments: list[str], asked: bytes, *, index: bool = False) -> subprocess.CompletedProcess[bytes]:
        options = [part for setting in _QUIET for part in ("-c", setting)]
        try:
            return subprocess.run(  # noqa: S603 - git itself, plumbing only, every argument looked at
                [self._git, "--no-pager", *options, "-C", str(self.root), *arguments],
                input=asked,
                capture_output=True,
                env=_surroundings() | (_index() if index else {}),
                check=False,
                timeout=MAX_TIME,
            )
        except OSError as error:
            raise UseError(f"Git gick inte att starta: {reason(error)}.") from None
        except subprocess.TimeoutExpired:
            raise UseError(f"Git svarade inte inom {MAX_TIME} sekunder.") from None

    def _explain(self, said: str) -> str:
        if "dubious ownership" in said:
            return (
                f"Git litar inte på mappen {self.root}, som har en annan ägare än du.\n"
                f"Är den er egen: skriv git config --global --add safe.directory {self.root}"
            )
        if "not a git repository" in said or "must be run in a work tree" in said:
            return (
                f"Mappen {self.root} ligger inte i ett git-arkiv, så det finns ingen äldre version att jämföra med.\n"
                "Jämför med en annan period (--against PERIOD) eller en annan mapp (--against MAPP) i stället."
            )
        first = next((line for line in said.splitlines() if line.strip()), "inget svar")
        return f"Git kunde inte läsa arkivet: {short(first, 200)}"


_SHALLOW = (
    "Klonen är grund (shallow) och saknar äldre historia: hämta den med git fetch --unshallow, "
    "eller sätt fetch-depth: 0 i arbetsflödet."
)


def _missing(name: str) -> str:
    return f"Filen {short(name)} i den äldre revisionen finns inte i den här klonen. Hämta den med git fetch --refetch."


def _program() -> str:
    """Git, never one that lies in the current folder."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        for name in ("git", "git.exe"):
            path = Path(folder) / name
            if folder and path.is_absolute() and path.is_file() and os.access(path, os.X_OK):
                return str(path)
    raise UseError("Programmet git finns inte på den här datorn. Installera det, eller jämför med en annan period eller mapp.")


def _surroundings() -> dict[str, str]:
    """The environment git runs in: no settings of the machine, no questions, no remote, no helper programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
    }


def _index() -> dict[str, str]:
    """The index that a commit in progress is made of, where git has told the program that it runs: a part of what is staged."""
    path = os.environ.get("GIT_INDEX_FILE")
    return {"GIT_INDEX_FILE": str(Path(path).absolute())} if path else {}


def _tree(rows: Iterable[tuple[bytes, bytes, bytes, bytes, str]], shown: str) -> Tree:
    """The files among rows of mode, kind, object, size and name; links, odd names and what is too large are left out."""
    entries: dict[str, Entry] = {}
    left: list[str] = []
    total = 0
    for number, (mode, kind, blob, size, name) in enumerate(rows):
        if number >= MAX_FILES:
            raise UseError(f"{shown} har fler än {MAX_FILES} filer i inputs och templates, och läses inte.")
        if kind == b"blob" and not size.isdigit():
            raise UseError(_missing(name))
        if kind != b"blob" or mode == b"120000":
            left.append(f"{short(name)} är en länk i {shown} och läses inte")
        elif len(os.fsencode(name)) > MAX_NAME or any(len(os.fsencode(part)) > MAX_PART for part in name.split("/")):
            left.append(f"{short(name)} har ett för långt namn i {shown} och läses inte")
        elif not _is_safe(name):
            left.append(f"{short(name)} har ett namn i {shown} som inte går att läsa")
        elif int(size) > MAX_FILE or total + int(size) > MAX_ALL:
            left.append(f"{short(name)} är för stor i {shown} och läses inte")
        else:
            total += int(size)
            entries[name] = Entry(name, blob.decode("ascii"), int(size))
    if len(left) > MAX_TOLD:
        left[MAX_TOLD:] = [f"{len(left) - MAX_TOLD} filer till i {shown} läses inte"]
    return Tree(entries, tuple(left))


def _is_safe(name: str) -> bool:
    """Is it a path that stays below the folder it is put in?"""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and parts[0] in FOLDERS
        and name == "/".join(parts)
        and not re.search(r"[\\:\x00-\x1f]", name)
        and not any(part in ("", ".", "..") or part.casefold() == ".git" for part in parts)
    )
