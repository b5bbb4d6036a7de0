"""Charts: bars as long as their figures, words inside the drawing and none on another, and every fault told at its place."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Maker, faults, read, render
from tests.geometri import Layout
from tests.page import Element, parse
from vb_gen.core.finding import UseError
from vb_gen.core.numbers import Tal, format_tal
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.charts import MOST_ROWS, Diagramdata, Linje, Punkt
from vb_gen.output.html.diagram import BROAD, NARROW
from vb_gen.output.html.lettering import width, wrap
from vb_gen.output.pdf.colours import settle
from vb_gen.output.pdf.pdf import make_pdf
from vb_gen.read.theme import theme_of

REPORTS = [f"{period.text}/{enhet}" for period, enhet in Workspace(REPOSITORY).reports()]
each_report = pytest.mark.parametrize("name", REPORTS)

TABLE = """
driftsammandrag:
  belopp: mnkr
  tecken: resultat
  rader: |
    verksamhet                                  | bokslut | budget | avvikelse | föregående | roll  | tecken
    Parker                                      |    10,0 |   12,0 |           |       20,0 |       |
    Kulturmiljövårdsanläggningsunderhåll i norr |    -5,0 |    3,9 |           |       -2,5 |       |
    Skog                                        |       0 |      1 |           |        1,0 |       |
    Städ                                        |         |      1 |           |          2 | del   |
    Summa                                       |         |        |           |            | summa |
      varav intäkter                            |    30,0 |     31 |           |         29 | delar | intäkt
      varav kostnader                           |    25,0 |     14 |           |       10,5 | delar | kostnad
"""
SHORT = """
driftsammandrag:
  rader: |
    verksamhet | bokslut
    Parker     |       1
    Skog       |       2
"""
STAFF = """
personal:
{diagram}  rader: |
    personal       | 2019 | 2020 | 2021 | 2022 | 2023 | enhet
    Anställda      |   IU |  100 |  110 |  120 |  130 | antal
    Sjukfrånvaro   |  6,0 |  5,0 |   IU |  7,0 |  4,0 | %
    Nöjda          | >80  |   IU |   IU |   IU |   75 | %
"""


def chart(extra: str = "", **keys: str) -> str:
    """A chapter with a chart of the table's figures."""
    lines = [f"{key}: {value}" for key, value in ({"typ": "liggande", "tabell": "driftsammandrag"} | keys).items() if value]
    body = "\n".join([f"    - {lines[0]}", *(f"      {line}" for line in lines[1:])])
    return f"nettokostnader:\n  text: En bild av året.\n  diagram:\n{body}\n{extra}{TABLE}"


def figures(page: Element) -> list[Element]:
    return [f for f in page.all("figure") if "diagram" in f.classes]


def drawing(figure: Element, klass: str = "bred") -> Element:
    return next(svg for svg in figure.all("svg") if klass in svg.classes)


def number(element: Element, name: str) -> float:
    return float(element[name])


def words(svg: Element) -> list[str]:
    return [text.text.replace("\xa0", " ") for text in svg.all("text")]


def box(text: Element) -> tuple[float, float, float, float]:
    """Where a word stands: left, top, right, bottom; digits and capitals are 0.75 of their size high."""
    size = float(text["font-size"] or 12)
    # the estimate has 8 % to spare for other fonts; the drawing must hold with it
    w = width(text.text, size, bold=bool(text["font-weight"]))
    x = number(text, "x") - {"": 0.0, "end": w, "middle": w / 2}[text["text-anchor"]]
    return x, number(text, "y") - size * 0.72, x + w, number(text, "y")


def one(workspace: Maker, chapter: str) -> Element:
    found = figures(parse(render(workspace({"ekonomi.yaml": chapter}))))
    assert len(found) == 1
    return found[0]


# Geometry


