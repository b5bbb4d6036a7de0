"""Where inputs, templates and outputs are, and which reports there are. Nothing outside them is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vb_gen.errors import Document, UseError
from vb_gen.period import Period
from vb_gen.source import Mapping, nearest, parse, read_document

PACKAGE = Path(__file__).resolve().parent


def package_templates() -> Path:
    """The templates that come with the program: inside a wheel, or beside the package in an editable install."""
    inside = PACKAGE / "templates"
    return inside if inside.is_dir() else PACKAGE.parent / "templates"


@dataclass(frozen=True)
class Workspace:
    """A folder with `inputs/`, perhaps `templates/`, and `outputs/`."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Workspace:
        """The workspace of a folder: the nearest one upwards that holds `inputs/kommun.yaml`."""
        folder = (start or Path.cwd()).resolve()
        if start is not None and not folder.is_dir():
            raise UseError(f"Mappen {start} finns inte.")
        for candidate in (folder, *folder.parents):
            if (candidate / "inputs" / "kommun.yaml").is_file():
                return cls(candidate)
        raise UseError(
            f"Hittar ingen arbetsyta: filen inputs/kommun.yaml finns varken i {folder} eller i någon mapp ovanför.\n"
            "Gå till mappen med era rapporter, eller peka ut den: vb --workspace MAPP …"
        )

    @property
    def inputs(self) -> Path:
        """Where the reports' YAML is."""
        return self.root / "inputs"

    @property
    def template_folders(self) -> list[Path]:
        """Where templates are looked for: the workspace's own first, then the program's."""
        own = self.root / "templates"
        return [own, package_templates()] if own.is_dir() else [package_templates()]

    def reports(self) -> list[tuple[Period, str]]:
        """Every report there is, in order of time and name."""
        found = []
        for path in self.inputs.glob("*/*/rapport.yaml"):
            period = Period.parse(path.parent.parent.name)
            if period is not None:
                found.append((period, path.parent.name))
        return sorted(found, key=lambda item: (item[0].sort_key, item[1]))

    def resolve(self, period: str, enhet: str) -> tuple[Period, str]:
        """A report by what a user typed. Raises :class:`UseError` that lists the ones there are."""
        reports = self.reports()
        for known, name in reports:
            if (known.text, name) == (period, enhet):
                return known, name
        periods = list(dict.fromkeys(known.text for known, _ in reports))
        if period not in periods:
            there = ", ".join(periods) or "inga än"
            raise UseError(f"Perioden ”{period}” finns inte i inputs/. Perioder som finns: {there}.")
        names = [name for known, name in reports if known.text == period]
        hint = f" {nearest(enhet, names)}" if nearest(enhet, names).startswith("Menade") else ""
        raise UseError(f"Enheten ”{enhet}” finns inte i inputs/{period}/. Enheter som finns: {', '.join(names)}.{hint}")

    def folder(self, period: Period, enhet: str) -> Path:
        """A report's folder."""
        return self.inputs / period.text / enhet

    def document(self, path: Path) -> Document:
        """Read a text file of the workspace or of the program's templates."""
        real = path.resolve()
        for base in (self.root.resolve(), package_templates().resolve()):
            if real.is_relative_to(base):
                name = path.relative_to(self.root) if path.is_relative_to(self.root) else Path(path.name)
                return read_document(path, name.as_posix())
        raise UseError(f"Filen {path.name} ligger utanför arbetsytan och läses inte.")

    def read(self, path: Path) -> Mapping:
        """A YAML file of the workspace as nodes."""
        return parse(self.document(path))

    def template(self, name: str) -> Path | None:
        """A template or mall by its name under `templates/`."""
        for folder in self.template_folders:
            path = folder / name
            if path.is_file():
                return path
        return None

    def mallar(self) -> list[str]:
        """The names of the malls there are."""
        names = {p.stem for folder in self.template_folders for p in (folder / "mallar").glob("*.yaml")}
        return sorted(names - {"gemensam"})
