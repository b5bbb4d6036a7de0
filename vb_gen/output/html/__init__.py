"""From a report to a page of HTML."""