@pytest.mark.parametrize("klass", ["bred", "smal"])
def test_lying_bars_are_as_long_as_their_figures_and_negative_ones_on_the_other_side(workspace: Maker, klass: str) -> None:
    svg = drawing(one(workspace, chart(kolumner="bokslut, föregående")), klass)
    first, second = (group.all("rect")[1:] for group in svg.all("g"))  # the legend's patch comes first
    zero = float(re.match(r"M([\d.]+)", next(p["d"] for p in svg.all("path") if "axel" in p["stroke"]))[1])  # type: ignore[index]
    assert [len(first), len(second)] == [3, 3]
    park, culture, forest = first
    assert number(park, "x") == zero
    assert number(culture, "x") < zero
    assert number(culture, "x") + number(culture, "width") == pytest.approx(zero, abs=0.11)
    assert number(park, "width") == pytest.approx(2 * number(culture, "width"), abs=0.2)
    assert number(forest, "width") == 0
    assert number(second[0], "width") + 1 == pytest.approx(2 * number(park, "width"), abs=0.2)  # its outline is inside


def test_standing_bars_are_as_high_as_their_figures(workspace: Maker) -> None:
    svg = drawing(one(workspace, chart(typ="stående", rader="varav kostnader", kolumner="föregående, budget, bokslut")))
    bars = sorted(svg.all("rect"), key=lambda bar: number(bar, "x"))
    high = [number(b, "height") + ("stroke" in b.parent.attributes) for b in bars]  # type: ignore[union-attr]  # outline inside
    assert [round(h / high[0], 2) for h in high] == [1.0, 1.33, 2.38]
    bottoms = {round(number(b, "y") + number(b, "height")) for b in bars}
    assert len(bottoms) == 1


def test_a_negative_standing_bar_hangs_below_zero(workspace: Maker) -> None:
    svg = drawing(one(workspace, chart(typ="stående", rader="Kulturmiljövårdsanläggningsunderhåll i norr")))
    zero = float(svg.all("path")[0]["d"].split()[1].partition("L")[0])
    tops = {
        text: number(bar, "y")
        for text, bar in zip(words(svg), sorted(svg.all("rect"), key=lambda b: number(b, "x")), strict=False)
    }
    assert min(tops.values()) < zero
    assert max(tops.values()) == zero


def test_standing_bars_lie_down_where_their_figures_have_no_room(workspace: Maker) -> None:
    years = " | ".join(f"plan {year}" for year in range(2023, 2031))
    values = " | ".join("1 234 567,8" for _ in range(8))
    chapter = f"""
        nettokostnader:
          diagram:
            - typ: stående
              tabell: driftsammandrag
          text: Planen.
        driftsammandrag:
          rader: |
            verksamhet | {years}
            Parker     | {values}
        """
    figure = one(workspace, chapter)
    heights = {klass: {bar["height"] for bar in drawing(figure, klass).all("rect")} for klass in ("bred", "smal")}
    assert heights["smal"] == {"15"}, "lying"
    assert heights["bred"] == {"120"}, "standing"


def test_a_curve_goes_through_what_is_known_and_no_further(workspace: Maker) -> None:
    diagram = "  diagram:\n    - typ: linje\n"
    page = parse(render(workspace({"namndindikatorer.yaml": STAFF.format(diagram=diagram)})))
    (figure,) = figures(page)
    svg = drawing(figure)
    curves = [p["d"] for p in svg.all("path") if p["fill"] == "none"]
    assert [curve.count("M") for curve in curves] == [1, 2], "the year without a figure parts the second"
    assert [curve.count("L") for curve in curves] == [3, 2]
    assert (
        words(svg)
        == ["Anställda", "2020", "2023", "100", "130", "Sjukfrånvaro", "2019", "2023", "6,0 %", "4,0 %"][:1] + words(svg)[1:]
    )
    assert {"100", "130", "6,0 %", "4,0 %", "2020", "2019"} <= {*words(svg)}
    assert "Nöjda" not in words(svg), "a bound and one figure are no line"


@each_report
def test_nothing_in_a_drawing_leaves_it_or_stands_on_another_word(name: str) -> None:
    for figure in figures(parse(render(Workspace(REPOSITORY), name))):
        for svg in figure.all("svg"):
            room, high = (float(part) for part in svg["viewbox"].split()[2:])
            assert room in (BROAD, NARROW)
            boxes = [(text.text, box(text)) for text in svg.all("text")]
            for said, (left, top, right, bottom) in boxes:
                assert left >= -0.5, said
                assert top >= 0, said
                assert right <= room + 0.5, said
                assert bottom <= high, said
            for (one_said, a), (other_said, b) in combinations(boxes, 2):
                apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 0.3 or b[3] <= a[1] + 0.3
                assert apart, f"{one_said} on {other_said}"
            for bar in svg.all("rect"):
                assert number(bar, "x") >= 0
                assert number(bar, "x") + number(bar, "width") <= room + 0.1
                assert number(bar, "y") + number(bar, "height") <= high + 0.1


