"""The workflows for GitHub: they are in its schema, take no more than they need, and their steps are run here as they stand.

What is not run is what sets a machine of GitHub's up: the actions that are used, and the steps that install.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import small
from tests.conftest import REPOSITORY, write
from tests.diff.test_revision import CHAPTER, WHO, commit, git, swap
from tests.process import run
from vb_gen.output.pdf.pdf import INSTALL

FOLDER = REPOSITORY / "templates" / "ci"
FLOWS = ("rapporter.yml", "rapporter-kommentar.yml")


def flow(name: str) -> dict[Any, Any]:
    read = yaml.safe_load((FOLDER / name).read_text("utf-8"))
    assert isinstance(read, dict)
    return read


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in flow(name)["jobs"].values() for step in job["steps"]]


def step(name: str, called: str) -> dict[str, Any]:
    (found,) = [step for step in steps(name) if step.get("name") == called]
    return found


def test_they_are_in_githubs_schema(tmp_path: Path) -> None:
    program = Path(sysconfig.get_path("scripts")) / "check-jsonschema"
    command: list[str | Path] = [program, "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *(FOLDER / name for name in FLOWS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "fel.yml"
    write(wrong, (FOLDER / FLOWS[0]).read_text("utf-8").replace("runs-on:", "körs-på:"))
    assert subprocess.run([*command, wrong], capture_output=True, check=False).returncode == 1


def test_what_a_stranger_sends_gets_no_secrets_and_may_do_nothing() -> None:
    first, second = map(flow, FLOWS)
    triggers = [read[True] for read in (first, second)]  # YAML 1.1 reads `on` as true
    assert "pull_request_target" not in str(triggers)
    assert first["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in first["jobs"].values())
    assert "secrets." not in (FOLDER / FLOWS[0]).read_text("utf-8")
    assert "github.token" not in (FOLDER / FLOWS[0]).read_text("utf-8")
    checkouts = [one for one in steps(FLOWS[0]) if one.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 3
    assert all(one["with"]["persist-credentials"] is False for one in checkouts)
    # The one that may write takes nothing but a text out of the first, and gets nothing of the stranger's to run.
    assert second["permissions"] == {}
    assert second["jobs"]["kommentar"]["permissions"] == {"actions": "read", "pull-requests": "write"}
    assert [one["uses"].partition("@")[0] for one in steps(FLOWS[1]) if "uses" in one] == ["actions/download-artifact"]
    assert second[True]["workflow_run"]["workflows"] == [first["name"]]


@pytest.mark.parametrize("name", FLOWS)
def test_no_expression_is_put_into_a_script(name: str) -> None:
    for one in steps(name):
        assert "${{" not in one.get("run", "")


@pytest.mark.parametrize("name", FLOWS)
def test_what_is_used_cannot_be_changed_behind_our_back(name: str) -> None:
    used = [line.strip().removeprefix("- ") for line in (FOLDER / name).read_text("utf-8").splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not re.fullmatch(r"uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


@pytest.mark.parametrize("name", FLOWS)
def test_python_takes_no_module_from_the_proposal_and_nothing_runs_for_ever(name: str) -> None:
    scripts = [one["run"] for one in steps(name) if "run" in one]
    calls = [call for script in scripts for call in re.findall(r"\bpython3? \S+", script)]
    assert calls
    assert {call.split()[1] for call in calls} == {"-I"}
    assert all(0 < job["timeout-minutes"] <= 60 for job in flow(name)["jobs"].values())
    loops = [line for script in scripts for line in script.splitlines() if "vb check" in line or "vb build" in line]
    assert all(line.lstrip().startswith('timeout --kill-after=10 "$LANGST" vb ') for line in loops)
    # What is written is written to the runner's own folder, its own files, or into a pipe.
    written = {
        to for script in scripts for to in re.findall(r"(?<![2-])>>? *(\S+)", script) if not to.startswith(("&", "/dev/null"))
    }
    assert {to for to in written if not re.match(r'"\$(RUNNER_TEMP/|GITHUB_|kommentar")', to)} == set()


def test_a_report_that_takes_for_ever_is_given_up(runner: Runner) -> None:
    slow = runner.temp / "bin" / "vb"
    write(slow, "#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    done = runner("Kontrollera", path=str(slow.parent), RAPPORTER="2023 parknamnden", LANGST="0.2")
    assert done.returncode == 124


def test_what_a_pdf_needs_is_installed() -> None:
    (line,) = [part for part in step(FLOWS[0], "Installera det som PDF kräver")["run"].splitlines() if " install " in part]
    assert set(INSTALL.split()[2:]) <= set(line.split())


# The steps as they stand


class Runner:
    """Runs a step's script as GitHub's machine does, in a repository here."""

    def __init__(self, top: Path, temp: Path) -> None:
        self.top, self.temp = top, temp
        self.env = {str(key): str(value) for key, value in flow(FLOWS[0])["env"].items()}
        temp.mkdir()

    def __call__(self, called: str, name: str = FLOWS[0], path: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        known = step(name, called)
        told = {file: str(self.temp / file) for file in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        expressions = {key for key, value in known.get("env", {}).items() if "${{" in str(value)}
        assert expressions <= set(env), f"{called}: what is {expressions - set(env)}?"
        given = self.env | told | {"RUNNER_TEMP": str(self.temp), "GITHUB_WORKSPACE": str(self.top)} | env
        scripts = sysconfig.get_path("scripts")
        given["PATH"] = os.pathsep.join(filter(None, (path, scripts, os.environ["PATH"])))
        folder = self.top / given["ARBETSYTA"] if "working-directory" in known else self.top
        script = self.temp / "steg.sh"
        write(script, known["run"])
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        return subprocess.run(command, cwd=folder, env=os.environ | WHO | given, capture_output=True, text=True, check=False)

    def outputs(self) -> dict[str, str]:
        path = self.temp / "GITHUB_OUTPUT"
        found = dict(line.split("=", 1) for line in path.read_text("utf-8").splitlines())
        path.unlink()
        return found


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A repository with two bodies in a folder of it, and a commit that makes one of them wrong."""
    top = tmp_path / "arkiv å"
    root = small.make(top / "rapporter", rapport="mall: liten\nstatus: utkast\n")
    small.with_another_body(root)
    git(top, "init", "-q", "-b", "main")
    commit(top, "först")
    swap(root, "    Summa       |         |", "    Summa       |    99,9 |")
    commit(top)
    made = Runner(top, tmp_path / "temp")
    made.env["ARBETSYTA"] = "rapporter"
    return made


