"""The one table of units."""

from __future__ import annotations

import pytest

from vb_gen.core.units import BELOPP, TABLE, Måttenheter, find, is_amount_unit, is_exact, is_percent, powers, spellings


def test_every_spelling_is_one_units() -> None:
    words = [word.casefold() for unit in TABLE for word in (unit.namn, *unit.stavningar)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(("text", "name"), [
    ("mkr", "mnkr"), ("Mkr", "mnkr"), ("kkr", "tkr"), ("procent", "%"), ("tim.", "timmar"), ("kvm", "m²"),
    ("kr/elev", "kr/elev"), ("rundor", ""),
])  # fmt: skip
def test_a_unit_by_its_spelling(text: str, name: str) -> None:
    assert find(text).namn == name


def test_amounts() -> None:
    assert powers("mnkr", "tkr") == 3
    assert powers("mkr", "mnkr") == 0
    assert all(is_amount_unit(name) for name in BELOPP)
    assert not is_amount_unit("timmar")
    assert is_percent("procent")
    with pytest.raises(KeyError):
        powers("timmar", "kr")
    assert spellings("belopp")[0] == "miljarder kronor"


@pytest.mark.parametrize(("text", "meant"), [
    ("mnrk", "mnkr"), ("procnt", "procent"), ("timamr", "timmar"), ("personr", "personer"),
    ("årsarbetre", "årsarbetare"),
    ("trk", "tkr"),
    # Right as they are, or something else altogether.
    ("mnkr", ""), ("besök", ""), ("mål", ""), ("tum", ""), ("rundor", ""), ("kor", ""), ("kr/elev", ""), ("", ""), ("st", ""),
])  # fmt: skip
def test_what_a_misspelt_unit_was_meant_to_be(text: str, meant: str) -> None:
    assert Måttenheter().meant(text) == meant


def test_a_municipalitys_own_unit_is_counted_as_a_known_one() -> None:
    own = Måttenheter({"lånekort": "antal", "NKI": "index", "procnt": "%"})
    assert own.find("Lånekort").summeras
    assert own.find("nki").summeras is False
    assert own.meant("procnt") == ""
    assert not find("lånekort").sort


@pytest.mark.parametrize(("unit", "name", "exact"), [
    ("antal", "Tillsvidareanställda", True), ("personer", "Deltagare", True), ("antal", "Årsarbetare", False),
    ("antal", "Elever per lärare", False),
    ("%", "Andel nöjda", False), ("timmar", "Hemtjänst", False), ("tusen st", "Måltider", False),
    ("antal", "Genomsnittlig kötid, dagar", False),
])  # fmt: skip
def test_what_is_counted_is_exact(unit: str, name: str, exact: bool) -> None:
    assert is_exact(find(unit), name) is exact