@each_report
def test_no_word_stands_on_a_bar_of_another_row(name: str) -> None:
    for figure in figures(parse(render(Workspace(REPOSITORY), name))):
        for svg in figure.all("svg"):
            for text in svg.all("text"):
                left, top, right, bottom = box(text)
                for bar in svg.all("rect"):
                    x, y = number(bar, "x"), number(bar, "y")
                    apart = right <= x + 0.5 or x + number(bar, "width") <= left + 0.5
                    assert apart or bottom <= y + 2 or y + number(bar, "height") <= top + 2, text.text


# What it says


def test_every_figure_that_is_drawn_is_written_as_the_table_has_it(workspace: Maker) -> None:
    svg = drawing(one(workspace, chart(kolumner="bokslut, föregående")))
    assert {"10,0", "−5,0", "0", "20,0", "−2,5", "1,0"} <= {*words(svg)}


def test_the_title_is_the_authors_and_its_numbers_are_the_tables(workspace: Maker) -> None:
    written = "Parkerna gick från {{ driftsammandrag.parker.föregående }} till {{ driftsammandrag.parker.bokslut }}"
    figure = one(workspace, chart(rubrik=f"'{written}'"))
    assert figure.of_class("fynd")[0].text.replace("\xa0", " ") == "Parkerna gick från 20,0 mnkr till 10,0 mnkr"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kolumner": "bokslut, föregående"}, "Störst skillnad: Parker, 10,0 mnkr (bokslut 2023) mot 20,0 mnkr (bokslut 2022)"),
        ({"kolumner": "bokslut"}, "Störst: Parker, 10,0 mnkr"),
        (
            {"typ": "stående", "rader": "varav intäkter", "kolumner": "föregående, bokslut"},
            "Intäkter från 29 mnkr till 30,0 mnkr (bokslut 2022 till bokslut 2023)",
        ),
    ],
)
def test_a_title_that_nobody_wrote_is_derived_from_the_figures(workspace: Maker, keys: dict[str, str], said: str) -> None:
    assert one(workspace, chart(**keys)).of_class("fynd")[0].text.replace("\xa0", " ") == said


def test_a_chart_has_a_text_for_who_does_not_see_it_and_a_way_to_its_table(workspace: Maker) -> None:
    page = parse(render(workspace({"ekonomi.yaml": chart(kolumner="bokslut, föregående")})))
    (figure,) = figures(page)
    for svg in figure.all("svg"):
        title = svg.children[0]
        assert (title.name, svg["role"], svg["aria-labelledby"]) == ("title", "img", title["id"])
        assert title.text.startswith("Liggande stapeldiagram, mnkr. Bokslut 2023 – störst är Parker med 10,0, minst är Kulturm")
    (link,) = figure.all("a")
    caption = next(c for c in page.all("caption") if c["id"] == link["href"].removeprefix("#"))
    assert link.text == caption.text
    cells = {cell.text for row in caption.parent.all("tr") for cell in row.all("td")}  # type: ignore[union-attr]
    assert {"10,0", "−5,0", "20,0", "−2,5"} <= cells


def test_a_chart_over_its_own_table_says_so(workspace: Maker) -> None:
    page = parse(render(workspace({"namndindikatorer.yaml": STAFF.format(diagram="  diagram:\n    - typ: linje\n")})))
    (figure,) = figures(page)
    assert figure.of_class("källa")[0].text == "Siffrorna står i tabellen nedanför."


