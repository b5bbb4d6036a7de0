"""The page and the PDF of the invented nämnd in `tests/ny_namnd/`: everything in its YAML is there, in its form's order."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pypdf import PdfReader

from tests.checks.test_new_body import NAME, ROOT, changed, report
from tests.conftest import read
from tests.page import Element, headings, parse
from vb_gen.core.names import anchor
from vb_gen.disk.workspace import Workspace
from vb_gen.output.html.html import render_report
from vb_gen.tasks.build import Job, build


@cache
def page() -> Element:
    return parse(render_report(report(), Workspace(ROOT)))


def grid(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def said(element: Element) -> str:
    """An element's words on one line, every space a plain one, footnote marks in brackets."""
    return " ".join(_said(element).split())


def _said(element: Element) -> str:
    if element.name == "sup":
        return f"[{element.text}]"
    return "".join(part if isinstance(part, str) else _said(part) for part in element.content)


def printed(caption: str) -> list[list[str]]:
    """The rows of the first table on the page whose caption begins so, headings first."""
    found = [t for t in page().all("table") if said(t.one("caption")).startswith(caption)]
    assert found, f"no table is called {caption}"
    return [[said(cell) for cell in row.children] for row in found[0].all("tr")]


# What stands where


HEADINGS = """
Nämndens uppdrag
Förvaltningschefens/nämndansvarig tjänstepersons bedömning och analys
Samlad bedömning och analys av ekonomi, verksamhet och personal
Uppföljning åtgärdsprogram
Ekonomi
Väsentliga avvikelser
Verksamhet
Nämndens måluppfyllelse för året
Basuppdrag (volymmått)
Personal
Viktiga beslut och händelser
Ekonomi
Nämndens verksamheter, nettokostnader bokslut 2020 jämfört med bokslut 2019
Driftsammandrag
Resultat 31 december 2020
Nettoeffekt av coronapandemin som ingår i tabellen ovan, netto tkr
Analys och kommentar
Individ- och familjeomsorg
Kostnader och intäkter
Investeringar
Färdigställda projekt
Pågående projekt
Uppföljning av effekterna för nämndens verksamhet av coronapandemin
Uppföljning av mål och inriktning
Målredovisning
Målområde Medborgare
Trygg omsorg för varje individ
Delaktiga brukare och anhöriga
Områdesnära stöd
Målområde Ekonomi
Kostnadseffektiv verksamhet
Målområde Verksamhet
Hög digitaliseringsgrad
En klimatsmart omsorg
Målområde Medarbetare
Goda arbetsplatser
Hållbart ledarskap
Strategiska utvecklingsuppdrag
Kommungemensamma strategiska utvecklingsuppdrag
Nämndspecifika strategiska utvecklingsuppdrag
Uppföljning av nämndens verksamhet
Uppföljning av planer och program
10-årig lokalförsörjningsplan
Upphandlingsplan
Internkontrollplan
Uppföljning av verksamhet som utförs av privat utförare
Personal- och kompetensförsörjningsplan
Objektsplan (PM3)
Uppföljning av nämndindikatorer
Målområde: Medborgare
Målområde: Ekonomi
Målområde: Verksamhet
Målområde: Medarbetare
Kommentarer
"""


def test_the_headings_stand_in_the_order_of_the_form() -> None:
    shown = iter([said(heading) for heading in headings(page())])
    missing = [wanted for wanted in HEADINGS.strip().splitlines() if wanted not in shown]  # each after the one before
    assert missing == []


def test_the_sections_stand_in_the_order_of_the_mall() -> None:
    filled = {section.id for section in report().walk() if section.filled}
    wanted = [f"omsorgsnamnden-{anchor(s.id)}" for s in report().mall.walk() if s.rubrik and s.id in filled]
    assert [heading["id"] for heading in headings(page()) if heading["id"] in wanted] == wanted


