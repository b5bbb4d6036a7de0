"""The PDF: what it declares, what a screen reader is told, and what stands on its pages."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf.generic import Destination

from tests import small
from tests.conftest import REPORTS, render
from tests.page import Element, headings, parse
from tests.pdf import HEADINGS, Pdf, Tag
from vb_gen.disk.workspace import Workspace
from vb_gen.output.pdf import pdf as maker

pytestmark = pytest.mark.xdist_group("pdf")  # one reading of the PDFs, where the tests run in several processes


@pytest.fixture(scope="module", params=REPORTS)
def name(request: pytest.FixtureRequest) -> str:
    """The name of each real report, and of the bundle."""
    return str(request.param)


@pytest.fixture(scope="module")
def real(published: dict[str, Path], name: str) -> Pdf:
    return Pdf(published[name])


@pytest.fixture(scope="module")
def page(published: dict[str, Path], name: str) -> Element:
    return parse(published[name].with_suffix(".html").read_text("utf-8"))


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Pdf:
    """A draft where a required section is missing, with a table of some pages."""
    rows = "\n".join(f"    Park nummer {n} | {n} | {n + 1} | antal" for n in range(1, 121))
    long = f"personal:\n  rader: |\n    parker | 2022 | 2023 | enhet\n{rows}\n"
    root = small.make(
        tmp_path_factory.mktemp("utkast"), {"kapitel.yaml": small.TEXT + long}, rapport="mall: liten\nstatus: utkast\n"
    )
    path = root / "utkast.pdf"
    path.write_bytes(maker.make_pdf(render(Workspace(root))))
    return Pdf(path)


@pytest.fixture(scope="module", params=[*REPORTS, "utkast"])
def pdf(request: pytest.FixtureRequest, published: dict[str, Path], draft: Pdf) -> Pdf:
    """Each real report, the bundle and the draft."""
    return draft if request.param == "utkast" else Pdf(published[request.param])


def plain(text: str) -> str:
    """Text without what only shows how lines were broken."""
    return re.sub(r"[\s\xad\u2010\u2011-]", "", text)


def words(element: Element, without: tuple[str, ...], after: dict[str, str] = {}) -> str:  # noqa: B006
    """The text of an element but for elements of some names; `after` says what follows links to some places."""
    said = "".join(
        part if isinstance(part, str) else "" if part.name in without else words(part, without, after) for part in element.content
    )
    return said + (after.get(element["href"], "") if element.name == "a" else "")


def page_numbers(pdf: Pdf, page: Element) -> dict[str, str]:
    """The number of the page that each link of the contents list leads to, by the link's address."""
    places = pdf.reader.named_destinations
    found = {}
    for link in page.one("nav").all("a"):
        number = pdf.reader.get_destination_page_number(places[link["href"].removeprefix("#")])
        assert number is not None
        found[link["href"]] = str(number + 1)
    return found


# What the file declares


def test_it_is_pdf_a_2a_and_pdf_ua_1_at_once(real: Pdf) -> None:
    assert real.reader.pdf_header == "%PDF-1.7"
    assert not real.reader.is_encrypted
    metadata = real.root["/Metadata"].get_data().decode("utf-8")
    assert metadata.count("<rdf:RDF") == 1
    assert re.findall(r'pdfaid:(part|conformance)="(\w+)"', metadata) == [("part", "2"), ("conformance", "A")]
    assert re.findall(r"<pdfuaid:part>(\d)<", metadata) == ["1"]
    assert "PDF/UA identification schema" in metadata
    assert real.root["/OutputIntents"][0]["/DestOutputProfile"]
    assert real.reader.trailer["/ID"]
    assert real.root["/MarkInfo"]["/Marked"].value is True
    assert not {"/OpenAction", "/AA", "/AcroForm"} & real.root.keys()
    assert not {"/JavaScript", "/EmbeddedFiles"} & real.root.get("/Names", {}).keys()


