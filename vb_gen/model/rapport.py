"""rapport.yaml: what kind of report it is, how far it has come, and what was decided."""

from __future__ import annotations

from typing import Annotated

from vb_gen.model.base import Heltal, Ja, Läge, Modell, Ord, one_of
from vb_gen.model.waiver import Undantag

_PERIOD = "Perioden är mappens namn: inputs/2023/… är 2023. Ta bort raden."
_ENHET = "Vilken nämnd eller förvaltning det är säger mappens namn, och vad den heter står i inputs/kommun.yaml. Ta bort raden."


class Bilaga(Modell):
    """An appendix; `rapport` names one that is built here too (`2023/vss`)."""

    titel: Ord
    nummer: Heltal | None = None
    rapport: Ord | None = None


class Rapport(Modell):
    """A report's own facts."""

    annanstans = {
        **dict.fromkeys(("år", "period"), _PERIOD),
        **dict.fromkeys(("enhet", "nämnd", "förvaltning", "verksamhet"), _ENHET),
        "kommun": "Kommunens namn står i inputs/kommun.yaml. Ta bort raden.",
    }
    mall: Ord
    status: Annotated[str, one_of(("utkast", "fastställd"))] = "utkast"
    läge: Läge | None = None  # of the sections that do not say themselves how far they have come
    rubrik: Ord | None = None
    diarienummer: Ord | None = None
    beslut: Ord | None = None
    datum: Ord | None = None
    bilagor: list[Bilaga] = []
    kontrollbilaga: Ja | None = None  # what was checked, as the last appendix; else as the mall says
    undantag: list[Undantag] = []  # findings that stand, wherever in the report they are
    ord: dict[str, Ord] = {}  # words of this report alone, over the body's and the mall's