def _many(rows: int, columns: str = "bokslut | budget | föregående") -> dict[str, str]:
    """A chapter with its own table and chart of so many rows."""
    values = " | ".join("10,0" for _ in columns.split("|"))
    table = "\n".join(f"    Park {number} | {values}" for number in range(1, rows + 1))
    lines = ["driftsammandrag:", "  diagram:", "    - typ: liggande", "  kommentar: Så gick det.", "  belopp: mnkr"]
    return {"ekonomi.yaml": "\n".join([*lines, "  tecken: kostnad", "  rader: |", f"    verksamhet | {columns}", table, ""])}


def test_a_tall_chart_stands_after_what_its_section_says(workspace: Maker) -> None:
    for rows, order in ((4, ["figure", "table", "Så gick det."]), (12, ["table", "Så gick det.", "figure"])):
        page = parse(render(workspace(_many(rows))))
        there = [e for e in page.walk() if e.name in ("figure", "table") or (e.name == "p" and e.text == "Så gick det.")]
        assert [e.name if e.name != "p" else e.text for e in there] == order
        said = figures(page)[0].of_class("källa")[0].text
        assert said == f"Siffrorna står i tabellen {'nedanför' if order[0] == 'figure' else 'ovanför'}."


def test_many_groups_of_bars_stand_closer_with_letters_as_large(workspace: Maker) -> None:
    pitch, sizes = {}, {}
    for rows in (11, 12):
        svg = drawing(one(workspace, _many(rows)["ekonomi.yaml"]))
        tops = [number(bar, "y") for bar in svg.all("g")[0].all("rect")[1:]]
        pitch[rows] = {round(b - a, 1) for a, b in pairwise(tops)}
        sizes[rows] = {(text["font-size"], text["font-weight"]) for text in svg.all("text")}
    assert pitch == {11: {45.0}, 12: {41.0}}
    assert sizes[11] == sizes[12]


def test_a_chart_of_the_most_bars_stands_on_one_page(workspace: Maker) -> None:
    html = render(workspace(_many(MOST_ROWS["liggande"])))
    assert list(Layout(BytesIO(make_pdf(html)), html).outside()) == []


@each_report
def test_drawings_are_small_alike_every_time_and_lead_to_a_table_of_the_page(name: str) -> None:
    made = render(Workspace(REPOSITORY), name)
    drawings = re.findall(r"<svg.*?</svg>", made, re.S)
    assert drawings == re.findall(r"<svg.*?</svg>", render(Workspace(REPOSITORY), name), re.S)
    assert max(len(one.encode()) for one in drawings) < 10_000
    page = parse(made)
    captions = {caption["id"] for caption in page.all("caption")}
    assert figures(page)
    for figure in figures(page):
        assert {link["href"].removeprefix("#") for link in figure.all("a")} <= captions
        assert "style" not in {name for element in figure.walk() for name in element.attributes}


# What the mall says


def test_the_malls_chart_is_drawn_where_the_author_writes_and_draws_none(workspace: Maker) -> None:
    written = "nettokostnader:\n  kommentar: Året i korthet.\n"
    made = parse(render(workspace({"ekonomi.yaml": written + TABLE})))
    (figure,) = figures(made)
    assert figure.of_class("fynd")[0].text.startswith("Störst skillnad: Parker")


@pytest.mark.parametrize(
    "text",
    [
        "nettokostnader:\n  diagram: nej\n  kommentar: Året i korthet.\n" + TABLE,
        TABLE,
        "nettokostnader:\n  kommentar: Året i korthet.\n",
        "nettokostnader:\n  kommentar: Året.\n" + SHORT,
    ],
    ids=["the author says no", "nothing is written there", "there is no table", "the table lacks a column"],
)
def test_the_malls_chart_is_left_out_without_a_word(workspace: Maker, text: str) -> None:
    assert figures(parse(render(workspace({"ekonomi.yaml": text})))) == []


def test_a_mall_may_draw_over_every_table_of_a_type(workspace: Maker) -> None:
    mall = """
        utgår_från: vb-2023
        tabelltyper:
          volymer:
            diagram:
              typ: linje
            kolumner: |
              ord  | rubrik   | innehåll | slag    | avser
              ÅÅÅÅ | {kolumn} | utfall   | bokslut | kolumn
        """
    files = {
        "templates/mallar/egen.yaml": mall,
        "rapport.yaml": "mall: egen\n",
        "namndindikatorer.yaml": STAFF.format(diagram=""),
    }
    (figure,) = figures(parse(render(workspace(files))))
    assert figure.of_class("fynd")[0].text == "Av två mått har ett ökat och ett minskat"


