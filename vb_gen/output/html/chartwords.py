"""A chart in words: its title where the author gives none, and the text that stands for it to who does not see it."""

from __future__ import annotations

from decimal import Decimal

from vb_gen.core.names import capitalized, listed
from vb_gen.core.numbers import with_unit
from vb_gen.core.typesetting import in_words
from vb_gen.core.units import find
from vb_gen.output.html.charts import Diagramdata, Linje


def finding(data: Diagramdata) -> str:
    """A chart's title where the author gives none: what its figures show first."""
    return capitalized(_finding(data))


def _finding(data: Diagramdata) -> str:
    rows = data.rader
    if data.typ == "linje":
        pairs = [[p.värde for p in row.punkter if p.tal is not None] for row in rows]
        rising = sum(values[-1] > values[0] for values in pairs)
        falling = sum(values[-1] < values[0] for values in pairs)
        all_of_them, more, fewer = (in_words(Decimal(number), neuter=True) for number in (len(rows), rising, falling))
        return f"Av {all_of_them} mått har {more} ökat och {fewer} minskat"
    if data.typ == "stående":
        first, last = data.kolumner[0].casefold(), data.kolumner[-1].casefold()
        both = [row for row in rows if row.punkter[0].tal and row.punkter[-1].tal]
        said = [f"{row.namn} från {_with_unit(data, row, 0)} till {_with_unit(data, row, -1)}" for row in both]
        return f"{'; '.join(said)} ({first} till {last})" if said else f"{_listed(rows)}, {first} till {last}"
    pairs_of = [row for row in rows if len(row.punkter) > 1 and row.punkter[0].tal and row.punkter[1].tal]
    if not pairs_of:
        known = [row for row in rows if row.punkter[0].tal]
        top = max(known, key=lambda row: row.punkter[0].värde, default=None)
        return f"Störst: {top.namn}, {_with_unit(data, top, 0)}" if top else f"{_listed(rows)}, {data.kolumner[-1].casefold()}"
    most = max(pairs_of, key=lambda row: abs(row.punkter[0].värde - row.punkter[1].värde))
    one, other = (name.casefold() for name in data.kolumner[:2])
    return f"Störst skillnad: {most.namn}, {_with_unit(data, most, 0)} ({one}) mot {_with_unit(data, most, 1)} ({other})"


def _listed(rows: tuple[Linje, ...]) -> str:
    return listed([row.namn for row in rows])


def _with_unit(data: Diagramdata, row: Linje, index: int) -> str:
    unit = row.enhet or data.enhet
    return with_unit(row.punkter[index].text, unit if find(unit).utskrivs else "")


_KINDS = {"liggande": "Liggande stapeldiagram", "stående": "Stapeldiagram", "linje": "Linjediagram, ett för varje rad"}


def description(data: Diagramdata) -> str:
    """What kind of chart it is and what its figures reach from and to: the text that stands for it to who does not see it."""
    kind = _KINDS[data.typ]
    if data.typ == "linje":
        said = [f"{row.namn} från {_end(data, row, 0)} till {_end(data, row, -1)}" for row in data.rader]
    elif data.typ == "stående":
        said = [
            ", ".join(f"{column} {point.text}" for column, point in zip(data.kolumner, row.punkter, strict=True))
            for row in data.rader
        ]
        said = [f"{row.namn}: {text}" for row, text in zip(data.rader, said, strict=True)] if len(said) > 1 else said
    else:
        ordered = sorted((row for row in data.rader if row.punkter[0].tal), key=lambda row: row.punkter[0].värde)
        ends = [("störst är", ordered[-1]), ("minst är", ordered[0])][: len(ordered)]
        extremes = ", ".join(f"{word} {row.namn} med {row.punkter[0].text}" for word, row in ends)
        said = [f"{data.kolumner[0]} – {extremes or 'inga siffror'}"]
        if len(data.kolumner) > 1:
            said.append("jämförs med " + " och ".join(data.kolumner[1:]))
    unit = f", {data.enhet}" if data.enhet and data.typ != "linje" else ""
    about = f", {data.rader[0].namn}" if data.typ == "stående" and len(data.rader) == 1 else ""
    return f"{kind}{about}{unit}. {'; '.join(said)}. Alla siffror står i tabellen."


def _end(data: Diagramdata, row: Linje, which: int) -> str:
    """The first or the last figure of a line, with its column."""
    ends = [i for i, point in enumerate(row.punkter) if point.tal is not None]
    return f"{_with_unit(data, row, ends[which])} ({data.kolumner[ends[which]]})"
