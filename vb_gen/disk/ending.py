"""How this process ends when it is told to: at once, whatever it is doing, with nothing half made and no process left.

Nothing is raised. An exception out of a signal would come in the middle of a library's own work, which may swallow it or tell
of it in its own words; so the handler itself puts things in order and ends. Next to nothing is imported, not even what makes
context managers of functions: the sooner it listens, the better.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # Ctrl-C, told to end, a closed terminal, Ctrl-Break
_to_undo: list[Callable[[], object]] = []  # what is half made now, in the order it was begun


def listen() -> None:
    """From now on, heed those who tell this process to end. Those that whoever started it wants it deaf to, it stays deaf to."""
    for number in _numbers():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def leave_to_parent() -> None:
    """In a process that another one of ours has started while it was deaf: that one is told, and ends this."""
    for number in _numbers():
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _numbers())
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


class UndoneIfEnded:
    """While this lasts, something is half made; `undo` takes it away if the process is told to end."""

    def __init__(self, undo: Callable[[], object]) -> None:
        self._undo = undo

    def __enter__(self) -> None:
        _to_undo.append(self._undo)

    def __exit__(self, *_: object) -> None:
        _to_undo.remove(self._undo)


class Deaf:
    """Hear of no end for a moment; what is started meanwhile hears of none at all. It is heard afterwards."""

    def __enter__(self) -> None:
        self._before = None
        if hasattr(signal, "pthread_sigmask"):
            if "multiprocessing.context" in sys.modules:  # its helper's own start would let everything be heard again
                from multiprocessing.resource_tracker import ensure_running

                ensure_running()
            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, _numbers())

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)


def _numbers() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


def _end(number: int, _frame: object) -> None:
    for other in _numbers():
        signal.signal(other, signal.SIG_IGN)
    for undo in (*reversed(_to_undo), _end_children, _say):
        try:
            undo()
        except Exception:  # noqa: S112 - also where it was writing just now; it ends all the same
            continue
    os._exit(128 + number)


def _end_children() -> None:
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for child in active_children():
            child.kill()


def _say() -> None:
    try:
        sys.stdout.flush()
    finally:
        os.write(2, b"\nAvbrutet.\n" if os.isatty(2) else b"Avbrutet.\n")
