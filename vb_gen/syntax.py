"""What is wrong with a YAML text, in words that tell what to write.

Two looks: at the raw lines, for what YAML would read otherwise than a person sees it; and at the parser's complaint,
whose cause often stands some lines before the spot where the parser gave up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from vb_gen.errors import Collector, Document, Place, short

MAX_LINE = 20_000
_ODD_SPACES = "\u00a0\u2007\u2009\u202f\u3000"
_BREAKS = "\u2028\u2029\u0085\x0b\x0c"
_BLOCK = re.compile(r"^(?P<lead> *+(?:- ++)*+)(?P<key>[^#\s].*?: +)?[|>][-+\d]{0,2} *(?: #.*)?$")
_KEY = re.compile(
    r"""^(?P<lead>[ ]*+(?:-[ ]++)*+)(?P<key>'[^']*'|"[^"]*"|[^\s:#'"\[\]{}|>&!@`%,?-][^:#]*?)[ ]*:(?:[ ]+(?P<value>.*?))?[ ]*$"""
)
_WORD = r"[^\W\d]\w*"
_TIGHT_COLON = re.compile(rf"^ *+(?:- ++)*+({_WORD}):(?=[^\s/])")
_TIGHT_DASH = re.compile(rf"^ *-(?={_WORD}: )")
_GARBLED = re.compile("Ã[\u0080-\u00bf\u0152-\u2122]|â€[\u0080-\u2122]|\ufffd")


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
    match = _KEY.match(line)
    value = line[column:].strip()
    key = match["key"] if match and column > match.end("key") else ""
    if len(value) > 60:
        return as_block(line)
    return f"Sätt citattecken: {key}: {quoted(value)}" if key else f"Sätt citattecken: {quoted(value)}"


def as_block(line: str) -> str:
    """How to write the text of a line's key as a block."""
    match = _KEY.match(line)
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
        if match := _BLOCK.match(line):
            parent = len(match["lead"]) if match["key"] else match["lead"].rfind("-")
    return result


def look_at_raw(document: Document, found: Collector) -> set[int]:
    """Note what YAML would read otherwise than a person sees it; gives the numbers of those lines, from 0."""
    bad: dict[str, dict[int, int]] = {}
    for number, (line, content) in enumerate(zip(document.lines, block_indents(document.lines), strict=True)):
        for kind, column in _oddities(line, content):
            bad.setdefault(kind, {}).setdefault(number, column)
    for kind, spots in bad.items():
        first = min(spots)
        code, what, instead = _ODDITIES[kind]
        others = [str(number + 1) for number in sorted(spots)[1:]]
        if others:
            shown = others if len(others) <= 8 else [*others[:7], f"{len(others) - 7} till"]
            listed = ", ".join(shown[:-1]) + " och " + shown[-1] if len(shown) > 1 else shown[0]
            what += f" (likaså rad {listed})"
        place = Place(document, first + 1, spots[first] + 1)
        char = place.text[spots[first] : spots[first] + 1]
        found.add(code, what.format(char=char, point=f"U+{ord(char or ' '):04X}"), place, instead.format(char=char))
    return {number for spots in bad.values() for number in spots}


_ODDITIES = {
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


INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U0010ffff]"
)
_FALSE_DASH = re.compile(r" *([–—•·▪●]) *\S")


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
        head = re.match(r"[^:#'\"]*:.?", line)
        odd += [("key", column) for column, char in enumerate(head.group() if head else "") if char in _ODD_SPACES][:1]
        odd += [("dash", match.start(1)) for match in [_FALSE_DASH.match(line)] if match]
    odd += [("garbled", match.start()) for match in [_GARBLED.search(line)] if match]
    for match in INVISIBLE.finditer(line):
        char = match.group()
        kind = "break" if char in _BREAKS else "private" if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" else "control"
        odd.append((kind, match.start()))
    return odd


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser gave up, and why; lines and columns from 0, in the whole document."""

    lines: tuple[str, ...]
    problem: str
    line: int
    column: int
    context: tuple[int, int] | None

    @property
    def text(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""


_Fault = tuple[str, str, int, int, str]  # code, what, line, column (from 0), what to write instead


def explain(error: yaml.MarkedYAMLError, document: Document, offset: int, found: Collector) -> None:
    """Put the parser's complaint into words; `offset` is the number of lines before the text it was given."""
    mark = error.problem_mark or error.context_mark
    context = error.context_mark
    stop = _Stop(
        document.lines,
        f"{error.context or ''} {error.problem or ''}",
        (mark.line + offset) if mark else offset,
        mark.column if mark else 0,
        (context.line + offset, context.column) if context else None,
    )
    code, what, line, column, instead = _judge(stop)
    place = Place(document, line + 1, column + 1)
    if not found.has(place):
        found.add(code, what, place, instead)


