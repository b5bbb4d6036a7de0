"""Figures from Excel and CSV: read as Excel shows them, as strictly as a grid, and every figure knows its cell."""

from __future__ import annotations

import json
import os
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from tests.conftest import Maker, faults, read, render, write
from tests.kalkylblad import As, Formula, save_book
from tests.process import run
from vb_gen.checks.rule import Library
from vb_gen.checks.run import check
from vb_gen.core.finding import Finding, format_finding
from vb_gen.core.numbers import read_tal, round_half_up
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts
from vb_gen.inputs.sheets.address import Address, Area, SourceProblem, column_letters, column_number, read_address
from vb_gen.inputs.sheets.display import Unshowable, show_date, show_number

REPORT = Path("inputs") / "2023" / "parknamnden"
GRID = """
    driftsammandrag:
      belopp: mnkr
      tecken: kostnad
      rader: |
        verksamhet           | bokslut | budget | avvikelse | roll
        Parker               |    41,2 |   42,0 |           |
          varav lekplatser   |     9,6 |    9,0 |           | del
        Stadsnära skog       | 1 507,9 |    8,5 |           |
        Summa nettokostnader |         |        |           | summa
    """
SOURCE = """
    driftsammandrag:
      belopp: mnkr
      tecken: kostnad
      källa: {}
    """
ONE = "#,##0.0"
HEADER = ["Verksamhet", "Bokslut", "Budget", "Avvikelse", "Roll"]
ROWS: list[list[Any]] = [
    HEADER,
    ["Parker", As(41.2, ONE), As(42, ONE)],
    [As("varav lekplatser", indent=1), As(9.600000000000001, ONE), As(9, ONE), None, "del"],
    [],
    ["Stadsnära skog", As(1507.94, ONE), As(8.46, ONE)],
    ["Summa nettokostnader", None, None, None, "summa"],
]


@pytest.fixture
def source(workspace: Maker, tmp_path: Path) -> Callable[..., Workspace]:
    """A workspace whose driftsammandrag is a workbook with these rows from A4 on."""

    def make(rows: list[list[Any]] = ROWS, said: str = "siffror.xlsx#Drift!A4:E12", more: str = "", **about: Any) -> Workspace:
        save_book(tmp_path / REPORT / "siffror.xlsx", rows, at=(4, 1), **about)
        return workspace({"ekonomi.yaml": SOURCE.format(said) + more})

    return make


def one(found: tuple[Finding, ...], code: str) -> Finding:
    """The only finding."""
    assert [f.code for f in found] == [code], "\n".join(map(format_finding, found))
    return found[0]


def figures(workspace: Workspace) -> list[str]:
    return [f"{f.etikett} {f.kolumn} {f.värde.värde:f} {f.plats.cell}" for f in facts(read(workspace)) if not f.härledd]


# The same table, wherever its figures are


def test_a_workbook_gives_the_page_that_the_grid_gives(workspace: Maker, source: Callable[..., Workspace]) -> None:
    as_grid = render(workspace({"ekonomi.yaml": GRID}))
    assert "1\u00a0507,9" in as_grid
    assert render(source()) == as_grid


SWEDISH = """Verksamhet;Bokslut;Budget;Avvikelse;Roll
Parker;41,2;42,0;;
  varav lekplatser;9,6;9,0;;del

"Stadsnära skog";1 507,9;8,5;;
Summa nettokostnader;;;;summa
"""
INTERNATIONAL = """Verksamhet,Bokslut,Budget,Avvikelse,Roll
Parker,41.2,42.0,,
  varav lekplatser,9.6,9.0,,del
Stadsnära skog,"1,507.9",8.5,,
Summa nettokostnader,,,,summa
"""


@pytest.mark.parametrize(
    "data",
    [
        SWEDISH.encode("utf-8"),
        SWEDISH.encode("utf-8-sig"),
        SWEDISH.encode("cp1252"),
        SWEDISH.replace("\n", "\r\n").replace(" 507", "\u00a0507").encode("cp1252"),
        unicodedata.normalize("NFD", SWEDISH).encode("utf-8"),
        SWEDISH.replace(";", "\t").encode("utf-8"),
        b"sep=;\r\n" + SWEDISH.encode("utf-8"),
        INTERNATIONAL.encode("utf-8"),
        INTERNATIONAL.encode("cp1252"),
    ],
    ids=["utf-8", "bom", "cp1252", "windows", "nfd", "tabbar", "sep", "internationell", "internationell-cp1252"],
)
def test_a_csv_gives_the_page_that_the_grid_gives(workspace: Maker, tmp_path: Path, data: bytes) -> None:
    as_grid = render(workspace({"ekonomi.yaml": GRID}))
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.csv")})
    (tmp_path / REPORT / "siffror.csv").write_bytes(data)
    assert render(made) == as_grid


def test_a_grid_pasted_from_excel_gives_the_page_that_the_grid_gives(workspace: Maker) -> None:
    as_grid = render(workspace({"ekonomi.yaml": GRID}))
    head, mark, grid = GRID.partition("rader: |\n")
    lines = [line.split("|") for line in grid.splitlines()]
    pasted = head + mark + "\n".join("\t".join([cells[0].rstrip(), *(c.strip() for c in cells[1:])]) for cells in lines)
    assert "\t" in pasted
    assert render(workspace({"ekonomi.yaml": pasted})) == as_grid


def test_notes_comments_and_waivers_go_on_as_before(source: Callable[..., Workspace]) -> None:
    rows = [HEADER, ["Parker*", As(41.2, ONE), As(42, ONE), As(5, ONE)]]
    more = """
      noter:
        "*": Utan lekplatser.
      kommentar: |
        Parkerna kostade {{ driftsammandrag.parker.bokslut }}.
      undantag:
        - kod: S02
          rad: Parker
          kolumn: avvikelse
          skäl: Enligt beslut.
    """
    made = source(rows, more=more)
    page = render(made)
    assert "Utan lekplatser." in page
    assert "Parkerna kostade 41,2\u00a0mnkr." in page
    ran = run("check", "2023", "parknamnden", "--format", "json", cwd=made.root)
    found = [one for one in json.loads(ran.out) if one["kod"] in ("S02", "U01")]
    assert [(one["kod"], one["undantag"]) for one in found] == [("S02", "Enligt beslut.")]


