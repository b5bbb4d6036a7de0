"""From a report to a page and a PDF."""
