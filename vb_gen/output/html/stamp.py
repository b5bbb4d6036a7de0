"""What a draft says of itself besides that it is one: which version it is of, and how many findings are open in it."""

from __future__ import annotations

import re

from vb_gen.core.finding import UseError, visible

LONGEST = 60  # characters of a stamp


def read_stamp(text: str | None) -> str:
    """A stamp as it was asked for. Raises :class:`UseError` for one that does not fit on a line."""
    stamp = " ".join((text or "").split())
    if text is not None and not stamp:
        raise UseError("--stamp är tom. Skriv vad utkastet är gjort av, till exempel --stamp 1f3a9c2.")
    if len(stamp) > LONGEST or visible(stamp) != stamp:
        raise UseError(f"--stamp ska vara en kort text på en rad, högst {LONGEST} tecken.")
    return stamp


def in_margin(html: str, words: str) -> str:
    """A draft's page as it is printed: the words at the foot of every page but the cover, whose own they are."""
    text = re.sub(r'["\\<]', lambda char: f"\\{ord(char[0]):06x} ", words)
    box = f'@bottom-left {{ content: "{text}"; font-size: 8.5pt; white-space: nowrap; color: var(--varning); }}'
    rules = f"@page utkast {{ {box} }} @page utkast:first {{ @bottom-left {{ content: none }} }}"
    return html.replace("</head>", f"<style>{rules}</style>\n</head>", 1)
