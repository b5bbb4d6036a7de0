"""The year's turn: no figure of the old year stands as one of the new, and what a person wrote is kept or at hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import KOMMUN, REPOSITORY, Maker, faults, read, render, write
from tests.process import run
from vb_gen.core.finding import InputError, UseError
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.figures.facts import Fact, facts
from vb_gen.model.report import Report
from vb_gen.newyear.roll import roll, save

TURNS = [
    ("2023", "2024", "leanlink"),
    ("2023", "2024", "vss"),
    ("2023", "2024", "kommunstyrelsen"),
    ("2020", "2021", "leanlink"),
    ("2021-08", "2022-08", "leanlink"),
    ("2024-budget", "2025-budget", "leanlink"),
]
OF_THE_YEAR = ("bokslut", "utfall", "prognos", "avvikelse", "målvärde", "budget", "plan")


def turn(workspace: Workspace, old: str, new: str, enhet: str) -> Report:
    """Roll a report over, write it and read it."""
    save(roll(workspace, new, enhet, old))
    return read(workspace, f"{new}/{enhet}")


def year(fact: Fact) -> int:
    period = Period.parse(fact.identity.avser)
    assert period is not None
    return period.år


def hold(old: Report, new: Report, others: Iterable[Report] = ()) -> list[Fact]:
    """The property: nothing of the new year has a figure, and every figure tells what an older report told of the same thing."""
    rolled = list(facts(new))
    assert [fact for fact in rolled if fact.identity.slag in OF_THE_YEAR and year(fact) >= new.period.år] == []
    before: dict[object, list[Fact]] = {}
    for fact in (fact for report in (old, *others) for fact in facts(report)):
        before.setdefault(fact.identity, []).append(fact)
    for fact in rolled:
        same = [(one.comparable, one.gräns, one.preliminär) for one in before.get(fact.identity, [])]
        assert (fact.comparable, fact.gräns, fact.preliminär) in same, f"{fact.plats}: {fact.identity}"
    return rolled


@pytest.fixture
def copy(tmp_path: Path) -> Workspace:
    """The real inputs, where they may be written in."""
    shutil.copytree(REPOSITORY / "inputs", tmp_path / "inputs")
    return Workspace(tmp_path)


@pytest.mark.parametrize(("old", "new", "enhet"), TURNS)
def test_a_real_report_turns(old: str, new: str, enhet: str, copy: Workspace) -> None:
    before = read(copy, f"{old}/{enhet}")
    others = [read(copy, f"{period.text}/{name}") for period, name in copy.reports()]
    after = turn(copy, old, new, enhet)
    rolled = hold(before, after, others)
    # What the old report told of its own year is what the new one is compared with, wherever it has a column for it.
    compared = {fact.identity for fact in rolled}
    for table, later in zip(before.tables(), after.tables(), strict=True):
        for column, next_column in zip(table.kolumner, later.kolumner, strict=True):
            for row, next_row in zip(table.rader, later.rader, strict=True):
                assert row.etikett == next_row.etikett
                assert (column.slag, column.mått) == (next_column.slag, next_column.mått)
    own = {f.identity for f in facts(before) if f.identity.slag in ("bokslut", "utfall") and f.identity.avser == old}
    assert compared & own or old == "2024-budget"
    own_and_other = {fact.identity for fact in facts(before)}
    assert all(fact.identity in own_and_other for fact in rolled) == (old not in ("2021-08", "2024-budget"))
    assert after.rapport.status == "utkast"
    assert not after.rapport.undantag
    assert (after.rapport.diarienummer, after.rapport.beslut, after.rapport.datum) == (None, None, None)
    assert [goal.namn for goal in after.goals()] == [goal.namn for goal in before.goals()]
    assert all(goal.status is None for goal in after.goals())
    assert render(copy, f"{new}/{enhet}").count("utkastmärke") >= 1


@pytest.mark.parametrize(("old", "new", "enhet"), TURNS)
def test_last_years_words_are_comments_only(old: str, new: str, enhet: str, copy: Workspace) -> None:
    made = roll(copy, new, enhet, old)
    for path in sorted((copy.inputs / old / enhet).glob("*.yaml")):
        text = made.files[path.name]
        bare = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))
        assert "{{" not in bare  # a reference leads to a figure that is not there any more
        assert "undantag:" not in bare
        # A waiver is of last year's finding, and goes with its reason.
        told = re.sub(r"^( *)undantag:\n(?:\1[ -].*\n|\n)+", "", path.read_text("utf-8"), flags=re.M)
        for sentence in re.findall(r"^ +((?:[A-ZÅÄÖ]\S+ )(?:\S+ ){9,}\S+\.)$", told, re.M):
            assert sentence not in bare or f"beskrivning: |\n{indent(sentence, ' ' * 12)}" in text, sentence
            assert sentence in text


@pytest.mark.parametrize(("old", "new", "enhet"), TURNS)
def test_a_second_turn_starts_afresh(old: str, new: str, enhet: str, copy: Workspace) -> None:
    """The comments of a turn are gone after the next; nothing grows from year to year."""
    turn(copy, old, new, enhet)
    later = new.replace(new[:4], str(int(new[:4]) + 1))
    again = roll(copy, later, enhet, new)
    for name, text in again.files.items():
        assert "# Förra årets kommentar:" not in text, name
        assert text.count("# Anvisning:") == roll_text(copy, new, enhet, name).count("# Anvisning:")
        assert len(text) <= len(roll_text(copy, new, enhet, name))


def roll_text(workspace: Workspace, period: str, enhet: str, name: str) -> str:
    return (workspace.inputs / period / enhet / name).read_text("utf-8")


def test_a_grid_keeps_its_look(copy: Workspace) -> None:
    text = roll(copy, "2024", "leanlink", "2023").files["namndindikatorer.yaml"]
    grid = """
  rader: |
    personal                   | 2020 | 2021 | 2022 | 2023 | 2024 | mått                 | enhet
    Antal tillsvidareanställda | 2249 | 2267 | 2377 | 2488 |      | tillsvidareanställda | antal
    Total sjukfrånvaro         | 10.6 |  9.8 | 10.5 |  9.7 |      | sjukfrånvaro         | %
    Personalavgångar externt   |  9.8 |  9.9 | 12.6 | 19.8 |      | personalavgångar     | %
