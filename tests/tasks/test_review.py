"""`vb review` as a program: pasted text, CSV and Excel are read without a workspace, and told of in words or as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.process import run
from vb_gen.inputs.pasted import read_pasted
from vb_gen.tasks.review import review

DATA = Path(__file__).parent.parent / "data" / "granskning"
GOOD = "tkr\t2022\t2023\nFörskola\t120\t131\nGrundskola\t455\t460\nSumma\t575\t591\n"
BAD = (
    "tkr\t2021\t2022\t2023\nFörskola\t118\t120\t131\nGrundskola\t450\t455\t460\nGymnasium\t233\t240\t251\nSumma\t801\t815\t824\n"
)


def as_json(path: Path, cwd: Path) -> tuple[int, dict[str, Any]]:
    ran = run("review", str(path), "--format", "json", cwd=cwd)
    return ran.code, json.loads(ran.out)


def test_a_good_table_is_told_of_in_words(tmp_path: Path) -> None:
    (tmp_path / "tabell.txt").write_text(GOOD, encoding="utf-8")
    ran = run("review", "tabell.txt", cwd=tmp_path)
    assert ran.code == 0
    assert ran.err == ""
    assert "Summa = Förskola + Grundskola" in ran.out
    assert "håller i 2 av 2 kolumner" in ran.out
    assert ran.out.rstrip().endswith("1 tabell läst, 2 samband prövade: inga fel.")


def test_a_wrong_sum_is_told_with_place_and_sum(tmp_path: Path) -> None:
    (tmp_path / "tabell.txt").write_text(BAD, encoding="utf-8")
    ran = run("review", "tabell.txt", cwd=tmp_path)
    assert ran.code == 1
    assert "Rad 5, kolumn 4" in ran.out
    assert "131 + 460 + 251 = 842, men det står 824" in ran.out


def test_json_is_as_agreed(tmp_path: Path) -> None:
    (tmp_path / "tabell.tsv").write_text(BAD, encoding="utf-8")
    code, data = as_json(tmp_path / "tabell.tsv", tmp_path)
    assert code == 1
    (table,) = data["tabeller"]
    assert table["plats"] == "rad 1–5"
    broken = next(s for s in table["samband"] if s["utfall"] == "bryter")
    assert broken["celler"] == [[5, 4], [2, 4], [3, 4], [4, 4]]
    assert broken["vikter"] == [1, 1, 1]
    assert (broken["slag"], broken["förväntat"], broken["angivet"]) == ("summa", "842", "824")
    assert table["ej_prövat"] == []
    (found,) = data["fynd"]
    assert (found["kod"], found["nivå"], found["cell"]) == ("summa", "fel", [5, 4])


def test_a_printed_balance_sheet_as_a_process(tmp_path: Path) -> None:
    source = next(DATA.glob("04-*.tsv"))
    shutil.copy(source, tmp_path)
    code, data = as_json(tmp_path / source.name, tmp_path)
    assert code == 1
    assert [f["cell"] for f in data["fynd"] if f["nivå"] != "upplysning"] == [[6, 6]]
    notes = [e for e in data["tabeller"][0]["ej_prövat"] if e["cell"] == [6, 2]]
    assert notes == [{"cell": [6, 2], "varför": "notnummer, inget belopp"}]


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    drift = book.active
    assert drift is not None
    drift.title = "Drift"
    for line in ([None], [None, "tkr", 2022, 2023], [None, "A", 12.5, 13], [None, "B", 20, 21.5], [None, "Summa", 32.5, 34.5]):
        drift.append(line)
    drift.merge_cells("B1:D1")
    drift["B1"] = "Driften per nämnd"
    other = book.create_sheet("Invest")
    for row in (["Projekt", "Budget", "Utfall", "Avvikelse"], ["Väg", 100, 90, 10], ["Bro", 50, 65, -15], ["Park", 8, 6, 2]):
        other.append(row)
    book.save(tmp_path / "bok.xlsx")
    code, data = as_json(tmp_path / "bok.xlsx", tmp_path)
    assert code == 0
    assert [t["plats"] for t in data["tabeller"]] == ["Drift, rad 1–5", "Invest, rad 1–4"]
    assert [[5, 3], [3, 3], [4, 3]] in [s["celler"] for s in data["tabeller"][0]["samband"]]
    assert {s["slag"] for s in data["tabeller"][1]["samband"]} == {"differens"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "tkr;2022;2023\nA;1 200,5;1 300\nB;300,5;400\nSumma;1 501;1 700\n"),
        ("b.csv", 'tkr,2022,2023\nA,1200.5,"1,300"\nB,300.5,400\nSumma,1501,1700\n'),
        (
            "c.md",
            "| tkr | 2022 | 2023 |\n|---|---:|---:|\n| A | 1 200,5 | 1 300 |\n| B | 300,5 | 400 |\n| Summa | 1 501 | 1 700 |\n",
        ),
        ("d.txt", "tkr      2022     2023\nA        1 200,5  1 300\nB        300,5    400\nSumma    1 501    1 700\n"),
    ],
)
def test_every_way_to_part_cells(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (table,) = review([str(tmp_path / name)]).tabeller
    assert [s.utfall.value for s in table.tolkning.samband] == ["håller", "håller"]


def test_windows_letters_are_read(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes("Nämnd;2022;2023\nFörskola;1;2\nSkola;5;6\nSumma;6;8\n".encode("cp1252"))
    (table,) = review([str(tmp_path / "t.csv")]).tabeller
    assert [r.namn for r in table.tolkning.rader] == ["Förskola", "Skola", "Summa"]


def test_running_text_between_tables_is_left_for_another_reader() -> None:
    prose = "Nämnden redovisar ett överskott mot budget som beror på vakanta tjänster och lägre kostnader."
    pasted = read_pasted(f"{GOOD}\n{prose}\n\n{BAD}")
    assert [block.first for block in pasted.blocks] == [0, 7]
    assert pasted.prose == ((6, prose),)


def test_several_files_are_told_of_together(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.tsv").write_text(BAD, encoding="utf-8")
    ran = run("review", "a.tsv", "b.tsv", "--format", "json", cwd=tmp_path)
    data = json.loads(ran.out)
    assert ran.code == 1
    assert [t["fil"] for t in data["tabeller"]] == ["a.tsv", "b.tsv"]
    assert [f["fil"] for f in data["fynd"]] == ["b.tsv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["saknas.tsv"], "saknas.tsv finns inte"),
        (["rapport.docx"], "Word läses inte än"),
        (["rapport.pdf"], "PDF läses inte än"),
        (["bild.png"], "filer av det slaget läses inte"),
        (["."], "."),
        ([], "Skriv vilka filer som ska granskas"),
        (["a.tsv", "--format", "xml"], "Formatet ”xml” finns inte"),
        (["trasig.xlsx"], "ingen Excel-arbetsbok"),
    ],
)
def test_what_cannot_be_read_is_told_in_swedish(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "trasig.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    ran = run("review", *arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_text_without_a_table_says_so(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("Bara en mening.\n", encoding="utf-8")
    ran = run("review", "t.txt", cwd=tmp_path)
    assert ran.code == 0
    assert "Ingen tabell med tal hittades" in ran.out


def test_what_would_command_a_terminal_is_not_printed(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text(GOOD.replace("Förskola", "För\x1b[31mskola"), encoding="utf-8")
    assert "\x1b" not in run("review", "t.tsv", cwd=tmp_path).out


def test_help_is_in_swedish(tmp_path: Path) -> None:
    ran = run("review", "--help", cwd=tmp_path)
    assert ran.code == 0
    assert "Granskar vems tabeller som helst, och text om dem" in ran.out
    assert "Usage" not in ran.out
