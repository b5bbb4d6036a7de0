"""What holds a reader up where it is not bounded: it is refused, told in few words, and soon."""

from __future__ import annotations

import io
import resource
import time
from pathlib import Path

import openpyxl
import pytest

from tests import small
from tests.conftest import Maker, faults
from tests.process import run
from vb_gen.core.finding import Document, Finding, Place
from vb_gen.core.many import MANY, few_of_each
from vb_gen.inputs.sheets.address import SourceProblem, read_address
from vb_gen.inputs.sheets.formats import MAX_LENGTH
from vb_gen.inputs.sheets.workbook import read_workbook
from vb_gen.model.grid import MAX_ROWS


def workbook(format_: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Blad"
    sheet["A1"], sheet["A2"] = "Mått", 1
    sheet["A2"].number_format = format_
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("sign", ["[", '"', "\\", "0;"])
def test_a_number_format_longer_than_excels_is_not_looked_at(sign: str) -> None:
    start = time.process_time()
    with pytest.raises(SourceProblem) as refused:
        read_workbook(workbook(sign * 100_000), "x.xlsx", read_address("x.xlsx#Blad!A1:A2"))
    assert time.process_time() - start < 2
    assert refused.value.code == "G23"
    assert str(MAX_LENGTH) in refused.value.what


def test_sixty_thousand_faults_are_answered_soon_and_in_few_words(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    (root / "inputs/2023/parknamnden/mer.yaml").write_text("".join(f"okänd{n}: text\n" for n in range(60_000)), "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ran = run("check", "--all", cwd=root)
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    assert ran.code == 2
    assert ran.err.count(": fel: ") == MANY
    assert f"mer.yaml: {60_000 - MANY} fel till" in ran.err
    assert ran.err.endswith("60000 fel.\n")
    assert len(ran.err.encode()) < 100_000
    assert used < 8  # of the processor's time; by the clock, other tests run beside


def test_each_file_has_its_own_fifty_and_the_rest_are_counted_after_them() -> None:
    places = [Place(Document(name, ()), line, 1) for name in ("a", "b", "c") for line in range(1, 61 if name != "b" else 3)]
    lines = few_of_each([Finding("K01", "x", place) for place in places], lambda finding: str(finding.place))
    assert len(lines) == MANY + 1 + 2 + MANY + 1
    assert lines[MANY - 1 : MANY + 2] == [f"a:{MANY}:1", "a: 10 fel till, som inte visas här.", "b:1:1"]
    assert lines[-1] == "c: 10 fel till, som inte visas här."


def test_a_table_has_so_many_rows_and_no_more(workspace: Maker) -> None:
    rows = "".join(f"    Rad {n} | 1,0 | 2,0\n" for n in range(MAX_ROWS + 1))
    text = f"driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n  rader: |\n    verksamhet | bokslut | budget\n{rows}"
    (finding,) = faults(workspace({"ekonomi.yaml": text}))
    assert (finding.code, finding.place.line) == ("G25", 5 + MAX_ROWS + 1)
