"""`vb build --check`: are the tracked pages the ones that would be made? Nothing is written; what differs is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import small
from tests.process import run
from vb_gen.diff.pages import MOST, page_changes

CHAPTER = "inputs/2023/parknamnden/kapitel.yaml"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    root = small.make(tmp_path)
    assert run("build", "--all", "--format", "html", cwd=root).code == 0
    return root


def files(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_pages_that_are_up_to_date(built: Path) -> None:
    ran = run("build", "--check", cwd=built)
    assert (ran.code, ran.out) == (0, "1 av 1 webbsidor är aktuella.\n")
    assert run("build", "2023", "parknamnden", "--check", cwd=built).code == 0


def test_a_stale_page_is_told_in_the_readers_terms_and_stays(built: Path) -> None:
    path = built / CHAPTER
    path.write_text(path.read_text("utf-8").replace("11,2", "11,9").replace("Städning ingår", "Städning ingår inte"), "utf-8")
    before = files(built)
    ran = run("build", "--all", "--check", cwd=built)
    assert ran.code == 1
    assert files(built) == before
    assert "parknamnden.html är inte aktuell" in ran.out
    assert "Resultat 2023, belopp i mnkr, Parker:\n  [−11,2−][+11,9+]\n" in ran.out
    assert "Städning ingår[+ inte+]." in ran.out
    assert "0 av 1 webbsidor" in ran.out
    assert "vb build 2023 parknamnden --format html" in ran.err
    assert "<" not in ran.out


def test_a_missing_page_and_one_without_a_report(built: Path) -> None:
    page = built / "outputs/2023/parknamnden.html"
    page.rename(page.with_name("annan.html"))
    ran = run("build", "--check", cwd=built)
    assert ran.code == 1
    assert "parknamnden.html finns inte" in ran.out
    assert "outputs/2023/annan.html hör inte till någon rapport" in ran.out


def test_what_only_markup_tells_is_shown_as_lines(built: Path) -> None:
    page = built / "outputs/2023/parknamnden.html"
    page.write_text(page.read_text("utf-8").replace('<main id="innehall"', '<main id="annat"'), "utf-8")
    ran = run("build", "--check", cwd=built)
    assert ran.code == 1
    assert '-<main id="annat"' in ran.out
    assert '+<main id="innehall"' in ran.out


def test_a_report_that_cannot_be_read_is_bad_input(built: Path) -> None:
    path = built / CHAPTER
    path.write_text(path.read_text("utf-8").replace("11,2", "1.234"), "utf-8")
    assert run("build", "--check", cwd=built).code == 2


def test_bad_use(built: Path) -> None:
    assert run("build", "--check", "--format", "pdf", cwd=built).code == 2
    assert run("build", "2023", "parknamnden", "--all", "--check", cwd=built).code == 2


def test_a_long_list_is_cut() -> None:
    one, other = ("\n".join(f"<p>{word} {number}</p>" for number in range(500)) for word in ("ett", "två"))
    told = page_changes(one, other)
    assert len(told) == MOST + 1
    assert page_changes(one, one) == []
