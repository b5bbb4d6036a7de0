"""The same table, however it was written or pasted: grid, tabs, Markdown, a list of mappings."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent, indent

import pytest

from tests.conftest import Maker, faults, render
from tests.tables import printed, table, told

GRID = """
    område                 | bokslut | budget | avvikelse | roll    | tecken
    Parker                 |    25,5 |   28,1 |           |         |
    Lekplatser*            |     -86 |        |         - |         |
    Summa                  |   506,8 |        |           | summa   |
      varav kostnader      |   630,5 |  651,5 |      21,0 | delar   |
        varav lön          |   400,0 |  401,5 |           | del     |
      varav intäkter       |  -123,7 |  -52,2 |           | delar   |
    Skogen                 |    -1,9 |      0 |           | utanför | resultat
"""


def as_grid(lines: list[list[str]]) -> str:
    return "\n".join(" | ".join(line) for line in lines)


def as_tabs(lines: list[list[str]]) -> str:
    return "\n".join("\t".join([line[0], *(cell.strip() for cell in line[1:])]) for line in lines)


def as_markdown(lines: list[list[str]]) -> str:
    framed = [f"| {' | '.join(line)} |" for line in lines]
    framed[1] = f"|{'|'.join(cell.strip() for cell in lines[1])}|"  # a row without room round its cells is no less indented
    return "\n".join([framed[0], "|" + " --- |" * len(lines[0]), *framed[1:]])


def as_wide(lines: list[list[str]]) -> str:
    """Four spaces an indentation, as many editors do."""
    return "\n".join(" | ".join([line[0].replace("  ", "    "), *line[1:]]) for line in lines)


def as_no_break(lines: list[list[str]]) -> str:
    return as_grid([[line[0], *(cell.replace(" ", "\u00a0") for cell in line[1:])] for line in lines])


def as_list(lines: list[list[str]]) -> str:
    out = []
    for line in lines[1:]:
        for number, (word, cell) in enumerate(zip(lines[0], line, strict=True)):
            out.append(f"{'  ' if number else '- '}{word.strip()}: '{cell.rstrip()}'")
    return "\n".join(out)


@pytest.mark.parametrize("form", [as_grid, as_tabs, as_markdown, as_wide, as_no_break, as_list])
def test_a_table_is_the_same_however_it_is_written(workspace: Maker, form: Callable[[list[list[str]]], str]) -> None:
    lines = [line.split("|") for line in dedent(GRID).strip("\n").split("\n")]
    text = form(lines)
    rows = f"  rader:{'' if form is as_list else ' |'}\n{indent(text, '    ')}\n"
    made = workspace({"ekonomi.yaml": f"driftsammandrag:\n  belopp: mnkr\n  tecken: kostnad\n{rows}"})
    of = table(made, "driftsammandrag")
    assert [(r.etikett, r.nivå, r.förälder, r.roll, r.tecken, r.noter) for r in of.rader] == [
        ("Parker", 0, None, "post", "kostnad", ()),
        ("Lekplatser", 0, None, "post", "kostnad", ("*",)),
        ("Summa", 0, None, "summa", "kostnad", ()),
        ("varav kostnader", 1, 2, "delar", "kostnad", ()),
        ("varav lön", 2, 3, "del", "kostnad", ()),
        ("varav intäkter", 1, 2, "delar", "kostnad", ()),
        ("Skogen", 0, None, "utanför", "resultat", ()),
    ]
    assert [line for line in told(made) if "avvikelse" in line] == [
        "parknamnden nettokostnad/parker avvikelse 2023 T: 2.6 mnkr kostnad härledd",
        "parknamnden nettokostnad avvikelse 2023 T: -478.7 mnkr kostnad härledd",
        "parknamnden nettokostnad/varav_kostnader avvikelse 2023 T: 21.0 mnkr kostnad",
        "parknamnden nettokostnad/varav_kostnader/varav_lön avvikelse 2023 T: 1.5 mnkr kostnad härledd",
        "parknamnden nettokostnad/varav_intäkter avvikelse 2023 T: 71.5 mnkr kostnad härledd",
        "parknamnden nettokostnad/skogen avvikelse 2023 T: -1.9 mnkr resultat härledd",
    ]
    # Every figure knows the cell it stands in.
    places = {r.etikett: r.celler["bokslut"].plats for r in of.rader}
    for name, place in places.items():
        assert (
            place.text[place.column - 1 :]
            .lstrip("'")
            .lstrip()
            .startswith(str(next(line[1].strip() for line in lines if name in line[0])))
        ), f"{name}: {place}"


def test_a_pasted_row_may_begin_with_an_empty_cell(workspace: Maker) -> None:
    grid = "mål\tindikator\t2022\t2023\nTrygghet\tOtrygghet\t25\t28\n\tTrivsel\t61\t69"
    group = "indikatorer:\n  grupper:\n    - målområde: Samhälle\n      rader: |\n"
    made = workspace({"indikatorer.yaml": group + indent(grid, "        ")})
    assert [r.etikett for r in table(made, "indikatorer.samhälle").rader] == ["Otrygghet", "Trivsel"]


def test_programs_may_leave_keys_out(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": """
        driftsammandrag:
          belopp: tkr
          rader:
            - verksamhet: Parker
              bokslut: 12
              budget: '10'
            - verksamhet: Summa
              roll: summa
              avvikelse: visas inte
        """})  # fmt: skip
    assert printed(render(made), "Resultat 2023") == [
        ["Verksamhet", "Bokslut 2023", "Budget 2023", "Avvikelse"],
        ["Parker", "12", "10", "2"],
        ["Summa", "12", "10", "–"],
    ]


def test_rows_of_one_name_must_be_told_apart(workspace: Maker) -> None:
    grid = """
        indikatorer:
          grupper:
            - målområde: Medarbetare
              rader: |
                mål       | indikator    | 2023 | population
                Ledarskap | Chefsindex   |   67 |
                          |   Män        |   66 |
                          | Chefsindex   |   87 | {}
                          |   Män        |   85 |
                Närvaro   | Chefsindex   |   70 |
        """
    assert len(table(workspace({"indikatorer.yaml": grid.format("KLF")}), "indikatorer.medarbetare").rader) == 5
    (fault,) = faults(workspace({"indikatorer.yaml": grid.format("")}))
    assert fault.code == "G07"
    assert fault.text == "två rader heter ”Chefsindex” (den första på rad 6)"
