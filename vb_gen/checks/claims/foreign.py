"""Anybody's tables as facts that claims are held against: only what the headings and rows say for certain.

A column whose heading says nothing but a kind and a time is known. What more it says (koncernen, heltid) is a part of the
names of its figures: a text must say it too. A column without a year may be what a text means, so it stands there and nothing
is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vb_gen.checks.claims.known import Box, Line, words_of
from vb_gen.core.finding import Document, Place
from vb_gen.core.headings import Kolumnslag, Rubrik
from vb_gen.core.numbers import Tal, is_amount_unit
from vb_gen.core.pattern import regex
from vb_gen.core.period import Period
from vb_gen.figures.understanding.result import Kolumn, Rad, Siffra, Tolkning

MAX_LINES, MAX_TITLE = 5_000, 6  # rows, and words of a table's title that may stand with a row's name
_K = Kolumnslag
_KINDS = {
    _K.BOKSLUT: "bokslut", _K.UTFALL: "bokslut", _K.OKÄNT: "bokslut", _K.BUDGET: "budget", _K.PLAN: "plan", _K.PROGNOS: "prognos",
    _K.AVVIKELSE: "avvikelse", _K.MÅLVÄRDE: "målvärde", _K.INTÄKT: "bokslut", _K.KOSTNAD: "bokslut", _K.NETTO: "bokslut",
    _K.SUMMA: "bokslut",
}  # fmt: skip
_SEXES = {"kvinnor": "kvinnor", "kvinna": "kvinnor", "flickor": "kvinnor", "män": "män", "man": "män", "pojkar": "män"}
_LETTERS = regex(r"[^\W\d_]+")
_DIGITS = regex(r"\d+")
_MONTHS = frozenset(("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"))
_TOLD = frozenset(  # words of a heading that say its kind, time or unit and no more
    [
        "bokslut",
        "bokslutet",
        "utfall",
        "redovisat",
        "redovisning",
        "budget",
        "budgeterat",
        "plan",
        "prognos",
        "helårsprognos",
        "årsprognos",
        "avvikelse",
        "budgetavvikelse",
        "målvärde",
        "mål",
        "måltal",
        "år",
        "året",
        "årets",
        "per",
        "den",
        "dec",
        "december",
        "helår",
        "tkr",
        "mkr",
        "mnkr",
        "mdkr",
        "kr",
        "kronor",
        "procent",
        "jan",
        "januari",
        "ack",
        "ackumulerat",
        "totalt",
    ]
)
_MEASURES = (
    "resultat", "intäkt", "kost", "netto", "bruttokostnad", "avskrivning", "invester", "skuld", "lån", "tillgång", "kapital",
    "överskott", "underskott", "avvikelse", "kassaflöde", "likvid", "soliditet", "bidrag", "skatt", "avgift", "lön", "hyr",
    "försäljning", "anslag", "ram", "utgift", "inkomst", "personal", "övrig", "verksamhet", "kommun", "koncern", "finansiell",
    "materi", "köp", "antal", "intern", "extern", "drift", "summa", "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A table, and what it is called: its file and the sheet of a workbook."""

    fil: str
    blad: str
    tolkning: Tolkning