def test_a_group_of_indicators_and_one_of_assignments_may_have_a_source(workspace: Maker, tmp_path: Path) -> None:
    save_book(tmp_path / REPORT / "mått.xlsx", [["mål", "indikator", 2023], ["Ett", "Andel nöjda", As(0.0964, "0.0%")]])
    text = """
    indikatorer:
      grupper:
        - målområde: Park
          källa: mått.xlsx#Drift
          kommentar: |
            {{ indikatorer.andel_nöjda[2023] }} är nöjda.
    strategiska_uppdrag:
      grupper:
        - rubrik: Uppdrag
          källa: uppdrag.csv
    """
    made = workspace({"mal.yaml": text})
    write(tmp_path / REPORT / "uppdrag.csv", "nr;uppdrag;status\n1;Plantera träd;genomfört\n")
    page = render(made)
    assert "9,6\u00a0%" in page
    assert "Plantera träd" in page


# Where a figure comes from


def test_a_fact_knows_its_cell(source: Callable[..., Workspace]) -> None:
    assert figures(source())[:2] == ["Parker bokslut 41.2 Drift!B5", "Parker budget 42.0 Drift!C5"]


def test_facts_are_told_with_file_row_and_cell(source: Callable[..., Workspace]) -> None:
    made = source()
    rows = json.loads(run("facts", "2023", "parknamnden", "--format", "json", cwd=made.root).out)
    assert {name: rows[0][name] for name in ("fil", "radnr", "cell")} == {
        "fil": "inputs/2023/parknamnden/siffror.xlsx",
        "radnr": 5,
        "cell": "Drift!B5",
    }


def test_the_spreadsheet_is_one_of_the_reports_files(source: Callable[..., Workspace]) -> None:
    made = source()
    assert made.root / REPORT / "siffror.xlsx" in read(made).sources.paths


def test_a_changed_file_is_read_anew(source: Callable[..., Workspace]) -> None:
    made = source()
    before = figures(made)
    rows: list[list[Any]] = [HEADER, ["Parker", As(99, ONE), As(42, ONE)]]
    path = save_book(made.root / REPORT / "siffror.xlsx", rows, at=(4, 1))
    os.utime(path, ns=(1, 1))
    assert figures(made) != before


def test_a_remark_of_a_check_names_the_cell_and_shows_the_row(source: Callable[..., Workspace]) -> None:
    made = source([HEADER, ["Parker", As(41.2, ONE), As(42, ONE), As(5, ONE)]])
    ran = run("check", "2023", "parknamnden", cwd=made.root)
    assert "inputs/2023/parknamnden/siffror.xlsx#Drift!D5: fel: avvikelsen stämmer inte" in ran.out
    lines = ran.out.splitlines()
    shown = next(number for number, line in enumerate(lines) if line == "    Parker | 41,2 | 42,0 | 5,0 |")
    assert lines[shown + 1] == " " * 27 + "^"
    github = run("check", "2023", "parknamnden", "--format", "github", cwd=made.root).out
    assert "file=inputs/2023/parknamnden/siffror.xlsx,line=5,col=4" in github
    assert "Drift!D5" in github


def test_two_sheets_of_a_workbook_are_two(workspace: Maker, tmp_path: Path) -> None:
    header = ["Mått", "2021", "2022", "2023", "Enhet"]

    def with_staff(page: Any) -> None:
        staff = page.parent.create_sheet("Personal")
        staff.append(header)
        staff.append(["Anställda", 41, 410, 42, "antal"])

    save_book(tmp_path / REPORT / "siffror.xlsx", [header, ["Besök", 811, 812, 813, "antal"]], change=with_staff)
    waiver = "    undantag:\n      - kod: E04\n        rad: Anställda\n        skäl: Så var det det året.\n"
    said = f"personal:\n    källa: siffror.xlsx#Personal!A1:E2\n{waiver}volymer:\n    källa: siffror.xlsx#Drift!A1:E2\n"
    made = workspace({"personal.yaml": said})
    told = check(read(made), Library(made)).remarks
    assert [(r.code, r.rad, r.place.cell, bool(r.undantag)) for r in told] == [("E04", "Anställda", "Personal!C2", True)]


# Headings and columns


def test_headings_may_be_explained(source: Callable[..., Workspace]) -> None:
    rows = [
        ["Enhet", "Utfall i år", "Anslag", "Ansvarig", None, "Roll"],
        ["Parker", As(41.2, ONE), As(42, ONE), "NN"],
    ]
    more = """
      kolumner:
        Enhet: verksamhet
        utfall i år: bokslut
        Anslag: budget
        Ansvarig: tas inte med
    """
    made = source(rows, "siffror.xlsx#Drift!A4:F12", more)
    assert figures(made) == ["Parker bokslut 41.2 Drift!B5", "Parker budget 42.0 Drift!C5"]
    assert "Ansvarig" not in render(made)


def test_a_whole_sheet_may_be_the_table(source: Callable[..., Workspace]) -> None:
    assert figures(source(said="siffror.xlsx#Drift")) == figures(source())


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("siffror.xlsx#Drift!A4:E12", Address("siffror.xlsx", "Drift", Area(4, 1, 12, 5))),
        ("siffror.xlsx#'Drift 2023'!$A$4:$E$12", Address("siffror.xlsx", "Drift 2023", Area(4, 1, 12, 5))),
        ("siffror.xlsx#Bo's blad!a4:e12", Address("siffror.xlsx", "Bo's blad", Area(4, 1, 12, 5))),
        ("siffror.xlsx#'Bo''s'!A4:AA4", Address("siffror.xlsx", "Bo's", Area(4, 1, 4, 27))),
        ("siffror.xlsx#Drift", Address("siffror.xlsx", "Drift")),
        ("siffror.csv", Address("siffror.csv")),
        ("siffror.csv#A1:E12", Address("siffror.csv", "", Area(1, 1, 12, 5))),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    "text", ["", "#Drift", "a.xlsx#", "a.xlsx#!A1:B2", "a.xlsx#D!A4", "a.xlsx#D!B2:A4", "a.xlsx#D!A0:B2", "a.xlsx#D!A1:B99999"]
)
def test_bad_addresses(text: str) -> None:
    with pytest.raises(SourceProblem) as caught:
        read_address(text)
    assert caught.value.instead


