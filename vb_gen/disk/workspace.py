"""Where inputs, templates and outputs are, and which reports there are. Nothing outside them is read."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from vb_gen.core.finding import Document, Finding, InputError, Place, UseError, short, visible
from vb_gen.core.period import Period
from vb_gen.core.spelling import did_you_mean
from vb_gen.disk.memory import is_dir, is_file
from vb_gen.disk.reading import is_text, read_file, stored
from vb_gen.disk.stray import is_stray

MAX_TEMPLATE = 10_000_000
PACKAGE = Path(__file__).resolve().parent.parent


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
        folder = _standing(start)
        if start is not None and not is_dir(folder):
            raise UseError(f"Mappen {short(str(start))} finns inte.")
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

    def reports(self, enheter: Collection[str] | None = None) -> list[tuple[Period, str]]:
        """Every report there is (or every one of some bodies), in order of time and name."""
        found = set()
        for folder, period in self.periods():
            names = _names(folder) if enheter is None else enheter
            found |= {(period, name) for name in names if is_text(name) and is_file(stored(folder, name) / "rapport.yaml")}
        return sorted(found, key=lambda item: (item[0].sort_key, item[1]))

    def periods(self) -> list[tuple[Path, Period]]:
        """The folders that are periods, and which."""
        parsed = [(folder, Period.parse(folder.name)) for folder in self.inputs.iterdir()]
        return [(folder, period) for folder, period in parsed if period is not None and is_dir(folder)]

    def known(self, period: str, enhet: str) -> tuple[Period, str] | None:
        """A report by the names of its folders, if there is one; its cost does not grow with the workspace."""
        found = Period.parse(period)
        plain = not re.search(r"[/\\\0]", enhet) and enhet not in ("", ".", "..")
        enhet = unicodedata.normalize("NFC", enhet)
        if found is None or not plain or not is_file(stored(self.inputs / period, enhet) / "rapport.yaml"):
            return None
        # A disk that takes capitals and small letters for the same has more names for a folder than its own.
        return (found, enhet) if enhet in _names(self.inputs / period, unread=(enhet,)) else None

    def resolve(self, period: str, enhet: str) -> tuple[Period, str]:
        """A report by what a user typed. Raises :class:`UseError` that lists the ones there are."""
        if known := self.known(period, enhet):
            return known
        reports = self.reports()
        self._explain_folder(period, enhet)
        periods = list(dict.fromkeys(known.text for known, _ in reports))
        if period not in periods:
            there = ", ".join(periods) or "inga än"
            raise UseError(f"Perioden ”{short(period)}” finns inte i inputs/. Perioder som finns: {there}.")
        names = [name for known, name in reports if known.text == period]
        there = visible(", ".join(names))
        hint = did_you_mean(enhet, names)
        raise UseError(f"Enheten ”{short(enhet)}” finns inte i inputs/{period}/. Enheter som finns: {there}. {hint}".rstrip())

    def _explain_folder(self, period: str, enhet: str) -> None:
        """A folder that is there, but is no report: raises :class:`UseError` that says why."""
        if any(not name or name in (".", "..") or re.search(r"[/\\]", name) for name in (period, enhet)) or not is_dir(
            self.inputs / period / enhet
        ):
            return
        if Period.parse(period) is None:
            raise UseError(
                f"Mappen inputs/{period} heter inte som en period och läses inte.\n"
                "Ge den ett namn som 2023 (helår), 2023-08 (till och med augusti) eller 2024-budget."
            )
        if not (self.inputs / period / enhet / "rapport.yaml").is_file():
            raise UseError(
                f"Mappen inputs/{period}/{enhet} saknar filen rapport.yaml.\n"
                f"Skapa den med raden ”mall: …”. Mallar som finns: {', '.join(self.mallar())}."
            )

    def folder(self, period: Period, enhet: str) -> Path:
        """A report's folder."""
        return stored(self.inputs / period.text, enhet)

    def data(self, path: Path, most: int) -> bytes:
        """The bytes of a file of the workspace. Raises :class:`ValueError` where there are more than `most`."""
        name = self.name_of(path)
        try:
            data = read_file(path, most)
        except OSError:
            place = Place(Document(name, ()), 1, 1)
            instead = "Kontrollera att det är en fil och att du får läsa den."
            raise InputError([Finding("K01", "filen går inte att öppna", place, instead)]) from None
        if len(data) > most:
            raise ValueError(path)
        return data

    def name_of(self, path: Path) -> str:
        """A file's name as users know it.

        Raises :class:`InputError` for a link out of the folder that it should lie in, and a name that cannot be written.
        """
        name = path.relative_to(self.root) if path.is_relative_to(self.root) else Path(path.name)
        if not is_text(str(name)):
            instead = "Döp om filen, till ett namn utan å, ä och ö. Kanske packades den upp på ett annat slags dator."
            place = Place(Document(visible(name.as_posix()), ()), 1, 1)
            raise InputError([Finding("K01", "filens namn går inte att läsa: det är inte sparat som UTF-8", place, instead)])
        if self.holds(path):
            return name.as_posix()
        instead = "Lägg filen själv i mappen i stället för en länk till den."
        place = Place(Document(name.as_posix(), ()), 1, 1)
        raise InputError([Finding("K25", "filen är en länk ut ur arbetsytan och läses inte", place, instead)])

    def holds(self, path: Path) -> bool:
        """Does a file of inputs/ lie there, and one of the templates among these, once links are followed?

        The rest of the workspace (.env, .git) is nobody's input, though a link to it stays inside.
        """
        if path.is_relative_to(self.inputs):
            folders = [self.root.resolve() / "inputs"]  # not where a link by that name leads
        else:
            folders = [self.root.resolve() / "templates", package_templates().resolve()]
        real = Path(os.path.realpath(path))  # resolve() gives up at a link to itself
        return any(real.is_relative_to(folder) for folder in folders)

    def text(self, path: Path) -> str:
        """A template's or a style sheet's text. Raises :class:`UseError` for a link out of the template folders."""
        if not self.holds(path):
            raise UseError(f"Filen {path.name} är en länk ut ur mappen templates och läses inte.")
        try:
            data = read_file(path, MAX_TEMPLATE)
            if len(data) > MAX_TEMPLATE:
                raise UseError(f"Filen {path.name} är större än {MAX_TEMPLATE // 1_000_000} MB.")
            return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            raise UseError(f"Filen {path.name} är inte sparad som UTF-8.") from None

    def template(self, name: str) -> Path | None:
        """A template or mall by its name under `templates/`."""
        for folder in self.template_folders:
            path = folder / name
            if is_file(path):
                return path
        return None

    def mallar(self) -> list[str]:
        """The names of the malls there are."""
        names = {p.stem for folder in self.template_folders for p in (folder / "mallar").glob("*.yaml") if not is_stray(p.name)}
        return sorted(names - {"gemensam"})


def _standing(start: Path | None) -> Path:
    """The folder that the user names, or stands in. Raises :class:`UseError` where that is no more."""
    try:
        return (start or Path.cwd()).resolve()
    except OSError:
        raise UseError("Mappen som du står i finns inte längre. Gå till en som finns (cd MAPP), och försök igen.") from None


def _names(folder: Path, unread: Collection[str] = ()) -> Collection[str]:
    """The names in a folder, each in one piece; `unread` where it may not be looked into."""
    try:
        return {unicodedata.normalize("NFC", path.name) for path in folder.iterdir()}
    except OSError:
        return unread
