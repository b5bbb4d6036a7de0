"""The workspace's files: where they are, what is remembered of them, how they are written; and git."""
