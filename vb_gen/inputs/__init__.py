"""From bytes to texts and figures with places: YAML, spreadsheets, pictures."""
