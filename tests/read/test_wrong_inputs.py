"""Mistakes and what is said of them: a folder of bad files as people write them, and the exact messages.

Each folder of `tests/fel/` holds the bad files of one mistake and `väntat.txt`, all that is said of it. The files are laid
over the small workspace in `tests/fel/_arbetsyta/`: `kommun.yaml` in `inputs/`, the others in the report's folder.

A message that was changed on purpose is written anew with `VB_SKRIV=1 pytest tests/read/test_wrong_inputs.py`.
Mistakes that cannot be stored as text in git (encodings, line ends, links) are made here, from bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from tests.conftest import TESTS
from tests.process import run
from vb_gen.core.finding import Collector, Document, Finding, Place, UseError, format_finding
from vb_gen.disk.workspace import Workspace
from vb_gen.tasks.build import BAD_INPUT, INCOMPLETE, OK, Job, Outcome, build

FEL = TESTS / "fel"
MISTAKES = sorted(folder.name for folder in FEL.iterdir() if folder.is_dir() and not folder.name.startswith("_"))
HEAD = re.compile(r"(inputs/\S+?)(?::(\d+):(\d+)|#[A-Z]+\d+): fel: (.+) \[[A-Z]\d\d\]")  # in a text, or in a cell
OLD = "den förra rapporten"
REPORT = Path("inputs") / "2023" / "parknamnden"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace without mistakes, with last week's report in outputs/."""
    shutil.copytree(FEL / "_arbetsyta", tmp_path, dirs_exist_ok=True)
    output = tmp_path / "outputs" / "2023" / "parknamnden.html"
    output.parent.mkdir(parents=True)
    output.write_text(OLD, "utf-8")
    return tmp_path


def build_it(root: Path, formats: tuple[str, ...] = ("html",)) -> Outcome:
    """Build the report of the workspace."""
    workspace = Workspace(root)
    return build(Job(workspace, *workspace.resolve("2023", "parknamnden"), formats=formats, out=root / "outputs"))


def fails(root: Path, code: int = BAD_INPUT) -> str:
    """What is said of the workspace's mistakes; nothing may have been written."""
    before = tree(root)
    outcome = build_it(root)
    assert outcome.code == code, outcome.messages
    assert not outcome.written
    assert tree(root) == before
    said, _, last = outcome.messages.rpartition("\n")
    assert re.fullmatch(r"\d+ fel\. Inget skrevs; den förra rapporten står kvar\.", last)
    assert int(last.split()[0]) == len(HEAD.findall(said)) + sum(map(int, re.findall(r": (\d+) fel till, som inte visas", said)))
    return said + "\n"


def tree(root: Path) -> dict[str, bytes]:
    """Every file below a folder and what is in it."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def works(root: Path) -> str:
    """The HTML of the workspace, which has no mistakes."""
    outcome = build_it(root)
    assert outcome.code == OK, outcome.messages
    return (root / "outputs" / "2023" / "parknamnden.html").read_text("utf-8")


def lay_over(root: Path, mistake: str) -> None:
    """Put a mistake's files into the workspace."""
    for file in (FEL / mistake).iterdir():
        if file.name != "väntat.txt":
            shutil.copy(
                file, root / "inputs" / file.name if file.name in ("kommun.yaml", "tema.yaml") else root / REPORT / file.name
            )


# The folder


def test_without_mistakes_the_workspace_builds(root: Path) -> None:
    assert "Två nya parker har öppnat." in works(root)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_said_of(mistake: str, root: Path) -> None:
    lay_over(root, mistake)
    said = fails(root, INCOMPLETE if mistake == "faststalld_med_luckor" else BAD_INPUT)
    expected = FEL / mistake / "väntat.txt"
    if os.environ.get("VB_SKRIV"):
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8"), "Ändrat med avsikt? VB_SKRIV=1 pytest tests/read/test_wrong_inputs.py"


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_message_is_whole(mistake: str) -> None:
    """Place, line, caret under the spot, advice; in Swedish; nothing said twice."""
    lines = (FEL / mistake / "väntat.txt").read_text("utf-8").splitlines()
    heads = [number for number, line in enumerate(lines) if HEAD.fullmatch(line)]
    assert heads[0] == 0
    assert len({lines[number] for number in heads}) == len(heads)
    for number, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        match = HEAD.fullmatch(lines[number])
        assert match is not None
        shown, caret, advice = lines[number + 1 : end]
        name = Path(match[1]).name
        written = (FEL / mistake / name).read_text("utf-8") if (FEL / mistake / name).exists() else None
        if written is not None and match[2]:
            line = [*written.split("\n"), ""][int(match[2]) - 1]
            unseen = re.sub("[\x07\x0b\u2028\u202c\u202e]", "\ufffd", line).replace("\t", " ").rstrip()
            assert shown.strip("… ") in unseen if len(line) > 120 else shown == f"    {unseen}"
            assert int(match[3]) <= len(line) + 1
        assert caret.strip() == "^"
        assert len(shown) > 120 or not match[3] or len(caret) == 4 + int(match[3])
        assert re.match(r"  → [A-ZÅÄÖ{}>–•>]", advice), advice
        assert not re.search(r"\b(expected|found|while|mapping|scalar|token|line|column|invalid|None|Error)\b", match[4] + advice)


