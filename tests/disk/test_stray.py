"""Files that programs leave beside one's own are no inputs."""

from __future__ import annotations

import pytest

from tests.conftest import Maker, read, write
from vb_gen.disk.stray import is_stray

STRAY = (
    ".#ekonomi.yaml", "._ekonomi.yaml", "~$siffror.xlsx", "#ekonomi.yaml#", "ekonomi.yaml~", "ekonomi.yaml.bak",
    "ekonomi.yaml.swp", ".ekonomi.yaml.swp", ".~lock.siffror.xlsx#", "Thumbs.db", "desktop.ini", ".DS_Store",
    "ekonomi.yaml.rej", "ekonomi.yaml.orig", "ekonomi.yaml.tmp", "ekonomi.yaml.old", "~ekonomi.yaml",
)  # fmt: skip


@pytest.mark.parametrize("name", STRAY)
def test_what_a_program_left_is_not_read(name: str, workspace: Maker) -> None:
    assert is_stray(name)
    made = workspace({"ekonomi.yaml": "driftsammandrag:\n  belopp: tkr\n  rader: |\n    verksamhet | bokslut\n    Parker | 1\n"})
    write(made.inputs / "2023" / "parknamnden" / name, "\tinte: [yaml\n")
    assert any(section.tabeller for section in read(made).walk())


@pytest.mark.parametrize("name", ["ekonomi.yaml", "siffror.xlsx", "mal.yml", "tema.css", "bokslut_old.yaml", "tmp.yaml"])
def test_what_a_person_wrote_is(name: str) -> None:
    assert not is_stray(name)


@pytest.mark.parametrize("name", [".#ekonomi.yaml", "._ekonomi.yaml"])
def test_a_lock_may_be_a_link_to_nowhere(name: str, workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": "driftsammandrag:\n  belopp: tkr\n  rader: |\n    verksamhet | bokslut\n    Parker | 1\n"})
    (made.inputs / "2023" / "parknamnden" / name).symlink_to("nagon@dator.4711:1700000000")
    assert any(section.tabeller for section in read(made).walk())
