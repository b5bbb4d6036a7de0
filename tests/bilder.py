"""Pictures of pages, held against small references in tests/golden: so coarse that letters are grey, so that another version of
a font or of a drawing library passes, and a thing that has moved, gone or changed its colour does not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

RESOLUTION = 40  # dots an inch: an A4 page is 331 by 468
COLOURS = 32
BLUR = 1.8  # dots: the edge of a letter is no difference
CLEAR = 16  # of 255: a dot that differs so much differs
SHARE = 0.006  # of a page's dots that may differ


def picture(pdf: Path, number: int, folder: Path) -> Image.Image:
    """A page of a PDF, the first being 0."""
    program = shutil.which("pdftoppm")
    assert program, "poppler-utils is missing: make test-system"
    page, name = str(number + 1), folder / f"{pdf.stem}-{number}"
    subprocess.run([program, "-r", str(RESOLUTION), "-f", page, "-l", page, "-singlefile", "-png", pdf, name], check=True)
    with Image.open(name.with_suffix(".png")) as image:
        return image.convert("RGB")


def save(image: Image.Image, path: Path) -> None:
    """Write a reference, with few colours, which is small and enough."""
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share of two pictures' dots that differ clearly."""
    if one.size != other.size:
        return 1.0
    blurred = [image.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR)) for image in (one, other)]
    red, green, blue = ImageChops.difference(*blurred).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return sum(most.histogram()[CLEAR:]) / (most.width * most.height)
