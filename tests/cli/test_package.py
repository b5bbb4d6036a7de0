"""Templates are found from a wheel, from an editable install, and in the workspace, which comes first."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPOSITORY, read, render, write
from tests.page import parse
from tests.process import Ran, run, run_python
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.handbook import pages

pytestmark = pytest.mark.xdist_group("paket")  # one wheel, where the tests run in several processes
WHERE = (
    "import vb_gen.disk.workspace as w; print(w.__file__, w.package_templates(), sep='\\n', flush=True); "
    "from vb_gen.cli import main; main()"
)
BUILD = ("build", "2023", "parknamnden", "--format", "html")


def install(wheel: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(folder), str(wheel)]
    subprocess.run(command, check=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    return folder


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, made by its own build tool; nothing is fetched and nothing is left in the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys, hatchling.build as b; b.build_wheel(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, folder], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [made] = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the tests' own program makes of the small report."""
    return render(Workspace(small.make(tmp_path_factory.mktemp("small"))))


def from_site(site: Path, root: Path, *arguments: str) -> Ran:
    """Run the program as installed in a folder that Python reads as it reads site-packages, with nothing else of ours."""
    code = f"import site, sys; site.addsitedir({str(site)!r}); sys.path.append({sysconfig.get_path('purelib')!r})\n{WHERE}"
    command = [sys.executable, "-I", "-S", "-c", code, *(arguments or BUILD)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def test_a_wheel_holds_the_program_and_its_templates_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        scripts = archive.read(next(n for n in archive.namelist() if n.endswith("entry_points.txt"))).decode()
    templates = [path.relative_to(REPOSITORY) for path in (REPOSITORY / "templates").rglob("*") if path.is_file()]
    parts = [path for path in (REPOSITORY / "vb_gen").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    program = [path.relative_to(REPOSITORY) for path in parts]
    chapters = [f"vb_gen/handbok/{path.name}" for path in (REPOSITORY / "docs" / "handbok").iterdir()]
    layout = [f"vb_gen/{path.as_posix()}" for path in templates]
    assert sorted(names) == sorted([*layout, *chapters, *(path.as_posix() for path in program)])
    assert "vb = vb_gen.cli:main" in scripts


def test_the_program_works_from_a_wheel(wheel: Path, tmp_path: Path, expected: str) -> None:
    site, root = install(wheel, tmp_path / "site"), small.make(tmp_path / "yta")
    ran = from_site(site, root)
    assert (ran.code, ran.err) == (0, "")
    program, templates, *_ = ran.out.splitlines()
    assert Path(program) == site / "vb_gen" / "disk" / "workspace.py"
    assert Path(templates) == site / "vb_gen" / "templates"
    assert (root / "outputs" / "2023" / "parknamnden.html").read_text("utf-8") == expected


def test_a_workspace_is_made_from_a_wheel(wheel: Path, tmp_path: Path) -> None:
    site = install(wheel, tmp_path / "site")
    assert from_site(site, tmp_path, "init", "rapporter").code == 0
    made = {path.relative_to(tmp_path / "rapporter").as_posix() for path in (tmp_path / "rapporter").rglob("*") if path.is_file()}
    source = REPOSITORY / "templates" / "arbetsyta"
    kept = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert made == kept - {"gitignore"} | {".gitignore"}


def test_the_handbook_is_made_from_a_wheel_as_it_is_here(wheel: Path, tmp_path: Path) -> None:
    site = install(wheel, tmp_path / "site")
    assert from_site(site, tmp_path, "handbook").code == 0
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "handbok").iterdir()} == dict(pages())


def test_the_program_works_from_an_editable_install(tmp_path: Path, expected: str) -> None:
    """The tests' own environment is one, as `make test` makes it."""
    told = json.loads(importlib.metadata.distribution("vb-gen").read_text("direct_url.json") or "{}")
    assert told["dir_info"] == {"editable": True}
    root = small.make(tmp_path)
    ran = run_python(WHERE, *BUILD, cwd=root)
    assert (ran.code, ran.err) == (0, "")
    program, templates, *_ = ran.out.splitlines()
    assert Path(program) == REPOSITORY / "vb_gen" / "disk" / "workspace.py"
    assert Path(templates) == REPOSITORY / "templates"
    assert (root / "outputs" / "2023" / "parknamnden.html").read_text("utf-8") == expected


# The workspace's own templates


