"""`vb link`: a typed figure becomes a reference where words say which fact it is, and the page stays the very same."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Maker, read, render, write
from vb_gen.core.finding import UseError
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.link import Found, look
from vb_gen.tasks.link_printing import to_text
from vb_gen.tasks.link_writing import by_file, changed, save
from vb_gen.text.references import Index

PARK = "inputs/2023/parknamnden"
NAME = "2023/parknamnden"
TABLES = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet  | bokslut | budget | avvikelse | föregående | roll
    Lekplatser  |    41,2 |   42,0 |       0,8 |       39,4 |
    Badhus      |    17,3 |   16,2 |      -1,1 |       17,9 |
    Summa       |    58,5 |   58,2 |      -0,3 |       57,3 | summa
personal:
  rader: |
    mått                    | 2022 | 2023 | enhet
    Total sjukfrånvaro      |  7,2 |  6,4 | %
    Tillsvidareanställda    |  112 |  120 | antal
    Medarbetarindex         |   78 |   81 | index
"""


def link(workspace: Workspace, name: str = NAME) -> Found:
    period, enhet = name.split("/")
    return look(workspace, *workspace.resolve(period, enhet))


def proposed(found: Found) -> list[tuple[str, str]]:
    """What is written, and the reference that may take its place."""
    return [(one.skrivet, one.val[0].put.hänvisning) for one in found.säkra]


def told(workspace: Maker, sentence: str) -> list[tuple[str, str]]:
    """What is proposed for a sentence."""
    return proposed(link(workspace({"ekonomi.yaml": TABLES, "bedomning.yaml": f"analys: |\n  {sentence}\n"})))


DRIFT = "driftsammandrag"
SICK = "personal.total_sjukfrånvaro"


@pytest.mark.parametrize(
    ("sentence", "written", "reference"),
    [
        ("Lekplatsernas bokslut blev 41,2 mnkr.", "41,2 mnkr", f"{DRIFT}.lekplatser.bokslut"),
        ("Bokslutet för lekplatser blev 41 mnkr.", "41 mnkr", f"{DRIFT}.lekplatser.bokslut | avrundat"),
        ("Bokslutet för lekplatser blev 41 200 tkr.", "41 200 tkr", f"{DRIFT}.lekplatser.bokslut | tkr"),
        ("Bokslutet för lekplatser blev ca 41 mnkr.", "ca 41 mnkr", f"{DRIFT}.lekplatser.bokslut | ca(0)"),
        ("Bokslutet för lekplatser blev drygt 41 mnkr.", "drygt 41 mnkr", f"{DRIFT}.lekplatser.bokslut | drygt"),
        ("Badhus redovisar underskott på 1,1 mnkr.", "1,1 mnkr", f"{DRIFT}.badhus.avvikelse | belopp"),
        ("Badhus är 1,1 mnkr sämre än budget.", "1,1 mnkr sämre", f"{DRIFT}.badhus.avvikelse | bättre"),
        ("Sjukfrånvaron är 6,4 %.", "6,4 %", f"{SICK}[2023]"),
        ("Antalet tillsvidareanställda är 120.", "120", "personal.tillsvidareanställda[2023] | tal"),
        ("Antalet tillsvidareanställda var 112 år 2022.", "112", "personal.tillsvidareanställda[2022] | tal"),
        ("Bokslutet för lekplatser blev cirka 41 mnkr.", "41 mnkr", f"{DRIFT}.lekplatser.bokslut | avrundat"),
        ("Sjukfrånvaron är 6,4 procent.", "6,4", f"{SICK}[2023] | tal"),
        ("År 2022 var antalet tillsvidareanställda 112.", "112", "personal.tillsvidareanställda[2022] | tal"),
        (
            "Lekplatser redovisar ett överskott på 0,8 mnkr.",
            "ett överskott på 0,8 mnkr",
            f"{DRIFT}.lekplatser.avvikelse | överskott",
        ),
        (
            "Badhus redovisar ett underskott på 1,1 mnkr.",
            "ett underskott på 1,1 mnkr",
            f"{DRIFT}.badhus.avvikelse | överskott",
        ),
        (
            "Sjukfrånvaron har minskat med 0,8 procentenheter.",
            "minskat med 0,8 procentenheter",
            f"{SICK}[2023] | mot({SICK}[2022]) | ökat",
        ),
    ],
)
def test_the_right_form_for_what_is_written(workspace: Maker, sentence: str, written: str, reference: str) -> None:
    assert told(workspace, sentence) == [(written, f"{{{{ {reference} }}}}")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Bokslutet för lekplatser blev 41,3 mnkr.",  # not the table's
        "### Sjukfrånvaron är 6,4 %",  # the address of a heading would be another
        "Bokslutet för snöröjning blev 41,2 mnkr.",  # a figure alone binds nothing
        "Nämnden köpte träd för 41,2 mnkr.",
        "Lekplatser väntas kosta 41,2 mnkr.",
        "Kostnaden för ”lekplatser blev 41,2 mnkr”.",
        "Sjukfrånvaron är {{ personal.total_sjukfrånvaro[2023] }}.",
    ],
)
def test_what_is_left_alone(workspace: Maker, sentence: str) -> None:
    assert told(workspace, sentence) == []