"""
    assert grid in text


def test_unaligned_cells_stay_as_they_were(copy: Workspace) -> None:
    text = roll(copy, "2024", "vss", "2023").files["malredovisning.yaml"]
    assert "        1  | Fortsatt arbete med totalförsvarsplanering och krigsorganisation | |\n" in text


def test_a_report_waits_for_those_it_takes_rows_from(copy: Workspace) -> None:
    """Kommunstyrelsen can be rolled before the bodies below it; their rows are theirs all the same."""
    report = turn(copy, "2023", "2024", "kommunstyrelsen")
    abouts = {fact.identity.om for fact in facts(report)}
    assert {"vss", "leanlink"} <= abouts
    head = copy.inputs / "2024" / "kommunstyrelsen" / "rapport.yaml"
    head.write_text(head.read_text("utf-8").replace("utkast", "fastställd", 1), "utf-8")
    assert [finding.code for finding in faults(copy, "2024/kommunstyrelsen")] == ["M27", "M27"]


def test_a_draft_does_not_wait_for_a_body_that_is_not_known(workspace: Maker) -> None:
    made = workspace({"ekonomi.yaml": "driftsammandrag:\n  rader: |\n    v | bokslut | från\n    A | | 2023/okänd\n"})
    assert [finding.code for finding in faults(made)] == ["M27"]


SMALL = {
    "rapport.yaml": """
        # Vår rapport
        mall: vb-2023
        status: fastställd
        läge: godkänd
        rubrik: Parkåret 2023
        diarienummer: PN 2024-17
        beslut: |
          Parknämnden § 12
        datum: 2024-02-14
        bilagor:
          - titel: Plan 2023
            rapport: 2023/parknamnden
        undantag:
          - kod: S01
            skäl: Avrundat
        """,
    "verksamhet.yaml": """
        internkontroll:
          läge: godkänd
          text: |
            # Rubrik

            Allt är gjort {{ volymer.träd[2023] }}.
          undantag:
            - kod: T01
              skäl: Så är det
        """,
    "namndindikatorer.yaml": """
        # Skogvaktaren fyller i den här.
        volymer:
          rader:
            - volym: 'Träd, ”stora”'
              2022: 10
              2023: '12*'
            - volym: '  Ekar'
              2023: 2
          noter:
            "*": Räknat i maj 2023.
          omräknat:
            - rad: Ekar
              skäl: Ny metod
        personal:
          rader: |
            | personal      | 2022 | 2023 |
            |---------------|-----:|-----:|
            | Anställda*    | 10   | 9    |
          noter:
            "*": Tillsvidareanställda.
        """,
    "ekonomi.yaml": "driftsammandrag:\n  rader: |\n    v\tbokslut\tbudget\tföregående\troll\n"
    "    Parker\t5,1\t6,0\t5\t\n    Summa\t\t\t\tsumma\n",
}


def test_everything_decided_is_cleared(workspace: Maker) -> None:
    made = roll(workspace(SMALL), "2024", "parknamnden", "2023")
    assert made.files["rapport.yaml"] == dedent(
        """\
        # Vår rapport
        mall: vb-2023
        status: utkast
        läge: utkast
        rubrik: Parkåret 2024
        # Förra årets diarienummer: PN 2024-17
        # Förra årets beslut: Parknämnden § 12
        # Förra årets datum: 2024-02-14
        bilagor:
          - titel: Plan 2024
            rapport: 2024/parknamnden
        """
    )
    assert made.remarks == ["Det finns ingen egen mall för 2024, så mallen vb-2023 används även nu."]


def test_grids_of_every_kind(workspace: Maker) -> None:
    made = workspace(SMALL)
    before = read(made)
    text = roll(made, "2024", "parknamnden", "2023").files
    told = re.sub(r"(?m)^# Anvisning:.*\n(?:#   .*\n)*", "", text["namndindikatorer.yaml"])
    assert told == dedent(
        """\
        # Skogvaktaren fyller i den här.
        volymer:
          rader:
            - volym: 'Träd, ”stora”'
              2023: '12'
              2024: ''
            - volym: '  Ekar'
              2024: ''
          # Förra årets not *: Räknat i maj 2023.
          # Förra årets omräknat:
          #   omräknat:
          #     - rad: Ekar
          #       skäl: Ny metod
        personal:
          rader: |
            | personal   | 2023 | 2024 |
            |---------------|-----:|-----:|
            | Anställda* | 9    |      |
          noter:
            "*": Tillsvidareanställda.
        """
    )
    assert "    v\tbokslut\tbudget\tföregående\troll\n    Parker\t\t\t5,1\t\n    Summa\t\t\t\tsumma\n" in text["ekonomi.yaml"]
    hold(before, turn(made, "2023", "2024", "parknamnden"))


def test_a_text_is_above_the_place_where_the_new_one_goes(workspace: Maker) -> None:
    files = SMALL | {"verksamhet.yaml": "internkontroll: |\n  ## Vad\n\n  Allt är gjort.\n"}
    made = workspace(files)
    text = roll(made, "2024", "parknamnden", "2023").files["verksamhet.yaml"]
    assert text.startswith("# Anvisning: ")
    assert text.endswith("# Förra årets text:\n#   ## Vad\n#\n#   Allt är gjort.\ninternkontroll: |\n")
    turn(made, "2023", "2024", "parknamnden")
    path = made.inputs / "2024" / "parknamnden" / "verksamhet.yaml"
    path.write_text(path.read_text("utf-8") + "  Årets text.\n", "utf-8")
    assert "Årets text." in render(made, "2024/parknamnden")


def test_a_mall_of_the_new_year_is_used(workspace: Maker) -> None:
    mall = """
        utgår_från: gemensam
        avsnitt:
          - id: volymer
            rubrik: Volymer
            block: tabell
            tabelltyp: volymer
            anvisning: Skriv {år} års volymer.
          - id: personal
            block: tabell
            tabelltyp: volymer
        """
    made = workspace(SMALL | {"templates/mallar/vb-2024.yaml": mall})
    new = roll(made, "2024", "parknamnden", "2023")
    assert new.files["rapport.yaml"].splitlines()[1] == "mall: vb-2024"
    assert "# Anvisning: Skriv 2024 års volymer.\nvolymer:" in new.files["namndindikatorer.yaml"]
    assert new.remarks == [
        "Mallen vb-2024 används i stället för vb-2023.",
        "Mallen har inte avsnitten driftsammandrag, internkontroll; de står kvar som kommentarer.",
    ]
    save(new)
    assert render(made, "2024/parknamnden").count("<table") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("2024 parknamnden", "Skriv vilken period den nya rapporten ska utgå från, till exempel --from 2023, eller mallen för en "
         "tom rapport, till exempel --mall vb-2023."),
        ("2024-08 parknamnden --from 2023", "2024-08 och 2023 är olika sorters rapporter. "
         "Utgå från en av samma sort, till exempel 2023-08."),
        ("2023 parknamnden --from 2023", "Den nya rapporten ska gälla ett senare år än 2023. Inget skrevs."),
        ("2022 parknamnden --from 2023", "Den nya rapporten ska gälla ett senare år än 2023. Inget skrevs."),
        ("nästa parknamnden --from 2023", "”nästa” är ingen period. "
         "Skriv 2024 (helår), 2024-08 (till och med augusti) eller 2024-budget."),
        ("../2024 parknamnden --from 2023", "”../2024” är ingen period. "
         "Skriv 2024 (helår), 2024-08 (till och med augusti) eller 2024-budget."),
        ("2024 parknämnden --from 2023", "Enheten ”parknämnden” finns inte i inputs/2023/. "
         "Enheter som finns: parknamnden. Menade du ”parknamnden”?"),
    ],
)  # fmt: skip
def test_what_cannot_be_rolled_is_refused(arguments: str, said: str, workspace: Maker) -> None:
    root = workspace(SMALL).root
    ran = run("new", *arguments.split(), cwd=root)
    assert (ran.code, ran.out, ran.err) == (2, "", said + "\n")
    assert sorted(path.name for path in (root / "inputs").iterdir()) == ["2023", "kommun.yaml"]


def test_nothing_is_overwritten(workspace: Maker) -> None:
    made = workspace(SMALL)
    ready = roll(made, "2024", "parknamnden", "2023")
    write(made.inputs / "2024" / "parknamnden" / "rapport.yaml", "mall: vb-2020\n")
    with pytest.raises(UseError, match=r"finns redan\. Inget skrevs"):
        roll(made, "2024", "parknamnden", "2023")
    with pytest.raises(Exception, match="Inget skrevs"):  # somebody else was there in the meantime
        save(ready)
    assert (made.inputs / "2024" / "parknamnden" / "rapport.yaml").read_text("utf-8") == "mall: vb-2020\n"
    assert sorted(path.name for path in made.inputs.iterdir()) == ["2023", "2024", "kommun.yaml"]


def test_a_report_with_faults_is_not_rolled(workspace: Maker) -> None:
    made = workspace(SMALL | {"ekonomi.yaml": "driftsammandrag:\n  rader: |\n    v | bokslut\n    A | 1.234,5.6\n"})
    with pytest.raises(InputError):
        roll(made, "2024", "parknamnden", "2023")


def test_the_command_tells_what_it_wrote(workspace: Maker) -> None:
    root = workspace(SMALL).root
    ran = run("new", "2024", "parknamnden", "--from", "2023", cwd=root)
    assert ran.code == 0
    names = ["rapport", "ekonomi", "namndindikatorer", "verksamhet"]
    assert ran.out == "".join(f"Skrev inputs/2024/parknamnden/{name}.yaml\n" for name in names)
    assert ran.err.endswith("se utkastet med vb build 2024 parknamnden.\n")
    assert run("build", "2024", "parknamnden", "--format", "html", cwd=root).code == 0


BUDGET = """
    driftsammandrag:
      belopp: tkr
      tecken: resultat
      rader: |
        verksamhet      | bokslut 2022 | budget 2023 | budget 2024 | plan 2025 | roll
        Parker          |       -4 100 |      -4 000 |      -4 200 |    -4 300 |
        Lekplatser      |       -1 000 |      -1 000 |      -1 100 |    -1 200 |
        Kiosker         |         -100 |         -90 |         -80 |       -70 |
        Summa           |              |             |             |           | summa
    volymer:
      rader: |
        volym   | bokslut 2022 | budget 2023 | budget 2024 | enhet
        Träd    |       12 400 |      12 000 |      12 500 | antal
        Övertid |          1,0 |         2,0 |         3,0 | mnkr
        Väntan  |            8 |           7 |           6 | dagar
    """
BOKSLUT = """
    driftsammandrag:
      belopp: mnkr
      tecken: kostnad
      rader: |
        verksamhet | bokslut | budget | roll
        Parker     |   4,321 |  4,000 |
        Lekplatser |   1,049 |  1,000 |
        Summa      |         |        | summa
    volymer:
      rader: |
        volym   | 2022 | 2023    | enhet
        Träd    |    9 | 12 777* | antal
        Övertid |    9 | 1 849   | tkr
        Väntan  |    9 | I.U.    | dagar
      noter:
        "*": Räknade i maj.
    """
OF_PARK = "inputs/{}/parknamnden/{}.yaml"


def budget_and_bokslut(workspace: Maker, bokslut: str = BOKSLUT) -> Workspace:
    """A budget for 2024, the bokslut for 2023, and the budget for 2025 that this year has just decided."""
    return workspace(
        {
            "rapport.yaml": "mall: vb-2023\n",
            "ekonomi.yaml": bokslut,
            OF_PARK.format("2024-budget", "rapport"): "mall: budget-2024\n",
            OF_PARK.format("2024-budget", "ekonomi"): BUDGET,
        }
    )


def test_a_budget_is_compared_with_the_bokslut_that_its_predecessor_could_not_know(workspace: Maker) -> None:
    made = budget_and_bokslut(workspace)
    new = roll(made, "2025-budget", "parknamnden", "2024-budget")
    assert (  # in thousands, and costs as minus, as this table tells them; no row is summed that is not known
        "    verksamhet | bokslut 2023 | budget 2024 | budget 2025 | plan 2026 | roll\n"
        "    Parker     |       -4 321 |      -4 200 |             |           |\n"
        "    Lekplatser |       -1 049 |      -1 100 |             |           |\n"
        "    Kiosker    |              |         -80 |             |           |\n"
        "    Summa      |       -5 370 |             |             |           | summa\n"
    ) in new.files["ekonomi.yaml"]
    assert (  # the notes of another report stay there; millions with one decimal, as this table has them
        "    volym   | bokslut 2023 | budget 2024 | budget 2025 | enhet\n"
        "    Träd    |       12 777 |      12 500 |             | antal\n"
        "    Övertid |          1,8 |         3,0 |             | mnkr\n"
        "    Väntan  |         I.U. |           6 |             | dagar\n"
    ) in new.files["ekonomi.yaml"]
    assert new.remarks[-1] == "6 jämförelsesiffror kommer ur 2023/parknamnden."
    after = turn(made, "2024-budget", "2025-budget", "parknamnden")
    assert {fact.identity.avser for fact in facts(after)} == {"2023", "2024"}
    render(made, "2025-budget/parknamnden")


def test_the_new_years_own_budget_waits(workspace: Maker) -> None:
    """It may have been changed since it was decided; what the year is held against is for a person to say."""
    text = roll(budget_and_bokslut(workspace), "2024", "parknamnden", "2023").files["ekonomi.yaml"]
    assert "    Parker     |         |        |\n    Lekplatser |         |        |\n" in text


def test_a_figure_that_is_not_known_so_closely_is_not_made_up(workspace: Maker) -> None:
    coarse = BOKSLUT.replace("4,321", "4").replace("1,049", "ca 1,049")
    text = roll(budget_and_bokslut(workspace, coarse), "2025-budget", "parknamnden", "2024-budget").files["ekonomi.yaml"]
    assert "    Parker     |              |      -4 200 |" in text  # 4 mnkr are not 4 000 tkr
    assert "    Lekplatser |              |      -1 100 |" in text


def test_a_report_with_faults_lends_nothing(workspace: Maker) -> None:
    made = budget_and_bokslut(workspace, BOKSLUT.replace("4,321", "4,3,21"))
    new = roll(made, "2025-budget", "parknamnden", "2024-budget")
    assert "    Parker     |              |      -4 200 |" in new.files["ekonomi.yaml"]
    assert new.remarks[-1] == "Ingen siffra togs ur 2023/parknamnden, som har fel: se vb check 2023 parknamnden."


def test_a_table_from_a_spreadsheet_becomes_a_grid(workspace: Maker) -> None:
    """The new year's file is not there yet: the rows stay, and the figures stand where they are compared with."""
    drift = "driftsammandrag:\n  källa: drift.csv\n  kolumner:\n    Utfall i år: bokslut\n    Chef: tas inte med\n"
    group = "indikatorer:\n  grupper:\n    - målområde: Medborgare\n      källa: mål.csv\n"
    files = {
        "ekonomi.yaml": drift,
        "namndindikatorer.yaml": group,
        "inputs/2023/parknamnden/drift.csv": "Verksamhet;Utfall i år;Föregående;Chef;Roll\n"
        "Parker;5;4;A;\n  Ekar;1;;A;\nSumma;;;;summa\n",
        "inputs/2023/parknamnden/mål.csv": "mål;indikator;2022;2023;målvärde\nNära;Nöjda;80;81;minst 83\n",
    }
    made = workspace({"rapport.yaml": "mall: vb-2023\n"} | files)
    before = read(made)
    text = roll(made, "2024", "parknamnden", "2023").files
    assert (
        "  # Förra årets källa: drift.csv\n  rader: |\n    Verksamhet | bokslut | Föregående | Roll\n"
        "    Parker     |         | 5          |\n      Ekar     |         | 1          |\n"
        "    Summa      |         |            | summa\n"
    ) in text["ekonomi.yaml"]
    assert (
        "        mål  | indikator | 2023 | 2024 | målvärde\n        Nära | Nöjda     | 81   |      |\n"
        in (text["namndindikatorer.yaml"])
    )
    hold(before, turn(made, "2023", "2024", "parknamnden"))
    render(made, "2024/parknamnden")


