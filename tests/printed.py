"""The tables of the six reports as they are printed, pasted into an empty workspace of the right mall: no roll, no tecken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "tests" / "data" / "tryckta_tabeller.json"
MALLAR = {"2020": "vb-2020", "2021-08": "delar-2021", "2023": "vb-2023", "2024-budget": "budget-2024"}


def tables() -> list[dict[str, Any]]:
    """Every table: its report, the section it stands in, headings and rows as printed."""
    read: list[dict[str, Any]] = json.loads(TABLES.read_text(encoding="utf-8"))
    return read


def grid(table: dict[str, Any], indent: str) -> str:
    """A table as it is pasted out of Word or Excel: a line a row, tabs between the cells; as Markdown where a corner is empty."""
    lines = [table["kolumner"], *table["rader"]]
    if not table["kolumner"][0]:
        return "".join(f"{indent}| {' | '.join(' '.join(cell.split()) for cell in line)} |\n" for line in lines)
    tab = "\t"
    return "".join(f"{indent}{tab.join(' '.join(cell.split()) for cell in line)}\n" for line in lines)


def workspace(folder: Path) -> Path:
    """A workspace whose reports hold nothing but the tables."""
    inputs = folder / "inputs"
    inputs.mkdir(parents=True)
    shutil.copy(ROOT / "inputs" / "kommun.yaml", inputs / "kommun.yaml")
    for report in dict.fromkeys(table["rapport"] for table in tables()):
        place = inputs / report
        place.mkdir(parents=True)
        (place / "rapport.yaml").write_text(f"mall: {MALLAR[report.split('/')[0]]}\nstatus: utkast\n", encoding="utf-8")
        own = [table for table in tables() if table["rapport"] == report]
        parts = [f"{table['avsnitt']}:\n  rader: |\n{grid(table, '    ')}" for table in own if table["avsnitt"] != "indikatorer"]
        groups = [
            f"    - målområde: {number}\n      kommunövergripande: {json.dumps(table['rubrik'], ensure_ascii=False)}\n"
            f"      rader: |\n{grid(table, '        ')}"
            for number, table in enumerate((t for t in own if t["avsnitt"] == "indikatorer"), 1)
        ]
        if groups:
            parts.append(f"indikatorer:\n  grupper:\n{''.join(groups)}")
        (place / "tabeller.yaml").write_text("\n".join(parts), encoding="utf-8")
    return folder
