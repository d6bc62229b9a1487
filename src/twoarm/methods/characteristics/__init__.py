"""What characteristics of the patients do to a comparison: what an imbalance explains, whether it is alike in all."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
