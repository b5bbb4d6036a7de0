"""Waivers: a finding of `vb check` that stands, and why."""

from __future__ import annotations

from vb_gen.model.base import Modell, Ord, Prosa


class Undantag(Modell):
    """A finding that stands: one code, one figure or row, and the reason."""

    kod: Prosa
    rad: Ord | None = None
    kolumn: Ord | None = None
    text: Ord | None = None  # words of the line or the finding, where there is no row
    skäl: Ord
