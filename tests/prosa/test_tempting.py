"""Sentences that tempt: none of them is marked, whether anything has been spoken of before or not."""

from __future__ import annotations

import pytest

from tests.conftest import REPOSITORY
from vb_gen.checks.claims.reader import judge
from vb_gen.checks.claims.worlds import world_of
from vb_gen.checks.rule import Library
from vb_gen.disk.workspace import Workspace

_LINES = (REPOSITORY / "tests" / "prosa" / "frestande.txt").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("body", ["kommunstyrelsen", "leanlink", "vss"])
def test_no_tempting_sentence_is_marked(body: str) -> None:
    library = Library(Workspace(REPOSITORY))
    report = next(one for one in library.reports() if one.name == f"2023/{body}")
    world = world_of(report, library)
    said = [sentence for about, _, sentence in (line.partition(": ") for line in _LINES) if about == body]
    marked = [
        (sentence, verdict.text)
        for sentence in said
        for alone in (False, True)
        for verdict in judge(sentence, world, alone=alone)[0].verdicts
    ]
    assert len(said) > 60
    assert marked == []
