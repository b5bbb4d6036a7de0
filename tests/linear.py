"""Regexes of the program, found in its source, and the texts that each would be slow at if it were slow at any.

A text is made of the regex itself: what comes before something that it repeats without end, that thing many times over, and
then what it cannot go on with. A regex that looks at every letter once takes some microseconds for two thousand of them; one
that begins anew at each takes a thousand times that.
"""

from __future__ import annotations

import ast
import importlib
import re
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vb_gen

ROOT = Path(vb_gen.__file__).parent
HOWS = ("match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer")
FLAGS_AT = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}
LETTERS = " a1A,.-–\tå\n|*_#(\"'<&:;/%+x"
MANY = "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"
SLOW = 0.1  # seconds, after which it is given up


@dataclass(frozen=True)
class Regex:
    """One of the program's regexes, where it stands and how it is used; none where it is made only while running."""

    place: str
    source: str
    regex: re.Pattern[str] | None
    hows: frozenset[str]


def regexes() -> Iterator[Regex]:
    """Every regex that the program's source writes."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        calls = [node for node in ast.walk(tree) if _is_regex(node)]
        if not calls or path.name == "__main__.py":
            continue
        named = {
            id(node.value): node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        used: dict[str, set[str]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in HOWS:
                used.setdefault(node.value.id, set()).add(node.attr)
        module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        names = vars(importlib.import_module(module))
        for call in calls:
            yield _regex(call, names, f"{path.relative_to(ROOT)}:{call.lineno}", used.get(named.get(id(call), ""), set()))  # type: ignore[attr-defined]


def _is_regex(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "regex":
        return bool(node.args)  # core/pattern.py: compiled when it is first used
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in ("compile", *HOWS)
        and bool(node.args)
    )


def _regex(call: Any, names: dict[str, Any], place: str, used: set[str]) -> Regex:
    how = getattr(call.func, "attr", "compile")
    source = ast.unparse(call.args[0])
    flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
    at = FLAGS_AT.get(how)
    if flags is None and at is not None and len(call.args) > at:
        flags = call.args[at]
    try:
        pattern = _value(call.args[0], names)
        source_of = pattern if isinstance(pattern, str) else pattern.pattern
        kind = (_value(flags, names) if flags else 0) if isinstance(pattern, str) else pattern.flags
        made = re.compile(source_of, kind)
    except (NameError, AttributeError):  # made of what is only known while running
        return Regex(place, source, None, frozenset())
    # One that is handed on may be used in any way: as the slowest.
    return Regex(place, made.pattern, made, frozenset(used or {"search"}) if how == "compile" else frozenset({how}))


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "regex", "eval"), dict(names))


def slowest(one: Regex, length: int) -> tuple[float, str]:
    """The longest that it takes for any of its texts, and that text's beginning."""
    assert one.regex is not None
    worst = (0.0, "")
    for before, body in _attacks(one.regex):
        many = body * (length // len(body))
        for text in (before + many, before + many + "\x01", (before + body) * (length // len(before + body)) + "\x01"):
            for how in one.hows:
                worst = max(worst, (_took(_use(one.regex, how), text), text[:40]))
                if worst[0] >= SLOW:
                    return worst
    return worst


def _use(regex: re.Pattern[str], how: str) -> Callable[[str], object]:
    if how in ("sub", "subn"):
        return lambda text: regex.sub("", text)
    if how == "finditer":
        return lambda text: sum(1 for _ in regex.finditer(text))
    use: Callable[[str], object] = getattr(regex, how)
    return use


class _Late(Exception):
    pass


def _give_up(*_: object) -> None:
    raise _Late


def _took(use: Callable[[str], object], text: str) -> float:
    """Seconds, the best of some: another program may have the processor in between."""
    best = SLOW
    for _ in range(3):
        before = signal.signal(signal.SIGALRM, _give_up)
        signal.setitimer(signal.ITIMER_REAL, SLOW)
        start = time.process_time()
        try:
            use(text)
        except _Late:
            return SLOW
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        best = min(best, time.process_time() - start)
        if best < SLOW / 200:
            break
    return best


def _attacks(regex: re.Pattern[str]) -> list[tuple[str, str]]:
    """What comes before each thing that it repeats without end, and that thing."""
    found: list[tuple[str, str]] = []

    def walk(items: Any, before: str) -> None:
        for operation, argument in items:
            name = str(operation)
            if name in MANY:
                if int(argument[1]) >= 50:
                    found.extend((before, body) for body in _bodies(argument[2]))
                walk(argument[2], before)
            elif name == "SUBPATTERN":
                walk(argument[3], before)
            elif name == "ATOMIC_GROUP":
                walk(argument, before)
            elif name == "BRANCH":
                for branch in argument[1]:
                    walk(branch, before)
            elif name in ("ASSERT", "ASSERT_NOT"):
                walk(argument[1], before)
            before += _sample([(operation, argument)])

    walk(parser.parse(regex.pattern, regex.flags), "")
    return list(dict.fromkeys(found))


def _bodies(items: Any) -> list[str]:
    """Texts that a part of a regex takes."""
    if len(items) == 1:
        operation, argument = items[0]
        name = str(operation)
        if name == "IN":
            return [letter for letter in LETTERS if re.match(_class(argument), letter)][:6] or [_letter(argument)]
        if name in ("ANY", "NOT_LITERAL"):
            return ["a", " ", "1"]
        if name == "SUBPATTERN":
            return _bodies(argument[3])
        if name == "BRANCH":
            return [body for branch in argument[1] for body in _bodies(branch)][:8]
    longer = "".join(_sample([(o, a)]) or (_sample(a[2]) if str(o) in MANY else "") for o, a in items)
    return list(dict.fromkeys([_sample(items) or "a", longer or "a"]))


def _sample(items: Any) -> str:
    """The shortest text that a part of a regex takes, or nearly."""
    out = ""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            out += chr(argument)
        elif name == "NOT_LITERAL":
            out += "b" if argument == ord("a") else "a"
        elif name == "ANY":
            out += "a"
        elif name == "IN":
            out += _letter(argument)
        elif name == "BRANCH":
            out += _sample(argument[1][0])
        elif name == "SUBPATTERN":
            out += _sample(argument[3])
        elif name in MANY:
            out += _sample(argument[2]) * int(argument[0])
        elif name == "ATOMIC_GROUP":
            out += _sample(argument)
    return out


def _letter(argument: Any) -> str:
    known = next((letter for letter in LETTERS if re.match(_class(argument), letter)), None)
    firsts = [
        chr(said) if str(kind) == "LITERAL" else chr(said[0]) for kind, said in argument if str(kind) in ("LITERAL", "RANGE")
    ]
    return known or (firsts[0] if firsts else "a")


_CATEGORIES = {"DIGIT": r"\d", "NOT_DIGIT": r"\D", "SPACE": r"\s", "NOT_SPACE": r"\S", "WORD": r"\w", "NOT_WORD": r"\W"}


def _class(argument: Any) -> str:
    out, negated = "", ""
    for kind, said in argument:
        name = str(kind)
        if name == "NEGATE":
            negated = "^"
        elif name == "LITERAL":
            out += re.escape(chr(said))
        elif name == "RANGE":
            out += f"{re.escape(chr(said[0]))}-{re.escape(chr(said[1]))}"
        elif name == "CATEGORY":
            out += _CATEGORIES[str(said).removeprefix("CATEGORY_")]
    return f"[{negated}{out}]"
