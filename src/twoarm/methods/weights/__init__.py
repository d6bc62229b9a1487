"""Arms made alike in what was measured at baseline: balance, propensity, overlap weights and adjustment by least squares."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
