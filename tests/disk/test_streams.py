"""A stdout or stderr that is closed or full stops nothing: the report is written, and the exit code tells how it went."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests import small
from tests.process import VB

PAGE = "outputs/2023/parknamnden.html"


def shell(root: Path, arguments: str, where: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        ["bash", "-c", f'"$VB" {arguments} {where}'],
        cwd=root,
        env=os.environ | {"VB": str(VB)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("where", [">/dev/full", "2>/dev/full", ">&-", ">&- 2>&- <&-"])
def test_a_report_is_built_whoever_listens(tmp_path: Path, where: str) -> None:
    root = small.make(tmp_path, extra={"inputs/2023/tom/ekonomi.yaml": "x: y\n"})
    done = shell(root, "build --all --jobs 1 --format html", where)
    assert done.returncode == 0, done.stderr
    assert (root / PAGE).is_file()
    assert ("disken är full" in done.stderr) is (where == ">/dev/full")


def test_what_is_all_there_was_to_get_is_missed(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    done = shell(root, "facts 2023 parknamnden", ">/dev/full")
    assert (done.returncode, done.stderr) == (3, "Det som skulle visas gick inte att skriva: disken är full.\n")
    assert shell(root, "check 2023 parknamnden", ">/dev/full").returncode == 0
