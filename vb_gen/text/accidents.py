"""Running text that Markdown would read otherwise than a person sees it, or that we do not print: told, never guessed.

Raw HTML, scripts, pictures without words and links to anything but http(s) and mail are refused, and so is what becomes a list, a
heading, program code or a table by accident, or silently loses a cell or a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from vb_gen.core.finding import Collector, short
from vb_gen.core.node import Scalar, lines_of
from vb_gen.core.pattern import regex
from vb_gen.text.conserved import OPEN, find, look_at_codes, look_for_losses
from vb_gen.text.links import check_link, words_of

MAX_PARAGRAPH = 20_000
_UNIT = r"mnkr|mkr|tkr|kr|kronor|procentenheter|procent|%"
_LONE_AMOUNT = regex(rf"\s*([-–+*]) ?(\d[\d ]*(?:,\d+)?) ?({_UNIT})(?!\w)")
_BULLET = regex(r"\s*[-+*] ")
_FALSE_BULLET = regex(r"\s*([•·▪●◦‣] ?|[–—] )(?=\S)")
_TIGHT_HEADING = regex(r"\s*(#{1,6})([^\W\d]\w*.*)")
_SPACED_LINK = regex(r"\]( +)\((?:https?:|www\.|mailto:)")
_SPACED_PICTURE = regex(r"!\[[^\]]*\]\((?!<)([^\s()\"]+ [^()\"]*\.\w{3,4})\s*[)\"]")
_STATE = regex(r"\s*läge: *(utkast|klar|godkänd)\s*$")
_BRACKET = regex(r"(?<![\w\]!])\[([a-zåäö_]+(?:\.[a-zåäö0-9_]+){2,3})\](?![(\w\[:])")
_BRACES = regex(r"(?<!\{)\{([^{}\n]*)\}(?!\})")
_POINTER = regex(r"[^\W\d]\w*(?:\.\w|\[\d{4}\])")  # how a reference begins
_TEMPLATE = regex(r"\{%|%\}|\{#|#\}")
_FOOTNOTE = regex(r"\s*(\[\^[^\]]+\]):")
_MARKDOWN_FOR = {
    "b": "**fet**",
    "strong": "**fet**",
    "i": "*kursiv*",
    "em": "*kursiv*",
    "u": "*kursiv*",
    "a": "[text](https://…)",
}


def look_at_lines(text: Scalar, source: str, found: Collector) -> bool:
    """Look at the lines before Markdown does; False where there is too much to read.

    `source` is the text with its references taken out.
    """
    if any(len(paragraph) > MAX_PARAGRAPH for paragraph in re.split(r"\n[ \t]*\n", source)):
        found.add("R10", f"stycket är längre än {MAX_PARAGRAPH} tecken", text.at(0), "Dela det med tomma rader.")
        return False
    lines = source.split("\n")
    look_at_codes(lines, text, found)
    for number, line in enumerate(lines):
        around = [lines[i] if 0 <= i < len(lines) else "" for i in (number - 1, number + 1)]
        for code, column, what, instead in _line(line, *around):
            found.add(code, what, text.at(number, column), instead)
    return True


def _line(line: str, before: str, after: str) -> Iterator[tuple[str, int, str, str]]:
    begins = len(line) - len(line.lstrip())
    if (match := _LONE_AMOUNT.match(line)) and not (_BULLET.match(before) or _BULLET.match(after)):
        becomes = "ett tankstreck" if match[1] == "–" else "en punkt i en lista"
        sign = "" if match[1] in "+*" else "−"
        what = f"tecknet {match[1]} först på raden läses som {becomes}, inte som en del av talet"
        yield "R03", begins, what, f"Skriv {sign}{match[2].strip()} {match[3]}, eller bryt raden på ett annat ställe."
    elif (match := _FALSE_BULLET.match(line)) and not _FALSE_BULLET.match(before):
        sign = match[1].strip()
        if sign not in "–—" or _FALSE_BULLET.match(after):
            what = f"{sign} gör ingen lista: raderna skulle bli ett enda stycke"
            yield "R03", begins, what, f"Skriv - i stället för {sign}, med en tom rad före listan."
    if re.match(r"\s*> ?=? ?\d", line):
        instead = "Skriv ”mer än” eller ≥, eller bryt raden på ett annat ställe."
        yield "R03", begins, "> först på raden gör texten till ett indraget citat", instead
    if match := _TIGHT_HEADING.match(line):
        what = "mellanslaget saknas efter #: raden blir ingen rubrik"
        yield "R08", match.start(2), what, f"Skriv ”{match[1]} {short(match[2], 50)}” (eller \\# om det inte är en rubrik)."
    if match := _SPACED_LINK.search(line):
        yield "R07", match.start(1), "mellanslaget mellan ] och ( gör att länken inte fungerar", "Skriv [text](https://…)."
    if match := _SPACED_PICTURE.search(line):
        instead = f"Döp om filen utan mellanslag, till exempel {re.sub(' +', '-', match[1])}, och skriv det namnet."
        yield "R06", match.start(1), f"bildens namn ”{short(match[1], 50)}” innehåller mellanslag", instead
    if match := _STATE.match(line):
        what = "raden om läget står inne i texten och skulle skrivas ut i rapporten"
        yield "R14", begins, what, f"Skriv ”läge: {match[1]}” före ”text: |”, indragen lika mycket som den."
    # In two steps: one pattern for both would try every way to part the words from the spaces after them.
    if match := next((one for one in _BRACES.finditer(line) if _POINTER.match(one[1].strip(" "))), None):
        what = "en hänvisning skrivs med dubbla klamrar"
        yield "R01", match.start(), what, f"Skriv {{{{ {match[1].strip(' ')} }}}}."
    if match := _BRACKET.search(line):
        what = "en hänvisning skrivs med dubbla klamrar, inte hakparenteser"
        yield "R01", match.start(), what, f"Skriv {{{{ {match[1]} }}}}."
    if match := _TEMPLATE.search(line):
        instead = "Ta bort det; ingenting körs i löpande text."
        yield "R04", match.start(), "{% … %} och {# … #} används inte i text", instead


def look_at_tokens(tokens: Sequence[Token], text: Scalar, source: str, env: Mapping[str, Any], found: Collector) -> None:
    """Look at what Markdown made of the text."""
    lines = source.split("\n")
    for number, token in enumerate(tokens):
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            found.add("R05", "HTML-kod används inte", text.at(line), _instead_of_html(token.content))
        elif token.type in ("code_block", "fence"):
            _code(token, text, line, found)
        elif token.type == "heading_open" and token.markup in ("-", "=") and token.map:
            said = tokens[number + 1].content
            what = f"strecket under ”{short(said, 40)}” gör raden ovanför till en rubrik"
            instead = f"Skriv ”## {short(said, 40)}” om det är en rubrik, annars en tom rad emellan."
            found.add("R08", what, text.at(token.map[1] - 1), instead)
        elif token.type == "list_item_open" and token.info.isdigit() and int(token.info) >= 100:
            what = "talet och punkten först på raden gör texten till en numrerad lista"
            found.add("R03", what, text.at(line), "Låt raden börja med ett ord, eller bryt den på ett annat ställe.")
        elif token.type == "table_open" and token.map:
            _table(lines, token.map[0], token.map[1], text, found)
        elif token.type == "paragraph_open" and token.map:
            _false_table(lines[token.map[0] : token.map[1]], text, token.map[0], found)
        _look_inside(token, text, line, found)
    look_for_losses(tokens, lines, text, env, found)
    _footnotes(lines, text, env, found)


def _instead_of_html(code: str) -> str:
    if code.lstrip().startswith("<!--"):
        return "Ta bort kommentaren. Det som inte ska synas skrivs utanför texten, på en egen rad som börjar med #."
    tag = re.match(r"\s*</?(\w+)", code)
    name = tag[1].casefold() if tag else ""
    if name == "br":
        return "Börja ett nytt stycke med en tom rad i stället."
    return f"Ta bort koden, eller skriv {_MARKDOWN_FOR[name]}." if name in _MARKDOWN_FOR else "Ta bort koden."


def _code(token: Token, text: Scalar, line: int, found: Collector) -> None:
    if token.type == "fence":
        found.add(
            "R13", f"{token.markup} gör texten till programkod", text.at(line), "Ta bort raden med tecknen, före och efter."
        )
        return
    raw = lines_of(text.text)[line]
    column = len(raw) - len(raw.lstrip())
    what = "raden är indragen fyra steg mer än texten omkring och skulle visas som programkod"
    found.add("R13", what, text.at(line, column), "Dra in raden lika mycket som resten av texten.")


def _cells(line: str) -> int:
    inner = line.strip().removeprefix("|")
    return len(re.findall(r"(?<!\\)\|", inner.removesuffix("|") if not inner.endswith("\\|") else inner)) + 1


def _table(lines: Sequence[str], first: int, end: int, text: Scalar, found: Collector) -> None:
    """Markdown drops a cell too many and fills up what is missing; we tell."""
    wanted = _cells(lines[first])
    for number in range(first + 2, min(end, len(lines))):
        has = _cells(lines[number])
        if lines[number].strip() and has != wanted:
            what = f"raden har {has} {'cell' if has == 1 else 'celler'}, men tabellens första rad har {wanted}"
            instead = (
                "Ta bort det som är för mycket." if has > wanted else f"Lägg till {wanted - has} | ; en tom cell får vara tom."
            )
            found.add("R11", what, text.at(number, len(lines[number]) - len(lines[number].lstrip())), instead)


def _false_table(lines: Sequence[str], text: Scalar, first: int, found: Collector) -> None:
    """Rows of cells that Markdown would run together into one paragraph."""
    if len(lines) < 2:
        return
    if all("|" in line for line in lines) or all("\t" in line.strip() for line in lines):
        what = "raderna ser ut som en tabell, men skulle bli löpande text"
        instead = (
            "En tabell med siffror skrivs under ”rader: |” i sitt avsnitt. "
            "En liten tabell i texten delas med | och har raden |---|---| efter sin första rad."
        )
        found.add("R11", what, text.at(first), instead)


def _look_inside(token: Token, text: Scalar, line: int, found: Collector) -> None:
    opened = False
    children = token.children or []
    for number, child in enumerate(children):
        if child.type == "html_inline":
            closing = child.content.startswith("</")
            if not (closing and opened):
                found.add("R05", "HTML-kod används inte", find(text, line, child.content), _instead_of_html(child.content))
            opened = not closing
        elif child.type == "image":
            _picture(child, text, line, found)
        elif child.type == "link_open":
            check_link(child, words_of(children, number), text, line, found)
        elif child.type == "text" and (match := re.search(r"\[\^[^\]\[\s^]+\]", child.content)):
            what = f"fotnoten {match.group()} finns inte"
            instead = f"Lägg till en rad sist i texten, efter en tom rad: {match.group()}: …"
            found.add("R12", what, find(text, line, match.group()), instead)


def _picture(child: Token, text: Scalar, line: int, found: Collector) -> None:
    """A picture says in words what it shows; a file's name says nothing."""
    said = child.content.strip()
    address = unquote(str(child.attrs.get("src", "")))
    place = find(text, line, f"![{child.content}]", "![")
    if OPEN in address:
        found.add("R06", "en hänvisning kan inte stå i en bilds adress", place, "Skriv ut filens namn.")
    elif not said:
        instead = f"Skriv vad bilden visar: ![Vad bilden visar]({short(address, 60)})."
        found.add("R06", "bilden saknar alternativtext, som läses upp för den som inte ser bilden", place, instead)
    elif re.fullmatch(r"\S+\.(?:png|jpe?g|gif|svg|tiff?|bmp|webp|heic)|(?:img|dsc|bild)[\W_]*\d*", said, re.I):
        what = f"alternativtexten ”{short(said, 60)}” säger inte vad bilden visar"
        found.add("R06", what, place, "Skriv det som den som inte ser bilden behöver veta.")


def _footnotes(lines: Sequence[str], text: Scalar, env: Mapping[str, Any], found: Collector) -> None:
    """A footnote that nothing refers to would vanish."""
    begins: dict[str, int] = {}
    for number, content in enumerate(lines):
        if match := _FOOTNOTE.match(content):
            begins.setdefault(match[1], number)
    for name, number in env.get("footnotes", {}).get("refs", {}).items():
        mark = f"[^{name.removeprefix(':')}]"
        if number < 0:
            instead = f"Skriv {mark} i texten där fotnoten hör hemma, eller ta bort raden."
            found.add("R12", f"fotnoten {mark} används inte i texten", find(text, begins.get(mark, 0), mark), instead)