def test_it_has_the_pages_language_and_title(real: Pdf, page: Element) -> None:
    title = page.one("head").one("title").text
    assert real.root["/Lang"] == page.one("html")["lang"]
    assert real.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert real.reader.metadata is not None
    assert real.reader.metadata.title == title
    assert f">{title}<" in real.root["/Metadata"].get_data().decode("utf-8")
    (author,) = (meta["content"] for meta in page.one("head").all("meta") if meta["name"] == "author")
    assert real.reader.metadata.author == author


def test_every_font_is_embedded_and_none_stands_in_for_another(real: Pdf) -> None:
    fonts = real.fonts()
    assert len(fonts) >= 2
    for name, descriptor in fonts.items():
        assert re.match(r"/[A-Z]{6}\+Lato\b", name)
        assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_every_letter_can_be_read_back(real: Pdf) -> None:
    text = "".join(real.page_texts)
    assert not re.search(r"[\ufffd\x00]", text)
    for letter in "åäöÅÄÖé−–”§≤≥±•":
        if letter in real.tree.text():
            assert letter in text
    assert "−" in text
    assert "”" in text


def test_a_hyphen_can_be_searched_for(real: Pdf) -> None:
    assert "\u2010" not in "".join(real.page_texts)


# What a screen reader is told


def test_everything_is_read_in_the_order_of_the_page(real: Pdf, page: Element) -> None:
    numbers = page_numbers(real, page)
    nav = page.one("nav")
    cover = next(element for element in page.all("header") if "omslag" in element.classes)
    main = words(page.one("main"), ("table", "nav", "svg"))
    assert len(main) > 10_000
    contents = plain(words(nav, (), numbers))
    said = plain(real.tree.text(without=("Table", "Lbl", "Figure")))
    said = re.sub(r",sidan\d+", "", said)  # below a chart, the page its table is on is told in print alone
    assert said.count(contents) == 1
    link = next(part.text for part in cover.all("p") if "hämta" in part.classes)  # of no use in the file it leads to
    assert said.replace(contents, "") == plain(cover.text.replace(link, "") + main)


def test_it_is_no_larger_than_its_page_says(page: Element, published: dict[str, Path], name: str) -> None:
    link = next(part.text for part in page.all("p") if "hämta" in part.classes)
    said = re.fullmatch(r"Hämta rapporten som PDF \(högst ([\d,]+)\u00a0MB\)", link)
    assert said, link
    assert published[name].stat().st_size <= float(said[1].replace(",", ".")) * 1_000_000


def test_every_table_is_read_cell_by_cell(real: Pdf, page: Element) -> None:
    """Each table is one table, over as many pages as it stands on, with its caption and its head once.

    What of a caption the heading above says already is not printed.
    """

    def rows(table: Tag | Element, row: str, *cells: str) -> list[list[str]]:
        return [[plain(cell.text() if isinstance(cell, Tag) else cell.text) for cell in r.all(*cells)] for r in table.all(row)]

    def seen(caption: Element) -> str:
        rest = plain(caption.all("span")[-1].text if "enhet" in caption.classes else caption.text)
        return "" if "upprepad" in caption.classes else rest[:1].upper() + rest[1:]

    html = [
        ([text for part in table.all("caption") if (text := seen(part))], rows(table, "tr", "th", "td"))
        for table in page.one("main").all("table")
    ]
    read = [([plain(part.text()) for part in tag.all("Caption")], rows(tag, "TR", "TH", "TD")) for tag in real.tree.all("Table")]
    assert len(html) >= 5
    assert read == html


def test_a_table_that_breaks_over_pages_is_one(draft: Pdf) -> None:
    [long] = [table for table in draft.tree.all("Table") if "Park nummer 120" in table.text()]
    assert len({piece.page for piece in long.pieces()}) >= 3
    assert long.text().count("2022") == 1


def test_headings_are_headings_in_order(real: Pdf, page: Element) -> None:
    numbers = page_numbers(real, page)
    nav = page.one("nav")
    expected = [(h.name.upper(), plain(words(h, (), numbers) if nav in h.above() else h.text)) for h in headings(page)]
    read = [(tag.role, plain(tag.text())) for tag in real.tree.all(*HEADINGS)]
    assert read == expected
    levels = [int(role[1]) for role, _ in read]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def scope(head: Tag) -> str:
    """Whether a header heads a column or a row."""
    attributes: Any = head.entry["/A"]
    return str(attributes["/Scope"])


