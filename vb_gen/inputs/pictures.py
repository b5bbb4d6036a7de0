"""Pictures of a report and a theme: files of the workspace, looked at before they are put into the page itself.

What a file is, is told by its content and not by its name. A page holds its pictures (`data:`), so that it can be mailed,
archived and read without fetching anything.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from vb_gen.core.finding import Collector, Document, InputError, Place, short
from vb_gen.core.node import Scalar
from vb_gen.disk.memory import Sources, is_file
from vb_gen.disk.workspace import Workspace
from vb_gen.inputs.svg import look_at_drawing

MAX_BYTES = 1_000_000
MAX_DRAWING = 100_000
MAX_PIXELS = 25_000_000
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg"}
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
_GPS = 0x8825
_SMALLER = "Minska den: 1 600 bildpunkter på bredden räcker för en hel sida."
_PUT = "Spara bilden i rapportens mapp, i en mapp som heter bilder, och skriv ![…](bilder/namn.png)."


class Pictures:
    """The pictures that a report's running text may show: in its own folder, or in `inputs/bilder`."""

    def __init__(self, workspace: Workspace, folder: Path, sources: Sources) -> None:
        self.workspace, self.folder, self.sources = workspace, folder, sources

    def address(self, src: str, place: Place, found: Collector) -> str | None:
        """A picture as a `data:` address; None, and what is wrong in `found`, where it cannot be used."""
        name = unquote(src)
        folders = [self.folder, *([self.workspace.inputs] if name.startswith("bilder/") else [])]
        data = _read(self.workspace, name, folders, place, found, _PUT, self.sources)
        return None if data is None else _raster(data, name, place, found)


def logotype(workspace: Workspace, name: Scalar, found: Collector, sources: Sources) -> str | None:
    """The theme's logotype as a `data:` address: a drawing (SVG) of shapes only, or a PNG."""
    instead = "Lägg filen bredvid tema.yaml, i mappen inputs, och skriv filens namn."
    data = _read(workspace, name.text.strip(), [workspace.inputs], name.place, found, instead, sources)
    if data is None:
        return None
    if not re.match(rb"(?:\xef\xbb\xbf)?\s*<", data):
        return _raster(data, name.text, name.place, found)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        found.add("V04", "logotypen är inte sparad som UTF-8", name.place, "Spara om den som vanlig SVG.")
        return None
    if len(data) > MAX_DRAWING:
        instead = "Förenkla den, eller spara den som PNG."
        found.add("V03", f"logotypen är större än {MAX_DRAWING // 1000} kB", name.place, instead)
        return None
    path = workspace.inputs / name.text.strip()
    document = Document(path.relative_to(workspace.root).as_posix(), tuple(text.split("\n")))
    if not look_at_drawing(document, found):
        return None
    return _data("image/svg+xml", text.encode("utf-8"))


def _read(
    workspace: Workspace, name: str, folders: list[Path], place: Place, found: Collector, instead: str, sources: Sources
) -> bytes | None:
    """A file's bytes, from the first of the folders that has it; nothing outside them is read."""
    if re.match(r"[a-z][a-z0-9+.-]+:|//", name, re.I) and not re.match(r"[a-z]:", name, re.I):
        found.add("V02", f"bilden ”{short(name, 60)}” ligger inte i arbetsytan, och ingenting hämtas från nätet", place, instead)
        return None
    if "\\" in name or ":" in name or name.startswith(("/", "~")) or ".." in name.split("/"):
        found.add("V02", f"bilden ”{short(name, 60)}” ligger utanför mappen för bilder", place, instead)
        return None
    path = next((folder / name for folder in folders if is_file(sources.add(folder / name))), None)
    if path is None:
        found.add("V02", f"bilden ”{short(name, 60)}” finns inte", place, _near(name, folders) or instead)
        return None
    try:
        return workspace.data(path, MAX_BYTES)
    except InputError as error:
        found.extend(error.findings)
    except ValueError:
        found.add("V03", f"bilden ”{short(name, 60)}” är större än {MAX_BYTES // 1_000_000} MB", place, _SMALLER)
    return None


def _near(name: str, folders: list[Path]) -> str:
    """The file that was probably meant: the same name with another ending, or in other letters."""
    inside, slash, last = name.rpartition("/")
    for folder in folders:
        try:
            for path in sorted((folder / inside).iterdir()):
                if path.stem.casefold() == Path(last).stem.casefold():
                    return f"Menade du ”{inside}{slash}{path.name}”?"
        except (OSError, ValueError):
            continue
    return ""


def _raster(data: bytes, name: str, place: Place, found: Collector) -> str | None:
    """A PNG or JPEG as a `data:` address, if all of it can be read and printed."""
    what, instead = _fault(data)
    if what:
        found.add("V03", f"bilden ”{short(name, 60)}” {what}", place, instead)
        return None
    return _data("image/png" if data.startswith(b"\x89PNG") else "image/jpeg", data)


def _fault(data: bytes) -> tuple[str, str]:
    """What is wrong with a picture, and what to do."""
    from PIL import Image  # only where there are pictures

    again = "Spara om den som PNG eller JPEG."
    with warnings.catch_warnings(), _whole():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=list(_KINDS)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return (
                        f"har fler än {MAX_PIXELS // 1_000_000} miljoner bildpunkter",
                        "Minska den till 1 600 bildpunkter på bredden.",
                    )
                if picture.mode not in _MODES:
                    return "har färger för tryck (CMYK) eller fler än skärmar visar", "Spara om den i färgerna RGB, med 8 bitar."
                if picture.getexif().get_ifd(_GPS):
                    return "talar om var den är tagen (GPS)", "Spara om den utan platsuppgifter: rapporten är offentlig."
                picture.load()
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            if data.startswith((b"\x89PNG", b"\xff\xd8")):
                return "är skadad och går inte att läsa", again
            return "är varken PNG eller JPEG", again
    return "", ""


@contextmanager
def _whole() -> Iterator[None]:
    """Where WeasyPrint is imported, it has told Pillow to read torn pictures too; here they are faults."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _data(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode('ascii')}"
