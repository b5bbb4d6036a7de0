"""What tables say: derived figures, rows taken from other reports, and facts with an identity."""
