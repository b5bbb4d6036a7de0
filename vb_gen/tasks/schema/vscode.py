"""Visual Studio Code's settings: which schema goes with which file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from vb_gen.core.finding import UseError
from vb_gen.tasks.schema.build import FOLDER


def settings(path: Path, files: Iterable[tuple[PurePosixPath, str]]) -> str:
    """The settings that are there, with ours in them. Raises :class:`UseError` for what cannot be read."""
    schemas: dict[str, list[str]] = {}
    for file, schema in files:
        schemas.setdefault(f"./{FOLDER}/{schema}", []).append(str(file))
    before: object = {}
    if path.is_file():
        try:
            before = json.loads(path.read_text("utf-8-sig"))
        except ValueError:
            before = None
    if not isinstance(before, dict):
        wanted = json.dumps({"yaml.schemas": schemas}, ensure_ascii=False, indent=2)
        raise UseError(f"{path.name} går inte att läsa som JSON (kanske har den kommentarer). Lägg själv till:\n{wanted}")
    others = before.get("yaml.schemas")
    kept = {key: value for key, value in others.items() if not key.startswith(f"./{FOLDER}/")} if isinstance(others, dict) else {}
    # The public store of schemas is fetched from the net, and guesses by file names.
    return (
        json.dumps(before | {"yaml.schemaStore.enable": False, "yaml.schemas": kept | schemas}, ensure_ascii=False, indent=2)
        + "\n"
    )
