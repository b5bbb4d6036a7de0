"""What `vb explain` says of the codes that no rule has: those of how the files and the running text are written."""

from __future__ import annotations

import re

from vb_gen.tasks.handbook import handbook_folder

_CHAPTER = "nar-det-blir-fel"
_ABOUT = {
    "K": "hur filen är skriven: kolon, indrag, nycklar, tecken",
    "M": "vad som står under en nyckel, och om det passar mallen",
    "G": "hur en tabell eller en siffra i den är skriven",
    "R": "en hänvisning inom {{ }} som inte går att följa",
    "V": "hur den löpande texten är skriven",
    "B": "om rapporten kan fastställas",
}


def message(code: str) -> str:
    """What sort of message a code is of, and the mistakes of the handbook that it is told of; nothing for another code."""
    letter = code[:1].upper()
    if not re.fullmatch(r"[A-Z]\d\d", code.upper(), re.ASCII) or (letter not in _ABOUT and code.upper() != "T01"):
        return ""
    about = _ABOUT.get(letter, "hur ett tal i en tabell är skrivet")
    out = [
        f"{code.upper()} (fel)",
        f"Meddelandet gäller {about}. Det säger självt vad som är fel och vad du ska skriva i stället.",
    ]
    if titles := _titles(code.upper()):
        out.append("I handbokens kapitel När det blir fel:\n" + "\n".join(f"- {title}" for title in titles))
    return "\n\n".join(out)


def _titles(code: str) -> list[str]:
    """The mistakes whose message has a code."""
    text = (handbook_folder() / f"{_CHAPTER}.md").read_text("utf-8")
    parts = re.split(r"(?m)^### ", text)[1:]
    return [part.partition("\n")[0] for part in parts if f"[{code}]" in part]
