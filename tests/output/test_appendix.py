"""Kontrollbilagan: everything that was checked and found is in it, and it is a page like the others."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests import small
from tests.conftest import KOMMUN, REPOSITORY, Maker, read
from tests.page import Element, headings, parse
from tests.process import run
from vb_gen.checks.rule import Library
from vb_gen.checks.rules.targets import assess
from vb_gen.checks.run import RULES, Result, check
from vb_gen.core.finding import Level
from vb_gen.core.numbers import NBSP
from vb_gen.core.typesetting import typeset
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.appendix import control
from vb_gen.output.html.html import render_control

REPORTS = [f"{period.text}/{enhet}" for period, enhet in Workspace(REPOSITORY).reports()]
STEM = "outputs/2023/parknamnden"

WRONG = """
resultat:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet  | bokslut | budget | avvikelse | roll
    Parker      |    11,2 |   12,0 |       0,8 |
    Lekplatser  |     4,1 |    3,9 |      -0,2 |
    Summa       |      15 |   15,9 |       1,9 | summa
    Diken       |     2,0 |    3,0 |       1,5 | utanför
  undantag:
    - kod: S02
      rad: Summa
      skäl: "Avvikelsen är fel i handlingen; beslutet är fattat <så>."
målen:
  målområden:
    - målområde: Medborgare
      mål:
        - namn: Gröna parker
          status: uppnått
          bedömning: Parkerna är gröna.
          motivering: Gräset är **mycket** grönt.
          resultat: Gräset klipptes.
        - namn: Trygga lekplatser
          status: ej uppnått
          bedömning: Lekplatserna är gamla.
"""
INDICATORS = """
nämndindikatorer:
  grupper:
    - målområde: Medborgare
      rader: |
        mål               | indikator     | 2023 | målvärde | enhet
        Gröna parker      | Gröna gräsmattor | 60 | ≥ 80   | %
        Trygga lekplatser | Nya gungor    |   12 | ≥ 20     | antal
