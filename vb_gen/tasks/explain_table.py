"""A report's table as it is understood: columns, rows, how the figures hang together, what held and what was not tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from vb_gen.core.finding import UseError, short, visible
from vb_gen.core.names import anchor, listed
from vb_gen.core.numbers import NBSP, format_tal
from vb_gen.core.spelling import nearest
from vb_gen.figures.relations import table_relations, tables_before
from vb_gen.figures.roles import sign_of
from vb_gen.figures.samband import Del, Samband, Slag, Ställe, Utfall
from vb_gen.model.report import Report, Section
from vb_gen.model.table import Kolumn, Rad, Tabell

_MOST = 8  # parts that are written out
_WIDE = 44
_ROLES = {
    "post": "post",
    "del": "varav, räknas inte in i summan",
    "delar": "varav kostnader eller intäkter",
    "summa": "summa",
    "totalsumma": "summa av summor",
    "grupp": "grupp",
    "utanför": "utanför summan",
}
_PLUS = {"resultat": "plus är bra (resultat)", "intäkt": "plus är mer intäkter", "kostnad": "plus är mer kostnader"}


def explain_table(report: Report, name: str) -> str:
    """A table in words, by the section it stands in or its own name. Raises :class:`UseError` where there is none."""
    found = [(section, table) for section in report.walk() for table in section.tabeller]
    wanted = [
        (s, t) for s, t in found if name.casefold() in (t.id.casefold(), s.id.casefold()) or anchor(name) == anchor(t.rubrik)
    ]
    if not wanted:
        there = list(dict.fromkeys(table.id for _, table in found))
        hint = nearest(name, there) if there else "Rapporten har inga tabeller än."
        raise UseError(f"Tabellen ”{short(name)}” finns inte i {report.name}. {hint}")
    return "\n\n".join("\n".join(visible(line).rstrip() for line in _told(report, s, t)) for s, t in wanted)


def _told(report: Report, section: Section, table: Tabell) -> Iterator[str]:
    number = section.tabeller.index(table)
    earlier = section.tabeller[:number] if number else tables_before(report, section)
    relations = list(table_relations(section, table, earlier))
    unit = f", belopp i {table.belopp}" if table.belopp and table.belopp not in table.rubrik else ""
    yield f"{table.id}: {table.rubrik}{unit} ({table.plats})"
    yield from ("", "  Kolumner")
    for column in table.kolumner:
        yield f"    {_padded(_heading(column))} {_column(table, column)}"
    yield from ("", "  Rader")
    for row in table.rader:
        yield f"    {_padded('  ' * row.nivå + row.etikett)} {_row(table, row)}"
    yield from _formulas(relations)
    outcomes = Counter(one.utfall for one in relations)
    tested = sum(outcomes.values()) - outcomes[Utfall.EJ_PRÖVAT]
    yield ""
    yield (
        f"  Prövat: {tested} samband. {outcomes[Utfall.HÅLLER]} håller, {outcomes[Utfall.AVRUNDNING]} skiljer på en avrundning, "
        f"{outcomes[Utfall.BRYTER]} går inte ihop."
    )
    yield from _untested(table, relations)


def _padded(text: str) -> str:
    cut = text if len(text) <= _WIDE else text[: _WIDE - 1].rstrip() + "…"
    return cut.ljust(_WIDE)


def _heading(column: Kolumn) -> str:
    return f"{column.grupp}: {column.rubrik}" if column.grupp else column.rubrik


def _column(table: Tabell, column: Kolumn) -> str:
    kind = column.slag or {"tal": "tal", "utfall": "tal"}.get(column.innehåll, "ord, räknas inte")
    said = [column.ord if column.ord == kind else f"{column.ord}: {kind}"]
    if column.avser:
        said.append(f"avser {column.avser}")
    if unit := column.enhet or (table.belopp if column.slag else ""):
        said.append(unit)
    if column.härleds:
        said.append("kan räknas ut av radens andra tal")
    return ", ".join(said)


def _row(table: Tabell, row: Rad) -> str:
    if not row.has_figures:
        return "rubrik, inga tal"
    if not table.belopp:
        return _ROLES[row.roll]
    role = _ROLES[row.roll] + (f" (förstått: {row.grund})" if row.grund else "" if "roll" in row.tolkat else " (så står det)")
    why = "skrivet i tabellen eller mallen"
    if "tecken" in row.tolkat:
        why = "avvikelsen visar det" if sign_of(table, row) else "mallens utgångsläge, inget tal visar annat"
    return f"{role}; {_PLUS[row.tecken]}: {why}"


def _formulas(relations: list[Samband]) -> Iterator[str]:
    """How the figures hang together: a formula with the lines that it was tried in."""
    groups: list[tuple[list[str], list[bool | None], list[Samband]]] = []
    for one in relations:
        if not one.delar:
            continue
        names, turned = _names(one), [_turned(part) for part in one.delar]
        for other, signs, lines in groups:
            if other == names and all(a is None or b is None or a is b for a, b in zip(signs, turned, strict=True)):
                signs[:] = [b if a is None else a for a, b in zip(signs, turned, strict=True)]
                lines.append(one)
                break
        else:
            groups.append((names, turned, [one]))
    if groups:
        yield from ("", "  Så hänger talen ihop")
    for names, signs, lines in groups:
        tried = [one for one in lines if one.utfall is not Utfall.EJ_PRÖVAT]
        held = [one for one in tried if one.utfall is not Utfall.BRYTER]
        rounded = sum(one.utfall is Utfall.AVRUNDNING for one in held)
        down = lines[0].slag in (Slag.SUMMA, Slag.NETTO)
        places = "kolumner" if down else "rader"
        said = f"håller i {len(held)} av {len(tried)} {places}" + (f", {rounded} med avrundning" if rounded else "")
        yield f"    {_formula(names, signs, divided=lines[0].delat)}"
        yield f"        {said if tried else 'inte prövat'}. Därför att: {lines[0].grund}."
    broken = [one for one in relations if one.utfall is Utfall.BRYTER]
    if broken:
        yield from ("", "  Det som inte går ihop")
    for one in broken:
        yield f"    {one.helhet.namn}: det står {format_tal(one.angivet)}, men delarna ger {format_tal(one.väntat)} ({one.nivå})"


def _names(one: Samband) -> list[str]:
    """The whole and its parts, as rows or as columns."""
    down = one.slag in (Slag.SUMMA, Slag.NETTO)
    places = [one.helhet, *(part.ställe for part in one.delar)]
    return [short(place.rad.etikett if down else _heading(place.kolumn), 60) for place in places]


def _turned(part: Del) -> bool | None:
    """Is a part taken away, rather than added? Nought does not tell."""
    own = part.ställe.ruta.tal
    return (own.värde > 0) != (part.tal.värde > 0) if own is not None and own.värde else None


def _formula(names: list[str], signs: list[bool | None], *, divided: bool) -> str:
    """`Summa = Parker + Skog`, `Avvikelse = Budget 2023 − Bokslut 2023`."""
    whole, *parts = names
    if divided:
        return f"{whole} = {' / '.join(parts)}"
    more = len(parts) - _MOST if len(parts) > _MOST + 1 else 0
    text = ""
    for name, turned in list(zip(parts, signs, strict=True))[: len(parts) - more]:
        text += f"{' − ' if turned else ' + '}{name}" if text else f"{'−' if turned else ''}{name}"
    return f"{whole} = {text}{f' + … ({more} till)' if more else ''}"


def _untested(table: Tabell, relations: list[Samband]) -> Iterator[str]:
    tested = {where.key for one in relations if one.utfall is not Utfall.EJ_PRÖVAT for where in _places(one)}
    reasons: dict[str, list[str]] = {}
    for one in relations:
        if one.utfall is Utfall.EJ_PRÖVAT:
            reasons.setdefault(one.okänt, []).append(one.helhet.namn)
    told = {one.helhet.key for one in relations}
    for row in table.rader:
        for column in table.kolumner:
            box = row.celler.get(column.ord)
            if (
                box is None
                or box.läge != "given"
                or (id(row), column.ord) in tested | told
                or column.innehåll not in ("tal", "utfall")
            ):
                continue
            why = "ingår inte i någon summa eller skillnad" if box.tal is not None else f"är {box.cell.shown}"
            reasons.setdefault(why, []).append(f"{row.etikett}, {column.rubrik}")
    if reasons:
        yield from ("", f"  Inte prövat: {sum(map(len, reasons.values()))} tal")
    for why, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
        where = listed([place.replace(NBSP, " ") for place in places[:3]]) + (" …" if len(places) > 3 else "")
        yield f"    {len(places):>4}  {why}: {where}"


def _places(one: Samband) -> Iterator[Ställe]:
    yield one.helhet
    yield from (part.ställe for part in one.delar)
