"""The raw lines of a YAML text: what YAML would read otherwise than a person sees it, and how to write it instead."""

from __future__ import annotations

from collections.abc import Sequence

from vb_gen.core.finding import Collector, Document, Place
from vb_gen.core.names import listed
from vb_gen.core.pattern import regex
from vb_gen.inputs.conflicts import conflicts

MAX_LINE = 20_000
_ODD_SPACES = "\u00a0\u2007\u2009\u202f\u3000"
_BREAKS = "\u2028\u2029\u0085\x0b\x0c"
BLOCK = regex(r"^(?P<lead> *+(?:- ++)*+)(?P<key>[^#\s].*?: +)?[|>][-+\d]{0,2} *(?: #.*)?$")
KEY = regex(
    r"""^(?P<lead>[ ]*+(?:-[ ]++)*+)(?P<key>'[^']*'|"[^"]*"|[^\s:#'"\[\]{}|>&!@`%,?-](?:[^:#]*[^ :#])?)"""
    r"""[ ]*:(?:[ ]++(?P<value>(?:.*[^ ])?))?[ ]*$"""
)
# Letters that were written in one encoding and read in another: UTF-8 as Windows' Western, Eastern or Cyrillic letters, a Mac's
# or DOS's; a Mac's or DOS's letters as Windows', and Windows' as theirs; what could not be read at all.
GARBLED = regex(
    "[ÃÂ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]|â€[\u0080-\u2122]"
    "|Г[ҐҐ¤¶…„–©]|Ă[Ą¤¶…„–©]|√[•§∂ÖÑñ©]|├[^\\s─├┬┼]|(?<=[a-zåäö])(?:[÷‰ˆ†„‡]|[ŒŠŽ])(?=[a-zåäö])|(?<=[A-Za-zåäöÅÄÖ])Â(?=[a-zåäö])|\ufffd"
)


def quoted(value: str) -> str:
    """A value as it can be written in YAML, in the quotes that it does not hold itself."""
    plain = value.strip().rstrip()
    if len(plain) > 1 and plain[0] in "”“" and plain[-1] in "”“":
        plain = plain[1:-1]
    if "'" not in plain:
        return f"'{plain}'"
    if '"' not in plain and "\\" not in plain:
        return f'"{plain}"'
    return "'" + plain.replace("'", "''") + "'"


def advise(line: str, column: int) -> str:
    """How to write the value that begins at a column (from 0): in quotes, or as a block where it is long."""
    match = KEY.match(line)
    value = line[column:].strip()
    key = match["key"] if match and column > match.end("key") else ""
    if len(value) > 60:
        return as_block(line)
    return f"Sätt citattecken: {key}: {quoted(value)}" if key else f"Sätt citattecken: {quoted(value)}"


def as_block(line: str) -> str:
    """How to write the text of a line's key as a block."""
    match = KEY.match(line)
    return f"Skriv texten som ett block: ”{match['key'] if match else 'text'}: |” och hela texten indragen på raderna under."


def block_indents(lines: Sequence[str]) -> list[int | None]:
    """For each line how far the block of text it belongs to is indented; None outside blocks (`key: |`)."""
    result: list[int | None] = []
    parent: int | None = None  # how far the key of an open block is indented
    content: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if parent is not None:
            if not line.strip():
                result.append(content)
                continue
            if content is None and indent > parent:
                content = indent
            if content is not None and indent >= content:
                result.append(content)
                continue
            parent = content = None
        result.append(None)
        if match := BLOCK.match(line):
            parent = len(match["lead"]) if match["key"] else match["lead"].rfind("-")
    return result


def look_at_raw(document: Document, found: Collector) -> set[int]:
    """Note what YAML would read otherwise than a person sees it; gives the numbers of those lines, from 0."""
    bad: dict[str, dict[int, int]] = {}
    if marks := conflicts(document.lines):
        bad["conflict"] = marks
    elif not _may_be_odd(document.lines):
        return set()
    for number, (line, content) in enumerate(zip(document.lines, block_indents(document.lines), strict=True)):
        for kind, column in _oddities(line, content):
            bad.setdefault(kind, {}).setdefault(number, column)
    for kind, spots in bad.items():
        first = min(spots)
        code, what, instead = _ODDITIES[kind]
        others = [str(number + 1) for number in sorted(spots)[1:]]
        if others:
            shown = others if len(others) <= 8 else [*others[:7], f"{len(others) - 7} till"]
            what += f" (likaså rad {listed(shown)})"
        place = Place(document, first + 1, spots[first] + 1)
        char = place.text[spots[first] : spots[first] + 1]
        found.add(code, what.format(char=char, point=f"U+{ord(char or ' '):04X}"), place, instead.format(char=char))
    return {number for spots in bad.values() for number in spots}