def _judge(stop: _Stop) -> _Fault:
    said = stop.problem
    if "quoted scalar" in said and "escape" in said:
        instead = "Använd enkla citattecken (') i stället för dubbla."
        return "K19", "ett bakstreck \\ inom dubbla citattecken läses som ett specialtecken", stop.line, stop.column, instead
    if "quoted scalar" in said:
        line, column = stop.context or (stop.line, stop.column)
        mark = stop.lines[line][column : column + 1]
        rest = stop.lines[line][column + 1 :].strip()
        instead = f"Avsluta texten med {mark} på samma rad" + (f": {mark}{rest}{mark}" if len(rest) <= 60 else ".")
        return "K18", f"citattecknet {mark} saknar sitt par", line, column, instead
    if any(word in said for word in ("alias", "anchor", "tag", "block scalar", "cannot start any token", "directive")):
        return _indicator(stop)
    if "could not find expected ':'" in said and stop.context:
        return stray(stop.lines, stop.context[0], stop.context[1])
    if "mapping values are not allowed" in said:
        return _colon(stop)
    if "sequence entries are not allowed" in said:
        instead = "Skriv listan på egna rader under nyckeln, eller sätt citattecken runt texten."
        return "K17", "ett streck (-) på fel ställe: en lista kan inte börja på nyckelns rad", stop.line, stop.column, instead
    if (fault := _after_quote(stop)) or (fault := _indentation(stop)):
        return fault
    what = "raden passar inte ihop med raderna ovanför"
    return "K20", what, stop.line, stop.column, "Jämför indrag, streck, kolon och citattecken med raden ovanför."


def _indicator(stop: _Stop) -> _Fault:
    """A value that begins with a character that means something else in YAML."""
    line, column = stop.context or (stop.line, stop.column)
    if "cannot start any token" in stop.problem or line >= len(stop.lines):
        line, column = stop.line, stop.column
    text = stop.lines[line]
    char = text[column : column + 1]
    if char == "|":
        key = _KEY.match(text)
        name = f"”{key['key']}: |”" if key else "|"
        instead = f"Skriv texten indragen på raden under {name}, eller ta bort | om texten ryms på en rad."
        return "K22", "texten börjar på samma rad som |", line, column, instead
    if char == "\t":
        return "K03", "raden är indragen med tabb", line, column, "Dra in med mellanslag, två för varje steg."
    rest = text[column:].strip()
    if match := re.match(r"([*&!@%`]+\)?)\s*:(?:\s|$)", rest):
        what = f"en nyckel får inte börja med {char} utan citattecken"
        return "K15", what, line, column, f'Sätt citattecken runt tecknet: "{match[1]}":{rest[match.end(1) :].strip()[1:]}'
    return "K15", f"ett värde får inte börja med {char} utan citattecken", line, column, advise(text, column)


def stray(lines: Sequence[str], line: int, column: int) -> _Fault:
    """A line that is no key, where a key should stand."""
    text = lines[line].strip()
    if fault := no_space(lines, line):
        return fault
    if re.fullmatch(rf"(?:- +)?{_WORD}", text):
        name = text.lstrip("- ")
        end = len(lines[line].rstrip())
        return "K16", f"kolonet saknas efter ”{name}”", line, end, f"Skriv ”{name}: |” och texten indragen på raden under."
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), None)
    if above is not None:
        content = block_indents(lines)[above]
        if content is None and _BLOCK.match(lines[above]):
            content = len(lines[above]) - len(lines[above].lstrip(" ")) + 2
        if content is not None:
            what = "raden är inte indragen som texten ovanför och hör därför inte till den"
            return "K17", what, line, column, f"Dra in raden med {_spaces(content)}, som resten av texten."
    instead = "Hör raden till texten ovanför, dra in den. Är den något eget, skriv ”nyckel: |” och texten indragen under."
    return "K16", "raden saknar nyckel och kolon", line, column, instead


def no_space(lines: Sequence[str], number: int) -> _Fault | None:
    """A colon or a dash without the space that must follow it."""
    line = lines[number]
    if (match := _TIGHT_COLON.match(line)) and match[1].casefold() not in ("http", "https", "mailto"):
        fixed = f"{match[1]}: {line[match.end() :].strip()}"
        return "K16", "mellanslaget saknas efter kolonet", number, match.end(), f"Skriv ”{short(fixed)}”."
    if match := _TIGHT_DASH.match(line):
        fixed = f"- {line[match.end() :].strip()}"
        return "K16", "mellanslaget saknas efter strecket", number, match.end(), f"Skriv ”{short(fixed)}”."
    return None


