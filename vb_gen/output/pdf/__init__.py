"""From a page of HTML to a tagged PDF."""
