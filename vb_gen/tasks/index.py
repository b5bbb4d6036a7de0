"""The index of what was built: every report of the workspace, by period, with links to its page, its PDF and its figures.

It tells of one build of everything, and of nothing that lay in the folder before: a file that this build did not make, or
find unchanged, is not linked to. Sizes are those of the files, so the index is no more the same on two machines than
their PDFs are, and is not kept under version control.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from vb_gen.core.finding import Collector
from vb_gen.core.period import months_of
from vb_gen.core.typesetting import typeset
from vb_gen.disk.workspace import Workspace
from vb_gen.disk.writing import write
from vb_gen.output.html.html import render_index
from vb_gen.output.html.size import in_megabytes
from vb_gen.output.html.view import FileView, IndexRow, IndexView, PeriodView
from vb_gen.read.reading import read_kommun
from vb_gen.tasks.build import Outcome
from vb_gen.tasks.listing import listing

_KINDS = {".pdf": ("PDF", "application/pdf"), ".csv": ("Siffrorna, CSV", "text/csv")}


def write_index(workspace: Workspace, outcomes: Iterable[Outcome], out: Path) -> Path | None:
    """Write `index.html` beside the periods' folders; None where kommun.yaml cannot be read, which every report has told."""
    kommun, _ = read_kommun(workspace, Collector())
    if kommun is None:
        return None
    built = {outcome.name: outcome for outcome in outcomes}
    order = {name: number for number, name in enumerate(kommun.enheter)}
    periods: dict[str, list[IndexRow]] = {}
    for row in sorted(listing(workspace), key=lambda row: order.get(row["enhet"], len(order))):
        periods.setdefault(row["period"], []).append(_row(row, built.get(f"{row['period']}/{row['enhet']}"), out))
    newest = [period.text for period, _ in reversed(workspace.reports())]
    path = out / "index.html"
    view = IndexView(typeset(kommun.namn), [PeriodView(name, _heading(name), periods[name]) for name in dict.fromkeys(newest)])
    write(path, render_index(view, workspace).encode("utf-8"))
    return path


def _row(row: dict[str, str], outcome: Outcome | None, out: Path) -> IndexRow:
    files = {path.suffix: path for path in (*outcome.written, *outcome.unchanged)} if outcome else {}
    page = files.get(".html")
    title = outcome.titel if outcome and outcome.titel else row["sort"] or row["period"]
    return IndexRow(
        titel=typeset(title),
        enhet=typeset(row["namn"]),
        sort=row["sort"],
        status=row["status"],
        sida=_href(page, out) if page else "",
        filer=[
            FileView(_href(files[ending], out), f"{what}, {_size(files[ending])}", kind)
            for ending, (what, kind) in _KINDS.items()
            if ending in files
        ],
    )


def _heading(period: str) -> str:
    """`2023`, `Januari–augusti 2021`, `Budget 2024`."""
    year, _, rest = period.partition("-")
    said = f"budget {year}" if rest == "budget" else months_of(period)
    return said[:1].upper() + said[1:]


def _href(path: Path, out: Path) -> str:
    return quote(path.relative_to(out).as_posix())


def _size(path: Path) -> str:
    """How large a file is, as people say it."""
    size = path.stat().st_size
    if size < 999_500:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    return in_megabytes(size)
