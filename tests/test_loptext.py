"""Running text: what Markdown becomes, and tables in it."""

from __future__ import annotations

from tests.conftest import Maker, faults, render
from tests.page import parse


def test_a_table_in_running_text_has_its_caption_from_the_line_above(workspace: Maker) -> None:
    text = "analys: |\n  Så här blev det.\n\n  Tabell: Besök per park\n\n  | Park | Besök |\n  |---|---:|\n  | Norra | 12 |\n"
    table = next(t for t in parse(render(workspace({"bedomning.yaml": text}))).all("table") if "Norra" in t.text)
    assert table.children[0].name == "caption"
    assert table.children[0].text == "Besök per park"
    assert [th["scope"] for th in table.all("th")] == ["col", "col"]
    assert table.all("td")[1].classes == ["tal"]


def test_a_table_that_nothing_names_is_told(workspace: Maker) -> None:
    text = "analys: |\n  Så här blev det.\n\n  | Park | Besök |\n  |---|---|\n  | Norra | 12 |\n"
    (fault,) = faults(workspace({"bedomning.yaml": text}))
    assert (fault.code, fault.place.line) == ("R09", 4)
    assert "Tabell:" in fault.instead
