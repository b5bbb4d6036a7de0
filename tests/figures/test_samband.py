"""One rule says what a difference means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vb_gen.figures.samband import Utfall, outcome
from vb_gen.figures.understanding.diagnosis import Slip, slip


@pytest.mark.parametrize(
    ("off", "bound", "came"),
    [
        (0, 3, Utfall.HÅLLER),
        (2, 3, Utfall.AVRUNDNING),
        (-2, 3, Utfall.AVRUNDNING),
        (4, 4, Utfall.BRYTER),  # all would have to lie at one half, on the right side of it
        (4, 3, Utfall.BRYTER),
        (1, 0, Utfall.BRYTER),  # counts
    ],
)
def test_outcome(off: int, bound: int, came: Utfall) -> None:
    assert outcome(off, bound) is came
    assert outcome(Decimal(off) / 10, Decimal(bound) / 10) is came


@pytest.mark.parametrize(
    ("stated", "should", "came"),
    [
        (-512, 512, Slip.TECKEN),
        (1432, 1342, Slip.BYTTA),
        (5120, 512, Slip.FAKTOR),
        (512, 512_000, Slip.FAKTOR),
        (512, 5112, Slip.TAPPAD),
        (51_123, 5112, Slip.EXTRA),
        (1942, 1342, Slip.SIFFRA),
        (1942, 57, None),
    ],
)
def test_slip(stated: int, should: int, came: Slip | None) -> None:
    assert slip(stated, should, 0) is came


def test_a_figure_of_another_row_is_told() -> None:
    assert slip(77, 5112, 0, others=[5112]) is Slip.RAD