@given(st.integers(1, 16_384))
def test_columns_letters_are_their_number(number: int) -> None:
    assert column_number(column_letters(number)) == number


# As Excel shows it


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.0964, "0.0%", "9,6%"),
        (0.0965, "0.0%", "9,7%"),
        (0.1, "0%", "10%"),
        (506.8, "0.0", "506,8"),
        (506.79999999999995, "0.0", "506,8"),
        (506.79999999999995, "General", "506,8"),
        (1593404, "#,##0", "1\u00a0593\u00a0404"),
        (1593404, r"#\ ##0", "1\u00a0593\u00a0404"),
        (1593404, "# ##0", "1\u00a0593\u00a0404"),
        (1593404, "General", "1593404"),
        (1593404, "#,##0,", "1\u00a0593"),
        (1593404, "0.0,,", "1,6"),
        (2.5, "0", "3"),
        (-2.5, "0", "-3"),
        (-0.04, "0.0", "0,0"),
        (-12.3, '_-* #,##0.0_-;-* #,##0.0_-;_-* "-"??_-;_-@_-', "-12,3"),
        (12.3, '_-* #,##0.0_-;-* #,##0.0_-;_-* "-"??_-;_-@_-', "12,3"),
        (0, '_-* #,##0.0_-;-* #,##0.0_-;_-* "-"??_-;_-@_-', "0,0"),
        (-1234, "#,##0_);(#,##0)", "-1\u00a0234"),
        (-1234, "#,##0;[Red]#,##0", "-1\u00a0234"),
        (5.3, '0.0" mnkr"', "5,3 mnkr"),
        (5300, '#,##0\\ "kr"', "5\u00a0300 kr"),
        (5300, "#,##0 [$kr-41D]", "5\u00a0300 kr"),
        (1.5, "0.##", "1,5"),
        (2, "0.##", "2"),
        (7, "000", "007"),
        (12, "+0;-0;0", "+12"),
        (42, "@", "42"),
        (1e11, "0", "100\u00a0000\u00a0000\u00a0000".replace("\u00a0", "")),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(value: float, code: str, shown: str) -> None:
    assert show_number(value, code).replace(" ", "\u00a0") == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize("code", ["0.00E+00", "# ?/?", "[>100]0;0.0", ";;;", "[h]:mm", "0-00", "0;;0", '"text"'])
def test_formats_that_cannot_be_followed_are_refused(code: str) -> None:
    with pytest.raises(Unshowable) as caught:
        show_number(-12.5, code)
    assert "Excel" in caught.value.instead


def test_a_figure_without_a_format_must_not_have_decimals_by_chance() -> None:
    assert show_number(12.3456, "General") == "12,3456"
    with pytest.raises(Unshowable, match="14 decimaler"):
        show_number(1 / 3 + 1, "General")


@given(
    st.decimals(-(10**9), 10**9, places=6, allow_nan=False),
    st.integers(0, 3),
    st.sampled_from(["0", "#,##0", "#,##0;-#,##0", "_-* #,##0"]),
)
def test_a_shown_number_is_the_stored_one_rounded(value: Decimal, decimals: int, whole: str) -> None:
    places = "." + "0" * decimals if decimals else ""
    code = ";".join(part + places for part in whole.split(";"))
    tal = read_tal(show_number(float(value), code))
    assert (tal.värde, tal.decimaler) == (round_half_up(value, decimals), decimals)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("mm-dd-yy", "2023-02-05"),  # the builtin short date, as a Swedish Excel shows it
        ("yyyy-mm-dd", "2023-02-05"),
        ("yyyy\\-mm", "2023-02"),
        ("yyyy", "2023"),
        ("d mmm yyyy", "5 feb 2023"),
        ("[$-41D]d mmmm yyyy", "5 februari 2023"),
        ("dddd d/m", "söndag 5/2"),
        ("ddd d", "sön 5"),
    ],
)
def test_dates_are_shown_as_excel_shows_them(code: str, shown: str) -> None:
    assert show_date(datetime(2023, 2, 5), code) == shown


def test_a_date_with_a_time_is_refused() -> None:
    with pytest.raises(Unshowable):
        show_date(datetime(2023, 2, 5, 12), "yyyy-mm-dd hh:mm")


def test_values_of_every_kind_through_a_workbook(source: Callable[..., Workspace]) -> None:
    rows = [
        ["Verksamhet", "Bokslut", "Budget"],
        ["Formel", Formula("=1+1", "506.8"), As(0.5, ONE)],
        ["Text", "506,8", "1 234"],
        ["Saknas", "I.U.", "–"],
        [As(2023, "0"), "7", As(1234567, "#,##0,")],
    ]
    assert figures(source(rows)) == [
        "Formel bokslut 506.8 Drift!B5",
        "Formel budget 0.5 Drift!C5",
        "Text bokslut 506.8 Drift!B6",
        "Text budget 1234 Drift!C6",
        "2023 bokslut 7 Drift!B8",
        "2023 budget 1235 Drift!C8",
    ]


