"""Ctrl-C, a signal, a kill: the program ends at once, in words, and leaves no process, no open pipe and no half file."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import small
from tests.alive import linux, nothing_left_within, started, wait_for_processes, wait_until_it_listens
from tests.conftest import REPOSITORY

pytestmark = linux
ALL = ("build", "--all", "--jobs", "2")
ONE = ("build", "2023", "leanlink")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize(("arguments", "others"), [(ALL, 3), (ONE, 1)], ids=["många", "en"])
def test_whoever_ends_it_ends_all_of_it(tmp_path: Path, arguments: tuple[str, ...], others: int, number: signal.Signals) -> None:
    with started([*arguments, "--out", str(tmp_path)], REPOSITORY) as process:
        wait_for_processes(process, others)  # the crew, and the helper of the library that starts it
        time.sleep(0.2)
        os.kill(process.pid, number)
        _, err = nothing_left_within(process, 2)
    assert process.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert err == ("" if number == signal.SIGKILL else "Avbrutet.\n")
    assert not list(tmp_path.rglob(".vb-*.tmp"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_terminal_tells_all_processes_at_once_and_one_answers(tmp_path: Path, number: signal.Signals) -> None:
    with started([*ALL, "--out", str(tmp_path)], REPOSITORY) as process:
        wait_for_processes(process, 2)  # some are just being started
        os.killpg(process.pid, number)
        assert nothing_left_within(process, 2) == ("", "Avbrutet.\n")


def test_ctrl_c_is_answered_whenever_it_comes(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    chance = random.Random(18)
    codes = set()
    for after in [0.0, 0.0, 0.002, 0.005, *(chance.uniform(0, 0.6) for _ in range(10))]:
        with started(["build", "2023", "parknamnden", "--format", "html"], root) as process:
            wait_until_it_listens(process)
            time.sleep(after)
            process.send_signal(signal.SIGINT)
            _, err = nothing_left_within(process, 2)
        if process.returncode != 0:  # it may have been done already
            assert (process.returncode, err) in ((130, "Avbrutet.\n"), (-signal.SIGINT, ""))  # the latter when Python is ending
        codes.add(process.returncode)
    assert 130 in codes


def test_what_is_half_made_is_taken_away(tmp_path: Path) -> None:
    """An end in the middle of a write: the file aside goes, the old one stays, and what is wrong with undoing stops nothing."""
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom vb_gen.disk import ending, writing\n"
        "def stop(number): os.kill(os.getpid(), signal.SIGTERM)\n"
        "ending.listen()\nos.fsync = stop\n"
        "with ending.UndoneIfEnded(lambda: 1 / 0), writing.folder_of_our_own('vb-prov-') as folder:\n"
        "    print(folder, flush=True)\n    writing.write(Path(sys.argv[1]), b'ny')\n"
    )
    path = tmp_path / "sida.html"
    path.write_bytes(b"gammal")
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (143, "Avbrutet.\n")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("sida.html", b"gammal")]
    assert not Path(done.stdout.strip()).exists()


def test_one_who_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    """Started with nohup: the end of the terminal is not heard."""
    root = small.make(tmp_path)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with started(["build", "2023", "parknamnden", "--format", "html"], root) as process:
            wait_until_it_listens(process)
            process.send_signal(signal.SIGHUP)
            assert process.wait(60) == 0
    finally:
        signal.signal(signal.SIGHUP, before)
