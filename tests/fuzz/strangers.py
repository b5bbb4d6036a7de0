"""Workspaces as a stranger might send them: good ones with something changed at random, always the same for the same number.

What is changed: the lines of a file, its bytes, the parts of a workbook, a CSV, running text, or the names of files. A workspace is
read, rendered and checked as a build does it; it is answered when it is printed, or refused in words, in time.
"""

# ruff: noqa: E501 - the odd pieces are long rows

from __future__ import annotations

import contextlib
import io
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from tests.conftest import KOMMUN
from tests.kalkylblad import As, save_book
from vb_gen.checks.rule import Library
from vb_gen.checks.run import check
from vb_gen.core.finding import Collector, InputError, UseError, format_finding
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.html import render_report
from vb_gen.read.reading import read_what_can_be
from vb_gen.tasks.proof import text_faults

SECONDS = 10  # of the processor's time: other things may run beside
REPORT = Path("inputs") / "2023" / "parknamnden"
FILES = {
    "rapport.yaml": "mall: vb-2023\nstatus: utkast\nläge: utkast\n",
    "ekonomi.yaml": """driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet           | bokslut | budget | avvikelse | roll
    Parker               |    41,2 |   42,0 |           |
      varav lekplatser   |     9,6 |    9,0 |           | del
    Summa nettokostnader |         |        |           | summa
  noter:
    "*": En not.
  kommentar: |
    Parkerna kostade {{ driftsammandrag.parker.bokslut }}.
""",
    "bedomning.yaml": "analys: |\n  Ett stycke.[^1]\n\n  - en punkt\n  - två\n\n  [^1]: En not.\n",
    "namndindikatorer.yaml": "volymer:\n  källa: siffror.xlsx#Drift\n",
    "mal.yaml": "indikatorer:\n  grupper:\n    - målområde: Park\n      källa: siffror.csv\n",
}
CSV = "mål;indikator;2022;2023\nEtt;Besök;811;812\nEtt;Andel;6,4 %;5,9 %\n"
ROWS = [
    ["mått", 2022, 2023, "enhet"],
    ["Besök", As(811, "#,##0"), As(812.5, "#,##0.0"), "antal"],
    ["Andel", As(0.64, "0%"), As(0.5, '0.0" %"'), "%"],
]
_ODD = (
    "", " ", "\t", "\u00a0", "\u202e", "\x00", "\x1b[31m", "\ufeff", "\ufffd", "é", "å", "a\u030a", "😀", "-", "—", ":", ": ", " #", "|", "||",
    "{{", "}}", "{{ a.b }}", "{% x %}", "[", "]", "{", "}", "&a", "*a", "!!x", "<<: *a", "'", '"', "\\", "<script>", "&#x202e;", "%",
    "0", "-0", "1e999", "9" * 400, "1 234,5", "1.234,5", "NaN", "=1+1", "..", ".", "\r", "\r\n", "\n", "\n\n", "---", "...", "?", "~",
    "null", "ja", "x" * 5000, "[^1]", "[^1]: x", "| a | b |\n|---|---|", "# ", "1. ", "* ", "**", "`", "```", "![x](y.png)", "[x](#y)",
)  # fmt: skip
_VALUES = (
    "",
    "-1",
    "0",
    "99999999999999999999",
    "NaN",
    "é",
    "A1:XFD1048576",
    "&#10;",
    "true",
    "s",
    "str",
    "e",
    "d",
    "b",
    "inlineStr",
    "x" * 300,
)
_FORMATS = (
    "0",
    "#,##0.0",
    ";;;",
    "General",
    "@",
    "yyyy-mm-dd",
    "[h]:mm",
    "0.0E+00",
    "# ?/?",
    '"4"0',
    "[",
    "[[[[",
    '"',
    "\\",
    "_",
    "*",
    "[Red]",
    "[>1]0;0",
    ";" * 9,
    "%" * 50,
)
_NAMES = (
    "a b.yaml",
    "å.yaml",
    "a\u030a.yaml",
    "x" * 200 + ".yaml",
    "-f.yaml",
    "~$x.xlsx",
    ".#x.yaml",
    "#x#",
    "x.yaml~",
    "NUL.yaml",
    "x\ny.yaml",
    "x.YAML",
    "x.yml",
    "mapp.yaml/",
)


@dataclass
class Tally:
    """How many workspaces there were of each kind, how they were answered, and what was wrong."""

    kinds: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, 0)


