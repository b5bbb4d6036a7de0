"""Jinja's sandbox, made narrower: a template that may be a stranger's lays out, and ends.

It calls nothing but its own macros and blocks, computes next to nothing, and neither loops nor grows a text without end:
every loop, call and joined text is counted against what no report comes near.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.runtime import BlockReference, LoopContext, Macro, Undefined, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from vb_gen.core.finding import UseError

MAX_LENGTH = 30_000_000  # characters; the largest real report is a hundredth of this
MAX_TEXT = 1_000_000  # characters of a text that a template joins
MAX_STEPS = 5_000_000  # turns of loops and calls of macros; the largest real report takes a thousandth of them
MAX_DEPTH = 3  # lists within lists: a list of itself twice, written forty times over, would be 2⁴⁰ long
_CALL = 10  # turns of a loop that a call takes the time of
_LOOP, _TEXT, _LIST = "_varv", "_text", "_lista"  # what loops, joined texts and lists are led through
_FILTERS = ("list", "selectattr", "rejectattr", "min", "max", "first", "last", "length", "e", "escape", "lower", "upper")


class _Guarded(NodeTransformer):
    """Leads what a template loops over, joins and lists through the sandbox."""

    def visit_For(self, node: nodes.For) -> nodes.For:
        self.generic_visit(node)
        node.iter = _through(_LOOP, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:
        parts = nodes.List([self.visit(part) for part in node.nodes], lineno=node.lineno)
        return _through(_TEXT, parts)

    def visit_List(self, node: nodes.List) -> nodes.Expr:
        self.generic_visit(node)
        return _through(_LIST, node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:
        self.generic_visit(node)
        return _through(_LIST, node) if node.ctx == "load" else node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Expr:
        self.generic_visit(node)
        return _through(_LIST, node)


def _through(name: str, node: nodes.Node) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


class _Code(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:
        super().visit_Template(_Guarded().visit(node), frame)


class Sandbox(ImmutableSandboxedEnvironment):
    """Lays out and loops; computes, pads and reaches nothing."""

    code_generator_class = _Code
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(finalize=_shown, **options)
        self.steps = 0
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {"join": self._join, _LOOP: self._turns, _TEXT: self._together, _LIST: self._shallow}

    def begin(self) -> None:
        """A page begins: nothing is counted yet."""
        self.steps = 0

    def spend(self, steps: int) -> None:
        """Count turns of a loop, or calls. Raises :class:`UseError` where no report needs so many."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise UseError("En sidmall går fler varv än någon rapport behöver.")

    def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A call of the template's own macros."""
        self.spend(_CALL)
        return super().call(__context, __obj, *args, **kwargs)

    def is_safe_callable(self, obj: Any) -> bool:
        """Only the templates' own macros and blocks."""
        return isinstance(obj, Macro | BlockReference | LoopContext)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse what could fill the memory; add whole numbers, texts of a page's size, and lists."""
        if operator != "+":
            raise UseError(f"En sidmall räknar med {operator}; sidmallar räknar inte.")
        for part in (left, right):
            if isinstance(part, str):
                _bounded(len(part), MAX_TEXT)
            elif isinstance(part, Sized):
                self.spend(len(part))
        return super().call_binop(context, operator, left, right)

    @pass_context  # not reckoned once for all when the template is compiled, as a list of constants would be
    def _turns(self, context: Any, several: Iterable[Any]) -> Iterable[Any]:  # noqa: ARG002
        """What a loop goes through, counted."""
        if isinstance(several, Undefined):
            return several  # which says what is missing
        items = several if isinstance(several, Sized) else list(several)
        self.spend(len(items))
        return items

    def _together(self, parts: Sequence[Any]) -> str:
        """What `~` joins."""
        texts = [_shown(part) for part in parts]
        length = sum(len(str(text)) for text in texts)
        _bounded(length, MAX_TEXT)
        self.spend(length // 100)
        return markup_join(texts)

    def _join(self, several: Iterable[Any], between: str = "") -> str:
        """The filter `join`."""
        items = list(several)
        self.spend(len(items))
        return self._together([part for item in items for part in (between, item)][1:])

    def _shallow(self, several: Any, left: int = MAX_DEPTH) -> Any:
        """A list that is written in a template, of no more lists within lists than a page needs."""
        if isinstance(several, list | tuple | dict):
            if not left:
                raise UseError("En sidmall lägger listor i listor i för många led.")
            self.spend(len(several))
            for item in several.values() if isinstance(several, dict) else several:
                self._shallow(item, left - 1)
        return several

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """What a macro or a block has written."""
        every = list(pieces)
        _bounded(sum(map(len, every)), MAX_LENGTH)
        return "".join(every)


def _bounded(length: int, most: int) -> None:
    if length > most:
        raise UseError("En sidmall gör sidan större än någon rapport kan vara.")


def _shown(value: Any) -> Any:
    """What is printed is a text or a number."""
    if isinstance(value, list | tuple | dict | set):
        raise UseError("En sidmall skriver ut en lista. Skriv ut det som står i den, ett i taget.")
    return value
