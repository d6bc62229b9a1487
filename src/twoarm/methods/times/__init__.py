"""Times to an event of two arms: Kaplan-Meier, log-rank test, restricted mean and Cox's hazard ratio."""
