"""kommun.yaml: the municipality, its bodies and its house words."""

from __future__ import annotations

from typing import Annotated

from vb_gen.model.base import Modell, Ord, one_of


class Enhet(Modell):
    """A body that reports: a nämnd, or a förvaltning or utförare below one."""

    namn: Ord
    sort: Annotated[str, one_of(("nämnd", "förvaltning"))]
    ram: Annotated[str, one_of(("ram", "nollram"))] = "ram"
    överordnad: Ord | None = None
    ord: dict[str, Ord] = {}  # the body's own words in headings: Nämndens -> Förvaltningens


class Kommun(Modell):
    """The municipality."""

    namn: Ord
    belopp: Annotated[str, one_of(("mnkr", "mkr"))] = "mnkr"  # how it writes millions
    individbaserade: list[Ord] = []  # measures of people, to be told for women and men (SFS 2001:100 § 14)
    enheter: dict[str, Enhet]
