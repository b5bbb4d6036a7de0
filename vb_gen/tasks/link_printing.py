"""What `vb link` shows: each line as it is and as it may be, what is left to choose, and how much is left as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from vb_gen.core.finding import short, visible
from vb_gen.tasks.link import Found, Proposal
from vb_gen.tasks.link_writing import Edit, by_file, edits

_WIDE = 160


def to_text(found: Found) -> str:
    """The whole of it."""
    return "\n".join([*_certain(found.säkra), *_open(found.öppna), *_counted(found)]) + "\n"


def _certain(proposals: Sequence[Proposal]) -> Iterator[str]:
    for document, some in by_file(proposals).items():
        named = {(one.plats.line, one.plats.column): one for one in some}
        for number, group in groupby(edits(some), key=lambda edit: edit.line):
            changes = list(group)
            for edit in changes:
                one = named[number, edit.column]
                yield visible(f"{one.plats}: ”{short(one.skrivet)}” är {short(one.val[0].namn)}")
            before, after = _cut(document.lines[number - 1], changes)
            yield visible(f"  - {before}")
            yield visible(f"  + {after}")
            yield ""


def _cut(line: str, changes: Sequence[Edit]) -> tuple[str, str]:
    """A line before and after; of a long one, what is around the changes."""
    first, last = changes[0].column - 1, changes[-1].end - 1
    start = max(0, first - _WIDE // 2) if len(line) > 2 * _WIDE else 0
    end = min(len(line), last + _WIDE // 2) if len(line) > 2 * _WIDE else len(line)
    lead, tail = "…" if start else "", "…" if end < len(line) else ""
    out, done = [], start
    for edit in changes:
        out += [line[done : edit.column - 1], edit.text]
        done = edit.end - 1
    return f"{lead}{line[start:end]}{tail}", f"{lead}{''.join(out)}{line[done:end]}{tail}"


def _open(proposals: Sequence[Proposal]) -> Iterator[str]:
    for one in sorted(proposals, key=lambda one: one.plats.sort_key):
        yield visible(f"{one.plats}: ”{short(one.skrivet)}” är kanske en hänvisning, men {one.varför}:")
        for choice in one.val:
            yield visible(f"  {choice.put.hänvisning}  ({short(choice.namn)})")
        yield ""


def _counted(found: Found) -> Iterator[str]:
    yield (
        f"{_of(found.tal, 'skrivet tal', 'skrivna tal')} i löpande text: {len(found.säkra)} kan bli "
        f"{'hänvisning' if len(found.säkra) == 1 else 'hänvisningar'}, {len(found.öppna)} får du välja själv, "
        f"{sum(found.lämnade.values())} lämnas. {_of(found.hänvisningar, 'tal är hänvisning', 'tal är hänvisningar')} redan."
    )
    if found.lämnade:
        why = sorted(found.lämnade.items(), key=lambda item: (-item[1], item[0]))
        most = ", ".join(f"{reason} ({number})" for reason, number in why[:5])
        rest = sum(number for _, number in why[5:])
        yield visible(f"Varför de lämnas: {most}{f', annat ({rest})' if rest else ''}.")


def _of(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
