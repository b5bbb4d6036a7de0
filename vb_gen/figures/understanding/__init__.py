"""Any table as it stands: what its headings, rows and signs mean, and which relations between its figures it bears out."""
