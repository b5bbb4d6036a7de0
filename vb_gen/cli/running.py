"""Running a command: whatever stops it becomes words and an exit code."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

# A command is there once its module is imported.
from vb_gen.cli import build, check, diff, doctor, explain, facts, handbook, init, link, list, new, review, schema, status, watch  # noqa: F401
from vb_gen.cli.base import BAD_INPUT, OK, OUR_FAULT, all_was_read, app, asked, say, show_findings
from vb_gen.cli.swedish import explain_usage
from vb_gen.core.finding import InputError, MachineError, UseError
from vb_gen.disk import reasons, streams, unforeseen
from vb_gen.disk.memory import collect_seldom

_INTERRUPTED = 130
# What these do is seen by what they write, or by how they end. Of the others, what they show is all there is.
_NEEDS_NO_OUTPUT = ("build", "check", "watch", "new", "init", "handbook", "schema")


def run() -> int:
    """Run the command that the command line names; gives the exit code."""
    collect_seldom()
    streams.prepare()
    try:
        code = _told(lambda: app(standalone_mode=False))
    except Exception as error:
        if hasattr(error, "format_message"):
            say(explain_usage(error))
            code = BAD_INPUT
        elif type(error).__name__ == "Abort":
            say("Avbrutet.")
            code = _INTERRUPTED
        else:
            say(unforeseen.told(error))
            code = OUR_FAULT
    if lost := streams.lost():
        say(lost)
        code = code if asked() in _NEEDS_NO_OUTPUT else max(code, OUR_FAULT)
    gc.freeze()  # the process ends: what it made need not be looked through for garbage once more
    return code


def _told(call: Callable[[], Any]) -> int:
    try:
        return max(int(call() or OK), OK if all_was_read() else BAD_INPUT)
    except InputError as error:
        show_findings(error.findings)
        return BAD_INPUT
    except UseError as error:
        say(str(error))
        return BAD_INPUT
    except MachineError as error:
        say(str(error))
        return OUR_FAULT
    except KeyboardInterrupt:
        say("\nAvbrutet.")
        return _INTERRUPTED
    except MemoryError:
        say("Minnet på datorn räcker inte. Stäng andra program, eller bygg färre på en gång: --jobs 1.")
        return OUR_FAULT
    except OSError as error:
        if error.errno is None:
            raise
        say(reasons.unread(error))
        return BAD_INPUT if reasons.is_theirs(error) else OUR_FAULT
