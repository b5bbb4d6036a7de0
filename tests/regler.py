"""What the tests of the rules share: small tables to check, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.conftest import read
from vb_gen.checks.rule import Library, Remark
from vb_gen.checks.run import Result, check
from vb_gen.disk.workspace import Workspace

FAMILIES = ("E", "F", "H")


def checked(workspace: Workspace, name: str = "2023/parknamnden") -> Result:
    """What all rules say of a report."""
    return check(read(workspace, name), Library(workspace))


def found(workspace: Workspace, name: str = "2023/parknamnden") -> list[Remark]:
    """What these families say of a report."""
    remarks = checked(workspace, name).remarks
    return [remark for remark in remarks if remark.code.startswith(FAMILIES)]


def told(workspace: Workspace, name: str = "2023/parknamnden") -> list[tuple[str, str, str]]:
    """Each finding's code, row and column."""
    return [(remark.code, remark.rad, remark.kolumn) for remark in found(workspace, name)]


def table(section: str, rows: str, belopp: str = "mnkr", tecken: str = "kostnad") -> str:
    """A section with a table."""
    lines = "\n".join(f"    {line.strip()}" for line in rows.strip().split("\n"))
    return f"{section}:\n  belopp: {belopp}\n  tecken: {tecken}\n  rader: |\n{lines}\n"


def overview(bokslut: str, budget: str = "112,0", belopp: str = "mnkr") -> str:
    rows = f"""
        ekonomi        | bokslut   | budget   | mått
        Nettokostnader | {bokslut} | {budget} | nettokostnad
    """
    return table("ekonomi_i_korthet", rows, belopp)


def summary(bokslut: str, budget: str = "112,0", belopp: str = "mnkr", tecken: str = "kostnad") -> str:
    rows = f"""
        verksamhet | bokslut   | budget   | roll
        Parker     | {bokslut} | {budget} | post
        Summa      | {bokslut} | {budget} | summa
    """
    return table("driftsammandrag", rows, belopp, tecken)


def both(first: str, second: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """An overview and a table of results."""
    return {"bedomning.yaml": first, "ekonomi.yaml": second} | dict(more or {})


def projects(budget: str, outcome: str, belopp: str = "mnkr") -> str:
    rows = f"""
        projekt    | årets budget | årets utfall | roll
        Lekplatser | {budget}     | {outcome}    | post
        Summa      | {budget}     | {outcome}    | summa
    """
    return table("färdigställda", rows, belopp)


def invested(outcome: str, budget: str, belopp: str = "mnkr") -> str:
    rows = f"""
        ekonomi       | bokslut   | budget   | mått
        Investeringar | {outcome} | {budget} | investeringar
    """
    return table("ekonomi_i_korthet", rows, belopp)
