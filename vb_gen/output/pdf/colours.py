"""The style sheets' variables, put into drawings: WeasyPrint lets no style of the page into an SVG, browsers do."""

from __future__ import annotations

from html import escape

from vb_gen.core.finding import UseError
from vb_gen.core.pattern import regex

_BLOCK = regex(r"@(?:media|supports)[^{}@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # what holds only sometimes
_ROOT = regex(r":root\s*\{([^{}]*)\}")
_SET = regex(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;]+)")
_ATTRIBUTE = regex(r'="var\((--[\w-]+)\)"')
_VARIABLE = regex(r"var\((--[\w-]+)\)")


def _without_comments(css: str) -> str:
    """Style sheets with a space for each comment; one that is never closed stands."""
    out, at = [], 0
    while (start := css.find("/*", at)) >= 0 and (end := css.find("*/", start + 2)) >= 0:
        out += [css[at:start], " "]
        at = end + 2
    return "".join([*out, css[at:]])


def settle(html: str) -> str:
    """A page whose drawings name their colours and fonts themselves. Raises :class:`UseError` where one is not set."""
    styles = _without_comments(" ".join(piece.partition("</style>")[0] for piece in html.split("<style>")[1:]))
    roots = _ROOT.findall(_BLOCK.sub(" ", styles))
    values = {name: value.strip() for root in roots for name, value in _SET.findall(root)}

    def look_up(name: str, depth: int = 0) -> str:
        if name not in values or depth > 8:
            raise UseError(f"Stilmallarna säger inte vad {name} är. Lägg till den under :root i stil/diagram.css.")
        return _VARIABLE.sub(lambda match: look_up(match.group(1), depth + 1), values[name])

    return _ATTRIBUTE.sub(lambda match: f'="{escape(look_up(match.group(1)))}"', html)