def test_tables_are_built_of_rows_and_every_header_says_what_it_heads(pdf: Pdf) -> None:
    names = set()
    for table in pdf.tree.all("Table"):
        assert {part.role for part in table.content if isinstance(part, Tag)} <= {"Caption", "THead", "TBody"}
        assert len(table.all("THead")) == 1
        for row in table.all("TR"):
            assert row.content
            assert {part.role for part in row.content if isinstance(part, Tag)} <= {"TH", "TD"}
        assert {scope(head) for head in table.all("THead")[0].all("TH")} == {"/Column"}
        assert {scope(head) for body in table.all("TBody") for head in body.all("TH")} == {"/Row"}
        for cell in table.all("TH"):
            name: Any = cell.entry.get("/ID")
            if name is not None:
                names.add(name.original_bytes)
    assert names
    tree: Any = pdf.root["/StructTreeRoot"]["/IDTree"]["/Kids"][0].get_object()["/Names"]
    listed = [name.original_bytes for name in tree[::2]]
    assert set(listed) >= names
    assert listed == sorted(listed)
    for name, target in zip(tree[::2], tree[1::2], strict=True):
        assert target.get_object()["/ID"] == name


def test_lists_are_lists(real: Pdf) -> None:
    for found in real.tree.all("L"):
        assert {part.role for part in found.content if isinstance(part, Tag)} <= {"LI", "L"}
    assert all(item.role in ("Lbl", "LBody") for li in real.tree.all("LI") for item in li.content if isinstance(item, Tag))


def test_links_say_where_they_lead(real: Pdf) -> None:
    said = 0
    for number, sheet in enumerate(real.pages):
        assert sheet.get("/Tabs", "/S") == "/S"
        for annotation in sheet.get("/Annots") or []:
            link = annotation.get_object()
            assert link["/Subtype"] == "/Link", number
            assert re.search(r"[^\W\d_]", link["/Contents"])
            assert not link["/Contents"].startswith(("leanlink-", "#"))
            said += 1
    assert said > 20


def test_pictures_are_told_in_words(real: Pdf, page: Element) -> None:
    figures = real.tree.all("Figure")
    assert len(figures) >= len(page.all("figure")) > 0
    for figure in figures:
        assert re.search(r"\w\w", str(figure.entry.get("/Alt", "")))


def test_a_pictures_box_is_where_the_picture_is() -> None:
    """20 mm from the left and 30 mm from above, 40 mm wide and 10 high, in points from the lower left corner."""
    drawing = '<svg style="display: block; width: 40mm; height: 10mm"><title>En ruta</title><rect width="9" height="9"/></svg>'
    style = "@page { size: A4; margin: 30mm 20mm } body { margin: 0 }"
    page = f'<!DOCTYPE html><html lang="sv"><head><title>T</title><style>{style}</style></head><body>{drawing}</body></html>'
    [figure] = Pdf(BytesIO(maker.make_pdf(page))).tree.all("Figure")
    attributes: Any = figure.entry["/A"]
    assert [round(float(number) / 72 * 25.4, 1) for number in attributes["/BBox"]] == [20, 257, 60, 267]


def running(pdf: Pdf, page: Element) -> list[str]:
    """What stands above each page but the cover: `Verksamhetsberättelse 2023, Leanlink`; an appendix has its own title."""
    said = [plain(", ".join(part.text.strip() for part in page.one("h1").all("span")))] * len(pdf.pages)
    for title in page.of_class("bilagetitel"):
        begins = pdf.reader.get_destination_page_number(pdf.reader.named_destinations[title["id"]])
        assert begins is not None
        said[begins:] = [plain(title.text)] * (len(said) - begins)
    return said


