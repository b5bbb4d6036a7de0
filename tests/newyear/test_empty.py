"""An empty report of every mall: it builds at once, nothing is found in it, and all that the mall has can be filled in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import KOMMUN, read, render, write
from vb_gen.checks.rule import Library
from vb_gen.checks.run import check
from vb_gen.core.finding import UseError
from vb_gen.disk.workspace import Workspace
from vb_gen.newyear.empty import start
from vb_gen.newyear.roll import save

MALLS = [("2020", "vb-2020"), ("2023", "vb-2023"), ("2021-08", "delar-2021"), ("2024-budget", "budget-2024")]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace without reports."""
    write(tmp_path / "inputs" / "kommun.yaml", KOMMUN)
    return Workspace(tmp_path)


@pytest.mark.parametrize(("period", "mall"), MALLS)
def test_it_builds_at_once_and_nothing_is_found(period: str, mall: str, workspace: Workspace) -> None:
    save(start(workspace, period, "parknamnden", mall))
    name = f"{period}/parknamnden"
    page = render(workspace, name)
    assert "Avsnittet saknas" in page
    found = check(read(workspace, name), Library(workspace)).remarks
    assert [(r.code, r.text) for r in found] == []


@pytest.mark.parametrize(("period", "mall"), MALLS)
def test_every_section_is_there_with_its_heading_and_its_instruction(period: str, mall: str, workspace: Workspace) -> None:
    made = start(workspace, period, "parknamnden", mall)
    text = "\n".join(made.files.values())
    save(made)
    report = read(workspace, f"{period}/parknamnden")
    for section in report.mall.walk():
        assert re.search(rf"^(# )?.*\b{re.escape(section.id)}: ?", text, re.M), section.id
    assert text.count("# Anvisning: ") == sum(bool(section.anvisning) for section in report.mall.walk())
    assert text.count("(måste finnas)") == sum(section.obligatoriskt for section in report.mall.walk())


def test_a_mall_of_ones_own_is_begun_too(workspace: Workspace) -> None:
    write(
        workspace.root / "templates" / "mallar" / "lage-2024.yaml",
        """
        utgår_från: gemensam
        titel: Läget {år}
        avsnitt:
          - id: läget
            rubrik: Läget i {nämndens} verksamhet
            fil: lage
          - id: skötsel
            rubrik: Skötsel, tkr
            block: tabell
            tabelltyp: driftsammandrag
        """,
    )
    made = start(workspace, "2024", "parknamnden", "lage-2024")
    assert list(made.files) == ["rapport.yaml", "lage.yaml", "rapporten.yaml"]
    assert "belopp: tkr" in made.files["rapporten.yaml"]
    save(made)
    assert "Läget i nämndens verksamhet" in render(workspace, "2024/parknamnden")


@pytest.mark.parametrize(
    ("period", "enhet", "mall", "said"),
    [
        ("2023", "parknamnden", "vb-2032", "Menade du ”vb-2023”?"),
        ("2023", "parknamden", "vb-2023", "Menade du ”parknamnden”?"),
        ("i år", "parknamnden", "vb-2023", "ingen period"),
        ("2021", "parknamnden", "delar-2021", "2021-08"),
    ],
)
def test_what_is_not_there_is_told(period: str, enhet: str, mall: str, said: str, workspace: Workspace) -> None:
    with pytest.raises(UseError, match=re.escape(said)):
        start(workspace, period, enhet, mall)


def test_a_report_that_is_there_stays(workspace: Workspace) -> None:
    save(start(workspace, "2023", "parknamnden", "vb-2023"))
    with pytest.raises(UseError, match="finns redan"):
        start(workspace, "2023", "parknamnden", "vb-2023")
