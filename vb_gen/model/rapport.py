"""rapport.yaml: what kind of report it is, how far it has come, and what was decided."""

from __future__ import annotations

from typing import Annotated

from vb_gen.model.base import Heltal, Modell, Ord, one_of


class Bilaga(Modell):
    """An appendix; `rapport` names one that is built here too (`2023/vss`)."""

    titel: Ord
    nummer: Heltal | None = None
    rapport: Ord | None = None


class Rapport(Modell):
    """A report's own facts."""

    mall: Ord
    status: Annotated[str, one_of(("utkast", "fastställd"))] = "utkast"
    rubrik: Ord | None = None
    diarienummer: Ord | None = None
    beslut: Ord | None = None
    datum: Ord | None = None
    bilagor: list[Bilaga] = []
    ord: dict[str, Ord] = {}  # words of this report alone, over the body's and the mall's
