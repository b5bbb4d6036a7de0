"""Many nämnder in one workspace: each family of bodies is read on its own, told in its place, and let go of."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import ref

import pytest

from tests import small
from tests.conftest import read, write
from tests.kalkylblad import save_book
from vb_gen.checks import rule as base
from vb_gen.cli.check import _check
from vb_gen.core.finding import Collector
from vb_gen.diff import against
from vb_gen.diff.against import Against, all_reports, compare_reports
from vb_gen.diff.changes import ReportDiff
from vb_gen.diff.touched import differing_files, made_of
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.read import reading
from vb_gen.tasks.build import Job, build
from vb_gen.tasks.status import collect

NAMES = ("badet", "parken", "skolan")
BODIES = "".join(f"  {name}:\n    namn: {name.capitalize()}\n    sort: nämnd\n" for name in NAMES)
CHAPTER = "inputs/2023/{}/kapitel.yaml"


@pytest.fixture
def three(tmp_path: Path) -> Workspace:
    """Three nämnder with a report for each of two years, and a body below the first of them."""
    return make(tmp_path / "nu")


def make(root: Path) -> Workspace:
    small.make(root)
    (root / "inputs/2023/parknamnden").rename(root / "inputs/2023/parken")
    below = "  simhallen:\n    namn: Simhallen\n    sort: förvaltning\n    överordnad: badet\n"
    write(root / "inputs/kommun.yaml", "namn: Exempelköping\nenheter:\n" + BODIES + below)
    for year in (2022, 2023):
        for name in (*NAMES, *(["simhallen"] if year == 2023 else [])):
            write(root / f"inputs/{year}/{name}/rapport.yaml", "mall: liten\n")
            write(root / f"inputs/{year}/{name}/kapitel.yaml", small.TEXT + small.TABLES)
    return Workspace(root)


def swap(workspace: Workspace, name: str, old: str, new: str) -> None:
    path = workspace.root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


class Readers:
    """Notes every report that is read, and that nothing is held of another family but the report that was judged last."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        self.alive: list[tuple[str, ref[Report]]] = []
        known = reading._read_report
        monkeypatch.setattr(reading, "_read_report", lambda *arguments: self._note(known(*arguments)))

    def _note(self, report: Report | None) -> Report | None:
        assert report is not None
        family = min(report.kommun.family(report.enhet_id))
        held = [name for name in self.held() if name != family]
        assert len(held) <= 1, f"{held} still held when {report.name} was read"
        self.names.append(report.name)
        self.alive.append((family, ref(report)))
        return report

    def held(self) -> list[str]:
        gc.collect()
        return [family for family, one in self.alive if one() is not None]


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> Readers:
    return Readers(monkeypatch)


def checked(workspace: Workspace) -> None:
    assert _check(workspace, workspace.reports(), "text", everything=True) == 0


def compared(workspace: Workspace) -> None:
    """Everything is another, since kommun.yaml is."""
    then = make(workspace.root.parent / "då")
    swap(then, "inputs/kommun.yaml", "Exempelköping", "Annanköping")
    other = Against(then, "då")
    assert len(compare_reports(workspace, other, all_reports(workspace, other, None)).diffs) == 7


COMMANDS: list[Callable[[Workspace], object]] = [checked, lambda w: collect(w, w.reports()), compared]


@pytest.mark.parametrize("look", COMMANDS, ids=["check", "status", "diff"])
def test_a_family_is_let_go_of_before_the_next_is_read(
    three: Workspace, readers: Readers, look: Callable[[Workspace], object]
) -> None:
    look(three)
    sides = 2 if look is compared else 1
    assert len(readers.names) == 7 * sides  # and each is read once
    assert len(readers.held()) <= 1


def test_what_families_share_stays_and_a_build_remembers(three: Workspace) -> None:
    outcome = build(Job(three, *three.resolve("2023", "badet"), ("html",), three.root / "outputs"))
    assert outcome.code == 0
    report, kommun = read(three, "2023/badet"), reading.read_kommun(three, Collector())[0]
    assert report.kommun is kommun
    assert read(three, "2023/badet") is report  # as `vb watch` needs it
    for library, _ in base.families(three, three.reports()):
        assert library.report("2023/badet") in (report, None)
    assert read(three, "2023/badet") is not report
    assert read(three, "2023/badet").kommun is kommun
    assert read(three, "2023/badet").mall is report.mall


def test_reports_are_told_in_their_order_whatever_family_they_are_of(
    three: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    checked(three)
    told = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if "samband kontrollerade" in line]
    assert told == [f"{period.text}/{enhet}" for period, enhet in three.reports()]
    assert told[:3] == ["2022/badet", "2022/parken", "2022/skolan"]
    assert [f"{r.period}/{r.enhet}" for r in collect(three, three.reports())] == told
    assert [diff.namn for diff in against_itself(three, lambda _: None)] == told


