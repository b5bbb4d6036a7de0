"""Pictures in running text: with words, from the report's own folder, looked at by content, held by the page."""

from __future__ import annotations

import base64
import io
import random
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import small
from tests.conftest import faults, render
from tests.page import parse
from vb_gen.core.finding import Finding
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.size import at_most
from vb_gen.output.pdf.pdf import make_pdf

ONE = "![En park](bilder/park.png)"
OWN = "inputs/2023/parknamnden/bilder/park.png"
HERE = "inputs/2023/parknamnden/kapitel.yaml"


def image(kind: str = "PNG", size: tuple[int, int] = (4, 3), mode: str = "RGB", **settings: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **settings)
    return out.getvalue()


def written(
    root: Path, line: str, *, data: bytes | None = None, at: str = "inputs/2023/parknamnden/bilder/park.png"
) -> Workspace:
    """The small report with a line of its own in the text, and a picture."""
    text = small.TEXT.replace("Städning ingår.\n", f"Städning ingår.\n\n  {line}\n\n  Mer text.\n")
    assert line in text
    small.make(root, {"kapitel.yaml": text + small.TABLES})
    path = root / at
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(image() if data is None else data)
    return Workspace(root)


def refused(workspace: Workspace) -> Finding:
    (found,) = faults(workspace)
    assert found.instead
    assert (found.place.document.name, found.place.line) == (HERE, 4)
    return found


@pytest.mark.parametrize(("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
@pytest.mark.parametrize("at", ["inputs/2023/parknamnden/bilder/park.png", "inputs/bilder/park.png"])
def test_a_picture_is_held_by_the_page(tmp_path: Path, kind: str, mime: str, at: str) -> None:
    data = image(kind)
    html = render(written(tmp_path, '![Tre "barn" gungar](bilder/park.png "Parken i maj 2021-2023")', data=data, at=at))
    (figure,) = parse(html).all("figure")
    picture = figure.one("img")
    assert base64.b64decode(picture["src"].removeprefix(f"data:{mime};base64,")) == data
    assert picture["alt"] == "Tre ”barn” gungar"
    assert figure.one("figcaption").text == "Parken i maj 2021–2023"
    assert picture["title"] == ""
    assert 'src="bilder' not in html


def test_the_reports_own_picture_comes_before_the_shared_one(tmp_path: Path) -> None:
    workspace = written(tmp_path, "![En park](bilder/park.png)", data=image(size=(5, 5)))
    written(tmp_path, "![En park](bilder/park.png)", data=image(size=(6, 6)), at="inputs/bilder/park.png")
    assert base64.b64encode(image(size=(5, 5))).decode() in render(workspace)


def test_words_of_a_picture_may_name_a_figure_and_never_become_code(tmp_path: Path) -> None:
    html = render(written(tmp_path, '![<b> {{ resultat.summa.avvikelse }} mnkr\\" onload=x](bilder/park.png)'))
    picture = parse(html).one("figure").one("img")
    assert set(picture.attributes) == {"src", "alt"}
    assert "0,6" in picture["alt"]


@pytest.mark.parametrize("alt", ["", " ", "park.png", "IMG_1234.JPG", "DSC01234", "bild", "Bild 3"])
def test_a_picture_without_words_is_refused(tmp_path: Path, alt: str) -> None:
    found = refused(written(tmp_path, f"![{alt}](bilder/park.png)"))
    assert (found.code, found.place.column) == ("R06", 3)


@pytest.mark.parametrize(
    "address",
    [
        "https://exempel.se/park.png",
        "//exempel.se/park.png",
        "data:image/png;base64,AAAA",
        "file:///etc/passwd",
        "/etc/passwd",
        "../../../hemlig.png",
        "%2e%2e/%2e%2e/%2e%2e/hemlig.png",
        "bilder/../../../../hemlig.png",
        "C:/bilder/park.png",
        "bilder\\\\park.png",
        "~/park.png",
    ],
)
def test_a_picture_from_elsewhere_is_refused(tmp_path: Path, address: str) -> None:
    (tmp_path / "hemlig.png").write_bytes(image())
    found = refused(written(tmp_path / "w", f"![En park]({address})"))
    assert found.code == "V02"


def test_a_link_out_of_the_workspace_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "hemlig.png").write_bytes(image())
    workspace = written(tmp_path / "w", "![En park](bilder/park.png)")
    path = workspace.root / "inputs/2023/parknamnden/bilder/park.png"
    path.unlink()
    path.symlink_to(tmp_path / "hemlig.png")
    assert [f.code for f in faults(workspace)] == ["K25"]


def test_a_name_nearly_right_is_proposed(tmp_path: Path) -> None:
    found = refused(written(tmp_path, "![En park](bilder/Park.jpg)"))
    assert found.instead == "Menade du ”bilder/park.png”?"


def _gps() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    return image("JPEG", exif=exif.tobytes())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (image("GIF"), "varken PNG eller JPEG"),
        (image("TIFF"), "varken PNG eller JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "varken PNG eller JPEG"),
        (b"", "varken PNG eller JPEG"),
        (image(size=(90, 90))[:60], "skadad"),
        (image("JPEG", size=(90, 90))[:-200], "skadad"),
        (image("JPEG", mode="CMYK"), "CMYK"),
        (image(mode="I;16"), "CMYK"),
        (image(size=(9000, 9000), mode="1"), "bildpunkter"),
        (image() + bytes(1_000_000), "större än 1 MB"),
        (_gps(), "GPS"),
    ],
)
def test_what_cannot_be_printed_is_told_by_its_content(tmp_path: Path, data: bytes, said: str) -> None:
    found = refused(written(tmp_path, "![En park](bilder/park.png)", data=data))
    assert found.code == "V03"
    assert said in found.text


def test_a_torn_picture_is_refused_after_a_pdf_was_made(tmp_path: Path) -> None:
    make_pdf("<p>En annan rapport</p>")  # WeasyPrint has every picture in its process read as far as it goes
    found = refused(written(tmp_path, "![En park](bilder/park.png)", data=image(size=(90, 90))[:60]))
    assert "skadad" in found.text


@pytest.mark.parametrize(
    "line",
    ["Se ![en park](bilder/park.png) här.", "# ![En park](bilder/park.png)", "[![a b](bilder/park.png)](https://a.example)"],
)
def test_a_picture_stands_by_itself(tmp_path: Path, line: str) -> None:
    assert refused(written(tmp_path, line)).code == "R06"


def test_a_picture_is_a_figure_with_its_words_in_the_pdf(tmp_path: Path) -> None:
    from tests.pdf import Pdf
    from vb_gen.output.pdf.pdf import make_pdf

    path = tmp_path / "ut.pdf"
    path.write_bytes(make_pdf(render(written(tmp_path, "![Tre barn gungar](bilder/park.png)", data=image(size=(60, 40))))))
    (figure,) = Pdf(path).tree.all("Figure")
    assert str(figure.entry["/Alt"]) == "Tre barn gungar"


@pytest.mark.parametrize("colours", [2, 64, 256])
def test_the_pdf_is_no_larger_than_its_page_says(tmp_path: Path, colours: int) -> None:
    """Noise in a palette is what grows most: a PDF holds it without the palette."""
    noise = random.Random(1)
    side = 700
    picture = Image.frombytes("P", (side, side), bytes(value % colours for value in noise.randbytes(side * side)))
    picture.putpalette(noise.randbytes(3 * colours))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    html = render(written(tmp_path, ONE, data=out.getvalue()))
    assert len(make_pdf(html)) < at_most(html)
