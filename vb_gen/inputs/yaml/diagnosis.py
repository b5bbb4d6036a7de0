"""Where the YAML parser gave up: what is wrong there, in words that tell what to write.

The cause often stands some lines before the spot: a colon that is missing, a line that is indented too much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import yaml

from vb_gen.core.finding import Collector, Document, Place, short
from vb_gen.core.pattern import regex
from vb_gen.inputs.yaml.syntax import BLOCK, KEY, advise, as_block, block_indents, quoted

_WORD = r"[^\W\d]\w*"
_TIGHT_COLON = regex(rf"^ *+(?:- ++)*+({_WORD}):(?=[^\s/])")
_TIGHT_DASH = regex(rf"^ *-(?={_WORD}: )")


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


Fault = tuple[str, str, int, int, str]  # code, what, line, column (from 0), what to write instead


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
    lines = {line, stop.line, stop.context[0] if stop.context else line}
    if not any(found.has(Place(document, number + 1, 1)) for number in lines):
        found.add(code, what, place, instead)


def _judge(stop: _Stop) -> Fault:
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
    if stop.text[stop.column : stop.column + 1] in (",", "]", "}") and stop.text[: stop.column].strip().endswith((":", "-")):
        return _indicator(replace(stop, context=None))
    if (fault := _after_quote(stop)) or (fault := _indentation(stop)):
        return fault
    what = "raden passar inte ihop med raderna ovanför"
    return "K20", what, stop.line, stop.column, "Jämför indrag, streck, kolon och citattecken med raden ovanför."


def _indicator(stop: _Stop) -> Fault:
    """A value that begins with a character that means something else in YAML."""
    line, column = stop.context or (stop.line, stop.column)
    if "cannot start any token" in stop.problem or line >= len(stop.lines):
        line, column = stop.line, stop.column
    text = stop.lines[line]
    char = text[column : column + 1]
    below = stop.lines[line + 1] if line + 1 < len(stop.lines) else ""
    if char == "|" and below.lstrip(" ").startswith("\t"):
        instead = "Skriv ett namn på första kolumnen före tabben, eller skriv | mellan cellerna i hela tabellen."
        return "K22", "tabellens första rad börjar med en tabb", line + 1, below.index("\t"), instead
    if char == "|":
        key = KEY.match(text)
        name = f"”{key['key']}: |”" if key else "|"
        if "tab" in stop.problem and stop.line < len(stop.lines) and stop.line > line:
            instead = "Skriv ett ord för den första kolumnen före tabben, till exempel namn."
            return "K22", f"den första raden under {name} börjar med en tabb", stop.line, stop.column, instead
        instead = f"Skriv texten indragen på raden under {name}, eller ta bort | om texten ryms på en rad."
        return "K22", "texten börjar på samma rad som |", line, column, instead
    if char == "\t":
        return "K03", "raden är indragen med tabb", line, column, "Dra in med mellanslag, två för varje steg."
    rest = text[column:].strip()
    if match := re.match(r"([*&!@%`]+\)?)\s*:(?:\s|$)", rest):
        what = f"en nyckel får inte börja med {char} utan citattecken"
        return "K15", what, line, column, f'Sätt citattecken runt tecknet: "{match[1]}":{rest[match.end(1) :].strip()[1:]}'
    return "K15", f"ett värde får inte börja med {char} utan citattecken", line, column, advise(text, column)


def stray(lines: Sequence[str], line: int, column: int) -> Fault:
    """A line that is no key, where a key should stand."""
    text = lines[line].strip()
    if fault := no_space(lines, line):
        return fault
    if re.fullmatch(rf"(?:- +)?{_WORD}(?: +[|>])?", text):
        return no_colon(lines, line)
    above = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), None)
    header = BLOCK.match(lines[above]) if above is not None else None
    content = block_indents(lines)[above] if above is not None else None
    if content is not None:
        what = "raden är inte indragen som texten ovanför och hör därför inte till den"
        return "K17", what, line, column, f"Dra in raden med {_spaces(content)}, som resten av texten."
    if header:
        key = (header["key"] or "").strip().rstrip(":")
        what = f"raden är inte indragen under ”{key}: |” och hör därför inte till den"
        instead = f"Dra in texten med {_spaces(len(header['lead']) + 2)}"
        return "K17", what, line, column, instead + (f", eller flytta ”{key}” åt vänster." if header["lead"] else ".")
    if re.match(r"(?:- +)?[a-zåäö_]+ \S", text) and len(text.split()) <= 5:
        return no_colon(lines, line)
    instead = "Hör raden till texten ovanför, dra in den. Är den något eget, skriv ”nyckel: |” och texten indragen under."
    return "K16", "raden saknar nyckel och kolon", line, column, instead


def no_colon(lines: Sequence[str], line: int) -> Fault:
    """A key without its colon."""
    match = re.match(rf"( *(?:- +)*)({_WORD}|\S+) *(.*)", lines[line])
    assert match is not None
    name, rest = short(match[2], 50), match[3].strip()
    below = next((one for one in lines[line + 1 :] if one.strip()), "")
    if rest:
        instead = f"Skriv ”{name}: {short(rest, 50)}”."
    elif KEY.match(below) or below.lstrip().startswith("- "):
        instead = f"Skriv ”{name}:”."
    else:
        instead = f"Skriv ”{name}: |” och texten indragen på raden under."
    return "K16", f"kolonet saknas efter ”{name}”", line, match.end(2), instead


def no_space(lines: Sequence[str], number: int) -> Fault | None:
    """A colon or a dash without the space that must follow it."""
    line = lines[number] if number < len(lines) else ""
    if (match := _TIGHT_COLON.match(line)) and match[1].casefold() not in ("http", "https", "mailto"):
        fixed = f"{match[1]}: {line[match.end() :].strip()}"
        return "K16", "mellanslaget saknas efter kolonet", number, match.end(), f"Skriv ”{short(fixed)}”."
    if match := _TIGHT_DASH.match(line):
        fixed = f"- {line[match.end() :].strip()}"
        return "K16", "mellanslaget saknas efter strecket", number, match.end(), f"Skriv ”{short(fixed)}”."
    return None


def _colon(stop: _Stop) -> Fault:
    """A colon too many on the line, or a line that was taken for the continuation of the one above."""
    match = KEY.match(stop.text)
    if match and match["value"] and stop.column > match.end("key") + 1:
        if fault := _after_quote(stop):
            return fault
        begins = match.start("value")
        if inner := re.match(r"(?:.* )?([a-zåäö_]+):(?: |$)", match["value"]) if _two_keys(match) else None:
            what = f"två nycklar på samma rad: ”{match['key']}:” och ”{inner[1]}:”"
            instead = f"Skriv ”{inner[1]}:” på en egen rad."
            return "K14", what, stop.line, begins + inner.start(1), instead
        return "K14", _COLON, stop.line, stop.column, advise(stop.text, begins)
    owner: re.Match[str] | None = None
    number = stop.line
    while number > 0 and owner is None:
        number -= 1
        line = stop.lines[number]
        if not line.strip():
            continue
        if fault := no_space(stop.lines, number):
            return fault
        owner = KEY.match(line)
        if owner is None and match and _lacks_colon(line, match):
            return no_colon(stop.lines, number)
    if owner is not None and match and re.fullmatch(_WORD, match["key"]):
        return _misplaced(stop.lines, stop.line) or ("K14", _COLON, stop.line, stop.column, as_block(owner.string))
    instead = as_block(owner.string) if owner else "Skriv texten i ett block under sin nyckel: ”analys: |”."
    return "K14", _COLON, stop.line, stop.column, instead


def _two_keys(match: re.Match[str]) -> bool:
    """Does another key stand where a value should, or at the end of the line?"""
    return bool(re.match(r"[a-zåäö_]+:(?: |$)", match["value"]) or re.search(r"  [a-zåäö_]+: | [a-zåäö_]+:$", match["value"]))


def _lacks_colon(line: str, below: re.Match[str]) -> bool:
    """Is a line a key that lost its colon, seen from the key below it?"""
    match = re.match(rf"( *(?:- +)*){_WORD}( .*)?$", line)
    if match is None or not re.fullmatch(_WORD, below["key"]):
        return False
    beside = len(match[1]) == len(below["lead"]) and line[match.end(1)].islower()
    return beside or (not match[2] and len(match[1]) <= len(below["lead"]))


_COLON = "ett kolon följt av mellanslag får inte stå i texten utan citattecken"


def _after_quote(stop: _Stop) -> Fault | None:
    """A text that goes on after its closing quote."""
    match = KEY.match(stop.text)
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


def _misplaced(lines: Sequence[str], number: int) -> Fault | None:
    """A key that is not in line with its neighbours: itself, or the one above that is to blame."""
    blocks = block_indents(lines)
    keys = [(n, m) for n, line in enumerate(lines) if blocks[n] is None and (m := KEY.match(line))]
    at = next((index for index, (line, _) in enumerate(keys) if line == number), None)
    if at is None:
        return None
    own, later = keys[at][1], [match for _, match in keys[at + 1 :]]
    above = [index for index in range(at) if _indent(keys[index][1]) != _indent(own)]
    if not own["value"] and later and 0 < _indent(later[0]) <= _indent(own):
        above = [index for index in above if _indent(keys[index][1]) < _indent(later[0])] or above
    if not above:
        return None
    index = min(reversed(above), key=lambda one: abs(_indent(keys[one][1]) - _indent(own)))
    if _indent(own) == 0:
        index = above[0]
    other_line, other = keys[index]
    before = keys[index - 1][1] if index else None
    others = [match for _, match in keys[:index] if _indent(match) == _indent(other)]
    follow = bool(later) and _indent(later[0]) == _indent(own)
    child = before is not None and not before["value"] and other["value"] and (not others or others[-1] is before)
    if _indent(own) == 0 or (follow and child):
        return _out_of_line(other_line, other, own, "under")
    return _out_of_line(number, own, other, "ovanför")


def _out_of_line(number: int, wrong: re.Match[str], right: re.Match[str], where: str) -> Fault:
    has, wanted = _indent(wrong), _indent(right)
    key, other = wrong["key"], right["key"]
    said = f"är indragen med {_spaces(has)}" if has else "är inte indragen"
    what = f"”{key}” {said}, men ”{other}” {where} " + (f"med {wanted}" if wanted else "är inte indragen")
    if wanted == 0:
        instead = f"Ta bort mellanslagen före ”{key}”, så att raden börjar längst till vänster."
    else:
        instead = f"Börja raden rakt {'ovanför' if where == 'under' else 'under'} ”{other}”, med {_spaces(wanted)}."
    return "K17", what, number, has, instead


def _indentation(stop: _Stop) -> Fault | None:
    """A line that is in line with none of those above."""
    own = KEY.match(stop.text)
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
    return _misplaced(stop.lines, stop.line)


JOINED = regex(r"\s+(?P<mark>[-*•–] |#{1,6} |\||\S.* \| )(?P<key>\w+: )?")


def swallowed(document: Document, number: int, above: Place) -> tuple[str, Place, str]:
    """A line that YAML joins to the value above it, though it looks like something of its own."""
    match = JOINED.match(document.lines[number])
    assert match is not None
    place = Place(document, number + 1, match.start("mark") + 1)
    if match["mark"].endswith(("|", "| ")):
        what = "tabellen blir en del av texten på raden ovanför"
        return what, place, "Skriv ”rader: |” på en egen rad före tabellen."
    if match["key"]:
        what = "listan blir en del av texten på raden ovanför"
        return what, place, "Skriv nyckeln som listan hör till på en egen rad före den, eller rätta indraget."
    return "listan eller rubriken blir en del av texten på raden ovanför", place, as_block(above.text)


def flow(place: Place) -> tuple[str, Place, str]:
    """What a value that begins with `[` or `{` was meant as, and how to write it."""
    rest = place.text[place.column - 1 :].strip()
    char = rest[0]
    if rest.startswith("{{"):
        return "en hänvisning {{ … }} får inte börja ett värde utan citattecken", place, as_block(place.text)
    end = "}" if char == "{" else "]"
    if not rest.split("  #")[0].strip().endswith(end):
        return f"ett värde får inte börja med {char} utan citattecken", place, advise(place.text, place.column - 1)
    if place.column == 1:
        instead = "Skriv varje nyckel på en egen rad: ”analys: |” och texten indragen under."
        return f"filen ska inte skrivas med {char} … {end}", place, instead
    what = f"{char} … {end} på en rad används inte: ett decimalkomma skulle dela värdet i två"
    instead = "Skriv varje värde på en egen rad, indragen under nyckeln."
    return what, place, instead if rest[1:-1].strip() else "Ta bort nyckeln, eller skriv varje värde på en egen rad."
