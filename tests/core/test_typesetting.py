"""Swedish typography in the page: minus, no-break spaces, quotes, marks explained, and nothing grouped that should not be."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.conftest import REPOSITORY, Maker, render
from tests.page import Element, parse
from tests.tables import notes, shown
from vb_gen.core.numbers import MINUS, NBSP
from vb_gen.core.typesetting import typeset
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.together import hold_together
from vb_gen.output.pdf.pdf import make_pdf

CHAPTERS = {
    "bedomning.yaml": """
        analys: |
          Målet "bästa praxis" (i kommunens 'egna' ord) når 85% av -1,9 mnkr enligt KS 2023-05-23 §167 och 6 kap 1§.

          Under 2023 gick 12 345 timmar åt, mot 2023-2024 års 15-20 procentenheter; Dnr KS 2023-89. Kunderna är 16-84 år.

          Tabell: Utfall per område

          | Område      | Värde |
          | ----------- | ----: |
          | Parker -5   |   -86 |
          | "Grönt"     |   7 % |
        """,
    "ekonomi.yaml": """
        driftsammandrag:
          belopp: mnkr
          tecken: kostnad
          rader: |
            verksamhet                 | bokslut   | budget | avvikelse | roll
            Parker "i toppklass" 15-20 | -1 593,44 |   1500 |      -0,0 |
            Lekplatser (0-5)*          |       −86 |      0 |           |
            Skogen, under 2023         |      - 28 |      - |           |
            Summa                      |           |        |           | summa
          noter:
            "*": Minskat 10% enligt KS 2023-05-23 §167 till -86 mnkr, "tillfälligt".
        """,
    "indikatorer.yaml": """
        personal:
          rader: |
            personal       | 2022 |  2023 | enhet
            Sjukfrånvaro   | 10.5 |  -0%  | %
            Anställda      | 2377 |  2488 | antal
        indikatorer:
          grupper:
            - målområde: Medarbetare
              rader: |
                mål              | indikator          |  2021 |   2022 |         2023 |  målvärde
                Goda arbetsplatser | Avvikelse (-5-5) |   -4  |   -7   |        18,2  |      ≤±5
                                 | Digital "mognad"   |  I.U. |   N/A  | Genomförs ej |      -5
                                 | Övertid            | 2,6%  | >64%   |     -1.9 tkr |   Öka 10%
        """,
}


@pytest.fixture
def page(workspace: Maker) -> Element:
    return parse(render(workspace(CHAPTERS)))


def cells(page: Element) -> list[str]:
    return [cell.text for cell in page.all("td", "th")]


def test_no_cell_has_a_raw_minus(page: Element) -> None:
    assert len(cells(page)) > 50
    assert [text for text in cells(page) if re.search(r"-\d", text)] == []
    assert f"{MINUS}1{NBSP}593,44" in cells(page)
    assert f"{MINUS}28" in cells(page)
    assert f"Parker {MINUS}5" in cells(page)  # in a small table of the running text too
    assert f"{MINUS}86" in cells(page)


def test_no_cell_shows_minus_zero(page: Element) -> None:
    assert [text for text in cells(page) if re.search(rf"[{MINUS}–-]0(?![,\d]*[1-9])", text)] == []
    assert {"0,0", f"0{NBSP}%"} <= set(cells(page))


def test_figures_have_no_break_in_them(page: Element) -> None:
    assert [text for text in cells(page) if re.search(r"\d (?:\d{3}\b|%|mnkr|tkr)|\d%", text)] == []
    assert [text for text in cells(page) if re.search(r"\d\.\d|\d{4}", text) and not re.search(r"20\d\d", text)] == []
    assert {f"1{NBSP}500", f"2{NBSP}377", "10,5", f">{NBSP}64{NBSP}%", f"{MINUS}1,9{NBSP}tkr", f"≤{NBSP}±5"} <= set(cells(page))
    paragraph = next(p.text for p in page.all("p") if "bästa praxis" in p.text)
    assert f"85{NBSP}% av {MINUS}1,9{NBSP}mnkr" in paragraph


def test_straight_quotes_are_turned(page: Element) -> None:
    body = page.one("main").text
    assert '"' not in body
    assert "'" not in body
    for text in ("”bästa praxis”", "’egna’", "”i toppklass”", "”mognad”", "”tillfälligt”", "”Grönt”"):
        assert text in body


def test_intervals_have_an_en_dash(page: Element) -> None:
    assert f"Parker ”i toppklass” 15–20{NBSP}" not in cells(page)
    assert {"Parker ”i toppklass” 15–20", "Lekplatser (0–5)*"} <= set(cells(page))
    text = page.one("main").text
    assert f"2023–2024 års 15–20{NBSP}procentenheter" in text
    assert f"16–84{NBSP}år" in text


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("plan för 2025–2029.", ["2025–2029"]),
        ("den 1–31\u00a0maj, kl.\u00a08.30–16.00,", ["1–31", "8.30–16.00"]),
        ("−5–5 eller 2,5–3,5\u00a0% av 1\u00a0000–2\u00a0000", ["−5–5", "2,5–3,5\u00a0%", "1\u00a0000–2\u00a0000"]),
        ("2023 – 2024, A–Ö, 7–\u00a0och januari–juli", []),
        ('<a title="1–2" href="#x1–2">x</a><svg><text>3–4</text></svg><title>5–6</title>', []),
        ('<h2 id="plan">Plan för <em>2025</em>–2029, 2025–2029</h2><a href="#x">Plan 2025–2029</a>', []),
    ],
)
def test_a_range_is_held_together_and_nothing_else_is(text: str, held: list[str]) -> None:
    made = hold_together(f"<p>{text}</p>")
    assert re.findall(r'<span class="ihop">(.*?)</span>', made) == held
    assert re.sub(r'<span class="ihop">(.*?)</span>', r"\1", made) == f"<p>{text}</p>"


def test_no_line_of_a_pdf_ends_between_a_dash_and_what_it_leads_to(workspace: Maker) -> None:
    lines = "\n\n".join(
        f"  {'a' * n} Planen gäller för åren 2025-2029 och sedan 1-31 maj kl. 8-16 i alla parker." for n in range(1, 60)
    )
    html = render(workspace({"bedomning.yaml": f"analys: |\n{lines}\n"}))
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(make_pdf(html))).pages)
    assert text.count("2025–2029") == text.count("1–31") == text.count("8–16") == 59


def test_a_short_word_in_a_columns_head_is_not_divided() -> None:
    pages = PdfReader(BytesIO(make_pdf(render(Workspace(REPOSITORY), "2023/vss")))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "Mål uppnått" in re.sub(r"\s+", " ", text)
    assert not re.search(r"Mål\s+upp-\s*nått", text)


def test_years_dates_and_paragraph_signs_are_not_grouped(page: Element) -> None:
    text = page.one("main").text
    assert f"KS 2023-05-23 §{NBSP}167 och 6 kap 1{NBSP}§." in text
    assert "Dnr KS 2023-89" in text
    assert f"Under 2023 gick 12{NBSP}345{NBSP}timmar" in text
    assert f"2{NBSP}023" not in text
    assert "Skogen, under 2023" in cells(page)
    assert {"2022", "2023", "Bokslut 2023", "Budget 2023"} <= set(cells(page))


def test_the_unit_stands_once_in_the_caption(page: Element) -> None:
    caption = next(caption for caption in page.all("caption") if "Resultat 2023" in caption.text)
    assert caption.text == "Resultat 2023, belopp i mnkr"
    table = caption.parent
    assert table is not None
    assert [cell.text for cell in table.all("td") if "mnkr" in cell.text] == []


def test_figures_are_marked_as_such(page: Element) -> None:
    for table in page.all("table"):
        for cell in table.all("td"):
            if re.fullmatch(rf"[{MINUS}+]?[\d{NBSP},]+", cell.text):
                assert "tal" in cell.classes, cell.text


def test_tabular_figures_stand_to_the_right_and_are_never_hyphenated(workspace: Maker) -> None:
    made = workspace(CHAPTERS)
    styles = re.sub(r"\s+", " ", parse(render(made)).one("style").text)
    assert re.search(r"tabular-nums", styles)
    assert re.search(r"\.tal\b[^}]*text-align: ?right", styles)
    assert re.search(r"hyphens: ?auto", styles)
    assert re.search(r"\.tal\b[^}]*(?:hyphens: ?(?:none|manual)|white-space: ?nowrap)", styles)


def test_marks_for_missing_values_are_explained(workspace: Maker) -> None:
    page = render(workspace(CHAPTERS))
    assert notes(page, "Resultat 2023") == [
        "* Minskat 10 % enligt KS 2023-05-23 § 167 till −86 mnkr, ”tillfälligt”.",
        "– uppgift saknas eller är inte aktuell.",
    ]
    assert notes(page, "Målområde: Medarbetare") == [
        "Genomförs ej mätningen genomförs inte; I.U. ingen uppgift; N/A inte tillämpligt."
    ]
    assert notes(page, "Personal") == []  # no mark, no legend


@pytest.mark.parametrize("mark", ["-", "–", "−", "..", "IU", "i.u", "I.U.", "LK", "X", "N/A", "årsvis", "Sekretessbelagt"])
def test_every_mark_has_its_line_in_the_legend(workspace: Maker, mark: str) -> None:
    page = render(workspace({"p.yaml": f"personal:\n  rader: |\n    personal | 2022 | 2023\n    Frånvaro | 1 | {mark}\n"}))
    (legend,) = notes(page, "Personal")
    printed = "–" if mark in "-–−" else mark
    assert legend.startswith(f"{printed} ")
    assert [cell.text for cell in shown(page, "Personal").all("td")] == ["1", printed]


def test_no_cell_is_left_empty(page: Element) -> None:
    assert [cell for cell in page.all("td", "th") if not cell.text] == []


written = st.tuples(st.sampled_from("−-+ "), st.integers(0, 10**9), st.sampled_from(("", ",0", ",5", ",25", ".5")))


@given(st.lists(written, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_is_printed_in_swedish(workspace: Maker, figures: list[tuple[str, int, str]]) -> None:
    rows = "\n".join(f"    Mått {n} | {sign}{whole}{rest}" for n, (sign, whole, rest) in enumerate(figures))
    page = render(workspace({"p.yaml": f"personal:\n  rader: |\n    personal | 2023\n{rows}\n"}))
    for cell in shown(page, "Personal").all("td"):
        assert re.fullmatch(rf"[{MINUS}+]?\d{{1,3}}(?:{NBSP}\d{{3}})*(?:,\d+)?", cell.text)
        assert not re.fullmatch(rf"[{MINUS}+]0(?:,0+)?", cell.text)


REPORTS = sorted(
    f"{folder.parent.name}/{folder.name}" for folder in (REPOSITORY / "inputs").glob("*/*") if (folder / "rapport.yaml").is_file()
)


@pytest.mark.parametrize("name", REPORTS)
def test_the_real_reports_are_set_in_swedish(name: str) -> None:
    page = parse(render(Workspace(Path(REPOSITORY)), name))
    texts = cells(page)
    assert len(texts) > 100
    assert [text for text in texts if re.search(r"(?<![\w-])-\d", text)] == []
    assert [text for text in texts if re.search(rf"[{MINUS}][0,]+(?!\d|,\d)", text)] == []
    assert [text for text in texts if re.search(r"\d (?:%|mnkr\b|tkr\b|\d{3}(?!\d))", text)] == []
    assert [text for text in texts if not text] == []
    body = page.one("main").text
    assert [match.group() for match in re.finditer(r".{0,30}[\"'].{0,30}", body)] == []
    assert [match.group() for match in re.finditer(r".{0,20}\d %|\d%.{0,20}", body)] == []
    assert f"2{NBSP}023" not in body


@pytest.mark.parametrize("text", ["dnr 12-34", "Dnr 5-7", "bankgiro 5050-1055", "ärendenr 12-34", "telefon 40-123"])
def test_a_number_that_is_a_name_keeps_its_hyphen(text: str) -> None:
    assert typeset(text).replace(NBSP, " ") == text
