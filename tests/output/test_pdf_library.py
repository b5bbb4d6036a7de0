"""A WeasyPrint that does otherwise than expected: the page is written, the PDF refused in Swedish with exit 3."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPOSITORY
from tests.process import run_python

# What another version might have changed: a tag's name, the tags' number, what is inside a page, the module itself.
CHANGES = {
    "a tag": "import pydyf\nfrom vb_gen.output.pdf import tagtree\n"
    "tagtree.TagTree.children = lambda *_: [pydyf.Dictionary({'Type': '/X'})]\n",
    "tables": "from vb_gen.output.pdf import tagging\ntagging.table_sources = lambda document: []\n",
    "a page": "from vb_gen.output.pdf import tagging\ntagging.table_sources = lambda document: document._pages\n",
    "a module": "import sys, weasyprint\nsys.modules['weasyprint.urls'] = None\n",
}


@pytest.mark.parametrize("change", CHANGES)
def test_other_tags_are_told_and_no_traceback(tmp_path: Path, change: str) -> None:
    root = small.make(tmp_path)
    ran = run_python(CHANGES[change] + "from vb_gen.cli import main\nmain()\n", "build", "2023", "parknamnden", cwd=root)
    assert (ran.code, ran.out) == (3, "Skrev outputs/2023/parknamnden.html\n"), ran.err
    assert "på ett annat sätt än vb räknar med" in ran.err
    assert 'pip install "weasyprint>=70,<71"' in ran.err
    assert "HTML-filen är skriven" in ran.err
    assert not (root / "outputs/2023/parknamnden.pdf").exists()


def test_a_library_that_stops_leaves_the_page(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    change = "import weasyprint\ndef stop(*a, **k): raise ZeroDivisionError\nweasyprint.HTML.write_pdf = stop\n"
    ran = run_python(change + "from vb_gen.cli import main\nmain()\n", "build", "2023", "parknamnden", cwd=root)
    assert (ran.code, ran.out) == (3, "Skrev outputs/2023/parknamnden.html\n"), ran.err
    assert "HTML-filen är skriven" in ran.err


def test_the_next_major_version_is_not_installed() -> None:
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    (line,) = [one for one in declared if one.startswith("weasyprint")]
    assert re.fullmatch(r"weasyprint>=70,<71", line)
