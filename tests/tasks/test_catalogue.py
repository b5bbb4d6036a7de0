"""The handbook's catalogue of codes is made from the rules: VB_SKRIV=1 writes it anew, to be read before it is committed."""

from __future__ import annotations

import os
import re

import pytest

from tests.conftest import REPOSITORY
from vb_gen.checks.rule import Rule
from vb_gen.checks.run import RULES
from vb_gen.output.findings import explain
from vb_gen.tasks.catalogue import to_markdown

PAGE = REPOSITORY / "docs" / "handbok" / "koder.md"


def test_the_catalogue_is_what_the_rules_say() -> None:
    made = to_markdown(RULES)
    if os.environ.get("VB_SKRIV"):
        PAGE.write_text(made, "utf-8")
    assert PAGE.read_text("utf-8") == made, "Reglerna har ändrats. VB_SKRIV=1 pytest tests/tasks/test_catalogue.py"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_stands_in_it_with_its_examples(rule: Rule) -> None:
    text = to_markdown(RULES)
    (part,) = re.findall(rf"^### {rule.code} .*?(?=^### |^## |\Z)", text, re.M | re.S)
    assert part.startswith(f"### {rule.code} {rule.text.title}\n")
    assert rule.text.why in part
    for example in (rule.text.bad, rule.text.good):
        for name, content in example.items():
            shown = "\n".join(line.rstrip() for line in content.strip("\n").split("\n"))
            assert f"# {name}\n{shown}\n```" in part
    assert f"](#{rule.code.casefold()})" in text
    assert f'<a id="{rule.code.casefold()}"></a>' in text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_is_told_in_words_that_stand_alone(rule: Rule) -> None:
    assert re.fullmatch(r"[A-ZÅÄÖ]\d\d", rule.code)
    assert rule.family, f"{rule.code} has no family"
    assert not rule.text.title.endswith(".")
    assert rule.text.why.endswith(".")
    assert len(rule.text.why.split()) >= 8
    assert rule.text.bad
    assert rule.text.good
    assert rule.text.bad != rule.text.good
    assert rule.code in explain(rule)


def test_families_stand_together() -> None:
    """A family's letter is its own: no two families share one."""
    letters: dict[str, set[str]] = {}
    for rule in RULES:
        letters.setdefault(rule.code[0], set()).add(rule.family)
    assert {letter: sorted(names) for letter, names in letters.items() if len(names) > 1} == {}


def test_every_block_ends() -> None:
    fences = re.findall(r"^(```\w*|~~~~\w*)$", to_markdown(RULES), re.M)
    assert len(fences) % 2 == 0
    assert [fence for fence in fences[::2] if fence in ("```", "~~~~")] == []
    assert [fence for fence in fences[1::2] if fence not in ("```", "~~~~")] == []
