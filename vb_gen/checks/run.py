"""Running the rules on a report, and holding what they find against the waivers in its files."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vb_gen.checks import rules
from vb_gen.checks.claims.coverage import Coverage
from vb_gen.checks.rule import FAMILIES, Library, Remark, Rule, Subject, Untested
from vb_gen.checks.rule import RULES as REGISTERED
from vb_gen.checks.waivers import waived
from vb_gen.core.finding import Level
from vb_gen.model.report import Report


def _rules() -> tuple[Rule, ...]:
    """Every rule that a module of the folder registers, family by family."""
    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
    return tuple(sorted(REGISTERED.values(), key=lambda rule: (FAMILIES.index(rule.family), rule.code)))


RULES = _rules()


@dataclass(frozen=True)
class Found:
    """What was found in a report: the remarks in order, and how many relations each rule held."""

    name: str  # the report's, `2023/leanlink`
    remarks: tuple[Remark, ...]
    checked: dict[str, int]
    skipped: tuple[Untested, ...] = field(default=(), kw_only=True)  # the relations that could not be tested
    prosa: Mapping[str, Coverage] = field(default_factory=dict, kw_only=True)  # by section, what was tested of running text

    @property
    def open(self) -> tuple[Remark, ...]:
        """Faults and warnings that no waiver covers."""
        return tuple(r for r in self.remarks if not r.undantag and r.level is not Level.UPPLYSNING)


@dataclass(frozen=True)
class Result(Found):
    """What was found, together with the report itself."""

    report: Report

    @property
    def found(self) -> Found:
        """What was found alone, for one who has many and must not hold every report."""
        return Found(self.name, self.remarks, self.checked, skipped=self.skipped, prosa=self.prosa)


@dataclass(frozen=True)
class Look:
    """What some rules found in a report, not yet held against its waivers, and how many relations each held."""

    remarks: tuple[Remark, ...]
    checked: dict[str, int]
    skipped: tuple[Untested, ...] = ()
    prosa: Mapping[str, Coverage] = field(default_factory=dict)


def check(report: Report, library: Library) -> Result:
    """Run every rule on a report; waived remarks say why, and an unused waiver is a fault."""
    return settle(report, [look(report, library, RULES)])


def look(report: Report, library: Library, chosen: Iterable[Rule]) -> Look:
    """Run some rules on a report."""
    subject = Subject(report, library)
    remarks = tuple(remark for rule in chosen for remark in rule.find(subject))
    return Look(remarks, subject.checked, tuple(subject.skipped), subject.prosa)


def settle(report: Report, looks: Sequence[Look]) -> Result:
    """What all rules found in a report, held against its waivers."""
    remarks = waived(report, [remark for look in looks for remark in look.remarks], [rule.code for rule in RULES])
    remarks.sort(key=lambda r: (r.place.sort_key, r.code, r.text))
    checked = sum((Counter(look.checked) for look in looks), Counter[str]())
    skipped = sorted((one for look in looks for one in look.skipped), key=lambda one: (one.plats.sort_key, one.code))
    prose = {section: part for look in looks for section, part in look.prosa.items()}
    return Result(report.name, tuple(remarks), dict(checked), report, skipped=tuple(skipped), prosa=prose)
