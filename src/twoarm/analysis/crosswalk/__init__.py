"""The published statements beside the cohort: what each states, what the cohort has, and whether it meets the statement."""
