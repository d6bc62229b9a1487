"""What is made beside something else, on another processor."""
