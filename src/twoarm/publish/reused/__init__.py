"""What an earlier run has made of the same things and need not be made again."""
