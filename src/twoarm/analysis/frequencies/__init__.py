"""Risks as patients of a hundred: natural frequencies, which patients understand better than percentages."""
