"""What is wrong with a report's running text: references, pictures, HTML and charts, without the page being laid out."""

from __future__ import annotations

from vb_gen.core.finding import Collector, Finding, together
from vb_gen.core.period import Period
from vb_gen.disk.workspace import Workspace
from vb_gen.model.report import Report
from vb_gen.read.reading import read_what_can_be


def text_faults(report: Report) -> list[Finding]:
    """The faults for which a build refuses a report that can be read, in the order of the files."""
    from vb_gen.output.html.page import read_texts

    found = Collector()
    read_texts(report, found)
    return together(found.findings)


def read_all(workspace: Workspace, period: Period, enhet: str) -> Report:
    """Read a report; where something is wrong, look at its running text too.

    Raises :class:`InputError` with all that is wrong, in both.
    """
    found = Collector()
    report = read_what_can_be(workspace, period, enhet, found)
    if found.findings and report is not None:
        # A reference, or a chart, of a table that could not be read is no fault of its own.
        found.extend(f for f in text_faults(report) if not f.följer)
    found.stop()
    assert report is not None
    return report
