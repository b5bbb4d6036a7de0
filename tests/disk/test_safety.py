"""Templates, style sheets and inputs may come from a stranger's pull request: they reach nothing and fill nothing."""

from __future__ import annotations

import re
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import small
from tests.conftest import faults, render, write
from tests.page import parse
from tests.process import Ran, run
from vb_gen.core.finding import UseError
from vb_gen.disk.workspace import Workspace

BUILD = ("build", "2023", "parknamnden", "--format", "html")
SECRET = "hemligheten-ligger-här"


@pytest.fixture
def bounded() -> Iterator[None]:
    """Little more memory than there is, and half a minute: what is let loose fails the test and harms nobody."""
    held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (held + 1_000_000_000, hard))
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file outside the workspace."""
    path = tmp_path / "utanför" / "hemlig.txt"
    write(path, SECRET + "\n")
    return path


def with_template(tmp_path: Path, text: str) -> Path:
    return small.make(tmp_path / "yta", extra={"templates/block/status.html.j2": text})


def status(body: str) -> str:
    """A template in which an expression of a stranger's is shown."""
    return f"{{% macro status(s) %}}<p>{body}</p>{{% endmacro %}}\n"


def refused(root: Path) -> Ran:
    """Build: told as the author's fault, and nothing written."""
    ran = run(*BUILD, cwd=root)
    assert (ran.code, ran.out) == (2, ""), (ran.code, ran.err[:300])
    assert not (root / "outputs").exists()
    assert SECRET not in ran.err
    return ran


# Templates that reach for Python


@pytest.mark.parametrize(
    "body",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ s.__init__.__globals__ }}",
        "{{ s['__class__'] }}",
        "{{ s | attr('__class__') }}",
        "{{ s.word.format.__self__.__class__ }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(s) }}",
        "{{ ('{a.__cl' ~ 'ass__}').format_map({'a': s}) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ status.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace.__init__ }}",
        "{{ [s] | map(attribute='__class__') | list }}",
        "{{ [s] | selectattr('__class__') | list | first | attr('__module__') }}",
        "{{ [s] | groupby('__class__') }}",
        "{% import os %}{{ os.getcwd() }}",
        "{{ open('/etc/passwd').read() }}",
        "{{ __import__('os') }}",
        "{% do s %}",
    ],
)
def test_a_template_reaches_nothing_of_python(tmp_path: Path, body: str) -> None:
    """It is refused; a filter that looks an attribute up for itself finds nothing."""
    try:
        page = parse(render(Workspace(with_template(tmp_path, status(body)))))
        shown = next(p.text for p in page.all("p") if "ndefined" in p.text)
    except UseError as error:
        shown = str(error).replace("__class__", "")
    assert not re.search(r"class|function |module|0x", shown)


def test_a_template_changes_nothing_that_it_is_given(tmp_path: Path) -> None:
    for body in ("{{ sida.kapitel.append(1) }}", "{{ sida.kapitel.clear() }}", "{% set sida.titel = 'x' %}"):
        root = small.make(tmp_path, extra={"templates/kapitel/standard.html.j2": body})
        with pytest.raises(UseError):
            render(Workspace(root))


# Templates that read files


@pytest.mark.parametrize("how", ["include", "import", "extends"])
@pytest.mark.parametrize(
    "name", ["{absolut}", "../../utanför/hemlig.txt", "block/../../../utanför/hemlig.txt", "..\\\\hemlig.txt"]
)
def test_a_template_reads_no_file_outside(tmp_path: Path, secret: Path, how: str, name: str) -> None:
    path = name.format(absolut=secret)
    tag = f'{{% import "{path}" as x %}}' if how == "import" else f'{{% {how} "{path}" %}}'
    root = small.make(tmp_path / "yta", extra={"templates/kapitel/standard.html.j2": tag})
    with pytest.raises(UseError) as caught:
        render(Workspace(root))
    assert SECRET not in str(caught.value)


def test_a_template_that_is_a_link_out_of_the_workspace_is_not_read(tmp_path: Path, secret: Path) -> None:
    root = with_template(tmp_path, status("{% include 'block/lank.html.j2' %}"))
    (root / "templates" / "block" / "lank.html.j2").symlink_to(secret)
    with pytest.raises(UseError):
        render(Workspace(root))


def test_a_style_sheet_that_is_a_link_out_of_the_workspace_is_not_read(tmp_path: Path, secret: Path) -> None:
    root = small.make(tmp_path / "yta", extra={"templates/stil/tom": ""})
    (root / "templates" / "stil" / "mal.css").symlink_to(secret)
    with pytest.raises(UseError):
        render(Workspace(root))


