"""Figures from spreadsheets and CSV files: found, read, and turned into the rows of a grid."""
