"""`vb review`: anyone's tables are read as they stand, understood, and told of. No workspace and no mall is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from vb_gen.core.finding import UseError, short
from vb_gen.figures.understanding.result import Fynd, Tolkning
from vb_gen.figures.understanding.tolkning import understand
from vb_gen.inputs.pasted import read_commas, read_pasted
from vb_gen.tasks.review_found import Textgranskning

MAX_BYTES = 20_000_000
_TEXTS = (".txt", ".tsv", ".tab", ".md", ".csv", ".skv", "")
_BOOKS = (".xlsx", ".xlsm")
_LATER = {".docx": "Word", ".doc": "Word", ".pdf": "PDF", ".xls": "gamla Excelfiler (.xls)", ".ods": "ODS"}


@dataclass(frozen=True, slots=True)
class Tabell:
    """A table that was found in a file, and what was understood of it."""

    fil: str
    blad: str  # of a workbook
    tolkning: Tolkning

    @property
    def plats(self) -> str:
        """Where it stands: `rad 1–35`, or `Drift, rad 4–20`."""
        first, last = self.tolkning.plats
        rows = f"rad {first}–{last}" if last > first else f"rad {first}"
        return f"{self.blad}, {rows}" if self.blad else rows


@dataclass(frozen=True, slots=True)
class Granskning:
    """What came of reading some files."""

    tabeller: tuple[Tabell, ...]
    text: tuple[tuple[str, int, str], ...]  # running text by file and line
    prosa: Textgranskning = field(default_factory=Textgranskning)  # what came of holding it against the tables

    @property
    def fynd(self) -> list[tuple[Tabell, Fynd]]:
        """Everything there is to tell, with its table."""
        return [(table, found) for table in self.tabeller for found in table.tolkning.fynd]

    @property
    def wrong(self) -> bool:
        """Is anything wrong for certain?"""
        return "fel" in self.nivåer

    @property
    def nivåer(self) -> list[str]:
        """How serious each finding is, of tables and of text."""
        return [f.nivå for _, f in self.fynd] + [f.nivå for f in self.prosa.fynd]


def review(files: list[str]) -> Granskning:
    """Read files, and understand every table in them. Raises :class:`UseError` for what cannot be read."""
    tables: list[Tabell] = []
    prose: list[tuple[str, int, str]] = []
    for name in files:
        path = Path(name)
        data = _bytes(path)
        suffix = path.suffix.casefold()
        if suffix in _BOOKS or data.startswith(b"PK\x03\x04"):
            tables += _of_workbook(path, data)
            continue
        found, text = _of_text(path, data)
        tables += found
        prose += text
    return Granskning(tuple(tables), tuple(prose), _of_prose(tables, prose) if prose and tables else Textgranskning())


def _of_prose(tables: list[Tabell], prose: list[tuple[str, int, str]]) -> Textgranskning:
    from vb_gen.checks.claims.foreign import Source
    from vb_gen.tasks.review_text import review_text

    return review_text([Source(table.fil, table.blad, table.tolkning) for table in tables], prose)


def _bytes(path: Path) -> bytes:
    suffix = path.suffix.casefold()
    if suffix in _LATER:
        instead = "Kopiera tabellen och klistra in den i en textfil, eller spara den som .xlsx eller .csv."
        raise UseError(f"{short(str(path))}: {_LATER[suffix]} läses inte än. {instead}")
    if suffix not in (*_TEXTS, *_BOOKS):
        raise UseError(f"{short(str(path))}: filer av det slaget läses inte. Det går att läsa .txt, .tsv, .csv och .xlsx.")
    try:
        if path.is_dir():
            raise UseError(f"{short(str(path))} är en mapp. Skriv vilka filer i den som ska läsas.")
        if path.stat().st_size > MAX_BYTES:
            raise UseError(f"{short(str(path))} är större än {MAX_BYTES // 1_000_000} MB. Spara bara tabellerna i en egen fil.")
        return path.read_bytes()
    except FileNotFoundError:
        raise UseError(f"{short(str(path))} finns inte. Kontrollera filens namn och i vilken mapp du står.") from None
    except OSError as error:
        raise UseError(f"{short(str(path))} går inte att läsa: {error.strerror or error}") from None


def _of_workbook(path: Path, data: bytes) -> list[Tabell]:
    from vb_gen.inputs.sheets.address import SourceProblem
    from vb_gen.inputs.sheets.workbook import read_sheets

    try:
        grids = read_sheets(data)
    except SourceProblem as problem:
        raise UseError(f"{short(str(path))}: {problem.what}. {problem.instead}") from None
    return [
        Tabell(path.name, grid.title, tolkning)
        for grid in grids
        for tolkning in understand(grid.rows, grid.first_row - 1, grid.first_column - 1, zeros_dropped=True)
        if tolkning.tal
    ]


def _of_text(path: Path, data: bytes) -> tuple[list[Tabell], list[tuple[str, int, str]]]:
    from vb_gen.inputs.sheets.address import SourceProblem
    from vb_gen.inputs.sheets.delimited import decode

    try:
        text = decode(data)
    except SourceProblem as problem:
        raise UseError(f"{short(str(path))}: {problem.what}. {problem.instead}") from None
    is_csv = path.suffix.casefold() in (".csv", ".skv")
    if is_csv and not any(mark in line for line in text.splitlines()[:20] for mark in "\t;"):
        blocks, prose = [read_commas(text)], []
    else:
        pasted = read_pasted(text)
        blocks, prose = list(pasted.blocks), [(path.name, line, said) for line, said in pasted.prose]
    tables = [
        Tabell(path.name, "", tolkning)
        for block in blocks
        for tolkning in understand(block.rows, block.first, zeros_dropped=is_csv)
        if tolkning.tal
    ]
    return tables, prose
