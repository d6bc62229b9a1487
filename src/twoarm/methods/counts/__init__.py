"""Two arms of counts: proportions and their intervals, score, chi-square and exact tests, ratios, fragility, clusters."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
