"""A kill at each thing that a write asks of the system leaves the old file or the new one, and the inputs as they were."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import small
from tests.alive import linux
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import write
from vb_gen.newyear.roll import roll, save
from vb_gen.tasks.build import Job, build

pytestmark = linux
STEPS = ("open", "mkdir", "write", "fsync", "chmod", "rename", "replace", "unlink", "rmdir")


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do some work in a process that dies just before its n:th step; was it killed?"""
    child = os.fork()
    if not child:
        left = [number]

        def step(call: Callable[..., object]) -> Callable[..., object]:
            def ask(*arguments: object, **named: object) -> object:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)
                return call(*arguments, **named)

            return ask

        for name in STEPS:
            setattr(os, name, step(getattr(os, name)))
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder that are called what people call them."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in paths
        if not re.match(r"\.(vb|ny)", path.relative_to(folder).parts[0]) and not path.name.startswith(".vb-")
    }


def test_a_build_that_is_killed_leaves_the_old_page_or_the_new_one(tmp_path: Path) -> None:
    root = small.make(tmp_path / "yta")
    out, inputs = tmp_path / "ut", contents(root)
    workspace = Workspace(root)
    job = Job(workspace, *workspace.resolve("2023", "parknamnden"), ("html", "csv"), out)
    assert build(job).code == 0
    new = contents(out)
    old = dict.fromkeys(new, b"gammal")
    for number in range(1_000):
        for name, data in old.items():
            write(out / name, data)
        killed = killed_at(number, lambda: build(job))
        for name, data in contents(out).items():
            assert data in (old[name], new[name]), (number, name)
        assert contents(root) == inputs
        if not killed:
            break
    assert contents(out) == new
    assert number > 8  # each file is opened, filled, synced, given its rights and its name


def test_a_new_year_that_is_killed_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    made = roll(Workspace(root), "2024", "parknamnden", "2023")
    before = contents(root)
    for number in range(1_000):
        killed = killed_at(number, lambda: save(made))
        new = {name: data for name, data in contents(root / "inputs").items() if name.startswith("2024/")}
        assert sorted(new) in ([], sorted(f"2024/parknamnden/{name}" for name in made.files)), number
        shutil.rmtree(root / "inputs" / "2024", ignore_errors=True)
        assert {name: data for name, data in contents(root).items() if "/.ny-" not in name} == before
        if not killed:
            break
    assert number > 8


def test_the_system_itself_may_end_it_at_any_call(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not here")
    path = tmp_path / "sida.html"
    code = f"from pathlib import Path\nfrom vb_gen.disk.writing import write\nwrite(Path({str(path)!r}), b'ny' * 50_000)\n"
    calls = "openat,write,fsync,fdatasync,fchmod,chmod,fchmodat,rename,renameat,renameat2,close"
    log = tmp_path / "anrop"
    command = [strace, "-f", "-qq", "-e", f"trace={calls}", "-o", str(log)]
    if subprocess.run([*command, sys.executable, "-c", code], capture_output=True, check=False).returncode:
        pytest.skip("strace may not look into programs here")
    asked = re.findall(r"^\d+ +(\w+)\((.*)", log.read_text("utf-8", "replace"), re.M)
    first = next(number for number, (_, said) in enumerate(asked) if ".tmp" in said)
    last = next(number for number, (name, _) in enumerate(asked) if "rename" in name)
    left = []
    for number in range(first, min(last + 2, len(asked))):
        path.write_bytes(b"gammal")
        name = asked[number][0]
        nth = sum(other == name for other, _ in asked[: number + 1])  # strace counts each kind of call for itself
        kill = ["-e", f"inject={name}:signal=KILL:when={nth}"]
        subprocess.run([*command, *kill, sys.executable, "-c", code], capture_output=True, check=False)
        left.append(path.read_bytes())
    assert set(left) == {b"gammal"}  # until it is called by the new one's name
    assert len(left) >= 6
    assert subprocess.run([*command, sys.executable, "-c", code], check=False).returncode == 0
    assert path.read_bytes() == b"ny" * 50_000