def test_the_driftsammandrag_on_the_page() -> None:
    assert printed("Resultat 31 december 2020") == grid("""
Driftsammandrag, netto tkr  | Bokslut 2020 | Budget 2020 | Avvikelse | Bokslut 2019
100 - Nämndverksamhet       | 4 310        | 4 500       | 190       | 4 275
Individ- och familjeomsorg  | 212 640      | 205 000     | −7 640    | 208 115
varav HVB barn och unga     | 61 480       | 52 000      | −9 480    | 58 905
varav familjehem            | 38 220       | 39 000      | 780       | 37 410
LSS och personlig assistans | 341 905      | 344 200     | 2 295     | 333 870
varav daglig verksamhet     | 48 730       | 51 500      | 2 770     | 49 960
Socialpsykiatri             | 58 276       | 57 900      | −376      | 56 010
Gemensam verksamhet         | 21 450       | 24 400      | 2 950     | 20 985
Summa nettokostnader, tkr   | 638 581      | 636 000     | −2 581    | 623 255
varav kostnader             | 742 116      | 735 500     | −6 616    | 725 380
varav intäkter              | 103 535      | 99 500      | 4 035     | 102 125
""")


def test_the_corona_table_has_two_levels_of_headings() -> None:
    assert printed("Ökade kostnader, minskade kostnader") == grid("""
Verksamhet, belopp tkr      | Redovisad avvikelse jämfört med budget 2020 | Prognostiserad avvikelse
Kostnader                   | Intäkter | Kostnader | Intäkter
Individ- och familjeomsorg  | 1 850    | –         | 400       | –
LSS och personlig assistans | 4 760    | 620       | 900       | 150
Socialpsykiatri             | 310      | –         | –         | –
Gemensam verksamhet         | −430     | –         | –         | –
Statsbidrag                 | –        | −3 970    | –         | −1 200
Summa                       | 6 490    | −3 350    | 1 300     | −1 050
""")
    (found,) = [t for t in page().all("table") if said(t.one("caption")).startswith("Ökade kostnader")]
    upper = found.all("tr")[0].children
    assert [(cell["scope"], cell["rowspan"], cell["colspan"]) for cell in upper] == [
        ("col", "2", ""),
        ("colgroup", "", "2"),
        ("colgroup", "", "2"),
    ]


def test_the_legend_does_not_call_an_effect_that_is_none_missing() -> None:
    (box,) = [b for b in page().of_class("tabellruta") if said(b).startswith("Ökade kostnader")]
    assert box.parent is not None
    around = box.parent.children
    after = around[around.index(box) + 1]
    assert "uppgift saknas" not in (said(after) if "tabellnot" in after.classes else "")


def test_the_investments_on_the_page() -> None:
    assert printed("Färdigställda projekt")[2:] == grid("""
Individ- och familjeomsorg
Familjecentral, inventarier | 1,5  | 1,38  | 0,12  | 0,9 | 0,82 | 0,08
LSS och socialpsykiatri
Gruppbostad Ekbacken        | 6,2  | 6,45  | −0,25 | 4,0 | 4,21 | −0,21
Inventarier                 | –    | 3,15  | –     | –   | 2,05 | –
Larm och lås                | –    | 3,30  | –     | –   | 2,16 | –
Daglig verksamhet, maskiner | 0,8  | 0,65  | 0,15  | 0,8 | 0,65 | 0,15
Gemensamt
Verksamhetssystem           | 3,0  | 2,09  | 0,91  | 2,6 | 1,78 | 0,82
Summa färdigställda projekt | 11,5 | 10,57 | 0,93  | 8,3 | 7,46 | 0,84
""")
    assert printed("Pågående projekt")[2:] == grid("""
Inga pågående investeringsprojekt
Summa pågående projekt | 0,0  | 0,00  | 0,00 | 0,0 | 0,00 | 0,00
Summa investeringar    | 11,5 | 10,57 | 0,93 | 8,3 | 7,46 | 0,84
""")


