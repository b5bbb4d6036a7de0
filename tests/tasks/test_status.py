"""How far a section has come: where that is written, what it asks of a decided report, and what the coordinator sees."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests import small
from tests.conftest import REPOSITORY, Maker, faults, read, write
from tests.page import parse
from tests.process import run
from vb_gen.disk.workspace import Workspace
from vb_gen.model.progress import gaps, states, unapproved

CHAPTERS = {
    "bedomning.yaml": """
        nämndens_uppdrag: |
          Vi sköter parker.
        analys:
          läge: klar
          text: |
            Året var bra.
        händelser:
          läge: godkänd
          text: |
            Inget hände.
        """,
    "verksamhet.yaml": """
        planer_och_program:
          läge: godkänd
        internkontroll: |
          Allt är gjort.
        lokalförsörjning: |

        personalplan:
          läge: utkast
          text: |
            Vi anställer.
        """,
}


def told(workspace: Workspace) -> dict[str, str]:
    return {state.section.id: state.läge for state in states(read(workspace))}


def test_a_section_says_it_or_takes_it_from_what_is_around_it(workspace: Maker) -> None:
    found = told(workspace(CHAPTERS))
    written = {key: found[key] for key in ("nämndens_uppdrag", "analys", "händelser", "internkontroll", "personalplan")}
    assert written == {
        "nämndens_uppdrag": "utkast",
        "analys": "klar",
        "händelser": "godkänd",
        "internkontroll": "godkänd",
        "personalplan": "utkast",
    }
    assert found["driftsammandrag"] == "saknas"  # the mall wants it
    assert found["lokalförsörjning"] == "saknas"  # the author made room for it
    assert "objektsplan" not in found  # nobody asked for it


def test_rapport_yaml_says_it_of_the_rest(workspace: Maker) -> None:
    found = told(workspace(CHAPTERS | {"rapport.yaml": "mall: vb-2023\nläge: klar\n"}))
    assert (found["nämndens_uppdrag"], found["händelser"], found["internkontroll"]) == ("klar", "godkänd", "godkänd")


def test_where_no_marks_are_used_a_decision_approves(workspace: Maker) -> None:
    files = {"rapport.yaml": "mall: vb-2023\nstatus: fastställd\n", "verksamhet.yaml": "internkontroll: |\n  Allt är gjort.\n"}
    assert told(workspace(files))["internkontroll"] == "godkänd"
    files["bedomning.yaml"] = "analys:\n  läge: godkänd\n  text: |\n    Bra.\n"
    assert told(workspace(files))["internkontroll"] == "utkast"  # somebody uses them, so what is unmarked is not approved


def test_the_real_reports_are_approved_by_their_decisions(example: Workspace) -> None:
    for period, enhet in example.reports():
        report = read(example, f"{period.text}/{enhet}")
        assert {state.läge for state in states(report)} == {"godkänd"}
        assert unapproved(report) == []


def test_a_decided_report_asks_for_every_section(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    folder = root / "inputs" / "2023" / "parknamnden"
    head, chapter = folder / "rapport.yaml", folder / "kapitel.yaml"
    before = run("build", "2023", "parknamnden", "--format", "html", cwd=root)
    assert before.code == 0
    page = (root / "outputs" / "2023" / "parknamnden.html").read_bytes()

    head.write_text("mall: liten\nstatus: fastställd\nläge: klar\n", "utf-8")
    chapter.write_text(chapter.read_text("utf-8").replace("resultat:\n", "resultat:\n  läge: utkast\n"), "utf-8")
    ran = run("build", "2023", "parknamnden", "--format", "html", cwd=root)
    assert ran.code == 1
    lines = ran.err.splitlines()
    where = [re.sub(r": fel: .*", "", line) for line in lines if "[B02]" in line]
    row = chapter.read_text("utf-8").split("\n").index("  läge: utkast") + 1
    assert sorted(where) == [f"inputs/2023/parknamnden/kapitel.yaml:{row}:9", "inputs/2023/parknamnden/rapport.yaml:3:7"]
    assert "läget är utkast" in ran.err
    assert "  → Skriv läge: godkänd när avsnittet är granskat, eller sätt status: utkast." in lines
    assert (root / "outputs" / "2023" / "parknamnden.html").read_bytes() == page

    head.write_text("mall: liten\nstatus: fastställd\nläge: godkänd\n", "utf-8")
    chapter.write_text(chapter.read_text("utf-8").replace("läge: utkast", "läge: Godkänd"), "utf-8")
    assert run("build", "2023", "parknamnden", "--format", "html", cwd=root).code == 0
    assert (root / "outputs" / "2023" / "parknamnden.html").read_bytes() == page  # a läge is no part of the report


def test_another_word_is_refused(workspace: Maker) -> None:
    [fault] = faults(workspace({"bedomning.yaml": "analys:\n  läge: klart\n  text: |\n    Bra.\n"}))
    assert (fault.code, fault.text, fault.place.line) == ("M02", "”läge” kan inte vara ”klart”", 2)
    assert fault.instead.startswith("Menade du ”klar”?")


# vb status


@pytest.fixture
def root(workspace: Maker) -> Path:
    goals = "målredovisning:\n  målområden:\n    - målområde: Medborgare\n      mål:\n        - namn: Nära park\n"
    kommun = (REPOSITORY / "inputs" / "kommun.yaml").read_text(
        "utf-8"
    ) + "  parknamnden:\n    namn: Parknämnden\n    sort: nämnd\n"
    made = workspace(CHAPTERS | {"malredovisning.yaml": goals, "kommun.yaml": kommun})
    shutil.copytree(REPOSITORY / "inputs" / "2023" / "vss", made.inputs / "2023" / "vss")
    return made.root


def status(root: Path, *arguments: str) -> Any:
    return json.loads(run("status", *arguments, "--format", "json", cwd=root).out)


def test_status_in_the_terminal(root: Path) -> None:
    ran = run("status", cwd=root)
    assert (ran.code, ran.err) == (0, "")
    head, park, vss, *_ = ran.out.splitlines()
    assert head.split() == [
        "PERIOD",
        "ENHET",
        "STATUS",
        "SAKNAS",
        "UTKAST",
        "KLAR",
        "GODKÄND",
        "FEL",
        "VARNINGAR",
        "UPPLYSNINGAR",
    ]
    assert park.split()[:7] == ["2023", "parknamnden", "utkast", "9", "3", "1", "2"]
    assert vss.split()[:7] == ["2023", "vss", "fastställd", "0", "0", "0", "21"]
    assert "klar     analys                   inputs/2023/parknamnden/bedomning.yaml:3" in ran.out
    assert re.search(r"^utkast   målredovisning +inputs/2023/parknamnden/malredovisning\.yaml:1 +1 varning$", ran.out, re.M)
    assert re.search(r"^saknas   driftsammandrag +–$", ran.out, re.M)
    assert not any(line != line.rstrip() for line in ran.out.splitlines())


def test_status_for_programs_agrees_with_vb_check(root: Path) -> None:
    reports = status(root, "2023")
    checked = json.loads(run("check", "--format", "json", cwd=root).out)
    for report in reports:
        name = f"{report['period']}/{report['enhet']}"
        open_ = [remark for remark in checked if remark["rapport"] == name and not remark["undantag"]]
        for level, number in report["anmärkningar"].items():
            assert number == sum(remark["nivå"] == level for remark in open_), (name, level)
            within = sum(section["anmärkningar"][level] for section in report["avsnitt"])
            assert within <= number
        assert sum(report["lägen"].values()) == len(report["avsnitt"])


def test_a_report_that_cannot_be_read_is_told_and_the_others_are_shown(root: Path) -> None:
    write(root / "inputs" / "2023" / "parknamnden" / "ekonomi.yaml", "fel avsnitt: 1\n")
    ran = run("status", "--format", "json", cwd=root)
    assert ran.code == 2
    park, vss = json.loads(ran.out)
    assert (park["status"], park["avsnitt"], park["anmärkningar"]["fel"]) == ("kan inte läsas", [], 1)
    assert vss["status"] == "fastställd"
    assert "inputs/2023/parknamnden/ekonomi.yaml:1:1: fel: " in ran.err


def test_the_coordinators_page(root: Path) -> None:
    ran = run("status", "2023", "--format", "html", cwd=root)
    assert (ran.code, ran.out) == (0, "Skrev outputs/2023/status.html\n")
    page = parse((root / "outputs" / "2023" / "status.html").read_text("utf-8"))
    tables = page.all("table")
    assert [len(table.all("tr")) for table in tables] == [3, 16, 22]
    for table in tables:
        assert table.one("caption").text
        assert all(cell["scope"] in ("col", "row") for cell in table.all("th"))
    assert page.one("html")["lang"] == "sv"
    assert [h.text for h in page.all("h2")] == ["Alla rapporter", "Parknämnden, 2023", "Verksamhetsstöd och service, 2023"]
    assert {span.text for span in page.all("span") if "läge" in str(span["class"]).split()} == {
        "saknas",
        "utkast",
        "klar",
        "godkänd",
    }
    ids = {element["id"] for element in page.all("h2")}
    assert all(a["href"].removeprefix("#") in ids for a in tables[0].all("a"))
    assert run("status", "--format", "html", cwd=root).out == "Skrev outputs/status.html\n"
    assert run("status", "--format", "pdf", cwd=root).err == "Formatet ”pdf” finns inte. Skriv text, json eller html.\n"


def test_a_stranger_cannot_write_markup_into_it(root: Path) -> None:
    path = root / "inputs" / "2023" / "parknamnden" / "bedomning.yaml"
    path.write_text(path.read_text("utf-8").replace("  läge: klar", "  läge: klar\n  rubrik: <script>alert(1)</script>"), "utf-8")
    run("status", "--format", "html", cwd=root)
    assert "<script" not in (root / "outputs" / "status.html").read_text("utf-8")


def test_a_text_that_cannot_be_built_is_told_and_the_sections_are_shown(root: Path) -> None:
    before = status(root)[0]
    chapter = root / "inputs" / "2023" / "parknamnden" / "bedomning.yaml"
    chapter.write_text(chapter.read_text("utf-8").rstrip("\n") + " Se {{ finns.inte.alls }}.\n", "utf-8")
    ran = run("status", "--format", "json", cwd=root)
    assert ran.code == 2
    assert "[R01]" in ran.err
    park = json.loads(ran.out)[0]
    assert (park["status"], park["lägen"]) == (before["status"], before["lägen"])
    assert park["anmärkningar"]["fel"] == before["anmärkningar"]["fel"] + 1
    assert sum(section["anmärkningar"]["fel"] for section in park["avsnitt"]) == park["anmärkningar"]["fel"]
    run("status", "--format", "html", cwd=root)
    page = (root / "outputs" / "status.html").read_text("utf-8")
    assert "Rapporten går inte att bygga:" in page
    assert page.count("Avsnitten, deras läge och anmärkningarna i dem") == 2


def test_check_and_status_tell_what_a_decided_report_lacks(root: Path) -> None:
    (root / "inputs" / "2023" / "vss" / "ekonomi.yaml").unlink()
    built = run("build", "2023", "vss", "--format", "html", cwd=root)
    checked = run("check", "2023", "vss", "--format", "json", cwd=root)
    assert (built.code, checked.code) == (1, 1)
    lacking = [remark for remark in json.loads(checked.out) if remark["kod"] == "B01"]
    assert lacking
    assert all(remark["text"] in built.err for remark in lacking)
    assert status(root, "2023")[1]["anmärkningar"]["fel"] >= len(lacking)


@pytest.mark.parametrize(("cell", "told"), [("", True), ("2,4", False)])
def test_a_decided_report_has_more_than_empty_cells_where_there_must_be_a_table(cell: str, told: bool, workspace: Maker) -> None:
    rows = f"    verksamhet | bokslut | budget\n    Parker | {cell} |\n"
    table = f"driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n  rader: |\n{rows}"
    made = workspace({"rapport.yaml": "mall: vb-2023\nstatus: fastställd\n", "ekonomi.yaml": table})
    said = [fault for fault in gaps(read(made)) if "bara tomma celler" in fault.text]
    assert [(fault.code, fault.place.document.name, fault.place.line) for fault in said] == (
        [("B01", "inputs/2023/parknamnden/ekonomi.yaml", 1)] if told else []
    )
