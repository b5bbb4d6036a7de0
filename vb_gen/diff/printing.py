"""Changes as text for a terminal, as Markdown for a comment in a pull request, and as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from vb_gen.core.finding import visible
from vb_gen.core.numbers import NBSP
from vb_gen.core.pattern import regex
from vb_gen.diff.changes import Change, ReportDiff, SectionDiff, summary
from vb_gen.diff.words import Piece

MOST = 65_536  # characters that a comment in a pull request may have
AROUND = 60  # characters of what stands that are shown on each side of a change
LONGEST = 600  # characters of a paragraph that came or went

_LEADS = {
    ("rad", "ny"): "Ny rad",
    ("rad", "borta"): "Borttagen rad",
    ("rad", "omdöpt"): "Omdöpt rad",
    ("kolumn", "ny"): "Ny kolumn",
    ("kolumn", "borta"): "Borttagen kolumn",
    ("tabell", "ny"): "Ny tabell",
    ("tabell", "borta"): "Borttagen tabell",
    ("avsnitt", "ny"): "Nytt avsnitt",
    ("avsnitt", "borta"): "Borttaget avsnitt",
    ("mål", "ny"): "Nytt mål",
    ("mål", "borta"): "Borttaget mål",
    ("mål", "omdöpt"): "Omdöpt mål",
    ("text", "ny"): "Nytt stycke",
    ("text", "borta"): "Borttaget stycke",
    ("text", "flyttad"): "Flyttat stycke",
    ("uppgift", "ny"): "Ny uppgift",
    ("uppgift", "borta"): "Borttagen uppgift",
    ("anmärkning", "ny"): "Ny anmärkning",
    ("anmärkning", "borta"): "Inte längre",
}


def parts(change: Change) -> tuple[str, tuple[Piece, ...], str]:
    """A change as a sentence in three: what it is about, what was and is, and why it stands."""
    lead = _LEADS.get((change.slag, change.händelse), "")
    name = f"{lead}: {change.vad}" if lead and change.vad else lead or change.vad or "Text"
    pieces = change.ord
    if change.slag in ("siffra", "bedömning", "målvärde") and change.före and change.efter:
        before, after = _without_unit(change.före, change.efter)
        pieces = (Piece("struket", before), Piece("lika", " → "), Piece("tillagt", after))
    elif not pieces and change.efter:
        pieces = (Piece("tillagt", change.efter),)
    elif not pieces and change.före:
        pieces = (Piece("struket", change.före),)
    reason = change.skäl
    if change.händelse == "följer" and reason:
        reason = f"följer av {reason}"
    return name, pieces, reason


def _without_unit(before: str, after: str) -> tuple[str, str]:
    """`−40 → −41 mnkr`: a unit that both have is said once."""
    one, _, unit = before.rpartition(NBSP)
    if one and unit and not unit[0].isdigit() and after.endswith(NBSP + unit):
        return one, after
    return before, after


def elided(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The changes with some words around each; what stands far from any is left out."""
    changed = any(piece.slag != "lika" for piece in pieces)
    for number, piece in enumerate(pieces):
        text = piece.text
        if piece.slag != "lika" or not changed:
            if len(text) > LONGEST:
                text = text[:LONGEST].rstrip() + " …"
        elif len(text) > 2 * AROUND:
            first = text[:AROUND].rpartition(" ")[0] if number else ""
            last = text[-AROUND:].partition(" ")[2] if number + 1 < len(pieces) else ""
            text = f"{first}{' ' if first else ''}… {last}" if last else f"{first} …"
        yield Piece(piece.slag, text)


def header(diffs: Sequence[ReportDiff], against: str) -> str:
    """What was compared and how many reports changed."""
    changed = sum(diff.händelse != "lika" for diff in diffs)
    if len(diffs) == 1:
        return f"Ändringar mot {against}"
    rest = len(diffs) - changed
    said = f"Ändringar mot {against}: {changed} {'rapport' if changed == 1 else 'rapporter'} ändrade"
    return f"{said}, {rest} oförändrade" if rest else said


# Text


