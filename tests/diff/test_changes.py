"""`vb diff`: what changed is told in the reader's terms, completely, and nothing else is told."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests import small
from tests.conftest import write
from tests.page import parse
from vb_gen.core.period import Period
from vb_gen.diff import words
from vb_gen.diff.against import Against, compare_reports
from vb_gen.diff.changes import Change, ReportDiff, SectionDiff
from vb_gen.diff.printing import MOST, escape, to_json, to_markdown, to_text
from vb_gen.diff.words import Piece
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.changes import views
from vb_gen.output.html.html import render_diff

PERIOD = Period.parse("2023")
assert PERIOD
REPORT = [(PERIOD, "parknamnden")]


def changed(tmp_path: Path, *swaps: tuple[str, str], rapport: tuple[str, str] = ("", "")) -> ReportDiff:
    """The small report against itself with some words swapped."""
    text = small.COMPLETE["kapitel.yaml"]
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    before, after = small.make(tmp_path / "a"), small.make(tmp_path / "b", {"kapitel.yaml": text})
    if rapport[0]:
        path = after / "inputs/2023/parknamnden/rapport.yaml"
        path.write_text(path.read_text("utf-8").replace(*rapport), "utf-8")
    compared = compare_reports(Workspace(after), Against(Workspace(before), "förr"), REPORT)
    assert not compared.unread
    return compared.diffs[0]


def lines(diff: ReportDiff) -> list[str]:
    return [line.strip() for line in to_text([diff], "förr").splitlines() if line.strip()]


def own(diff: ReportDiff) -> list[tuple[str, ...]]:
    found = [c for c in diff.walk() if c.händelse != "följer"]
    return [(c.slag, c.händelse, c.vad, *(t.replace("\xa0", " ") for t in (c.före, c.efter))) for c in found]


def test_nothing_changed_is_nothing_told(tmp_path: Path) -> None:
    diff = changed(tmp_path)
    assert diff.händelse == "lika"
    assert not diff.avsnitt
    assert "Inget har ändrats." in to_text([diff], "förr")


def test_a_figure_is_told_once_with_what_follows_from_it(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("11,2", "11,9"))
    assert own(diff) == [("siffra", "ändrad", "Resultat 2023, Parker, bokslut 2023", "11,2 mnkr", "11,9 mnkr")]
    shown = lines(diff)
    assert "Resultat 2023, Parker, bokslut 2023: 11,2 → 11,9 mnkr" in shown
    assert "följer: Parker, avvikelse: 0,8 → 0,1 mnkr" in shown
    assert "följer: Summa, bokslut 2023: 15,3 → 16,0 mnkr" in shown
    assert "följer: Summa, avvikelse: 0,6 → −0,1 mnkr" in shown
    assert any("[−överskott på 0,6 mnkr−][+underskott på 0,1 mnkr+]" in line and "följer av" in line for line in shown)


def test_a_printed_sum_that_moves_with_its_terms_follows_too(tmp_path: Path) -> None:
    given_sum = ("    Summa       |         |", "    Summa       |    15,3 |")
    text = small.COMPLETE["kapitel.yaml"].replace(*given_sum)
    before = small.make(tmp_path / "a", {"kapitel.yaml": text})
    both = text.replace("11,2", "11,9").replace("15,3", "16,0")
    alone = text.replace("11,2", "11,9").replace("15,3", "16,4")
    for name, after, follows in (("b", both, True), ("c", alone, False)):
        folder = small.make(tmp_path / name, {"kapitel.yaml": after})
        diff = compare_reports(Workspace(folder), Against(Workspace(before), "förr"), REPORT).diffs[0]
        sums = [c for c in diff.walk() if c.efter.startswith("16") and c.slag == "siffra"]
        assert [c.händelse == "följer" for c in sums] == [follows]


def test_two_changes_share_what_follows_from_both(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("11,2", "11,9"), ("4,1 ", "4,2 "))
    assert len(own(diff)) == 2
    assert "Summa, bokslut 2023: 15,3 → 16,1 mnkr (följer av flera ändringar ovan)" in lines(diff)


def test_a_renamed_row_is_renamed_and_its_figures_are_compared(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("Parker      |    11,2", "Grönområden |    11,3"))
    assert own(diff)[0][:3] == ("rad", "omdöpt", "Resultat 2023, Parker")
    assert ("siffra", "ändrad", "Resultat 2023, Grönområden, bokslut 2023", "11,2 mnkr", "11,3 mnkr") in own(diff)
    assert not any(kind in ("ny", "borta") for _, kind, *_ in own(diff))


def test_rows_that_come_and_go(tmp_path: Path) -> None:
    row = "    Lekplatser  |     4,1 |    3,9 |           |\n"
    diff = changed(tmp_path, (row, row + "    Torghandel  |     1,0 |    1,5 |           |\n"))
    assert [c[:3] for c in own(diff)] == [("rad", "ny", "Resultat 2023, Torghandel")]
    shown = lines(diff)
    assert shown.index("följer: Summa, bokslut 2023: 15,3 → 16,3 mnkr") > shown.index(
        "Ny rad: Resultat 2023, Torghandel: bokslut 2023 1,0 mnkr, budget 2023 1,5 mnkr"
    )
    gone = changed(tmp_path / "x", (row, ""))
    assert [c[:3] for c in own(gone)] == [("rad", "borta", "Resultat 2023, Lekplatser")]
    assert "följer: Summa, bokslut 2023: 15,3 → 11,2 mnkr" in lines(gone)


def test_a_new_row_moves_nothing_else(tmp_path: Path) -> None:
    head = "    mått              | 2022 | 2023 | enhet\n"
    diff = changed(tmp_path, (head, head + "    Aktiviteter       |    7 |    9 | antal\n"))
    assert [c[:3] for c in own(diff)] == [("rad", "ny", "Personal, Aktiviteter")]


def test_columns_units_and_missing_values(tmp_path: Path) -> None:
    diff = changed(
        tmp_path, ("| 2022 | 2023 |", "| 2021 | 2023 |"), ("5,9", "I.U."), ("|   41 |   43 | antal", "|   41 |   43 | st")
    )
    assert ("kolumn", "ny", "Personal, 2021", "", "") in own(diff)
    assert ("kolumn", "borta", "Personal, 2022", "", "") in own(diff)
    assert ("siffra", "ändrad", "Personal, Sjukfrånvaro, 2023", "5,9 %", "I.U.") in own(diff)
    tkr = changed(tmp_path / "x", ("belopp: mnkr", "belopp: tkr"))
    assert ("siffra", "ändrad", "Resultat 2023, Parker, bokslut 2023", "11,2 mnkr", "11,2 tkr") in own(tkr)


def test_assessments_and_goals(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("status: delvis uppnått", "status: uppnått"))
    assert own(diff) == [("bedömning", "ändrad", "Gröna parker", "Delvis uppnått", "Uppnått")]
    renamed = changed(tmp_path / "x", ("namn: Gröna parker", "namn: Gröna fina parker"))
    assert [c[:2] for c in own(renamed)] == [("mål", "omdöpt")]
    other = changed(tmp_path / "y", ("namn: Gröna parker", "namn: Nöjda besökare"))
    assert {c[:3] for c in own(other)} >= {("mål", "ny", "Nöjda besökare"), ("mål", "borta", "Gröna parker")}


def test_words_within_a_paragraph(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("lekplatser och träd. Städning", "bänkar och träd. Städning"))
    change = diff.avsnitt[0].ändringar[0]
    assert [p for p in change.ord if p.slag != "lika"] == [Piece("struket", "lekplatser"), Piece("tillagt", "bänkar")]
    assert diff.avsnitt[0].rubrik == "Nämndens uppdrag"


def test_rewrapping_changes_nothing(tmp_path: Path) -> None:
    assert changed(tmp_path, ("parker, lekplatser", "parker,\n  lekplatser")).händelse == "lika"


def test_bold_is_a_change_of_form(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("Städning ingår", "**Städning** ingår"))
    assert [c.skäl for c in diff.walk()] == ["bara formen, inga ord"]


def test_a_link_that_leads_elsewhere_is_seen(tmp_path: Path) -> None:
    before = "Städning ingår", "Städning ingår enligt [planen](https://exempel.se/a)"
    text = small.COMPLETE["kapitel.yaml"].replace(*before)
    one, other = small.make(tmp_path / "a", {"kapitel.yaml": text}), tmp_path / "b"
    small.make(other, {"kapitel.yaml": text.replace("exempel.se/a", "exempel.se/b")})
    diff = compare_reports(Workspace(other), Against(Workspace(one), "förr"), REPORT).diffs[0]
    assert "https://exempel.se/b" in to_text([diff], "förr")


def test_a_moved_paragraph_is_told_once(tmp_path: Path) -> None:
    text = small.COMPLETE["kapitel.yaml"].replace(
        "Städning ingår.", "Städning ingår.\n\n  Under året har en ny plan för stadens alla träd tagits fram."
    )
    moved = text.replace("\n\n  Under året har en ny plan för stadens alla träd tagits fram.", "").replace(
        "    Nämnden redovisar", "    Under året har en ny plan för stadens alla träd tagits fram.\n\n    Nämnden redovisar"
    )
    one, other = small.make(tmp_path / "a", {"kapitel.yaml": text}), small.make(tmp_path / "b", {"kapitel.yaml": moved})
    diff = compare_reports(Workspace(other), Against(Workspace(one), "förr"), REPORT).diffs[0]
    assert [(c.slag, c.händelse, c.skäl) for c in diff.walk()] == [("text", "flyttad", "från Nämndens uppdrag")]


def test_sections_come_and_go(tmp_path: Path) -> None:
    before, after = small.make(tmp_path / "a"), small.make(tmp_path / "b", {"kapitel.yaml": small.TABLES})
    write(after / "inputs/2023/parknamnden/rapport.yaml", "mall: liten\n")
    write(before / "inputs/2023/parknamnden/rapport.yaml", "mall: liten\n")
    gone = compare_reports(Workspace(after), Against(Workspace(before), "förr"), REPORT).diffs[0]
    assert ("avsnitt", "borta", "Nämndens uppdrag", "", "") in own(gone)
    come = compare_reports(Workspace(before), Against(Workspace(after), "förr"), REPORT).diffs[0]
    assert ("avsnitt", "ny", "Nämndens uppdrag", "", "") in own(come)


def test_the_reports_own_facts(tmp_path: Path) -> None:
    diff = changed(tmp_path, rapport=("status: fastställd", "status: utkast\ndiarienummer: PN 2024-17"))
    assert ("uppgift", "ändrad", "Status", "fastställd", "utkast") in own(diff)
    assert ("uppgift", "ny", "Diarienummer", "", "PN 2024-17") in own(diff)


def test_findings_come_and_go_and_lines_do_not_matter(tmp_path: Path) -> None:
    wrong = ("    Summa       |         |", "    Summa       |    99,9 |")
    diff = changed(tmp_path, wrong)
    assert [(c.händelse, c.vad) for c in diff.anmärkningar] == [("ny", "S01, fel")]
    text = small.COMPLETE["kapitel.yaml"].replace(*wrong)
    one = small.make(tmp_path / "c", {"kapitel.yaml": text})
    other = small.make(tmp_path / "d", {"kapitel.yaml": "\n\n\n" + text})
    assert compare_reports(Workspace(other), Against(Workspace(one), "förr"), REPORT).diffs[0].händelse == "lika"


def test_another_period_is_held_against_column_by_column(tmp_path: Path) -> None:
    root = small.make(tmp_path / "a")
    for name in ("rapport.yaml", "kapitel.yaml"):
        text = (root / "inputs/2023/parknamnden" / name).read_text("utf-8")
        write(root / "inputs/2024/parknamnden" / name, text.replace("11,2", "12,2").replace("| 2022 | 2023 |", "| 2023 | 2024 |"))
    period, year = Period.parse("2023"), Period.parse("2024")
    assert year
    workspace = Workspace(root)
    diff = compare_reports(workspace, Against(workspace, "perioden 2023", period), [(year, "parknamnden")]).diffs[0]
    figures = [c for c in own(diff) if c[0] == "siffra"]
    assert figures == [("siffra", "ändrad", "Resultat 2024, Parker, bokslut 2024 (förr bokslut 2023)", "11,2 mnkr", "12,2 mnkr")]


# Words


@given(st.text("ab ,.é\xa0", max_size=40), st.text("ab ,.é\xa0", max_size=40))
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = words.compare(before, after)
    assert "".join(p.text for p in pieces if p.slag != "tillagt") == before
    assert "".join(p.text for p in pieces if p.slag != "struket") == after
    assert all(p.text for p in pieces)
    if before == after:
        assert all(p.slag == "lika" for p in pieces)


def test_a_figure_and_its_unit_are_one_word() -> None:
    pieces = words.compare("kostar 1\xa0204,5\xa0mnkr i år", "kostar 1\xa0304,5\xa0mnkr i år")
    assert [p.text for p in pieces if p.slag != "lika"] == ["1\xa0204,5\xa0mnkr", "1\xa0304,5\xa0mnkr"]


def test_texts_of_any_size_are_compared() -> None:
    pieces = words.compare("a b " * 50_000, "b c " * 50_000)
    assert {p.slag for p in pieces} >= {"struket", "tillagt"}


# How it is printed

NASTY = "<script>alert(1)</script> *fet* `kod` [x](http://a.se) @alla #12 | a~~b~~ &amp; 1. # :smile: www.a.se GH-7 $x$ \x1b[31m"


def _nasty(text: str = NASTY) -> ReportDiff:
    change = Change("text", "ändrad", text, text, text + " nu", ord=(Piece("lika", text), Piece("tillagt", text)), skäl=text)
    rows = tuple(replace(change, vad=f"{number} {text}") for number in range(3))
    return ReportDiff("2023/parknamnden", text, "main", "ändrad", (SectionDiff("a", text, rows),), (change,), (text,))


def test_markdown_is_read_as_the_words_it_was_made_of() -> None:
    html = (
        MarkdownIt("commonmark", {"html": True, "linkify": False})
        .enable(["table", "strikethrough"])
        .render(to_markdown([_nasty()], "main"))
    )
    page = parse(f"<!DOCTYPE html><html><body>{html}</body></html>")
    names = {element.name for element in page.walk()}
    assert names <= {"#document", "html", "body", "h2", "h3", "p", "strong", "ul", "li", "del", "ins", "blockquote"}
    assert NASTY.replace("\x1b", "\ufffd") in page.text
    raw = to_markdown([_nasty()], "main")
    assert not re.search(r"@\w|#\d|GH-\d|http://|www\.|:smile:", raw)


@pytest.mark.parametrize("text", ["- punkt", "+ plus", "# rubrik", "1. ett", "2) två", "= lika", "> citat"])
def test_nothing_begins_a_block(text: str) -> None:
    html = MarkdownIt("commonmark").render(f"- {escape(text)}\n")
    assert html.count("<") == 4
    assert parse(f"<!DOCTYPE html><html><body>{html}</body></html>").text.strip() == text


def test_markdown_fits_a_comment_however_long() -> None:
    one = _nasty("långt ord " * 40)
    long = replace(one, avsnitt=one.avsnitt * 100)
    for diffs in ([long], [long] * 5, [_nasty()] * 1000):
        text = to_markdown(diffs, "main")
        assert len(text) <= MOST
        assert "till visas inte här" in text or "rapporter till" in text
    assert "vb diff 2023 parknamnden" in to_markdown([long], "main")
    emoji = replace(one, avsnitt=_nasty("😀" * 500).avsnitt * 100)
    assert len(to_markdown([emoji], "main").encode("utf-16-le")) // 2 <= MOST


def test_every_reports_summary_stands_before_any_details() -> None:
    long = replace(_nasty("ord " * 200), avsnitt=_nasty("ord " * 200).avsnitt * 100)
    text = to_markdown([long, replace(_nasty(), namn="2023/sist")], "main")
    assert text.index("2023/sist") < text.index("\n### ")
    assert "### 2023/sist" in text


def test_json_is_for_programs(tmp_path: Path) -> None:
    data = json.loads(to_json([changed(tmp_path, ("11,2", "11,9"))], "förr"))
    change = data["rapporter"][0]["avsnitt"][0]["ändringar"][0]
    assert change["slag"] == "siffra"
    assert (change["fil"], change["rad"]) == ("inputs/2023/parknamnden/kapitel.yaml", 10)
    assert [c["slag"] for c in change["följder"]] == ["siffra"] * 3


def test_the_page_says_in_words_what_colour_says(tmp_path: Path) -> None:
    diff = changed(tmp_path, ("11,2", "11,9"), ("lekplatser och", "bänkar <b>och</b>"[:6] + " och"))
    page = parse(render_diff(views([diff]), "Ändringar mot förr", Workspace(tmp_path / "b")))
    struck, added = page.all("del"), page.all("ins")
    assert "[struket: 11,2\xa0mnkr]" in [e.text for e in struck]
    assert "[tillagt: 11,9\xa0mnkr]" in [e.text for e in added]
    assert "[tillagt: bänkar]" in [e.text for e in added]
    rows = [[cell.text for cell in row.all("td", "th")] for row in page.one("table").all("tr")]
    assert rows[0][:3] == ["Ändring", "Verksamhet", "Bokslut 2023"]
    assert [row[0] for row in rows[1:]] == ["ändrad", "1 rad utan ändring", "ändrad"]
    ids = [e["id"] for e in page.walk() if e["id"]]
    assert len(ids) == len(set(ids))


def test_the_page_is_safe_whatever_the_words_are() -> None:
    html = render_diff(views([_nasty()]), NASTY, Workspace(Path("/finns-inte")))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