def test_what_the_words_leave_open_is_listed_with_its_choices(workspace: Maker) -> None:
    tables = TABLES.replace("tecken: kostnad", "tecken: resultat").replace(
        "17,3 |   16,2 |      -1,1", "-1,1 |    0,0 |      -1,1"
    )
    text = "analys: |\n  Badhus redovisar ett underskott på 1,1 mnkr. Antalet anställda är 120.\n"
    found = link(workspace({"ekonomi.yaml": tables, "bedomning.yaml": text}))
    assert proposed(found) == []
    assert [([choice.put.hänvisning for choice in one.val], one.varför) for one in found.öppna] == [
        (
            [f"{{{{ driftsammandrag.badhus.{column} | överskott }}}}" for column in ("bokslut", "avvikelse")],
            "orden stämmer på flera siffror",
        ),
        (["{{ personal.tillsvidareanställda[2023] | tal }}"], "orden säger inte säkert vilken rad det är"),
    ]
    assert "”120” är kanske en hänvisning, men orden säger inte säkert vilken rad det är:\n  {{ personal." in to_text(found)


OVERVIEW = """
ekonomi_i_korthet:
  belopp: mnkr
  rader: |
    ekonomi    | bokslut | budget
    Lekplatser |    41,2 |   42,0
"""


def test_of_two_tables_that_tell_the_same_the_near_one_is_taken(workspace: Maker) -> None:
    said = "Bokslutet för lekplatser blev 41,2 mnkr."
    near = TABLES.replace("personal:", f"  kommentar: |\n    {said}\npersonal:") + OVERVIEW
    assert proposed(link(workspace({"ekonomi.yaml": near}))) == [("41,2 mnkr", "{{ driftsammandrag.lekplatser.bokslut }}")]
    found = link(workspace({"ekonomi.yaml": TABLES + OVERVIEW, "verksamhet.yaml": f"internkontroll: |\n  {said}\n"}))
    assert [one.varför for one in found.öppna] == ["flera tabeller har samma siffra"]
    assert len(found.öppna[0].val) == 2


def test_every_figure_is_counted_and_why_it_is_left(workspace: Maker) -> None:
    text = "analys: |\n  Sjukfrånvaron är 6,4 %. Vi har 14 bilar. År 2024 kommer 7 till.\n"
    shown = to_text(link(workspace({"ekonomi.yaml": TABLES, "bedomning.yaml": text})))
    assert f"{PARK}/bedomning.yaml:2:20: ”6,4 %” är Total sjukfrånvaro, 2023\n" in shown
    assert "  -   Sjukfrånvaron är 6,4 %. Vi" in shown
    assert "  +   Sjukfrånvaron är {{ personal.total_sjukfrånvaro[2023] }}. Vi" in shown
    assert "3 skrivna tal i löpande text: 1 kan bli hänvisning, 0 får du välja själv, 2 lämnas." in shown
    assert "Varför de lämnas: " in shown


