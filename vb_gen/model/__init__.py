"""What a report is: one module for each kind of content."""
