"""Tables without roll and tecken: what is not borne out by the figures is neither derived nor accused; what is written wins."""

from __future__ import annotations

import random

import pytest

from tests.conftest import Maker, read
from tests.process import run
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.relations import Samband, relations
from vb_gen.model.table import Tabell

HEAD = "Verksamhet | Bokslut 2023 | Budget 2023 | Avvikelse | Bokslut 2022"


def pasted(*rows: str, head: str = HEAD, more: str = "") -> dict[str, str]:
    return {"ekonomi.yaml": f"driftsammandrag:\n{more}  rader: |\n" + "".join(f"    {row}\n" for row in (head, *rows))}


def table(workspace: Workspace) -> Tabell:
    (found,) = read(workspace).tables()
    return found


def one_row(found: Tabell, name: str) -> str:
    return next(row.roll for row in found.rader if row.etikett == name)


def broken(workspace: Workspace) -> list[Samband]:
    return [r for r in relations(read(workspace)) if r.utfall == "bryter"]


def test_a_name_alone_makes_no_sum(workspace: Maker) -> None:
    made = workspace(pasted("Parker | 10 | 11 | 1 | 9", "Skog | 5 | 6 | 1 | 4", "Summa | 99 | 98 | -1 | 97"))
    assert one_row(table(made), "Summa") == "post"
    assert broken(made) == []


def test_an_empty_sum_that_nobody_wrote_is_not_derived(workspace: Maker) -> None:
    found = table(workspace(pasted("Parker | 10 | 11 | 1 | 9", "Skog | 5 | 6 | 1 | 4", "Summa | | | |")))
    assert {box.läge for box in found.rader[-1].celler.values()} == {"tom"}


def test_a_sum_that_the_figures_bear_out_is_derived_where_it_is_empty(workspace: Maker) -> None:
    found = table(workspace(pasted("Parker | 10 | 11 | 1 | 9", "Skog | 5 | 7 | 2 | 4", "Summa | 15 | 18 | 3 |")))
    box = found.rader[-1].celler["föregående"]
    assert (box.läge, str(box.härlett.värde) if box.härlett else "") == ("härledd", "13")


def test_one_other_column_warns_and_two_make_it_a_fault(workspace: Maker) -> None:
    rows = ("Parker | 10,5 | 11,5", "Skog | 5,3 | 7,1", "Vatten | 2,2 | 3,3", "Summa | 18,0 | 27,9")
    (told,) = broken(workspace(pasted(*rows, head="Verksamhet | Bokslut 2023 | Budget 2023")))
    assert (told.nivå, told.helhet.kolumn.ord) == ("varning", "budget")
    wider = tuple(f"{row} | {more}" for row, more in zip(rows, ("9,1", "4,2", "1,1", "14,4"), strict=True))
    (told,) = broken(workspace(pasted(*wider, head="Verksamhet | Bokslut 2023 | Budget 2023 | Bokslut 2022")))
    assert (told.nivå, told.helhet.kolumn.ord) == ("fel", "budget")


def test_what_plus_means_is_seen_in_the_deviations(workspace: Maker) -> None:
    rows = ("Parker | 10 | 31 | 21 | 9", "Skog | 5 | 17 | 12 | 4", "Vatten | 80 | 60 | 40 | 70")
    made = workspace(pasted(*rows))
    assert {row.tecken for row in table(made).rader} == {"kostnad"}
    (told,) = broken(made)
    assert (told.helhet.rad.etikett, int(told.väntat.värde)) == ("Vatten", -20)


def test_a_row_alone_does_not_show_what_plus_means(workspace: Maker) -> None:
    made = workspace(pasted("Parker | 10 | 11 | 7 | 9"))
    assert broken(made) == []
    assert [r.okänt for r in relations(read(made))] == ["vad plus betyder är inte skrivet, och för få andra rader visar det"]


def test_what_is_written_wins_and_the_contradiction_is_told(workspace: Maker) -> None:
    rows = ("Parker | 10 | 11 | 1 | 9", "Skog | 5 | 7 | 2 | 4")
    made = workspace(pasted(*rows, more="  tecken: resultat\n"))
    assert {row.tecken for row in table(made).rader} == {"resultat"}
    assert len(broken(made)) == 2


def test_two_lines_of_headings_are_one(workspace: Maker) -> None:
    head = "Verksamhet | 2023 | | 2022"
    found = table(workspace(pasted(" | Bokslut | Budget | Bokslut", "Parker | 10 | 11 | 9", head=head)))
    assert [(c.ord, c.grupp, c.rubrik) for c in found.kolumner] == [
        ("bokslut", "2023", "Bokslut"),
        ("budget", "2023", "Budget"),
        ("föregående", "2022", "Bokslut"),
    ]


def test_a_table_is_explained_in_words(workspace: Maker) -> None:
    made = workspace(pasted("Parker | 10 | 11 | 1 | 9", "Skog | 5 | 7 | 2 | 4", "Summa | 15 | 18 | 3 | 13"))
    said = run("check", "2023", "parknamnden", "--explain", "driftsammandrag", cwd=made.root)
    assert said.code == 0
    assert "Summa = Parker + Skog" in said.out
    assert "håller i 4 av 4 kolumner" in said.out
    wrong = run("check", "2023", "parknamnden", "--explain", "driftsamandrag", cwd=made.root)
    assert (wrong.code, "Menade du ”driftsammandrag”?" in wrong.err) == (2, True)


def made_up(random_: random.Random) -> list[list[str]]:
    """A table that adds up but for its rounding: costs or a result, one sum or several, with or without costs and income."""
    decimals, size = random_.choice([0, 1, 1, 2]), 10 ** random_.choice([1, 2, 3, 4])
    cost, count = random_.random() < 0.5, random_.randint(2, 8)

    def figure() -> float:
        low = 0.02 if cost else -1.0
        return 0.0 if random_.random() < 0.08 else random_.uniform(low, 1) * size

    rows: list[tuple[str, list[float]]] = []
    sums: list[list[float]] = []
    for group in range(groups := random_.choice([1, 1, 2, 3])):
        posts = [[figure() for _ in range(3)] for _ in range(count)]
        rows += [(f"Enhet {group}{n}", post) for n, post in enumerate(posts)]
        sums.append([sum(post[c] for post in posts) for c in range(3)])
        rows.append(("Summa" if groups == 1 else f"Summa grupp {group}", sums[-1]))
    if groups > 1:
        rows.append(("Totalt", [sum(one[c] for one in sums) for c in range(3)]))
    way = -1 if cost else 1
    printed = [[name, a, b, way * (a - b), c] for name, (a, b, c) in rows]
    return [[str(name), *(f"{value:.{decimals}f}".replace(".", ",") for value in values)] for name, *values in printed]


@pytest.mark.parametrize("seed", range(40))
def test_a_table_without_a_fault_is_not_accused_and_a_planted_one_is_found(seed: int, workspace: Maker) -> None:
    random_ = random.Random(seed)
    rows = made_up(random_)
    assert broken(workspace(pasted(*(" | ".join(row) for row in rows)))) == []
    long = [(n, c) for n, row in enumerate(rows) for c in range(1, 5) if sum(sign.isdigit() for sign in row[c]) > 2]
    if not long:
        return
    row, column = random_.choice(long)
    first = next(n for n, sign in enumerate(rows[row][column]) if sign.isdigit())
    text = rows[row][column]
    rows[row][column] = text[:first] + str((int(text[first]) + 4) % 9 + 1) + text[first + 1 :]
    assert broken(workspace(pasted(*(" | ".join(row) for row in rows)))) != [] or rows[row][column] == text