def test_control_pages_are_written_for_every_report(three: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    _check(three, three.reports(), "text", everything=False, control=True)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Skrev ")]
    assert [line.partition("outputs/")[2] for line in lines] == [f"{p.text}/{e}-kontroll.html" for p, e in three.reports()]
    assert "Kontrollbilaga" in (three.root / "outputs/2022/skolan-kontroll.html").read_text("utf-8")


# vb diff


def against_itself(workspace: Workspace, change: Callable[[Workspace], object]) -> list[ReportDiff]:
    """What is told of a change, by the side of what the same workspace was before it."""
    then = make(workspace.root.parent / "då")
    change(workspace)
    other = Against(then, "då")
    return compare_reports(workspace, other, all_reports(workspace, other, None)).diffs


def test_a_family_that_nothing_has_changed_in_is_not_read(three: Workspace, readers: Readers) -> None:
    found = against_itself(three, lambda w: swap(w, CHAPTER.format("parken"), "11,2", "11,9"))
    assert [diff.namn for diff in found if diff.händelse == "ändrad"] == ["2023/parken"]
    # What has changed is read on both sides, the rest of its family once, and nothing else.
    assert sorted(readers.names) == ["2022/parken", "2023/parken", "2023/parken"]
    assert {diff.titel for diff in found if diff.namn == "2022/skolan"} == {"Verksamhetsberättelse 2022, Skolan"}


def test_what_is_told_is_the_same_whether_others_are_known_to_be_unchanged(
    three: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = against_itself(three, lambda w: swap(w, CHAPTER.format("parken"), "11,2", "11,9"))
    monkeypatch.setattr(against, "_same", lambda *_: frozenset())
    other = Against(Workspace(three.root.parent / "då"), "då")
    assert compare_reports(three, other, all_reports(three, other, None)).diffs == found


def test_a_finding_that_another_report_brings_is_told(three: Workspace) -> None:
    """Last year's outcome is changed: the comparison column of this year's report, which is as it was, no longer agrees."""
    table = "personal:\n  rader: |\n    mått      | {} | {} | enhet\n    Anställda |   41 |   43 | antal\n"
    for root in (three.root, make(three.root.parent / "då").root):
        write(root / CHAPTER.format("skolan"), small.TEXT + table.format(2022, 2023))
        write(root / "inputs/2022/skolan/kapitel.yaml", small.TEXT + table.format(2021, 2022).replace("43", "41"))
    swap(three, "inputs/2022/skolan/kapitel.yaml", "   41 | antal", "   47 | antal")
    other = Against(Workspace(three.root.parent / "då"), "då")
    found = {diff.namn: diff for diff in compare_reports(three, other, all_reports(three, other, None)).diffs}
    assert found["2023/skolan"].avsnitt == ()
    assert [change.händelse for change in found["2023/skolan"].anmärkningar] == ["ny"]
    assert found["2022/badet"].händelse == "lika"


def test_a_report_of_another_family_that_takes_a_changed_one_up_is_compared(three: Workspace) -> None:
    def lend(root: Path) -> None:
        text = small.TEXT + small.TABLES.replace("avvikelse | roll\n", "avvikelse | roll | från\n", 1)
        text = text.replace("|           |\n", "|           | |\n").replace(
            "| summa\n", "| summa |\n    Parken | | | | utanför | 2023/parken\n"
        )
        write(root / CHAPTER.format("skolan"), text)

    for root in (three.root, make(three.root.parent / "då").root):
        lend(root)
    swap(three, CHAPTER.format("parken"), "11,2", "11,9")
    other = Against(Workspace(three.root.parent / "då"), "då")
    found = {diff.namn: diff.händelse for diff in compare_reports(three, other, all_reports(three, other, None)).diffs}
    assert {name for name, what in found.items() if what == "ändrad"} == {"2023/parken", "2023/skolan"}


@pytest.mark.parametrize(
    ("name", "all_of_them"),
    [
        ("inputs/kommun.yaml", True),
        ("inputs/tema.yaml", True),
        ("inputs/bilder/karta.png", True),
        ("templates/rapport.html.j2", True),
        ("inputs/README.md", False),
        ("inputs/.gitkeep", False),
    ],
)
def test_shared_files_touch_every_report(three: Workspace, name: str, all_of_them: bool) -> None:
    assert len(made_of(three, {name})) == (7 if all_of_them else 0)


def test_a_sheet_touches_the_reports_that_name_it(three: Workspace) -> None:
    rows: list[list[Any]] = [["verksamhet", "bokslut", "budget", "avvikelse"], ["Parker", 11, 12, None]]
    for name in ("inputs/gemensam.xlsx", "inputs/2023/skolan/underlag.xlsx"):
        save_book(three.root / name, rows)
    for enhet, source in (("badet", "../../gemensam.xlsx#Drift"), ("parken", "../skolan/underlag.xlsx#Drift")):
        write(three.root / CHAPTER.format(enhet), f"resultat:\n  belopp: mnkr\n  tecken: kostnad\n  källa: {source}\n")
        assert read(three, f"2023/{enhet}")
    assert [enhet for _, enhet in made_of(three, {"inputs/gemensam.xlsx"})] == ["badet"]
    assert [enhet for _, enhet in made_of(three, {"inputs/2023/skolan/underlag.xlsx"})] == ["parken", "skolan"]


def test_files_that_differ_between_two_folders(three: Workspace) -> None:
    then = make(three.root.parent / "då")
    assert differing_files(three, then) == set()
    path = three.root / CHAPTER.format("parken")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert differing_files(three, then) == set()  # only the ends of lines
    swap(three, CHAPTER.format("badet"), "11,2", "11,9")
    write(three.root / "inputs/2023/skolan/nytt.yaml", "uppdraget: Text.\n")
    (then.root / "inputs/2023/skolan/gammalt.yaml").symlink_to(then.root / CHAPTER.format("skolan"))
    assert differing_files(three, then) == {
        CHAPTER.format("badet"),
        "inputs/2023/skolan/nytt.yaml",
        "inputs/2023/skolan/gammalt.yaml",
    }
