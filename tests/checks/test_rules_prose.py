"""Rules on running text (family 9): what the examples cannot show, above all what they leave alone."""

from __future__ import annotations

import pytest

from tests.conftest import Maker, read
from vb_gen.checks.rule import Library, Remark
from vb_gen.checks.run import check
from vb_gen.disk.workspace import Workspace
from vb_gen.text.loose import loose

TABLES = {
    "ekonomi.yaml": """
        driftsammandrag:
          belopp: mnkr
          tecken: resultat
          rader: |
            verksamhet | bokslut | budget | avvikelse | föregående | roll
            Parker     |     2,5 |      1 |       1,5 |        1,0 |
            Lekplatser |    -8,5 |     -4 |      -4,5 |       -6,0 |
            Summa      |    -6,0 |     -3 |      -3,0 |       -5,0 | summa
        """,
    "investeringar.yaml": """
        färdigställda:
          belopp: mnkr
          rader: |
            projekt    | årets budget | årets utfall | årets avvikelse | roll
            Lekplatser |          4,0 |          3,0 |             1,0 |
            Stadspark  |          4,0 |          5,5 |            -1,5 |
        """,
    "namndindikatorer.yaml": """
        volymer:
          rader: |
            volym       | 2021 | 2022 | 2023 | enhet
            Skötta träd |  640 |  680 |  700 | antal
        personal:
          rader: |
            personal           | 2021 | 2022 | 2023 | mått         | enhet | riktning
            Total sjukfrånvaro |  9,9 |  8,1 |  9,7 | sjukfrånvaro | %     | högst
        """,
}


def found(workspace: Workspace, code: str, name: str = "2023/parknamnden") -> list[Remark]:
    return [r for r in check(read(workspace, name), Library(workspace)).remarks if r.code == code]


def told(maker: Maker, text: str, code: str) -> list[Remark]:
    body = "\n".join("  " + line for line in text.split("\n"))
    return found(maker(TABLES | {"bedomning.yaml": f"analys: |\n{body}\n"}), code)


SICK = "personal.sjukfrånvaro"


@pytest.mark.parametrize(
    "text",
    [
        f"Sjukfrånvaron har minskat från {{{{ {SICK}[2022] }}}} till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron minskade till {{{{ {SICK}[2023] }}}} under året, från {{{{ {SICK}[2022] }}}}.",
        f"Sjukfrånvaron är lägre än året före, {{{{ {SICK}[2023] }}}} mot {{{{ {SICK}[2022] }}}}.",
        f"Sjukfrånvaron är {{{{ {SICK}[2023] }}}}, vilket är lägre än {{{{ {SICK}[2022] }}}}.",
        f"Sjukfrånvaron har minskat med {{{{ {SICK}[2023] | mot({SICK}[2022]) }}}}.",
        f"Sjukfrånvaron har förbättrats till {{{{ {SICK}[2023] }}}}.",
        "Antalet har stigit från 12,5 % till 11,8 %.",
        f"Sjukfrånvaron har fallit från {{{{ {SICK}[2022] }}}} till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron reducerades till {{{{ {SICK}[2023] }}}} under året, från {{{{ {SICK}[2022] }}}}.",
        "De skötta träden har blivit färre: från {{ volymer.skötta_träd[2022] }} till {{ volymer.skötta_träd[2023] }}.",
        "Lekplatserna visar ett överskott på {{ driftsammandrag.lekplatser.bokslut | belopp }}.",
        "Parkernas underskott, {{ driftsammandrag.parker.bokslut }}, är litet.",
        "Nämnden hamnar på {{ driftsammandrag.summa.bokslut }}, alltså ett överskott.",
        "Parkerna har en negativ avvikelse mot budget på {{ driftsammandrag.parker.avvikelse }}.",
        "Resultatet för parkerna är negativt, {{ driftsammandrag.parker.bokslut }}.",
        "Utfallet är {{ driftsammandrag.summa.avvikelse | belopp }} bättre än budget.",
        "Budgeten överskrids med {{ färdigställda.lekplatser.årets_avvikelse }}.",
        "Utgiften är {{ färdigställda.stadspark.årets_avvikelse | belopp }} lägre än budget.",
        "Parkernas resultat har försämrats till {{ driftsammandrag.parker.bokslut }}.",
        "Underskottet har minskat från {{ driftsammandrag.summa.föregående }} till {{ driftsammandrag.summa.bokslut }}.",
    ],
)
def test_words_that_a_figure_contradicts(workspace: Maker, text: str) -> None:
    (remark,) = told(workspace, text, "T10")
    assert remark.place.text[remark.place.column - 1 :].startswith(("{{", "11,8"))
    assert remark.fakta