def test_the_overview_volumes_and_staff_on_the_page() -> None:
    assert printed("Ekonomi, belopp i tkr") == grid("""
Ekonomi, belopp tkr                     | Bokslut 2020 | Budget 2020 | Avvikelse
Verksamhetens nettokostnader            | 638 581      | 636 000     | −2 581
varav nettokostnader för coronapandemin | 3 140        | 0           | −3 140
Investeringar, netto                    | 7 460        | 8 300       | 840
""")
    assert printed("Basuppdrag")[1] == ["Vårddygn på HVB, barn och unga", "11 240", "10 385"]
    assert printed("Personal")[1:3] == grid("""
Tillsvidareanställda | 612   | 598   | –
Total sjukfrånvaro   | 8,9 % | 7,2 % | 7,0 %
""")


def test_the_goal_overview_has_every_goal_with_its_status() -> None:
    overview = [t for t in page().all("table") if "måltavla" in t.classes]
    assert len(overview) == 2  # in the bedömning and before the goals themselves
    for found in overview:
        assert [[said(cell) for cell in row.children] for row in found.all("tr")][1:] == grid("""
Medborgare
Trygg omsorg för varje individ | Delvis uppfyllt
Delaktiga brukare och anhöriga | Uppfyllt
Områdesnära stöd               | Uppfyllt
Ekonomi
Kostnadseffektiv verksamhet    | Ej uppfyllt
Verksamhet
Hög digitaliseringsgrad        | Delvis uppfyllt
En klimatsmart omsorg          | Nämndmålet kan ej bedömas
Medarbetare
Goda arbetsplatser             | Delvis uppfyllt
Hållbart ledarskap             | Uppfyllt
""")


def test_the_goal_overview_needs_no_comment_to_be_shown(tmp_path: Path) -> None:
    comment = """måluppfyllelse:
  kommentar: |
    Målet om kostnadseffektivitet nås inte, och ett mål går inte att bedöma eftersom mätningen inte har börjat.
"""
    workspace = changed(tmp_path, "bedomning.yaml", comment, "")
    silent = parse(render_report(read(workspace, NAME), workspace))
    assert "Nämndens måluppfyllelse för året" in [said(heading) for heading in headings(silent)]
    assert len([t for t in silent.all("table") if "måltavla" in t.classes]) == 2


def test_the_assignments_with_status_and_comment() -> None:
    assert printed("Kommungemensamma")[1:] == grid("""
1. Heltid som norm ska införas | Pågår      | Infört på fyra av sju boenden.
2. E-arkivet ska tas i bruk    | Genomfört  | Driftsatt i oktober.
""")
    assert printed("Nämndspecifika")[1:] == grid("""
3. Fler jourhem i egen regi          | Genomfört för yngre barn, återstår för tonåringar | Åtta nya jourhem.
4. Samlad mottagning i varje stadsdel | Pågår        | Två stadsdelar är klara.
5. Gemensam vårdkedja med regionen    | Ej genomfört | Pausat under pandemin.
""")