@pytest.mark.parametrize(
    ("chapter", "kind", "column", "chart", "drawn"),
    [
        (TABLE, "driftsammandrag", "bokslut | Bokslut | år", "liggande\n      kolumner: bokslut", ["Parker", "Skog", "Städ"]),
        (STAFF.format(diagram=""), "volymer", "ÅÅÅÅ | {kolumn} | kolumn", "linje", ["Anställda", "Sjukfrånvaro", "Nöjda"]),
    ],
)
def test_a_row_that_a_mall_names_and_that_lacks_figures_is_not_drawn(
    workspace: Maker, chapter: str, kind: str, column: str, chart: str, drawn: list[str]
) -> None:
    lines = [
        "utgår_från: vb-2023",
        f"tabelltyper:\n  {kind}:",
        f"    kolumner: |\n      ord | rubrik | avser\n      {column}",
        "      budget | Budget | år\n      avvikelse | Avvikelse | år\n      föregående | Föregående | år-1",
        f"    diagram:\n      typ: {chart}",
        "      rader: |\n" + "\n".join(f"        {name}" for name in drawn),
    ]
    file = "ekonomi.yaml" if chapter == TABLE else "namndindikatorer.yaml"
    made = workspace({"templates/mallar/egen.yaml": "\n".join(lines), "rapport.yaml": "mall: egen\n", file: chapter})
    (figure,) = figures(parse(render(made)))
    assert [name for name in drawn if name in words(drawing(figure))] == drawn[:2]


# Faults


@pytest.mark.parametrize(
    ("chapter", "code", "place", "what", "instead"),
    [
        (chart(tabell=""), "V11", "4:12", "diagrammet säger inte vilken tabell", "tabell: …"),
        (chart(tabell="driftsammandraget"), "V12", "5:15", "tabellen ”driftsammandraget” finns inte", "”driftsammandrag”?"),
        (chart(kolumner="bokslut, bugdet"), "V13", "6:26", "kolumnen ”bugdet” finns inte", "”budget”"),
        (chart(kolumner="bokslut, roll"), "V13", "6:26", "kolumnen ”roll” finns inte", "bokslut"),
        (chart(rader="Parkar"), "V14", "6:14", "raden ”Parkar” finns inte", "”Parker”"),
        (chart(rader="|\n        Parker\n        Sokg"), "V14", "8:9", "raden ”Sokg” finns inte", "”Skog”"),
        (chart(rader="Städ"), "V15", "6:14", "har ingen siffra att rita i kolumnen bokslut", "Fyll i siffran"),
        (chart(kolumner="bokslut, budget, föregående, avvikelse"), "V16", "4:12", "högst ha 3 kolumner", "kolumner: bokslut,"),
        (chart(typ="cirkel"), "M02", "4:12", "kan inte vara ”cirkel”", "liggande"),
        (chart(rubrik="Det blev {{ driftsammandrag.parker.boksult }}"), "R01", "6:", "boksult", "bokslut"),
        (chart(kollumner="bokslut"), "M03", "6:7", "nyckeln ”kollumner” är okänd", "kolumner"),
        ("nettokostnader:\n  diagram: ja\n" + TABLE, "M02", "2:12", "ska stå diagram, eller nej", "- typ: liggande"),
        ("nettokostnader:\n  diagram:\n    typ: linje\n" + TABLE, "M05", "", "ska stå en lista", "”- typ: …”"),
    ],
)
def test_a_fault_is_told_at_its_place(workspace: Maker, chapter: str, code: str, place: str, what: str, instead: str) -> None:
    (fault,) = faults(workspace({"ekonomi.yaml": chapter}))
    assert fault.code == code
    assert str(fault.place).startswith(f"inputs/2023/parknamnden/ekonomi.yaml:{place}")
    assert what in fault.text
    assert instead in fault.instead


