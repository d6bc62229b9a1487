"""What printed numbers allow: rounding, GRIM and GRIMMER, distributions of values, bounds of a bare P, nested events."""
