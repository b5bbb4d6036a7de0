"""kommun.yaml: the municipality, its bodies, its house words and its own rules."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from vb_gen.core.finding import short
from vb_gen.core.node import Scalar
from vb_gen.core.numbers import NumberProblem, convert, is_amount_unit
from vb_gen.core.spelling import nearest
from vb_gen.core.units import BUILT_IN, Måttenheter, find, is_percent
from vb_gen.model.base import Antal, Heltal, Modell, Ord, fault, one_of
from vb_gen.model.cell import read_value


def _limit(value: object, *, share: bool) -> object:
    """A limit as it is written in kommun.yaml: `1 %` as a share of one, `50 mnkr` in kronor."""
    text = value.text if isinstance(value, Scalar) else ""
    try:
        read = read_value(text)
    except NumberProblem:
        read = None
    if read is not None and read.tal.värde > 0 and not (read.gräns or read.etikett or read.tillägg or read.år):
        if share and is_percent(read.enhet):
            return read.tal.värde / 100
        if not share and is_amount_unit(read.enhet):
            return convert(read.tal.värde, read.enhet, "kr")
    what, instead = ("en andel i procent", "1 %") if share else ("ett belopp med enhet", "50 mnkr")
    said = f", inte ”{short(text)}”" if text else ""
    raise fault(f"”{{nyckel}}” ska vara {what}{said}", f"Skriv till exempel {instead}.")


def _known_unit(value: object) -> object:
    """A unit that everybody knows: what a municipality's own is counted as."""
    text = value.text.strip() if isinstance(value, Scalar) else ""
    if find(text).sort and find(text).namn:
        return find(text).namn
    said = f", inte ”{short(text)}”" if text else ""
    known = dict.fromkeys(["antal", "%", "index", "timmar", "mnkr", *BUILT_IN.names])
    raise fault(f"”{{nyckel}}” ska räknas som en känd enhet{said}", nearest(text, [*known]))


_WRITTEN = WithJsonSchema({"type": "string"})
Andel = Annotated[Decimal, BeforeValidator(lambda value: _limit(value, share=True)), _WRITTEN]
Belopp = Annotated[Decimal, BeforeValidator(lambda value: _limit(value, share=False)), _WRITTEN]


class Enhet(Modell):
    """A body that reports: a nämnd, or a förvaltning or utförare below one."""

    namn: Ord
    sort: Annotated[str, one_of(("nämnd", "förvaltning"))]
    ram: Annotated[str, one_of(("ram", "nollram"))] = "ram"
    överordnad: Ord | None = None
    ord: dict[str, Ord] = {}  # the body's own words in headings: Nämndens -> Förvaltningens


class Åtgärdsplan(Modell):
    """A deficit above both limits needs a plan in one of these sections."""

    andel: Andel  # of the frame; of the turnover, for a body without one
    belopp: Belopp
    avsnitt: list[Ord]


class StoraProjekt(Modell):
    """Investments from this size on are told of in a section of their own."""

    belopp: Belopp
    avsnitt: list[Ord]


class Aktualitetsprövning(Modell):
    """A nämnd goes through its policy documents at least once a term of office, and tells of it in one of these sections."""

    första_året: Heltal  # of any term
    antal_år: Antal = 4
    avsnitt: list[Ord]


class Regler(Modell):
    """The municipality's own rules for what its reports hold; one that is not there is not checked."""

    åtgärdsplan: Åtgärdsplan | None = None
    stora_projekt: StoraProjekt | None = None
    aktualitetsprövning: Aktualitetsprövning | None = None
    stående_text: list[Ord] = ["nämndens_uppdrag", "bedömning"]  # sections whose text may stand from year to year
    paragrafer: Annotated[str, one_of(("löpande", "per sammanträde"))] | None = None  # how decisions are numbered in a year


class Kommun(Modell):
    """The municipality."""

    namn: Ord
    belopp: Annotated[str, one_of(("mnkr", "mkr"))] = "mnkr"  # how it writes millions
    individbaserade: list[Ord] = []  # measures of people, to be told for women and men (SFS 2001:100 § 14)
    enheter_för_tal: dict[str, Annotated[str, BeforeValidator(_known_unit), _WRITTEN]] = {}  # its own units, each as a known one
    regler: Regler = Regler()
    enheter: dict[str, Enhet]

    def family(self, enhet_id: str) -> frozenset[str]:
        """A body and all that are above and below it: the nämnd at the top, and everyone under it."""
        top, seen = enhet_id, {enhet_id}
        while (above := self.enheter[top].överordnad if top in self.enheter else None) and above not in seen:
            top = above
            seen.add(top)
        family = {enhet_id, top}
        waiting = [*family]
        while waiting:
            more = self._below.get(waiting.pop(), frozenset()) - family
            family |= more
            waiting += more
        return frozenset(family)

    @cached_property
    def måttenheter(self) -> Måttenheter:
        """The units that figures may be in: those that everybody knows, and the municipality's own."""
        return Måttenheter(self.enheter_för_tal)

    @cached_property
    def _below(self) -> dict[str, frozenset[str]]:
        """The bodies right below each body."""
        below: dict[str, set[str]] = {}
        for name, body in self.enheter.items():
            if body.överordnad is not None:
                below.setdefault(body.överordnad, set()).add(name)
        return {name: frozenset(names) for name, names in below.items()}
