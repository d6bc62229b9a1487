"""Arms made alike in what was measured at baseline: balance, propensity, overlap weights and adjustment by least squares."""
