"""An error nobody foresaw: it is ours, and what happened is kept in a file."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from importlib.metadata import version


def told(error: Exception) -> str:
    """What there is to say of an error nobody foresaw: that it is ours, and in what file everything about it stands."""
    try:
        handle, name = tempfile.mkstemp(prefix="vb-fel-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"vb {version('vb-gen')}, Python {sys.version}\n{' '.join(sys.argv)}\n\n")
            file.write("".join(traceback.format_exception(error)))
    except Exception:  # whatever keeps it from being kept must not hide it
        return f"Det här är ett fel i vb, inte i era filer ({type(error).__name__}). Någon logg gick inte att skriva."
    return f"Det här är ett fel i vb, inte i era filer. Vad som hände står i {name}; skicka gärna den filen till oss."
