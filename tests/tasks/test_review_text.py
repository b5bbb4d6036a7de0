"""`vb review` on running text beside tables: what is told with both places, what is left alone, what is counted."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.process import run
from tests.prosa.edits import FAULTS, HONEST, read
from vb_gen.checks.rule import Library
from vb_gen.core.numbers import format_tal
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.model.table import Tabell
from vb_gen.tasks.review import Granskning, review

TABLE = (
    "Nettokostnad, mnkr\tBokslut 2020\tBudget 2020\tAvvikelse\tBokslut 2019\n"
    "Grundskola\t131,2\t128,0\t3,2\t120,4\n"
    "Förskola\t62,0\t63,5\t-1,5\t60,1\n"
    "Årets resultat\t12,4\t10,0\t2,4\t-3,1\n"
)
OTHER = TABLE.replace("2020", "2018").replace("2019", "2017").replace("Netto", "Brutto")


def reviewed(folder: Path, *sentences: str, table: str = TABLE) -> Granskning:
    (folder / "text.txt").write_text(f"{table}\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")
    return review([str(folder / "text.txt")])


@pytest.mark.parametrize(
    ("sentence", "code", "level", "cell"),
    [
        ("Nettokostnaden för grundskolan uppgick under 2020 till 113,2 mnkr.", "T30", "fel", (2, 2)),
        ("Grundskolans nettokostnad uppgick sammanlagt till 128,0 mnkr.", "T30", "varning", (2, 2)),
        ("Grundskolans nettokostnad uppgick under år 2019 till 131,2 mnkr.", "T30", "fel", (2, 5)),
        ("Grundskolans nettokostnad minskade med 10,8 mnkr jämfört med 2019.", "T31", "fel", (2, 2)),
        ("Nettokostnaden för förskolan har minskat jämfört med förra året.", "T31", "varning", (3, 2)),
        ("Årets resultat 2020 blev ett underskott på sammanlagt 12,4 mnkr.", "T32", "fel", (4, 4)),
    ],
)
def test_what_a_sentence_says_otherwise_is_told_with_both_places(
    tmp_path: Path, sentence: str, code: str, level: str, cell: tuple[int, int]
) -> None:
    (found,) = reviewed(tmp_path, sentence).prosa.fynd
    assert (found.kod, found.nivå, found.fil, found.rad, found.mening) == (code, level, "text.txt", 6, sentence)
    assert (found.belägg[0].plats.line, found.belägg[0].plats.column) == cell


@pytest.mark.parametrize(
    "sentence",
    [
        "Nettokostnaden för grundskolan uppgick under 2020 till 131,2 mnkr.",
        "Grundskolans nettokostnad uppgick till 131,2 mnkr (120,4), en ökning med 10,8 mnkr.",
        "Grundskolans intäkter uppgick under året sammanlagt till 14,0 mnkr.",  # another measure
        "Grundskolans nettokostnad under 2017 uppgick sammanlagt till 99,9 mnkr.",  # a year that is in no table
        "Skolans lokaler kostade 15,0 mnkr och grundskolans måltider 9,1 mnkr under året.",
        "Budgeten för grundskolan var under året sammanlagt 128,0 mnkr.",
        "Grundskolans nettokostnad beräknas nästa år uppgå till 140,0 mnkr.",
        "Förskolan redovisar ett underskott som är större än väntat i år.",  # what plus means, the table does not say
        "Förskolans underskott uppgick under året sammanlagt till 62,0 mnkr.",
    ],
)
def test_what_may_be_true_is_left_alone(tmp_path: Path, sentence: str) -> None:
    assert reviewed(tmp_path, sentence).prosa.fynd == []


def test_a_sentence_over_several_lines_has_the_line_that_it_begins_on(tmp_path: Path) -> None:
    wrapped = (
        "Verksamheten har präglats av stora förändringar, många nyanställda medarbetare och ett arbete som har tagit lång tid.\n"
        "Nettokostnaden för grundskolan\nuppgick under 2020 till\n113,2 mnkr."
    )
    (found,) = reviewed(tmp_path, wrapped).prosa.fynd
    assert found.rad == 7


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (TABLE.replace(" 2020", "").replace(" 2019", ""), "tabellerna säger inte vilket år de gäller"),
        (f"{TABLE}\n\n{OTHER}", "tabellerna gäller olika år"),
        (TABLE.replace(", mnkr", ""), "enheten är en annan än radens"),
    ],
)  # fmt: skip
def test_what_the_table_does_not_say_is_not_tested(tmp_path: Path, table: str, why: str) -> None:
    result = reviewed(tmp_path, "Nettokostnaden för grundskolan uppgick under 2020 till 113,2 mnkr.", table=table)
    assert result.prosa.fynd == []
    assert (result.prosa.täckning.prövade, dict(result.prosa.täckning.varför)) == (0, {why: 1})


def test_the_words_of_a_heading_are_of_the_name(tmp_path: Path) -> None:
    table = "mnkr\tKommunen 2020\tKommunen 2019\tKoncernen 2020\tKoncernen 2019\nÅrets resultat\t59,0\t42,0\t57,0\t35,0\n" * 2
    table = "\n".join(table.splitlines()[:2]) + "\nJusteringar\t30,0\t33,0\t55,0\t33,0\n"
    right = "Koncernens resultat uppgick under 2020 till 57,0 mnkr."
    wrong = "Kommunens resultat uppgick under 2020 till 57,0 mnkr."
    unsaid = "Årets resultat uppgick under 2020 till 44,0 mnkr."
    assert [found.mening for found in reviewed(tmp_path, right, wrong, unsaid, table=table).prosa.fynd] == [wrong]


def test_text_and_json_tell_the_sentence_the_figures_and_the_places(tmp_path: Path) -> None:
    reviewed(tmp_path, "Nettokostnaden för grundskolan uppgick under 2020 till 113,2 mnkr.")
    ran = run("review", "text.txt", cwd=tmp_path)
    assert ran.code == 1
    assert "text.txt, rad 6: fel: talet i texten är inte tabellens: 113,2 mnkr, men Grundskola, Bokslut 2020 är 131,2" in ran.out
    assert "Meningen: ”Nettokostnaden för grundskolan" in ran.out
    assert "(text.txt, rad 2, kolumn 2)" in ran.out
    assert "Prövat mot tabellerna: 1 av 1 tal." in ran.out
    assert "1 av 1 tal i texten prövade: 1 fel." in ran.out
    data = json.loads(run("review", "text.txt", "--format", "json", cwd=tmp_path).out)
    (found,) = data["fynd"]
    assert (found["kod"], found["nivå"], found["cell"], found["rad"]) == ("T30", "fel", [2, 2], 6)
    assert (data["text"]["prövade"], data["text"]["ej_prövade"]) == (1, 0)


def test_a_text_about_a_table_in_another_file_has_no_cell(tmp_path: Path) -> None:
    (tmp_path / "tabell.tsv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "text.txt").write_text("Nettokostnaden för grundskolan uppgick under 2020 till 113,2 mnkr.\n", encoding="utf-8")
    data = json.loads(run("review", "tabell.tsv", "text.txt", "--format", "json", cwd=tmp_path).out)
    assert [(found["cell"], found["belägg"][0]["plats"]) for found in data["fynd"]] == [(None, "tabell.tsv, rad 2, kolumn 2")]


def pasted(table: Tabell) -> str:
    """A table of a report as one copies it from the page."""
    title = " ".join(part for part in (table.etikettrubrik, table.belopp) if part)
    rows = ["\t".join([title, *(column.rubrik for column in table.kolumner)])]
    for row in table.rader:
        cells = []
        for column in table.kolumner:
            box = row.celler.get(column.ord)
            tal = box.tal if box is not None else None
            cells.append(format_tal(tal) if tal is not None else box.cell.text if box is not None else "")
        rows.append("\t".join(["  " * row.nivå + row.etikett, *cells]))
    return "\n".join(rows)


def marked(report: Report, names: tuple[str, str], folder: Path) -> tuple[list[str], int]:
    """The sentences of the bench that are told of beside the report's tables, and how many there are."""
    edits = [edit.new.strip() for name in names for edit in read(name) if edit.added and edit.rapport == report.name]
    said = [text if text.endswith((".", "!", "?")) else f"{text}." for text in edits]
    table = "\n\n\n".join(pasted(table) for table in report.tables() if table.kolumner and table.rader)
    found = reviewed(folder, *said, table=f"{table}\n").prosa.fynd
    return sorted({one.mening for one in found if one.nivå != "upplysning"}), len(said)


def test_the_bench_of_true_and_false_sentences(tmp_path: Path) -> None:
    """Of what is true nothing is marked; of what is false some is, with nothing but the tables as they are printed."""
    wrong = told = 0
    for report in Library(Workspace(REPOSITORY)).reports():
        if report.period.text == "2023":
            assert marked(report, HONEST, tmp_path)[0] == []
            found, count = marked(report, FAULTS, tmp_path)
            told, wrong = told + len(found), wrong + count
    assert wrong > 300
    assert told >= 0.1 * wrong


def test_a_long_and_strange_text_takes_no_longer_than_its_length(tmp_path: Path) -> None:
    start = time.perf_counter()
    hostile = ("Grundskola 1, " * 20_000, "(" * 5_000 + ".", "Nettokostnaden för grundskolan var 1 mnkr 2020. " * 2_000)
    result = reviewed(tmp_path, *hostile)
    assert time.perf_counter() - start < 20
    assert result.prosa.täckning.ej_prövade