@dataclass(frozen=True, eq=False)
class Sheet(Document):
    """A place in a table is a row and a column of it, counted from 1."""

    blad: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Its file and its sheet."""
        return self.name, self.blad

    def spot(self, line: int, column: int) -> str:
        """`tabell.xlsx, Drift, rad 4, kolumn 2`."""
        where = f"{self.name}, {self.blad}" if self.blad else self.name
        return f"{where}, rad {line}, kolumn {column}"


def period_of(tables: Iterable[Tolkning]) -> tuple[Period | None, str]:
    """The period that tables are of, or why it is not known: the last outcome of each must be of the same time."""
    last = {when for table in tables if (when := _last(table))}
    if not last:
        return None, "tabellerna säger inte vilket år de gäller"
    if len(last) > 1:
        return None, "tabellerna gäller olika år"
    year, month = last.pop()
    text = f"{year}-{month:02}" if month < 12 else str(year)
    return Period(text, year, month if month < 12 else None), ""


def _last(table: Tolkning) -> tuple[int, int] | None:
    outcomes = [k.rubrik for k in table.kolumner if k.roll not in ("text", "not", "kod", "år", "löpnummer") and _known(k.rubrik)]
    times = [(r.år, r.månad or 12) for r in outcomes if r.år and r.slag in (_K.BOKSLUT, _K.UTFALL, _K.OKÄNT)]
    return max(times, default=None)


def _known(heading: Rubrik) -> bool:
    """Does a heading say a kind and a time, and figures of nothing else?"""
    if heading.tvetydig or heading.slag in (_K.ANDEL, _K.FÖRÄNDRING):
        return False
    if heading.slag is _K.OKÄNT and heading.månad not in (None, 12):
        return False  # a day of the year: what is told of it is of no other day
    return (
        bool(heading.månad) or all(len(number) == 4 for number in _DIGITS.findall(heading.text)) or heading.slag is not _K.OKÄNT
    )


def _more(heading: Rubrik) -> tuple[str, ...]:
    """What a heading says besides kind, time and unit."""
    words = dict.fromkeys(_LETTERS.findall(heading.text.casefold()))
    return tuple(word for word in words if word not in _TOLD and not (heading.månad and word[:3] in _MONTHS))


def lines_of(tables: Sequence[Source], period: Period) -> Iterator[Line]:
    """The rows of tables that have names and figures."""
    generic = len(tables) == 1
    count = 0
    for number, source in enumerate(tables):
        figures: dict[int, list[Siffra]] = {}
        for one in source.tolkning.siffror:
            figures.setdefault(one.cell[0], []).append(one)
        columns = {column.nummer: column for column in source.tolkning.kolumner}
        title = [word for word in words_of(source.tolkning.titel) if len(word) > 4][:MAX_TITLE]
        more = {number: _more(column.rubrik) for number, column in columns.items()}
        labels = [words_of(row.namn) for row in source.tolkning.rader if row.nummer in figures]
        known: dict[tuple[str, ...], int] = {}
        for label in labels:
            known[label] = known.get(label, 0) + 1
        sheet = Sheet(source.fil, (), source.blad)
        for row in source.tolkning.rader:
            if row.nummer not in figures or row.roll == "noter":
                continue
            groups: dict[tuple[str, ...], list[Siffra]] = {}
            for one in figures[row.nummer]:
                groups.setdefault(more[one.cell[1]], []).append(one)
            for words, some in groups.items():
                line = _line(row, words, title, some, columns, period, sheet, f"{number}", known, generic=generic)
                if line is not None:
                    yield line
                    count += 1
                    if count >= MAX_LINES:
                        return


def _line(
    row: Rad,
    more: tuple[str, ...],
    title: Sequence[str],
    figures: Sequence[Siffra],
    columns: dict[int, Kolumn],
    period: Period,
    sheet: Sheet,
    table: str,
    known: dict[tuple[str, ...], int],
    *,
    generic: bool,
) -> Line | None:
    boxes = _checked([box for one in figures if (box := _box(one, columns[one.cell[1]].rubrik, period, sheet))], period)
    sexes = {_SEXES[word] for word in more if word in _SEXES} | ({row.kön} if row.kön else set())
    more = tuple(word for word in more if word not in _SEXES)
    names = _names(row, known, generic=generic or bool(more))
    names = [tuple(dict.fromkeys((*name, *words_of(" ".join(more))))) for name in names]
    names += [(*name, word) for name in names[:1] for word in title if word not in name]
    if len(sexes) > 1 or any(not words_of(word) for word in more):
        return None
    if not boxes or not names:
        return None
    result = any(word.startswith("resultat") for word in words_of(row.namn)) and any(is_amount_unit(box.enhet) for box in boxes)
    sex = {"kvinnor": "K", "män": "M"}[next(iter(sexes))] if sexes else "T"
    label = row.namn.lstrip("-–• ")
    return Line(
        "", "", table, "", label, row.under, tuple(names), (), sex, "resultat" if result else "okänt", "plus är bra", "rad", "", "",
        helhet=False, boxes=tuple(boxes),
    )  # fmt: skip


def _names(row: Rad, known: dict[tuple[str, ...], int], *, generic: bool) -> list[tuple[str, ...]]:
    """What a row may be called: its own words where no other row has them, and with those of the row it stands under."""
    own, above = words_of(row.namn), words_of(row.under)
    if row.kön:
        return [above] if above else []
    if not own or row.roll == "varav":
        return [(*own, *above)] if own and above else []
    if not generic and all(word.startswith(_MEASURES) for word in own):
        return []  # ”Intäkter” of one of many tables: of what?
    if known[own] > 1 or row.namn[:1] in " -–•":
        return [(*own, *above)] if above else []
    return [own, (*own, *above)] if above else [own]


def _box(one: Siffra, heading: Rubrik, period: Period, sheet: Sheet) -> Box | None:
    kind = _KINDS.get(heading.slag)
    if kind is None:
        return None
    bound = not one.ensam or not one.enhet or not _known(heading) or heading.år is None
    year = heading.år if heading.år is not None else period.år - (heading.relativt == -1)
    when = f"{year}-{heading.månad:02}" if heading.månad and heading.månad < 12 and kind != "prognos" else str(year)
    if heading.år is None and kind != "målvärde":
        when = period.text if year == period.år else when
    place = Place(sheet, *one.cell)
    return Box(Tal(one.värde, one.decimaler), one.enhet, kind, when, heading.text, place, gräns=bound)


def _checked(found: list[Box], period: Period) -> list[Box]:
    """A deviation without a year is believed where it is the difference between outcome and budget of the period."""
    now = [box for box in found if box.avser == period.text and not box.gräns]
    outcomes = [box for box in now if box.slag == "bokslut"]
    budgets = [box for box in now if box.slag == "budget"]
    out = []
    for box in found:
        if box.slag == "avvikelse":
            held = len(outcomes) == len(budgets) == 1 and _apart(box, outcomes[0], budgets[0])
            box = Box(box.tal, box.enhet, box.slag, box.avser, box.kolumn, box.plats, gräns=not held or not box.enhet)
        out.append(box)
    return out


def _apart(box: Box, outcome: Box, budget: Box) -> bool:
    """Is a deviation what the outcome has more than the budget?"""
    slack = box.tal.half_width + outcome.tal.half_width + budget.tal.half_width
    return abs(outcome.tal.värde - budget.tal.värde - box.tal.värde) < slack


_RESULTS = frozenset(("resultat", "överskott", "underskott", "avvikelse"))


def measured(line: Line, box: Box, title: str, words: Iterable[str]) -> bool:
    """Does a row, its column or its table say the measure that a text names: kostnader, resultat?"""
    said = f"{line.etikett} {line.förälder} {title} {box.kolumn}".casefold()
    result = box.slag == "avvikelse" or line.tecken == "resultat"
    stems = {stem for word in words for stem in _MEASURES if word.casefold().startswith(stem)}
    return all(stem in said or (result and stem in _RESULTS) for stem in stems)
