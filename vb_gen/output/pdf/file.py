"""A report's PDF as a file: made again only when what it is made of has changed. WeasyPrint is imported only to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vb_gen.core.finding import Finding, InputError
from vb_gen.disk.beside import Errand
from vb_gen.disk.writing import is_fresh, remember, write
from vb_gen.read.theme import Theme


@dataclass(frozen=True)
class PdfFile:
    """A PDF that is to be: where, in what theme's font, and what decides its bytes."""

    path: Path
    theme: Theme
    made_of: str

    @classmethod
    def of(cls, path: Path, page: str, theme: Theme) -> PdfFile:
        """The PDF of a page."""
        from vb_gen.output.pdf.pdf import fingerprint

        return cls(path, theme, fingerprint(page, theme.typsnitt))

    @cached_property
    def is_fresh(self) -> bool:
        """Is it there already, made of the same?"""
        return is_fresh(self.path, self.made_of)

    def write(self, setting: Errand[str, bytes], say: Callable[[str], None]) -> bool:
        """Write what the errand, given the page, makes of it, unless it is there already: was it written?

        Raises :class:`MachineError` where something on this machine is missing.
        """
        from vb_gen.output.pdf.fonts import must_be_there

        must_be_there(self.theme.typsnitt)
        if self.is_fresh:
            return False
        say(f"Gör {self.path.name} (det tar några sekunder)")
        data = setting.result()
        write(self.path, data)
        remember(self.path, self.made_of, data)
        return True


def set_page(page: str) -> bytes:
    """The bytes of a page's PDF."""
    from vb_gen.output.pdf.pdf import make_pdf

    return make_pdf(page)


def look_at_font(theme: Theme) -> None:
    """Raises :class:`InputError` where the theme's font is here and must not, or cannot, be put into a PDF."""
    from vb_gen.output.pdf.fonts import fault

    if wrong := fault(theme.typsnitt):
        raise InputError([Finding("V05", wrong, theme.typsnitt_plats, "Välj ett annat typsnitt, till exempel Lato.")])
