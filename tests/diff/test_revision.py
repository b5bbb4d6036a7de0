"""`vb diff` and `vb list --changed-since` in a git repository: the right revision, nothing written, nothing of its run."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from tests import small
from tests.conftest import write
from tests.process import Ran, run
from vb_gen.core.finding import UseError
from vb_gen.diff.against import all_reports, compare_reports, other_side
from vb_gen.disk.git import Repository, _is_safe
from vb_gen.disk.workspace import Workspace

CHAPTER = "inputs/2023/parknamnden/kapitel.yaml"
WHO = {
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@exempel.se", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@exempel.se",
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, env=os.environ | WHO, capture_output=True, check=True, text=True)
    return done.stdout.strip()


def commit(root: Path, message: str = "ändrat") -> str:
    git(root, "add", "-A")
    git(root, "commit", "-qm", message)
    return git(root, "rev-parse", "HEAD")


def swap(root: Path, old: str, new: str, name: str = CHAPTER) -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The small workspace in a folder of a repository, on a branch off main."""
    top = tmp_path / "arkiv å"
    small.make(top / "rapporter")
    git(top, "init", "-q", "-b", "main")
    commit(top, "först")
    git(top, "switch", "-qc", "gren")
    return top / "rapporter"


def state(root: Path) -> dict[str, str]:
    """Every file below a folder, git's own included."""
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(root.rglob("*")) if p.is_file()}


def diff(root: Path, *arguments: str) -> Ran:
    return run("diff", "2023", "parknamnden", *arguments, cwd=root)


def test_against_where_the_branch_began_and_nothing_is_written(repo: Path) -> None:
    swap(repo, "11,2", "11,9")
    commit(repo)
    git(repo, "switch", "-q", "main")
    swap(repo, "4,1 ", "4,9 ")
    commit(repo)
    git(repo, "switch", "-q", "gren")
    swap(repo, "Städning ingår", "Städning ingår inte")
    before = state(repo.parent)
    ran = diff(repo)
    assert ran.code == 0
    assert "Parker, bokslut 2023: 11,2 → 11,9 mnkr" in ran.out
    assert "Lekplatser" not in ran.out  # main went on after the branch left it
    assert "ingår[+ inte+]" in ran.out  # not committed yet
    assert state(repo.parent) == before
    assert "4,9 → 4,1" in diff(repo, "--against", "main").out
    assert diff(repo, "--against", "main...").out.partition("\n")[2] == ran.out.partition("\n")[2]


def test_all_reports_new_and_gone(repo: Path) -> None:
    write(repo / "inputs/2022/parknamnden/rapport.yaml", "mall: liten\n")
    write(repo / "inputs/2022/parknamnden/kapitel.yaml", small.TEXT)
    (repo / "inputs/2023/parknamnden").rename(repo / "inputs/2024")
    (repo / "inputs/2023").rmdir()
    workspace = Workspace(repo)
    with other_side(workspace, None) as other:
        found = compare_reports(workspace, other, all_reports(workspace, other, None)).diffs
    assert [(d.namn, d.händelse) for d in found] == [("2022/parknamnden", "ny"), ("2023/parknamnden", "borta")]
    ran = diff(repo)
    assert ran.code == 0
    assert "Rapporten finns inte längre" in ran.out
    assert "Ny rapport: 1 avsnitt" in run("diff", "2022", "parknamnden", cwd=repo).out


def test_an_old_revision_that_cannot_be_read_is_named_and_the_rest_compared(repo: Path) -> None:
    good = (repo / CHAPTER).read_text("utf-8")
    swap(repo, "Sjukfrånvaro      |  6,4", "Sjukfrånvaro      |  6,4,1")
    old = commit(repo)
    write(repo / CHAPTER, good.replace("11,2", "11,9"))
    ran = diff(repo, "--against", old)
    assert ran.code == 0
    assert f"{old[:7]} har 1 fel som dagens vb inte läser" in ran.out
    assert "11,2 → 11,9" in ran.out


