"""The style sheets' variables, put into drawings: WeasyPrint lets no style of the page into an SVG, browsers do."""

from __future__ import annotations

import re
from html import escape

from vb_gen.core.finding import UseError

_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_BLOCK = re.compile(r"@(?:media|supports)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # what holds only sometimes
_ROOT = re.compile(r":root\s*\{([^{}]*)\}")
_SET = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
_ATTRIBUTE = re.compile(r'="var\((--[\w-]+)\)"')
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")


def settle(html: str) -> str:
    """A page whose drawings name their colours and fonts themselves. Raises :class:`UseError` where one is not set."""
    styles = re.sub(r"/\*.*?\*/", " ", " ".join(_STYLE.findall(html)), flags=re.S)
    roots = _ROOT.findall(_BLOCK.sub(" ", styles))
    values = {name: value.strip() for root in roots for name, value in _SET.findall(root)}

    def look_up(name: str, depth: int = 0) -> str:
        if name not in values or depth > 8:
            raise UseError(f"Stilmallarna säger inte vad {name} är. Lägg till den under :root i stil/diagram.css.")
        return _VARIABLE.sub(lambda match: look_up(match.group(1), depth + 1), values[name])

    return _ATTRIBUTE.sub(lambda match: f'="{escape(look_up(match.group(1)))}"', html)
