"""The mutation tool itself, and a floor under how many planted faults the rules find: `python -m tests.mutation` shows all.

A rule that is weakened or lost makes the share fall. The floors are a little below what was measured when they were set.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from tests.conftest import REPOSITORY
from tests.mutation.bench import EQUALITIES, FOUND, ROUNDING, WORDS, Bench
from tests.mutation.faults import KINDS, Fault, faults, figures
from tests.mutation.survey import BOUNDED, EXACT, missed, sample, share, survey
from vb_gen.checks.run import RULES
from vb_gen.core.numbers import Tal
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import facts

MONEY = ("ekonomi_i_korthet", "driftsammandrag", "färdigställda", "pågående")


@cache
def bench() -> Bench:
    return Bench(Workspace(REPOSITORY))


@cache
def planted() -> tuple[Fault, ...]:
    return tuple(faults(bench(), list(bench().reports)))


def test_what_nothing_is_planted_in_comes_out_as_it_was_read() -> None:
    """Derived and borrowed anew, every table is what reading made of it: the bench does as the program does."""
    for name, report in bench().reports.items():
        for section in bench().bare[name].walk():
            if section.tabeller:
                again = bench().planted(name, section)
                assert again[name] == report, (name, section.id)
    assert all(again[other] == report for other, report in bench().reports.items())


def test_a_fault_changes_the_figures_it_says_and_what_follows_from_them() -> None:
    for fault in sample([fault for fault in planted() if fault.delta], 1)[:12]:
        changed = bench().planted(fault.rapport, fault.section)[fault.rapport]
        before = {(f.plats, f.identity): f for f in bench().facts[fault.rapport]}
        unlike = [f for f in facts(changed) if before.get((f.plats, f.identity)) != f]
        assert str(fault.plats) in [str(f.plats) for f in unlike if not f.härledd], fault.text
        assert all(f.härledd or f.plats == fault.plats for f in unlike), fault.text


def test_there_are_faults_of_every_kind_in_every_report() -> None:
    kinds = {(fault.rapport, fault.kind) for fault in planted()}
    assert {kind for _, kind in kinds} == set(KINDS)
    for name in bench().reports:
        assert {"siffra", "tecken", "faktor tio", "rader", "kolumner"} <= {kind for report, kind in kinds if report == name}
    assert Counter(fault.kind for fault in planted())["siffra"] == len(figures(bench(), list(bench().reports)))


def test_the_codes_that_the_tool_knows_are_rules() -> None:
    assert {rule.code for rule in RULES} >= EQUALITIES | WORDS


def test_a_term_that_is_off_is_found_and_one_that_rounding_explains_is_told_apart() -> None:
    """In a table of the real report: a sum of eight figures with one decimal each may be off by less than 0,45."""
    name = "2023/kommunstyrelsen"
    (figure,) = [
        figure
        for figure in figures(bench(), [name])
        if (figure.section.id, figure.rad.etikett, figure.word) == ("driftsammandrag", "Planeringsstaben", "föregående")
    ]
    tal = figure.värde.tal
    words = {
        change: bench().judge(name, figure.changed(Tal(tal.värde + Decimal(change), tal.decimaler)), exactly=True).word
        for change in ("0.2", "20")
    }
    assert words == {"0.2": ROUNDING, "20": FOUND}


def test_a_figure_whose_sum_hides_a_small_change_is_still_held_by_it() -> None:
    """Of sixteen areas with one decimal each: 0,3 less of 2,0 is rounding, and yet the sum says what it must be."""
    (figure,) = [
        figure
        for figure in figures(bench(), ["2023/kommunstyrelsen"])
        if figure.rad.etikett.startswith("815 - Bostad") and figure.word == "föregående"
    ]
    tal = figure.värde.tal
    small = Fault("siffra", figure.rapport, figure.tabell.id, figure.ruta.plats, "", figure.section, (figure,), Decimal("0.3"))
    small = replace(small, section=figure.changed(Tal(tal.värde - small.delta, tal.decimaler)))
    result = survey(bench(), [small])
    assert [place for place, _ in result.exact] == [str(figure.ruta.plats)]
    assert [(one.word, one.relation, one.counts) for one in result.judged] == [(ROUNDING, EXACT, False)]


@pytest.mark.parametrize(
    ("tables", "percent", "floor", "count"),
    [pytest.param(MONEY, 5, 95, 30, id="amounts"), pytest.param((), 0.4, 90, 5, id="everything")],
)
def test_the_rules_find_as_many_faults_as_they_did(tables: tuple[str, ...], percent: float, floor: int, count: int) -> None:
    wanted = [fault for fault in planted() if fault.delta and (not tables or fault.tabell in tables)]
    result = survey(bench(), sample(wanted, percent))
    found, of = share(result.judged, EXACT)
    assert of >= count, "too few of the sample stand in a relation that says what they must be"
    assert found * 100 >= floor * of, [(one.plats, one.kind, one.text) for one in missed(result)]


def test_faults_that_only_a_bound_can_tell_are_found_as_often_as_they_were() -> None:
    """A sign, a decimal mark, a status: what makes a figure impossible, whatever it should have been."""
    wanted = [fault for fault in planted() if fault.kind in ("tecken", "faktor tio", "status")]
    result = survey(bench(), sample(wanted, 1))
    found, of = share(result.judged, BOUNDED)
    assert of >= 5
    assert found * 100 >= 85 * of, [(one.plats, one.kind, one.text, one.word) for one in result.judged]