# What is written

KEPT = (
    "# Läget i korthet\r\n"
    "analys: |   \r\n"
    "  Sjukfrånvaron är\r\n"
    "  6,4 %.  Antalet tillsvidareanställda är 120.\r\n"
    "\r\n"
    "  Bokslutet för lekplatser blev 41,2\r\n"
    "  mnkr.\r\n"
    "händelser: 'Sjukfrånvaron är 6,4 %.'   # enligt ”personal”\r\n"
    'nämndens_uppdrag: "Sjukfrånvaron är 6,4 %."\r\n'
    "internkontroll: Sjukfrånvaron är 6,4 %.\r\n"
)
WRITTEN = {
    "6,4 %": "{{ personal.total_sjukfrånvaro[2023] }}",
    "120": "{{ personal.tillsvidareanställda[2023] | tal }}",
    "41,2": "{{ driftsammandrag.lekplatser.bokslut | tal }}",
}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_only_those_characters_are_changed(workspace: Maker, form: str, mark: bytes) -> None:
    made = workspace({"ekonomi.yaml": TABLES})
    path = made.root / PARK / "bedomning.yaml"
    text = KEPT.replace("internkontroll: Sjukfrånvaron är 6,4 %.\r\n", "")
    path.write_bytes(mark + unicodedata.normalize(form, text).encode("utf-8"))  # type: ignore[arg-type]
    before = render(made)
    found = link(made)
    assert [path.name for path, _ in save(made, found)] == ["bedomning.yaml"]
    wanted = unicodedata.normalize(form, text)  # type: ignore[arg-type]
    for typed, reference in WRITTEN.items():
        wanted = wanted.replace(typed, reference)
    assert path.read_bytes().decode("utf-8-sig") == wanted
    assert path.read_bytes().startswith(mark)
    assert render(made) == before
    assert link(made).säkra == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("6,4 % är sjukfrånvaron.", False),  # a value without quotes would begin with {
        ("'6,4 % är sjukfrånvaron.'", True),
        ("Sjukfrånvaron är 6,4 %.", True),
        ('"Sjukfrånvaron är 6,4 %.\\nMer."', False),
    ],
)
def test_a_value_on_its_keys_line(workspace: Maker, value: str, written: bool) -> None:
    made = workspace({"ekonomi.yaml": TABLES, "bedomning.yaml": f"analys: {value}\n"})
    before, found = render(made), link(made)
    save(made, found)
    assert bool(found.säkra) is written
    assert ("{{" in (made.root / PARK / "bedomning.yaml").read_text("utf-8")) is written
    assert render(made) == before