def test_more_than_three_rows_are_not_set_up_side_by_side(workspace: Maker) -> None:
    more = "    Stig {}                                      |       1 |      1 |           |          2 |       |\n"
    table = TABLE.replace("    Städ ", more.format(1) + "    Städ ")
    (fault,) = faults(workspace({"ekonomi.yaml": chart(typ="stående").replace(TABLE, table)}))
    assert (fault.code, "högst ha 3 rader" in fault.text, "rader: |" in fault.instead) == ("V16", True, True)


def test_rows_in_other_units_are_not_compared_in_bars(workspace: Maker) -> None:
    diagram = "  diagram:\n    - kolumner: 2022, 2023\n      rader: |\n        Anställda\n        Sjukfrånvaro\n"
    (fault,) = faults(workspace({"namndindikatorer.yaml": STAFF.format(diagram=diagram)}))
    assert (fault.code, "antal, %" in fault.text, "typ: linje" in fault.instead) == ("V17", True, True)


def test_a_bound_is_no_figure_to_draw_and_too_few_are_no_line(workspace: Maker) -> None:
    for typ, code in (("liggande\n      kolumner: 2019", "utan ”> 80”"), ("linje", "färre än två siffror")):
        diagram = f"  diagram:\n    - typ: {typ}\n      rader: Nöjda\n"
        (fault,) = faults(workspace({"namndindikatorer.yaml": STAFF.format(diagram=diagram)}))
        assert fault.code == "V15"
        assert code in fault.text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (
            "strategiska_uppdrag:\n{}  grupper:\n    - rubrik: A\n      rader: |\n        uppdrag | status\n        B | pågår\n",
            "inga kolumner",
        ),
        ("personal:\n{}  rader: |\n    mått | 2023 | enhet\n    Anställda | IU | antal\n", "inga rader att rita"),
    ],
)
def test_a_chart_that_would_be_of_nothing_is_told_of(workspace: Maker, rows: str, what: str) -> None:
    chapter = rows.format("  diagram:\n    - typ: liggande\n")
    (fault,) = faults(workspace({"namndindikatorer.yaml": chapter}))
    assert (fault.code, what in fault.text, fault.place.line) == ("V15", True, 3)


def test_rows_of_one_name_are_told_apart_by_the_row_above(workspace: Maker) -> None:
    table = TABLE + "    Ute                                         |       1 |      2 |           |          3 | utanför |\n"
    table += "      varav intäkter                            |       1 |      2 |           |          3 | delar | intäkt\n"
    asked = (
        "nettokostnader:\n  text: Året.\n  diagram:\n    - tabell: driftsammandrag\n      rader: {}\n      kolumner: bokslut\n"
    )
    (fault,) = faults(workspace({"ekonomi.yaml": asked.format("varav intäkter") + table}))
    assert (fault.code, "flera rader" in fault.text) == ("V14", True)
    assert "”Ute / varav intäkter”" in fault.instead
    svg = drawing(one(workspace, asked.format("Ute / varav intäkter") + table))
    assert words(svg) == ["Ute, intäkter", "1"]


def test_a_table_that_cannot_be_read_is_told_of_once(workspace: Maker) -> None:
    chapter = chart(kolumner="bokslut, föregående").replace("|    10,0 |", "|    1O,0 |")
    from vb_gen.core.finding import InputError
    from vb_gen.tasks.proof import read_all

    home = workspace({"ekonomi.yaml": chapter})
    with pytest.raises(InputError) as raised:
        read_all(home, *home.resolve("2023", "parknamnden"))
    assert [finding.code for finding in raised.value.findings] == ["T01"]


# Letters and colours


def test_long_names_are_parted_where_swedish_words_are() -> None:
    assert wrap("Verksamhetsområde Kost och restaurang", 90, 12) == ["Verksamhets-", "område Kost", "och restaurang"]
    assert "".join(line.rstrip("-") for line in wrap("x" * 90, 50, 12)) == "x" * 90
    assert all(width(line, 12) <= 90 for line in wrap("Kommunikations- och utvecklingsstabsledningsgruppen", 90, 12))