def test_headers_and_page_numbers_are_artifacts_and_said_to_be(real: Pdf, page: Element) -> None:
    last = len(real.pages)
    for number, (title, artifacts) in enumerate(zip(running(real, page), real.artifacts(), strict=True), 1):
        headers = plain("".join(text for kind, text in artifacts if kind == ("/Pagination", "/Header")))
        footers = plain("".join(text for kind, text in artifacts if kind == ("/Pagination", "/Footer")))
        assert headers.startswith(title) == (number > 1)
        assert footers == (f"{number}({last})" if number > 1 else "")
    assert f"({last})" not in plain(real.tree.text())


def test_a_repeated_head_is_an_artifact_but_no_running_header(draft: Pdf) -> None:
    repeated = [text for artifacts in draft.artifacts() for kind, text in artifacts if kind == ("", "")]
    assert plain("".join(repeated)).count("Parker20222023") >= 2


# What stands on the pages


def test_the_outline_has_every_heading(real: Pdf, page: Element) -> None:
    found: list[tuple[int, str]] = []

    def walk(entries: list[Any], level: int) -> None:
        for entry in entries:
            if isinstance(entry, list):
                walk(entry, level + 1)
            else:
                assert isinstance(entry, Destination)
                found.append((level, plain(str(entry.title))))

    walk(real.reader.outline, 1)
    shown = [plain(h.text) for h in headings(page)]
    assert [title for _, title in found] == shown
    chapters = [plain(h.text) for h in page.one("main").all("h2")]
    shallow = min(level for level, title in found if title in chapters)
    assert [title for level, title in found if level == shallow and title in chapters][-len(chapters) :] == chapters


def test_the_contents_tell_the_pages_where_chapters_stand(real: Pdf, page: Element) -> None:
    told = [plain(link.text()) for link in real.tree.all("Link")]
    numbers = page_numbers(real, page)
    expected = [plain(link.text) + numbers[link["href"]] for link in page.one("nav").all("a")]
    assert len(expected) >= 10
    assert [line for line in told if line in expected] == expected
    where = {plain(tag.text()): piece.page + 1 for tag in real.tree.all(*HEADINGS) for piece in tag.pieces()}
    for link in page.one("nav").all("a"):
        if plain(link.text) in where and len([h for h in headings(page) if plain(h.text) == plain(link.text)]) == 1:
            assert numbers[link["href"]] == str(where[plain(link.text)])


def test_every_page_but_the_cover_has_its_number_and_a_running_header(real: Pdf, page: Element) -> None:
    last = len(real.pages)
    assert 12 <= last <= 120
    places = real.reader.named_destinations
    named = [h for h in headings(page) if h["id"] in places and page.one("nav") not in h.above()]
    chapters = [h for h in named if h.name == "h2" or (h.name == "h3" and any("bilaga" in e.classes for e in h.above()))]
    begins = [(real.reader.get_destination_page_number(places[h["id"]]), plain(h.text)) for h in chapters]
    assert "(" not in real.page_texts[0]
    cover = plain(page.one("h1").text)
    titles = running(real, page)
    for number, text in enumerate(map(plain, real.page_texts), 1):
        if number == 1:
            assert cover in text
            continue
        assert f"{number}({last})" in text
        assert titles[number - 1] in text
        here = [title for at, title in begins if at == number - 1]
        before = [title for at, title in begins if at is not None and at < number - 1]
        if chapter := (here[:1] or before[-1:]):
            assert chapter[0] in text, number
    assert real.reader.page_labels[:3] == ["1", "2", "3"]


def test_no_heading_or_caption_is_left_alone_at_the_foot_of_a_page(pdf: Pdf) -> None:
    last: dict[int, str] = {}

    def walk(tag: Tag, above: str) -> None:
        role = tag.role if tag.role in (*HEADINGS, "Caption", "THead") else above
        for part in tag.content:
            if isinstance(part, Tag):
                walk(part, role)
            elif part.text.strip():
                last[part.page] = role

    walk(pdf.tree, "")
    assert {number + 1: role for number, role in last.items() if role and number > 0} == {}


def test_a_tables_head_is_repeated_on_every_page_it_reaches(draft: Pdf) -> None:
    reached = [n for n, text in enumerate(draft.page_texts) if re.search(r"Park nummer \d+", text)]
    assert len(reached) >= 3
    for number in reached:
        assert {"Parker", "2022", "2023"} <= set(draft.page_texts[number].splitlines())
    rows = re.findall(r"Park nummer (\d+)", "".join(draft.page_texts))
    assert rows == [str(n) for n in range(1, 121)]


