"""`python -m vb_gen`: the same as `vb`."""

from vb_gen.cli import main

if __name__ == "__main__":
    main()
