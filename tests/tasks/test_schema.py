"""The schemas for editors: all real inputs validate, mistakes do not, and every key has a Swedish text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests.conftest import REPOSITORY, Maker, write
from tests.handbok import CHAPTERS, blocks
from tests.process import run
from vb_gen.disk.workspace import Workspace
from vb_gen.model.base import Modell
from vb_gen.read.instructions import open_malls
from vb_gen.tasks.schema.build import _models, schema_of, schemas, text_of, to_text, written
from vb_gen.tasks.schema.texts import FIELDS


class Editor(yaml.SafeLoader):
    """YAML as editors read it (the core schema of YAML 1.2): `ja` is a text, `2` a number."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for tag, pattern, starts in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(starts))


def load(text: str) -> Any:
    return yaml.load(text, Editor)


MADE = schemas(Workspace(REPOSITORY))


def errors(text: str, schema: str) -> list[str]:
    return [error.message for error in Draft7Validator(MADE[schema]).iter_errors(load(text))]


def test_editors_read_numbers_and_truth_as_they_do() -> None:
    assert load("{a: ja, b: 2, c: 2023-01-01, d: true, e: , f: 1.5}") == {
        **{"a": "ja", "b": 2, "c": "2023-01-01", "d": True, "e": None, "f": 1.5}
    }


@pytest.mark.parametrize("name", sorted(MADE))
def test_schemas_are_schemas(name: str) -> None:
    Draft7Validator.check_schema(MADE[name])


@pytest.mark.parametrize(
    ("file", "schema"), [(str(f), s) for f, s in written(Workspace(REPOSITORY), MADE)], ids=lambda value: str(value)
)
def test_every_input_validates(file: str, schema: str) -> None:
    assert errors((REPOSITORY / file).read_text("utf-8"), schema) == []


EXAMPLE = REPOSITORY / "templates" / "arbetsyta"  # what vb init writes


@pytest.mark.parametrize(
    ("file", "schema"), [(str(f), s) for f, s in written(Workspace(EXAMPLE), MADE)], ids=lambda value: str(value)
)
def test_the_small_example_validates(file: str, schema: str) -> None:
    assert errors((EXAMPLE / file).read_text("utf-8"), schema) == []


def test_every_input_is_tried() -> None:
    for root, folders in ((REPOSITORY, ("inputs", "templates/mallar")), (EXAMPLE, ("inputs",))):
        there = {p.relative_to(root).as_posix() for folder in folders for p in (root / folder).rglob("*.yaml")}
        assert {str(file) for file, _ in written(Workspace(root), MADE)} == there


def _examples() -> Iterator[tuple[str, str, str]]:
    for chapter in CHAPTERS:
        for block in blocks(chapter):
            if block.kind == "yaml" and block.info != "fel":
                path = PurePosixPath(block.text.splitlines()[0].lstrip("# "))
                mall = {"2023": "vb-2023", "2023-08": "delar-2021", "2024-budget": "budget-2024"}.get(
                    path.parent.parent.name, "vb-2023"
                )
                if chapter.startswith("12-") and path.parent.name != "inputs" and path.name != "rapport.yaml":
                    if path.parent.name != "mallar":
                        continue  # follows the chapter's own mall
                    shared = {path.name: "mall.json"}
                else:
                    shared = {"kommun.yaml": "kommun.json", "tema.yaml": "tema.json"}
                schema = shared.get(path.name) or schema_of(path, mall, MADE)
                yield f"{chapter}:{block.line}", block.text, schema


@pytest.mark.parametrize(("text", "schema"), [e[1:] for e in _examples()], ids=[e[0] for e in _examples()])
def test_every_example_of_the_handbook_validates(text: str, schema: str) -> None:
    said = [one for one in errors(text, schema) if "is a required property" not in one]  # an example may be a part of a file
    assert said == []


GOAL = "målredovisning:\n  målområden:\n    - målområde: A\n      mål:\n"


