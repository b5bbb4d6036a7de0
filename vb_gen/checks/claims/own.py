"""What a sentence's own figures say of each other: no table is needed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from vb_gen.checks.claims import hundred
from vb_gen.checks.claims.clauses import Said
from vb_gen.checks.claims.roles import Figure
from vb_gen.checks.claims.verdict import Outcome, Verdict, World
from vb_gen.checks.claims.weigh import OFF, Given, against, scaled
from vb_gen.core.finding import Level
from vb_gen.core.numbers import Tal, format_decimal_sv, is_amount_unit, with_unit
from vb_gen.text.tokens import ORD, TAL, ÅR

_COUNTS = ("", "antal", "timmar", "platser", "dagar", "årsarbetare", "enheter", "år", "ha")
_SEVERAL = frozenset(
    ["vardera", "netto", "flera", "fler", "varsin", "dels", "överlappar", "överlappande", "respektive", "exklusive", "både"]
)
_TOGETHER = Level.FEL


def change(said: Said, found: Sequence[Figure], world: World, out: Outcome) -> None:
    """From, to and the change between them: ”minskade med 125, från 582 till 467”."""
    if any(token.plain in ("per", "årligen") for token in said.tokens):
        return
    plain = [one for one in found if one.token.kind == TAL or _pointed(one, world)]
    before = [one for one in plain if one.role == "från"]
    after = [one for one in plain if one.role == "till"]
    told = [one for one in plain if one.token.kind == TAL if one.role == "skillnad" or (one.lead == "med" and _thus(said, one))]
    if len(found) != 3 or len(before) != 1 or len(after) != 1 or len(told) != 1:
        before, after, told = _beside(found)
        if not told:
            return
    old, new, what = _size(before[0], world), _size(after[0], world), told[0].given
    if old.about or new.about or (what.about and what.enhet == "%"):
        return
    unit = new.enhet or old.enhet
    if what.enhet == "%":
        _relative(old, new, what, told[0], unit, out)
        return
    if what.enhet == "procentenheter":
        if unit != "%":
            return
    elif is_amount_unit(what.enhet or unit) != is_amount_unit(unit) or (unit == "%" and what.enhet == ""):
        return
    old_size, new_size = scaled(old.tal, old.enhet or unit, unit), scaled(new.tal, new.enhet or unit, unit)
    like = what.enhet if is_amount_unit(what.enhet) else ""
    own = scaled(what.tal, like, unit) if like else what.tal
    sizes = {abs(new_size.värde - old_size.värde), abs(abs(new_size.värde) - abs(old_size.värde))}
    counted = unit in _COUNTS and not (old_size.decimaler or new_size.decimaler or own.decimaler)
    slack = Decimal(0) if counted else old_size.half_width + new_size.half_width + own.half_width
    out.tested |= {one.token.start for one in (before[0], after[0], told[0])}
    out.claims += 1
    if what.about:
        roughly = Given(own, unit, what.about)
        if any(against(roughly, size, old_size.half_width + new_size.half_width, unit) != OFF for size in sizes):
            return
    elif any(abs(size - abs(own.värde)) <= slack for size in sizes):
        return
    places = max(old_size.decimaler, new_size.decimaler)
    size = abs(new_size.värde - old_size.värde)
    shown = with_unit(format_decimal_sv(size, places), what.enhet or ("" if unit in _COUNTS else unit))
    text = f"ändringen är inte det som skiljer siffrorna: från {old.shown} till {new.shown} är {shown}, inte {what.shown}"
    out.say(
        Verdict(
            "T24",
            _TOGETHER,
            told[0].token.start,
            text,
            f"Rätta till {shown}, eller rätta siffrorna.",
            Tal(size, places),
            what.tal,
        )
    )


def _pointed(one: Figure, world: World) -> bool:
    """Is it a reference to a table's figure as it stands?"""
    words = {word.strip(" }") for word in one.token.text.split("|")[1:]}
    return words <= {"tal", "belopp"} and world.follow(one.token.text) is not None


def _size(one: Figure, world: World) -> Given:
    """A figure that is written out, or what a reference gives."""
    cell = world.follow(one.token.text) if one.token.kind != TAL else None
    if cell is None:
        return one.given
    unit = "" if cell[1].enhet == "antal" else cell[1].enhet
    return Given(cell[1].tal, unit, one.about, one.token.start, one.token.end, one.token.text)


