"""How wide a text is, estimated: widths of Lato's letters, with room to spare for the fonts that stand in for it.

Charts are laid out before anyone knows what font a reader has, and must come out alike on every machine.
"""

from __future__ import annotations

from functools import cache
from typing import Any

# Thousandths of the font's size, rounded up to twenties; Lato Regular, measured with fontTools.
_WIDTHS = {
    220: "'’", 240: ",.ijl", 260: " :|\u00a0", 280: "!();I", 320: "[]{}", 340: "²³", 360: "ft", 380: '"-r”', 400: "`",
    420: "°", 440: "*Js", 460: "/?\\_z", 480: "c", 500: "axåä§", 520: "Lgkvy", 540: "eé", 560: "Sbdhnpquü",
    580: "#$+0123456789<=>EF^o~öÉ–−•±×≤≥", 600: "PT", 620: "Z", 640: "RY", 660: "BX", 680: "ACKVÅÄ", 720: "&",
    740: "GUÜ½", 760: "D…", 780: "HN", 800: "OQwÖ—", 820: "%", 840: "@m", 940: "M", 1040: "W",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_SPARE = 1.08  # Arial's small letters are that much wider


def width(text: str, size: float, *, bold: bool = False) -> float:
    """A line's width, rather too much than too little."""
    return sum(_WIDTH.get(letter, 800) for letter in text) / 1000 * size * _SPARE * (1.05 if bold else 1)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """A text in lines that fit the room; a word that is wider is parted where Swedish words are."""
    lines: list[str] = []
    for word in text.split(" "):
        while word:
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and width(joined, size, bold=bold) <= room:
                lines[-1], word = joined, ""
            elif width(word, size, bold=bold) <= room:
                lines.append(word)
                word = ""
            else:
                head, word = _part(word, room, size, bold)
                lines.append(head)
    return lines or [""]


def _part(word: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    """The most of a word that fits the room, with a hyphen, and the rest."""
    for head, rest in _hyphens().iterate(word):
        if width(head + "-", size, bold=bold) <= room:
            return head.rstrip("-") + "-", rest
    fits = max(1, next(i for i in range(len(word), -1, -1) if width(word[:i] + "-", size, bold=bold) <= room or i == 0))
    return word[:fits] + "-", word[fits:]


@cache
def _hyphens() -> Any:
    import pyphen

    return pyphen.Pyphen(lang="sv_SE", left=4, right=5)
