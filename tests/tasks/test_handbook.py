"""The handbook: every command is run as in a terminal, every file is written, and what is shown is what comes.

A chapter's blocks: `yaml` is (a part of) a file, `yaml fel` is one until the next command has shown its fault, `yaml prov` is
one until the next command has shown how it works, `csv` and `excel` are a whole file, `console` is what one writes and what is
answered (`kod=2`: the exit code), `sh` installs and is not run, `text` is a tree of files.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from tests.conftest import REPOSITORY
from tests.handbok import CHAPTERS, FILES, HANDBOOK, Block, Home, blocks, matches, plain, prepared, said, sections, tables
from tests.page import Element, parse
from vb_gen.checks.rule import Remark
from vb_gen.checks.run import RULES
from vb_gen.core.finding import Collector, Document, Level, Place
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import COLUMNS
from vb_gen.inputs.yaml.files import nodes
from vb_gen.model.base import Modell
from vb_gen.model.cell import Målvärde, read_målvärde
from vb_gen.model.chart import TYPER, Standarddiagram
from vb_gen.model.content import Indikatorgrupp, Mål, Omräknat, Tabellinnehåll, Uppdragsgrupp
from vb_gen.model.grid import EGENSKAPER, RIKTNINGAR, STATUS
from vb_gen.model.kommun import Enhet, Kommun, Regler
from vb_gen.model.mall import Kolumntyp, Mall, Tabelltyp, column_types, fill, read_mall, read_rows
from vb_gen.model.rapport import Rapport
from vb_gen.model.section import Avsnitt
from vb_gen.model.table import ROLLER, TECKEN
from vb_gen.model.tema import Färger, Tema
from vb_gen.model.waiver import Undantag
from vb_gen.output.findings import record
from vb_gen.output.pdf.pdf import INSTALL
from vb_gen.tasks.handbook import slug
from vb_gen.text.references import FILTERS

REPORT = "2023/parknamnden"


def _commands(block: Block) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the answer that is shown."""
    parts = re.split(r"^\$ (.*)\n", block.text, flags=re.M)
    assert not parts[0], f"line {block.line}: an answer without a command"
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _check_commands(home: Home, block: Block) -> None:
    wanted = int(re.fullmatch(r"(?:kod=(\d))?", block.info)[1] or 0)  # type: ignore[index]
    code = 0
    for command, answer in _commands(block):
        code, came = home.run(command)
        assert "Traceback" not in came, f"line {block.line}: {command}\n{came}"
        came = re.sub(r"(?m)^vb \d+\.\d+\.\d+$", "vb 0.1.0", came)
        if answer.strip():
            assert matches(answer, came), f"line {block.line}: {command}\nshown:\n{answer}\ncame:\n{came}"
        else:
            assert code == 0, f"line {block.line}: {command}\n{came}"
    assert code == wanted, f"line {block.line}: the code was {code}"


def _check_tree(home: Home, block: Block) -> None:
    """A tree of files by indentation, the workspace's own folder first."""
    line: list[str] = []
    for text in block.text.splitlines():
        depth = (len(text) - len(text.lstrip())) // 2
        line = [*line[:depth], text.strip()]
        path = home.folder / Path(*line)
        assert path.is_dir() if text.endswith("/") else path.is_file(), f"line {block.line}: {'/'.join(line)} is not there"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_works_as_it_is_written(chapter: str, tmp_path: Path) -> None:
    home = prepared(tmp_path, chapter)
    undo: list[tuple[Path, str | None]] = []
    last = ""
    for block in blocks(chapter):
        if block.kind in FILES:
            name = re.split(r"[,\n]", block.text)[0].strip("#/* ")
            path = home.root / name
            if block.kind in ("yaml", "css") and not block.stays:
                undo.append((path, path.read_text("utf-8") if path.exists() else None))
            home.save(block)
            last = name
        elif block.kind == "console":
            _check_commands(home, block)
            while undo:
                path, text = undo.pop()
                path.write_text(text, "utf-8") if text is not None else path.unlink()
        elif block.kind == "text":
            _check_tree(home, block)
        else:
            assert (block.kind, chapter) == ("sh", "01-kom-igang.md"), f"line {block.line}: what is a block of {block.kind}?"
        if block.after.lstrip().startswith("I rapporten:"):
            _check_shown_table(home, block, last, "/".join(last.split("/")[1:3]))
        for told in re.findall(r"^I rapporten står [^:\n]+: \*(.+?)\*$", block.after, re.M):
            assert told in _page(home, "/".join(last.split("/")[1:3])).text.replace("\xa0", " "), f"line {block.line}: {told}"
    assert not undo, "a faulty file whose fault is never shown"


