"""Chromium, as the tests use it: the system's own, quiet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

_QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of the system's Chromium, closed at the end. Playwright's own is never downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing: make test-system"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=_QUIET.split())
        yield started
        started.close()
