"""A mall upon another: sections added, removed, moved and called something else, and headings of one's own."""

from __future__ import annotations

import pytest

from tests.conftest import Maker, faults, read, render
from vb_gen.model.report import Report

MALL = "templates/mallar/egen.yaml"
TABLE = """
färdigställda:
  rader: |
    projekt | beslutad budget | ack. utfall | årets budget | årets utfall
    Bro     |             1,0 |         0,9 |          1,0 |          0,9
"""


def report(make: Maker, changes: str, base: str = "vb-2023") -> Report:
    """A report of a mall with changes."""
    return read(make({"rapport.yaml": "mall: egen\n", MALL: f"utgår_från: {base}\n{changes}", "investeringar.yaml": TABLE}))


def ids(made: Report, parent: str = "") -> list[str]:
    """The keys of the sections, or of the parts of one."""
    sections = made.mall.avsnitt
    if parent:
        sections = next(section.avsnitt for section in made.mall.walk() if section.id == parent)
    return [section.id for section in sections]


def test_a_section_is_added_after_another(workspace: Maker) -> None:
    made = report(workspace, "ändringar:\n  - id: miljön\n    efter: bedömning\n    rubrik: Miljön\n    fil: miljo\n")
    assert ids(made)[ids(made).index("bedömning") + 1] == "miljön"
    assert len(list(made.mall.walk())) == 1 + len(list(report(workspace, "ord:\n  a: b\n").mall.walk()))


def test_a_section_is_added_before_and_under(workspace: Maker) -> None:
    changes = "ändringar:\n  - id: a\n    före: analys\n  - id: b\n    under: bedömning\n    avsnitt:\n      - id: c\n"
    parts = ids(report(workspace, changes), "bedömning")
    assert parts[0] == "a"
    assert parts[-1] == "b"


def test_a_section_is_removed_with_its_parts(workspace: Maker) -> None:
    made = report(workspace, "ändringar:\n  - id: verksamhet\n    bort: ja\n")
    assert "verksamhet" not in ids(made)
    assert "internkontroll" not in [section.id for section in made.mall.walk()]


def test_a_section_is_moved_and_keeps_what_it_is(workspace: Maker) -> None:
    made = report(workspace, "ändringar:\n  - id: investeringskapitel\n    före: ekonomi\n")
    assert ids(made).index("investeringskapitel") == ids(made).index("ekonomi") - 1
    assert "färdigställda" in ids(made, "investeringskapitel")


def test_a_section_is_called_something_else(workspace: Maker) -> None:
    made = report(workspace, "ändringar:\n  - id: analys\n    rubrik: Vår analys\n    obligatoriskt: nej\n")
    section = next(section for section in made.mall.walk() if section.id == "analys")
    assert (section.rubrik, section.obligatoriskt) == ("Vår analys", False)
    assert section.anvisning


def test_changes_go_through_several_malls(workspace: Maker) -> None:
    between = "utgår_från: vb-2023\nändringar:\n  - id: a\n    efter: bedömning\n"
    files = {"rapport.yaml": "mall: egen\n", "templates/mallar/mellan.yaml": between, "investeringar.yaml": TABLE}
    files[MALL] = "utgår_från: mellan\nändringar:\n  - id: b\n    efter: a\n"
    made = ids(read(workspace(files)))
    assert made[made.index("bedömning") + 1 :][:2] == ["a", "b"]


def test_columns_and_groups_have_headings_of_ones_own(workspace: Maker) -> None:
    headings = "rubriker:\n  investeringar:\n    beslutad budget: Total ram\n    Varav årets investeringar: Under {år}\n"
    made = report(workspace, headings)
    columns = {column.ord: column for table in made.tables() for column in table.kolumner}
    assert (columns["beslutad budget"].rubrik, columns["årets budget"].grupp) == ("Total ram", "Under 2023")
    assert columns["ack. utfall"].rubrik == "Ack. utfall nettoinvesteringar"


def test_the_overview_of_goals_may_be_shown_once(workspace: Maker) -> None:
    goals = """
        målredovisning:
          målområden:
            - målområde: Miljö
              mål:
                - namn: Gröna parker
                  status: uppnått
    """
    files = {"malredovisning.yaml": goals, "rapport.yaml": "mall: egen\n"}
    section = next(s for s in report(workspace, "ord:\n  a: b\n", "vb-2020").mall.walk() if s.block == "målredovisning")
    made = workspace(files | {MALL: "utgår_från: vb-2020\n"})
    (made.root / "inputs/2023/parknamnden/investeringar.yaml").unlink()
    assert render(made).count('class="måltavla"') == 2
    made = workspace(files | {MALL: f"utgår_från: vb-2020\nändringar:\n  - id: {section.id}\n    måltavla: nej\n"})
    assert render(made).count('class="måltavla"') == 1


@pytest.mark.parametrize(
    ("changes", "line", "said"),
    [
        ("ändringar:\n  - id: analis\n    bort: ja\n", 3, "Menade du ”analys”?"),
        ("ändringar:\n  - id: analis\n    rubrik: Analys\n", 3, "Menade du ”analys”?"),
        ("ändringar:\n  - id: ny\n    efter: analis\n", 4, "Menade du ”analys”?"),
        ("ändringar:\n  - id: bedömning\n    under: analys\n", 4, ""),
        ("ändringar:\n  - id: ny\n    efter: analys\n    före: ekonomi\n", 5, "Behåll en"),
        ("rubriker:\n  investering:\n    ram: Ram\n", 4, "Menade du ”investeringar”?"),
        ("rubriker:\n  investeringar:\n    beslutd budget: Ram\n", 4, "Menade du ”beslutad budget”?"),
    ],
)
def test_a_change_that_cannot_be_made_is_told(changes: str, line: int, said: str, workspace: Maker) -> None:
    found = faults(workspace({"rapport.yaml": "mall: egen\n", MALL: f"utgår_från: vb-2023\n{changes}"}))
    assert found[0].place.document.name == MALL
    assert found[0].place.line == line
    assert said in found[0].instead
