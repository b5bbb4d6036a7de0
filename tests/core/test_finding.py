"""Findings: one thing that is missing is told once."""

from __future__ import annotations

from vb_gen.core.finding import Document, Finding, Place, together

FILE = Document("ekonomi.yaml", ("",) * 40)


def finding(line: int, text: str = "kolumnen ”budget” finns inte", *, code: str = "R01", follows: bool = True) -> Finding:
    return Finding(code, text, Place(FILE, line, 1), "Menade du ”bokslut”?", följer=follows)


def test_a_column_that_is_missing_is_one_fault_however_many_places_need_it() -> None:
    told = together([finding(9), finding(3), finding(5, code="V13"), finding(7), finding(4, "något annat")])
    assert [(one.place.line, one.text) for one in told] == [(3, "kolumnen ”budget” finns inte"), (4, "något annat")]
    assert told[0].instead == (
        "Menade du ”bokslut”? Detsamma gäller på 3 ställen till: ekonomi.yaml:5:1, ekonomi.yaml:7:1, ekonomi.yaml:9:1."
    )


def test_a_few_places_and_faults_of_their_own_are_told_one_by_one() -> None:
    assert len(together([finding(3), finding(5), finding(7)])) == 3
    assert len(together([finding(line, follows=False) for line in range(1, 9)])) == 8
