"""Remarks for people, programs and CI: one list, four shapes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from vb_gen.checks.claims.coverage import whole
from vb_gen.checks.rule import RULES, Remark, Rule, Untested
from vb_gen.checks.run import Found
from vb_gen.checks.waivers import to_paste
from vb_gen.core.finding import Finding, Level, count_text, format_finding, visible
from vb_gen.core.many import few_of_each
from vb_gen.core.numbers import Tal, format_decimal_sv, format_tal, shortest

ROUNDING = "S00"
LEVELS = {Level.FEL: ("error", "error"), Level.VARNING: ("warning", "warning"), Level.UPPLYSNING: ("notice", "note")}


def format_remark(remark: Remark) -> str:
    """A remark as text: where, the line, the sum worked out, every figure and where it stands; and the waiver it may have."""
    said = [f"    {visible(remark.uträkning)}"] if remark.uträkning else []
    if remark.förväntat is not None and remark.angivet is not None:
        difference = remark.differens or Decimal(0)
        places = max(remark.förväntat.decimaler, remark.angivet.decimaler)
        said.append(
            f"    förväntat {format_tal(remark.förväntat)}, angivet {format_tal(remark.angivet)}, "
            f"skillnad {format_decimal_sv(difference, places, plus=True)}"
        )
    said += [f"      {visible(term.etikett)}: {visible(term.värde)}  ({visible(str(term.plats))})" for term in remark.fakta]
    if remark.undantag:
        said.append(f"    undantag: {visible(remark.undantag)}")
    return "\n".join([format_finding(remark, said), *_waiver(remark)])


def _waiver(remark: Remark) -> list[str]:
    """What to paste where a finding is to stand."""
    if remark.code not in RULES or remark.undantag or remark.level is Level.UPPLYSNING:
        return []
    where = f"avsnittet {remark.avsnitt}" if remark.rad and remark.avsnitt else "rapport.yaml"
    lines = ["undantag:", *(f"  {line}" for line in to_paste(remark))]
    return [f"    Ska det stå så, skriv i {where}:", *(f"      {visible(line)}" for line in lines)]


def to_text(results: Sequence[Found], *, everything: bool) -> str:
    """All results: open faults and warnings at length, the rest as counts unless everything is asked for.

    Last is how much was tested, and how much was not.
    """
    out = []
    for result in results:
        shown = [r for r in result.remarks if everything or (not r.undantag and (r.visas or r.level is not Level.UPPLYSNING))]
        out += few_of_each(shown, lambda remark: format_remark(remark) + "\n")
        out += [_untested(one) + "\n" for one in result.skipped if everything]
        out.append(summary(result))
    return "\n".join([*out, *([coverage(results, everything=everything)] if results else [])])


def _untested(one: Untested) -> str:
    return f"{visible(str(one.plats))}: ej prövat: {visible(one.vad)} [{one.code}]\n    {visible(one.varför)}"


def coverage(results: Sequence[Found], *, everything: bool) -> str:
    """How many relations were tested, how many differ by their rounding, and how many could not be tested."""
    held = sum(sum(result.checked.values()) for result in results)
    rounded = sum(r.code == ROUNDING for result in results for r in result.remarks)
    skipped = sum(len(result.skipped) for result in results)
    word = "avrundning" if rounded == 1 else "avrundningar"
    said = f"{shortest(Decimal(held))} samband prövade, {rounded} {word}, {skipped} ej prövade{_told_of_text(results)}"
    return said if everything or not (rounded or skipped) else f"{said} (vb check --verbose visar dem)"


def _told_of_text(results: Sequence[Found]) -> str:
    """How many figures of running text are references, were tested, and were not."""
    prose = whole(part for result in results for part in result.prosa.values())
    return "" if prose.empty else f"; i texten {prose.text}"


def summary(result: Found) -> str:
    """A report's findings in one line."""
    waived = sum(bool(r.undantag) for r in result.remarks)
    rounded = sum(r.code == ROUNDING for r in result.remarks)
    told = sum(r.level is Level.UPPLYSNING and r.code != ROUNDING for r in result.remarks)
    rest = [f"{waived} med undantag"] if waived else []
    rest += [f"{told} {'upplysning' if told == 1 else 'upplysningar'}"] if told else []
    rest += [f"{rounded} {'avrundningsdifferens' if rounded == 1 else 'avrundningsdifferenser'}"] if rounded else []
    held = sum(result.checked.values())
    tail = f" ({', '.join(rest)})" if rest else ""
    return f"{visible(result.name)}: {count_text(result.open)}{tail}; {held} samband kontrollerade"


def _number(tal: Tal | None) -> str | None:
    return f"{tal.värde:f}" if tal is not None else None


def record(remark: Remark) -> dict[str, Any]:
    """A remark as plain data; figures are strings, since a binary float would not be exact."""
    difference = remark.differens
    return {
        "kod": remark.code,
        "nivå": str(remark.level),
        "fil": remark.place.document.name,
        "rad": remark.place.line,
        "kolumn": remark.place.column,
        "rapport": remark.rapport,
        "text": remark.text,
        "förväntat": _number(remark.förväntat),
        "angivet": _number(remark.angivet),
        "differens": f"{difference:f}" if difference is not None else None,
        "fakta": [
            {
                "fil": term.plats.document.name,
                "rad": term.plats.line,
                "kolumn": term.plats.column,
                "etikett": term.etikett,
                "värde": term.värde,
            }
            for term in remark.fakta
        ],
        "undantag": remark.undantag or None,
    }


