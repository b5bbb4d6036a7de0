"""YAML read as text: every scalar a word with its place, nothing that runs or repeats itself."""
