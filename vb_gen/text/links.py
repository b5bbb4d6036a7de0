"""Links in running text: each leads somewhere, to where its words say, and has words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from markdown_it.token import Token

from vb_gen.core.finding import Collector, short
from vb_gen.core.node import Scalar
from vb_gen.core.pattern import regex
from vb_gen.text.conserved import OPEN, find

_BARE = regex(r"^(?:https?://|mailto:)?(?:www\.)?", re.I)
_ADDRESS = regex(
    r"(?:https?://|www\.)\S+|[\w.-]+\.(?:se|nu|com|org|net|eu|gov|info|fi|no|dk|io)(?:/\S*)?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.I
)


def check_link(child: Token, said: str, text: Scalar, line: int, found: Collector) -> None:
    """A link leads somewhere, to where its words say, and has words."""
    href = str(child.attrs.get("href", ""))
    place = find(text, line, f"]({href}", "](") if said else find(text, line, "[](", "](")
    shown = short(unquote(href), 60)
    if OPEN in unquote(href):
        found.add("R07", "en hänvisning kan inte stå i en länkadress", place, "Skriv ut adressen.")
    elif "label" in child.meta and not re.match(r"https?://|mailto:|#", href):
        return  # a note that Markdown takes for a link's address: told where it stands
    elif not re.match(r"https?://[^\s/]*\w|mailto:[^\s@]+@[^\s@]+|#[^\s]", href):
        instead = "Skriv en adress som börjar med https://."
        if re.match(r"www\.|[\w-]+\.(?:se|nu|com|org|eu)(?:/|$)", href):
            instead = f"Skriv hela adressen: https://{shown}"
        elif re.search(r"\.(?:png|jpe?g)$", href, re.I) and ":" not in href:
            instead = f"Är det en bild, sätt ett utropstecken före: ![Vad bilden visar]({shown})."
        elif "@" in href and ":" not in href:
            instead = f"Skriv mailto:{shown}"
        found.add("R07", f"länken ”{shown}” går inte att använda", find(text, line, shown, "]("), instead)
    elif not said.strip():
        found.add("R07", f"länken till {shown} saknar text, och syns inte", place, f"Skriv [text]({shown}), eller ta bort den.")
    elif _ADDRESS.fullmatch(bare := said.strip().rstrip(".,;")) and not _same_address(bare, unquote(href)):
        what = f"länkens text säger {short(bare, 60)}, men den leder till {shown}"
        found.add("R07", what, place, "Låt båda vara samma adress, eller skriv ord i stället för en adress.")
    if title := str(child.attrs.get("title", "")):
        what = f"länkens förklaring ”{short(title, 40)}” syns inte i rapporten"
        found.add("R07", what, find(text, line, title, "]("), "Skriv den i texten, och ta bort den ur länken.")


def _same_address(said: str, href: str) -> bool:
    """Do a link's words name the address it leads to, if not all of it?"""
    one, other = (_BARE.sub("", address).rstrip("/").casefold() for address in (said, href))
    return one == other or ("/" not in one and "@" not in one and other.partition("/")[0] == one)


def words_of(children: Sequence[Token], link: int) -> str:
    """What a link that begins at a piece says; a picture says its words."""
    out = []
    for child in children[link + 1 :]:
        if child.type == "link_close":
            break
        out.append(child.content)
    return "".join(out)
