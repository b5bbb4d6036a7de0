"""What `vb check` prints for programs: JSON, GitHub's annotations and SARIF say the same, in the right form and place.

`data/sarif-2.1.0-rtm.5.json` is the schema of SARIF 2.1.0 as the npm package @microsoft/jest-sarif 1.0.0-beta.0 ships it (MIT,
Microsoft Corporation). GitHub gives no schema of its workflow commands; they are read back here as its runner reads them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.conftest import REPOSITORY, Maker, read
from tests.process import run
from vb_gen.checks.rule import Library, Remark, Term
from vb_gen.checks.run import RULES, Result, check
from vb_gen.core.finding import Document, Level, Place
from vb_gen.core.numbers import Tal, format_tal
from vb_gen.disk.workspace import Workspace
from vb_gen.model.cell import read_cell
from vb_gen.output import findings as printing

SCHEMA = json.loads((REPOSITORY / "tests/data/sarif-2.1.0-rtm.5.json").read_text("utf-8"))
KEYS = ["kod", "nivå", "fil", "rad", "kolumn", "rapport", "text", "förväntat", "angivet", "differens", "fakta", "undantag"]
FACT_KEYS = ["fil", "rad", "kolumn", "etikett", "värde"]

WRONG = """
driftsammandrag:
  belopp: mnkr
  rader: |
    verksamhet | bokslut | budget | avvikelse | roll
    Parker     |    12,5 |   10,0 |       2,5 |
    Träd       |     5,0 |    5,0 |       0,0 |
    Summa      |    19,5 |   14,0 |       2,5 | summa
  undantag:
    - kod: S01
      kolumn: budget
      skäl: Felet finns i den beslutade handlingen.
