"""The catalogue of codes, as a page of the handbook: made from the rules and their examples, so that it cannot grow stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vb_gen.checks.rule import Rule
from vb_gen.core.finding import Level
from vb_gen.core.names import anchor

START = """# Koder i vb check

Varje anmärkning från `vb check` och `vb build` slutar med en kod, till exempel `[S01]`. Här står vad var och en betyder, med
ett exempel som anmärks och ett som är rätt. Samma sak skriver datorn ut om du skriver `vb explain S01`.

Sidan är gjord av reglerna själva. Den ska inte ändras för hand.

| nivå | vad det betyder |
|---|---|
| fel | Något stämmer inte. En fastställd rapport med fel byggs inte, om felet inte har ett undantag med skäl. |
| varning | Något är troligen fel. Rätta, eller skriv ett undantag med skäl. |
| upplysning | Bra att veta. Syns med `vb check --verbose`. |

## Koder som inte är regler

| kod | nivå | vad det betyder |
|---|---|---|
{special}

Meddelanden om hur filerna och texten är skrivna (koder på K, M, G, R, V och B, och T01) säger själva vad som är fel och vad du ska
skriva i stället. `vb check` visar också dem, och ingen rapport byggs förrän de är rättade. De går inte att undanta.
"""


SPECIAL = {  # codes that no rule has
    "S00": (
        Level.UPPLYSNING,
        "Avrundningsdifferens: talen stämmer inte exakt, men skillnaden är mindre än avrundningen av de inblandade talen "
        "tillsammans kan ge (en halv enhet i den sista siffran för vart och ett). Den räknas och redovisas, men är aldrig fel. Gör "
        "avrundningen ett underskott till ett överskott, eller tvärtom, är den en varning.",
    ),
    "B01": (
        Level.FEL,
        "Ett avsnitt som måste finnas saknas i en fastställd rapport. Skriv det, eller sätt status: utkast.",
    ),
    "B02": (
        Level.FEL,
        "Ett avsnitt är inte godkänt i en fastställd rapport. Skriv läge: godkänd i avsnittet, eller i rapport.yaml när alla är det.",
    ),
    "U01": (
        Level.FEL,
        "Ett undantag behövs inte: regeln har inget att anmärka där. Har något ändrats som regeln prövar (en siffra, ett målvärdes minst "
        "eller högst) kontrolleras först att ändringen är rätt. Annars tas undantaget bort, eller rättas dess kod, rad eller kolumn.",
    ),
}


def to_markdown(rules: Sequence[Rule]) -> str:
    """The page: families in the order of their first rule, each rule with its level, its reason and its two examples."""
    families: dict[str, list[Rule]] = {}
    for rule in rules:
        families.setdefault(rule.family, []).append(rule)
    special = "\n".join(f"| {code} | {level} | {text} |" for code, (level, text) in SPECIAL.items())
    out = [START.replace("{special}", special), "## Alla regler", ""]
    for family, members in families.items():
        out += [f"**{family}:** " + ", ".join(f"[{rule.code}](#{_id(rule)})" for rule in sorted(members, key=_code)), ""]
    for family, members in families.items():
        out += [f"## {family}", ""]
        for rule in sorted(members, key=_code):
            out += _rule(rule)
    return "\n".join(out).rstrip("\n") + "\n"


def _code(rule: Rule) -> str:
    return rule.code


def _id(rule: Rule) -> str:
    return anchor(rule.code)


def _rule(rule: Rule) -> list[str]:
    text = rule.text
    return [
        f'<a id="{_id(rule)}"></a>',
        "",
        f"### {rule.code} {text.title}",
        "",
        f"Nivå: {_level(rule.level)}",
        "",
        text.why,
        "",
        "Anmärks:",
        "",
        *_example(text.bad),
        "Anmärks inte:",
        "",
        *_example(text.good),
    ]


def _level(level: Level) -> str:
    return f"**{level}**" if level is not Level.UPPLYSNING else str(level)


def _example(files: Mapping[str, str]) -> Iterable[str]:
    """The files of an example, each as a block with its name on the first line."""
    out = []
    for name, text in files.items():
        fence = "```" if "```" not in text else "~~~~"
        out += [f"{fence}yaml", f"# {name}", *text.strip("\n").split("\n"), fence, ""]
    return [line.rstrip() for line in out]
