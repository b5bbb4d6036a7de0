"""A nämnd that nobody had in mind, of the 2020 form: written in YAML alone, with a mall that is there already.

`tests/ny_namnd/` is a workspace of its own. Everything in it is invented, and every derived figure below was worked out
by hand from the figures in it: nothing here is computed by the program and then expected of it. What the page and the PDF
show of it is in `test_ny_namnd_sida.py`.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import TESTS, read
from vb_gen.core.figure import same
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Fact, Identity, facts
from vb_gen.model.report import Report
from vb_gen.model.table import Tabell

ROOT = TESTS / "ny_namnd"
NAME = "2020/omsorgsnamnden"


@cache
def report() -> Report:
    return read(Workspace(ROOT), NAME)


@cache
def known() -> tuple[Fact, ...]:
    return tuple(facts(report()))


def changed(root: Path, file: str, old: str, new: str) -> Workspace:
    """A copy of the workspace where one text of a file is another."""
    shutil.copytree(ROOT, root, dirs_exist_ok=True)
    path = root / "inputs" / NAME / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")
    return Workspace(root)


def table(name: str, of: Report | None = None) -> Tabell:
    (found,) = [t for t in (of or report()).tables() if t.id == name]
    return found


def column(of: Tabell, word: str) -> dict[str, str]:
    """The figures of a column by the rows' labels; an empty text where there is none."""
    boxes = {row.etikett: row.celler[word] for row in of.rader}
    return {label: str(box.tal.värde) if box.tal else "" for label, box in boxes.items()}


def derived(of: Tabell, label: str) -> list[str]:
    """What the table's own arithmetic gives for a row, column by column."""
    (row,) = [row for row in of.rader if row.etikett == label]
    return [str(box.härlett.värde) if box.härlett else "" for box in row.celler.values()]


# It reads


def test_it_is_a_mall_that_others_use_and_nothing_is_found_wrong() -> None:
    assert not (ROOT / "templates").exists()
    assert report().rapport.mall == "vb-2020"
    assert report().missing() == []


# Derived figures


def test_deviations_of_costs_parts_and_decompositions() -> None:
    assert column(table("driftsammandrag"), "avvikelse") == {
        "100 - Nämndverksamhet": "190",  # 4 500 − 4 310
        "Individ- och familjeomsorg": "-7640",  # 205 000 − 212 640
        "varav HVB barn och unga": "-9480",  # 52 000 − 61 480
        "varav familjehem": "780",  # 39 000 − 38 220
        "LSS och personlig assistans": "2295",  # 344 200 − 341 905
        "varav daglig verksamhet": "2770",  # 51 500 − 48 730
        "Socialpsykiatri": "-376",  # 57 900 − 58 276, printed
        "Gemensam verksamhet": "2950",  # 24 400 − 21 450
        "Summa nettokostnader, tkr": "-2581",  # 636 000 − 638 581
        "varav kostnader": "-6616",  # 735 500 − 742 116: budget − utfall
        "varav intäkter": "4035",  # 103 535 − 99 500: utfall − budget
    }


def test_the_sum_adds_the_posts_and_not_their_parts() -> None:
    # 4 310 + 212 640 + 341 905 + 58 276 + 21 450, and so on: neither HVB, familjehem nor daglig verksamhet once more.
    assert derived(table("driftsammandrag"), "Summa nettokostnader, tkr") == ["638581", "636000", "-2581", "623255"]


def test_another_figure_in_a_part_does_not_move_the_sum_and_another_in_a_post_does(tmp_path: Path) -> None:
    part = table("driftsammandrag", read(changed(tmp_path / "del", "ekonomi.yaml", "61 480", "70 000"), NAME))
    assert column(part, "avvikelse")["varav HVB barn och unga"] == "-18000"
    assert derived(part, "Summa nettokostnader, tkr")[0] == "638581"
    post = table("driftsammandrag", read(changed(tmp_path / "post", "ekonomi.yaml", "21 450", "31 450"), NAME))
    assert derived(post, "Summa nettokostnader, tkr")[0] == "648581"


def test_costs_less_income_are_the_sum_in_every_column() -> None:
    of = table("driftsammandrag")
    for word in ("bokslut", "budget", "föregående"):
        figures = {label: Decimal(text) for label, text in column(of, word).items()}
        assert figures["varav kostnader"] - figures["varav intäkter"] == figures["Summa nettokostnader, tkr"]


def test_corona_effects_are_summed_column_by_column_and_an_empty_cell_adds_nothing() -> None:
    # 1 850 + 4 760 + 310 − 430; 620 − 3 970; 400 + 900; 150 − 1 200
    assert derived(table("coronaeffekter"), "Summa") == ["6490", "-3350", "1300", "-1050"]
    # The net row: 6 490 − 3 350 = 3 140 tkr, for which nothing was budgeted.
    assert column(table("coronaeffekt_netto"), "avvikelse") == {"Nettoeffekt av coronapandemin, netto tkr": "-3140"}


