"""Two arms over several visits: mixed model, cluster-robust least squares and generalised estimating equations."""
