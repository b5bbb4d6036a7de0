"""The command line: parse, call, print. Results on stdout, everything else on stderr. A module for each command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from typing import Any

# A command is there once its module is imported.
from vb_gen.cli import build, check, diff, doctor, explain, facts, handbook, init, list, new, review, schema, status, watch  # noqa: F401
from vb_gen.cli.base import BAD_INPUT, OK, OUR_FAULT, app, say, show_findings
from vb_gen.cli.swedish import explain_usage
from vb_gen.core.finding import InputError, MachineError, UseError
from vb_gen.disk import unforeseen
from vb_gen.disk.memory import collect_seldom


def _run(call: Callable[[], Any]) -> int:
    """Run the program and turn whatever stops it into words and an exit code."""
    try:
        result = call()
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
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return int(result or 0)


def main() -> None:
    """The entry point `vb`."""
    collect_seldom()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="")
    try:
        code = _run(lambda: app(standalone_mode=False))
    except Exception as error:
        if hasattr(error, "format_message"):
            say(explain_usage(error))
            code = BAD_INPUT
        elif type(error).__name__ == "Abort":
            say("Avbrutet.")
            code = 130
        else:
            say(unforeseen.told(error))
            code = OUR_FAULT
    gc.freeze()  # the process ends: what it made need not be looked through for garbage once more
    sys.exit(code)
