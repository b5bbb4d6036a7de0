"""Running `vb` as its users do: the installed program, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VB = Path(sysconfig.get_path("scripts")) / "vb"


@dataclass(frozen=True)
class Ran:
    """How a run of the program went."""

    code: int
    out: str
    err: str


def run(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None, timeout: int = 120) -> Ran:
    """Run `vb`; fails at once where a user would meet a traceback."""
    return _run([str(VB), *arguments], cwd, env, timeout)


def run_python(code: str, *arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ran:
    """Run a driver script that changes something about the world before it starts the program."""
    return _run([sys.executable, "-c", code, *arguments], cwd, env)


def _run(command: list[str], cwd: Path, env: Mapping[str, str] | None, timeout: int = 120) -> Ran:
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    ran = Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
    assert "Traceback" not in ran.out + ran.err, ran.err
    return ran
