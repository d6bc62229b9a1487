"""A report made, from the study's files to what is published."""
