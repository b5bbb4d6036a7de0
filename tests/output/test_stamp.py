"""Drafts: they say that they are drafts, of which version, and how many findings are open; a decided report is none."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests import small
from tests.process import run
from vb_gen.core.finding import UseError
from vb_gen.output.html.stamp import in_margin, read_stamp

DRAFT = "mall: liten\nstatus: utkast\n"
PAGE = Path("outputs/2023/parknamnden.html")
WRONG = {"kapitel.yaml": small.COMPLETE["kapitel.yaml"].replace("    Summa       |         |", "    Summa       |    99,9 |")}


def build(root: Path, *arguments: str) -> str:
    ran = run("build", "2023", "parknamnden", *arguments, cwd=root)
    assert ran.code == 0, ran.err
    return ran.err


def pages(root: Path) -> list[str]:
    pdf = PdfReader(BytesIO((root / PAGE).with_suffix(".pdf").read_bytes()))
    return [page.extract_text().replace("\xa0", " ") for page in pdf.pages]


def test_a_stamp_is_one_line_of_the_page(tmp_path: Path) -> None:
    root = small.make(tmp_path, WRONG, rapport=DRAFT)
    build(root, "--format", "html")
    plain = (root / PAGE).read_text("utf-8").splitlines()
    build(root, "--format", "html", "--stamp", "1f3a9c2 <&>")
    stamped = (root / PAGE).read_text("utf-8").splitlines()
    (line,) = [line for line in stamped if line not in plain]
    assert line == "<p>Utkast av 1f3a9c2 &lt;&amp;&gt; – 1 fel att se över</p>"
    stamped.remove(line)
    assert stamped == plain
    build(root, "--format", "html")
    assert (root / PAGE).read_text("utf-8").splitlines() == plain


def test_every_page_of_a_draft_says_what_it_is(tmp_path: Path) -> None:
    root = small.make(tmp_path, WRONG, rapport=DRAFT)
    build(root, "--format", "pdf")
    cover, *others = pages(root)
    assert "Utkast" in cover
    assert others
    assert all("UTKAST – inte beslutad" in page and "1 fel att se över" in page for page in others)
    build(root, "--format", "pdf", "--stamp", 'gren "a\\b"')
    cover, *others = pages(root)
    assert 'Utkast av gren "a\\b" – 1 fel att se över' in cover
    assert all('Utkast av gren "a\\b" – 1 fel att se över' in page for page in others)


def test_a_draft_without_findings_tells_its_version_only(tmp_path: Path) -> None:
    root = small.make(tmp_path, rapport=DRAFT)
    build(root, "--format", "html", "--stamp", "v1")
    assert "<p>Utkast av v1</p>" in (root / PAGE).read_text("utf-8").splitlines()


def test_a_draft_shows_what_is_missing_with_its_instruction(tmp_path: Path) -> None:
    root = small.make(tmp_path, {"kapitel.yaml": small.TABLES}, rapport=DRAFT)
    build(root, "--format", "html", "--stamp", "v1")
    assert "Beskriv uppdraget i korthet." in (root / PAGE).read_text("utf-8")


def test_a_decided_report_is_never_stamped(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    build(root)
    before = [(root / PAGE).with_suffix(kind).read_bytes() for kind in (".html", ".pdf")]
    told = build(root, "--stamp", "1f3a9c2")
    assert told == "Rapporten är fastställd och stämplas inte: --stamp är för utkast.\n"
    assert [(root / PAGE).with_suffix(kind).read_bytes() for kind in (".html", ".pdf")] == before
    assert not any("UTKAST" in page.upper() for page in pages(root))


@pytest.mark.parametrize("text", ["", "  ", "x" * 61, "a\u202eb", "\x1b[31m"])
def test_a_stamp_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(UseError, match="--stamp"):
        read_stamp(text)


def test_a_stamp_cannot_end_the_style(tmp_path: Path) -> None:
    assert read_stamp(" a \n b ") == "a b"
    made = in_margin("<head>\n</head>", '</style>"; }')
    assert made.count("</style>") == 1
    assert '\\00003c /style>\\000022 ; }"' in made


def test_pages_are_not_compared_with_a_stamp(tmp_path: Path) -> None:
    ran = run("build", "--check", "--stamp", "x", cwd=small.make(tmp_path))
    assert (ran.code, ran.err) == (2, "Webbsidorna som jämförs har ingen stämpel. Skriv utan --stamp.\n")
