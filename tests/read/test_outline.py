"""`vb explain` of a mall and of a table: all that the mall has, as a person reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process import run
from vb_gen.read.instructions import open_malls
from vb_gen.read.outline import table, table_type, tree

MALLS = open_malls(None)


@pytest.mark.parametrize("name", sorted(MALLS))
def test_a_malls_tree_has_every_section_and_table(name: str) -> None:
    text = tree(name, MALLS[name])
    for section in MALLS[name].walk():
        assert f"{section.id}: " in text
        assert f"{section.id}: " in text.partition("Tabeller")[0], section.id
    assert text.count("måste finnas") == sum(section.obligatoriskt for section in MALLS[name].walk())
    for section in MALLS[name].walk():
        if kind := table_type(MALLS[name], section):
            assert f"  {kind}: {MALLS[name].kolumntyper[kind][0].ord}" in text


@pytest.mark.parametrize("name", sorted(MALLS))
def test_every_table_has_its_columns_told(name: str) -> None:
    for section in MALLS[name].walk():
        if kind := table_type(MALLS[name], section):
            for word in (section.id, kind):
                text = table({name: MALLS[name]}, word)
                assert all(f"  {column.ord}: " in text for column in MALLS[name].kolumntyper[kind])


def test_the_command_tells_of_both(tmp_path: Path) -> None:
    assert "bedomning.yaml" in run("explain", "vb-2020", cwd=tmp_path).out
    said = run("explain", "driftsammandrag", cwd=tmp_path).out
    assert "föregående: Bokslut" in said
    assert "Menade du ”vb-2020”?" in run("explain", "vb-20200", cwd=tmp_path).err
