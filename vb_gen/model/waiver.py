"""A waiver: a finding that is to stand, and why."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from vb_gen.core.node import Scalar
from vb_gen.core.numbers import NumberProblem, Tal, read_tal
from vb_gen.model.base import Modell, Ord, Prosa, fault


def _difference(value: object) -> object:
    if not isinstance(value, Scalar):
        raise fault("efter ”{nyckel}” ska stå ett tal", "Skriv skillnaden som anmärkningen visar den, till exempel −100.")
    try:
        return read_tal(value.text)
    except NumberProblem as problem:
        raise fault(str(problem), problem.instead) from None


class Undantag(Modell):
    """A finding that stands: one code, one figure or row, and the reason."""

    kod: Prosa
    rad: Ord | None = None
    kolumn: Ord | None = None
    text: Ord | None = None  # words of the sentence, or of what its figures are called, where there is no row
    # What the finding says that it is off by: another difference is another fault, and is not covered.
    skillnad: Annotated[Tal | None, BeforeValidator(_difference), WithJsonSchema({"type": ["string", "number"]})] = None
    skäl: Ord
