"""Tables made up at random, as a municipality might print them: what they say is known, and one fault may be planted.

Structure, nesting, signs, rounding, units, wording of headings and the way figures are written all vary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random

Spot = tuple[int, int]  # row and column, from 1

_POSTS = (
    "Förskola", "Grundskola", "Gymnasieskola", "Vuxenutbildning", "Hemtjänst", "Särskilt boende", "Bibliotek", "Kulturskola",
    "Gator och vägar", "Parker", "Vatten", "Renhållning", "Räddningstjänst", "Bygglov", "Miljötillsyn", "Måltider", "Lokalvård",
    "Ekonomikontor", "Personalkontor", "Kansli", "Näringsliv", "Turism", "Fritidsgårdar", "Idrottsplatser", "Ensamkommande",
    "Försörjningsstöd", "Familjerätt", "Öppenvård", "Placeringar", "Färdtjänst", "Fastigheter", "Exploatering", "IT", "Växel",
    "Överförmyndare", "Revision", "Valnämnd", "Partistöd", "Kommunfullmäktige", "Borgerliga vigslar",
)  # fmt: skip
_SECTIONS = ("Utbildning", "Omsorg", "Teknik", "Kultur", "Stöd", "Politik", "Miljö", "Gemensamt")
_MINUS = ("-", "−", "– ", "-")
_SPACES = (" ", " ", "\u00a0", "\u202f")


@dataclass
class Made:
    """A table and what is true of it."""

    grid: list[list[str]]
    equations: list[tuple[tuple[Spot, ...], tuple[int, ...]]] = field(default_factory=list)
    fault: frozenset[Spot] = frozenset()
    kind: str = ""


class _Maker:
    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        rng = self.rng
        self.decimals = rng.choice((0, 0, 0, 1, 1, 2))
        self.rounded = rng.random() < 0.5
        self.minus = rng.choice(_MINUS)
        self.space = rng.choice(_SPACES)
        self.dash = rng.random() < 0.3
        self.size = rng.choice((60, 900, 20_000, 400_000))
        self.names = rng.sample(_POSTS, len(_POSTS))

    # columns: their headings, which are computed, and how

    def columns(self) -> tuple[list[list[str]], list[tuple[int, tuple[int, ...], tuple[int, ...]]], int, bool]:
        rng = self.rng
        year = rng.randint(2012, 2029)
        actual = rng.choice(("Bokslut {}", "Utfall {}", "Redovisat {}", "Utfall jan-dec {}", "Bokslut"))
        budget = rng.choice(("Budget {}", "Budget", "Internbudget {}", "Budg {}"))
        kind = rng.choice(("år", "år", "avvikelse", "avvikelse", "netto", "två", "kön"))
        if kind == "år":
            count = rng.randint(3, 5)
            forms = ("{}", "Bokslut {}", "{}-12-31") if rng.random() < 0.5 else ("{}",)
            heads = [rng.choice(forms).format(year + n) for n in range(count)]
            return [heads], [], count, False
        if kind == "avvikelse":
            deviation = rng.choice(("Avvikelse", "Budgetavvikelse", "Diff"))
            heads = [actual.format(year - 1), budget.format(year), actual.format(year), deviation]
            signs = rng.choice(((1, -1), (-1, 1)))
            return [heads], [(3, (1, 2), signs)], 4, False
        if kind == "netto":
            heads = ["Intäkter", "Kostnader", rng.choice(("Netto", "Nettokostnad", "Resultat"))]
            return [heads], [(2, (0, 1), rng.choice(((1, 1), (1, -1), (-1, 1))))], 3, False
        if kind == "kön":
            return [["Kvinnor", "Män", rng.choice(("Totalt", "Summa", "Samtliga"))]], [(2, (0, 1), (1, 1))], 3, True
        over = [f"Kommunen {year}", "", "", f"Koncernen {year}", "", ""]
        low = ["Intäkt", "Kostnad", "Netto"] * 2
        return [over, low], [(2, (0, 1), (1, 1)), (5, (3, 4), (1, 1))], 6, False

    def figure(self, counted: bool) -> Decimal:
        value = Decimal(self.rng.randint(1, self.size))
        if not counted and self.decimals:
            value += Decimal(self.rng.randint(0, 10**self.decimals - 1)).scaleb(-self.decimals)
        if self.rounded and not counted:
            value += Decimal(self.rng.randint(0, 99)).scaleb(-self.decimals - 2)
        return value

    def text(self, value: Decimal, counted: bool) -> str:
        decimals = 0 if counted else self.decimals
        printed = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if not printed and self.dash:
            return "-"
        whole, _, fraction = f"{abs(printed):f}".partition(".")
        groups: list[str] = []
        while len(whole) > 3:
            groups.insert(0, whole[-3:])
            whole = whole[:-3]
        return (self.minus if printed < 0 else "") + self.space.join([whole, *groups]) + ("," + fraction if fraction else "")


def make(seed: int) -> Made:
    """A table without a fault."""
    maker = _Maker(seed)
    rng = maker.rng
    heads, formulas, width, counted = maker.columns()
    if counted:
        maker.decimals, maker.rounded, maker.size = 0, False, min(maker.size, 900)
    note = rng.random() < 0.25
    first = 2 if note else 1  # columns before the figures
    corner = "Antal anställda" if counted else rng.choice(("Belopp i tkr", "mnkr", "", "Verksamhet (tkr)", "Nämnd"))
    grid = [[corner if n == len(heads) - 1 else "", *(["Not"] if note and n == len(heads) - 1 else [""] if note else []), *head]
            for n, head in enumerate(heads)]  # fmt: skip
    exact: dict[int, list[Decimal]] = {}
    rows: list[tuple[tuple[int, ...], int]] = []  # parts and whole, by grid row
    computed = {n for n, *_ in formulas}
    sign = [rng.choice((1, 1, -1)) for _ in range(width)]
    costs = formulas and not counted and rng.random() < 0.5

    def post(name: str, values: list[Decimal]) -> int:
        for n, parts, weights in formulas:
            values[n] = sum((w * values[p] for p, w in zip(parts, weights, strict=True)), Decimal(0))
        noted = str(rng.randint(1, 30)) if rng.random() < 0.5 else ""
        grid.append([name, *([noted] if note else []), *[""] * width])
        exact[len(grid)] = values
        for n, value in enumerate(values):
            grid[-1][first + n] = maker.text(value, counted)
        return len(grid)

    def heading(name: str) -> None:
        grid.append([name, *[""] * (len(grid[0]) - 1)])

    def fresh() -> list[Decimal]:
        values = [sign[n] * maker.figure(counted) * (-1 if costs and n % 2 else 1) for n in range(width)]
        return [Decimal(0) if n in computed else value for n, value in enumerate(values)]

    def total(name: str, parts: list[int]) -> int:
        own = post(name, [sum((exact[p][n] for p in parts), Decimal(0)) for n in range(width)])
        rows.append((tuple(parts), own))
        return own

    sections = rng.randint(1, 4)
    word = rng.choice(("Summa {}", "Totalt {}", "{}, totalt", "Summa {}", "SUMMA {}", "Delsumma {}"))
    wholes = []
    headed = rng.random() < 0.5
    above = rng.random() < 0.2 and sections > 1
    for number in range(sections):
        section = _SECTIONS[number]
        if headed and not above:
            heading(section if rng.random() < 0.8 else section.upper())
        if above:
            values = [fresh() for _ in range(rng.randint(2, 5))]
            own = post(f"Summa {section.lower()}", [sum((v[n] for v in values), Decimal(0)) for n in range(width)])
            parts = [post(maker.names.pop(), value) for value in values]
            rows.append((tuple(parts), own))
            wholes.append(own)
            continue
        parts = []
        for _ in range(rng.randint(2, 6)):
            parts.append(post(maker.names.pop(), fresh()))
            if rng.random() < 0.08:  # a part that is shown and not added
                share = [Decimal(int(v * Decimal("0.3"))) if counted else v * Decimal("0.3") for v in exact[parts[-1]]]
                post(f"varav {maker.names[0].lower()}", share)
        if sections > 1:
            wholes.append(total(word.format(section.lower()) if section.lower() not in word else word, parts))
            if rng.random() < 0.3:
                heading("")
        else:
            wholes = parts
    total(rng.choice(("Summa", "Totalt", "SUMMA", "Summa kommunen", "Årets resultat", "Nettokostnader")), wholes)
    made = Made(grid)
    for posts, whole in rows:
        for n in range(width):
            made.equations.append((((whole, first + n + 1), *((p, first + n + 1) for p in posts)), (1,) * len(posts)))
    for row in exact:
        for n, terms, weights in formulas:
            made.equations.append((((row, first + n + 1), *((row, first + p + 1) for p in terms)), weights))
    if not counted and rng.random() < 0.3:
        _beside(made, rng, width, first)
    return made


def _beside(made: Made, rng: Random, width: int, first: int) -> None:
    """Rows below the total that are part of nothing."""
    name = rng.choice(("Andel i procent", "Nettokostnad per invånare, kr", "Antal årsarbetare", "Soliditet, %"))
    made.grid.append([name, *[""] * (first - 1), *(str(rng.randint(1, 99)) for _ in range(width))])


def number(text: str) -> Decimal:
    """A figure of a made table."""
    plain = "".join(c for c in text if c.isdigit() or c == ",").replace(",", ".")
    if not plain:
        return Decimal(0)
    return -Decimal(plain) if text[0] in "-−–" else Decimal(plain)


def spoil(made: Made, seed: int) -> Made | None:
    """The table with one fault in a cell that some equality fixes, or None where none was found to plant."""
    rng = Random(seed)
    fixed = [spot for cells, _ in made.equations for spot in cells]
    for _ in range(20):
        spot = rng.choice(fixed)
        text = made.grid[spot[0] - 1][spot[1] - 1]
        kind = rng.choice(("siffra", "bytta", "tecken", "tappad"))
        wrong = _slip(text, kind, rng)
        if wrong is None or number(wrong) == number(text):
            continue
        grid = [list(row) for row in made.grid]
        grid[spot[0] - 1][spot[1] - 1] = wrong
        if any(spot in cells and _breaks(grid, cells, weights) for cells, weights in made.equations):
            return Made(grid, made.equations, frozenset({spot}), kind)
    return None


def _slip(text: str, kind: str, rng: Random) -> str | None:
    digits = [n for n, c in enumerate(text) if c.isdigit()]
    if not digits:
        return None
    if kind == "tecken":
        return text.lstrip("-−– ") if text[0] in "-−–" else "-" + text
    if kind == "siffra":
        n = rng.choice(digits)
        wrong = rng.choice([d for d in "123456789" if d != text[n]])
        return text[:n] + wrong + text[n + 1 :]
    if kind == "bytta":
        pairs = [(a, b) for a, b in pairwise(digits) if text[a] != text[b] and text[b] != "0"]
        if not pairs:
            return None
        a, b = rng.choice(pairs)
        out = list(text)
        out[a], out[b] = out[b], out[a]
        return "".join(out)
    if len(digits) < 3:
        return None
    plain = "".join(c for c in text if c.isdigit() or c in "-−–,")
    places = [n for n, c in enumerate(plain) if c.isdigit()][1:]
    n = rng.choice(places)
    left = plain[:n] + plain[n + 1 :]
    return None if left.endswith(",") else left


def _breaks(grid: list[list[str]], cells: tuple[Spot, ...], weights: tuple[int, ...]) -> bool:
    """Is an equality off by more than rounding can be?"""
    texts = [grid[r - 1][c - 1] for r, c in cells]
    values = [number(t) for t in texts]
    off = values[0] - sum((w * v for w, v in zip(weights, values[1:], strict=True)), Decimal(0))
    bound = sum((Decimal(5).scaleb(-len(t.partition(",")[2]) - 1) for t in texts), Decimal(0))
    return abs(off) > 2 * bound