def test_an_input_that_is_a_link_out_of_the_workspace_is_not_read(tmp_path: Path, secret: Path) -> None:
    root = small.make(tmp_path / "yta")
    (root / "inputs" / "2023" / "parknamnden" / "extra.yaml").symlink_to(secret)
    assert "extra.yaml" in refused(root).err


@pytest.mark.parametrize("name", [".env", ".git/config", "outputs/index.html"])
@pytest.mark.parametrize("link", ["inputs/2023/parknamnden/extra.yaml", "templates/mallar/liten.yaml"])
def test_a_link_to_what_is_no_input_is_not_read_though_it_lies_in_the_workspace(tmp_path: Path, name: str, link: str) -> None:
    root = small.make(tmp_path / "yta", extra={name: f"{SECRET}\n"})
    (root / link).unlink(missing_ok=True)
    (root / link).symlink_to(root / name)
    found = faults(Workspace(root))
    assert [finding.code for finding in found] == ["K25"]
    assert SECRET not in "".join(finding.place.text for finding in found)


def test_a_folder_of_inputs_or_templates_that_is_a_link_opens_nothing_more(tmp_path: Path) -> None:
    root = small.make(tmp_path / "yta")
    for folder in ("inputs", "templates"):
        (root / folder).rename(root / f"egna-{folder}")
        (root / folder).symlink_to(root / f"egna-{folder}")
    assert {finding.code for finding in faults(Workspace(root))} == {"K25"}


@pytest.mark.parametrize("mall", ["../../utanför/hemlig", "/etc/passwd", "liten.yaml/../liten", "."])
def test_a_mall_is_a_name_and_no_path(tmp_path: Path, secret: Path, mall: str) -> None:
    found = faults(Workspace(small.make(tmp_path / "yta", rapport=f"mall: {mall}\n")))
    assert [str(finding.place) for finding in found] == ["inputs/2023/parknamnden/rapport.yaml:1:7"]


# Names that no file can have

LONG = "a" * 300
BORROWED = small.TABLES.replace("roll\n", "roll | från\n").replace("|           |\n", f"| | | 2023/{LONG}\n")


@pytest.mark.parametrize(
    ("chapters", "rapport"),
    [
        (small.COMPLETE, f"mall: {LONG}\n"),
        (small.COMPLETE, f"{small.RAPPORT}bilagor:\n  - titel: En bilaga\n    rapport: 2023/{LONG}\n"),
        ({"kapitel.yaml": small.TEXT + f"resultat:\n  belopp: mnkr\n  källa: {LONG}.csv\n"}, small.RAPPORT),
        ({"kapitel.yaml": small.TEXT + f"resultat:\n  belopp: mnkr\n  källa: {LONG}/siffror.csv\n"}, small.RAPPORT),
        ({"kapitel.yaml": f"uppdraget: |\n  ![En park](bilder/{LONG}.png)\n" + small.TABLES}, small.RAPPORT),
        ({"kapitel.yaml": "uppdraget: |\n  ![En park](bilder/a%00.png)\n" + small.TABLES}, small.RAPPORT),
        ({"kapitel.yaml": small.TEXT + BORROWED}, small.RAPPORT),
    ],
)
def test_a_name_that_no_file_can_have_is_told_as_one_that_is_not_there(
    tmp_path: Path, chapters: dict[str, str], rapport: str
) -> None:
    ran = run(*BUILD, cwd=small.make(tmp_path, chapters, rapport=rapport))
    assert ran.code in (1, 2), ran.err
    assert "finns inte" in ran.err


@pytest.mark.parametrize("name", [LONG, "a\\0"])
def test_a_template_that_includes_a_name_that_no_file_can_have_is_at_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(UseError, match="finns inte"):
        render(Workspace(with_template(tmp_path, status(f'{{% include "{name}" %}}'))))


@pytest.mark.parametrize(
    "command",
    [
        ("check", "2023", LONG),
        ("check", LONG),
        ("new", "2024", LONG, "--from", "2023"),
        ("diff", "2023", "parknamnden", "--against", LONG),
        ("--workspace", LONG, "list"),
    ],
)
def test_a_command_with_a_name_that_no_file_can_have_is_answered(tmp_path: Path, command: tuple[str, ...]) -> None:
    ran = run(*command, cwd=small.make(tmp_path))
    assert (ran.code, ran.out) == (2, ""), ran.err


