"""Every rule of `vb check` finds its bad example and leaves its good one alone; waivers work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Maker, faults, read
from vb_gen.checks.rule import Libraries, Library, Remark, Rule
from vb_gen.checks.run import RULES, check, look
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report


def remarks(workspace: Workspace, name: str = "2023/parknamnden") -> tuple[Remark, ...]:
    return check(read(workspace, name), Library(workspace)).remarks


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_finds_its_bad_example(rule: Rule, workspace: Maker) -> None:
    found = [r for r in remarks(workspace(rule.text.bad)) if r.code == rule.code]
    assert found, f"{rule.code} finds nothing in its bad example"
    assert all(r.level is rule.level for r in found)
    assert all(r.text and r.place.text.strip() for r in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_leaves_its_good_example_alone(rule: Rule, workspace: Maker) -> None:
    assert [r for r in remarks(workspace(rule.text.good)) if r.code == rule.code] == []


class Closed(Library):
    """The report alone: none other is given out."""

    def report(self, name: str) -> Report | None:
        raise AssertionError(f"asked for {name}")

    def reports(self) -> Iterator[Report]:
        raise AssertionError("asked for every report")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_whether_it_looks_at_other_reports(rule: Rule, workspace: Maker, example: Workspace) -> None:
    """One that does not is run while the others are being read."""
    reports = [read(example, f"{period.text}/{enhet}") for period, enhet in example.reports()]
    reports += [read(workspace(part), "2023/parknamnden") for part in (rule.text.bad, rule.text.good)]

    def asks(report: Report) -> bool:
        try:
            look(report, Closed(example), [rule])
        except AssertionError:
            return True
        return False

    assert any(map(asks, reports)) is rule.among


def test_codes_are_unique() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))


SUM = """
driftsammandrag:
  rader: |
    verksamhet | bokslut | budget | avvikelse | roll
    Parker     |      12 |     10 |         2 |
    Summa      |      13 |     10 |         3 | summa
  undantag:
    - kod: {kod}
      rad: {rad}
      skäl: Felet finns i den beslutade handlingen.
"""


def test_waiver_covers_its_finding(workspace: Maker) -> None:
    found = remarks(workspace({"ekonomi.yaml": SUM.format(kod="S01", rad="Summa")}))
    assert [(r.code, r.kolumn) for r in found if r.undantag] == [("S01", "bokslut"), ("S01", "avvikelse")]
    assert [r.code for r in found if not r.undantag] == []


@pytest.mark.parametrize(("kod", "rad"), [("S02", "Summa"), ("S01", "Parker")])
def test_unused_waiver_is_a_fault(kod: str, rad: str, workspace: Maker) -> None:
    found = remarks(workspace({"ekonomi.yaml": SUM.format(kod=kod, rad=rad)}))
    assert "U01" in [r.code for r in found]
    assert [r.code for r in found if r.code == "S01" and not r.undantag]


@pytest.mark.parametrize(
    ("kod", "rad", "said", "instead"),
    [
        ("s01", "Summa", "undantaget för s01 i driftsammandrag gäller inget: koden ”s01” finns inte", "Menade du ”S01”?"),
        ("S1", "Summa", "undantaget för S1 i driftsammandrag gäller inget: koden ”S1” finns inte", "Menade du ”S01”?"),
        ("S01", "Suma", "undantaget för S01 i driftsammandrag gäller inget: raden ”Suma” finns inte", "Menade du ”Summa”?"),
        (
            "S01",
            "Summa\n      kolumn: Avikelse",
            "undantaget för S01 i driftsammandrag gäller inget: kolumnen ”Avikelse” finns inte",
            "Menade du ”avvikelse”?",
        ),
    ],
)
def test_a_waiver_of_what_there_is_not_says_what_was_meant(kod: str, rad: str, said: str, instead: str, workspace: Maker) -> None:
    [unused] = [r for r in remarks(workspace({"ekonomi.yaml": SUM.format(kod=kod, rad=rad)})) if r.code == "U01"]
    assert unused.text == said
    assert unused.instead.startswith(instead)


def test_a_waiver_may_write_row_and_column_with_other_capitals(workspace: Maker) -> None:
    text = SUM.format(kod="S01", rad="summa\n      kolumn: Bokslut")
    found = remarks(workspace({"ekonomi.yaml": text}))
    assert [(r.code, r.kolumn) for r in found if r.undantag] == [("S01", "bokslut")]
    assert "U01" not in [r.code for r in found]


def test_a_waiver_covers_the_difference_that_it_says_and_no_other(workspace: Maker) -> None:
    text = SUM.replace("|      13 |     10 |         3 |", "|      {sum} |     10 |         3 |")
    text = text.format(kod="S01", rad="Summa\n      kolumn: bokslut\n      skillnad: +1", sum="{sum}")
    first, second = (
        [r for r in remarks(workspace({"ekonomi.yaml": text.format(sum=figure)})) if r.kolumn == "bokslut"] for figure in (13, 31)
    )
    assert [(r.code, bool(r.undantag)) for r in first] == [("S01", True)]
    assert [(r.code, bool(r.undantag)) for r in second] == [("S01", False)]
    assert second[0].text.endswith("; undantaget gäller en annan skillnad, +1")
    assert "U01" not in [r.code for r in remarks(workspace({"ekonomi.yaml": text.format(sum=31)}))]


@pytest.mark.parametrize("said", ["skillnad: mycket", "skillnad:\n        - 1", "skillnad: (1)"])
def test_a_difference_is_a_figure(said: str, workspace: Maker) -> None:
    (fault,) = faults(workspace({"ekonomi.yaml": SUM.format(kod="S01", rad=f"Summa\n      {said}")}))
    assert fault.instead
    assert fault.place.document.name.endswith("ekonomi.yaml")


def test_a_report_is_held_against_those_of_its_own_family_of_bodies(workspace: Maker) -> None:
    bodies = {
        "parknamnden": "",
        "parkkontoret": "parknamnden",
        "tradvarden": "parkkontoret",
        "badnamnden": "",
        "badhuset": "badnamnden",
    }
    kommun = "namn: Provköpings kommun\nenheter:\n" + "".join(
        f"  {name}:\n    namn: {name.capitalize()}\n    sort: {'förvaltning' if above else 'nämnd'}\n"
        + (f"    överordnad: {above}\n" if above else "")
        for name, above in bodies.items()
    )
    report = {f"inputs/{year}/{name}/rapport.yaml": "mall: vb-2023\n" for year in (2022, 2023) for name in bodies}
    libraries = Libraries(workspace({"kommun.yaml": kommun, **report}))
    for name, family in {"tradvarden": "parkkontoret parknamnden tradvarden", "badnamnden": "badhuset badnamnden"}.items():
        names = [f"{year}/{body}" for year in (2022, 2023) for body in family.split()]
        assert [one.name for one in libraries.of(name).reports()] == names
    assert libraries.of("tradvarden") is libraries.of("parknamnden")
