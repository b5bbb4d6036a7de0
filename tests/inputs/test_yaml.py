"""YAML that strangers have sent: told in words, whatever it is."""

from __future__ import annotations

import pytest

from tests.conftest import Maker, faults


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("indikatorer:\n 9999\n    - målområde: Park\n", "K17"),  # no word where a key stands
        ("volymer:\n  källa: siffror.csv\n?", "M23"),  # a key that is not written
        ("volymer:\n  källa: siffror.csv\n? ", "M23"),
    ],
)
def test_what_is_no_key_is_told(text: str, code: str, workspace: Maker) -> None:
    found = faults(workspace({"mal.yaml": text}))
    assert code in [one.code for one in found]
    assert all(one.instead for one in found)
