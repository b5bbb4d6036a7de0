"""Watching a report while it is written: built anew on every save, shown in a browser that loads it again by itself.

The server answers this computer only. What it shows is the page that a build writes, with a script beside it that waits
for the next one, and above it what is wrong, for as long as something is.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vb_gen.core.finding import UseError
from vb_gen.disk import unforeseen
from vb_gen.disk.workspace import package_templates
from vb_gen.tasks.build import OUR_FAULT, Job, Outcome, build

HOST = "127.0.0.1"
PORT = 8023
_HEARTBEAT = 15  # seconds between signs of life to a waiting browser, by which one that has gone is noticed
_SCRIPT = """\
const här = new URLSearchParams({ nummer: document.currentScript.dataset.nummer });
const källa = new EventSource("/handelser?" + här);
källa.onmessage = () => { källa.close(); location.reload(); };
addEventListener("pagehide", () => källa.close());
"""
_NOTE = (
    "position:relative;z-index:9;margin:0;padding:1rem 1.25rem;border-bottom:.3rem solid {colour};background:#fff;color:#111;"
    "font:1rem/1.5 system-ui,sans-serif"
)
_SAID = "margin:.5rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere;font:.9rem/1.45 ui-monospace,monospace"
_EMPTY = '<!DOCTYPE html>\n<html lang="sv">\n<head><meta charset="utf-8"><title>{0}</title></head>\n<body>\n</body>\n</html>\n'
_POLICY = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'"


class Board:
    """The page as it is now, and a number that grows when it changes; browsers wait here for the next one."""

    def __init__(self) -> None:
        self.page = ""
        self.number = 0
        self.closed = False
        self._changed = threading.Condition()

    def show(self, page: str) -> None:
        """Put up a page; one that is the same as before is no news."""
        with self._changed:
            if page != self.page:
                self.page = page
                self.number += 1
                self._changed.notify_all()

    def close(self) -> None:
        """Let everyone who waits go."""
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def wait(self, shown: int, seconds: float) -> bool:
        """Wait for another page than the one with a number. Gives whether there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self.number != shown, seconds)
            return self.number != shown


class _Handler(BaseHTTPRequestHandler):
    board: Board
    server: ThreadingHTTPServer
    timeout = 60  # seconds for a browser to ask its question

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        # A page elsewhere that makes its own name point here must not be let in.
        if self.headers.get("Host") not in (f"{HOST}:{port}", f"localhost:{port}"):
            self._answer(403, "text/plain", "Det här är en förhandsvisning för den här datorn.")
            return
        try:
            asked = urlsplit(self.path)
        except ValueError:  # [ without ]
            self._answer(404, "text/plain", "Adressen går inte att läsa.")
            return
        if asked.path == "/":
            self._answer(200, "text/html", with_script(self.board.page, self.board.number))
        elif asked.path == "/ladda-om.js":
            self._answer(200, "text/javascript", _SCRIPT)
        elif asked.path == "/handelser":
            number = asked.query.removeprefix("nummer=")
            self._tell(int(number) if re.fullmatch("[0-9]{1,9}", number) else 0)
        elif asked.path == "/favicon.ico":  # every browser asks, and complains where there is none
            self._answer(204, "image/x-icon", "")
        else:
            self._answer(404, "text/plain", "Förhandsvisningen visar bara rapportens sida. PDF:en gör vb build.")

    def _answer(self, code: int, kind: str, text: str) -> None:
        data = text.encode("utf-8")
        self._begin(code, kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(data)

    def _begin(self, code: int, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")

    def _tell(self, shown: int) -> None:
        """Tell a browser when there is another page than the one it shows."""
        self._begin(200, "text/event-stream")
        self.end_headers()
        with suppress(OSError):
            while not self.board.closed:
                news = self.board.wait(shown, _HEARTBEAT)
                self.wfile.write(f"data: {self.board.number}\n\n".encode() if news else b": kvar\n\n")
                self.wfile.flush()
                if news:
                    return

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""


class _Server(ThreadingHTTPServer):
    """A server that lets a browser that has gone be gone."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: whoever asked broke off, or sent what is no question."""


def serve(board: Board, port: int | None) -> ThreadingHTTPServer:
    """Begin to answer browsers on this computer. Raises :class:`UseError` where the port that was asked for is taken."""
    handler = type("Handler", (_Handler,), {"board": board})
    for wanted in (PORT, 0) if port is None else (port,):
        try:
            server = _Server((HOST, wanted), handler)
        except OSError:
            continue
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server
    raise UseError(f"Porten {port} är upptagen. Välj en annan med --port, eller utelämna --port.")


def with_script(page: str, number: int) -> str:
    """The page with the script that waits for the next one."""
    from vb_gen.output.html.html import POLICY

    script = f'<script src="/ladda-om.js" data-nummer="{number}"></script>\n'
    before, end, after = page.replace(POLICY, "", 1).rpartition("</body>")  # _POLICY, in the answer's head, lets it run
    return f"{before}{script}{end}{after}"


def with_messages(page: str, outcome: Outcome) -> str:
    """The page as it was last made, with what is wrong now above it."""
    if not outcome.messages:
        return page
    wrong = outcome.code != 0
    title = "Rapporten går inte att bygga; sidan nedanför är den senaste som gick" if wrong else "Att se över"
    note = (
        f'<section role="{"alert" if wrong else "status"}" style="{_NOTE.format(colour="#b00020" if wrong else "#555")}">\n'
        f"<strong>{title}</strong>\n"
        f'<pre tabindex="0" style="{_SAID}">{escape(outcome.messages)}</pre>\n</section>\n'
    )
    return re.sub(r"<body[^>]*>\n?", lambda body: body.group() + note, page, count=1)


def watched(job: Job) -> list[Path]:
    """The folders where everything that takes part in a report lies."""
    folders = [job.workspace.inputs, job.workspace.root / "templates", package_templates()]
    return [folder for folder in folders if folder.is_dir()]


def watch(job: Job, board: Board, changes: Iterable[object], say: Callable[[str], None]) -> None:
    """Build a report, and again each time something has changed, until the changes end."""
    last = job.out / job.period.text / f"{job.enhet}.html"
    made = last.read_text("utf-8", "replace") if last.is_file() else _EMPTY.format(escape(job.name))
    told = ""
    for _ in _once_first(changes):
        try:
            outcome = build(job)
        except Exception as error:  # a fault of ours in what is half written may be none in what is saved next
            outcome = Outcome(job.name, OUR_FAULT, messages=unforeseen.told(error))
        if outcome.written:
            made = outcome.written[0].read_text("utf-8")
        board.show(with_messages(made, outcome))
        now = outcome.messages or f"{job.name} är byggd utan anmärkning."
        if now != told:
            say(now)
        told = now


def _once_first(changes: Iterable[object]) -> Iterable[object]:
    yield None
    yield from changes
