"""`python -m tests.mutation`: plant single faults in the real inputs and tell how many `vb check` finds.

Nothing is written: a fault is put into the report that was read, and the rules are run on that.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence

from tests.conftest import REPOSITORY
from tests.mutation.bench import BROKEN, ROUNDING, SILENT, TOLD
from tests.mutation.faults import COARSE, KINDS
from tests.mutation.survey import BOUNDED, EXACT, NONE, Judged, Survey, missed, share, survey_all
from vb_gen.disk.workspace import Workspace

HEAD = (
    f"{'':<44}{'fel':>6} │{'likhet':>8}{'hittade':>9}{'andel':>9} │"
    f"{'gräns':>7}{'hittade':>9}{'ryms':>6}{'uppl.':>7}{'andel':>9} │"
    f"{'samband':>9}{'andel':>9} │{'avrundning':>12}{'redan fel':>11}{'utan':>6}"
)
LEGEND = """
likhet      felet står i en siffra som en likhet bestämmer: en summa, en avvikelse, samma uppgift på ett annat ställe
gräns       felet står i en siffra som bara en gräns håller: mellan kvinnor och män, högst 100 %, som radens andra år
ryms        siffran är fel men ligger kvar inom gränserna: inget samband i rapporterna kan märka det
uppl.       regeln säger det som upplysning och räknas inte som hittat
samband     likhet och gräns tillsammans
avrundning  felet är mindre än vad avrundning förklarar i den likhet som siffran står i
redan fel   sambandet är brutet redan i handlingen, med ett undantag som täcker också det nya felet
utan        siffran står inte i något samband alls"""


def percent(found: int, of: int) -> str:
    """A share as it is shown."""
    return f"{100 * found / of:.1f} %" if of else "–"


def line(name: str, judged: Sequence[Judged]) -> str:
    """How some faults went: found of those an equality could tell, of those only a bound could, and the rest."""
    words = Counter(one.word for one in judged)
    bounded = Counter(one.word for one in judged if one.relation == BOUNDED)
    exact, bound, both = share(judged, EXACT), share(judged, BOUNDED), share(judged, EXACT, BOUNDED)
    loose = sum(one.relation == NONE and one.word not in (BROKEN, ROUNDING) for one in judged)
    return (
        f"{name[:43]:<44}{len(judged):>6} │{exact[1]:>8}{exact[0]:>9}{percent(*exact):>9} │"
        f"{bound[1]:>7}{bound[0]:>9}{bounded[SILENT]:>6}{bounded[TOLD]:>7}{percent(*bound):>9} │"
        f"{both[1]:>9}{percent(*both):>9} │{words[ROUNDING]:>12}{words[BROKEN]:>11}{loose:>6}"
    )


def table(title: str, groups: Iterable[tuple[str, Sequence[Judged]]]) -> None:
    """Some lines under a heading."""
    print(f"\n{title}\n{HEAD}")
    for name, judged in groups:
        if judged:
            print(line(name, judged))


def show(result: Survey, *, lists: bool) -> None:
    """The whole survey."""
    judged = result.judged
    table("Per slag", [(kind, [one for one in judged if one.kind == kind]) for kind in KINDS])
    reports = list(dict.fromkeys(one.rapport for one in judged))
    table("Per rapport", [(name, [one for one in judged if one.rapport == name]) for name in reports])
    sorts = list(dict.fromkeys(one.tabell.split(".")[0] for one in judged))
    table("Per slags tabell", [(sort, [one for one in judged if one.tabell.split(".")[0] == sort]) for sort in sorts])
    tables = list(dict.fromkeys((one.rapport, one.tabell) for one in judged))
    table("Per tabell", [("/".join(key), [one for one in judged if (one.rapport, one.tabell) == key]) for key in tables])
    # A bound tells what is out of all proportion; that another digit is meant, only an equality can tell.
    table(
        "Grova fel, som en gräns ska märka, och fel i enstaka siffror, som bara en likhet kan märka",
        [
            ("tecken, faktor tio, kön, enhet, status", [one for one in judged if one.kind in COARSE]),
            ("siffror, rader och kolumner", [one for one in judged if one.kind not in COARSE]),
        ],
    )
    table("Alla", [("", judged)])
    print(LEGEND)
    codes = Counter(code for one in judged for code in one.codes)
    print("\nRegler som hittade först: " + ", ".join(f"{code} {number}" for code, number in codes.most_common()))
    print(
        f"\n{len(result.exact)} siffror bestäms av en likhet, {len(result.bounded)} hålls bara av gränser och "
        f"{len(result.loose)} står inte i något samband."
    )
    if lists:
        print("\nI inget samband:", *(f"  {place}  {name}" for place, name in result.loose), sep="\n")
        print("\nBara gränser:", *(f"  {place}  {name}" for place, name in result.bounded), sep="\n")
        print("\nMissade trots samband:", *(f"  {one.plats}  [{one.kind}] {one.text}" for one in missed(result)), sep="\n")


def main() -> int:
    """Plant, judge and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--rapport", action="append", help="bara den rapporten, till exempel 2023/leanlink (får upprepas)")
    parser.add_argument("--listor", action="store_true", help="visa också siffror utan samband och missade fel")
    parser.add_argument("--andel", type=int, default=100, metavar="PROCENT", help="bara en del av felen, jämnt fördelade")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    known = [f"{period.text}/{enhet}" for period, enhet in Workspace(REPOSITORY).reports()]
    names = chosen.rapport or known
    if unknown := [name for name in names if name not in known]:
        parser.error(f"{', '.join(unknown)} finns inte; välj bland {', '.join(known)}")
    began = time.perf_counter()
    result = survey_all(REPOSITORY, names, chosen.jobs, chosen.andel, _progress)
    show(result, lists=chosen.listor)
    print(f"\n{len(result.judged)} fel prövade på {time.perf_counter() - began:.0f} s.")
    return 0


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text} ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
