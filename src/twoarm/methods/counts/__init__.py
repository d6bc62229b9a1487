"""Two arms of counts: proportions and their intervals, score, chi-square and exact tests, ratios, fragility, clusters."""