"""
MALL = small.MALL + "  - id: nämndindikatorer\n    rubrik: Indikatorer\n    fil: indikatorer\n    block: indikatorer\n"
DRAFT = "mall: liten\nstatus: utkast\n"


def make(root: Path, rapport: str = DRAFT, mall: str = MALL) -> Workspace:
    chapters = {"kapitel.yaml": small.TEXT + WRONG, "indikatorer.yaml": INDICATORS}
    extra = {"templates/mallar/liten.yaml": mall}
    return Workspace(small.make(root, chapters, rapport=rapport, extra=extra))


def checked(workspace: Workspace, name: str = "2023/parknamnden") -> Result:
    return check(read(workspace, name), Library(workspace))


@cache
def real(name: str) -> tuple[Result, Element]:
    """A real report, checked, and its page."""
    workspace = Workspace(REPOSITORY)
    result = checked(workspace, name)
    return result, parse(render_control(control(result), workspace))


def plain(text: str) -> str:
    return " ".join(text.replace(NBSP, " ").split())


def part(page: Element, name: str) -> Element:
    """All that stands between a heading and the next of its level, as one element."""
    (heading,) = [h for h in headings(page) if h["id"].endswith(name)]
    assert heading.parent is not None
    found = Element("part")
    below = heading.parent.children
    for element in below[below.index(heading) + 1 :]:
        if element.name == heading.name:
            break
        found.content.append(element)
    return found


# What it holds


@pytest.mark.parametrize("name", REPORTS)
def test_every_rule_with_how_many_relations_it_held(name: str) -> None:
    result, page = real(name)
    rows = [[plain(cell.text) for cell in row.all("th", "td")] for row in part(page, "kontrollerna").all("tr")]
    told = {row[0]: row[1:] for row in rows if len(row) == 7 and row[0] != "Kod"}
    assert sorted(told) == sorted(rule.code for rule in RULES)
    for rule in RULES:
        title, held, found, waived, notes, _ = told[rule.code]
        assert title == plain(typeset(rule.text.title))
        assert held == f"{result.checked.get(rule.code, 0)}"
        mine = [r for r in result.remarks if r.code == rule.code]
        expected = [sum(r in result.open for r in mine), sum(bool(r.undantag) for r in mine)]
        expected.append(len(mine) - sum(expected))
        assert [found, waived, notes] == [str(n) if n else "–" for n in expected]


@pytest.mark.parametrize("name", REPORTS)
def test_every_finding_is_in_it_once(name: str) -> None:
    result, page = real(name)
    waived = [r for r in result.remarks if r.undantag]
    for section, remarks in (("anmarkningar", result.open), ("undantagen", waived)):
        articles = part(page, section).all("article")
        assert len(articles) == len(remarks)
        for article, remark in zip(articles, remarks, strict=True):
            text = plain(article.text)
            assert text.startswith(plain(typeset(f"{remark.code} {remark.level}: {remark.text}")))
            assert plain(typeset(remark.uträkning)) in text
            assert f"rad {remark.place.line}" in text
            assert plain(typeset(remark.undantag)) in text
            assert len(article.all("li")) == len(remark.fakta)
    rounded = [r for r in result.remarks if r.code == "S00"]
    assert len(part(page, "avrundning").all("tr")) == (len(rounded) + 1 if rounded else 0)
    notes = [r for r in result.remarks if r.level is Level.UPPLYSNING and r.code != "S00" and not r.undantag]
    if notes:
        assert len(part(page, "upplysningarna").all("tr")) == len(notes) + 1


@pytest.mark.parametrize("name", REPORTS)
def test_every_goal_has_the_rules_and_the_reports_assessment_side_by_side(name: str) -> None:
    result, page = real(name)
    judged = assess(result.report)
    if not judged:
        assert "malen" not in {h["id"].rpartition("-")[2] for h in headings(page)}
        return
    words = {status: row["rad"] for status, row in result.report.statusord.items()}
    rows = [[plain(cell.text) for cell in row.all("th", "td")] for row in part(page, "malen").all("tr")[1:]]
    for row, one in zip(rows, judged, strict=True):
        assert row[0] == plain(typeset(one.mål.namn))
        assert row[1:3] == [words[one.status], words.get(one.mål.status or "", "–")]
        assert ("Bedömningarna skiljer sig." in row[3]) == (one.mål.status not in (None, one.status))
        assert all(plain(typeset(reason)) in row[3] for reason in one.skäl)


def test_a_small_report_told_in_full(tmp_path: Path) -> None:
    workspace = make(tmp_path)
    result = checked(workspace)
    page = parse(render_control(control(result), workspace))
    summary = [plain(line.text) for line in part(page, "sammanfattning").all("li")]
    assert f"Samband som har kontrollerats: {sum(result.checked.values())}" in summary
    assert "Anmärkningar med undantag: 1" in summary
    (waived,) = part(page, "undantagen").all("article")
    assert "15,9 (budget) − 15 (bokslut) = 0,9" in plain(waived.text)
    assert "Skäl till undantaget: Avvikelsen är fel i handlingen; beslutet är fattat <så>." in plain(waived.text)
    (rounded,) = part(page, "avrundning").all("tr")[1:]
    assert [plain(cell.text) for cell in rounded.all("td")][1:4] == ["15", "15,3", "−0,3"]
    (open_,) = [a for a in part(page, "anmarkningar").all("article") if "S02" in a.text]
    assert plain(open_.text).startswith("S02 fel: avvikelsen stämmer inte: Diken, Avvikelse")
    assert "3,0 (budget) − 2,0 (bokslut) = 1,0" in plain(open_.text)
    assert "Angivet 1,5, uträknat 1,0, skillnad +0,5." in plain(open_.text)
    assert "Diken, Bokslut 2023: 2,0 (kapitel.yaml, rad 13)" in plain(open_.text)
    green, safe = part(page, "malen").all("tr")[1:]
    assert "Rapportens motivering:Gräset är mycket grönt." in plain(green.text)
    assert green.all("strong")[-1].text == "mycket"
    assert "Nya gungor: 12 mot ≥ 20 (når inte målvärdet)" in plain(safe.text)
    assert "Bedömningarna skiljer sig" not in safe.text


def test_a_reason_is_shown_and_nothing_in_it_is_html(tmp_path: Path) -> None:
    workspace = make(tmp_path)
    html = render_control(control(checked(workspace)), workspace)
    assert "beslutet är fattat &lt;så&gt;." in html


# A page like the others


@pytest.mark.parametrize("name", REPORTS)
def test_ids_are_unique_and_all_that_is_pointed_at_is_there(name: str) -> None:
    _, page = real(name)
    ids = [element["id"] for element in page.walk() if element["id"]]
    assert len(ids) == len(set(ids))
    for element in page.walk():
        for target in (*element["aria-labelledby"].split(), element["href"].removeprefix("#") if element["href"] else ""):
            assert not target or target in ids


@pytest.mark.parametrize("name", REPORTS)
def test_one_h1_no_level_is_skipped_and_every_section_is_in_the_contents(name: str) -> None:
    _, page = real(name)
    levels = [int(h.name[1]) for h in headings(page)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    (contents,) = page.all("nav")
    sections = page.one("main").all("h2")
    assert [(a["href"], a.text) for a in contents.all("a")] == [(f"#{h['id']}", h.text) for h in sections]
    assert page.one("html")["lang"] == "sv"
    assert page.one("title").text.startswith("Kontrollbilaga – ")


@pytest.mark.parametrize("name", REPORTS)
def test_tables_have_captions_and_headers_and_no_cell_says_nothing(name: str) -> None:
    _, page = real(name)
    for table in page.all("table"):
        assert table.one("caption").text
        width = sum(int(col["class"].removeprefix("b")) for col in table.all("col"))
        assert width == 100
        for row in table.all("tr"):
            cells = row.all("th", "td")
            assert sum(int(cell["colspan"] or 1) for cell in cells) == len(table.all("col"))
            for cell in cells:
                assert cell.text.strip() or [e for e in cell.walk() if e["aria-label"]]


# Where it goes


def test_the_command_writes_one_page_a_report_and_says_where(tmp_path: Path) -> None:
    root = make(tmp_path).root
    ran = run("check", "2023", "parknamnden", "--report", cwd=root)
    assert ran.code == 1
    assert ran.out.splitlines()[-1] == f"Skrev {STEM}-kontroll.html"
    first = (root / f"{STEM}-kontroll.html").read_bytes()
    assert run("check", "--all", "--report", "--format", "json", cwd=root).err == f"Skrev {STEM}-kontroll.html\n"
    assert (root / f"{STEM}-kontroll.html").read_bytes() == first
    assert json.loads(run("check", "--all", "--report", "--format", "json", cwd=root).out)
    assert parse(first.decode("utf-8")).one("h1")


@pytest.mark.parametrize(
    ("rapport", "mall", "wanted"),
    [
        ("", "", False),
        ("kontrollbilaga: ja\n", "", True),
        ("", "kontrollbilaga: ja\n", True),
        ("kontrollbilaga: nej\n", "kontrollbilaga: ja\n", False),
    ],
)
def test_it_is_the_reports_last_appendix_where_the_report_or_its_mall_wants_it(
    rapport: str, mall: str, wanted: bool, tmp_path: Path
) -> None:
    root = make(tmp_path, DRAFT + rapport, mall + MALL.lstrip("\n")).root
    assert run("build", "2023", "parknamnden", "--format", "html", cwd=root).code == 0
    html = (root / f"{STEM}.html").read_text("utf-8")
    assert ("Kontrollbilaga" in html) == wanted
    assert (".bock" in html) == wanted
    if not wanted:
        return
    page = parse(html)
    last = page.one("main").children[-1]
    assert (last.name, last.classes, last.one("h2").text) == ("section", ["bilaga"], "Kontrollbilaga")
    assert [h.name for h in headings(last) if h["id"].endswith(("sammanfattning", "malen"))] == ["h3", "h3"]
    ids = [element["id"] for element in page.walk() if element["id"]]
    assert len(ids) == len(set(ids))
    links = [a["href"].removeprefix("#") for a in page.all("nav")[0].all("a")]
    assert set(links) <= set(ids)
    assert last.one("h2")["id"] in links


def test_the_appendix_can_be_printed(tmp_path: Path) -> None:
    root = make(tmp_path, DRAFT + "kontrollbilaga: ja\n").root
    assert run("build", "2023", "parknamnden", "--format", "pdf", cwd=root).code == 0
    from pypdf import PdfReader

    reader = PdfReader(root / f"{STEM}.pdf")
    text = plain(" ".join(page.extract_text() for page in reader.pages))
    assert "Alla kontroller" in text
    assert "Skäl till undantaget:" in text


def test_one_report_is_another_municipalitys(workspace: Maker) -> None:
    """Nothing of it is Linköping's."""
    made = workspace({"kommun.yaml": KOMMUN, "ekonomi.yaml": "nettokostnader: Kostnaderna ökade.\n"})
    html = render_control(control(checked(made)), made)
    assert "Exempelköpings kommun" in html
    assert not re.search(r"Linköping|Leanlink", html)