def _page(home: Home, report: str = REPORT) -> Element:
    code, came = home.run(f"cd ~/rapporter && vb build {report.replace('/', ' ')} --format html")
    assert code == 0, came
    return parse((home.root / "outputs" / f"{report}.html").read_text("utf-8"))


def _cells(table: Element) -> list[list[str]]:
    """A table's cells, of two rows of headings the one that names the columns."""
    rows = [row.all("th", "td") for row in table.all("tr")]
    if len(table.one("thead").children) == 2 and len(rows) > 1:
        lower = iter(rows.pop(1))
        rows[0] = [
            one for cell in rows[0] for one in ([next(lower) for _ in range(int(cell["colspan"]))] if cell["colspan"] else [cell])
        ]
    return [[cell.text.replace("\xa0", " ") for cell in row] for row in rows]


def _check_shown_table(home: Home, block: Block, name: str, report: str) -> None:
    """The table after a file is the table that the file makes."""
    shown = [[plain(cell) for cell in row] for row in next(tables(block.after))]
    shown = [[cell for cell in row if cell] for row in shown]
    made = [[[c for c in row if c] for row in _cells(table)] for table in _page(home, report).all("table")]
    assert shown in made, f"line {block.line}, {name}: {shown}\nis none of\n" + "\n".join(map(str, made))


def _own_report(folder: Path, chapter: str, section: str, text: str) -> Element:
    """The page of a chapter's report with one section of our own in place of the handbook's."""
    home = prepared(folder, chapter)
    for block in blocks(chapter):
        if block.stays:
            home.save(block)
    for path in home.root.glob(f"inputs/{REPORT}/*.yaml"):
        kept = sections(path.read_text("utf-8"))
        kept.pop(section, None)
        path.write_text("".join(kept.values()), "utf-8")
    (home.root / "inputs" / REPORT / "prov.yaml").write_text(f"{section}:{text}", "utf-8")
    page = _page(home)
    shutil.rmtree(home.root / "outputs")
    return page


@pytest.mark.parametrize(
    "chapter", [name for name in CHAPTERS if "| Du skriver | Det blir |" in (HANDBOOK / name).read_text("utf-8")]
)
def test_what_is_written_becomes_what_is_said(chapter: str, tmp_path: Path) -> None:
    text = (HANDBOOK / chapter).read_text("utf-8")
    rows = [row for table in tables(text) if table[0][:2] == ["Du skriver", "Det blir"] for row in table[1:]]
    assert rows
    written = [re.sub(r"^`(.*)`$", r"\1", row[0]).replace(r"\|", "|") for row in rows]
    lines = "".join(f"\n  Prov: {one}\n" for one in written)
    page = _own_report(tmp_path, chapter, "förväntad_utveckling", f" |{lines}")
    came = [p.text.replace("\xa0", " ")[6:] for p in page.all("p") if p.text.startswith("Prov: ")]
    assert dict(zip(written, came, strict=True)) == {w: plain(row[1]) for w, row in zip(written, rows, strict=True)}


def test_every_way_to_fill_a_cell(tmp_path: Path) -> None:
    rows = said("03-siffror-och-tabeller.md", "I cellen")
    lines = "".join(f"\n    Prov {number} | {row[0]}" for number, row in enumerate(rows))
    page = _own_report(tmp_path, "03-siffror-och-tabeller.md", "volymer", f"\n  rader: |\n    prov | 2023{lines}\n")
    came = [row[1] for table in page.all("table") for row in _cells(table) if row[0].startswith("Prov ")]
    assert came == [row[1] for row in rows]


