"""Which rows a sentence's words name: every name whose words all stand there, the longer before the shorter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vb_gen.checks.claims.known import Line, words_of
from vb_gen.text.lexicon import entries, forms
from vb_gen.text.tokens import ANNAT, REF, SKILJE, TAL, ÅR, Token

_PART = 4  # letters of a part of a compound
_TAIL = 6  # letters of a word that may be the end of a label's word


@dataclass(frozen=True, slots=True)
class Match:
    """Rows that words name: which words, and how surely."""

    lines: tuple[Line, ...]
    spots: frozenset[int]  # the tokens
    strong: bool
    body: str = ""  # the body that is named, where the words are its name alone

    @property
    def first(self) -> int:
        """The first of its tokens."""
        return min(self.spots)

    @property
    def last(self) -> int:
        """The last of its tokens."""
        return max(self.spots)


@dataclass(slots=True)
class _Name:
    words: tuple[str, ...]
    lines: list[Line]
    strong: bool
    body: str = ""


class Vocabulary:
    """Every name that rows and bodies have, ready to be looked for."""

    def __init__(self, lines: Iterable[Line], bodies: Iterable[tuple[str, tuple[str, ...], tuple[Line, ...]]]) -> None:
        found: dict[tuple[tuple[str, ...], bool, str], _Name] = {}
        for line in lines:
            for strong, names in ((True, line.namn), (False, line.delnamn)):
                for words in names:
                    self._add(found, tuple(sorted(set(words))), line, strong=strong)
        for body, words, whole in bodies:
            found.setdefault((words, True, body), _Name(words, list(whole), True, body))
        self.names = [name for name in found.values() if name.words]
        self.places: dict[str, list[tuple[int, int]]] = {}  # which names a label's word is of, and which word of each
        for number, name in enumerate(self.names):
            for place, word in enumerate(name.words):
                self.places.setdefault(word, []).append((number, place))
        self.index: dict[str, list[tuple[str, bool]]] = {}  # the labels' words by each form; whole, or the tail of it
        self.met: dict[str, tuple[tuple[int, int, bool], ...]] = {}  # the words that were asked for
        self.short = [word for word in self.places if 3 <= len(word) <= 5]  # perhaps abbreviations
        for word in self.places:
            self._enter(word)

    @staticmethod
    def _add(found: dict[tuple[tuple[str, ...], bool, str], _Name], words: tuple[str, ...], line: Line, *, strong: bool) -> None:
        name = found.setdefault((words, strong, ""), _Name(words, [], strong))
        if line not in name.lines:
            name.lines.append(line)

    def _enter(self, word: str) -> None:
        parts = [part for part in word.split("-") if len(part) > 1]
        keys = {word, word.replace("-", "")} | (set() if len(parts) > 1 else set(parts))
        for key in {form for one in keys for form in label_forms(one)}:
            self.index.setdefault(key, []).append((word, True))
        if len(word) > _TAIL + 2:
            tails = {form[start:] for form in label_forms(word) for start in range(3, len(form) - _TAIL + 1)}
            for tail in tails:
                self.index.setdefault(tail, []).append((word, False))

    def matches(self, tokens: Sequence[Token]) -> list[Match]:
        """The names in a piece of a sentence."""
        filled: dict[int, dict[int, list[tuple[int, bool]]]] = {}
        for spot, token in enumerate(tokens):
            if token.kind in (REF, ÅR, SKILJE, ANNAT) or (token.kind == TAL and not token.enhet.isalpha()):
                continue
            for number, place, whole in self._hits(token.text if token.kind != TAL else token.enhet):
                filled.setdefault(number, {}).setdefault(place, []).append((spot, whole))
        full: list[tuple[frozenset[int], bool, _Name]] = []
        for number, slots in filled.items():
            name = self.names[number]
            if len(slots) < len(name.words):
                continue
            anchor = min(slots.values(), key=len)
            for at, _ in anchor[:4]:
                chosen = [min(places, key=lambda place: (abs(place[0] - at), not place[1])) for places in slots.values()]
                spots = frozenset(spot for spot, _ in chosen)
                tails = sum(not whole for _, whole in chosen)
                sure = not tails or (len(slots) > 1 and 2 * tails <= len(slots) and len(spots) > 1)
                sure = sure and all(self._explains(name, tokens[spot].plain) for spot in spots if "-" in tokens[spot].plain)
                full.append((spots, name.strong and sure, name))
        return _longest(full)

    def _explains(self, name: _Name, word: str) -> bool:
        """Does a name have every part of a word with a hyphen: HR-staben, but not HR-service where HR is a row?"""
        for piece in word.split("-"):
            known = {label for form in forms(piece) for label, _ in self.index.get(form, ())}
            small = any(entry.kind == "fyll" for entry in entries().get(piece, ()))
            if len(piece) > 1 and not small and not known & set(name.words) and word not in name.words:
                return False
        return True

    def _hits(self, word: str) -> tuple[tuple[int, int, bool], ...]:
        known = self.met.get(word)
        if known is None:
            known = self.met[word] = tuple(dict.fromkeys(self._look_up(word)))
        return known

    def _look_up(self, word: str) -> Iterable[tuple[int, int, bool]]:
        plain = word.casefold()
        pieces = {plain}
        if not any(whole for _, whole in self.index.get(plain, ())):  # a label's word with a hyphen is that word, not its parts
            pieces |= {piece for piece in plain.replace(":", "-").split("-") if len(piece) > 1}
        if plain.startswith("netto") and not any(form in self.index for form in forms(plain)):
            pieces.add(plain.removeprefix("netto"))
        for piece in pieces:
            for form in forms(piece):
                for known, whole in self.index.get(form, ()):
                    yield from ((number, place, whole) for number, place in self.places[known])
        if len(plain) > 2 * _PART and not any(whole for form in forms(plain) for _, whole in self.index.get(form, ())):
            yield from self._compound(plain)
        if len(word) > 8 and word[:1].isupper():
            for short in self.short:
                if abbreviates(short, plain):
                    yield from ((number, place, True) for number, place in self.places[short])

    def _compound(self, word: str) -> Iterable[tuple[int, int, bool]]:
        """A word that is two of a name's own put together: supportärendena, of Ärenden support."""
        for cut in range(_PART, len(word) - _PART + 1):
            tails = self._whole(word[cut:])
            heads = self._whole(word[:cut].rstrip("s")) | self._whole(word[:cut]) if tails else set()
            both = {number for number, _ in heads} & {number for number, _ in tails}
            yield from ((number, place, True) for number, place in sorted(heads | tails) if number in both)

    def _whole(self, word: str) -> set[tuple[int, int]]:
        """The places in names that a word has, whole."""
        return {spot for form in forms(word) for known, whole in self.index.get(form, ()) if whole for spot in self.places[known]}