@pytest.mark.parametrize(
    ("schema", "text", "what"),
    [
        ("rapport.json", "malll: vb-2023\n", "'malll' was unexpected"),
        ("rapport.json", "status: utkast\n", "'mall' is a required property"),
        ("rapport.json", "mall: vb-2023\nstatus: klart\n", "'klart' is not one of"),
        ("rapport.json", "mall: vb-2023\nkontrollbilaga: kanske\n", "'kanske' is not one of ['ja', 'nej']"),
        ("rapport.json", "mall: vb-2023\nbilagor: en\n", "is not of type 'array'"),
        ("rapport.json", "mall: vb-2023\nundantag:\n  - kod: S01\n", "'skäl' is a required property"),
        ("rapport.json", "mall: vb-2023\nbilagor:\n  - titel: A\n    nummer: ett\n", "does not match"),
        ("rapport.json", "mall: vb-2023\ndiarienummer:\n", "None is not of type"),
        ("kommun.json", "namn: A\nenheter:\n  a:\n    namn: A\n", "'sort' is a required property"),
        ("kommun.json", "namn: A\nenheter: {}\nregler:\n  stora_projekt:\n    belopp: 5\n", "is not of type 'string'"),
        ("vb-2023/ekonomi.json", "driftsamandrag:\n  text: a\n", "'driftsamandrag' does not match"),
        ("vb-2023/ekonomi.json", "driftsammandrag:\n  tecken: minus\n", "'minus' is not one of"),
        ("vb-2023/ekonomi.json", "driftsammandrag:\n  rad: a\n", "'rad' was unexpected"),
        ("vb-2023/ekonomi.json", "driftsammandrag:\n  rader:\n    a: b\n", "is not valid under any"),
        ("vb-2023/malredovisning.json", "målredovisning:\n  målområden:\n    - mål: []\n", "'målområde' is a required"),
        ("vb-2023/malredovisning.json", f"{GOAL}        - namn: B\n          status: bra\n", "'bra'"),
        ("mall.json", "avsnitt:\n  - id: a\n    avsnitt:\n      - rubrik: b\n", "'id' is a required property"),
        ("mall.json", "tabelltyper:\n  a:\n    tecken: kostnad\n", "'kolumner' is a required property"),
    ],
)  # fmt: skip
def test_mistakes_do_not_validate(schema: str, text: str, what: str) -> None:
    assert any(what in one for one in errors(text, schema)), errors(text, schema)


def test_a_section_may_stand_in_another_file_and_be_only_text() -> None:
    assert errors("analys: Ett bra år.\nvolymer:\n  rader: |\n    a | 2023\n", "vb-2023/ekonomi.json") == []


def test_a_file_offers_its_own_sections() -> None:
    own = MADE["vb-2023/ekonomi.json"]["properties"]
    assert "driftsammandrag" in own
    assert "analys" not in own
    assert "analys" in MADE["vb-2023/bedomning.json"]["properties"]


def test_hovering_tells_what_a_section_is_for() -> None:
    told = MADE["vb-2023/ekonomi.json"]["properties"]["driftsammandrag"]
    assert "En rad för varje verksamhet" in told["description"]
    assert "Måste finnas" in told["description"]
    rows = told["properties"]["rader"]["description"]
    assert "Kolumner: bokslut, prognos, budget, bokslut ÅÅÅÅ" in rows
    assert "roll" in rows


