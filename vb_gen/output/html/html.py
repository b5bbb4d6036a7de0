"""A page's view to HTML, with the templates of the workspace or the program, in Jinja's sandbox.

Templates and style sheets may come from a stranger's pull request. They lay out what they are given and reach nothing
else: no file outside the template folders, no method or function but their own macros, no filter that can pad, and
never more than a page's worth of text.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import BaseLoader, FileSystemBytecodeCache, StrictUndefined, TemplateError, TemplateNotFound, UndefinedError
from markupsafe import Markup

from vb_gen.core.finding import UseError
from vb_gen.core.pattern import regex
from vb_gen.disk.memory import state
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.output.html import sandbox
from vb_gen.output.html.page import PDF_SIZE, build_page
from vb_gen.output.html.sandbox import MAX_LENGTH, Sandbox
from vb_gen.output.html.size import at_most, in_megabytes
from vb_gen.output.html.together import hold_together
from vb_gen.output.html.view import ControlView, IndexView
from vb_gen.read.theme import Theme, theme_of

if TYPE_CHECKING:
    from vb_gen.output.html.changes import ReportView

# A page fetches nothing and runs nothing, whatever a template of the workspace's own puts into it.
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n"
)
_HEAD = regex(r'<!DOCTYPE html>\s*<html(?:\s+[\w-]+="[^"<>]*")*\s*>\s*<head>(?:\s*<meta charset="utf-8">)?\n?', re.I)


class _Loader(BaseLoader):
    """Templates from the workspace and the program, never through a link that leads out of them."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002
        """A template's text. Raises TemplateNotFound."""
        if ".." in template.split("/") or "\\" in template or template.startswith("/"):
            raise TemplateNotFound(template)
        path = self.workspace.template(template)
        if path is None:
            raise TemplateNotFound(template)
        before = state(path)
        return self.workspace.text(path), template, lambda: self.workspace.template(template) == path and state(path) == before


@lru_cache(32)
def environment(workspace: Workspace) -> Sandbox:
    """The templates' environment: undefined names are errors, everything is escaped. A template that changes is read anew."""
    return Sandbox(
        loader=_Loader(workspace),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_compiled(),
    )


def _compiled() -> FileSystemBytecodeCache | None:
    """Templates are compiled once, and kept where Python keeps what it compiles of this module, and only if it does."""
    folder = Path(cache_from_source(__file__)).parent
    kept = not sys.dont_write_bytecode and os.access(folder, os.W_OK)
    # The name tells these from what another sandbox has made of the same templates.
    return FileSystemBytecodeCache(str(folder), "__vb2_%s.cache") if kept else None


def render_control(kontroll: ControlView, workspace: Workspace) -> str:
    """What was checked in a report, as a page of its own."""
    return render_template("kontroll.html.j2", workspace, ("kontroll.css",), k=kontroll)


def render_diff(rapporter: Sequence[ReportView], rubrik: str, workspace: Workspace) -> str:
    """What changed in reports, as a page of its own."""
    return render_template("diff.html.j2", workspace, ("diff.css",), rubrik=rubrik, rapporter=list(rapporter))


def render_index(index: IndexView, workspace: Workspace) -> str:
    """All reports of a workspace, as a page with links to them."""
    return render_template("index.html.j2", workspace, ("index.css",), index=index)


def render_template(name: str, workspace: Workspace, sheets: Sequence[str], **values: object) -> str:
    """A page as one self-contained HTML document. Raises :class:`UseError` for a fault in a template."""
    pieces: list[str] = []
    length = 0
    theme = theme_of(workspace)
    css = Markup(styles(workspace, theme, sheets))  # noqa: S704 - _safe_css has looked at it
    try:
        env = environment(workspace)
        env.begin()
        template = env.get_template(name)
        for piece in template.generate(**values, stil=css, tema=theme):
            pieces.append(piece)
            length += len(piece)
            if length > MAX_LENGTH:
                raise UseError("En sidmall gör sidan större än någon rapport kan vara.")
    except TemplateError as error:
        raise UseError(_explain(error)) from None
    except (RecursionError, MemoryError):
        raise UseError("En sidmall anropar sig själv utan slut.") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        if not _in_template(error):
            raise
        raise UseError(_explain(error)) from None
    return _with_policy(name, re.sub(r"\n{2,}", "\n", "".join(pieces)).strip() + "\n")


def _with_policy(name: str, page: str) -> str:
    """The page with its policy before all else, since one binds only what comes after it."""
    head = _HEAD.match(page)
    if head is None:
        raise UseError(f'Sidmallen {name} ska börja med <!DOCTYPE html>, <html lang="sv"> och <head>, i den ordningen.')
    return head.group().rstrip("\n") + "\n" + POLICY + page[head.end() :]