def test_the_indicators_with_populations_words_own_years_sexes_and_footnote_marks() -> None:
    lead = "Kommunövergripande mål: "
    assert printed(f"{lead}Välfärdstjänster") == grid("""
Nämndmål | Nämndindikator | 2018 | 2019 | 2020 | Målvärde
Trygg omsorg för varje individ[1] | Brukarnöjdhet (andel nöjda) | LSS 94 % / VB 95 % / R&S 90 % \
| LSS 95 % / VB 93 % / R&S 91,5 % | LSS 96 % / VB 94 % / R&S 92,5 %[2] | LSS 97 % / VB 95 % / R&S 92 %
Väntetid till boende, dagar[3] | 2017: 128 | 121 | 134 prel.[4] | högst 120
Delaktiga brukare och anhöriga | Aktuell genomförandeplan | 78 % | 83 % | 86,4 % | ≥ 85 %
Kvinnor | 80 % | 84 % | 88,1 % | ≥ 85 %
Män | 76 % | 82 % | 84,9 % | ≥ 85 %
Upplevt inflytande | – | I.U. | 47,0 (2019) / 46,7 (2018) | Öka
Områdesnära stöd | Områdesbaserat arbete | – | Planerat | Etablerat i två stadsdelar[5] | Två nya[6]
""")
    assert printed(f"{lead}Kostnadseffektiv")[1:] == grid("""
Kostnadseffektiv verksamhet | Budgetavvikelse | +0,3 % | −1,1 % | −0,4 %[7] | Max 1 %
Kostnad per vårddygn på HVB, kr | 5 340 | 5 672 | 5 470 | Minska
""")
    assert printed(f"{lead}Hållbar verksamhetsutveckling")[1:] == grid("""
Hög digitaliseringsgrad | Digital ansökan, vuxna / barn och unga | I.U. | 38 % / 21 % | 52 % / 47 % | 50 % / 40 %
E-tjänster för alla insatser | – | – | Ej uppnått barn och unga[8] | 100 %
En klimatsmart omsorg | Fossilfri körsträcka | – | I.U. | Ska börja mätas | Minst 60 %
""")
    assert printed(f"{lead}Attraktiv arbetsgivare")[1:] == grid("""
Goda arbetsplatser | Total sjukfrånvaro, %[9] | 7,6 | 7,2 | 8,9 | 7,0
Kvinnor | 8,0 | 7,6 | 9,4 | 7,0
Män | 6,1 | 5,9 | 7,0 | 7,0
Hållbart ledarskap | Hållbart medarbetarengagemang | 77 | X[10] | 75 | Ökar
""")


def test_a_mark_in_words_may_break_over_lines_like_other_words() -> None:
    (cell,) = [cell for cell in page().all("td") if said(cell) == "Ska börja mätas"]
    assert "ord" in cell.classes


NOTES = {
    "1": "Nämndmålet fick nytt namn i internbudgeten för 2020.",
    "2": "LSS är stöd enligt LSS, VB vårdboende för vuxna och R&S råd och stöd.",
    "3": "Dagar från ansökan till inflyttning.",
    "4": "Fyra ärenden är inte avslutade.",
    "5": "Östermalm och Haga.",
    "6": "Utöver stadsdelarna från 2019.",
    "7": "Avvikelsen i förhållande till nämndens ram.",
    "8": "För vuxna finns e-tjänster för alla insatser.",
    "9": "Andel av ordinarie arbetstid.",
    "10": "Ingen undersökning gjordes 2019.",
}


def test_ten_footnotes_each_with_one_mark_and_one_note_in_order() -> None:
    notes = [p for box in page().of_class("tabellnot") for p in box.all("p") if p.all("sup")]
    assert [said(note) for note in notes] == [f"[{mark}] {text}" for mark, text in NOTES.items()]
    marks = [sup.text for found in page().all("table") for sup in found.all("sup")]
    assert marks == list(NOTES)


SENTENCES = """
Nämnden redovisar ett underskott på 2 581 tkr. Pandemin kostade 3 140 tkr netto.
Vårddygnen på HVB ökade med 855 dygn, och 84 barn bodde i familjehem.
Sjukfrånvaron har ökat med 1,7 procentenheter, främst på grund av pandemin.
Nettokostnaden ökade med 15 326 tkr mellan åren.
Bokslutet visar ett underskott på ca 2,6 mnkr mot budget.
Utfallet är 7 640 tkr sämre än budget. HVB för barn och unga är 9 480 tkr sämre, medan familjehemmen är 780 tkr bättre.
Kostnaderna är 6 616 tkr sämre än budget och intäkterna 4 035 tkr bättre.
Årets investeringar uppgår till 7,46 mnkr av ramen på 8,3 mnkr. Ekbacken blev 0,25 mnkr sämre än beslutat.
Kostnaderna blev 6 490 tkr högre, och intäkterna räckte inte hela vägen.
Nämndmålet bedöms delvis uppfyllt. Nöjdheten är 96 % inom LSS och 92,5 % inom råd och stöd.
Bland vuxna har 52 % ansökt digitalt, bland barn och unga 47 %.
Kommunfullmäktige har gett nämnden fem uppdrag, varav två är genomförda.
Sammantaget nåddes tre av nämndens åtta mål helt.
Behovet är 24 nya bostäder enligt LSS till 2030, varav 12 inom tre år.
Sju privata utförare driver boenden på nämndens uppdrag. Alla har följts upp, en med krav på åtgärder.
"""


