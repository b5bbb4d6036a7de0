"""What was understood and found, as text for a person who wants to know whether the figures hold, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from vb_gen.core.finding import visible
from vb_gen.core.headings import Rubrik
from vb_gen.core.names import listed
from vb_gen.core.numbers import NBSP, format_decimal_sv
from vb_gen.figures.samband import Utfall
from vb_gen.figures.understanding.result import Formel, Fynd, Kolumn, Prövning
from vb_gen.tasks.review import Granskning, Tabell

_MOST_COLUMNS, _MOST_FORMULAS, _MOST_REASONS = 40, 60, 12
_LONG = 160


def to_json(result: Granskning) -> str:
    """As programs read it: every relation with its cells, and what is to tell."""
    tables = [
        {
            "fil": table.fil,
            "plats": table.plats,
            "titel": table.tolkning.titel,
            "kolumner": [_column(k) for k in table.tolkning.kolumner],
            "rader": [{"rad": r.nummer, "namn": r.namn, "roll": r.roll} for r in table.tolkning.rader],
            "formler": [
                {"text": f.text, "håller": f.håller, "avrundning": f.avrundning, "bryter": f.bryter, "ej prövat": f.ej_prövat}
                for f in table.tolkning.formler
            ],
            "samband": [_relation(one) for one in table.tolkning.samband if one.utfall is not Utfall.EJ_PRÖVAT],
            "ej_prövat": [{"cell": list(e.cell), "varför": e.varför} for e in table.tolkning.ej_prövat],
        }
        for table in result.tabeller
    ]
    found = [
        {
            "fil": table.fil,
            "kod": f.kod,
            "nivå": f.nivå,
            "cell": list(f.cell),
            "utpekad": f.utpekad,
            "text": f.text,
        }
        for table, f in result.fynd
    ]
    return json.dumps({"tabeller": tables, "fynd": found}, ensure_ascii=False, indent=1)


def _column(column: Kolumn) -> dict[str, Any]:
    heading = column.rubrik
    return {
        "kolumn": column.nummer,
        "rubrik": heading.text,
        "slag": heading.slag.value,
        "år": heading.år,
        "enhet": heading.enhet,
        "roll": column.roll,
    }


def _relation(one: Prövning) -> dict[str, Any]:
    return {
        "celler": [list(spot) for spot in one.celler],
        "vikter": list(one.vikter),
        "slag": one.slag.value,
        "utfall": one.utfall.value,
        "förväntat": _number(one.förväntat, one.decimaler),
        "angivet": _number(one.angivet, one.decimaler),
        "varför": one.varför,
    }


def _number(value: Decimal | None, decimals: int) -> str | None:
    return None if value is None else format_decimal_sv(value, decimals).replace(NBSP, " ")


def to_text(result: Granskning) -> str:
    """As an auditor reads it, table by table."""
    if not result.tabeller:
        return "Ingen tabell med tal hittades. Celler skiljs åt med tabb, | eller ; och varje rad i tabellen står på en egen rad."
    out: list[str] = []
    for number, table in enumerate(result.tabeller, 1):
        out += [*_table(number, table), ""]
    out.append(_summary(result))
    return "\n".join(visible(line) for line in out)


def _table(number: int, table: Tabell) -> list[str]:
    tolkning = table.tolkning
    title = f": {_short(tolkning.titel, 80)}" if tolkning.titel else ""
    out = [f"{table.fil}, tabell {number}, {table.plats}{title}", "", "  Kolumner"]
    shown = [k for k in tolkning.kolumner if k.rubrik.text or k.roll != "text"]
    out += [f"    {k.nummer:>2}  {_short(k.rubrik.text or '(utan rubrik)', 50)}: {_meaning(k)}" for k in shown[:_MOST_COLUMNS]]
    if len(shown) > _MOST_COLUMNS:
        out.append(f"    … och {len(shown) - _MOST_COLUMNS} till")
    roles = Counter(r.roll for r in tolkning.rader)
    out += ["", f"  Rader: {listed([f'{n} {_plural(role, n)}' for role, n in roles.most_common()])}."]
    if tolkning.formler:
        out += ["", "  Så hänger talen ihop"]
        out += [line for f in tolkning.formler[:_MOST_FORMULAS] for line in _formula(f)]
        if len(tolkning.formler) > _MOST_FORMULAS:
            out.append(f"    … och {len(tolkning.formler) - _MOST_FORMULAS} formler till")
    counts = Counter(one.utfall for one in tolkning.samband)
    out += [
        "",
        f"  Prövat: {sum(counts.values())} samband. {counts[Utfall.HÅLLER]} håller, "
        f"{counts[Utfall.AVRUNDNING]} skiljer på en avrundning, {counts[Utfall.BRYTER]} går inte ihop.",
    ]
    if tolkning.fynd:
        out += ["", "  Det som inte går ihop"]
        out += [f"    {_where(f)}: {f.nivå}: {f.text.replace(NBSP, ' ')}" for f in tolkning.fynd]
    reasons = Counter(e.varför for e in tolkning.ej_prövat)
    if reasons:
        out += ["", f"  Inte prövat: {sum(reasons.values())} av {tolkning.tal} tal"]
        for why, n in reasons.most_common(_MOST_REASONS):
            spots = [e.cell for e in tolkning.ej_prövat if e.varför == why][:3]
            where = f" (rad {spots[0][0]}, kolumn {spots[0][1]})" if n == 1 else ""
            out.append(f"    {n:>4}  {why}{where}")
    return out


def _plural(role: str, number: int) -> str:
    words = {
        "post": ("post", "poster"),
        "summa": ("summa", "summor"),
        "rubrik": ("rubrik", "rubriker"),
        "varav": ("varav-rad", "varav-rader"),
    }
    one, many = words.get(role, (f"rad med {role}", f"rader med {role}"))
    return one if number == 1 else many


def _meaning(column: Kolumn) -> str:
    heading: Rubrik = column.rubrik
    if column.roll in ("not", "kod", "år", "löpnummer", "text", "dubbel"):
        return {
            "not": "notnummer",
            "kod": "kod eller nummer",
            "år": "årtal",
            "text": "text",
            "dubbel": "två tal i varje cell",
        }.get(column.roll, column.roll)
    if heading.tvetydig:
        return f"kan betyda {' eller '.join(k.value for k in heading.tvetydig)}; {column.roll}"
    kind = " ".join(part for part in (heading.slag.value, str(heading.år or "")) if part)
    return ", ".join(part for part in (kind, column.roll, heading.enhet) if part)


def _formula(formula: Formel) -> list[str]:
    lines = "kolumner" if formula.rader else "rader"
    held = formula.håller + formula.avrundning
    tried = held + formula.bryter + formula.ej_prövat
    said = f"håller i {held} av {tried} {lines}" if tried > 1 else "håller" if held else "håller inte"
    if formula.avrundning:
        said += f", {formula.avrundning} av dem med avrundning"
    text = formula.text if len(formula.text) <= _LONG else formula.text[: _LONG - 1].rstrip() + "…"
    return [f"    {text}", f"        {said}"]


def _where(found: Fynd) -> str:
    row, column = found.cell
    if not found.utpekad:
        return f"Rad {row}, kolumn {column} med sina delar"
    return f"Rad {row}, kolumn {column}"


def _summary(result: Granskning) -> str:
    levels = Counter(f.nivå for _, f in result.fynd)
    tables = len(result.tabeller)
    parts = []
    if levels["fel"]:
        parts.append(f"{levels['fel']} fel")
    if levels["varning"]:
        parts.append(f"{levels['varning']} {'varning' if levels['varning'] == 1 else 'varningar'}")
    found = " och ".join(parts) or "inga fel"
    relations = sum(len(t.tolkning.samband) for t in result.tabeller)
    text = f"{tables} {'tabell läst' if tables == 1 else 'tabeller lästa'}, {relations} samband prövade: {found}."
    if result.text:
        text += f" {len(result.text)} rader löpande text lästes inte."
    return text


def _short(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
