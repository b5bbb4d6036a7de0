"""Names and files as other systems leave them: read, or told in Swedish with exit 2, and the other reports go on."""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import small
from tests.conftest import write
from tests.process import VB, run, run_python

PAGE = "outputs/2023/parknamnden.html"
NFD = unicodedata.normalize("NFD", "simnämnden")
NFC = unicodedata.normalize("NFC", NFD)
LATIN = os.fsdecode("simnämnden".encode("latin-1"))


def misnamed(body: Path) -> str:
    body.rename(body.with_name(LATIN))
    return "inputs/2023/simn�mnden har ett namn som inte är UTF-8"


def misnamed_chapter(body: Path) -> str:
    (body / "kapitel.yaml").rename(body / f"{LATIN}.yaml")
    return f"inputs/2023/{body.name}/simn�mnden.yaml:1:1: fel: filens namn går inte att läsa"


def chapter_is_a_pipe(body: Path) -> str:
    os.mkfifo(body / "mer.yaml")
    return f"inputs/2023/{body.name}/mer.yaml:1:1: fel: filen går inte att öppna"


def head_is_a_pipe(body: Path) -> str:
    (body / "rapport.yaml").unlink()
    os.mkfifo(body / "rapport.yaml")
    return f"inputs/2023/{body.name}/rapport.yaml är ingen vanlig fil"


def chapter_is_a_folder(body: Path) -> str:
    (body / "mer.yaml").mkdir()
    return f"inputs/2023/{body.name}/mer.yaml:1:1: fel: filen går inte att öppna"


def there_twice(body: Path) -> str:
    body.rename(body.with_name(NFD))
    shutil.copytree(body.with_name(NFD), body.with_name(NFC))
    return f"inputs/2023/{NFC} finns två gånger, med å, ä eller ö sparade på olika sätt"


def endless(body: Path) -> str:
    with (body / "mer.yaml").open("wb") as file:
        file.truncate(50_000_000_000)  # a hole: it takes no place on the disk
    return f"inputs/2023/{body.name}/mer.yaml:1:1: fel: filen är större än 2 MB"


def may_not_be_looked_into(body: Path) -> str:
    body.chmod(0)
    return f"inputs/2023/{body.name} går inte att läsa: du har inte rätt"


def may_not_be_read(body: Path) -> str:
    (body / "kapitel.yaml").chmod(0)
    return f"inputs/2023/{body.name}/kapitel.yaml:1:1: fel: filen går inte att öppna"


def period_may_not_be_looked_into(body: Path) -> str:
    period = body.parent.with_name("2022")
    period.mkdir(mode=0)
    shutil.rmtree(body)
    return "inputs/2022 går inte att läsa: du har inte rätt"


KINDS: list[Callable[[Path], str]] = [
    misnamed,
    misnamed_chapter,
    chapter_is_a_pipe,
    head_is_a_pipe,
    chapter_is_a_folder,
    there_twice,
    endless,
    may_not_be_looked_into,
    may_not_be_read,
    period_may_not_be_looked_into,
]


def test_what_cannot_be_read_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    root = small.make(tmp_path / "yta")
    kommun = (root / "inputs" / "kommun.yaml").read_text("utf-8")
    said = []
    for number, spoil in enumerate(KINDS):
        kommun += f"  namnd{number}:\n    namn: Nämnd {number}\n    sort: nämnd\n"
        body = root / "inputs" / "2023" / f"namnd{number}"
        shutil.copytree(root / "inputs" / "2023" / "parknamnden", body)
        said.append(spoil(body))
    write(root / "inputs" / "kommun.yaml", kommun + f"  {NFC}:\n    namn: Simnämnden\n    sort: nämnd\n")
    try:
        for arguments in (("build", "--all", "--format", "html", "--jobs", "1"), ("check", "--all")):
            command = [*_without_privilege(), VB, *arguments]
            done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=60)
            assert done.returncode == 2, done
            assert [one for one in said if one not in done.stderr] == [], done.stderr
            assert "fel i vb" not in done.stderr
            assert "Traceback" not in done.stderr
        assert "2023/parknamnden: inga fel" in done.stdout
        assert (root / PAGE).is_file()
    finally:
        for path in (root / "inputs" / "2022", *root.glob("inputs/2023/*"), *root.glob("inputs/2023/*/*.yaml")):
            path.chmod(0o755)


def _without_privilege() -> list[str]:
    """The one whom no rights stop is made one whom they do."""
    if os.geteuid():
        return []
    program = shutil.which("setpriv")
    if program is None:
        pytest.skip("root may read everything here")
    lost = "-dac_override,-dac_read_search"
    return [program, f"--inh-caps={lost}", f"--bounding-set={lost}"]


def test_a_folders_name_may_be_stored_in_pieces(tmp_path: Path) -> None:
    root = small.with_another_body(small.make(tmp_path))
    kommun = root / "inputs" / "kommun.yaml"
    kommun.write_text(kommun.read_text("utf-8").replace("simnamnden:", f"{NFC}:"), "utf-8")
    body = root / "inputs" / "2023" / "simnamnden"
    body.rename(body.with_name(NFD))
    for name in (NFD, NFC):
        ran = run("build", "2023", name, "--format", "html", cwd=root)
        assert (ran.code, ran.out) == (0, f"Skrev outputs/2023/{NFC}.html\n"), ran.err


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    root, gone = small.make(tmp_path / "yta"), tmp_path / "borta"
    driver = f"import os\nos.rmdir({str(gone)!r})\nfrom vb_gen.cli import main\nmain()\n"
    gone.mkdir()
    ran = run_python(driver, "list", cwd=gone)
    assert (ran.code, "Mappen som du står i finns inte längre" in ran.err) == (2, True), ran
    gone.mkdir()
    ran = run_python(driver, "--workspace", str(root), "build", "2023", "parknamnden", "--format", "html", cwd=gone)
    assert (ran.code, ran.out) == (0, f"Skrev {root / PAGE}\n"), ran.err
