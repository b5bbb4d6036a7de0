"""What a rule says of itself: its title, why it matters, and two examples, in a folder of its own (`rules/data/CODE`).

`text.md` has the title as its heading and the reason below it. `bad/` holds an example that the rule finds and `good/` one
that it leaves alone: chapter files of a small report, `inputs/2023/parknamnden`, a draft of mall vb-2023 where nothing else
is said. A file in a folder below them is named from the workspace's root (other reports).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent / "rules" / "data"


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule in words; `bad` and `good` are texts of files by their names."""

    title: str
    why: str
    bad: Mapping[str, str]
    good: Mapping[str, str]


def text_of(code: str) -> RuleText:
    """A rule's text and examples. Raises OSError for a code that no rule has."""
    folder = DATA / code
    heading, _, why = (folder / "text.md").read_text("utf-8").partition("\n\n")
    return RuleText(heading.removeprefix("# "), why.strip(), _files(folder / "bad"), _files(folder / "good"))


def _files(folder: Path) -> dict[str, str]:
    names = sorted((path.relative_to(folder) for path in folder.rglob("*.yaml")), key=_order)
    return {name.as_posix(): (folder / name).read_text("utf-8") for name in names}


def _order(name: Path) -> tuple[bool, str, bool, str]:
    """The report's own files first, and what a folder's other files rest on before them."""
    return len(name.parts) > 1, name.parent.as_posix(), name.stem not in ("kommun", "rapport"), name.name
