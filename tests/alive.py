"""Programs that are told to end: starting them, and counting what is left of them afterwards."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.process import VB

# Tests that nohup started have the end of a terminal ignored, and what they start would inherit it.
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@contextlib.contextmanager
def started(arguments: Sequence[str], cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`vb` in a session of its own; whatever is left of it is killed in the end."""
    command = [str(VB), *arguments]
    process = subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        yield process
    finally:
        for number in (process.pid, *of_session(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        process.communicate()


def of_session(session: int) -> list[int]:
    """The processes of a session that are not dead, waiting to be counted out."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # gone in the meantime
            text = path.read_text("utf-8", "replace")
            state, _, _, its, *_ = text.rpartition(")")[2].split()
            if its == str(session) and state != "Z":
                found.append(int(path.parent.name))
    return found


def wait_until_it_listens(process: subprocess.Popen[bytes]) -> None:
    """Until the program heeds SIGTERM: before that it is not the program yet, but Python that starts."""
    bit = 1 << (signal.SIGTERM - 1)
    while True:
        status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
        caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
        if int(caught.split()[1], 16) & bit:
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.001)


def wait_for_processes(process: subprocess.Popen[bytes], count: int) -> None:
    """Until it has started so many others."""
    end = time.monotonic() + 60
    while len(of_session(process.pid)) <= count:
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


def nothing_left_within(process: subprocess.Popen[bytes], seconds: float) -> tuple[str, str]:
    """What it said, once it and all it started are gone and its pipes are closed; fails where they are not in time."""
    end = time.monotonic() + seconds
    out, err = process.communicate(timeout=seconds)  # returns when nobody holds the pipes
    while left := of_session(process.pid):
        assert time.monotonic() < end, left
        time.sleep(0.01)
    return out.decode("utf-8"), err.decode("utf-8")
