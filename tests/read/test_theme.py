"""The theme: colours that are held against one another, a font that can be embedded, a logotype that does nothing."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import small
from tests.conftest import REPOSITORY, faults, render
from tests.page import parse
from tests.process import run
from vb_gen.core.contrast import PAIRS, contrast, mend, poor
from vb_gen.core.finding import InputError, UseError
from vb_gen.disk.workspace import Workspace, package_templates
from vb_gen.model.tema import Färger
from vb_gen.output.pdf import fonts
from vb_gen.read.theme import theme_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z" fill="#123456"/></svg>\n'
COLOUR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def themed(root: Path, tema: str, **files: str) -> Workspace:
    extra = {"inputs/tema.yaml": tema} | {f"inputs/{name.replace('_', '.')}": text for name, text in files.items()}
    return Workspace(small.make(root, extra=extra))


def style(html: str) -> str:
    return parse(html).one("style").content[0]  # type: ignore[return-value]


# Colours


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1)]
)
def test_contrast_is_measured_as_wcag_does(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_pairs_name_colours_that_a_theme_has() -> None:
    assert {name for pair in PAIRS for name in (pair.front, pair.behind)} <= set(Färger.model_fields)
    assert set(Färger.model_fields) - {name for pair in PAIRS for name in (pair.front, pair.behind)} == {"linje"}


@given(colour=COLOUR, name=st.sampled_from(["huvudfärg", "mörk", "text", "uppnått", "stark_linje", "ljus"]))
def test_the_shade_that_is_proposed_holds(colour: str, name: str) -> None:
    colours = theme_of(Workspace(REPOSITORY)).färger | {name: colour}
    shade = mend(name, colours)
    assert shade is not None
    assert not [pair for pair, _ in poor(colours | {name: shade}) if name in (pair.front, pair.behind)]


def test_a_colour_that_cannot_be_seen_is_told_of_where_it_stands(tmp_path: Path) -> None:
    workspace = themed(tmp_path, 'färger:\n  huvudfärg: "#7fb2d9"\n  delvis: "#e0a800"\n')
    found = {f.place.line: f for f in faults(workspace)}
    assert {line: (f.code, str(f.place)) for line, f in found.items()} == {
        2: ("V01", "inputs/tema.yaml:2:14"),
        3: ("V01", "inputs/tema.yaml:3:11"),
    }
    assert "kontrasten är 1,8" in found[2].text
    assert "minst 4,5:1" in found[2].text
    shade = re.search(r'"(#[0-9a-f]{6})"', found[2].instead)
    assert shade is not None
    other = re.search(r'"(#[0-9a-f]{6})"', found[3].instead)
    assert other is not None
    made = render(themed(tmp_path, f'färger:\n  huvudfärg: "{shade[1]}"\n  delvis: "{other[1]}"\n'))
    assert f"--huvudfärg: {shade[1]};" in made


def test_a_background_is_to_blame_where_only_it_was_changed(tmp_path: Path) -> None:
    (found,) = faults(themed(tmp_path, 'färger:\n  yta: "#333333"\n'))
    assert (found.code, str(found.place)) == ("V01", "inputs/tema.yaml:2:8")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("mörk: blå", "M02"),
        ('mörk: "#12345"', "M02"),
        ('mörk: "#1234567"', "M02"),
        ("mörk: rgb(1,2,3)", "M02"),
        ('mörk: "red; } body { display: none"', "M02"),
        ('mork: "#123456"', "M03"),
        ("mörk: #123456", "K13"),
    ],
)
def test_a_colour_is_six_figures(tmp_path: Path, line: str, code: str) -> None:
    found = faults(themed(tmp_path, f"färger:\n  {line}\n"))
    assert [(f.code, f.place.line) for f in found] == [(code, 2)]
    assert found[0].instead


def test_what_the_theme_does_not_say_is_neutral(tmp_path: Path) -> None:
    neutral = theme_of(Workspace(small.make(tmp_path / "a")))
    own = theme_of(themed(tmp_path / "b", 'färger:\n  mörk: "#3b0a2e"\n'))
    assert {name for name in own.färger if own.färger[name] != neutral.färger[name]} == {"mörk"}
    assert (own.typsnitt, own.omslag, own.logotyp) == ("Lato", "mörkt", "")


def test_faults_of_the_theme_are_told_with_those_of_the_report(tmp_path: Path) -> None:
    root = small.make(tmp_path, extra={"inputs/tema.yaml": "omslag: randigt\n"})
    chapter = root / "inputs" / "2023" / "parknamnden" / "kapitel.yaml"
    chapter.write_text(chapter.read_text("utf-8") + "okänt_avsnitt: x\n", "utf-8")
    ran = run("build", "2023", "parknamnden", "--format", "html", cwd=root)
    assert ran.code == 2
    assert "inputs/tema.yaml:1:9: fel: ”omslag” kan inte vara ”randigt” [M02]" in ran.err
    assert "okänt_avsnitt" in ran.err
    assert not (root / "outputs").exists()


def test_every_colour_in_the_style_sheets_is_the_themes() -> None:
    for sheet in sorted((package_templates() / "stil").glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.S)
        values = re.findall(r":([^;{}]*)[;}]", re.sub(r"url\(.data:image/svg\+xml,|%3C|%3E", " ", css))
        literal = r"#[0-9a-f]{3,8}\b|%23[0-9a-f]{3,6}|\b(?:rgb|hsl)a?\(|\bwhite\b|\bblack\b"
        loose = [v.strip() for v in values if re.search(literal, v, re.I)]
        assert loose == [], sheet.name


def test_a_property_that_nobody_sets_is_told_of(tmp_path: Path) -> None:
    for css in ("p { color: var(--blå) }", "p { background: url(\"data:image/svg+xml,%3Csvg fill='var(--blå)'/%3E\") }"):
        root = small.make(tmp_path, extra={"templates/stil/mal.css": css + "\n"})
        with pytest.raises(UseError, match="--blå"):
            render(Workspace(root))


def test_pictures_in_the_style_sheets_take_the_themes_colours(tmp_path: Path) -> None:
    made = style(render(themed(tmp_path, 'färger:\n  uppnått: "#0a4f1d"\n')))
    assert "fill='%230a4f1d'" in made
    assert "var(" not in "".join(re.findall(r'url\("data:[^"]*"\)', made))


def test_the_cover_is_dark_or_light(tmp_path: Path) -> None:
    light = render(themed(tmp_path, "omslag: ljust\n"))
    assert "--omslagsyta: #ffffff;" in light
    assert '<header class="omslag ljust">' in light
    assert '<header class="omslag mörkt">' in render(themed(tmp_path, "omslag: mörkt\n"))


# The logotype


def logo(root: Path, svg: str) -> Workspace:
    return themed(root, "logotyp:\n  fil: logo.svg\n  text: Exempelköpings vapen\n", logo_svg=svg)


def test_the_logotype_stands_on_the_cover_with_its_words(tmp_path: Path) -> None:
    html = render(logo(tmp_path, SVG))
    picture = parse(html).of_class("logotyp")[0].one("img")
    assert picture["alt"] == "Exempelköpings vapen"
    assert base64.b64decode(picture["src"].removeprefix("data:image/svg+xml;base64,")).decode() == SVG


def test_the_logotype_is_the_same_bytes_whatever_ends_its_lines(tmp_path: Path) -> None:
    one = render(logo(tmp_path, SVG.replace("><", ">\n<")))
    path = tmp_path / "inputs" / "logo.svg"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert render(Workspace(tmp_path)) == one


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        '<path d="M0 0" onload="alert(1)"/>',
        '<image href="http://exempel.se/x.png" width="9" height="9"/>',
        '<image href="data:image/png;base64,AAAA" width="9" height="9"/>',
        '<a href="http://exempel.se"><path d="M0 0"/></a>',
        '<use href="#a"/>',
        "<foreignObject><p>x</p></foreignObject>",
        "<style>@import 'http://exempel.se/x.css';</style>",
        '<path d="M0 0" style="fill: url(http://exempel.se/x.svg#a)"/>',
        '<path d="M0 0" fill="url( http://exempel.se/x.svg#a )"/>',
        r'<path d="M0 0" style="fill: \75 rl(x)"/>',
        '<path d="M0 0" style="background: image-set(x)"/>',
        '<animate attributeName="d"/>',
        "<text>Exempel</text>",
        '<filter id="a"/>',
        '<path xmlns:l="http://www.w3.org/1999/xlink" l:href="x" d="M0 0"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
        "<?php echo 1 ?>",
    ],
)
def test_a_logotype_runs_and_fetches_nothing(tmp_path: Path, inner: str) -> None:
    (found, *_) = faults(logo(tmp_path, SVG.replace("<path", f"\n{inner}\n<path", 1)))
    assert (found.code, found.place.document.name, found.place.line) == ("V04", "inputs/logo.svg", 2)
    assert found.instead


@pytest.mark.parametrize(
    ("svg", "line"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>\n' + SVG, 1),
        ('<?xml version="1.0"?>\n<?xml-stylesheet href="x.css"?>\n' + SVG, 2),
        ("<svg><path d='M0 0'/></svg>", 1),
        *((SVG.replace("0 0 9 9", box), 1) for box in (". . . .", "0 0 9 .", "0 0 1.2.3 9", "0 0 ٩ ٩", "- - - -")),
        *(
            (SVG.replace("<path", f"<clipPath id='b'/>\n<clipPath id='a'{on_clip}><g{on_group}/></clipPath>\n<path"), 2)
            for on_clip, on_group in (
                ("", " clip-path='url(#b)'"),
                ("", " style='fill: red; CLIP-PATH: url(#b)'"),
                (" clip-path='url(#b)'", ""),
            )
        ),
        ("<html></html>", 1),
        (SVG.replace(' viewBox="0 0 9 9"', ""), 1),
        (SVG.replace("</svg>", ""), 2),
        (SVG.replace("<path", "<g>" * 50 + "<path").replace("</svg>", "</g>" * 50 + "</svg>"), 1),
        (SVG.replace("<path", "<g/>" * 6000 + "<path"), 1),
    ],
)
def test_what_is_no_plain_drawing_is_refused(tmp_path: Path, svg: str, line: int) -> None:
    (found,) = faults(logo(tmp_path, svg))
    assert (found.code, found.place.document.name, found.place.line) == ("V04", "inputs/logo.svg", line)


@pytest.mark.parametrize("box", ["0 0 9 9", " -1.5,-.5 9. 10 ", "0,0,9,9"])
def test_a_drawing_may_clip_its_shapes(tmp_path: Path, box: str) -> None:
    clip = "<clipPath id='a'><path d='M0 0h4v4z'/></clipPath><g clip-path='url(#a)'/>"
    assert "data:image/svg+xml" in render(logo(tmp_path, SVG.replace("0 0 9 9", box).replace("<path", f"{clip}<path")))


@pytest.mark.parametrize(
    "name",
    ["../hemlig.svg", "/etc/passwd", "C:\\logo.svg", "..\\logo.svg", "https://exempel.se/x.svg", "saknas.svg", "file:///x"],
)
def test_a_logotype_lies_beside_the_theme(tmp_path: Path, name: str) -> None:
    (tmp_path / "hemlig.svg").write_text(SVG, "utf-8")
    (found,) = faults(themed(tmp_path / "w", f"logotyp:\n  fil: '{name}'\n  text: x\n"))
    assert (found.code, str(found.place)) == ("V02", "inputs/tema.yaml:2:8")


def test_a_link_out_of_the_workspace_is_no_logotype(tmp_path: Path) -> None:
    (tmp_path / "hemlig.svg").write_text(SVG, "utf-8")
    workspace = themed(tmp_path / "w", "logotyp:\n  fil: logo.svg\n  text: x\n")
    (workspace.inputs / "logo.svg").symlink_to(tmp_path / "hemlig.svg")
    (found,) = faults(workspace)
    assert found.code == "K25"


def test_the_example_has_a_theme_of_its_own() -> None:
    theme, neutral = theme_of(Workspace(REPOSITORY)), package_templates() / "tema.yaml"
    assert theme.logotyp.startswith("data:image/svg+xml;base64,")
    assert theme.färger["mörk"] not in neutral.read_text("utf-8")


# The font


def test_a_font_that_is_not_here_stops_the_pdf_and_not_the_page(tmp_path: Path) -> None:
    workspace = themed(tmp_path, "typsnitt: Finns Inte Alls\n")
    ran = run("build", "2023", "parknamnden", cwd=workspace.root)
    assert ran.code == 3
    assert "typsnittet Finns Inte Alls saknas" in ran.err
    assert "HTML-filen är skriven." in ran.err
    assert "Finns Inte Alls" in (workspace.root / "outputs" / "2023" / "parknamnden.html").read_text("utf-8")
    assert not (workspace.root / "outputs" / "2023" / "parknamnden.pdf").exists()


def test_what_to_install_is_said() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "described", lambda font: [])
        with pytest.raises(Exception, match="apt-get install fonts-lato"):
            fonts.must_be_there("Lato")


@pytest.mark.parametrize("typsnitt", ["'Lato\"; } * { display: none'", "'url(x)'", "''", "'a, b'"])
def test_a_font_is_a_name(tmp_path: Path, typsnitt: str) -> None:
    (found,) = faults(themed(tmp_path, f"typsnitt: {typsnitt}\n"))
    assert (found.code, found.place.line) == ("M02", 1)


def _changed(path: Path, rights: int) -> Path:
    from fontTools.ttLib import TTFont

    with TTFont(fonts.described("Lato:style=Regular")[0].partition(": ")[0]) as font:
        font["OS/2"].fsType = rights
        font.save(path)
    return path


@pytest.mark.parametrize(("rights", "fine"), [(0, True), (4, True), (8, True), (2, False), (0x200, False)])
def test_a_font_that_may_not_be_embedded_is_refused_at_its_line(tmp_path: Path, rights: int, fine: bool) -> None:
    from vb_gen.tasks.build import Job, build

    file = _changed(tmp_path / "x.ttf", rights)
    workspace = themed(tmp_path / "w", "# tema\ntypsnitt: Lato\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "_ask", lambda font, *what: [f"{file}: :variable=False"])
        outcome = build(Job(workspace, *workspace.resolve("2023", "parknamnden"), ("html", "pdf"), tmp_path / "ut"))
    if fine:
        assert outcome.code == 0
        return
    assert outcome.code == 2
    assert "inputs/tema.yaml:2:11: fel: typsnittet Lato får enligt sin licens" in outcome.messages
    assert not (tmp_path / "ut").exists()


def test_a_variable_font_is_refused() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "_ask", lambda font, *what: ["/x/Inter.ttf: :variable=True"])
        assert "variabelt" in fonts.fault("Inter")


def test_the_neutral_theme_is_without_fault(tmp_path: Path) -> None:
    try:
        theme = theme_of(Workspace(small.make(tmp_path)))
    except InputError as error:
        pytest.fail(str(error))
    assert poor(theme.färger) == []
    assert fonts.fault(theme.typsnitt) == ""