@pytest.mark.parametrize(
    "text",
    [
        f"Sjukfrånvaron har ökat från {{{{ {SICK}[2022] }}}} till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron har tilltagit från {{{{ {SICK}[2022] }}}} till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron har minskat sedan 2021, till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron har under hösten minskat till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron har inte minskat till {{{{ {SICK}[2023] }}}}.",
        f"Sjukfrånvaron ska minska från {{{{ {SICK}[2023] }}}} till {{{{ {SICK}[2022] }}}}.",
        f"Sjukfrånvaron har {{{{ {SICK}[2023] | mot({SICK}[2022]) | ökat }}}} och minskat till {{{{ {SICK}[2022] }}}} i fjol.",
        f"Fler uppdrag har getts, men sjukfrånvaron har ökat, från {{{{ {SICK}[2022] }}}} till {{{{ {SICK}[2023] }}}}.",
        "Kostnaden är 1,5 mnkr lägre än i fjol och ca 2,5 mnkr lägre än budget.",
        "Antalet platser minskade från 12 till 8,5 %.",
        "Parkerna visar ett överskott på {{ driftsammandrag.parker.bokslut }}.",
        "Underskottet blev inte större än {{ driftsammandrag.parker.bokslut }}.",
        "Parkernas överskott är {{ driftsammandrag.lekplatser.avvikelse | belopp }} lägre än budget.",
        f"Sjukfrånvaron har minskat över tid till {{{{ {SICK}[2023] }}}}.",
        "Utan parkernas överskott är underskottet {{ driftsammandrag.lekplatser.bokslut }}.",
        "Kostnaderna är {{ driftsammandrag.parker.avvikelse }} lägre än budget.",
        "Budgeten överskrids med {{ färdigställda.stadspark.årets_avvikelse | belopp }}.",
        "Utgiften är {{ färdigställda.lekplatser.årets_avvikelse | belopp }} lägre än budget.",
        "Resultatet har minskat från {{ driftsammandrag.summa.bokslut }} till {{ driftsammandrag.summa.föregående }}.",
    ],
)
def test_words_that_go_with_their_figures(workspace: Maker, text: str) -> None:
    assert told(workspace, text, "T10") == []


@pytest.mark.parametrize(
    ("text", "tal"),
    [
        ("Sjukfrånvaron är 7,9 %.", "7,9 %"),
        ("Nämnden har en sjukfrånvaro på ca 6 %.", "6 %"),
        ("Nettokostnaden uppgår till 61,5 mnkr.", "61,5 mnkr"),
        ("Sjukfrånvaron har minskat från 2,4 till 1,6 %.", "2,4 % (Total sjukfrånvaro), 1,6 %"),
        ("Sjukfrånvaron följs varje månad. På ett år har den gått ned från 2,4 2022 till ca 1,6 %.", "2,4 %"),
        ("Sjukfrånvaron är 9,8 %.", "9,8 %"),  # written as exactly as the table's 9,7
    ],
)
def test_loose_figures_that_stand_in_no_table(workspace: Maker, text: str, tal: str) -> None:
    (remark,) = told(workspace, text, "T11")
    assert tal in remark.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Sjukfrånvaron är 9,7 %.",
        "Sjukfrånvaron är 10 %.",
        "Sjukfrånvaron var 9,9 % 2021.",
        "Sjukfrånvaron är drygt 9 %.",
        "I mars var sjukfrånvaron 12,3 %.",
        "Kvinnornas sjukfrånvaro är 12,3 %.",
        "Inom enheten är sjukfrånvaron 12,3 %.",
        "Sjukfrånvaron är 1,6 % högre än året före.",
        "Nettokostnaden uppgår till 6 000 tkr.",
        "Ersättningen är 12,3 %.",
        "Sjukfrånvaron är 9,1–9,4 %.",
        "Sjukfrånvaron har ökat från 8,1 till 9,7 %.",
        "Sjukfrånvaron för kvinnor har minskat från 2,4 till 1,6 %.",
        "Kvinnors sjukfrånvaro följs. Den har gått ned från 2,4 till 1,6 %.",
        "Avgiften har höjts från 2,4 till 3,6 %.",
        f"Sjukfrånvaron är {'1' * 32} %.",
    ],
)
def test_loose_figures_that_are_left_alone(workspace: Maker, text: str) -> None:
    assert told(workspace, text, "T11") == []