def test_figures_in_running_text_come_from_the_tables() -> None:
    shown = [said(paragraph) for paragraph in page().all("p")]
    assert [sentence for sentence in SENTENCES.strip().splitlines() if sentence not in shown] == []


def test_one_goal_in_words_is_ett(tmp_path: Path) -> None:
    workspace = changed(tmp_path, "malredovisning.yaml", "{{ mål.ej_uppnått }} ej", "{{ mål.ej_uppnått | i_ord }} ej")
    main = parse(render_report(read(workspace, NAME), workspace)).one("main")
    assert "och ett ej uppfyllt" in said(main)


def test_lists_lead_words_and_signature_in_running_text() -> None:
    assert [said(item) for item in page().one("main").all("ol")[0].all("li")] == [
        "fler jourhem i egen regi",
        "tidiga insatser tillsammans med skolan",
        "nya ramavtal för HVB",
    ]
    nested = [said(item) for outer in page().one("main").all("li") for item in outer.all("li")]
    assert nested == ["barn och unga", "missbruk och beroende", "sex lägenheter", "personal dygnet runt"]
    assert [said(strong) for strong in page().one("main").all("strong")][:3] == ["LSS", "R&S", "VB"]
    assert "Disa Modig, omsorgsdirektör" in [said(em) for em in page().all("em")]


def test_cover_appendices_ids_and_links() -> None:
    assert said(page().one("h1")) == "Verksamhetsberättelse 2020 Omsorgsnämnden"
    cover = [said(item) for item in page().one("header").all("li")]
    assert cover == ["Diarienummer ON 2021-14", "Omsorgsnämnden 2021-02-18 § 9", "2021-02-18"]
    (listed,) = page().of_class("bilagor")
    assert [said(item) for item in listed.all("li")] == [
        "Bilaga 1. 10-årig lokalförsörjningsplan",
        "Bilaga 2. Internkontrollrapport",
        "Bilaga 3. Uppföljning av förvaltningens verksamhetsplan",
    ]
    ids = [element["id"] for element in page().walk() if element["id"]]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page().all("a") if link["href"].startswith("#")} <= set(ids)


# The PDF


def test_it_builds_a_pdf_that_says_the_same(tmp_path: Path) -> None:
    workspace = Workspace(ROOT)
    outcome = build(Job(workspace, *workspace.resolve(*NAME.split("/")), ("html", "pdf"), tmp_path))
    assert (outcome.code, outcome.messages) == (0, "")
    assert [path.name for path in outcome.written] == ["omsorgsnamnden.html", "omsorgsnamnden.pdf"]
    text = "".join(sheet.extract_text() for sheet in PdfReader(outcome.written[1]).pages)
    squeezed = "".join(text.replace("\u00ad", "").split())
    rows = ["Summa nettokostnader, tkr 638 581 636 000 −2 581 623 255", "varav intäkter 103 535 99 500 4 035 102 125"]
    titles = ["Verksamhetsberättelse 2020", "Uppföljning av verksamhet som utförs av privat utförare"]
    words = [*rows, *titles, *NOTES.values(), "Inga pågående investeringsprojekt", "Nämndmålet kan ej bedömas"]
    assert [word for word in words if "".join(word.split()) not in squeezed] == []
