"""Some telling pages look as they did: VB_SKRIV=1 pytest tests/output/test_page_images.py makes the references anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from tests.bilder import SHARE, difference, picture, save
from tests.conftest import REPOSITORY
from tests.pdf import HEADINGS, Pdf, Tag
from vb_gen.output.pdf.pdf import make_pdf

pytestmark = pytest.mark.xdist_group("bilder")
GOLDEN = REPOSITORY / "tests" / "golden"
VB, BUDGET = "2023/leanlink", "2024-budget/leanlink"
PAGES: dict[str, tuple[str, int | str]] = {  # a report, and what stands on the page: a number, a heading, or the role of a goal
    "omslag": (VB, 0),
    "innehall": (VB, 1),
    "driftsammandrag": (VB, "Resultat 2023"),
    "mal": (VB, "Art"),
    "plan": (BUDGET, "Investeringar"),
}


@pytest.fixture(scope="module")
def pdfs(published: dict[str, Path]) -> dict[str, Pdf]:
    return {name: Pdf(published[name]) for name in (VB, BUDGET)}


def place(pdf: Pdf, what: int | str) -> int:
    """The page that something begins on."""
    if isinstance(what, int):
        return what
    tags = [tag for tag in pdf.tree.walk() if tag.role == what or (tag.role in HEADINGS and _text(tag) == what)]
    return next(piece.page for piece in tags[0].pieces())


def _text(tag: Tag) -> str:
    return tag.text().replace("\xad", "").strip()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(pdfs: dict[str, Pdf], name: str, tmp_path: Path) -> None:
    report, what = PAGES[name]
    pdf = pdfs[report]
    found, golden = picture(pdf.path, place(pdf, what), tmp_path), GOLDEN / f"sida-{name}.png"
    if os.environ.get("VB_SKRIV") == "1":
        save(found, golden)
    with Image.open(golden) as reference:
        share = difference(reference, found)
    assert share < SHARE, f"{share:.1%} of the page differs. On purpose? VB_SKRIV=1 pytest tests/output/test_page_images.py"


SPOILED = """@media print {
  .omslag .enhet { margin-top: 20mm }
  .innehåll li { margin-left: 6mm }
  thead th { background: none }
  .statusrad { display: block; background: #444 }
}
</style>"""


def test_a_page_that_looks_otherwise_is_seen(published: dict[str, Path], pdfs: dict[str, Pdf], tmp_path: Path) -> None:
    html = published[VB].with_suffix(".html").read_text("utf-8")
    spoiled = tmp_path / "spoiled.pdf"
    spoiled.write_bytes(make_pdf(html.replace("</style>", SPOILED)))
    for name, (report, what) in PAGES.items():
        if report == VB:
            number = place(pdfs[VB], what)
            good, bad = picture(published[VB], number, tmp_path), picture(spoiled, number, tmp_path)
            assert difference(good, good) == 0
            assert difference(good, bad) > SHARE, name