def test_there_are_mistakes_of_every_kind() -> None:
    for name in MISTAKES:
        assert re.fullmatch(r"[a-z0-9_]+", name)
    codes = {
        code
        for name in MISTAKES
        for code in re.findall(r" \[([A-Z]\d\d)\]$", (FEL / name / "väntat.txt").read_text("utf-8"), re.M)
    }
    assert len(MISTAKES) >= 150
    assert len(codes) >= 45


# What git cannot store as text

BEDOMNING = "analys: |\n  Året präglades av en regnig sommar.\n\n  Parkerna klarade sig – ändå – på grund av dräneringen.\n"


def told(root: Path, data: bytes, name: str = "bedomning.yaml") -> str:
    """What is said where a chapter file holds these bytes."""
    (root / REPORT / name).write_bytes(data)
    return fails(root).replace(f"{REPORT.as_posix()}/", "")


SAVE = "  → Spara om filen med kodningen UTF-8. I Anteckningar: Arkiv, Spara som, Kodning: UTF-8.\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_told(root: Path, encoding: str) -> None:
    what = "bedomning.yaml:1:1: fel: filen är sparad med kodningen UTF-16 (”Unicode”) [K02]\n"
    assert told(root, BEDOMNING.encode(encoding)) == what + SAVE


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_the_ansi_of_windows_is_told_where_the_first_letter_stands(root: Path, encoding: str, newline: str) -> None:
    data = BEDOMNING.replace("–", "-").replace("\n", newline).encode(encoding)
    assert told(root, data) == (
        "bedomning.yaml:2:3: fel: filen är inte sparad med kodningen UTF-8 (troligen med Windows-1252, ”ANSI”); "
        "å, ä och ö går inte att läsa [K02]\n"
        "      Året präglades av en regnig sommar.\n"
        "      ^\n" + SAVE
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "ett Word- eller Exceldokument"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "ett äldre Word- eller Exceldokument"),
        (b"%PDF-1.7\n", "en PDF"),
        (b"{\\rtf1\\ansi", "ett dokument i RTF-format"),
    ],
)
def test_a_document_of_an_office_program_is_told(root: Path, data: bytes, kind: str) -> None:
    assert told(root, data) == (
        f"bedomning.yaml:1:1: fel: filen är {kind}, inte en textfil [K02]\n"
        "  → Spara innehållet som ren text (UTF-8) i en fil som slutar på .yaml.\n"
    )


@pytest.mark.parametrize("name", ["inputs/kommun.yaml", f"{REPORT.as_posix()}/rapport.yaml", f"{REPORT.as_posix()}/ekonomi.yaml"])
@pytest.mark.parametrize("indent", ["", "      "])
def test_marks_that_git_leaves_are_told_in_every_file(root: Path, name: str, indent: str) -> None:
    path = root / name
    lines = path.read_text("utf-8").rstrip("\n").split("\n")
    marked = ["<<<<<<< HEAD", lines[-1], "||||||| bas", lines[-1], "=======", lines[-1], ">>>>>>> gren"]
    path.write_text("\n".join([*lines[:-1], *(indent + one if one[:1] in "<|=>" else one for one in marked), ""]), "utf-8")
    first = len(lines)
    what = "raden är en markering från git: två har ändrat samma ställe"
    rest = f"(likaså rad {first + 2}, {first + 4} och {first + 6})"
    assert fails(root).startswith(f"{name}:{first}:{len(indent) + 1}: fel: {what} {rest} [K26]\n")