def to_text(diffs: Sequence[ReportDiff], against: str) -> str:
    """Changes for a person at a terminal; what is struck stands in [− −], what is put in in [+ +]."""
    out = [header(diffs, against)]
    for diff in diffs:
        if diff.händelse == "lika" and len(diffs) > 1:
            continue
        out += ["", f"{diff.namn}: {diff.titel}", f"  {summary(diff)}"]
        out += [f"  Obs: {note}" for note in diff.upplysningar]
        for section in diff.avsnitt:
            out += ["", f"  {section.rubrik}"]
            for change in section.ändringar:
                out.append(f"    {_plain(change)}")
                out += [f"      {_following(one, _plain)}" for one in change.följder]
        if diff.anmärkningar:
            out += ["", "  vb check"]
            out += [f"    {_plain(change)}{_where(change)}" for change in diff.anmärkningar]
    return "\n".join(visible(line.replace(NBSP, " ")) for line in out)


def _plain(change: Change) -> str:
    name, pieces, reason = parts(change)
    arrow = any(piece.text == " → " for piece in pieces)
    said = "".join(piece.text if arrow or piece.slag == "lika" else _marked(piece) for piece in elided(pieces))
    if change.händelse in ("ny", "borta", "flyttad") and len(pieces) == 1:
        said = "".join(piece.text for piece in elided(pieces))
    return f"{name}{': ' if said else ''}{said}{f' ({reason})' if reason else ''}"


def _marked(piece: Piece) -> str:
    return f"[−{piece.text}−]" if piece.slag == "struket" else f"[+{piece.text}+]"


def _following(change: Change, say: Callable[[Change], str]) -> str:
    return f"följer: {say(change)}"


def _where(change: Change) -> str:
    place = change.plats
    return f" ({place.document.name}:{place.line})" if place and change.händelse == "ny" else ""


# Markdown


def to_markdown(diffs: Sequence[ReportDiff], against: str, most: int = MOST) -> str:
    """Changes for a comment in a pull request: never longer than it may be, what is left out is told."""
    shown = [diff for diff in diffs if diff.händelse != "lika"]
    out = _Page(most)
    out.add(f"## {escape(header(diffs, against))}\n")
    if not shown:
        out.add("\nInget har ändrats.\n")
        return out.text
    # Every report's summary comes before any report's details, so that a long one does not hide another.
    if len(shown) > 1:
        out.add("\n")
        for number, diff in enumerate(shown):
            line = f"- **{escape(diff.namn)}**: {escape(summary(diff))}\n"
            if not out.add(line, keep=4_000 if most > 8_000 else 200):
                out.add(f"- … och {len(shown) - number} rapporter till.\n")
                break
    for number, diff in enumerate(shown):
        share = (out.left - 300) // (len(shown) - number)
        if share > 300:
            out.add(_report(diff, share))
    return out.text


class _Page:
    """Markdown up to a length."""

    def __init__(self, most: int) -> None:
        self.most, self.text, self.length = most, "", 0

    @property
    def left(self) -> int:
        """How much more there is room for."""
        return self.most - self.length

    def add(self, text: str, keep: int = 0) -> bool:
        """Add a text if it leaves room for `keep`; was there room?"""
        size = _size(text)
        if size + keep > self.left:
            return False
        self.text += text
        self.length += size
        return True


def _size(text: str) -> int:
    """Characters as the longest way of counting them has it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def _report(diff: ReportDiff, most: int) -> str:
    """A report's changes in at most so many characters; how many are left out is said last."""
    page = _Page(most)
    left = sum(1 for _ in diff.walk()) + len(diff.anmärkningar)
    for text, counted in _blocks(diff):
        if not page.add(text, keep=200):
            break
        left -= counted
    if left:
        said = f"{left} {'ändring' if left == 1 else 'ändringar'} till visas inte här"
        page.add(f"\n… {said}. Se alla med `vb diff {_command(diff)}`.\n")
    return page.text


def _command(diff: ReportDiff) -> str:
    return re.sub(r"[^\w\-. åäöÅÄÖ]", "", diff.namn.replace("/", " "))


