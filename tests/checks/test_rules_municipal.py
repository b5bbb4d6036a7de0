"""The municipality's own rules (family 8): limits as data in kommun.yaml, and what they leave alone."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import KOMMUN, Maker, faults, read
from vb_gen.checks.rule import Library, Remark
from vb_gen.checks.rules.decision_order import trusted
from vb_gen.checks.run import check
from vb_gen.core.finding import Level
from vb_gen.disk.workspace import Workspace

RULES = """
namn: Exempelköpings kommun
regler:
  åtgärdsplan:
    andel: 1 %
    belopp: 1 mnkr
    avsnitt:
      - åtgärder
      - åtgärdsplan
      - åtgärdsprogram
  stora_projekt:
    belopp: 50 mnkr
    avsnitt:
      - stora_projekt
  aktualitetsprövning:
    första_året: 2020
    avsnitt:
      - aktualitetsprövning
  paragrafer: löpande
enheter:
  parknamnden:
    namn: Parknämnden
    sort: nämnd
  tradforvaltningen:
    namn: Trädförvaltningen
    sort: förvaltning
    ram: nollram
    överordnad: parknamnden
"""


def found(workspace: Workspace, code: str, name: str = "2023/parknamnden") -> list[Remark]:
    return [r for r in check(read(workspace, name), Library(workspace)).remarks if r.code == code]


def with_rules(maker: Maker, **files: str) -> Workspace:
    return maker({"kommun.yaml": RULES} | {f"{name}.yaml": text for name, text in files.items()})


# Limits in kommun.yaml


def test_limits_are_read_exactly(workspace: Maker) -> None:
    rules = read(with_rules(workspace)).kommun.regler
    assert rules.åtgärdsplan
    assert rules.stora_projekt
    assert (rules.åtgärdsplan.andel, rules.åtgärdsplan.belopp) == (Decimal("0.01"), Decimal(1_000_000))
    assert rules.stora_projekt.belopp == 50_000_000


@pytest.mark.parametrize(
    ("line", "wrong", "instead"),
    [
        ("andel: 1 %", "andel: 1", "1 %"),
        ("andel: 1 %", "andel: en procent", "1 %"),
        ("andel: 1 %", "andel: -1 %", "1 %"),
        ("belopp: 1 mnkr", "belopp: 1", "50 mnkr"),
        ("belopp: 1 mnkr", "belopp: 1 %", "50 mnkr"),
        ("belopp: 1 mnkr", "belopp:\n      - 1 mnkr", "50 mnkr"),
        ("belopp: 1 mnkr", "belopp:\n      från: 1 mnkr", "50 mnkr"),
    ],
)
def test_a_limit_that_cannot_be_read_is_told_at_its_line(workspace: Maker, line: str, wrong: str, instead: str) -> None:
    text = RULES.replace(line, wrong, 1)
    (fault,) = faults(workspace({"kommun.yaml": text}))
    assert instead in fault.instead
    assert wrong.split(":")[0] in fault.text
    assert fault.place.document.name == "inputs/kommun.yaml"
    assert fault.place.line in (4, 5, 6)


@pytest.mark.parametrize("number", ["0", "000", "-1"])
def test_a_term_of_no_years_is_refused(workspace: Maker, number: str) -> None:
    text = RULES.replace("första_året: 2020", f"första_året: 2020\n    antal_år: {number}")
    (fault,) = faults(workspace({"kommun.yaml": text}))
    assert ("antal_år" in fault.text, fault.place.text.strip()) == (True, f"antal_år: {number}")


def test_without_rules_nothing_is_found(workspace: Maker) -> None:
    made = workspace({"kommun.yaml": KOMMUN, "ekonomi.yaml": FRAME.format(out="62,4", off="-2,4")})
    assert [r for r in check(read(made), Library(made)).remarks if r.code.startswith("L")] == []


# A deficit and its plan

FRAME = """
driftsammandrag:
  belopp: mnkr
  tecken: kostnad
  rader: |
    verksamhet | bokslut | budget | avvikelse | roll
    Parker     |   {out} |   60,0 |     {off} |
    Summa      |   {out} |   60,0 |     {off} | summa