def test_an_old_mall_that_cannot_be_read_gives_way_to_todays(repo: Path) -> None:
    swap(repo, "utgår_från: gemensam", "utgår_ifrån: gemensam", "templates/mallar/liten.yaml")
    old = commit(repo)
    swap(repo, "utgår_ifrån: gemensam", "utgår_från: gemensam", "templates/mallar/liten.yaml")
    swap(repo, "11,2", "11,9")
    ran = diff(repo, "--against", old)
    assert "dagens mallar" in ran.out
    assert "11,2 → 11,9" in ran.out
    for folder in ("2021", "2022"):  # with many reports, all of them that could not be read
        write(repo / f"inputs/{folder}/parknamnden/rapport.yaml", "mall: liten\n")
        write(repo / f"inputs/{folder}/parknamnden/kapitel.yaml", small.TEXT)
    swap(repo, "utgår_från: gemensam", "utgår_ifrån: gemensam", "templates/mallar/liten.yaml")
    old = commit(repo)
    swap(repo, "utgår_ifrån: gemensam", "utgår_från: gemensam", "templates/mallar/liten.yaml")
    swap(repo, "Städning ingår", "Städning ingår inte", "inputs/2022/parknamnden/kapitel.yaml")
    found = json.loads(run("diff", "--all", "--against", old, "--format", "json", cwd=repo).out)
    assert [report["rapport"] for report in found["rapporter"] if report["avsnitt"]] == ["2022/parknamnden"]
    assert all("dagens mallar" in report["upplysningar"][-1] for report in found["rapporter"])


def test_todays_faults_stop_the_report_and_are_shown(repo: Path) -> None:
    swap(repo, "11,2", "elva")
    ran = run("diff", "--all", "--format", "markdown", cwd=repo)
    assert ran.code == 2
    assert "Rapporten kan inte läsas" in ran.out
    assert f"{CHAPTER}:10" in ran.err


@pytest.mark.parametrize("name", ["finns-inte", "--output=x", "-h", "HEAD:inputs", "main..gren", "\x1b[31m", ""])
def test_unknown_revisions(repo: Path, name: str) -> None:
    ran = diff(repo, f"--against={name}")
    assert "Traceback" not in ran.err
    assert (ran.code, "känner inte till revisionen" in ran.err) == ((2, True) if name else (0, False))
    assert not list(repo.glob("x"))


def test_no_repository_no_git_no_commits(tmp_path: Path) -> None:
    root = small.make(tmp_path / "a")
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    assert "ligger inte i ett git-arkiv" in run("diff", "2023", "parknamnden", cwd=root, env=env).err
    assert "git finns inte" in run("diff", "2023", "parknamnden", cwd=root, env={"PATH": str(tmp_path)}).err
    git(root, "init", "-q")
    ran = run("diff", "2023", "parknamnden", cwd=root)
    assert (ran.code, "inga incheckningar" in ran.err) == (2, True)


def test_a_period_or_folder_needs_no_git(tmp_path: Path) -> None:
    one, other = small.make(tmp_path / "a"), small.make(tmp_path / "b")
    swap(one, "11,2", "11,9")
    ran = run("diff", "2023", "parknamnden", "--against", str(other), cwd=one, env={"PATH": str(tmp_path)})
    assert (ran.code, "11,2 → 11,9" in ran.out) == (0, True)
    assert "Perioden 2019 finns inte" in run("diff", "2023", "parknamnden", "--against", "2019", cwd=one).err
    (one / "tom").mkdir()
    assert "inputs/kommun.yaml" in run("diff", "2023", "parknamnden", "--against", "tom", cwd=one).err


def test_a_shallow_clone_says_what_to_do(repo: Path, tmp_path: Path) -> None:
    for word in ("11,3", "11,4"):
        swap(repo, "11,2" if word == "11,3" else "11,3", word)
        commit(repo)
    clone = tmp_path / "klon"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repo.parent}", str(clone))
    ran = run("diff", "2023", "parknamnden", cwd=clone / "rapporter")
    assert (ran.code, "fetch-depth: 0" in ran.err) == (2, True)
    ran = run("diff", "2023", "parknamnden", "--against", "HEAD~1", cwd=clone / "rapporter")
    assert (ran.code, "fetch-depth: 0" in ran.err) == (2, True)