def line_by_line(rng: random.Random, folder: Path) -> None:
    """Lines taken away, doubled, moved, indented, or with something odd in them."""
    path = folder / rng.choice([*FILES, *FILES, "../../kommun.yaml"])
    lines = path.read_text("utf-8", "replace").split("\n")
    for _ in range(rng.choice((1, 1, 1, 4))):
        at, turn = rng.randrange(len(lines)), rng.randrange(6)
        line = lines[at]
        spot = rng.randint(0, len(line))
        if turn == 0 and len(lines) > 1:
            del lines[at]
        elif turn == 1:
            lines[at:at] = [line] * rng.choice((1, 1, 2, 300))
        elif turn == 2:
            lines[at] = " " * rng.randint(0, 9) + line.lstrip()
        elif turn == 3:
            lines[at] = line[:spot] + rng.choice(_ODD) + line[spot:]
        elif turn == 4:
            lines[at] = line[:spot] + rng.choice(_ODD)
        else:
            lines.insert(rng.randint(0, len(lines)), rng.choice(lines))
    path.write_text("\n".join(lines), "utf-8", "replace", newline="")


def byte_by_byte(rng: random.Random, folder: Path) -> None:
    """Bytes changed, put in, or cut off at the end."""
    path = folder / rng.choice([*FILES, "siffror.csv", "siffror.xlsx", "siffror.xlsx", "../../kommun.yaml"])
    path.write_bytes(_bytes(rng, path.read_bytes()))


def _bytes(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 6))):
        at = rng.randrange(len(changed) + 1) if changed else 0
        turn = rng.randrange(4)
        if turn == 0:
            changed[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 8)))
        elif turn == 1:
            del changed[at : at + rng.randint(1, 40)]
        elif turn == 2:
            del changed[at:]
        elif at < len(changed):
            changed[at] = rng.randrange(256)
    return bytes(changed)


