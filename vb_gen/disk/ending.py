"""How this process ends when it is told to: at once, whatever it is doing, with nothing half made and no process left.

Nothing is raised. An exception out of a signal would come in the middle of a library's own work, which may swallow it or tell
of it in its own words; so the handler itself puts things in order and ends. Little is imported here: the sooner it listens,
the better.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # Ctrl-C, told to end, a closed terminal, Ctrl-Break
_to_undo: list[Callable[[], object]] = []  # what is half made now, in the order it was begun


def listen() -> None:
    """From now on, heed those who tell this process to end. Those that whoever started it wants it deaf to, it stays deaf to."""
    for number in _numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def leave_to_parent() -> None:
    """In a process that another one of ours has started: that one is told, and ends this."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    _to_undo.clear()


def end_with_parent() -> None:
    """End this process as soon as the one that started it is no more, however that ended."""
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


@contextlib.contextmanager
def undone_if_ended(undo: Callable[[], object]) -> Iterator[None]:
    """While this lasts, something is half made; `undo` takes it away if the process is told to end."""
    _to_undo.append(undo)
    try:
        yield
    finally:
        _to_undo.remove(undo)


@contextlib.contextmanager
def deaf() -> Iterator[None]:
    """Hear of no end for a moment; what is started meanwhile hears of none at all. It is heard afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    if "multiprocessing.context" in sys.modules:  # a helper of its own, whose start would let everything be heard again
        from multiprocessing.resource_tracker import ensure_running

        ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hear_again() -> None:
    """In a process that was started while this one was deaf."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _numbers())


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


def _end(number: int, _frame: object) -> None:
    for other in _numbers():
        signal.signal(other, signal.SIG_IGN)
    with contextlib.suppress(Exception):
        _end_children()
    for undo in reversed(_to_undo):
        with contextlib.suppress(Exception):
            undo()
    with contextlib.suppress(Exception):  # also where it was writing just now
        sys.stdout.flush()
    with contextlib.suppress(Exception):
        os.write(2, b"\nAvbrutet.\n" if os.isatty(2) else b"Avbrutet.\n")
    os._exit(128 + number)


def _end_children() -> None:
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()