def test_loose_figures_of_a_section_are_one_remark(workspace: Maker) -> None:
    (remark,) = told(workspace, "Sjukfrånvaron är 7,9 %.\n\nSjukfrånvaron blev 6,6 %.", "T11")
    assert [fact.plats.line for fact in remark.fakta] == [2, 4]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Det kostar 1 250,5 tkr.", ["1250.5 tkr"]),
        ("Underskottet är −8 miljoner kronor, 17 procent av omsättningen.", ["-8 mnkr", "17 %"]),
        ("Den 12 maj 2023 (PN 2023-05-12 § 7) kom 1/5 av 2023 års medel.", []),
        ("Mellan 5 och 7–9 %, se KS 2023-89.", ["5 "]),
        ("1. Först\n2) Sedan", []),
        (f"Konto {'1' * 18} och {'1' * 19}, {'1' * 5000}, 1,{'1' * 18} %, {'111 ' * 7}kr.", [f"{'1' * 18} "]),
    ],
)
def test_which_figures_are_loose(text: str, values: list[str]) -> None:
    assert [f"{one.tal.värde} {one.enhet}" for one in loose(text)] == values


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I år, 2022, har nämnden rustat tre parker.", 1),
        ("Föregående år (2021) rustades två parker.", 1),
        ("Året 2022 slutar med ett underskott.", 1),
        ("Den här verksamhetsberättelsen avser nämndens arbete 2022.", 1),
        (f"Sjukfrånvaron var {{{{ {SICK}[2022] }}}} år 2021.", 1),
        (f"Sjukfrånvaron i november, {{{{ {SICK}[2023] }}}}, är hög.", 1),
        ("I år, 2023, har nämnden rustat fler parker än föregående år (2022).", 0),
        ("Under 2022 rustades två parker.", 0),
        ("Under 2024 har nämnden planerat att rusta parker.", 0),
        ("Under 2024 har nämnden möjlighet att nå ett bättre resultat.", 0),
        (f"Sjukfrånvaron var {{{{ {SICK}[2022] }}}} 2022 och {{{{ {SICK}[2023] }}}} år 2023.", 0),
    ],
)
def test_years(workspace: Maker, text: str, number: int) -> None:
    assert len(told(workspace, text, "T12")) == number


def test_heading_of_another_year(workspace: Maker) -> None:
    table = TABLES["ekonomi.yaml"].replace("driftsammandrag:\n", "driftsammandrag:\n          rubrik: Resultat 2022\n")
    made = workspace({"ekonomi.yaml": table})
    assert [r.avsnitt for r in found(made, "T12")] == ["driftsammandrag"]
    assert found(workspace({"ekonomi.yaml": table.replace("Resultat 2022", "Resultat 2023 mot 2022")}), "T12") == []


LONG = "Nämnden har under året rustat två parker i stadens västra delar, och där finns nu nya gungor och bättre belysning."
LAST = {"inputs/2022/parknamnden/rapport.yaml": "mall: vb-2023\n"}


def test_repeated_paragraphs(workspace: Maker) -> None:
    text = f"analys: |\n  Nytt för i år.\n\n  - {LONG}\n"
    (remark,) = found(workspace(LAST | {"bedomning.yaml": text, "inputs/2022/parknamnden/bedomning.yaml": text}), "T13")
    assert (remark.place.line, remark.fakta[0].plats.document.name) == (4, "inputs/2022/parknamnden/bedomning.yaml")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("bedomning.yaml", f"nämndens_uppdrag: |\n  {LONG}\n"),
        ("bedomning.yaml", "analys: |\n  Inga avvikelser.\n"),
        ("ekonomi.yaml", TABLES["ekonomi.yaml"].replace("rader:", f"text: |\n            {LONG}\n          rader:")),
        (
            "malredovisning.yaml",
            "målredovisning:\n  målområden:\n    - målområde: Medborgare\n      mål:\n        - namn: Gröna parker\n"
            f"          beskrivning: |\n            {LONG}\n",
        ),
    ],
)
def test_text_that_may_stand_from_year_to_year(workspace: Maker, file: str, text: str) -> None:
    assert found(workspace(LAST | {file: text, f"inputs/2022/parknamnden/{file}": text}), "T13") == []