def _in_template(error: Exception) -> bool:
    """Did it go wrong in what a template does, and not in our own code?"""
    frames = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    last = max((number for number, name in enumerate(frames) if name.endswith(".j2")), default=None)
    return last is not None and not any("vb_gen" in name and name != sandbox.__file__ for name in frames[last + 1 :])


def _explain(error: Exception) -> str:
    """What is wrong in a template, and where, in Swedish."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.endswith(".j2"):  # where Jinja was when the error came
            name, line = frame.filename, frame.lineno
    said = str(error)
    if isinstance(error, TemplateNotFound):
        said = f"sidmallen ”{error.name}” finns inte"
    elif isinstance(error, UndefinedError):
        unknown = re.findall(r"'([^']+)' (?:is undefined)|attribute '([^']+)'", said)
        word = next((a or b for a, b in unknown), "")
        said = f"namnet ”{word}” finns inte" if word else "ett namn finns inte"
    elif "not safely callable" in said or "unsafe" in said:
        said = "sidmallen försöker köra något som sidmallar inte får köra"
    elif "No filter named" in said:
        said = "sidmallen använder ett filter som sidmallar inte får använda"
    elif not isinstance(error, TemplateError):
        said = "sidmallen räknar med, eller går igenom, något som inte går"
    return f"Fel i sidmallen {name or 'rapport.html.j2'}{f', rad {line}' if line else ''}: {said}"


def render_report(
    report: Report,
    workspace: Workspace,
    appendices: Sequence[tuple[str, Report]] = (),
    kontroll: ControlView | None = None,
    stämpel: str = "",
) -> str:
    """A report as HTML, with other reports as its appendices, and last what was checked in it; a stamp on its cover."""
    page = build_page(report, appendices)
    sheets = ("kontroll.css",) if kontroll else ()
    html = render_template("rapport.html.j2", workspace, sheets, sida=replace(page, kontroll=kontroll, stämpel=stämpel))
    html = hold_together(html)
    return html.replace(PDF_SIZE, in_megabytes(at_most(html)), 1) if page.pdf else html


def styles(workspace: Workspace, theme: Theme, more: Sequence[str] = ()) -> str:
    """The theme and the style sheets, in order; the workspace's own sheets replace the program's by name."""
    sheets = [":root {", *(f"  --{name}: {value};" for name, value in theme.properties.items()), "}"]
    for name in ("grund.css", "tabeller.css", "diagram.css", "mal.css", *more, "tryck.css"):
        path = workspace.template(f"stil/{name}")
        if path is None:
            raise UseError(f"Stilmallen stil/{name} saknas.")
        sheets.append(_in_pictures(name, _safe_css(name, workspace.text(path)), theme))
    _look_at_names("\n".join(sheets))
    return "\n".join(sheets)


def _in_pictures(name: str, css: str, theme: Theme) -> str:
    """Pictures inside a style sheet know no custom properties: what they name is put in."""

    def value(match: re.Match[str]) -> str:
        if match[1] == "typsnitt":
            return quote(theme.typsnitt)
        if match[1] not in theme.properties:
            raise UseError(f"Stilmallen {name} använder --{match[1]}, som temat inte har.")
        return quote(theme.properties[match[1]])

    return re.sub(r'url\("data:[^"]*"\)', lambda url: _VARIABLE.sub(value, url[0]), css)


_VARIABLE = regex(r"var\(--([\w-]+)\)")


def _look_at_names(css: str) -> None:
    """A property that nobody sets would leave text without colour, and nobody would be told."""
    known = set(re.findall(r"(?<![\w-])--([\w-]+)\s*:", css))
    for name in _VARIABLE.findall(css):
        if name not in known:
            raise UseError(f"En stilmall använder --{name}, som varken temat eller stilmallarna har.")


_AT_RULES = r"media|page|supports|(?:top|bottom|left|right)-(?:left|center|right|top|middle|bottom)(?:-corner)?"
_FETCHING = regex(
    rf"</|\\|url\((?!\s*['\"]?(?:data:image/|#))|(?:image-set|image|cross-fade|element|src)\(|@(?!(?:{_AT_RULES})\b)", re.I
)


# A comment begins only outside texts and addresses, so all three are found together. `xurl(` is no address.
_OPAQUE = regex(
    r"""("[^"\n\r\f]*["\n\r\f]?|'[^'\n\r\f]*['\n\r\f]?|(?<![\w-])(?<![^\0-\x7f])url\(\s*[^"'\s][^)]*)|/\*.*?(?:\*/|$)""",
    re.I | re.S,
)


def _safe_css(name: str, text: str) -> str:
    """A style sheet without what could end the style element or fetch something, in disguise or not."""
    text = text.strip()
    if _FETCHING.search(_OPAQUE.sub(lambda piece: piece[1] or " ", text)) or "</" in text:
        raise UseError(f"Stilmallen {name} hämtar något utifrån eller innehåller HTML; det används inte.")
    return text
