"""Values without input or output: figures, periods, names, places and what is found at them."""