def test_a_paragraph_with_other_figures_is_not_repeated(workspace: Maker) -> None:
    text = f"analys: |\n  {LONG} Sjukfrånvaron är {{{{ {SICK}[2022] }}}}.\n"
    table = TABLES["namndindikatorer.yaml"]
    files = LAST | {"bedomning.yaml": text, "inputs/2022/parknamnden/bedomning.yaml": text, "namndindikatorer.yaml": table}
    files["inputs/2022/parknamnden/namndindikatorer.yaml"] = table.replace("8,1", "8,3")
    assert found(workspace(files), "T13") == []


NOTES = """
volymer:
  rader: |
    volym{head}        | 2022 | 2023{cell} | enhet
    Skötta träd{label} |  680 |  700       | {unit}
  noter:
    "{note}": Träd som har beskurits.
"""


@pytest.mark.parametrize(
    ("parts", "codes"),
    [
        ({"label": "*"}, []),
        ({"label": "*, antal"}, []),
        ({"head": "*"}, []),
        ({"label": "*)", "note": "*)"}, []),
        ({"label": " ¹", "note": "1"}, []),
        ({"label": "* (per år)", "note": "1"}, ["T14", "T15"]),
        ({"label": "**"}, ["T14", "T15"]),
        ({"label": "", "unit": "kr/m²"}, ["T15"]),
        ({"label": " (m²)", "note": "2"}, ["T15"]),
    ],
)
def test_marks_and_notes_of_tables(workspace: Maker, parts: dict[str, str], codes: list[str]) -> None:
    slots = {"head": "", "cell": "", "label": "", "unit": "antal", "note": "*"} | parts
    text = NOTES.format(**slots).replace("2023 |", "2023|")
    made = workspace({"namndindikatorer.yaml": text})
    remarks = check(read(made), Library(made)).remarks
    assert sorted(r.code for r in remarks if r.code in ("T14", "T15")) == codes


INDICATORS = """
indikatorer:
  grupper:
    - målområde: Medborgare
      rader: |
        mål            | indikator   | 2023 | målvärde
        Gröna parker{} | Nöjda       |  74{} | ≥ 70
    - målområde: Ekonomi
      rader: |
        mål            | indikator   | 2023 | målvärde
        God ekonomi    | Avvikelse   |  1,2 | ≤ 2
      noter:
        "{}": Mäts vartannat år.
"""


@pytest.mark.parametrize(
    ("goal", "cell", "note", "codes"),
    [
        ("", " ¹", "1", []),  # a number is the same in the whole report
        ("¹", "", "1", []),
        ("", "*", "*", ["T14", "T15"]),  # an asterisk belongs to its table
        ("*", "", "1", ["T14", "T15"]),
    ],
)
def test_marks_in_one_table_and_notes_under_another(workspace: Maker, goal: str, cell: str, note: str, codes: list[str]) -> None:
    made = workspace({"namndindikatorer.yaml": INDICATORS.format(goal, cell, note)})
    remarks = check(read(made), Library(made)).remarks
    assert sorted(r.code for r in remarks if r.code in ("T14", "T15")) == codes


def test_place_of_marks_and_notes(workspace: Maker) -> None:
    made = workspace({"namndindikatorer.yaml": INDICATORS.format("", "*", "*")})
    (mark,), (note,) = found(made, "T14"), found(made, "T15")
    assert (mark.rad, mark.kolumn, mark.place.line) == ("Nöjda", "2023", 6)
    assert note.place.text.strip().startswith('"*"')


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Parkerna[^1] är gröna.\n\n[^1]: Alla utom en.", []),
        ("Parkerna[^1] är gröna.", ["T14"]),
        ("Parkerna är gröna.\n\n[^1]: Alla utom en.", ["T15"]),
        ("En felkälla *) finns.\n\n\\*) Den är liten.", []),
        ("En felkälla¹ finns på 25 m² och 3 km².", ["T14"]),
        ("Parkerna är **gröna** och *fina*.", []),
    ],
)
def test_footnotes_of_running_text(workspace: Maker, text: str, codes: list[str]) -> None:
    assert sorted(r.code for code in ("T14", "T15") for r in told(workspace, text, code)) == codes


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Planen antogs i april (PN 2023-05-09 § 77).", "månad"),
        ("I april beslutade nämnden om parker och träd (PN 2023-05-09 § 77).", "månad"),
        ("I januari 2025 antogs planen (PN 2025-01-16 § 3).", "efter 2023"),
        ("Den 14 maj beslutade nämnden om planen (2023-05-09, PN § 77).", "dag"),
        ("I maj 2022 beslutade nämnden om planen (PN 2023-05-09 § 77).", "år"),
        ("Redovisades i april (KF 2023-04-25 § 154) och i april till nämnden (2023-05-09, PN §148).", "PN §148"),
        ("Planen antogs (PN 2023-02-30 § 77).", "finns inte"),
        ("Planen antogs (PN 2023-05-09 77).", "saknar §"),
        ("Planen antogs (PN 2024-05-09 § 77).", "efter 2023"),
    ],
)
def test_decisions_that_do_not_fit(workspace: Maker, text: str, problem: str) -> None:
    (remark,) = told(workspace, text, "T16")
    assert problem in remark.text
    assert remark.place.text[remark.place.column - 1 :].startswith(("PN", "2023"))