def test_a_link_to_itself_is_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    root = small.make(tmp_path)
    link = root / "inputs" / "2023" / "parknamnden" / "extra.yaml"
    link.symlink_to(link)
    assert [finding.code for finding in faults(Workspace(root))] == ["K01"]


# Templates that fill the memory or never end


@pytest.mark.parametrize(
    "body",
    [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ 'x' * 1000000000 }}",
        "{{ 10 ** 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ lipsum(1000000) }}",
    ],
)
@pytest.mark.usefixtures("bounded")
def test_a_template_does_not_count_to_a_gigabyte(tmp_path: Path, body: str) -> None:
    workspace = Workspace(with_template(tmp_path, status(body)))
    with pytest.raises(UseError):
        render(workspace)


@pytest.mark.parametrize(
    "body",
    [
        "{{ 'x'.ljust(2000000000) }}",
        "{{ '{:2000000000}'.format(1) }}",
        "{{ 'x' | center(2000000000) }}",
        "{{ '%2000000000d' | format(1) }}",
        "{{ 'x\\ny' | indent(2000000000) }}",
        "{{ [1] | batch(2000000000, 0) | list | length }}",
        "{{ (['x'] | batch(20000, 'x') | first | join) | replace('x', 'x' | center(200000)) | length }}",
    ],
)
@pytest.mark.usefixtures("bounded")
def test_a_template_does_not_pad_to_a_gigabyte(tmp_path: Path, body: str) -> None:
    workspace = Workspace(with_template(tmp_path, status(body)))
    with pytest.raises(UseError):
        render(workspace)


@pytest.mark.parametrize(
    "body",
    [
        "{{ status(s) }}",
        "{% include 'block/status.html.j2' %}{{ status(s) }}",
        "{% macro dubbla(t) %}{{ dubbla(t ~ t) }}{% endmacro %}{{ dubbla('xxxxxxxxxxxxxxxx') }}",
    ],
)
@pytest.mark.usefixtures("bounded")
def test_a_template_that_calls_itself_for_ever_is_the_templates_fault(tmp_path: Path, body: str) -> None:
    workspace = Workspace(with_template(tmp_path, status(body)))
    with pytest.raises(UseError):
        render(workspace)


_TWICE = "{% set a = 'xxxxxxxxxx' %}" + "{% set a = HOW %}" * 40 + "{{ a | length }}"
_FOUR = "{% for {0} in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] %}"


@pytest.mark.parametrize(
    "body",
    [
        _TWICE.replace("HOW", "a ~ a"),
        _TWICE.replace("HOW", "a + a"),
        _TWICE.replace("HOW", "[a, a] | join"),
        _TWICE.replace("HOW", "[a, a]"),
        _TWICE.replace("HOW", "(a, a)"),
        _TWICE.replace("HOW", "{'a': a, 'b': a}"),
        _TWICE.replace("'xxxxxxxxxx'", "[1, 2]").replace("HOW", "a + a"),
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a | length }}",
        "".join(_FOUR.replace("{0}", f"i{n}") for n in range(9)) + "{% endfor %}" * 9,
        "{% macro m(a) %}{% if a | length > 1 %}{{ m(a[1:]) }}{{ m(a[1:]) }}{% endif %}{% endmacro %}{{ m('x' ~ '"
        + "x" * 60
        + "') }}",
        "{% macro m(a) %}{{ a }}{{ a }}{% endmacro %}{{ " + "m(" * 50 + "'x'" + ")" * 50 + " | length }}",
    ],
)
@pytest.mark.usefixtures("bounded")
def test_a_template_neither_grows_nor_turns_without_end(tmp_path: Path, body: str) -> None:
    workspace = Workspace(with_template(tmp_path, status(body)))
    with pytest.raises(UseError, match="sidmall"):
        render(workspace)


def test_a_template_may_loop_join_and_list_as_the_programs_own_do(tmp_path: Path) -> None:
    body = (
        "{% for word, more in [('a', 1), ('b', 2)] %}{{ loop.index ~ '/' ~ loop.length }}{{ word ~ (more + 1) }}"
        "{% if not loop.last %}; {% endif %}{% endfor %}{{ ['<', s.word] | join(' & ') }}"
    )
    html = render(Workspace(with_template(tmp_path, status(body))))
    assert "1/2a2; 2/2b3&lt; &amp; " in html