def _thus(said: Said, one: Figure) -> bool:
    """”…, alltså med 31 389”."""
    clause = said.of(one.token)
    return (
        clause is not None
        and not clause.unknown
        and all(token.kind in ("fyll", "med", "ca", "drygt", "knappt") or token is one.token for token in clause.tokens)
    )


def _beside(found: Sequence[Figure]) -> tuple[list[Figure], list[Figure], list[Figure]]:
    """Two levels of one thing and ”en skillnad på”; a level, what it differs by and what it was before."""
    plain = [one for one in found if one.token.kind == TAL]
    if len(found) == 3 and len(plain) == 3 and plain[2].role == "skillnad" and plain[2].way == 0 and plain[2].worth == 0:
        kinds = [one.kinds & {"budget", "utfall", "mål"} for one in plain[:2]]
        if all(kinds) and kinds[0] != kinds[1]:
            return [plain[0]], [plain[1]], [plain[2]]
    if (
        len(found) == 3
        and len(plain) == 3
        and plain[1].role == "skillnad"
        and plain[1].way
        and plain[2].earlier
        and not plain[2].kinds
        and plain[0].role in ("nivå", "till")
        and not plain[0].dated
    ):
        return [plain[2]], [plain[0]], [plain[1]]
    return [], [], []


def _relative(old: Given, new: Given, what: Given, told: Figure, unit: str, out: Outcome) -> None:
    if not old.tal.värde:
        return
    change = abs(new.tal.värde - old.tal.värde)
    relative = change * 100 / abs(old.tal.värde)
    slack = (old.tal.half_width + new.tal.half_width) * 100 * (1 + abs(new.tal.värde / old.tal.värde)) / abs(old.tal.värde)
    out.tested.add(told.token.start)
    out.claims += 1
    if abs(relative - what.tal.värde) <= slack + what.tal.half_width:
        return
    points = unit == "%" and abs(change - what.tal.värde) <= old.tal.half_width + new.tal.half_width + what.tal.half_width
    places = max(1, what.tal.decimaler)
    shown = with_unit(format_decimal_sv(relative, places), "%")
    text = f"ändringen är inte det som skiljer siffrorna: från {old.shown} till {new.shown} är {shown}, inte {what.shown}"
    advice = (
        "Det som skiljer två procenttal skrivs i procentenheter." if points else f"Rätta till {shown}, eller rätta siffrorna."
    )
    level = Level.VARNING if points else _TOGETHER
    out.say(Verdict("T24", level, told.token.start, text, advice, Tal(round(relative, places), places), what.tal))


_INCOME, _COST = ("intäkt",), ("kostnad",)
_HELD = ("budget", "mål", "än", "mot", "fjol", "bättre", "sämre", "mer", "mindre", "upp", "ned", "avvikelse")
_LEFT = frozenset(
    [
        "saknas",
        "saknades",
        "fattas",
        "fattades",
        "återstår",
        "återstod",
        "blir",
        "blev",
        "resultatet",
        "resultat",
        "nettokostnaden",
    ]
)