def as_remark(finding: Finding) -> Remark:
    """A fault that keeps a report from being built, told among the others."""
    return Remark(finding.code, finding.text, finding.place, finding.instead, finding.level)


def with_faults(found: Found, faults: Sequence[Finding]) -> Found:
    """What was found in a report, and the faults of its running text among it."""
    told = [replace(as_remark(fault), rapport=found.name) for fault in faults]
    remarks = sorted((*found.remarks, *told), key=lambda r: (r.place.sort_key, r.code, r.text))
    return replace(found, remarks=tuple(remarks))


def to_json(results: Sequence[Found], unread: Sequence[Finding] = ()) -> str:
    """Every remark, and every relation that could not be tested (`nivå` ej prövat), as a list of objects.

    `unread` are the faults of reports that could not be read.
    """
    records = [record(as_remark(fault)) for fault in unread]
    for result in results:
        records += [record(remark) for remark in result.remarks]
        records += [_not_tested(result.name, one) for one in result.skipped]
        records += _prose(result)
    return json.dumps(records, ensure_ascii=False, indent=1)


def _prose(found: Found) -> list[dict[str, Any]]:
    """What was tested of a report's running text, section by section: `nivå` täckning."""
    nowhere = dict.fromkeys(("fil", "rad", "kolumn", "förväntat", "angivet", "differens"))
    return [
        {
            "kod": "T30",
            "nivå": "täckning",
            "rapport": found.name,
            "text": f"{section}: {part.text}",
            "fakta": [],
            "undantag": None,
        }
        | nowhere
        | {"avsnitt": section, "täckning": part.record()}
        for section, part in found.prosa.items()
        if not part.empty
    ]


def _not_tested(name: str, one: Untested) -> dict[str, Any]:
    told = record(Remark(one.code, f"{one.vad}: {one.varför}", one.plats, "", Level.UPPLYSNING, rapport=name))
    return told | {"nivå": "ej prövat"}


def to_github(results: Sequence[Found], unread: Sequence[Finding] = (), folder: str = "") -> str:
    """Annotations of the lines that are wrong, in GitHub's form; waived and rounded ones are left out.

    `folder` is where the workspace lies in the repository, `rapporter/`.
    """
    lines = []
    for remark in [*(as_remark(f) for f in unread), *(r for result in results for r in result.open)]:
        command = LEVELS[remark.level][0]
        place = remark.place
        said = ". ".join(part for part in (place.cell, remark.text, remark.uträkning, remark.instead) if part)
        where = f"file={_escape(folder + place.document.name, ',:')},line={place.line},col={place.column}"
        lines.append(f"::{command} {where},title={_escape(remark.code, ',:')}::{_escape(said)}")
    return "\n".join(lines)


def _escape(text: str, more: str = "") -> str:
    out = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for char in more:
        out = out.replace(char, f"%{ord(char):02X}")
    return visible(out)  # the log is shown in a terminal's colours


def to_sarif(results: Sequence[Found], rules: Sequence[Rule], version: str, unread: Sequence[Finding] = ()) -> str:
    """SARIF 2.1.0, for tools that collect findings."""
    descriptors = [_descriptor(rule) for rule in rules]
    run = {
        "tool": {"driver": {"name": "vb", "version": version, "language": "sv", "rules": descriptors}},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif(r) for r in [*(as_remark(f) for f in unread), *(r for result in results for r in result.remarks)]],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _descriptor(rule: Rule) -> dict[str, Any]:
    text = rule.text
    return {
        "id": rule.code,
        "name": text.title,
        "shortDescription": {"text": text.title},
        "fullDescription": {"text": text.why},
        "defaultConfiguration": {"level": LEVELS[rule.level][1]},
    }


def _sarif(remark: Remark) -> dict[str, Any]:
    places = [(remark.text, remark.place), *((f"{t.etikett}: {t.värde}", t.plats) for t in remark.fakta)]
    locations = [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": quote(place.document.name)},
                "region": {"startLine": place.line, "startColumn": place.column},
            },
            "message": {"text": text},
        }
        for text, place in places
    ]
    said = ". ".join(part for part in (remark.text, remark.uträkning, remark.instead) if part)
    found: dict[str, Any] = {
        "ruleId": remark.code,
        "level": LEVELS[remark.level][1],
        "message": {"text": said},
        "locations": locations[:1],
        "relatedLocations": [location | {"id": number} for number, location in enumerate(locations[1:], 1)],
    }
    if remark.undantag:
        found["suppressions"] = [{"kind": "inSource", "justification": remark.undantag}]
    return found


def explain(rule: Rule) -> str:
    """What a rule means, with its two examples."""
    text = rule.text
    out = [f"{rule.code} {text.title} ({rule.level})", "", text.why]
    for lead, files in (("Så här anmärks det:", text.bad), ("Så här är det rätt:", text.good)):
        out += ["", lead]
        for name, written in files.items():
            out += [f"  # {name}", *(f"  {line}" for line in written.strip("\n").split("\n"))]
    return "\n".join(out)