# The property, over tables of any shape

WORDS = [
    "bokslut",
    "budget",
    "avvikelse",
    "föregående",
    *(f"{word} {y}" for word in ("bokslut", "budget", "plan") for y in range(2020, 2027)),
]
CELLS = st.sampled_from(["", "", "1", "-2,5", "1 234", "I.U.", "-", "visas inte", "3*", "> 4", "5 (2021)", "2024: 7", "8 prel."])


@st.composite
def grids(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True))
    rows = draw(st.integers(1, 4))
    lines = [" | ".join(["verksamhet", *words, "roll"])]
    for number in range(rows):
        name = draw(st.sampled_from(["Park", "  Lek", "Skog*", "Väg 2023"])) + f" {number}"
        lines.append(" | ".join([name, *(draw(CELLS) for _ in words), ""]))
    lines.append(" | ".join(["Summa", *(draw(st.sampled_from(["", "9"])) for _ in words), "summa"]))
    return "\n".join(f"    {line}" for line in lines)


@settings(max_examples=60, deadline=None)
@given(grid=grids(), years=st.integers(1, 3), kind=st.sampled_from(["", "-08", "-budget"]))
def test_no_figure_of_the_old_year_is_one_of_the_new(
    grid: str, years: int, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("ny")
    old, new = f"2023{kind}", f"{2023 + years}{kind}"
    write(root / "inputs" / "kommun.yaml", KOMMUN)
    write(root / "inputs" / old / "parknamnden" / "rapport.yaml", "mall: vb-2023\n")
    text = f"driftsammandrag:\n  belopp: mnkr\n  rader: |\n{grid}\n"
    write(root / "inputs" / old / "parknamnden" / "ekonomi.yaml", text)
    made = Workspace(root)
    try:
        before = read(made, f"{old}/parknamnden")
    except InputError:
        return  # a row may be indented under nothing, and so on: not ours to roll
    hold(before, turn(made, old, new, "parknamnden"))
    render(made, f"{new}/parknamnden")
