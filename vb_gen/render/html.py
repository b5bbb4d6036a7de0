"""A page's view to HTML, with the templates of the workspace or the program, in Jinja's sandbox."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from vb_gen.errors import UseError
from vb_gen.render.page import build_page
from vb_gen.render.view import PageView
from vb_gen.report import Report
from vb_gen.workspace import Workspace


class _Sandbox(ImmutableSandboxedEnvironment):
    """Templates may come from a stranger's pull request: they lay out and loop a little, and reach nothing else."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:  # noqa: ARG002
        """Refuse what could fill the memory."""
        raise UseError(f"En mall räknar med {operator}; mallar räknar inte.")


def environment(workspace: Workspace) -> ImmutableSandboxedEnvironment:
    """The templates' environment: undefined names are errors, everything is escaped."""
    loaders = [FileSystemLoader(folder) for folder in workspace.template_folders]
    env = _Sandbox(
        loader=ChoiceLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals = {}
    return env


def render_page(page: PageView, workspace: Workspace, styles: str) -> str:
    """A page as one self-contained HTML document. Raises :class:`UseError` for a fault in a template."""
    try:
        text = environment(workspace).get_template("rapport.html.j2").render(sida=page, stil=Markup(styles))  # noqa: S704
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or 'en mall'}, rad {getattr(error, 'lineno', '?')}"
        raise UseError(f"Fel i mallen {where}: {error.message}") from None
    return re.sub(r"\n{2,}", "\n", text).strip() + "\n"


def render_report(report: Report, workspace: Workspace, appendices: Sequence[tuple[str, Report]] = ()) -> str:
    """A report as HTML, with other reports as its appendices."""
    return render_page(build_page(report, appendices), workspace, styles(workspace))


def styles(workspace: Workspace) -> str:
    """The style sheets, in order; the workspace's own replace the program's by name."""
    sheets = []
    for name in ("grund.css", "tabeller.css", "mal.css", "tryck.css"):
        path = workspace.template(f"stil/{name}")
        if path is None:
            raise UseError(f"Stilmallen stil/{name} saknas.")
        sheets.append(_safe_css(path))
    return "\n".join(sheets)


def _safe_css(path: Path) -> str:
    """A style sheet without what could end the style element or fetch something."""
    text = path.read_text("utf-8").strip()
    if re.search(r"</|@import|url\((?!\s*['\"]?(?:data:image/|#))", text, re.I):
        raise UseError(f"Stilmallen {path.name} hämtar något utifrån eller innehåller HTML; det används inte.")
    return text