@pytest.mark.parametrize(
    "text",
    [
        "Planen antogs i maj (PN 2023-05-09 § 77).",
        "Lagen gäller sedan juli, och i maj fastställdes en plan (PN 2023-05-09 § 77).",
        "Planen gäller från januari (PN 2023-05-09 § 77).",
        "I april redovisades planen (KF 2023-04-25 § 154) och i maj antogs den (2023-05-09, PN § 148).",
        "Avtalet löper till 2026-12-31.",
        "Ramen utökades (Dnr PN 2023-89).",
        "Planen ska antas (PN 2024-05-09 § 77).",
        "I januari 2024 antogs planen (PN 2024-01-16 § 3).",
        "Verksamhetsberättelsen godkändes (PN 2024-02-13 § 12).",
        "I april gjordes en mätning, och beslut om åtgärder fattades 2023-05-09.",
        "Efter skrivelsen i mars beslutade nämnden 2023-06-14 att avsluta ärendet.",
        "Förslaget togs fram i februari och beslutades av nämnden (PN 2023-05-09 § 77).",
        "Nämnden har 12 parker (sommaren 2023-2024).",
    ],
)
def test_decisions_that_fit(workspace: Maker, text: str) -> None:
    assert told(workspace, text, "T16") == []


def test_a_decision_in_the_words_of_a_table(workspace: Maker) -> None:
    table = "styrdokument:\n  rader: |\n    styrdokument | slutsats\n    Trädplan     | Antogs i april (PN 2023-05-09 § 77)\n"
    (remark,) = found(workspace({"verksamhet.yaml": table}), "T16")
    assert (remark.rad, remark.place.line, remark.place.column) == ("Trädplan", 4, 36)


@pytest.mark.parametrize(
    ("head", "problem"),
    [
        ("datum: 2024-02-13", ""),
        ("beslut: PN 2024-02-13 § 12", ""),
        ("datum: 2023-02-13", "före periodens slut"),
        ("beslut: PN 2024-02-31 § 12", "finns inte"),
        ("datum: februari 2024", ""),
    ],
)
def test_the_dates_of_the_report_itself(workspace: Maker, head: str, problem: str) -> None:
    remarks = found(workspace({"rapport.yaml": f"mall: vb-2023\n{head}\n"}), "T16")
    assert [problem in r.text and r.place.line == 2 for r in remarks] == ([True] if problem else [])


def test_a_decision_before_the_report_was_decided_is_known(workspace: Maker) -> None:
    text = {"bedomning.yaml": "analys: |\n  Planen antogs (PN 2024-01-16 § 3).\n"}
    assert found(workspace(text | {"rapport.yaml": "mall: vb-2023\ndatum: 2024-02-13\n"}), "T16") == []
    assert len(found(workspace(text), "T16")) == 1


def test_a_decision_of_the_next_year_is_told_of_what_lies_ahead(workspace: Maker) -> None:
    said = "  Planen antogs (PN 2024-01-16 § 3).\n"
    assert found(workspace({"bedomning.yaml": f"förväntad_utveckling: |\n{said}"}), "T16") == []
    later = said.replace("2024", "2025")
    assert len(found(workspace({"bedomning.yaml": f"förväntad_utveckling: |\n{later}"}), "T16")) == 1


@pytest.mark.parametrize(
    "text", ["-", "…", "...", "Text kommer senare", "TBD", "xxx", "Skriv texten här.", "## Träd", "Ja.\n\n## Träd"]
)
def test_empty_text(workspace: Maker, text: str) -> None:
    assert len(told(workspace, text, "T17")) == 1


@pytest.mark.parametrize(
    "text", ["Inga avvikelser.", "## Träd\n\n### Lindar\n\nDe är friska.", "Kommentarer kommer från Lekplatsrådet."]
)
def test_text_that_says_something(workspace: Maker, text: str) -> None:
    assert told(workspace, text, "T17") == []


