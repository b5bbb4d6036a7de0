"""The index of all reports: what it links to is there, and it tells of nothing that lay in the folder before."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPOSITORY, write
from tests.page import Element, parse
from tests.process import run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two reports: one that is whole, one of the year before that is a draft."""
    root = small.make(tmp_path)
    for name, text in (("rapport.yaml", "mall: liten\n"), ("kapitel.yaml", small.TEXT)):
        write(root / "inputs" / "2022" / "parknamnden" / name, text)
    return root


def index(folder: Path) -> Element:
    return parse((folder / "index.html").read_text("utf-8"))


def links(page: Element) -> list[str]:
    return [link["href"] for link in page.one("main").all("a")]


def test_the_whole_has_an_index_of_pages_pdfs_and_figures(root: Path) -> None:
    ran = run("build", "--all", cwd=root)
    assert ran.code == 0
    assert "Skrev outputs/index.html" in ran.out
    page = index(root / "outputs")
    assert links(page) == [f"{year}/parknamnden.{kind}" for year in ("2023", "2022") for kind in ("html", "pdf", "csv")]
    assert [name for name in links(page) if not (root / "outputs" / name).is_file()] == []
    assert [heading.text for heading in page.all("h2")] == ["2023", "2022"]
    assert [line.text for line in page.of_class("uppgifter")] == [
        "Verksamhetsberättelse, fastställd",
        "Verksamhetsberättelse, utkast",
    ]
    size = round((root / "outputs/2023/parknamnden.pdf").stat().st_size / 1000)
    assert f"PDF, {size}\u00a0kB" in page.one("main").text
    with (root / "outputs/2023/parknamnden.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) > 5
    again = (root / "outputs" / "index.html").read_bytes()
    assert "Oförändrad" in run("build", "--all", cwd=root).out
    assert (root / "outputs" / "index.html").read_bytes() == again


def test_what_lay_in_the_folder_is_not_linked_to(root: Path) -> None:
    out = root / "ut"
    write(out / "2023" / "parknamnden.pdf", "en gammal\n")
    write(out / "2022" / "parknamnden.html", "en gammal\n")
    write(root / "inputs" / "2022" / "parknamnden" / "kapitel.yaml", "okänt: x\n")
    ran = run("build", "--all", "--format", "html", "--out", str(out), cwd=root)
    assert ran.code == 2
    page = index(out)
    assert links(page) == ["2023/parknamnden.html", "2023/parknamnden.csv"]
    assert [heading.text for heading in page.all("h2")] == ["2023", "2022"]
    assert not (root / "outputs").exists()


def test_a_part_has_no_index(root: Path) -> None:
    assert run("build", "2023", "--all", "--format", "html", cwd=root).code == 0
    assert run("build", "2023", "parknamnden", "--format", "html", cwd=root).code == 0
    assert not (root / "outputs" / "index.html").exists()


def test_a_page_is_the_same_bytes_whichever_formats_are_made(root: Path) -> None:
    run("build", "2023", "parknamnden", "--format", "html", "--out", "a", cwd=root)
    run("build", "2023", "parknamnden", "--out", "b", cwd=root)
    one, other = ((root / name / "2023" / "parknamnden.html").read_bytes() for name in "ab")
    assert one == other
    assert 'href="parknamnden.pdf" type="application/pdf"' in one.decode("utf-8")


def test_a_draft_names_no_pdf(root: Path) -> None:
    run("build", "2022", "parknamnden", "--format", "html", cwd=root)
    assert ".pdf" not in (root / "outputs" / "2022" / "parknamnden.html").read_text("utf-8")


def test_the_index_and_the_figures_are_not_kept_under_version_control() -> None:
    ignored = (REPOSITORY / ".gitignore").read_text("utf-8").splitlines()
    assert {"outputs/index.html", "outputs/**/*.csv"} <= set(ignored)
