"""An errand run in a process of its own beside this one, on a machine with a processor to spare; else when it is asked for.

A build has things to do that hardly wait for each other: the page, what the rules find in the report alone and among other
reports, and the PDF, whose library alone takes as long to start as a page takes to make. The other process is a copy of this
one (fork), so that it has what is read already; where that is not safe (not Linux, or other threads at work), the same is
done here and only takes longer.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from vb_gen.core.finding import MachineError
from vb_gen.disk import ending

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

A = TypeVar("A")
R = TypeVar("R")


def processor_to_spare() -> bool:
    """Can an errand be run beside this process?"""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


class Errand(Generic[A, R]):
    """What is to be done with one argument, given once it is known, and what came of it. A context: left, it is ended."""

    def __init__(self, work: Callable[[A], R], before: Callable[[], object] | None = None, *, beside: bool) -> None:
        """`before` is what can be done without the argument; it is left out where all is done in this process."""
        self._work = work
        self._waiting: list[A] = []
        self._done: list[R] = []
        self._connection: Connection[Any, Any] | None = None
        if beside and processor_to_spare():
            self._start(before)

    def _start(self, before: Callable[[], object] | None) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_run, args=(self._work, before, other, self._connection), daemon=True)
        with ending.Deaf():
            self._process.start()
        other.close()

    @property
    def apart(self) -> bool:
        """Is it done in a process of its own?"""
        return self._connection is not None

    def give(self, argument: A) -> None:
        """Let the work begin."""
        if self._connection is None:
            self._waiting.append(argument)
        else:
            with contextlib.suppress(OSError):  # it could not even get ready; the result will tell why
                self._connection.send(argument)

    def result(self) -> R:
        """What came of it, however often it is asked for. Raises what the work raised."""
        if not self._done:
            self._done.append(self._work(self._waiting.pop()) if self._connection is None else self._receive(self._connection))
        return self._done[0]

    def _receive(self, connection: Connection[Any, Any]) -> R:
        try:
            answer, error = connection.recv()
        except (EOFError, OSError):  # it was killed
            raise MachineError("Arbetet avbröts utifrån; kanske räckte minnet inte. Försök igen.") from None
        if error is not None:
            raise error
        result: R = answer
        return result

    def __enter__(self) -> Errand[A, R]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._connection is not None:
            self._process.kill()
            self._process.join()
            self._connection.close()


def begin_beside() -> None:
    """The first thing that a process of ours, started by another while it was deaf, does."""
    ending.leave_to_parent()
    ending.end_with_parent()


def _run(
    work: Callable[[Any], object], before: Callable[[], object] | None, mine: Connection[Any, Any], theirs: Connection[Any, Any]
) -> None:
    """The other process: get ready, wait for the argument, answer. Ctrl-C is for the one that started it to act upon."""
    begin_beside()
    gc.disable()  # it answers once and ends: looking through a whole PDF's layout for garbage would only delay the answer
    theirs.close()
    with contextlib.suppress(EOFError, BrokenPipeError):  # nobody is there to ask, or to hear the answer
        answer: tuple[object, Exception | None]
        try:
            if before is not None:
                before()
            argument = mine.recv()
            answer = work(argument), None
        except EOFError:
            return
        except Exception as error:
            error.add_note("".join(traceback.format_exception(error)))
            answer = None, error
        mine.send(answer)
