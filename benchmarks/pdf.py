"""How fast a PDF is, by its pages: `.venv/bin/python benchmarks/pdf.py [--rounds N] [--pages 10 35 70 140]`.

Documents of about so many pages are made from the chapters of a real report, repeated with ids of their own, and set in
turn, round after round, each in a process of its own:

- "naive": WeasyPrint as its documentation shows it, asked for the same kind of file; the contents list led by dots;
  columns as wide as what is in them;
- "fastest honest": WeasyPrint by itself with all that is known to help and costs no page its looks: fixed columns, no
  dots, Python's collector off. The file is PDF/A-2a, with tags, but is not made PDF/UA-1;
- "dotted list": what vb did before: as the fastest honest, but a dotted rule under each line of the contents list;
- "vb": what `vb build` does of the same page: the same set-up, each stream compressed once, and the tags mended.

Processor time of rendering, after imports; the median of the rounds, and the ratio of each round to the fastest honest. Peak
memory is the whole process's. Pages of "vb" are compared with those of the fastest honest as pictures; 1 where one differs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from vb_gen.output.pdf.colours import settle

REPOSITORY = Path(__file__).resolve().parent.parent
RESOLUTION = "50"

RENDER = """
import gc, json, resource, sys, time
way, source, target = sys.argv[1:]
import weasyprint
from vb_gen.output.html import tagging
from vb_gen.output.pdf.pdf import make_pdf
page = open(source, encoding="utf-8").read()
began = time.process_time()
if way == "vb":
    data = make_pdf(page)
else:
    if way != "naive":
        gc.disable()
    data = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/a-2a")
taken = time.process_time() - began
open(target, "wb").write(data)
print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, len(data)]))
"""
NAIVE = """
@media print {
  table { table-layout: auto !important }
  .innehåll a { border-bottom: 0 !important }
  .innehåll a::after { content: leader('.') target-counter(attr(href), page) !important; float: none !important }
}
</style>"""

DOTTED = """
@media print { .innehåll a { border-bottom: .5pt dotted #7a8691 !important } }
</style>"""


def build(folder: Path) -> str:
    """The page of the real report, its drawings with colours of their own: WeasyPrint lets no style of a page into them."""
    command = [sys.executable, "-m", "vb_gen", "build", "2023", "leanlink", "--format", "html", "--out", str(folder)]
    command[1:3] = ["-c", "from vb_gen.cli import main; main()"]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    return settle((folder / "2023" / "leanlink.html").read_text("utf-8"))


def lengthened(html: str, share: float) -> str:
    """A page with its chapters repeated, or cut, to `share` times as many. Ids and the links to them are made anew."""
    head, rest = html.split('<main id="innehall" tabindex="-1">\n')
    main, foot = rest.split("</main>")
    chapters = re.split(r"(?m)^(?=<section class=\"kapitel)", main)[1:]
    wanted, out = round(share * len(main)), []
    number = 0
    while sum(map(len, out)) < wanted:
        turn, index = divmod(number, len(chapters))
        out.append(_renamed(chapters[index], turn) if turn else chapters[index])
        number += 1
    body = "".join(out)
    ids = set(re.findall(r'id="([^"]+)"', body))
    nav = re.sub(r'(?s)<li><a href="#([^"]+)">.*?</a></li>\n', lambda m: m[0] if m[1] in ids else "", head)
    nav = re.sub(r'<a href="#([^"]+)">([^<]*)</a>', lambda m: m[0] if m[1] in ids | {"innehall"} else m[2], nav)
    body = re.sub(r'<a href="#([^"]+)">([^<]*)</a>', lambda m: m[0] if m[1] in ids else m[2], body)
    return f'{nav}<main id="innehall" tabindex="-1">\n{body}</main>{foot}'


def _renamed(chapter: str, turn: int) -> str:
    chapter = re.sub(r'(id|aria-labelledby)="([^"]+)"', rf'\1="\2-{turn}"', chapter)
    return re.sub(r'href="#([^"]+)"', rf'href="#\1-{turn}"', chapter)


def render(way: str, source: Path, target: Path) -> tuple[float, float, int]:
    """Processor seconds, peak MiB and bytes of one rendering."""
    command = [sys.executable, "-c", RENDER, way, str(source), str(target)]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True)
    seconds, memory, size = json.loads(done.stdout)
    return seconds, memory, size


def pictures(pdf: Path, folder: Path) -> list[bytes]:
    """Every page as it looks."""
    folder.mkdir()
    subprocess.run(["pdftoppm", "-r", RESOLUTION, str(pdf), str(folder / "sida")], check=True)
    return [path.read_bytes() for path in sorted(folder.iterdir())]


def main() -> int:
    """Measure and tell; 1 where a page of vb looks otherwise than that of WeasyPrint alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, nargs="*", default=[10, 35, 70, 140])
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, WeasyPrint {version('weasyprint')}")
    print(f"load {os.getloadavg()[0]:.1f} at the start\n")
    print(
        f"{'pages':>5}  {'set-up':<16}{'processor s':>12}{'s a page':>10}{'ratio':>7}{'peak MiB':>10}{'kB':>7}  differing pages"
    )
    same = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        html = build(folder)
        for pages in chosen.pages:
            same &= measure(lengthened(html, (pages - 2) / 30), folder / str(pages), chosen.rounds)
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")
    return 0 if same else 1


def _count(pdf: Path) -> int:
    said = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(re.findall(r"Pages:\s+(\d+)", said)[0])


def measure(html: str, folder: Path, rounds: int) -> bool:
    """One document in all three ways."""
    folder.mkdir()
    plain, naive, dotted = folder / "sida.html", folder / "naiv.html", folder / "prickar.html"
    plain.write_text(html, "utf-8")
    naive.write_text(html.replace("</style>", NAIVE), "utf-8")
    dotted.write_text(html.replace("</style>", DOTTED), "utf-8")
    ways = {"naive": naive, "dotted": dotted, "honest": plain, "vb": plain}
    runs = {way: [] for way in ways}
    for _ in range(rounds):
        for way, source in ways.items():
            runs[way].append(render(way, source, folder / f"{way}.pdf"))
    looks = {way: pictures(folder / f"{way}.pdf", folder / way) for way in ("honest", "vb")}
    differing = sum(a != b for a, b in zip(looks["honest"], looks["vb"], strict=True))
    for way, title in (("naive", "naive"), ("dotted", "dotted list"), ("honest", "fastest honest"), ("vb", "vb")):
        seconds = statistics.median(run[0] for run in runs[way])
        ratio = statistics.median(run[0] / base[0] for run, base in zip(runs[way], runs["honest"], strict=True))
        memory, count = statistics.median(run[1] for run in runs[way]), _count(folder / f"{way}.pdf")
        told = f"  {differing}" if way == "vb" else ""
        print(f"{count:>5}  {title:<16}{seconds:>12.2f}{seconds / count:>10.3f}{ratio:>7.2f}{memory:>10.0f}", end="")
        print(f"{runs[way][-1][2] / 1000:>7.0f}{told}", flush=True)
    return differing == 0


if __name__ == "__main__":
    sys.exit(main())