def every(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every property of a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {}).items()
        for value in schema.values():
            yield from every(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from every(value)


def test_every_key_has_a_text_and_nothing_is_english() -> None:
    for name, schema in MADE.items():
        for key, said in every(schema):
            assert said.get("description"), f"{name}: {key}"
        assert not re.search(r"\b(the|and|what|report)\b", to_text(schema)), name


def test_no_text_is_left_over() -> None:
    from vb_gen.model.content import MODELS
    from vb_gen.model.kommun import Kommun
    from vb_gen.model.mall import Mall
    from vb_gen.model.rapport import Rapport
    from vb_gen.model.tema import Tema

    tops: list[type[Modell]] = [Mall, Kommun, Tema, Rapport, *MODELS.values()]
    used = set()
    (*_, mall) = open_malls(Workspace(REPOSITORY)).values()
    for model in {one for top in tops for one in _models(top)}:
        for field in model.model_fields:
            assert text_of(model, field, mall).endswith((".", "…"))
            used |= {(m.__name__, field) for m in model.__mro__ if field in FIELDS.get(m.__name__, {})}
    assert used == {(name, field) for name, fields in FIELDS.items() for field in fields}


# The command


def test_schemas_are_written_and_the_line_is_told(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": "", "eget.yaml": ""})
    ran = run("schema", cwd=made.root)
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[1:] == [
        "Sätt den här raden överst i filen, så hittar redigeraren schemat:",
        "  kommun.yaml: # yaml-language-server: $schema=../schema/kommun.json",
        "  eget.yaml: # yaml-language-server: $schema=../../../schema/vb-2023/kapitel.json",
        "  ekonomi.yaml: # yaml-language-server: $schema=../../../schema/vb-2023/ekonomi.json",
        "  rapport.yaml: # yaml-language-server: $schema=../../../schema/rapport.json",
    ]
    for line in ran.out.splitlines()[2:]:
        name, _, rest = line.strip().partition(": ")
        folder = made.inputs if name == "kommun.yaml" else made.inputs / "2023" / "parknamnden"
        found = (folder / rest.partition("$schema=")[2]).resolve()
        assert json.loads(found.read_text("utf-8"))["$schema"]


def test_the_workspaces_own_mall_is_followed(workspace: Maker) -> None:
    made = workspace({"rapport.yaml": "mall: egen\n"})
    write(made.root / "templates" / "mallar" / "egen.yaml", "utgår_från: gemensam\navsnitt:\n  - id: egen_sak\n    fil: eget\n")
    own = schemas(made)["egen/eget.json"]
    assert list(own["properties"]) == ["egen_sak"]


def test_settings_of_vscode_keep_what_was_there(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": ""})
    path = made.root / ".vscode" / "settings.json"
    before = {"editor.tabSize": 2, "yaml.schemas": {"andras.json": "x.yaml", "./schema/gammal.json": "y.yaml"}}
    write(path, json.dumps(before))
    for _ in range(2):
        assert run("schema", "--editor", "vscode", cwd=made.root).code == 0
    after = json.loads(path.read_text("utf-8"))
    assert after["editor.tabSize"] == 2
    assert after["yaml.schemaStore.enable"] is False
    assert after["yaml.schemas"] == {
        "andras.json": "x.yaml",
        "./schema/kommun.json": ["inputs/kommun.yaml"],
        "./schema/rapport.json": ["inputs/2023/parknamnden/rapport.yaml"],
        "./schema/vb-2023/ekonomi.json": ["inputs/2023/parknamnden/ekonomi.yaml"],
    }
    assert all((made.root / name).is_file() for name in after["yaml.schemas"] if name.startswith("./"))


def test_settings_that_cannot_be_read_are_left_alone(workspace: Maker) -> None:
    made = workspace({})
    path = made.root / ".vscode" / "settings.json"
    write(path, '// mina\n{"a": 1}\n')
    ran = run("schema", "--editor", "vscode", cwd=made.root)
    assert ran.code == 2
    assert "Lägg själv till" in ran.err
    assert "./schema/kommun.json" in ran.err
    assert path.read_text("utf-8").startswith("// mina")
    assert not (made.root / "schema").exists()


def test_an_editor_nobody_knows(workspace: Maker) -> None:
    ran = run("schema", "--editor", "word", cwd=workspace({}).root)
    assert (ran.code, ran.out) == (2, "")
    assert "”word” finns inte" in ran.err


def test_the_repository_stores_no_schemas() -> None:
    assert "/schema/" in (REPOSITORY / ".gitignore").read_text("utf-8").splitlines()
    assert Path(REPOSITORY / ".git").exists()
