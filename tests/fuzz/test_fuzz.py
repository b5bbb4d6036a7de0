"""A minute of strangers' workspaces: each is printed, or refused in words, within ten seconds."""

from __future__ import annotations

import time

from tests.fuzz.strangers import KINDS, run

SEED = 20_231_231
MOST, SECONDS = 600, 60


def test_whatever_a_stranger_sends_is_answered() -> None:
    tally = run(iter(range(SEED, SEED + MOST)), until=time.monotonic() + SECONDS)
    assert tally.wrong == []
    assert set(tally.kinds) == {kind.__name__ for kind in KINDS}
    assert set(tally.answers) == {"printed", "refused"}