# Inputs that try to run something

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></style></textarea><svg onload=alert(1)>",
    "{{ ''.__class__ }}{% include '/etc/passwd' %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_written_in_names_and_cells_is_shown_and_never_run(tmp_path: Path, attack: str) -> None:
    quoted = "'" + attack.replace("'", "''") + "'"
    chapters = f"""
uppdraget:
  rubrik: {quoted}
  text: |
    Text.
resultat:
  rubrik: {quoted}
  belopp: mnkr
  rader: |
    verksamhet | bokslut | budget
    {attack.replace("|", "")}* |  1 | 2
  noter:
    '*': {quoted}
målen:
  målområden:
    - målområde: {quoted}
      mål:
        - namn: {quoted}
          kommunövergripande: {quoted}
          status: uppnått
"""
    rapport = f"mall: liten\nrubrik: {quoted}\ndiarienummer: {quoted}\nbeslut: {quoted}\nbilagor:\n  - titel: {quoted}\n"
    kommun = (
        f"namn: {quoted}\nenheter:\n  parknamnden:\n    namn: {quoted}\n    sort: nämnd\n    ord:\n      nämndens: {quoted}\n"
    )
    root = small.make(tmp_path, {"kapitel.yaml": chapters}, rapport=rapport)
    write(root / "inputs" / "kommun.yaml", kommun)
    html = render(Workspace(root))
    page = parse(html)
    for element in page.walk():
        assert element.name not in ("script", "img", "svg", "textarea", "iframe")
        assert not [name for name in element.attributes if name.startswith("on")]
    assert len(page.all("style")) == 1
    shown = attack.replace("'", "’")
    assert html.count("alert(1)" if "alert(1)" in attack else "{% include") >= 8
    assert page.one("title").text.count(attack) >= 2
    assert any(shown in head.text or attack in head.text for head in page.all("th"))


def test_yaml_runs_nothing_and_tells_all_at_once(tmp_path: Path) -> None:
    trace = tmp_path / "spår"
    root = small.make(
        tmp_path / "yta",
        {
            "tagg.yaml": f"uppdraget: !!python/object/apply:os.system ['touch {trace}']\n",
            "bomb.yaml": "a: &a x\nb: *a\n",
            "djup.yaml": "målen: " + "[" * 200_000 + "\n",
            "kod.yaml": "personal:\n  text: |\n    <script>alert(1)</script>\n\n    [här](javascript:alert(1)) ![](http://exempel.se/x.png)\n",
        },
    )
    ran = refused(root)
    assert not trace.exists()
    for name in ("tagg.yaml:1", "bomb.yaml:1", "djup.yaml:1"):
        assert f"inputs/2023/parknamnden/{name}" in ran.err
    assert len(ran.err) < 10_000


def test_text_that_reaches_for_python_is_told_with_its_line(tmp_path: Path) -> None:
    trace = tmp_path / "spår"
    text = (
        "uppdraget: |\n"
        f"  Ett {{{{ __import__('os').system('touch {trace}') }}}} och {{{{ ''.__class__ }}}}.\n"
        "  Två {{ resultat.__class__ }} och {{ 'x' * 1000000000 }}.\n"
        "  Tre <script>alert(1)</script> och [här](javascript:alert(1)).\n"
    )
    ran = refused(small.make(tmp_path / "yta", {"kapitel.yaml": text + small.TABLES}))
    assert not trace.exists()
    for line in (2, 3, 4):
        assert f"inputs/2023/parknamnden/kapitel.yaml:{line}:" in ran.err


@pytest.mark.usefixtures("bounded")
def test_a_long_line_that_is_nearly_a_reference_is_read_at_once(tmp_path: Path) -> None:
    line = "{a." + "b" * 9000 + " " * 9000 + "x"
    assert line.strip() in render(Workspace(small.make(tmp_path, {"kapitel.yaml": f"uppdraget: |\n  {line}\n" + small.TABLES})))


@pytest.mark.parametrize("where", ["../utanför", "/etc", "2023/../2023", ".", "..", ""])
def test_a_period_or_body_is_a_name_and_no_path(tmp_path: Path, secret: Path, where: str) -> None:
    workspace = Workspace(small.make(tmp_path / "yta"))
    for period, enhet in ((where, "parknamnden"), ("2023", where), (where, where)):
        with pytest.raises(UseError):
            workspace.resolve(period, enhet)


# Faults of a template that are no attack


@pytest.mark.parametrize("body", ["{{ 1 / 0 }}", "{{ s.word[0:1:0] }}", "{{ 'x' + 1 }}", "{% for a in 1 %}{% endfor %}"])
def test_whatever_an_own_template_does_wrong_is_told_as_its_fault(tmp_path: Path, body: str) -> None:
    root = with_template(tmp_path, status(body))
    with pytest.raises(UseError, match=r"block/status\.html\.j2, rad 1"):
        render(Workspace(root))
