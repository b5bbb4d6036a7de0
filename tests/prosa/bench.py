"""`python -m tests.prosa.bench`: put faults into running text, and honest edits, and tell what `vb check` says of each.

The inputs are copied to a folder of their own; each edit is written to the copy, the report is read and checked as `vb check`
does it, and the file is put back. A finding is new if its code and text were not there before (another count in the text, at
a line that has not been touched, makes no new finding). It counts for the fault if it, or one of the facts it shows, stands in
the edited paragraph, or in the other passage that the fault contradicts.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.mutation.bench import Shelf
from tests.prosa.edits import FAULTS, HONEST, Edit, Gone, paragraph, read
from vb_gen.checks import run
from vb_gen.checks.rule import Remark
from vb_gen.core.finding import InputError, Level, Place
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts
from vb_gen.read.reading import read_report

_DIGITS = re.compile(r"\d+")
FOUND, TOLD, ELSEWHERE, WAIVED, SILENT, BROKEN = "hittat", "upplysning", "annat ställe", "undantag", "tyst", "läsfel"


@dataclass(frozen=True)
class Outcome:
    """What the check said of an edit: one of the words above, and the new findings."""

    edit: Edit
    word: str
    remarks: tuple[Remark, ...] = ()
    trouble: str = ""


class Bench:
    """A copy of the inputs, all read, with each report's findings as it stands."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(REPOSITORY / "inputs", folder / "inputs")
        self.workspace = Workspace(folder)
        self.names = {f"{period.text}/{enhet}": (period, enhet) for period, enhet in self.workspace.reports()}
        self.reports = {name: read_report(self.workspace, *known) for name, known in self.names.items()}
        self.facts = {name: list(facts(report)) for name, report in self.reports.items()}
        shelf = Shelf(self.workspace, self.reports, self.facts)
        self.before = {name: run.check(report, shelf).remarks for name, report in self.reports.items()}

    def judge(self, edit: Edit) -> Outcome:
        """Put an edit in, check the report, and put the file back."""
        path = self.workspace.inputs / edit.file
        was = path.read_text("utf-8")
        try:
            text, touched = edit.apply(was)
        except Gone as error:
            return Outcome(edit, BROKEN, trouble=str(error))
        path.write_text(text, "utf-8")
        try:
            report = read_report(self.workspace, *self.names[edit.rapport])
        except InputError as error:
            return Outcome(edit, BROKEN, trouble=str(error))
        finally:
            path.write_text(was, "utf-8")
        kept = {name: known for name, known in self.facts.items() if name != edit.rapport}
        shelf = Shelf(self.workspace, {**self.reports, edit.rapport: report}, kept)
        fresh = _fresh(run.check(report, shelf).remarks, self.before[edit.rapport])
        near = {edit.file: [paragraph(text.split("\n"), touched)]}
        for one in edit.säger_emot:
            if "text" in one:
                self._passages(one.get("rapport", edit.rapport), one["text"], near)
        return Outcome(edit, _word(fresh, near), tuple(fresh))

    def _passages(self, rapport: str, words: str, near: dict[str, list[range]]) -> None:
        """Where a passage stands, however its lines are broken, is added to `near`."""
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
        for path in sorted((self.workspace.inputs / rapport).glob("*.yaml")):
            text = path.read_text("utf-8")
            for match in pattern.finditer(text):
                lines = range(text.count("\n", 0, match.start()) + 1, text.count("\n", 0, match.end()) + 2)
                near.setdefault(f"{rapport}/{path.name}", []).append(paragraph(text.split("\n"), lines))


def _fresh(remarks: Sequence[Remark], before: Sequence[Remark]) -> list[Remark]:
    """The findings that are new; one that only counts otherwise, at a line that is as it was, is not."""
    known = Counter((remark.code, remark.text) for remark in before)
    left = []
    for remark in remarks:
        if known[remark.code, remark.text]:
            known[remark.code, remark.text] -= 1
        else:
            left.append(remark)
    counted = {_uncounted(remark) for remark in before if known[remark.code, remark.text]}
    return [remark for remark in left if _uncounted(remark) not in counted]


def _uncounted(remark: Remark) -> tuple[str, str, str]:
    return remark.code, _DIGITS.sub("", remark.text), remark.place.text


def _stands(place: Place, near: dict[str, list[range]]) -> bool:
    return any(place.line in lines for lines in near.get(place.document.name.removeprefix("inputs/"), ()))