def test_a_date_stands_as_text_in_a_column_of_text(workspace: Maker, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Projekt", "Slutår", "Årets utfall"], ["Bro", As(date(2023, 12, 31), "yyyy"), 12]]
    save_book(tmp_path / REPORT / "siffror.xlsx", rows)
    page = render(workspace({"investeringar.yaml": "färdigställda:\n  källa: siffror.xlsx#Drift\n"}))
    assert ">2023<" in page


# Bad cells: each told at its cell, with the row shown


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[5].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def merge(sheet: Any) -> None:
    sheet.merge_cells("A5:A6")


PARKS = ["Parker", As(41.2, ONE), As(42, ONE)]
CELLS: list[tuple[str, list[list[Any]], dict[str, Any], str, str, str]] = [
    ("fel_som_värde", [HEADER, ["Parker", "#DIV/0!", 42]], {}, "G28", "Drift!B5", "#DIVISION/0!"),
    ("referensfel_i_formel", [HEADER, ["Parker", 41, "#REF!"]], {}, "G28", "Drift!C5", "#REFERENS!"),
    ("formel_aldrig_uträknad", [HEADER, ["Parker", Formula("=SUM(C5:C9)"), 42]], {}, "G29", "Drift!B5", "aldrig räknats ut"),
    ("dold_rad", [HEADER, PARKS], {"change": hide_row}, "G27", "Drift!A5", "rad 5 är dold"),
    ("dold_kolumn", [HEADER, PARKS], {"change": hide_column}, "G27", "Drift!C4", "kolumn C är dold"),
    ("bråkformat", [HEADER, ["Parker", As(0.5, "# ?/?"), 42]], {}, "G34", "Drift!B5", "talformatet # ?/? läses inte"),
    ("inget_format", [HEADER, ["Parker", 41.23456789, 42]], {}, "G34", "Drift!B5", "har 8 decimaler"),
    ("klockslag", [HEADER, ["Parker", As(datetime(2023, 1, 1, 9), "h:mm"), 42]], {}, "G34", "Drift!B5", "datumformatet"),
    ("datum_i_siffror", [HEADER, ["Parker", As(date(2023, 1, 1), "yyyy-mm-dd"), 42]], {}, "T01", "Drift!B5", "2023-01-01"),
    ("tusentalspunkt_som_text", [HEADER, ["Parker", "1.234", 42]], {}, "T01", "Drift!B5", "både tusental och decimaler"),
    ("bokstaven_o", [HEADER, ["Parker", "41,O", 42]], {}, "T01", "Drift!B5", "41,O"),
    ("sanningsvärde", [HEADER, ["Parker", True, 42]], {}, "T01", "Drift!B5", "SANT"),
    ("okänd_rubrik", [[*HEADER, "Ansvarig"], PARKS], {"said": "siffror.xlsx#Drift!A4:F9"}, "G05", "Drift!F4", "Ansvarig"),
    ("två_rubriker", [["Verksamhet", "Budget", "Budget"], PARKS], {}, "G04", "Drift!C4", "två gånger"),
    ("rubrik_saknas", [["Verksamhet", None, "Budget"], PARKS], {}, "G31", "Drift!B5", "kolumn B har värden men ingen rubrik"),
    ("samma_namn", [HEADER, PARKS, PARKS], {}, "G07", "Drift!A6", "två rader heter"),
    ("okänd_roll", [HEADER, [*PARKS, None, "total"]], {}, "G09", "Drift!E5", "ingen känd roll"),
]


@pytest.mark.parametrize(("rows", "about", "code", "cell", "what"), [c[1:] for c in CELLS], ids=[c[0] for c in CELLS])
def test_bad_cells(
    rows: list[list[Any]], about: dict[str, Any], code: str, cell: str, what: str, source: Callable[..., Workspace]
) -> None:
    found = one(faults(source(rows, **about)), code)
    assert str(found.place) == f"inputs/2023/parknamnden/siffror.xlsx#{cell}"
    assert what in found.text
    assert found.instead
    told = format_finding(found).splitlines()
    row = int("".join(c for c in cell.rpartition("!")[2] if c.isdigit()))
    shown = [value.value if isinstance(value, As) else value for value in rows[row - 4]]
    assert str(next(v for v in shown if v is not None)).replace(".", ",") in told[1]
    assert told[2].strip() == "^"


def test_all_bad_cells_are_told_at_once(source: Callable[..., Workspace]) -> None:
    rows = [HEADER, ["Parker", "#DIV/0!", "4o"], ["Skog", Formula("=1"), "1.234"], ["#N/A", 1, 2]]
    found = faults(source(rows))
    assert [(f.code, f.place.cell) for f in found] == [
        *[("G28", "Drift!B5"), ("T01", "Drift!C5"), ("G29", "Drift!B6"), ("T01", "Drift!C6")],
        ("G28", "Drift!A7"),
    ]


def test_a_hidden_row_without_figures_is_nothing(source: Callable[..., Workspace]) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[7].hidden = True  # the empty row among the others

    assert figures(source(change=hide)) == figures(source())


# Bad sources: told where `källa` is written


def put(data: bytes) -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(data), None)[1]


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)


def entities(path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><sst>&l8;</sst>'
    save_book(path, ROWS, at=(4, 1), parts={"xl/sharedStrings.xml": xml.encode()})


def entities_in_utf16(path: Path) -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY l "ha">]><sst>&l;</sst>'
    save_book(path, ROWS, at=(4, 1), parts={"xl/sharedStrings.xml": xml.encode("utf-16")})