"""


@pytest.mark.parametrize(
    ("out", "off", "number"),
    [
        ("61,0", "-1,0", 0),  # the limit itself
        ("61,1", "-1,1", 1),
        ("61,1", "", 1),  # derived
        ("55,0", "5,0", 0),  # a surplus
    ],
)
def test_deficit_of_a_body_with_a_frame(workspace: Maker, out: str, off: str, number: int) -> None:
    assert len(found(with_rules(workspace, ekonomi=FRAME.format(out=out, off=off)), "L01")) == number


def test_a_deficit_must_be_above_both_limits(workspace: Maker) -> None:
    large = FRAME.replace("60,0", "600,0")
    assert found(with_rules(workspace, ekonomi=large.format(out="605,0", off="-5,0")), "L01") == []
    (remark,) = found(with_rules(workspace, ekonomi=large.format(out="606,6", off="-6,6")), "L01")
    assert "1,1 % av ramen" in remark.uträkning.replace("\u00a0", " ")
    assert (remark.avsnitt, remark.rad, remark.kolumn) == ("driftsammandrag", "Summa", "avvikelse")
    small = FRAME.replace("60,0", "6,0")
    assert found(with_rules(workspace, ekonomi=small.format(out="6,9", off="-0,9")), "L01") == []


def test_an_empty_plan_is_none(workspace: Maker) -> None:
    table = FRAME.format(out="62,4", off="-2,4")
    assert len(found(with_rules(workspace, ekonomi=table + "åtgärder:\n  text: ''\n"), "L01")) == 1
    assert found(with_rules(workspace, ekonomi=table + "åtgärder:\n  text: Vi sparar 2,4 mnkr.\n"), "L01") == []


TURNOVER = """
driftsammandrag:
  belopp: tkr
  tecken: resultat
  rader: |
    verksamhet       | bokslut | budget | avvikelse | föregående | roll  | tecken
    Träd             |  {off}  |      0 |     {off} |          0 |       |
    Summa            |  {off}  |      0 |     {off} |          0 | summa |
      varav kostnader |  200 000 | 200 000 | visas inte | 190 000 | delar | kostnad
      varav intäkter  |  199 000 | 200 000 | visas inte | 190 000 | delar | intäkt
"""
CHILD = "inputs/2023/tradforvaltningen"


@pytest.mark.parametrize(("off", "number"), [("-1 900", 0), ("-2 100", 1)])
def test_deficit_of_a_body_without_a_frame_is_a_share_of_its_turnover(workspace: Maker, off: str, number: int) -> None:
    made = workspace({
        "kommun.yaml": RULES,
        f"{CHILD}/rapport.yaml": "mall: vb-2023\n",
        f"{CHILD}/ekonomi.yaml": TURNOVER.format(off=off),
    })  # fmt: skip
    remarks = found(made, "L01", "2023/tradforvaltningen")
    assert [("omsättningen" in r.text) for r in remarks] == [True] * number


def test_the_turnover_may_stand_in_another_report(workspace: Maker) -> None:
    bare = TURNOVER.partition("      varav kostnader")[0]
    later = TURNOVER.replace("190 000", "100 000").format(off="0")
    made = workspace({
        "kommun.yaml": RULES,
        f"{CHILD}/rapport.yaml": "mall: vb-2023\n",
        f"{CHILD}/ekonomi.yaml": bare.format(off="-1 900"),
        "inputs/2024/tradforvaltningen/rapport.yaml": "mall: vb-2023\n",
        "inputs/2024/tradforvaltningen/ekonomi.yaml": later,
    })  # fmt: skip
    (remark,) = found(made, "L01", "2023/tradforvaltningen")
    assert "1,9 % av omsättningen" in remark.uträkning.replace("\u00a0", " ")


def test_a_forecast_deficit_in_a_delårsrapport(workspace: Maker) -> None:
    head = FRAME.replace("bokslut |", "prognos |")
    made = workspace({
        "kommun.yaml": RULES,
        "inputs/2023-08/parknamnden/rapport.yaml": "mall: delar-2021\n",
        "inputs/2023-08/parknamnden/ekonomi.yaml": head.format(out="62,4", off="-2,4"),
    })  # fmt: skip
    (remark,) = found(made, "L01", "2023-08/parknamnden")
    assert "åtgärdsplan" in remark.instead


# Large investments

PROJECTS = """
pågående:
  belopp: {unit}
  rader: |
    projekt                    | beslutad budget | ack. utfall | roll  | från
    Parknämnden                |                 |             | grupp |
      Ny stadspark             |          {size} |        31,5 |       |
      varav trädförvaltningen  |            90,0 |        40,0 |       | 2023/tradforvaltningen
    Summa                      |                 |             | summa |