def test_a_mark_that_was_left_behind_is_told_and_a_line_of_equals_signs_alone_is_a_heading(root: Path) -> None:
    assert "[K26]" in told(root, b"analys: |\n  Text.\n  >>>>>>> gren\n")
    assert "[R08]" in told(root, "analys: |\n  Året\n  =======\n  Text.\n".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + BEDOMNING.encode(),
        BEDOMNING.replace("\n", "\r\n").encode(),
        BEDOMNING.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + BEDOMNING.replace("\n", "\r\n").encode(),
        unicodedata.normalize("NFD", BEDOMNING).encode(),
        BEDOMNING.rstrip("\n").encode(),
        BEDOMNING.replace("präglades", "präg\u00adlades").replace("sommar", "som\u200bmar").encode(),
        BEDOMNING.replace("analys: |", "analys: >").encode(),
        BEDOMNING.replace("analys: |", "analys: |-").encode(),
        BEDOMNING.replace("analys: |", "analys: |  # klar").encode(),
        BEDOMNING.replace("analys: |", "---\nanalys:\n  text: |")
        .replace("\n  ", "\n    ")
        .replace("    text", "  text")
        .encode(),
    ],
    ids=["bom", "crlf", "cr", "bom-crlf", "nfd", "no-end", "no-width", "folded", "stripped", "comment", "document"],
)
def test_other_ways_to_write_the_same_are_accepted(root: Path, data: bytes) -> None:
    (root / REPORT / "bedomning.yaml").write_text(BEDOMNING, "utf-8")
    plain = works(root)
    (root / REPORT / "bedomning.yaml").write_bytes(data)
    assert works(root) == plain


def test_a_key_in_another_normal_form_is_the_same_key(root: Path) -> None:
    (root / REPORT / "malredovisning.yaml").write_bytes(
        unicodedata.normalize("NFD", (root / REPORT / "malredovisning.yaml").read_text("utf-8")).encode()
    )
    assert "Två nya parker har öppnat." in works(root)


@pytest.mark.parametrize("minus", ["-86", "−86", "–86", "‒86", "- 86", "\u00a0−\u00a086"])
def test_every_dash_before_a_figure_is_a_minus(root: Path, minus: str) -> None:
    path = root / REPORT / "ekonomi.yaml"
    plain = works(root)
    path.write_text(path.read_text("utf-8").replace("-86", minus), "utf-8")
    assert works(root) == plain


def test_a_grid_pasted_from_excel_may_begin_with_an_empty_cell(root: Path) -> None:
    path = root / REPORT / "namndindikatorer.yaml"
    plain = works(root)
    lines = path.read_text("utf-8").split("\n")
    tabbed = [re.sub(r" *\| *", "\t", line) if " | " in line else line for line in lines]
    tabbed = [f"        {line}" if line.startswith("\t") else line for line in tabbed]
    assert any(line.startswith("        \t") for line in tabbed)
    path.write_text("\n".join(tabbed), "utf-8")
    assert works(root) == plain


def test_hard_spaces_in_figures_and_text_are_accepted(root: Path) -> None:
    path = root / REPORT / "ekonomi.yaml"
    plain = works(root)
    path.write_text(path.read_text("utf-8").replace("1 745", "1\u00a0745").replace("1 688", "1\u202f688"), "utf-8")
    assert works(root) == plain


def test_a_year_and_a_dot_within_a_paragraph_are_text(root: Path) -> None:
    (root / REPORT / "bedomning.yaml").write_text("analys: |\n  Parken invigdes i juni\n  2023. Det var soligt.\n", "utf-8")
    assert "<p>Parken invigdes i juni 2023. Det var soligt.</p>" in works(root)


@pytest.mark.parametrize(
    "text",
    [
        "– Vi är stolta, säger hon.",
        "Se <https://exempel.se>.",
        "Under 3 < 5 och a & b.",
        "Mål [a] och {b}.",
        "1. Ett\n2. Två",
        "§ 5*",
    ],
)
def test_harmless_text_is_let_through(root: Path, text: str) -> None:
    (root / REPORT / "bedomning.yaml").write_text("analys: |\n" + "".join(f"  {line}\n" for line in text.split("\n")), "utf-8")
    works(root)


# Files and folders


def test_a_files_name_commands_neither_the_terminal_nor_the_log(root: Path) -> None:
    (root / REPORT / "x\n::error file=a::b\x1b[31m.yaml").write_text("analys: [\n", "utf-8")
    for form in ("text", "github", "json", "sarif"):
        ran = run("check", "2023", "parknamnden", "--format", form, cwd=root)
        assert ran.code == 2
        assert "\x1b" not in ran.out + ran.err
        assert not any(line.startswith("::error file=a::") for line in (ran.out + ran.err).splitlines())
        assert "x\ufffd::error file=a::b\ufffd[31m.yaml" in ran.err


