"""Writing files: whole or not at all; and knowing whether one has to be made again."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from vb_gen.core.finding import MachineError
from vb_gen.disk.writing import is_fresh, remember, write


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "fil.html", "å\n".encode())
    assert (tmp_path / "a" / "b" / "fil.html").read_bytes() == "å\n".encode()
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["fil.html"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_stop_midway_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    path = tmp_path / "fil.html"
    write(path, b"gammal")

    def fail(self: Path, target: Path) -> Path:
        raise stop

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt if isinstance(stop, KeyboardInterrupt) else MachineError) as caught:
        write(path, b"ny")
    assert path.read_bytes() == b"gammal"
    assert [path.name for path in tmp_path.iterdir()] == ["fil.html"]
    if isinstance(stop, OSError):
        assert str(caught.value) == f"Det går inte att skriva {path}: disken är full."


def test_what_stands_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", "utf-8")
    with pytest.raises(MachineError, match="en del av sökvägen är en fil, inte en mapp"):
        write(tmp_path / "fil" / "ny.html", b"")
    (tmp_path / "mapp").mkdir()
    with pytest.raises(MachineError, match="det finns redan en mapp med det namnet"):
        write(tmp_path / "mapp", b"")
    with pytest.raises(MachineError, match="namnet är för långt"):
        write(tmp_path / ("x" * 300), b"")


def test_a_file_is_fresh_while_it_and_what_it_was_made_of_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "fil.pdf"
    assert not is_fresh(path, "abc")
    write(path, b"%PDF")
    assert not is_fresh(path, "abc")
    remember(path, "abc", b"%PDF")
    assert is_fresh(path, "abc")
    assert not is_fresh(path, "abd")
    path.write_bytes(b"%PDF ")  # somebody's hand
    assert not is_fresh(path, "abc")
    path.unlink()
    assert not is_fresh(path, "abc")


def test_a_damaged_note_is_no_note(tmp_path: Path) -> None:
    path = tmp_path / "fil.pdf"
    write(path, b"%PDF")
    remember(path, "abc", b"%PDF")
    [note] = tmp_path.rglob("*.underlag")
    for damage in (b"", b"abc", b"\xff\xfe", b"a b c"):
        note.write_bytes(damage)
        assert not is_fresh(path, "abc")
