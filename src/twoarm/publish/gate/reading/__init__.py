"""What a file says, read as its reader reads it."""