def test_a_workspace_may_lay_out_one_chapter_and_leave_the_rest(tmp_path: Path, expected: str) -> None:
    own = (
        '{% from "block/avsnitt.html.j2" import visa with context %}\n<section class="egen" aria-labelledby="{{ kapitel.id }}">\n'
    )
    own += "<p>Vårt eget kapitel</p>\n{{ visa(kapitel) }}\n</section>\n"
    root = small.make(tmp_path, extra={"templates/kapitel/standard.html.j2": own})
    page = parse(render(Workspace(root)))
    chapters = page.one("main").all("section")
    assert {chapter["class"] for chapter in chapters} == {"egen"}
    assert [chapter.children[0].text for chapter in chapters] == ["Vårt eget kapitel"] * 4
    usual = parse(expected)
    assert [t.text for t in page.all("table")] == [t.text for t in usual.all("table")]
    assert page.one("style").text == usual.one("style").text


def test_a_workspace_may_change_one_style_sheet(tmp_path: Path, expected: str) -> None:
    root = small.make(tmp_path, extra={"templates/stil/mal.css": ".status { font-weight: 900; }\n"})
    ours, usual = (parse(text).one("style").text for text in (render(Workspace(root)), expected))
    assert ".status { font-weight: 900; }" in ours
    assert ".status.uppnatt" not in ours
    assert ".status.uppnatt" in usual
    assert "@page" in ours
    assert ".tabellruta" in ours


def test_a_workspace_may_have_a_mall_of_its_own_and_build_on_the_programs(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    report = read(Workspace(root))
    assert report.mall.sort == "Verksamhetsberättelse"  # from templates/mallar/liten.yaml
    assert "driftsammandrag" in report.mall.tabelltyper  # from the program's gemensam.yaml
    common = (REPOSITORY / "templates" / "mallar" / "gemensam.yaml").read_text("utf-8")
    write(root / "templates" / "mallar" / "gemensam.yaml", common.replace("innehåll: Innehåll", "innehåll: Det här finns"))
    assert parse(render(Workspace(root))).one("nav").one("h2").text == "Det här finns"


def test_a_mall_that_names_a_type_of_table_that_does_not_exist_is_told_so(tmp_path: Path) -> None:
    root = small.make(
        tmp_path, extra={"templates/mallar/liten.yaml": small.MALL.replace("tabelltyp: volymer", "tabelltyp: volym")}
    )
    ran = run(*BUILD, cwd=root)
    assert (ran.code, ran.out) == (2, "")
    assert re.search(r"^templates/mallar/liten.yaml:\d+:\d+: fel: .*”volym”", ran.err, re.M)


def test_an_own_template_works_from_the_command_line_too(tmp_path: Path) -> None:
    own = '{% macro status(s) %}<span class="status {{ s.form }}">Läge: {{ s.word }}</span>{% endmacro %}\n'
    root = small.make(tmp_path, extra={"templates/block/status.html.j2": own})
    assert run(*BUILD, cwd=root).code == 0
    assert "Läge: Delvis uppnått" in (root / "outputs" / "2023" / "parknamnden.html").read_text("utf-8")


def test_a_template_with_a_fault_is_told_with_its_name_and_line(tmp_path: Path) -> None:
    root = small.make(tmp_path, extra={"templates/kapitel/standard.html.j2": "<p>\n{{ kapitel.finns_inte }}\n{% if %}\n"})
    ran = run(*BUILD, cwd=root)
    assert (ran.code, ran.out) == (2, "")
    assert "kapitel/standard.html.j2, rad 3" in ran.err
    assert not (root / "outputs").exists()


def test_a_name_that_no_template_knows_is_told_with_its_line_in_swedish(tmp_path: Path) -> None:
    root = small.make(tmp_path, extra={"templates/kapitel/standard.html.j2": "<p>\n{{ kapitel.finns_inte }}\n"})
    ran = run(*BUILD, cwd=root)
    assert (ran.code, ran.out) == (2, "")
    assert "kapitel/standard.html.j2, rad 2" in ran.err
    assert "object" not in ran.err


def test_without_the_programs_own_style_sheets_the_fault_is_told(tmp_path: Path) -> None:
    driver = "import vb_gen.disk.workspace as w\nfrom pathlib import Path\nw.package_templates = lambda: Path('tom')\n"
    root = small.make(tmp_path)
    ran = run_python(driver + "from vb_gen.cli import main\nmain()\n", *BUILD, cwd=root)
    assert ran.code in (2, 3)
    assert ran.out == ""
    assert ran.err