"""


def checked(workspace: Workspace, name: str = "2023/parknamnden") -> Result:
    return check(read(workspace, name), Library(workspace))


@cache
def real() -> tuple[Result, ...]:
    """All the real reports, checked."""
    library = Library(Workspace(REPOSITORY))
    return tuple(check(report, library) for report in library.reports())


@cache
def sarif() -> dict[str, Any]:
    log: dict[str, Any] = json.loads(printing.to_sarif(real(), RULES, "0.1"))
    return log


def remarks() -> Iterator[Remark]:
    return (remark for result in real() for remark in result.remarks)


def line_of(name: str, number: int) -> str:
    """A line of a real input file, as it is on disk."""
    return _lines(name)[number - 1]


@cache
def _lines(name: str) -> list[str]:
    return (REPOSITORY / name).read_text("utf-8").split("\n")


# JSON


def test_json_is_a_list_of_objects_with_the_promised_keys(workspace: Maker) -> None:
    found = json.loads(printing.to_json([checked(workspace({"ekonomi.yaml": WRONG}))]))
    assert all(list(one) == KEYS for one in found)
    assert all(list(fact) == FACT_KEYS for one in found for fact in one["fakta"])
    (wrong,) = [one for one in found if (one["kod"], one["kolumn"]) == ("S01", 21)]
    assert {key: value for key, value in wrong.items() if key not in ("text", "fakta")} == {
        "kod": "S01",
        "nivå": "fel",
        "fil": "inputs/2023/parknamnden/ekonomi.yaml",
        "rad": 7,
        "kolumn": 21,
        "rapport": "2023/parknamnden",
        "förväntat": "17.5",
        "angivet": "19.5",
        "differens": "2.0",
        "undantag": None,
    }
    assert [(fact["rad"], fact["kolumn"], fact["värde"]) for fact in wrong["fakta"]] == [
        (7, 21, "19,5"),
        (5, 21, "12,5"),
        (6, 22, "5,0"),
    ]
    assert wrong["fakta"][1]["etikett"].startswith("Parker, Bokslut")


def test_what_is_waived_or_rounding_stays_in_json_and_says_so(workspace: Maker) -> None:
    found = json.loads(printing.to_json([checked(workspace({"ekonomi.yaml": WRONG}))]))
    waived = [one for one in found if one["undantag"]]
    assert [(one["kod"], one["angivet"], one["undantag"]) for one in waived] == [
        ("S01", "14.0", "Felet finns i den beslutade handlingen.")
    ]
    rounded = (
        WRONG.replace("14,0", "15,0").replace("19,5", "18").replace("   2,5 | summa", "     3 | summa").split("  undantag")[0]
    )
    found = json.loads(printing.to_json([checked(workspace({"ekonomi.yaml": rounded}))]))
    assert {(one["kod"], one["nivå"], one["differens"]) for one in found if one["kod"][0] == "S"} == {
        ("S00", "upplysning", "0.5")
    }


def test_json_of_the_real_reports_is_whole_and_exact() -> None:
    found = [one for one in json.loads(printing.to_json(real())) if one["nivå"] != "täckning"]
    assert len(found) == len(list(remarks())) > 0
    assert all(list(one) == KEYS for one in found)
    for one, remark in zip(found, remarks(), strict=True):
        for key, tal in (("förväntat", remark.förväntat), ("angivet", remark.angivet)):
            assert one[key] == (None if tal is None else f"{tal.värde:f}")
        if remark.förväntat and remark.angivet:
            assert Decimal(one["differens"]) == remark.angivet.värde - remark.förväntat.värde
        assert one["nivå"] in ("fel", "varning", "upplysning")


def test_without_findings_every_form_is_empty_but_whole(workspace: Maker) -> None:
    workspace({"ekonomi.yaml": "nettokostnader: |\n  Kostnaderna ökade.\n"})
    result = replace(checked(workspace({"ekonomi.yaml": ""})), remarks=())
    assert json.loads(printing.to_json([result])) == []
    assert printing.to_github([result]) == ""
    log = json.loads(printing.to_sarif([result], RULES, "0.1"))
    assert log["runs"][0]["results"] == []
    jsonschema.validate(log, SCHEMA, jsonschema.Draft4Validator)


# Places


def test_every_place_is_a_spot_in_its_file() -> None:
    for remark in remarks():
        for place in (remark.place, *(term.plats for term in remark.fakta)):
            line = line_of(place.document.name, place.line)
            assert line == place.text, remark
            assert 1 <= place.column <= len(line) + 1, remark


def test_the_place_of_a_figure_is_where_its_first_sign_stands_in_the_grid() -> None:
    """On the real reports: what stands there, up to the next bar, is the figure that the finding is about."""
    held = 0
    for remark in remarks():
        box = line_of(remark.place.document.name, remark.place.line)[remark.place.column - 1 :]
        if remark.code not in ("S01", "S02", "S03") or remark.angivet is None:
            continue
        held += 1
        assert not box[0].isspace()
        assert read_cell(box.split("|")[0].strip(), frozenset()).värden[0].tal.värde == remark.angivet.värde
    assert held > 5


HEAD = "verksamhet | bokslut | budget | avvikelse"
GRIDS = {
    "bars": f"  rader: |\n    {HEAD}\n    Park & träd, å |  12,5  | 10 | 3,5\n",
    "framed": f"  rader: |\n    | {HEAD} |\n    |---|---|---|---|\n    | Park | 12,5 | 10 | 3,5 |\n",
    "tabs": "  rader: |\n    verksamhet\tbokslut\tbudget\tavvikelse\n    Park\t12,5\t10\t3,5\n",
    "below a heading": f"  rader: |\n    {HEAD}\n    Parker | | |\n      Park | 12,5 | 10 | 3,5\n",
    "a list": "  rader:\n    - verksamhet: Park\n      bokslut: 12,5\n      budget: 10\n      avvikelse: 3,5\n",
    "a list in quotes": '  rader:\n    - verksamhet: Park\n      bokslut: "12,5"\n      budget: "10"\n      avvikelse: "3,5"\n',
    "among comments": f"  # en kommentar  \n\n  rader: |\n\n    {HEAD}\n\n    Park | 12,5 | 10 | 3,5\n",
}


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS.keys())
def test_places_in_every_kind_of_grid(grid: str, workspace: Maker) -> None:
    text = "driftsammandrag:\n  belopp: mnkr\n  tecken: resultat\n" + grid
    result = checked(workspace({"ekonomi.yaml": text}))
    (remark,) = [r for r in result.remarks if r.code == "S02"]
    lines = text.split("\n")
    (annotation,) = [a for a in map(read_command, printing.to_github([result]).split("\n")) if a["title"].startswith("S02")]
    spots = [(int(annotation["line"]), int(annotation["col"]), "3,5")]
    (record,) = [r for r in json.loads(printing.to_sarif([result], RULES, "0.1"))["runs"][0]["results"] if r["ruleId"] == "S02"]
    shown = [record["locations"][0], *record["relatedLocations"]]
    regions = [one["physicalLocation"]["region"] for one in shown]
    figures = ["3,5", *(term.värde for term in remark.fakta)]
    spots += [(r["startLine"], r["startColumn"], figure) for r, figure in zip(regions, figures, strict=True)]
    assert {figure for _, _, figure in spots} == {"3,5", "12,5", "10"}
    for line, column, figure in spots:
        assert lines[line - 1][column - 1 :].lstrip('"').startswith(figure), (line, column, figure)


# GitHub


def read_command(line: str) -> dict[str, str]:
    """A workflow command, as GitHub's runner reads it: `::error file=a,line=1::text`."""
    assert line.startswith("::")
    head, sign, data = line[2:].partition("::")
    assert sign
    command, _, properties = head.partition(" ")
    found = {"command": command, "text": _unescape(data, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))}
    for one in properties.split(","):
        key, equals, value = one.partition("=")
        assert equals, f"not a property: {one!r}"
        found[key] = _unescape(value, ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))
    return found


