"""Every page of every report: figures end in line, nothing stands outside the margins or on something else, pages are full."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPORTS, render
from tests.geometri import Layout
from vb_gen.disk.workspace import Workspace
from vb_gen.output.pdf.pdf import make_pdf

pytestmark = pytest.mark.xdist_group("geometri")


@pytest.mark.parametrize("name", REPORTS)
def test_everything_stands_where_it_should(published: dict[str, Path], name: str) -> None:
    path = published[name]
    layout = Layout(path, path.with_suffix(".html").read_text("utf-8"))
    assert sum(len(edges) for _, _, edges in layout.columns()) > 200  # there were figures to look at
    assert layout.all_faults() == []


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    return render(Workspace(small.make(tmp_path_factory.mktemp("geometri"))))


def faults(html: str, css: str = "", more: str = "") -> list[str]:
    """What is wrong with a page that has more style and more content."""
    html = html.replace("</style>", f"@media print {{ {css} }}\n</style>").replace("</main>", f"{more}\n</main>")
    return Layout(BytesIO(make_pdf(html)), html).all_faults()


@pytest.mark.parametrize(
    "css",
    [
        "",
        "html { font-size: 10pt }",  # letters, lines and pages as another version of the font might make them
        "html { letter-spacing: .1pt; line-height: 1.45 }",
        "main { font-weight: 500; word-spacing: .06em }",
    ],
)
def test_another_font_is_no_fault(html: str, css: str) -> None:
    assert faults(html, css) == []


TEXT = "<p>Parken har fått nya lampor.</p>"


@pytest.mark.parametrize(
    ("css", "more", "expected"),
    [
        ("", '<p style="margin-left: -5mm">Utanför</p>', "”Utanför” is outside the margins"),
        ("", '<p style="white-space: nowrap">' + "Parken_har_fått_nya_lampor_" * 6 + "</p>", "is outside the margins"),
        ("", '<div style="margin-right: -5mm; border-top: 1pt solid">Text</div>', "”a rule or a box” is outside the margins"),
        ("", f'{TEXT}<p style="margin-top: -1.9em">Grillar har satts upp.</p>', "stands on"),
        ("tbody tr:first-child td.tal { padding-right: 6pt }", "", "right edges from"),
        ("td.tal { text-align: center }", "", "right edges from"),
        ("", f'<div style="break-before: page">{TEXT}</div><p style="break-before: page">Text</p>', "is 2% full"),
        ("", f'<p style="height: 100mm">Halv</p><div style="break-before: page">{TEXT * 40}</div>', "% full"),
        ("main table tbody tr:nth-child(2) { break-before: page !important }", "", "rows on a page"),
        ("", f'<h2>Rubrik</h2><div style="break-before: page">{TEXT}</div>', "ends with the H2 ”Rubrik”"),
    ],
)
def test_a_planted_fault_is_seen(html: str, css: str, more: str, expected: str) -> None:
    found = faults(html, css, more)
    assert any(expected in fault for fault in found), found