def test_the_estimate_is_never_less_than_the_font(tmp_path: Path) -> None:
    from fontTools.ttLib import TTFont

    paths = [p for p in Path("/usr/share/fonts").rglob("Lato-*.ttf") if p.stem in ("Lato-Regular", "Lato-Bold")]
    assert len(paths) == 2
    for path in paths:
        font = TTFont(path)
        names, advance, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        for text in ("Kommunikation och utvecklingsstaben", "1 593 404", "−12 290,5 %", "MWÅÄÖ @ & ½", "(2023) – öåäé"):
            real = sum(advance[names[ord(letter)]][0] for letter in text) / em * 12
            assert real <= width(text, 12, bold="Bold" in path.stem) <= real * 1.3, text


def test_the_style_sheets_colours_reach_the_pdfs_drawings() -> None:
    roots = ":root { --a: #123; --b: var(--a); --t: 'Lato', serif } @media (forced-colors: active) { :root { --a: Canvas } }"
    style = f"<style>{roots}</style>"
    page = f'{style}<svg fill="var(--b)" font-family="var(--t)"></svg>'
    assert settle(page).endswith('<svg fill="#123" font-family="&#x27;Lato&#x27;, serif"></svg>')
    with pytest.raises(UseError, match="--c"):
        settle(f'{style}<svg fill="var(--c)"></svg>')


@pytest.mark.parametrize("root", [REPOSITORY, REPOSITORY / "templates" / "arbetsyta"], ids=["exemplets tema", "neutralt"])
def test_series_differ_in_lightness(root: Path) -> None:
    """Dark, light and unfilled, in colour and on a grey printer."""
    colours = theme_of(Workspace(root)).färger
    light = []
    for name in ("huvudfärg", "ljus_stapel", "papper"):
        parts = [int(colours[name][i : i + 2], 16) for i in (1, 3, 5)]
        light.append(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
    assert all(after - before > 50 for before, after in pairwise(light)), light


def test_data_can_be_turned() -> None:
    point = Punkt(Tal(Decimal(3), 0), format_tal(Tal(Decimal(3), 0)))
    data = Diagramdata("stående", None, ("a", "b"), (False, True), (Linje("rad", "mnkr", (point, point)),), "mnkr", ())
    turned = data.transposed()
    assert [row.namn for row in turned.rader] == ["a", "b"]
    assert turned.kolumner == ("rad",)


def test_the_report_reads_with_its_chart_in_the_figures_it_had(workspace: Maker) -> None:
    """A chart adds no fact: its figures are the table's."""
    from vb_gen.figures.facts import facts

    with_chart, without = (
        [fact.identity for fact in facts(read(workspace({"ekonomi.yaml": text})))] for text in (chart(), TABLE)
    )
    assert with_chart == without


def marked(chapter: str, bokslut: str, before: str) -> str:
    """The table with a mark for a unit that is new, or is no more."""
    row = next(line for line in chapter.split("\n") if line.lstrip().startswith("Städ "))
    cells = [*row.split("|")]
    cells[1], cells[4] = f" {bokslut} ", f" {before} "
    return chapter.replace(row, "|".join(cells))


@pytest.mark.parametrize("typ", ["liggande", "stående"])
def test_a_mark_stands_for_the_bar_of_a_row_that_is_new_or_no_more(workspace: Maker, typ: str) -> None:
    keys = {"typ": typ, "kolumner": "bokslut, föregående", "rader": "|\n        Parker\n        Städ"}
    figure = one(workspace, marked(chart(**keys), "-", "2"))
    svg = drawing(figure)
    assert "–" in words(svg)
    legend = 2
    assert len(svg.all("rect")) - legend == 3  # of four cells one is a mark
    title = {"liggande": "Störst skillnad: Parker", "stående": "Parker från 10,0 mnkr till 20,0"}[typ]
    assert figure.of_class("fynd")[0].text.replace("\xa0", " ").startswith(title)


@pytest.mark.parametrize("typ", ["liggande", "stående"])
def test_marks_alone_are_nothing_to_draw(workspace: Maker, typ: str) -> None:
    chapter = marked(chart(typ=typ, kolumner="bokslut, föregående", rader="Städ"), "-", "-")
    (fault,) = faults(workspace({"ekonomi.yaml": chapter}))
    assert (fault.code, "ingen siffra att rita" in fault.text) == ("V15", True)
