"""The year's turn: last year's files as next year's, with the figures where they belong and the texts at hand."""