def test_a_strangers_repository_runs_nothing(repo: Path, tmp_path: Path) -> None:
    """Every setting that makes git run something is set to leave a trace; none is left."""
    trace = tmp_path / "spår"
    script = tmp_path / "skript"
    script.write_text(f'#!/bin/sh\ntouch "{trace}"\ncat\n', "utf-8")
    script.chmod(0o755)
    hooks = repo.parent / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (hooks / name).write_bytes(script.read_bytes())
        (hooks / name).chmod(0o755)
    write(repo.parent / ".gitattributes", "*.yaml diff=ond filter=ond\n")
    swap(repo, "11,2", "11,9")
    commit(repo)
    for key in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.alternateRefsCommand",
        "diff.external", "diff.ond.command", "diff.ond.textconv", "filter.ond.smudge", "filter.ond.clean", "filter.ond.process",
        "pager.rev-parse", "pager.cat-file", "pager.ls-tree", "credential.helper", "uploadpack.packObjectsHook",
        "alias.rev-parse", "alias.ls-tree", "alias.cat-file", "alias.merge-base",
    ):  # fmt: skip
        git(repo, "config", key, f"!{script}" if key.startswith("alias") else str(script))
    git(repo, "config", "remote.origin.url", f"ext::{script}")
    git(repo, "config", "remote.origin.promisor", "true")
    git(repo, "config", "protocol.allow", "always")
    git(repo, "config", "extensions.partialClone", "origin")
    trace.unlink(missing_ok=True)
    assert "11,2 → 11,9" in diff(repo).out
    blob = git(repo, "rev-parse", f"main:rapporter/{CHAPTER}")
    (repo.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    ran = diff(repo)
    assert (ran.code, "finns inte i den här klonen" in ran.err) == (2, True), ran
    assert not trace.exists()


def test_links_of_an_old_tree_are_not_followed(repo: Path, tmp_path: Path) -> None:
    write(tmp_path / "hemligt.yaml", "uppdraget: Hemligt\n")
    (repo / "inputs/2023/parknamnden/annat.yaml").symlink_to(tmp_path / "hemligt.yaml")
    old = commit(repo)
    (repo / "inputs/2023/parknamnden/annat.yaml").unlink()
    ran = diff(repo, "--against", old)
    assert ran.code == 0
    assert "annat.yaml är en länk" in ran.out
    assert "Hemligt" not in ran.out


@pytest.mark.parametrize(
    "name", ["inputs/../x", "inputs//x", "inputs/./x", "/inputs/x", "x", "inputs/.GIT/x", "inputs\\x", "inputs/a:b", ""]
)
def test_names_that_lead_out_are_no_files(name: str) -> None:
    assert not _is_safe(name)


def strange_tree(repo: Path, names: list[str]) -> str:
    """A commit of main's that has more files than it had, by names that no disk need take."""
    paths = "".join(f"M 100644 inline rapporter/inputs/2023/parknamnden/{name}\ndata 2\n#\n" for name in names)
    head = "commit refs/heads/stor\ncommitter a <a@exempel.se> 1700000000 +0000\ndata 0\nfrom refs/heads/main\n"
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repo, input=(head + paths).encode(), check=True)
    return "stor"


def test_names_longer_than_a_disk_takes_are_left_out_and_the_rest_compared(repo: Path) -> None:
    names = [f"{'x' * 300}{number}.yaml" for number in range(30)] + ["/".join(["y" * 200] * 30) + ".yaml"]
    ran = diff(repo, "--against", strange_tree(repo, names))
    assert ran.code == 0, ran
    said = ran.out + ran.err
    assert said.count("har ett för långt namn i stor") == 20
    assert "11 filer till i stor" in said


def test_a_tree_of_very_many_files_is_refused(repo: Path) -> None:
    ran = diff(repo, "--against", strange_tree(repo, [f"{number // 300}/{number}.txt" for number in range(100_001)]))
    assert ran.code == 2
    assert "har fler än 100000 filer" in ran.err


def test_names_with_other_letters(repo: Path) -> None:
    assert _is_safe("inputs/2023/ä/ö å.yaml")
    write(repo / "inputs/2023/parknamnden/bedömning å.yaml", "uppdraget: |\n  Text.\n")
    swap(repo, small.TEXT.strip(), "")
    old = commit(repo)
    swap(repo, "Text.", "Texten.", "inputs/2023/parknamnden/bedömning å.yaml")
    ran = diff(repo, "--against", old)
    assert "[−Text−][+Texten+]" in ran.out, ran


def test_a_revision_of_another_folder_of_the_repository_is_not_read(repo: Path) -> None:
    write(repo.parent / "inputs/kommun.yaml", "hemligt: ja\n")
    commit(repo)
    tree = Repository(repo).tree(Repository(repo).revision("HEAD"))
    assert sorted(tree.entries) == ["inputs/2023/parknamnden/kapitel.yaml", "inputs/2023/parknamnden/rapport.yaml",
                                    "inputs/kommun.yaml", "templates/mallar/liten.yaml"]  # fmt: skip


def test_bad_use(repo: Path) -> None:
    for arguments, said in (
        (("diff",), "Skriv vilken period och enhet"),
        (("diff", "2023"), "Skriv vilken period och enhet"),
        (("diff", "2023", "parknamnden", "--all"), "antingen en enhet eller --all"),
        (("diff", "2023", "parknamnden", "--format", "pdf"), "Formatet ”pdf” finns inte"),
        (("diff", "2023", "finns-inte"), "Enheten ”finns-inte” finns inte"),
        (("diff", "--all", "--against", "2023"), "vilken period som jämförs"),
    ):
        ran = run(*arguments, cwd=repo)
        assert (ran.code, said in ran.err) == (2, True), (arguments, ran)


