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
from vb_gen.tasks.review_found import Textfynd

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
    found += [_claim(one) for one in result.prosa.fynd]
    whole: dict[str, Any] = {"tabeller": tables, "fynd": found}
    if result.text:
        whole["text"] = {"rader": len(result.text), **result.prosa.täckning.record()}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _claim(found: Textfynd) -> dict[str, Any]:
    """What a sentence says otherwise than a table; `cell` is the table's, where text and table are in one file."""
    first = found.belägg[0].plats if found.belägg else None
    here = first is not None and first.document.key == (found.fil, "")
    return {
        "fil": found.fil,
        "kod": found.kod,
        "nivå": found.nivå,
        "cell": [first.line, first.column] if first is not None and here else None,
        "utpekad": False,
        "text": found.text,
        "rad": found.rad,
        "mening": found.mening,
        "belägg": [{"namn": b.namn, "tal": b.visat, "plats": str(b.plats)} for b in found.belägg],
    }


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
    if result.text:
        out += [*_prose(result), ""]
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


def _prose(result: Granskning) -> list[str]:
    """What the running text says otherwise than the tables, and how much of it was tested."""
    lines = len(result.text)
    coverage = result.prosa.täckning
    out = [f"Löpande text, {lines} {'rad' if lines == 1 else 'rader'}", ""]
    tried = coverage.prövade + coverage.ej_prövade
    if not tried and not coverage.utan_tal:
        return [*out, "  Inga tal i texten."]
    said = f"  Prövat mot tabellerna: {coverage.prövade} av {tried} tal"
    worded = f" och {coverage.utan_tal} {'påstående' if coverage.utan_tal == 1 else 'påståenden'} utan tal"
    out.append(f"{said}{worded if coverage.utan_tal else ''}.")
    if result.prosa.fynd:
        out += ["", "  Det som inte stämmer med tabellerna"]
        for found in result.prosa.fynd:
            out.append(f"    {found.fil}, rad {found.rad}: {found.nivå}: {found.text.replace(NBSP, ' ')}")
            out.append(f"        Meningen: ”{_short(found.mening, _LONG)}”")
            out += [f"        {_short(b.namn, 80)}: {b.visat.replace(NBSP, ' ')} ({b.plats})" for b in found.belägg]
    if coverage.ej_prövade:
        out += ["", f"  Inte prövat: {coverage.ej_prövade} av {tried} tal"]
        why = sorted(coverage.varför.items(), key=lambda item: (-item[1], item[0]))
        out += [f"    {n:>4}  {_short(reason, 100)}" for reason, n in why[:_MOST_REASONS]]
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
    levels = Counter(result.nivåer)
    tables = len(result.tabeller)
    parts = []
    if levels["fel"]:
        parts.append(f"{levels['fel']} fel")
    if levels["varning"]:
        parts.append(f"{levels['varning']} {'varning' if levels['varning'] == 1 else 'varningar'}")
    found = " och ".join(parts) or "inga fel"
    relations = sum(len(t.tolkning.samband) for t in result.tabeller)
    text = f"{tables} {'tabell läst' if tables == 1 else 'tabeller lästa'}, {relations} samband prövade"
    coverage = result.prosa.täckning
    if coverage.prövade or coverage.ej_prövade:
        text += f", {coverage.prövade} av {coverage.prövade + coverage.ej_prövade} tal i texten prövade"
    return f"{text}: {found}."


def _short(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