"""
OWN = """
färdigställda:
  belopp: mnkr
  rader: |
    projekt | beslutad budget | ack. utfall | roll
    Summa   |            90,0 |        40,0 | summa
"""
LARGE = """
stora_projekt:
  belopp: mnkr
  rader: |
    projekt                | beslutad budget | ack. utfall
    PN stadspark i väster  |            60,0 |        31,5
"""


@pytest.mark.parametrize(
    ("size", "unit", "more", "number"),
    [
        ("49,9", "mnkr", "", 0),
        ("50,0", "mnkr", "", 1),
        ("50 000", "tkr", "", 1),
        ("60,0", "mnkr", LARGE, 0),
        ("60,0", "mnkr", LARGE.replace("stadspark i väster", "ny lekplats"), 1),
    ],
)
def test_large_projects_are_told_of_on_their_own(workspace: Maker, size: str, unit: str, more: str, number: int) -> None:
    made = workspace({
        "kommun.yaml": RULES,
        "investeringar.yaml": PROJECTS.format(size=size, unit=unit) + more,
        f"{CHILD}/rapport.yaml": "mall: vb-2023\n",
        f"{CHILD}/investeringar.yaml": OWN,
    })  # fmt: skip
    assert [r.rad for r in found(made, "L02")] == ["Ny stadspark"] * number


def test_a_table_in_the_wrong_unit_holds_no_large_projects(workspace: Maker) -> None:
    overview = """
ekonomi_i_korthet:
  belopp: mnkr
  rader: |
    ekonomi              | bokslut | budget | avvikelse | tecken  | mått
    Investeringar, netto |     2,2 |    4,4 |       2,2 | kostnad | investeringar
"""
    table = """
färdigställda:
  belopp: mnkr
  rader: |
    projekt | årets budget | årets utfall | årets avvikelse | roll
    Parker  |        3 000 |        1 995 |           1 005 |
    Träd    |        1 400 |          205 |           1 195 |
    Summa   |        4 400 |        2 200 |           2 200 | summa