def parts(outputs: dict[str, str]) -> list[str]:
    return [part["rapporter"] for part in json.loads(outputs["delar"])]


def test_what_is_touched_is_found_and_parted(runner: Runner) -> None:
    before = git(runner.top, "rev-parse", "HEAD~1")
    assert runner("Rapporter som berörs", FORE=before).returncode == 0
    found = runner.outputs()
    assert (found["bas"], found["antal"], parts(found)) == (before, "1", ["2023 parknamnden"])
    # A new branch has nothing before it: all, each body a part, or as many parts as there may be.
    assert runner("Rapporter som berörs", FORE="0" * 40).returncode == 0
    found = runner.outputs()
    assert "bas" not in found
    assert parts(found) == ["2023 parknamnden", "2023 simnamnden"]
    runner.env["DELAR"] = "1"
    assert runner("Rapporter som berörs", FORE="").returncode == 0
    assert parts(runner.outputs()) == ["2023 parknamnden\n2023 simnamnden"]
    assert runner("Rapporter som berörs", FORE="HEAD").returncode == 0
    assert runner.outputs() == {"bas": "HEAD", "antal": "0", "delar": "[]"}


def test_the_wrong_line_is_annotated_and_drafts_are_built(runner: Runner) -> None:
    reports = "2023 parknamnden\n2023 simnamnden"
    checked = runner("Kontrollera", RAPPORTER=reports)
    assert checked.returncode == 0, checked.stderr
    lines = (runner.top / "rapporter" / CHAPTER).read_text("utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if "99,9" in text)
    assert f"::error file=rapporter/{CHAPTER},line={line}," in checked.stdout
    built = runner("Bygg", RAPPORTER=reports, VERSION="1f3a9c2e5d")
    assert built.returncode == 0, built.stderr
    page = (runner.temp / "utkast" / "2023" / "parknamnden.html").read_text("utf-8")
    assert "<p>Utkast av 1f3a9c2 – 1 fel att se över</p>" in page.splitlines()
    saved = step(FLOWS[0], "Spara utkasten")["with"]["path"].replace("${{ runner.temp }}/", "").split()
    kept = {path.name for pattern in saved for path in runner.temp.glob(pattern)}
    assert kept == {f"{name}.{kind}" for name in ("parknamnden", "simnamnden") for kind in ("html", "pdf")}


def test_what_cannot_be_read_or_decided_stops(runner: Runner) -> None:
    swap(runner.top / "rapporter", "målen:", "måln:")
    checked = runner("Kontrollera", RAPPORTER="2023 parknamnden\n2023 simnamnden")
    assert checked.returncode == 2
    assert f"::error file=rapporter/{CHAPTER},line=" in checked.stdout
    swap(runner.top / "rapporter", "måln:", "målen:")
    swap(runner.top / "rapporter", "utkast", "fastställd", "inputs/2023/parknamnden/rapport.yaml")
    assert runner("Bygg", RAPPORTER="2023 parknamnden\n2023 simnamnden", VERSION="x").returncode == 1
    assert (runner.temp / "utkast" / "2023" / "simnamnden.html").is_file()


def test_what_changed_is_told(runner: Runner) -> None:
    done = runner("Jämför", BAS=git(runner.top, "rev-parse", "HEAD~1"))
    assert done.returncode == 0, done.stderr
    text = (runner.temp / "andringar.md").read_text("utf-8")
    assert "99,9" in text
    assert (runner.temp / "GITHUB_STEP_SUMMARY").read_text("utf-8") == text
    assert step(FLOWS[0], "Spara till kommentaren")["with"]["path"].endswith("/andringar.md")


GH = """#!/usr/bin/env python3
import os, sys
call = sys.argv[1:]
open(os.environ["SAID"], "a").write(repr(call) + "\\n")
if any(part.endswith("/pulls") for part in call):
    print(os.environ["NUMMER"])
elif "--paginate" in call:
    print(os.environ["GAMMAL"])
"""


@pytest.mark.parametrize(
    ("number", "old", "last"),
    [("7", "", "repos/a/b/issues/7/comments"), ("7", "41", "repos/a/b/issues/comments/41"), ("", "", "repos/a/b/pulls")],
)
def test_the_comment_is_written_once_and_then_mended(runner: Runner, number: str, old: str, last: str) -> None:
    gh, said = runner.temp / "bin" / "gh", runner.temp / "said"
    write(gh, GH)
    gh.chmod(0o755)
    write(runner.temp / "andringar" / "andringar.md", "Ändrat av @någon" + "x" * 100_000)
    env = {"GH_TOKEN": "-", "ARKIV": "a/b", "VERSION": "1f3a", "AGARE": "främling", "GREN": "$(touch x)"}
    done = runner("Kommentera", FLOWS[1], str(gh.parent), **env, SAID=str(said), NUMMER=number, GAMMAL=old)
    assert done.returncode == 0, done.stderr
    calls = said.read_text("utf-8").splitlines()
    assert f"'{last}'" in calls[-1]
    assert "'head=främling:$(touch x)'" in calls[0]
    assert sorted(path.name for path in (runner.temp / "andringar").iterdir()) == ["andringar.md"]
    if number:
        text = (runner.temp / "kommentar.md").read_text("utf-8")
        assert text.startswith("<!-- vb: vad har ändrats -->\nÄndrat av @\u2060någon")
        assert len(text) < 65_536
        (marker,) = set(re.findall(r"<!-- .*? -->", text))
        assert marker in calls[1]


def test_a_text_that_is_a_link_is_not_followed(runner: Runner) -> None:
    (runner.temp / "andringar").mkdir()
    (runner.temp / "andringar" / "andringar.md").symlink_to("/etc/passwd")
    env = dict.fromkeys(("GH_TOKEN", "ARKIV", "VERSION", "AGARE", "GREN"), "-")
    assert runner("Kommentera", FLOWS[1], **env).returncode == 0
    assert not (runner.temp / "kommentar.md").exists()


def test_init_adds_them_to_a_repository(tmp_path: Path) -> None:
    (tmp_path / "arkiv").mkdir()
    ran = run("init", "arkiv", "--github", cwd=tmp_path)
    assert ran.code == 0
    assert ran.out == "".join(f"Skrev arkiv/.github/workflows/{name}\n" for name in sorted(FLOWS))
    for name in FLOWS:
        assert (tmp_path / "arkiv" / ".github" / "workflows" / name).read_bytes() == (FOLDER / name).read_bytes()
    ran = run("init", "arkiv", "--github", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "finns redan. Inget skrevs." in ran.err
    assert run("init", "inte", "--github", cwd=tmp_path).code == 2