def test_a_heading_over_a_table_is_not_empty(workspace: Maker) -> None:
    table = TABLES["ekonomi.yaml"].replace("rader:", "text: |\n            ## Tabellen\n          rader:")
    assert found(workspace({"ekonomi.yaml": table}), "T17") == []


def test_a_report_is_no_appendix_of_itself(workspace: Maker) -> None:
    head = "mall: vb-2023\nbilagor:\n  - titel: Rapporten\n    rapport: 2023/parknamnden\n"
    (remark,) = found(workspace({"rapport.yaml": head}), "T18")
    assert "själv" in remark.text
    assert remark.place.text[remark.place.column - 1 :] == "2023/parknamnden"


def test_appendices_that_the_text_names(workspace: Maker) -> None:
    head = "mall: vb-2023\nbilagor:\n  - nummer: 3\n    titel: Trädplan\n"
    made = workspace(
        {"rapport.yaml": head, "bedomning.yaml": "analys: |\n  Träden står i bilaga 3 och lekplatserna i Bilaga 4.\n"}
    )
    assert [(str(r.level), r.place.line) for r in found(made, "T19")] == [("varning", 2), ("upplysning", 3)]
    other = workspace(
        {"bedomning.yaml": "analys: |\n  Det står i Skogsstyrelsens rapport, bilaga 7, och i PN 2023-05-09 § 77, bilaga 2.\n"}
    )
    assert found(other, "T19") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Se avsnittet ”Ekonomin i korthet”.", 1),
        ('Se under rubriken "Träd och buskar".', 1),
        ("Under rubriken Målområde Medborgare beskrivs parkerna.", 1),
        ("## Träd\n\nSe rubriken ”Träd”.", 0),
        ("Se avsnittet ”Personal”.", 0),
        ("Se avsnittet ”Vård i hemmet” i äldrenämndens verksamhetsberättelse.", 0),
        ("Se avsnittet ”Vård i hemmet” i den här verksamhetsberättelsen.", 1),
        ("Avsnittet beskriver träden. I kapitlet Personal finns mer.", 0),
    ],
)
def test_headings_that_the_text_names(workspace: Maker, text: str, number: int) -> None:
    assert len(told(workspace, text, "T20")) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kostnaden blev XX mnkr.", 1),
        ("Sjukfrånvaron var xx % och 20XX var den lägre.", 2),
        ("[KOMMENTAR: stäm av] och TODO och ???", 3),
        ("Det blev XX tjänster, eller ??", 2),
        ("Resultatet blev ___ tkr.\n\n\\newpage", 2),
        ("xxx", 1),
        ("Se [skriv till oss](https://exempel.se/), storlek XXL, XX-kromosomer och Karl XX.", 0),
        ("Parken har xylofoner? Ja. [Text](https://exempel.se/)", 0),
        ("Se https://exempel.se/?q=todo&p=??, sade hon: ”Jag [text utelämnad] kom.”", 0),
        ("[Text om träden]", 1),
        ("Det kostade 3 mnkr [stäm av med ekonom].", 1),
    ],
)
def test_what_waits_to_be_filled_in(workspace: Maker, text: str, number: int) -> None:
    assert len(told(workspace, text, "T21")) == number


def test_a_cell_that_waits_to_be_filled_in(workspace: Maker) -> None:
    actions = """
        åtgärder:
          rader: |
            avdelning/åtgärd | sänkt kostnad | kommentar
            Skötsel          | 2,4           | Genomfört till XX %
            Inköp            | 1             | Genomfört
    """
    assert [r.rad for r in found(workspace({"ekonomi.yaml": actions}), "T21")] == ["Skötsel"]


def test_a_heading_of_another_report_is_a_heading_without_being_called_one(workspace: Maker) -> None:
    """The mall of 2020 has it, that of 2023 does not; a name in quotes that is no heading anywhere is left alone."""
    old = "Samlad bedömning och analys av ekonomi, verksamhet och personal"
    texts = {old: 1, "Mitt Linköping": 0, "Analys av verksamhetens resultat, ekonomi och personal": 0}
    for name, number in texts.items():
        files = {
            "inputs/2020/parknamnden/rapport.yaml": "mall: vb-2020\n",
            "bedomning.yaml": f"analys: |\n  Avstämningen finns även i ”{name}”.\n",
        }
        assert len(found(workspace(files), "T20")) == number, name