def _blocks(diff: ReportDiff) -> Iterator[tuple[str, int]]:
    """A report's Markdown piece by piece, each with how many changes it tells."""
    yield f"\n### {escape(diff.namn)}: {escape(diff.titel)}\n\n{escape(summary(diff))}\n", 0
    for note in diff.upplysningar:
        yield f"\n> Obs: {escape(note)}\n", 0
    if diff.anmärkningar:
        yield "\n**vb check**\n\n", 0
        for change in diff.anmärkningar:
            yield f"- {_mark_up(change)}{escape(_where(change))}\n", 1
    for section in diff.avsnitt:
        lead = f"\n**{escape(section.rubrik)}**\n\n"
        for change in section.ändringar:
            following = "".join(f"  - {_following(one, _mark_up)}\n" for one in change.följder[:20])
            if len(change.följder) > 20:
                following += f"  - … och {len(change.följder) - 20} till som följer\n"
            yield f"{lead}- {_mark_up(change)}\n{following}", 1 + len(change.följder)
            lead = ""


def _mark_up(change: Change) -> str:
    name, pieces, reason = parts(change)
    tags = {"struket": ("<del>", "</del>"), "tillagt": ("<ins>", "</ins>"), "lika": ("", "")}
    said = "".join(f"{tags[p.slag][0]}{escape(p.text)}{tags[p.slag][1]}" for p in elided(pieces))
    return f"{escape(name)}{': ' if said else ''}{said}{f' ({escape(reason)})' if reason else ''}"


def escape(text: str) -> str:
    """A text that Markdown, HTML and a forge read as plain words: no markup, links, mentions or references."""
    text = visible(" ".join(text.split("\n"))).replace(NBSP, " ").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = re.sub(r"([\\`*_{}\[\]~|$])", r"\\\1", text)
    # What would begin a list, a heading or a rule at the beginning of a line.
    text = re.sub(r"^(\s*\d{1,9})(?=[.)])", r"\1\\", re.sub(r"^(\s*)([-+#=])", r"\1\\\2", text))
    # Mentions, references, emoji, bare addresses and commits are found in what Markdown gives; an empty comment parts them.
    for pattern in _FOUND:
        text = pattern.sub(lambda match: match[1] + "<!-- -->", text)
    return text


_FOUND = tuple(
    regex(pattern)
    for pattern in (
        r"(@)(?=\w)",
        r"(#|\b[Gg][Hh]-)(?=\d)",
        r"(:)(?=//|[\w+-]+:)",
        r"\b([wW]{3})(?=\.)",
        r"\b([0-9a-f]{3})(?=[0-9a-f]{4,37}\b)(?=[0-9a-f]*[a-f])",
    )
)


# JSON


def to_json(diffs: Sequence[ReportDiff], against: str) -> str:
    """Changes for programs."""
    data = {"mot": against, "rapporter": [_record(diff) for diff in diffs]}
    return json.dumps(data, ensure_ascii=False, indent=1)


def _record(diff: ReportDiff) -> dict[str, Any]:
    return {
        "rapport": diff.namn,
        "titel": diff.titel,
        "händelse": diff.händelse,
        "sammanfattning": summary(diff),
        "upplysningar": list(diff.upplysningar),
        "avsnitt": [_section(section) for section in diff.avsnitt],
        "anmärkningar": [_change(change) for change in diff.anmärkningar],
    }


def _section(section: SectionDiff) -> dict[str, Any]:
    return {"avsnitt": section.namn, "rubrik": section.rubrik, "ändringar": [_change(c) for c in section.ändringar]}


def _change(change: Change) -> dict[str, Any]:
    place = change.plats
    return {
        "slag": change.slag,
        "händelse": change.händelse,
        "vad": change.vad,
        "före": change.före,
        "efter": change.efter,
        "fil": place.document.name if place else None,
        "rad": place.line if place else None,
        "ord": [{"slag": piece.slag, "text": piece.text} for piece in change.ord],
        "skäl": change.skäl,
        "följder": _changes(change.följder),
    }


def _changes(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [_change(change) for change in changes]