MEANINGS = {
    "minst": "{} eller mer",
    "högst": "{} eller mindre",
    "mer än": "mer än {}",
    "mindre än": "mindre än {}",
    "inom": "mellan −{} och {}",
    "öka": "mer än året före",
    "minska": "mindre än året före",
    "i balans": "inget underskott",
    "": "{}, men inte åt vilket håll",
}


def test_targets_are_understood_as_told() -> None:
    for written, _, told in said("05-mal-och-indikatorer.md", "I målvärdet"):
        target = read_målvärde(written, frozenset())
        assert isinstance(target, Målvärde)
        value = str(target.värden[0]).replace("\xa0", " ") if target.värden else ""
        assert told == MEANINGS[target.jämförelse].replace("{}", value), written


def test_every_way_to_write_a_target(tmp_path: Path) -> None:
    rows = said("05-mal-och-indikatorer.md", "I målvärdet")
    head = "\n  grupper:\n    - målområde: Prov\n      rader: |\n        mål | indikator | 2023 | målvärde"
    lines = "".join(f"\n        Ett | Prov {number} | 1 | {row[0]}" for number, row in enumerate(rows))
    page = _own_report(tmp_path, "05-mal-och-indikatorer.md", "indikatorer", head + lines + "\n")
    came = [row[-1] for table in page.all("table") for row in _cells(table) if any(c.startswith("Prov ") for c in row)]
    assert came == [row[1] for row in rows]


# The lists of words


def _mall(name: str) -> Mall:
    workspace = Workspace(REPOSITORY)
    found = Collector()

    def load(wanted: str) -> object:
        path = workspace.template(f"mallar/{wanted}.yaml")
        assert path is not None
        return nodes(workspace, path)

    mall = read_mall(name, load, Place(Document("", ()), 1, 1), found)  # type: ignore[arg-type]
    assert mall is not None
    assert not found.findings
    return mall


def _words(mall: Mall) -> dict[str, str]:
    period = Period.parse("2023-08")
    assert period is not None
    return mall.ord | period.words() | {"belopp": "mnkr", "kolumn": "ÅÅÅÅ", "kolumnperiod": "januari–månaden ÅÅÅÅ"}


def test_malls_are_those_there_are() -> None:
    assert [row[0] for row in said("02-skriv-en-rapport.md", "Mall")] == sorted(
        Workspace(REPOSITORY).mallar(), key=lambda name: ("vb", "delar", "budget").index(name.partition("-")[0])
    )


