"""Values that are missing: chained equations by arm, Rubin's rules, and the shift at which a conclusion would turn."""

from twoarm.lazy import lazy_names

__getattr__, __dir__ = lazy_names(__name__, __file__)
