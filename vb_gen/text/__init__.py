"""Running text: Markdown and references, sentences, and figures in words."""
