"""What the rules make of the reports of a build, in words: may they be written, and what is to be said of them?

It comes from another process than the one that builds, which need not know the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vb_gen.render.view import ControlView


@dataclass(frozen=True)
class Verdict:
    """What was found in the reports of a build."""

    refusal: str  # the faults of decided reports that no waiver covers, for which nothing is written; or nothing
    left: str  # how much there is to look at, of each level; nothing where there is nothing
    control: ControlView | None  # what was checked in the first report
