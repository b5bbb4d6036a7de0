"""Many pieces of work on several processors: each process takes a piece, gives what came of it and takes the next.

The processes are started afresh, not forked: the same on every platform, and nothing of this process leaks into them. Unlike
the library's own pool, one that is killed costs its own piece only, and all end with this process, however it ends.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from vb_gen.disk import ending
from vb_gen.disk.beside import begin_beside

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

P = TypeVar("P")
R = TypeVar("R")


class _Hand(Generic[P, R]):
    """A process of the crew."""

    def __init__(self, work: Callable[[P], R]) -> None:
        context = get_context("spawn")
        # What it imports with the work comes after it has begun to look out for the end of this process.
        self.connection, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(pickle.dumps(work), other), daemon=True)
        with ending.Deaf():
            self.process.start()
        other.close()

    def give(self, piece: P) -> None:
        self.piece = piece
        try:
            self.connection.send(piece)
        except OSError:  # it is dead, which shows when its answer is asked for
            return

    def answer(self) -> R:
        """Raises :class:`OSError` or :class:`EOFError` where it died."""
        result: R = self.connection.recv()
        return result

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


def spread(work: Callable[[P], R], pieces: Sequence[P], processes: int, lost: Callable[[P], R]) -> Iterator[R]:
    """What comes of each piece, as it comes; `lost` tells of one whose process was killed. `work` must not raise."""
    waiting = list(reversed(pieces))
    hands: list[_Hand[P, R]] = []
    try:
        while waiting or hands:
            while waiting and len(hands) < processes:
                hands.append(_Hand(work))
                hands[-1].give(waiting.pop())
            ready = wait([hand.connection for hand in hands])
            for hand in [hand for hand in hands if hand.connection in ready]:
                try:
                    result = hand.answer()
                except (EOFError, OSError):
                    result = lost(hand.piece)
                    hands.remove(hand)
                    hand.end()
                else:
                    if waiting:
                        hand.give(waiting.pop())
                    else:
                        hands.remove(hand)
                        hand.end()
                yield result
    finally:
        for hand in hands:
            hand.end()


def _serve(kept: bytes, connection: Connection[Any, Any]) -> None:
    begin_beside()
    work: Callable[[Any], Any] = pickle.loads(kept)  # noqa: S301 - what this program has just made
    try:
        while True:
            connection.send(work(connection.recv()))
    except (EOFError, OSError):  # nobody is there to ask, or to hear the answer
        return