def _unescape(text: str, *pairs: tuple[str, str]) -> str:
    for code, char in pairs:
        text = text.replace(code, char)
    return text


def test_annotations_are_of_open_faults_and_warnings_alone() -> None:
    told = [remark for result in real() for remark in result.open]
    assert len(printing.to_github(real()).splitlines()) == len(told)
    bare = [replace(r, remarks=tuple(replace(one, undantag="") for one in r.remarks)) for r in real()]  # as without waivers
    found = [read_command(line) for line in printing.to_github(bare).split("\n")]
    told = [remark for remark in remarks() if remark.level is not Level.UPPLYSNING]
    assert len(found) == len(told) > 100
    for one, remark in zip(found, told, strict=True):
        assert one["command"] == {"fel": "error", "varning": "warning"}[remark.level]
        place = remark.place
        assert (one["file"], one["line"], one["col"]) == (place.document.name, str(place.line), str(place.column))
        assert one["title"].startswith(remark.code)
        assert one["text"].startswith(remark.text)
        assert remark.uträkning in one["text"]


NASTY = "100 % av a,b: rad\r\n::error::x %0A %25"


def nasty(workspace: Maker) -> Result:
    """A finding with everything in it that a workflow command gives a meaning of its own."""
    place = Place(Document("inputs/2023/a,b: 100 %/c.yaml", ("  rader: |",)), 1, 3)
    remark = Remark("S01", NASTY, place, NASTY, Level.FEL, uträkning=NASTY, fakta=(Term(NASTY, "1", place),), undantag="")
    return replace(checked(workspace({})), remarks=(remark,))


def test_annotations_are_escaped_so_that_they_read_back_the_same(workspace: Maker) -> None:
    text = printing.to_github([nasty(workspace)])
    assert "\n" not in text
    assert "\r" not in text
    found = read_command(text)
    assert found["file"] == "inputs/2023/a,b: 100 %/c.yaml"
    assert found["text"] == f"{NASTY}. {NASTY}. {NASTY}"
    assert (found["command"], found["line"], found["col"]) == ("error", "1", "3")


# SARIF


def test_sarif_of_the_real_reports_holds_to_the_schema() -> None:
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    assert [error.message for error in jsonschema.Draft4Validator(SCHEMA).iter_errors(sarif())] == []
    assert len(sarif()["runs"][0]["results"]) == len(list(remarks()))


def test_the_schema_would_tell() -> None:
    broken = json.loads(printing.to_sarif(real(), RULES, "0.1"))
    broken["runs"][0]["results"][0]["level"] = "fel"
    assert list(jsonschema.Draft4Validator(SCHEMA).iter_errors(broken))


