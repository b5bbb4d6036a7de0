"""The words of the trade that tell what a row or a column of figures is. Never the labels of any one table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from vb_gen.core.pattern import regex

_WORD = regex(r"[a-zåäöéü]+")
_TOTAL = frozenset(
    [
        "summa",
        "summor",
        "sum",
        "totalt",
        "total",
        "totala",
        "totalsumma",
        "samtliga",
        "sammanlagt",
        "sammanlagd",
        "delsumma",
        "slutsumma",
        "tot",
        "totalen",
    ]
)
_TOTAL_STARTS = ("summa", "totalsumm", "delsumm")
_RESULT = frozenset(
    [
        "netto",
        "resultat",
        "kassaflöde",
        "avvikelse",
        "saldo",
        "överskott",
        "underskott",
        "utgående",
        "ackumulerat",
        "ackumulerad",
        "omslutning",
        "balansomslutning",
        "kvar",
        "återstår",
        "rest",
        "diff",
        "differens",
        "skillnad",
        "resultatet",
        "bruttoresultat",
        "alla",
        "tillsammans",
        "likviditetsförändring",
        "balans",
    ]
)
_RESULT_PARTS = ("netto", "resultat", "kassaflöde", "avvikelse", "omslutning", "överskott", "underskott", "saldo")
_NO_RESULT = ("resultaträkning", "resultatenhet", "resultatutjämning", "resultatreglering", "resultatpåverkande", "resultatfond")
_DEVIATION = ("avvik", "differens", "skillnad")
_DEVIATIONS = frozenset(["diff", "differens", "skillnad", "kvar", "återstår", "rest", "avv", "förändr"])
_CHANGES = ("förändring", "ökning", "minskning", "utveckling")
_PART = frozenset(["varav", "därav", "härav"])
_COSTS = ("kostnad", "utgift", "utbetalning", "avskrivning", "skuld")
_RATES = frozenset(
    [
        "procent",
        "andel",
        "andelen",
        "index",
        "kvot",
        "median",
        "snitt",
        "betyg",
        "ålder",
        "soliditet",
        "soliditeten",
        "nöjdhet",
        "rang",
        "procentuell",
    ]
)
_RATE_STARTS = ("genomsnitt", "medelvärd", "medelålder", "medellön", "medeltal", "medelbetyg", "procent", "sjukfrånvaro", "snitt")
_RATE_ENDS = (
    "grad",
    "graden",
    "kvot",
    "kvoten",
    "likviditet",
    "likviditeten",
    "andel",
    "andelen",
    "index",
    "indexet",
    "skattesats",
    "frånvaro",
    "procent",
)
_PERCENT_SIGN = regex(r"(?<!\d)(?<!\d )%")  # a unit, not the share of a post: Hemlöshet (75 %)
_PER = regex(
    r"(?:\bper|\bkr ?/|(?<=\w)/) ?(?:inv|invånare|elev|elever|barn|plats|brukare|anställd|m2|m²|kvm|kvadratmeter|"
    r"timme|tim|dygn|dag|"
    r"månad|mån|person|hushåll|årsarbetare|enhet|styck|st|lägenhet|vårdtagare|skattekrona|kubikmeter|m3|km|kommuninvånare|medborgare)(?!\w)"
)
_COUNT = frozenset(
    [
        "antal",
        "antalet",
        "personer",
        "mandat",
        "invånare",
        "ledamöter",
        "folkmängd",
        "befolkning",
        "kvinnor",
        "män",
        "pojkar",
        "flickor",
        "röster",
    ]
)
_NO_COUNT = (
    "årsarb",
    "heltid",
    "omräkn",
    "helår",
    "timm",
    "kr",
    "tkr",
    "mnkr",
    "mkr",
    "kostnad",
    "lön",
    "procent",
    "andel",
    "%",
    "belopp",
)
_TIME = ("årsarb", "heltid", "timmar")
_UNITS = {"tkr": "tkr", "mkr": "mnkr", "mnkr": "mnkr", "mdkr": "mdkr", "msek": "mnkr", "ksek": "tkr", "sek": "kr", "kr": "kr",
          "kronor": "kr", "tusental": "tkr", "miljoner": "mnkr", "procent": "%", "%": "%"}  # fmt: skip
_WOMEN, _MEN = frozenset(["kvinnor", "kvinna", "flickor", "kv"]), frozenset(["män", "man", "pojkar"])
_UNIT_TOKEN = regex(r"(?<![\w(])\(?(tkr|mkr|mnkr|mdkr|msek|ksek|kr|kronor|procent|%)\)?(?![\w/])")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label says of its figures."""

    helhet: int = 0  # is it a whole: 3 summa, totalt; 2 netto, resultat …; 0 nothing
    avvikelse: bool = False
    förändring: bool = False
    varav: bool = False
    kostnad: bool = False
    kvot: str = ""  # %, per, medel: no amount to be added to others
    antal: bool = False
    inga_personer: bool = False  # årsarbetare, timmar: rounded though they are counted
    tid: bool = False  # years' work, hours
    enhet: str = ""
    kön: str = ""
    början: bool = False  # what there was at the start of the period
    slut: bool = False
    versal: bool = False


