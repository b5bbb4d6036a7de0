"""A page of HTML to PDF with WeasyPrint. WeasyPrint is imported only here, and only when a PDF is made."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import html as html_text
import importlib.metadata
import io
import logging
import re
from collections.abc import Callable
from typing import Any

from vb_gen.core.finding import MachineError, UseError
from vb_gen.disk import unforeseen
from vb_gen.output.pdf.fonts import FONT, described

INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-lato"
MISSING_PANGO = (
    "PDF kan inte göras på den här datorn: biblioteket Pango saknas.\n"
    f"Installera det så här (Debian/Ubuntu), och kör kommandot igen:\n  {INSTALL}"
)


def fingerprint(html: str, font: str = FONT) -> str:
    """What decides a PDF's bytes: the page, the program's and WeasyPrint's versions, and the fonts' files."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("vb-gen", "weasyprint", "pydyf")]
    return hashlib.sha256("\n".join([html, *versions, *described(font)]).encode()).hexdigest()


def get_ready() -> None:
    """Start WeasyPrint, which takes as long as reading a report and making its page. Raises :class:`MachineError`."""
    _import()


def make_pdf(html: str) -> bytes:
    """A page as one file that is PDF/A-2a and PDF/UA-1 at once; the same bytes for the same page and machine.

    Raises :class:`MachineError` where Pango is missing, or the page asks for something outside it.
    """
    weasyprint = _import()
    from vb_gen.output.pdf.colours import settle

    try:
        from weasyprint.urls import URLFetcher

        from vb_gen.output.pdf.tagging import finish
    except ImportError as error:
        raise _not_as_expected() from error

    refused: list[str] = []

    class Closed(URLFetcher):  # type: ignore[misc]
        """Lets through what the page itself holds (data:), and nothing else: no network, no files."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:image/"):
                refused.append(url)
                raise ValueError(f"refused: {url}")
            return super().fetch(url, headers)

    links = _link_texts(html)
    collecting = gc.isenabled()
    gc.disable()  # a tenth of the time goes to collecting a layout that is thrown away at once
    try:
        document = weasyprint.HTML(string=settle(html), url_fetcher=Closed(allowed_protocols=("data",)), base_url=None)
        result: bytes = document.write_pdf(
            pdf_variant="pdf/a-2a", finisher=lambda laid_out, pdf: _finish(finish, laid_out, pdf, links)
        )
    except (MachineError, UseError, MemoryError):
        raise
    except Exception as error:  # whatever stops WeasyPrint, the page is there
        raise MachineError(f"PDF:en gjordes inte. {unforeseen.told(error)}") from error
    finally:
        if collecting:
            gc.enable()
    if refused:
        raise MachineError("PDF:en gjordes inte: sidan hämtar något utifrån (" + ", ".join(refused[:3]) + ").")
    return result


def _finish(finish: Callable[[Any, Any, dict[str, str]], None], document: Any, pdf: Any, links: dict[str, str]) -> None:
    """Mend the tags. They are WeasyPrint's own business, which another version of it may do in another way."""
    try:
        finish(document, pdf, links)
    except (AssertionError, AttributeError, ImportError, LookupError, StopIteration, TypeError, ValueError) as error:
        raise _not_as_expected() from error


def _not_as_expected() -> MachineError:
    version = importlib.metadata.version("weasyprint")
    return MachineError(
        f"PDF:en gjordes inte: WeasyPrint {version} märker upp sidan på ett annat sätt än vb räknar med.\n"
        'Installera den version som vb är gjord för:\n  python -m pip install "weasyprint>=70,<71"'
    )


def _import() -> Any:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # where it would complain, in English
            import weasyprint
    except OSError:
        raise MachineError(MISSING_PANGO) from None
    return weasyprint


def _link_texts(html: str) -> dict[str, str]:
    """The text of the links to each place in the page."""
    found = {}
    for piece in html.split("<a ")[1:]:
        inside, _, rest = piece.partition(">")
        text, end, _ = rest.partition("</a>")
        if end and (target := re.search(r'href="#([^"]+)"', inside)):
            found[target[1]] = html_text.unescape(re.sub(r"<[^<>]+>", "", text)).strip()
    return found
