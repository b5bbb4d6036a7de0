"""Which reports there are, and what has been made of them."""

from __future__ import annotations

import json
from typing import Any

from vb_gen.core.finding import Collector, InputError
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.yaml.files import nodes
from vb_gen.model.base import read_model
from vb_gen.model.rapport import Rapport
from vb_gen.read.reading import read_kommun, read_mall_of


def listing(workspace: Workspace) -> list[dict[str, Any]]:
    """A row a report: period, enhet, name, kind, status and the outputs that exist."""
    found = Collector()
    kommun, _ = read_kommun(workspace, found)
    rows = []
    for period, enhet in workspace.reports():
        sort, status = "", ""
        try:
            head = nodes(workspace, workspace.folder(period, enhet) / "rapport.yaml")
            rapport = read_model(Rapport, head, found)
            if rapport is not None:
                status = rapport.status
                mall = read_mall_of(workspace, rapport, head, found)
                sort = (mall.sort or "") if mall else ""
        except InputError:
            status = "kan inte läsas"
        made = [workspace.root / "outputs" / period.text / f"{enhet}.{kind}" for kind in ("html", "pdf")]
        known = kommun.enheter.get(enhet) if kommun else None
        rows.append(
            {
                "period": period.text,
                "enhet": enhet,
                "namn": known.namn if known else enhet,
                "sort": sort,
                "status": status,
                "filer": [path.relative_to(workspace.root).as_posix() for path in made if path.is_file()],
            }
        )
    return rows


def to_json(rows: list[dict[str, Any]]) -> str:
    """The rows for programs."""
    return json.dumps(rows, ensure_ascii=False, indent=1)


def to_text(rows: list[dict[str, Any]]) -> str:
    """The rows for a person, in columns."""
    table = [["PERIOD", "ENHET", "SORT", "STATUS", "FILER"]]
    for row in rows:
        files = ", ".join(name.rpartition(".")[2] for name in row["filer"]) or "–"
        table.append([row["period"], row["enhet"], row["sort"], row["status"], files])
    widths = [max(len(line[i]) for line in table) for i in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in table)
