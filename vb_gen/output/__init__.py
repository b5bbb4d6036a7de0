"""What is printed of a report: pages, PDF, and findings."""
