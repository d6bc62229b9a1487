"""Two arms over several visits: mixed model, cluster-robust least squares and generalised estimating equations."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