"""
    assert len(found(with_rules(workspace, investeringar=table), "L02")) == 2  # nothing says that the unit is wrong
    assert found(with_rules(workspace, bedomning=overview, investeringar=table), "L02") == []


# Decisions


def test_the_order_of_decisions_holds_between_reports(workspace: Maker) -> None:
    made = workspace({
        "kommun.yaml": RULES,
        "bedomning.yaml": "analys: |\n  Planen antogs (PN 2023-03-14 § 41).\n",
        f"{CHILD}/rapport.yaml": "mall: vb-2023\n",
        f"{CHILD}/bedomning.yaml": "analys: |\n  Planen antogs (2023-03-28, PN § 41).\n",
    })  # fmt: skip
    (mine,), (theirs,) = found(made, "L04"), found(made, "L04", "2023/tradforvaltningen")
    assert "två datum" in mine.instead
    assert [fact.plats.document.name for fact in mine.fakta] == [fact.plats.document.name for fact in reversed(theirs.fakta)]


@pytest.mark.parametrize(
    "text",
    [
        "Planen antogs (PN 2023-03-14 § 41) efter förslaget (PN 2023-03-14 § 40).",  # the same day
        "Planen antogs (PN 2023-03-14 § 41), beslutad av fullmäktige (KF 2023-05-30 § 12).",  # another body
        "Planen antogs (PN 2022-11-14 § 191) och ändrades (PN 2023-03-14 § 41).",  # another year
        "Planen antogs (PN 2023-03-14 § 41) och ändrades 2023-05-30.",
    ],
)
def test_decisions_that_stand_beside_each_other(workspace: Maker, text: str) -> None:
    assert found(with_rules(workspace, bedomning=f"analys: |\n  {text}\n"), "L04") == []


def test_one_wrong_paragraph_among_many_is_told_alone(workspace: Maker) -> None:
    days = (("01-17", 3), ("02-14", 28), ("03-14", 141), ("04-18", 66), ("05-16", 77), ("06-13", 99))
    said = " ".join(f"Ett ärende avgjordes (PN 2023-{day} § {number})." for day, number in days)
    (remark,) = found(with_rules(workspace, bedomning=f"analys: |\n  {said}\n"), "L04")
    assert "§ 141" in remark.text.partition(" och PN")[0]


def test_a_decision_that_most_mention_alike_is_trusted(workspace: Maker) -> None:
    said = "Antogs (PN 2023-03-14 § 41). Ändrades (PN 2023-03-28 § 41). Gäller (PN 2023-03-14 § 41)."
    (remark,) = found(with_rules(workspace, bedomning=f"analys: |\n  {said}\n"), "L04")
    assert "2023-03-28" in remark.text.partition(" och PN")[0]


_MENTIONS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 6)), max_size=7)


@given(_MENTIONS)
def test_trusted_decisions_stand_in_every_longest_row(mentions: list[tuple[int, int, int]]) -> None:
    times = Counter(mentions)
    chosen = (of for count in range(len(times) + 1) for of in combinations(sorted(times), count))
    rows = [of for of in chosen if all(one[2] < other[2] for one, other in pairwise(of))]
    most = max(sum(times[one] for one in row) for row in rows)
    longest = [set(row) for row in rows if sum(times[one] for one in row) == most]
    assert trusted(mentions) == set.intersection(*longest)


def test_decisions_numbered_by_meeting_are_left_alone(workspace: Maker) -> None:
    text = "analys: |\n  Antogs (PN 2023-03-14 § 41), ändrades (PN 2023-05-16 § 7).\n"
    assert len(found(with_rules(workspace, bedomning=text), "L04")) == 2
    made = workspace({"kommun.yaml": RULES.replace("löpande", "per sammanträde"), "bedomning.yaml": text})
    assert found(made, "L04") == []


# Policy documents, assignments

REVIEW = "aktualitetsprövning: |\n  Nämnden har prövat sina styrdokument.\n"


def test_policy_documents_are_reviewed_once_in_a_term(workspace: Maker) -> None:
    earlier = {"inputs/2021/parknamnden/rapport.yaml": "mall: vb-2023\n", "inputs/2021/parknamnden/verksamhet.yaml": REVIEW}
    (remark,) = found(with_rules(workspace), "L05")  # 2020–2023 ends with this report
    assert (remark.level, "2020, 2021, 2022 finns ingen rapport" in remark.text) == (Level.UPPLYSNING, True)
    assert found(workspace({"kommun.yaml": RULES} | earlier), "L05") == []
    assert found(workspace({"kommun.yaml": RULES.replace("2020", "2022")}), "L05") == []  # the term goes on to 2025


def test_policy_documents_of_the_term_before_do_not_count(workspace: Maker) -> None:
    earlier = {"inputs/2019/parknamnden/rapport.yaml": "mall: vb-2023\n", "inputs/2019/parknamnden/verksamhet.yaml": REVIEW}
    assert len(found(workspace({"kommun.yaml": RULES} | earlier), "L05")) == 1


def test_with_the_reports_of_the_whole_term_it_is_sure(workspace: Maker) -> None:
    others = {f"inputs/{year}/parknamnden/rapport.yaml": "mall: vb-2023\n" for year in (2020, 2021, 2022)}
    (remark,) = found(workspace({"kommun.yaml": RULES} | others), "L05")
    assert remark.level is Level.VARNING


@pytest.mark.parametrize(
    ("status", "said", "number"),
    [
        ("pågår", "Kommunstyrelsen ska få en återrapport under 2023", 1),
        ("ej genomfört", "Ska återredovisas till kommunstyrelsen senast under 2022", 1),
        ("pågår", "Kommunstyrelsen ska få en återrapport under 2024", 0),
        ("genomfört", "Kommunstyrelsen ska få en återrapport under 2023", 0),
        ("pågår", "Arbetet fortsatte under 2023", 0),
    ],
)
def test_assignments_that_were_to_be_done(workspace: Maker, status: str, said: str, number: int) -> None:
    table = f"""
strategiska_uppdrag:
  grupper:
    - rubrik: Nämndspecifika
      rader: |
        nr | uppdrag  | status   | kommentar
        1  | Trädplan | {status} | {said}
"""
    assert [(r.rad, r.kolumn) for r in found(with_rules(workspace, malredovisning=table), "L06")] == [
        ("Trädplan", "status")
    ] * number
