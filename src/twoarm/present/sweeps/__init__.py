"""What the page of a sweep says."""
