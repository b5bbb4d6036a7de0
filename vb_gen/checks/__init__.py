"""The rules of `vb check`: one module per family, one function per rule."""