def test_sections_are_those_of_the_mall() -> None:
    mall = _mall("vb-2023")
    kinds = {"målredovisning": "mål"}
    wanted: dict[str, list[list[str]]] = {}

    def tell(section: Avsnitt, file: str, depth: int) -> None:
        file = section.fil or file
        key = f"{'– ' * depth}{section.id}"
        title = fill(section.rubrik or "", _words(mall))
        must = "ja" if section.obligatoriskt else ""
        wanted.setdefault(f"{file}.yaml", []).append([key, title, kinds.get(section.block, section.block), must])
        for part in section.avsnitt:
            tell(part, file, depth + 1)

    for section in mall.avsnitt:
        tell(section, "", 0)
    text = (HANDBOOK / "02-skriv-en-rapport.md").read_text("utf-8")
    parts = re.split(r"^### (\w+\.yaml)\n", text, flags=re.M)
    told = {
        file: [[plain(cell) for cell in row] for row in next(tables(part))[1:]]
        for file, part in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert told == wanted


def test_columns_are_those_of_the_malls() -> None:
    mall = _mall("vb-2023")
    text = (HANDBOOK / "03-siffror-och-tabeller.md").read_text("utf-8")
    parts = re.split(r"^### `(\w+)`.*\n", text, flags=re.M)
    told = {}
    for kind, part in zip(parts[1::2], parts[2::2], strict=True):
        table = next(tables(part))
        assert table[0] == ["Ord", "Rubrik i rapporten", "Innehåll"], kind
        told[kind] = [[plain(cell) for cell in row] for row in table[1:]]
    wanted = {}
    kinds = {"tal": "siffror", "utfall": "siffror eller ord", "text": "text", "nummer": "nummer", "målvärde": "målvärde"}
    kinds |= {"status": "statusord", "uppdragsstatus": "statusord"}
    for kind, table_type in mall.tabelltyper.items():
        found = Collector()
        columns = column_types(table_type, found)
        assert not found.findings
        wanted[kind] = [
            [c.ord, fill(c.rubrik, _words(mall)), f"räknas ut: {c.härleds}" if c.härleds else kinds[c.innehåll]] for c in columns
        ]
    of_one_year = {"coronaeffekt_netto", "coronaeffekter", "besparingar"}
    assert told == {kind: columns for kind, columns in wanted.items() if kind not in of_one_year}


def test_marks_for_missing_values_are_those_of_the_mall() -> None:
    mall = _mall("vb-2023")
    assert mall.saknas is not None
    known = [[row["märke"], row["betydelse"]] for row in read_rows(mall.saknas, ("märke", "betydelse"), Collector())]
    assert [row[:2] for row in said("03-siffror-och-tabeller.md", "Märke")] == known


def _limits() -> Iterator[str]:
    """The municipality's rules, and below each what it says."""
    for name, field in Regler.model_fields.items():
        yield name
        for part in get_args(field.annotation):
            if isinstance(part, type) and issubclass(part, Modell):
                yield from (f"– {key}" for key in part.model_fields)


@pytest.mark.parametrize(
    ("chapter", "header", "words"),
    [
        ("02-skriv-en-rapport.md", "Nyckel", tuple(Rapport.model_fields)),
        ("03-siffror-och-tabeller.md", "Nyckel i en tabell", tuple(Tabellinnehåll.model_fields)),
        ("03-siffror-och-tabeller.md", "Roll", ROLLER),
        ("03-siffror-och-tabeller.md", "Egenskap", EGENSKAPER),
        ("03-siffror-och-tabeller.md", "Tecken", TECKEN),
        ("04-hanvisningar.md", "Ord", tuple(FILTERS)),
        ("05-mal-och-indikatorer.md", "Nyckel i ett mål", tuple(Mål.model_fields)),
        ("05-mal-och-indikatorer.md", "Status", STATUS),
        ("05-mal-och-indikatorer.md", "Riktning", RIKTNINGAR),
        ("05-mal-och-indikatorer.md", "Nyckel i en uppdragsgrupp", tuple(Uppdragsgrupp.model_fields)),
        ("05-mal-och-indikatorer.md", "Nyckel i en indikatorgrupp", tuple(Indikatorgrupp.model_fields)),
        ("07-flera-rapporter.md", "Kolumn", COLUMNS),
        ("08-kontroller.md", "Nivå", tuple(Level)),
        ("08-kontroller.md", "Nyckel i ett undantag", tuple(Undantag.model_fields)),
        ("08-kontroller.md", "Nyckel i omräknat", tuple(Omräknat.model_fields)),
        ("06-diagram.md", "Nyckel i ett diagram", ("rubrik", *Standarddiagram.model_fields)),
        ("06-diagram.md", "Typ", TYPER),
        ("08-kontroller.md", "Bokstav", tuple({"U", *(rule.code[0] for rule in RULES)})),
        ("12-administrera.md", "Regel", tuple(_limits())),
        ("12-administrera.md", "Nyckel i en mall", tuple(Mall.model_fields)),
        ("12-administrera.md", "Nyckel i ett avsnitt i mallen", tuple(Avsnitt.model_fields)),
        ("12-administrera.md", "Nyckel i en tabelltyp", tuple(Tabelltyp.model_fields)),
        ("12-administrera.md", "Nyckel i en kolumn", tuple(Kolumntyp.model_fields)),
        ("09-publicera.md", "Nyckel", tuple(Tema.model_fields)),
        ("12-administrera.md", "Fält", tuple(record(Remark("S01", "", Place(Document("", ()), 1, 1))))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_word_is_told_of(chapter: str, header: str, words: tuple[str, ...]) -> None:
    told = [row[0] for row in said(chapter, header)]
    if header == "Nyckel":  # the tables of sections are headed so too
        told = [word for word in told if word in words]
    assert sorted(told) == sorted(words)


def test_every_colour_of_the_theme_is_told_of() -> None:
    assert sorted(name for row in said("09-publicera.md", "Färg") for name in row[0].split(", ")) == sorted(Färger.model_fields)


def test_every_template_that_may_be_replaced_is_told_of() -> None:
    told = [name for row in said("12-administrera.md", "Fil i templates") for name in row[0].split(", ")]
    folder = REPOSITORY / "templates"
    there = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in (".j2", ".css")]
    assert sorted(told) == sorted(there)


def test_every_key_of_kommun_is_shown() -> None:
    shown = "".join(block.text for chapter in CHAPTERS for block in blocks(chapter) if "inputs/kommun.yaml" in block.text)
    keys = {*Kommun.model_fields, *Enhet.model_fields, *(name.lstrip("– ") for name in _limits())}
    assert sorted(key for key in keys if not re.search(rf"^ *{key}:", shown, re.M)) == []


def test_formats_of_vb_check_are_those_it_takes(tmp_path: Path) -> None:
    _, came = prepared(tmp_path, "08-kontroller.md").run("vb check --help")
    told = [row[0] for row in said("12-administrera.md", "Format")]
    assert f"--format {'|'.join(told)}\n" in came


def test_every_filter_has_an_example() -> None:
    examples = " ".join(row[0] for row in said("04-hanvisningar.md", "Du skriver"))
    assert [name for name in FILTERS if not re.search(rf"\| {name}\b", examples)] == []


def test_facts_are_written_as_told(tmp_path: Path) -> None:
    home = prepared(tmp_path, "07-flera-rapporter.md")
    assert home.run("vb facts --all > siffror.csv") == (0, "")
    text = (home.root / "siffror.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeff" + ";".join(row[0] for row in said("07-flera-rapporter.md", "Kolumn")))
    assert ";bokslut;2023;T;;41,2;1;mnkr;driftsammandrag;" in text


# Installing


def test_system_packages_are_those_the_program_asks_for() -> None:
    lines = [block.text for block in blocks("01-kom-igang.md") if block.kind == "sh"]
    told = set(re.search(r"apt-get install --no-install-recommends (.*)", "\n".join(lines))[1].split())  # type: ignore[index]
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    runtime = set(re.search(r"^RUNTIME := (.*)$", makefile, re.M)[1].split())  # type: ignore[index]
    assert told - {"pipx"} == runtime
    assert set(INSTALL.split()[2:]) <= told


def test_links_lead_somewhere() -> None:
    for chapter in CHAPTERS:
        text = re.sub(r"^```.*?^```", "", (HANDBOOK / chapter).read_text("utf-8"), flags=re.S | re.M)
        for target in re.findall(r"\]\(((?!https?:)[^)]+)\)", text):
            file, _, anchor = target.partition("#")
            path = HANDBOOK / (file or chapter)
            assert path.is_file(), f"{chapter}: {target}"
            headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.M)
            assert not anchor or anchor in [slug(h) for h in headings], f"{chapter}: {target}"
    told = re.findall(r"^\d+\. \[.*?\]\((.*?)\)", (HANDBOOK / "innehall.md").read_text("utf-8"), re.M)
    assert told == CHAPTERS[1:]


def test_comparison_can_fail() -> None:
    assert matches("a\n…\nd", "a\nb\nc\nd\n")
    assert matches("finns varken i … eller ovanför", "finns varken i /x/y eller ovanför\n\n")
    assert not matches("a\n…\nd", "a\nb\nc\n")
    assert not matches("Skrev a", "Skrev a\nSkrev b\n")
