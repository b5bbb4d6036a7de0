"""`vb check --staged` and the pre-commit hook: what is about to be committed is looked at, whatever the files say now."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from pre_commit.clientlib import load_manifest

from tests import small
from tests.conftest import REPOSITORY, write
from tests.diff.test_revision import CHAPTER, WHO, commit, git, state, swap
from tests.process import VB, run

SUM = "    Summa       |         |        |           | summa"
WRONG = "    Summa       |    99,9 |        |           | summa"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The small workspace in a folder of a repository, with a second body that has nothing to do with the first."""
    top = tmp_path / "arkiv å"
    root = small.make(top / "rapporter")
    small.with_another_body(root)
    git(top, "init", "-q", "-b", "main")
    commit(top, "först")
    return root


def test_a_staged_fault_is_found_though_the_file_has_been_mended(repo: Path) -> None:
    swap(repo, SUM, WRONG)
    git(repo, "add", "-A")
    swap(repo, WRONG, SUM)
    before = state(repo.parent)
    ran = run("check", "--staged", cwd=repo)
    assert ran.code == 1
    line = 1 + (repo / CHAPTER).read_text("utf-8").split("\n").index(SUM)
    assert f"{CHAPTER}:{line}:" in ran.out
    assert "99,9" in ran.out
    assert "simnamnden" not in ran.out  # nothing of it is staged
    assert state(repo.parent) == before
    assert run("check", "2023", "parknamnden", cwd=repo).code == 0


def test_a_fault_that_is_not_staged_is_not_told(repo: Path) -> None:
    swap(repo, SUM, WRONG)
    ran = run("check", "--staged", cwd=repo)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert run("check", "2023", "parknamnden", cwd=repo).code == 1


def test_a_file_that_is_staged_in_part(repo: Path) -> None:
    swap(repo, "Städning ingår.", "Städning ingår inte.")
    git(repo, "add", "-A")
    swap(repo, SUM, WRONG)
    ran = run("check", "--staged", cwd=repo)
    assert ran.code == 0
    assert ran.out.startswith("2023/parknamnden: inga fel")
    git(repo, "add", "-A")
    swap(repo, "Städning ingår inte.", "Städning ingår.")
    assert run("check", "--staged", cwd=repo).code == 1


def test_what_cannot_be_read_is_told_at_the_users_own_place(repo: Path) -> None:
    swap(repo, "målen:", "måln:")
    git(repo, "add", "-A")
    ran = run("check", "--staged", "--format", "github", cwd=repo, env={"GITHUB_WORKSPACE": str(repo)})
    assert ran.code == 2
    assert f"::error file={CHAPTER},line=" in ran.out
    assert "vb-check-" not in ran.out + ran.err  # the folder of our own


def test_a_text_that_cannot_be_built_is_told_where_it_is_staged(repo: Path) -> None:
    swap(repo, "Städning ingår.", "Städning ingår, {{ finns.inte }}.")
    git(repo, "add", "-A")
    swap(repo, "Städning ingår, {{ finns.inte }}.", "Städning ingår.")
    ran = run("check", "--staged", cwd=repo)
    assert (ran.code, "[R01]" in ran.out) == (2, True)
    assert run("check", "--all", cwd=repo).code == 0


def test_named_reports_and_all(repo: Path) -> None:
    swap(repo, SUM, WRONG)
    git(repo, "add", "-A")
    assert run("check", "2023", "simnamnden", "--staged", cwd=repo).out.startswith("2023/simnamnden: inga fel")
    assert run("check", "--all", "--staged", cwd=repo).code == 1
    ran = run("check", "--staged", "--report", cwd=repo)
    assert (ran.code, ran.err) == (2, "Kontrollbilagan görs av filerna som de är nu. Skriv utan --report.\n")