_ODDITIES = {
    "conflict": ("K26", "raden är en markering från git: två har ändrat samma ställe",
                 "Behåll det ena eller båda, och ta bort de tre raderna <<<<<<<, ======= och >>>>>>>."),
    "tab": ("K03", "raden är indragen med tabb", "Dra in med mellanslag, två för varje steg."),
    "space": ("K04", "indraget innehåller ett hårt mellanslag (inklistrat från Word eller en webbsida)",
              "Byt det mot ett vanligt mellanslag."),
    "key": ("K04", "nyckeln innehåller ett hårt mellanslag (inklistrat från Word eller en webbsida)",
            "Skriv nyckeln, kolonet och mellanslaget på nytt."),
    "break": ("K05", "raden innehåller en osynlig radbrytning ({point})", "Ta bort tecknet och bryt raden med retur."),
    "control": ("K05", "raden innehåller ett osynligt styrtecken ({point})", "Ta bort tecknet."),
    "private": ("K05", "raden innehåller ett tecken som inte går att visa ({point}; ofta en punkt i en lista från Word)",
                "Ta bort tecknet; en lista skrivs med bindestreck: ”- text”."),
    "garbled": ("K02", "å, ä och ö har förvanskats (filen har öppnats eller sparats med fel kodning)",
                "Hämta texten på nytt där den är rätt, och spara filen med kodningen UTF-8."),
    "dash": ("K21", "en lista skrivs med bindestreck (-), inte med {char}", "Byt {char} mot - följt av mellanslag."),
    "long": ("K01", f"raden är längre än {MAX_LINE} tecken", "Dela raden."),
}  # fmt: skip


INVISIBLE = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
_HEAD = regex(r"[^:#'\"]*:.?")
_FALSE_DASH = regex(r" *([–—•·▪●]) *\S")
_MAYBE_ODD = regex(
    f"[\t{_ODD_SPACES}ÃÂâГĂ√├÷‰ˆ†„‡ŒŠŽ\ufffd{INVISIBLE.pattern[1:]}"
)  # a single class of characters is sought fastest
_MAYBE_DASH = regex("\n *[–—•·▪●]")


def _may_be_odd(lines: Sequence[str]) -> bool:
    """Does any line hold what may be odd in it? In most files none does, and they need not be looked at line by line."""
    text = "\n".join(("", *lines))
    return bool(_MAYBE_ODD.search(text) or _MAYBE_DASH.search(text)) or max(map(len, lines), default=0) > MAX_LINE


def _oddities(line: str, content: int | None) -> list[tuple[str, int]]:
    """What is odd in a line, and where (column from 0); `content` is the indentation of the block it is in."""
    if len(line) > MAX_LINE:
        return [("long", MAX_LINE)]
    odd: list[tuple[str, int]] = []
    stripped = line.lstrip()
    if stripped and (lead := line[: len(line) - len(stripped)][:content]).strip(" "):
        odd += [("tab", lead.index("\t"))] if "\t" in lead else []
        odd += [("space", column) for column, char in enumerate(lead) if char in _ODD_SPACES][:1]
    elif stripped and content is None and not line.isascii():
        head = _HEAD.match(line)
        odd += [("key", column) for column, char in enumerate(head.group() if head else "") if char in _ODD_SPACES][:1]
        odd += [("dash", match.start(1)) for match in [_FALSE_DASH.match(line)] if match]
    odd += [("garbled", match.start()) for match in [GARBLED.search(line)] if match]
    for match in INVISIBLE.finditer(line):
        char = match.group()
        kind = "break" if char in _BREAKS else "private" if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" else "control"
        odd.append((kind, match.start()))
    return odd
