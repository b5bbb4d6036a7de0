"""A new workspace: a municipality that does not exist, with one small report that builds."""

from __future__ import annotations

from pathlib import Path

from vb_gen.core.finding import UseError
from vb_gen.disk.memory import is_dir, is_there
from vb_gen.disk.workspace import package_templates
from vb_gen.disk.writing import write

EXAMPLE = ("2024", "biblioteksnamnden")
_HIDDEN = {"gitignore": ".gitignore"}  # a name that tools for packages and versions would act on where it lies


def add_workflows(folder: Path) -> list[Path]:
    """Write the workflows for GitHub into a repository; gives the files. Raises :class:`UseError` where one is there already."""
    source = package_templates() / "ci"
    made = {folder / ".github" / "workflows" / path.name: path for path in sorted(source.glob("*.yml"))}
    for to in made:
        if to.exists():
            raise UseError(f"Filen {to} finns redan. Inget skrevs.")
    for to, path in made.items():
        write(to, path.read_bytes())
    return list(made)


def make_workspace(folder: Path) -> list[Path]:
    """Write the example workspace into a folder that is new or empty; gives the files. Raises :class:`UseError` else."""
    if is_there(folder) and not is_dir(folder):
        raise UseError(f"{folder} är en fil. Ange en mapp som inte finns än. Inget skrevs.")
    if is_dir(folder) and any(folder.iterdir()):
        raise UseError(f"Mappen {folder} är inte tom. Ange en mapp som inte finns än, eller en tom. Inget skrevs.")
    source = package_templates() / "arbetsyta"
    written = []
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        to = folder / path.relative_to(source).with_name(_HIDDEN.get(path.name, path.name))
        write(to, path.read_bytes())
        written.append(to)
    return written