def test_sarif_says_the_same_as_the_findings() -> None:
    for found, remark in zip(sarif()["runs"][0]["results"], remarks(), strict=True):
        assert found["ruleId"] == remark.code
        assert found["level"] == {"fel": "error", "varning": "warning", "upplysning": "note"}[remark.level]
        assert found["message"]["text"].startswith(remark.text)
        spots = [found["locations"][0], *found["relatedLocations"]]
        places = [remark.place, *(term.plats for term in remark.fakta)]
        for spot, place in zip(spots, places, strict=True):
            region = spot["physicalLocation"]["region"]
            assert (region["startLine"], region["startColumn"]) == (place.line, place.column)
        ids = [spot["id"] for spot in found["relatedLocations"]]
        assert len(ids) == len(set(ids))


def test_a_waived_finding_is_suppressed_in_sarif_with_its_reason(workspace: Maker) -> None:
    log = json.loads(printing.to_sarif([checked(workspace({"ekonomi.yaml": WRONG}))], RULES, "0.1"))
    jsonschema.validate(log, SCHEMA, jsonschema.Draft4Validator)
    found = [one["suppressions"] for one in log["runs"][0]["results"] if "suppressions" in one]
    assert found == [[{"kind": "inSource", "justification": "Felet finns i den beslutade handlingen."}]]


def test_the_rules_are_described_in_sarif() -> None:
    driver = sarif()["runs"][0]["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    assert all(rule["shortDescription"]["text"] and rule["fullDescription"]["text"] for rule in driver["rules"])


def test_a_files_name_is_a_uri_in_sarif(workspace: Maker) -> None:
    (found,) = json.loads(printing.to_sarif([nasty(workspace)], RULES, "0.1"))["runs"][0]["results"]
    location = found["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == quote("inputs/2023/a,b: 100 %/c.yaml")


# Text, and the command


def test_text_shows_where_what_and_how_it_was_worked_out(workspace: Maker) -> None:
    result = checked(workspace({"ekonomi.yaml": WRONG}))
    (wrong,) = [r for r in result.open if r.code == "S01" and r.kolumn == "bokslut"]
    text = printing.format_remark(wrong)
    assert text.startswith("inputs/2023/parknamnden/ekonomi.yaml:7:21: fel: summan stämmer inte")
    assert "12,5 (Parker) + 5,0 (Träd) = 17,5" in text
    assert "förväntat 17,5, angivet 19,5, skillnad +2,0" in text
    assert "Felet finns i den beslutade handlingen." not in printing.to_text([result], everything=False)
    assert "undantag: Felet finns i den beslutade handlingen." in printing.to_text([result], everything=True)


def test_figures_in_messages_are_swedish() -> None:
    assert format_tal(Tal(Decimal("-1234.5"), 1)) == "−1\u00a0234,5"
    for remark in remarks():
        assert "." not in (format_tal(remark.förväntat) if remark.förväntat else "")


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_the_command_prints_nothing_but_the_form(form: str, workspace: Maker) -> None:
    root: Path = workspace({"ekonomi.yaml": WRONG}).root
    ran = run("check", "2023", "parknamnden", "--format", form, cwd=root)
    assert ran.code == 1
    if form == "github":
        assert all(read_command(line)["command"] in ("error", "warning") for line in ran.out.strip("\n").split("\n"))
    elif form == "json":
        assert "S01" in [one["kod"] for one in json.loads(ran.out)]
    else:
        assert "S01" in [one["ruleId"] for one in json.loads(ran.out)["runs"][0]["results"]]


def test_what_was_tested_of_the_text_is_told_section_by_section() -> None:
    told = [one for one in json.loads(printing.to_json(real())) if one["nivå"] == "täckning"]
    assert all(
        one["avsnitt"] and set(one["täckning"]) == {"hänvisningar", "prövade", "ej_prövade", "utan_tal", "varför"} for one in told
    )
    for result in real():
        own = [one["täckning"] for one in told if one["rapport"] == result.name]
        references, tested = (sum(part[key] for part in own) for key in ("hänvisningar", "prövade"))
        said = printing.coverage([result], everything=False)
        assert f"{references} hänvisningar" in said
        assert not tested or f"{tested} tal prövade" in said
