"""What running text claims of figures, held against the figures: names bound to rows, words read, each kind judged."""