@lru_cache(4096)
def label_forms(word: str) -> frozenset[str]:
    """A label's word in the forms that a text's word may share: not shorter than three letters less than it is."""
    return frozenset(form for form in forms(word) if len(form) >= max(min(len(word), 4), len(word) - 4))


@lru_cache(4096)
def abbreviates(short: str, word: str) -> bool:
    """Are the letters of an abbreviation the beginnings of a compound's parts: klf, kommunledningsförvaltningen?"""
    if not word.startswith(short[0]) or len(word) < 4 * len(short):
        return False
    at = 0
    for letter in short[1:]:
        at = word.find(letter, at + 3)
        if at < 0:
            return False
    return True


def _longest(full: list[tuple[frozenset[int], bool, _Name]]) -> list[Match]:
    """The names that are no part of a longer one; those of the same words together."""
    full = [(spots, strong or _covers(spots, name, full), name) for spots, strong, name in full]
    kept = [one for one in full if not any(one[0] < other[0] and (other[1] or not one[1]) for other in full)]
    out: dict[tuple[frozenset[int], str], tuple[list[Line], bool]] = {}
    for strong in (True, False):
        for spots, sure, name in kept:
            if sure is strong:
                lines, was = out.setdefault((spots, name.body), ([], strong))
                if was is strong:
                    lines += [line for line in name.lines if line not in lines]
    return [
        Match(tuple(lines), spots, strong, body)
        for (spots, body), (lines, strong) in sorted(out.items(), key=lambda item: (min(item[0][0]), -len(item[0][0])))
    ]


def _covers(spots: frozenset[int], name: _Name, full: list[tuple[frozenset[int], bool, _Name]]) -> bool:
    """Does a name of less words than it has name the rows that a surer and shorter one does?"""
    return any(strong and other < spots and set(one.lines) <= set(name.lines) for other, strong, one in full)


def body_words(name: str) -> tuple[str, ...]:
    """The words of a body's name."""
    return tuple(sorted(set(words_of(name))))
