"""The gate: what would be published is read as a reader reads it, and refused where it gives a patient away."""