def _colon(stop: _Stop) -> _Fault:
    """A colon too many on the line, or a line that was taken for the continuation of the one above."""
    match = _KEY.match(stop.text)
    if match and match["value"] and stop.column > match.end("key") + 1:
        if fault := _after_quote(stop):
            return fault
        begins = match.start("value")
        if inner := re.match(r"([a-zåäö_]+):(?: |$)", match["value"]):
            what = f"två nycklar på samma rad: ”{match['key']}:” och ”{inner[1]}:”"
            instead = f"Skriv ”{inner[1]}: …” på en egen rad, indragen under ”{match['key']}:”."
            return "K14", what, stop.line, begins, instead
        return "K14", _COLON, stop.line, stop.column, advise(stop.text, begins)
    owner: re.Match[str] | None = None
    number = stop.line
    while number > 0 and owner is None:
        number -= 1
        if not stop.lines[number].strip():
            continue
        if fault := no_space(stop.lines, number):
            return fault
        owner = _KEY.match(stop.lines[number])
    if owner is not None and match and re.fullmatch(_WORD, match["key"]):
        return _misplaced(stop.line, match, owner)
    instead = as_block(owner.string) if owner else "Skriv texten i ett block under sin nyckel: ”analys: |”."
    return "K14", _COLON, stop.line, stop.column, instead


_COLON = "ett kolon följt av mellanslag får inte stå i texten utan citattecken"


def _after_quote(stop: _Stop) -> _Fault | None:
    """A text that goes on after its closing quote."""
    match = _KEY.match(stop.text)
    value = match["value"] if match else ""
    if not match or not value or value[0] not in "'\"" or stop.column <= match.start("value"):
        return None
    rest = stop.text[stop.column :].strip()
    if rest.strip(",;.") == "":
        return (
            "K18",
            f"ett tecken för mycket ({rest}) efter citattecknet",
            stop.line,
            stop.column,
            f"Ta bort {rest} i slutet av raden.",
        )
    whole = value[1:-1] if len(value) > 1 and value[-1] == value[0] else value
    what = "texten fortsätter efter citattecknet som avslutar den"
    return "K18", what, stop.line, stop.column, f"Sätt andra citattecken runt hela texten: {match['key']}: {quoted(whole)}"


def _spaces(number: int) -> str:
    return f"{number} mellanslag"


def _indent(match: re.Match[str]) -> int:
    return len(match["lead"])


def _misplaced(number: int, own: re.Match[str], other: re.Match[str]) -> _Fault:
    """A key that is not in line with its neighbour."""
    has, wanted = _indent(own), _indent(other)
    key, above = own["key"], other["key"]
    what = f"”{key}” är indragen med {_spaces(has)}, men ”{above}” ovanför " + (f"med {wanted}" if wanted else "är inte indragen")
    if wanted == 0:
        instead = f"Ta bort mellanslagen före ”{key}”, så att raden börjar längst till vänster."
    else:
        instead = f"Börja raden rakt under ”{above}”, med {_spaces(wanted)}."
    return "K17", what, number, has, instead


def _indentation(stop: _Stop) -> _Fault | None:
    """A line that is in line with none of those above."""
    own = _KEY.match(stop.text)
    blocks = block_indents(stop.lines)
    indent = len(stop.text) - len(stop.text.lstrip(" "))
    above = next((number for number in range(stop.line - 1, -1, -1) if stop.lines[number].strip()), None)
    content = blocks[above] if above is not None else None
    is_key = own is not None and re.fullmatch(_WORD, own["key"]) and not re.search(r"\|\s*\S", stop.text)
    if content is not None and content > indent and not is_key:
        what = f"raden är indragen med {_spaces(indent)}, men texten ovanför med {content}"
        return "K17", what, stop.line, indent, "Dra in alla rader i texten eller tabellen lika mycket."
    if own is None:
        return stray(stop.lines, stop.line, stop.column) if stop.text.strip() else None
    if fault := no_space(stop.lines, stop.line):
        return fault
    nearby = [match for number in range(stop.line) if blocks[number] is None and (match := _KEY.match(stop.lines[number]))]
    nearby = [match for match in nearby if _indent(match) != _indent(own)]
    if not nearby:
        return None
    return _misplaced(stop.line, own, min(reversed(nearby), key=lambda match: abs(_indent(match) - _indent(own))))
