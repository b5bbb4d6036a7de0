"""Mutation: single faults planted in the real inputs, and how many of them `vb check` finds."""