def test_a_link_out_of_the_workspace_is_refused(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("annan") / "hemligt.yaml"
    secret.write_text("analys: |\n  Hemligt.\n", "utf-8")
    link = root / REPORT / "bedomning.yaml"
    link.unlink()
    link.symlink_to(secret)
    expected = (
        f"{REPORT.as_posix()}/bedomning.yaml:1:1: fel: filen är en länk ut ur arbetsytan och läses inte [K25]\n"
        "  → Lägg filen själv i mappen i stället för en länk till den.\n"
    )
    assert fails(root) == expected


def test_a_linked_folder_out_of_the_workspace_is_refused(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("annan") / "parknamnden"
    shutil.move(root / REPORT, elsewhere)
    (root / REPORT).symlink_to(elsewhere, target_is_directory=True)
    said = fails(root)
    assert said.count("filen är en länk ut ur arbetsytan") == len(list(elsewhere.iterdir()))
    assert "regnig" not in said


def test_a_link_within_the_workspace_is_read(root: Path) -> None:
    plain = works(root)
    common = root / "inputs" / "gemensamt.yaml"
    shutil.move(root / REPORT / "bedomning.yaml", common)
    (root / REPORT / "bedomning.yaml").symlink_to(common)
    assert works(root) == plain


def test_a_folder_named_as_a_file_is_told(root: Path) -> None:
    (root / REPORT / "ekonomi.yaml").unlink()
    (root / REPORT / "ekonomi.yaml").mkdir()
    assert fails(root) == (
        f"{REPORT.as_posix()}/ekonomi.yaml:1:1: fel: filen går inte att öppna [K01]\n"
        "  → Kontrollera att det är en fil och att du får läsa den.\n"
    )


def use_error(workspace: Workspace, period: str, enhet: str) -> str:
    with pytest.raises(UseError) as caught:
        workspace.resolve(period, enhet)
    return str(caught.value)


def test_an_unknown_period_or_enhet_is_told_with_those_there_are(root: Path) -> None:
    shutil.copytree(root / REPORT, root / "inputs" / "2022" / "skolnamnden")
    workspace = Workspace(root)
    said = "Perioden ”2032” finns inte i inputs/. Perioder som finns: 2022, 2023."
    assert use_error(workspace, "2032", "parknamnden") == said
    said = "Enheten ”parknämnden” finns inte i inputs/2023/. Enheter som finns: parknamnden. Menade du ”parknamnden”?"
    assert use_error(workspace, "2023", "parknämnden") == said
    said = "Enheten ”x” finns inte i inputs/2022/. Enheter som finns: skolnamnden."
    assert use_error(workspace, "2022", "x") == said


def test_a_folder_without_rapport_yaml_is_told(root: Path) -> None:
    (root / REPORT / "rapport.yaml").unlink()
    said = use_error(Workspace(root), "2023", "parknamnden")
    assert said.startswith("Mappen inputs/2023/parknamnden saknar filen rapport.yaml.\nSkapa den med raden ”mall: …”.")
    assert "vb-2023" in said


def test_a_folder_that_is_not_named_as_a_period_is_told(root: Path) -> None:
    (root / "inputs" / "2023").rename(root / "inputs" / "2023-8")
    said = use_error(Workspace(root), "2023-8", "parknamnden")
    assert said.startswith("Mappen inputs/2023-8 heter inte som en period och läses inte.")
    assert "2023-08" in said


def test_no_workspace_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UseError) as caught:
        Workspace.find(tmp_path)
    assert "inputs/kommun.yaml finns varken i" in str(caught.value)
    assert "vb --workspace MAPP" in str(caught.value)


def test_every_file_is_told_of_at_once(root: Path) -> None:
    lay_over(root, "flera_fel_i_flera_filer")
    (root / "inputs" / "kommun.yaml").write_text(
        "namn: Exempelköping\nenheter:\n  parknamnden:\n    namn: Parknämnden\n", "utf-8"
    )
    said = fails(root)
    assert {Path(match[0]).name for match in HEAD.findall(said)} >= {"kommun.yaml", "namndindikatorer.yaml"}


# What must not run, hang or fill the memory


@pytest.mark.parametrize(
    "text",
    [
        "analys: " + "[" * 200_000,
        "analys:\n" + "  [\n" * 200_000,
        "analys: " + "{a: " * 200_000,
        "analys:\n  " + "- " * 9_000 + "x",
        "analys: |\n  " + "[" * 200_000,
        "analys: |\n" + "  [\n" * 200_000,
        "analys: |\n" + ("  " + "{{ " * 1000 + "\n") * 50,
        "analys: |\n  {{ " + "(" * 280 + "\n",
        "analys: |\n  {{ a" + "|ca" * 90 + " }}\n",
        'analys:\n  text: "' + "\\u0007" * 10 + '"',
        'analys:\n  rubrik: "\\e[2J"',
        "analys: |\n" + '  "\n' * 30_000,
        "a: &a x\n" + "".join(f"b{i}: [*a, *a]\n" for i in range(2000)),
        "x" * 2_000_001,
        "".join(f"k{i}: 'x\n" for i in range(500)),
        "".join(f"rubrik{i}: x\n" for i in range(500)),
    ],
    ids=lambda text: re.sub(r"\W+", "_", text[:24]),
)
def test_what_strangers_may_send_is_an_ordinary_mistake(root: Path, text: str) -> None:
    (root / REPORT / "bedomning.yaml").write_text(text, "utf-8")
    said = fails(root)
    assert all(len(line) < 2100 for line in said.split("\n"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", said)


def test_an_alias_is_never_followed(root: Path) -> None:
    bomb = 'a: &a ["x","x"]\n' + "".join(f"{b}: &{b} [*{a},*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    (root / REPORT / "bedomning.yaml").write_text(bomb, "utf-8")
    assert fails(root).count("[K09]") == 9


# The printer


def document(*lines: str) -> Document:
    return Document("fil.yaml", lines)


def test_a_long_line_is_cut_around_the_spot() -> None:
    line = "x" * 200 + "FEL" + "y" * 200
    head, shown, caret = format_finding(Finding("K99", "fel", Place(document(line), 1, 201))).split("\n")
    assert head == "fil.yaml:1:201: fel: fel [K99]"
    assert shown.startswith("    …")
    assert shown.endswith("…")
    assert shown[len(caret) - 1 :].startswith("FELyyy")


def test_what_commands_a_terminal_is_not_shown() -> None:
    said = format_finding(Finding("K99", "”\x1b[2J”", Place(document("a\x1b[2J\tb"), 1, 2), "\x9b31m"))
    assert said == "fil.yaml:1:2: fel: ”\ufffd[2J” [K99]\n    a\ufffd[2J b\n     ^\n  → \ufffd31m"


def test_the_same_thing_at_the_same_spot_is_told_once() -> None:
    found = Collector()
    for _ in range(2):
        found.add("K99", "fel", Place(document("a"), 1, 1), "Skriv b.")
    found.extend(found.findings)
    assert len(found.findings) == 1


@pytest.mark.parametrize(
    ("grid", "what"),
    [
        (
            "status: |\n  status | rad | kolumn | form\n  uppnått | | Ja | uppnatt\n",
            "egen.yaml:4:3: fel: raden har inget i kolumnen ”rad”",
        ),
        ("status: |\n  status | rad | form\n  uppnått | Uppnått | uppnatt\n", "egen.yaml:3:3: fel: kolumnen ”kolumn” saknas"),
        (
            "uppdragsstatus: |\n  status | rad | form\n  klart | Klart |\n",
            "egen.yaml:4:3: fel: raden har inget i kolumnen ”form”",
        ),
        ("saknas: |\n  märke | betydelse\n  IU |\n", "egen.yaml:4:3: fel: raden har inget i kolumnen ”betydelse”"),
    ],
)
def test_a_word_without_its_meaning_in_a_mall_is_told(root: Path, grid: str, what: str) -> None:
    (root / "templates" / "mallar").mkdir(parents=True)
    (root / "templates" / "mallar" / "egen.yaml").write_text(f"utgår_från: vb-2023\n{grid}", "utf-8")
    (root / REPORT / "rapport.yaml").write_text("mall: egen\n", "utf-8")
    outcome = build_it(root)
    assert (outcome.code, outcome.written) == (BAD_INPUT, [])
    assert what in outcome.messages


def test_text_and_tables_are_told_of_at_once(root: Path) -> None:
    (root / REPORT / "bedomning.yaml").write_text("analys: |\n  Se <b>parken</b> och {{ x.__class__ }}.\n", "utf-8")
    (root / REPORT / "ekonomi.yaml").write_text("driftsammandrag:\n  rader: |\n    post | bokslut\n    Park | 1.234\n", "utf-8")
    said = fails(root)
    assert {"[R05]", "[R01]", "[T01]"} <= set(said.split())


@pytest.mark.parametrize("separator", [";", ", ", "  "])
def test_cells_parted_by_something_else_are_told(root: Path, separator: str) -> None:
    rows = ["verksamhet | bokslut | budget", "Parker | -86 | 0"]
    body = "".join(f"    {row.replace(' | ', separator)}\n" for row in rows)
    (root / REPORT / "ekonomi.yaml").write_text(f"driftsammandrag:\n  rader: |\n{body}", "utf-8")
    fails(root)


@pytest.mark.parametrize("figure", ["1 OOO", "12 O", "1 l2O"])
def test_letters_for_digits_are_never_a_unit(root: Path, figure: str) -> None:
    path = root / REPORT / "ekonomi.yaml"
    path.write_text(path.read_text("utf-8").replace("1 745", figure), "utf-8")
    fails(root)


@pytest.mark.parametrize("name", ["ekonomi.yaml.txt", "ekonomi.YAML", "ekonomi.yaml.yaml.txt"])
def test_a_chapter_under_another_ending_is_told(root: Path, name: str) -> None:
    (root / REPORT / "ekonomi.yaml").rename(root / REPORT / name)
    assert f"{name}:1:1: fel:" in fails(root)


def test_a_grid_without_column_names_is_told_once(root: Path) -> None:
    (root / REPORT / "ekonomi.yaml").write_text("driftsammandrag:\n  rader: |\n    Parker | -86 | 0\n    Lek | 5 | 6\n", "utf-8")
    assert len(HEAD.findall(fails(root))) == 1


@pytest.mark.parametrize("copy", ["ekonomi - kopia", "ekonomi - Kopia (2)", "ekonomi (1)", "ekonomi copy 2", "Kopia av ekonomi"])
def test_a_copy_of_a_file_is_told_once_and_at_the_copy(root: Path, copy: str) -> None:
    shutil.copy(root / REPORT / "ekonomi.yaml", root / REPORT / f"{copy}.yaml")
    outcome = build_it(root)
    assert (outcome.code, outcome.messages.count(": fel: ")) == (BAD_INPUT, 1)
    what = "filen ser ut som en kopia av ekonomi.yaml: samma avsnitt står i båda"
    assert outcome.messages.startswith(f"{REPORT.as_posix()}/{copy}.yaml:1:1: fel: {what} [M24]\n")


def test_a_chapter_that_is_only_named_as_a_copy_is_read(root: Path) -> None:
    (root / REPORT / "bedomning.yaml").rename(root / REPORT / "ekonomi (1).yaml")
    works(root)


@pytest.mark.parametrize("date", ["igår", "20250214", "14/2 2025", "2025-02-30", "31 april 2025", "2025-2-14"])
def test_a_decided_report_has_a_date_that_is_one(root: Path, date: str) -> None:
    head = root / REPORT / "rapport.yaml"
    head.write_text(f"mall: vb-2023\nstatus: fastställd\ndatum: {date}\n", "utf-8")
    said = fails(root)
    assert f"{REPORT.as_posix()}/rapport.yaml:3:8: fel: " in said
    assert "[M28]\n" in said
    assert "  → Skriv dagen då rapporten beslutades, som år-månad-dag: 2025-02-14.\n" in said
    head.write_text(f"mall: vb-2023\nstatus: utkast\ndatum: {date}\n", "utf-8")
    works(root)


@pytest.mark.parametrize("date", ["2025-02-14", "14 februari 2025", "'2024-02-29'"])
def test_a_date_that_is_one(root: Path, date: str) -> None:
    (root / REPORT / "rapport.yaml").write_text(f"mall: vb-2023\nstatus: fastställd\ndatum: {date}\n", "utf-8")
    assert "[M28]" not in build_it(root).messages


def test_a_sign_that_is_unknown_is_told_in_good_swedish(root: Path) -> None:
    path = root / REPORT / "ekonomi.yaml"
    text = path.read_text("utf-8").replace("| roll\n", "| roll | tecken\n").replace("-42 |", "-42 | | # prel")
    path.write_text(text.replace("1 657 |", "1 657 | |").replace("| summa", "| summa |"), "utf-8")
    assert "”# prel” är inget känt tecken [G09]" in fails(root)
