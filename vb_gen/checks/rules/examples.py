"""What the examples of several families are made of: indicators and goals of a small report, as people write them."""

from __future__ import annotations

from textwrap import dedent, indent

from vb_gen.checks.rule import Example


def indicators(rows: str, more: str = "", **others: str) -> Example:
    """One group of indicators; `more` are keys beside its rows, `others` chapter files by name."""
    return Example({"namndindikatorer.yaml": _group(rows, more)} | _files(others))


def goal(text: str, rows: str = "", **others: str) -> Example:
    """One goal in the area Medborgare, with its indicators."""
    report = "målredovisning:\n  målområden:\n    - målområde: Medborgare\n      mål:\n" + _block(text, 8)
    files = {"malredovisning.yaml": report} | ({"namndindikatorer.yaml": _group(rows, "")} if rows else {})
    return Example(files | _files(others))


def _group(rows: str, more: str) -> str:
    return "indikatorer:\n  grupper:\n    - målområde: Medborgare\n      rader: |\n" + _block(rows, 8) + _block(more, 6)


def _files(others: dict[str, str]) -> dict[str, str]:
    return {f"{name}.yaml": _block(text, 0) for name, text in others.items()}


def _block(text: str, depth: int) -> str:
    """A text of its own indentation set `depth` spaces in."""
    return indent(dedent(text).strip("\n"), " " * depth) + "\n" if text else ""
