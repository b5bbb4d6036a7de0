"""One rule says what a difference means."""

from __future__ import annotations

from decimal import Decimal

import pytest

from vb_gen.figures.samband import Utfall, outcome
from vb_gen.figures.understanding.diagnosis import Slip, slip


@pytest.mark.parametrize(
    ("off", "bound", "figures", "came"),
    [
        (0, 3, 3, Utfall.HÅLLER),
        (2, 3, 3, Utfall.AVRUNDNING),
        (-2, 3, 3, Utfall.AVRUNDNING),
        (4, 4, 4, Utfall.AVRUNDNING),  # four figures may all lie at one half
        (5, 5, 5, Utfall.BRYTER),  # five do not
        (4, 3, 3, Utfall.BRYTER),
        (1, 0, 6, Utfall.BRYTER),  # counts
    ],
)
def test_outcome(off: int, bound: int, figures: int, came: Utfall) -> None:
    assert outcome(off, bound, figures) is came
    assert outcome(Decimal(off) / 10, Decimal(bound) / 10, figures) is came


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