def _word(fresh: Sequence[Remark], near: dict[str, list[range]]) -> str:
    """What the new findings come to."""
    word = SILENT
    order = (FOUND, TOLD, ELSEWHERE, WAIVED, SILENT)
    for remark in fresh:
        here = any(_stands(place, near) for place in (remark.place, *(term.plats for term in remark.fakta if term.plats)))
        told = WAIVED if remark.undantag else ELSEWHERE if not here else TOLD if remark.level is Level.UPPLYSNING else FOUND
        word = min(word, told, key=order.index)
    return word


def percent(part: int, of: int) -> str:
    """A share as it is shown."""
    return f"{100 * part / of:.0f} %" if of else "–"


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    words = Counter(one.word for one in outcomes)
    of = len(outcomes) - words[BROKEN]
    sure = [one for one in outcomes if one.edit.säkert and one.word != BROKEN]
    return (
        f"{name:<22}{of:>5}{words[FOUND]:>8}{percent(words[FOUND], of):>7}{words[TOLD]:>12}{words[ELSEWHERE]:>14}"
        f"{words[WAIVED]:>10}{words[SILENT]:>6}{percent(sum(one.word == FOUND for one in sure), len(sure)):>9}"
    )


def show_faults(outcomes: Sequence[Outcome], *, lists: bool) -> None:
    """How the faults went, per kind, report and level of certainty."""
    heads = f"{'hittat':>8}{'andel':>7}{'upplysning':>12}{'annat ställe':>14}{'undantag':>10}{'tyst':>6}{'säkra':>9}"
    print(f"{'Fel':<27}{heads}")
    for kind in dict.fromkeys(one.edit.kind for one in outcomes):
        print(_row(kind, [one for one in outcomes if one.edit.kind == kind]))
    for name in dict.fromkeys(one.edit.rapport for one in outcomes):
        print(_row(name, [one for one in outcomes if one.edit.rapport == name]))
    print(_row("Alla", outcomes))
    told = [{r.code for r in one.remarks if r.level is not Level.UPPLYSNING} for one in outcomes if one.word == FOUND]
    codes = Counter(code for some in told for code in some)
    print("Regler: " + (", ".join(f"{code} {number}" for code, number in codes.most_common()) or "inga"))
    if lists:
        for one in outcomes:
            print(f"  {one.word:<12} {one.edit.id:<28} {one.edit.new}")
            for remark in one.remarks:
                print(f"{'':<16}{remark.code} {remark.level} {remark.place}: {remark.text}")


def show_honest(outcomes: Sequence[Outcome]) -> None:
    """Every new finding on an honest edit."""
    marked = [one for one in outcomes if one.remarks]
    false = [one for one in marked if one.word == FOUND]
    print(f"\nÄrliga ändringar: {len(outcomes)}")
    print(f"märkta som fel eller varning i stycket: {len(false)}, med någon ny anmärkning: {len(marked)}")
    for one in marked:
        print(f"  {one.word:<12} {one.edit.id:<28} {one.edit.new}")
        for remark in one.remarks:
            print(f"{'':<16}{remark.code} {remark.level} {remark.place}: {remark.text}")


def main() -> int:
    """Edit, check and tell."""
    parser = argparse.ArgumentParser(prog="python -m tests.prosa.bench", description=__doc__)
    parser.add_argument("--kind", action="append", help="bara det slaget (får upprepas)")
    parser.add_argument("--rapport", action="append", help="bara den rapporten, till exempel 2023/vss (får upprepas)")
    parser.add_argument("--list", action="store_true", help="visa varje fel och vad som sades om det")
    parser.add_argument("--undanhållet", action="store_true", help="pröva de undanhållna filerna i stället")
    parser.add_argument("--bara", choices=("fel", "ärligt"), help="bara felen, eller bara de ärliga ändringarna")
    chosen = parser.parse_args()
    began = time.perf_counter()

    def edits(names: tuple[str, str]) -> list[Edit]:
        kinds, reports = chosen.kind, chosen.rapport
        every = read(names[chosen.undanhållet])
        return [one for one in every if (not kinds or one.kind in kinds) and (not reports or one.rapport in reports)]

    faults = edits(FAULTS) if chosen.bara != "ärligt" else []
    honest = edits(HONEST) if chosen.bara != "fel" else []
    if not faults and not honest:
        parser.error("inga ändringar av det slaget i den rapporten")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        outcomes, kept = [bench.judge(one) for one in faults], [bench.judge(one) for one in honest]
    if faults:
        show_faults(outcomes, lists=chosen.list)
    if honest:
        show_honest(kept)
    broken = [one for one in (*outcomes, *kept) if one.word == BROKEN]
    for one in broken:
        print(f"läsfel {one.edit.id}: {one.trouble}")
    print(f"\n{len(outcomes) + len(kept)} ändringar prövade på {time.perf_counter() - began:.0f} s.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
