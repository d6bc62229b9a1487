"""What characteristics of the patients do to a comparison: the part of it that an imbalance of them explains."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
