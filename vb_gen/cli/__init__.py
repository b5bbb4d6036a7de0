"""The command line: parse, call, print. Results on stdout, everything else on stderr. A module for each command.

Nothing of the program is imported here, so that whoever presses Ctrl-C while it is is answered too.
"""

from __future__ import annotations

import sys

from vb_gen.disk import ending


def main() -> None:
    """The entry point `vb`."""
    ending.listen()
    from vb_gen.cli.running import run

    sys.exit(run())
