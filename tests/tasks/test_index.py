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


def test_folders_that_look_like_reports_and_are_none_are_told(root: Path) -> None:
    inputs = root / "inputs"
    (inputs / "bilder").mkdir()
    write(inputs / "_undan" / "parknamnden" / "rapport.yaml", "mall: liten\n")
    before = run("list", cwd=root)
    assert before.err == ""
    write(inputs / "2024-8" / "parknamnden" / "rapport.yaml", "mall: liten\n")
    write(inputs / "2024 Budget" / "parknamnden" / "rapport.yaml", "mall: liten\n")
    write(inputs / "helår 24" / "parknamnden" / "rapport.yaml", "mall: liten\n")
    write(inputs / "2023" / "badnamnden" / "ekonomi.yaml", "driftsammandrag: x\n")
    said = [
        "inputs/2023/badnamnden saknar rapport.yaml och räknas inte",
        "inputs/2024 Budget är ingen period: döp om den till 2024-budget",
        "inputs/2024-8 är ingen period: döp om den till 2024-08",
        "inputs/helår 24 är ingen period: ge den ett namn som 2023 (helår), 2023-08 (till och med augusti) eller 2024-budget",
    ]
    for arguments in (["list"], ["build", "--all", "--format", "html"]):
        ran = run(*arguments, cwd=root)
        assert (ran.code, ran.err.splitlines()[:4]) == (0, [f"Obs: {line}." for line in said])
    assert run("list", cwd=root).out.count("parknamnden") == before.out.count("parknamnden")
    examined = run("doctor", cwd=root).out
    assert [line for line in examined.splitlines() if line.startswith("saknas  inputs/")] == [f"saknas  {line}" for line in said]
