"""From files to a report: nodes held against the mall."""