def balance(said: Said, found: Sequence[Figure], out: Outcome) -> None:
    """What is left of income when costs are paid: ”med intäkter på 63,6 mnkr och kostnader på 63,8 saknas 0,2 mnkr”."""
    if len(found) != 3 or any(one.token.kind != TAL or one.about for one in found):
        return
    first, second, left = (one.given for one in found)
    if not all(is_amount_unit(one.enhet) for one in (first, second, left)):
        return
    heads = [[token for token in said.tokens if token.end <= one.token.start][-2:] for one in found[:2]]
    if not all(len(head) == 2 and head[1].kind == "på" for head in heads):
        return
    names = [head[0].plain for head in heads]
    if not any(
        names[at].startswith(_INCOME) and names[1 - at].startswith(_COST) and said.tokens[0].kind == "med" for at in (0, 1)
    ):
        return
    between = [token for token in said.tokens if found[1].token.end <= token.start < found[2].token.start]
    if len(between) > 5 or not any(token.plain in _LEFT or token.kind in ("plus", "minus") for token in between):
        return
    turned = any(token.kind in ("plus", "minus", "avvikelse") for token in said.tokens)
    for figure in found if turned else found[2:]:
        figure.role = "del"
    later = [token for token in said.tokens if token.start >= found[1].token.end]
    if any(token.kind in _HELD or token.kind == ÅR for token in later):
        return
    unit = left.enhet
    one, other = scaled(first.tal, first.enhet, unit), scaled(second.tal, second.enhet, unit)
    size = abs(one.värde - other.värde)
    out.claims += 1
    out.tested |= {figure.token.start for figure in found}
    if abs(size - abs(left.tal.värde)) <= one.half_width + other.half_width + left.tal.half_width:
        return
    places = max(one.decimaler, other.decimaler)
    shown = with_unit(format_decimal_sv(size, places), unit)
    text = f"skillnaden är inte det som skiljer siffrorna: {first.shown} och {second.shown} är {shown} från varandra, inte {left.shown}"
    advice = f"Rätta till {shown}, eller rätta siffrorna."
    out.say(Verdict("T24", Level.FEL, found[2].token.start, text, advice, Tal(size, places), left.tal))


def _has_verb(said: Said, one: Figure) -> bool:
    """Is something else said of a part than of the one before it: ”380 ledde till …, 150 gällde …”?"""
    for token in said.tokens:
        if token.start > one.token.start:
            if token.is_figure:
                return False
            if token.plain in _VERBS or (token.kind == ORD and token.plain.endswith(("de", "ades", "des"))):
                return True
    return False


_VERBS = frozenset(["är", "var", "har", "hade", "blev", "fick", "kom", "gick", "avser", "avsåg", "gäller", "rör", "sker", "tog"])


def parts(said: Said, found: Sequence[Figure], out: Outcome) -> None:
    """Parts of a whole that come to more: ”Av 14 mnkr gick 9 till träd och 8 till vägar”."""
    if any(token.plain in _SEVERAL for token in said.tokens) or any(one.about for one in found):
        return
    plain = [one for one in found if one.token.kind == TAL and one.token.enhet != "år"]
    if len(plain) != len(found) or len(plain) < 3:
        hundred.shares(said, plain, out)
        return
    whole, rest = plain[0], plain[1:]
    outside = [one for one in rest if not _in_brackets(one, said)]
    rest = outside or rest  # what stands in brackets among others is told once more: 27 uppdrag (12 och 15)
    opened = said.tokens and said.tokens[0].kind == "av" and whole.given.enhet not in ("%", "procentenheter")
    of_which = rest[0].lead == "varav" and all(one.lead in ("varav", "") for one in rest)
    if not (opened or of_which) or any(one.role in ("skillnad", "från", "mot") for one in rest):
        hundred.shares(said, plain, out)
        return
    unit = whole.given.enhet
    amounts = is_amount_unit(unit)
    if not amounts and any(_has_verb(said, one) for one in rest[1:]):
        return  # 380 led to this and 150 were of that: one may be both
    sizes = []
    for one in rest:
        own = one.given
        if own.enhet and (is_amount_unit(own.enhet) != amounts or own.enhet in ("%", "procentenheter")):
            return
        if amounts and not own.enhet:
            return
        sizes.append(scaled(own.tal, own.enhet, unit))
    if any(size.värde < 0 for size in sizes) or whole.given.tal.värde <= 0:
        return
    total = sum((size.värde for size in sizes), Decimal(0))
    slack = sum((size.half_width for size in sizes), whole.given.tal.half_width) if amounts else Decimal(0)
    out.claims += 1
    out.tested |= {one.token.start for one in (whole, *rest)}
    if total - whole.given.tal.värde <= slack:
        return
    places = max(size.decimaler for size in sizes)
    shown = with_unit(format_decimal_sv(total, places), unit if amounts else "")
    text = f"delarna är mer än det hela: tillsammans {shown} av {whole.given.shown}"
    advice = "Rätta delarna eller det hela; skriv bland annat om de inte är delar av samma sak."
    out.say(Verdict("T24", Level.FEL, rest[0].token.start, text, advice, whole.given.tal, Tal(total, places)))


def _in_brackets(one: Figure, said: Said) -> bool:
    clause = said.of(one.token)
    return clause is not None and clause.bracketed