def excel(rng: random.Random, folder: Path) -> None:
    """A workbook with other values and formats, or with something changed in the XML of its parts."""
    path = folder / "siffror.xlsx"
    rows: list[list[Any]] = [list(row) for row in ROWS]
    for _ in range(rng.choice((0, 1, 1, 4))):
        value = rng.choice((0, -1, 1.5, 1e300, 1e-9, True, "", "x", "_x000D_", "_x0000_", "=1/0", "2 023", *_ODD[5:20]))
        value = re.sub("[\x00-\x08\x0b-\x1f]", "", value) if isinstance(value, str) else value
        rows[rng.randrange(3)][rng.randrange(4)] = As(value, rng.choice(_FORMATS) + rng.choice(("", *_FORMATS)))
    save_book(path, rows)
    if rng.random() < 0.3:
        return
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(rng.choice((1, 1, 3))):
        name = rng.choice([*parts, *[part for part in parts if "sheet" in part or "styles" in part]])
        text = parts[name].decode("utf-8", "replace")
        turn = rng.randrange(5)
        tags = re.findall(r"<[^<>]{1,200}>", text)
        tag = rng.choice(tags) if tags else ""
        if turn == 0 and '="' in tag:
            was = rng.choice(re.findall(r'="[^"]*"', tag) or ['=""'])
            text = text.replace(tag, tag.replace(was, f'="{rng.choice(_VALUES)}"', 1), rng.choice((1, -1)))
        elif turn == 1 and tag:
            text = text.replace(tag, tag * rng.choice((2, 3, 2000)), 1)
        elif turn == 2 and tag:
            text = text.replace(tag, "", rng.choice((1, -1)))
        elif turn == 3:
            parts[name] = _bytes(rng, parts[name])
            continue
        else:
            del parts[name]
            if not parts:
                return
            continue
        parts[name] = text.encode("utf-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    path.write_bytes(out.getvalue())


def delimited(rng: random.Random, folder: Path) -> None:
    """A CSV of odd pieces, in some encoding."""
    pieces = (
        "mått",
        "2022",
        "1 234,5",
        "1,234.5",
        ";",
        ";",
        ",",
        "\t",
        "\n",
        "\n",
        "\r\n",
        "\r",
        '"',
        '""',
        '="01"',
        "sep=;\n",
        "Ã¥",
        *_ODD,
    )
    text = (CSV if rng.random() < 0.6 else "") + "".join(rng.choice(pieces) for _ in range(rng.randint(1, 60)))
    data = text.encode(rng.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16", "mac-roman", "cp850")), "replace")
    (folder / "siffror.csv").write_bytes(data)


def prose(rng: random.Random, folder: Path) -> None:
    """Running text of odd pieces."""
    pieces: tuple[str, ...] = (
        *_ODD,
        " ",
        " ",
        "ord",
        "\n",
        "\n\n",
        "*",
        "_",
        "[",
        "](",
        ")",
        "(",
        ">",
        "-",
        "+",
        "=",
        "|",
        "^[",
        "&amp;",
        "&#0;",
        "https://a.se",
        "<a@b.se>",
    )
    if rng.random() < 0.5:
        pieces = (
            "ord",
            "Parker",
            " ",
            " ",
            "  ",
            "\n",
            "\n\n",
            "*",
            "(",
            ")",
            "–",
            "&amp;",
            "1,5",
            "**fet**",
            "- ",
            "1. ",
            "5 %",
            "ö",
            ".",
        )
    text = "".join(rng.choice(pieces) for _ in range(rng.randint(1, 120)))
    text = re.sub("[\x00-\x08\x0b-\x1f]", "", text) if rng.random() < 0.8 else text
    body = "\n".join(f"  {line}".rstrip(" ") for line in re.split(r"\r\n|\n|\r", text))
    (folder / "bedomning.yaml").write_text(f"analys: |\n{body}\n", "utf-8", newline="")


def names(rng: random.Random, folder: Path) -> None:
    """Files under odd names, links to nowhere, and sources that name what is not there."""
    name = rng.choice(_NAMES)
    path = folder / name
    if name.endswith("/"):
        path.mkdir()
    elif rng.random() < 0.3:
        path.symlink_to(rng.choice(("/nonexistent", "/etc/passwd", ".", path.name, "/dev/null")))
    else:
        path.write_text(rng.choice((*FILES.values(), "", "\x00", CSV)), "utf-8")
    if rng.random() < 0.6:
        sheet = "".join(
            rng.choice((*_ODD[2:30], "siffror.xlsx", "#", "!", "A1:B2", "Drift", "../", "/", ".csv", ".xlsx"))
            for _ in range(rng.randint(1, 6))
        )
        sheet = re.sub("[\x00-\x1f']", "", sheet)
        (folder / "namndindikatorer.yaml").write_text(f"volymer:\n  källa: '{sheet}'\n", "utf-8")


KINDS: tuple[Callable[[random.Random, Path], None], ...] = (line_by_line, byte_by_byte, excel, delimited, prose, names)


def make(number: int, root: Path) -> str:
    """Write the workspace of a number, and say what kind it is of."""
    rng = random.Random(number)
    folder = root / REPORT
    folder.mkdir(parents=True)
    (root / "inputs" / "kommun.yaml").write_text(KOMMUN, "utf-8")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "siffror.csv").write_text(CSV, "utf-8")
    save_book(folder / "siffror.xlsx", ROWS)
    # One kind on top of another may meet what is not there any more.
    kinds = [KINDS[number % len(KINDS)], *(rng.choice(KINDS) for _ in range(rng.choice((0, 0, 1))))]
    for kind in kinds:
        with contextlib.suppress(OSError):
            kind(rng, folder)
    return kinds[0].__name__


def answer(root: Path) -> str:
    """Read, render and check as a build does: `printed`, or `refused`; every finding must be printable."""
    workspace = Workspace(root)
    try:
        period, body = workspace.resolve("2023", "parknamnden")
        found = Collector()
        report = read_what_can_be(workspace, period, body, found)
        if report is not None:
            found.extend(text_faults(report))
        found.stop()
        assert report is not None
        render_report(report, workspace)
        for remark in check(report, Library(workspace)).remarks:
            assert remark.text
    except InputError as error:
        for finding in error.findings:
            assert "Traceback" not in format_finding(finding)
            format_finding(finding).encode("utf-8")
        return "refused"
    except UseError:
        return "refused"
    return "printed"


class _TooSlow(BaseException):
    pass


def _stop(number: int, frame: FrameType | None) -> None:
    raise _TooSlow(number, frame)


def run(numbers: Iterator[int], until: float | None = None) -> Tally:
    """Try workspaces one after another; after `until` (by the clock) no more are begun."""
    tally = Tally()
    before = signal.signal(signal.SIGPROF, _stop)
    base = Path(tempfile.mkdtemp(prefix="vb-fuzz-"))
    try:
        for number in numbers:
            if until is not None and time.monotonic() > until:
                break
            root = base / str(number)
            tally.kinds[make(number, root)] += 1
            begun = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)  # again, should it be met where no error goes through
            try:
                tally.answers[answer(root)] += 1
            except _TooSlow:
                tally.wrong.append(f"{number}: more than {SECONDS} s")
            except Exception as error:
                tally.wrong.append(f"{number}: {type(error).__name__}: {str(error)[:200]}")
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            tally.slowest = max(tally.slowest, (time.process_time() - begun, number))
            shutil.rmtree(root, ignore_errors=True)
    finally:
        signal.signal(signal.SIGPROF, before)
        shutil.rmtree(base, ignore_errors=True)
        sys.stdout.flush()
    return tally
