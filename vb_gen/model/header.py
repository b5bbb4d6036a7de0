"""The head of a grid as it was pasted: one line or two, in the table's own words or as they were printed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vb_gen.core.finding import Collector, short
from vb_gen.core.pattern import regex
from vb_gen.model.columns import meant_column
from vb_gen.model.mall import Kolumntyp
from vb_gen.model.printed import Tryckt, read_printed
from vb_gen.model.table import Kolumn

if TYPE_CHECKING:
    from vb_gen.model.grid import Piece

_YEAR = regex(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Head:
    """A grid's head in the table's words, the rows below it, and how its columns were printed."""

    pieces: list[Piece]
    lines: list[list[Piece]]
    printed: dict[str, Tryckt] = field(default_factory=dict)  # by the column's word
    asked: frozenset[int] = frozenset()  # numbers of headings that may mean two things; that has been told

    def titled(self, column: Kolumn) -> Kolumn:
        """The column with its heading as it was written."""
        said = self.printed.get(column.ord)
        return replace(column, rubrik=said.rubrik, grupp=said.grupp or column.grupp) if said else column


def understand_head(
    header: list[Piece],
    lines: list[list[Piece]],
    label: str,
    known: Sequence[Kolumntyp],
    properties: Sequence[str],
    words: Mapping[str, str],
    found: Collector,
) -> Head:
    """The head of a grid as the table's words. `label` is the word of the column that names the rows, where it has one.

    A heading that may mean two things is an error that says what to write.
    """
    over, header, lines = _spanned(header, lines)
    start = 0 if label else 1
    texts = [
        piece.text if number >= start and piece.text.casefold() not in properties else "" for number, piece in enumerate(header)
    ]
    read = {number: one for number, one in read_printed(texts, over, known, words).items() if texts[number]}
    pieces, printed, asked = list(header), {}, set()
    taken = {piece.text.casefold(): piece.text for number, piece in enumerate(header) if number not in read}
    for number, one in read.items():
        piece = header[number]
        if len(one.ord) > 1:
            choice = " eller ".join(f"”{word}”" for word in one.ord[:4])
            what = f"rubriken ”{short(piece.text)}” kan betyda {choice.replace('”', '')}"
            found.add("G37", what, piece.place, f"Skriv {choice} i stället för ”{short(piece.text)}”.")
            asked.add(number)
        elif (
            one.ord[0] in taken and taken[one.ord[0]].casefold() != piece.text.casefold()
        ):  # the same twice is told where grids are read
            what = f"rubrikerna ”{short(taken[one.ord[0]])}” och ”{short(piece.text)}” verkar båda vara {one.ord[0]}"
            found.add("G37", what, piece.place, "Skriv kolumnens ord i stället för den ena rubriken.")
            asked.add(number)
        else:
            taken[one.ord[0]] = piece.text
            pieces[number] = replace(piece, text=one.ord[0])
            printed[one.ord[0]] = one
    if label and label not in [piece.text.casefold() for piece in pieces]:
        _name_rows(pieces, label, known, properties, words, printed)
    return Head(pieces, lines, printed, frozenset(asked))


def _name_rows(
    pieces: list[Piece],
    label: str,
    known: Sequence[Kolumntyp],
    properties: Sequence[str],
    words: Mapping[str, str],
    printed: dict[str, Tryckt],
) -> None:
    """The first column names the rows, whatever is printed over it, where no other does and it is like no other's word."""
    first = pieces[0]
    text = first.text.casefold()
    other = text in properties or any(column.match(text) is not None for column in known)
    if first.text and not other and not meant_column(first.text, known, properties, dict(words)):
        pieces[0] = replace(first, text=label)
        printed[label] = Tryckt((label,), first.text)


def _spanned(header: list[Piece], lines: list[list[Piece]]) -> tuple[list[str], list[Piece], list[list[Piece]]]:
    """What spans each column, where the head has two lines, and the lower line as the head."""
    none = [""] * len(header)
    blank = [number for number, piece in enumerate(header) if number and not piece.text]
    if not blank or not lines or not lines[0] or len(lines[0]) != len(header):
        return none, header, lines
    low = lines[0]
    if (low[0].text and header[0].text) or not all(low[number].text for number in blank):
        return none, header, lines
    if any(re.search(r"\d", _YEAR.sub("", piece.text)) and not re.search(r"[^\W\d_]", piece.text) for piece in low):
        return none, header, lines  # figures
    over, carried = list(none), ""
    for number, piece in enumerate(header):
        if number == 0:
            continue
        carried = piece.text or carried
        over[number] = carried if low[number].text else ""
    pieces = [piece if piece.text else header[number] for number, piece in enumerate(low)]
    return over, pieces, lines[1:]
