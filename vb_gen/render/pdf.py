"""A page of HTML to PDF with WeasyPrint. WeasyPrint is imported only here, and only when a PDF is made."""

from __future__ import annotations

import gc
import hashlib
import html as html_text
import importlib.metadata
import logging
import re
import shutil
import subprocess
from typing import Any

from vb_gen.errors import MachineError

FONT = "Lato"
INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-lato"
MISSING_PANGO = (
    "PDF kan inte göras på den här datorn: biblioteket Pango saknas.\n"
    f"Installera det så här (Debian/Ubuntu), och kör kommandot igen:\n  {INSTALL}"
)
MISSING_FONT = (
    f"PDF kan inte göras på den här datorn: teckensnittet {FONT} saknas.\n"
    "Installera det så här (Debian/Ubuntu), och kör kommandot igen:\n  apt-get install fonts-lato"
)


def fingerprint(html: str) -> str:
    """What decides a PDF's bytes: the page, the program's and WeasyPrint's versions, and the fonts' files."""
    parts = [html, *(f"{name} {importlib.metadata.version(name)}" for name in ("vb-gen", "weasyprint", "pydyf")), *_fonts()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _fonts() -> list[str]:
    """The font's files and versions, where fontconfig can tell."""
    program = shutil.which("fc-list")
    if program is None:
        return ["fonts unknown"]
    asked = subprocess.run([program, FONT, "file", "fontversion"], capture_output=True, text=True, check=False)  # noqa: S603
    return sorted(asked.stdout.splitlines())


def font_is_there() -> bool:
    """Is the font that pages are set in installed? True where fontconfig cannot tell."""
    fonts = _fonts()
    return fonts == ["fonts unknown"] or bool(fonts)


def make_pdf(html: str) -> bytes:
    """A page as one file that is PDF/A-2a and PDF/UA-1 at once; the same bytes for the same page and machine.

    Raises :class:`MachineError` where Pango or the font is missing, or the page asks for something outside it.
    """
    weasyprint = _import()
    if not font_is_there():
        raise MachineError(MISSING_FONT)
    from weasyprint.urls import URLFetcher

    from vb_gen.render.tagging import finish

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
        document = weasyprint.HTML(string=html, url_fetcher=Closed(allowed_protocols=("data",)), base_url=None)
        result: bytes = document.write_pdf(pdf_variant="pdf/a-2a", finisher=lambda laid_out, pdf: finish(laid_out, pdf, links))
    finally:
        if collecting:
            gc.enable()
    if refused:
        raise MachineError("PDF:en gjordes inte: sidan hämtar något utifrån (" + ", ".join(refused[:3]) + ").")
    return result


def _import() -> Any:
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    try:
        import weasyprint
    except OSError:
        raise MachineError(MISSING_PANGO) from None
    return weasyprint


def _link_texts(html: str) -> dict[str, str]:
    """The text of the links to each place in the page."""
    found = re.findall(r'<a [^>]*?href="#([^"]+)"[^>]*>(.*?)</a>', html, re.S)
    return {target: html_text.unescape(re.sub(r"<[^>]+>", "", text)).strip() for target, text in found}
