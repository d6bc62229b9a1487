"""What a study states of its design, and what must hold of that."""
