"""The same inputs give the same bytes: wherever, whenever, and however Python orders its sets."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPOSITORY
from tests.process import VB, run, run_python

# The second is as unlike the first as a machine can be: another folder, seed, time zone (a day away), language and user.
FIRST = {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
SECOND = {"PYTHONHASHSEED": "4321", "TZ": "Pacific/Pago_Pago", "LC_ALL": "C.UTF-8", "LANGUAGE": "de", "USER": "någon"}
ELSEWHERE = "ett annat ställe/med mellanslag och åäö"


def digests(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and ".vb" not in path.parts)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def copy_backwards(source: Path, target: Path) -> None:
    """A copy whose files came in the opposite order, so that the disk may list them otherwise."""
    for path in sorted((path for path in source.rglob("*") if path.is_file()), reverse=True):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def test_html_and_pdf_are_the_same_bytes_everywhere(tmp_path: Path) -> None:
    one, other = small.make(tmp_path / "a"), tmp_path / ELSEWHERE
    copy_backwards(one, other)
    for root, env in ((one, FIRST), (other, SECOND)):
        assert run("build", "2023", "parknamnden", cwd=root, env=env).code == 0
    made = digests(one / "outputs")
    assert set(made) == {"2023/parknamnden.html", "2023/parknamnden.pdf"}
    assert digests(other / "outputs") == made


@pytest.mark.parametrize(
    "arguments", [("build", "2023", "leanlink", "--format", "html", "--out", "ut"), ("facts", "2023", "leanlink")]
)
def test_the_real_report_is_the_same_bytes_everywhere(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    one, other = tmp_path / "a", tmp_path / ELSEWHERE
    for root in (one, other):
        copy_backwards(REPOSITORY / "inputs", root / "inputs")
    first = run(*arguments, cwd=one, env=FIRST)
    second = run(*arguments, cwd=other, env=SECOND)
    assert first.code == 0
    assert first == second
    assert digests(one) == digests(other)


def test_user_umask_and_jobs_do_not_matter(tmp_path: Path) -> None:
    """Two reports at once and one by one, by someone without a home or a name, whose files are for nobody else."""
    one, other = tmp_path / "a", tmp_path / ELSEWHERE
    for root in (one, other):
        copy_backwards(REPOSITORY / "inputs", root / "inputs")
    assert run("build", "--all", "--format", "html", "--jobs", "1", cwd=one, env=FIRST).code == 0
    strange = SECOND | {"HOME": "/finns-inte", "LOGNAME": "ingen", "XDG_CACHE_HOME": str(tmp_path / "c"), "COLUMNS": "40"}
    driver = "import os, sys; os.umask(0o077); os.execv(sys.argv[1], sys.argv[1:])"
    done = run_python(driver, str(VB), "build", "--all", "--format", "html", "--jobs", "2", cwd=other, env=strange)
    assert done.code == 0, done
    assert len(digests(one / "outputs")) >= 6
    assert digests(one / "outputs") == digests(other / "outputs")
    modes = {path.stat().st_mode & 0o777 for root in (one, other) for path in (root / "outputs").rglob("*.html")}
    assert modes == {0o644}


def test_a_comparison_is_the_same_bytes_everywhere(tmp_path: Path) -> None:
    """`vb diff` in all its forms: no path, order of a set, or language of the machine is in it."""
    one, other = small.make(tmp_path / "a"), tmp_path / ELSEWHERE
    copy_backwards(one, other)
    before = small.make(tmp_path / "före", {"kapitel.yaml": small.COMPLETE["kapitel.yaml"].replace("11,2", "9,2")})
    for root in (one, other):
        shutil.copytree(before, root / "gammalt")
    for form in ("text", "html", "json", "markdown"):
        arguments = ("diff", "2023", "parknamnden", "--against", "gammalt", "--format", form)
        first, second = run(*arguments, cwd=one, env=FIRST), run(*arguments, cwd=other, env=SECOND)
        assert first.code == 0
        assert "11,2" in first.out
        assert first == second


def test_the_tracked_page_is_the_one_that_is_made(tmp_path: Path) -> None:
    """outputs/2023/leanlink.html is what reviewers diff: it must follow its inputs."""
    assert run("build", "2023", "leanlink", "--format", "html", "--out", str(tmp_path), cwd=REPOSITORY).code == 0
    made, tracked = (root / "2023" / "leanlink.html" for root in (tmp_path, REPOSITORY / "outputs"))
    assert made.read_bytes() == tracked.read_bytes(), "run: vb build 2023 leanlink"


def test_a_page_holds_nothing_of_the_machine_it_was_made_on(leanlink: Path) -> None:
    for path in (leanlink / "2023" / "leanlink.html", leanlink / "2023" / "leanlink.pdf"):
        data = path.read_bytes()
        for trace in (str(REPOSITORY), str(leanlink), "/home/", "/root/", "/usr/share/fonts"):
            assert trace.encode() not in data
    pdf = (leanlink / "2023" / "leanlink.pdf").read_bytes()
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf
