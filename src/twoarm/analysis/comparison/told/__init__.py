"""Results and summaries as a policy lets them be told."""
