"""No character that an author wrote vanishes from running text: it is printed, or the line is told."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.conftest import REPORTS, REPOSITORY, Maker, faults, read, render
from tests.text.written import seen, written
from vb_gen.disk.workspace import Workspace

# What is told: the text, the code and line of its finding, and the text when the advice has been followed.
TOLD = [
    ("lankdefinition", "Se lagen.\n\n[1]: Kommunallagen", "R12", 4, "Se lagen.[^1]\n\n[^1]: Kommunallagen"),
    ("lankdefinition_ord", "Se nedan.\n\n[Källa]: SCB", "R12", 4, "Se nedan.\n\nKälla: SCB"),
    ("lankdefinition_flera_ord", "Se nedan [1].\n\n[1]: Två ord", "R12", 4, "Se nedan [^1].\n\n[^1]: Två ord"),
    ("lankdefinition_anvand", "Se lagen [1].\n\n[1]: Kommunallagen", "R12", 4, "Se lagen [^1].\n\n[^1]: Kommunallagen"),
    (
        "lankdefinition_dubbel",
        "Se [a][s].\n\n[s]: https://a.example\n[s]: https://b.example",
        "R12",
        5,
        "Se [a][s].\n\n[s]: https://a.example\ns: https://b.example",
    ),
    ("not_dubbel", "Text.[^1]\n\n[^1]: Första.\n[^1]: Andra.", "R12", 5, "Text.[^1] Mer.[^2]\n\n[^1]: Första.\n[^2]: Andra."),
    ("not_tom", "Text.[^1]\n\n[^1]:", "R12", 4, "Text.[^1]\n\n[^1]: Första."),
    ("not_inline", "Text^[En not.] och mer.", "R12", 2, "Text[^1] och mer.\n\n[^1]: En not."),
    ("not_mellanslag", "Text[^not 1] mer.", "R12", 2, "Text[^1] mer.\n\n[^1]: En not."),
    ("not_org", "Text[fn:1] mer.", "R12", 2, "Text[^1] mer.\n\n[^1]: En not."),
    ("not_rst", "Text [1]_ mer.", "R12", 2, "Text[^1] mer.\n\n[^1]: En not."),
    ("not_latex", "Text\\footnote{En not}.", "R12", 2, "Text[^1].\n\n[^1]: En not"),
    ("stjarnor_i_tal", "Ytan är 5*3*2 meter.", "R03", 2, "Ytan är 5\\*3\\*2 meter."),
    ("stjarna_i_parentes", "(*) gäller bara 2023 (*).", "R03", 2, "(\\*) gäller bara 2023 (\\*)."),
    ("stjarna_som_not", "Det kostade 5 mnkr*.\n\n*) Varav 3 mnkr i bidrag*", "R03", 4, None),
    ("stjarna_i_ord", "Park*lek*plats", "R03", 2, "Park\\*lek\\*plats"),
    ("stjarnor_fet_i_tal", "Det blev 2**3**4 saker.", "R03", 2, "Det blev 2\\*\\*3\\*\\*4 saker."),
    ("stjarna_forst", "Kostnad 5 mnkr*\n\n* Varav lekplatser 2", "R03", 4, "Kostnad 5 mnkr*\n\n\\* Varav lekplatser 2"),
    ("lista_hoppar", "1. Ett\n3. Tre\n7. Sju", "R03", 3, "1. Ett\n2. Tre\n3. Sju"),
    ("lista_samma", "1. Ett\n1. Två", "R03", 3, "1. Ett\n2. Två"),
    ("lista_nolla", "01. Ett\n02. Två", "R03", 2, None),
    ("bokstavslista", "a) Parker\nb) Lekplatser", "R03", 3, "a) Parker\n\nb) Lekplatser"),
    ("bokstavslista_punkt", "Mål:\na. Parker\nsom är\nb. Lekplatser", "R03", 5, "Mål:\n\na. Parker\nsom är\n\nb. Lekplatser"),
    ("romersk_lista", "(i) Parker\n(ii) Lek", "R03", 3, "(i) Parker\n\n(ii) Lek"),
    ("numrerade_stycken", "1.1 Parker\n1.2 Lek", "R03", 3, "1.1 Parker\n\n1.2 Lek"),
    ("siffror_i_parentes", "Text:\n(1) Parker\n(2) Lek", "R03", 4, "Text:\n\n(1) Parker\n\n(2) Lek"),
    (
        "bruten_rad_streck",
        "Resultatet blev för hela året\n- 3 parker sämre",
        "R03",
        3,
        "Resultatet blev för hela året - 3\nparker sämre",
    ),
    ("bruten_rad_nummer", "Se bilaga\n1. 5 parker byggdes", "R03", 3, "Se bilaga 1.\n5 parker byggdes"),
    ("bruten_rad_rubrik", "Vi är nummer\n# 5 i landet", "R03", 3, "Vi är nummer #\n5 i landet"),
    ("bruten_rad_citat", "Det blev så\n> mycket bättre", "R03", 3, "Det blev så >\nmycket bättre"),
    ("kod_for_riktning", "Text &#x202e;1,5 mnkr", "K05", 2, "Text 1,5 mnkr"),
    ("kod_for_osynligt", "Te&ZeroWidthSpace;xt", "K05", 2, "Text"),
    ("kod_for_privat", "Text &#xe000;0&#xe001;", "K05", 2, "Text 0"),
    ("kod_for_inget", "Text &#0; mer", "K05", 2, "Text mer"),
    ("lank_annan", "Se [https://a.example](https://b.example).", "R07", 2, "Se [https://b.example](https://b.example)."),
    ("lank_annan_utan_https", "Se [www.a.se](https://b.se/a).", "R07", 2, "Se [b.se](https://b.se/a)."),
    ("lank_annan_vag", "Se [a.se/x](https://a.se/y).", "R07", 2, "Se [här](https://a.se/y)."),
    ("lank_annan_mejl", "Se [a@b.se](mailto:c@b.se).", "R07", 2, "Se [c@b.se](mailto:c@b.se)."),
    ("lank_utan_text", "Se [](https://a.example).", "R07", 2, "Se [a](https://a.example)."),
    ("lank_utan_adress", "Se [text]().", "R07", 2, "Se [text](https://a.example)."),
    ("lank_bara_protokoll", "Se [text](https://).", "R07", 2, "Se [text](https://a.example)."),
    ("lank_med_forklaring", 'Se [text](https://a.example "Mer om det").', "R07", 2, "Se [text](https://a.example). Mer om det."),
]


@pytest.mark.parametrize(("text", "code", "line", "mended"), [case[1:] for case in TOLD], ids=[case[0] for case in TOLD])
def test_what_would_vanish_is_told_at_its_line_and_the_advice_mends_it(
    text: str, code: str, line: int, mended: str | None
) -> None:
    found = written(text)[1]
    assert (code, line) in [(one.code, one.place.line) for one in found], found
    assert all(one.instead for one in found)
    if mended is not None:
        html, left = written(mended)
        assert left == []
        assert set(re.findall(r"\w+", seen(html))) >= set(
            re.findall(r"\w{2,}", re.sub(r"\(?(?:https|mailto):\S*|\[s\]", "", mended))
        )


PRINTED = [
    ("En not[^a] två gånger.[^a]\n\n[^a]: Noten.", "En not[1] två gånger.[1] Noten. ↩︎ ↩︎"),
    ("Se [SKR][1].\n\n[1]: https://skr.example", "Se SKR."),
    ("Se [skr.se](https://www.skr.se/om).", "Se skr.se."),
    ("*Kursivt* och **fetare** (*inom*), _så_.", "Kursivt och fetare (inom), så."),
    ("Under året:\n- ett\n- två", "Under året: ett två"),
    ("Ekonomiprocessen\n- Att betala", "Ekonomiprocessen Att betala"),
    ("1. Ett\n2. Två\n\nMer.\n\n3. Tre", "1. Ett 2. Två Mer. 3. Tre"),
    ("[ ] ej klart\n\n[x] klart", "[ ] ej klart [x] klart"),
    ("Kostnad 5*\n\nLek 6*\n\n\\* Exklusive moms.", "Kostnad 5* Lek 6* * Exklusive moms."),
    ("A &amp; B &copy; AT&T", "A & B © AT&T"),
    ("a) bara en punkt\noch mer", "a) bara en punkt och mer"),
    ("fil_namn_x och C:\\mapp", "fil_namn_x och C:\\mapp"),
    ("> Ett citat.", "Ett citat."),
]


@pytest.mark.parametrize(("text", "shown"), PRINTED)
def test_what_was_meant_is_printed_without_a_word(text: str, shown: str) -> None:
    html, found = written(text)
    assert (seen(html), found) == (shown, [])


def test_a_link_to_a_place_that_is_not_there_is_told(workspace: Maker) -> None:
    text = "analys: |\n  Se [ekonomin](#ekonomi) och [resultatet](#{}).\n\n  ## Läget i parkerna\n\n  Bra.\n"
    (fault,) = faults(workspace({"bedomning.yaml": text.format("laget-i-parkerna")}))[1:]
    assert (fault.code, fault.place.line) == ("R07", 2)
    there = re.search(r"#(\S+)\?", fault.instead)
    assert there
    page = render(workspace({"bedomning.yaml": text.replace("[ekonomin](#ekonomi) och ", "").format(there[1])}))
    assert f'<a href="#{there[1]}">' in page
    assert f'id="{there[1]}"' in page


# The property: random marks in random Markdown

_MARK = "Qx{}z"
_LINES = (
    "@ text @", "@", "- @", "* @ @", "+ @", "1. @", "7. @", "3) @", "a) @", "b) @", "# @", "## @ #", "> @", "    @", "  @ @  ",
    "", "", "---", "===", "***", "[@]: @", "[1]: @", "[@]: https://a.example/ \"@\"", "[^1]: @", "[^1]: @", "[^2]: @",
    "@[^1] @[^2]", "@*@*@", "*) @ @*", "(*) @ (*)", "**@** __@__", "_@_@_", "`@` @", "``@", "| @ | @ |", "|---|---|", "| @ |",
    "@\\", "@  ", "[@](https://a.example)", "[@](@)", "![@](bild.png)", "<@>", "<!-- @ -->", "&#x202e;@", "&amp;@", "&@;",
    "~~@~~", "^[@]", "[@][@]", "[@]", "[@][]", "Tabell: @", "{{ @ }}", "{@}", "{% @ %}", "@ \\* @", "\\@", "$@$", ":::@",
    "@\t@", "- - @", "1. - @", "   - @",
)  # fmt: skip


@st.composite
def _texts(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.sampled_from(_LINES), min_size=1, max_size=7))
    if draw(st.booleans()):
        soup = st.text(st.sampled_from("@@@  *_`[]()^:!<>#-+=|\\&;~.1a\n"), max_size=40)
        lines.insert(draw(st.integers(0, len(lines))), draw(soup))
    text = "\n".join(lines)
    number = 0
    while "@" in text:
        number += 1
        text = text.replace("@", _MARK.format(number), 1)
    return text


@given(_texts())
@settings(max_examples=400, deadline=None, derandomize=True)
@example("[Qx1z]: Qx2z")
@example("[^1]: Qx1z\n[^1]: Qx2z\n\nQx3z[^1]")
@example("Qx1z\n[Qx2z]: <Qx3z> 'Qx4z'")
def test_every_mark_in_a_text_is_seen_or_its_loss_is_told(text: str) -> None:
    html, found = written(text)
    shown = seen(html)
    told = {one.place.line for one in found}
    if any(one.code == "R12" for one in found):  # a note goes on in paragraphs below, and may stand twice
        return
    begins = 2  # of the lines that are not parted by an empty one
    for number, line in enumerate(text.split("\n"), 2):
        begins = begins if line.strip() else number + 1
        for mark in re.findall(r"Qx\d+z", line):
            assert mark in shown or told & {*range(begins - 1, number + 2)}, (mark, shown, found)


@pytest.mark.parametrize("name", [name for name in REPORTS if not name.endswith("bilagor")])
def test_every_word_of_the_real_texts_is_on_the_page(name: str) -> None:
    workspace = Workspace(REPOSITORY)
    shown = re.sub(r"\W+", "", seen(render(workspace, name)))
    report = read(workspace, name)
    texts = 0
    for section in report.walk():
        content = section.innehåll
        for text in (content.text, content.kommentar) if content else ():
            if text is None:
                continue
            texts += 1
            plain = re.sub(r"\{\{.*?\}\}|\]\([^)]*\)|\[\^[^\]]*\]:?|^Tabell: |^\|[-|: ]+\|$", "\n", text.text, flags=re.M)
            for word in re.findall(r"\w+", re.sub(r"^\s*\d+[.)] ", "", plain, flags=re.M)):
                assert word in shown, (section.id, word)
    assert texts