def test_investments_with_groups_and_sub_rows_without_a_budget() -> None:
    of = table("färdigställda")
    # 1,5 + 6,2 + 0,8 + 3,0; 1,38 + 6,45 + 0,65 + 2,09; the rest; 0,9 + 4,0 + 0,8 + 2,6; 0,82 + 4,21 + 0,65 + 1,78; the rest
    assert derived(of, "Summa färdigställda projekt") == ["11.5", "10.57", "0.93", "8.3", "7.46", "0.84"]
    assert column(of, "budgetavvikelse") == {
        "Individ- och familjeomsorg": "",
        "Familjecentral, inventarier": "0.12",
        "LSS och socialpsykiatri": "",
        "Gruppbostad Ekbacken": "-0.25",
        "Inventarier": "",
        "Larm och lås": "",
        "Daglig verksamhet, maskiner": "0.15",
        "Gemensamt": "",
        "Verksamhetssystem": "0.91",
        "Summa färdigställda projekt": "0.93",
    }
    assert derived(table("pågående"), "Summa pågående projekt") == ["", "", "0.00", "", "", "0.00"]


def test_the_grand_sum_adds_both_tables() -> None:
    assert derived(table("pågående"), "Summa investeringar") == ["11.5", "10.57", "0.93", "8.3", "7.46", "0.84"]


def test_a_plain_zero_is_exact_and_does_not_round_the_sum(tmp_path: Path) -> None:
    row = "Daglig verksamhet, maskiner    |             "
    other = read(changed(tmp_path, "investeringar.yaml", f"{row}0,8", f"{row}  0"), NAME)
    assert derived(table("färdigställda", other), "Summa färdigställda projekt")[0] == "10.7"  # 1,5 + 6,2 + 3,0


# Facts


def fact(mått: str, rad: str = "", slag: str = "bokslut", avser: str = "2020", kön: str = "T", population: str = "") -> Fact:
    """The first fact of an identity."""
    wanted = Identity("omsorgsnamnden", mått, rad, slag, avser, kön, population)
    return next(f for f in known() if f.identity == wanted)


IDENTITIES = """
nettokostnad |  | bokslut | 2020 | T |  | 638581 | tkr | kostnad
nettokostnad |  | budget | 2020 | T |  | 636000 | tkr | kostnad
nettokostnad |  | bokslut | 2019 | T |  | 623255 | tkr | kostnad
nettokostnad | individ_och_familjeomsorg | avvikelse | 2020 | T |  | -7640 | tkr | kostnad
nettokostnad | individ_och_familjeomsorg/varav_hvb_barn_och_unga | bokslut | 2020 | T |  | 61480 | tkr | kostnad
nettokostnad | varav_kostnader | avvikelse | 2020 | T |  | -6616 | tkr | kostnad
nettokostnad | varav_intäkter | bokslut | 2020 | T |  | 103535 | tkr | intäkt
nettokostnad | varav_intäkter | avvikelse | 2020 | T |  | 4035 | tkr | intäkt
nettoeffekt_av_coronapandemin |  | bokslut | 2020 | T |  | 3140 | tkr | kostnad
coronaeffekt_kostnader | gemensam_verksamhet | avvikelse | 2020 | T |  | -430 | tkr | kostnad
coronaeffekt_intäkter | statsbidrag | avvikelse | 2020 | T |  | -3970 | tkr | kostnad
coronaeffekt_kostnader |  | prognos | 2020 | T |  | 1300 | tkr | kostnad
coronaeffekt_intäkter |  | prognos | 2020 | T |  | -1050 | tkr | kostnad
investeringar | lss_och_socialpsykiatri/gruppbostad_ekbacken | budget | 2020 | T |  | 4.0 | mnkr | kostnad
investeringar | lss_och_socialpsykiatri/gruppbostad_ekbacken/larm_och_lås | bokslut | 2020 | T |  | 2.16 | mnkr | kostnad
investeringar_sedan_start | gemensamt/verksamhetssystem | avvikelse | 2020 | T |  | 0.91 | mnkr | kostnad
investeringar_sedan_start |  | bokslut | 2020 | T |  | 10.57 | mnkr | kostnad
hvb_dygn |  | bokslut | 2019 | T |  | 10385 | dygn | resultat
sjukfrånvaro |  | bokslut | 2020 | K |  | 9.4 | % | resultat
sjukfrånvaro |  | bokslut | 2018 | M |  | 6.1 | % | resultat
sjukfrånvaro |  | målvärde | 2020 | T |  | 7.0 | % | resultat
brukarnöjdhet |  | bokslut | 2020 | T | LSS | 96 | % | resultat
brukarnöjdhet |  | bokslut | 2020 | T | VB | 94 | % | resultat
brukarnöjdhet |  | bokslut | 2020 | T | R&S | 92.5 | % | resultat
brukarnöjdhet |  | målvärde | 2020 | T | R&S | 92 | % | resultat
digital_ansökan |  | bokslut | 2020 | T | barn och unga | 47 | % | resultat
digital_ansökan |  | målvärde | 2020 | T | vuxna | 50 | % | resultat
väntetid |  | bokslut | 2017 | T |  | 128 | dagar | resultat
inflytande |  | bokslut | 2019 | T |  | 47.0 | index | resultat
inflytande |  | bokslut | 2018 | T |  | 46.7 | index | resultat
budgetavvikelse |  | bokslut | 2020 | T |  | -0.4 | % | resultat
dygnskostnad |  | bokslut | 2020 | T |  | 5470 | kr | resultat
"""