def test_a_file_that_has_changed_since_it_was_read_is_not_written(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": TABLES, "bedomning.yaml": "analys: |\n  Sjukfrånvaron är 6,4 %.\n"})
    path = made.root / PARK / "bedomning.yaml"
    found = link(made)
    path.write_text("analys: |\n  Sjukfrånvaron är låg, 6,4 %.\n", "utf-8")
    with pytest.raises(UseError, match=r"bedomning\.yaml har ändrats sedan den lästes"):
        save(made, found)
    assert path.read_text("utf-8") == "analys: |\n  Sjukfrånvaron är låg, 6,4 %.\n"


def test_nothing_is_written_where_another_value_would_change(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": TABLES, "bedomning.yaml": "analys: Sjukfrånvaron är 6,4 %.\n"})
    found = link(made)
    ((document, proposals),) = by_file(found.säkra).items()
    one = proposals[0]
    object.__setattr__(one.val[0].put, "hänvisning", "{{ x }} # y")
    with pytest.raises(UseError, match="går inte att skriva utan att annat ändras"):
        changed((made.root / PARK / "bedomning.yaml").read_bytes(), document, proposals)


# The page is the very same


def typed_out(root: Path) -> Workspace:
    """The example reports with every reference to a table written out, as the page shows it."""
    shutil.copytree(REPOSITORY / "inputs", root / "inputs")
    made = Workspace(root)
    for period, enhet in made.reports():
        index = Index(read(made, f"{period.text}/{enhet}"))
        for path in sorted(made.folder(period, enhet).glob("*.yaml")):
            text = re.sub(
                r"\{\{((?!\s*(?:mål|uppdrag)\.).*?)\}\}",
                lambda match, index=index: index.say(match[1]).replace("\u00a0", " "),  # type: ignore[misc]
                path.read_text("utf-8"),
            )
            path.write_text(text, "utf-8")
    return made


def test_the_pages_of_the_reports_stay_the_same_to_the_byte(tmp_path: Path) -> None:
    made = typed_out(tmp_path)
    names = [f"{period.text}/{enhet}" for period, enhet in made.reports()]
    total = 0
    for name in names:
        before, found = render(made, name), link(made, name)
        files = {path: path.read_text("utf-8") for path in (made.inputs / name).glob("*.yaml")}
        save(made, found)
        assert render(made, name) == before, name
        assert link(made, name).säkra == []
        undo(files, found, made)
        total += len(found.säkra)
    assert len(names) == 6
    assert total >= 20


def undo(files: dict[Path, str], found: Found, made: Workspace) -> None:
    """With what was typed put back, every file is as it was."""
    counts: dict[str, int] = {}
    for path, text in files.items():
        now = path.read_text("utf-8")
        for one in sorted(found.säkra, key=lambda one: (one.plats.line, one.plats.column)):
            if (made.root / one.plats.document.name) == path:
                lines = now.split("\n")
                line, at = lines[one.plats.line - 1], one.plats.column - 1
                assert line.startswith(one.val[0].put.hänvisning, at)
                lines[one.plats.line - 1] = line[:at] + one.skrivet + line[at + len(one.val[0].put.hänvisning) :]
                now = "\n".join(lines)
                counts[path.name] = counts.get(path.name, 0) + 1
        assert now == text
    assert sum(counts.values()) == len(found.säkra)


SENTENCES = (
    "Bokslutet för {rad} blev {tal} mnkr.",
    "Bokslutet för {rad} blev ca {tal} mnkr.",
    "Bokslutet för {rad} är drygt {tal} mnkr, mot {tal} mnkr i budgeten.",
    "{Rad} redovisar ett underskott på {tal} mnkr.",
    "{Rad} är {tal} mnkr sämre än budget.",
    "- Bokslutet för {rad} ökade till **{tal} mnkr**",
    "### Bokslutet för {rad} blev {tal} mnkr",
    "Bokslutet för {rad} ökade från {tal} mnkr 2022 till {tal}\n  mnkr 2023.",
    "Bokslutet för {rad} blev [{tal} mnkr](https://example.org/{tal}) och `{tal} mnkr`.",
)


@pytest.mark.parametrize("seed", range(12))
def test_the_page_of_a_made_up_report_stays_the_same(workspace: Maker, seed: int) -> None:
    chance = random.Random(seed)
    rows = {"Lekplatser": ("41,2", "42,0", "0,8", "39,4"), "Badhus": ("17,3", "16,2", "-1,1", "17,9")}
    lines = []
    for _ in range(25):
        row = chance.choice(list(rows))
        said = chance.choice(SENTENCES).replace("{rad}", row.casefold()).replace("{Rad}", row)
        while "{tal}" in said:
            figure = chance.choice(rows[row]).lstrip("-")
            said = said.replace("{tal}", chance.choice([figure, figure.partition(",")[0], "23,9"]), 1)
        lines += [f"  {said}", *([""] if chance.random() < 0.7 or said[0] in "-#" else [])]
    made = workspace({"ekonomi.yaml": TABLES})
    write(made.root / PARK / "bedomning.yaml", "analys: |\n" + "\n".join(lines) + "\n")
    before, found = render(made), link(made)
    files = {path: path.read_text("utf-8") for path in (made.root / PARK).glob("*.yaml")}
    assert found.säkra
    save(made, found)
    assert render(made) == before
    undo(files, found, made)