def test_a_link_or_a_conflict_in_the_index(repo: Path) -> None:
    (repo / "inputs" / "2023" / "parknamnden" / "mer.yaml").symlink_to("/etc/passwd")
    git(repo, "add", "-A")
    ran = run("check", "--staged", cwd=repo)
    assert ran.code == 0
    assert "mer.yaml är en länk i det som ska sparas och läses inte" in ran.err
    git(repo, "rm", "-q", "--cached", "inputs/2023/parknamnden/mer.yaml")
    blob = git(repo, "rev-parse", f":rapporter/{CHAPTER}")
    entries = "".join(f"100644 {blob} {stage}\trapporter/{CHAPTER}\n" for stage in (1, 2, 3))
    subprocess.run(["git", "rm", "-q", "--cached", CHAPTER], cwd=repo, check=True)
    subprocess.run(["git", "update-index", "--index-info"], cwd=repo.parent, input=entries, text=True, check=True)
    ran = run("check", "--staged", cwd=repo)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"Filen {CHAPTER} har en konflikt som inte är löst. Lös den och skriv git add {CHAPTER}.\n"


def test_before_the_first_commit_and_outside_a_repository(tmp_path: Path) -> None:
    root = small.make(tmp_path / "rapporter")
    ran = run("check", "--staged", cwd=root)
    assert ran.code == 2
    assert "ligger inte i ett git-arkiv" in ran.err
    git(root, "init", "-q", "-b", "main")
    assert run("check", "--staged", cwd=root).err == (
        "Filen inputs/kommun.yaml är inte med i git. Lägg till den: git add inputs/kommun.yaml\n"
    )
    git(root, "add", "-A")
    assert run("check", "--staged", cwd=root).out.startswith("2023/parknamnden: inga fel")


# The hook


def hook() -> dict[str, object]:
    (found,) = load_manifest(str(REPOSITORY / ".pre-commit-hooks.yaml"))
    assert isinstance(found, dict)
    return found


def commit_with_hook(repo: Path, cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Commit in a repository where pre-commit is installed with the hook as it comes, but for who installs the program."""
    known = hook()
    entry = f"{VB} --workspace rapporter {str(known['entry']).removeprefix('vb ')}"
    lines = ["repos:", "- repo: local", "  hooks:", f"  - id: {known['id']}", f"    name: {known['name']}"]
    lines += [f"    entry: {entry}", "    language: unsupported", f"    files: {known['files']}", "    pass_filenames: false"]
    write(repo.parent / ".pre-commit-config.yaml", "\n".join(lines) + "\n")
    git(repo.parent, "add", ".pre-commit-config.yaml")
    env = os.environ | WHO | {"PRE_COMMIT_HOME": str(cache), "PATH": f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}"}
    subprocess.run([sys.executable, "-m", "pre_commit", "install"], cwd=repo.parent, env=env, check=True, capture_output=True)
    return subprocess.run(
        ["git", "commit", "-m", "ändrat", *arguments], cwd=repo.parent, env=env, check=False, capture_output=True, text=True
    )


def test_the_hook_stops_a_commit_of_what_does_not_hold(repo: Path, tmp_path: Path) -> None:
    assert hook()["pass_filenames"] is False
    swap(repo, SUM, WRONG)
    git(repo, "add", "-A")
    swap(repo, WRONG, SUM)
    done = commit_with_hook(repo, tmp_path / "cache")
    assert done.returncode == 1
    assert "99,9" in done.stdout + done.stderr
    git(repo, "add", "-A")
    done = commit_with_hook(repo, tmp_path / "cache")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_looks_at_the_part_that_a_commit_takes(repo: Path, tmp_path: Path) -> None:
    """`git commit FILE` makes an index of its own for the commit."""
    swap(repo, SUM, WRONG)
    git(repo, "add", "-A")
    swap(repo, "Städning ingår.", "Städning ingår inte.", CHAPTER.replace("park", "sim"))
    name = "rapporter/" + CHAPTER.replace("park", "sim")
    git(repo.parent, "config", "core.hooksPath", "krokar")
    write(repo.parent / "krokar" / "pre-commit", f"#!/bin/sh\nexec '{VB}' --workspace rapporter check --staged\n")
    (repo.parent / "krokar" / "pre-commit").chmod(0o755)
    env = os.environ | WHO
    done = subprocess.run(
        ["git", "commit", "-m", "sim", name], cwd=repo.parent, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2023/simnamnden: inga fel" in done.stdout + done.stderr
    done = subprocess.run(["git", "commit", "-m", "park"], cwd=repo.parent, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
