"""The theme of a workspace: the neutral one, with what the municipality changes in inputs/tema.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vb_gen.core.contrast import SHAPE, TEXT, Pair, mend, poor
from vb_gen.core.finding import Collector, InputError, Place
from vb_gen.core.node import Scalar
from vb_gen.disk.memory import Memory, Sources
from vb_gen.disk.workspace import Workspace, package_templates
from vb_gen.inputs.pictures import logotype
from vb_gen.inputs.yaml.files import nodes
from vb_gen.model.base import read_model
from vb_gen.model.tema import Färger, Kulör, Tema

FALLBACKS = 'Carlito, Calibri, "Segoe UI", "Helvetica Neue", Arial, sans-serif'  # where a reader's device lacks the font

_THEMES: Memory[Path, tuple[Theme, Sources]] = Memory()


@dataclass(frozen=True)
class Theme:
    """How pages look: the colours by name, the font and where it is named, the cover, the logotype."""

    färger: dict[str, str]
    typsnitt: str
    typsnitt_plats: Place
    omslag: str
    logotyp: str = ""  # a data: URI
    logotyptext: str = ""

    @property
    def properties(self) -> dict[str, str]:
        """The CSS custom properties that the style sheets use."""
        dark = self.omslag == "mörkt"
        cover = {
            "omslagsyta": self.färger["mörk" if dark else "papper"],
            "omslagstext": self.färger["text_på_mörk" if dark else "mörk"],
        }
        return self.färger | cover | {"typsnitt": f'"{self.typsnitt}", {FALLBACKS}'}


def theme_file(workspace: Workspace) -> Path:
    """Where a municipality's theme is."""
    return workspace.inputs / "tema.yaml"


def read_theme(workspace: Workspace, found: Collector, sources: Sources | None = None) -> Theme | None:
    """The workspace's theme. What is wrong is added to `found`; the files it is made of are counted into `sources`."""
    theme, own = _THEMES.get(workspace.root) or (None, Sources())
    if theme is None:
        before = len(found.findings)
        theme = _read_theme(workspace, found, own)
        if theme is not None and len(found.findings) == before:
            _THEMES.keep(workspace.root, own, (theme, own))
    if sources is not None:
        sources.include(own)
    return theme


def _read_theme(workspace: Workspace, found: Collector, sources: Sources) -> Theme | None:
    neutral = _read(workspace, sources.add(package_templates() / "tema.yaml"), found)
    own = _read(workspace, theme_file(workspace), found) if sources.add(theme_file(workspace)).exists() else Tema()
    if neutral is None or own is None:
        return None
    given = {name: getattr(own.färger, name) or getattr(neutral.färger, name) for name in Färger.model_fields}
    _look_at_contrast(given, {name for name in given if getattr(own.färger, name)}, found)
    font = own.typsnitt or neutral.typsnitt
    assert isinstance(font, Scalar)
    picture = logotype(workspace, own.logotyp.fil, found, sources) if own.logotyp else ""
    return Theme(
        färger={name: colour.hex for name, colour in given.items()},
        typsnitt=" ".join(font.text.split()),
        typsnitt_plats=font.place,
        omslag=own.omslag or neutral.omslag or "mörkt",
        logotyp=picture or "",
        logotyptext=own.logotyp.text if own.logotyp else "",
    )


def theme_of(workspace: Workspace) -> Theme:
    """The workspace's theme. Raises :class:`~vb_gen.core.finding.InputError` with all that is wrong in it."""
    found = Collector()
    theme = read_theme(workspace, found)
    found.stop()
    assert theme is not None
    return theme


def _read(workspace: Workspace, path: Path, found: Collector) -> Tema | None:
    try:
        return read_model(Tema, nodes(workspace, path), found)
    except InputError as error:
        found.extend(error.findings)
        return None


def _look_at_contrast(given: dict[str, Kulör], own: set[str], found: Collector) -> None:
    """Tell of the pairs that do not differ enough: each colour once, at its worst, where the municipality wrote it."""
    colours = {name: colour.hex for name, colour in given.items()}
    worst: dict[str, tuple[Pair, float]] = {}
    for pair, ratio in sorted(poor(colours), key=lambda one: one[1] / one[0].least):
        wrong = pair.front if pair.front in own or pair.behind not in own else pair.behind
        worst.setdefault(wrong, (pair, ratio))
    for wrong, (pair, ratio) in worst.items():
        shown = f"{int(ratio * 100) / 100:.2f}".replace(".", ",")  # 4,499 is not 4,50
        least = {TEXT: "4,5", SHAPE: "3"}[pair.least]
        what = (
            f"{pair.front} {colours[pair.front]} syns inte nog mot {pair.behind} {colours[pair.behind]} ({pair.what}): "
            f"kontrasten är {shown}:1 och ska vara minst {least}:1"
        )
        shade = mend(wrong, colours)
        instead = f'Skriv en annan nyans, till exempel "{shade}".' if shade else "Välj färger som skiljer sig mer åt i ljushet."
        found.add("V01", what, given[wrong].plats, instead)
