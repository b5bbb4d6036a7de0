"""Holding a report against the rules of `vb check`, and what they find against its waivers."""
