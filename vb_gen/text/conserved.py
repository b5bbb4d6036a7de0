"""No character that an author wrote vanishes: what Markdown would swallow, number anew or turn into something else is told.

Notes that nothing prints, link definitions, asterisks that were no emphasis, lists that get other numbers, lines that were
wrapped before a sign, and codes for signs that nobody sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from vb_gen.core.finding import Collector, Place, short
from vb_gen.core.node import Scalar, lines_of
from vb_gen.core.pattern import regex
from vb_gen.inputs.yaml.syntax import INVISIBLE

OPEN, CLOSE = "\ue000", "\ue001"  # around a reference's number, while Markdown is read
ENTITY = regex(r"&(?:#x?[0-9a-f]{1,8}|[a-z][a-z0-9]{1,31});", re.I)
_DEFINITION = regex(r"[ ]{0,3}\[(?!\^)([^\[\]\n]{1,200})\]:")
_FOREIGN_NOTE = regex(
    r"\^\[[^\]\[\n]{0,200}\]|\[\^[^\]\[\s]{0,100}\s[^\]\[\n]{0,200}\]|\[fn:[^\]\[\n]{0,200}\]|\[\^?[\w-]{1,100}\^\]|\\footnote\{|\bfootnote:\[|\[(?:#\w{0,100}|\d{1,20}|\*)\]_(?!\w)"
)
_LABELLED = regex(r"\s*(\(?)(?:([a-zåäö]|[ivx]{1,4})|([A-ZÅÄÖ])|(\d{1,2})|((?:\d{1,2}\.){1,3}\d{1,2}))([).]?)[ \t]+(?=\S)")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_FULL = 40  # letters of a line that may have been wrapped
_STARRED = regex(r"[^\W_]\*+(?![^\W_])")


def harmless(source: str) -> str:
    """A text without codes for signs that nobody sees: they are told of, and Markdown is not to meet them."""
    return ENTITY.sub(lambda match: "?" if _unseen(match.group()) else match.group(), source)


def _unseen(code: str) -> str:
    """The sign that a code stands for, where it is one that the text itself may not hold."""
    sign = unescape(code)
    return sign if sign != code and (INVISIBLE.search(sign) or "\ufffd" in sign or "\u00ad" in sign) else ""


def look_at_codes(lines: Sequence[str], text: Scalar, found: Collector) -> None:
    """Tell of codes (&#x202e;) for signs that the text itself may not hold."""
    for number, line in enumerate(lines):
        for match in ENTITY.finditer(line):
            if sign := _unseen(match.group()):
                what = f"{match.group()} är koden för ett tecken som inte syns (U+{ord(sign[0]):04X})"
                found.add("K05", what, text.at(number, match.start()), f"Ta bort {match.group()}.")


def look_for_losses(
    tokens: Sequence[Token], lines: Sequence[str], text: Scalar, env: Mapping[str, Any], found: Collector
) -> None:
    """Tell of what Markdown has swallowed or turned in a text."""
    for code, place, what, instead in (
        *_definitions(tokens, lines, text, env),
        *_notes(lines, text, env),
        *_emphasis(tokens, text),
        *_numbers(tokens, text),
        *_run_together(tokens, lines, text),
    ):
        found.add(code, what, place, instead)
    for code, place, what, instead in _wrapped(tokens, lines, text):
        if not found.has(place):  # a line that begins with a dash may have been told of for another reason
            found.add(code, what, place, instead)


Loss = tuple[str, Place, str, str]


def _definitions(tokens: Sequence[Token], lines: Sequence[str], text: Scalar, env: Mapping[str, Any]) -> Iterator[Loss]:
    """`[1]: text` is the address of a link to Markdown, and is not printed; where no link has it, it was a note."""
    used = set()
    for child in (child for token in tokens for child in token.children or []):
        if child.type in ("link_open", "image") and "label" in child.meta:
            used.add(normalizeReference(child.meta["label"]))
    known = env.get("references", {})
    doubled = {reference["map"][0] for reference in env.get("duplicate_refs", [])}
    for number, line in enumerate(lines):
        match = _DEFINITION.match(line)
        if match is None or line[match.end() :].startswith("]"):
            continue
        label = normalizeReference(match[1])
        reference = known.get(label) or {}
        swallowed = number in doubled or reference.get("map", [-1])[0] == number
        if swallowed and label in used and number not in doubled and _is_address(str(reference.get("href", ""))):
            continue
        if not swallowed and not _is_note(match[1]):
            continue
        mark = f"[{match[1]}]"
        what = f"raden som börjar med {short(mark, 40)}: skrivs inte ut som en not" + (", utan försvinner" if swallowed else "")
        name = re.sub(r"\W+", "-", match[1]).strip("-") or "1"
        instead = f"Är det en fotnot, skriv [^{name}] i texten och [^{name}]: här. Annars ”{match[1]}:” utan hakparenteser."
        yield "R12", text.at(number, match.start(1) - 1), what, instead


def _is_address(href: str) -> bool:
    return bool(re.match(r"https?://|mailto:|#", href))


def _is_note(label: str) -> bool:
    """Does it look like a note's mark: a number, a letter, a star?"""
    return bool(re.fullmatch(r"\d{1,3}|[a-zåäö]|\*{1,3}|(?:fot)?not ?\d*", label, re.I))


def _notes(lines: Sequence[str], text: Scalar, env: Mapping[str, Any]) -> Iterator[Loss]:
    """A note that stands twice, that says nothing, or that is written as in some other program."""
    seen: dict[str, int] = {}
    for label, number, empty in env.get("notes", ()):
        mark = f"[^{label}]"
        column = max(0, lines[number].find(mark))
        if label in seen:
            what = f"fotnoten {mark} står två gånger (först på rad {text.at(seen[label]).line}), och bara den ena skrivs ut"
            yield "R12", text.at(number, column), what, "Ge den ena ett annat märke, här och i texten, eller slå ihop dem."
        elif empty:
            yield "R12", text.at(number, column), f"fotnoten {mark} är tom", f"Skriv fotnotens text efter {mark}: på samma rad."
        seen.setdefault(label, number)
    for number, line in enumerate(lines):
        for match in _FOREIGN_NOTE.finditer(line):
            if match.start() and line[match.start() - 1] == "\\":
                continue
            what = f"”{short(match.group(), 40)}” skrivs inte som en fotnot här"
            instead = "Skriv [^1] i texten, och sist i den, efter en tom rad: [^1]: fotnotens text."
            yield "R12", text.at(number, match.start()), what, instead


def _emphasis(tokens: Sequence[Token], text: Scalar) -> Iterator[Loss]:
    """Asterisks in the middle of a word or a figure, or at a bracket, were meant as they stand."""
    for token in tokens:
        children = token.children or []
        line = token.map[0] if token.map else 0
        open_: list[int] = []
        for n, child in enumerate(children):
            if child.type in ("em_open", "strong_open"):
                open_.append(n)
            elif child.type in ("em_close", "strong_close") and open_:
                first = open_.pop()
                if "*" in child.markup and _is_accident(children, first, n):
                    stars = child.markup
                    inside = "".join(c.content for c in children[first + 1 : n] if c.type in ("text", "code_inline"))
                    said = f"{stars}{inside}{stars}"
                    what = f"asteriskerna i ”{short(said, 40)}” blir {'fet' if len(stars) > 1 else 'kursiv'} stil och försvinner"
                    shown = stars.replace("*", "\\*")
                    yield "R03", find(text, line, said, stars), what, f"Skriv {shown} där asterisken ska synas."


def _is_accident(children: Sequence[Token], first: int, last: int) -> bool:
    before, after = _edge(children, first - 1, -1), _edge(children, last + 1, 1)
    inner, end = _edge(children, first + 1, 1), _edge(children, last - 1, -1)
    if inner in (")", "]", ",", ".", ":", ";") or end in ("(", "["):
        return True
    single = len(children[last].markup) == 1
    return any(one.isdigit() or (single and one.isalpha()) for one in (before, after))


def _edge(children: Sequence[Token], n: int, step: int) -> str:
    """The sign nearest to a place among the pieces of a line, in one direction."""
    if not 0 <= n < len(children) or children[n].type != "text" or not children[n].content:
        return ""
    return children[n].content[0 if step > 0 else -1]


def _numbers(tokens: Sequence[Token], text: Scalar) -> Iterator[Loss]:
    """A numbered list is numbered by the page, whatever stood there: 1. 3. 7. would be 1. 2. 3."""
    expected: list[int | None] = []
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            expected.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close") and expected:
            expected.pop()
        elif token.type == "list_item_open" and token.info.isdigit() and expected:
            wanted = int(token.info) if expected[-1] is None else expected[-1]
            if token.info != str(wanted) and wanted < 100:
                line = token.map[0] if token.map else 0
                said = f"{token.info}{token.markup}"
                what = f"”{said}” skulle skrivas ut som {wanted}., eftersom listans nummer räknas upp"
                instead = f"Skriv {wanted}{token.markup}, eller gör ett eget stycke (tom rad före): {token.info}\\{token.markup}"
                yield "R03", find(text, line, said), what, instead
            expected[-1] = wanted + 1


def _wrapped(tokens: Sequence[Token], lines: Sequence[str], text: Scalar) -> Iterator[Loss]:
    """A line that was wrapped before a dash, a number or a # is no list and no heading."""
    starred = any(_STARRED.search(child.content) for token in tokens for child in token.children or [] if child.type == "text")
    for n, token in enumerate(tokens):
        if not token.map or token.type not in ("bullet_list_open", "ordered_list_open", "heading_open", "blockquote_open"):
            continue
        line = token.map[0]
        items = _items(tokens, n)
        if token.type == "bullet_list_open" and token.markup == "*" and items == 1 and starred:
            what = "asterisken först på raden blir en punkt i en lista, och syns inte som märke"
            yield "R03", find(text, line, "*"), what, "Skriv \\* om det är en not till ett märke i texten."
            continue
        if n == 0 or tokens[n - 1].type != "paragraph_close" or not line or not lines[line - 1].strip():
            continue
        ending = lines[line - 1].rstrip()[-1]
        sign = lines[line].lstrip(" >").split(" ", 1)[0] or ">"
        what = f"{sign} först på raden"
        if token.type == "blockquote_open":
            if not re.match(r"\s*> ?=? ?\d", lines[line]):
                instead = "Bryt raden på ett annat ställe, eller sätt en tom rad före om det är ett citat."
                yield "R03", find(text, line, ">"), "> först på raden gör texten till ett indraget citat", instead
        elif token.type == "heading_open":
            if token.markup.startswith("#") and (ending not in ".:!?" or re.match(r"\s*#+ \d", lines[line])):
                instead = "Bryt raden på ett annat ställe, eller sätt en tom rad före om det är en rubrik."
                yield "R03", find(text, line, "#"), f"{what} gör resten av den till en rubrik", instead
        elif items == 1 and ending not in ".:!?;" and _goes_on(lines[line - 1], lines[line]):
            instead = "Bryt raden på ett annat ställe, eller sätt en tom rad före om det är en lista."
            yield "R03", find(text, line, sign), f"{what} gör resten av den till en lista", instead


def _goes_on(before: str, line: str) -> bool:
    """Does a line after a dash go on with the sentence before it: a figure, or small letters after a line that was full?"""
    begins = re.sub(r"^\s*(?:[-+*]|\d+[.)])\s+", "", line)[:1]
    return begins.isdigit() or (begins.islower() and len(before.strip()) > _FULL)


def _items(tokens: Sequence[Token], n: int) -> int:
    """How many items the list that begins at a token has."""
    count = 0
    for token in tokens[n + 1 :]:
        if token.level == tokens[n].level:
            return count
        count += token.type == "list_item_open" and token.level == tokens[n].level + 1
    return count


def _run_together(tokens: Sequence[Token], lines: Sequence[str], text: Scalar) -> Iterator[Loss]:
    """Lines a) and b), or 1.1 and 1.2, that Markdown makes no list of."""
    for token in tokens:
        if token.type != "paragraph_open" or not token.map:
            continue
        before: dict[str, int] = {}
        said = ""
        for number in range(*token.map):
            match = _LABELLED.match(lines[number])
            if match is None or not (match[6] or match[5]):
                continue
            orders = _orders(match)
            label = match.group().strip()
            if any(before.get(kind) == order - 1 for kind, order in orders.items()):
                what = f"raderna ”{said}” och ”{label}” skulle skrivas ihop till ett stycke"
                yield "R03", text.at(number, match.start(1)), what, "Sätt en tom rad mellan raderna."
                break
            before, said = orders, label


def _orders(label: re.Match[str]) -> dict[str, int]:
    """Which in its row a label may be: b) is the second letter, i) the ninth or the first Roman number."""
    bracket, small, capital, digits, levels, end = label.groups()
    form = f"{bracket}{end}"
    if levels:
        head, _, last = levels.rpartition(".")
        return {f"{head}.": int(last)}
    if digits:
        return {f"1{form}": int(digits)}
    found = {}
    letter = (small or capital or "").casefold()
    if len(letter) == 1:
        found[f"{'a' if small else 'A'}{form}"] = _LETTERS.index(letter)
    if letter in _ROMAN:
        found[f"i{form}"] = _ROMAN.index(letter)
    return found


def find(text: Scalar, line: int, *needles: str) -> Place:
    """Where something stands in a paragraph that begins at a line."""
    lines = lines_of(text.text)
    for needle in needles:
        begins = needle.partition("\n")[0]  # what is sought may go on in the next line
        for number in range(line, len(lines)):
            if begins and (column := lines[number].find(begins)) >= 0:
                return text.at(number, column)
    return text.at(line)
