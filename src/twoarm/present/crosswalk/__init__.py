"""How published statements beside the cohort are said: their table, where each outcome stands, and what is met."""
