"""Every PDF is PDF/A-2a and PDF/UA-1 at once: veraPDF says so, of every check that it makes by both profiles."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests import small
from tests.conftest import REPORTS, render, shared
from tests.verapdf import PROFILES, Verdict, validate
from vb_gen.disk.workspace import Workspace
from vb_gen.output.pdf.pdf import make_pdf

pytestmark = pytest.mark.xdist_group("verapdf")  # Java is started once, where the tests run in several processes
Verdicts = dict[str, dict[str, Verdict]]  # by the report's or the fault's name, then by profile

DECIDED = """
mall: liten
status: fastställd
diarienummer: PN 2024-17
beslut: Beslutad av Parknämnden § 12
datum: 2024-02-14
"""
SQUARE = '<svg viewBox="0 0 4 4" width="40" height="40">{}<rect width="4" height="4"/></svg>'


def with_more(html: str, more: str) -> bytes:
    """A page with something after its last chapter."""
    assert html.count("</main>") == 1
    return make_pdf(html.replace("</main>", f"{more}\n</main>"))


def with_a_program(html: str) -> bytes:
    """A PDF that someone has put JavaScript into."""
    writer, out = PdfWriter(clone_from=BytesIO(make_pdf(html))), BytesIO()
    action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hej');")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    writer.write(out)
    return out.getvalue()


# What is done to a good page, and the rules that veraPDF then finds broken, by profile.
PLANTED: dict[str, tuple[Callable[[str], bytes], dict[str, set[str]]]] = {
    "inget fel": (make_pdf, {}),
    "bild med namn": (lambda html: with_more(html, f"<p>{SQUARE.format('<title>En ruta</title>')}</p>"), {}),
    "bild utan namn": (lambda html: with_more(html, f"<p>{SQUARE.format('')}</p>"), {"ua1": {"7.3-1"}}),
    "inget språk": (lambda html: make_pdf(html.replace(' lang="sv"', "")), {"ua1": {"7.2-29"}}),
    "överhoppad nivå": (lambda html: with_more(html, "<h2>Ett</h2>\n<h4>Tre</h4>\n<p>Text</p>"), {"ua1": {"7.4.2-1"}}),
    "program": (with_a_program, {"2a": {"6.5.1-1"}}),
}


@pytest.fixture(scope="module")
def verdicts(published: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """All the reports, and a small one with each planted fault, validated in one start of Java."""
    with shared(tmp_path_factory, "verapdf") as folder:
        told = folder / "svar.json"
        if not told.exists():
            html = render(Workspace(small.make(folder / "arbetsyta", rapport=DECIDED)))
            files = dict(published)
            for name, (spoil, _) in PLANTED.items():
                files[name] = folder / f"{name}.pdf"
                files[name].write_bytes(spoil(html))
            answers = validate(list(files.values()))
            by_name = {name: {p: asdict(answers[p][path]) for p in PROFILES} for name, path in files.items()}
            told.write_text(json.dumps(by_name), "utf-8")
        return {name: {p: Verdict(**v) for p, v in said.items()} for name, said in json.loads(told.read_text("utf-8")).items()}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_holds_by_both_profiles(verdicts: Verdicts, name: str, profile: str) -> None:
    verdict = verdicts[name][profile]
    assert list(verdict.faults) == []
    assert verdict.failed == 0
    assert verdict.checks > 50_000  # it was looked into


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_and_nothing_else(verdicts: Verdicts, fault: str, profile: str) -> None:
    verdict = verdicts[fault][profile]
    expected = PLANTED[fault][1].get(profile, set())
    assert {said.split(" ")[0] for said in verdict.faults} == expected, verdict.faults
    assert (verdict.failed > 0) == bool(expected)