def test_to_a_file(repo: Path) -> None:
    swap(repo, "11,2", "11,9")
    assert diff(repo, "--format", "json", "--out", "ut/d.json").code == 0
    assert json.loads((repo / "ut/d.json").read_text("utf-8"))["mot"].startswith("main (")


def test_without_a_main_branch(repo: Path) -> None:
    git(repo, "branch", "-D", "main")
    with pytest.raises(UseError, match="Hittar ingen huvudgren"):
        Repository(repo).base()


# Which reports are touched

APPENDIX = "mall: liten\nbilagor:\n  - titel: Barnets\n    rapport: 2023/barnet"


@pytest.fixture
def three(repo: Path) -> Path:
    """A parent that takes a row from a child, an uncle with the child as its appendix, and a stranger of another mall."""
    names = ("parknamnden", "barnet", "farbrorn", "frammande")
    write(
        repo / "inputs/kommun.yaml",
        "namn: Exempelköping\nenheter:\n" + "".join(f"  {name}:\n    namn: {name}\n    sort: nämnd\n" for name in names),
    )
    write(repo / "templates/mallar/annan.yaml", "utgår_från: liten\ntitel: Annan\n")
    for name in names[1:]:
        write(repo / f"inputs/2023/{name}/rapport.yaml", f"mall: {'annan' if name == 'frammande' else 'liten'}\n")
        write(repo / f"inputs/2023/{name}/kapitel.yaml", small.COMPLETE["kapitel.yaml"])
    swap(
        repo,
        "mall: liten",
        "mall: liten\nbilagor:\n  - titel: Barnets\n    rapport: 2023/barnet",
        "inputs/2023/farbrorn/rapport.yaml",
    )
    swap(repo, "budget | avvikelse | roll\n", "budget | avvikelse | roll | från\n")
    swap(repo, "|           |\n", "|           | |\n")
    swap(repo, "| summa\n", "| summa |\n    Barnet | | | | utanför | 2023/barnet\n")
    git(repo, "switch", "-q", "main")
    commit(repo)
    git(repo, "switch", "-qC", "gren")
    return repo


def listed(root: Path, since: str = "main") -> list[str]:
    ran = run("list", "--changed-since", since, "--format", "json", cwd=root)
    assert ran.code == 0, ran
    return [row["enhet"] for row in json.loads(ran.out)]


@pytest.mark.parametrize(
    ("name", "old", "new", "found"),
    [
        (CHAPTER, "11,2", "11,9", ["parknamnden"]),
        ("inputs/2023/barnet/kapitel.yaml", "11,2", "11,9", ["barnet", "farbrorn", "parknamnden"]),
        ("inputs/2023/frammande/kapitel.yaml", "11,2", "11,9", ["frammande"]),
        ("inputs/kommun.yaml", "Exempelköping", "Annanköping", ["barnet", "farbrorn", "frammande", "parknamnden"]),
        ("templates/mallar/annan.yaml", "Annan", "En annan", ["frammande"]),
        ("templates/mallar/liten.yaml", "Ekonomi", "Pengar", ["barnet", "farbrorn", "frammande", "parknamnden"]),
    ],
)
def test_reports_that_are_touched(three: Path, name: str, old: str, new: str, found: list[str]) -> None:
    assert listed(three) == []
    swap(three, old, new, name)
    assert listed(three) == found  # not committed yet
    commit(three)
    assert listed(three) == found


def test_new_files_and_templates_touch_too(three: Path) -> None:
    write(three / "inputs/2023/barnet/nytt.yaml", "uppdraget: Text.\n")
    assert listed(three) == ["barnet", "farbrorn", "parknamnden"]
    (three / "inputs/2023/barnet/nytt.yaml").unlink()
    write(three / "templates/stil/grund.css", "p { color: black }\n")
    assert len(listed(three)) == 4
    (three / "templates/stil/grund.css").unlink()
    path = three / CHAPTER
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert listed(three) == []  # only the ends of lines, as git itself may change them


def test_what_main_did_meanwhile_touches_nothing_here(three: Path) -> None:
    git(three, "switch", "-q", "main")
    swap(three, "11,2", "11,9")
    commit(three)
    git(three, "switch", "-q", "gren")
    assert listed(three) == []
    assert run("list", "--changed-since", "okänd", cwd=three).code == 2


def test_a_gone_child_touches_its_parent(three: Path) -> None:
    for path in (three / "inputs/2023/barnet").iterdir():
        path.unlink()
    assert listed(three) == ["farbrorn", "parknamnden"]