@lru_cache(4096)
def meaning(label: str) -> Meaning:
    """What the words of a label mean."""
    text = label.casefold()[:200]
    tokens = _WORD.findall(text)
    if not tokens and "%" not in text:
        return Meaning()
    words = set(tokens)
    deviation = any(w.startswith(_DEVIATION) or w.endswith("avvikelse") for w in tokens) or bool(words & _DEVIATIONS)
    change = any(w.startswith(_CHANGES) or w.endswith(_CHANGES) for w in tokens)
    first = tokens[0] if tokens else ""
    return Meaning(
        helhet=_whole(text, tokens, words, change=change),
        avvikelse=deviation,
        förändring=change,
        varav=first in _PART
        or text.startswith(("av vilka", "- varav", "– varav"))
        or "består av" in text
        or "fördelas på" in text,
        kostnad=any(part in w for w in tokens for part in _COSTS),
        kvot=_rate(text, tokens, words),
        antal=bool(words & _COUNT) and not any(part in text for part in _NO_COUNT),
        inga_personer=any(part in text for part in _NO_COUNT),
        tid=any(part in text for part in _TIME),
        enhet=unit_of(text),
        kön="kvinnor" if words & _WOMEN and not words & _MEN else "män" if words & _MEN and not words & _WOMEN else "",
        början=any(w in ("början", "ingående", "ib") for w in tokens),
        slut=any(w in ("slut", "utgående", "ub") for w in tokens),
        versal=len(label) > 4 and label.upper() == label and any(c.isalpha() for c in label),
    )


def _whole(text: str, tokens: list[str], words: set[str], *, change: bool) -> int:
    """How surely a label names a whole."""
    if words & _TOTAL or text.startswith(("s:a", "s a ")) or any(w.startswith(_TOTAL_STARTS) for w in tokens):
        return 3
    if words & _PART or tokens[:1] in (["ingående"], ["ib"]):
        return 0
    result = any(any(part in w for part in _RESULT_PARTS) and not w.startswith(_NO_RESULT) for w in tokens)
    if result or words & _RESULT or text.startswith(("medel från verksamhet", "medel från den löpande", "medel från rörelse")):
        return 2
    if text.startswith(("bokfört värde", "redovisat värde")):
        return 2
    if ("slut" in words or "ub" in words) and not change:
        return 2
    return 0


def _rate(text: str, tokens: list[str], words: set[str]) -> str:
    if _PERCENT_SIGN.search(text) or "procent" in words or "procentuell" in words:
        return "%"
    if words & _RATES or any(w.startswith(_RATE_STARTS) or w.endswith(_RATE_ENDS) for w in tokens):
        return "medel"
    return "per" if _PER.search(text) else ""


def unit_of(text: str) -> str:
    """The unit that a label or a heading says its figures are in; nothing where it says none or two."""
    found = {_UNITS[match] for match in _UNIT_TOKEN.findall(text.casefold())}
    return found.pop() if len(found) == 1 else ""
