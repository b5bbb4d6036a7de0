"""JSON Schema of the files that people write, for editors: completion, help in Swedish, errors as one types."""
