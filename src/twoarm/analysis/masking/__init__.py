"""What a policy masks of what was computed, before any word is made of it."""
