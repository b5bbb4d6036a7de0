"""Contrast between colours, as WCAG measures it, and the pairs of a theme's colours that meet on a page."""

from __future__ import annotations

from dataclasses import dataclass

TEXT, SHAPE = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet: what is drawn, what is behind it, and how much they must differ."""

    front: str
    behind: str
    least: float
    what: str


_WORDS = ("text", "dämpad_text", "huvudfärg", "mörk", "uppnått", "delvis", "ej", "okänt")  # what is written on plain ground
PAIRS: tuple[Pair, ...] = (
    *(Pair(front, behind, TEXT, "text") for behind in ("papper", "yta", "vattenstämpel") for front in _WORDS),
    Pair("mörk", "ljus", TEXT, "tabellhuvuden"),
    Pair("text_på_mörk", "mörk", TEXT, "omslag och band"),
    Pair("text", "varningsyta", TEXT, "rutan för det som saknas"),
    *(Pair("varning", behind, TEXT, "märkningen av utkast") for behind in ("papper", "vattenstämpel")),
    Pair("varning", "varningsyta", SHAPE, "ramen om det som saknas"),
    Pair("huvudfärg", "ljus", SHAPE, "linjen under tabellhuvuden"),
    *(Pair("stark_linje", behind, SHAPE, "linjer mellan grupper") for behind in ("papper", "yta")),
    Pair("huvudfärg", "ljus_stapel", SHAPE, "staplar bredvid varandra"),
    *(Pair("fokus", behind, SHAPE, "ramen kring det som har fokus") for behind in ("papper", "yta", "ljus")),
)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminances, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def poor(colours: dict[str, str]) -> list[tuple[Pair, float]]:
    """The pairs that do not differ enough, and how much they do."""
    measured = ((pair, contrast(colours[pair.front], colours[pair.behind])) for pair in PAIRS)
    return [(pair, ratio) for pair, ratio in measured if ratio < pair.least]


def mend(name: str, colours: dict[str, str]) -> str | None:
    """The nearest shade of a colour, darker or lighter, that stands out in every pair it is part of."""
    for step in range(1, 101):
        for goal in (0, 255):
            shade = "#" + "".join(f"{_towards(colours[name], i, goal, step):02x}" for i in (1, 3, 5))
            tried = colours | {name: shade}
            if not any(name in (pair.front, pair.behind) for pair, _ in poor(tried)):
                return shade
    return None


def _towards(colour: str, channel: int, goal: int, step: int) -> int:
    value = int(colour[channel : channel + 2], 16)
    return round(value + (goal - value) * step / 100)
