"""What changed in a report, in its reader's terms: figures, assessments, targets, words, sections, findings."""
