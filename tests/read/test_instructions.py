"""The municipality's instructions: everything that is written has one, and it is shown where it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Maker, render
from tests.page import parse
from tests.process import run
from vb_gen.core.finding import Collector
from vb_gen.disk.workspace import Workspace
from vb_gen.model.base import Modell
from vb_gen.model.chart import Diagram
from vb_gen.model.content import MODELS, Indikatorgrupp, Mål, Målområde, Omräknat, Uppdragsgrupp
from vb_gen.model.grid import EGENSKAPER
from vb_gen.model.mall import Mall, column_types
from vb_gen.model.rapport import Bilaga, Rapport
from vb_gen.model.waiver import Undantag
from vb_gen.read.instructions import instructions, known_words, open_malls

MALLS = open_malls(Workspace(REPOSITORY))
MODELS_WITH_KEYS: list[type[Modell]] = [
    *MODELS.values(),
    Indikatorgrupp,
    Mål,
    Målområde,
    Omräknat,
    Uppdragsgrupp,
    Rapport,
    Bilaga,
    Undantag,
    Diagram,
]


def test_the_malls_are_all_there() -> None:
    assert sorted(MALLS) == ["budget-2024", "delar-2021", "vb-2020", "vb-2023"]


@pytest.mark.parametrize("mall", MALLS.values(), ids=MALLS)
def test_every_section_has_an_instruction_worth_reading(mall: Mall) -> None:
    thin = [section.id for section in mall.walk() if len((section.anvisning or "").split()) < 6]
    assert thin == []
    assert [section.id for section in mall.walk() if not (section.anvisning or "").endswith(".")] == []


def told(word: str) -> bool:
    mall = MALLS["vb-2023"]
    return bool(mall.anvisning(word)) or any(key.endswith(f".{word}") for key in mall.anvisningar)


def test_every_key_and_every_column_has_one() -> None:
    keys = {field.alias or name for model in MODELS_WITH_KEYS for name, field in model.model_fields.items()}
    columns = {c.ord for mall in MALLS.values() for kind in mall.tabelltyper.values() for c in column_types(kind, Collector())}
    assert sorted(word for word in {*keys, *columns, *EGENSKAPER} if not told(word)) == []


def test_no_instruction_is_of_something_that_is_not_there() -> None:
    keys = {field.alias or name for model in MODELS_WITH_KEYS for name, field in model.model_fields.items()}
    columns = {c.ord for mall in MALLS.values() for kind in mall.tabelltyper.values() for c in column_types(kind, Collector())}
    sections = {section.id for mall in MALLS.values() for section in mall.walk()}
    assert sorted(set(known_words(MALLS)) - keys - columns - sections - set(EGENSKAPER)) == []


def test_one_place_may_say_something_of_its_own() -> None:
    mall = MALLS["vb-2023"]
    assert mall.anvisning("status", "uppdrag") == "Genomfört, pågår eller ej genomfört."
    assert mall.anvisning("kommentar", "uppdrag") != mall.anvisning("kommentar", "volymer") == mall.anvisning("kommentar")
    assert mall.anvisning("finns inte") == ""


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("driftsammandrag", "avsnitt i ekonomi.yaml, tabell, måste finnas"),
        ("Driftsammandrag", "avsnitt i ekonomi.yaml, tabell, måste finnas"),
        ("bokslut", "kolumn i "),
        ("Bokslut 2022", "kolumn i driftsammandrag"),
        ("2022-07", "kolumn i indikatorer"),
        ("ack. utfall", "kolumn i investeringar"),
        ("diarienummer", "nyckel"),
        ("status", "nyckel eller kolumn i rapport"),
    ],
)
def test_a_word_is_explained(word: str, what: str) -> None:
    found = instructions(MALLS, word)
    assert found
    assert any(one.vad.startswith(what) for one in found)
    assert all(one.anvisning for one in found)
    assert all("{" not in one.anvisning and "{" not in one.vad for one in found)


def test_no_word_is_explained_with_a_gap_in_it() -> None:
    for word in known_words(MALLS):
        for one in instructions(MALLS, word):
            assert "{" not in one.anvisning + one.vad, word


def test_the_command_explains_fields_and_still_codes(tmp_path: Path) -> None:
    ran = run("explain", "nämndens_uppdrag", cwd=tmp_path)  # no workspace: the program's own malls
    assert ran.code == 0
    assert ran.out.startswith("nämndens_uppdrag: avsnitt i ")
    assert "Mall: " in ran.out
    for code, says in (("s01", "S01 "), ("B02", "B02 (fel)"), ("S00", "S00 (upplysning)")):
        assert run("explain", code, cwd=tmp_path).out.startswith(says)
    told = run("explain", "k03", cwd=tmp_path).out
    assert told.startswith("K03 (fel)\n\nMeddelandet gäller hur filen är skriven")
    assert told.endswith("- Indraget är gjort med tabb\n")
    assert "Två decimalkomman" in run("explain", "T01", cwd=tmp_path).out
    ran = run("explain", "bokslt", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "”bokslt” är ingen kod, och inget avsnitt, ingen nyckel eller kolumn heter så. Menade du ”bokslut”?\n"
    assert len(run("explain", "Z99", cwd=tmp_path).err) < 300


def test_the_municipality_says_it_in_its_own_words(workspace: Maker) -> None:
    own = "utgår_från: gemensam\nanvisningar:\n  bokslut: Vårt eget.\navsnitt:\n  - id: analys\n    anvisning: Kort.\n"
    made = workspace({"templates/mallar/vb-egen.yaml": own})
    told = run("explain", "bokslut", cwd=made.root).out
    assert "Mall: vb-egen\n\nVårt eget." in told
    assert "Mall: vb-egen\n\nKort." in run("explain", "analys", cwd=made.root).out


def _placeholders(html: str) -> list[str]:
    return [box.text for box in parse(html).all("div") if box["class"] == "saknas"]


def test_a_draft_shows_the_instruction_of_what_is_missing(workspace: Maker) -> None:
    boxes = _placeholders(render(workspace({})))
    assert len(boxes) == 14
    assert any(box.startswith("Avsnittet saknas. Beskriv på högst en halv sida vad nämnden har i uppdrag") for box in boxes)


def test_a_section_somebody_made_room_for_is_missing_too(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": "intäkter: |\n\nkostnader: |\n  Lägre än förra året.\n"})
    boxes = _placeholders(render(made))
    assert len(boxes) == 15
    assert [box for box in boxes if "vad som har ändrat intäkterna sedan förra året" in box]