@pytest.mark.parametrize("line", IDENTITIES.strip().splitlines())
def test_a_fact_has_its_identity_its_figure_its_unit_and_its_sign(line: str) -> None:
    *identity, figure, unit, sign = [cell.strip() for cell in line.split("|")]
    found = fact(*identity)
    assert (str(found.värde.värde), found.enhet, found.tecken) == (figure, unit, sign)


@pytest.mark.parametrize(
    ("identity", "kronor"),
    [
        (("nettokostnad",), -638_581_000),  # a cost
        (("nettokostnad", "individ_och_familjeomsorg/varav_hvb_barn_och_unga", "avvikelse"), -9_480_000),  # dearer
        (("nettokostnad", "individ_och_familjeomsorg/varav_familjehem", "avvikelse"), 780_000),  # cheaper
        (("nettokostnad", "varav_intäkter"), 103_535_000),  # an income
        (("nettokostnad", "varav_intäkter", "avvikelse"), 4_035_000),  # more of it than budgeted
        (("coronaeffekt_kostnader", "", "avvikelse"), -6_490_000),  # higher costs
        (("coronaeffekt_intäkter", "statsbidrag", "avvikelse"), 3_970_000),  # more income
        (("investeringar", "", "avvikelse"), 840_000),  # less spent than the frame
    ],
)
def test_what_plus_means_is_known_of_every_amount(identity: tuple[str, ...], kronor: int) -> None:
    assert fact(*identity).comparable.värde == kronor


def test_plus_in_the_corona_table_is_more_cost_without_the_author_saying_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "inputs" / NAME / "corona.yaml"
    path.write_text(path.read_text("utf-8").replace("| plus är mer", "|"), "utf-8")
    found = [
        f
        for f in facts(read(Workspace(tmp_path), NAME))
        if f.identity == fact("coronaeffekt_kostnader", "", "avvikelse").identity
    ]
    assert [f.comparable.värde for f in found] == [-6_490_000]


def test_the_same_fact_tells_the_same_wherever_it_stands() -> None:
    places = defaultdict(list)
    for one in known():
        places[one.identity].append(one)
    twice = {identity.mått: {one.tabell for one in found} for identity, found in places.items() if len(found) > 1}
    assert twice["nettokostnad"] == {"ekonomi_i_korthet", "driftsammandrag"}
    assert twice["nettoeffekt_av_coronapandemin"] == {"ekonomi_i_korthet", "coronaeffekt_netto"}
    assert twice["investeringar"] == {"ekonomi_i_korthet", "pågående"}  # the grand sum, not the sum of one table
    assert twice["sjukfrånvaro"] == {"personal", "indikatorer.attraktiv_arbetsgivare"}
    for found in places.values():
        assert all(same(one.comparable, other.comparable) for one, other in pairwise(found)), found


def test_a_figure_that_disagrees_with_the_same_fact_elsewhere_is_told_apart(tmp_path: Path) -> None:
    other = read(changed(tmp_path, "bedomning.yaml", "7 460 |", "7 640 |"), NAME)
    one, two = [f for f in facts(other) if f.identity == fact("investeringar").identity]
    assert not same(one.comparable, two.comparable)


def test_what_is_missing_or_told_in_words_is_no_figure() -> None:
    stand = {(f.identity.mått, f.identity.rad, f.identity.slag, f.identity.avser) for f in known()}
    assert ("coronaeffekt_intäkter", "socialpsykiatri", "avvikelse", "2020") not in stand  # an empty cell
    assert ("investeringar", "lss_och_socialpsykiatri/gruppbostad_ekbacken/inventarier", "budget", "2020") not in stand
    assert ("hme", "", "bokslut", "2019") not in stand  # X
    assert ("e_tjänster", "", "bokslut", "2020") not in stand  # Ej uppnått barn och unga
    assert ("områdesarbete", "", "bokslut", "2020") not in stand  # Etablerat i två stadsdelar
    assert ("väntetid", "", "bokslut", "2018") not in stand  # the column's value is of 2017


def test_only_the_preliminary_value_is_preliminary() -> None:
    assert [(f.identity.mått, f.identity.avser) for f in known() if f.preliminär] == [("väntetid", "2020")]
