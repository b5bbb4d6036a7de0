"""`vb watch`: the page follows every save, tells what is wrong, and answers this computer only."""

from __future__ import annotations

import shutil
import signal
import socket
import struct
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import REPOSITORY, Maker
from tests.process import VB, run
from tests.webblasare import chromium

TEXT = "bedömning: |\n  Parkerna {0} i år.\n"


@dataclass
class Watching:
    """A running `vb watch` and its workspace."""

    root: Path
    process: subprocess.Popen[str]
    address: str = ""
    waiting: list[HTTPResponse] = field(default_factory=list)

    def get(self, path: str = "", host: str = "") -> str:
        request = urllib.request.Request(self.address + path, headers={"Host": host} if host else {})
        with urllib.request.urlopen(request, timeout=60) as answer:
            text: str = answer.read().decode("utf-8")
            return text

    def number(self) -> str:
        return self.get().partition('data-nummer="')[2].partition('"')[0]

    def after(self, change: object) -> str:
        """The next page after a change, as a browser that waits meets it."""
        waiting = urllib.request.urlopen(f"{self.address}handelser?nummer={self.number()}", timeout=60)
        assert callable(change)
        change()
        while not (line := waiting.readline()).startswith(b"data:"):
            assert line, "the server let go without news"
        waiting.close()
        return self.get()

    def chapter(self, name: str) -> Path:
        return self.root / "inputs" / "2023" / "parknamnden" / name

    def stop(self) -> str:
        """Ctrl-C; gives what was said on stderr."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=60)[1]


@pytest.fixture
def watching(workspace: Maker) -> Iterator[Watching]:
    root = workspace({"bedomning.yaml": TEXT.format("blommade")}).root
    shutil.copytree(REPOSITORY / "templates" / "stil", root / "templates" / "stil")
    command = [str(VB), "watch", "2023", "parknamnden", "--no-open"]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    one = Watching(root, process)
    assert process.stdout is not None
    one.address = process.stdout.readline().split()[-1]
    assert one.address.startswith("http://127.0.0.1:")
    while not one.get().count("Parkerna"):  # the first build
        assert process.poll() is None
    yield one
    if process.poll() is None:
        process.kill()
        process.communicate()


def test_the_page_follows_a_save_and_a_save_by_renaming(watching: Watching) -> None:
    assert "blommade" in watching.get()
    assert "vissnade" in watching.after(lambda: watching.chapter("bedomning.yaml").write_text(TEXT.format("vissnade"), "utf-8"))

    def rename() -> None:
        new = watching.chapter("bedomning.yaml.nytt")
        new.write_text(TEXT.format("grönskade"), "utf-8")
        new.replace(watching.chapter("bedomning.yaml"))

    assert "grönskade" in watching.after(rename)
    assert "grönskade" in (watching.root / "outputs" / "2023" / "parknamnden.html").read_text("utf-8")


def test_a_template_and_a_style_sheet_take_part_and_so_do_the_municipalitys_words(watching: Watching) -> None:
    style = watching.root / "templates" / "stil" / "grund.css"
    css = style.read_text("utf-8")
    assert ".ny-klass" in watching.after(lambda: style.write_text(css + "\n.ny-klass { color: inherit }\n", "utf-8"))
    own = watching.root / "templates" / "rapport.html.j2"
    template = (REPOSITORY / "templates" / "rapport.html.j2").read_text("utf-8")
    changed = template.replace('<html lang="sv">', '<html lang="sv" data-egen="ja">')
    assert 'data-egen="ja"' in watching.after(lambda: own.write_text(changed, "utf-8"))
    assert "data-egen" not in watching.after(own.unlink)
    kommun = watching.root / "inputs" / "kommun.yaml"
    text = kommun.read_text("utf-8")
    page = watching.after(lambda: kommun.write_text(text.replace("namn: Parknämnden", "namn: Park- och trädnämnden"), "utf-8"))
    assert "Park- och trädnämnden" in page


def test_an_error_is_shown_above_the_last_good_page_and_goes_when_it_is_mended(watching: Watching) -> None:
    broken = "bedömning: |\n  Se {{ finns.inte }} och <script>alert(1)</script>.\n"
    page = watching.after(lambda: watching.chapter("bedomning.yaml").write_text(broken, "utf-8"))
    assert 'role="alert"' in page
    assert "bedomning.yaml:2:" in page
    assert "blommade" in page
    assert "<script>alert" not in page
    mended = watching.after(lambda: watching.chapter("bedomning.yaml").write_text(TEXT.format("växte"), "utf-8"))
    assert 'role="alert"' not in mended
    assert "växte" in mended
    said = watching.stop()
    assert watching.process.returncode == 0
    assert "bedomning.yaml:2:" in said
    assert said.count("är byggd utan anmärkning") == 2
    assert said.rstrip().endswith("Slutade bevaka.")
    assert "Traceback" not in said


def test_a_file_that_comes_and_goes_is_noticed(watching: Watching) -> None:
    extra = watching.chapter("ekonomi.yaml")
    assert "Lång näsa" in watching.after(lambda: extra.write_text("ekonomi: Lång näsa.\n", "utf-8"))
    assert "Lång näsa" not in watching.after(extra.unlink)


def test_the_report_itself_may_be_away_for_a_moment(watching: Watching) -> None:
    head, away = watching.chapter("rapport.yaml"), watching.root / "undan.yaml"
    page = watching.after(lambda: head.rename(away))
    assert "inputs/2023/parknamnden/rapport.yaml:1:1: fel: filen finns inte [K01]" in page
    assert "blommade" in page
    page = watching.after(lambda: away.rename(head))
    assert 'role="alert"' not in page
    assert "fel i vb" not in watching.stop()


def test_only_this_computer_is_answered_and_only_with_the_page(watching: Watching) -> None:
    for path, host, code in (("", "ond.example", 403), ("../inputs/kommun.yaml", "", 404), ("outputs/", "", 404)):
        with pytest.raises(urllib.error.HTTPError) as refused:
            watching.get(path, host)
        assert refused.value.code == code
        assert "Parkerna" not in refused.value.read().decode("utf-8")
    port = int(watching.address.rstrip("/").rpartition(":")[2])
    with socket.socket() as elsewhere:
        elsewhere.settimeout(5)
        assert elsewhere.connect_ex(("127.0.0.2", port)) != 0  # bound to the one address, not to all


@pytest.mark.xdist_group("webbläsare")
def test_a_browser_loads_the_page_again_by_itself(watching: Watching) -> None:
    with chromium() as browser:
        page = browser.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.goto(watching.address)
        expect(page.locator("main")).to_contain_text("blommade")
        watching.chapter("bedomning.yaml").write_text(TEXT.format("sjöng"), "utf-8")
        expect(page.locator("main")).to_contain_text("sjöng", timeout=60_000)
        watching.chapter("bedomning.yaml").write_text("bedömning: {a: 1}\n", "utf-8")
        expect(page.get_by_role("alert")).to_contain_text("K12", timeout=60_000)
        watching.chapter("bedomning.yaml").write_text(TEXT.format("dansade"), "utf-8")
        expect(page.locator("main")).to_contain_text("dansade", timeout=60_000)
        expect(page.get_by_role("alert")).to_have_count(0)
    assert problems == []


def test_bad_use_is_told_in_swedish(workspace: Maker) -> None:
    root = workspace({}).root
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ran = run("watch", "2023", "parknamnden", "--no-open", "--port", port, cwd=root)
        assert (ran.code, f"Porten {port} är upptagen" in ran.err) == (2, True)
    assert "skriv ett nummer" in run("watch", "2023", "parknamnden", "--port", "x", cwd=root).err
    assert "finns inte i inputs" in run("watch", "2023", "parknamden", "--no-open", cwd=root).err


def test_the_real_reports_say_nothing_in_the_preview_that_a_build_does_not(tmp_path: Path) -> None:
    from vb_gen.disk.workspace import Workspace
    from vb_gen.tasks.build import Job
    from vb_gen.tasks.watch import Board, watch

    shutil.copytree(REPOSITORY / "inputs", tmp_path / "inputs")
    workspace = Workspace(tmp_path)
    period, enhet = workspace.resolve("2023", "kommunstyrelsen")
    board, said = Board(), list[str]()
    job = Job(workspace, period, enhet, ("html",), tmp_path / "outputs")
    watch(job, board, [], said.append)
    assert board.page == (tmp_path / "outputs" / "2023" / "kommunstyrelsen.html").read_text("utf-8")
    assert said == ["2023/kommunstyrelsen är byggd utan anmärkning."]


def test_a_browser_that_breaks_off_or_asks_for_too_much_is_no_trouble(watching: Watching) -> None:
    port = int(watching.address.rstrip("/").rpartition(":")[2])
    head = f"HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
    long = "nummer=" + "9" * 60_000
    for asked in (f"GET / {head}", f"GET /handelser?nummer=1 {head}", "GET", f"GET /handelser?{long} {head}", f"GET //[x {head}"):
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closed with a reset
            one.sendall(asked.encode())
    for query in (long, "nummer=", "nummer=x", "a&" * 30_000, "nummer=%F0%9F"):
        with urllib.request.urlopen(f"{watching.address}handelser?{query}", timeout=60) as answer:  # any other page is news
            assert answer.readline().startswith(b"data:")
    (watching.root / "outputs" / "2023" / "parknamnden.html").write_bytes(b"\xe5")
    assert "blommade" in watching.get()
    said = watching.stop()
    assert (watching.process.returncode, "Traceback" in said) == (0, False), said
