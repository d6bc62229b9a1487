"""What surrounds a result: power and detectable differences, equivalence, several outcomes at once, E-values."""
