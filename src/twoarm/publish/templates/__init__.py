"""Pages that are no part of a book."""
