"""`vb` end to end: the installed program in a process of its own, as its users meet it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import small
from tests.conftest import REPOSITORY, write
from tests.process import VB, Ran, run, run_python

OUTPUTS = ("outputs/2023/parknamnden.html", "outputs/2023/parknamnden.pdf")
DRAFT = "mall: liten\nstatus: utkast\n"
START = "from vb_gen.cli import main\nmain()\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small.make(tmp_path)


def build(root: Path, *arguments: str, env: dict[str, str] | None = None) -> Ran:
    return run("build", "2023", "parknamnden", *arguments, cwd=root, env=env)


def files(root: Path) -> list[str]:
    """What the program has written for people, and nothing half done."""
    found = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return [name for name in found if not name.startswith(("inputs/", "templates/")) and "/.vb/" not in name]


# What is written, and what is said


def test_the_real_report_is_built_and_the_last_lines_name_its_files(leanlink: Path) -> None:
    ran = json.loads((leanlink / "ran.json").read_text("utf-8"))
    assert (ran["code"], ran["err"]) == (0, "")
    shown = [os.path.relpath(leanlink / "2023" / f"leanlink.{kind}", REPOSITORY) for kind in ("html", "pdf")]
    assert ran["out"].splitlines()[-2:] == [f"Skrev {name}" for name in shown]
    assert (leanlink / "2023" / "leanlink.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (leanlink / "2023" / "leanlink.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_both_formats_go_to_outputs_and_an_unchanged_pdf_is_not_made_again(root: Path) -> None:
    first = build(root)
    assert first == Ran(0, "".join(f"Skrev {name}\n" for name in OUTPUTS), "")
    assert files(root) == list(OUTPUTS)
    page, pdf = (root / name for name in OUTPUTS)
    made = pdf.stat()

    second = build(root)
    assert second.code == 0
    assert set(second.out.splitlines()) == {f"Skrev {OUTPUTS[0]}", f"Oförändrad: {OUTPUTS[1]}"}
    assert (pdf.stat().st_mtime_ns, pdf.stat().st_ino) == (made.st_mtime_ns, made.st_ino)

    chapter = root / "inputs/2023/parknamnden/kapitel.yaml"
    chapter.write_text(chapter.read_text("utf-8").replace("Städning", "Snöröjning"), "utf-8")
    before = pdf.read_bytes()
    third = build(root)
    assert third == first
    assert pdf.read_bytes() != before
    assert "Snöröjning" in page.read_text("utf-8")


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_one_format_alone_in_a_folder_of_ones_own(root: Path, kind: str) -> None:
    ran = build(root, "--format", kind, "--out", "egen/mapp")
    assert ran == Ran(0, f"Skrev egen/mapp/2023/parknamnden.{kind}\n", "")
    assert files(root) == [f"egen/mapp/2023/parknamnden.{kind}"]


def test_from_a_folder_within_the_workspace_and_from_outside_it(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    inside = root / "inputs" / "2023" / "parknamnden"
    ran = run("build", "2023", "parknamnden", "--format", "html", cwd=inside)
    assert ran == Ran(0, f"Skrev ../../../{OUTPUTS[0]}\n", "")
    elsewhere = tmp_path_factory.mktemp("annanstans")
    assert run("build", cwd=elsewhere).code == 2
    ran = run("--workspace", str(root), "build", "2023", "parknamnden", "--format", "html", cwd=elsewhere)
    assert ran.code == 0
    assert ran.out.startswith("Skrev ")
    assert files(root) == [OUTPUTS[0]]
    assert list(elsewhere.iterdir()) == []


def test_bare_build_lists_what_can_be_built(root: Path) -> None:
    expected = Ran(0, "Rapporter som kan byggas:\n  vb build 2023 parknamnden\n", "")
    assert run("build", cwd=root) == expected
    assert run("build", "2023", cwd=root) == expected
    assert files(root) == []


def test_figures_are_the_result_and_go_to_stdout(root: Path) -> None:
    ran = run("facts", "2023", "parknamnden", cwd=root)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].lstrip("\ufeff").startswith("rapport;om;mått;")
    rows = json.loads(run("facts", "2023", "parknamnden", "--format", "json", cwd=root).out)
    assert len(rows) == len(ran.out.splitlines()) - 1
    assert files(root) == []


def test_a_terminal_is_told_what_goes_on_and_a_pipe_is_not(root: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    done = subprocess.run([str(VB), "build", "2023", "parknamnden"], cwd=root, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    said = os.read(ours, 10_000).decode("utf-8")
    os.close(ours)
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").splitlines() == [f"Skrev {name}" for name in OUTPUTS]
    assert "2023/parknamnden" in said
    assert "pdf" in said.casefold()
    assert "\x1b" not in said + done.stdout.decode("utf-8")


def test_words_come_through_whatever_the_locale(root: Path) -> None:
    ran = run("build", "--help", cwd=root, env={"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert "Så här skriver du" in ran.out


def test_a_reader_who_leaves_early_is_no_error(root: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run([str(VB), "facts", "2023", "parknamnden"], cwd=root, stdout=theirs, stderr=subprocess.PIPE, check=False)
    os.close(theirs)
    assert done.stderr.decode("utf-8") == ""
    assert done.returncode == 0


# Exit codes


def test_a_draft_with_gaps_is_built(root: Path) -> None:
    small.make(root, {"kapitel.yaml": small.TEXT}, rapport=DRAFT)
    ran = build(root, "--format", "html")
    assert ran == Ran(0, f"Skrev {OUTPUTS[0]}\n", "")


def test_a_decided_report_with_gaps_is_refused_and_the_last_good_one_left(root: Path) -> None:
    small.make(root, {"kapitel.yaml": small.TEXT})
    ran = build(root)
    assert (ran.code, ran.out) == (1, "")
    assert files(root) == []
    assert "avsnittet ”Resultat 2023” saknas i en fastställd rapport" in ran.err
    assert re.search(r"^inputs/2023/parknamnden/\S+\.yaml:\d+:\d+: fel: ", ran.err, re.M)
    assert "status: utkast" in ran.err

    small.make(root)
    assert build(root, "--format", "html").code == 0
    good = (root / OUTPUTS[0]).read_bytes()
    small.make(root, {"kapitel.yaml": small.TABLES})
    assert build(root).code == 1
    assert files(root) == [OUTPUTS[0]]
    assert (root / OUTPUTS[0]).read_bytes() == good


def test_bad_input_tells_all_at_once_and_leaves_the_last_good_report(root: Path) -> None:
    assert build(root, "--format", "html").code == 0
    good = (root / OUTPUTS[0]).read_bytes()
    bad = (small.TEXT + small.TABLES).replace("12,0", "12,O").replace("Nämnden redovisar", "{{ os.system }} redovisar")
    small.make(root, {"kapitel.yaml": bad.replace("resultat:", "resultat:\n  beloppp: tkr"), "extra.yaml": "hittepå: x\n"})
    ran = build(root)
    assert (ran.code, ran.out) == (2, "")
    assert (root / OUTPUTS[0]).read_bytes() == good
    assert files(root) == [OUTPUTS[0]]
    found = re.findall(r"^(inputs/\S+):(\d+):(\d+): fel: .+ \[[A-Z]\d\d\]$", ran.err, re.M)
    assert {Path(name).name for name, _, _ in found} == {"kapitel.yaml", "extra.yaml"}
    assert len(found) >= 2
    assert "beloppp" in ran.err
    assert "Inget skrevs" in ran.err


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif"])
def test_a_text_that_a_build_refuses_is_a_fault_of_the_check_too(root: Path, format_: str) -> None:
    faults = "{{ finns.inte }}\n\n  {{ oavslutad\n\n  ![En park](inte.png)\n\n  <b>fet</b> {{ driftsammandrag.summa | gissa }}"
    small.make(root, {"kapitel.yaml": (small.TEXT + small.TABLES).replace("Städning ingår.", faults)})
    refused = build(root, "--format", "html")
    codes = re.findall(r"\[([RV]\d\d)\]$", refused.err, re.M)
    assert (refused.code, len(codes)) == (2, 5)
    ran = run("check", "2023", "parknamnden", "--format", format_, cwd=root)
    assert ran.code == 2
    assert [code for code in re.findall(r"\b([RV]\d\d)\b(?!\.)", ran.out) if code in codes] == codes
    assert "inga fel" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "2022", "parknamnden"), "Perioder som finns: 2023"),
        (("build", "2023", "parknamden"), "Menade du ”parknamnden”?"),
        (("build", "2023", "../parknamnden"), "Enheter som finns: parknamnden"),
        (("build", "../../etc", "passwd"), "Perioder som finns: 2023"),
        (("build", "", ""), "Perioder som finns: 2023"),
        (("build", "2023", "parknamnden", "--format", "docx"), "--format html eller --format pdf"),
        (("facts", "2023", "parknamnden", "--format", "xlsx"), "--format csv eller --format json"),
        (("--workspace", "finns-inte", "build"), "Mappen finns-inte finns inte"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(root: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments, cwd=root)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert files(root) == []


@pytest.mark.parametrize("name", ["2023/parknamnden", "inputs/2023/parknamnden/"])
@pytest.mark.parametrize("command", ["check", "facts", "build"])
def test_a_report_may_be_named_as_it_is_printed(root: Path, command: str, name: str) -> None:
    more = ["--out", "2023/parknamnden", "--format", "html"] if command == "build" else []
    ran = run(command, *more, name, cwd=root)
    assert (ran.code, ran.err) == (0, "")
    assert "parknamnden" in ran.out


@pytest.mark.parametrize("command", ["build", "check", "facts", "diff", "watch", "new"])
def test_the_period_stands_first(root: Path, command: str) -> None:
    ran = run(command, "parknamnden", "2023", cwd=root)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"Skriv perioden först: vb {command} 2023 parknamnden\n"


@pytest.mark.parametrize("command", ["build", "check"])
@pytest.mark.parametrize("name", ["parknamnden", "Parknämnden"])
def test_a_body_alone_lacks_its_period(root: Path, command: str, name: str) -> None:
    ran = run(command, name, cwd=root)
    assert (ran.code, ran.out) == (2, "")
    said = f"”{name}” är en enhet, ingen period. Skriv perioden först: vb {command} 2023 parknamnden\n"
    assert ran.err == said


def test_help_is_found_by_any_name(root: Path) -> None:
    whole, one = run("--help", cwd=root), run("build", "--help", cwd=root)
    for arguments in (["help"], ["hjälp"], ["-h"]):
        assert run(*arguments, cwd=root) == whole
    for arguments in (["help", "build"], ["build", "-h"]):
        assert run(*arguments, cwd=root) == one


def test_a_folder_without_reports_says_where_to_go(tmp_path: Path) -> None:
    ran = run("build", "2023", "parknamnden", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "inputs/kommun.yaml" in ran.err
    assert "--workspace MAPP" in ran.err
    write(tmp_path / "inputs" / "kommun.yaml", "namn: X kommun\nenheter:\n  a:\n    namn: A\n    sort: nämnd\n")
    assert run("build", cwd=tmp_path).code == 2


# Errors that are not the author's


def test_an_unforeseen_error_is_ours_and_names_its_log(root: Path, tmp_path: Path) -> None:
    driver = (
        "import vb_gen.output.html.html as h\ndef boom(*a, **k): raise ZeroDivisionError('hemlig')\nh.render_report = boom\n"
        + START
    )
    logs = tmp_path / "temp"
    logs.mkdir()
    ran = run_python(driver, "build", "2023", "parknamnden", cwd=root, env={"TMPDIR": str(logs)})
    assert (ran.code, ran.out) == (3, "")
    [log] = logs.glob("vb-fel-*")  # a process that was ended beside it may leave a file of its library's
    assert "fel i vb, inte i era filer" in ran.err
    assert str(log) in ran.err
    assert "hemlig" not in ran.err
    kept = log.read_text("utf-8")
    assert "Traceback" in kept
    assert "ZeroDivisionError: hemlig" in kept
    assert [name for name in files(root) if not name.startswith("temp/")] == []


def test_an_unforeseen_error_where_no_log_can_be_kept(root: Path) -> None:
    driver = (
        "import tempfile, vb_gen.output.html.html as h\n"
        "def boom(*a, **k): raise ZeroDivisionError('hemlig')\n"
        "def full(*a, **k): raise OSError(28, 'No space left on device')\n"
        "h.render_report = boom\ntempfile.mkstemp = full\n" + START
    )
    ran = run_python(driver, "build", "2023", "parknamnden", cwd=root)
    assert ran.code == 3
    assert "fel i vb" in ran.err


def test_a_person_who_interrupts_is_answered_briefly(root: Path) -> None:
    driver = "import vb_gen.output.html.html as h\ndef stop(*a, **k): raise KeyboardInterrupt\nh.render_report = stop\n" + START
    ran = run_python(driver, "build", "2023", "parknamnden", cwd=root)
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "Avbrutet.")
    assert files(root) == []


# Typed figures become references

TYPED = small.TEXT.rstrip("\n") + "  Parker redovisar ett överskott på\n  0,8 mnkr.  Sjukfrånvaron är 5,9 %.\n# kvar\n"


def test_typed_figures_become_references_and_the_page_is_the_same(root: Path) -> None:
    chapter = root / "inputs/2023/parknamnden/kapitel.yaml"
    text = (TYPED + small.TABLES).replace("\n", "\r\n")
    chapter.write_bytes(text.encode("utf-8"))
    assert build(root, "--format", "html").code == 0
    page = (root / OUTPUTS[0]).read_bytes()

    shown = run("link", "2023", "parknamnden", cwd=root)
    assert (shown.code, shown.err) == (0, "")
    assert "inputs/2023/parknamnden/kapitel.yaml:4:3: ”0,8 mnkr” är Parker, Avvikelse" in shown.out
    assert "  -   0,8 mnkr.  Sjukfrånvaron är 5,9 %.\n" in shown.out
    assert chapter.read_bytes() == text.encode("utf-8")

    written = run("link", "2023/parknamnden", "--write", cwd=root)
    assert (written.code, written.err) == (0, "")
    assert written.out == shown.out + "Skrev inputs/2023/parknamnden/kapitel.yaml (2 hänvisningar)\n"
    linked = text.replace("0,8 mnkr.", "{{ resultat.parker.avvikelse }}.").replace(
        "är 5,9 %", "är {{ personal.sjukfrånvaro[2023] }}"
    )
    assert chapter.read_bytes().decode("utf-8") == linked
    assert build(root, "--format", "html").code == 0
    assert (root / OUTPUTS[0]).read_bytes() == page
    again = run("link", "2023", "parknamnden", "--write", cwd=root)
    assert (again.code, "Skrev" in again.out, "0 kan bli hänvisningar" in again.out) == (0, False, True)


def test_what_to_link_must_be_said_and_be_there(root: Path) -> None:
    missing = run("link", "2023", cwd=root)
    assert (missing.code, missing.out) == (2, "")
    unknown = run("link", "2023", "badnamnden", "--write", cwd=root)
    assert (unknown.code, unknown.out) == (2, "")
    assert "Enheten ”badnamnden” finns inte" in unknown.err


@pytest.fixture
def without_pango(tmp_path: Path) -> dict[str, str]:
    """A machine where WeasyPrint finds no Pango: importing it fails as it does there."""
    fake = "raise OSError(\"cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file\")\n"
    write(tmp_path / "utan-pango" / "weasyprint" / "__init__.py", fake)
    return {"PYTHONPATH": str(tmp_path / "utan-pango"), "PYTHONDONTWRITEBYTECODE": "1"}


def test_without_pango_the_page_is_written_and_the_install_line_shown(root: Path, without_pango: dict[str, str]) -> None:
    ran = build(root, env=without_pango)
    assert ran.code == 3
    assert ran.out == f"Skrev {OUTPUTS[0]}\n"
    assert "apt-get install libpango-1.0-0" in ran.err
    assert "HTML-filen är skriven" in ran.err
    assert (root / OUTPUTS[0]).is_file()
    assert not (root / OUTPUTS[1]).exists()


def test_without_pango_nothing_is_said_of_a_page_nobody_asked_for(root: Path, without_pango: dict[str, str]) -> None:
    ran = build(root, "--format", "pdf", env=without_pango)
    assert (ran.code, ran.out) == (3, "")
    assert "apt-get install libpango-1.0-0" in ran.err
    assert "HTML-filen är skriven" not in ran.err


def test_without_pango_everything_but_the_pdf_works(root: Path, without_pango: dict[str, str]) -> None:
    assert build(root, "--format", "html", env=without_pango).code == 0


def test_without_the_font_the_page_is_written_and_the_install_line_shown(root: Path, tmp_path: Path) -> None:
    """A machine whose fontconfig finds no Lato."""
    program = tmp_path / "utan-lato" / "fc-list"
    write(program, "#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    ran = build(root, env={"PATH": f"{program.parent}:{os.environ['PATH']}"})
    assert (ran.code, ran.out) == (3, f"Skrev {OUTPUTS[0]}\n")
    assert "typsnittet Lato saknas" in ran.err
    assert "apt-get install fonts-lato" in ran.err
    assert "HTML-filen är skriven" in ran.err
    assert english(ran.err) == set()
    assert not (root / OUTPUTS[1]).exists()


def test_a_folder_that_cannot_be_written_is_told_in_swedish(root: Path) -> None:
    write(root / "fil", "inte en mapp\n")
    ran = build(root, "--format", "html", "--out", "fil")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("Det går inte att skriva fil/2023/parknamnden.html: ")
    assert english(ran.err) == set()


# HTML is quick because it does not carry what makes PDFs


@pytest.mark.parametrize("arguments", [("build", "2023", "parknamnden", "--format", "html"), ("facts", "2023", "parknamnden")])
def test_weasyprint_is_never_imported_but_for_a_pdf(root: Path, arguments: tuple[str, ...]) -> None:
    driver = (
        "import atexit, sys\n"
        "heavy = ('weasyprint', 'pydyf', 'fontTools', 'tinycss2', 'cffi', 'PIL')\n"
        "atexit.register(lambda: print(*(m for m in heavy if m in sys.modules), file=sys.stderr))\n" + START
    )
    ran = run_python(driver, *arguments, cwd=root)
    assert (ran.code, ran.err.strip()) == (0, "")


# Swedish, and only Swedish

ENGLISH = re.compile(
    r"\b(the|usage|options?|arguments|errors?|missing|shows?|this|message|and|exit|try|required|default|invalid|no|such|"
    r"commands?|got|unexpected|extra|takes?|requires?|is|not|of|with|or|values?|did|you|mean|possible|files?|directory|"
    r"permission|denied|expected|see|for)\b"
)


def english(text: str) -> set[str]:
    """The English words in a text; names of options and files are no sentences."""
    plain = re.sub(r"--?[\w-]+|[\w.-]*/[\w./-]*|\S+\.\w+", " ", text)
    return set(ENGLISH.findall(plain.casefold()))


def commands() -> list[str]:
    import vb_gen.cli  # noqa: F401 - the commands are there once it is imported
    from vb_gen.cli.base import app

    return [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]


def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Ran:
    """What the program says, without the time it takes to start a process."""
    from vb_gen.cli import main

    monkeypatch.setattr(sys, "argv", ["vb", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    return Ran(int(left.value.code or 0), said.out, said.err)


@pytest.mark.parametrize("command", ["", *commands()])
def test_help_is_swedish(command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ran = say(capsys, monkeypatch, *filter(None, [command]), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Så här skriver du: vb")
    assert "Visar den här hjälpen." in ran.out
    assert english(ran.out) == set()


@pytest.mark.parametrize(
    ("arguments", "said", "help_of"),
    [
        (("bygg",), "Kommandot ”bygg” finns inte.", "vb"),
        (("wtch",), "Kommandot ”wtch” finns inte. Menade du watch?", "vb"),
        (("build", "--qqq"), "Flaggan --qqq finns inte.", "vb build"),
        (("build", "--forma", "html"), "Flaggan --forma finns inte. Menade du --format?", "vb build"),
        (("build", "-x"), "Flaggan -x finns inte.", "vb build"),
        (("--qqq",), "Flaggan --qqq finns inte.", "vb"),
        (("build", "2023", "leanlink", "--format"), "Flaggan --format ska följas av ett värde.", "vb build"),
        (("--workspace",), "Flaggan --workspace ska följas av ett värde.", "vb"),
        (("build", "--help=ja"), "Flaggan --help ska inte följas av något värde.", "vb build"),
        (("build", "2023", "leanlink", "en"), "Det står för mycket: en.", "vb build"),
        (("build", "2023", "leanlink", "en", "två"), "Det står för mycket: en två.", "vb build"),
    ],
)
def test_a_command_written_wrongly_is_explained_in_swedish(
    arguments: tuple[str, ...], said: str, help_of: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = say(capsys, monkeypatch, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{said}\nHjälp: {help_of} --help\n"


def test_the_tests_know_english_when_they_see_it() -> None:
    assert english("Usage: vb [OPTIONS]\nTry 'vb --help' for help.") >= {"usage", "options", "try"}
    assert english("Det går inte att skriva x: Not a directory.") >= {"not", "directory"}
    assert english("Flaggan --no-such-option finns inte. Se filen /the/file/no.such") == set()


def test_bare_vb_shows_what_there_is_and_version_tells_it(root: Path) -> None:
    bare = run(cwd=root)
    assert bare.code == 0
    assert all(command in bare.out for command in commands())
    assert re.fullmatch(r"vb \d+\.\d+\.\d+\n", run("--version", cwd=root).out)