def changed(part: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    """A workbook with other XML in one of its parts."""

    def make(path: Path) -> None:
        save_book(path, ROWS, at=(4, 1))
        with zipfile.ZipFile(path) as package:
            before = package.read(part)
        assert old in before
        save_book(path, ROWS, at=(4, 1), parts={part: before.replace(old, new, 1)})

    return make


def not_packed(path: Path) -> None:
    """A part whose bytes are no packed data."""
    save_book(path, ROWS, at=(4, 1))
    with zipfile.ZipFile(path) as package:
        part = package.getinfo("xl/styles.xml")
    data = bytearray(path.read_bytes())
    begins = part.header_offset + 30 + len(part.filename)
    data[begins : begins + part.compress_size] = b"\xff" * part.compress_size
    path.write_bytes(data)


SHEET = "xl/worksheets/sheet1.xml"
FOREIGN = b'<?xml version="1.0" encoding="foo"?><worksheet '


def cut(path: Path) -> None:
    save_book(path, ROWS)
    path.write_bytes(path.read_bytes()[:-200])


def no_xml(path: Path) -> None:
    save_book(path, ROWS, parts={"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='1'>"})


def odd_style(path: Path) -> None:
    save_book(path, ROWS, parts={"xl/styles.xml": b"<styleSheet/>"})


def wide_merge(path: Path) -> None:
    save_book(path, ROWS, at=(4, 1), change=lambda sheet: None)
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    every = text.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    save_book(path, ROWS, at=(4, 1), parts={"xl/worksheets/sheet1.xml": every.encode()})


def hidden_sheet(path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.create_sheet("Annat")
        sheet.sheet_state = "hidden"

    save_book(path, ROWS, at=(4, 1), change=change)


def link_out(path: Path) -> None:
    elsewhere = path.parents[3].parent / "utanför.xlsx"
    save_book(elsewhere, ROWS, at=(4, 1))
    path.symlink_to(elsewhere)


def named_csv(path: Path) -> None:
    save_book(path.with_suffix(".xlsx"), ROWS).rename(path)


def good(path: Path) -> None:
    save_book(path, ROWS, at=(4, 1))


NAME = "siffror.xlsx"
SOURCES: list[tuple[str, str, Callable[[Path], None], str, str]] = [
    ("filen_saknas", "siffor.xlsx#Drift!A4:E12", good, "G22", "finns inte i inputs/2023/parknamnden"),
    ("ut_ur_arbetsytan", "../../../hemligt.xlsx#Drift!A4:E12", good, "G22", "leder ut ur mappen inputs"),
    ("hel_sökväg", "/etc/siffror.xlsx#Drift!A4:E12", good, "G22", "ingen fil i arbetsytan"),
    ("enhet_i_windows", "'C:/siffror.xlsx#Drift!A4:E12'", good, "G22", "ingen fil i arbetsytan"),
    ("bakstreck", "underlag\\siffror.xlsx#Drift!A4:E12", good, "G22", "bakstreck"),
    ("adress_på_nätet", "https://exempel.se/siffror.xlsx#Drift!A4:E12", good, "G22", "ingen fil i arbetsytan"),
    ("länk_ut", f"{NAME}#Drift!A4:E12", link_out, "G22", "är en länk ut ur arbetsytan"),
    ("äldre_format", "siffror.xls#Drift!A4:E12", good, "G22", "”.xls” kan inte läsas"),
    ("ingen_ändelse", "siffror#Drift!A4:E12", good, "G22", "saknar ändelse"),
    ("bladet_saknas", f"{NAME}#Drif!A4:E12", good, "G24", "bladet ”Drif” finns inte"),
    ("inget_blad_sagt", f"{NAME}#A4:E12", good, "G24", "säger inte vilket blad"),
    ("bara_filen", NAME, good, "G24", "säger inte vilket blad"),
    ("dolt_blad", f"{NAME}#Drift!A4:E12", hidden_sheet, "G24", "bladet ”Drift” är dolt"),
    ("en_cell", f"{NAME}#Drift!A4", good, "G21", "är bara en cell"),
    ("inga_celler", f"{NAME}#Drift!här", good, "G21", "går inte att läsa som celler"),
    ("fel_hörn", f"{NAME}#Drift!E12:A4", good, "G21", "uppe till vänster"),
    ("för_stort", f"{NAME}#Drift!A4:E99999", good, "G25", "för stort"),
    ("tomt_område", f"{NAME}#Drift!G4:K12", good, "G25", "är tomt"),
    ("sammanfogade", f"{NAME}#Drift!A4:E12", lambda p: (save_book(p, ROWS, at=(4, 1), change=merge), None)[1], "G26", "A5:A6"),
    ("jättestor_sammanfogning", f"{NAME}#Drift!A4:E12", wide_merge, "G26", "A1:XFD1048576"),
    ("skadad", f"{NAME}#Drift!A4:E12", cut, "G23", "skadad"),
    ("ingen_zip", f"{NAME}#Drift!A4:E12", put(b"hej"), "G23", "skadad"),
    ("halvt_blad", f"{NAME}#Drift!A4:E12", no_xml, "G23", "går inte att läsa"),
    ("konstiga_format", f"{NAME}#Drift!A4:E12", odd_style, "G23", "går inte att läsa"),
    ("lösenord", f"{NAME}#Drift!A4:E12", put(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "G23", "lösenord"),
    ("zipbomb", f"{NAME}#Drift!A4:E12", bomb, "G23", "större än 60 MB när den packas upp"),
    ("ej_packad", f"{NAME}#Drift!A4:E12", not_packed, "G23", "skadad"),
    ("okänd_kodning", f"{NAME}#Drift!A4:E12", changed(SHEET, b"<worksheet ", FOREIGN), "G23", "skadad"),
    (
        "kolumn_utan_nummer",
        f"{NAME}#Drift!A4:E12",
        changed(SHEET, b"<sheetData>", b'<cols><col width="0"/></cols><sheetData>'),
        "G23",
        "går inte att läsa",
    ),
    (
        "sammanfogat_utan_celler",
        f"{NAME}#Drift!A4:E12",
        changed(SHEET, b"</sheetData>", b"</sheetData><mergeCells><mergeCell/></mergeCells>"),
        "G23",
        "går inte att läsa",
    ),
    (
        "formatbomb",
        f"{NAME}#Drift!A4:E12",
        changed("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 10_000_000 + b"</cellXfs>"),
        "G23",
        "fler än 50 000 format",
    ),
    (
        "cellbomb",
        f"{NAME}#Drift!A4:E12",
        changed(SHEET, b"<sheetData>", b"<sheetData><row>" + b"<c/>" * 10_000_000 + b"</row>"),
        "G23",
        "fler än 500 000 rader eller celler",
    ),
    ("xmlbomb", f"{NAME}#Drift!A4:E12", entities, "G23", "dokumenttyp"),
    ("xmlbomb_i_utf16", f"{NAME}#Drift!A4:E12", entities_in_utf16, "G23", "dokumenttyp"),
    ("för_stor_fil", f"{NAME}#Drift!A4:E12", put(b"PK\x03\x04" + b"0" * 10_000_001), "G23", "större än 10 MB"),
    ("csv_med_blad", "siffror.csv#Drift!A4:E12", put(b"a;b\n1;2\n"), "G24", "inga blad"),
    ("csv_i_utf16", "siffror.csv", put("a;b\n1;2\n".encode("utf-16")), "G33", "UTF-16"),
    ("csv_från_mac", "siffror.csv", put("verksamhet;bokslut\nMål;2\n".encode("mac-roman")), "G33", "Macintosh"),
    ("csv_från_dos", "siffror.csv", put("verksamhet;bokslut\nMål;2\n".encode("cp850")), "G33", "Macintosh"),
    ("csv_okänd_kodning", "siffror.csv", put(b"verksamhet;bokslut\nM\x81l;2\n"), "G33", "varken"),
    ("csv_bara_ett_citattecken", "siffror.csv", put(b"\"?'?Ett"), "G33", "citattecken"),
    ("csv_citattecken", "siffror.csv", put(b'verksamhet;bokslut\n"Parker;2\nSkog;3\n'), "G33", "citattecken"),
    (
        "csv_konflikt",
        "siffror.csv",
        put(b"verksamhet;bokslut\n<<<<<<< HEAD\nParker;2\n=======\nParker;3\n>>>>>>> annan\n"),
        "G33",
        "rad 2 är en markering från git",
    ),
    ("csv_tom", "siffror.csv", put(b"\n;;\n"), "G25", "är tom"),
    ("csv_som_är_excel", "siffror.csv", named_csv, "G23", "Excel-arbetsbok"),
]


@pytest.mark.parametrize(("said", "make", "code", "what"), [s[1:] for s in SOURCES], ids=[s[0] for s in SOURCES])
def test_bad_sources(said: str, make: Callable[[Path], None], code: str, what: str, workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": SOURCE.format(said)})
    make(tmp_path / REPORT / ("siffror.csv" if ".csv" in said else NAME))
    found = one(faults(made), code)
    assert what in found.text
    assert found.instead
    assert str(found.place).startswith("inputs/2023/parknamnden/ekonomi.yaml:4:")


CSV_CELLS = [
    ("en_cell_för_mycket", b"verksamhet;bokslut\nParker;1;2\n", "G03", "C2"),
    ("decimalkomma_i_kommafil", b"verksamhet,bokslut\nParker,41,2\n", "G03", "C2"),
    ("tvetydigt_tusental", b'verksamhet,bokslut\nParker,"1,234"\n', "G34", "B2"),
    ("tvetydig_punkt", b"verksamhet;bokslut\nParker;1.234\n", "T01", "B2"),
    ("formel", b"verksamhet;bokslut\nParker;=SUMMA(B1)\n", "T01", "B2"),
    ("styrtecken", b"verksamhet;bokslut\nPar\x1b[31mker;1\n", "K05", "A2"),
    ("signal", b"verksamhet;bokslut\nParker;1\nLek\x07;2\n", "K05", "A3"),
    ("punkt_från_word", "verksamhet;bokslut\n\ue000 Parker;1\n".encode(), "K05", "A2"),
    ("i_rubriken", "verksamhet;bok\u202eslut\nParker;1\n".encode(), "K05", "B1"),
    ("felv\xc3\xa4rde".encode("latin-1").decode(), b"verksamhet;bokslut\nParker;#DIVISION/0!\n", "T01", "B2"),
]


@pytest.mark.parametrize(("data", "code", "cell"), [c[1:] for c in CSV_CELLS], ids=[c[0] for c in CSV_CELLS])
def test_bad_cells_of_a_csv(data: bytes, code: str, cell: str, workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.csv")})
    (tmp_path / REPORT / "siffror.csv").write_bytes(data)
    found = one(faults(made), code)
    assert str(found.place) == f"inputs/2023/parknamnden/siffror.csv#{cell}"


@pytest.mark.parametrize(
    ("more", "code", "what"),
    [
        (
            "\n      rader: |\n        verksamhet | bokslut\n        Parker | 1\n",
            "M02",
            "har redan ”källa” och kan inte ha ”rader” också",
        ),
        ("\n      kolumner:\n        Utfal: bokslut\n", "G32", "”utfal” finns inte på rad 4"),
        ("\n      kolumner:\n        Bokslut: bokslutt\n", "G05", "”bokslutt” är okänd"),
        ("\n      kolumner:\n        - bokslut\n", "M06", "nycklar med värden"),
    ],
)
def test_what_is_written_beside_the_source(more: str, code: str, what: str, source: Callable[..., Workspace]) -> None:
    found = one(faults(source(more=more)), code)
    assert what in found.text
    assert str(found.place).startswith("inputs/2023/parknamnden/ekonomi.yaml:")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("driftsammandrag:\n  källa:\n", "”källa” saknar värde"),
        ("driftsammandrag:\n  kolumner:\n    a: b\n", "kolumner hör ihop med källa"),
        ("strategiska_uppdrag:\n  grupper:\n    - rubrik: Ett\n", "”rader” saknas"),
    ],
)
def test_half_a_source(text: str, what: str, workspace: Maker) -> None:
    assert what in one(faults(workspace({"ekonomi.yaml": text})), "M02").text


@pytest.mark.parametrize("first", ["källa", "rader"])
def test_of_two_places_for_the_cells_the_second_is_too_much(first: str, workspace: Maker) -> None:
    keys = ["  källa: siffror.csv\n", "  rader: |\n    verksamhet | bokslut\n    Parker | 1\n"]
    text = "".join(sorted(keys, key=lambda key: first not in key))
    found = one(faults(workspace({"ekonomi.yaml": f"driftsammandrag:\n  belopp: tkr\n{text}"})), "M02")
    second = "källa" if first == "rader" else "rader"
    assert found.place.text.startswith(f"  {second}:")
    assert found.instead == f"Ta bort ”{second}”, eller ”{first}” om det är ”{second}” som ska gälla."


HEADINGS = [
    ("Budgett", "Budgett: budget"),
    ("Not: se bilaga", '"Not: se bilaga": tas inte med'),
    ("Ansvarig", "Ansvarig: tas inte med"),
]


@pytest.mark.parametrize(("heading", "said"), HEADINGS)
def test_a_heading_that_is_unknown_is_explained_by_kolumner(heading: str, said: str, workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.csv")})
    csv = tmp_path / REPORT / "siffror.csv"
    csv.write_text(f"Verksamhet;Bokslut;{heading}\nParker;1;2\n", "utf-8")
    found = one(faults(made), "G05")
    assert str(found.place) == "inputs/2023/parknamnden/siffror.csv#C1"
    assert "kolumner:" in found.instead
    assert f"”{said}”" in found.instead
    # What is advised is all that is lacking.
    write(tmp_path / REPORT / "ekonomi.yaml", SOURCE.format("siffror.csv") + f"\n      kolumner:\n        {said}\n")
    read(made)


def test_columns_named_the_wrong_way_round_are_one_fault(workspace: Maker, tmp_path: Path) -> None:
    text = SOURCE.format("siffror.csv") + "\n      kolumner:\n        bokslut: Utfall i år\n"
    made = workspace({"ekonomi.yaml": text})
    (tmp_path / REPORT / "siffror.csv").write_text("Verksamhet;Utfall i år\nParker;1\n", "utf-8")
    (found,) = faults(made)
    assert (found.code, found.instead) == ("G32", "Skriv ”Utfall i år: bokslut”.")
    assert found.place.text == "    bokslut: Utfall i år"


FORMS = [
    ("driftsammandrag:\n  belopp: miljoner\n  källa: siffror.csv\n", "M02"),
    ("driftsammandrag:\n  beloppp: mnkr\n  källa: siffror.csv\n", "M03"),
    ("driftsammandrag:\n  källa: siffror.csv\n  noter: inga\n  diagram: kanske\n", "M06"),
    ("driftsammandrag:\n  källa: siffror.csv\n  omräknat:\n    - rad: Parker\n", "M04"),
    ("strategiska_uppdrag:\n  grupper:\n    - källa: siffror.csv\n    - rubrik: A\n      källa: siffror.csv\n", "M04"),
]


@pytest.mark.parametrize(("text", "code"), FORMS)
def test_a_fault_of_form_hides_no_fault_of_a_cell(text: str, code: str, workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": text})
    (tmp_path / REPORT / "siffror.csv").write_text("uppdrag;status;nr\nParker;#DIVISION/0!;=A1\n", "utf-8")
    codes = [finding.code for finding in faults(made)]
    assert code in codes
    assert [found for found in faults(made) if "siffror.csv#" in str(found.place)]


def test_nothing_is_written_and_all_is_told(source: Callable[..., Workspace]) -> None:
    made = source([HEADER, ["Parker", "#DIV/0!", 42]])
    ran = run("build", "2023", "parknamnden", "--format", "html", cwd=made.root)
    assert ran.code == 2
    assert "siffror.xlsx#Drift!B5: fel: cellen B5 visar felet #DIVISION/0! [G28]" in ran.err
    assert "    Parker | #DIV/0! | 42" in ran.err
    assert not (made.root / "outputs").exists()


def test_openpyxl_is_only_there_for_workbooks(source: Callable[..., Workspace]) -> None:
    from tests.process import run_python

    made = source()
    driver = "import sys; from vb_gen.read import reading; print('openpyxl' in sys.modules)"
    assert run_python(driver, cwd=made.root).out.strip() == "False"


# What hides a cell, what stands twice, and other programs' ways of writing


def white(sheet: Any) -> None:
    sheet["B5"].font = Font(color="FFFFFFFF")


def white_on_blue(sheet: Any) -> None:
    white(sheet)
    sheet["B5"].fill = PatternFill("solid", fgColor="FF0000FF")


def tiny(sheet: Any) -> None:
    sheet["B5"].font = Font(sz=1)


def low_row(sheet: Any) -> None:
    sheet.row_dimensions[5].height = 0.5


def no_noughts(sheet: Any) -> None:
    sheet["B5"].value = 0
    sheet.sheet_view.showZeros = False


HIDDEN = [(white, "B5"), (tiny, "B5"), (low_row, "A5"), (no_noughts, "B5")]


@pytest.mark.parametrize(("change", "cell"), HIDDEN)
def test_what_excel_hides_is_told_at_its_cell(change: Any, cell: str, source: Callable[..., Workspace]) -> None:
    found = one(faults(source([HEADER, PARKS], change=change)), "G27")
    assert found.place.cell == f"Drift!{cell}"
    assert found.instead


def test_white_letters_on_another_colour_are_seen(source: Callable[..., Workspace]) -> None:
    assert figures(source([HEADER, PARKS], change=white_on_blue))


def test_what_is_wrong_in_a_column_that_is_left_out_stops_nothing(source: Callable[..., Workspace]) -> None:
    rows = [[*HEADER, "Kvot"], ["Parker", As(41.2, ONE), As(42, ONE), None, None, "#DIV/0!"]]
    made = source(rows, "siffror.xlsx#Drift!A4:F9", "\n      kolumner:\n        Kvot: tas inte med\n")
    assert len(figures(made)) == 2


def test_a_hidden_row_is_told_though_its_first_cell_is_left_out(source: Callable[..., Workspace]) -> None:
    rows = [["Kvot", "Verksamhet", "Bokslut"], [1, "Parker", As(41.2, ONE)]]
    more = "\n      kolumner:\n        Kvot: tas inte med\n"
    found = one(faults(source(rows, "siffror.xlsx#Drift!A4:C9", more, change=hide_row)), "G27")
    assert found.place.cell == "Drift!B5"


def test_excels_own_writing_of_signs_is_undone(source: Callable[..., Workspace]) -> None:
    made = source([HEADER, ["Parker_x000D_\nnorr", "_x0034_1,2", As(42, ONE)], ["a_x005F_x0031_b", 1, 2]])
    assert [f.rpartition(" ")[0] for f in figures(made)][::2] == ["Parker norr bokslut 41.2", "a_x0031_b bokslut 1"]


@pytest.mark.parametrize("written", [As(2023, "#,##0"), As(2023, "0.00"), "2 023", As(date(2023, 12, 31), "yyyy")])
def test_a_year_that_heads_a_column_is_a_year_in_any_format(written: Any, workspace: Maker, tmp_path: Path) -> None:
    save_book(tmp_path / REPORT / "siffror.xlsx", [["Mått", 2022, written, "Enhet"], ["Besök", 811, 812, "antal"]])
    page = render(workspace({"personal.yaml": "volymer:\n  källa: siffror.xlsx#Drift\n"}))
    assert ">2023</th>" in page


def strict(path: Path) -> None:
    save_book(path, ROWS, at=(4, 1))
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/workbook.xml")
    old, new = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    save_book(path, ROWS, at=(4, 1), parts={"xl/workbook.xml": text.replace(old, new)})


def part_twice(path: Path) -> None:
    save_book(path, ROWS, at=(4, 1))
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(SHEET, package.read(SHEET))


def part_twice_in_capitals(path: Path) -> None:
    save_book(path, ROWS, at=(4, 1))
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(SHEET.upper(), package.read(SHEET))


LONG_FORMAT = b'<numFmts><numFmt numFmtId="200" formatCode="' + b"[" * 200_000 + b'"/></numFmts><fonts'
CELL_TWICE = b'<row r="5"><c r="B5"><v>1</v></c></row><row r="5"'
PACKAGES = [
    (strict, "”Strikt Open XML-kalkylblad”"),
    (part_twice, "samma del två gånger"),
    (part_twice_in_capitals, "samma del två gånger"),
    (changed("xl/styles.xml", b"<fonts", LONG_FORMAT), "255"),
    (changed(SHEET, b'<row r="5"', CELL_TWICE), "cellen B5 står två gånger"),
]


@pytest.mark.parametrize(("make", "what"), PACKAGES)
def test_packages_that_say_two_things_or_too_much_are_refused(make: Any, what: str, workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.xlsx#Drift!A4:E12")})
    make(tmp_path / REPORT / NAME)
    found = one(faults(made), "G23")
    assert what in found.text
    assert found.instead


def test_a_librarys_warning_never_reaches_the_user(source: Callable[..., Workspace]) -> None:
    made = source()
    strict(made.root / REPORT / NAME)
    ran = run("build", "2023", "parknamnden", "--format", "html", cwd=made.root)
    assert (ran.code, "Warning" in ran.err) == (2, False)


TITLES = [
    ("Driftredovisning 2023, tkr\nVerksamhet;Bokslut;Budget\nParker;41,2;42,0\nLek;12,6;11,5\n", "#A2:C4"),
    ("Verksamhet, nämnd;Bokslut;Budget\nParker;41,2;42,0\nLek;12,6;11,5\n", ""),
    ("Drift; hela året\nVerksamhet,Bokslut,Budget\nParker,41.2,42.0\nLek,12.6,11.5\n", "#A2:C4"),
    ("Verksamhet\tBokslut\tBudget\nParker, norr\t41,2\t42,0\nLek\t12,6\t11,5\n", ""),
]


@pytest.mark.parametrize(("text", "area"), TITLES)
def test_a_csv_is_parted_as_the_lines_of_its_table_are(text: str, area: str, workspace: Maker, tmp_path: Path) -> None:
    more = "\n      kolumner:\n        Verksamhet, nämnd: verksamhet\n" if "nämnd;" in text else ""
    made = workspace({"ekonomi.yaml": SOURCE.format(f"siffror.csv{area}") + more})
    (tmp_path / REPORT / "siffror.csv").write_text(text, "utf-8")
    assert [f.split(" ")[-2] for f in figures(made)] == ["41.2", "42.0", "12.6", "11.5"]


def test_what_excel_was_told_to_keep_as_text_is_that_text(workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.csv")})
    (tmp_path / REPORT / "siffror.csv").write_text('Verksamhet;Bokslut\n="0101";="41,2"\n', "utf-8")
    assert figures(made) == ["0101 bokslut 41.2 B2"]


MOJIBAKE = {
    "utf-8 som cp1252": ("utf-8", "cp1252"),
    "utf-8 som mac": ("utf-8", "mac-roman"),
    "utf-8 som dos": ("utf-8", "cp437"),
    "utf-8 som cp1251": ("utf-8", "cp1251"),
    "utf-8 som cp1250": ("utf-8", "cp1250"),
    "cp1252 som mac": ("cp1252", "mac-roman"),
}


@pytest.mark.parametrize(("wrote", "read_as"), MOJIBAKE.values(), ids=MOJIBAKE)
@pytest.mark.parametrize("name", ["Gröna ytor", "Målområden"])
def test_letters_read_in_another_encoding_are_told(wrote: str, read_as: str, name: str, workspace: Maker, tmp_path: Path) -> None:
    garbled = name.encode(wrote).decode(read_as)
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.csv"), "bedomning.yaml": f"analys: |\n  Bra.\n  {garbled}\n"})
    (tmp_path / REPORT / "siffror.csv").write_text(f"Verksamhet;Bokslut\nParker;1\n{garbled};2\n", "utf-8")
    told = [(one.code, str(one.place).rpartition("/")[2]) for one in faults(made)]
    assert ("K02", "siffror.csv#A3") in told
    assert any(code == "K02" and place.startswith("bedomning.yaml:3:") for code, place in told)


def test_a_letter_of_another_encoding_in_one_line_is_told_there(workspace: Maker, tmp_path: Path) -> None:
    made = workspace({"ekonomi.yaml": SOURCE.format("siffror.csv")})
    path = tmp_path / REPORT / "siffror.csv"
    path.write_bytes("Verksamhet;Bokslut\nGrönt;1\n".encode() + "Målat;2\n".encode("cp1252"))
    found = faults(made)
    assert [(one.code, one.place.cell) for one in found] == [("K02", "A2")]
    path.write_bytes(b"Verksamhet;Bokslut\nM\x81l;2\n")
    assert "rad 2, tecken 2" in one(faults(made), "G33").text
