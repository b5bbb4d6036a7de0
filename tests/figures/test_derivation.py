"""`härleds`: what a column is worked out from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Maker, faults
from vb_gen.model.derivation import DerivationProblem, Namn, Uttryck, is_share, named_in, read_derivation

KNOWN = (
    "bokslut",
    "prognos",
    "budget",
    "ack. utfall",
    "beslutad budget",
    "intäkter",
    "kostnader",
    "bokslut ÅÅÅÅ",
    "plan ÅÅÅÅ-MM",
)


def test_what_may_be_written() -> None:
    deviation = read_derivation("ack. utfall mot beslutad budget", KNOWN)
    assert deviation == Uttryck("mot", Namn(("ack. utfall",)), Namn(("beslutad budget",)))
    either = read_derivation("bokslut eller prognos mot budget", KNOWN)
    assert either == Uttryck("mot", Namn(("bokslut", "prognos")), Namn(("budget",)))
    assert read_derivation("bokslut/prognos mot budget", KNOWN) == read_derivation("bokslut eller prognos mot budget", KNOWN)
    for same in ("intäkter minus kostnader", "intäkter - kostnader", "intäkter−kostnader", "(intäkter) MINUS (Kostnader)"):
        assert read_derivation(same, KNOWN) == Uttryck("minus", Namn(("intäkter",)), Namn(("kostnader",)))
    assert is_share(read_derivation("(intäkter + kostnader) / budget", KNOWN))
    assert [*named_in(read_derivation("bokslut − (budget + intäkter)", KNOWN))] == ["bokslut", "budget", "intäkter"]


def test_a_column_of_a_year_names_others_of_its_year() -> None:
    assert [*named_in(read_derivation("bokslut ÅÅÅÅ minus budget", KNOWN, "2022"))] == ["bokslut 2022", "budget"]
    assert [*named_in(read_derivation("bokslut 2021 minus bokslut 2022", KNOWN, "2022"))] == ["bokslut 2021", "bokslut 2022"]


@pytest.mark.parametrize(("text", "what", "instead"), [
    ("intäkter minus kostnadder", "”kostnadder” är ingen kolumn", "Menade du ”kostnader”?"),
    ("kommunbidrag plus netto", "”kommunbidrag” är ingen kolumn", ""),
    ("intäkter minus", "en kolumn saknas", "Skriv till exempel"),
    ("minus kostnader", "en kolumn saknas", ""),
    ("intäkter kostnader", "står för sig", "Skriv plus, minus, mot eller /"),
    ("(intäkter plus kostnader", "en parentes är inte avslutad", "Sätt )"),
    ("bokslut mot budget mot prognos", "står för sig", ""),
    ("(" * 30 + "bokslut" + ")" * 30, "för många parenteser", ""),
    ("bokslut plus " * 50 + "bokslut", "för lång", ""),
    ("", "en kolumn saknas", ""),
])  # fmt: skip
def test_what_cannot_be_read_is_told(text: str, what: str, instead: str) -> None:
    with pytest.raises(DerivationProblem) as problem:
        read_derivation(text, KNOWN)
    assert what in problem.value.what
    assert problem.value.instead.startswith(instead) or instead in problem.value.instead


@given(st.text(alphabet="abkolsutdge +-−/()mot1.", max_size=40))
def test_any_text_is_read_or_told_of(text: str) -> None:
    try:
        read = read_derivation(text, KNOWN)
    except DerivationProblem:
        return
    assert all(name in KNOWN for name in named_in(read))


MALL = """\
utgår_från: gemensam
titel: Egen
tabelltyper:
  resultat:
    kolumner: |
      ord       | rubrik    | slag    | avser | härleds
      intäkter  | Intäkter  | bokslut | år    |
      kostnader | Kostnader | bokslut | år    |
      netto     | Netto     | bokslut | år    | intäkter minus kostnadder
avsnitt:
  - id: resultat
    block: tabell
    tabelltyp: resultat
"""


def test_a_misspelt_column_in_a_mall_is_an_error_at_its_place(workspace: Maker) -> None:
    made = workspace({"templates/mallar/egen.yaml": MALL, "rapport.yaml": "mall: egen\n"})
    (found,) = faults(made)
    assert (found.code, found.place.line, found.place.column) == ("M14", 9, 64)
    assert found.instead.startswith("Menade du ”kostnader”?")