# The decision


def test_the_decision_is_in_the_metadata(tmp_path: Path) -> None:
    decided = "mall: liten\nstatus: fastställd\ndiarienummer: PN & 2024-17\nbeslut: Beslutad § 12\ndatum: 2024-02-14\n"
    made = Pdf(BytesIO(maker.make_pdf(render(Workspace(small.make(tmp_path, rapport=decided))))))
    told = made.reader.metadata
    assert told is not None
    assert told.subject == (
        "Verksamhetsberättelse för Parknämnden, Exempelköpings kommun, 2023. Diarienummer PN & 2024-17. Beslutad § 12."
    )
    assert str(told["/CreationDate"]) == "D:20240214"
    xmp = made.root["/Metadata"].get_data().decode("utf-8")
    assert "<dc:identifier>PN &amp; 2024-17</dc:identifier>" in xmp
    assert "<dc:date><rdf:Seq><rdf:li>2024-02-14</rdf:li></rdf:Seq></dc:date>" in xmp
    assert "<xmp:CreateDate>2024-02-14</xmp:CreateDate>" in xmp
    assert f">{told.subject.replace('&', '&amp;')}</rdf:li>" in xmp
    assert xmp.count("<rdf:RDF") == 1


# Drafts


def pictures(pdf: Pdf, folder: Path) -> list[tuple[int, int, bytes]]:
    """Every page as width, height and RGB values, small."""
    program = shutil.which("pdftoppm")
    assert program, "poppler-utils is missing: make test-system"
    subprocess.run([program, "-r", "24", pdf.path, folder / "sida"], check=True)
    found = []
    for path in sorted(folder.glob("sida*.ppm")):
        _, size, _, values = path.read_bytes().split(b"\n", 3)
        width, height = map(int, size.split())
        found.append((width, height, values))
    return found


def reddish(picture: tuple[int, int, bytes]) -> float:
    """How much of the middle of a page is tinted red, as a watermark is."""
    width, height, values = picture
    spots = [(y * width + x) * 3 for y in range(height // 5, height * 4 // 5) for x in range(width // 5, width * 4 // 5)]
    return sum(values[i] > values[i + 1] + 4 and values[i] > values[i + 2] + 4 for i in spots) / len(spots)


def test_a_draft_is_marked_on_every_page(draft: Pdf, tmp_path: Path) -> None:
    assert len(draft.pages) >= 4
    assert ["utkast" in text.casefold() for text in draft.page_texts] == [True] * len(draft.pages)
    marked = [reddish(picture) > 0.02 for picture in pictures(draft, tmp_path)]
    assert marked[1:] == [True] * (len(draft.pages) - 1)  # the cover is dark and says it in words


def test_a_draft_shows_what_is_missing(draft: Pdf) -> None:
    text = " ".join("".join(draft.page_texts).split())
    assert "Resultat 2023" in text
    assert "Bokslut mot budget för varje verksamhet." in text
    assert "saknas" in text


def test_a_decided_report_has_no_watermark(real: Pdf, tmp_path: Path) -> None:
    assert not any("inte beslutad" in text for text in real.page_texts)
    assert max(reddish(picture) for picture in pictures(real, tmp_path)) < 0.02


# When a PDF is made again


def test_what_a_pdf_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    same = maker.fingerprint("<p>a</p>")
    assert maker.fingerprint("<p>a</p>") == same
    assert maker.fingerprint("<p>b</p>") != same
    with monkeypatch.context() as patch:
        patch.setattr(maker, "described", lambda font: ["another"])
        assert maker.fingerprint("<p>a</p>") != same
    version = importlib.metadata.version
    for package in ("vb-gen", "weasyprint"):
        with monkeypatch.context() as patch:
            patch.setattr(importlib.metadata, "version", lambda name, p=package: "0" if name == p else version(name))
            assert maker.fingerprint("<p>a</p>") != same
